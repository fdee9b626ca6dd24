"""Changes as a screen shows them: the sentence, then old and new side by side, with the words that differ marked.

What a sentence already says whole is not said twice. Of a long text only the passages that differ are shown, a few
words around them; the whole stands behind a tap. Comparing words is bounded for the page as a whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from offices import words
from offices.changes import FieldChange, word_changes
from offices.changes.prose import Op
from offices.forms.fields import FIXED

Parts = list[tuple[Op, str]]

SHORT = 24  # characters that stand in half the width of a phone
LONG = 500  # characters beyond which only the passages that differ are shown
AROUND = 90  # characters of unchanged text before and behind such a passage
COMPARED = 120_000  # characters of a page whose words are compared: half a second at worst


@dataclass(frozen=True)
class ShownChange:
    """`anchor` is the id of the field in a form. `before` and `after` are for two columns, `passages` for one.

    `whole`: the old and new text in full, where less is shown.
    """

    sentence: str
    anchor: str = ""
    before: Parts | None = None
    after: Parts | None = None
    narrow: bool = False
    passages: Parts | None = None
    whole: tuple[str, str] | None = None


def shown(changes: Iterable[FieldChange]) -> list[ShownChange]:
    budget = COMPARED
    found = []
    for change in changes:
        budget -= len(change.before_text) + len(change.after_text)
        found.append(shown_change(change, by_words=budget >= 0))
    return found


def shown_change(change: FieldChange, *, by_words: bool) -> ShownChange:
    has_field = change.path and change.kind != "removed" and change.path[0] not in FIXED
    anchor = f"id_{'-'.join(change.path)}" if has_field else ""
    match change.kind:
        case "changed":
            return side_by_side(change, anchor, by_words=by_words)
        case "added" if change.path and not said_whole(change.after_text, change.sentence):
            return one_side(change.sentence, anchor, "insert", change.after_text)
        case "removed" if change.path and not said_whole(change.before_text, change.sentence):
            return one_side(change.sentence, anchor, "delete", change.before_text)
    return ShownChange(change.sentence, anchor)


def side_by_side(change: FieldChange, anchor: str, *, by_words: bool) -> ShownChange:
    old, new = change.before_text, change.after_text
    parts: Parts = word_changes(old, new) if by_words else [("delete", old), ("insert", new)]
    if max(len(old), len(new)) > LONG:
        return ShownChange(change.sentence, anchor, passages=elided(parts), whole=(old, new))
    return ShownChange(
        change.sentence,
        anchor,
        before=[part for part in parts if part[0] != "insert"],
        after=[part for part in parts if part[0] != "delete"],
        narrow=max(len(old), len(new)) <= SHORT,
    )


def one_side(sentence: str, anchor: str, op: Op, text: str) -> ShownChange:
    whole = None if len(text) <= LONG else (text, "") if op == "delete" else ("", text)
    return ShownChange(sentence, anchor, passages=[(op, words.shortened(text, LONG))], whole=whole)


def said_whole(text: str, sentence: str) -> bool:
    return " ".join(text.split()) in " ".join(sentence.split())


def elided(parts: Parts) -> Parts:
    """Long unchanged stretches cut to a few words on the side of a change; long changes to their beginning."""
    found: Parts = []
    for position, (op, text) in enumerate(parts):
        if op != "equal":
            found.append((op, words.shortened(text, LONG)))
            continue
        ahead = text[:AROUND] if position else ""
        behind = text[-AROUND:] if position < len(parts) - 1 else ""
        found.append((op, text if len(text) <= 2 * AROUND else f"{ahead} […] {behind}"))
    return found
