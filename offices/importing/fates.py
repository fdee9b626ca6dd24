from enum import Enum, auto


class Fate(Enum):
    """What became of a page that a document asks for."""

    UNCHANGED = auto()
    WRITTEN = auto()
    PROPOSED = auto()
    CONFLICT = auto()
    LEFT = auto()  # an older document, or a page that is needed is missing
