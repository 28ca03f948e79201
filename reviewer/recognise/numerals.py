"""The numeral reader, which lives among the nouns because the language wing asks it too."""

from reviewer.model.numerals import ARABIC, CHINESE, HAN, arabic, chinese, number

__all__ = ["ARABIC", "CHINESE", "HAN", "arabic", "chinese", "number"]
