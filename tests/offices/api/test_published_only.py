"""Only what was validated is read here, by anybody, and it can be kept: ETags, no cookie, open to every site."""

import pytest

from offices import moderation
from offices.content import parse
from offices.enums import RefusalReason
from offices.evidence import Evidence
from sources.models import Source
from tests.plugins.cast import FILING, READ_ON_SITE, approve, changed, propose, with_fee
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(api, isere):
    """Reads every address there is: (status, headers, body) of each."""
    slug = isere.filing.slug
    addresses = [
        "regions/",
        "departments/?limit=200",
        "departments/38/",
        "communes/?q=vienne",
        "offices/",
        "offices/prefecture-grenoble/",
        "offices/?q=zzz",
        "procedures/",
        f"procedures/{slug}/",
        f"procedures/{slug}/versions/",
        "procedures/?q=inedit",
        "procedures/?department=38&channel=post&handling=handled",
        "procedures/?commune=38544",
        "procedures/nouvelle-page/",
        "grounds/",
        "sources/",
        "lookup/?commune=38544&ground=admission-exceptionnelle-au-sejour",
        "changes/",
        "changes/?since=99",
        "openapi.json",
        "docs/",
    ]

    def read() -> dict:
        answers = {address: api.answer(address) for address in addresses}
        return {address: (a.status_code, dict(a.headers), a.content) for address, a in answers.items()}

    return read


def test_a_proposal_moves_not_one_public_byte_whatever_becomes_of_it(everything, isere, amina, claire):
    before = everything()
    pending = propose(isere.filing, filled("procedure", "inedit"), amina)
    moderation.submit(parse(FILING | {"title": "Inédit"}), evidence=READ_ON_SITE, author=amina, slug="nouvelle-page")
    assert everything() == before
    moderation.refuse(
        pending, by=claire, seen_hash=pending.content_hash, code=RefusalReason.OTHER, reason="Inédit, à revoir"
    )
    assert everything() == before


def test_the_spelling_of_a_source_that_only_a_proposal_cites_stays_unknown(api, isere, amina, claire):
    """Both spellings are one source: the first one written must not come out with the second one."""
    written = "https://www.isere.gouv.fr/nouveau#mot-secret"
    secret = Evidence(kind="web_page", url=written, date=READ_ON_SITE.date)
    moderation.submit(with_fee(isere.filing.document, "80"), evidence=secret, author=amina, page=isere.filing)
    cited = changed(isere.filing.document, sources=[{"id": "s", "url": "https://www.isere.gouv.fr/nouveau"}])
    approve(propose(isere.filing, cited, amina), claire)
    Source.objects.update(verdict="dead", last_checked_at="2026-05-04T12:00:00Z")
    moderation.tell_sources()
    assert "https://www.isere.gouv.fr/nouveau" in {row["url"] for row in api.results("sources/")}
    assert "https://www.isere.gouv.fr/nouveau" in api.results("changes/")[-1]["summary"]
    for path in ("sources/", "changes/"):
        assert b"mot-secret" not in api.answer(path).content


def test_a_decision_changes_detail_list_versions_and_log_together(api, everything, isere, amina, claire):
    before = everything()
    last = api.read("changes/")["last"]
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    moved = {address for address, answer in everything().items() if answer != before[address]}
    slug = isere.filing.slug
    assert {f"procedures/{slug}/", f"procedures/{slug}/versions/", "procedures/", "changes/"} <= moved
    assert "offices/prefecture-grenoble/" not in moved
    (line,) = api.results(f"changes/?since={last}")
    assert (line["seq"], line["kind"], line["type"], line["version"]) == (last + 1, "decision", "updated", 2)
    assert (line["id"], line["page_kind"]) == (str(isere.filing.pk), "procedure")
    assert api.read(line["url"].removeprefix("http://localhost:8000"))["version"] == 2


def test_the_log_is_read_to_its_end_by_following_next(api, isere):
    first = api.read("changes/?limit=3")
    assert [row["seq"] for row in first["results"]] == [1, 2, 3]
    second = api.read(first["next"].removeprefix("http://testserver"))
    assert ([row["seq"] for row in second["results"]], second["next"]) == ([4], None)
    assert api.read("changes/?since=4")["results"] == []


class TestHeaders:
    def test_an_answer_that_one_has_is_not_sent_again(self, api, isere, amina, claire):
        address = f"procedures/{isere.filing.slug}/"
        first = api.answer(address)
        known = first.headers["ETag"]
        again = api.answer(address, **{"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
        changed_since = api.answer(address, **{"if-none-match": known})
        assert changed_since.status_code == 200
        assert changed_since.headers["ETag"] != known

    @pytest.mark.parametrize(
        "path", ["procedures/", "no-such-path/", "procedures/?limit=0", "docs/", "changes/?since=99"]
    )
    def test_nobody_is_recognised_and_every_site_may_read(self, api, isere, path):
        response = api.answer(path, cookie="sessionid=" + "x" * 32, origin="https://example.org")
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Access-Control-Expose-Headers"] == "Link, ETag"
        assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    def test_who_is_logged_in_reads_the_same(self, api, isere, claire):
        address = f"procedures/{isere.filing.slug}/"
        anonymous = api.answer(address)
        api.client.force_login(claire)
        moderator = api.answer(address)
        assert (moderator.content, moderator.headers["ETag"]) == (anonymous.content, anonymous.headers["ETag"])
        assert moderator.headers["Cache-Control"] == anonymous.headers["Cache-Control"]

    def test_head_says_what_get_would_without_the_body(self, api, isere):
        response = api.answer("procedures/", "HEAD")
        assert (response.status_code, response.content) == (200, b"")

    def test_options_tell_the_methods_and_nothing_else(self, api, isere):
        response = api.answer("procedures/", "OPTIONS")
        assert (response.status_code, response.content) == (204, b"")
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
