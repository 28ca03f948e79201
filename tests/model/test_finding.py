"""Fingerprints, verdicts and the sentences of codes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from reviewer import resources
from reviewer.errors import ConfigError, LimitError, RefusedError
from reviewer.model import Finding, Form, Severity, fingerprint, verdict_of


def _finding(severity: Severity, origin: str = "rule") -> Finding:
    return Finding.model_validate(
        {
            "rule": "X-Y", "severity": severity, "origin": origin, "message": "", "suggestion": "", "basis": "",
            "fingerprint": fingerprint("X-Y", "a"),
        }
    )  # fmt: skip


def test_a_fingerprint_is_of_rule_and_subject() -> None:
    assert fingerprint("TX-NEW", "a", "b") == fingerprint("TX-NEW", "a", "b")
    assert len({fingerprint("TX-NEW", "ab"), fingerprint("TX-NEW", "a", "b"), fingerprint("TX-OLD", "ab")}) == 3


def test_the_verdict_is_from_rules_alone() -> None:
    assert verdict_of(()) == "pass"
    assert verdict_of((_finding(Severity.INFO),)) == "pass"
    assert verdict_of((_finding(Severity.WARNING), _finding(Severity.INFO))) == "attention"
    assert verdict_of((_finding(Severity.WARNING), _finding(Severity.ERROR))) == "return"
    assert verdict_of((_finding(Severity.ERROR, "model"),)) == "pass"


def test_errors_cross_a_process_border() -> None:
    error = pickle.loads(pickle.dumps(LimitError("L-PAGES", pages=3000)))
    assert (type(error), error.code, error.values) == (LimitError, "L-PAGES", {"pages": "3000"})
    assert str(RefusedError("E-EMPTY")) == "E-EMPTY()"


def test_a_bad_file_is_told_by_line_and_column(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("edition: [\nfirst: 1\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        resources.read_yaml(broken)
    assert caught.value.code == "C-YAML"
    assert "broken.yaml" in resources.sentence(caught.value.code, **caught.value.values)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("edition: '2030'\nfirst_year: many\nsections: []\ntables: []\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        resources.read_model(wrong, Form)
    assert caught.value.values["line"] == "2"
    with pytest.raises(ConfigError) as caught:
        resources.read_yaml(tmp_path / "absent.yaml")
    assert caught.value.code == "C-FILE"
