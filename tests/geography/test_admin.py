import pytest

from accounts.models import Membership, Role, User
from geography.models import Commune, Department
from geography.search import find_communes

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


def test_nothing_is_added_or_removed_by_hand(administration):
    assert administration.get("/admin/geography/department/add/").status_code == 403
    assert administration.post("/admin/geography/department/38/delete/", {"post": "yes"}).status_code == 403
    assert Department.objects.filter(code="38").exists()
