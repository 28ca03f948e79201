"""Eight clients edit the same submissions at once: what was accepted is all there, in order, and nothing else."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

from reviewer.errors import ConflictError
from reviewer.model import Decision, Mark
from reviewer.settings import Settings
from reviewer.store import Store
from tests.store.build import finding, incoming, result

CLIENTS, EDITS, SUBMISSIONS = 8, 200, 20
FINDING = finding()


class Done(NamedTuple):
    """Edits of one client: (about, revision, what) accepted, and how many were refused."""

    accepted: list[tuple[str, int, str]]
    refused: list[ConflictError]


def season(store: Store) -> list[int]:
    names = [str(number) for number in range(SUBMISSIONS)]
    batch = store.begin("一批", "r", "s", [incoming(name) for name in names], "王")
    for job in store.lease(batch, "w", SUBMISSIONS):
        store.finish(job, result(job.file, f"{job.file}局"))
    return [one.id for one in store.submissions(2025)]


def client(settings: Settings, number: int, ids: list[int], start: threading.Barrier, done: list[Done]) -> None:
    chance, who = random.Random(number), f"客户{number}"
    told = Done([], [])
    with Store.open(settings) as store:
        start.wait()
        seen = {one.id: one.revision for one in store.submissions(2025)}
        marked = {f"{number}局": 0 for number in range(SUBMISSIONS)}
        for turn in range(EDITS):
            try:
                if turn % 2:
                    id_ = chance.choice(ids)
                    choice = chance.choice([Decision.PASSED, Decision.RETURNED, Decision.PENDING])
                    revision = store.decide(id_, choice, who, seen[id_]).revision
                    told.accepted.append((f"submission:{id_}", revision, f"{choice.value} {who}"))
                    seen[id_] = revision
                else:
                    agency = chance.choice(list(marked))
                    kind = chance.choice(["confirmed", "dismissed"])
                    mark = Mark(
                        rule=FINDING.rule, fingerprint=FINDING.fingerprint, kind=kind, who=who, when=datetime.now(UTC)
                    )
                    revision = store.mark(agency, 2025, mark, marked[agency]).revision
                    told.accepted.append((agency, revision, f"{kind} {who}"))
                    marked[agency] = revision
            except ConflictError as error:
                told.refused.append(error)
                if turn % 2:  # look again, as a person would; the edit itself is given up
                    seen[id_] = store.submission(id_).revision
                else:
                    marked[agency] = store.marks(agency, 2025)[0].revision
    done.append(told)


def test_no_edit_is_lost(settings: Settings) -> None:
    with Store.open(settings) as store:
        ids = season(store)
        before = store.checkpoint()
        done: list[Done] = []
        start = threading.Barrier(CLIENTS)
        threads = [
            threading.Thread(target=client, args=(settings, number, ids, start, done)) for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == CLIENTS

        accepted = [edit for one in done for edit in one.accepted]
        refused = [error for one in done for error in one.refused]
        assert len(accepted) + len(refused) == CLIENTS * EDITS
        assert refused
        assert all(error.values["theirs"] and error.values["yours"] and error.values["who"] for error in refused)

        # Each revision was given once, and none is missing: nobody wrote over what he had not seen.
        assert max(Counter((about, revision) for about, revision, _ in accepted).values()) == 1
        last = {about: max(edit for edit in accepted if edit[0] == about) for about, *_ in accepted}
        assert sum(revision for _, revision, _ in last.values()) == len(accepted)

        lines = list(store.trail(before.n))
        assert len(lines) == len(accepted)
        assert sorted(_told(line.about, line.after) for line in lines) == sorted(accepted)
        now = {
            f"submission:{one.id}": f"{one.decision.value} {one.decided_by}"
            for one in store.submissions(2025)
            if one.revision
        }
        for number in range(SUBMISSIONS):
            now |= {f"{number}局": f"{mark.kind} {mark.who}" for mark in store.marks(f"{number}局", 2025)}
        assert now == {about: what for about, (_, _, what) in last.items()}
        assert store.verify(before) == ()


def _told(about: str, after: str) -> tuple[str, int, str]:
    """A line of the trail as the client told of it."""
    said = json.loads(after)
    if about.startswith("submission:"):
        return about, said["revision"], f"{said['decision']} {said['who']}"
    return json.loads(about.removeprefix("mark:"))[0], said["revision"], f"{said['kind']} {said['who']}"
