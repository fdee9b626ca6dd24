"""The yearly edition: from unpacked @etalab/decoupage-administratif packages to the CSV files under `data/`.

The newest package gives today's places. Earlier ones only add names: of the former codes that it lists, 2,248 have no
name there any more, and a family still says Évry or Bellegarde. Version 0.7.0 holds the history since 1943.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from geography.models import CommuneKind, Zone
from geography.names import normalise

KINDS = {
    "commune-actuelle": CommuneKind.COMMUNE,
    "commune-deleguee": CommuneKind.DELEGATED,
    "commune-associee": CommuneKind.ASSOCIATED,
    "arrondissement-municipal": CommuneKind.MUNICIPAL_ARRONDISSEMENT,
}
# The package links the collectivities' names without article, and seats the Terres australes in Saint-Pierre (975)
# instead of Saint-Pierre (974), where their prefect sits.
LINKS_OF_COLLECTIVITIES = {"984": 4, "987": 3, "988": 3, "989": 5}
SEATS_CORRECTED = {"984": "97416"}

COLUMNS = {
    "regions": ["code", "name", "link", "seat"],
    "departments": ["code", "name", "link", "seat", "region", "zone"],
    "arrondissements": ["code", "name", "link", "seat", "department"],
    "communes": ["code", "name", "link", "postcodes", "arrondissement", "population"],
    "parts": ["code", "name", "link", "postcodes", "parent", "kind", "population"],
    "former_names": ["code", "name"],
}
# Several values in one cell.
SEPARATOR = " "


def build(package: Path, earlier: list[Path], target: Path) -> dict[str, int]:
    """Write the six files into `target`; `earlier` packages are given newest first. Returns the lines of each file.

    Everything is read before anything is written. Raises FileNotFoundError where a folder is no such package, and
    ValueError where a line of it is not understood.
    """
    tables = read_package(package)
    add_former_places_and_names(tables, package, earlier)
    target.mkdir(parents=True, exist_ok=True)
    for name, columns in COLUMNS.items():
        with (target / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(tables[name], key=lambda row: (row["code"], row["name"])))
    return {name: len(rows) for name, rows in tables.items()}


def read_package(package: Path) -> dict[str, list[dict]]:
    """Today's territories, as rows of our files."""
    tables = {
        "regions": [territory(entry) for entry in read(package, "regions")],
        "departments": [
            territory(entry) | {"region": entry["region"], "zone": Zone(entry["zone"]).value}
            for entry in read(package, "departements")
        ],
        "arrondissements": [
            territory(entry) | {"department": entry["departement"]} for entry in read(package, "arrondissements")
        ],
        "communes": [],
        "parts": [],
        "former_names": [],
    }
    entries = read(package, "communes")
    today = {entry["code"] for entry in entries if entry["type"] == "commune-actuelle"}
    for entry in entries:
        if entry["type"] not in KINDS:
            raise ValueError(f"communes.json: {entry['code']} is of an unknown type, {entry['type']}")
        row = {
            "code": entry["code"],
            "name": entry["nom"],
            "link": entry.get("typeLiaison", 0),
            "postcodes": SEPARATOR.join(entry.get("codesPostaux", [])),
            "population": entry.get("population", ""),
        }
        if KINDS[entry["type"]] == CommuneKind.COMMUNE:
            tables["communes"].append(row | {"arrondissement": entry.get("arrondissement", "")})
        elif entry["code"] not in today:
            parent = entry["commune"] if "commune" in entry else entry["chefLieu"]
            tables["parts"].append(row | {"parent": parent, "kind": KINDS[entry["type"]].value})
    return tables


def territory(entry: dict) -> dict:
    code = entry["code"]
    return {
        "code": code,
        "name": entry["nom"],
        "link": LINKS_OF_COLLECTIVITIES.get(code, entry["typeLiaison"]),
        "seat": SEATS_CORRECTED.get(code, entry["chefLieu"]),
    }


def add_former_places_and_names(tables: dict[str, list[dict]], package: Path, earlier: list[Path]) -> None:
    """Former codes become rows of `parts`, under the last name they bore; other names of any place, of `former_names`.

    A former code that never had a name in the packages given is left out: nobody could be shown what it was.
    """
    borne = names_ever_borne([package, *earlier])
    known = {row["code"]: row["name"] for row in tables["communes"] + tables["parts"]}
    for entry in read(package, "communes"):
        for code in entry.get("anciensCodes", []):
            if code in known or code not in borne:
                continue
            known[code], link = next(iter(borne[code].items()))
            former = {"code": code, "name": known[code], "link": link, "postcodes": "", "population": ""}
            tables["parts"].append(former | {"parent": entry["code"], "kind": CommuneKind.FORMER.value})
    for code, name in known.items():
        seen = {normalise(name)}
        for other in borne.get(code, {}):
            if normalise(other) not in seen:
                seen.add(normalise(other))
                tables["former_names"].append({"code": code, "name": other})


def names_ever_borne(packages: Iterable[Path]) -> dict[str, dict[str, int]]:
    """Code → {name: its link}, the latest name first."""
    borne: dict[str, dict[str, int]] = defaultdict(dict)
    for package in packages:
        entries = read(package, "communes")
        if (package / "data" / "historique-communes.json").exists():
            history = read(package, "historique-communes")
            entries += sorted(history, key=lambda entry: entry.get("dateDebut", ""), reverse=True)
        for entry in entries:
            borne[entry["code"]].setdefault(entry["nom"].replace("’", "'"), entry.get("typeLiaison", 0))
    return borne


def read(package: Path, name: str) -> list[dict]:
    return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))
