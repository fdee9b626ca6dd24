"""Plain data → PDF, by typst: the templates and the fonts beside this file, no other file, no network, no clock.

Data reach a template as JSON and are shown as strings, so that no sign in a text is ever markup. The same data give
the same bytes, in whichever process: nothing of a PDF tells when it was made.
"""

import json
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import typst

from offices.paper.glyphs import drawable

FOLDER = Path(__file__).parent
STANDARDS = ["ua-1"]  # tagged, with title and language: typst refuses what is not

# A region takes 100 MB while it is laid out, and every core: one at a time in a process. Whoever comes meanwhile does
# not wait long: four who wait would be all the threads of a web process, and nobody would read anything.
one_at_a_time = Lock()
PATIENCE = 0.5  # seconds; a sheet takes less
KEPT = 8  # a dossier weighs half a million bytes; what a reader was given is what is put into its file next


class PaperRefused(Exception):
    """typst could not make the PDF; what it says is for the log."""


class PaperBusy(Exception):
    """Another PDF is being laid out; this one may be asked for again in some seconds."""


@cache
def fonts() -> typst.Fonts:
    """Those beside this file: a machine's own would give other bytes."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"])


def pdf(template: str, data: dict) -> bytes:
    """`template`: name of a template beside this file, without its ending."""
    return kept(template, as_text(data))


@lru_cache(maxsize=KEPT)
def kept(template: str, data: str) -> bytes:
    return laid_out(template, data, format="pdf", pdf_standards=STANDARDS, timestamp=0)


def pictures(template: str, data: dict, *, points_per_inch: int) -> list[bytes]:
    """Its pages as PNG: for whoever changes a template."""
    found = laid_out(template, as_text(data), format="png", ppi=points_per_inch)
    return [found] if isinstance(found, bytes) else found


def as_text(data: dict) -> str:
    return drawable(json.dumps(data, ensure_ascii=False, sort_keys=True))


def laid_out(template: str, data: str, **options) -> bytes | list[bytes]:
    if not one_at_a_time.acquire(timeout=PATIENCE):
        raise PaperBusy
    try:
        return typst.compile(
            FOLDER / f"{template}.typ", root=FOLDER, font_paths=fonts(), sys_inputs={"data": data}, **options
        )
    except typst.TypstError as refusal:
        raise PaperRefused(refusal.diagnostic) from refusal
    finally:
        one_at_a_time.release()
