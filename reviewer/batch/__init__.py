"""A season's pile of files, reviewed: intake, workers, store, folder of results (docs/season.md). `Office` is the door."""

from reviewer.batch.office import Office, Totals
from reviewer.batch.runner import Progress

__all__ = ["Office", "Progress", "Totals"]
