"""Every page in every language: by its address, with what is French marked as French, and never a word nobody said."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, ngettext, override, trans_real

from gisti_cms import catalogues
from offices import languages, words
from offices.content import Hours, Requirement
from offices.fixtures_reading import wanted_pages
from offices.ground_names import TITLES, named
from offices.headlines import headline
from offices.languages import CLOSE, OPEN, UNTRANSLATED, french, marked, with_terms_marked
from offices.presentation.around import Around
from offices.presentation.blocks import Target
from offices.presentation.pages import groups_of
from offices.publishing import files, keys, rendering
from offices.views.public.suggestions import counted
from tests.offices.marks import unmarked
from tests.plugins.cast import approve, changed, propose, publish
from tests.plugins.filled import filled

FRENCH_ALONE = (
    "/flux/",
    "/sitemap.xml",
    "/robots.txt",
    "/espace/",
    "/compte/connexion/",
    "/api/v1/offices/",
    "/admin/",
)


# --- Addresses -------------------------------------------------------------------------------------------------------


def test_every_language_of_the_site_is_one_whose_files_are_forgotten():
    assert set(languages.OTHERS) <= files.LANGUAGES


@pytest.mark.parametrize("language", languages.OTHERS)
def test_the_language_is_that_of_the_address_and_of_nothing_else(client, db, language):
    answer = client.get(f"/{language}/departements/", headers={"Accept-Language": "fr"})
    direction = "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode()
    assert not answer.cookies
    assert "Language" not in answer.get("Vary", "")
    french_page = client.get("/departements/", headers={"Accept-Language": language})
    assert '<html lang="fr" dir="ltr">' in french_page.content.decode()


@pytest.mark.parametrize("prefix", ["xx", "es"])
def test_a_prefix_that_is_no_language_of_the_site_names_no_page(client, db, prefix):
    assert client.get(f"/{prefix}/departements/").status_code == 404


@pytest.mark.parametrize("address", FRENCH_ALONE)
def test_what_machines_and_volunteers_read_has_one_address(client, db, address):
    assert client.get(f"/en{address}").status_code == 404


def test_a_link_within_a_page_stays_in_its_language_and_leaves_it_for_the_working_space():
    with override("ar"):
        assert reverse("offices:department", args=["38"]) == "/ar/departements/38/"
        assert reverse("offices:workspace") == "/espace/"
        assert reverse("offices:feed") == "/flux/"


def test_an_old_address_leads_to_the_new_one_in_the_same_language(client, db):
    assert client.get("/en/departements/2a/").headers["Location"] == "/en/departements/2A/"


# --- What stays French -----------------------------------------------------------------------------------------------


def test_what_somebody_wrote_is_marked_on_every_page_that_is_not_french():
    assert french("Préfecture de l'Isère") == "Préfecture de l'Isère"
    with override("ar"):
        assert marked(f"<p>{french('Isère')}</p>", "ar") == '<p><span lang="fr" dir="ltr">Isère</span></p>'
    with override("en"):
        assert marked(f"<p>{french('Isère')}</p>", "en") == '<p><span lang="fr">Isère</span></p>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (f'<a title="{OPEN}Isère{CLOSE}">38</a>', '<a title="Isère">38</a>'),
        (f"<title>{OPEN}Isère{CLOSE}</title>", "<title>Isère</title>"),
        (f'<option value="38">{UNTRANSLATED}Isère{CLOSE}</option>', '<option lang="fr" value="38">Isère</option>'),
        (f"<option>Student ({OPEN}Étudiant{CLOSE})</option>", "<option>Student (Étudiant)</option>"),
        (f"<p>{UNTRANSLATED}à {OPEN}Vienne{CLOSE}{CLOSE}</p>", '<p><span lang="fr">à Vienne</span></p>'),
        (f"<p>half{CLOSE}</p>", "<p>half</p>"),
    ],
)
def test_signs_become_elements_where_one_may_stand_and_go_elsewhere(html, shown):
    assert marked(html, "en") == shown


@pytest.mark.parametrize(
    ("source", "said", "compiled"),
    [
        ("au guichet", "في الشباك (guichet)", f"في الشباك ({OPEN}guichet{CLOSE})"),
        ("titres de séjour", "residence permit (titre de séjour)", f"residence permit ({OPEN}titre de séjour{CLOSE})"),
        ("du département", "of this département", f"of this {OPEN}département{CLOSE}"),
        ("attaches fortes", "(strong ties)", "(strong ties)"),
        ("dont %(amount)s (%(kind)s)", "%(amount)s (%(kind)s)", "%(amount)s (%(kind)s)"),
    ],
)
def test_a_french_word_that_a_translation_keeps_is_marked_when_it_is_compiled(source, said, compiled):
    assert with_terms_marked(said, source) == compiled


@pytest.mark.parametrize(
    ("page", "foreign"),
    [
        ('<p lang="ar">في <span lang="fr">Isère</span> 38, PDF, a@isere.fr</p>', []),
        ('<p lang="ar">في Isère</p>', ["<p> in ar: في Isère"]),
        ('<p lang="en">at the <i>guichet de l\'Isère</i></p>', ["<i> in en: guichet de l'Isère"]),
        ('<p lang="en">at the counter</p><p lang="fr">في</p>', ["<p> in fr: في"]),
    ],
)
def test_what_is_in_another_language_than_its_element_says_is_found(page, foreign):
    assert unmarked(page) == foreign


def test_what_nobody_has_translated_is_said_in_french_and_marked(rf):
    languages.mark_what_is_missing()
    with override("ar"):
        assert gettext("Un mot sans traduction.") == f"{UNTRANSLATED}Un mot sans traduction.{CLOSE}"
        assert ngettext("%d licorne", "%d licornes", 0) % 0 == f"{UNTRANSLATED}0 licornes{CLOSE}"
        assert gettext("January") == "يناير", "a word of Django's"
    with override("en"):
        assert gettext("January") == "January", "English in the source"
        assert words.capital(gettext("un mot")) == f"{UNTRANSLATED}Un mot{CLOSE}"
    with override("fr"):
        assert gettext("Un mot sans traduction.") == "Un mot sans traduction."


# --- Facts -----------------------------------------------------------------------------------------------------------


def test_a_fact_follows_the_language_and_its_digits_can_be_typed():
    row = Hours(id="h", days=("mon", "wed"), opens="08:30", closes="12:00", note="porte B")
    with override("en"):
        assert words.day(date(2027, 3, 1)) == "1 March 2027"
        assert "Monday" in words.hours(row)
        assert f"{OPEN}porte B{CLOSE}" in words.hours(row)
    with override("ar"):
        assert not re.search("[٠-٩]", words.hours(row) + words.day(date(2027, 3, 1)) + words.amount("1200.50"))


@pytest.mark.django_db
def test_an_unreviewed_language_shows_the_french_beside_each_fact(client, isere, monkeypatch):
    said = escape(headline(isere.filing.document, day=timezone.localdate()))
    beside = f'<p class="note" lang="fr" dir="ltr">{said}</p>'
    for address in (isere.filing.get_absolute_url(), "/departements/38/"):
        page = client.get(f"/ar{address}").content.decode()
        assert "Traduction non relue" in page
        assert beside in page
        assert "Traduction non relue" not in client.get(address).content.decode()

    monkeypatch.setattr(languages, "is_reviewed", lambda language: True)
    reviewed = client.get("/ar/departements/38/").content.decode()
    assert "Traduction non relue" not in reviewed
    assert beside not in reviewed


@pytest.mark.django_db
def test_what_stands_below_a_fact_has_its_french_too(client, isere, claire):
    page = publish(filled("procedure", "mot").model_dump(mode="json"), by=claire)
    told = client.get(f"/ar{page.get_absolute_url()}").content.decode()
    french_page = client.get(page.get_absolute_url()).content.decode()
    lines = "".join(re.findall(r'<dl class="lines">.*?</dl>', french_page, re.DOTALL))
    values = re.findall(r"<dd>\s*([^<>]*\w[^<>]*?)\s*</dd>", lines)
    assert len(values) > 5
    for said in values:
        assert re.search(rf'lang="fr" dir="ltr">[^<]*{re.escape(said.rstrip("."))}', told), said
    for label in set(re.findall("<dt>([^<]+)</dt>", lines)):
        assert f'(<span lang="fr" dir="ltr">{label}</span>)' in told


def test_what_limits_a_fact_has_its_french_too():
    """For whom and until when: the heading of its group, and the line below it."""
    limited = Requirement(id="r", document="passport", grounds=("etudiant",), valid_until=date(2027, 3, 1))
    around = Around(pages={"etudiant": Target("Étudiant")})
    with override("en"):
        (group,) = groups_of([limited], "", around)
        assert group.title == f"Only for: Student ({OPEN}Seulement pour\u00a0: Étudiant{CLOSE})"
        assert group.items[0].period == f"until 1 March 2027 ({OPEN}jusqu'au 1er mars 2027{CLOSE})"
    (group,) = groups_of([limited], "", around)
    assert (group.title, group.items[0].period) == ("Seulement pour\u00a0: Étudiant", "jusqu'au 1er mars 2027")


@pytest.mark.django_db
def test_the_three_dates_of_a_page_have_their_french_too(client, isere):
    dates = client.get(f"/en{isere.filing.get_absolute_url()}").content.decode().partition('id="dates"')[2]
    assert "Texte publié" in dates
    assert f"le {words.day(timezone.localdate())}" in re.sub("<[^>]+>", "", dates)


def test_a_ground_has_a_name_in_every_language_with_its_french_until_somebody_renames_it():
    assert named("Étudiant") == "Étudiant"
    with override("en"):
        assert named("Étudiant") == f"Student ({OPEN}Étudiant{CLOSE})"
        assert named("Étudiant ou élève") == french("Étudiant ou élève")


@pytest.mark.django_db
def test_every_ground_of_the_fixtures_has_a_name_in_every_language():
    assert {page.content.title for page in wanted_pages() if page.content.kind == "ground"} == TITLES


def test_who_reviewed_a_language_is_recorded_beside_its_catalogue(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    languages.is_reviewed.cache_clear()
    assert not languages.is_reviewed("en")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "review.toml").write_text('reviewed_on = 2027-01-15\nby = "a sworn translator"\n')
    languages.is_reviewed.cache_clear()
    assert languages.is_reviewed("en")
    languages.is_reviewed.cache_clear()


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_decision_forgets_a_page_in_every_language(isere, amina, claire, empty_store):
    key = isere.filing.get_absolute_url()
    addresses = keys.addresses_of(key)
    assert {languages.of_address(address) for address in addresses} == set(languages.NAMES)
    assert [keys.key_of(resolve(address)) for address in addresses] == [key] * len(addresses)
    rendering.warm(key)
    rendering.warm("/departements/")
    assert all(map(rendering.is_rendered, [*addresses, "/ar/departements/"]))

    document = changed(isere.filing.document, title="Un autre titre")
    approve(propose(isere.filing, document, amina), claire)

    assert not any(map(rendering.is_rendered, [*addresses, "/ar/departements/"]))


def test_a_language_of_another_release_is_forgotten_too(tmp_path):
    """While one release leaves and one comes, the one that comes may speak a language of which the other knows
    nothing."""
    coming = files.Store(tmp_path, "coming")
    names = [files.name_of(address) for address in ("/es/modalites/x/", "/es/departements/", "/departements/")]
    for name in names:
        coming.put(name, b"...", mtime=1)

    files.Store(tmp_path, "leaving").forget({"/modalites/x/": True, "/departements/": False})

    assert not any(coming.stands(name, timezone.localdate()) for name in names)


# --- Every page, every word ------------------------------------------------------------------------------------------


@pytest.fixture
def unsaid(monkeypatch) -> set[str]:
    """What was said in French on a page of another language, because nobody has translated it."""
    found: set[str] = set()
    real = languages.marked

    def noting(html: str, language: str) -> str:
        found.update(f"{language}: {text}" for text in re.findall(f"{UNTRANSLATED}([^{CLOSE}]*){CLOSE}", html))
        return real(html, language)

    monkeypatch.setattr(languages, "marked", noting)
    return found


def in_every_language(address: str) -> bool:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return True  # there is no such page, in any language
    with override(languages.OTHERS[0]):
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs) != urlsplit(address).path


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.OTHERS)
def test_no_public_page_says_a_word_that_was_not_translated_or_marked(client, page_kinds, unsaid, language):
    """Else a file that readers see is not extracted (PRIVATE in the command makemessages), or a word is missing; or
    what is French, or Arabic, does not say so."""
    foreign = []
    kinds = [kind for kind in page_kinds if not (kind.who or kind.staged) and in_every_language(kind.address)]
    for kind in kinds:
        answer = client.get(languages.address_in(language, kind.address))
        assert answer.status_code == kind.status, kind.name
        page = answer.content.decode()
        assert f'<html lang="{language}"' in page, kind.name
        assert not re.search(f"[{OPEN}{UNTRANSLATED}{CLOSE}]", page), kind.name
        foreign += [f"{kind.name}: {text}" for text in unmarked(page)]
    assert len(kinds) > 50
    assert not foreign, "\n".join(foreign)
    assert not unsaid, "\n".join(sorted(unsaid))


@pytest.mark.django_db
def test_every_page_leads_to_itself_in_the_other_languages(client, page_kinds):
    for kind in page_kinds:
        if kind.who or kind.staged or kind.status != 200 or not in_every_language(kind.address):
            continue
        page = client.get(languages.address_in("en", kind.address)).content.decode()
        others = re.findall(r'<a href="([^"]*)" hreflang="(?:fr|ar)"', page)
        assert len(others) == 2, kind.name
        for address in others:
            assert client.get(address.replace("&amp;", "&")).status_code == 200, (kind.name, address)


@pytest.mark.parametrize("path", catalogues.paths(), ids=lambda path: path.parts[-3])
def test_nothing_that_readers_are_shown_is_missing_from_a_catalogue(path):
    found = list(catalogues.problems(catalogues.read(path.read_text())))
    assert not found, "manage.py missing_translations:\n" + "\n".join(found)


def test_no_word_stands_where_the_extractor_does_not_look():
    """xgettext reads no f-string: what is said inside one is in no catalogue, and nothing else would notice."""
    hidden = re.compile(r"\{(?:_|\w*gettext)\(\s*[\"']")
    sources = [
        path
        for app in ("accounts", "geography", "gisti_cms", "offices")
        for path in (settings.BASE_DIR / app).rglob("*.py")
    ]
    assert len(sources) > 100
    assert not [str(path) for path in sources if hidden.search(path.read_text())]


@pytest.mark.parametrize("language", languages.OTHERS)
@pytest.mark.parametrize("number", [0, 1, 8])
def test_what_is_read_aloud_of_suggestions_is_in_the_language_of_the_page(language, number):
    with override(language):
        assert UNTRANSLATED not in counted(number)


def test_every_language_of_the_site_has_a_catalogue_with_its_own_plural():
    for language in languages.OTHERS:
        assert trans_real.translation(language).gettext("Chercher") != "Chercher"


@pytest.mark.django_db
def test_a_developer_is_told_which_addresses_there_are(client, settings):
    settings.DEBUG = True
    assert client.get("/nulle-part/", headers={"accept-language": "fr"}).status_code == 404
