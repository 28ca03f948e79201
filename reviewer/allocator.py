"""How programs of short life that we start use memory: what they freed is kept for the next use, in large pages.

A reading child and LibreOffice live for one file and allocate, free and allocate the same megabytes; by default the C
library of Linux gives each large block back to the kernel and faults it in again, page by page. LibreOffice alone came to
300,000 faults a conversion, and more time in the kernel than in its own code (docs/scale.md has the figures).

Sources: mallopt(3), "Environment variables"; glibc manual, "Memory Allocation Tunables". Other systems and C libraries
do not know these names and pass over them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

ENVIRONMENT: Final = MappingProxyType(
    {
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": str(2**28),
        "MALLOC_TRIM_THRESHOLD_": str(2**28),
        "MALLOC_TOP_PAD_": str(2**24),
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
)
"""Names and values for the environment of a program that works on one file; sizes in bytes."""
