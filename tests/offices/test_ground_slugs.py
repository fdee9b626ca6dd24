"""One ground, one address, whatever the words."""

import pytest

from offices.ground_slugs import ground_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Salarié", "salarie"),
        ("- une carte de SALARIÉE ;", "salarie"),
        ("Étudiant·e", "etudiant"),
        ("Travailleuse temporaire", "travailleur-temporaire"),
        ("Carte au titre de l'article L. 423-23", "vie-privee-familiale"),
        ("Demande d'admission exceptionnelle au séjour", "aes"),
        ("AES – travail", "aes-travail"),
        ("admission exceptionnelle au séjour au titre du travail", "aes-travail"),
        ("AES : vie privée et familiale", "aes-vie-privee"),
    ],
)
def test_a_ground_is_known_by_the_words_that_name_it(text, slug):
    assert ground_slug(text) == slug


def test_a_parent_of_a_sick_child_is_not_a_sick_person():
    assert ground_slug("Parent étranger d'un enfant malade") == "parent-enfant-malade"
    assert ground_slug("Personne étrangère malade") == "etranger-malade"


def test_renewing_a_card_obtained_by_aes_is_still_aes_as_a_whole():
    assert ground_slug("AES, et le renouvellement d'une carte « vie privée et familiale »") == "aes"


def test_words_that_name_no_known_ground_give_none():
    assert ground_slug("Duplicata d'un titre perdu") is None
