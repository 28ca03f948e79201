"""Stand-ins for the reading function: a file whose name begins with a word behaves as that word says."""

from __future__ import annotations

from typing import Any

from reviewer.reading import read_report
from tests.isolate import jobs

_BAD = {
    "sleep": lambda: jobs.sleep(600),
    "spin": jobs.spin,
    "hog": jobs.hog,
    "segfault": jobs.segfault,
    "vanish": jobs.vanish,
    "boom": jobs.boom,
    "flood": jobs.flood,
    "partial": jobs.partial,
    "nonsense": lambda: '{"report": {"format": 3}}',
    "other": lambda: "[]",
    "badcode": jobs.refused,
}


def read(path: str, limits: dict[str, Any], name: str, origin: str | None = None) -> Any:
    """As `read_report`, but for the names above and `stubborn-…`."""
    word = name.partition(".")[0]
    if word == "stubborn":
        return jobs.stubborn(f"{path}.pid")
    return _BAD[word]() if word in _BAD else read_report(path, limits, name, origin)
