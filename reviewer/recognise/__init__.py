"""A Document to an AnnualReport; the form (rules/forms) is the only authority."""

from reviewer.recognise.recogniser import recognise

__all__ = ["recognise"]
