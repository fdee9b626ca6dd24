import pytest

from accounts.models import Membership, Role, User
from geography.gazetteer import gazetteer
from geography.models import Commune, Department
from geography.search import find_communes
from offices.publishing import rendering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


@pytest.fixture
def administration(client):
    person = User.objects.create_superuser("administration")
    Membership.objects.create(user=person, role=Role.ADMINISTRATOR)
    client.force_login(person)
    return client


def test_a_commune_is_looked_up_as_people_type(administration):
    page = administration.get("/admin/geography/commune/", {"q": "st-denis"}).content.decode()
    assert "Saint-Denis" in page
    assert "Lyon" not in page.partition("result_list")[2]


def test_a_corrected_name_is_found_at_once(administration):
    commune = Commune.objects.get(code="38544")
    corrected = {
        "name": "Vienne-sur-Rhône",
        "link": commune.link,
        "kind": commune.kind,
        "parent": "",
        "department": commune.department_id,
        "arrondissement": commune.arrondissement_id,
        "population": commune.population,
        "former_names": '["Vienne"]',
    }
    answer = administration.post("/admin/geography/commune/38544/change/", corrected)
    assert answer.status_code == 302
    assert [found.label for found in find_communes("vienne sur rhone")] == ["Vienne-sur-Rhône (38)"]
    for still in ("vienne", "38200"):
        assert find_communes(still)[0].label == "Vienne-sur-Rhône (38)"


def rename_isere(administration) -> None:
    place = Department.objects.get(code="38")
    corrected = {"name": "Isère-et-Drac", "link": place.link, "slug": place.slug, "zone": place.zone}
    corrected |= {"region": place.region_id, "seat": place.seat_id}
    assert administration.post("/admin/geography/department/38/change/", corrected).status_code == 302


def test_a_name_that_is_kept_in_memory_is_read_again_once_it_was_corrected(administration):
    assert "Isère" in {place.name for place in gazetteer().departments}  # as by each process, at its first search
    rename_isere(administration)
    assert "Isère-et-Drac" in {place.name for place in gazetteer().departments}


def test_no_rendered_address_keeps_a_name_that_was_corrected(administration, isere, empty_store):
    slug = isere.filing.slug
    shown = ("/", "/departements/", "/departements/38/", "/en/departements/38/", "/regions/auvergne-rhone-alpes/")
    shown += (f"/modalites/{slug}/", f"/api/v1/procedures/{slug}/", "/api/v1/departments/38/", "/flux/departements/38/")
    for address in shown:
        assert rendering.render(address) == 200
        assert rendering.is_rendered(address)

    rename_isere(administration)

    assert not any(map(rendering.is_rendered, shown))
    assert rendering.render("/departements/38/") == 200
    assert "Isère-et-Drac" in (empty_store.always / "departements/38/index.html").read_text()


def test_a_render_that_began_before_a_correction_and_ended_after_is_thrown_away(administration, empty_store):
    address = "/departements/38/"
    taken = rendering.ticket(address)
    before = rendering.ask(address).body
    rename_isere(administration)
    assert not rendering.place(taken, address, before)
    assert not rendering.is_rendered(address)


def test_nothing_is_added_or_removed_by_hand(administration):
    assert administration.get("/admin/geography/department/add/").status_code == 403
    assert administration.post("/admin/geography/department/38/delete/", {"post": "yes"}).status_code == 403
    assert Department.objects.filter(code="38").exists()
