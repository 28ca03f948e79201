"""Runs a named function in a limited child process and hands back its JSON; it knows nothing of what it runs.

    parent ──control socket──▶ zygote (own program, warm imports, no network;
      │ ▲                         │    wall clock, kills by group, reaps)
      │ └────── watch socket ─────┤
      └──────── job socket ──────fork─▶ worker (memory, CPU, file size; runs the function)

A fork of the parent itself would be unsafe (threads) and heavy (memory); a fresh interpreter a file would cost its
imports each time. Nothing is unpickled: frames are length-prefixed JSON, capped in size.
Where there is no fork (Windows), every file gets a fresh interpreter.
"""

from reviewer.isolate.budget import Budget
from reviewer.isolate.host import Host, Job

__all__ = ["Budget", "Host", "Job"]
