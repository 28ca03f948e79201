"""No test reads or writes what the person who runs it keeps."""

from __future__ import annotations

import os
import tempfile

os.environ["REVIEWER_HOME"] = tempfile.mkdtemp(prefix="reviewer-tests-")
for _name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "REVIEWER_MODEL", "REVIEWER_RULES"):
    os.environ.pop(_name, None)
