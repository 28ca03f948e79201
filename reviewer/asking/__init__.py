"""Questions about one report or a season, answered from its cells, sentences and findings, each answer with what it stands on."""

from reviewer.asking.answerer import answer
from reviewer.asking.grounded import failed, fallen_back, grounded
from reviewer.asking.passages import PROSE
from reviewer.asking.pool import Pool
from reviewer.asking.season import SeasonDesk, answer_season
from reviewer.asking.toolbox import Tool, Toolbox
from reviewer.asking.words import say, texts

__all__ = [
    "PROSE",
    "Pool",
    "SeasonDesk",
    "Tool",
    "Toolbox",
    "answer",
    "answer_season",
    "failed",
    "fallen_back",
    "grounded",
    "say",
    "texts",
]
