"""URLs that back content, each visit to them, and the text kept as evidence. A leaf: it knows nothing of offices."""

from urllib.parse import urlsplit, urlunsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.enums import Verdict


def canonical_key(url: str) -> str:
    """What makes two spellings one source: host in lower-case ASCII (IDNA), no default port, no fragment.

    Path and query stay as written: servers may tell them apart. Raises ValueError where there is no host.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    port = parts.port
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    netloc = host.lower() if port in (None, default) else f"{host.lower()}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


class SourceQuerySet(models.QuerySet):
    def for_url(self, url: str) -> "Source | None":
        try:
            return self.filter(key=canonical_key(url)).first()
        except (ValueError, UnicodeError):
            return self.filter(key=url).first()

    def get_or_create_for(self, url: str) -> "Source":
        """The source of this address; a new one is due at once. An address without a host is its own key."""
        try:
            key = canonical_key(url)
            host = urlsplit(key).hostname or ""
        except (ValueError, UnicodeError):
            key, host = url, ""
        return self.get_or_create(key=key, defaults={"url": url, "host": host, "next_check_at": timezone.now()})[0]

    def due(self, now):
        return self.filter(next_check_at__lte=now)


class Source(models.Model):
    key = models.TextField(_("clé"), unique=True)
    url = models.TextField(_("adresse"))
    host = models.CharField(_("hôte"), max_length=255, db_index=True)
    verdict = models.CharField(_("état"), max_length=20, choices=Verdict, default=Verdict.UNCHECKED)
    verdict_since = models.DateTimeField(_("depuis le"), null=True, blank=True)
    moved_to = models.TextField(_("nouvelle adresse"), blank=True)
    last_checked_at = models.DateTimeField(_("relue le"), null=True, blank=True)
    next_check_at = models.DateTimeField(_("à relire le"), default=timezone.now, db_index=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    first_failure_at = models.DateTimeField(_("premier échec le"), null=True, blank=True)
    etag = models.TextField(_("ETag"), blank=True)
    last_modified = models.CharField(_("Last-Modified"), max_length=100, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["pk"]

    def __str__(self):
        return self.url
