"""What a reader reads of one row. The examples are the specification of the words."""

import pytest
from pydantic import TypeAdapter

from offices import content
from offices.presentation.around import Around
from offices.presentation.rows import item, present
from tests.plugins.filled import fields


def row(shape, /, **facts) -> content.Row:
    return TypeAdapter(shape).validate_python({"id": "r1", **facts})


def words(shape, /, **facts) -> str:
    """The row as one text: its sentence, then its lines."""
    shown = present(row(shape, **facts), Around())
    lines = [f"{line.label} {line.value}".strip() for line in shown.lines]
    return " | ".join(filter(None, [shown.text, *lines]))


def row_kinds(kind=content.Row):
    """The rows of the shape; what the API derives from them is its own."""
    for child in kind.__subclasses__():
        if child.__module__ == content.__name__:
            yield child
        yield from row_kinds(child)


# Those that the page does not show as items of a section: each has its own place.
ELSEWHERE = {content.Fact, content.Passage, content.Source, content.Section, content.Threshold}


@pytest.mark.parametrize("kind", sorted(set(row_kinds()) - ELSEWHERE, key=lambda kind: kind.__name__))
def test_every_kind_of_row_has_words(kind):
    assert item(row(kind, **fields(kind, "mot")), Around())


EXAMPLES = [
    (content.Requirement, {"document": "passport", "form": "both"}, "Passeport, original et copie"),
    (content.Requirement, {"document": "photo", "quantity": 4}, "4\u00a0photographies d'identité"),
    (content.Requirement, {"document": "photo", "quantity": 1}, "1\u00a0photographie d'identité"),
    (
        content.Requirement,
        {"document": "stamped_envelope", "quantity": 2, "label": "20 g, à votre adresse"},
        "2\u00a0enveloppes timbrées (20 g, à votre adresse)",
    ),
    (content.Requirement, {"document": "passport", "form": "copy", "quantity": 2}, "Passeport, 2\u00a0copies"),
    (content.Requirement, {"document": "payslips", "form": "copy", "quantity": 3}, "3\u00a0bulletins de paie, copie"),
    (
        content.Requirement,
        {"document": "civil_status", "sworn_translation": True, "form": "original", "each_person": True},
        "Justificatif d'état civil, original, pour chaque personne concernée, "
        "avec une traduction par une personne assermentée",
    ),
    (content.Requirement, {"document": "other", "label": "un agenda"}, "Un agenda"),
    (
        content.Requirement,
        {"document": "other", "label": "une attestation", "quantity": 2},
        "Une attestation, en 2\u00a0exemplaires",
    ),
    (
        content.Requirement,
        {"document": "proof_of_address", "max_age_months": 6, "fallbacks": ["host_letter", "host_identity"]},
        "Justificatif de domicile de moins de 6\u00a0mois\u00a0; "
        "à défaut\u00a0: attestation d'hébergement et pièce d'identité de la personne qui héberge",
    ),
    (
        content.Requirement,
        {"document": "contribution_slips", "last_quarters": 4, "only_if": "vous travaillez"},
        "Bordereaux de cotisations de l'employeur des 4 derniers trimestres | Seulement si vous travaillez",
    ),
    (
        content.Fee,
        {"amount": "50", "not_refundable": "25", "due": "at_filing", "means": "electronic_stamp"},
        "Taxe d'examen de la demande\u00a0: 50,00\u00a0€, dont 25,00\u00a0€ non remboursables, "
        "à payer au dépôt de la demande, en timbre fiscal électronique",
    ),
    (
        content.Fee,
        {"amount": "150", "included": True, "due": "if_granted"},
        "Dont 150,00\u00a0€ (taxe d'examen de la demande), à payer en cas de décision favorable",
    ),
    (
        content.Deadline,
        {"quantity": 2, "unit": "month", "event": "permit_expiry"},
        "À faire dans ce délai\u00a0: 2\u00a0mois avant l'expiration du titre de séjour.",
    ),
    (
        content.Deadline,
        {"quantity": 1, "unit": "year", "event": "arrival", "after": True},
        "À faire dans ce délai\u00a0: 1\u00a0an après l'arrivée en France.",
    ),
    (
        content.ProcessingTime,
        {"quantity": 4, "unit": "month", "stated_on": "2022-09-01"},
        "4\u00a0mois (délai annoncé le 1er septembre 2022).",
    ),
    (content.ProcessingTime, {"quantity": 4, "unit": "month"}, "4\u00a0mois (délai annoncé sans date)."),
    (
        content.ForbiddenChannel,
        {"channel": "post", "outcome": "returned"},
        "Par courrier\u00a0: le dossier est renvoyé.",
    ),
    (content.ForbiddenChannel, {"channel": "email"}, "Par courriel\u00a0: refusé."),
    (content.DayRule, {"rule": "arrive_early", "minutes": 15}, "Se présenter en avance (15 minutes)."),
    (
        content.Hours,
        {"days": ["wed"], "part": "afternoon", "walking": "without_appointment"},
        "Mercredi après-midi, sans rendez-vous",
    ),
    (
        content.Condition,
        {
            "situation": "worker",
            "thresholds": [{"id": "t", "measure": "residence", "quantity": 5, "unit": "year"}],
            "text": "Le contrat doit être écrit.",
        },
        "Personnes qui travaillent | 5\u00a0ans de présence en France. | Le contrat doit être écrit.",
    ),
    (content.Condition, {"text": "Avoir un passeport."}, "Avoir un passeport."),
    (content.Condition, {"situation": "other", "text": "Jeunes au pair."}, "Jeunes au pair."),
    (content.Condition, {"situation": "other"}, "Autre situation"),
    (
        content.Download,
        {"title": "Formulaire", "url": "https://www.loire.gouv.fr/f.pdf", "form_number": "15186*01", "size": "2 Mo"},
        "Formulaire | Formulaire, CERFA n°\u00a015186*01, 2 Mo, sur loire.gouv.fr",
    ),
    (content.Download, {"title": "Formulaire", "kind": "annex"}, "Formulaire | Annexe, sans lien connu"),
    (content.LegalBasis, {"text": "CESEDA", "article": "L.435-1"}, "CESEDA, article L.435-1"),
    (
        content.Renaming,
        {"former": "demarches-simplifiees.fr", "name": "demarche.numerique.gouv.fr"},
        "demarches-simplifiees.fr s'appelle désormais demarche.numerique.gouv.fr.",
    ),
]


@pytest.mark.parametrize(("kind", "facts", "expected"), EXAMPLES)
def test_a_row_reads_as_a_sentence(kind, facts, expected):
    assert words(kind, **facts) == expected


class TestSteps:
    def test_its_title_says_what_to_do_and_how(self):
        assert words(content.Step, purpose="send", channel="post") == "Envoyer la demande par courrier"
        assert words(content.Step, purpose="gather") == "Préparer le dossier"

    def test_booking_on_line_is_not_said_twice(self):
        assert words(content.Step, purpose="book", channel="booking") == "Prendre rendez-vous en ligne"

    def test_an_envelope_keeps_its_lines_from_the_addressee_to_the_town(self):
        address = {"lines": ["Bureau du séjour", "CS 31649"], "postcode": "03016", "city": "Moulins Cedex"}
        shown = present(row(content.Step, purpose="send", channel="post", address=address), Around())
        assert [(line.kind, line.value) for line in shown.lines] == [
            ("label", ("Bureau du séjour", "CS 31649", "03016 Moulins Cedex"))
        ]

    def test_what_must_be_copied_exactly_is_never_rewritten(self):
        wording = "objet : AES\n  nom ; prénom"
        shown = present(row(content.Step, purpose="ask", code="aes b", wording=wording), Around())
        assert [line.value for line in shown.lines] == ["aes b", wording]

    def test_a_telephone_dials_the_digits_and_a_mail_address_is_quoted(self):
        shown = present(row(content.Step, purpose="ask", phone="04 66 49 60 00", email="a+b?c@mende.fr"), Around())
        assert [line.href for line in shown.lines] == ["mailto:a%2Bb%3Fc@mende.fr", "tel:0466496000"]

    def test_it_says_when_new_appointments_appear(self):
        slots = {"release": "weekly", "release_day": "sun", "release_time": "24:00", "also_random": True}
        assert words(content.Step, purpose="book", slots=slots).endswith(
            "('De nouveaux rendez-vous sont mis en ligne chaque semaine, le dimanche, à minuit.', "
            '"D\'autres apparaissent à des moments imprévisibles.")'
        )


class TestLimits:
    def test_a_fact_says_from_when_to_when_it_holds(self):
        fact = row(content.Aftermath, code="summoned", valid_from="2022-12-01", valid_until="2022-12-31")
        assert present(fact, Around()).period == "du 1er décembre 2022 au 31 décembre 2022"

    def test_a_fact_names_its_source_by_the_number_it_has_on_the_page(self):
        fact = row(content.Aftermath, code="summoned", source="s7")
        assert present(fact, Around(source_numbers={"s1": 1, "s7": 2})).source == 2
