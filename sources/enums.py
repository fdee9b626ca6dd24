"""What a visit to a source can meet (problem), what it means (finding) and what it comes to (verdict)."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    UNCHECKED = "unchecked", _("état inconnu")
    ALIVE = "alive", _("en ligne")
    MOVED = "moved", _("déplacée")
    BLOCKED = "blocked", _("fermée aux robots")
    DEAD = "dead", _("disparue")
    UNREADABLE = "unreadable", _("illisible")
    CERTIFICATE = "certificate", _("problème de certificat")
    OFFLINE = "offline", _("hors ligne ici")
    REFUSED = "refused", _("adresse refusée")


class Problem(StrEnum):
    """Why a visit brought no answer to judge."""

    REFUSED = "refused"  # not a public address, or not an address: never asked for
    INNER = "inner"  # a name, here or in a redirect, that leads to an inner address: never connected to
    NAME = "name"  # nobody answers to this name
    CONNECTION = "connection"  # refused, unreachable, or no answer in time
    CERTIFICATE = "certificate"  # no trustworthy encrypted connection
    TIMEOUT = "timeout"  # connected, then too slow
    PROTOCOL = "protocol"  # cut off, or not an answer in HTTP
    HOPS = "hops"  # too many redirects
    SIZE = "size"
    ROBOTS = "robots"  # robots.txt asks robots to stay away
    WAIT = "wait"  # the host asked to wait (Retry-After): not visited
    NOT_TRIED = "not_tried"  # the run was over before its turn came


class Finding(TextChoices):
    """Codes, so that the same visit can be told in every language (verdicts.py holds the sentences)."""

    READ = "read", _("lue")
    UNCHANGED = "unchanged", _("inchangée")
    FILE = "file", _("fichier d'un autre type")
    REDIRECTED = "redirected", _("redirigée")
    FORBIDDEN = "forbidden", _("accès interdit")
    CHALLENGE = "challenge", _("vérification anti-robot")
    LOGIN = "login", _("connexion demandée")
    ROBOTS = "robots", _("robots.txt")
    THROTTLED = "throttled", _("attente demandée")
    NOT_FOUND = "not_found", _("introuvable")
    SENT_HOME = "sent_home", _("renvoyée à l'accueil")
    SAYS_NOT_FOUND = "says_not_found", _("dit être introuvable")
    NO_NAME = "no_name", _("nom de site disparu")
    NO_HOST = "no_host", _("site injoignable")
    SERVER_ERROR = "server_error", _("erreur du site")
    MAINTENANCE = "maintenance", _("maintenance")
    SLOW = "slow", _("trop lent")
    NONSENSE = "nonsense", _("réponse incompréhensible")
    LOOP = "loop", _("redirections sans fin")
    TOO_LARGE = "too_large", _("trop lourde")
    SCRIPT = "script", _("JavaScript nécessaire")
    NO_TEXT = "no_text", _("sans texte")
    BROKEN = "broken", _("fichier abîmé")
    CERTIFICATE = "certificate", _("certificat")
    OFFLINE = "offline", _("hors ligne ici")
    REFUSED = "refused", _("adresse refusée")
    INNER = "inner", _("adresse refusée")
