"""Parsed documents on disk: given back in the order of their dates, and once."""

from offices.content import canonical
from offices.importing.documents import parse_document
from offices.importing.shelf import Shelf
from tests.offices.importing.official import france
from tests.offices.importing.samples import BY_POST, REFUSING, block, dossier
from tests.offices.importing.test_facts import TODAY


def parsed(name: str, *blocks: str):
    return parse_document(name, dossier(*blocks), france(), TODAY)


def test_the_oldest_comes_first_and_what_has_no_date_comes_last():
    shelf = Shelf()
    shelf.put(parsed("2024", block(BY_POST, dated="03/03/2024")))
    shelf.put(parsed("sans date", REFUSING))
    shelf.put(parsed("2022", block(BY_POST, dated="01/01/2022"), REFUSING))
    assert [document.name for document in shelf.by_date()] == ["2022", "2024", "sans date"]
    assert shelf.order == [2, 0, 1]


def test_a_document_comes_back_as_it_was():
    document, shelf = parsed("essai", block(BY_POST)), Shelf()
    shelf.put(document)
    [again] = shelf.by_date()
    assert [canonical(page.content) for page in again.pages] == [canonical(page.content) for page in document.pages]
    assert (again.anomalies, again.account) == (document.anomalies, document.account)
