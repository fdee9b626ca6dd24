"""What an importer can find amiss in a document. Each code stands in docs/importing.md with an example."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Code(TextChoices):
    # The document as a whole
    REGION_UNKNOWN = "region_unknown", _("région inconnue")
    DEPARTMENT_UNKNOWN = "department_unknown", _("département inconnu")
    DEPARTMENT_NOT_IN_CONTENTS = "department_not_in_contents", _("département absent du sommaire")
    DEPARTMENT_NOT_IN_BODY = "department_not_in_body", _("département du sommaire absent du texte")
    DEPARTMENT_ABSENT = "department_absent", _("département de la région absent du dossier")
    DEPARTMENT_ELSEWHERE = "department_elsewhere", _("département d'une autre région")
    DEPARTMENT_REPEATED = "department_repeated", _("département traité deux fois")
    WRONG_CODE = "wrong_code", _("code de département faux")
    # Offices and blocks
    UNKNOWN_OFFICE = "unknown_office", _("guichet inconnu")
    OFFICE_NOT_LISTED = "office_not_listed", _("sous-préfecture non citée")
    OFFICE_WITHOUT_STATEMENT = "office_without_statement", _("guichet dont rien n'est dit")
    DUPLICATE_BLOCK = "duplicate_block", _("bloc répété")
    FICHE_NOT_READ = "fiche_not_read", _("fiche illisible")
    BLOCK_NOT_UNDERSTOOD = "block_not_understood", _("bloc non compris")
    # Dates
    MISSING_DATE = "missing_date", _("bloc sans date de mise à jour")
    BAD_DATE = "bad_date", _("date impossible")
    # What a block says
    HEADLINE_CONTRADICTS_TEXT = "headline_contradicts_text", _("la phrase de tête contredit le texte")
    ADDRESS_WITHOUT_TOWN = "address_without_town", _("adresse sans ville")
    MISTYPED_ADDRESS = "mistyped_address", _("adresse mal écrite")
    DEAD_LINK = "dead_link", _("lien sans adresse")
    LINK_CUT = "link_cut", _("lien coupé")
    DUPLICATE_LINE = "duplicate_line", _("ligne répétée")
    LONG_PARAGRAPH = "long_paragraph", _("paragraphe trop long pour être interprété")
    # Lines
    UNPLACED_LINE = "unplaced_line", _("ligne sans place")
    INVISIBLE_CHARACTER = "invisible_character", _("caractère invisible retiré")
    # Against what is published
    OLDER_DOCUMENT = "older_document", _("document plus ancien, ou sans date, qui dit autre chose")
    DOCUMENTS_DISAGREE = "documents_disagree", _("deux documents se contredisent sans que leur date tranche")
    DIFFERS_FROM_PUBLISHED = "differs_from_published", _("le dossier et la page publiée diffèrent")
    MISSING_PAGE = "missing_page", _("page nécessaire absente")


# The block is held for a person: its page is proposed, not decided.
HOLDING = {
    Code.BAD_DATE,
    Code.UNKNOWN_OFFICE,
    Code.DUPLICATE_BLOCK,
    Code.FICHE_NOT_READ,
    Code.BLOCK_NOT_UNDERSTOOD,
    Code.DOCUMENTS_DISAGREE,
}


@dataclass(frozen=True)
class Anomaly:
    """Something a person should look at. `line` counts from 1; `slug` is the page it concerns, if any."""

    code: Code
    line: int
    message: str
    slug: str = ""

    def as_json(self) -> dict[str, str | int]:
        return {"code": self.code.value, "line": self.line, "message": self.message}
