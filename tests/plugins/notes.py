"""Legal notes of pure fiction: their texts, courts and numbers are invented, as no test may pass for law."""

BOOKING_NOTE = {
    "kind": "legal_note",
    "title": "Un rendez-vous doit pouvoir se prendre autrement",
    "text": "Texte de pure fiction.",
    "decision": "Cour imaginaire, n° 1",
    "decided_on": "2022-06-03",
    "url": "https://droit.example.org/1",
    "practices": ["booking_only"],
}
PASSPORT_NOTE = {
    "kind": "legal_note",
    "title": "Une autre preuve d'identité suffit",
    "text": "Texte de pure fiction.",
    "documents": ["passport"],
}
