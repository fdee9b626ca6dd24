"""What a block says of an office itself, whatever one files there: mailboxes, desks, a contact form."""

import re
from dataclasses import dataclass, field
from datetime import date

from offices.content import Desk, Mailbox, Source
from offices.enums import ContactPurpose, DeskState
from offices.importing.facts.block_text import Steps
from offices.importing.facts.dated import closed_until
from offices.importing.facts.hours import hours
from offices.importing.facts.rows import distinct, row
from offices.importing.words import Sentence

CLOSED_DESK = re.compile(
    r"\b(?P<name>guichets? (?:de |d'|des )?(?:renseignements?|accueil|informations?)s?|"
    r"(?:accueil|service|bureau|section)\b[^,.;:]{0,40}?)\s+(?:est|sont|sera|reste\w*)\b.{0,30}?\bfermee?s?\b"
)
BY_APPOINTMENT = re.compile(
    r"\b(?P<name>(?:section|service|bureau)\b[^,.]{0,40}?)\s+(?:ne recoit plus que|"
    r"ne recoit que|recoit (?:uniquement|exclusivement|seulement)) sur (?:rendez-vous|rdv)"
)


@dataclass
class OfficeFacts:
    slug: str
    emails: list[Mailbox] = field(default_factory=list)
    desks: list[Desk] = field(default_factory=list)
    contact_form: str = ""
    sources: list[Source] = field(default_factory=list)
    dated: date | None = None  # the latest of the blocks that say it

    def __bool__(self) -> bool:
        return bool(self.emails or self.desks or self.contact_form)


def office_facts(slug: str, found: Steps, read: list[Sentence], source: Source) -> OfficeFacts:
    facts = OfficeFacts(slug)
    facts.emails = [
        row(Mailbox, purpose=ContactPurpose.FOREIGNERS, email=email, source=source.id)
        for email, _line in found.mailboxes
    ]
    facts.contact_form = found.contact_form
    facts.desks = list(distinct([desk for sentence in read for desk in desks_of(sentence, source.id)]))
    facts.sources = [source] if facts else []
    return facts


def desks_of(sentence: Sentence, source: str) -> list[Desk]:
    folded = sentence.folded
    if (named := CLOSED_DESK.search(folded)) and " " in named["name"].strip():
        begins, ends = closed_until(folded)
        name = name_of(sentence, named)
        return [row(Desk, name=name, state=DeskState.CLOSED, valid_from=begins, valid_until=ends, source=source)]
    if named := BY_APPOINTMENT.search(folded):
        times = hours(folded)
        on_days = times if times and times[0].days else ()
        name = name_of(sentence, named)
        return [row(Desk, name=name, state=DeskState.APPOINTMENT_ONLY, hours=on_days, source=source)]
    return []


def name_of(sentence: Sentence, named: re.Match) -> str:
    name = sentence.text[named.start("name") : named.end("name")]
    return name[:1].upper() + name[1:]
