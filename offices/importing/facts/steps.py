"""What one does, in order: book, gather, send or hand in, follow up, ask. Read from the words themselves; what the
association's headline says is only used where the words say nothing."""

import re
from datetime import timedelta
from itertools import pairwise

from offices.content import Step
from offices.enums import Channel, Need, StepPurpose
from offices.importing.facts.block_text import Steps
from offices.importing.facts.contacts import Contacts
from offices.importing.facts.dated import filing_spans
from offices.importing.facts.online import Online
from offices.importing.facts.refusals import CHANNELS
from offices.importing.facts.rows import row_id
from offices.importing.facts.sending import Sending

GATHER = re.compile(
    r"^\W*(?:\d{1,2}\s?[-)./]\s?|etape \d+\s?:\s?|puis,?\s|ensuite,?\s|pour (?:deposer|"
    r"constituer) [^,]{3,60},\s?(?:veuillez )?|"
    r"au prealable,?\s[^,]{0,60}?|vous devez (?:imperativement )?|"
    r"pour tout depot de dossier,\svous devez (?:imperativement )?)*"
    r"(?P<act>constitue[rz]|complete[rz]|remplir|remplissez|telecharge[rz]|imprime[rz]|reunir|rassemble[rz]|"
    r"reunissez|prepare[rz]|choisissez)\b"
)
SUMMONED = re.compile(
    r"\bconvocation\b|\bconvoque|rendez-vous (?:vous )?(?:sera|est) (?:\w+ )?(?:fixe|accorde|donne|propose)"
)
PRINTER = re.compile(r"\bimprimez\b|\ba imprimer\b|\bimprimer (?:le|la|votre|cette)")
OWN_EMAIL = re.compile(
    r"adresse (?:e-?mail|mail|courriel|electronique)\b.{0,60}(?:indiqu|renseign|lisib|valide)|"
    r"(?:indiquer|preciser|mentionner)\b.{0,30}adresse (?:e-?mail|mail|courriel|electronique)|"
    r"\bmail que vous aurez recu|recu un (?:e-)?mail"
)
ACCOUNT = re.compile(r"creer un compte|creation d'un compte|france ?connect")
WAYS = {
    **CHANNELS,
    Channel.ONLINE_FORM: r"en ligne|dematerialise|teleservice|par internet|demarches?[- ](?:simplifiees|numerique)",
    Channel.BOOKING: r"rendez-vous en ligne|prise de rendez-vous|prendre rendez-vous",
}
ONLY = re.compile(r"\b(?:uniquement|exclusivement|seulement)\b")
ONE_DAY = timedelta(days=1)
FILING = (StepPurpose.BOOK, StepPurpose.SEND, StepPurpose.HAND_IN)


class StepReader(Online, Contacts, Sending):
    def read(self) -> Steps:
        urgent = self.urgent()
        contacts = self.emails()
        phones = self.phones()
        booking = self.booking_links()
        forms = self.online_forms()
        gather, sends = self.gather(), self.sends()
        by_purpose = {
            purpose: [step for step in (*contacts, *phones, *booking, *forms, *sends) if step.purpose == purpose]
            for purpose in StepPurpose
        }
        book = by_purpose[StepPurpose.BOOK]
        send = by_purpose[StepPurpose.SEND]
        hand_in = by_purpose[StepPurpose.HAND_IN]
        filing = sorted([*send, *hand_in], key=self.position)
        if not filing and not book:
            filing = self.consulted_form()
            filing = filing or self.counter(booked=False) or self.only_headline()
        elif not filing:
            filing = self.counter(booked=True)
        elif not book:
            at_counter = [] if any(step.channel == Channel.COUNTER for step in filing) else self.counter(booked=False)
            open_on = [step for step in at_counter if step.address.city or any(time.days for time in step.hours)]
            filing = sorted([*filing, *open_on], key=self.position)
        elif not send:
            filing = filing if any(step.channel == Channel.COUNTER for step in filing) else self.counter(booked=True)
        after = [
            *by_purpose[StepPurpose.FOLLOW_UP],
            *self.counter_for_questions(),
            *urgent,
            *by_purpose[StepPurpose.ASK],
        ]
        book, filing = self.with_dates(book), self.with_dates(filing)
        filed = alternatives(filing, summoned=bool(SUMMONED.search(self.all)))
        steps = [*gather, *alternatives(book), *filed, *alternatives_of_questions(after)]
        self.found.steps = self.with_needs(steps)
        return self.found

    def gather(self) -> list[Step]:
        acts = []
        for sentence in self.sentences:
            found = GATHER.match(sentence.folded)
            if not found or sentence.index in self.found.aside or "://" in sentence.text or len(sentence.text) > 350:
                continue
            if re.search(r"\(format|\bpar courrier\b|\bcliquez ici\b", sentence.folded) and not re.search(
                r"\bpieces\b", sentence.folded
            ):
                continue
            text = sentence.text[found.start("act") :]
            text = re.sub(r"\s*(?:ci-dessous|\(consultable ici\))", "", text).strip(" \u00a0\u202f:;.,")
            if len(text) > 15:
                acts.append(text[:1].upper() + text[1:])
        if not acts:
            return []
        instructions = " ".join(f"{act}." for act in dict.fromkeys(acts))
        return [
            Step(
                id=row_id("step", StepPurpose.GATHER),
                purpose=StepPurpose.GATHER,
                source=self.source,
                instructions=instructions,
            )
        ]

    def with_dates(self, steps: list[Step]) -> list[Step]:
        """From when and until when a way of filing holds ("par courrier à compter du 1er mars"); of that way alone."""
        self.found.spans = filing_spans(self.sentences)
        for span in self.found.spans:
            named = [way for way, words in WAYS.items() if re.search(words, span.folded)]
            dates = {"valid_from": span.begins, "valid_until": span.ends}
            dates = {name: day for name, day in dates.items() if day}
            others = (
                {"valid_until": span.begins - ONE_DAY} if span.begins and ONLY.search(span.folded) and named else {}
            )
            steps = [
                step.model_copy(update=dates if step.channel in named else others) if step.purpose in FILING else step
                for step in steps
            ]
        return steps

    def with_needs(self, steps: list[Step]) -> list[Step]:
        """Needs stand on the step that makes them felt: the first one by which one files or books."""
        needs = {
            Need.PRINTER: PRINTER.search(self.all),
            Need.EMAIL_ADDRESS: OWN_EMAIL.search(self.all),
            Need.ACCOUNT: ACCOUNT.search(self.all),
        }
        wanted = tuple(need for need, found in needs.items() if found)
        acting = [number for number, step in enumerate(steps) if step.purpose in (StepPurpose.BOOK, StepPurpose.SEND)]
        if not wanted or not acting:
            return steps
        first = acting[0]
        gathering = next((number for number, step in enumerate(steps) if step.purpose == StepPurpose.GATHER), None)
        changed = list(steps)
        if Need.PRINTER in wanted and gathering is not None:
            changed[gathering] = steps[gathering].model_copy(update={"needs": (Need.PRINTER,)})
            wanted = tuple(need for need in wanted if need != Need.PRINTER)
        if wanted:
            changed[first] = changed[first].model_copy(update={"needs": wanted})
        return changed


def alternatives(steps: list[Step], *, summoned: bool = False) -> list[Step]:
    """Several ways to one end are at choice: every one after the first says so, unless it is for other people or for
    another ground, or follows the way before it in time."""
    found = steps[:1]
    for before, step in pairwise(steps):
        same = step.grounds == before.grounds and not step.only_if and not never_together(before, step)
        if summoned and step.channel == Channel.COUNTER and before.purpose == StepPurpose.SEND:
            same = False  # one sends, is summoned, then comes
        found.append(step.model_copy(update={"alternative": True}) if same else step)
    return found


def never_together(one: Step, other: Step) -> bool:
    """Whether one way ends before the other begins."""
    return any(
        bool(first.valid_until and then.valid_from and first.valid_until < then.valid_from)
        for first, then in ((one, other), (other, one))
    )


def alternatives_of_questions(steps: list[Step]) -> list[Step]:
    """The ways of one and the same question stand together, the counter first, at choice."""
    ordered = sorted(
        steps,
        key=lambda step: (step.purpose != StepPurpose.FOLLOW_UP, bool(step.only_if), step.channel != Channel.COUNTER),
    )
    found: list[Step] = []
    for step in ordered:
        same = found and found[-1].purpose == step.purpose and not step.only_if and not found[-1].only_if
        found.append(step.model_copy(update={"alternative": True}) if same else step)
    return found
