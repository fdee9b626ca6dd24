"""What a proposal rests on."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from offices.enums import EvidenceKind


@dataclass(frozen=True)
class Evidence:
    """A source and its date, or a coded reason for having none."""

    kind: EvidenceKind
    url: str = ""
    date: "date | None" = None  # quoted: in this class body `date` is already the field
    proof: str = ""
    no_source_reason: str = ""

    def problems(self) -> list[str]:
        if self.kind == EvidenceKind.NONE:
            return [] if self.no_source_reason else [_("Dites pourquoi il n'y a pas de source.")]
        if self.kind == EvidenceKind.WEB_PAGE and not self.url:
            return [_("Indiquez l'adresse de la page que vous avez lue.")]
        if not self.date:
            return [_("Indiquez le jour où vous avez lu, reçu ou constaté cela.")]
        if self.date > timezone.localdate():
            return [_("La date de la source est dans l'avenir : corrigez-la.")]
        return []
