"""What a reading of a source can find, in codes and in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    UNCHECKED = "unchecked", _("pas encore relue")
    ALIVE = "alive", _("en ligne")
    MOVED = "moved", _("déplacée")
    BLOCKED = "blocked", _("fermée aux robots")
    DEAD = "dead", _("disparue")
    UNREADABLE = "unreadable", _("illisible")
    CERTIFICATE = "certificate", _("problème de certificat")
    OFFLINE = "offline", _("hors ligne ici")
    REFUSED = "refused", _("adresse refusée")
