"""What changed, told so that whoever decides can decide on the sentence alone."""

import re
from datetime import date
from random import Random

import pytest
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from offices import content, enums
from offices.changes import describe, diff, display, word_changes
from offices.changes.diff import TOLD_WHOLE
from offices.changes.ordering import moved
from offices.changes.rendering import TELLINGS
from offices.changes.shape import fields
from offices.changes.vocabulary import NOUNS, PHRASES, TURNS
from offices.content import CONTENT_CLASSES
from tests.offices.random_contents import edited, edits, laws, numbers, random_content
from tests.offices.small_contents import ASK, BOOKING, BY_POST, GATHER, office, plain, procedure
from tests.plugins.filled import filled


def sentences(before, after, names=None) -> list[str]:
    return [plain(change.sentence) for change in diff(before, after, names)]


# --- Rows: by id, never by place -----------------------------------------------------------------------------------


def test_a_change_within_an_address_is_told_with_its_step():
    after = procedure(steps=[{**BY_POST, "address": {**BY_POST["address"], "postcode": "38021"}}])
    (change,) = diff(procedure(steps=[BY_POST]), after)
    assert change.path == ("steps", "post", "address", "postcode")
    assert plain(change.label) == "Étapes › envoyer la demande par courrier › Adresse › Code postal"
    assert (change.kind, change.before, change.after) == ("changed", "38000", "38021")
    assert plain(change.sentence) == (
        "Étape « envoyer la demande par courrier » : le code postal passe de « 38000 » à « 38021 »."
    )


def test_an_added_row_is_told_whole():
    row = {"id": "r1", "document": "passport", "form": "copy"}
    assert sentences(procedure(), procedure(requirements=[row])) == ["Pièce ajoutée : passeport (copie)."]
    row = {"id": "p1", "number": "04 66 49 60 00", "purpose": "appointments", "hours": [hours("mon", "wed", "thu")]}
    assert sentences(office(), office(phones=[row])) == [
        "Téléphone ajouté : 04 66 49 60 00 (prise de rendez-vous) ; permanence téléphonique : "
        "lundi, mercredi et jeudi de 14 h à 16 h."
    ]


def hours(*days, **facts) -> dict:
    return {"id": "h1", "days": days, "opens": "14:00", "closes": "16:00", **facts}


def test_a_removed_row_is_named_and_kept_whole_beside_the_sentence():
    (change,) = diff(procedure(steps=[BOOKING, BY_POST]), procedure(steps=[BOOKING]))
    assert plain(change.sentence) == "Étape retirée : « envoyer la demande par courrier »."
    assert (change.kind, change.before.id, change.after) == ("removed", "post", None)
    assert "12 place de Verdun, 38000 Grenoble" in change.before_text


def test_a_moved_step_is_not_a_deletion():
    (change,) = diff(procedure(steps=[GATHER, BY_POST, BOOKING]), procedure(steps=[BOOKING, GATHER, BY_POST]))
    assert plain(change.sentence) == "Étape déplacée : « prendre rendez-vous en ligne » vient maintenant en premier."
    assert (change.kind, change.path, change.before, change.after) == ("moved", ("steps", "book"), 3, 1)
    assert plain(change.before_text) == "après « envoyer la demande par courrier »"

    assert sentences(procedure(steps=[BOOKING, GATHER, BY_POST]), procedure(steps=[GATHER, BY_POST, BOOKING])) == [
        "Étape déplacée : « prendre rendez-vous en ligne » vient maintenant après « envoyer la demande par courrier »."
    ]


def test_the_neighbours_of_what_comes_and_goes_did_not_move():
    changes = diff(procedure(steps=[BOOKING, GATHER, BY_POST]), procedure(steps=[ASK, BOOKING, BY_POST]))
    assert [change.kind for change in changes] == ["removed", "added"]


def test_rows_of_one_name_are_told_apart_by_their_number():
    twice = [BY_POST, {**BY_POST, "id": "post2"}]
    after = [BY_POST, {**BY_POST, "id": "post2", "marking": "DAMI / BSE"}]
    assert sentences(procedure(steps=twice), procedure(steps=after)) == [
        "Étape « envoyer la demande par courrier (n° 2) » : "
        "on ajoute la mention à écrire sur l'enveloppe : « DAMI / BSE »."
    ]


def test_rows_within_rows_are_told_with_the_row_they_belong_to():
    phone = {"id": "p1", "number": "04 66 49 60 00", "hours": [hours("mon")]}
    longer = {**phone, "hours": [hours("mon", "thu"), {"id": "h2", "days": ["wed"], "part": "morning"}]}
    assert sentences(office(phones=[phone]), office(phones=[longer])) == [
        "Téléphone « 04 66 49 60 00 », horaire modifié : « lundi de 14 h à 16 h » devient « lundi et jeudi de 14 h à "
        "16 h ».",
        "Téléphone « 04 66 49 60 00 », horaire ajouté : mercredi matin.",
    ]


def test_an_opening_time_is_one_fact_and_one_change():
    changes = diff(
        office(hours=[hours("mon")]), office(hours=[hours("tue", opens="09:00", walking="appointment_only")])
    )
    assert [change.path for change in changes] == [("hours", "h1")]
    assert plain(changes[0].after_text) == "mardi de 9 h à 16 h, sur rendez-vous seulement"


# --- Fields --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({}, {"url": "https://rdv.ain.gouv.fr/941"}, "on ajoute le lien : « https://rdv.ain.gouv.fr/941 »."),
        ({"code": "AES"}, {}, "on retire le code de réservation (« AES »)."),
        ({"channel": "booking"}, {"channel": "email"}, "la façon de faire passe de « par le module de rendez-vous en "),
        (
            {"valid_from": date(2023, 1, 1)},
            {"valid_from": date(2023, 2, 9)},
            "la date de début passe du 1er janvier 2023 au 9 février 2023.",
        ),
        (
            {"slots": {"release": "weekly", "release_time": "08:30"}},
            {"slots": {"release": "weekly", "release_time": "24:00"}},
            "l'heure de mise en ligne des rendez-vous passe de 8 h 30 à minuit.",
        ),
        ({}, {"receipt_is_proof": True}, "l'accusé de réception vaut désormais preuve de dépôt."),
        (
            {"needs": ["printer", "account"]},
            {"needs": ["account", "scanner"]},
            "pour ce qu'il faut avoir, on ajoute « un scanner ou un appareil photo » et on retire « une imprimante ».",
        ),
        (
            {"attachments": ["passport", "photo"]},
            {"attachments": ["photo", "passport"]},
            "l'ordre change pour les pièces à joindre au message : « photographie d'identité » et « passeport ».",
        ),
        (
            {"instructions": "Trier le  dossier."},
            {"instructions": "Trier\nle dossier."},
            "seuls des espaces, des retours à la ligne ou des signes invisibles changent dans les consignes.",
        ),
        (
            {"instructions": "Trier le dossier."},
            {"instructions": "Classer le dossier."},
            "les consignes passent de « Trier le dossier. » à « Classer le dossier. ».",
        ),
    ],
)
def test_each_kind_of_field_has_its_way_of_saying(before, after, sentence):
    step = {"id": "s1", "purpose": "book", "channel": "phone"}
    (told,) = sentences(procedure(steps=[{**step, **before}]), procedure(steps=[{**step, **after}]))
    assert told.split(" » : ", 1)[1].startswith(sentence)


def test_a_change_of_an_amount_is_told_in_euros():
    fee = {"id": "f1", "amount": "50"}
    assert sentences(procedure(fees=[fee]), procedure(fees=[{**fee, "amount": "225,50"}])) == [
        "Montant à payer « taxe d'examen de la demande, 50,00 € » : le montant passe de 50,00 € à 225,50 €."
    ]


def test_a_duration_is_told_whole():
    worked = {"id": "t1", "measure": "work", "quantity": 8, "unit": "month", "within": 2, "within_unit": "year"}
    condition = {"id": "c1", "text": "Avoir travaillé.", "thresholds": [worked]}
    longer = {**condition, "thresholds": [{**worked, "quantity": 12}]}
    assert sentences(procedure(conditions=[condition]), procedure(conditions=[longer])) == [
        "Condition « Avoir travaillé. », durée modifiée : « 8 mois de travail au cours des 2 dernières années » "
        "devient « 12 mois de travail au cours des 2 dernières années »."
    ]


def test_a_long_text_is_cut_around_what_changed_and_kept_whole_beside_the_sentence():
    long = "Apportez les originaux et les copies de chaque pièce. " * 40
    before = procedure(remarks=[{"id": "k1", "text": long}])
    after = procedure(remarks=[{"id": "k1", "text": long.replace("copies", "photographies")}])
    (change,) = diff(before, after)
    assert len(change.sentence) < 500
    assert change.after_text.count("photographies") == 40

    late = procedure(remarks=[{"id": "k1", "text": long + "Venez à neuf heures."}])
    later = procedure(remarks=[{"id": "k1", "text": long + "Venez à dix heures."}])
    (change,) = diff(late, later)
    assert "Venez à neuf heures. » à « " in plain(change.sentence)
    assert plain(change.sentence).endswith("Venez à dix heures. ».")


def test_what_content_knows_by_slug_or_code_is_named_by_whoever_knows_the_names():
    after = procedure(offices=["prefecture-grenoble", "sous-prefecture-vienne"])
    assert sentences(procedure(), after, {"sous-prefecture-vienne": "Sous-préfecture de Vienne"}) == [
        "Pour les guichets, on ajoute « Sous-préfecture de Vienne »."
    ]
    assert sentences(procedure(), after) == ["Pour les guichets, on ajoute « sous-prefecture-vienne »."]


def test_a_fact_rests_on_a_source_and_not_on_the_id_of_a_row():
    sources = [{"id": "s1", "title": "Déposer une demande", "url": "https://www.isere.gouv.fr/depot"}]
    before, after = (procedure(sources=sources, steps=[{**BOOKING, "source": cited}]) for cited in ("", "s1"))
    assert sentences(before, after) == [
        "Étape « prendre rendez-vous en ligne » : on ajoute la source : « Déposer une demande »."
    ]


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_a_new_page_is_announced_and_then_told_field_by_field():
    assert sentences(None, office(website="https://www.isere.gouv.fr/", hours=[hours("mon")])) == [
        "Nouvelle page : guichet « Préfecture de Grenoble ».",
        "Type de guichet : préfecture.",
        "Nom officiel : Préfecture de Grenoble.",
        "Département : 38.",
        "Horaire ajouté : lundi de 14 h à 16 h.",
        "Site officiel : https://www.isere.gouv.fr/.",
    ]


def test_a_removed_page_is_one_change():
    (change,) = diff(procedure(steps=[BOOKING]), None)
    assert (change.kind, change.path, change.after) == ("removed", (), None)
    assert plain(change.sentence) == "Page retirée : modalités de dépôt « Titre de séjour à Grenoble »."
    assert diff(None, None) == []


# --- Saying values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "oui"),
        (False, "non"),
        (date(2023, 2, 9), "9 février 2023"),
        (date(2023, 3, 1), "1er mars 2023"),
        (enums.Channel.POST, "par courrier"),
        ((enums.Document.PASSPORT, enums.Document.PHOTO), "passeport et photographie d'identité"),
        (content.Fee(id="f1", amount="1200"), "taxe d'examen de la demande, 1 200,00 €"),
        (
            content.PostalAddress(lines=("Préfecture", "CS 31649"), postcode="03016", city="Moulins Cedex"),
            "Préfecture, CS 31649, 03016 Moulins Cedex",
        ),
        (
            content.Hours(id="h1", days=("mon", "tue", "wed", "thu", "fri"), opens="8h30", closes="11:30"),
            "du lundi au vendredi de 8 h 30 à 11 h 30",
        ),
        (
            content.Hours(id="h1", days=("wed",), part="afternoon", walking="without_appointment", note="tickets"),
            "mercredi après-midi, sans rendez-vous (tickets)",
        ),
        (content.Hours(id="h1"), "sans précision"),
        (
            content.Threshold(id="t1", measure="work", quantity=8, unit="month", within=2, within_unit="year"),
            "8 mois de travail au cours des 2 dernières années",
        ),
        (
            content.Threshold(id="t1", measure="since_decision", quantity=1, unit="year", at_most=True),
            "au plus 1 an depuis la décision",
        ),
        (
            content.Requirement(id="r1", document="photo", quantity=4, max_age_months=6, each_person=True),
            "photographie d'identité (4 exemplaires), datant de moins de 6 mois, pour chaque personne concernée",
        ),
        (
            content.Deadline(id="d1", quantity=2, unit="month", event="permit_expiry"),
            "2 mois avant l'expiration du titre de séjour",
        ),
    ],
)
def test_values_are_said_as_one_says_them(value, said):
    # number_format groups thousands with a narrow space that does not break
    assert plain(display(value)).replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (content.Step(id="s1", purpose="book", channel="booking"), "prendre rendez-vous en ligne"),
        (content.Step(id="s1", purpose="hand_in", channel="counter"), "remettre le dossier au guichet"),
        (content.Download(id="d1", kind="annex", title="Annexe 2"), "Annexe 2"),
        (
            content.Mailbox(id="m1", email="pref@ain.gouv.fr", purpose="appointments"),
            "pref@ain.gouv.fr (prise de rendez-vous)",
        ),
        (
            content.Address(id="a1", purpose="post", address=content.PostalAddress(lines=("DMI", "1 rue Haute"))),
            "envoi postal, DMI",
        ),
        (
            content.Passage(id="p1", text="# Dépôt\n" + "Le dépôt se fait au guichet. " * 9),
            "Dépôt Le dépôt se fait au guichet. Le dépôt se fait au…",
        ),
    ],
)
def test_a_row_is_named_in_few_words(row, named):
    assert describe(row) == named


@pytest.mark.parametrize("kind", CONTENT_CLASSES)
def test_a_new_page_leaves_no_fact_untold(kind):
    """Of a page in which every field says something, each text, code and date stands in what is told."""
    page = filled(kind, "canari")
    told = {change.path: change.after_text.lower() for change in diff(None, page) if change.path}
    for field in fields(type(page)):
        for row_or_value in getattr(page, field.name) if field.row else [getattr(page, field.name)]:
            path = (field.name, row_or_value.id) if field.row else (field.name,)
            for said in leaves(row_or_value):
                assert said.lower() in told[path]


def leaves(value) -> list[str]:
    match value:
        case content.Frozen():
            return [said for field in fields(type(value)) for said in leaves(getattr(value, field.name))]
        case tuple():
            return [said for item in value for said in leaves(item)]
        case enums.DayPart():
            return [str(value.label).removeprefix("le ")]
        case str() if value == "sources1":  # cited by its title
            return ["canari title"]
        case bool() | int() | None:
            return []
        case str() if re.fullmatch(r"[\d.:]+", value):  # an amount or an hour
            return []
    return [display(value)]


def test_every_row_and_every_field_of_the_shape_has_its_words():
    frozen = {
        value for value in vars(content).values() if isinstance(value, type) and issubclass(value, content.Frozen)
    }
    frozen -= {content.Frozen, content.Row, content.Fact}
    assert {value for value in frozen if issubclass(value, content.Row)} == NOUNS.keys() == TELLINGS.keys()
    told_by_field = [field for model in frozen - set(TOLD_WHOLE) for field in fields(model) if not field.row]
    assert {field.title for field in told_by_field if field.type is not bool} == PHRASES.keys()
    assert {field.title for field in told_by_field if field.type is bool} == TURNS.keys()


def test_french_titles_are_not_translated_by_other_catalogues():
    """Django's own catalogue takes "Comment" or "Note" for English, and would show "Commentaire" and "Remarque"."""
    titles = {field.title for model in CONTENT_CLASSES.values() for field in fields(model)}
    titles |= {field.title for row in NOUNS for field in fields(row)} | {noun.text for noun in NOUNS.values()}
    assert {title: gettext(title) for title in titles if gettext(title) != title} == {}


# --- Words ---------------------------------------------------------------------------------------------------------


def test_a_text_shows_the_words_that_go_and_come():
    before = "Ligne une.\nEnvoyer la demande au 12 rue Haute.\nLigne trois."
    after = "Ligne une.\nEnvoyer la demande au 14 rue Haute.\nLigne trois."
    assert word_changes(before, after) == [
        ("equal", "Ligne une.\nEnvoyer la demande au "),
        ("delete", "12 "),
        ("insert", "14 "),
        ("equal", "rue Haute.\nLigne trois."),
    ]
    assert word_changes("", "") == []
    assert word_changes("", "nouveau") == [("insert", "nouveau")]


def test_small_words_do_not_cut_a_rewritten_passage_in_pieces():
    assert word_changes("Déposez demain de bonne heure", "Déposez mardi de nouveau ici") == [
        ("equal", "Déposez "),
        ("delete", "demain de bonne heure"),
        ("insert", "mardi de nouveau ici"),
    ]


texts_of_few_words = st.lists(st.sampled_from(["le ", "guichet", "\n", "  ", "38021 ", "é", "fermé."]), max_size=40)


@laws
@given(texts_of_few_words.map("".join), texts_of_few_words.map("".join))
def test_both_texts_can_be_read_from_what_is_shown(before, after):
    shown = word_changes(before, after)
    assert "".join(text for op, text in shown if op != "insert") == before
    assert "".join(text for op, text in shown if op != "delete") == after
    assert all(text for _op, text in shown)


@pytest.mark.parametrize("seed", range(3))
def test_hostile_texts_of_full_length_are_compared_as_any_other(seed):
    """Each of these took difflib from 40 seconds to hours; the suite's own patience is the limit."""
    rng = Random(seed)
    before = " ".join(rng.choice("xyz") for _ in range(15_000))
    after = " ".join(f"x {number}" for number in range(4_000))
    for old, new in (
        (before, after),
        (after, before),
        ("x " * 15_000, "x " * 14_999 + "y"),
        ("\n" * 30_000, "a\n" * 9),
    ):
        shown = word_changes(old, new)
        assert "".join(text for op, text in shown if op != "insert") == old
        assert "".join(text for op, text in shown if op != "delete") == new


# --- Laws ----------------------------------------------------------------------------------------------------------


@laws
@given(numbers)
def test_nothing_differs_from_itself(number):
    page = random_content(number)
    assert diff(page, page) == []


@laws
@given(numbers, edits)
def test_contents_differ_exactly_when_there_are_changes(number, made):
    before = random_content(number)
    after = edited(before, made)
    changes = diff(before, after)
    assert bool(changes) == (before != after)
    assert len({(change.path, change.kind) for change in changes}) == len(changes)
    for change in changes:
        assert change.sentence[0].isupper() and change.sentence[-1] in ".…" and "\n" not in change.sentence
        assert change.label and (change.kind == "moved" or change.before != change.after)


@laws
@given(numbers, edits)
def test_rows_come_and_go_as_their_ids_do(number, made):
    before = random_content(number)
    after = edited(before, made)
    changes = diff(before, after)
    for name, old, new in [
        (f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(type(after)) if f.row
    ]:
        here = [change for change in changes if len(change.path) == 2 and change.path[0] == name]
        old_ids, new_ids = {row.id for row in old}, {row.id for row in new}
        assert {change.path[1] for change in here if change.kind == "added"} == new_ids - old_ids
        assert {change.path[1] for change in here if change.kind == "removed"} == old_ids - new_ids


@laws
@given(st.permutations(range(8)), numbers)
def test_a_permutation_only_moves_and_moves_as_few_as_can_be(order, number):
    steps = [{"id": f"s{place}", "purpose": "ask", "only_if": f"cas {place}"} for place in range(8)]
    before, after = procedure(steps=steps), procedure(steps=[steps[place] for place in order])
    changes = diff(before, after)
    assert {change.kind for change in changes} <= {"moved"}
    assert len(changes) == 8 - longest_increasing(order)
    still = [row for row in after.steps if row.id not in {change.path[1] for change in changes}]
    assert [row.id for row in still] == sorted(row.id for row in still)


def longest_increasing(order) -> int:
    """By trying every beginning: slow and plain, to be compared with."""
    best = [1] * len(order)
    for at, value in enumerate(order):
        best[at] = 1 + max((best[other] for other in range(at) if order[other] < value), default=0)
    return max(best)


def test_what_stands_on_one_side_only_did_not_move():
    assert moved(["a", "b", "c"], ["x", "c", "y", "a"]) in ({"a"}, {"c"})
    assert moved([], ["a"]) == moved(["a"], []) == set()
