"""URLs that back content, each visit to them, and the text kept as evidence. A leaf: it knows nothing of offices."""

import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.enums import Finding, Verdict
from sources.guard import canonical_key, host_of
from sources.verdicts import Judgement

# A source is dead (or shut by its certificate, or unreadable) once it failed this often over this long: a host's bad
# afternoon raises nothing. InternetArchiveBot, with three failures three days apart, claims 0.1 % false alarms.
FAILURES = 3
FAILING_FOR = timedelta(days=3)

# When to come back. Failures daily, so that a true death is known after three days and a recovery after one.
RHYTHM = {
    Verdict.ALIVE: timedelta(days=7),
    Verdict.MOVED: timedelta(days=7),
    Verdict.BLOCKED: timedelta(days=7),
    Verdict.UNREADABLE: timedelta(days=7),
    Verdict.REFUSED: timedelta(days=30),
}
AFTER_A_FAILURE = timedelta(days=1)
AFTER_A_CHANGE = timedelta(days=2)
AFTER_SILENCE = timedelta(hours=1)  # we were off line
LONGEST = timedelta(days=31)


class SourceQuerySet(models.QuerySet["Source"]):
    def for_url(self, url: str) -> "Source | None":
        return self.filter(key=canonical_key(url)).first()

    def for_urls(self, urls: Iterable[str]) -> "dict[str, Source]":
        """The sources of these addresses, by the address as it was given, whatever its spelling."""
        keys = {url: canonical_key(url) for url in urls}
        found = {source.key: source for source in self.filter(key__in=set(keys.values()))}
        return {url: found[key] for url, key in keys.items() if key in found}

    def get_or_create_for(self, url: str) -> "Source":
        """The source of this address, whatever it looks like; a new one is due at once."""
        return self.get_or_create(key=canonical_key(url), defaults={"url": url, "host": host_of(url)})[0]

    def due(self, now: datetime) -> "SourceQuerySet":
        """To be read now. A date further away than any rhythm was written while the clock was wrong: due as well."""
        overdue = models.Q(next_check_at__lte=now) | models.Q(next_check_at__gt=now + LONGEST)
        return self.filter(overdue).order_by("next_check_at", "pk")


class Source(models.Model):
    url = models.TextField(_("adresse"))
    key = models.TextField(_("clé"), unique=True)
    host = models.CharField(_("hôte"), max_length=255, db_index=True)
    verdict = models.CharField(_("état"), max_length=20, choices=Verdict, default=Verdict.UNCHECKED)
    verdict_since = models.DateTimeField(_("depuis le"), null=True, blank=True)
    moved_to = models.TextField(_("nouvelle adresse"), blank=True)
    last_checked_at = models.DateTimeField(_("relue le"), null=True, blank=True)
    last_read_at = models.DateTimeField(_("texte lu le"), null=True, blank=True)
    next_check_at = models.DateTimeField(_("à relire le"), default=timezone.now, db_index=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    first_failure_at = models.DateTimeField(_("premier échec le"), null=True, blank=True)
    text_hash = models.CharField(_("empreinte du texte"), max_length=64, blank=True)
    etag = models.TextField(_("ETag"), blank=True)
    last_modified = models.CharField(_("Last-Modified"), max_length=100, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.OFFLINE),
                name="source_never_offline",
                violation_error_message=_("« Hors ligne » dit quelque chose de nous, jamais d'une source."),
            ),
            models.CheckConstraint(
                condition=models.Q(failures=0, first_failure_at=None)
                | models.Q(failures__gt=0, first_failure_at__isnull=False),
                name="source_failures_dated",
                violation_error_message=_("Un échec a une date, et il n'y a pas de date sans échec."),
            ),
        ]

    def __str__(self):
        return self.url

    def conclude(self, judgement: Judgement, at: datetime) -> None:
        """Take in what a visit found: lasting verdict, count of failures, day to come back. Saves nothing."""
        if judgement.verdict == Verdict.OFFLINE:
            self.next_check_at = at + AFTER_SILENCE
            return
        self.last_checked_at = at
        if judgement.failure:
            self.failures += 1
            self.first_failure_at = self.first_failure_at or at
            confirmed = self.failures >= FAILURES and at - self.first_failure_at >= FAILING_FOR
            # Only an answer undoes a death: a dead page whose site then fails in another way is still dead.
            confirmed = confirmed and self.verdict != Verdict.DEAD
        else:
            self.failures, self.first_failure_at, confirmed = 0, None, True
        if confirmed and self.verdict != judgement.verdict:
            self.verdict, self.verdict_since = judgement.verdict, at
        if confirmed:
            self.moved_to = judgement.moved_to
        pause = AFTER_A_FAILURE if judgement.failure else RHYTHM[judgement.verdict]
        self.next_check_at = at + pause + self.spread(pause)

    def spread(self, pause: timedelta) -> timedelta:
        """A fixed share of the pause, up to a twentieth, by which this source comes later than its neighbours."""
        return pause / 20 * (int(sha256(self.key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF)

    def keep(self, text_hash: str, at: datetime) -> bool:
        """Note which text was read; whether it is another one than last time. Saves nothing."""
        changed = self.text_hash not in ("", text_hash)
        self.text_hash, self.last_read_at = text_hash, at
        if changed:
            self.next_check_at = min(self.next_check_at, at + AFTER_A_CHANGE)
        return changed


class Snapshot(models.Model):
    """A text as it was read, kept as evidence: once per source and wording, however often it is met again."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="snapshots", verbose_name=_("source"))
    at = models.DateTimeField(_("lue le"))
    text_hash = models.CharField(_("empreinte (SHA-256)"), max_length=64)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    packed = models.BinaryField(_("texte compressé"))

    class Meta:
        verbose_name = _("copie")
        verbose_name_plural = _("copies")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "text_hash"], name="snapshot_once")]

    def __str__(self):
        return f"{self.source} ({self.at:%d/%m/%Y})"

    @staticmethod
    def hash_of(text: str) -> str:
        """Of the UTF-8, uncompressed, so that anybody can recompute it from the text shown."""
        return sha256(text.encode()).hexdigest()

    @staticmethod
    def pack(text: str) -> bytes:
        return zlib.compress(text.encode())

    @property
    def text(self) -> str:
        return zlib.decompress(self.packed).decode()


class Check(models.Model):
    """One visit. A spell without network is one row, its first: nobody was visited."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="checks", verbose_name=_("source"))
    at = models.DateTimeField(_("le"))
    finding = models.CharField(_("constat"), max_length=20, choices=Finding)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    status = models.PositiveSmallIntegerField(_("code HTTP"), null=True, blank=True)
    final_url = models.TextField(_("adresse finale"), blank=True)
    text_hash = models.CharField(_("empreinte du texte"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("octets"), null=True, blank=True)
    seconds = models.FloatField(_("durée en secondes"), null=True, blank=True)

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["source", "-at"], name="check_by_source")]

    def __str__(self):
        return f"{self.source} ({self.at:%d/%m/%Y}) : {self.get_verdict_display()}"

    @property
    def judgement(self) -> Judgement:
        moved_to = self.final_url if self.finding == Finding.REDIRECTED else ""
        return Judgement(Finding(self.finding), self.status, moved_to)

    @property
    def message(self) -> str:
        return self.judgement.message

    @property
    def advice(self) -> str:
        return self.judgement.advice


class HostQuerySet(models.QuerySet["Host"]):
    def free(self, now: datetime) -> "HostQuerySet":
        """Claimed by nobody alive and not asking to wait; a date beyond the longest one comes from a wrong clock."""
        unclaimed = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        willing = models.Q(wait_until=None) | models.Q(wait_until__lte=now)
        return self.filter(
            unclaimed | models.Q(claimed_until__gt=now + LONGEST), willing | models.Q(wait_until__gt=now + LONGEST)
        )


class Host(models.Model):
    """What is shared by all sources of a host: one worker at a time, and until when it asked to be left alone."""

    name = models.CharField(_("nom"), max_length=255, primary_key=True)
    claimed_by = models.UUIDField(_("pris par"), null=True, blank=True, db_index=True)
    claimed_until = models.DateTimeField(_("pris jusqu'au"), null=True, blank=True)
    wait_until = models.DateTimeField(_("attendre jusqu'au"), null=True, blank=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("hôte")
        verbose_name_plural = _("hôtes")

    def __str__(self):
        return self.name
