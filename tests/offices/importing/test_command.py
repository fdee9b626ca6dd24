"""`manage.py import_documents` as an operator meets it: exit codes, messages, the JSON object."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Role, ScopeKind
from offices.fixtures_loading import bring
from offices.models import ImportedDocument, Page
from tests.offices.importing.samples import BY_POST, REFUSING, block, dossier
from tests.plugins.cast import person
from tests.plugins.content import pages_of


@pytest.fixture(scope="module")
def finistere(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield bring(pages_of({"29"}), by=person("chargement", (Role.MODERATOR, ScopeKind.FRANCE, "")))
        transaction.set_rollback(True)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "bretagne.txt"
    path.write_bytes(dossier(block(BY_POST), REFUSING))
    return path


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command("import_documents", *map(str, arguments), by="chargement", stdout=out, **options)
    return out.getvalue()


def test_the_json_object_says_what_became_of_each_document(finistere, db, good):
    [document] = json.loads(run(good, json=True))["documents"]
    assert {name: document[name] for name in ("name", "region", "departments", "blocks", "offices")} == {
        "name": "bretagne.txt",
        "region": "Bretagne",
        "departments": ["29"],
        "blocks": 2,
        "offices": 4,
    }
    assert (document["written"], document["proposed"], document["unchanged"], document["conflicts"]) == (2, 0, 0, 0)
    assert {"code", "line", "message"} == set(document["anomalies"][0])


def test_the_report_names_file_line_and_code(finistere, db, good):
    assert "bretagne.txt, ligne " in run(good) and "(department_absent)" in run(good, dry_run=True)


BAD = {
    "empty": (b"", "ligne 1 : le fichier est vide"),
    "a PDF": (b"%PDF-1.4", "ligne 1 : c'est un PDF"),
    "no département": (b"Un texte quelconque.", "ligne 1 : aucun département"),
    "undecodable": (b"Bonjour\n\nR\xe9gion", "ligne 3 : l'octet 0xE9"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD)
def test_one_bad_document_among_good_ones_refuses_all(finistere, db, tmp_path, good, data, reason):
    bad = tmp_path / "mauvais.txt"
    bad.write_bytes(data)
    with pytest.raises(CommandError, match=f"Rien n'a été écrit. mauvais.txt, {reason}"):
        run(good, bad)
    assert not ImportedDocument.objects.exists()
    assert not Page.objects.filter(slug="aes-29-prefecture-quimper").exists()


def test_what_is_no_file_is_refused_too_in_french(finistere, db, tmp_path, good):
    with pytest.raises(CommandError, match=r"absent\.txt, ligne 1 : le fichier n'existe pas"):
        run(good, tmp_path / "absent.txt")
    with pytest.raises(CommandError, match="ligne 1 : c'est un dossier de fichiers"):
        run(good, tmp_path)


def test_whoever_decides_must_be_a_moderator(finistere, db, good):
    person("amina")
    with pytest.raises(CommandError, match="modérateur"):
        call_command("import_documents", str(good), by="amina")
