"""Rules across the reports of a season: who is missing, whole-region totals, copied texts, figures worth a question."""

from reviewer.checks.season.base import SeasonChecked
from reviewer.checks.season.coverage import Due, board
from reviewer.checks.season.handed import Handed, handed
from reviewer.checks.season.run import check_season

__all__ = ["Due", "Handed", "SeasonChecked", "board", "check_season", "handed"]
