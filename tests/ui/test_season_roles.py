"""Every route of the desk, asked by every role: what may be seen and done is decided on the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.model import Decision
from tests.ui.season import BODY, PEOPLE, YEAR, Asked, desk

pytestmark = [pytest.mark.filterwarnings("default")]
ALL, ABOVE, TOP = frozenset(PEOPLE.values()), frozenset({"supervisor", "administrator"}), frozenset({"administrator"})
MARK = {"rule": "T3-SUM", "fingerprint": "ab" * 8, "kind": "confirmed", "seen": "0"}
DAYS = {"due": "2026-01-31", "due_governments": "2026-03-31"}

# Route → who may, and what is sent. {id} is a submission that the clerk did not hand in, unless `own`.
ROUTES: dict[tuple[str, str], tuple[frozenset[str], Any]] = {
    ("GET", "/season"): (ALL, None),
    ("GET", "/season/{year}/board"): (ALL, None),
    ("GET", "/season/{year}/progress"): (ALL, None),
    ("GET", "/season/{year}/table"): (ALL, None),
    ("GET", "/season/{year}/across"): (ABOVE, None),
    ("GET", "/season/{year}/register"): (ABOVE, None),
    ("GET", "/season/{year}/ask"): (ABOVE, None),
    ("GET", "/season/open/{id}"): (ABOVE, None),
    ("GET", "/season/compare/{id}"): (ABOVE, None),
    ("GET", "/season/pages/{id}/{number}.png"): (ABOVE, None),
    ("GET", "/season/files/{id}/{format}"): (ABOVE, None),
    ("GET", "/season/open/{id}/{what}"): (ABOVE, None),
    ("GET", "/season/{year}/products/{what}"): (ABOVE, None),
    ("POST", "/season/{year}/basket"): (ALL, {}),
    ("POST", "/season/basket/{id}/file"): (ALL, None),
    ("POST", "/season/basket/{id}/run"): (ALL, None),
    ("POST", "/season/{year}/again"): (ALL, {"basket": "none"}),
    ("POST", "/season/open/{id}/decide"): (ABOVE, {"decision": "passed", "seen": "0"}),
    ("POST", "/season/open/{id}/mark"): (ABOVE, MARK),
    ("POST", "/season/open/{id}/assign"): (ABOVE, {"agency": BODY, "year": str(YEAR), "seen": "0"}),
    ("POST", "/season/open/{id}/note"): (ABOVE, {"text": "请核对"}),
    ("POST", "/season/{year}/settle"): (ABOVE, {}),
    ("POST", "/season/open/{id}/delete"): (TOP, {}),
    ("POST", "/season/{year}/forget"): (TOP, {}),
    ("POST", "/season/{year}/schedule"): (TOP, DAYS),
    ("POST", "/season/{year}/register/import"): (TOP, None),
}
SHUT = {401, 403}


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    with desk(tmp_path, login=True) as made:
        yield made


def url(path: str, id: int) -> str:
    return path.format(year=YEAR, id=id, number=1, format="json", what="notice" if "open" in path else "json")


def call(client: Any, route: tuple[str, str], id: int, given: Any) -> Any:
    method, path = route
    if method == "GET":
        return client.get(url(path, id))
    return (
        client.post(url(path, id), data=given) if isinstance(given, dict) else client.post(url(path, id), content=b"x")
    )


def test_every_route_of_the_desk_is_asked_here(asked: Asked) -> None:
    own = {
        (method, route.path)
        for route in asked.app.routes
        if getattr(route, "path", "").startswith("/season")
        for method in route.methods - {"HEAD"}
    }
    assert own - {("POST", "/season/who")} == set(ROUTES)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_role_may_what_it_may_and_no_more(asked: Asked, name: str) -> None:
    """All routes in their order: what deletes stands last."""
    client = asked.client(name)
    for route, (roles, given) in ROUTES.items():
        before = [one.n for one in asked.store.trail()]
        answer = call(client, route, asked.other, given)
        if PEOPLE[name] in roles:
            assert answer.status_code not in SHUT, (route, answer.text[:200])
        else:
            hidden = "{id}" in route[1] and route[0] == "GET"
            assert answer.status_code == (404 if hidden else 403), route
            assert [one.n for one in asked.store.trail()] == before, route
            assert BODY not in answer.text


def test_nobody_gets_in_without_logging_in(asked: Asked) -> None:
    client = asked.client()
    for route, (_, given) in ROUTES.items():
        assert call(client, route, asked.mine, given).status_code == 401, route


def test_a_clerk_sees_the_own_uploads_alone(asked: Asked) -> None:
    client = asked.client("录入员")
    table = client.get(f"/season/{YEAR}/table").text
    assert "a.docx" in table
    assert "b.docx" not in table
    assert "c.docx" not in table
    own = client.get(f"/season/open/{asked.mine}").text
    assert "T3-SUM" in own
    assert "decide" not in own
    assert client.get(f"/season/files/{asked.mine}/json").status_code == 200
    assert client.get(f"/season/open/{asked.mine}/notice").status_code == 403
    board = client.get(f"/season/{YEAR}/board").text
    assert "县司法局" not in board


def test_baskets_and_runs_are_their_owners(asked: Asked) -> None:
    clerk, other = asked.client("录入员"), asked.client("赵主任")
    basket = clerk.post(f"/season/{YEAR}/basket").json()["basket"]
    assert other.post(f"/season/basket/{basket}/file?name=x.docx", content=b"x").status_code == 404
    assert clerk.post(f"/season/basket/{basket}/run").json()["fault"]
    assert clerk.post(f"/season/basket/{basket}/file?name=x.docx", content=b"x").json() == {"ok": True}
    assert other.post(f"/season/basket/{basket}/run").status_code == 404
    assert clerk.post(f"/season/basket/{basket}/run").json() == {"ok": True}
    assert clerk.post(f"/season/basket/{basket}/run").status_code == 404
    asked.bureau.runs.wait(20)
    assert asked.office.ran == [{"files": ["x.docx"], "label": basket, "season": YEAR, "who": "录入员"}]


def test_the_trail_names_who_logged_in_whatever_is_sent(asked: Asked) -> None:
    client = asked.client("王敏")
    client.cookies.set("reviewer_person", "somebody")
    assert client.post("/season/who", data={"name": "别人"}).status_code == 400
    sent = {"decision": "returned", "seen": "0", "who": "别人"}
    assert client.post(f"/season/open/{asked.mine}/decide", data=sent).json() == {"ok": True}
    one = asked.store.submission(asked.mine)
    assert (one.decision, one.decided_by) == (Decision.RETURNED, "王敏")


FOREIGN: tuple[dict[str, str], ...] = (
    {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:7861"}, {"origin": "http://127.0.0.1:7860.evil.example"},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"host": "evil.example", "origin": "http://evil.example"},
)  # fmt: skip


def test_another_site_changes_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, login=False) as asked:
        client = asked.client()
        assert client.post("/season/who", data={"name": "王敏"}).json() == {"ok": True}
        for headers in FOREIGN:
            sent = {"decision": "passed", "seen": "0"}
            answer = client.post(f"/season/open/{asked.mine}/decide", data=sent, headers=headers)
            assert answer.status_code == 403, headers
            assert asked.store.submission(asked.mine).decision is Decision.OPEN


def test_a_request_that_does_not_say_where_it_comes_from_changes_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, login=False) as asked:
        client = asked.client()
        client.post("/season/who", data={"name": "王敏"})
        del client.headers["origin"]
        sent = {"decision": "passed", "seen": "0"}
        assert client.post(f"/season/open/{asked.mine}/decide", data=sent).status_code == 403
        assert client.post(
            f"/season/open/{asked.mine}/decide", data=sent, headers={"sec-fetch-site": "same-origin"}
        ).json() == {"ok": True}


def test_a_name_that_leads_here_reads_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, login=False) as asked:
        assert asked.client().get("/season", headers={"host": "evil.example"}).status_code == 403
        assert asked.client().get("/season", headers={"host": "localhost:7860"}).status_code == 200


def test_on_this_machine_the_name_is_asked_first(tmp_path: Path) -> None:
    with desk(tmp_path, login=False) as asked:
        client = asked.client()
        sent = {"decision": "passed", "seen": "0"}
        answer = client.post(f"/season/open/{asked.mine}/decide", data=sent)
        assert (answer.status_code, answer.json()) == (428, {"name": True})
        for bad in ("", "   ", "x" * 41, "a\x00b"):
            assert client.post("/season/who", data={"name": bad}).status_code == 400
        said = client.post("/season/who", data={"name": " 王  敏 "})
        assert all(one in said.headers["set-cookie"].lower() for one in ("httponly", "samesite=strict"))
        assert client.post(f"/season/open/{asked.mine}/decide", data=sent).json() == {"ok": True}
        assert asked.store.submission(asked.mine).decided_by == "王 敏"
