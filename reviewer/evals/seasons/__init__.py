"""Generated seasons with known truth, and the examination of the rules across reports on them."""

from reviewer.evals.seasons.season import GeneratedSeason, season

__all__ = ["GeneratedSeason", "season"]
