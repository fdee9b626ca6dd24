"""A Fiche says all that a content says, and is read back to the same content; what is written wrong in it is told."""

from collections import Counter
from datetime import date
from enum import Enum
from random import Random
from typing import get_args

import pytest
from hypothesis import example, given

from offices import texts
from offices.changes.shape import fields
from offices.content import CONTENT_CLASSES, Content, Frozen, canonical, parse
from offices.dossiers import grammar
from offices.dossiers.reading import Fiche, fiches
from offices.dossiers.writing import Names, fiche
from offices.forms.errors import french
from tests.offices import random_contents
from tests.offices.random_contents import laws, numbers, random_content
from tests.plugins.filled import filled

KINDS = tuple(CONTENT_CLASSES)
PROCEDURE = {
    "kind": "procedure",
    "title": "Admission exceptionnelle – préfecture de Quimper",
    "department": "29",
    "offices": ["prefecture-quimper"],
    "grounds": ["aes"],
    "steps": [
        {"id": "send", "purpose": "send", "channel": "post", "instructions": "Écrivez votre adresse\nsur l'enveloppe."},
        {"id": "ask", "purpose": "ask", "channel": "phone", "phone": "02 98 76 29 29"},
    ],
    "fees": [{"id": "stamp", "amount": "50", "due": "at_filing"}],
}
NAMES = Names(pages={"aes": "Admission exceptionnelle au séjour"}, places={"department": {"29": "Finistère"}})


def read_back(lines: list[str]) -> Fiche:
    # As a file is read: one text, whose lines an editor may have stripped of what nobody sees.
    [found] = fiches("\n".join(lines).split("\n"), french)
    return found


def written(**changes) -> list[str]:
    return fiche("aes-29", parse(PROCEDURE | changes), date(2023, 2, 9), NAMES)


# --- Nothing is lost ------------------------------------------------------------------------------------------------


def test_it_is_readable():
    assert "\n".join(written()) == (
        "Fiche [aes-29]\n"
        "  Nature : modalités de dépôt\n"
        "  Dernière mise à jour : 09/02/2023\n"
        f"  Empreinte : {read_back(written()).stamp}\n"
        "  Titre : Admission exceptionnelle – préfecture de Quimper\n"
        "  Département : Finistère [29]\n"
        "  Guichets :\n"
        "    - [prefecture-quimper]\n"
        "  Fondements :\n"
        "    - Admission exceptionnelle au séjour [aes]\n"
        "  Étapes :\n"
        "    Étape 1 [send]\n"
        "      Quoi : envoyer la demande\n"
        "      Par quelle voie : par courrier\n"
        "      Consignes :\n"
        "        | Écrivez votre adresse\n"
        "        | sur l'enveloppe.\n"
        "    Étape 2 [ask]\n"
        "      Quoi : se renseigner\n"
        "      Par quelle voie : par téléphone\n"
        "      Téléphone : 02 98 76 29 29\n"
        "  Frais :\n"
        "    Montant à payer 1 [stamp]\n"
        "      Montant en euros : 50,00\u00a0€\n"
        "      À payer : au dépôt de la demande\n"
        "Fin de la fiche [aes-29]"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_shape_comes_back(kind):
    content = filled(kind, "mot")
    assert canonical(read_back(fiche("page", content)).content) == canonical(content)


@laws
@given(numbers)
def test_any_content_comes_back(number):
    content = random_content(number, kinds=KINDS)
    found = read_back(fiche("page", content, date(2023, 2, 9)))
    assert not found.problems
    assert canonical(found.content) == canonical(content)
    assert (found.slug, found.verified_on) == ("page", date(2023, 2, 9))


# What is written to be taken for something else: signs of the grammar, of Markdown, of files, of other languages.
HOSTILE = (
    "Fiche [aes-29]",
    "Fin de la fiche [aes-29]",
    "Titre : un autre titre",
    "Étape 1 [send]",
    "| barre",
    "- tiret",
    "[29]",
    "nom [29] [30]",
    " : ",
    "oui ; non",
    "*italique* **gras** _souligné_",
    "# un titre",
    "  deux espaces devant",
    "\ttabulation\t devant",
    "fin d'une ligne \u00a0\u2003",
    "\\",
    "\\\\{AD}",
    "barre \\n finale \\",
    "{AD}",
    "<html><body>",
    "<https://www.finistere.gouv.fr>",
    "%PDF-1.4",
    "trait\u00addunion \u200bsans\u2060 chasse\ufeff",
    "privé \uf0b7 \ue000",
    "lignes\u2028d'ailleurs\u2029",
    "עברית \u200f\u200e العربية",
    "e\u200b\u0301 \u0338 combinés",
    "👩\u200d👩\u200d👧 \U000f0000 \U0010fffd",
    "\u0301accent seul",
    "Préfecture de Quimper",
    "Dernière mise à jour : 31/02/2023",
)


def hostile_line(rng: Random) -> str:
    return " ".join(rng.sample(HOSTILE, rng.randint(1, 3))).strip()[:380]


def hostile_text(rng: Random) -> str:
    return "\n".join(rng.choice(("", "  ", *HOSTILE)) for _ in range(rng.randint(1, 6))).strip() or "mot"


@laws
@given(numbers)
@example(0)
def test_words_that_look_like_the_grammar_come_back_as_words(number):
    usual = dict(random_contents.TEXTS)
    random_contents.TEXTS.update({texts.Line: hostile_line, texts.Text: hostile_text})
    try:
        content = random_content(number, kinds=KINDS)
    finally:
        random_contents.TEXTS.update(usual)
    found = read_back(fiche("page", content, names=Names(pages=dict.fromkeys(("aes", "salarie"), "nom [autre]"))))
    assert not found.problems
    assert canonical(found.content) == canonical(content)


def test_every_hostile_word_comes_back_alone():
    for word in HOSTILE:
        content = parse(
            {"kind": "legal_note", "title": word.strip().replace("\n", " "), "text": f"a\n{word}\nb\n\n{word}"}
        )
        assert canonical(read_back(fiche("page", content)).content) == canonical(content), word


def test_the_file_holds_no_sign_that_its_reader_would_change():
    lines = fiche("page", parse({"kind": "legal_note", "title": "a", "text": "\n".join(HOSTILE).strip()}))
    assert all(line == line.rstrip() for line in lines)
    assert not [sign for line in lines for sign in line if grammar.is_unseen(sign)]


def test_the_same_content_gives_the_same_lines():
    assert written() == written()


# --- Nothing is ambiguous -------------------------------------------------------------------------------------------


def classes() -> set[type[Frozen]]:
    found: set[type[Frozen]] = set()
    waiting: list[type[Frozen]] = list(CONTENT_CLASSES.values())
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [part for field in fields(model) if (part := field.row or field.group)]
    return found


def test_no_class_has_two_fields_under_one_title():
    for model in classes():
        doubled = [title for title, times in Counter(field.title for field in fields(model)).items() if times > 1]
        assert not doubled, f"{model.__name__} has two fields called {doubled}: a Fiche could not tell them apart"


def test_no_title_holds_what_parts_it_from_its_value():
    for model in classes():
        for field in fields(model):
            assert grammar.BETWEEN not in field.title, (model, field.title)
            assert not field.title.endswith(grammar.BETWEEN.rstrip()), (model, field.title)
    about = {grammar.KIND, grammar.VERIFIED, grammar.STAMP}
    for model in CONTENT_CLASSES.values():
        assert not about & {field.title for field in fields(model)}, model


def test_no_enumeration_has_two_codes_under_one_label():
    for model in classes():
        for field in fields(model):
            for kind in (field.type, *get_args(field.type)):
                if isinstance(kind, type) and issubclass(kind, Enum):
                    labels = [str(code.label) for code in kind]
                    assert len(labels) == len(set(labels)), kind
                    assert not [label for label in labels if grammar.BETWEEN_CODES.strip() in label], kind
                    assert "" not in labels, kind


# --- What is written by hand ------------------------------------------------------------------------------------------


def corrected(old: str, new: str) -> Fiche:
    lines = "\n".join(written())
    assert old in lines
    return read_back(lines.replace(old, new, 1).split("\n"))


def test_a_fact_corrected_by_hand_is_read():
    found = corrected("Montant en euros : 50,00\u00a0€", "Montant en euros : 75 €")
    assert found.content.fees[0].amount == "75.00"
    assert found.stamp == read_back(written()).stamp  # of the text that the person had before them


def test_a_row_added_by_hand_needs_no_id():
    found = corrected("  Frais :", "    Étape 3\n      Quoi : suivre la demande\n  Frais :")
    assert [step.purpose for step in found.content.steps] == ["send", "ask", "follow_up"]
    again = corrected("  Frais :", "    Étape 3\n      Quoi : suivre la demande\n  Frais :")
    assert found.content == again.content  # the same words, the same id


def test_a_reference_needs_no_name_and_an_unclear_one_is_told():
    assert corrected("Finistère [29]", "29").content.department == "29"
    found = corrected("Finistère [29]", "Finistère")
    assert [problem.line for problem in found.problems] == [6]
    assert found.content is None


WRONG = {
    "a title": ("  Titre : ", "  Tittre : ", 5, "« Titre »"),
    "a code": ("par courrier", "par pigeon", 14, "« par courrier »"),
    "a date": ("09/02/2023", "9 février 2023", 3, "09/02/2023"),
    "a date that does not exist": ("09/02/2023", "31/02/2023", 3, "calendrier"),
    "an amount": ("50,00\u00a0€", "cinquante", 24, "par exemple 50 ou 50,00"),
    "the number of a row": ("Étape 2 [ask]", "Étape 3 [ask]", 18, "« Étape 2 »"),
    "the noun of a row": ("Étape 2 [ask]", "Marche 2 [ask]", 18, "« Étape 2 »"),
    "the kind of page": ("modalités de dépôt", "modalités", 2, "« Nature : modalités de dépôt »"),
    "an indent": ("      Quoi : se", "       Quoi : se", 19, "nombre pair"),
    "a line of a text": ("        | sur l'enveloppe.", "        sur l'enveloppe.", 17, "« | »"),
    "an item": ("    - [prefecture-quimper]", "    prefecture-quimper", 8, "« - »"),
    "words beside a list": ("  Étapes :", "  Étapes : deux", 11, "lignes d'en dessous"),
    "a title said twice": ("  Frais :", "  Titre : autre\n  Frais :", 22, "déjà dit"),
    "a backslash": ("  Titre : Admission", "  Titre : \\Admission", 5, "« \\\\ »"),
    "an id given twice": ("Étape 2 [ask]", "Étape 2 [send]", 1, "repère"),
    "a title left out": ("      Quoi : se renseigner\n", "", 18, "« Quoi »"),
}


@pytest.mark.parametrize(("old", "new", "line", "advice"), WRONG.values(), ids=WRONG)
def test_what_is_written_wrong_is_told_with_its_line_and_what_to_write(old, new, line, advice):
    found = corrected(old, new)
    assert [problem.line for problem in found.problems] == [line]
    assert advice in found.problems[0].message
    assert found.content is None


def test_every_mistake_is_told_at_once():
    lines = "\n".join(written()).replace("par courrier", "par pigeon").replace("50,00", "cinquante").split("\n")
    assert [problem.line for problem in read_back(lines).problems] == [14, 24]


@laws
@given(numbers)
def test_a_fiche_cut_or_shuffled_is_never_a_traceback(number):
    rng = Random(number)
    lines = fiche("page", random_content(number, kinds=KINDS))
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                del lines[place:]
            case 1:
                lines.insert(place, lines[rng.randrange(len(lines))])
            case 2:
                lines[place] = lines[place][: rng.randint(0, len(lines[place]))]
            case 3:
                lines[place] = " " * rng.randint(0, 40) + rng.choice(HOSTILE)
            case _:
                lines.pop(place)
        if not lines:
            return
    for found in fiches(lines, french):
        assert found.problems or isinstance(found.content, Content)


def test_a_fiche_that_is_not_closed_is_told():
    [first, second] = fiches([*written()[:-1], *written()], french)
    assert first.content is None
    assert "« Fin de la fiche [aes-29] »" in first.problems[0].message
    assert second.content == parse(PROCEDURE)


def test_an_endless_indent_is_refused():
    deep = [f"{'  ' * depth}Étapes :" for depth in range(1, 900)]
    [found] = fiches(["Fiche [page]", "  Nature : modalités de dépôt", *deep, "Fin de la fiche [page]"], french)
    assert found.content is None
