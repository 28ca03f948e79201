"""What the supervisor's desk says, in both languages: words.yaml beside this file, every key in both.

Verdicts and decisions are worded by `reviewer.verdicts`; they come under `verdict_…`, `decision_…` and `decide_…` (a button).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reviewer import resources
from reviewer.errors import ConfigError
from reviewer.model import Frozen
from reviewer.verdicts import outcomes
from ui.words import Language


class _Both(Frozen):
    zh: dict[str, str]
    en: dict[str, str]


@cache
def said(language: Language = "zh") -> dict[str, str]:
    """Raises ConfigError where the file does not fit, or a key stands in one language alone."""
    path = Path(__file__).with_name("words.yaml")
    both = resources.read_model(path, _Both)
    odd = both.zh.keys() ^ both.en.keys()
    if odd:
        raise ConfigError("C-FILE", file=path.name, problem=", ".join(sorted(odd)))
    known = outcomes(language)
    return {
        **(both.zh if language == "zh" else both.en),
        **{f"verdict_{key}": text for key, text in known.verdict.items()},
        **{f"decision_{key.value}": text for key, text in known.decision.items()},
        **{f"decide_{key.value}": text for key, text in known.act.items()},
    }
