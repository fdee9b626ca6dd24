import pytest

from geography.names import normalise, search_text, slug, with_article, with_de


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("Saint-Denis", "saint denis"),
        ("ST-DENIS", "saint denis"),
        ("st. denis", "saint denis"),
        ("Ste Colombe", "sainte colombe"),
        ("Stes-Maries-de-la-Mer", "saintes maries de la mer"),
        ("Sts-Geosmes", "saints geosmes"),
        ("Estampes", "estampes"),
        ("Évry", "evry"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("Ivry s/ Seine", "ivry sur seine"),
        ("Paris 18ème", "paris 18e"),
        ("  Vienne\u00a0(38) ", "vienne 38"),
        ("E\u0301vry", "evry"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_two_spellings_of_one_name_become_equal(typed, normalised):
    assert normalise(typed) == normalised
    assert normalise(normalised) == normalised


def test_a_slug_keeps_every_word():
    assert slug("Provence-Alpes-Côte d'Azur") == "provence-alpes-cote-d-azur"
    assert slug("Bourg-en-Bresse") == "bourg-en-bresse"


def test_the_search_text_holds_each_name_with_and_without_article_then_postcodes():
    assert search_text(["Le Havre"], ["76600", "76610"]) == "|le havre|havre|76600|76610|"
    assert search_text(["Évry-Courcouronnes", "Évry"], []) == "|evry courcouronnes|evry|"
    assert search_text([], []) == ""


@pytest.mark.parametrize(
    ("name", "link", "subject", "owner"),
    [
        ("Ain", 5, "l'Ain", "de l'Ain"),
        ("Cantal", 2, "le Cantal", "du Cantal"),
        ("Loire", 3, "la Loire", "de la Loire"),
        ("Hautes-Pyrénées", 4, "les Hautes-Pyrénées", "des Hautes-Pyrénées"),
        ("Eure-et-Loir", 1, "l'Eure-et-Loir", "d'Eure-et-Loir"),
        ("Maine-et-Loire", 0, "le Maine-et-Loire", "de Maine-et-Loire"),
        ("Paris", 0, "Paris", "de Paris"),
        ("La Réunion", 0, "La Réunion", "de La Réunion"),
        ("Île-de-France", 1, "l'Île-de-France", "d'Île-de-France"),
    ],
)
def test_a_territory_in_a_sentence(name, link, subject, owner):
    assert with_article(name, link) == subject
    assert with_de(name, link) == owner


@pytest.mark.parametrize(
    ("name", "link", "owner"),
    [
        ("Gex", 0, "de Gex"),
        ("Évreux", 1, "d'Évreux"),
        ("Haguenau", 0, "de Haguenau"),
        ("Le Havre", 2, "du Havre"),
        ("La Rochelle", 3, "de La Rochelle"),
        ("Les Andelys", 4, "des Andelys"),
        ("L'Haÿ-les-Roses", 5, "de L'Haÿ-les-Roses"),
        ("Aux Marais", 6, "des Marais"),
        ("Los Masos", 8, "de Los Masos"),
    ],
)
def test_a_commune_carries_its_article_in_its_name(name, link, owner):
    assert with_de(name, link) == owner
