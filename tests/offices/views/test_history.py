"""The public history of a page: what changed and when, in sentences, and never who."""

import pytest

from offices import languages, moderation
from tests.offices.marks import unmarked
from tests.plugins.cast import READ_ON_SITE, approve, propose, with_address, with_fee

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_versions(isere, amina, claire):
    """Grenoble's procedure: first content, then another stamp, then another street."""
    page = isere.filing
    approve(propose(page, with_fee(page.document, "75"), amina), claire)
    page.refresh_from_db()
    approve(propose(page, with_address(page.document, "1 rue Neuve"), amina), claire)
    page.refresh_from_db()
    return page


def address(page, tail="historique/"):
    return page.get_absolute_url() + tail


def test_every_version_is_listed_newest_first_with_what_changed(three_versions, reader):
    text = reader.text(address(three_versions), ".timeline")
    assert text.index("version 3") < text.index("version 2") < text.index("version 1")
    assert "75,00" in text
    assert "1 rue Neuve" in text


def test_what_was_taken_over_from_a_dossier_says_so(three_versions, reader):
    entries = reader.page(address(three_versions)).css(".timeline > li")
    assert "repris du dossier" in entries[-1].text()
    assert "proposé par une personne, décidé par une autre" in entries[0].text()


def test_nobody_is_named(three_versions, amina, claire, reader):
    for tail in ("historique/", "historique/?de=1&a=3", "versions/2/"):
        html = reader.get(address(three_versions, tail)).content.decode()
        assert amina.username not in html
        assert claire.username not in html


def test_any_two_versions_compare_whatever_their_order(three_versions, reader):
    forward = reader.text(address(three_versions, "historique/?de=1&a=3"))
    assert "De la version 1 à la version 3" in forward
    assert "75,00" in forward
    assert "1 rue Neuve" in forward
    assert reader.text(address(three_versions, "historique/?de=3&a=1")) == forward


def test_a_version_compared_with_itself_says_the_same(three_versions, reader):
    text = reader.text(address(three_versions, "historique/?de=2&a=2"))
    assert "Ces deux versions disent la même chose." in text


@pytest.mark.parametrize("tail", ["?de=1", "?de=1&a=9", "?de=un&a=2", "?de=1&a=99999999999999999999", "?avant=x"])
def test_a_version_that_does_not_exist_is_no_page(three_versions, reader, tail):
    assert reader.get(address(three_versions, f"historique/{tail}")).status_code == 404


def test_a_version_keeps_its_text_for_ever(three_versions, reader):
    before = reader.get(address(three_versions, "versions/2/")).content
    assert "Version 2" in before.decode()
    assert "12 place de Verdun" in before.decode()
    assert "1 rue Neuve" not in before.decode()
    moderation.warn(three_versions, code="office_closed", by=three_versions.decisions.last().proposal.decided_by)
    assert reader.get(address(three_versions, "versions/2/")).content == before


def test_a_version_leads_to_the_page_in_force_and_stays_out_of_search_engines(three_versions, reader):
    page = reader.page(address(three_versions, "versions/2/"))
    assert page.css_first(".alert a").attributes["href"] == three_versions.get_absolute_url()
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_a_version_of_the_future_is_no_page(three_versions, reader):
    for number in (0, 4, 10**30):
        assert reader.get(address(three_versions, f"versions/{number}/")).status_code == 404, number


def test_a_restored_version_is_a_new_one(three_versions, amina, claire, reader):
    proposal = moderation.revert(three_versions, to_version=1, author=amina, evidence=READ_ON_SITE)
    approve(proposal, claire)
    text = reader.text(address(three_versions), ".timeline")
    assert "version 4" in text
    assert "Retour à une ancienne version" in text


def test_a_long_history_is_read_page_by_page(isere, amina, claire, reader):
    page = isere.filing
    for amount in range(51, 73):
        approve(propose(page, with_fee(page.document, str(amount)), amina), claire)
        page.refresh_from_db()
    first = reader.page(address(page))
    assert len(first.css(".timeline > li")) == 20
    older = first.css_first(".pager a").attributes["href"]
    assert older == "?avant=4"
    rest = reader.page(address(page, f"historique/{older}"))
    assert [node.text() for node in rest.css(".timeline h2 .note")] == [f"– version {number}" for number in (3, 2, 1)]


# --- In another language -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "amount changed from €50.00 to €75.00."), ("ar", "تغيير المبلغ من 50,00 يورو إلى 75,00 يورو.")],
)
@pytest.mark.parametrize("tail", ["historique/", "historique/?de=1&a=3"])
def test_what_changed_is_told_in_the_language_of_the_page_with_its_french_below(
    three_versions, reader, language, sentence, tail
):
    page = reader.page(f"/{language}{address(three_versions, tail)}")
    told = next(node for node in page.css("main li li, main > ul > li") if sentence in node.text())
    assert told.css_first("p.note[lang=fr]").text().endswith("le montant passe de 50,00\u00a0€ à 75,00\u00a0€.")
    assert unmarked(page.html) == []


def test_the_fields_of_a_comparison_are_named_in_the_language_of_the_page(three_versions, reader):
    page = reader.page(f"/en{address(three_versions, 'historique/?de=1&a=3')}")
    (label,) = [node for node in page.css("tbody th") if "Amount in euros" in node.text()]
    assert label.css_first("p.note[lang=fr]").text().endswith("Montant en euros")
    assert [node.text() for node in label.parent.css("td p.note")] == ["50,00\u00a0€", "75,00\u00a0€"]


def test_a_text_that_is_french_anyway_has_no_french_below(three_versions, reader):
    page = reader.page(f"/en{address(three_versions, 'historique/?de=2&a=3')}")
    (street,) = [node for node in page.css("tbody td") if "1 rue Neuve" in node.text()]
    assert street.css_first("span[lang=fr]").text() == "Bureau du séjour, 1 rue Neuve"
    assert not street.css("p")


def test_a_language_that_somebody_has_reviewed_stands_alone(three_versions, reader, monkeypatch):
    monkeypatch.setattr(languages, "is_reviewed", lambda language: True)
    text = reader.text(f"/en{address(three_versions)}", ".timeline")
    assert "amount changed from" in text
    assert "le montant passe" not in text
