"""Ways to send or hand in a file: by post, in a letter box, at a counter; and the urgent case."""

import re
from typing import Any

from offices.content import Hours, PostalAddress, Step
from offices.enums import Channel, Registered, StepPurpose, Walking
from offices.importing.facts.addresses import Found, letter_box
from offices.importing.facts.block_text import (
    ASKING,
    BY_POST,
    COUNTER,
    DROPBOX,
    EMAIL,
    FOLLOWING,
    OPENING,
    RDV,
    SENDS,
    BlockText,
)
from offices.importing.facts.hours import closing_words, walking_of
from offices.importing.facts.messages import documents_in
from offices.importing.facts.refusals import refuses
from offices.importing.facts.rows import row_id
from offices.importing.paragraphs import Paragraph
from offices.importing.words import Sentence

URGENT = re.compile(r"situation\w* urgente?s?|en cas d'urgence|urgence professionnelle")
SERVICE = re.compile(
    r"\b(?:au|aupres du|a la) (?P<name>(?:bureau|service|direction) [^,.]{5,80}?)"
    r"(?= a la (?:sous-)?prefecture| de la (?:sous-)?prefecture|,|\.|$)"
)
ON_THE_SPOT = re.compile(r"sur place|guichet|sans rendez-vous|en (?:sous-)?prefecture|presenter")
VISITED = re.compile(
    r"\bvous (?:recoit|accueille)\b|\brecoit\b|\bvisite\b|\baccueil\b|\bguichets?\b|presente[rz]|\bse rendre\b|"
    r"\b(?:rendez-vous|rdv)\b.{0,60}\b(?:lieu|situe|au|a la)\b|\blieu du (?:rendez-vous|rdv)"
)
AT_COUNTER = r"(?:au guichet|aux guichets|sur place|a l'accueil|presenter|deplacer)"
LIMITED = re.compile(rf"(?:uniquement|seulement|exclusivement) sur {RDV}|deposer\b.{{0,60}}\bsur {RDV}")
MARKED = re.compile(
    r"(?:mentionn|indiqu|inscri|precis|not|port)\w+\b[^.:«]{0,40}\benveloppe[^:.«\"]{0,20}(?::\s*|(?=[«\"]))(?:«\s*|\")?"
    r"(?P<words>[^.»\"]{2,100})"
)


class Sending(BlockText):
    def urgent(self) -> list[Step]:
        steps = []
        for sentence in self.sentences:
            if not URGENT.search(sentence.folded):
                continue
            self.found.aside.add(sentence.index)
            email = EMAIL.search(sentence.text)
            channel = Channel.EMAIL if email else Channel.POST if BY_POST.search(sentence.folded) else ""
            asked = re.search(r"en joign\w+ (?P<what>.+)", sentence.folded)
            rest = [other.text for other in self.sentences if other.index == sentence.index and other is not sentence]
            steps.append(
                self.step(
                    StepPurpose.FOLLOW_UP,
                    channel,
                    only_if="situation urgente",
                    email=email.group() if email else "",
                    attachments=tuple(documents_in(asked["what"])) if asked else (),
                    instructions=" ".join(rest),
                )
            )
        return steps

    def sends(self) -> list[Step]:
        """By post and in letter boxes, with their addresses."""
        addresses = [found for found in self.found.addresses if not self.is_visit(found)]
        by_post = self.said_of(BY_POST) or (bool(addresses) and not self.said_of(DROPBOX))
        boxes = self.letter_boxes()
        steps = []
        posted = next(iter(addresses), None)
        if by_post and (posted or re.search(r"voie postale|courrier|poste", self.headline) or self.sends_by_post()):
            rules = self.postal_rules()
            steps += [
                self.step(StepPurpose.SEND, Channel.POST, address=found.address, **self.where(found), **rules)
                for found in addresses
            ] or [self.step(StepPurpose.SEND, Channel.POST, **rules)]
        if boxes:
            steps += boxes
        elif self.said_of(DROPBOX):
            address = posted.address if posted else PostalAddress()
            marking = next(filter(None, map(marking_of, filter(speaks_of_a_box, self.paragraphs))), "")
            steps.append(self.step(StepPurpose.HAND_IN, Channel.DROPBOX, address=address, marking=marking))
        return steps

    def only_on_the_spot(self) -> bool:
        """The headline sends people to a counter and nothing speaks of the post: an address is where the counter is."""
        return bool(ON_THE_SPOT.search(self.headline)) and not self.said_of(BY_POST)

    def is_visit(self, found: Found) -> bool:
        """Whether one goes to this address rather than writes to it: its own sentence says so, or nothing else does."""
        own = self.paragraphs[found.intro if found.intro is not None else min(found.paragraphs)].folded
        if DROPBOX.search(own):
            return False
        if self.only_on_the_spot():
            return True
        if BY_POST.search(own) or BY_POST.search(self.headline) or re.search(r"\b(?:envoy|adresse[rz]|transm)", own):
            return False
        if VISITED.search(own):
            return True
        return found.intro is None and not self.said_of(BY_POST) and not self.said_of(DROPBOX)

    def where(self, found: Found) -> dict[str, Any]:
        """Which place one address of several is for: the line before it ("Pour l'arrondissement de X :")."""
        first = min(found.paragraphs)
        before = self.paragraphs[found.intro if found.intro is not None else max(first - 1, 0)]
        about = re.search(
            r"(?:si vous |pour (?:les |l')|arrondissements? )[^:]{3,120}?(?=\s+(?:adressent|envoient|"
            r"doivent|transmettent)\b|\s*:|$)",
            before.folded,
        )
        return (
            {"only_if": before.flat[about.start() : about.end()].strip()}
            if about and len(self.found.addresses) > 1
            else {}
        )

    def said_of(self, words: re.Pattern) -> bool:
        """Whether the words name this way, otherwise than to refuse it."""
        for sentence in self.sentences:
            found = words.search(sentence.folded)
            if not found or sentence.index in self.found.aside:
                continue
            if refuses(re.escape(found.group()), sentence.folded):
                continue
            if re.search(r"\bissue de l'examen|antérieurement|nouvelle demande par", sentence.folded):
                continue
            return True
        return False

    def sends_by_post(self) -> bool:
        return any(BY_POST.search(sentence.folded) and SENDS.search(sentence.folded) for sentence in self.sentences)

    def letter_boxes(self) -> list[Step]:
        steps = []
        for paragraph in self.paragraphs:
            if not (found := letter_box(paragraph.flat)):
                continue
            address, which = found
            marked = re.search(
                r"(?:mentionnant|indiquant|precisant|inscrivant)\b[^:]{0,40}\benveloppe[^:]{0,20}:\s*(?P<words>.+)",
                paragraph.folded,
            )
            marking = paragraph.flat[marked.start("words") : marked.end("words")].strip(' .«»"') if marked else ""
            steps.append(
                self.step(StepPurpose.HAND_IN, Channel.DROPBOX, address=address, marking=marking, instructions=which)
            )
        return steps

    def postal_rules(self) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        if re.search(r"recommande\w*,?\s+si vous le (?:souhaitez|desirez)|recommande \(?facultatif", self.all):
            facts["registered"] = Registered.OPTIONAL
        elif re.search(r"avec (?:accuse|avis) de reception|\br\.?a\.?r\b|accuse de reception", self.all):
            facts["registered"] = Registered.WITH_RECEIPT
        elif re.search(r"\brecommande\b|lettre recommandee", self.all):
            facts["registered"] = Registered.REQUIRED
        if re.search(
            r"(?:\bar\b|accuse de reception|recepisse d'envoi)\b.{0,90}\b(?:vaudra|vaut|tiendra lieu|"
            r"fait foi)\b.{0,40}(?:preuve|attestation|depot)",
            self.all,
        ):
            facts["receipt_is_proof"] = True
        for paragraph in self.paragraphs if not self.letter_boxes() else []:
            if not speaks_of_a_box(paragraph) and (marking := marking_of(paragraph)):
                facts["marking"] = marking
        return facts

    def counter(self, *, booked: bool) -> list[Step]:
        """A visit: `booked` where the text has one book it. Its hours are those of every sentence about the counter."""
        on_the_spot = ON_THE_SPOT.search(self.headline)
        spoken = [one for one in self.sentences if self.is_about_counter(one)]
        comes = [one for one in spoken if COUNTER.search(one.folded)]
        times = self.counter_hours(spoken if comes or on_the_spot or booked else [])
        if times and (booked or on_the_spot or any(self.times(one) or SENDS.search(one.folded) for one in comes)):
            return [self.at_counter(times)]
        visited = comes and any(self.is_visit(found) for found in self.found.addresses)
        comes_to_file = any(SENDS.search(one.folded) or walking_of(one.folded) for one in comes)
        if booked or on_the_spot or visited or comes_to_file:
            limited = any(LIMITED.search(one.folded) for one in self.sentences)
            times = (Hours(id=row_id("hours", "appointment"), walking=Walking.APPOINTMENT_ONLY),) if limited else ()
            return [self.at_counter(times)]
        return []

    def is_about_counter(self, sentence: Sentence) -> bool:
        folded = sentence.folded
        if not (COUNTER.search(folded) or OPENING.search(folded)) or self.is_question(sentence):
            return False
        about_slots = re.search(
            r"\bcreneaux?\b|\bplages?\b|telephon|\bpermanence\b|mis en ligne|"
            r"rendez-vous (?:sont|est) (?:ouvert|propos)",
            folded,
        )
        return not about_slots and not refuses(AT_COUNTER, folded)

    def counter_hours(self, spoken: list[Sentence]) -> tuple[Hours, ...]:
        """Days and hours first; where no sentence gives any, whether one comes with an appointment or without."""
        found = [time for sentence in spoken for time in self.times(sentence)]
        walking = next((how for sentence in spoken if (how := walking_of(sentence.folded))), "")
        timed = [time for time in found if time.days or time.opens or time.part]
        if timed and (closed := [words for one in spoken if (words := closing_words(one.folded, one.text))]):
            timed[-1] = timed[-1].model_copy(update={"note": timed[-1].note or ", ".join(closed)[:400]})
        if timed:
            rows = [
                time if time.walking or not walking else time.model_copy(update={"walking": walking}) for time in timed
            ]
            return tuple({row.id: row for row in rows}.values())
        return (Hours(id=row_id("hours", walking), walking=walking),) if walking else ()

    def at_counter(self, times: tuple[Hours, ...]) -> Step:
        service = next((named for one in self.sentences if (named := self.service_in(one))), "")
        where: dict[str, Any] = {"office": self.office}
        visits = [found for found in self.found.addresses if self.is_visit(found)]
        if visits:
            where = {"address": visits[0].address}
        return self.step(StepPurpose.HAND_IN, Channel.COUNTER, hours=times, service=service, **where)

    def service_in(self, sentence: Sentence) -> str:
        named = SERVICE.search(sentence.folded)
        if not named or self.is_question(sentence) or "urgen" in sentence.folded:
            return ""
        return sentence.text[named.start("name") : named.end("name")]

    def is_question(self, sentence: Sentence) -> bool:
        before = self.paragraphs[sentence.index - 1].folded if sentence.index else ""
        around = f"{before} {sentence.folded}" if len(before) < 120 else sentence.folded
        return bool(ASKING.search(around) or FOLLOWING.search(around))

    def counter_for_questions(self) -> list[Step]:
        """A desk that answers questions, or follows requests, with its hours."""
        steps = []
        for sentence in self.sentences:
            if not re.search(r"\bse presenter\b|vous presenter|guichet", sentence.folded) or not self.is_question(
                sentence
            ):
                continue
            times = self.times(sentence)
            before = self.paragraphs[sentence.index - 1].folded if sentence.index else ""
            purpose = StepPurpose.FOLLOW_UP if FOLLOWING.search(f"{before} {sentence.folded}") else StepPurpose.ASK
            if times:
                steps.append(self.step(purpose, Channel.COUNTER, office=self.office, hours=times))
        return steps

    def only_headline(self) -> list[Step]:
        """Where the words are silent on the way, the association's own sentence is what is known of it."""
        if re.search(r"voie postale|\bcourrier\b(?! electronique)", self.headline):
            return [self.step(StepPurpose.SEND, Channel.POST, **self.postal_rules())]
        return []


def marking_of(paragraph: Paragraph) -> str:
    """What is to be written on the envelope."""
    marked = MARKED.search(paragraph.folded)
    return paragraph.flat[marked.start("words") : marked.end("words")].strip(' «»"') if marked else ""


def speaks_of_a_box(paragraph: Paragraph) -> bool:
    return bool(DROPBOX.search(paragraph.folded)) and not BY_POST.search(paragraph.folded)
