"""One document from bytes to pages: nothing invented, nothing lost, the same again."""

import random
from datetime import date

import pytest

from offices.content import canonical
from offices.importing.anomalies import Code
from offices.importing.documents import Parsed, parse_document
from offices.importing.reading import Refused
from tests.offices.importing.official import france
from tests.offices.importing.samples import BANNER, BY_POST, REFUSING, block, dossier

TODAY = date(2026, 11, 20)
SAMPLE = dossier(
    block(
        f"### *À lire d'abord*\n\n{BY_POST}\n\n*Pièces à joindre :*\n\n- *4 photos ;*\n\n{BANNER}\n\n"
        "- *votre passeport*\n\n*Tout dossier incomplet est renvoyé.*"
    ),
    block("Venez le mardi de 9h à 12h, sans rendez-vous.", heading="Sous-préfecture de Brest", way="sur place"),
    REFUSING,
)
GUIDE = """
Lieu de dépôt d'une demande de titre de séjour

Rappel contextuel

Tout dépend du motif* de la demande.

**une note sur le motif.*

Sur l'ANEF

- Étudiant ;
- Famille de français : conjoint de français, parent d'enfant français ;
- Talent (anciennement : "passeport-talent")

Hors ANEF

- Salarié ;
- Étranger entré en France avant ses 13 ans (10 ans dans certains cas) ;
- Demandes d'admission exceptionnelle au séjour

Comment obtenir RDV auprès de la Préfecture du Finistère pour les autres demandes ?

La demande se fait sur un téléservice.

- ▶ Créer un compte
- ▶ Attendre : la préfecture prend contact

The screenshot shows a form. A banner states 'ancien-nom.fr s'appelle maintenant nouveau-nom.gouv.fr'.

Un dossier complet évite des mois d'attente !

Se tenir informé·e

La rubrique « actualités » annonce les changements.
""".encode()


def parse(data: bytes) -> Parsed:
    return parse_document("essai.txt", data, france(), TODAY)


def test_every_line_of_a_dossier_and_of_a_guide_has_become_something():
    for data in (SAMPLE, GUIDE):
        parsed = parse(data)
        assert set(parsed.account) == set(range(1, data.count(b"\n") + 2))
        assert "unplaced" not in parsed.account.values()


def test_reading_again_gives_the_same_pages():
    first, second = parse(SAMPLE), parse(SAMPLE)
    assert [canonical(page.content) for page in first.pages] == [canonical(page.content) for page in second.pages]


def test_passages_hold_only_words_of_the_document_in_their_order():
    [page, *_rest] = parse(SAMPLE).pages
    plain = SAMPLE.decode().replace(BANNER, "").replace("*", "").replace("#", "")
    squeezed = "".join(plain.split())
    for passage in page.content.passages:
        assert "".join(passage.text.replace("#", "").split()) in squeezed


MUTATIONS = {
    "line ends of another system": lambda data: data.replace(b"\n", b"\r\n"),
    "no emphasis": lambda data: data.replace(b"*", b""),
    "typographic apostrophes": lambda data: data.replace(b"'", "’".encode()),
    "unbreakable spaces": lambda data: data.replace(b" :", "\u00a0:".encode()),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_what_changes_no_fact_changes_no_step(mutation):
    def steps(data: bytes) -> list:
        return [
            [(step.purpose, step.channel, step.address.postcode, len(step.hours)) for step in page.content.steps]
            for page in parse(data).pages
        ]

    assert steps(mutation(SAMPLE)) == steps(SAMPLE)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_document_is_read_or_refused_and_keeps_its_account(seed):
    """Truncated, shuffled, doubled, cut short, with stray signs: never a traceback, never a line forgotten."""
    chance = random.Random(seed)
    lines = (SAMPLE if seed % 3 else GUIDE).split(b"\n")
    match seed % 5:
        case 0:
            lines = lines[: chance.randrange(len(lines))]
        case 1:
            chance.shuffle(lines)
        case 2:
            start = chance.randrange(len(lines))
            lines = lines[: start + 12] + lines[start:]
        case 3:
            lines = [line[: chance.randrange(4, 80)] for line in lines]
        case 4:
            signs = b"*#[]()<>_-:. 019"
            lines = [line + bytes(chance.choices(signs, k=3)) for line in lines]
    data = b"\n".join(lines)
    try:
        parsed = parse(data)
    except (Refused, UnicodeDecodeError) as refusal:
        assert isinstance(refusal, Refused)
    else:
        assert set(parsed.account) == set(range(1, len(lines) + 1))


def test_a_guide_makes_grounds_sections_and_the_way_of_one_prefecture():
    pages = {page.slug: page.content for page in parse(GUIDE).pages}
    assert {slug: page.filing for slug, page in pages.items() if page.kind == "ground"} == {
        "etudiant": "anef",
        "famille-de-francais": "anef",
        "talent": "anef",
        "salarie": "office",
        "entre-avant-13-ans": "office",
        "aes": "office",
    }
    assert pages["talent"].former_name == "passeport-talent"
    assert pages["famille-de-francais"].includes == ("conjoint de français", "parent d'enfant français")
    assert pages["entre-avant-13-ans"].conditions[0].text == "10 ans dans certains cas"
    guide = pages["lieu-de-depot"]
    assert [section.kind for section in guide.sections] == ["context", "footnote", "steps", "warning", "tip"]
    assert guide.renamings[0].name == "nouveau-nom.gouv.fr"
    procedure = pages["salarie-29-prefecture-quimper"]
    assert (procedure.grounds, procedure.steps[0].needs) == (("salarie", "entre-avant-13-ans"), ("account",))


def test_a_text_that_is_neither_a_dossier_nor_the_guide_is_refused():
    with pytest.raises(Refused, match="aucun département"):
        parse("Une page sur le séjour, sans plus.".encode())


def test_two_blocks_of_the_same_offices_are_not_one():
    parsed = parse(dossier(block(BY_POST), block("Venez le lundi.")))
    assert Code.DUPLICATE_BLOCK in {anomaly.code for anomaly in parsed.anomalies}
    assert [(page.slug, page.held) for page in parsed.pages] == [
        ("aes-29-prefecture-quimper", False),
        ("aes-29-prefecture-quimper-2", True),
    ]


def test_a_huge_document_is_read_in_bounded_work():
    """Facts are read from the beginning of a block that no préfecture could have written; all its words are kept."""
    many = "\n\n".join(f"Phrase numéro {number}." for number in range(3_000))
    parsed = parse(dossier(block(f"{BY_POST}\n\n{many}")))
    assert Code.LONG_PARAGRAPH in {anomaly.code for anomaly in parsed.anomalies}
    assert "Phrase numéro 2999." in parsed.pages[0].content.passages[-1].text
