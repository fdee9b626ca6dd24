"""What a person reads before leaving home: where, when, with what. What the page does not say is said to be unsaid."""

from offices.content import parse
from offices.presentation.around import Around
from offices.presentation.blocks import Target
from offices.presentation.brief import Brief, brief

AROUND = Around(pages={"prefecture-mende": Target("Préfecture de la Lozère", "/guichets/prefecture-mende/")})
HAND_IN = {"id": "s2", "purpose": "hand_in", "channel": "counter", "office": "prefecture-mende"}
LETTER = {
    "id": "s1",
    "purpose": "send",
    "channel": "post",
    "address": {"lines": ["Bureau du séjour", "2 rue de la Rovère"], "postcode": "48000", "city": "MENDE"},
}


def of(*steps, **facts) -> Brief | None:
    offices = {"department": "48", "offices": ["prefecture-mende"], "grounds": ["aes"]}
    document = {"kind": "procedure", "title": "Une démarche", **offices, "steps": steps, **facts}
    return brief(parse(document), AROUND)


def said(mentions) -> list[tuple[str, str]]:
    return [(mention.text.replace("\u00a0", " "), mention.anchor) for mention in mentions]


def test_one_goes_where_the_file_is_handed_in_not_where_one_books():
    booking = {"id": "s1", "purpose": "book", "channel": "booking", "url": "https://rdv.example.org"}
    assert said(of(booking, HAND_IN).where) == [("Préfecture de la Lozère", "etape-s2")]


def test_a_letter_goes_to_the_first_line_of_its_envelope_and_both_places_of_a_choice_are_named():
    choice = of(LETTER, HAND_IN | {"alternative": True})
    assert said(choice.where) == [("Bureau du séjour, MENDE", "etape-s1"), ("Préfecture de la Lozère", "etape-s2")]


def test_a_request_on_line_names_the_site():
    form = {"id": "s1", "purpose": "send", "channel": "online_form", "url": "https://www.lozere.gouv.fr/aes"}
    assert said(of(form).where) == [("En ligne, sur lozere.gouv.fr", "etape-s1")]


def test_hours_name_the_act_where_there_are_several():
    call = {
        "id": "s1",
        "purpose": "book",
        "channel": "phone",
        "phone": "04 66 49 60 00",
        "hours": [{"id": "h1", "days": ["mon"], "opens": "14:00", "closes": "16:00"}],
    }
    assert said(of(call, HAND_IN).when) == [
        ("Téléphone : lundi de 14 h à 16 h", "etape-s1"),
        ("sur rendez-vous", "etape-s1"),
    ]


def test_nobody_asks_when_to_post_a_letter_but_a_counter_whose_hours_are_unsaid_is_said_to_be_so():
    assert of(LETTER).when is None
    assert of(HAND_IN).when == ()


def test_what_to_prepare_counts_documents_and_names_envelopes_stamps_and_what_steps_demand():
    prepared = of(
        LETTER | {"needs": ["email_address"], "registered": "with_receipt"},
        requirements=[
            {"id": "r1", "document": "stamped_envelope", "quantity": 2},
            {"id": "r2", "document": "passport"},
        ],
        fees=[{"id": "f1", "amount": "50.00", "means": "either_stamp"}],
        downloads=[{"id": "d1", "title": "Formulaire"}],
    ).prepare
    assert said(prepared) == [
        ("2 pièces, dont 2 enveloppes timbrées", "pieces"),
        ("50,00 € en timbres fiscaux", "frais"),
        ("1 document à télécharger", "telecharger"),
        ("une adresse électronique", "etape-s1"),
        ("un envoi recommandé", "etape-s1"),
    ]


def test_a_page_that_does_not_say_how_to_file_has_no_brief():
    assert of(HAND_IN, handling="not_handled") is None
    assert of(handling="unknown") is None
    assert of() is None
