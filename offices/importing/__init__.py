"""From a regional dossier to content: a pure parser (bytes in, pages and anomalies out), then a plan for the door.

reading → lines → paragraphs → structure → facts → pages. Nothing up to there touches a database; `plan` and `writing`
do. How each construct of a dossier is read stands in docs/importing.md.
"""
