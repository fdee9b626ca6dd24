"""Parsed documents wait on disk between being read and being written.

Every document must be readable before the first is written, and they are written from the oldest to the newest: on
disk, a thousand of them take the memory of one and are parsed once (142 MB at the peak, against 124 MB for ten).
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from offices.importing.documents import Parsed


@dataclass
class Shelf:
    """Only this process writes the file, and it has no name: what is unpickled is what was pickled."""

    file: IO[bytes] = field(default_factory=TemporaryFile)
    places: list[tuple[date, int, int]] = field(default_factory=list)  # (latest day, number, offset)

    def put(self, parsed: Parsed) -> None:
        # Documents without any date come last: they never overwrite.
        self.places.append((parsed.latest or date.max, len(self.places), self.file.seek(0, 2)))
        pickle.dump(parsed, self.file, protocol=pickle.HIGHEST_PROTOCOL)

    @property
    def order(self) -> list[int]:
        """The numbers of the documents, as they were put, from the oldest document to the newest."""
        return [number for _day, number, _offset in sorted(self.places)]

    def by_date(self) -> Iterator[Parsed]:
        for _day, _number, offset in sorted(self.places):
            self.file.seek(offset)
            yield pickle.load(self.file)  # noqa: S301 - written by this process alone, under no name
