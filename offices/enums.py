"""Every coded fact: the code is stored, the label is what a reader sees, in whatever language.

Importing a choice never imports a model. A code is never renamed or reused: old versions are read for ever.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# --- Pages and proposals -------------------------------------------------------------------------------------------


class PageKind(TextChoices):
    OFFICE = "office", _("guichet")
    PROCEDURE = "procedure", _("modalités de dépôt")
    GROUND = "ground", _("fondement")
    GUIDE = "guide", _("guide")
    LEGAL_NOTE = "legal_note", _("note juridique")


class PageState(TextChoices):
    PUBLISHED = "published", _("publiée")
    REMOVED = "removed", _("retirée")


class ProposalAction(TextChoices):
    CREATE = "create", _("nouvelle page")
    EDIT = "edit", _("modification")
    REMOVE = "remove", _("retrait")
    REVERT = "revert", _("retour à une ancienne version")


class ProposalState(TextChoices):
    PENDING = "pending", _("en attente")
    APPROVED = "approved", _("approuvée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class Origin(TextChoices):
    """Where a proposal comes from. Only a person is an author; a machine has an origin and no rights."""

    PERSON = "person", _("une personne")
    DOSSIER = "dossier", _("un dossier importé")
    FIXTURES = "fixtures", _("le contenu de départ")
    CHECKER = "checker", _("la relecture des sources")


class DecisionMode(TextChoices):
    READ = "read", _("lue et décidée")
    BATCH = "batch", _("reprise du dossier")


class ImportFate(TextChoices):
    """What became of a page that an imported document asks for."""

    UNCHANGED = "unchanged", _("la page le dit déjà")
    WRITTEN = "written", _("repris et publié")
    PROPOSED = "proposed", _("proposé")
    CONFLICT = "conflict", _("proposé, en conflit avec la page")
    LEFT = "left", _("laissé de côté")
    OUTSIDE = "outside", _("hors de votre étendue")


class AnomalyClosing(TextChoices):
    HANDLED = "handled", _("traitée")
    MOOT = "moot", _("sans objet")


# Codes of anomalies (offices/importing/anomalies.py) in which two things that were said cannot both be true.
CONTRADICTIONS = ("headline_contradicts_text", "older_document", "documents_disagree", "differs_from_published")


class RefusalReason(TextChoices):
    NO_SOURCE = "no_source", _("aucune source ne le montre")
    SOURCE_SAYS_OTHERWISE = "source_says_otherwise", _("la source dit autre chose")
    ALREADY_THERE = "already_there", _("c'est déjà sur la page")
    WRONG_PAGE = "wrong_page", _("cela concerne une autre page")
    UNCLEAR = "unclear", _("la modification n'est pas compréhensible")
    PERSONAL_DATA = "personal_data", _("le texte nomme une personne")
    OTHER = "other", _("autre raison")


class EvidenceKind(TextChoices):
    """What a proposal rests on."""

    WEB_PAGE = "web_page", _("une page d'un site")
    LETTER = "letter", _("un courrier reçu")
    NOTICE = "notice", _("un avis affiché sur place")
    CALL = "call", _("un appel ou une visite")
    DOSSIER = "dossier", _("un dossier de l'association")
    NONE = "none", _("aucune source")


class NoSourceReason(TextChoices):
    TYPO = "typo", _("correction de forme, aucun fait ne change")
    PAGE_GONE = "page_gone", _("la page de la préfecture a disparu")
    FIRST_HAND = "first_hand", _("constaté au guichet, rien d'écrit")
    OFFICIAL_CODES = "official_codes", _("repris du code officiel géographique")


class ChangeKind(TextChoices):
    DECISION = "decision", _("décision")
    VERIFICATION = "verification", _("confirmation")
    WARNING = "warning", _("mise en garde")
    REDACTION = "redaction", _("occultation")
    CALENDAR = "calendar", _("échéance")
    SOURCE = "source", _("source")
    LEGAL_NOTE = "legal_note", _("note juridique")


class ChangeType(TextChoices):
    CREATED = "created", _("création")
    UPDATED = "updated", _("modification")
    REMOVED = "removed", _("retrait")


class DueKind(TextChoices):
    """What a date in a content makes come due."""

    BEGINS = "begins", _("commence")
    ENDED = "ended", _("est terminé depuis la veille")
    STATED_LONG_AGO = "stated_long_ago", _("annoncé il y a un an")


# What changes a public page by itself; the other kind is work for people.
PUBLIC_DUES = (DueKind.BEGINS, DueKind.ENDED)


class WarningCode(TextChoices):
    OFFICE_CLOSED = "office_closed", _("Ce guichet serait fermé.")
    LINK_DEAD = "link_dead", _("Le lien indiqué ne fonctionne plus.")
    REPORTED_WRONG = "reported_wrong", _("Ces informations ont été signalées comme fausses.")
    CHANGE_ANNOUNCED = "change_announced", _("Un changement de modalités est annoncé.")
    ADDRESS_DOUBTFUL = (
        "address_doubtful",
        _("L'adresse indiquée est douteuse : n'envoyez rien avant de l'avoir vérifiée."),
    )


# --- Offices -------------------------------------------------------------------------------------------------------


class OfficeKind(TextChoices):
    PREFECTURE = "prefecture", _("préfecture")
    SOUS_PREFECTURE = "sous_prefecture", _("sous-préfecture")
    PREFECTURE_DE_POLICE = "prefecture_de_police", _("préfecture de police")
    OTHER = "other", _("autre guichet")


class ContactPurpose(TextChoices):
    GENERAL = "general", _("renseignements")
    APPOINTMENTS = "appointments", _("prise de rendez-vous")
    FILING = "filing", _("dépôt de la demande")
    FOLLOW_UP = "follow_up", _("suivi d'une demande déposée")
    FOREIGNERS = "foreigners", _("service des étrangers")


class AddressPurpose(TextChoices):
    ANY = "any", _("toutes démarches")
    POST = "post", _("envoi postal")
    VISIT = "visit", _("accueil du public")
    DROPBOX = "dropbox", _("boîte aux lettres")


class DeskState(TextChoices):
    OPEN = "open", _("ouvert")
    APPOINTMENT_ONLY = "appointment_only", _("sur rendez-vous seulement")
    CLOSED = "closed", _("fermé jusqu'à nouvel ordre")


class Weekday(TextChoices):
    MONDAY = "mon", _("lundi")
    TUESDAY = "tue", _("mardi")
    WEDNESDAY = "wed", _("mercredi")
    THURSDAY = "thu", _("jeudi")
    FRIDAY = "fri", _("vendredi")
    SATURDAY = "sat", _("samedi")
    SUNDAY = "sun", _("dimanche")


class DayPart(TextChoices):
    MORNING = "morning", _("le matin")
    AFTERNOON = "afternoon", _("l'après-midi")
    EVENING = "evening", _("le soir")


# --- Procedures ----------------------------------------------------------------------------------------------------


class Handling(TextChoices):
    HANDLED = "handled", _("traite ces demandes")
    NOT_HANDLED = "not_handled", _("ne traite pas ces demandes")
    UNKNOWN = "unknown", _("compétence inconnue")


class HandlingScope(TextChoices):
    THESE_GROUNDS = "these_grounds", _("pour ces fondements")
    ALL_PERMITS = "all_permits", _("pour tous les titres de séjour")


class Way(TextChoices):
    """What is known of the way to file, once the competence is known or not."""

    KNOWN = "known", _("la façon de déposer est connue")
    UNKNOWN = "unknown", _("la façon de déposer est inconnue")
    OTHER_PROCEDURE = "other_procedure", _("seule une autre démarche est décrite")


class StepPurpose(TextChoices):
    BOOK = "book", _("prendre rendez-vous")
    GATHER = "gather", _("préparer le dossier")
    SEND = "send", _("envoyer la demande")
    HAND_IN = "hand_in", _("remettre le dossier")
    PAY = "pay", _("payer")
    FOLLOW_UP = "follow_up", _("suivre la demande")
    ASK = "ask", _("se renseigner")


class Channel(TextChoices):
    POST = "post", _("par courrier")
    DROPBOX = "dropbox", _("dans la boîte aux lettres")
    ONLINE_FORM = "online_form", _("par formulaire en ligne")
    BOOKING = "booking", _("par le module de rendez-vous en ligne")
    EMAIL = "email", _("par courriel")
    PHONE = "phone", _("par téléphone")
    COUNTER = "counter", _("au guichet")


class WayOfFiling(TextChoices):
    """How requests are filed at an office, as the public figures count it. Each office has exactly one on a day; what
    each of them means stands in `offices/filing.py`, and on the page that shows the figures."""

    POST = "post", _("par courrier uniquement")
    DROPBOX = "dropbox", _("dans une boîte aux lettres uniquement")
    ONLINE = "online", _("en ligne uniquement")
    EMAIL = "email", _("par courriel uniquement")
    BOOKED_ONLINE = "booked_online", _("sur rendez-vous, pris en ligne uniquement")
    BOOKED = "booked", _("sur rendez-vous, pris autrement ou au choix")
    COUNTER = "counter", _("au guichet, sans rendez-vous annoncé")
    PHONE = "phone", _("par téléphone uniquement")
    SEVERAL = "several", _("par plusieurs voies")
    WAY_UNKNOWN = "way_unknown", _("compétent, façon de déposer inconnue")
    NOT_HANDLED = "not_handled", _("ne traite pas ces demandes")
    NO_PERMITS = "no_permits", _("ne traite aucune demande de titre de séjour")
    UNKNOWN = "unknown", _("on ne sait pas")


class Need(TextChoices):
    """What a step demands of the applicant, beyond the documents."""

    EMAIL_ADDRESS = "email_address", _("une adresse électronique")
    INTERNET = "internet", _("un accès à internet")
    PHONE = "phone", _("un téléphone")
    PRINTER = "printer", _("une imprimante")
    SCANNER = "scanner", _("un scanner ou un appareil photo")
    BANK_CARD = "bank_card", _("une carte bancaire")
    ACCOUNT = "account", _("un compte sur le site")


class Registered(TextChoices):
    REQUIRED = "required", _("en recommandé")
    WITH_RECEIPT = "with_receipt", _("en recommandé avec accusé de réception")
    OPTIONAL = "optional", _("en recommandé si vous le souhaitez")


class Walking(TextChoices):
    """Whether one may come without an appointment."""

    WITHOUT_APPOINTMENT = "without_appointment", _("sans rendez-vous")
    APPOINTMENT_ONLY = "appointment_only", _("sur rendez-vous seulement")


class SlotRelease(TextChoices):
    WEEKLY = "weekly", _("chaque semaine")
    DAILY = "daily", _("chaque jour")
    RANDOM = "random", _("à des moments imprévisibles")


class DownloadKind(TextChoices):
    FORM = "form", _("formulaire")
    ANNEX = "annex", _("annexe")
    CHECKLIST = "checklist", _("liste de pièces")
    NOTICE = "notice", _("notice")
    OTHER = "other", _("document")


class Document(TextChoices):
    """The controlled list of documents to bring."""

    APPLICATION_FORM = "application_form", _("formulaire de demande")
    CHECKLIST = "checklist", _("liste de pièces")
    ANNEX = "annex", _("annexe du formulaire")
    COVER_LETTER = "cover_letter", _("lettre expliquant la demande")
    PASSPORT = "passport", _("passeport")
    RESIDENCE_PERMIT = "residence_permit", _("titre de séjour actuel")
    IDENTITY = "identity", _("pièce d'identité")
    NATIONALITY = "nationality", _("justificatif de nationalité")
    CIVIL_STATUS = "civil_status", _("justificatif d'état civil")
    PROOF_OF_ADDRESS = "proof_of_address", _("justificatif de domicile")
    HOST_LETTER = "host_letter", _("attestation d'hébergement")
    HOST_IDENTITY = "host_identity", _("pièce d'identité de la personne qui héberge")
    HOST_BILL = "host_bill", _("quittance ou facture de la personne qui héberge")
    PHOTO = "photo", _("photographie d'identité")
    STAMPED_ENVELOPE = "stamped_envelope", _("enveloppe timbrée")
    TAX_STAMP = "tax_stamp", _("timbre fiscal")
    WORK_PERMIT_REQUEST = "work_permit_request", _("demande d'autorisation de travail")
    EMPLOYMENT_CONTRACT = "employment_contract", _("contrat ou promesse d'embauche")
    PAYSLIPS = "payslips", _("bulletins de paie")
    COMPANY_REGISTRATION = "company_registration", _("extrait Kbis de l'employeur")
    CONTRIBUTION_SLIPS = "contribution_slips", _("bordereaux de cotisations de l'employeur")
    EMPLOYER_LETTER = "employer_letter", _("justificatif officiel de l'employeur")
    PROOF_OF_PRESENCE = "proof_of_presence", _("preuves de présence en France")
    SCHOOL_CERTIFICATE = "school_certificate", _("certificat de scolarité")
    FAMILY_TIES = "family_ties", _("preuves des liens familiaux")
    BOOKING_CONFIRMATION = "booking_confirmation", _("confirmation ou convocation du rendez-vous")
    SITUATION_SHEET = "situation_sheet", _("fiche de situation ou de renseignements")
    ALL_LISTED = "all_listed", _("toutes les pièces de la liste de la préfecture")
    OTHER = "other", _("autre pièce")


class DocumentForm(TextChoices):
    COPY = "copy", _("copie")
    ORIGINAL = "original", _("original")
    BOTH = "both", _("original et copie")


class FileRule(TextChoices):
    """How the whole file is to be presented."""

    COPIES_ONLY = "copies_only", _("photocopies uniquement")
    ORIGINALS_AND_COPIES = "originals_and_copies", _("originaux et photocopies")
    SORTED_APART = "sorted_apart", _("originaux d'un côté, photocopies de l'autre")
    LIST_ORDER = "list_order", _("pièces classées dans l'ordre de la liste")
    A4 = "a4", _("copies au format A4")
    SWORN_TRANSLATION = "sworn_translation", _("traduction en français par une personne assermentée")
    DATED_SIGNED = "dated_signed", _("formulaire daté et signé")
    LEGIBLE_EMAIL = "legible_email", _("adresse électronique écrite lisiblement")
    STATE_PERMIT_TYPE = "state_permit_type", _("titre demandé indiqué précisément")
    ONE_PER_PERSON = "one_per_person", _("un dossier par personne")


class ConditionKind(TextChoices):
    REQUIRED = "required", _("condition à remplir")
    BAR = "bar", _("empêchement")
    EXCLUDED = "excluded", _("personnes non concernées")
    AUDIENCE = "audience", _("personnes concernées")


class Situation(TextChoices):
    ANY = "any", _("toute personne")
    PARENT_OF_PUPIL = "parent_of_pupil", _("parents d'enfants scolarisés")
    SPOUSE_OF_FOREIGNER = "spouse_of_foreigner", _("conjoint·e d'une personne étrangère en situation régulière")
    SPOUSE_OF_FRENCH = "spouse_of_french", _("conjoint·e d'une personne française, européenne ou réfugiée")
    YOUNG_ADULT = "young_adult", _("jeunes qui viennent d'avoir 18 ans")
    WORKER = "worker", _("personnes qui travaillent")
    ALGERIAN = "algerian", _("personnes de nationalité algérienne")
    TUNISIAN_MOROCCAN = "tunisian_moroccan", _("personnes de nationalité tunisienne ou marocaine")
    FORMER_MINOR_IN_CARE = (
        "former_minor_in_care",
        _("personnes prises en charge mineures par l'aide sociale à l'enfance"),
    )
    PROTECTED = "protected", _("personnes bénéficiant d'une protection internationale")
    STUDENT = "student", _("étudiant·es")
    LONG_STAY_VISA = "long_stay_visa", _("titulaires d'un visa de long séjour valant titre de séjour")
    CHANGE_OF_STATUS = "change_of_status", _("personnes qui changent de statut")
    REMOVAL_ORDER = "removal_order", _("personnes visées par une obligation de quitter le territoire")
    OTHER = "other", _("autre situation")


class Measure(TextChoices):
    RESIDENCE = "residence", _("présence en France")
    WORK = "work", _("travail")
    LIFE_TOGETHER = "life_together", _("vie commune")
    SCHOOLING = "schooling", _("scolarité de l'enfant")
    CONTRACT = "contract", _("durée du contrat de travail")
    SINCE_DECISION = "since_decision", _("depuis la décision")


class TimeUnit(TextChoices):
    DAY = "day", _("jour")
    WEEK = "week", _("semaine")
    MONTH = "month", _("mois")
    YEAR = "year", _("an")


class FeeKind(TextChoices):
    EXAMINATION = "examination", _("taxe d'examen de la demande")
    REGULARISATION_VISA = "regularisation_visa", _("droit de visa de régularisation")
    PERMIT = "permit", _("taxe sur le titre de séjour")
    OTHER = "other", _("frais")


class FeeDue(TextChoices):
    AT_FILING = "at_filing", _("au dépôt de la demande")
    IF_GRANTED = "if_granted", _("en cas de décision favorable")


class PaymentMeans(TextChoices):
    TAX_STAMP = "tax_stamp", _("en timbres fiscaux")
    ELECTRONIC_STAMP = "electronic_stamp", _("en timbre fiscal électronique")
    EITHER_STAMP = "either_stamp", _("en timbres fiscaux, papier ou électroniques")
    CARD = "card", _("par carte bancaire")


class IncompleteOutcome(TextChoices):
    RETURNED = "returned", _("le dossier est renvoyé")
    REFUSED = "refused", _("le dossier est refusé")
    NOT_EXAMINED = "not_examined", _("le dossier n'est pas traité")
    CLOSED = "closed", _("la demande est classée sans suite")
    INADMISSIBLE = "inadmissible", _("la demande est déclarée irrecevable")
    NOT_REGISTERED = "not_registered", _("le dossier n'est pas enregistré")
    COMPLETION_ASKED = "completion_asked", _("les pièces manquantes sont demandées")
    BOOKING_CANCELLED = "booking_cancelled", _("le rendez-vous peut être annulé")


class AccessRule(TextChoices):
    """What holds on the day one comes."""

    ARRIVE_EARLY = "arrive_early", _("se présenter en avance")
    NOT_BEFORE = "not_before", _("accès seulement peu avant l'heure du rendez-vous")
    NO_COMPANION = "no_companion", _("personne ne peut vous accompagner")
    SPOUSE_ATTENDS = "spouse_attends", _("votre conjoint·e doit venir avec vous")
    IN_PERSON = "in_person", _("se présenter en personne")
    ONE_PERSON_PER_BOOKING = "one_person_per_booking", _("un rendez-vous pour une seule personne")
    CONFIRM_BOOKING = "confirm_booking", _("confirmer le rendez-vous en répondant au courriel reçu")
    BRING_CONFIRMATION = "bring_confirmation", _("apporter la confirmation ou la convocation")
    NO_ENTRY_WITHOUT_BOOKING = "no_entry_without_booking", _("sans rendez-vous, on n'est pas reçu")
    LATE_NOT_RECEIVED = "late_not_received", _("en cas de retard, on n'est pas reçu")
    LATE_NOT_REGISTERED = "late_not_registered", _("en cas de retard, le dossier n'est pas enregistré")
    LIMITED_TICKETS = "limited_tickets", _("nombre de tickets limité")
    FILL_FORM_ON_SITE = "fill_form_on_site", _("le formulaire est rempli le jour du rendez-vous")


class AftermathCode(TextChoices):
    """What happens once the request is filed."""

    SUMMONED_BY_EMAIL = "summoned_by_email", _("une convocation est envoyée par courriel")
    SUMMONED_BY_TEXT = "summoned_by_text", _("une convocation est envoyée par SMS")
    SUMMONED = "summoned", _("une convocation est envoyée")
    CONTACTED = "contacted", _("le service prend contact")
    RECEIPT_IF_COMPLETE = "receipt_if_complete", _("un récépissé est délivré si le dossier est complet")
    DO_NOT_ASK = "do_not_ask", _("attendre d'être contacté·e, sans relancer")
    ONE_REQUEST_ONLY = "one_request_only", _("une seule demande par personne est examinée")
    APPOINTMENT_IF_COMPLETE = "appointment_if_complete", _("un rendez-vous est donné si le dossier est complet")
    NO_RECEIPT = "no_receipt", _("aucun récépissé n'est remis")


class DeadlineEvent(TextChoices):
    PERMIT_EXPIRY = "permit_expiry", _("l'expiration du titre de séjour")
    ARRIVAL = "arrival", _("l'arrivée en France")
    STAMP_PURCHASE = "stamp_purchase", _("l'achat du timbre")
    OTHER = "other", _("un autre événement")


class NoticeCode(TextChoices):
    CHANGE = "change", _("changement de modalités")
    TRANSITION = "transition", _("période transitoire")
    CLOSURE = "closure", _("fermeture")
    ATTENTION = "attention", _("attention")


class SourceKind(TextChoices):
    PAGE = "page", _("page de la préfecture")
    BOOKING = "booking", _("page de rendez-vous")
    ONLINE_FORM = "online_form", _("formulaire en ligne")
    FILE = "file", _("fichier à télécharger")
    COMMUNES = "communes", _("liste de communes")
    NEWS = "news", _("page d'actualités")
    DOSSIER = "dossier", _("dossier de l'association")
    LETTER = "letter", _("courrier")
    NOTICE = "notice", _("avis affiché")
    CALL = "call", _("appel ou visite")
    LAW = "law", _("texte de loi")
    OTHER = "other", _("autre page")


class Filing(TextChoices):
    """Where requests on a ground are filed."""

    ANEF = "anef", _("en ligne, sur la plateforme nationale (ANEF)")
    OFFICE = "office", _("auprès de la préfecture ou de la sous-préfecture")
    UNKNOWN = "unknown", _("lieu de dépôt inconnu")


class SectionKind(TextChoices):
    CONTEXT = "context", _("contexte")
    STEPS = "steps", _("étapes")
    WARNING = "warning", _("attention")
    TIP = "tip", _("conseil")
    FOOTNOTE = "footnote", _("note")


class Practice(TextChoices):
    """What a préfecture demands or refuses and a legal note can speak of; `offices/practices.py` says which rows do."""

    # How one files.
    ONLINE_ONLY = "online_only", _("dépôt en ligne uniquement")
    POST_ONLY = "post_only", _("dépôt par courrier uniquement")
    EMAIL_ONLY = "email_only", _("dépôt par courriel uniquement")
    BOOKING_ONLY = "booking_only", _("rendez-vous en ligne obligatoire")
    POST_FORBIDDEN = "post_forbidden", _("envoi par courrier refusé")
    COUNTER_FORBIDDEN = "counter_forbidden", _("dépôt au guichet refusé")
    EMAIL_FORBIDDEN = "email_forbidden", _("envoi par courriel refusé")
    EMAIL_REQUIRED = "email_required", _("adresse électronique exigée")
    ACCOUNT_REQUIRED = "account_required", _("compte sur un site exigé")
    BANK_CARD_REQUIRED = "bank_card_required", _("carte bancaire exigée")
    # At the counter.
    IN_PERSON = "in_person", _("présence en personne exigée")
    SPOUSE_MUST_ATTEND = "spouse_must_attend", _("présence de la conjointe ou du conjoint exigée")
    NO_COMPANION = "no_companion", _("accompagnement interdit")
    LIMITED_TICKETS = "limited_tickets", _("nombre de tickets limité")
    LATE_TURNED_AWAY = "late_turned_away", _("personnes en retard non reçues")
    # Money.
    FEE_AT_FILING = "fee_at_filing", _("paiement exigé au dépôt")
    FEE_NOT_REFUNDABLE = "fee_not_refundable", _("somme non remboursable en cas de refus")
    # What becomes of the file.
    INCOMPLETE_REFUSED = "incomplete_refused", _("refus d'enregistrer ou d'examiner un dossier incomplet")
    INCOMPLETE_RETURNED = "incomplete_returned", _("renvoi d'un dossier incomplet")
    INCOMPLETE_CLOSED = "incomplete_closed", _("classement sans suite d'un dossier incomplet")
    INCOMPLETE_CANCELS_BOOKING = "incomplete_cancels_booking", _("rendez-vous annulé si le dossier est incomplet")
    RECEIPT_IF_COMPLETE = "receipt_if_complete", _("récépissé remis seulement si le dossier est complet")
    NO_RECEIPT = "no_receipt", _("aucun récépissé remis")
    ONE_REQUEST_ONLY = "one_request_only", _("une seule demande examinée par personne")
    DO_NOT_ASK = "do_not_ask", _("interdiction de relancer le service")
    # Documents and conditions.
    SWORN_TRANSLATION = "sworn_translation", _("traduction assermentée exigée")
    YEARS_OF_PRESENCE = "years_of_presence", _("durée de présence en France exigée")
    MONTHS_OF_WORK = "months_of_work", _("durée de travail exigée")
    LENGTH_OF_CONTRACT = "length_of_contract", _("durée du contrat de travail exigée")
    MINIMUM_WAGE = "minimum_wage", _("salaire minimum exigé")
    LIFE_TOGETHER = "life_together", _("durée de vie commune exigée")
    SCHOOLING = "schooling", _("durée de scolarité de l'enfant exigée")
    NATIONALITY_EXCLUDED = "nationality_excluded", _("exclusion en raison de la nationalité")
    REMOVAL_ORDER_BAR = "removal_order_bar", _("refus opposé à une obligation de quitter le territoire")
    DELAY_AFTER_DECISION = "delay_after_decision", _("délai imposé avant une nouvelle demande")


class TopicKind(TextChoices):
    """What a legal note can speak of."""

    PRACTICE = "practice", _("pratique")
    DOCUMENT = "document", _("pièce")
