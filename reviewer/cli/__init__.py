"""The command line. `main` starts the reading child before anything else is imported, so that both load at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from reviewer.isolate import Host


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and exit with its status: 0, 1 or 2 as the README says."""
    given = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # spares a search through all installed packages
    host = _early_host(given)
    try:
        from reviewer.cli.app import run

        status = run(given, host)
    except KeyboardInterrupt:
        status = 130
    finally:
        if host is not None:
            host.close()
    sys.stderr.flush()
    sys.exit(status)


def _early_host(given: list[str]) -> Host | None:
    """A fork server warming up for the files of `review FILE...`, `ask FILE …` and `annotate FILE`; None for other commands."""
    if (
        given[:1] not in (["review"], ["ask"], ["annotate"])
        or "--help" in given
        or os.environ.get("REVIEWER_ISOLATION") == "none"
    ):
        return None
    from reviewer.child import warm_for
    from reviewer.isolate import Host

    host = Host(warm_for(tuple(given[1:])), debug="--debug" in given or "REVIEWER_DEBUG" in os.environ)
    host.start()
    return host


__all__ = ["main"]
