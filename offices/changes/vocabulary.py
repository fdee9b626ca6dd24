"""The nouns and phrases of sentences about changes, by the class of a row and by the title of a field.

Each is a source string for gettext, in French, and a test keeps the tables complete: a new field of the shape needs its
phrase. Articles, genders and plurals are those of French; the sentences of other languages lean on none of them.
"""

from typing import NamedTuple

from django.utils.translation import gettext_noop as N_

from offices import content


class Noun(NamedTuple):
    """What a row of a class is called, and its gender in French."""

    text: str
    feminine: bool = False


FEMININE = True

NOUNS: dict[type[content.Row], Noun] = {
    content.Hours: Noun(N_("Horaire")),
    content.Threshold: Noun(N_("Durée"), FEMININE),
    content.Address: Noun(N_("Adresse"), FEMININE),
    content.PhoneNumber: Noun(N_("Téléphone")),
    content.Mailbox: Noun(N_("Adresse électronique"), FEMININE),
    content.Desk: Noun(N_("Service")),
    content.Remark: Noun(N_("Remarque"), FEMININE),
    content.Passage: Noun(N_("Texte reproduit")),
    content.Notice: Noun(N_("Avis")),
    content.Source: Noun(N_("Source"), FEMININE),
    content.LegalBasis: Noun(N_("Texte applicable")),
    content.Step: Noun(N_("Étape"), FEMININE),
    content.ForbiddenChannel: Noun(N_("Voie refusée"), FEMININE),
    content.Download: Noun(N_("Document à télécharger")),
    content.Requirement: Noun(N_("Pièce"), FEMININE),
    content.Presentation: Noun(N_("Règle de présentation"), FEMININE),
    content.Condition: Noun(N_("Condition"), FEMININE),
    content.Fee: Noun(N_("Montant à payer")),
    content.ProcessingTime: Noun(N_("Délai de traitement")),
    content.Deadline: Noun(N_("Délai à respecter")),
    content.IncompleteRule: Noun(N_("Règle sur les dossiers incomplets"), FEMININE),
    content.DayRule: Noun(N_("Règle du jour venu"), FEMININE),
    content.Aftermath: Noun(N_("Suite donnée"), FEMININE),
    content.Section: Noun(N_("Partie"), FEMININE),
    content.Picture: Noun(N_("Image"), FEMININE),
    content.Renaming: Noun(N_("Service renommé")),
}

# Title of a field → how a sentence speaks of it. In French, one that begins with "les" takes its verb in the plural.
PHRASES: dict[str, str] = {
    "Seulement pour les fondements": N_("les fondements concernés"),
    "Vrai à partir du": N_("la date de début"),
    "Vrai jusqu'au": N_("la date de fin"),
    "Source (repère)": N_("la source"),
    "Précision": N_("la précision"),
    "Lignes de l'adresse (une par ligne)": N_("les lignes de l'adresse"),
    "Code postal": N_("le code postal"),
    "Ville, CEDEX compris": N_("la ville"),
    "Sert à": N_("l'usage"),
    "Adresse": N_("l'adresse"),
    "Pour": N_("l'usage"),
    "Numéro": N_("le numéro"),
    "Adresse électronique": N_("l'adresse électronique"),
    "Service": N_("le service"),
    "État": N_("l'état"),
    "Remarque": N_("le texte"),
    "Datée du": N_("la date"),
    "Daté du": N_("la date"),
    "Texte reproduit, mot pour mot": N_("le texte"),
    "Lu le": N_("le jour de lecture"),
    "Nature": N_("la nature"),
    "Avis": N_("le texte"),
    "Titre": N_("le titre"),
    "Loi ou code": N_("la loi ou le code"),
    "Article": N_("l'article"),
    "Lien": N_("le lien"),
    "Nouveaux rendez-vous mis en ligne": N_("le rythme de mise en ligne des rendez-vous"),
    "Jour de mise en ligne": N_("le jour de mise en ligne des rendez-vous"),
    "Heure de mise en ligne": N_("l'heure de mise en ligne des rendez-vous"),
    "Quoi": N_("l'acte"),
    "Par quelle voie": N_("la façon de faire"),
    "Seulement si": N_("la condition"),
    "Téléphone": N_("le téléphone"),
    "Guichet dont c'est l'adresse": N_("le guichet dont c'est l'adresse"),
    "Adresse de ce guichet (repère)": N_("l'adresse choisie de ce guichet"),
    "Mise en ligne des rendez-vous": N_("la mise en ligne des rendez-vous"),
    "Code de réservation": N_("le code de réservation"),
    "Ce que le message doit dire": N_("le texte du message"),
    "À joindre au message": N_("les pièces à joindre au message"),
    "À écrire sur l'enveloppe": N_("la mention à écrire sur l'enveloppe"),
    "Envoi recommandé": N_("l'envoi recommandé"),
    "Ce qu'il faut avoir": N_("ce qu'il faut avoir"),
    "Consignes": N_("les consignes"),
    "Voie refusée": N_("la voie refusée"),
    "Ce qui arrive au dossier": N_("le sort du dossier"),
    "Format": N_("le format"),
    "Taille": N_("la taille"),
    "Version": N_("la version"),
    "Numéro CERFA": N_("le numéro CERFA"),
    "Pièce": N_("la pièce demandée"),
    "Nombre": N_("le nombre"),
    "Copie ou original": N_("la forme demandée"),
    "Datant de moins de (mois)": N_("l'ancienneté maximale"),
    "Derniers trimestres": N_("le nombre de derniers trimestres"),
    "À défaut": N_("les pièces acceptées à défaut"),
    "Présentation du dossier": N_("la règle"),
    "Qui": N_("la situation visée"),
    "Condition": N_("le texte"),
    "Montant en euros": N_("le montant"),
    "Dont non remboursable": N_("la part non remboursable"),
    "À payer": N_("le moment du paiement"),
    "Moyen de paiement": N_("le moyen de paiement"),
    "Ne paient pas": N_("les personnes qui ne paient pas"),
    "Remboursable pendant (mois)": N_("la durée pendant laquelle on peut être remboursé"),
    "Lien pour payer": N_("le lien pour payer"),
    "Durée": N_("la durée"),
    "Unité": N_("l'unité"),
    "Annoncée le": N_("la date de l'annonce"),
    "Événement": N_("l'événement"),
    "Dossier incomplet": N_("la règle"),
    "Le jour venu": N_("la règle"),
    "Minutes": N_("la durée"),
    "Ensuite": N_("la suite"),
    "Arrondissements": N_("les arrondissements"),
    "Comme c'est écrit": N_("la façon d'écrire le territoire"),
    "Lien vers la liste des communes": N_("le lien vers la liste des communes"),
    "Autre guichet": N_("le guichet où s'adresser à la place"),
    "Autres modalités": N_("les modalités à suivre à la place"),
    "Autre démarche décrite": N_("l'autre démarche décrite"),
    "Type de guichet": N_("le type de guichet"),
    "Nom officiel": N_("le nom officiel"),
    "Département": N_("le département"),
    "Commune du siège (code INSEE)": N_("la commune du siège"),
    "Site officiel": N_("le site officiel"),
    "Page d'actualités à suivre": N_("la page d'actualités à suivre"),
    "Formulaire de contact": N_("le formulaire de contact"),
    "Guichets": N_("les guichets"),
    "Fondements": N_("les fondements"),
    "Territoire": N_("le territoire"),
    "Compétence": N_("la compétence"),
    "Étendue de cette réponse": N_("l'étendue de cette réponse"),
    "Façon de déposer": N_("ce qu'on sait de la façon de déposer"),
    "Où s'adresser à la place": N_("l'endroit où s'adresser à la place"),
    "Nom": N_("le nom"),
    "Sigle": N_("le sigle"),
    "Fondement plus large": N_("le fondement plus large"),
    "Lieu de dépôt": N_("le lieu de dépôt"),
    "Comprend (un cas par ligne)": N_("les cas compris"),
    "Ancien nom": N_("l'ancien nom"),
    "Adresse de la plateforme en ligne": N_("l'adresse de la plateforme en ligne"),
    "Nouveau nom": N_("le nouveau nom"),
    "Texte": N_("le texte"),
    "Ce que montre l'image": N_("la description de l'image"),
    "Texte lisible sur l'image": N_("le texte lisible sur l'image"),
    "Texte de la note": N_("le texte de la note"),
    "Décision": N_("la décision citée"),
    "Rendue le": N_("la date de la décision"),
    "Pratiques concernées": N_("les pratiques concernées"),
    "Pièces concernées": N_("les pièces concernées"),
}


class Turn(NamedTuple):
    """What is said when a yes-or-no field becomes true, and when it becomes false."""

    on: str
    off: str


TURNS: dict[str, Turn] = {
    "Lien constaté inactif": Turn(
        N_("le lien est désormais constaté inactif"), N_("le lien n'est plus constaté inactif")
    ),
    "D'autres rendez-vous à des moments imprévisibles": Turn(
        N_("d'autres rendez-vous apparaissent désormais à des moments imprévisibles"),
        N_("il n'est plus dit que d'autres rendez-vous apparaissent à des moments imprévisibles"),
    ),
    "Au choix avec l'étape précédente": Turn(
        N_("elle est désormais au choix avec l'étape précédente"),
        N_("elle n'est plus au choix avec l'étape précédente\u00a0: les deux sont à faire"),
    ),
    "L'accusé de réception vaut preuve de dépôt": Turn(
        N_("l'accusé de réception vaut désormais preuve de dépôt"),
        N_("il n'est plus dit que l'accusé de réception vaut preuve de dépôt"),
    ),
    "Pour chaque personne concernée": Turn(
        N_("il en faut désormais pour chaque personne concernée"),
        N_("il n'est plus dit qu'il en faut pour chaque personne concernée"),
    ),
    "Traduite par une personne assermentée": Turn(
        N_("une traduction par une personne assermentée est désormais demandée"),
        N_("la traduction par une personne assermentée n'est plus demandée"),
    ),
    "Compris dans le montant précédent": Turn(
        N_("il est désormais compris dans le montant précédent"),
        N_("il n'est plus compris dans le montant précédent\u00a0: il s'y ajoute"),
    ),
    "Salaire au moins égal au SMIC": Turn(
        N_("un salaire au moins égal au SMIC est désormais exigé"),
        N_("il n'est plus dit qu'un salaire au moins égal au SMIC est exigé"),
    ),
    "Après l'événement, et non avant": Turn(
        N_("le délai court désormais après l'événement, et non avant"),
        N_("le délai court désormais avant l'événement, et non après"),
    ),
}
