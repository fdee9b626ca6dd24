"""One sentence that says how to file, true on whatever day it is read."""

import pytest

from offices.content import parse
from offices.enums import Channel
from offices.headlines import channels, headline

BOOK = {"purpose": "book", "channel": "booking"}
HAND_IN = {"purpose": "hand_in", "channel": "counter"}
WEDNESDAY = {"id": "h1", "days": ["wed"], "part": "afternoon", "walking": "without_appointment"}


def send(channel: str, **facts) -> dict:
    return {"purpose": "send", "channel": channel, **facts}


def procedure(*steps, **facts):
    named = {"title": "Titre de séjour", "department": "38", "offices": ["prefecture-grenoble"], "grounds": ["aes"]}
    rows = [{"id": f"s{number}", **step} for number, step in enumerate(steps)]
    return parse({"kind": "procedure", **named, **facts, "steps": rows})


def said(*steps, names=None, **facts) -> str:
    """The headline, with plain spaces before its punctuation."""
    return headline(procedure(*steps, **facts), names).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([send("post")], "La demande se fait par courrier."),
        ([send("online_form")], "La demande se fait par formulaire en ligne."),
        (
            [send("post", registered="with_receipt")],
            "La demande se fait par courrier recommandé avec accusé de réception.",
        ),
        (
            [send("post"), send("dropbox", alternative=True)],
            "La demande se fait par courrier ou par dépôt dans la boîte aux lettres.",
        ),
        (
            [send("post"), send("email", alternative=True), send("online_form", alternative=True)],
            "La demande se fait par courrier, par courriel ou par formulaire en ligne.",
        ),
        (
            [{**HAND_IN, "hours": [WEDNESDAY]}],
            "La demande se fait au guichet, sans rendez-vous, le mercredi après-midi.",
        ),
        (
            [BOOK, HAND_IN],
            "Il faut d'abord prendre rendez-vous en ligne, puis remettre le dossier au guichet.",
        ),
        (
            [{**BOOK, "channel": "phone"}, {**BOOK, "channel": "email", "alternative": True}, HAND_IN],
            "Il faut d'abord prendre rendez-vous par téléphone ou par courriel, puis remettre le dossier au guichet.",
        ),
        (
            [send("email"), HAND_IN],
            "Il faut d'abord envoyer la demande par courriel, puis remettre le dossier au guichet.",
        ),
        (
            [BOOK, {**send("post"), "alternative": True}],
            "Il faut prendre rendez-vous en ligne ou envoyer la demande par courrier.",
        ),
        ([BOOK], "Il faut prendre rendez-vous en ligne."),
        ([{"purpose": "hand_in"}], "Il faut remettre le dossier."),
    ],
)
def test_the_steps_that_file_the_request_make_the_sentence(steps, sentence):
    assert said(*steps) == sentence


def test_what_accompanies_the_request_stays_out_of_the_sentence():
    around = [{"purpose": purpose, "channel": "email"} for purpose in ("gather", "pay", "follow_up", "ask")]
    assert said(*around, send("post"), *around) == "La demande se fait par courrier."


def test_a_choice_with_a_step_that_stays_out_is_no_choice_between_two_ways():
    steps = [send("post"), {"purpose": "ask", "channel": "phone"}, {**HAND_IN, "alternative": True}]
    assert said(*steps) == "Il faut d'abord envoyer la demande par courrier, puis remettre le dossier au guichet."


def test_the_hours_of_a_counter_are_left_out_where_one_comes_by_appointment():
    assert "mercredi" not in said(BOOK, {**HAND_IN, "hours": [WEDNESDAY]})


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"handling": "not_handled"}, "Ce guichet ne traite pas ces demandes."),
        (
            {"handling": "not_handled", "offices": ["sous-prefecture-belley", "sous-prefecture-nantua"]},
            "Ces guichets ne traitent pas ces demandes.",
        ),
        (
            {"handling": "not_handled", "scope": "all_permits"},
            "Ce guichet ne traite aucune demande de titre de séjour.",
        ),
        (
            {"handling": "not_handled", "see_instead": {"office": "prefecture-moulins"}},
            "Ce guichet ne traite pas ces demandes. Il faut s'adresser à un autre guichet.",
        ),
        ({"handling": "unknown"}, "On ne sait pas si ce guichet traite ces demandes."),
        (
            {"handling": "unknown", "offices": ["sous-prefecture-gex", "sous-prefecture-nantua"]},
            "On ne sait pas si ces guichets traitent ces demandes.",
        ),
        ({"way": "unknown"}, "Ce guichet est compétent, mais la façon de déposer la demande n'est pas connue."),
        ({}, "Ce guichet est compétent, mais la façon de déposer la demande n'est pas connue."),
        (
            {"way": "other_procedure", "see_instead": {"label": "une première demande de titre de séjour"}},
            "Rien n'est dit de cette demande ; seule une autre démarche est décrite : "
            "une première demande de titre de séjour.",
        ),
        (
            {"way": "other_procedure", "handling": "unknown"},
            "Rien n'est dit de cette demande ; seule une autre démarche est décrite.",
        ),
    ],
)
def test_what_is_not_known_or_not_handled_is_said_so(facts, sentence):
    assert said(**facts) == sentence


def test_steps_of_another_procedure_are_not_those_of_the_request():
    only_other = {"way": "other_procedure", "see_instead": {"label": "une première demande"}}
    described = "Rien n'est dit de cette demande ; seule une autre démarche est décrite : une première demande. "
    assert said(send("post"), **only_other) == f"{described}Elle se fait par courrier."
    assert said(BOOK, **only_other) == f"{described}Pour elle, il faut prendre rendez-vous en ligne."


def test_an_office_that_handles_nothing_says_nothing_of_its_old_steps():
    assert said(send("post"), handling="not_handled") == "Ce guichet ne traite pas ces demandes."


def test_a_page_to_go_to_is_named_where_its_name_is_known():
    names = {"prefecture-moulins": "Préfecture de Moulins"}
    assert said(handling="not_handled", see_instead={"office": "prefecture-moulins"}, names=names) == (
        "Ce guichet ne traite pas ces demandes. Il faut s'adresser ailleurs : Préfecture de Moulins."
    )


# --- True on any day, for any ground -------------------------------------------------------------------------------


def test_ways_that_follow_each_other_in_time_have_each_their_sentence():
    online = send("online_form", valid_from="2023-01-01")
    assert said(online, send("post", valid_until="2022-12-31")) == (
        "Jusqu'au 31 décembre 2022, la demande se fait par courrier. "
        "À partir du 1er janvier 2023, la demande se fait par formulaire en ligne."
    )


def test_a_step_that_begins_one_day_says_it():
    later = {**send("email"), "alternative": True, "valid_from": "2023-03-01"}
    assert said(send("post"), later) == "La demande se fait par courrier ou par courriel (à partir du 1er mars 2023)."


def test_a_step_under_a_condition_says_it():
    assert said(send("email", only_if="quelqu'un vous héberge")) == (
        "La demande se fait par courriel (seulement si quelqu'un vous héberge)."
    )


def test_ways_that_depend_on_the_ground_have_each_their_sentence():
    steps = [send("post", grounds=["aes-travail"]), send("email", grounds=["aes-vie-privee"])]
    assert said(*steps) == (
        "Pour certains fondements, la demande se fait par courrier. "
        "Pour d'autres fondements, la demande se fait par courriel."
    )
    names = {"aes-travail": "AES par le travail", "aes-vie-privee": "AES vie privée"}
    assert said(*steps, names=names) == (
        "Pour AES par le travail, la demande se fait par courrier. "
        "Pour AES vie privée, la demande se fait par courriel."
    )


def test_one_way_to_two_addresses_by_ground_is_one_way():
    steps = [send("post", grounds=["aes"]), send("post", grounds=["salarie"])]
    assert said(*steps, grounds=["aes", "salarie"]) == "La demande se fait par courrier."


# --- Channels ------------------------------------------------------------------------------------------------------


def test_channels_are_those_of_the_steps_each_once_and_first_those_that_file():
    steps = [{"purpose": "ask", "channel": "phone"}, BOOK, HAND_IN, send("post"), {**HAND_IN, "id": "again"}]
    assert channels(procedure(*steps)) == [Channel.BOOKING, Channel.COUNTER, Channel.POST, Channel.PHONE]


def test_no_step_or_no_channel_gives_no_channel():
    assert channels(procedure()) == channels(procedure({"purpose": "gather"})) == []
