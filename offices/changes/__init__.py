"""What changed between two contents, in sentences, and how two people's changes become one. Pure.

`shape` walks the fields, `rendering` says values and rows, `vocabulary` and `sentences` say changes, `prose` compares
two texts word by word; `diff` lists changes, `ordering` and `merge` join them, `carrying` prepares what an author must
choose between; `turns` says what the calendar changes by itself.
"""

from offices.changes.carrying import carried_over
from offices.changes.diff import FieldChange, diff
from offices.changes.merge import Conflict, Merge, merge
from offices.changes.prose import word_changes
from offices.changes.rendering import describe, display
from offices.changes.turns import turns

__all__ = [
    "Conflict",
    "FieldChange",
    "Merge",
    "carried_over",
    "describe",
    "diff",
    "display",
    "merge",
    "turns",
    "word_changes",
]
