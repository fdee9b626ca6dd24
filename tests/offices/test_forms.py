"""The form that walks the shape: what it shows and reads back, what its buttons do, how it says what is wrong."""

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from offices.changes.shape import fields
from offices.content import CONTENT_CLASSES, canonical, parse
from offices.enums import PageKind
from offices.forms import ShapeForm
from offices.forms.fields import FIXED
from offices.forms.layout import SECTIONS
from offices.forms.nodes import Field, Group, RowForm, RowList
from offices.forms.posting import MOST_ROWS
from tests.plugins.cast import FILING
from tests.plugins.filled import filled

CHOICES = {
    "offices": [
        ("prefecture-grenoble", "Préfecture de l'Isère"),
        ("sous-prefecture-vienne", "Sous-préfecture de Vienne"),
    ],
    "office": [("prefecture-grenoble", "Préfecture de l'Isère")],
    "grounds": [("aes", "Admission exceptionnelle au séjour"), ("salarie", "Salarié")],
}


def form_of(document=FILING, **options) -> ShapeForm:
    return ShapeForm(document, choices=CHOICES, **options)


def nodes_of(form: ShapeForm) -> dict:
    """Every node of the screen by its name."""
    found = {}

    def walk(node):
        found[node.name] = node
        for child in node.children:
            walk(child)

    for section in form.sections():
        for node in section.nodes:
            walk(node)
    return found


def posted(form: ShapeForm, **typed) -> QueryDict:
    """What a browser would post of the form as it stands, with some fields filled in otherwise."""
    data = QueryDict(mutable=True)
    for name, node in nodes_of(form).items():
        match node:
            case RowForm():
                data.appendlist(node.list_name, node.key)
            case Field(value=bool(checked)):
                if checked:
                    data[name] = "on"
            case Field(value=list(values)) if node.input.widget == "checks":
                data.setlist(name, values)
            case Field():
                data[name] = node.text
    for name, value in typed.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def reposted(form: ShapeForm, **typed) -> ShapeForm:
    return form_of(form.data, posted=posted(form, **typed))


def section(form: ShapeForm, key: str):
    return next(section for section in form.sections() if section.key == key)


# --- The whole shape ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(PageKind))
def test_every_field_of_the_shape_stands_in_one_section(kind):
    laid_out = [name for _title, names in SECTIONS[kind] for name in names]
    shape = [field.name for field in fields(CONTENT_CLASSES[kind]) if field.name not in FIXED]
    assert sorted(laid_out) == sorted(shape)


@pytest.mark.parametrize("kind", list(PageKind))
def test_a_form_that_nobody_touched_says_what_the_page_says(kind):
    content = filled(kind, "mot")
    form = form_of(content.model_dump(mode="json"))
    assert canonical(reposted(form).content()) == canonical(content)


def test_what_a_page_is_about_cannot_be_posted():
    form = reposted(form_of(), department="69", kind="office", seat="69123", state="approved", decided_by="1")
    assert form.content() == parse(FILING)


def test_rows_in_which_nobody_wrote_anything_are_dropped():
    form = reposted(form_of(), fees=["stamp", "new"], **{"fees-new-kind": "examination"})
    assert [fee.id for fee in form.content().fees] == ["stamp"]


def test_an_address_is_one_line_of_the_envelope_per_line():
    form = form_of()
    assert nodes_of(form)["steps-post-address-lines"].text == "Bureau du séjour\n12 place de Verdun"
    form = reposted(form, **{"steps__post__address__lines": "Bureau 3\r\n\r\n  1 rue Neuve  "})
    assert form.content().steps[1].address.lines == ("Bureau 3", "1 rue Neuve")


def test_an_amount_is_shown_as_it_is_written_in_french():
    assert nodes_of(form_of(parse(FILING).model_dump(mode="json")))["fees-stamp-amount"].value == "50,00"


# --- What is folded -------------------------------------------------------------------------------------------------


def test_everything_is_folded_and_says_in_one_line_what_it_holds():
    form = form_of()
    assert not any(section.open for section in form.sections())
    steps = section(form, "steps")
    assert steps.count == 2
    assert steps.gist == "Prendre rendez-vous en ligne\u00a0; Envoyer la demande par courrier"
    assert section(form, "downloads").gist == ""


def test_what_people_come_to_change_comes_first_and_what_the_page_is_about_last():
    keys = [section.key for section in form_of().sections()]
    assert keys[:4] == ["steps", "downloads", "requirements", "fees"]
    assert keys[-1] == "title"


def test_a_row_is_named_in_words():
    rows = nodes_of(form_of())["steps"].rows
    assert [row.title for row in rows] == ["1. Prendre rendez-vous en ligne", "2. Envoyer la demande par courrier"]
    assert "12 place de Verdun" in rows[1].detail


def test_a_row_that_is_named_by_an_address_keeps_it_as_it_is_written():
    assert nodes_of(form_of())["sources"].rows[0].title == "1. https://www.isere.gouv.fr/sejour"


def test_a_step_shows_the_fields_that_its_channel_calls_for_and_those_that_hold_something():
    book, post = nodes_of(form_of())["steps"].rows
    assert "url" in names(book.fields)
    assert "address" not in names(book.fields)
    assert {"address", "marking"} <= set(names(post.fields))
    assert "url" in names(post.more)
    form = reposted(form_of(), steps__post__url="https://www.isere.gouv.fr/aussi")
    assert "url" in names(nodes_of(form)["steps"].rows[1].fields)


def names(nodes) -> list[str]:
    return [node.name.rpartition("-")[2] for node in nodes]


def test_a_source_is_chosen_by_its_number_and_title():
    document = FILING | {"sources": [{"id": "page", "title": "Séjour"}], "fees": [{"id": "f", "amount": "50"}]}
    assert nodes_of(form_of(document))["fees-f-source"].choices == [("", "—"), ("page", "1. Séjour")]


def test_what_is_written_stays_a_choice_where_it_is_no_longer_offered():
    node = nodes_of(form_of(FILING | {"offices": ["prefecture-disparue"]}))["offices"]
    assert ("prefecture-disparue", "prefecture-disparue") in node.choices
    assert node.value == ["prefecture-disparue"]


def test_the_address_of_an_office_is_chosen_among_its_own():
    step = {"id": "s", "purpose": "hand_in", "office": "prefecture-grenoble", "office_address": "a2"}
    addresses = {"prefecture-grenoble": [("a1", "12 place de Verdun"), ("a2", "1 rue Neuve")]}
    form = form_of(FILING | {"steps": [step]}, addresses=addresses)
    assert [value for value, _label in nodes_of(form)["steps-s-office_address"].choices] == ["", "a1", "a2"]
    assert "steps-s-office_address" not in nodes_of(form_of(FILING | {"steps": [step | {"office_address": ""}]}))


# --- Buttons --------------------------------------------------------------------------------------------------------


def ids(form: ShapeForm, name: str) -> list[str]:
    return [row.key for row in nodes_of(form)[name].rows]


def test_a_new_row_has_the_id_that_its_button_announced_and_is_the_one_that_is_open():
    form = form_of()
    key = nodes_of(form)["fees"].new_key
    form = reposted(form)
    form.operate(f"add fees {key}")
    assert ids(form, "fees") == ["stamp", key]
    assert section(form, "fees").open
    assert [row.open for row in nodes_of(form)["fees"].rows] == [False, True]
    assert not section(form, "steps").open


def test_rows_move_and_go_with_what_was_typed():
    form = reposted(form_of(), steps__post__marking="Ne pas plier")
    form.operate("up steps-post")
    assert ids(form, "steps") == ["post", "book"]
    assert form.content().steps[0].marking == "Ne pas plier"
    form.operate("down steps-post")
    assert ids(form, "steps") == ["book", "post"]
    form.operate("remove steps-book")
    assert ids(form, "steps") == ["post"]
    assert form.general_errors == []


def test_a_row_inside_a_row_is_added_and_seen():
    form = form_of()
    form.operate("add steps-book-hours h1")
    steps = nodes_of(form)["steps"].rows
    assert [row.open for row in steps] == [True, False]
    assert ids(form, "steps-book-hours") == ["h1"]


def test_removing_a_source_takes_its_citations_away():
    document = FILING | {"fees": [{"id": "stamp", "amount": "50", "source": "page"}]}
    form = form_of(document)
    form.operate("remove sources-page")
    assert form.content().fees[0].source == ""


def test_the_first_row_does_not_move_up_nor_the_last_one_down():
    form = form_of()
    form.operate("up steps-book")
    form.operate("down steps-post")
    assert ids(form, "steps") == ["book", "post"]


@pytest.mark.parametrize(
    "operation",
    [
        "add",
        "add ",
        "add nothing",
        "add title",
        "add territory",
        "add steps-gone-hours",
        "add steps-book-",
        "add steps-book",
        "remove steps-gone",
        "remove steps",
        "remove ",
        "up steps-",
        "sideways steps-book",
        "send\x00",
        "add " + "steps-book-hours-" * 200,
        "-" * 10_000,
    ],
)
def test_a_button_of_no_form_changes_nothing_and_says_so(operation):
    form = form_of()
    form.operate(operation)
    assert len(form.general_errors) == 1
    assert form.general_errors[0].startswith("Ce bouton ne correspond")
    form.general_errors.clear()
    assert form.content() == parse(FILING)


def test_an_id_that_is_taken_or_that_is_none_is_not_given_to_a_new_row():
    form = form_of()
    for key in ("stamp", "Not An Id", "x" * 17):
        form.operate(f"add fees {key}")
    assert len(set(ids(form, "fees"))) == 4
    assert all(key.isalnum() and key.islower() for key in ids(form, "fees") if key != "stamp")


# --- What is wrong --------------------------------------------------------------------------------------------------


def problems(form: ShapeForm) -> dict[str, str]:
    return {
        problem.id: f"{problem.label} : {problem.message}" for part in form.sections() for problem in part.problems()
    }


def test_an_error_is_said_where_it_stands_and_opens_what_it_stands_in():
    form = reposted(form_of(), steps__book__url="www.isere.gouv.fr")
    assert form.content() is None
    assert list(problems(form)) == ["id_steps-book-url"]
    said = problems(form)["id_steps-book-url"]
    assert said.startswith("Étapes › 1. Prendre rendez-vous en ligne › Lien : Une adresse de site commence par http")
    assert section(form, "steps").open
    assert [row.open for row in nodes_of(form)["steps"].rows] == [True, False]


@pytest.mark.parametrize(
    ("typed", "where", "said"),
    [
        ({"steps__book__channel": "pigeon"}, "steps-book-channel", "Choisissez une réponse de la liste."),
        ({"steps__book__needs": ["printer", "horse"]}, "steps-book-needs", "Choisissez une réponse de la liste."),
        ({"steps__book__email": "préfecture"}, "steps-book-email", "s'écrit nom@domaine.fr"),
        ({"steps__post__address__postcode": "3800"}, "steps-post-address-postcode", "a cinq chiffres"),
        ({"fees__stamp__amount": "cher"}, "fees-stamp-amount", "Un montant s'écrit en euros"),
        ({"fees__stamp__amount": ""}, None, ""),
        ({"fees__stamp__valid_from": "demain"}, "fees-stamp-valid_from", "Écrivez une date"),
        ({"fees__stamp__refund_within_months": "9" * 5_000}, "fees-stamp-refund_within_months", "nombre entier"),
        ({"fees__stamp__refund_within_months": "0"}, "fees-stamp-refund_within_months", "à partir de 1"),
        ({"title": ""}, "title", "Ce champ est obligatoire"),
        ({"title": "un\x00deux"}, "title", "U+0000"),
        ({"title": "un\u202edeux"}, "title", "U+202E"),
        ({"title": "x" * 401}, "title", "400 caractères au plus"),
        ({"title": "deux\nlignes"}, "title", "une seule ligne"),
        ({"title": "\ud800"}, "title", "caractère"),
        ({"grounds": []}, "grounds", "Choisissez au moins une réponse."),
        ({"grounds": ["aes", "../../etc"]}, "grounds", "n'a pas la forme attendue"),
        ({"territory__arrondissements": ["3'8"]}, "territory-arrondissements", "n'a pas la forme attendue"),
    ],
)
def test_each_error_says_what_to_do_beside_its_field(typed, where, said):
    form = reposted(form_of(), **typed)
    if where is None:
        assert form.content() is not None, "a row that was emptied is dropped"
        return
    assert form.content() is None
    assert list(problems(form)) == [f"id_{where}"]
    assert said in problems(form)[f"id_{where}"]
    assert form.general_errors == []


def test_what_was_typed_wrong_is_still_there():
    form = reposted(form_of(), steps__book__channel="pigeon", fees__stamp__amount="cher")
    assert form.content() is None
    assert nodes_of(form)["steps-book-channel"].value == "pigeon"
    assert nodes_of(form)["fees-stamp-amount"].value == "cher"


@pytest.mark.parametrize("row_id", ["UPPER", "../x", "a-b", "x" * 17, "é", "\x00", "", " ", "<b>", "\u202e"])
def test_a_row_id_that_no_form_gives_is_said_and_its_text_kept(row_id):
    form = reposted(form_of(), steps=["book", "post", row_id], **{f"steps-{row_id}-marking": "à garder"})
    assert form.content() is None
    assert form.general_errors == [
        "Une ligne de «\u00a0Étapes\u00a0» portait un repère inconnu. Relisez-la, puis renvoyez le formulaire."
    ]
    assert nodes_of(form)["steps"].rows[2].children[0].name.startswith("steps-")
    assert "à garder" in [node.value for node in nodes_of(form).values() if isinstance(node, Field)]
    again = reposted(form)
    assert again.general_errors == []


def test_one_id_posted_twice_is_one_row():
    form = reposted(form_of(), steps=["post", "book", "post"])
    assert [step.id for step in form.content().steps] == ["post", "book"]


def test_a_form_has_an_end():
    with pytest.raises(TooManyFieldsSent):
        reposted(form_of(), steps=[f"s{number}" for number in range(MOST_ROWS + 1)])


def test_groups_and_lists_are_told_apart_by_their_templates():
    found = nodes_of(form_of())
    assert isinstance(found["territory"], Group)
    assert isinstance(found["steps"], RowList)
    assert {node.template for node in found.values() if not isinstance(node, RowForm)} >= {
        "espace/form/group.html",
        "espace/form/rows.html",
        "espace/form/line.html",
    }
