"""What tests of sharing begin with: a built front end as small as can be, and grants made over HTTP."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi.testclient import TestClient

WIKI = "https://wiki.example"
BUILT = (
    '<!doctype html><html><head><title>Firsthand</title><script type="module" crossorigin src="/assets/embed-1.js">'
    '</script><link rel="stylesheet" crossorigin href="/assets/embed-1.css"></head><body></body></html>'
)


def build(folder: Path) -> Path:
    """A built front end."""
    static = folder / "static"
    (static / "assets").mkdir(parents=True)
    (static / "embed.html").write_text(BUILT)
    (static / "assets" / "embed-1.js").write_text("export {}")
    (static / "clip.js").write_text("customElements.define('firsthand-clip', class extends HTMLElement {})")
    return static


def grant_of(client: TestClient, targets: str, target_id: str, **body: Any) -> dict[str, Any]:
    """Makes a grant; `path` and `page` are its addresses without the server."""
    if body.get("kind") != "share":
        body = {"origins": [WIKI], **body}
    answer = client.post(f"/api/{targets}/{target_id}/grants", json={"label": "Wiki", **body})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return {**made, "path": urlsplit(made["embed_url"]).path, "page": urlsplit(made["page_url"]).path}


def items(client: TestClient, grant: dict[str, Any]) -> list[dict[str, Any]]:
    """What an embed shows."""
    answer = client.get(f"{grant['path']}/reel.json")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
