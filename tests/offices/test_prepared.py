"""A query whose SQL was made before finds what Django would find."""

import pytest
from django.db import connection
from django.db.models import F

from accounts.models import User
from offices.models import Decision, Page, PageSlug
from offices.prepared import Prepared

pytestmark = pytest.mark.django_db

by_slug = Prepared(lambda slug: Page.objects.published().with_slug(slug).select_related("office__department"))
by_slugs = Prepared(
    lambda kind, slugs: (
        Page.objects.published()
        .filter(kind=kind, slugs__slug__in=slugs)
        .annotate(asked=F("slugs__slug"))
        .order_by("slug")
    )
)


def test_finds_the_row_and_what_is_read_with_it_in_one_query(isere, django_assert_num_queries):
    for page in (isere.grenoble, isere.vienne):
        with django_assert_num_queries(1):
            (found,) = by_slug(page.slug)
            assert found == page
            assert found.office.department.code == "38"
        assert found.content == page.content
        assert found.edited_at == page.edited_at


def test_takes_any_number_of_words(isere):
    slugs = (isere.vienne.slug, isere.grenoble.slug, isere.filing.slug)
    assert by_slugs("office", slugs[:1]) == [isere.vienne]
    assert by_slugs("office", slugs) == [isere.grenoble, isere.vienne]
    assert [page.asked for page in by_slugs("procedure", slugs)] == [isere.filing.slug]


def test_finds_nothing_where_there_is_nothing(isere):
    assert by_slug("nulle-part") == []


def test_a_number_has_its_place_too(amina, claire):
    by_number = Prepared(lambda number: User.objects.filter(pk=number))
    assert [by_number.get(person.pk) for person in (amina, claire)] == [amina, claire]


def test_a_number_is_compared_with_columns_that_hold_none_below_nought(isere):
    before = Prepared(lambda number: Decision.objects.filter(number__lt=number).order_by("-number")[:1])
    assert before.get(3).number == 2
    assert before(1) == []


def test_the_only_row_is_given_or_said_to_be_missing(isere):
    assert by_slug.get(isere.vienne.slug) == isere.vienne
    with pytest.raises(Page.DoesNotExist):
        by_slug.get("nulle-part")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans")
def test_what_is_asked_again_is_prepared_by_the_server(isere):
    for page in (isere.grenoble, isere.vienne, isere.filing) * 2:
        by_slug(page.slug)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any('"offices_pageslug"."slug" = $' in statement for (statement,) in cursor.fetchall())


def test_is_compiled_once_for_as_many_words(isere):
    compiled = []
    prepared = Prepared(lambda slug: compiled.append(slug) or Page.objects.with_slug(slug))
    assert prepared(isere.grenoble.slug) == [isere.grenoble]
    assert prepared(isere.vienne.slug) == [isere.vienne]
    assert len(compiled) == 1


def test_an_identifier_has_its_place_on_both_databases(isere):
    addresses = Prepared(lambda page: PageSlug.objects.filter(page=page).values_list("slug", "page"))
    assert addresses(isere.grenoble.pk) == [(isere.grenoble.slug, isere.grenoble.pk)]
    assert addresses(isere.ground.pk) == [(isere.ground.slug, isere.ground.pk)]


def test_asks_nothing_where_no_word_could_be_found(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Prepared(lambda slugs: PageSlug.objects.filter(slug__in=slugs))(()) == []
