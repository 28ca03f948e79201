"""Opening a store that is damaged, locked, far away, on a share, or without what it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from reviewer import resources
from reviewer.errors import ConfigError, InputError, ReviewerError, StoreError
from reviewer.settings import Settings
from reviewer.store import Store, place
from reviewer.store.connect import FILE
from reviewer.store.faults import code_of
from tests.store.build import handed_in
from tests.store.cluster import Cluster

SECRET = "geheim123"


def refused(settings: Settings, kind: type[ReviewerError], code: str) -> None:
    with pytest.raises(kind) as told:
        Store.open(settings, wait=1)
    assert told.value.code == code
    sentence = resources.sentence(code, **told.value.values)
    assert SECRET not in sentence + str(told.value) + repr(told.value.__cause__)


@pytest.mark.parametrize(
    "garbage",
    [b"no database at all, but long enough to be taken for one " * 100, b"SQLite format 3\0" + b"\xff" * 5000],
)
def test_a_file_that_is_no_database(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / FILE).write_bytes(garbage)
    refused(Settings(home=tmp_path), StoreError, "S-CORRUPT")
    assert (tmp_path / FILE).read_bytes() == garbage


def test_a_file_with_damaged_pages(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with Store.open(settings) as store:
        for number in range(5):
            handed_in(store, str(number), f"{number}局")
    data = bytearray((tmp_path / FILE).read_bytes())
    assert len(data) > 60_000
    data[20_000:-4096] = b"\xa5" * (len(data) - 24_096)
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(StoreError, match="S-CORRUPT"), Store.open(settings) as store:
        _read_all(store)


def _read_all(store: Store) -> None:
    assert "损坏" in store.verify()[0]
    for one in store.submissions():
        store.review(one.id)


def test_a_home_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    refused(Settings(home=tmp_path / "home"), StoreError, "S-OPEN")
    (tmp_path / FILE).mkdir()
    refused(Settings(home=tmp_path), StoreError, "S-OPEN")


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    Store.open(Settings(home=tmp_path)).close()
    engine = create_engine(f"sqlite:///file:{tmp_path / FILE}?mode=ro&uri=true")
    with pytest.raises(DBAPIError) as told, engine.begin() as connection:
        connection.execute(text("DELETE FROM notes"))
    assert code_of(told.value) == "S-READONLY"
    engine.dispose()


HOLDS = """
import sys
if sys.argv[2]:
    import psycopg
    held = psycopg.connect(sys.argv[2])
    held.execute("SELECT pg_advisory_lock(%s)", [0x5245_5649_4557])
else:
    import sqlite3
    held = sqlite3.connect(sys.argv[1], isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
held.close()
"""


def test_a_writer_waits_and_then_says_so(settings: Settings) -> None:
    """Another process holds the database; when it lets go, the same call works."""
    with Store.open(settings, wait=0.3) as store:
        place_ = store._database.engine.url.database or ""
        command = [sys.executable, "-c", HOLDS, place_, settings.database_url or ""]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            with pytest.raises(StoreError) as told:
                handed_in(store, "a")
            assert told.value.code == "S-BUSY"
            assert store.submissions() == ()  # readers are not held up
            other.communicate()
        assert handed_in(store, "a").verdict == "return"


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql://tests:{SECRET}@/reviewer?host={tmp_path}"
    refused(Settings(home=tmp_path, database_url=url), StoreError, "S-CONNECT")


def test_a_database_that_is_not_there(tmp_path: Path, cluster: Cluster) -> None:
    refused(Settings(home=tmp_path, database_url=cluster.url("nowhere")), StoreError, "S-CONNECT")


def test_a_server_that_went_away_is_found_again(settings: Settings) -> None:
    if not settings.database_url:
        return
    with Store.open(settings) as store, Store.open(settings) as other:
        handed_in(store, "a")
        with other._database.writing() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                                    "AND datname = current_database()"))  # fmt: skip
        assert handed_in(store, "b").number == 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        f"mysql://root:{SECRET}@host/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
        f"postgresql://:{SECRET}@host:port/x",
    ],
)
def test_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    refused(Settings(home=tmp_path, database_url=url), ConfigError, "S-URL")


def test_every_connection_keeps_the_promises(tmp_path: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 30_000}
    with Store.open(Settings(home=tmp_path)) as store:
        for _ in range(2):
            with store._database.engine.connect() as connection:
                told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
            assert told == wanted
            with store._database.migrating():
                pass
            store.scrub()


LINUX = """/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /srv/nfs nfs4 rw,vers=4.2 0 0
//server/share /srv/with\\040space cifs rw 0 0
me@host: /srv/ssh fuse.sshfs rw 0 0
/dev/sdb1 /srv/nfs/local xfs rw 0 0
/dev/fuse /srv/encrypted fuse.gocryptfs rw 0 0
overlay /srv/over overlay rw 0 0
server:/export /srv/over nfs rw 0 0
"""
MACOS = """/dev/disk3s1 on / (apfs, sealed, local, read-only, journaled)
//me@server/share on /Volumes/share name (smbfs, nodev, nosuid)
"""


@pytest.mark.parametrize(
    ("folder", "table", "kind"),
    [
        ("/tmp/x", LINUX, "tmpfs"),
        ("/srv/nfs", LINUX, "nfs4"),
        ("/srv/nfs/a/b", LINUX, "nfs4"),
        ("/srv/nfs/local/x", LINUX, "xfs"),
        ("/srv/nfsother", LINUX, "ext4"),
        ("/srv/with space/x", LINUX, "cifs"),
        ("/srv/ssh", LINUX, "fuse.sshfs"),
        ("/srv/encrypted", LINUX, "fuse.gocryptfs"),
        ("/srv/over", LINUX, "nfs"),
        ("/Volumes/share name/x", MACOS, "smbfs"),
        ("/Users", MACOS, "apfs"),
    ],
)
def test_the_file_system_of_a_folder(folder: str, table: str, kind: str) -> None:
    assert place.kind_of(folder, place.mounts(table)) == kind


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "smb3", "9p"])
def test_a_database_on_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(place, "mounts", lambda table: [("/", "ext4"), (str(tmp_path.resolve()), kind)])
    refused(Settings(home=tmp_path / "home"), InputError, "S-SHARE")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["ext4", "xfs", "overlay", "tmpfs", "fuse.gocryptfs", "apfs"])
def test_a_disk_of_this_machine_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(place, "mounts", lambda table: [("/", "nfs"), (str(tmp_path.resolve()), kind)])
    Store.open(Settings(home=tmp_path / "home")).close()


def test_what_is_kept_is_for_its_owner_alone(settings: Settings) -> None:
    with Store.open(settings) as store:
        store.checkpoint()
        assert settings.home is not None
        if os.name == "posix":
            assert all(path.stat().st_mode & 0o077 == 0 for path in (settings.home, *settings.home.iterdir()))


def without(*names: str) -> str:
    return "import sys\n" + "".join(f"sys.modules[{name!r}] = None\n" for name in names)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)


def test_the_command_line_does_without_a_database() -> None:
    code = without("sqlalchemy", "alembic", "psycopg") + "import reviewer, reviewer.cli, reviewer.store\n"
    code += "from reviewer.store import Result, Incoming, Job, ConflictError; print(Result.__name__)"
    done = run(code)
    assert (done.stdout, done.stderr) == ("Result\n", "")


@pytest.mark.parametrize(
    ("missing", "url", "extra"), [("sqlalchemy", None, "batch"), ("psycopg", "postgresql://localhost/x", "postgres")]
)
def test_what_is_not_installed_is_named(tmp_path: Path, missing: str, url: str | None, extra: str) -> None:
    code = without(missing) + (
        "from reviewer.errors import ConfigError\nfrom reviewer.settings import Settings\n"
        "try:\n    from reviewer.store import Store\n"
        f"    Store.open(Settings(home={str(tmp_path)!r}, database_url={url!r}))\n"
        "except ConfigError as error:\n    print(error)"
    )
    done = run(code)
    assert done.stderr == ""
    assert done.stdout == f"S-EXTRA(package={missing}, extra={extra})\n"
