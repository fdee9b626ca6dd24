"""What the first content of five départements looks like on paper."""

from datetime import date

import pytest
from django.utils import timezone

from geography.models import Department
from offices.models import Office
from offices.paper import compiling, dossier, sheet
from tests.offices.paper.matterhorn import faults
from tests.offices.paper.reading import opened, said

pytestmark = pytest.mark.django_db


def test_every_office_of_the_departments_that_speak_is_named(loaded_content):
    body = compiling.pdf("dossier", dossier.department_data(Department.objects.get(code="34"), date(2026, 11, 21)))
    text = said(body)
    assert faults(body) == []
    for office in Office.objects.published().filter(department="34").select_related("seat"):
        assert office.seat.name in text, office


def test_every_office_of_the_model_departments_has_one_page(loaded_content):
    for office in Office.objects.published().select_related("page"):
        body = compiling.pdf("office", sheet.data(office.page, timezone.localdate()))
        assert len(opened(body).pages) == 1, office
        assert faults(body) == [], office
