"""Statements written once: with other values in their places, they answer like the query that is written anew."""

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast

from offices.models import PageSlug
from offices.statements import ANY_PAGE, Statement, filled, places

pytestmark = pytest.mark.django_db


def test_a_statement_asked_again_answers_for_other_values(isere):
    named = Statement(lambda: PageSlug.objects.filter(slug__in=places("slug", 1)).values_list("slug"))

    assert named.rows(filled("slug", [isere.grenoble.slug])) == [(isere.grenoble.slug,)]
    assert named.rows(filled("slug", [isere.ground.slug])) == [(isere.ground.slug,)]


def test_a_page_takes_the_place_of_any_page(isere):
    addresses = Statement(lambda: PageSlug.objects.filter(page=ANY_PAGE).values_list("slug", Cast("page", TextField())))

    assert [slug for slug, _page in addresses.rows({}, isere.grenoble.pk)] == [isere.grenoble.slug]
    assert [slug for slug, _page in addresses.rows({}, isere.ground.pk)] == [isere.ground.slug]


def test_a_list_of_no_values_asks_the_database_nothing(django_assert_num_queries):
    nothing = Statement(lambda: PageSlug.objects.filter(slug__in=places("slug", 0)).values_list("slug"))

    with django_assert_num_queries(0):
        assert nothing.rows({}) == []
