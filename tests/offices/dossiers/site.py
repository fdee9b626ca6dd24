"""A site to export, and what is read back of it."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Role, ScopeKind, User
from geography.models import Region
from offices import moderation, outcomes
from offices.content import Content, parse
from offices.dossiers.pages import common_text, dossier_text
from offices.enums import DecisionMode, Origin
from offices.exporting import common_blocks, names_in, not_official, region_dossier
from offices.fixtures_loading import bring
from offices.fixtures_reading import seed
from offices.importing.documents import Parsed, parse_document
from offices.importing.writing import Report, gazetteer, write
from offices.models import Page
from offices.seeds import office_seeds
from tests.plugins.cast import FROM_DOSSIER, person
from tests.plugins.content import pages_of
from tests.plugins.filled import filled

DEPARTMENTS = {"38", "48"}
Files = dict[str, str]
NOTE = {
    "kind": "legal_note",
    "title": "Rendez-vous obligatoire",
    "text": "Fin de la fiche [rendez-vous-obligatoire]\n\n# <html>\n  Préfecture de Quimper",
    "practices": ["booking_only"],
}


def export() -> Files:
    offices, common = not_official(), common_blocks()
    files = {"fondements.txt": common_text(common, names_in(common))}
    for region in Region.objects.all():
        dossier = region_dossier(region, offices)
        if dossier.blocks:
            files[f"{region.slug}.txt"] = dossier_text(dossier, names_in(dossier.blocks))
    return files


def state() -> dict[str, tuple]:
    pages = Page.objects.published()
    return {page.slug: (page.kind, page.content_hash, page.index.verified_on) for page in pages}


def read(files: Files) -> list[Parsed]:
    known, today = gazetteer(), timezone.localdate()
    return [parse_document(name, text.encode(), known, today) for name, text in files.items()]


def moderator() -> User:
    return person("chargement", (Role.MODERATOR, ScopeKind.FRANCE, ""))


@dataclass(frozen=True)
class Exported:
    files: Files
    state: dict[str, tuple]

    @property
    def isere(self) -> str:
        return self.files["auvergne-rhone-alpes.txt"]


def build() -> Exported:
    """Two départements as the first content has them, a procedure and an office in which every field says something,
    and a legal note that looks like a Fiche."""
    claire = moderator()
    bring(pages_of(DEPARTMENTS), by=claire)
    for kind, slug in (("procedure", "complet"), ("office", "guichet-complet")):
        document = filled(kind, "mot").model_dump(mode="json")
        decide(parse(with_grounds(document, ["aes"])), claire, slug=slug)
    decide(parse(NOTE), claire, slug="rendez-vous-obligatoire")
    return Exported(export(), state())


def official_offices(by: User) -> None:
    """A site that knows the official offices and nothing else."""
    seeds = {slug: content for slug, content in office_seeds().items() if content.department in DEPARTMENTS}
    bring([seed(slug, content) for slug, content in seeds.items()], by=by)


def bring_in(text: str, by: User, name: str = "corrige.txt") -> Report:
    [report] = write([parse_document(name, text.encode(), gazetteer(), timezone.localdate())], by=by)
    return report


def with_grounds(node, grounds):
    """The same plain data, every list of grounds being this one."""
    if isinstance(node, dict):
        return {key: grounds if key == "grounds" else with_grounds(part, grounds) for key, part in node.items()}
    return [with_grounds(part, grounds) for part in node] if isinstance(node, list) else node


def decide(content: Content, by: User, **options) -> Page:
    proposal = moderation.submit(content, evidence=FROM_DOSSIER, origin=Origin.FIXTURES, **options)
    return moderation.approve(proposal, by=by, seen_hash=outcomes.outcome(proposal).hash, mode=DecisionMode.BATCH).page
