"""Questions about one report, answered from its cells, sentences and findings, each answer with what it stands on."""

from reviewer.asking.answerer import answer

__all__ = ["answer"]
