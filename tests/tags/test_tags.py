"""The codebook: its tree, its counts, merging and undo."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.core.database import Database
from app.outbox.models import OutboxEntry
from app.participants.models import Consent
from app.tags.palette import COLOURS, nearest
from app.tags.tree import Node, Tree
from tests.scenes import LEN, Scene, scene

Made = dict[str, str]


def new(client: TestClient, name: str, parent_id: str | None = None, **more: object) -> str:
    answer = client.post("/api/tags", json={"name": name, "parent_id": parent_id, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def outline(client: TestClient) -> list[str]:
    """The codebook as indented names."""
    items = client.get("/api/tags").json()["items"]
    depth: dict[str | None, int] = {None: -1}
    lines = []
    for item in items:
        depth[item["id"]] = depth[item["parent_id"]] + 1
        lines.append("  " * depth[item["id"]] + item["name"])
    return lines


@pytest.fixture
def book(researcher: TestClient) -> Made:
    made = {"Service": new(researcher, "Service", colour="brown")}
    for name in ("Waiting", "Hotline"):
        made[name] = new(researcher, name, made["Service"])
    made["Menus"] = new(researcher, "Menus", made["Waiting"])
    made["Price"] = new(researcher, "Price")
    return made


@pytest.mark.both_databases
class TestTheTree:
    def test_comes_parents_first_with_siblings_in_order(self, employee: TestClient, book: Made) -> None:
        assert outline(employee) == ["Service", "  Waiting", "    Menus", "  Hotline", "Price"]
        assert employee.get(f"/api/tags/{book['Menus']}").json()["parent_id"] == book["Waiting"]

    def test_lends_a_new_tag_its_parents_colour(self, researcher: TestClient, book: Made) -> None:
        assert researcher.get(f"/api/tags/{book['Menus']}").json()["colour"] == "brown"
        assert researcher.get(f"/api/tags/{book['Price']}").json()["colour"] == "slate"

    def test_moves_a_tag_with_all_below_it(self, researcher: TestClient, book: Made) -> None:
        body = {"version": 1, "parent_id": book["Price"]}
        assert researcher.patch(f"/api/tags/{book['Waiting']}", json=body).json()["parent_id"] == book["Price"]
        assert outline(researcher) == ["Service", "  Hotline", "Price", "  Waiting", "    Menus"]

    def test_moves_a_tag_to_a_place_among_its_siblings(self, researcher: TestClient, book: Made) -> None:
        researcher.patch(f"/api/tags/{book['Hotline']}", json={"version": 1, "position": 0})
        assert outline(researcher) == ["Service", "  Hotline", "  Waiting", "    Menus", "Price"]
        top = {"version": 2, "parent_id": None, "position": 1}
        researcher.patch(f"/api/tags/{book['Hotline']}", json=top)
        assert outline(researcher) == ["Service", "  Waiting", "    Menus", "Hotline", "Price"]

    def test_never_puts_a_tag_below_itself(self, researcher: TestClient, book: Made) -> None:
        for parent in (book["Service"], book["Menus"]):
            answer = researcher.patch(f"/api/tags/{book['Service']}", json={"version": 1, "parent_id": parent})
            assert (answer.status_code, answer.json()["code"]) == (422, "tag_loop")

    def test_deleting_lets_the_children_move_up_and_restoring_brings_them_back(
        self, researcher: TestClient, book: Made
    ) -> None:
        assert researcher.delete(f"/api/tags/{book['Waiting']}").status_code == 204
        assert outline(researcher) == ["Service", "  Menus", "  Hotline", "Price"]
        assert researcher.delete(f"/api/tags/{book['Waiting']}").status_code == 404
        assert researcher.post(f"/api/tags/{book['Waiting']}/restore").status_code == 200
        assert researcher.post(f"/api/tags/{book['Waiting']}/restore").status_code == 200
        assert outline(researcher) == ["Service", "  Waiting", "    Menus", "  Hotline", "Price"]
        assert researcher.post("/api/tags/none/restore").status_code == 404

    def test_names_the_tag_that_is_there_already(self, researcher: TestClient, book: Made) -> None:
        answer = researcher.post("/api/tags", json={"name": " price "})
        assert (answer.status_code, answer.json()["code"]) == (409, "tag_exists")
        assert answer.json()["tag_id"] == book["Price"]
        rename = researcher.patch(f"/api/tags/{book['Hotline']}", json={"version": 1, "name": "WAITING"})
        assert rename.json()["code"] == "tag_exists"
        new(researcher, "Hotline")
        up = researcher.patch(f"/api/tags/{book['Hotline']}", json={"version": 1, "parent_id": None})
        assert up.json()["code"] == "tag_exists"

    def test_renames_recolours_and_describes(self, researcher: TestClient, book: Made) -> None:
        body = {
            "version": 1,
            "name": "Cost",
            "colour": "teal",
            "synonyms": [" money ", "", "money"],
            "description": "d",
        }
        got = researcher.patch(f"/api/tags/{book['Price']}", json=body).json()
        assert (got["name"], got["colour"], got["synonyms"], got["version"]) == ("Cost", "teal", ["money"], 2)
        stale = researcher.patch(f"/api/tags/{book['Price']}", json={"version": 1, "name": "Worth"})
        assert stale.status_code == 409
        for refused in ({"name": None}, {"colour": "#123456"}, {"name": " "}):
            assert researcher.patch(f"/api/tags/{book['Price']}", json={"version": 2, **refused}).status_code == 422

    def test_is_shaped_by_researchers_only(self, employee: TestClient, book: Made) -> None:
        at = f"/api/tags/{book['Price']}"
        answers = [
            employee.post("/api/tags", json={"name": "x"}),
            employee.patch(at, json={"version": 1, "name": "x"}),
            employee.delete(at),
            employee.post(at + "/restore"),
            employee.post(at + "/merge", json={"version": 1, "into_id": book["Service"]}),
        ]
        assert [answer.status_code for answer in answers] == [403] * 5
        assert employee.get("/api/tags/none").status_code == 404


@pytest.mark.both_databases
class TestMarkedMoments:
    @pytest.fixture
    def made(self, database: Database) -> Scene:
        with database.write() as session:
            return scene(session)

    def mark(self, client: TestClient, made: Scene, turn: int, words: str, *tag_ids: str) -> str:
        body = made.span(turn, words) | {"tag_ids": list(tag_ids)}
        answer = client.post(f"/api/transcripts/{made.transcript.id}/highlights", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def counts(self, client: TestClient) -> dict[str, tuple[int, int, int]]:
        return {
            item["tag_id"]: (item["highlights"], item["people"], item["interviews"])
            for item in client.get("/api/tag-counts").json()["items"]
        }

    def test_are_counted_by_whole_people_and_interviews_up_the_tree(
        self, researcher: TestClient, database: Database, book: Made, made: Scene
    ) -> None:
        self.mark(researcher, made, 1, "three days", book["Waiting"])
        self.mark(researcher, made, 4, "a lady rang", book["Waiting"], book["Hotline"])
        self.mark(researcher, made, 2, "gave up", book["Menus"])
        self.mark(researcher, made, 3, "exhausting", book["Price"])
        with database.write() as session:
            again = scene(session, project=made.project)
        self.mark(researcher, again, 1, "three days", book["Waiting"])
        found = self.counts(researcher)
        assert found[book["Menus"]] == (1, 1, 1)
        assert found[book["Waiting"]] == (4, 2, 2)
        assert found[book["Service"]] == (4, 2, 2)
        # The asker is one of ours: heard, but not a customer.
        assert found[book["Price"]] == (1, 0, 1)

    def test_are_not_counted_once_consent_ends(
        self, researcher: TestClient, employee: TestClient, database: Database, book: Made, made: Scene
    ) -> None:
        self.mark(researcher, made, 2, "gave up", book["Waiting"])
        lost = self.mark(researcher, made, 1, "three days", book["Price"])
        researcher.patch(f"/api/turns/{made.turns[1].id}", json={"version": 1, "text": "Gone."})
        assert researcher.get(f"/api/highlights/{lost}").json()["status"] == "needs_review"
        assert self.counts(employee) == {book["Service"]: (1, 1, 1), book["Waiting"]: (1, 1, 1)}
        assert self.counts(researcher)[book["Price"]] == (1, 0, 1)
        with database.write() as session:
            consent = session.get(Consent, made.consents[LEN].id)
            assert consent
            consent.status = "withdrawn"
        assert self.counts(employee) == {}

    def test_go_along_when_their_tag_is_merged(
        self, researcher: TestClient, database: Database, book: Made, made: Scene
    ) -> None:
        both = self.mark(researcher, made, 1, "three days", book["Waiting"], book["Price"])
        one = self.mark(researcher, made, 2, "gave up", book["Waiting"])
        body = {"version": 1, "into_id": book["Price"]}
        merged = researcher.post(f"/api/tags/{book['Waiting']}/merge", json=body).json()
        assert (merged["name"], merged["synonyms"]) == ("Price", ["Waiting"])
        for highlight in (both, one):
            assert researcher.get(f"/api/highlights/{highlight}").json()["tag_ids"] == [book["Price"]]
        assert outline(researcher) == ["Service", "  Hotline", "Price", "  Menus"]
        with database.read() as session:
            touched = {(entry.kind, entry.row_id) for entry in session.exec(select(OutboxEntry))}
        assert {("highlight", both), ("highlight", one), ("tag", book["Price"])} <= touched

    def test_are_not_merged_into_nonsense(self, researcher: TestClient, book: Made) -> None:
        at = f"/api/tags/{book['Service']}/merge"
        for into in (book["Service"], book["Menus"]):
            answer = researcher.post(at, json={"version": 1, "into_id": into})
            assert (answer.status_code, answer.json()["code"]) == (422, "tag_loop")
        assert researcher.post(at, json={"version": 9, "into_id": book["Price"]}).status_code == 409
        assert researcher.post(at, json={"version": 1, "into_id": "none"}).status_code == 404


@given(st.lists(st.tuples(st.integers(0, 7), st.booleans()), min_size=1, max_size=8))
def test_every_living_tag_hangs_under_a_living_one_or_at_the_top(shape: list[tuple[int, bool]]) -> None:
    # A parent always has a smaller number, so there are no loops to begin with.
    nodes = [Node(str(n), str(parent) if parent < n else None, deleted) for n, (parent, deleted) in enumerate(shape)]
    tree, living = Tree(nodes), {node.id for node in nodes if not node.deleted}
    for node in nodes:
        assert set(tree.ancestors(node.id)) <= living
        assert tree.would_loop(node.id, node.id)
        assert all(tree.would_loop(above, node.id) for above in tree.ancestors(node.id))
        if node.id in living:
            assert node.id in tree.family(node.id)
            assert all(node.id in tree.family(above) for above in tree.ancestors(node.id))


def test_colours_from_elsewhere_become_the_nearest_of_ours() -> None:
    assert (nearest("#B4552D"), nearest("2F6F73"), nearest("#8A3B5C")) == ("rust", "teal", "plum")
    assert all(nearest(value) in COLOURS for value in ("#000000", "#ffffff"))
