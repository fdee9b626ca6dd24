"""Dossiers in the publisher's format, about places that exist and in words of our own."""

BANNER = "# **gisti,** groupe d'information et de soutien des immigré·e·s"
OPENING = """
## **Modalités de dépôt d'une demande d'admission exceptionnelle**

Région Bretagne

**Département du Finistère (29)**
"""
HEAD = """
Région Bretagne  
Département du Finistère (29)  
Préfecture de Quimper  
Sous-préfectures : Brest, Châteaulin, Morlaix
"""
REFUSING = """
## Sous-préfectures

Elles ne traitent pas les demandes d'AES.
"""
PAGE = "https://www.finistere.gouv.fr/aes"


def block(
    quoted: str,
    *,
    heading: str = "## Préfecture de Quimper",
    dated: str = "09/02/2023",
    way: str | None = "par voie postale",
    own: str = f"Les modalités sont consultables ici : <{PAGE}>",
) -> str:
    """One block: its heading, its date, the association's sentences, and the words that it quotes."""
    headline = f"La demande d'admission exceptionnelle au séjour se fait {way}." if way else ""
    return f"""
{heading}

Dernière mise à jour : {dated}

{headline}

{own}

Les modalités sont reproduites ici :

{quoted}
"""


def dossier(*blocks: str) -> bytes:
    """A dossier of the Finistère with these blocks."""
    return "\n".join([BANNER, OPENING, BANNER, HEAD, *blocks]).encode()


BY_POST = """*Complétez l'imprimé puis adressez-le par courrier à cette adresse :*

**Préfecture du Finistère**

**Bureau des titres**

**42 boulevard Dupleix**

**CS 16033 - 29320 QUIMPER Cedex**"""
