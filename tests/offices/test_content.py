"""A text is a key: what is made of it is kept under it, and found again without reading it."""

from offices.content import canonical, parse
from tests.offices.small_contents import BY_POST, procedure


def test_the_same_text_is_the_same_key():
    one, two = procedure(steps=[BY_POST]), procedure(steps=[BY_POST])
    assert one is not two
    assert {one: "kept"}[two] == "kept"


def test_the_versions_of_a_page_are_told_apart_by_their_keys():
    """Their titles are the same; were it their keys, each version would be compared with every other."""
    versions = [procedure(steps=[BY_POST], remarks=[{"id": "r", "text": f"Version {n}"}]) for n in range(100)]
    assert len({hash(version) for version in versions}) > 90


def test_a_copy_that_says_something_else_is_another_key():
    text = procedure(steps=[BY_POST])
    kept = {text: "kept"}
    corrected = text.model_copy(update={"title": "Titre de séjour à Vienne"})
    assert corrected not in kept
    assert hash(corrected) == hash(parse(corrected.model_dump()))


def test_a_key_that_was_counted_is_in_no_text():
    text = procedure(steps=[BY_POST])
    before = canonical(text)
    hash(text)
    assert canonical(text) == before
    assert text == procedure(steps=[BY_POST])
