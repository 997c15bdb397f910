"""Every route of the OpenAPI, as every role and as nobody, against the table in `access_table.py`."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount

from tests.laws.access_table import TABLE, Row
from tests.laws.access_world import ACTORS, World
from tests.laws.conftest import Say

METHODS = ("get", "post", "put", "patch", "delete")
BY_SIDE = {"open": ("admin", "researcher", "viewer", "nobody"), "restricted": ACTORS}
OUTSIDE = {
    "/scim/v2": "the directory's protocol describes itself, and takes only tokens with its scope: tests/accounts/test_directory.py",
    "/embed": "answers by its token: tests/sharing",
    "/s/": "answers by its token: tests/sharing",
    "/oembed": "answers by the token in its address: tests/sharing",
    "/feeds/": "answers by its token: tests/topics",
    "/consent/": "answers by its token: tests/consents/test_pages.py",
    "/api/openapi.json": "the API's description",
    "/api/{path:path}": "the answer for what does not exist",
    "/api/renders/{render_id}/": "HEAD beside the GETs of the table",
    "/api/recordings/{recording_id}/": "HEAD beside the GETs of the table",
    "/api/uploads/{upload_id}": "HEAD beside the GET, and OPTIONS, which tell nothing about anybody",
    "/api/interviews/{interview_id}/uploads": "OPTIONS, which tell nothing about anybody",
}
"""Routes that the OpenAPI document leaves out, and why."""
FOREIGN_KEYS: tuple[object, ...] = (
    [], {}, None, [None], [True], [-1], [1.5], [10**400], [{}], [[]], ["\0"], ["\ud800"], ["a", None], ["a", 1], [1, 2],
    ["a", "b", {}], ["a"] * 4, [10**30], [float("nan")],
)  # fmt: skip
LETTERS = {401: "?", 403: "-", 404: "0"}
NOT_FITTING = (400, 409, 410, 413, 415, 416, 422, 503)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(sqlite_template, tmp_path_factory.mktemp("access"))
    yield made
    made.close()


def routes(document: dict[str, Any]) -> list[str]:
    return [
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    ]


def filled(value: Any, ids: dict[str, Any]) -> Any:
    """The value with the ids of a side in its places; a place alone keeps the type of what it stands for."""
    if isinstance(value, dict):
        return {key: filled(part, ids) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, ids) for part in value]
    if not isinstance(value, str):
        return value
    if alone := re.fullmatch(r"\{(\w+)\}", value):
        return ids[alone[1]]
    return re.sub(r"\{(\w+)\}", lambda place: str(ids[place[1]]), value)


def asked(world: World, route: str, row: Row, side: str, actor: str) -> tuple[str, str]:
    """The cell for one person: its letter, and the answer in words for whoever has to find out."""
    method, path = route.split(" ")
    ids = world.ids[side]
    missing = set(re.findall(r"\{(\w+)\}", path + row.query)) - set(ids)
    if missing:
        return "!", f"access_world.py makes no {missing}"
    body: dict[str, Any] = {"json": filled(row.body, ids)} if row.body is not None else {}
    if row.content is not None:
        body = {"content": row.content}
    if row.files:
        body = {"files": row.files, "data": row.data or {}}
    answer = world.clients[actor].request(method, filled(path + row.query, ids), **body)
    # A try to sign in is counted, also when it fails.
    if method != "GET" and (answer.is_success or path.startswith("/api/session")):
        world.restore()
    status = answer.status_code
    letter = LETTERS.get(status) or ("+" if answer.is_success else "~" if status in NOT_FITTING else "!")
    return letter, f"{actor} {status} {answer.text[:160]}"


def test_every_route_as_every_role_answers_as_the_table_says(world: World, say: Say) -> None:
    wrong, asserted = [], 0
    for route in routes(world.document()):
        row = TABLE.get(route, Row("", ""))
        seen = {side: [asked(world, route, row, side, actor) for actor in BY_SIDE[side]] for side in BY_SIDE}
        letters = {side: "".join(letter for letter, _ in cells) for side, cells in seen.items()}
        asserted += sum(map(len, letters.values()))
        if letters != {"open": row.open, "restricted": row.restricted}:
            told = [
                why
                for side in seen
                for (letter, why), meant in _beside(seen[side], getattr(row, side))
                if letter != meant
            ]
            wrong.append(f'    "{route}": Row("{letters["open"]}", "{letters["restricted"]}"),  # seen: {told[:3]}')
    say(f"the access table: {len(TABLE)} routes, {asserted} answers asserted")
    assert not wrong, (
        "These routes answer otherwise than tests/laws/access_table.py says, or have no row there. "
        "Write the row as it should be (the top of that file says how):\n" + "\n".join(wrong)
    )


def test_every_list_refuses_a_cursor_that_is_not_one_of_its_own(world: World) -> None:
    parameters = {
        path: item["get"].get("parameters", []) for path, item in world.document()["paths"].items() if "get" in item
    }
    paged = [path for path, given in parameters.items() if any(one["name"] == "cursor" for one in given)]
    broken = [base64.urlsafe_b64encode(json.dumps(key).encode()).decode() for key in FOREIGN_KEYS]
    answers = {
        (path, cursor): world.clients["admin"].get(
            filled(path + TABLE[f"GET {path}"].query, world.ids["open"]), params={"cursor": cursor}
        )
        for path in paged
        for cursor in (*broken, "not base64!", "e30", "AAAA")
    }
    assert len(paged) > 9
    assert {key: one.status_code for key, one in answers.items() if one.status_code != 422} == {}


def _beside(cells: list[tuple[str, str]], meant: str) -> Iterator[tuple[tuple[str, str], str]]:
    yield from zip(cells, meant.ljust(len(cells), " "), strict=False)


def test_the_table_has_no_row_for_a_route_that_is_gone(world: World) -> None:
    assert set(TABLE) - set(routes(world.document())) == set()


def test_every_route_that_the_document_leaves_out_is_known(world: World) -> None:
    shown = world.document()["paths"]
    hidden = [
        route.path
        for route in world.application.routes
        if not isinstance(route, Mount) and hasattr(route, "path") and route.path not in shown
    ]
    assert [path for path in hidden if not path.startswith(tuple(OUTSIDE))] == []
