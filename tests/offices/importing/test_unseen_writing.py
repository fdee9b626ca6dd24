"""Ways of writing that the known dossiers do not have, and sizes that no dossier has."""

from datetime import date

import pytest

from offices.enums import DownloadKind, SourceKind
from offices.importing.anomalies import Code
from offices.importing.documents import MOST_BLOCKS, parse_document
from offices.importing.reading import Refused
from tests.offices.importing.official import france
from tests.offices.importing.samples import BANNER, BY_POST, block, dossier
from tests.offices.importing.test_facts import TODAY, plain, produced, read

CERGY = f"""{BANNER}

Région Île-de-France
Département du Val-d'Oise (95)
Préfecture de Cergy
Sous-préfectures : Argenteuil, Sarcelles

## Préfecture de Cergy

Dernière mise à jour : 03/05/2023

La demande d'admission exceptionnelle au séjour se fait par voie postale.

Les modalités sont reproduites ici :

*Écrivez-nous.*
"""


def parsed(text: str):
    return parse_document("essai.txt", text.encode(), france(), TODAY)


def test_a_prefecture_is_found_by_the_town_where_it_stands_as_by_its_official_seat():
    dossier_of_cergy = parsed(CERGY)
    assert dossier_of_cergy.pages[0].content.offices == ("prefecture-pontoise",)
    assert Code.UNKNOWN_OFFICE not in {anomaly.code for anomaly in dossier_of_cergy.anomalies}


@pytest.mark.parametrize(
    "line",
    [
        "1. Département du Finistère (29) ..... 2",
        "2) Département du Finistère (29) …… p. 12",
        "Département du Finistère (29) 3",
    ],
)
def test_a_table_of_contents_may_number_its_lines_and_give_their_pages(line):
    text = dossier(block(BY_POST)).decode().replace("**Département du Finistère (29)**", line)
    codes = {anomaly.code for anomaly in parsed(text).anomalies}
    assert not codes & {Code.UNPLACED_LINE, Code.DEPARTMENT_NOT_IN_CONTENTS}


def test_a_date_may_be_followed_by_a_remark_between_brackets():
    made = produced(BY_POST, dated="14/03/2023 (revu le 20/03/2023)")
    assert made.verified_on == date(2023, 3, 14)
    assert not made.held


@pytest.mark.parametrize("at", ["[at]", "(at)", " [arobase] "])
def test_an_address_hidden_from_machines_is_one_and_its_words_stay_as_they_are(at):
    quoted = f"Transmettez votre demande par courriel à titres{at}finistere.gouv.fr."
    made = read(quoted, way="par courriel")
    assert [step.email for step in made.steps] == ["titres@finistere.gouv.fr"]
    assert made.passages[0].text == quoted


def test_the_national_platform_named_for_renewals_is_no_way_to_file_a_first_request():
    made = read(
        "Déposez votre demande sur https://www.demarches-simplifiees.fr/commencer/essai-29. Les renouvellements se "
        "font sur https://administration-etrangers-en-france.interieur.gouv.fr",
        way="en ligne",
    )
    assert [step.url for step in made.steps] == ["https://www.demarches-simplifiees.fr/commencer/essai-29"]


def test_a_form_whose_link_is_lost_is_still_named():
    made = read(f"Remplissez le formulaire de demande (consultable ici) avant tout envoi.\n\n{BY_POST}")
    assert plain(made.downloads) == [{"title": "Formulaire de demande"}]
    assert made.downloads[0].kind == DownloadKind.FORM


def test_a_link_that_the_association_gives_for_appointments_is_a_booking_source_whatever_it_looks_like():
    url = "https://www.finistere.gouv.fr/accueil-a100.html"
    made = read(BY_POST, own=f"Prendre un rendez-vous via le lien suivant : <{url}>")
    assert (made.sources[0].kind, made.sources[0].url) == (SourceKind.BOOKING, url)


def test_a_file_with_more_blocks_than_france_has_offices_is_refused_before_they_are_interpreted():
    with pytest.raises(Refused, match="blocs"):
        parse_document("essai.txt", dossier(*[block("Venez.")] * (MOST_BLOCKS + 1)), france(), TODAY)


def test_a_paragraph_of_thousands_of_links_is_quoted_and_makes_no_step():
    links = " ".join(f"<https://www.finistere.gouv.fr/booking/create/{number}>" for number in range(3_000))
    made = produced(f"Choisissez {links}", way=None)
    assert len(made.content.steps) < 300
    assert "create/2999" in "".join(passage.text for passage in made.content.passages)


def test_a_name_longer_than_a_mailbox_may_have_is_no_address():
    """The limit of RFC 5321 also keeps a file of one endless word from being read over and over."""
    made = read(f"Écrivez à {'a' * 65}@finistere.gouv.fr ou à titres@finistere.gouv.fr.", way="par courriel")
    assert {step.email for step in made.steps if step.email} <= {"titres@finistere.gouv.fr"}


def test_an_address_under_a_headline_of_the_counter_is_that_of_the_counter():
    quoted = "*Accueil à l'adresse suivante :*\n\n**Préfecture**\n\n**14 rue des Goélands**\n\n**29000 QUIMPER**"
    (step,) = read(quoted, way="sur place, sans rendez-vous").steps
    assert (step.purpose, step.channel) == ("hand_in", "counter")
    assert (step.address.postcode, step.address.city) == ("29000", "QUIMPER")


def test_ways_for_other_grounds_are_not_at_choice_and_each_has_its_own_code():
    url = "https://www.rdv.finistere.gouv.fr/booking/create"
    quoted = (
        f"- AES par le travail (code AESTRAV) : <{url}/11>\n- AES vie privée et familiale (code AESVPF) : <{url}/12>"
    )
    book = [step for step in read(quoted, way="par voie dématérialisée").steps if step.purpose == "book"]
    assert [(step.grounds, step.code, step.alternative) for step in book] == [
        (("aes-travail",), "AESTRAV", False),
        (("aes-vie-privee",), "AESVPF", False),
    ]


def test_one_way_that_ends_and_one_that_begins_follow_each_other():
    quoted = (
        "Jusqu'au 31 décembre 2026, les demandes se font par courrier. À compter du 1er janvier 2027, elles se feront "
        "en ligne sur https://www.demarches-simplifiees.fr/commencer/aes-29."
    )
    steps = read(quoted, way=None).steps
    assert [(step.channel, step.valid_from, step.valid_until, step.alternative) for step in steps] == [
        ("post", None, date(2026, 12, 31), False),
        ("online_form", date(2027, 1, 1), None, False),
    ]


def test_addresses_by_arrondissement_are_each_for_theirs():
    quoted = (
        "Envoyez le dossier par courrier :\n\n*- Arrondissement de Brest :*\n\n*Sous-préfecture de Brest*\n"
        "*3 rue Parmentier*\n*29200 Brest*\n\n*- Arrondissements de Quimper et de Morlaix :*\n\n"
        "*Préfecture du Finistère*\n*7-11 promenade du Steïr*\n*29000 Quimper*"
    )
    assert [(step.address.city, step.only_if) for step in read(quoted).steps] == [
        ("Brest", "Arrondissement de Brest"),
        ("Quimper", "Arrondissements de Quimper et de Morlaix"),
    ]


def test_a_block_may_name_three_offices_of_both_kinds():
    quoted = block(BY_POST, heading="## Préfecture de Quimper, sous-préfectures de Brest et de Morlaix")
    [page] = parse_document("essai.txt", dossier(quoted), france(), TODAY).pages
    assert page.content.offices == ("prefecture-quimper", "sous-prefecture-brest", "sous-prefecture-morlaix")


def test_people_of_another_arrondissement_who_go_elsewhere_do_not_limit_the_territory():
    quoted = "Les personnes domiciliées dans l'arrondissement de Brest s'adressent à la sous-préfecture de Brest."
    assert read(f"{quoted}\n\n{BY_POST}").territory.arrondissements == ()


def test_a_desk_that_is_closed_on_some_days_is_no_refused_way():
    made = read("Les guichets de dépôt sont fermés le mercredi. Ouverts de 8h45 à 11h45.", way="sur place")
    assert made.forbidden_channels == ()
    assert plain(made.steps[0:1])[0]["hours"] == [{"opens": "08:45", "closes": "11:45", "note": "fermés le mercredi"}]


def test_a_silence_that_is_a_refusal_is_no_processing_time():
    quoted = "Sans réponse dans un délai de quatre mois, la demande est rejetée."
    assert read(f"{quoted}\n\n{BY_POST}").processing_times == ()


def test_writing_to_an_address_with_what_is_asked_is_a_way_to_file():
    quoted = (
        "Vous devez écrire à sp-brest@finistere.gouv.fr en indiquant votre nom et votre nationalité, et en joignant la "
        "copie de votre passeport."
    )
    [step] = read(quoted, way="par voie dématérialisée").steps

    assert (step.purpose, step.channel, step.email) == ("send", "email", "sp-brest@finistere.gouv.fr")
    assert step.wording == "votre nom et votre nationalité"
    assert step.attachments == ("passport",)


def test_documents_may_stand_before_the_word_that_demands_them():
    found = read(
        f"{BY_POST}\n\n*Un extrait Kbis de moins de 3 mois et les bulletins de paie sont exigés des salariés.*"
    )

    assert {"company_registration", "payslips"} <= {row.document for row in found.requirements}
    assert next(row for row in found.requirements if row.document == "company_registration").max_age_months == 3


def test_what_is_written_on_the_envelope_stands_with_the_way_it_is_said_of():
    box = "*ou déposez-le dans la boîte aux lettres de la préfecture, en mentionnant sur l'enveloppe : SÉJOUR / AES*"
    post, dropbox = read(f"{BY_POST}\n\n{box}").steps

    assert (post.marking, dropbox.marking) == ("", "SÉJOUR / AES")


def test_a_way_that_becomes_the_only_one_ends_the_others_the_day_before():
    quoted = (
        "Vous pouvez vous présenter le jeudi matin sans rendez-vous avec votre dossier.\n\n"
        "À compter du 01/06/2023, les demandes se feront uniquement en ligne sur "
        "<https://www.demarches-simplifiees.fr/commencer/aes-29>."
    )
    steps = {step.channel: step for step in read(quoted, way="au guichet").steps}

    assert steps["counter"].valid_until == date(2023, 5, 31)
    assert steps["online_form"].valid_from == date(2023, 6, 1)
    assert not any(step.alternative for step in steps.values())
