"""The verdict table: what a visit brought back, and what is said of it."""

import re

import pytest

from sources.enums import Finding, Problem, Verdict
from sources.gate import Fetched
from sources.guard import NOT_PUBLIC
from sources.reading import Reading, Unread
from sources.verdicts import MEANINGS, PROBLEMS, judge

URL = "https://www.ain.gouv.fr/Demarches/sejour-a1234.html"
SEJOUR = Reading("Séjour", "Demander un titre", "Envoyez deux photos.")


def answered(status=200, final_url=URL, **columns) -> Fetched:
    return Fetched(URL, final_url, hops=int(final_url != URL), status=status, **columns)


@pytest.mark.parametrize(
    ("status", "finding", "verdict"),
    [
        (200, Finding.READ, Verdict.ALIVE),
        (304, Finding.UNCHANGED, Verdict.ALIVE),
        (401, Finding.FORBIDDEN, Verdict.BLOCKED),
        (403, Finding.FORBIDDEN, Verdict.BLOCKED),
        (429, Finding.THROTTLED, Verdict.BLOCKED),
        (451, Finding.FORBIDDEN, Verdict.BLOCKED),
        (404, Finding.NOT_FOUND, Verdict.DEAD),
        (410, Finding.NOT_FOUND, Verdict.DEAD),
        (400, Finding.SERVER_ERROR, Verdict.UNREADABLE),
        (500, Finding.SERVER_ERROR, Verdict.UNREADABLE),
        (503, Finding.SERVER_ERROR, Verdict.UNREADABLE),
        (204, Finding.SERVER_ERROR, Verdict.UNREADABLE),
    ],
)
def test_a_status_has_a_meaning(status, finding, verdict):
    judgement = judge(answered(status), SEJOUR)
    assert (judgement.finding, judgement.verdict) == (finding, verdict)


@pytest.mark.parametrize(
    ("problem", "verdict"),
    [
        (Problem.REFUSED, Verdict.REFUSED),
        (Problem.INNER, Verdict.REFUSED),
        (Problem.NAME, Verdict.DEAD),
        (Problem.CONNECTION, Verdict.DEAD),
        (Problem.CERTIFICATE, Verdict.CERTIFICATE),
        (Problem.TIMEOUT, Verdict.UNREADABLE),
        (Problem.PROTOCOL, Verdict.UNREADABLE),
        (Problem.HOPS, Verdict.UNREADABLE),
        (Problem.SIZE, Verdict.UNREADABLE),
        (Problem.ROBOTS, Verdict.BLOCKED),
        (Problem.WAIT, Verdict.BLOCKED),
    ],
)
def test_a_problem_has_a_meaning(problem, verdict):
    assert judge(Fetched(URL, problem=problem), None).verdict == verdict


def test_every_problem_but_a_visit_that_was_not_tried_is_judged():
    assert set(PROBLEMS) == set(Problem) - {Problem.NOT_TRIED}


@pytest.mark.parametrize("problem", [Problem.NAME, Problem.CONNECTION])
def test_while_nobody_answers_nothing_is_dead(problem):
    judgement = judge(Fetched(URL, problem=problem), None, online=False)
    assert judgement.verdict == Verdict.OFFLINE
    assert "hors ligne ici" in judgement.message


@pytest.mark.parametrize(
    "final_url",
    [
        "https://www.ain.gouv.fr/",
        "https://www.ain.gouv.fr",
        "https://ain.gouv.fr/fr/",
        "https://www.ain.gouv.fr/Accueil",
        "https://www.ain.gouv.fr/index.php",
        "https://www.autre.gouv.fr/",
    ],
)
def test_a_page_that_leads_to_the_home_page_is_dead(final_url):
    judgement = judge(answered(final_url=final_url), SEJOUR)
    assert (judgement.finding, judgement.verdict) == (Finding.SENT_HOME, Verdict.DEAD)


def test_a_home_page_that_leads_to_another_one_has_moved():
    home = Fetched("http://www.immigration.test", "https://www.interieur.test/", hops=1, status=200)
    judgement = judge(home, SEJOUR)
    assert (judgement.verdict, judgement.moved_to) == (Verdict.MOVED, "https://www.interieur.test/")


@pytest.mark.parametrize(
    "title",
    [
        "Page introuvable",
        "Page non trouvée - Les services de l'État dans l'Ain",
        "Erreur 404",
        "404",
        "404 Not Found",
        "La page que vous demandez n'existe pas",
        "La page demandée n’existe plus",
        "Page supprimée",
        "Document introuvable",
        "Not found",
    ],
)
@pytest.mark.parametrize("place", ["title", "heading"])
def test_a_page_that_says_it_is_not_there_is_dead_whatever_its_status(title, place):
    judgement = judge(answered(), Reading(**{"text": "…", place: title}))
    assert (judgement.finding, judgement.verdict) == (Finding.SAYS_NOT_FOUND, Verdict.DEAD)


@pytest.mark.parametrize(
    "title",
    [
        "Titre de séjour perdu ou introuvable : que faire ?",
        "Article L. 404-1",
        "Justificatif introuvable : les pièces de remplacement",
        "Direction de la citoyenneté - bureau 404",
        "Document de circulation pour étranger mineur",
        "Maintien du droit au séjour",
        "Un instantané de la régularisation",
    ],
)
def test_a_page_about_such_things_is_alive(title):
    assert judge(answered(), Reading(title, title, "…")).verdict == Verdict.ALIVE


@pytest.mark.parametrize("path", ["/404", "/erreur-404.html", "/page-introuvable", "/errors/not-found"])
def test_a_redirect_to_an_error_page_is_a_death(path):
    assert judge(answered(final_url=f"https://www.ain.gouv.fr{path}"), SEJOUR).finding == Finding.SAYS_NOT_FOUND


@pytest.mark.parametrize(
    "title", ["Just a moment...", "Attention Required! | Cloudflare", "Un instant…", "Access Denied", "Captcha requis"]
)
@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_wall_against_robots_is_a_matter_for_a_person(title, status):
    judgement = judge(answered(status), Reading(title, "", "…"))
    assert (judgement.finding, judgement.verdict) == (Finding.CHALLENGE, Verdict.BLOCKED)
    assert judgement.advice.startswith("Regardez vous-même")


@pytest.mark.parametrize("path", ["/login", "/connexion?retour=/a", "/cas/login.php", "/sso"])
def test_a_redirect_to_a_login_page_is_a_matter_for_a_person(path):
    assert judge(answered(final_url=f"https://www.ain.gouv.fr{path}"), SEJOUR).finding == Finding.LOGIN


@pytest.mark.parametrize("title", ["Site en maintenance", "Maintenance", "Le service est momentanément indisponible"])
def test_a_site_in_maintenance_is_waited_for(title):
    assert judge(answered(), Reading(title, "", "…")).finding == Finding.MAINTENANCE


@pytest.mark.parametrize(
    "final_url",
    [
        "https://www.ain.gouv.fr/Actions/sejour",
        "https://demarche.numerique.gouv.fr/Demarches/sejour-a1234.html",
        "https://www.ain.gouv.fr/cas-particuliers",
        "https://www.ain.gouv.fr/Demarches/",
    ],
)
def test_a_page_found_elsewhere_has_moved_there(final_url):
    judgement = judge(answered(final_url=final_url), SEJOUR)
    assert (judgement.verdict, judgement.moved_to) == (Verdict.MOVED, final_url)
    assert final_url in judgement.message


@pytest.mark.parametrize(
    "final_url",
    [
        "https://ain.gouv.fr/Demarches/sejour-a1234.html",
        "https://www.ain.gouv.fr/Demarches/sejour-a1234.html/",
        "https://www.ain.gouv.fr/Demarches/sejour-a1234.html?session=1",
        "http://www.ain.gouv.fr/Demarches/s%C3%A9jour-a1234.html".replace("%C3%A9", "e"),
    ],
)
def test_a_detour_that_ends_at_the_same_place_is_no_move(final_url):
    assert judge(answered(final_url=final_url), SEJOUR).verdict == Verdict.ALIVE


@pytest.mark.parametrize(
    ("unread", "finding", "verdict"),
    [
        (Unread.SCRIPT, Finding.SCRIPT, Verdict.UNREADABLE),
        (Unread.EMPTY, Finding.NO_TEXT, Verdict.UNREADABLE),
        (Unread.BROKEN, Finding.BROKEN, Verdict.UNREADABLE),
        (Unread.OTHER, Finding.FILE, Verdict.ALIVE),
    ],
)
def test_a_page_that_cannot_be_read_says_why(unread, finding, verdict):
    judgement = judge(answered(), Reading(unread=unread))
    assert (judgement.finding, judgement.verdict) == (finding, verdict)


def test_every_finding_has_a_sentence_and_what_is_not_well_has_an_advice():
    assert set(MEANINGS) == set(Finding)
    for finding, meaning in MEANINGS.items():
        assert re.fullmatch(r"[A-ZÀÉ].*[^{}]", str(meaning.sentence).format(status=404, moved_to="https://x.fr/"))
        assert meaning.advice or meaning.verdict == Verdict.ALIVE, finding


def test_what_may_pass_by_itself_must_be_met_again_before_it_counts():
    passing = {finding for finding, meaning in MEANINGS.items() if meaning.failure}
    assert {
        finding for finding in Finding if MEANINGS[finding].verdict in (Verdict.DEAD, Verdict.CERTIFICATE)
    } <= passing
    assert {Finding.SERVER_ERROR, Finding.SLOW, Finding.MAINTENANCE, Finding.INNER} <= passing
    assert not {Finding.READ, Finding.REDIRECTED, Finding.FORBIDDEN, Finding.SCRIPT, Finding.REFUSED} & passing


def test_a_refused_and_an_inner_address_are_told_with_one_word():
    told = {judge(Fetched(URL, problem=problem), None).message for problem in (Problem.REFUSED, Problem.INNER)}
    assert told == {str(NOT_PUBLIC)}


def test_the_findings_are_documented_under_their_verdict_and_with_what_counts(settings):
    page = (settings.BASE_DIR / "docs" / "sources.md").read_text()
    rows = [row.strip("| ").split(" | ") for row in page.splitlines() if row.startswith("| `")]
    for finding, meaning in MEANINGS.items():
        when = "after three days" if meaning.failure else "never" if finding == Finding.OFFLINE else "at once"
        told = [row for row in rows if row[0] == f"`{meaning.verdict.value}`" and f"`{finding.value}`" in row[1]]
        assert [row[2] for row in told] == [when], finding
