"""A page in 160 to 300 characters: nothing that must be exact is cut, and the short address is always last."""

import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from offices import languages
from offices.content import OfficeContent, ProcedureContent, parse
from offices.enums import WarningCode
from offices.fixtures_reading import wanted_pages
from offices.headlines import headline
from offices.models import Warning
from offices.presentation.around import Around
from offices.presentation.blocks import Target
from offices.presentation.passing_on import LONGEST, SHORTEST, Message, of_office, of_procedure
from offices.presentation.summaries import Summary
from offices.references import nodes
from offices.words import address as on_one_line
from tests.offices.random_contents import laws
from tests.plugins.cast import AES, FILING, GRENOBLE
from tests.plugins.geography import france_again

ADDRESS = "https://ou-deposer.example.org/g/7kq2m/"
DAY = date(2026, 11, 21)
TERRITORY = "habitants de l'arrondissement de Grenoble"
PAGES = {
    "admission-exceptionnelle-au-sejour": Target(AES["title"], "/fondements/aes/", parse(AES)),
    "prefecture-grenoble": Target(GRENOBLE["name"], "/guichets/prefecture-grenoble/", parse(GRENOBLE)),
}
STREET = {"lines": ["Bureau du séjour", "12 place de Verdun"], "postcode": "38000", "city": "Grenoble Cedex 1"}
ENVELOPE = "Bureau du séjour, 12 place de Verdun, 38000 Grenoble Cedex 1"
POST = {"id": "post", "purpose": "send", "channel": "post", "address": STREET}
BOOK = {"id": "book", "purpose": "book", "channel": "booking", "url": "https://www.isere.gouv.fr/rdv", "code": "AB-12"}
BRING = {"id": "bring", "purpose": "hand_in", "channel": "counter", "address": STREET}


def procedure(**facts) -> ProcedureContent:
    return parse(FILING | {"steps": [POST]} | facts)


def sent(document: ProcedureContent, *, warnings=(), verified_on=None, pages=PAGES, day=DAY) -> Message:
    beside = Around(pages=pages, warnings=tuple(warnings), day=day)
    said = headline(document, beside.titles, day=day)
    return of_procedure(document, beside, headline=said, territory=TERRITORY, verified_on=verified_on, address=ADDRESS)


def sent_of_office(document: OfficeContent, summaries=(), verified_on=None, warnings=()) -> Message:
    beside = Around(day=DAY, warnings=tuple(warnings))
    return of_office(document, beside, summaries=summaries, verified_on=verified_on, address=ADDRESS)


def summary(text: str, **facts) -> Summary:
    given = {"grounds": ("Salarié",), "verified_on": None, "warned": False} | facts
    return Summary(url="", headline=text, families=frozenset(), refuses_all=False, **given)


# --- What it says ----------------------------------------------------------------------------------------------------


def test_a_letter_has_its_whole_address_in_the_sentence_that_says_to_write():
    text = sent(procedure(), verified_on=date(2023, 2, 9)).text
    assert text.split("\n") == [
        "Admission exceptionnelle au séjour – préfecture de Grenoble",
        f"La demande se fait par courrier : {ENVELOPE}",
        "Confirmé le 9 février 2023.",
        ADDRESS,
    ]


def test_of_two_acts_each_has_its_place_and_its_code():
    near = BRING | {"address": {"lines": ["12 place de Verdun"], "postcode": "38000", "city": "Grenoble"}}
    text = sent(procedure(steps=[BOOK, near])).text
    assert "Rendez-vous en ligne : https://www.isere.gouv.fr/rdv – code de réservation : AB-12\n" in text
    assert "Au guichet : 12 place de Verdun, 38000 Grenoble\n" in text


def test_where_both_places_do_not_fit_the_first_act_keeps_its_own():
    far = STREET | {"lines": ["Bureau du séjour des étrangers et de l'asile, entrée C", "12 place de Verdun " * 4]}
    text = sent(procedure(steps=[BOOK, BRING | {"address": far}])).text
    assert BOOK["url"] in text
    assert "Au guichet" not in text


@pytest.mark.parametrize(
    "limit",
    [
        {"only_if": "vous travaillez"},
        {"valid_until": "2027-01-31"},
        {"valid_from": "2027-01-31"},
        {"grounds": ["aes-travail"]},
    ],
)
def test_an_address_that_is_not_for_everybody_or_not_for_good_is_left_to_the_page(limit):
    text = sent(procedure(steps=[POST | limit])).text
    assert "Verdun" not in text


def test_who_does_not_handle_requests_says_so_before_all():
    text = sent(procedure(handling="not_handled", steps=[])).text
    assert "Ce guichet ne traite pas ces demandes." in text


def test_a_warning_stands_before_what_it_warns_of():
    warning = Warning(code=WarningCode.ADDRESS_DOUBTFUL)
    text = sent(procedure(), warnings=[warning]).text
    assert text.index("L'adresse indiquée est douteuse") < text.index("par courrier")


def test_many_warnings_become_one_and_none_is_lost_without_a_word():
    warnings = [Warning(code=code) for code in WarningCode]
    text = sent(procedure(title="Très long " * 30), warnings=warnings).text
    assert "Mise en garde" in text


def test_a_headline_that_does_not_fit_sends_to_the_page():
    steps = [POST | {"id": f"s{n}", "only_if": f"vous relevez du cas numéro {n} de la liste"} for n in range(9)]
    assert "La façon de déposer dépend de votre cas : lisez la page." in sent(procedure(steps=steps)).text


def test_a_short_text_goes_on_with_what_is_useful_until_it_is_long_enough():
    text = sent(procedure(handling="unknown", title="AES", steps=[])).text
    assert "Pour : habitants de l'arrondissement de Grenoble." in text
    assert len(text) >= SHORTEST


def test_nothing_is_added_to_a_text_that_is_long_enough():
    assert "Pour :" not in sent(procedure()).text


def test_an_office_says_what_its_pages_say_each_with_its_day():
    said = [summary("La demande se fait par courrier.", verified_on=date(2023, 2, 9)), summary("On ne sait pas.")]
    text = sent_of_office(parse(GRENOBLE), said).text
    assert "Salarié : La demande se fait par courrier. Confirmé le 9 février 2023.\n" in text
    assert "Salarié : On ne sait pas. Personne ne l'a encore confirmé.\n" in text
    assert "Toutes démarches : 12 place de Verdun, 38000 Grenoble" in text


def test_an_office_whose_page_is_under_a_warning_says_so():
    assert "Mise en garde : lisez la page." in sent_of_office(parse(GRENOBLE), [summary("Oui.", warned=True)]).text


def test_an_office_with_many_pages_says_how_many():
    text = sent_of_office(parse(GRENOBLE), [summary("La demande se fait par courrier.")] * 9).text
    assert "9 pages disent comment y déposer une demande" in text


def test_no_space_of_ours_costs_a_message_its_alphabet():
    """U+00A0 is not in GSM 03.38: one of them, and an SMS holds 70 characters instead of 160."""
    said = summary("Il faut s'adresser ailleurs\u00a0: Préfecture de l'Isère.")
    assert "\u00a0" not in sent_of_office(parse(GRENOBLE), [said]).text


def test_behind_words_that_are_read_from_the_right_an_address_has_its_own_line():
    street = STREET | {"lines": ["12 place de Verdun"]}
    with override("ar"):
        lines = sent(procedure(steps=[POST | {"address": street}])).text.split("\n")
    assert "12 place de Verdun, 38000 Grenoble Cedex 1" in lines


def test_the_link_opens_the_very_text():
    message = sent(procedure())
    assert message.sms.startswith("sms:?&body=")
    assert unquote(message.sms.removeprefix("sms:?&body=")) == message.text


# --- What holds of all -----------------------------------------------------------------------------------------------

EXACT = {
    "web address": re.compile(r"https?://\S+"),
    "e-mail": re.compile(r"[^\s@]+@[^\s@]+"),
    "postcode": re.compile(r"\b\d{5}\b [^\n–]+"),
}


def holds(message: Message, document) -> None:
    text = message.text
    assert SHORTEST <= len(text) <= LONGEST, (len(text), text)
    assert text.split("\n")[-1] == ADDRESS
    below_its_name = text.partition("\n")[2]
    written = {"web address": {ADDRESS}, "e-mail": set(), "postcode": set()}
    for node in nodes(document):
        written["web address"] |= {getattr(node, name, "") for name in ("url", "website")}
        written["e-mail"].add(getattr(node, "email", ""))
        if place := getattr(node, "address", None):
            whole = on_one_line(place if hasattr(place, "postcode") else place.address)
            if place.lines and place.lines[-1] in below_its_name and len(place.lines[-1]) > 12:
                assert whole in text, (whole, text)
            written["postcode"].add(f"{place.postcode} {place.city}")
    for kind, pattern in EXACT.items():
        for found in pattern.findall(text):
            assert found.strip() in written[kind], (kind, found, text)


@pytest.fixture(scope="module")
def first_content(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        france_again()
        return {page.slug: page.content for page in wanted_pages()}


@pytest.mark.django_db
def test_every_page_of_the_first_content_can_be_passed_on(first_content):
    contents = first_content
    pages = {slug: Target(content.title, f"/{slug}/", content) for slug, content in contents.items()}
    procedures = [content for content in contents.values() if isinstance(content, ProcedureContent)]
    offices = {slug: content for slug, content in contents.items() if isinstance(content, OfficeContent)}
    for document in procedures:
        holds(sent(document, verified_on=date(2023, 12, 22), pages=pages), document)
    for slug, document in offices.items():
        here = [content for content in procedures if slug in content.offices]
        said = [
            summary(headline(content, {}, day=DAY), grounds=tuple(pages[ground].title for ground in content.grounds))
            for content in here
        ]
        holds(sent_of_office(document, said, verified_on=date(2023, 12, 22)), document)
    assert len(procedures) > 50 and len(offices) > 300


SIGNS = st.sampled_from([*"abcé ’'\"<>&%,;.:-–/0123456789", "\u00a0", "\u200f", "ع", "👩", "œ"])
LINES = st.text(SIGNS, min_size=1, max_size=150).map(str.strip).filter(bool)
TOWNS = st.sampled_from(["Grenoble", "Le Puy-en-Velay Cedex", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson"])
POSTAL = st.fixed_dictionaries(
    {"lines": st.lists(LINES, max_size=4), "postcode": st.sampled_from(["", "38000"]), "city": TOWNS}
)
STEPS = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from(["book", "send", "hand_in", "ask"]),
        "channel": st.sampled_from(["post", "dropbox", "online_form", "booking", "email", "phone", "counter"]),
        "address": POSTAL,
        "url": st.integers(0, 400).map(lambda size: f"https://exemple.org/{'a' * size}" if size > 20 else ""),
        "email": st.sampled_from(["", "guichet@exemple.org", f"{'g' * 60}@exemple.org"]),
        "phone": st.sampled_from(["", "04 76 60 34 00"]),
        "code": st.sampled_from(["", "AB 12-7"]),
        "marking": st.sampled_from(["", "SÉJOUR – NE PAS PLIER"]),
        "alternative": st.booleans(),
        "only_if": st.sampled_from(["", "", "", "vous travaillez"]),
    }
)


@laws
@given(
    title=LINES,
    steps=st.lists(STEPS, max_size=5),
    handling=st.sampled_from(["handled", "not_handled", "unknown"]),
    warnings=st.lists(st.sampled_from(list(WarningCode)), max_size=5, unique=True),
    verified_on=st.sampled_from([None, date(2023, 2, 9)]),
)
def test_whatever_is_written_fits_and_is_not_cut(title, steps, handling, warnings, verified_on):
    rows = [{"id": f"s{number}", **step} for number, step in enumerate(steps)]
    document = procedure(title=title, steps=rows, handling=handling)
    message = sent(document, warnings=[Warning(code=code) for code in warnings], verified_on=verified_on)
    holds(message, document)


@laws
@given(name=LINES, addresses=st.lists(POSTAL, max_size=3), headlines=st.lists(LINES, max_size=4))
def test_whatever_an_office_is_called_it_fits(name, addresses, headlines):
    rows = [{"id": f"a{number}", "address": address} for number, address in enumerate(addresses)]
    document = parse(GRENOBLE | {"name": name, "addresses": rows})
    message = sent_of_office(document, [summary(text) for text in headlines])
    assert SHORTEST <= len(message.text) <= LONGEST
    assert message.text.split("\n")[-1] == ADDRESS


@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_another_language_the_ground_bears_its_name_there_and_the_address_stays_whole(language):
    with override(language):
        message = sent(procedure(), verified_on=date(2023, 2, 9))
        assert message.text.startswith(f"{gettext(AES['title'])} – {GRENOBLE['name']}\n")
    assert ENVELOPE in message.text
    assert f"{languages.OPEN}{ENVELOPE}{languages.CLOSE}" in message.shown
    assert SHORTEST <= len(message.text) <= LONGEST
