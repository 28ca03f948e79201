"""A machine without PostgreSQL fails these tests; it does not pass over them."""

from __future__ import annotations

import pytest

from tests.store import cluster


def test_an_absent_server_is_a_failure_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PLACES", ())
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(AssertionError, match="apt-get install postgresql"):
        cluster.Cluster()
