"""A package of two departments, written here, becomes files; facts are real, the selection is ours."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from geography.building import names_ever_borne

PACKAGE = {
    "regions": [{"code": "84", "chefLieu": "69123", "nom": "Auvergne-Rhône-Alpes", "typeLiaison": 1}],
    "departements": [
        {"code": "01", "region": "84", "chefLieu": "01053", "nom": "Ain", "typeLiaison": 5, "zone": "metro"},
        {
            "code": "987",
            "region": "987",
            "chefLieu": "98735",
            "nom": "Polynésie française",
            "typeLiaison": 0,
            "zone": "com",
        },
    ],
    "arrondissements": [{"code": "014", "departement": "01", "chefLieu": "01269", "nom": "Nantua", "typeLiaison": 0}],
    "communes": [
        {
            "code": "01033",
            "nom": "Valserhône",
            "typeLiaison": 0,
            "type": "commune-actuelle",
            "arrondissement": "014",
            "codesPostaux": ["01200", "01205"],
            "population": 16000,
            "anciensCodes": ["01018", "01091", "01999"],
        },
        {"code": "98735", "nom": "Papeete", "type": "commune-actuelle", "codesPostaux": ["98714"]},
        {"code": "01033", "nom": "Bellegarde-sur-Valserine", "type": "commune-deleguee", "chefLieu": "01033"},
        {"code": "01091", "nom": "Châtillon-en-Michaille", "type": "commune-deleguee", "chefLieu": "01033"},
        {"code": "69383", "nom": "Lyon 3e Arrondissement", "type": "arrondissement-municipal", "commune": "69123"},
    ],
}
EARLIER = {
    "communes": [{"code": "01091", "nom": "Châtillon-en-Michaille", "type": "commune-actuelle"}],
    "historique-communes": [
        {"code": "01033", "nom": "Bellegarde", "type": "COM", "dateFin": "1956-10-19"},
        {"code": "01091", "nom": "Châtillon-de-Michaille", "type": "COM"},
        {"code": "01018", "nom": "Arlod", "typeLiaison": 1, "type": "COM", "dateDebut": "1943-01-01"},
    ],
}


def unpacked(folder, files):
    (folder / "data").mkdir(parents=True)
    for name, entries in files.items():
        (folder / "data" / f"{name}.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder


@pytest.fixture
def built(tmp_path):
    package, earlier = unpacked(tmp_path / "6", PACKAGE), unpacked(tmp_path / "0.7", EARLIER)
    call_command("build_geography", package, earlier, to=tmp_path / "built", stdout=StringIO())

    def lines(name):
        with (tmp_path / "built" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return lines


def test_communes_of_today_keep_what_a_search_and_a_competence_need(built):
    papeete = {"arrondissement": "", "population": "", "postcodes": "98714", "link": "0"}
    valserhone = {"arrondissement": "014", "population": "16000", "postcodes": "01200 01205", "link": "0"}
    assert built("communes") == [
        {"code": "01033", "name": "Valserhône"} | valserhone,
        {"code": "98735", "name": "Papeete"} | papeete,
    ]


def test_parts_with_their_own_code_and_former_codes_with_a_name_become_lines(built):
    assert [(line["code"], line["name"], line["parent"], line["kind"]) for line in built("parts")] == [
        ("01018", "Arlod", "01033", "former"),
        ("01091", "Châtillon-en-Michaille", "01033", "delegated"),
        ("69383", "Lyon 3e Arrondissement", "69123", "municipal"),
    ]


def test_every_other_name_of_a_place_is_kept(built):
    assert [(line["code"], line["name"]) for line in built("former_names")] == [
        ("01033", "Bellegarde"),
        ("01033", "Bellegarde-sur-Valserine"),
        ("01091", "Châtillon-de-Michaille"),
    ]


def test_collectivities_are_linked_with_their_article(built):
    assert [(line["code"], line["link"], line["zone"]) for line in built("departments")] == [
        ("01", "5", "metro"),
        ("987", "3", "com"),
    ]


def test_the_last_name_comes_first(tmp_path):
    history = [
        {"code": "51108", "nom": "Châlons-sur-Marne"},
        {"code": "51108", "nom": "Châlons-en-Champagne", "dateDebut": "1998-01-04"},
    ]
    package = unpacked(tmp_path, {"communes": [], "historique-communes": history})
    assert list(names_ever_borne([package])["51108"]) == ["Châlons-en-Champagne", "Châlons-sur-Marne"]


def test_a_folder_that_is_no_package_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"regions\.json n'existe pas"):
        call_command("build_geography", tmp_path, to=tmp_path / "built")
    assert not (tmp_path / "built").exists()


def test_an_unknown_kind_of_commune_is_refused_before_anything_is_written(tmp_path):
    surprise = {"code": "01001", "nom": "L'Abergement-Clémenciat", "type": "commune-nouvelle"}
    package = unpacked(tmp_path / "7", PACKAGE | {"communes": [surprise]})
    with pytest.raises(CommandError, match="01001 is of an unknown type, commune-nouvelle"):
        call_command("build_geography", package, to=tmp_path / "built")
    assert not (tmp_path / "built").exists()
