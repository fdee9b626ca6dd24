"""What the invented pages say: French in form, and visibly of nobody. The same numbers give the same texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from offices.content import Content, canonical, parse

PREFIX = "essai"  # begins every address, account and key of an invented page
AMOUNT = "9876.54"  # what stands in the text where its versions differ
DOCUMENTS = ("passport", "civil_status", "proof_of_address", "photo")


@dataclass(frozen=True)
class Place:
    """Where an invented procedure is: an office that the official codes give, and one ground."""

    office: str
    office_title: str
    department: str
    arrondissements: tuple[str, ...]
    ground: str
    ground_title: str


@dataclass(frozen=True)
class Subject:
    """One invented page: its number, its address, and its text with `AMOUNT` for what changes."""

    number: int
    slug: str
    title: str
    ground: str
    department: str
    text: str

    def version(self, number: int) -> str:
        """The canonical text of a version; no two that follow each other are alike."""
        return self.text.replace(AMOUNT, f"{50 + number % 150}.{number // 150 % 100:02d}")


def subjects(places: Sequence[Place], number: int) -> list[Subject]:
    """One for each place, département by département, then a second for each from the last on…: the first départements
    read alike, however many pages the whole has."""
    rounds = [*places], [*reversed(places)]
    return [
        subject(index, rounds[min(index // len(places), 1)][index % len(places)], index // len(places))
        for index in range(number)
    ]


def subject(number: int, place: Place, round: int) -> Subject:
    content = procedure(number, place, round)
    slug = f"{PREFIX}-{place.ground}-{place.department}-{number}".lower()
    return Subject(number, slug, content.title, place.ground, place.department, canonical(content))


def procedure(number: int, place: Place, round: int) -> Content:
    title = f"Essai {number} – {place.ground_title}, {place.office_title}"
    site = f"https://essai-{place.department.lower()}.invalid"
    return parse(
        {
            "kind": "procedure",
            "title": title if round == 0 else f"{title} ({round + 1})",
            "department": place.department,
            "offices": [place.office],
            "grounds": [place.ground],
            "territory": {"arrondissements": place.arrondissements},
            "steps": [
                {
                    "id": "book",
                    "purpose": "book",
                    "channel": "booking",
                    "url": f"{site}/rendez-vous/{number}",
                    "instructions": "Texte d'essai : choisissez un jour, puis imprimez la confirmation.",
                    "source": "page",
                },
                {
                    "id": "post",
                    "purpose": "send",
                    "channel": "post",
                    "address": {
                        "lines": ["Bureau imaginaire", f"{number % 90 + 1} rue de l'Essai"],
                        "postcode": "99999",
                        "city": "Ville-d'Essai",
                    },
                    "instructions": "Texte d'essai : gardez une copie de tout ce que vous envoyez.",
                    "source": "page",
                },
            ],
            "requirements": [
                {"id": f"d{index}", "document": code, "quantity": index, "source": "page"}
                for index, code in enumerate(DOCUMENTS, 1)
            ],
            "fees": [{"id": "fee", "amount": AMOUNT, "source": "page"}],
            "remarks": [{"id": "r1", "text": f"Remarque d'essai numéro {number} : rien de tout cela n'est vrai."}],
            "sources": [{"id": "page", "kind": "page", "url": f"{site}/sejour", "title": "Page d'essai"}],
        }
    )
