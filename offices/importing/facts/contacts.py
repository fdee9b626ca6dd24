"""E-mails and telephone numbers of a block, and what each is for."""

import re
from typing import Any

from offices.content import Hours, Step
from offices.enums import Channel, StepPurpose
from offices.importing.facts.block_text import ASKING, EMAIL, FOLLOWING, PHONE, RDV, SENDS, BlockText
from offices.importing.facts.hours import hours
from offices.importing.facts.messages import message
from offices.importing.markup import fold
from offices.importing.paragraphs import Paragraph

WRITES = re.compile(r"\b(?:ecri(?:re|vez)|adresser un (?:e-?mail|mail|courriel|message))\b")


def mailboxes_in(paragraph: Paragraph) -> list[tuple[str, str]]:
    """(as written, as it is used): "nom [at] domaine.fr" is "nom@domaine.fr"."""
    linked = {link.label: link.target for link in paragraph.links if link.is_mail}
    plain: list[tuple[str, str]] = []
    for found in EMAIL.findall(paragraph.flat):
        # What stands right after a link ("…@domaine.fr" and a note's number) is no part of its address.
        label = next((label for label in linked if found.startswith(label)), found)
        plain.append((label, linked.get(label, label)))
    return plain + [(link.label, link.target) for link in paragraph.links if link.is_mail and "@" not in link.label]


class Contacts(BlockText):
    def emails(self) -> list[Step]:
        steps: dict[str, Step] = {}
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.found.aside:
                continue
            for written, email in mailboxes_in(paragraph):
                if email in steps:
                    continue
                alone = not re.search(r"\w", paragraph.flat.replace(written, ""))
                announced = self.announced(index)
                if alone and announced == paragraph.folded:
                    self.found.mailboxes.append((email, paragraph.line))
                    continue
                step = self.email_step(email, written, index, announced)
                if step is None:
                    self.found.mailboxes.append((email, paragraph.line))
                else:
                    steps[email] = step
        return list(steps.values())

    def email_step(self, email: str, written: str, index: int, announced: str) -> Step | None:
        own = self.sentence_with(index, written)
        before = self.paragraphs[index - 1].folded if index else ""
        around = f"{before} {announced}" if len(before) < 120 else announced
        if FOLLOWING.search(around) and not re.search(rf"{RDV}\b", own):
            return self.step(StepPurpose.FOLLOW_UP, Channel.EMAIL, email=email)
        if re.search(rf"\b{RDV}\b", own or announced) and not re.search(rf"pas\b.{{0,20}}{RDV}", own):
            return self.step(StepPurpose.BOOK, Channel.EMAIL, email=email, **self.message(index, email))
        if ASKING.search(own) or (ASKING.search(announced) and not SENDS.search(own)):
            return self.step(StepPurpose.ASK, Channel.EMAIL, email=email)
        told = self.message(index, email)
        if SENDS.search(own) or SENDS.search(announced) or (WRITES.search(own) and any(told.values())):
            return self.step(StepPurpose.SEND, Channel.EMAIL, email=email, **told)
        if re.search(r"contact", announced):
            return self.step(StepPurpose.ASK, Channel.EMAIL, email=email)
        return None

    def message(self, index: int, email: str) -> dict[str, Any]:
        facts = message(self.paragraphs, index, email)
        if facts["attachments"]:
            self.found.aside.add(index)
        return facts

    def sentence_with(self, index: int, words: str) -> str:
        """The folded sentence of a paragraph that holds these words, or the paragraph that announces it."""
        folded = fold(words)
        for sentence in self.sentences:
            if sentence.index == index and folded in sentence.folded:
                return (
                    sentence.folded if re.search(r"\w", sentence.folded.replace(folded, "")) else self.announced(index)
                )
        return self.announced(index)

    def hours_around(self, index: int, phone: str, own: str) -> tuple[Hours, ...]:
        """When one may call: the hours of the sentence that gives the number, else of what announces it."""
        spoken = [one for one in self.sentences if one.index == index and phone in one.text]
        return (self.times(spoken[0]) if spoken else ()) or hours(PHONE.sub(" ", own))

    def phones(self) -> list[Step]:
        steps = []
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.address_paragraphs:
                continue
            for match in PHONE.finditer(paragraph.flat):
                own = self.sentence_with(index, match.group())
                heading = next((s.heading for s in self.sentences if s.index == index), "")
                if re.search(rf"\b{RDV}\b", own) and not re.search(r"permanence", own):
                    purpose = StepPurpose.BOOK
                elif FOLLOWING.search(own) or FOLLOWING.search(fold(heading)):
                    purpose = StepPurpose.FOLLOW_UP
                else:
                    purpose = StepPurpose.ASK
                times = tuple(one for one in self.hours_around(index, match.group(), own) if one.days or one.opens)
                times = tuple(one.model_copy(update={"walking": ""}) for one in times)
                steps.append(self.step(purpose, Channel.PHONE, phone=match.group(), hours=times))
        return list({step.id: step for step in steps}.values())
