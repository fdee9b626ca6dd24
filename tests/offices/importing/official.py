"""The official names, read from the code files without a database: what the parser is given in its own tests."""

import csv
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from geography import loading
from offices.importing.gazetteer import Gazetteer, KnownDepartment, KnownOffice

DATA: Path = loading.DATA


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def france() -> Gazetteer:
    communes = {row["code"]: row["name"] for row in rows("communes")}
    arrondissements: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in rows("arrondissements"):
        arrondissements.setdefault(row["department"], {}).setdefault(row["seat"], []).append(row)
    departments = {}
    for row in rows("departments"):
        by_seat = arrondissements.get(row["code"], {})
        seats = [row["seat"], *(seat for seat in by_seat if seat != row["seat"])]
        offices = tuple(
            KnownOffice(
                slug=f"{'prefecture' if seat == row['seat'] else 'sous-prefecture'}-{slugify(communes[seat])}",
                kind="prefecture" if seat == row["seat"] else "sous_prefecture",
                department=row["code"],
                seat=communes[seat],
                arrondissements=tuple((part["code"], part["name"]) for part in by_seat.get(seat, [])),
            )
            for seat in seats
            if seat in communes
        )
        departments[row["code"]] = KnownDepartment(row["code"], row["name"], int(row["link"]), row["region"], offices)
    return Gazetteer({row["code"]: row["name"] for row in rows("regions")}, departments)
