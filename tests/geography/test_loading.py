import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from geography.loading import DATA, load
from geography.models import Commune, LoadedEdition, PostalCode
from geography.search import find_communes


@pytest.fixture
def next_edition(tmp_path):
    """The same files, in which one commune was renamed and has another postcode, and one code is gone."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    communes = (tmp_path / "communes.csv").read_text(encoding="utf-8")
    assert "38544,Vienne,0,38200," in communes
    communes = communes.replace("38544,Vienne,0,38200,", "38544,Vienne-sur-Rhône,0,38207,")
    kept = [line for line in communes.splitlines(keepends=True) if not line.startswith("98411,")]
    (tmp_path / "communes.csv").write_text("".join(kept), encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
def test_loading_the_same_edition_again_only_looks(france, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert load() is False


@pytest.mark.django_db
def test_another_edition_updates_by_code_and_neither_adds_nor_removes_a_row(france, next_edition):
    before = Commune.objects.count()
    assert load(next_edition) is True
    assert load(next_edition) is False
    assert Commune.objects.count() == before
    assert LoadedEdition.objects.count() == 1
    assert Commune.objects.get(code="38544").name == "Vienne-sur-Rhône"
    assert list(PostalCode.objects.filter(commune="38544").values_list("code", flat=True)) == ["38207"]
    assert find_communes("vienne sur rhone")[0].code == "38544"


@pytest.mark.django_db
def test_a_broken_file_leaves_the_tables_as_they_were(france, next_edition):
    departments = (next_edition / "departments.csv").read_text(encoding="utf-8")
    (next_edition / "departments.csv").write_text(departments.replace("01,Ain,5", "01,Ain,cinq"), encoding="utf-8")
    with pytest.raises(ValueError, match="cinq"):
        load(next_edition)
    assert Commune.objects.get(code="38544").name == "Vienne"
    assert load() is False


@pytest.mark.django_db
def test_the_command_says_what_stands_in_the_tables(france):
    output = StringIO()
    call_command("load_geography", stdout=output)
    assert output.getvalue() == (
        "Géographie déjà à jour : 26 régions, 109 départements, 333 arrondissements, 39254 communes, "
        f"{PostalCode.objects.count()} codes postaux.\n"
    )


@pytest.mark.django_db(transaction=True)
def test_france_is_there_in_tests_with_real_transactions(france):
    assert Commune.objects.current().count() == 34_969


@pytest.mark.django_db(transaction=True)
def test_france_is_there_again_after_such_a_test(france):
    assert Commune.objects.current().count() == 34_969
