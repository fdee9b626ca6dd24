"""Each kind of fact, in several phrasings: the words of a préfecture on the left, the typed fact on the right."""

from datetime import date

import pytest

from offices.content import ProcedureContent
from offices.importing.blocks import Dossier as Shared
from offices.importing.blocks import Produced, produce
from offices.importing.facts.hours import hours
from offices.importing.markup import fold
from offices.importing.paragraphs import paragraphs
from offices.importing.structure import dossier as parts_of
from tests.offices.importing.official import france
from tests.offices.importing.samples import BY_POST, PAGE, block, dossier

TODAY = date(2026, 11, 20)


def produced(quoted: str, **said) -> Produced:
    """What one block of the Finistère makes."""
    text = dossier(block(quoted, **said)).decode()
    [section] = parts_of(paragraphs(text.split("\n")).paragraphs, france()).sections
    return produce(section.blocks[0], section.known, Shared("", "aes", "Bretagne", TODAY))


def read(quoted: str, **said) -> ProcedureContent:
    return produced(quoted, **said).content


def plain(rows) -> list[dict]:
    """Rows without ids, sources and defaults."""
    dumped = [row.model_dump(mode="json", exclude_defaults=True, exclude={"id", "source"}) for row in rows]
    for row in dumped:
        for part in (*row.get("hours", ()), *row.get("thresholds", ())):
            part.pop("id")
    return dumped


# --- Where and how ---------------------------------------------------------------------------------------------------

QUIMPER = {"lines": ["Préfecture du Finistère", "Bureau des titres", "42 boulevard Dupleix", "CS 16033"]}
QUIMPER |= {"postcode": "29320", "city": "QUIMPER Cedex"}
ADDRESSES = {
    "a line each": (BY_POST, QUIMPER),
    "on one line, with commas": (
        "Envoyez le dossier par courrier à l'adresse suivante : Préfecture du Finistère, Bureau des titres, "
        "42 boulevard Dupleix, CS 16033, 29320 QUIMPER Cedex",
        QUIMPER,
    ),
    "on one line, with slashes": (
        "Le dossier est à envoyer par courrier / Préfecture du Finistère / 42 boulevard Dupleix 29320 Quimper cedex",
        {
            "lines": ["Préfecture du Finistère", "42 boulevard Dupleix"],
            "postcode": "29320",
            "city": "Quimper cedex",
        },
    ),
    "a postcode in two parts": (
        "Envoyez le tout par courrier à :\n\nPréfecture du Finistère  \n6, rue du Frout\n29 000 QUIMPER",
        {"lines": ["Préfecture du Finistère", "6, rue du Frout"], "postcode": "29000", "city": "QUIMPER"},
    ),
    "initials of services are one name": (
        "- par courrier à l'adresse suivante : **PREFECTURE DU FINISTERE DCPPAT / BSE 42 bd Dupleix 29320 QUIMPER**",
        {"lines": ["PREFECTURE DU FINISTERE DCPPAT / BSE", "42 bd Dupleix"], "postcode": "29320", "city": "QUIMPER"},
    ),
}


@pytest.mark.parametrize(("quoted", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_read_however_it_is_laid_out(quoted, address):
    [step] = [step for step in read(quoted).steps if step.purpose == "send"]
    assert (step.channel, step.address.model_dump(mode="json")) == (
        "post",
        address,
    )


def test_an_address_without_a_town_is_read_and_reported():
    made = produced("Envoyez votre dossier à l'adresse suivante :\n\n*Préfecture*  \n*42 bd Dupleix*  \n*CS 16033*")
    assert made.content.steps[0].address.lines == ("Préfecture", "42 bd Dupleix", "CS 16033")
    assert "address_without_town" in {anomaly.code for anomaly in made.anomalies}


REGISTERED = {
    "en recommandé avec accusé de réception": "with_receipt",
    "par courrier recommandé": "required",
    "par la poste (en recommandé si vous le souhaitez)": "optional",
}


@pytest.mark.parametrize(("words", "registered"), REGISTERED.items())
def test_registered_mail_is_demanded_or_left_open(words, registered):
    [step] = read(BY_POST.replace("par courrier", words)).steps[-1:]
    assert step.registered == registered


def test_a_receipt_may_prove_the_filing():
    quoted = f"{BY_POST}\n\nL'accusé de réception vaudra preuve du dépôt de la demande."
    assert read(quoted).steps[-1].receipt_is_proof


def test_a_letter_box_has_its_own_address_and_marking():
    quoted = (
        f"{BY_POST}\n\n- ou dans la boîte aux lettres (à gauche du portail) située 2 rue du Frout à "
        "Quimper, en indiquant "
        "sur l'enveloppe : TITRES"
    )
    box = next(step for step in read(quoted).steps if step.channel == "dropbox")
    assert (box.purpose, box.alternative, box.marking, box.instructions) == (
        "hand_in",
        True,
        "TITRES",
        "à gauche du portail",
    )
    assert (box.address.lines, box.address.city) == (("2 rue du Frout",), "Quimper")


WAYS = {
    "a booking page, then the counter": (
        "Prenez rendez-vous : <https://www.rdv.finistere.gouv.fr/booking/create/12>\n\nCode de réservation : SEJ1",
        [("book", "booking"), ("hand_in", "counter")],
    ),
    "an online form": (
        "Déposez votre dossier ici : <https://www.demarches-simplifiees.fr/commencer/aes-29>",
        [("send", "online_form")],
    ),
    "a form to ask for a visit": (
        "Demande de rendez-vous : <https://www.demarches-simplifiees.fr/commencer/rdv-29>",
        [("book", "online_form"), ("hand_in", "counter")],
    ),
    "an e-mail to file": ("Adressez votre demande par courriel à aes@finistere.gouv.fr", [("send", "email")]),
    "an e-mail to book": (
        "Pour prendre rendez-vous, écrivez à rdv@finistere.gouv.fr",
        [("book", "email"), ("hand_in", "counter")],
    ),
    "a telephone number to book": (
        "La demande se dépose à la préfecture sur rendez-vous, pris au 02 98 76 29 29.",
        [("book", "phone"), ("hand_in", "counter")],
    ),
    "a counter without appointment": (
        "Vous pouvez vous présenter sans rendez-vous le jeudi matin.",
        [("hand_in", "counter")],
    ),
    "an e-mail for questions": (
        f"{BY_POST}\n\nPour toute question : questions@finistere.gouv.fr",
        [("send", "post"), ("ask", "email")],
    ),
    "an e-mail to follow a file": (
        f"{BY_POST}\n\nAvancement de votre dossier : suivi@finistere.gouv.fr",
        [("send", "post"), ("follow_up", "email")],
    ),
    "an urgent case": (
        f"{BY_POST}\n\nEn situation urgente, écrivez par courrier en joignant une attestation de l'employeur.",
        [("send", "post"), ("follow_up", "post")],
    ),
}


@pytest.mark.parametrize(("quoted", "steps"), WAYS.values(), ids=WAYS)
def test_each_way_gives_its_steps_in_their_order(quoted, steps):
    assert [(step.purpose, step.channel) for step in read(quoted, way="par voie dématérialisée").steps] == steps


def test_a_booking_has_its_code_and_its_rules():
    quoted = (
        "<https://www.rdv.finistere.gouv.fr/booking/create/12> avec le code réservation "
        "**SEJ1**.\n\nLes créneaux proposés "
        "sont compris entre 9h et 11h30 le mardi. De nouveaux créneaux sont ouverts chaque lundi à "
        "8h, d'autres de manière "
        "aléatoire."
    )
    book = read(quoted).steps[0]
    assert book.code == "SEJ1"
    assert (book.slots.release, book.slots.release_day, book.slots.release_time) == ("weekly", "mon", "08:00")
    assert book.slots.also_random
    assert plain(book.hours) == [{"days": ["tue"], "opens": "09:00", "closes": "11:30"}]


def test_a_message_says_and_holds_what_is_demanded():
    quoted = (
        "Prenez rendez-vous par mail à rdv@finistere.gouv.fr en mentionnant vos nom et date de "
        "naissance et en joignant la "
        "copie de votre passeport."
    )
    book = read(quoted).steps[0]
    assert (book.wording, book.attachments) == ("vos nom et date de naissance", ("passport",))


def test_an_e_mail_that_stands_alone_is_the_office_s():
    made = produced(f"*pref-etrangers@finistere.gouv.fr*\n\n{BY_POST}")
    assert [mailbox.email for mailbox in made.office.emails] == ["pref-etrangers@finistere.gouv.fr"]
    assert all(step.channel != "email" for step in made.content.steps)


def test_a_desk_may_be_closed_or_by_appointment():
    quoted = "Le guichet d'information est fermé jusqu'à nouvel ordre. La section séjour ne reçoit que sur rendez-vous."
    made = produced(f"{quoted}\n\n{BY_POST}")
    assert [(desk.name, desk.state) for desk in made.office.desks] == [
        ("Guichet d'information", "closed"),
        ("Section séjour", "appointment_only"),
    ]


HOURS = {
    "du lundi au vendredi entre 8h30 et 11h30": [("mon tue wed thu fri", "", "08:30", "11:30")],
    "les lundi, mercredi et jeudi de 08h30 à 11h30": [("mon wed thu", "", "08:30", "11:30")],
    "le MARDI et le JEUDI - 14h à 16h": [("tue thu", "", "14:00", "16:00")],
    "entre 14h00 et 15h15 les lundi et mardi": [("mon tue", "", "14:00", "15:15")],
    "le mercredi après-midi": [("wed", "afternoon", "", "")],
    "lundi, 9h-12h et 13h30-16h": [("mon", "", "09:00", "12:00"), ("mon", "", "13:30", "16:00")],
    "lundi de 9 h à 11 h 30, jeudi de 14h à 16h": [("mon", "", "09:00", "11:30"), ("thu", "", "14:00", "16:00")],
    "tous les jours sauf le mercredi de 9h à midi": [("mon tue thu fri", "", "09:00", "12:00")],
    "article 2 à 3": [],
}


@pytest.mark.parametrize(("words", "expected"), HOURS.items(), ids=HOURS)
def test_days_and_hours_are_read_in_their_usual_shapes(words, expected):
    assert [(" ".join(one.days), one.part, one.opens, one.closes) for one in hours(fold(words))] == expected


# --- With what, at what price, under which conditions ----------------------------------------------------------------

REQUIREMENTS = {
    "a list with quantities, ages and fallbacks": (
        "Pièces à fournir :\n\n- 4 photographies d'identité ;\n- la copie de votre passeport ;\n- un "
        "justificatif de domicile "
        "de moins de 3 mois (à défaut, une attestation d'hébergement) ;\n- un carnet de vaccination",
        [
            {"document": "photo", "quantity": 4},
            {"document": "passport", "form": "copy"},
            {"document": "proof_of_address", "max_age_months": 3, "fallbacks": ["host_letter"]},
            {"document": "other", "label": "un carnet de vaccination"},
        ],
    ),
    "a list that a sentence announces as all the documents": (
        "Votre formulaire doit être accompagné de toutes les pièces requises, à savoir :\n\n- 2 photographies ;\n- la "
        "copie de votre passeport",
        [
            {"document": "photo", "quantity": 2},
            {"document": "passport", "form": "copy"},
            {"document": "application_form"},
        ],
    ),
    "in one sentence": (
        "Les éléments suivants devront être apportés : 2 enveloppes timbrées et libellées à vos nom "
        "et adresse, l'original "
        "et la copie de votre passeport.",
        [
            {"document": "stamped_envelope", "label": "libellées à vos nom et adresse", "quantity": 2},
            {"document": "passport", "form": "both"},
        ],
    ),
    "for one situation": (
        "Si vous travaillez en France :\n\nVous devrez fournir le Kbis (moins de 2 mois) et les "
        "bordereaux de cotisation "
        "(les 2 derniers trimestres).",
        [
            {"document": "company_registration", "max_age_months": 2, "only_if": "vous travaillez en France"},
            {"document": "contribution_slips", "last_quarters": 2, "only_if": "vous travaillez en France"},
        ],
    ),
}


@pytest.mark.parametrize(("quoted", "rows"), REQUIREMENTS.values(), ids=REQUIREMENTS)
def test_documents_to_bring_are_coded(quoted, rows):
    assert plain(read(quoted).requirements) == rows


DOWNLOADS = {
    "with format, size and date": (
        "Télécharger le formulaire de demande (format pdf - 12.5 ko - 21/04/2022) : "
        "<https://www.finistere.gouv.fr/IMG/pdf/a.pdf>",
        {
            "title": "Formulaire de demande",
            "url": "https://www.finistere.gouv.fr/IMG/pdf/a.pdf",
            "format": "PDF",
            "size": "12.5 ko",
            "dated": "2022-04-21",
        },
    ),
    "in the association's words": (
        "Le formulaire est téléchargeable ici "
        ":\n\n<https://www.finistere.gouv.fr/content/download/1/2/file/Fiche%20verte.pdf>",
        {
            "title": "Fiche verte",
            "url": "https://www.finistere.gouv.fr/content/download/1/2/file/Fiche%20verte.pdf",
            "format": "PDF",
        },
    ),
    "for one kind of the ground": (
        "Pour l'AES travail :\n\n<https://www.finistere.gouv.fr/content/download/1/3/file/T.pdf>",
        {
            "kind": "checklist",
            "title": "Liste de pièces : AES travail",
            "url": "https://www.finistere.gouv.fr/content/download/1/3/file/T.pdf",
            "format": "PDF",
            "grounds": ["aes-travail"],
        },
    ),
    "without a link": (
        "[Cliquez ici pour télécharger la notice](#)",
        {"kind": "notice", "title": "Notice"},
    ),
}


@pytest.mark.parametrize(("quoted", "row"), DOWNLOADS.values(), ids=DOWNLOADS)
def test_files_are_told_apart_and_described(quoted, row):
    assert plain(read(quoted).downloads) == [row]


ONE_SENTENCE = {
    "presentation": {
        "Envoyez uniquement des photocopies.": [{"rule": "copies_only"}],
        "Mettez les originaux d'un côté et classez-les dans l'ordre de la liste.": [
            {"rule": "sorted_apart"},
            {"rule": "list_order"},
        ],
        "Copies au format A4, traduites par un traducteur assermenté.": [
            {"rule": "a4"},
            {"rule": "sworn_translation"},
        ],
    },
    "incomplete": {
        "Tout dossier incomplet vous sera renvoyé.": [{"outcome": "returned"}],
        "Un dossier incomplet est classé sans suite.": [{"outcome": "closed"}],
        "Aucune demande incomplète n'est examinée.": [{"outcome": "not_examined"}],
        "À peine d'irrecevabilité, le dossier est complet.": [{"outcome": "inadmissible"}],
    },
    "forbidden_channels": {
        "Aucun dossier ne sera accepté par voie postale.": [{"channel": "post", "outcome": "refused"}],
        "Les demandes envoyées par courriel ne sont pas traitées.": [{"channel": "email", "outcome": "not_examined"}],
        "Le dossier est à envoyer par voie postale.": [],
    },
    "day_rules": {
        "Présentez-vous avec 10 minutes d'avance.": [{"rule": "arrive_early", "minutes": 10}],
        "L'accès n'est autorisé que 15 minutes avant l'heure.": [{"rule": "not_before", "minutes": 15}],
        "Les accompagnateurs ne sont pas admis. Un seul rendez-vous par personne.": [
            {"rule": "no_companion"},
            {"rule": "one_person_per_booking"},
        ],
        "N'oubliez pas de confirmer votre rendez-vous.": [{"rule": "confirm_booking"}],
    },
    "aftermath": {
        "Si votre dossier est complet, un rendez-vous vous sera donné par mail.": [{"code": "appointment_if_complete"}],
        "Le service vous contactera. Merci d'attendre d'être contacté.": [
            {"code": "contacted"},
            {"code": "do_not_ask"},
        ],
        "Un récépissé est remis si le dossier est complet.": [{"code": "receipt_if_complete"}],
    },
    "processing_times": {
        "Au 01/09/2022, le délai de traitement est de 4 mois.": [
            {"quantity": 4, "unit": "month", "stated_on": "2022-09-01"}
        ],
    },
    "deadlines": {
        "Déposez votre demande de renouvellement dans les deux mois avant l'expiration du titre.": [
            {"quantity": 2, "unit": "month", "event": "permit_expiry", "note": "demande de renouvellement"}
        ],
    },
    "legal_bases": {"Selon l'article L 435-1 du CESEDA.": [{"text": "CESEDA", "article": "L.435-1"}]},
    "fees": {
        "Un timbre fiscal de 50 euros, pour la taxe d'examen, sauf pour un changement de statut.": [
            {"amount": "50.00", "means": "tax_stamp", "exempted": ["change_of_status"]}
        ],
        "Le droit de visa de régularisation est de 200 € dont 50 € non remboursables.": [
            {"kind": "regularisation_visa", "amount": "200.00", "not_refundable": "50.00"}
        ],
        "Le droit de visa de régularisation est de 300 €. Le solde (250 €) est à payer lors de la remise du titre.": [
            {"kind": "regularisation_visa", "amount": "300.00"},
            {
                "kind": "regularisation_visa",
                "amount": "250.00",
                "included": True,
                "due": "if_granted",
                "note": "solde",
            },
        ],
    },
    "notices": {
        "Les demandes reçues entre le 01 et le 31/12/2022 ne seront pas instruites.": [
            {
                "code": "transition",
                "text": "Les demandes reçues entre le 01 et le 31/12/2022 ne seront pas instruites.",
                "valid_from": "2022-12-01",
                "valid_until": "2022-12-31",
            }
        ],
    },
}


@pytest.mark.parametrize(
    ("name", "words", "rows"),
    [(name, words, rows) for name, cases in ONE_SENTENCE.items() for words, rows in cases.items()],
)
def test_one_sentence_gives_its_coded_facts(name, words, rows):
    assert plain(getattr(read(words), name)) == rows


CONDITIONS = {
    "durations, within a period, at choice": (
        "Si vous exercez une activité professionnelle :\n\nVous devez justifier de 5 ans de présence "
        "en France et de 8 mois de "
        "travail sur les deux dernières années ou de 30 mois sur les 5 dernières années.",
        "worker",
        [
            {"measure": "residence", "quantity": 5, "unit": "year"},
            {"measure": "work", "quantity": 8, "unit": "month", "within": 2, "within_unit": "year"},
            {
                "measure": "work",
                "quantity": 30,
                "unit": "month",
                "within": 5,
                "within_unit": "year",
                "alternative": True,
            },
        ],
    ),
    "a bar that ends": (
        "Vous devez répondre aux critères suivants :\n\nvous n'êtes pas visé par une OQTF notifiée "
        "depuis moins d'un an.",
        "removal_order",
        [{"measure": "since_decision", "quantity": 1, "unit": "year", "at_most": True}],
    ),
}


@pytest.mark.parametrize(("quoted", "situation", "thresholds"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_carry_their_durations(quoted, situation, thresholds):
    [condition] = read(quoted).conditions
    assert condition.situation == situation
    assert plain(condition.thresholds) == thresholds


def test_a_salary_that_is_demanded_has_its_own_code():
    words = "Le contrat doit être pour une durée de 12 mois et le salaire au moins égal au SMIC."
    (condition,) = read(words).conditions
    assert condition.minimum_wage
    assert not read("Vous devez justifier de 8 mois de travail.").conditions[0].minimum_wage


def test_who_is_left_out_is_told_by_situation():
    quoted = "Cette démarche est ouverte à toutes et tous, à l'exception\n\n- Des étudiants étrangers\n- Des réfugiés"
    assert [(row.kind, row.situation) for row in read(quoted).conditions] == [
        ("audience", "any"),
        ("excluded", "student"),
        ("excluded", "protected"),
    ]


# --- What the association says ---------------------------------------------------------------------------------------


def test_words_quoted_are_kept_and_the_association_s_own_are_apart():
    quoted = (
        f"# Titres de séjour\n\n{BY_POST}\n\nLe formulaire est téléchargeable ici "
        ":\n\n<https://www.finistere.gouv.fr/a.pdf>"
    )
    own = f"Les modalités sont consultables ici : <{PAGE}>\n\nCette page a changé deux fois depuis janvier."
    content = read(quoted, own=own)
    [passage] = content.passages
    assert passage.text.startswith("# Titres de séjour\n\nComplétez l'imprimé")
    assert passage.read_on == date(2023, 2, 9) and "téléchargeable" not in passage.text
    assert [remark.text for remark in content.remarks] == ["Cette page a changé deux fois depuis janvier."]
    assert {source.id: source.url for source in content.sources}[passage.source] == PAGE


HEADLINES = {
    "par voie postale": False,
    "par voie dématérialisée": True,
    "par voie postale et par courriel": True,
    "sur place": True,
}


@pytest.mark.parametrize(("way", "contradicts"), HEADLINES.items())
def test_a_headline_that_names_another_way_is_reported_and_the_text_wins(way, contradicts):
    made = produced(BY_POST, way=way)
    assert [step.channel for step in made.content.steps if step.channel] == ["post"]
    assert ("headline_contradicts_text" in {anomaly.code for anomaly in made.anomalies}) is contradicts


def test_a_territory_is_what_the_words_say_and_nothing_else():
    assert read(BY_POST).territory.arrondissements == ()
    limited = read(f"Si vous dépendez de l'arrondissement de Brest, écrivez.\n\n{BY_POST}").territory
    assert (limited.arrondissements, limited.wording) == (("291",), "arrondissement de Brest")


def test_a_link_found_dead_leaves_the_competence_and_not_the_way():
    content = read("", way=None, own="Le lien pour connaître les modalités est inactif.")
    assert (content.handling, content.way) == ("handled", "unknown")
    assert [source.found_inactive for source in content.sources] == [True, False]


def test_another_procedure_named_is_a_state_of_its_own():
    own = (
        "Aucune mention n'est faite de l'AES. Toutefois, la demande d'un premier titre se fait en ligne.\n\nPrendre "
        "rendez-vous via le lien suivant : <https://www.rdv.finistere.gouv.fr/booking/create/1>"
    )
    content = read("", own=own)
    assert (content.handling, content.way, content.see_instead.label) == ("unknown", "other_procedure", "premier titre")


NOT_HANDLED = {
    "Elles ne traitent pas les demandes d'AES.": "these_grounds",
    "Elle ne traite pas ces demandes.": "these_grounds",
    "Elles ne traitent pas les demandes de titre de séjour.": "all_permits",
}


@pytest.mark.parametrize(("words", "scope"), NOT_HANDLED.items())
def test_not_handled_says_of_what(words, scope):
    text = dossier(f"## Sous-préfecture de Brest\n\n{words}").decode()
    [section] = parts_of(paragraphs(text.split("\n")).paragraphs, france()).sections
    content = produce(section.blocks[0], section.known, Shared("", "aes", "Bretagne", TODAY)).content
    assert (content.handling, content.scope, content.steps) == ("not_handled", scope, ())


DATES = {"31/02/2023": "bad_date", "12/01/2099": "bad_date", "hier": "bad_date", "3 mars 2023": None}


@pytest.mark.parametrize(("dated", "code"), DATES.items())
def test_an_impossible_date_holds_the_block_for_a_person(dated, code):
    made = produced(BY_POST, dated=dated)
    assert made.held is bool(code)
    assert made.verified_on == (None if code else date(2023, 3, 3))


MISTYPED = [
    "pref-etranagers@finistere.gouv.fr",
    "https://www.finistère.gouv.fr/aes",
    "[www.finistere.gouv.fr](https://www.finistrere.gouv.fr)",
]


@pytest.mark.parametrize("target", MISTYPED)
def test_an_address_that_looks_wrong_is_kept_and_reported(target):
    assert "mistyped_address" in {anomaly.code for anomaly in produced(f"Voir {target}\n\n{BY_POST}").anomalies}


DEAD = ["Voir [la page](#).", "Pour la liste, cliquez ici.", "Complétez le formulaire (consultable ici)."]


@pytest.mark.parametrize("words", DEAD)
def test_a_link_that_leads_nowhere_is_reported(words):
    assert "dead_link" in {anomaly.code for anomaly in produced(f"{words}\n\n{BY_POST}").anomalies}


def test_facts_that_do_not_fit_the_shape_leave_the_words_and_a_held_block():
    made = produced(f"Écrivez à {'a' * 70}@finistere.gouv.fr pour toute question.\n\n{BY_POST}")
    assert made.content.passages
    assert made.held is ("block_not_understood" in {anomaly.code for anomaly in made.anomalies})
