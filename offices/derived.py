"""The rows that are derived from a page, in whichever table: its index row and those that stand beside it. Read in one
query, written where they differ from what its content says. Most decisions move none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from offices.enums import PageKind
from offices.models import (
    DueDate,
    Ground,
    Guide,
    LegalNote,
    Mention,
    Office,
    Page,
    PageTopic,
    Procedure,
    ProcedureChannel,
    ProcedureOffice,
)
from offices.prepared import Prepared

INDEXES = {
    PageKind.OFFICE: Office,
    PageKind.PROCEDURE: Procedure,
    PageKind.GROUND: Ground,
    PageKind.GUIDE: Guide,
    PageKind.LEGAL_NOTE: LegalNote,
}
Row = tuple[Any, ...]
INDEX_ROW = -1  # where a table beside the page has its number
BETWEEN = "\x1f"


@dataclass(frozen=True)
class Table:
    """One table of derived rows. `columns`: what tells the rows of a page apart, two at most; a path to another table
    (`source__key`) is read there."""

    name: str
    model: type[Model]
    owner: str
    columns: tuple[str, ...]

    def read(self, number: int, page: UUID):
        """(number of the table, id of the row, its columns as text): the same types for every table."""
        texts = [Cast(F(column), TextField()) for column in self.columns]
        texts += [Cast(Value(""), TextField())] * (2 - len(texts))
        return self.model.objects.filter(**{self.owner: page}).order_by().values_list(Value(number), "pk", *texts)

    def row(self, texts: Iterable[str]) -> Row:
        return tuple(field.to_python(text) for field, text in zip(self.fields, texts, strict=False))

    @cached_property
    def fields(self) -> list:
        found = []
        for column in self.columns:
            *path, last = column.split("__")
            model = self.model
            for step in path:
                model = model._meta.get_field(step).related_model
            found.append(model._meta.get_field(last))
        return found


@cache
def tables(kind: PageKind) -> tuple[Table, ...]:
    """Those of the pages of a kind."""
    found = [
        Table("mentions", Mention, "page_id", ("mentioned_id",)),
        Table("topics", PageTopic, "page_id", ("kind", "code")),
        Table("due_dates", DueDate, "page_id", ("on", "kind")),
        linking("sources", INDEXES[kind], "source__key"),
    ]
    if kind == PageKind.OFFICE:
        found.append(linking("arrondissements", Office, "arrondissement_id"))
    if kind == PageKind.PROCEDURE:
        found += [
            linking("territory", Procedure, "arrondissement_id"),
            linking("grounds", Procedure, "ground_id"),
            linking("particular_grounds", Procedure, "ground_id"),
            Table("offices", ProcedureOffice, "procedure_id", ("office_id", "position")),
            Table("channels", ProcedureChannel, "procedure_id", ("channel",)),
        ]
    return tuple(found)


def linking(name: str, model: type[Model], column: str) -> Table:
    """The table behind a many-to-many relation of this name."""
    relation = model._meta.get_field(name)
    return Table(name, relation.remote_field.through, f"{relation.m2m_field_name()}_id", (column,))


@cache
def reading(kind: PageKind) -> Prepared:
    """All derived rows of a page of this kind."""

    def rows(page: UUID) -> QuerySet:
        beside = (table.read(number, page) for number, table in enumerate(tables(kind)))
        return read_index_row(kind, page).union(*beside, all=True)

    return Prepared(rows)


def read_index_row(kind: PageKind, page: UUID) -> QuerySet:
    """As the rows of the tables are read: its columns are one text."""
    texts = [
        Coalesce(Cast(F(column), TextField()), Value(""), output_field=TextField()) for column in index_columns(kind)
    ]
    joined = Concat(*(part for text in texts for part in (text, Value(BETWEEN))), output_field=TextField())
    found = INDEXES[kind].objects.filter(pk=page).order_by()
    return found.values_list(Value(INDEX_ROW), Value(0, BigIntegerField()), joined, Cast(Value(""), TextField()))


@cache
def index_columns(kind: PageKind) -> tuple[str, ...]:
    """What an index row says of the content: all but whose it is, and the day of its last confirmation."""
    of_others = ("page", "verified_on")
    return tuple(field.attname for field in INDEXES[kind]._meta.concrete_fields if field.name not in of_others)


class Derived:
    """The derived rows of one page as they stand."""

    def __init__(self, page: Page):
        self.page = page
        self.index_row: str | None = None
        self.tables = {table.name: table for table in tables(PageKind(page.kind))}
        self.rows: dict[str, dict[Row, int]] = {name: {} for name in self.tables}
        every = list(self.tables.values())
        for number, pk, *texts in reading(PageKind(page.kind))(page.pk):
            if number == INDEX_ROW:
                self.index_row = texts[0]
                continue
            self.rows[every[number].name][every[number].row(texts)] = pk

    def __getitem__(self, name: str) -> set[Row]:
        return set(self.rows[name])

    def replace_index_row(self, values: dict[str, Any]) -> None:
        """Let the index row say this. A value that the database words otherwise is written anew, and nothing more."""
        kind = PageKind(self.page.kind)
        said = "".join(f"{'' if values[name] is None else values[name]}{BETWEEN}" for name in index_columns(kind))
        if self.index_row is None:
            INDEXES[kind](page=self.page, **values).save(force_insert=True)
        elif self.index_row != said:
            INDEXES[kind].objects.filter(pk=self.page.pk).update(**values)

    def replace(self, name: str, wanted: Iterable[Row], make: Callable[[Row], dict] | None = None) -> None:
        """Let the table hold these rows, and no others of the page. `make`: the columns to write for a row, where they
        are not those by which it is told apart."""
        table, present = self.tables[name], self.rows[name]
        rows = dict.fromkeys(wanted)
        if gone := [pk for row, pk in present.items() if row not in rows]:
            table.model.objects.filter(pk__in=gone).delete()
        make = make or (lambda row: dict(zip(table.columns, row, strict=True)))
        if new := [row for row in rows if row not in present]:
            table.model.objects.bulk_create(table.model(**{table.owner: self.page.pk}, **make(row)) for row in new)
