"""The words of the administration, said in plain ones: on the page that uses them, once, and all together under /aide/.

A word is recognised in what the page shows, quotations included, by its French spellings: that is what stands on the
papers and on the counter, whatever the language in which the page is read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from geography.names import normalise


@dataclass(frozen=True)
class Term:
    """`spellings`: regular expressions of whole words, without regard to capitals."""

    slug: str
    name: Promise
    meaning: Promise
    spellings: tuple[str, ...]


TERMS = (
    Term(
        "fondement",
        lazy("Fondement"),
        lazy("La raison pour laquelle on demande un titre de séjour\u00a0: le travail, la famille, les études…"),
        ("fondements?",),
    ),
    Term(
        "aes",
        lazy("Admission exceptionnelle au séjour (AES)"),
        lazy(
            "Demande d'une personne qui vit en France sans titre de séjour. On dit aussi «\u00a0régularisation\u00a0»."
        ),
        ("aes", "admission exceptionnelle"),
    ),
    Term(
        "anef",
        lazy("ANEF"),
        lazy("La plateforme nationale où certaines demandes se déposent en ligne, sans passer par une préfecture."),
        ("anef",),
    ),
    Term(
        "sous-prefecture",
        lazy("Sous-préfecture"),
        lazy("Un bureau de l'État dans une autre ville que la préfecture. Toutes ne reçoivent pas les demandes."),
        ("sous-préfectures?",),
    ),
    Term(
        "arrondissement",
        lazy("Arrondissement"),
        lazy("Une partie d'un département\u00a0: les communes qui dépendent de la même préfecture ou sous-préfecture."),
        ("arrondissements?",),
    ),
    Term(
        "recepisse",
        lazy("Récépissé"),
        lazy(
            "Le papier que la préfecture remet quand elle a enregistré un dossier complet. "
            "Il porte une date de fin et dit si l'on a le droit de travailler."
        ),
        ("récépissés?",),
    ),
    Term(
        "recommande",
        lazy("Lettre recommandée avec accusé de réception"),
        lazy(
            "Une lettre envoyée depuis un bureau de poste, contre un reçu. La personne qui la reçoit signe un papier "
            "qui vous revient\u00a0: gardez-le avec le reçu."
        ),
        ("en recommandée?", "recommandée?s? avec", "lettre recommandée", "courrier recommandé", "accusé de réception"),
    ),
    Term(
        "suivi",
        lazy("Lettre suivie"),
        lazy(
            "Une enveloppe vendue par La Poste avec un numéro. Avec ce numéro on voit en ligne où est la lettre\u00a0; "
            "personne ne signe."
        ),
        ("lettres? suivies?", "enveloppes? suivies?"),
    ),
    Term(
        "enveloppe-timbree",
        lazy("Enveloppe timbrée"),
        lazy(
            "Une enveloppe vide sur laquelle vous écrivez votre nom et votre adresse et collez un timbre\u00a0: "
            "elle sert à vous répondre."
        ),
        ("enveloppes? timbrées?",),
    ),
    Term(
        "timbre-fiscal",
        lazy("Timbre fiscal"),
        lazy("Le moyen de payer l'État. On l'achète dans un bureau de tabac ou sur timbres.impots.gouv.fr."),
        ("timbres? fisca(?:l|ux)", "timbres? électroniques?"),
    ),
    Term(
        "visa-de-regularisation",
        lazy("Droit de visa de régularisation"),
        lazy("Une somme demandée aux personnes entrées ou restées en France sans visa valable."),
        ("visas? de régularisation",),
    ),
    Term(
        "cerfa",
        lazy("CERFA"),
        lazy("Un formulaire national, le même partout, reconnaissable à son numéro."),
        ("cerfa",),
    ),
    Term(
        "assermentee",
        lazy("Traduction assermentée"),
        lazy("Une traduction faite et signée par une personne inscrite sur la liste d'une cour d'appel."),
        ("assermentée?s?",),
    ),
    Term(
        "hebergement",
        lazy("Attestation d'hébergement"),
        lazy("Une lettre datée et signée de la personne chez qui vous habitez, qui le dit."),
        ("attestations? d'hébergement", "hébergeante?s?"),
    ),
    Term(
        "vls-ts",
        lazy("VLS-TS"),
        lazy("Visa de long séjour valant titre de séjour\u00a0: une fois validé en ligne, il tient lieu de carte."),
        ("vls-ts",),
    ),
    Term(
        "ceseda",
        lazy("CESEDA"),
        lazy("Le code qui rassemble les lois sur l'entrée et le séjour des personnes étrangères et sur l'asile."),
        ("ceseda",),
    ),
    Term(
        "oqtf",
        lazy("OQTF"),
        lazy(
            "Obligation de quitter le territoire français\u00a0: une décision du préfet. Si vous en avez reçu une, "
            "parlez-en à une association ou à un avocat avant de vous présenter."
        ),
        ("oqtf", "obligation de quitter le territoire"),
    ),
    Term(
        "sans-suite",
        lazy("Classement sans suite"),
        lazy("La préfecture ferme le dossier sans le traiter. Ce n'est pas un refus\u00a0: on peut déposer à nouveau."),
        ("class(?:é|ée|és|ement) sans suite",),
    ),
    Term(
        "irrecevable",
        lazy("Irrecevable"),
        lazy("Se dit d'un dossier que la préfecture refuse d'examiner, parce qu'il manque quelque chose d'exigé."),
        ("irrecevables?", "irrecevabilité"),
    ),
)

KNOWN = re.compile(
    "|".join(f"(?P<t{number}>{'|'.join(term.spellings)})" for number, term in enumerate(TERMS)).join(
        (r"\b(?:", r")\b")
    ),
    re.IGNORECASE,
)


def explained(*shown: object) -> tuple[Term, ...]:
    """The terms that what is shown contains (words, and whatever is made of them), in the order of TERMS."""
    found = {int(match.lastgroup[1:]) for text in texts(shown) for match in KNOWN.finditer(text)}
    return tuple(TERMS[number] for number in sorted(found))


def called(query: str) -> list[Term]:
    """The terms whose name, in the language of the page, holds each word of what somebody looks for.

    Then those that are explained by them: the admission exceptionnelle is what people call "régularisation".
    """
    words = set(normalise(query).split())
    named = [term for term in TERMS if words and words <= set(normalise(str(term.name)).split())]
    told = [term for term in TERMS if words and words <= set(normalise(f"{term.name} {term.meaning}").split())]
    return list(dict.fromkeys([*named, *told]))


def texts(shown: object) -> Iterator[str]:
    if isinstance(shown, str):
        yield shown
    elif is_dataclass(shown):
        for field in fields(shown):
            yield from texts(getattr(shown, field.name))
    elif isinstance(shown, Iterable):
        for one in shown:
            yield from texts(one)
