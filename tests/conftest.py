"""No test reads or writes what the person who runs it keeps."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

os.environ["REVIEWER_HOME"] = tempfile.mkdtemp(prefix="reviewer-tests-")
for _name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "REVIEWER_MODEL", "REVIEWER_RULES"):
    os.environ.pop(_name, None)

# The same examples at each run, so that a run tells of the change alone; `make fuzz` draws others.
settings.register_profile("steady", derandomize=True)
settings.register_profile("fuzz", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[Any]:
    """What is not to be covered is not traced by workers either: there pytest-cov stops one of the two measurements that run."""
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(trace)
