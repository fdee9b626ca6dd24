"""What is exported from one site and imported into another, which has nothing but the official offices, is the same."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role, ScopeKind
from geography.loading import load
from offices import moderation
from offices.importing.documents import parse_document
from offices.importing.fates import Fate
from offices.importing.writing import gazetteer, write
from offices.models import Anomaly, Page, Proposal
from tests.offices.dossiers.site import export, moderator, official_offices, read, state
from tests.plugins.cast import READ_ON_SITE, person


@pytest.fixture
def claire(db):
    load()
    return moderator()


@pytest.fixture
def fresh(claire):
    official_offices(claire)


@pytest.fixture
def copy(fresh, exported, claire):
    """That site, once it has imported everything."""
    return write(read(exported.files), by=claire)


# --- The same content ------------------------------------------------------------------------------------------------


def test_every_page_is_the_same_and_so_is_its_date(copy, exported):
    assert state() == exported.state
    assert not Anomaly.objects.exists()
    assert {fate for report in copy for fate in report.fates.values()} == {Fate.WRITTEN}


def test_the_copy_exports_the_same_bytes(copy, exported):
    assert export() == exported.files


def test_importing_its_own_export_changes_nothing(copy, exported, claire):
    before = state(), Proposal.objects.count()
    again = {name: f"{text}\n" for name, text in exported.files.items()}  # one byte more: it is read anew
    reports = write(read(again), by=claire)
    assert {fate for report in reports for fate in report.fates.values()} == {Fate.UNCHANGED}
    assert (state(), Proposal.objects.count()) == before
    assert not Anomaly.objects.exists()


def test_what_the_files_name_first_comes_first_whatever_their_order(fresh, exported, claire):
    known, today = gazetteer(), timezone.localdate()
    shuffled = sorted(exported.files, reverse=True)
    documents = [parse_document(name, exported.files[name].encode(), known, today) for name in shuffled]
    documents.sort(key=lambda parsed: parsed.latest or today)  # as the importer orders them, by date
    write(documents, by=claire)
    assert state() == exported.state


# --- What is said around the Fiches -----------------------------------------------------------------------------------


def test_it_reads_like_a_dossier(exported):
    text = exported.isere
    assert text.startswith("# Modalités de dépôt d'une demande de titre de séjour\n\nRégion Auvergne-Rhône-Alpes\n")
    assert "\n\nDépartement de l'Isère (38)\n\n" in text  # its contents list
    assert "\n\nAucune information : département de l'Ain (01)\n" in text
    assert "\n\nRégion Auvergne-Rhône-Alpes\nDépartement de l'Isère (38)\nPréfecture de Grenoble\n" in text
    assert "Sous-préfectures : La Tour-du-Pin, Vienne\n" in text
    assert text.count("\nFiche [") == text.count("\nFin de la fiche [") == text.count("\n## ")


def test_a_department_of_which_only_official_names_are_known_has_no_part(exported):
    assert "bretagne.txt" not in exported.files


def test_only_what_is_published_is_exported(copy, claire):
    page = Page.objects.get(slug="complet")
    amina = person("amina", (Role.VOLUNTEER, ScopeKind.FRANCE, ""))
    secret = page.document.model_copy(update={"title": "Titre seulement proposé"})
    before = export()
    moderation.submit(secret, evidence=READ_ON_SITE, author=amina, page=page)
    assert export() == before


def test_a_site_that_knows_official_names_alone_has_nothing_to_export(fresh, tmp_path):
    with pytest.raises(CommandError, match="Rien n'est publié"):
        call_command("export_documents", str(tmp_path / "dossiers"))
    assert not (tmp_path / "dossiers").exists()
