"""The files under fixtures/: readable, complete for the 34 départements of the dossiers, and in our own words."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from geography.models import Department
from geography.names import normalise
from offices.content import Download, Frozen
from offices.enums import Filing, Handling, Way
from offices.fixtures_reading import CODES, FOLDER, WrongFixture, wanted_pages
from offices.ground_slugs import ground_slug
from offices.references import nodes
from offices.seeds import office_seeds
from tests.plugins.geography import france_again

DOCUMENTS = settings.BASE_DIR.parent / "shared" / "documents"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Address → wanted page, of the whole first content."""
    with django_db_blocker.unblock():
        france_again()  # a test before may have had real transactions
        return {page.slug: page for page in wanted_pages()}


@pytest.fixture(scope="module")
def contents(pages):
    return {slug: page.content for slug, page in pages.items()}


@pytest.fixture(scope="module")
def described(django_db_setup, django_db_blocker):
    """The départements of the four dossiers: those of Auvergne-Rhône-Alpes, Occitanie, Hauts-de-France and Normandie,
    all but the Eure."""
    with django_db_blocker.unblock():
        france_again()
        return {row.code for row in Department.objects.filter(region__in=["84", "76", "32", "28"])} - {"27"}


@pytest.fixture
def written(tmp_path):
    """Write one file of pages and read it with the offices of France."""

    def write(**page):
        file = {
            "evidence": {"kind": "dossier", "date": "2023-02-22"},
            "pages": [{"slug": "aes", "content": {"kind": "ground", "title": "AES"}}, page] if page else [],
        }
        (tmp_path / "essai.json").write_text(json.dumps(file), encoding="utf-8")
        return wanted_pages(tmp_path)

    return write


# --- The files as a whole -------------------------------------------------------------------------------------------


def test_every_file_parses_and_every_reference_leads_somewhere(pages):
    """`wanted_pages` refuses anything else; so this also says that the files are all there."""
    files = {page.file for page in pages.values()}
    assert files == {CODES} | {f"fixtures/{path.relative_to(FOLDER)}" for path in FOLDER.rglob("*.json")}


def test_each_departement_of_the_dossiers_has_its_file_and_its_prefecture_a_way_to_file(pages, described):
    files = {path.name[:2] for path in (FOLDER / "departements").glob("*.json")}
    assert files == described
    speaking = {
        page.content.department
        for page in pages.values()
        if page.content.kind == "procedure" and any(slug.startswith("prefecture-") for slug in page.content.offices)
    }
    assert speaking == described


def test_of_their_115_offices_34_are_unknown_because_nothing_is_said_of_them(contents, described):
    """Silence is not a statement: such an office has no page that says what it does or does not do."""
    offices = {slug for slug, found in contents.items() if found.kind == "office" and found.department in described}
    named = {slug for content in contents.values() for slug in getattr(content, "offices", ())}
    assert (len(offices), len(offices - named)) == (115, 34)
    assert "sous-prefecture-florac-trois-rivieres" in offices - named


def test_france_has_340_offices(contents):
    offices = [content for content in contents.values() if content.kind == "office"]
    assert len(offices) == 340
    assert {content.department for content in offices} >= {"75", "975", "976", "978", "986", "987", "988"}


@pytest.mark.django_db
def test_a_file_calls_an_office_what_the_official_codes_call_it(pages):
    for slug, seed in office_seeds().items():
        content = pages[slug].content
        identity = {name: getattr(content, name) for name in seed.model_fields_set}
        assert identity == {name: getattr(seed, name) for name in seed.model_fields_set}, slug


def test_every_prefecture_names_its_official_site_but_two(contents):
    """Where nothing is known, the answer is whom to ask. In Paris that is the préfecture de police; for Wallis and
    Futuna no source could be cited."""
    offices = {slug: content for slug, content in contents.items() if content.kind == "office"}
    prefectures = {slug: content for slug, content in offices.items() if content.office_kind != "sous_prefecture"}
    assert len(prefectures) == 107
    assert {slug for slug, found in prefectures.items() if not found.website} == {"prefecture-paris", "prefecture-uvea"}
    sites = [found.website for found in prefectures.values() if found.website]
    assert len(sites) == len(set(sites))
    assert all(re.fullmatch(r"https?://www\.[a-z.-]+\.gouv\.fr", site) for site in sites)


def test_in_paris_the_prefecture_de_police_receives_requests(contents):
    assert contents["prefecture-de-police-paris"].arrondissements == ("751",)
    assert contents["prefecture-paris"].arrondissements == ()


def test_fourteen_grounds_are_filed_on_the_platform_and_six_at_the_prefecture(contents):
    grounds = {slug: content for slug, content in contents.items() if content.kind == "ground"}
    widest = [content for content in grounds.values() if not content.parent]
    assert sum(content.filing == Filing.ANEF for content in widest) == 14
    assert sum(content.filing == Filing.OFFICE for content in widest) == 6
    on_line = {content.platform_url for content in widest if content.filing == Filing.ANEF}
    assert on_line == {"https://administration-etrangers-en-france.interieur.gouv.fr"}
    assert {slug for slug, content in grounds.items() if content.parent == "aes"} == {
        "aes-travail",
        "aes-vie-privee",
        "aes-accueil-communautaire",
        "aes-motifs-humanitaires",
    }


def test_every_ground_is_recognised_by_its_title_so_that_an_import_finds_its_page(contents):
    for slug, content in contents.items():
        if content.kind == "ground":
            assert ground_slug(content.title) == slug


def test_only_what_a_dossier_dates_is_confirmed(pages):
    days = {page.file: set() for page in pages.values()}
    for page in pages.values():
        days[page.file].add(str(page.verified_on or ""))
    assert days["fixtures/departements/38-isere.json"] == {"2023-02-09"}
    assert days["fixtures/departements/34-herault.json"] == {"2023-02-22"}
    assert days["fixtures/departements/48-lozere.json"] == {"2023-02-22"}
    # "They do not handle it" stands under no date.
    assert days["fixtures/departements/50-manche.json"] == {"2023-02-22", ""}
    assert days["fixtures/departements/80-somme.json"] == {"2023-02-02", ""}
    assert days["fixtures/grounds.json"] == days["fixtures/guide.json"] == days[CODES] == {""}


# --- Each fact in its own place: one test per kind of element the dossiers hold -------------------------------------


def rows(content: Frozen, name: str) -> dict:
    return {row.id: row for row in getattr(content, name)}


def test_walk_in_on_one_afternoon_with_a_limited_number_of_tickets(contents):
    grenoble = contents["aes-38-prefecture-grenoble"]
    (step,) = grenoble.steps
    assert (step.purpose, step.channel, step.office) == ("hand_in", "counter", "prefecture-grenoble")
    (hours,) = step.hours
    assert (hours.days, hours.part, hours.walking) == (("wed",), "afternoon", "without_appointment")
    assert [rule.rule for rule in grenoble.day_rules] == ["limited_tickets"]


def test_three_offices_of_one_departement_share_its_arrondissements(contents):
    territories = {
        slug: content.territory.arrondissements
        for slug, content in contents.items()
        if content.kind == "procedure" and content.department == "38"
    }
    assert territories == {
        "aes-38-prefecture-grenoble": ("381",),
        "aes-38-sous-prefecture-la-tour-du-pin": ("382",),
        "aes-38-sous-prefecture-vienne": ("383",),
    }


def test_two_mailboxes_each_with_its_purpose_and_a_desk_with_its_hours(contents):
    office = contents["sous-prefecture-la-tour-du-pin"]
    assert [(box.purpose, box.email) for box in office.emails] == [
        ("appointments", "pref-sptdpin-etrangers-d1@isere.gouv.fr"),
        ("follow_up", "pref-etrangers-sptdp@isere.gouv.fr"),
    ]
    (hours,) = office.desks[0].hours
    assert (hours.opens, hours.closes, len(hours.days)) == ("08:30", "11:30", 5)


def test_an_appointment_asked_for_by_mail_comes_before_the_counter(contents):
    steps = contents["aes-38-sous-prefecture-la-tour-du-pin"].steps
    assert [(step.purpose, step.channel) for step in steps] == [
        ("book", "email"),
        ("hand_in", "counter"),
        ("follow_up", "counter"),
        ("follow_up", "email"),
    ]
    assert steps[3].alternative


def test_competent_but_the_way_is_unknown_and_the_links_are_dead(contents):
    vienne = contents["aes-38-sous-prefecture-vienne"]
    assert (vienne.handling, vienne.way, vienne.steps) == (Handling.HANDLED, Way.UNKNOWN, ())
    assert [source.kind for source in vienne.sources if source.found_inactive] == ["page", "booking"]
    assert vienne.territory.communes_url.endswith("/Arrondissement-de-Vienne")


def test_one_procedure_for_two_offices_and_another_for_the_third(contents):
    together = contents["aes-34-prefecture-montpellier"]
    assert together.offices == ("prefecture-montpellier", "sous-prefecture-lodeve")
    assert set(together.territory.arrondissements) == {"342", "343"}
    assert contents["aes-34-sous-prefecture-beziers"].offices == ("sous-prefecture-beziers",)


def test_when_slots_are_released_and_when_they_fall(contents):
    book = rows(contents["aes-34-prefecture-montpellier"], "steps")["book"]
    slots = book.slots
    assert (slots.release, slots.release_day, slots.release_time, slots.also_random) == ("weekly", "sun", "24:00", True)
    (hours,) = book.hours
    assert (hours.days, hours.opens, hours.closes) == (("mon", "tue", "thu"), "14:00", "15:15")


def test_documents_have_a_quantity_and_a_form(contents):
    required = {row.document: row for row in contents["aes-34-prefecture-montpellier"].requirements}
    assert required["stamped_envelope"].quantity == 2
    assert required["photo"].quantity == 4
    assert required["passport"].form == "both"


def test_a_fee_has_an_amount_a_moment_and_means(contents):
    (fee,) = contents["aes-34-prefecture-montpellier"].fees
    assert (fee.amount, fee.due, fee.means) == ("50.00", "at_filing", "either_stamp")


def test_a_refused_channel_says_what_becomes_of_the_file(contents):
    (refused,) = contents["aes-34-prefecture-montpellier"].forbidden_channels
    assert (refused.channel, refused.outcome) == ("post", "returned")


def test_a_closed_desk_is_a_state_of_the_office(contents):
    office = contents["prefecture-montpellier"]
    assert [desk.state for desk in office.desks] == ["closed"]
    assert [box.email for box in office.emails] == ["pref-esi@herault.gouv.fr"]


def test_rules_of_the_day_are_codes(contents):
    rules = [row.rule for row in contents["aes-34-prefecture-montpellier"].day_rules]
    assert rules == ["in_person", "one_person_per_booking", "fill_form_on_site"]


def test_a_law_is_cited_by_its_article(contents):
    (basis,) = contents["aes-34-prefecture-montpellier"].legal_bases
    assert (basis.text, basis.article) == ("CESEDA", "R.311-1")


def test_a_mail_has_required_words_and_attachments(contents):
    manche = contents["aes-50-prefecture-saint-lo"]
    (step,) = manche.steps
    assert (step.channel, step.email) == ("email", "pref-regularisation@manche.gouv.fr")
    for word in ("nom", "prénom", "nationalité", "téléphone", "adresse", "date de naissance"):
        assert word in step.wording
    assert step.attachments == ("host_identity", "host_bill")
    assert {row.document: bool(row.only_if) for row in manche.requirements} == {
        "host_identity": True,
        "host_bill": True,
    }
    assert [row.code for row in manche.aftermath] == ["contacted"]


@pytest.mark.parametrize("slug", ["aes-50-sous-prefecture-avranches", "aes-80-sous-prefecture-abbeville"])
def test_not_handled_here_has_a_scope_and_where_to_go_is_not_written_where_no_source_says_it(contents, slug):
    """Readers are shown the préfecture all the same: that follows from the other pages (`competence.py`)."""
    content = contents[slug]
    assert (content.handling, content.scope) == (Handling.NOT_HANDLED, "these_grounds")
    assert len(content.offices) == 3
    assert not content.see_instead.office


def test_a_list_of_documents_for_each_kind_of_ground(contents):
    lists = [row for row in contents["aes-80-prefecture-amiens"].downloads if row.kind == "checklist"]
    assert {slug for row in lists for slug in row.grounds} == {
        "aes-travail",
        "aes-vie-privee",
        "aes-accueil-communautaire",
        "aes-motifs-humanitaires",
    }
    assert all(row.url.endswith(".pdf") for row in lists)


def test_how_the_file_is_presented_and_what_happens_otherwise(contents):
    somme = contents["aes-80-prefecture-amiens"]
    assert [row.rule for row in somme.presentation] == ["originals_and_copies", "sorted_apart", "list_order"]
    assert [row.outcome for row in somme.incomplete] == ["not_registered"]
    assert [(row.rule, row.minutes) for row in somme.day_rules] == [("not_before", 15), ("late_not_registered", None)]
    assert [step.purpose for step in somme.steps] == ["gather", "book", "hand_in"]
    assert sum(source.kind == "page" for source in somme.sources) == 2


def test_phone_at_given_hours_then_counter(contents):
    book, hand_in = contents["aes-48-prefecture-mende"].steps
    assert (book.channel, book.phone) == ("phone", "04 66 49 60 00")
    assert [(hours.days, hours.opens, hours.closes) for hours in book.hours] == [
        (("mon", "wed", "thu"), "14:00", "16:00")
    ]
    assert (hand_in.channel, hand_in.office) == ("counter", "prefecture-mende")
    assert contents["prefecture-mende"].phones[0].purpose == "appointments"


def test_a_letter_box_has_an_address_of_its_own_and_words_to_write_on_the_envelope(contents):
    by_post, dropbox = contents["aes-30-prefecture-nimes"].steps
    assert (dropbox.channel, dropbox.address.lines, dropbox.alternative) == ("dropbox", ("1 rue Guillemette",), True)
    assert dropbox.marking == "PREFECTURE DU GARD DAMI / BSE / AES"
    assert (by_post.address.postcode, by_post.address.city) == ("30045", "NÎMES CEDEX 9")


def test_registered_mail_is_demanded_or_left_to_choose_and_its_receipt_may_be_a_proof(contents):
    sent = {
        slug: next(step for step in contents[slug].steps if step.channel == "post")
        for slug in ("aes-31-prefecture-toulouse", "aes-59-prefecture-lille", "aes-60-prefecture-beauvais")
    }
    assert [step.registered for step in sent.values()] == ["with_receipt", "required", "optional"]
    assert [step.receipt_is_proof for step in sent.values()] == [True, False, False]


def test_a_booking_has_a_code(contents):
    assert rows(contents["aes-65-prefecture-tarbes"], "steps")["book"].code == "AES"


def test_a_request_of_which_nothing_is_said_names_the_one_that_is_described(contents):
    lot = contents["aes-46-prefecture-cahors"]
    assert (lot.handling, lot.way) == (Handling.UNKNOWN, Way.OTHER_PROCEDURE)
    assert lot.see_instead.label == "premier titre de séjour"


def test_durations_are_told_for_each_situation_with_their_alternatives(contents):
    worker = rows(contents["aes-59-prefecture-lille"], "conditions")["worker"]
    assert worker.situation == "worker"
    assert [(row.measure, row.quantity, row.within, row.alternative) for row in worker.thresholds] == [
        ("residence", 5, None, False),
        ("work", 8, 2, False),
        ("work", 30, 5, True),
    ]


def test_who_is_excluded_may_be_so_on_one_ground_alone(contents):
    excluded = [row for row in contents["aes-59-prefecture-lille"].conditions if row.kind == "excluded"]
    assert {row.situation: row.grounds for row in excluded} == {
        "algerian": (),
        "tunisian_moroccan": ("aes-travail",),
        "spouse_of_french": (),
    }


def test_an_office_that_refuses_every_permit_says_so(contents):
    assert contents["aes-02-sous-prefecture-chateau-thierry"].scope == "all_permits"


def test_a_renewal_has_a_deadline_before_the_permit_ends(contents):
    (deadline,) = contents["aes-81-prefecture-albi"].deadlines
    assert (deadline.quantity, deadline.unit, deadline.event, deadline.after) == (2, "month", "permit_expiry", False)


def test_in_the_nord_each_office_speaks_for_its_own_people(contents):
    territories = {
        content.offices[0]: content.territory.arrondissements
        for content in contents.values()
        if content.kind == "procedure" and content.department == "59"
    }
    assert territories == {
        "prefecture-lille": ("595",),
        "sous-prefecture-douai": ("593", "592"),
        "sous-prefecture-avesnes-sur-helpe": ("591",),
        "sous-prefecture-dunkerque": (),  # its text names no place, and is its own
    }


def test_the_guide_has_context_steps_warning_tip_footnote_picture_and_the_new_name_of_a_service(contents):
    guide = contents["lieu-de-depot"]
    assert {section.kind for section in guide.sections} == {"context", "steps", "warning", "tip", "footnote"}
    assert len(guide.pictures) == 2
    assert (guide.renamings[0].former, guide.renamings[0].name) == (
        "demarches-simplifiees.fr",
        "démarche.numerique.gouv.fr",
    )


def test_every_fact_of_a_procedure_names_its_source(contents):
    """All but laws, which are their own source."""
    for slug, content in contents.items():
        if content.kind == "procedure":
            for node in nodes(content):
                if hasattr(node, "valid_from"):
                    assert node.source, f"{slug}: {node!r}"


# --- Our own words --------------------------------------------------------------------------------------------------

RUN = 8  # so many words in the same order are a sentence of somebody's


def texts_of(content: Frozen) -> Iterator[str]:
    """Every text a person wrote. Addresses, the names of services and the official titles of forms are facts, and a
    procedure's title is made of the names of places."""
    for node in nodes(content):
        of_places = content.kind == "procedure" and node is content
        for name, value in node:
            if name in ("lines", "service") or (name == "title" and (of_places or isinstance(node, Download))):
                continue
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and " " in text and not text.startswith("http"):
                    yield text


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = normalise(re.sub(r"https?://\S+", " ", text)).split()
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the dossiers are not on this machine")
def test_no_sentence_of_the_dossiers_is_copied(contents):
    quoted = set().union(*(runs_of(path.read_text(encoding="utf-8")) for path in DOCUMENTS.glob("*.txt")))
    assert quoted
    copied = {
        " ".join(run): slug
        for slug, content in contents.items()
        for text in texts_of(content)
        for run in runs_of(text) & quoted
    }
    assert copied == {}


def test_passages_enter_at_run_time_only(contents):
    assert not any(getattr(content, "passages", ()) for content in contents.values())


# --- What is wrong is told: file, page, field, reason ---------------------------------------------------------------


@pytest.mark.django_db
def test_a_wrong_field_is_named(written):
    page = {"kind": "procedure", "title": "T", "department": "48", "offices": ["prefecture-mende"], "grounds": ["aes"]}
    with pytest.raises(WrongFixture, match=r"essai\.json, page « p », champ « steps › 0 › channel » : Choisissez"):
        written(slug="p", content=page | {"steps": [{"id": "a", "purpose": "send", "channel": "pigeon"}]})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"offices": ["prefecture-atlantis"]}, "nomme « prefecture-atlantis »"),
        ({"grounds": ["aes-lune"]}, "nomme « aes-lune »"),
        ({"department": "99"}, "« 99 » n'existe pas"),
        ({"territory": {"arrondissements": ["381"]}}, "« 381 » n'existe pas dans le département « 48 »"),
        ({"fees": [{"id": "t", "amount": "50", "source": "s9"}]}, "repère « s9 »"),
        ({"fees": [{"id": "t", "amount": "50"}, {"id": "t", "amount": "60"}]}, "portent le même repère"),
        ({"colour": "blue"}, "champ « colour »"),
    ],
)
def test_what_leads_nowhere_is_named(written, change, told):
    page = {"kind": "procedure", "title": "T", "department": "48", "offices": ["prefecture-mende"], "grounds": ["aes"]}
    with pytest.raises(WrongFixture, match=re.escape(told)):
        written(slug="p", content=page | change)


@pytest.mark.django_db
def test_a_page_described_twice_is_refused(written):
    with pytest.raises(WrongFixture, match="déjà décrite dans"):
        written(slug="aes", content={"kind": "ground", "title": "Encore"})


@pytest.mark.django_db
def test_what_is_no_json_is_told_by_its_line(tmp_path: Path):
    (tmp_path / "essai.json").write_text('{\n"pages": [}', encoding="utf-8")
    with pytest.raises(WrongFixture, match="ligne 2, colonne 11"):
        wanted_pages(tmp_path)
