"""A desk over a store filled by hand, asked without a browser; and files for the tests with one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from starlette.testclient import TestClient

from reviewer import Settings
from reviewer.accounts import Accounts
from reviewer.batch import Office
from reviewer.evals.demo import clean, flawed
from reviewer.evals.writers import write_one
from reviewer.model import Agency, ReviewStatus
from reviewer.store import Store
from tests.store.build import finding, incoming, result
from ui.desk import Desk
from ui.login import Login
from ui.season import Bureau
from ui.server import application
from ui.workshop import Workshop

YEAR = 2025
PEOPLE = {"录入员": "clerk", "王敏": "supervisor", "赵主任": "administrator"}
PASSWORD = "correct horse"
SITE = "http://127.0.0.1:7860"
BODY = "县财政局"
FINDINGS = (finding("T3-SUM", print_="ab" * 8), finding("TX-NEW", "warning", "cd" * 8))


class Still(Office):
    """An office whose workers are not started: what it was asked to settle is kept."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.settled: list[int] = []
        self.ran: list[dict[str, Any]] = []

    def settle(self, year: int, told: Any = None) -> None:
        self.settled.append(year)

    def run(self, paths: Any, output: Any, **given: Any) -> Any:
        files = [one.relative_to(paths[0]).as_posix() for one in sorted(paths[0].rglob("*")) if one.is_file()]
        self.ran.append({"files": files, **{key: given[key] for key in ("label", "season", "who")}})


class Asked(NamedTuple):
    """A desk that can be asked. `mine` came in under the clerk's name, `other` under the supervisor's, `lost` is nobody's."""

    app: Any
    store: Store
    office: Still
    bureau: Bureau
    mine: int
    other: int
    lost: int

    def client(self, name: str | None = None) -> TestClient:
        """A browser of its own; logged in when there are accounts and a name is given."""
        client = TestClient(self.app, base_url=SITE, headers={"origin": SITE}, follow_redirects=False)
        if name is not None:
            assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
        return client


@contextmanager
def desk(folder: Path, *, login: bool) -> Iterator[Asked]:
    """Three submissions of three people; the first has a file that can be had back."""
    settings = Settings(home=folder / "home", llm="off")
    workshop = Workshop(settings, Desk(folder / "desk"))
    bureau = Bureau(lambda: settings, Still)
    accounts = Accounts(folder / "home")
    if login:
        (folder / "home").mkdir(exist_ok=True)
        for name, role in PEOPLE.items():
            accounts.put(name, PASSWORD, role)  # type: ignore[arg-type]
    app = application(workshop, Login(accounts) if login else None, bureau=bureau)
    office = bureau.office
    assert isinstance(office, Still)
    filled = fill(office.store)
    try:
        yield Asked(app, office.store, office, bureau, *filled)
    finally:
        bureau.close()
        workshop.close()


def fill(store: Store) -> tuple[int, int, int]:
    store.enrol([Agency(name=BODY), Agency(name="县水务局"), Agency(name="县司法局")], "赵主任")
    found = []
    for who, file, body in (("录入员", "a.docx", BODY), ("王敏", "b.docx", "县水务局"), ("王敏", "c.docx", None)):
        batch = store.begin(f"{who} {file}", "r1", "s1", [incoming(file)], who)
        (job,) = store.lease(batch, "w", 9)
        question = "" if body else "报告中没有读出机关名称"
        store.finish(job, result(file, body, YEAR, FINDINGS, ReviewStatus.REVIEWED, question=question))
        found.append(job.submission)
    return found[0], found[1], found[2]


def register(path: Path, *others: str) -> Path:
    """A register of the bundled report's body and others."""
    path.write_text("\n".join(("单位名称,类别", *(f"{one},部门" for one in (clean().agency, *others)))), "utf-8")
    return path


def report(path: Path, *, good: bool = False) -> Path:
    """The bundled report, flawed or clean, in the format of the path's ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_one(clean() if good else flawed(), {".txt": "text"}.get(path.suffix, path.suffix[1:]), path)
    return path
