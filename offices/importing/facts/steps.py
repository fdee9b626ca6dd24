"""What one does, in order: book, gather, send or hand in, follow up, ask. Read from the words themselves; what the
association's headline says is only used where the words say nothing."""

import re
from dataclasses import dataclass, field
from datetime import date

from offices.content import Hours, PostalAddress, Step
from offices.enums import Channel, Need, Registered, StepPurpose, Walking
from offices.importing.facts import links
from offices.importing.facts.addresses import Found, addresses, letter_box
from offices.importing.facts.booking import booking_code, slot_hours, slot_rules
from offices.importing.facts.hours import hours, walking_of
from offices.importing.facts.messages import documents_in, message
from offices.importing.facts.rows import row_id
from offices.importing.facts.rules import CHANNELS, filing_starts, refuses
from offices.importing.markup import fold
from offices.importing.words import Own, Sentence, Words

PHONE = re.compile(r"(?<![\d/])(?:\+33\s?(?:\(0\)\s?)?[1-9]|0[1-9])(?:[\s.\-]?\d{2}){4}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
RDV = r"(?:rendez-vous|rdv)"
BY_POST = re.compile(
    r"(?:voie postale|\bpar (?:simple )?courriers?\b(?! electronique)|\bpar la poste|envoi postal|"
    r"\bcourrier (?:postal|recommande)|en recommande|\bpar recommande)"
)
BY_EMAIL = re.compile(r"\bpar (?:courriel|e-?mail|mail|messagerie)\b")
DROPBOX = re.compile(r"boites? aux lettres|urne de depot")
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
URGENT = re.compile(r"situation\w* urgente?s?|en cas d'urgence|urgence professionnelle")
COUNTER = re.compile(
    r"\brecoit (?:le public|uniquement|exclusivement|seulement|sans|du|les|le)\b|\b(?:se |"
    r"vous )?presente[rz]\b(?! (?:une|la|votre|un|l'))|guichets? de depot|"
    r"\ba la prefecture sur rendez-vous|au guichet\b|sur place\b|"
    r"directement en (?:sous-)?prefecture|deposer (?:votre|la|une) (?:demande|"
    r"dossier)\b.{0,40}\b(?:a la|en|a l'accueil|aupres de la) (?:sous-)?prefecture|"
    r"\bsans rendez-vous\b(?!.{0,40}(?:pas|ne))"
)
SERVICE = re.compile(
    r"\b(?:au|aupres du|a la) (?P<name>(?:bureau|service|direction) [^,.]{5,80}?)"
    r"(?= a la (?:sous-)?prefecture| de la (?:sous-)?prefecture|,|\.|$)"
)
GATHER = re.compile(
    r"^\W*(?:\d{1,2}\s?[-)./]\s?|etape \d+\s?:\s?|puis,?\s|ensuite,?\s|pour (?:deposer|"
    r"constituer) [^,]{3,60},\s?(?:veuillez )?|"
    r"au prealable,?\s[^,]{0,60}?|vous devez (?:imperativement )?|"
    r"pour tout depot de dossier,\svous devez (?:imperativement )?)*"
    r"(?P<act>constitue[rz]|complete[rz]|remplir|remplissez|telecharge[rz]|imprime[rz]|reunir|"
    r"reunissez|prepare[rz]|choisissez)\b"
)
MARKED = re.compile(
    r"(?:mentionn|indiqu|inscri|precis)\w+\b[^.:]{0,40}\benveloppe[^:.]{0,20}:\s*(?:«\s*|\")?(?P<words>[^.»\"]{2,100})"
)
PRINTER = re.compile(r"\bimprimez\b|\ba imprimer\b|\bimprimer (?:le|la|votre|cette)")
OWN_EMAIL = re.compile(
    r"adresse (?:e-?mail|mail|courriel|electronique)\b.{0,60}(?:indiqu|renseign|lisib|valide)|"
    r"(?:indiquer|preciser|mentionner)\b.{0,30}adresse (?:e-?mail|mail|courriel|electronique)|"
    r"\bmail que vous aurez recu|recu un (?:e-)?mail"
)
ACCOUNT = re.compile(r"creer un compte|creation d'un compte|france ?connect")


FILING = (StepPurpose.BOOK, StepPurpose.SEND, StepPurpose.HAND_IN)


@dataclass
class Steps:
    """The steps of a block and what was taken on the way."""

    steps: list[Step] = field(default_factory=list)
    addresses: list[Found] = field(default_factory=list)
    mailboxes: list[tuple[str, int]] = field(default_factory=list)  # e-mails that stand alone, with their line
    contact_form: str = ""
    used_urls: set[str] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)  # paragraphs about what a message must hold, or an urgent case
    announced: tuple[date, Sentence] | None = None  # a way of filing that begins later, and is not one of the steps


class StepReader:
    def __init__(self, words: Words, sentences: list[Sentence], office: str, source: str):
        self.words, self.sentences, self.office, self.source = words, sentences, office, source
        self.paragraphs = words.paragraphs
        self.found = Steps(addresses=addresses(self.paragraphs))
        self.address_paragraphs = {at for found in self.found.addresses for at in found.paragraphs if at != found.intro}
        self.headline = " ".join(said.paragraph.folded for said in words.of(Own.HEADLINE))
        self.all = " ".join(paragraph.folded for paragraph in self.paragraphs)

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
            open_on = [step for step in at_counter if any(time.days for time in step.hours)]
            filing = sorted([*filing, *open_on], key=self.position)
        elif not send:
            filing = filing if any(step.channel == Channel.COUNTER for step in filing) else self.counter(booked=True)
        after = [
            *by_purpose[StepPurpose.FOLLOW_UP],
            *self.counter_for_questions(),
            *urgent,
            *by_purpose[StepPurpose.ASK],
        ]
        steps = [*gather, *alternatives(book), *alternatives(filing), *alternatives_of_questions(after)]
        self.found.steps = self.with_needs(self.with_start(steps))
        return self.found

    # --- Helpers -----------------------------------------------------------------------------------------------------

    def step(self, purpose: StepPurpose, channel: str, **facts: object) -> Step:
        address = facts.get("address")
        meaning = (purpose, channel, *(str(facts.get(name, "")) for name in ("url", "email", "phone", "only_if")))
        where = address.model_dump_json() if address else ""
        return Step(id=row_id("step", *meaning, where), purpose=purpose, channel=channel, source=self.source, **facts)

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

    # --- Booking -----------------------------------------------------------------------------------------------------

    def booking_links(self) -> list[Step]:
        urls: dict[str, None] = {}
        for said in self.words.of(Own.BOOKING):
            for link in said.links:
                if link.is_web and (
                    links.is_booking(link.target) or links.is_online_form(link.target) or not self.only_by_post()
                ):
                    urls[link.target] = None
        for paragraph in self.paragraphs:
            for link in paragraph.links:
                if link.is_web and links.is_booking(link.target):
                    urls[link.target] = None
        if not urls and not self.only_by_post():
            for said in self.words.of(Own.CONSULT):
                urls |= {link.target: None for link in said.links if links.is_booking(link.target)}
        self.found.used_urls |= set(urls)
        steps = []
        for url in urls:
            channel = Channel.ONLINE_FORM if links.is_online_form(url) else Channel.BOOKING
            steps.append(
                self.step(
                    StepPurpose.BOOK,
                    channel,
                    url=url,
                    code=booking_code(self.paragraphs),
                    hours=slot_hours(self.sentences),
                    slots=slot_rules(self.sentences),
                )
            )
        return steps

    def only_by_post(self) -> bool:
        """The headline and the words both send the file by post: a link to a booking page is then no step."""
        return bool(re.search(r"voie postale|courrier", self.headline)) and bool(self.found.addresses)

    # --- Online forms ------------------------------------------------------------------------------------------------

    def online_forms(self) -> list[Step]:
        steps: dict[str, Step] = {}
        for index, paragraph in enumerate(self.paragraphs):
            for link in paragraph.links:
                announced = self.announced(index)
                says_form = re.search(r"(?:formulaire|questionnaire) en ligne|teleservice|demarche en ligne", announced)
                if not link.is_web or link.target in self.found.used_urls or links.is_booking(link.target):
                    continue
                if not links.is_online_form(link.target) and not (says_form and not links.is_file(link.target)):
                    continue
                if re.search(r"contact", link.target) or (ASKING.search(announced) and "contact" in announced):
                    self.found.contact_form = self.found.contact_form or link.target
                    self.found.used_urls.add(link.target)
                    continue
                steps.setdefault(link.target, self.form_step(link.target, announced))
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

    def only_headline(self) -> list[Step]:
        """Where the words are silent on the way, the association's own sentence is what is known of it."""
        if re.search(r"voie postale|\bcourrier\b(?! electronique)", self.headline):
            return [self.step(StepPurpose.SEND, Channel.POST, **self.postal_rules())]
        return []

    # --- E-mails and telephones --------------------------------------------------------------------------------------

    def emails(self) -> list[Step]:
        steps: dict[str, Step] = {}
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.found.aside or (index in self.address_paragraphs and not EMAIL.search(paragraph.flat)):
                continue
            for match in EMAIL.finditer(paragraph.flat):
                email = match.group()
                if email in steps:
                    continue
                alone = not re.search(r"\w", paragraph.flat.replace(email, ""))
                announced = self.announced(index)
                if alone and announced == paragraph.folded:
                    self.found.mailboxes.append((email, paragraph.line))
                    continue
                step = self.email_step(email, index, announced)
                if step is None:
                    self.found.mailboxes.append((email, paragraph.line))
                else:
                    steps[email] = step
        return list(steps.values())

    def email_step(self, email: str, index: int, announced: str) -> Step | None:
        own = self.sentence_with(index, email)
        before = self.paragraphs[index - 1].folded if index else ""
        around = f"{before} {announced}" if len(before) < 120 else announced
        if FOLLOWING.search(around) and not re.search(rf"{RDV}\b", own):
            return self.step(StepPurpose.FOLLOW_UP, Channel.EMAIL, email=email)
        if re.search(rf"\b{RDV}\b", own or announced) and not re.search(rf"pas\b.{{0,20}}{RDV}", own):
            return self.step(StepPurpose.BOOK, Channel.EMAIL, email=email, **self.message(index, email))
        if ASKING.search(own) or (ASKING.search(announced) and not SENDS.search(own)):
            return self.step(StepPurpose.ASK, Channel.EMAIL, email=email)
        if SENDS.search(own) or SENDS.search(announced):
            return self.step(StepPurpose.SEND, Channel.EMAIL, email=email, **self.message(index, email))
        if re.search(r"contact", announced):
            return self.step(StepPurpose.ASK, Channel.EMAIL, email=email)
        return None

    def message(self, index: int, email: str) -> dict[str, object]:
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
                times = tuple(one for one in hours(PHONE.sub(" ", own)) if one.days or one.opens)
                times = tuple(one.model_copy(update={"walking": ""}) for one in times)
                steps.append(self.step(purpose, Channel.PHONE, phone=match.group(), hours=times))
        return list({step.id: step for step in steps}.values())

    # --- Post, letter box, counter -----------------------------------------------------------------------------------

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
        by_post = self.said_of(BY_POST) or (bool(self.found.addresses) and not self.said_of(DROPBOX))
        boxes = self.letter_boxes()
        steps = []
        posted = next((found for found in self.found.addresses), None)
        if by_post and (posted or re.search(r"voie postale|courrier|poste", self.headline) or self.sends_by_post()):
            rules = self.postal_rules()
            steps += [
                self.step(StepPurpose.SEND, Channel.POST, address=found.address, **self.where(found), **rules)
                for found in self.found.addresses
            ] or [self.step(StepPurpose.SEND, Channel.POST, **rules)]
        if boxes:
            steps += boxes
        elif self.said_of(DROPBOX):
            address = posted.address if posted else PostalAddress()
            steps.append(self.step(StepPurpose.HAND_IN, Channel.DROPBOX, address=address))
        return steps

    def where(self, found: Found) -> dict[str, object]:
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

    def postal_rules(self) -> dict[str, object]:
        facts: dict[str, object] = {}
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
            if marked := MARKED.search(paragraph.folded):
                facts["marking"] = paragraph.flat[marked.start("words") : marked.end("words")].strip(' «»"')
        return facts

    def counter(self, *, booked: bool) -> list[Step]:
        on_the_spot = re.search(r"sur place|guichet|sans rendez-vous|en (?:sous-)?prefecture|presenter", self.headline)
        for sentence in self.sentences:
            if not COUNTER.search(sentence.folded) or self.is_question(sentence):
                continue
            times = hours(PHONE.sub(" ", sentence.folded)) if not PHONE.search(sentence.text) else ()
            if not times and (walking := walking_of(sentence.folded)):
                times = (Hours(id=row_id("hours", walking), walking=walking),)
            if not booked and not (times or SENDS.search(sentence.folded) or on_the_spot):
                continue
            if booked and not times:
                continue
            if times:
                return [self.at_counter(times, sentence)]
        if (
            booked
            or on_the_spot
            or any(
                COUNTER.search(s.folded) and SENDS.search(s.folded) and not self.is_question(s) for s in self.sentences
            )
        ):
            limited = any(
                re.search(rf"(?:uniquement|seulement|exclusivement) sur {RDV}|deposer\b.{{0,60}}\bsur {RDV}", s.folded)
                for s in self.sentences
            )
            times = (Hours(id=row_id("hours", "appointment"), walking=Walking.APPOINTMENT_ONLY),) if limited else ()
            return [self.at_counter(times, None)]
        return []

    def at_counter(self, times: tuple[Hours, ...], sentence: Sentence | None) -> Step:
        service = next((named for one in self.sentences if (named := self.service_in(one))), "")
        return self.step(StepPurpose.HAND_IN, Channel.COUNTER, office=self.office, hours=times, service=service)

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
            times = hours(sentence.folded)
            before = self.paragraphs[sentence.index - 1].folded if sentence.index else ""
            purpose = StepPurpose.FOLLOW_UP if FOLLOWING.search(f"{before} {sentence.folded}") else StepPurpose.ASK
            if times:
                steps.append(self.step(purpose, Channel.COUNTER, office=self.office, hours=times))
        return steps

    # --- Preparing, and what a step demands --------------------------------------------------------------------------

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
            text = re.sub(r"\s*(?:ci-dessous|\(consultable ici\))", "", text).strip(" :;.,")
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

    def with_start(self, steps: list[Step]) -> list[Step]:
        """From when a way of filing holds: "par voie postale à compter du 1er mars". Of that way alone."""
        start = filing_starts(self.sentences)
        if start is None:
            return steps
        day, said = start
        named = [way for way, words in CHANNELS.items() if re.search(words, said.folded)]
        concerned = [step for step in steps if step.purpose in FILING and step.channel in named]
        if not concerned:
            self.found.announced = start
        return [step.model_copy(update={"valid_from": day}) if step in concerned else step for step in steps]

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


def alternatives(steps: list[Step]) -> list[Step]:
    """Several ways to one end are at choice: every one after the first says so, unless it is for other people."""
    return [
        step if number == 0 or step.only_if else step.model_copy(update={"alternative": True})
        for number, step in enumerate(steps)
    ]


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
