"""What is deleted is gone: from the tables, the kept files, the database's files, and what others were told of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.errors import InputError, StoreError
from reviewer.model import Decision, Mark, SeasonFinding, Severity, Source, TextSpan
from reviewer.settings import Settings
from reviewer.store import Store
from tests.store.build import finding, handed_in, incoming, result, sha

CANARY = "金丝雀甲乙丙丁"


def traces(settings: Settings, store: Store) -> list[str]:
    """Where the canary still stands: files of the home as they are on disk, tables of the server."""
    assert settings.home is not None
    found = [str(path) for path in settings.home.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    if settings.database_url:
        with store._database.reading() as connection:
            names = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
            for name in names.all():
                rows = connection.exec_driver_sql(f"SELECT t::text FROM {name} t").scalars()
                found += [name for row in rows if CANARY in row]
    return found


def fill(store: Store, tmp_path: Path) -> tuple[int, int]:
    """A report that holds the canary wherever a report's words go, and one that does not."""
    told = finding().model_copy(update={"message": f"{CANARY}不符"})
    kept = tmp_path / "a.docx"
    kept.write_text(CANARY, "utf-8")
    bad = handed_in(store, CANARY, findings=(told,))
    assert store.keep(kept, sha(CANARY)) == store.original(bad.id)
    store.annotate(bad.id, "李", CANARY)
    store.decide(bad.id, Decision.RETURNED, "李", 0, CANARY)
    mark = Mark(rule="T3-SUM", fingerprint="ab" * 8, kind="dismissed", reason=CANARY, who="李", when=datetime.now(UTC))
    store.mark("县财政局", 2025, mark, 0)
    good = handed_in(store, "好", "县教育局")
    source = Source(
        agency="县财政局", year=2025, submission=bad.id, evidence=TextSpan(section="s", quote=CANARY, start=0, end=7)
    )
    across = SeasonFinding(rule="AG-PEER-DUP", severity=Severity.WARNING, agency="县教育局", year=2025, message=CANARY,
                           suggestion="s", basis="b", fingerprint="ef" * 8, sources=(source,))  # fmt: skip
    store.put_across(2025, [across], [])
    return bad.id, good.id


def test_a_deleted_submission_is_gone(settings: Settings, tmp_path: Path) -> None:
    with Store.open(settings) as store:
        bad, good = fill(store, tmp_path)
        assert traces(settings, store)
        assert store.forget_submission(bad, "管") == ()
        assert traces(settings, store) == []
        with pytest.raises(InputError, match="S-UNKNOWN"):
            store.submission(bad)
        assert [one.id for one in store.submissions()] == [good]
        assert store.across(2025) == ()
        assert store.marks("县财政局", 2025) == ()
        assert store.verify() == ()
        assert next(line.about for line in store.trail() if line.what == "forget") == f"submission:{bad}"


def test_a_deleted_year_is_gone_and_the_others_stay(settings: Settings, tmp_path: Path) -> None:
    with Store.open(settings) as store:
        old = handed_in(store, "old", year=2024)
        fill(store, tmp_path)
        assert store.forget(2025, "管") == ()
        assert traces(settings, store) == []
        assert [one.id for one in store.submissions(newest=False)] == [old.id]
        assert store.verify() == ()
        assert handed_in(store, "new").id > old.id + 2  # no number is given twice


def test_who_was_judged_with_it_is_named(store: Store) -> None:
    old, new = handed_in(store, "old", year=2024), handed_in(store, "new")
    store.renew(new.id, result("new", previous=sha("old")))
    assert store.unsettled(2025) == ()
    assert store.forget(2024, "管") == (new.id,)
    assert store.unsettled(2025) == ((new.id, None),)
    with pytest.raises(InputError, match="S-UNKNOWN"):
        store.forget_submission(old.id, "管")


def test_bytes_that_another_still_has_are_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("a")
    first, second = handed_in(store, "a"), handed_in(store, "a", label="again")
    store.keep(path, sha("a"))
    store.forget_submission(second.id, "管")
    assert store.original(first.id) is not None
    assert store.review(first.id).sha256 == sha("a")
    assert store.submission(first.id).newest
    store.forget_submission(first.id, "管")
    assert list((store._home / "files").rglob("*a*.docx")) == []


def test_when_the_copies_cannot_go_nothing_goes(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = handed_in(store, "a")

    def refuses(home: Path, sha256: str) -> None:
        raise PermissionError

    monkeypatch.setattr("reviewer.store.files.drop", refuses)
    with pytest.raises(StoreError, match="S-IO"):
        store.forget_submission(one.id, "管")
    assert store.submission(one.id) == one


def test_deleted_rows_are_written_over_and_their_pages_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    with Store.open(settings) as store:
        bad, _ = fill(store, tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(store, "scrub", lambda: None)
            store.forget_submission(bad, "管")
        with store._database.engine.execution_options(plain=True).connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert traces(settings, store) == []
        for number in range(30):
            handed_in(store, str(number), f"{number}局")
        store.forget(2025, "管")
        with store._database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0


def test_somebody_reading_is_told_not_passed_over(tmp_path: Path) -> None:
    with Store.open(Settings(home=tmp_path), wait=0.2) as store:
        one = handed_in(store, "a")
        other = handed_in(store, "b", "县教育局")
        with store._database.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM notes").all()
            with pytest.raises(StoreError, match="S-SCRUB"):
                store.forget_submission(one.id, "管")
        store.scrub()
        assert [left.id for left in store.submissions()] == [other.id]


def test_a_queued_file_can_be_deleted_too(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a")], "王")
    store.forget_submission(store.submissions(batch=batch)[0].id, "管")
    assert store.lease(batch, "w", 1) == ()
    assert store.verify() == ()
