from collections import Counter

import pytest

from geography.seats import seats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def of(department):
    return [seat for seat in seats() if seat.department_code == department]


def test_334_seats_follow_from_the_codes():
    assert Counter(seat.kind for seat in seats()) == {"prefecture": 101, "sous_prefecture": 233}
    assert len({(seat.kind, seat.commune_code) for seat in seats()}) == 334


def test_a_department_has_its_prefecture_then_its_sous_prefectures():
    assert [(seat.kind, seat.commune_name, seat.arrondissement_codes) for seat in of("34")] == [
        ("prefecture", "Montpellier", ("343",)),
        ("sous_prefecture", "Béziers", ("341",)),
        ("sous_prefecture", "Lodève", ("342",)),
    ]


def test_a_seat_is_named_after_its_commune_and_not_after_its_arrondissement():
    essonne = {seat.commune_name_with_de for seat in of("91")}
    assert essonne == {"d'Évry-Courcouronnes", "d'Étampes", "de Palaiseau"}


def test_every_arrondissement_has_exactly_one_seat(django_assert_num_queries):
    with django_assert_num_queries(2):
        codes = [code for seat in seats() for code in seat.arrondissement_codes]
    assert len(codes) == len(set(codes)) == 333


def test_a_single_arrondissement_leaves_no_sous_prefecture():
    for department in ("75", "90"):
        assert [seat.kind for seat in of(department)] == ["prefecture"]


def test_mayotte_has_a_prefecture_without_arrondissement_and_collectivities_have_none_by_code():
    (mayotte,) = of("976")
    assert (mayotte.commune_name, mayotte.arrondissement_codes) == ("Mamoudzou", ())
    assert [of(code) for code in ("975", "977", "978", "987", "988")] == [[]] * 5
