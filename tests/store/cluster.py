"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket alone, without syncing to disk."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg

_PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin"
_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB "
    "-c autovacuum=off -c log_min_messages=fatal"
)


class Cluster:
    """One server, many databases. Raises AssertionError where PostgreSQL is not installed: it may not be passed over."""

    def __init__(self) -> None:
        programs = found()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
        self._numbers = count(1)
        self._user = _user()
        self._control = str(programs / "pg_ctl")
        data = self._folder / "data"
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run(str(programs / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
        self._data = str(data)
        self._run(self._control, "-D", self._data, "-w", "-t", "60", "-l", str(self._folder / "log"),
                  "-o", f"{_OPTIONS} -c unix_socket_directories='{self._folder}'", "start")  # fmt: skip

    def url(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self._folder}"

    def create(self) -> str:
        """Name of a new database."""
        name = f"d{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name}")
        return name

    def empty(self, name: str) -> None:
        """Delete every row of a database's tables, the trail's too; a tenth of the time that a new database takes."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            names = ", ".join(row[0] for row in connection.execute(tables))
            connection.execute("SET session_replication_role = replica")  # past the trail's own triggers
            connection.execute(f"TRUNCATE {names} RESTART IDENTITY".encode())

    def drop(self, name: str) -> None:
        self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._run(self._control, "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, *command: str) -> None:
        whose = {"user": self._user, "group": pwd.getpwnam(self._user).pw_gid, "extra_groups": []} if self._user else {}
        log = self._folder / "commands.log"  # a pipe would stay open in the server that pg_ctl leaves behind
        with log.open("ab") as out:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, timeout=120,
                                  cwd=self._folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **whose)  # type: ignore[call-overload]  # fmt: skip
        assert done.returncode == 0, log.read_text("utf-8", "replace")


def found() -> Path:
    """Folder of the server's programs, of the newest version."""
    places = [one for pattern in _PLACES for one in Path("/").glob(pattern.lstrip("/")) if (one / "initdb").exists()]
    here = shutil.which("initdb")
    places += [Path(here).resolve().parent] if here else []
    assert places, "PostgreSQL is not installed: apt-get install postgresql (.ci/run does it as root)"
    return max(places, key=lambda one: [int(part) if part.isdigit() else 0 for part in one.parts])


def _user() -> str | None:
    """Whom to run the server as: it refuses to be root."""
    if os.getuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
