"""Dossiers drawn at random in the publisher's format, from the phrases of docs/importing.md, and ways to damage them.

The same draw serves every law of the importer (`test_properties.py`); hypothesis shrinks what breaks one.
"""

import re
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from geography.names import with_de
from offices.importing.gazetteer import KnownDepartment, de
from tests.offices.importing.official import france
from tests.offices.importing.samples import BANNER
from tests.offices.importing.test_docs import PHRASE, QUOTED

PHRASES = tuple(dict.fromkeys(phrase for phrase, _field, _facts in PHRASE.findall(QUOTED)))
DEPARTMENTS = tuple(known for known in france().departments.values() if 3 <= len(known.offices) <= 6)
ADDRESS = "**Préfecture**\n\n**{number} rue de la Mairie**\n\n**{postcode} {town}**"
WAYS = ("par voie postale", "par voie dématérialisée", "sur rendez-vous", "par courriel")


@dataclass(frozen=True)
class Block:
    """A block as it was drawn: what is written in it is known."""

    heading: str
    dated: str
    way: str
    url: str
    phrases: tuple[str, ...]
    address: str

    def text(self) -> str:
        quoted = "\n\n".join(phrase.replace(" ⏎ ", "\n\n") for phrase in self.phrases)
        parts = [
            f"## {self.heading}",
            f"Dernière mise à jour : {self.dated}",
            f"La demande d'admission exceptionnelle au séjour se fait {self.way}.",
            f"Les modalités sont consultables ici : <{self.url}>",
            "Les modalités sont reproduites ici :",
            quoted,
            f"Envoyez le dossier par courrier à l'adresse suivante :\n\n{self.address}",
        ]
        return "\n\n".join(parts)


@st.composite
def blocks(draw, heading: str, known: KnownDepartment) -> Block:
    day, month, year = draw(st.integers(1, 28)), draw(st.integers(1, 12)), draw(st.integers(2019, 2025))
    town = draw(st.sampled_from([office.seat for office in known.offices]))
    address = ADDRESS.format(
        number=draw(st.integers(1, 99)), postcode=f"{known.code[:2]}{draw(st.integers(100, 999))}", town=town.upper()
    )
    return Block(
        heading,
        f"{day:02}/{month:02}/{year}",
        draw(st.sampled_from(WAYS)),
        f"https://www.{known.host}.gouv.fr/aes-{draw(st.integers(1, 9999))}",
        tuple(draw(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=5, unique=True))),
        address.replace("2A", "20").replace("2B", "20"),
    )


@st.composite
def dossiers(draw) -> str:
    """A whole dossier: its contents, then one to three départements with their blocks."""
    among = draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3, unique_by=lambda known: known.code))
    region = f"Région {france().regions[among[0].region]}"
    parts = [BANNER, "## **Modalités de dépôt d'une demande d'admission exceptionnelle**", region]
    parts += [f"**Département {with_de(known.name, known.link)} ({known.code})**" for known in among]
    for known in among:
        seat, *others = known.offices
        names = ", ".join(office.seat for office in others)
        parts += [
            BANNER,
            f"{region}  \nDépartement {with_de(known.name, known.link)} ({known.code})  \n"
            f"Préfecture {de(seat.seat)}  \nSous-préfectures : {names}",
            draw(blocks(f"Préfecture {de(seat.seat)}", known)).text(),
        ]
        if draw(st.booleans()):
            parts.append(draw(blocks(f"Sous-préfecture {de(others[0].seat)}", known)).text())
        if draw(st.booleans()):
            parts.append("## Sous-préfectures\n\nElles ne traitent pas les demandes d'AES.")
    return "\n\n".join(parts) + "\n"


# --- Damage ----------------------------------------------------------------------------------------------------------


def truncated(text: str, chance: Random) -> bytes:
    data = text.encode()
    return data[: chance.randrange(len(data))]


def shuffled_lines(text: str, chance: Random) -> bytes:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines).encode()


def shuffled_blocks(text: str, chance: Random) -> bytes:
    parts = re.split(r"(?=^## )", text, flags=re.MULTILINE)
    chance.shuffle(parts)
    return "".join(parts).encode()


def doubled_lines(text: str, chance: Random) -> bytes:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    return "\n".join([*lines[: start + chance.randrange(1, 12)], *lines[start:]]).encode()


def doubled_block(text: str, chance: Random) -> bytes:
    parts = re.split(r"(?=^## )", text, flags=re.MULTILINE)
    return "".join([*parts, chance.choice(parts)]).encode()


def cut_lines(text: str, chance: Random) -> bytes:
    width = chance.randrange(12, 110)
    return "\n".join(
        line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width)
    ).encode()


def without_blank_lines(text: str, _chance: Random) -> bytes:
    return re.sub(r"\n{2,}", "\n", text).encode()


def stray_signs(text: str, chance: Random) -> bytes:
    return "\n".join(line + "".join(chance.choices("*#[]()<>_-:. 019", k=3)) for line in text.split("\n")).encode()


def latin(text: str, _chance: Random) -> bytes:
    return text.encode("latin-1", errors="replace")


def windows(text: str, _chance: Random) -> bytes:
    return text.encode("cp1252", errors="replace")


def utf_16(text: str, _chance: Random) -> bytes:
    return text.encode("utf-16")


# What another program does to a text without changing a word of it.
def with_mark(text: str, _chance: Random) -> bytes:
    return text.encode("utf-8-sig")


def crlf(text: str, _chance: Random) -> bytes:
    return text.replace("\n", "\r\n").encode()


def smart_quotes(text: str, _chance: Random) -> bytes:
    return text.replace("'", "’").encode()


def unbreakable(text: str, _chance: Random) -> bytes:
    return text.replace(" :", "\u00a0:").replace(" ?", "\u202f?").encode()


def more_banners(text: str, chance: Random) -> bytes:
    parts = text.split("\n\n")
    for _time in range(3):
        parts.insert(chance.randint(min(3, len(parts)), len(parts)), BANNER)
    return "\n\n".join(parts).encode()


def trailing_blanks(text: str, _chance: Random) -> bytes:
    return ("\n\n\n" + re.sub(r"\n\n", "\n\n\n\n", text) + "\n\n").encode()


HARMLESS = (with_mark, crlf, smart_quotes, unbreakable, more_banners, trailing_blanks)
DAMAGE = (
    truncated,
    shuffled_lines,
    shuffled_blocks,
    doubled_lines,
    doubled_block,
    cut_lines,
    without_blank_lines,
    stray_signs,
    latin,
    windows,
    utf_16,
)
