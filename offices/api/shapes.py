"""The shape of every answer, for the OpenAPI description: the content's own shape, with what the API adds or resolves.

One rule holds everywhere: what is not said is null, or an empty list; nothing is left out and no text is empty. Codes
are those of `offices/enums.py`, dates ISO 8601, amounts decimal strings with their currency. Bodies are built by
`offices.api.bodies`; the suite holds them against these classes.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field, computed_field

from geography.models import CommuneKind
from offices import content, enums
from offices.competence import Rule
from sources.enums import Verdict


def empty_as_null(value: Any) -> Any:
    """Plain data of a content (`model_dump`) in the API's manner: no empty text, no object in which nothing is said."""
    if isinstance(value, dict):
        plain = {name: empty_as_null(child) for name, child in value.items()}
        return plain if "id" in plain or any(plain.values()) else None
    if isinstance(value, list):
        return [empty_as_null(child) for child in value]
    return None if value == "" else value


def null_where_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """The same rule for a JSON Schema of `content.py`: what may be empty there may be null here; nothing is absent."""
    for definition in (schema, *schema.get("$defs", {}).values()):
        properties = definition.get("properties", {})
        for name, described in properties.items():
            default = described.pop("default", None)
            if default == "" or isinstance(default, dict):
                properties[name] = nullable(described)
        if properties:
            definition["required"] = list(properties)
        definition.pop("additionalProperties", None)  # members may be added without a new version of the API
    return schema


def nullable(described: dict[str, Any]) -> dict[str, Any]:
    title = {"title": described.pop("title")} if "title" in described else {}
    choices = described.pop("anyOf", None) or [described]
    return {"anyOf": [choice for choice in choices if choice.get("const") != ""] + [{"type": "null"}], **title}


# --- What several answers share ------------------------------------------------------------------------------------


class Place(BaseModel):
    """A territory of the official geography."""

    code: str
    name: str


class PageRef(BaseModel):
    """Another published object. `url` is its address in this API."""

    id: UUID
    slug: str
    title: str
    url: str


class Links(BaseModel):
    """`html`: the public page; `report`: where a reader says that it is no longer true."""

    html: str
    report: str


class StandingWarning(BaseModel):
    """A "mise en garde" put by a moderator: above everything, or on one step."""

    code: enums.WarningCode
    step: str | None
    put_on: date
    expires_on: date


class CitedSource(content.Source):
    """A source of the page, and what the automatic readings found: its state, since `checked_on`. A row without an
    address has none."""

    verdict: Verdict | None
    moved_to: str | None
    checked_on: date | None


class About(BaseModel):
    """What every page says of itself. Three dates, never mixed: `edited_at`, a text was decided; `verified_on`, a
    person confirmed it against its source; `source_checked_on`, the robot last found one of its sources in a state of
    which the public did not know."""

    id: UUID
    slug: str
    url: str
    version: int
    warnings: list[StandingWarning]
    sources: list[CitedSource]
    verified_on: date | None
    edited_at: datetime
    source_checked_on: date | None
    license: str
    links: Links


# --- Pages ---------------------------------------------------------------------------------------------------------


class TerritoryBody(BaseModel):
    """Whom the procedure is for: these arrondissements; where there are none, the communes of its own offices."""

    arrondissements: list[Place]
    wording: str | None
    communes_url: str | None


class SeeInsteadBody(BaseModel):
    """Where to go. `stated`: the source of this page says so; else it is derived from the département's other pages."""

    office: PageRef | None
    procedure: PageRef | None
    label: str | None
    stated: bool


class StepBody(content.Step):
    """One act. `address` is the one to use, whether written on the step or the office's own."""

    office: PageRef | None
    address: content.PostalAddress | None


class FeeBody(content.Fee):
    currency: Literal["EUR"]


class NoteBeside(BaseModel):
    """A legal note of the association on a page: our own law about what the page demands, never words of its source.
    `rows`: the ids of the page's rows beside which it stands. `decision_url`: where the decision can be read."""

    id: UUID
    slug: str
    title: str
    url: str
    text: str
    decision: str | None
    decided_on: date | None
    decision_url: str | None
    practices: list[enums.Practice]
    documents: list[enums.Document]
    rows: list[str]


class ProcedureBody(About, content.ProcedureContent):
    department: Place
    offices: list[PageRef]
    grounds: list[PageRef]
    territory: TerritoryBody
    see_instead: SeeInsteadBody | None
    channels: list[enums.Channel] = Field(description="Of the steps, in order of first use; may be empty.")
    headline: str = Field(description="One French sentence, generated from the steps.")
    steps: list[StepBody]
    fees: list[FeeBody]
    legal_notes: list[NoteBeside]


class OfficeBody(About, content.OfficeContent):
    department: Place
    seat: Place | None
    arrondissements: list[Place]

    @computed_field
    @property
    def title(self) -> str:
        return self.name


class GroundBody(About, content.GroundContent):
    parent: PageRef | None
    legal_notes: list[NoteBeside]


class GuideBody(About, content.GuideContent):
    """Where requests are filed, told for people: context, steps, warnings, tips, pictures in words. With a
    `department`: whom to ask there where it is not known where to file."""

    department: Place | None


class LegalNoteBody(About, content.LegalNoteContent):
    """A legal note, written once: it stands on every procedure and ground that carries one of its `practices` or
    demands one of its `documents`. `procedures/?legal_note=` lists them."""

    decision_url: str | None


class VersionBody(BaseModel):
    """One validated version. `mode`: read and decided by a person, or taken over with a whole dossier."""

    number: int
    at: datetime
    mode: enums.DecisionMode
    state: enums.PageState
    summary: list[str] = Field(description="What changed since the version before, one French sentence each.")
    hash: str = Field(description="SHA-256 of the canonical text.")
    url: str


# --- Geography -----------------------------------------------------------------------------------------------------


class RegionBody(Place):
    slug: str
    departments: list[Place]
    links: dict[str, str]


class DepartmentBody(Place):
    slug: str
    region: Place
    seat: Place
    url: str
    links: dict[str, str]


class ArrondissementBody(Place):
    seat: Place


class DepartmentDetail(DepartmentBody):
    arrondissements: list[ArrondissementBody]
    offices: list[PageRef]
    procedures: list[PageRef]


class Match(StrEnum):
    """How a name answers `q`."""

    EXACT = "exact"
    BEGINNING = "beginning"
    WITHIN = "within"
    APPROXIMATE = "approximate"


class CommuneBody(Place):
    """A commune of today, or a part or former commune: then `current` is the commune in which it lies."""

    kind: CommuneKind
    department: Place
    arrondissement: Place | None
    current: Place | None
    population: int | None
    match: Match | None


# --- Sources, lookup, changes --------------------------------------------------------------------------------------


class SourceBody(BaseModel):
    """A web address on which published pages rest, and what the automatic readings found there."""

    url: str
    verdict: Verdict
    moved_to: str | None
    checked_on: date | None
    cited_by: list[PageRef]


class AskBody(BaseModel):
    """Whom to ask. `looked_on`: when a person last confirmed what is known of this office. `website`: the official
    site of the office, else of its préfecture. `guide`: the page that says whom to ask in this département."""

    office: PageRef | None
    guide: PageRef | None
    town: str | None
    website: str | None
    looked_on: date | None


class LookupBody(BaseModel):
    """Exactly one answer. `office` and `procedure` say where and how to file; under the rule `office_silent` the
    procedure is the préfecture's and not confirmed for this commune. `own_office` administers the commune. `stated`:
    under the rule `office_elsewhere`, whether the office's own page names the place, or other pages of the département
    do; null under the other rules. `warnings` stand on the pages of this procedure and of this office."""

    commune: Place
    ground: PageRef
    rule: Rule
    handling: enums.Handling
    office: PageRef | None
    procedure: PageRef | None
    platform: Literal["anef"] | None
    platform_url: str | None
    ask: AskBody | None
    own_office: PageRef | None
    stated: bool | None
    warnings: list[StandingWarning]


class ChangeBody(BaseModel):
    """One line of the public log. `id` and `version` are those of the page; `page_kind` says what it is."""

    seq: int
    kind: enums.ChangeKind
    type: enums.ChangeType
    page_kind: enums.PageKind
    id: UUID
    version: int
    at: datetime
    url: str
    summary: str


Row = TypeVar("Row")


class Listing(BaseModel, Generic[Row]):
    """One page of a list. `next` and `previous` are whole addresses, or null; the `Link` header says the same."""

    next: str | None
    previous: str | None
    results: list[Row]


class Changes(Listing[ChangeBody]):
    """`log` names this log; a restored database begins another. `last` is the number of its last line."""

    log: UUID
    last: int


class ParameterError(BaseModel):
    parameter: str
    detail: str


class ProblemBody(BaseModel):
    """An RFC 9457 problem. `code` is for programs; the other members depend on it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    parameter: str | None = None
    errors: list[ParameterError] | None = None
    removed_on: date | None = None
    since: date | None = None
