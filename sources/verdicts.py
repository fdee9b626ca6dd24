"""From what a visit brought back to what it means, in words, and what a person may do about it. Pure.

A visit may well find a page dead; that a *source* is dead is only concluded after several such visits over several days
(`Source.conclude`), and never while nothing else answers: see `about_the_line` and checker.py.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from sources.enums import Finding, Problem, Verdict
from sources.guard import NOT_PUBLIC, take_apart
from sources.reading import Reading, Unread

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from sources.gate import Fetched  # it brings an HTTP client along; those who only show a verdict need none

LOOK = _("Regardez vous-même : ouvrez la page dans un navigateur.")
WAIT = _("Rien à faire pour l'instant : la page sera relue bientôt.")
CITE_PUBLIC = _("Corrigez l'adresse, ou citez une page que tout le monde peut ouvrir.")
FIND = _("Cherchez où l'information se trouve maintenant et proposez la nouvelle adresse.")


@dataclass(frozen=True)
class Meaning:
    """`sentence` may name {status} and {moved_to}. A failure may pass by itself: it must be met again to count."""

    verdict: Verdict
    sentence: "StrOrPromise"
    advice: "StrOrPromise" = ""
    failure: bool = False


MEANINGS: dict[Finding, Meaning] = {
    Finding.READ: Meaning(Verdict.ALIVE, _("La page répond et son texte a été lu.")),
    Finding.UNCHANGED: Meaning(Verdict.ALIVE, _("La page répond : elle n'a pas changé depuis la dernière lecture.")),
    Finding.FILE: Meaning(Verdict.ALIVE, _("Le fichier est là ; le robot ne sait pas lire ce type de fichier."), LOOK),
    Finding.REDIRECTED: Meaning(
        Verdict.MOVED,
        _("La page a changé d'adresse : {moved_to}"),
        _("Vérifiez que la nouvelle page dit la même chose, puis proposez la nouvelle adresse."),
    ),
    Finding.FORBIDDEN: Meaning(Verdict.BLOCKED, _("Le site refuse la lecture automatique (code {status})."), LOOK),
    Finding.CHALLENGE: Meaning(Verdict.BLOCKED, _("Le site demande de prouver que l'on n'est pas un robot."), LOOK),
    Finding.LOGIN: Meaning(Verdict.BLOCKED, _("Le site demande de se connecter pour voir cette page."), LOOK),
    Finding.ROBOTS: Meaning(Verdict.BLOCKED, _("Le site demande aux robots de ne pas lire cette page."), LOOK),
    Finding.THROTTLED: Meaning(Verdict.BLOCKED, _("Le site demande au robot d'attendre avant de revenir."), LOOK),
    Finding.NOT_FOUND: Meaning(Verdict.DEAD, _("La page n'existe plus à cette adresse (code {status})."), FIND, True),
    Finding.SENT_HOME: Meaning(Verdict.DEAD, _("La page n'existe plus : le site renvoie à son accueil."), FIND, True),
    Finding.SAYS_NOT_FOUND: Meaning(Verdict.DEAD, _("La page dit elle-même qu'elle est introuvable."), FIND, True),
    Finding.NO_NAME: Meaning(Verdict.DEAD, _("Aucun site ne répond plus à ce nom."), FIND, True),
    Finding.NO_HOST: Meaning(Verdict.DEAD, _("Le site est injoignable."), FIND, True),
    Finding.SERVER_ERROR: Meaning(Verdict.UNREADABLE, _("Le site répond par une erreur (code {status})."), WAIT, True),
    Finding.MAINTENANCE: Meaning(Verdict.UNREADABLE, _("Le site annonce une maintenance."), WAIT, True),
    Finding.SLOW: Meaning(Verdict.UNREADABLE, _("Le site n'a pas répondu à temps."), WAIT, True),
    Finding.NONSENSE: Meaning(Verdict.UNREADABLE, _("La réponse du site est incomplète ou illisible."), WAIT, True),
    Finding.LOOP: Meaning(Verdict.UNREADABLE, _("Le site renvoie d'adresse en adresse sans fin."), LOOK, True),
    Finding.TOO_LARGE: Meaning(Verdict.UNREADABLE, _("La page est là, trop lourde pour être lue par le robot."), LOOK),
    Finding.SCRIPT: Meaning(Verdict.UNREADABLE, _("La page ne montre rien sans JavaScript."), LOOK),
    Finding.NO_TEXT: Meaning(Verdict.UNREADABLE, _("La page est là, sans texte à lire (une image ?)."), LOOK),
    Finding.BROKEN: Meaning(Verdict.UNREADABLE, _("Le document est abîmé : son texte ne peut pas être lu."), LOOK),
    Finding.CERTIFICATE: Meaning(
        Verdict.CERTIFICATE, _("La connexion sécurisée du site n'est pas fiable (certificat)."), LOOK, True
    ),
    Finding.OFFLINE: Meaning(
        Verdict.OFFLINE,
        _("Pas de réponse, hors ligne ici : aucun autre site ne répond non plus, rien n'est conclu."),
        _("Vérifiez la connexion de la machine qui relit les sources."),
    ),
    Finding.REFUSED: Meaning(Verdict.REFUSED, NOT_PUBLIC, CITE_PUBLIC),
    # The same word for the same person; it may pass, where the network of an afternoon answered for everybody.
    Finding.INNER: Meaning(Verdict.REFUSED, NOT_PUBLIC, CITE_PUBLIC, True),
}

PROBLEMS = {
    Problem.REFUSED: Finding.REFUSED,
    Problem.INNER: Finding.INNER,
    Problem.NAME: Finding.NO_NAME,
    Problem.CONNECTION: Finding.NO_HOST,
    Problem.CERTIFICATE: Finding.CERTIFICATE,
    Problem.TIMEOUT: Finding.SLOW,
    Problem.PROTOCOL: Finding.NONSENSE,
    Problem.HOPS: Finding.LOOP,
    Problem.SIZE: Finding.TOO_LARGE,
    Problem.ROBOTS: Finding.ROBOTS,
    Problem.WAIT: Finding.THROTTLED,
}
UNREAD = {
    Unread.EMPTY: Finding.NO_TEXT,
    Unread.SCRIPT: Finding.SCRIPT,
    Unread.BROKEN: Finding.BROKEN,
    Unread.OTHER: Finding.FILE,
}

# Pages that answer "200, here it is" and say something else. Looked for in title and first heading only: a page about
# a lost permit may well speak of what cannot be found.
GONE = r"(introuvable|non trouvée?|inexistante?|supprimée?|not found|n['’]existe (pas|plus)|does not exist)"
SAYS_NOT_FOUND = re.compile(
    rf"\bpage\b.{{0,30}}\b{GONE}|\b(contenu|document|ressource|fichier)( demandée?| recherchée?)? {GONE}"
    r"|\b(erreur|error|http) ?:? ?4(04|10)\b|^\W*4(04|10)\b|^\W*not found\W*$",
    re.I,
)
SAYS_MAINTENANCE = re.compile(
    r"\b(site|service|page)\b.{0,30}\b(en maintenance|temporairement indisponible|momentanément indisponible)"
    r"|^\W*maintenance\b|\bmaintenance en cours\b|\bunder maintenance\b",
    re.I,
)
CHALLENGE = re.compile(
    r"^\W*(just a moment|attention required|un instant\b|access denied|accès refusé|request rejected)"
    r"|\bcaptcha\b|\b(vous êtes|you are) (un |a )?(robot|human)|vérification (de sécurité|que vous)"
    r"|checking your browser|ddos",
    re.I,
)
LOGIN_PATH = re.compile(r"/(log-?in|sign-?in|connexion|s-identifier|authentification|auth|sso|cas)(?=[/.?]|$)", re.I)
NOT_FOUND_PATH = re.compile(r"/(erreur-?|error-?)?404\b|/(page-)?(introuvable|non-trouvee|not-?found)\b", re.I)
HOME_PATH = re.compile(r"/(fr/)?((fr|accueil|home|index|default)(\.(html?|php|aspx?|jsp))?/?)?", re.I)


@dataclass(frozen=True)
class Judgement:
    finding: Finding
    status: int | None = None
    moved_to: str = ""

    @property
    def verdict(self) -> Verdict:
        return MEANINGS[self.finding].verdict

    @property
    def failure(self) -> bool:
        return MEANINGS[self.finding].failure

    @property
    def message(self) -> str:
        return str(MEANINGS[self.finding].sentence).format(status=self.status, moved_to=self.moved_to)

    @property
    def advice(self) -> str:
        return str(MEANINGS[self.finding].advice)


def about_the_line(fetched: "Fetched") -> bool:
    """Whether this could be our own network as well as theirs: only another host's answer tells them apart."""
    return fetched.problem in (Problem.NAME, Problem.CONNECTION)


def judge(fetched: "Fetched", reading: Reading | None, *, online: bool = True) -> Judgement:
    """What one visit found. `online`: whether another host answered in the same run."""
    if not online and about_the_line(fetched):
        return Judgement(Finding.OFFLINE)
    if fetched.problem:
        return Judgement(PROBLEMS[fetched.problem])
    finding = finding_of(fetched, reading)
    moved_to = fetched.final_url if finding == Finding.REDIRECTED else ""
    return Judgement(finding, fetched.status, moved_to)


def finding_of(fetched: "Fetched", reading: Reading | None) -> Finding:
    status = fetched.status
    headings = (reading.title, reading.heading) if reading else ()
    if status == 304:
        return Finding.UNCHANGED
    if any(CHALLENGE.search(line) for line in headings):
        return Finding.CHALLENGE
    if status == 429:
        return Finding.THROTTLED
    if status in (401, 403, 407, 451):
        return Finding.FORBIDDEN
    if status in (404, 410):
        return Finding.NOT_FOUND
    if status != 200:
        return Finding.SERVER_ERROR
    if fetched.hops and is_home(fetched.final_url) and not is_home(fetched.url):
        return Finding.SENT_HOME
    if any(SAYS_NOT_FOUND.search(line) for line in headings) or (fetched.hops and leads_nowhere(fetched.final_url)):
        return Finding.SAYS_NOT_FOUND
    if any(SAYS_MAINTENANCE.search(line) for line in headings):
        return Finding.MAINTENANCE
    if fetched.hops and is_login(fetched.final_url) and not is_login(fetched.url):
        return Finding.LOGIN
    if fetched.hops and place(fetched.url) != place(fetched.final_url):
        return Finding.REDIRECTED
    return UNREAD[reading.unread] if reading and reading.unread else Finding.READ


def is_home(url: str) -> bool:
    path, question_mark, _query = take_apart(url).rest.partition("?")
    return not question_mark and HOME_PATH.fullmatch(path) is not None


def leads_nowhere(url: str) -> bool:
    return NOT_FOUND_PATH.search(take_apart(url).rest) is not None


def is_login(url: str) -> bool:
    return LOGIN_PATH.search(take_apart(url).rest) is not None


def place(url: str) -> tuple[str, str]:
    """What must change for a page to have moved. https for http, "www.", a final "/" or a session's query are no move.

    Permanent and temporary redirects count alike: the sites in question use the codes at random.
    """
    target = take_apart(url)
    return target.host.removeprefix("www."), unquote(target.rest.partition("?")[0]).rstrip("/")
