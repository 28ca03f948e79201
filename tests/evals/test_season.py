"""Generated seasons: what they take for true is true, and the rules across reports find what is planted and no more."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from reviewer.checks.season import SeasonChecked
from reviewer.evals.seasons import run as module
from reviewer.evals.seasons import season
from reviewer.evals.seasons.plan import DISTRICT_ROLES
from reviewer.evals.seasons.run import Told, lines, main, run
from reviewer.evals.seasons.season import GeneratedSeason
from reviewer.evals.seasons.write import write
from tests.evals.test_generator import identities_hold

FORMATS = ("docx", "html", "text")


def off(made: GeneratedSeason) -> dict[str, int]:
    """For each whole-region report, in how many cells it differs from its parts (an own-scope part counts for itself)."""
    found = {}
    for head in made.members:
        if head.agency.scope == "whole":
            parts = [one for one in made.members if one.agency.parent == head.name and one.versions]
            sums = {key: sum((one.now.values[key] for one in parts), Decimal(0)) for key in head.now.values}
            found[head.name] = sum(1 for key, value in head.now.values.items() if sums[key] != value)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_totals_are_exact_but_where_a_slip_is_planted(seed: int) -> None:
    made = season(seed, 40)
    slips = {one.agency for one in made.planted if set(one.rules) & {"AG-SUM", "AG-PARENT-LESS"}}
    below_own = {
        one.agency.parent for one in made.members if one.agency.kind == "government" and one.agency.scope == "own"
    }
    for name, cells in off(made).items():
        assert (cells > 0) == (name in slips) or name in below_own, name
    for one in made.members:
        assert all(identities_hold(version.spec) for version in one.versions if version.spec.numeric)


def test_every_role_comes_up_and_nothing_unbound_reports() -> None:
    kinds: set[str] = set()
    for seed in range(8):
        made = season(seed, 30)
        kinds |= {one.kind for one in made.planted}
        assert all(not one.versions for one in made.members if not one.agency.reports)
        names = [one.name for one in made.members]
        assert len(set(names)) == len(names)
        assert all(one.agency.parent is None or one.agency.parent in names for one in made.members)
    assert kinds >= (set(DISTRICT_ROLES) - {"own"}) | {"missing", "late", "copied", "carry", "own_text", "last_copied"}


def test_the_same_seed_makes_the_same_season() -> None:
    assert repr(season(5, 20).members) == repr(season(5, 20).members)
    assert repr(season(5, 20).planted) != repr(season(6, 20).planted)


def test_two_levels_and_one_year() -> None:
    made = season(3, 14, levels=2, years=1)
    assert [one.agency.scope for one in made.members].count("whole") <= 1
    assert all(one.last is None for one in made.members)


def test_files_register_and_truth(tmp_path: Path) -> None:
    made = season(2, 16, formats=("text",))
    placed = write(made, tmp_path)
    with (tmp_path / "register.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["单位名称"] for row in rows] == [one.name for one in made.members]
    assert rows[0]["口径"] == "全域"
    assert {row["应报"] for row in rows} == {"是", "否"}
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert [tmp_path / one["file"] for one in truth["files"]] == [one.path for one in placed]
    assert all(one.path.is_file() for one in placed)
    assert len(truth["planted"]) == len(made.planted)


def test_everything_planted_is_found_and_nothing_else_is_told() -> None:
    for seed in (11, 12):
        table = run(seed, 26, FORMATS, workers=1)
        assert table.missed == []
        assert table.false == []
        assert sum(table.planted.values()) >= 5


def test_the_command_counts_misses(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--seed", "4", "--agencies", "14", "--formats", "text", "--workers", "1", "--show", "misses"]
    assert main(words) == 0
    assert "false alarms: none" in capsys.readouterr().out
    monkeypatch.setattr(module, "check_season", lambda *_: SeasonChecked((), ()))
    assert main(words) == 1
    assert "  missed " in capsys.readouterr().out


def test_a_false_alarm_is_shown() -> None:
    table = run(4, 14, ("text",), workers=1)
    told = next(iter(table.checked.findings)) if table.checked else None
    assert told is not None
    table.false = [Told(told.rule, told.agency, frozenset(), frozenset(), told.message)]
    assert any(line.startswith(f"  false {told.rule}") for line in lines([table], show=True))
