"""What the grounds that the fixtures bring are called in the other languages of the site.

A ground is content, and its title French. The table goes by the title and not by the page's address: a name holds for
the words that were translated, and goes when somebody publishes others. What is not in the table is said in French. The
French stands beside wherever one chooses: it is the name that a counter and a form know.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from geography.arabic import folded
from offices.languages import beside, french, is_source

TITLES = frozenset(
    (
        N_("Admission exceptionnelle au séjour"),
        N_("AES – travail"),
        N_("AES – vie privée et familiale"),
        N_("AES – accueil communautaire et activité solidaire"),
        N_("AES – motifs exceptionnels ou humanitaires"),
        N_("Étranger entré en France avant 13 ans"),
        N_("Salarié"),
        N_("Travailleur temporaire"),
        N_("Parent d'enfant malade"),
        N_("Vie privée et familiale (attaches fortes)"),
        N_("Bénéficiaire de la protection internationale et famille"),
        N_("Famille de Français"),
        N_("Étranger entré par regroupement familial"),
        N_("Citoyen de l'Union européenne et famille"),
        N_("Étranger malade"),
        N_("Bénéficiaire d'une ordonnance de protection"),
        N_("Jeune majeur confié à l'aide sociale à l'enfance avant 16 ans"),
        N_("Étranger né en France"),
        N_("Victime de la traite des êtres humains"),
        N_("Étudiant"),
        N_("Talent et famille"),
        N_("Travailleur saisonnier"),
        N_("Visiteur"),
        N_("Renouvellement d'une carte de résident"),
    )
)


def titles_named(query: str) -> set[str]:
    """The titles of the grounds whose name in the language of the page holds each word of the query."""
    words = [comparable(word) for word in query.split()]
    if is_source() or not words:
        return set()
    return {title for title in TITLES if all(word in comparable(_(title)) for word in words)}


def comparable(text: str) -> str:
    return folded(text).casefold()


def called(title: str) -> str:
    """Within a sentence that has its French beside it."""
    return _(title) if title in TITLES else french(title)


def named(title: str) -> str:
    """With its French: "Student (Étudiant)". A title that is no ground's stays French."""
    if is_source() or title not in TITLES:
        return french(title)
    return beside(_(title), title)
