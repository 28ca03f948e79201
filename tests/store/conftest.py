"""Every test of the store runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.settings import Settings
from reviewer.store import Store
from tests.store.cluster import Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Started when first asked for, one for a process of the tests."""
    server = Cluster()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def database(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the schema of today, for one test after another."""
    name = cluster.create()
    Store.open(Settings(home=tmp_path_factory.mktemp("home"), database_url=cluster.url(name))).close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a store with nothing in it."""
    if request.param == "sqlite":
        yield Settings(home=tmp_path / "home")
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = request.getfixturevalue("database")
    yield Settings(home=tmp_path / "home", database_url=cluster.url(name))
    cluster.empty(name)


@pytest.fixture
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a database without even a schema; parametrise it indirectly with its kind."""
    if request.param == "sqlite":
        yield Settings(home=tmp_path / "home")
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.create()
    yield Settings(home=tmp_path / "home", database_url=cluster.url(name))
    cluster.drop(name)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store.open(settings, wait=10) as one:
        yield one
