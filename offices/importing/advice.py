"""For whoever reads a report: what to do about an anomaly, and what became of a line, in words."""

from django.utils.translation import gettext_lazy as _

from offices.importing.anomalies import Code

CORRECT_FILE = _("Corrigez le fichier et importez-le de nouveau, ou proposez la correction sur la page.")
ASK_SOURCE = _("Ouvrez la page de la préfecture, puis proposez la correction sur la page.")

ADVICE = {
    Code.REGION_UNKNOWN: CORRECT_FILE,
    Code.DEPARTMENT_UNKNOWN: CORRECT_FILE,
    Code.DEPARTMENT_NOT_IN_CONTENTS: _("Rien à faire ici : complétez le sommaire du dossier."),
    Code.DEPARTMENT_NOT_IN_BODY: _("Le dossier a-t-il été coupé ? Importez-le en entier, ou complétez-le."),
    Code.DEPARTMENT_ABSENT: _("Rien n'est repris de ce département : ses pages restent comme elles sont."),
    Code.DEPARTMENT_ELSEWHERE: _("Vérifiez la région écrite en tête : le département est repris sous la sienne."),
    Code.DEPARTMENT_REPEATED: _("Rien à faire ici : réunissez les deux parties dans le dossier."),
    Code.WRONG_CODE: _("Rien à faire ici : le nom a été suivi. Corrigez le code dans le dossier."),
    Code.UNKNOWN_OFFICE: _("Vérifiez le nom du guichet ; un guichet nouveau doit d'abord avoir sa page."),
    Code.OFFICE_NOT_LISTED: _("Rien à faire ici : complétez l'en-tête du dossier."),
    Code.OFFICE_WITHOUT_STATEMENT: _("Cherchez ce que fait ce guichet et dites-le sur sa page. D'ici là : inconnu."),
    Code.DUPLICATE_BLOCK: _("Gardez le bon des deux blocs : le second attend à part, refusez-le s'il est de trop."),
    Code.FICHE_NOT_READ: CORRECT_FILE,
    Code.BLOCK_NOT_UNDERSTOOD: _("Lisez le bloc et remplissez la page à la main."),
    Code.MISSING_DATE: _("Datez le bloc : sans date, il n'écrase jamais un texte daté."),
    Code.BAD_DATE: _("Corrigez la date dans le dossier ; d'ici là une personne décide du bloc."),
    Code.HEADLINE_CONTRADICTS_TEXT: _("Le texte a été suivi. Ouvrez la source et dites ce qui est vrai."),
    Code.ADDRESS_WITHOUT_TOWN: ASK_SOURCE,
    Code.MISTYPED_ADDRESS: ASK_SOURCE,
    Code.DEAD_LINK: ASK_SOURCE,
    Code.LINK_CUT: _("Essayez le lien sur la page : il a été recollé."),
    Code.DUPLICATE_LINE: _("Rien à faire : la ligne n'est lue qu'une fois."),
    Code.LONG_PARAGRAPH: _("Le texte est reproduit ; relisez-le et complétez les faits à la main."),
    Code.UNPLACED_LINE: _("Lisez la ligne : si elle dit un fait, proposez-le sur la page."),
    Code.INVISIBLE_CHARACTER: _("Rien à faire : le signe a été retiré."),
    Code.OLDER_DOCUMENT: _("Comparez avec la page : le plus récent a été gardé."),
    Code.DOCUMENTS_DISAGREE: _("Ouvrez la source, puis approuvez ou refusez la proposition qui attend."),
    Code.DIFFERS_FROM_PUBLISHED: _("La page a été gardée. Ouvrez la source et proposez la correction s'il le faut."),
    Code.MISSING_PAGE: _("Créez d'abord la page qui manque, puis importez de nouveau ce dossier corrigé."),
}

# What `Parsed.account` says of each line.
USES = {
    "blank": _("vide"),
    "banner": _("bandeau de la page"),
    "page_number": _("numéro de page"),
    "rule": _("trait"),
    "title": _("titre"),
    "contents": _("sommaire"),
    "region": _("région"),
    "department": _("département"),
    "head": _("en-tête du département"),
    "heading": _("titre d'un bloc"),
    "date": _("date de mise à jour"),
    "headline": _("phrase de tête"),
    "not_handled": _("ne traite pas ces demandes"),
    "consult": _("source"),
    "reproduced": _("annonce du texte reproduit"),
    "booking": _("rendez-vous"),
    "download": _("formulaire à télécharger"),
    "communes": _("liste de communes"),
    "territory": _("territoire"),
    "remark": _("remarque"),
    "passage": _("texte reproduit, et faits lus dedans"),
    "repeated": _("répétée, lue une fois"),
    "ground": _("fondement"),
    "section": _("partie du guide"),
    "picture": _("image décrite"),
    "fiche": _("fiche"),
    "around": _("autour des fiches, non repris"),
    "unplaced": _("sans place"),
}
