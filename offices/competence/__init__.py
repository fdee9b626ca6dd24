"""From a commune and a ground to the place where one files, or to an honest "not known".

`rules` holds the rules and answers from memory; `reading` fills that memory, for one département or for all of France;
`answers` answers one question with the pages it speaks of; `moves` says what a proposal would change of the answers.
"""

from offices.competence.answers import (
    Answer,
    Ask,
    guide_of,
    lookup,
    own_office,
    speaking_for,
)
from offices.competence.moves import Move, moves
from offices.competence.reading import area_of, areas, facts_of, written
from offices.competence.rules import ADMINISTERED_FROM, PREFECTURES, Area, Finding, Rule, Statement, Written

__all__ = [
    "ADMINISTERED_FROM",
    "PREFECTURES",
    "Answer",
    "Area",
    "Ask",
    "Finding",
    "Move",
    "Rule",
    "Statement",
    "Written",
    "area_of",
    "areas",
    "facts_of",
    "guide_of",
    "lookup",
    "moves",
    "own_office",
    "speaking_for",
    "written",
]
