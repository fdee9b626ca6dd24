"""Errors of the API as RFC 9457 problem documents: {"type", "title", "status", "detail", "code", …}.

`code` is for machines and never changes; `title` and `detail` are French, for whoever reads the log. A problem about
the request's parameters names the first of them in `parameter` and all of them in `errors`. No value that was sent is
repeated, so a problem about an id that never existed is byte for byte the one about an id that is not public.
"""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
LONGEST_NAME = 60  # of an unknown parameter, when it is named back


class Problem(exceptions.APIException):
    """One kind of problem. `extensions` are further members of the document."""

    status_code = 400
    code = "bad_request"
    title = _("Requête refusée")
    text = _("La requête est mal formée.")

    def __init__(self, detail=None, **extensions):
        super().__init__(detail or self.text)
        self.extensions = extensions

    def document(self) -> dict:
        return {
            "type": f"{settings.SITE_URL}/api/v1/docs/#{self.code}",
            "title": str(self.title),
            "status": self.status_code,
            "detail": str(self.detail),
            "code": self.code,
            **self.extensions,
        }


class InvalidParameters(Problem):
    """`errors`: parameter → French sentence."""

    code = "invalid_parameter"
    title = _("Paramètre refusé")

    def __init__(self, errors: dict[str, str]):
        named = [{"parameter": name[:LONGEST_NAME], "detail": str(text)} for name, text in errors.items()]
        first = named[0]
        detail = _("Paramètre « %(name)s » : %(text)s") % {"name": first["parameter"], "text": first["detail"]}
        super().__init__(detail, parameter=first["parameter"], errors=named)


class Forbidden(Problem):
    status_code = 403
    code = "forbidden"
    title = _("Accès refusé")
    text = _("Cette ressource n'est pas publique.")


class NotFound(Problem):
    status_code = 404
    code = "not_found"
    title = _("Introuvable")
    text = _("Rien n'est publié à cette adresse. Les adresses existantes sont décrites à /api/v1/docs/.")


class NotYetPublished(NotFound):
    code = "not_yet_published"
    title = _("Pas encore publié à cette date")

    def __init__(self, since: date):
        super().__init__(_("Cette page n'était pas publiée ce jour-là. Elle l'est depuis le %s.") % since, since=since)


class MethodNotAllowed(Problem):
    status_code = 405
    code = "method_not_allowed"
    title = _("Méthode refusée")
    text = _("Cette interface se lit seulement : GET, HEAD et OPTIONS.")


class Resync(Problem):
    """What a mirror knows of the log is not the start of this log: it reads everything again."""

    status_code = 409
    code = "resync"
    title = _("Copie à refaire")
    text = _("Ce journal n'est pas la suite du vôtre. Relisez toutes les listes, puis reprenez à `last`.")


class Gone(Problem):
    status_code = 410
    code = "gone"
    title = _("Page retirée")

    def __init__(self, removed_on: date):
        super().__init__(_("Cette page a été retirée le %s.") % removed_on, removed_on=removed_on)


class ServerError(Problem):
    """Never raised: the document of `gisti_cms.errors.server_error` below /api/."""

    status_code = 500
    code = "server_error"
    title = _("Erreur interne")
    text = _("Une erreur s'est produite de notre côté. Réessayez dans quelques minutes.")


class Unavailable(Problem):
    """Never raised: the document of `gisti_cms.errors.unavailable` below /api/."""

    status_code = 503
    code = "unavailable"
    title = _("Momentanément indisponible")
    text = _("Le site redémarre. Réessayez dans une minute.")


KINDS = (
    Problem,
    InvalidParameters,
    Forbidden,
    NotFound,
    NotYetPublished,
    MethodNotAllowed,
    Resync,
    Gone,
    ServerError,
    Unavailable,
)


def exception_handler(error: Exception, context: dict) -> Response | None:
    """REST framework's hook: what a view of the API raised, as a problem. Anything unforeseen goes on to Django."""
    problem = as_problem(error)
    if problem is None:
        return None
    return Response(problem.document(), status=problem.status_code, content_type=CONTENT_TYPE)


def as_problem(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case exceptions.MethodNotAllowed():
            return MethodNotAllowed()
        case Http404():
            return NotFound()
        case PermissionDenied():
            return Forbidden()
        case SuspiciousOperation() | exceptions.APIException():
            return Problem()
    return None


def concerns(request: HttpRequest) -> bool:
    """Whether an error that no view of the API answered is to be told in the API's manner."""
    return request.path.startswith("/api/")


def problem_response(problem: Problem) -> JsonResponse:
    """The document outside REST framework, for the handlers of gisti_cms.errors."""
    return JsonResponse(
        problem.document(),
        status=problem.status_code,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
