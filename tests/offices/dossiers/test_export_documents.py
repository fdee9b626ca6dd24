"""The command: a file per region, the same bytes each time, and nobody else's file is overwritten."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from offices.models import Page, Proposal

pytestmark = pytest.mark.django_db


def export(folder: Path) -> str:
    said = StringIO()
    call_command("export_documents", str(folder), stdout=said)
    return said.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_it_writes_a_file_for_each_region_that_has_content_and_one_for_the_grounds(loaded_content, tmp_path):
    said = export(tmp_path / "dossiers")
    assert {name for name in files(tmp_path / "dossiers") if not name.startswith("region-")} == {"fondements.txt"}
    assert {"region-normandie.txt", "region-occitanie.txt"} <= set(files(tmp_path / "dossiers"))
    assert "region-bretagne.txt" not in files(tmp_path / "dossiers")
    assert "fichier(s) écrit(s), 0 inchangé(s)" in said


def test_again_it_writes_the_same_bytes_and_says_so(loaded_content, tmp_path):
    export(tmp_path)
    before = files(tmp_path)
    assert "0 fichier(s) écrit(s)" in export(tmp_path)
    assert files(tmp_path) == before


def test_what_it_writes_is_imported_without_any_change(loaded_content, tmp_path):
    export(tmp_path)
    before = set(Page.objects.values_list("slug", "content_hash")), Proposal.objects.count()
    said = StringIO()
    call_command("import_documents", *map(str, sorted(tmp_path.iterdir())), by="chargement", stdout=said)
    assert (set(Page.objects.values_list("slug", "content_hash")), Proposal.objects.count()) == before
    assert said.getvalue().count("0 écrites, 0 proposées") == len(list(tmp_path.iterdir()))


def test_an_export_before_is_replaced(loaded_content, tmp_path):
    export(tmp_path)
    old = tmp_path / "region-normandie.txt"
    whole = old.read_bytes()
    old.write_bytes(whole[: len(whole) // 2])
    assert "1 fichier(s) écrit(s)" in export(tmp_path)
    assert old.read_bytes() == whole


def test_another_file_of_that_name_is_left_and_nothing_is_written(loaded_content, tmp_path):
    mine = tmp_path / "region-normandie.txt"
    mine.write_text("Mes notes sur la Normandie")
    with pytest.raises(CommandError, match=r"region-normandie\.txt existe et n'est pas un export"):
        export(tmp_path)
    assert files(tmp_path) == {mine.name: b"Mes notes sur la Normandie"}


def test_a_file_in_place_of_the_folder_is_told(loaded_content, tmp_path):
    place = tmp_path / "dossiers"
    place.write_text("")
    with pytest.raises(CommandError, match="est un fichier : nommez un dossier"):
        export(place)


def test_a_dossier_of_a_region_that_has_nothing_left_is_told(loaded_content, tmp_path):
    export(tmp_path)
    (tmp_path / "region-bretagne.txt").write_bytes((tmp_path / "region-normandie.txt").read_bytes())
    assert "region-bretagne.txt" in export(tmp_path)
    assert (tmp_path / "region-bretagne.txt").exists()
