"""Answers about what the report is: whose, of which year, under which title, by which edition of the form."""

from __future__ import annotations

from reviewer.asking.draft import Draft
from reviewer.asking.words import say, vocabulary
from reviewer.model import AnswerStatus, Citation, Dossier, IdentityRef

_FIELDS = ("agency", "year", "title", "edition")


def asked(question: str) -> list[str]:
    """The fields that a (folded) question asks for."""
    known = vocabulary().identity
    return [field for field in _FIELDS if any(word in question for word in known[field])]


def answer(dossier: Dossier, fields: list[str]) -> Draft:
    draft, identity = Draft(), dossier.review.identity
    for field in fields:
        value = getattr(identity, field)
        if not value:
            draft.status = AnswerStatus.ABSENT
            draft.say(say("identity_unknown", field=say(f"field_{field}")))
            continue
        draft.say(say(f"identity_{field}", value=value))
        source = IdentityRef(field=field, quote=str(value))
        draft.cite([Citation(place=say(f"field_{field}"), source=source)])
    return draft
