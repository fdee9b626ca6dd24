"""Plain data → PDF, by typst: the templates and the fonts beside this file, no other file, no network, no clock.

Data reach a template as JSON and are shown as strings, so that no sign in a text is ever markup. The same data give
the same bytes, in whichever process: nothing of a PDF tells when it was made.
"""

import json
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from offices.paper.glyphs import drawable

FOLDER = Path(__file__).parent
STANDARDS = ["ua-1"]  # tagged, with title and language: typst refuses what is not

# A région takes 100 MB to lay out, and every core: one at a time in a process.
one_at_a_time = Lock()


class PaperRefused(Exception):
    """typst could not make the PDF; what it says is for the log."""


@cache
def fonts() -> typst.Fonts:
    """Those beside this file: a machine's own would give other bytes."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"])


def pdf(template: str, data: dict) -> bytes:
    """`template`: name of a template beside this file, without its ending."""
    return laid_out(template, data, format="pdf", pdf_standards=STANDARDS, timestamp=0)


def laid_out(template: str, data: dict, **options) -> bytes | list[bytes]:
    inputs = {"data": drawable(json.dumps(data, ensure_ascii=False, sort_keys=True))}
    with one_at_a_time:
        try:
            return typst.compile(
                FOLDER / f"{template}.typ", root=FOLDER, font_paths=fonts(), sys_inputs=inputs, **options
            )
        except typst.TypstError as refusal:
            raise PaperRefused(refusal.diagnostic) from refusal
