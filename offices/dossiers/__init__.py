"""The dossier's own format: content written as a dossier that people read, and read back to the same content.

Under each block of an exported dossier stands its « Fiche »: every typed fact under its French title, in a grammar that
follows from the shape (`grammar.py`), so that a new field needs no new code. All of it is pure: what is published, and
what pages and places are called, is given. docs/importing.md shows a Fiche.
"""
