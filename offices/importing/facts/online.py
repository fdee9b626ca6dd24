"""Booking pages and online forms of a block."""

import re

from offices.content import Step
from offices.enums import Channel, StepPurpose
from offices.importing.facts import links
from offices.importing.facts.block_text import ASKING, RDV, BlockText
from offices.importing.facts.booking import booking_code, slot_hours, slot_rules
from offices.importing.markup import Link
from offices.importing.paragraphs import MOST_LINKS
from offices.importing.words import Own

ANEF = re.compile(r"administration-etrangers-en-france|//anef\b")


class Online(BlockText):
    def booking_links(self) -> list[Step]:
        urls: dict[str, tuple[str, ...]] = {}  # address → grounds that it is for; none where it is for all
        for said in self.words.of(Own.BOOKING):
            for link in said.links:
                if link.is_web and (
                    links.is_booking(link.target) or links.is_online_form(link.target) or not self.only_by_post()
                ):
                    urls[link.target] = links.part_of_ground(said.text)
        for index, paragraph in enumerate(self.paragraphs):
            for link in paragraph.links[:MOST_LINKS]:
                if link.is_web and links.is_booking(link.target):
                    urls[link.target] = urls.get(link.target) or self.grounds_of(index, link)
        if not urls and not self.only_by_post():
            for said in self.words.of(Own.CONSULT):
                urls |= {link.target: () for link in said.links if links.is_booking(link.target)}
        self.found.used_urls |= set(urls)
        steps = []
        for url, grounds in urls.items():
            channel = Channel.ONLINE_FORM if links.is_online_form(url) else Channel.BOOKING
            steps.append(
                self.step(
                    StepPurpose.BOOK,
                    channel,
                    url=url,
                    grounds=grounds,
                    code=booking_code(self.paragraphs, url, several=len(urls) > 1),
                    hours=slot_hours(self.sentences),
                    slots=slot_rules(self.sentences),
                )
            )
        return steps

    def grounds_of(self, index: int, link: Link) -> tuple[str, ...]:
        """The kind of AES that the words leading to a link name; what stands after another link is that one's."""
        paragraph = self.paragraphs[index]
        before = paragraph.flat.partition(link.label)[0]
        for earlier in paragraph.links:
            if earlier.label != link.label and earlier.label in before:
                before = before.rpartition(earlier.label)[2]
        if not re.search(r"\w", before) and (announced := self.announced(index)) != paragraph.folded:
            before = announced
        # "- au titre du travail : …": in an item that short, the whole ground need not be named again.
        short = f"AES {before}" if len(before) < 90 else ""
        return links.part_of_ground(f"{before} {link.label}") or links.part_of_ground(short)

    def only_by_post(self) -> bool:
        """The headline and the words both send the file by post: a link to a booking page is then no step."""
        return bool(re.search(r"voie postale|courrier", self.headline)) and bool(self.found.addresses)

    def online_forms(self) -> list[Step]:
        steps: dict[str, Step] = {}
        for index, paragraph in enumerate(self.paragraphs):
            if not paragraph.links or len(paragraph.links) > MOST_LINKS:
                continue
            announced = self.announced(index)
            says_form = re.search(r"(?:formulaire|questionnaire) en ligne|teleservice|demarche en ligne", announced)
            for link in paragraph.links:
                if ANEF.search(link.target) and "renouvel" in announced:
                    continue  # renewals are filed there; this is about first requests
                if not link.is_web or link.target in self.found.used_urls or links.is_booking(link.target):
                    continue
                if not links.is_online_form(link.target) and not (says_form and not links.is_file(link.target)):
                    continue
                if re.search(r"contact", link.target) or (ASKING.search(announced) and "contact" in announced):
                    self.found.contact_form = self.found.contact_form or link.target
                    self.found.used_urls.add(link.target)
                    continue
                step = self.form_step(link.target, announced)
                steps.setdefault(link.target, step.model_copy(update={"grounds": self.grounds_of(index, link)}))
        self.found.used_urls |= set(steps)
        found = list(steps.values())
        if not found and re.search(
            r"par voie dematerialisee via un formulaire|formulaire a remplir en ligne", self.all
        ):
            found.append(self.step(StepPurpose.SEND, Channel.ONLINE_FORM))
        return found

    def form_step(self, url: str, announced: str) -> Step:
        about_booking = re.search(rf"(?:^|\W){RDV} pour\b|demande de {RDV}|prendre {RDV}", announced) or re.search(
            r"/rendez-vous-pour", url, re.I
        )
        deposits = re.search(r"depot de dossier se fait|deposer (?:votre|le) dossier", announced)
        return self.step(
            StepPurpose.BOOK if about_booking and not deposits else StepPurpose.SEND, Channel.ONLINE_FORM, url=url
        )

    def consulted_form(self) -> list[Step]:
        """The only link given is itself the form ("Les modalités sont consultables ici : demarches-simplifiees…")."""
        if not re.search(r"dematerialise|en ligne|internet|teleservice", self.headline):
            return []
        for said in self.words.of(Own.CONSULT):
            for link in said.links:
                if link.is_web and links.is_online_form(link.target):
                    self.found.used_urls.add(link.target)
                    return [self.form_step(link.target, self.all)]
        return []
