"""oEmbed as its standard says, and as those who ask need it."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.sharing import oembed, posters
from app.sharing.snippets import Addresses
from tests.reels.stage import Stage, reel_of, upload
from tests.scenes import ROSA
from tests.sharing.scenes import grant_of

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def grant(on: Stage, employee: TestClient, researcher: TestClient) -> dict[str, Any]:
    upload(on, researcher)
    return grant_of(employee, "reels", reel_of(employee, on.rosa.id)["id"])


def ask(client: TestClient, **params: Any) -> Any:
    return client.get("/oembed", params=params)


@pytest.mark.parametrize("which", ["page_url", "embed_url"])
def test_an_answer_in_json(grant: dict[str, Any], client: TestClient, which: str) -> None:
    answer = ask(client, url=grant[which])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json() == {
        "type": "video",
        "version": "1.0",
        "title": "Waiting",
        "provider_name": "Firsthand",
        "provider_url": ORIGIN,
        "html": f'<iframe src="{grant["embed_url"]}" title="Waiting" width="640" height="360" frameborder="0" '
        "allowfullscreen></iframe>",
        "width": 640,
        "height": 360,
        "thumbnail_url": f"{grant['page_url']}/poster.jpg?width=1200&height=675",
        "thumbnail_width": 1200,
        "thumbnail_height": 675,
        "cache_age": 600,
    }


def test_the_same_answer_in_xml(grant: dict[str, Any], client: TestClient) -> None:
    answer = ask(client, url=grant["page_url"], format="xml", maxwidth="300")
    assert answer.headers["content-type"].startswith("text/xml")
    root = ET.fromstring(answer.text)
    told = ask(client, url=grant["page_url"], maxwidth="300").json()
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "{page}", "maxwidth": "wide"}, 400),
        ({"url": "{page}", "maxheight": "0"}, 400),
        ({"url": "{page}", "maxwidth": "-5"}, 400),
        ({"url": "{page}", "format": "yaml"}, 501),
        ({"url": "https://elsewhere.example/s/x"}, 404),
        ({"url": "{page}.evil.example"}, 404),
        ({"url": "ftp://127.0.0.1:8000/s/x"}, 404),
        ({"url": "http://[broken"}, 404),
        ({"url": "http://127.0.0.1:9/s/x"}, 404),
        ({"url": ORIGIN + "/s/fhe_guessed"}, 404),
        ({"url": ORIGIN + "/reels/0190"}, 401),
        ({"url": ORIGIN}, 401),
        ({"url": "{page}"}, 200),
        ({"url": "{page}/?from=mail#top"}, 200),
        ({"url": "  {page} "}, 200),
        ({"url": "{upgraded}"}, 200),
    ],
)
def test_the_table_of_errors(grant: dict[str, Any], client: TestClient, params: dict[str, str], status: int) -> None:
    page = grant["page_url"]
    filled = {
        name: value.replace("{page}", page).replace("{upgraded}", page.replace("http:", "https:"))
        for name, value in params.items()
    }
    answer = ask(client, **filled)
    assert answer.status_code == status, answer.text
    assert "set-cookie" not in answer.headers
    if status != 200:
        assert "Waiting" not in answer.text
        assert "poster" not in answer.text


def test_a_locked_link_is_private_and_leaks_nothing(on: Stage, employee: TestClient, client: TestClient) -> None:
    reel = reel_of(employee, on.rosa.id)
    locked = grant_of(employee, "reels", reel["id"], kind="share", password="a long password")
    for format in ("json", "xml"):
        answer = ask(client, url=locked["page_url"], format=format)
        assert answer.status_code == 401
        assert not {"Waiting", ROSA, "thumbnail"} & set(answer.text.split('"'))


def test_an_ended_grant_is_gone(grant: dict[str, Any], employee: TestClient, client: TestClient) -> None:
    employee.delete(f"/api/grants/{grant['id']}")
    answer = ask(client, url=grant["page_url"])
    assert answer.status_code == 410
    assert "Waiting" not in answer.text


def test_a_single_quote_has_a_title_without_its_words(on: Stage, employee: TestClient, client: TestClient) -> None:
    told = ask(client, url=grant_of(employee, "highlights", on.rosa.id)["page_url"]).json()
    assert (told["title"], told["type"]) == ("A customer’s voice", "rich")


sides = st.one_of(st.none(), st.integers(1, 4000))


@given(sides, sides)
def test_frame_and_picture_stay_within_what_was_asked_for(wide: int | None, high: int | None) -> None:
    found = oembed.answer(Addresses(ORIGIN, "x"), "t", is_heard=True, max_width=wide, max_height=high)
    for width, height in ((found.width, found.height), (found.thumbnail_width, found.thumbnail_height)):
        assert 1 <= width <= min(wide or 1280, 1280)
        assert 1 <= height <= (high or 720)
        if min(width, height) > 20:
            assert abs(width / height - 16 / 9) < 0.1
    assert f'width="{found.width}" height="{found.height}"' in found.html


def test_a_bound_is_used_up() -> None:
    assert posters.fit(320, None, width=640, height=360) == (320, 180)
    assert posters.fit(1000, 90, width=640, height=360) == (160, 90)
    assert posters.fit(5000, None, width=640, height=360) == (1280, 720)
