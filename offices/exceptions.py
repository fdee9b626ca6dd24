"""What the door refuses, in words its screens can show: what, and what to do."""

from django.utils.translation import gettext_lazy as _


class ModerationError(Exception):
    message = _("Cette action n'est pas possible.")

    def __init__(self, message=None):
        super().__init__(message or self.message)

    def __str__(self):
        return str(self.args[0])


class NotAllowed(ModerationError):
    message = _("Votre rôle ne permet pas cette action sur cette page.")


class OwnProposal(NotAllowed):
    message = _("Vous avez écrit cette proposition : une autre personne doit la décider.")


class OwnImport(OwnProposal):
    message = _("Vous avez importé le dossier dont vient cette proposition : une autre personne doit la décider.")


class OutOfScope(NotAllowed):
    message = _("Cette proposition touche aussi une page que vous ne modérez pas : une autre personne la décidera.")


class AlreadyDecided(ModerationError):
    message = _("Cette proposition n'attend plus de décision : elle a été décidée ou retirée entre-temps.")


class TextChanged(ModerationError):
    message = _("Le texte a changé depuis que vous l'avez ouvert. Relisez-le avant de décider.")


class MergeConflict(ModerationError):
    message = _("La page a changé au même endroit depuis cette proposition. Il faut d'abord choisir entre les valeurs.")

    def __init__(self, conflicts):
        super().__init__()
        self.conflicts = conflicts


class NothingChanges(ModerationError):
    message = _("Cette proposition ne change rien à la page publiée.")


class InvalidContent(ModerationError):
    """`problems`: one French sentence each."""

    def __init__(self, problems):
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = list(problems)


class TooManyWaiting(ModerationError):
    message = _(
        "Vingt de vos propositions attendent déjà\u00a0: tant qu'aucune n'a été approuvée, c'est le plus qu'un compte "
        "peut avoir. Attendez une décision, ou retirez une proposition de votre page «\u00a0Mon travail\u00a0»."
    )


class KeyReused(ModerationError):
    message = _("Ce formulaire a déjà servi à envoyer un autre texte. Rouvrez-le pour proposer celui-ci.")


class UnknownVersion(ModerationError):
    message = _("Cette version n'existe pas.")


class PageRemoved(ModerationError):
    message = _("Cette page a été retirée : elle ne peut plus recevoir que la restauration d'une ancienne version.")


class WarningStands(ModerationError):
    message = _("Cette mise en garde est déjà affichée.")
