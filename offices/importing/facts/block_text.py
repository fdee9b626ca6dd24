"""A block as its steps are read from it: its words, and the helpers that every kind of step shares."""

import re
from dataclasses import dataclass, field
from typing import Any

from offices.content import Hours, Step
from offices.enums import Channel, StepPurpose
from offices.importing.facts.addresses import Found, addresses
from offices.importing.facts.dated import FilingSpan
from offices.importing.facts.hours import hours
from offices.importing.facts.rows import row_id
from offices.importing.markup import fold
from offices.importing.words import Own, Sentence, Words

PHONE = re.compile(r"(?<![\d/])(?:\+33\s?(?:\(0\)\s?)?[1-9]|0[1-9])(?:[\s.\-]?\d{2}){4}(?!\d)")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
RDV = r"(?:rendez-vous|rdv)"
BY_POST = re.compile(
    r"(?:voie postale|\bpar (?:simple )?courriers?\b(?! electronique)|\bpar la poste|envoi postal|"
    r"\bcourrier (?:postal|recommande)|en recommande|\bpar recommande)"
)
BY_EMAIL = re.compile(r"\bpar (?:courriel|e-?mail|mail|messagerie)\b")
DROPBOX = re.compile(r"boites? aux lettres|\burnes?\b")
SENDS = re.compile(
    r"\b(?:envoy|adress|transm|depos|communiqu|expedi|fai[tr]\w* parvenir|sollicit|demand|soumet|soumis|constitu)\w*"
)
ASKING = re.compile(
    r"\bquestions?\b|renseignement|contacter (?:le|la|les|nos) (?:service|bureau)|pour contacter|nous contacter|"
    r"joindre (?:le|nos|les) (?:service|agent)|\b(?:toute|plus d'|pour) informations?\b|demandes? d'information"
)
FOLLOWING = re.compile(
    r"avancement|suivi\b|dossier en cours|traitement des dossiers|etat de (?:votre|la) demande|"
    r"demande (?:en cours|deposee)|dossier (?:depose|administratif)"
)
COUNTER = re.compile(
    r"\b(?:recoit|recoivent) (?:le public|uniquement|exclusivement|seulement|sans|du|les|le|sur)\b|"
    r"\bvous (?:recoit|accueille)\b|\b(?:se |"
    r"vous )?presente[rz]\b(?! (?:une|la|votre|un|l'))|\bpresentez-vous\b|"
    r"\brendez-vous (?:au|a l'accueil)\b|guichets? de depot|"
    r"\ba la prefecture sur rendez-vous|au guichet\b|sur place\b|en mains? propres?\b|"
    r"\b(?:depose[rz]?|deposes?|remis\w*|remettre)\b.{0,40}\b(?:a l'accueil|aux? guichets?)|"
    r"directement en (?:sous-)?prefecture|deposer (?:votre|la|une) (?:demande|"
    r"dossier)\b.{0,40}\b(?:a la|en|a l'accueil|aupres de la) (?:sous-)?prefecture|"
    r"\bsans rendez-vous\b(?!.{0,40}(?:pas|ne))"
)

OPENING = re.compile(
    r"\bouvert\w*\b|\bhoraires?\b|\baccueil (?:du public|physique|uniquement|au guichet)|\bguichets?\b|\brecoit\b|"
    r"\bferme\w*\b.{0,40}\b(?:lundi|mardi|mercredi|jeudi|vendredi|matin|apres-midi)"
)


@dataclass
class Steps:
    """The steps of a block and what was taken on the way."""

    steps: list[Step] = field(default_factory=list)
    addresses: list[Found] = field(default_factory=list)
    mailboxes: list[tuple[str, int]] = field(default_factory=list)  # e-mails that stand alone, with their line
    contact_form: str = ""
    used_urls: set[str] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)  # paragraphs about what a message must hold, or an urgent case
    spans: list[FilingSpan] = field(default_factory=list)  # from when, until when a way of filing holds


class BlockText:
    def __init__(self, words: Words, sentences: list[Sentence], office: str, source: str):
        self.words, self.sentences, self.office, self.source = words, sentences, office, source
        self.paragraphs = words.paragraphs
        self.found = Steps(addresses=addresses(self.paragraphs))
        self.address_paragraphs = {at for found in self.found.addresses for at in found.paragraphs if at != found.intro}
        self.headline = " ".join(said.paragraph.folded for said in words.of(Own.HEADLINE))
        self.all = " ".join(paragraph.folded for paragraph in self.paragraphs)

    def step(self, purpose: StepPurpose, channel: str, **facts: Any) -> Step:
        address = facts.get("address")
        meaning = (purpose, channel, *(str(facts.get(name, "")) for name in ("url", "email", "phone", "only_if")))
        where = address.model_dump_json() if address else ""
        return Step(id=row_id("step", *meaning, where), purpose=purpose, channel=channel, source=self.source, **facts)

    def times(self, sentence: Sentence) -> tuple[Hours, ...]:
        """The days and hours of a sentence, whose telephone numbers are none."""
        return hours(PHONE.sub(lambda found: " " * len(found.group()), sentence.folded), sentence.text)

    def position(self, step: Step) -> int:
        """Where in the text the step is first spoken of."""
        words = {
            Channel.DROPBOX: DROPBOX,
            Channel.POST: BY_POST,
            Channel.COUNTER: COUNTER,
            Channel.EMAIL: BY_EMAIL,
        }.get(step.channel)
        if step.url or (step.email and not BY_EMAIL.search(self.all)):
            return self.all.find(fold(step.url or step.email))
        found = words.search(self.all) if words else None
        return found.start() if found else len(self.all)

    def announced(self, index: int) -> str:
        """The folded paragraph with the one that announces it."""
        own = self.paragraphs[index].folded
        before = self.paragraphs[index - 1].folded if index else ""
        is_web_link = self.paragraphs[index].is_link and all(link.is_web for link in self.paragraphs[index].links)
        if before.rstrip().endswith(":") or (is_web_link and len(before) < 400):
            earlier = self.paragraphs[index - 2].folded if index > 1 else ""
            before = f"{earlier} {before}" if earlier.rstrip().endswith(":") else before
            return f"{before} {own}"
        return own
