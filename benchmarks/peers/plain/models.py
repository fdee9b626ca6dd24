"""A page as an editor writes it, and a procedure as tables: one for each list that has rows of its own."""

from django.db import models
from django.db.models import (
    CASCADE,
    BooleanField,
    DateField,
    DateTimeField,
    ForeignKey,
    IntegerField,
    JSONField,
    ManyToManyField,
    TextField,
)


class Page(models.Model):
    slug = models.SlugField(unique=True, max_length=200)
    title = TextField()


class Section(models.Model):
    page = ForeignKey(Page, CASCADE, related_name="sections")
    position = IntegerField()
    level = TextField()
    heading = TextField()
    text = TextField()

    class Meta:
        ordering = ["position"]


class Department(models.Model):
    code = TextField(primary_key=True)
    name = TextField()


class Named(models.Model):
    """An office or a ground: what the list says of it."""

    id = models.UUIDField(primary_key=True)
    slug = TextField()
    title = TextField()
    url = TextField()

    class Meta:
        abstract = True


class Office(Named):
    pass


class Ground(Named):
    pass


class LegalNote(Named):
    text = TextField()
    decision = TextField(null=True)
    decided_on = DateField(null=True)
    decision_url = TextField(null=True)
    practices = JSONField(default=list)
    documents = JSONField(default=list)


class Procedure(Named):
    kind = TextField()
    department = ForeignKey(Department, CASCADE)
    offices = ManyToManyField(Office)
    grounds = ManyToManyField(Ground)
    legal_notes = ManyToManyField(LegalNote)
    arrondissements = JSONField(default=list)
    territory_wording = TextField(null=True)
    communes_url = TextField(null=True)
    handling = TextField()
    scope = TextField()
    way = TextField()
    see_instead = JSONField(null=True)
    channels = JSONField(default=list)
    headline = TextField()
    verified_on = DateField(null=True)
    edited_at = DateTimeField()
    source_checked_on = DateField(null=True)
    version = IntegerField()
    license = TextField()
    html = TextField()
    report = TextField()

    class Meta:
        ordering = ["slug"]


class Row(models.Model):
    """One row of a list; `row` is its name inside the procedure."""

    position = IntegerField()
    row = TextField()

    class Meta:
        abstract = True
        ordering = ["position"]


class Fact(Row):
    grounds = JSONField(default=list)
    valid_from = DateField(null=True)
    valid_until = DateField(null=True)
    source = TextField(null=True)

    class Meta(Row.Meta):
        abstract = True


def of(name):
    """The procedure of a row, which lists it under this name."""
    return ForeignKey(Procedure, CASCADE, related_name=name)


class Step(Fact):
    procedure = of("steps")
    purpose = TextField()
    channel = TextField(null=True)
    address_lines = JSONField(default=list)
    postcode = TextField(null=True)
    city = TextField(null=True)
    url = TextField(null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    instructions = TextField(null=True)
    alternative = BooleanField()
    only_if = TextField(null=True)
    service = TextField(null=True)
    office = ForeignKey(Office, CASCADE, null=True)
    office_address = TextField(null=True)
    slots_release = TextField(null=True)
    slots_release_day = TextField(null=True)
    slots_release_time = TextField(null=True)
    slots_also_random = BooleanField(null=True)
    slots_note = TextField(null=True)
    code = TextField(null=True)
    wording = TextField(null=True)
    attachments = JSONField(default=list)
    marking = TextField(null=True)
    registered = TextField(null=True)
    receipt_is_proof = BooleanField()
    needs = JSONField(default=list)


class Hours(Row):
    step = ForeignKey(Step, CASCADE, related_name="hours")
    days = JSONField(default=list)
    part = TextField(null=True)
    opens = TextField(null=True)
    closes = TextField(null=True)
    walking = TextField(null=True)
    note = TextField(null=True)


class ForbiddenChannel(Fact):
    procedure = of("forbidden_channels")
    channel = TextField()
    outcome = TextField(null=True)


class Download(Fact):
    procedure = of("downloads")
    kind = TextField()
    title = TextField()
    url = TextField(null=True)
    format = TextField(null=True)
    size = TextField(null=True)
    dated = DateField(null=True)
    version = TextField(null=True)
    form_number = TextField(null=True)


class Requirement(Fact):
    procedure = of("requirements")
    document = TextField()
    label = TextField(null=True)
    quantity = IntegerField(null=True)
    form = TextField(null=True)
    max_age_months = IntegerField(null=True)
    last_quarters = IntegerField(null=True)
    each_person = BooleanField()
    only_if = TextField(null=True)
    fallbacks = JSONField(default=list)
    sworn_translation = BooleanField()


class Presentation(Fact):
    procedure = of("presentation")
    rule = TextField()


class Condition(Fact):
    procedure = of("conditions")
    kind = TextField()
    situation = TextField()
    thresholds = JSONField(default=list)
    minimum_wage = BooleanField()
    text = TextField(null=True)


class LegalBasis(Row):
    procedure = of("legal_bases")
    text = TextField()
    article = TextField(null=True)
    url = TextField(null=True)


class Fee(Fact):
    procedure = of("fees")
    kind = TextField()
    amount = TextField()
    currency = TextField()
    included = BooleanField()
    not_refundable = TextField(null=True)
    due = TextField(null=True)
    means = TextField(null=True)
    exempted = JSONField(default=list)
    refund_within_months = IntegerField(null=True)
    url = TextField(null=True)
    note = TextField(null=True)


class ProcessingTime(Fact):
    procedure = of("processing_times")
    quantity = IntegerField()
    unit = TextField()
    stated_on = DateField(null=True)
    note = TextField(null=True)


class Deadline(Fact):
    procedure = of("deadlines")
    quantity = IntegerField()
    unit = TextField()
    after = BooleanField()
    event = TextField()
    note = TextField(null=True)


class IncompleteRule(Fact):
    procedure = of("incomplete")
    outcome = TextField()
    note = TextField(null=True)


class DayRule(Fact):
    procedure = of("day_rules")
    rule = TextField()
    minutes = IntegerField(null=True)
    note = TextField(null=True)


class Aftermath(Fact):
    procedure = of("aftermath")
    code = TextField()
    note = TextField(null=True)


class Notice(Fact):
    procedure = of("notices")
    code = TextField()
    text = TextField(null=True)


class Passage(Row):
    procedure = of("passages")
    text = TextField()
    source = TextField(null=True)
    read_on = DateField(null=True)


class Remark(Row):
    procedure = of("remarks")
    text = TextField()
    dated = DateField(null=True)


class Source(Row):
    procedure = of("sources")
    kind = TextField()
    url = TextField(null=True)
    title = TextField(null=True)
    dated = DateField(null=True)
    found_inactive = BooleanField()
    note = TextField(null=True)
    verdict = TextField(null=True)
    moved_to = TextField(null=True)
    checked_on = DateField(null=True)


class Warning(models.Model):
    procedure = of("warnings")
    code = TextField()
    step = TextField(null=True)
    put_on = DateField()
    expires_on = DateField()


LISTS = {
    model._meta.get_field("procedure").related_query_name(): model
    for model in [
        Step,
        ForbiddenChannel,
        Download,
        Requirement,
        Presentation,
        Condition,
        LegalBasis,
        Fee,
        ProcessingTime,
        Deadline,
        IncompleteRule,
        DayRule,
        Aftermath,
        Notice,
        Passage,
        Remark,
        Source,
        Warning,
    ]
}
