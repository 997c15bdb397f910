"""Programs that other people wrote read our pages: what each of them makes of `/s/{token}` and of our snippets.

python -m bench.consumers [--python VENV/bin/python] [--node-modules FOLDER]

Starts a real server on the demo, shares from it, and lets each program read: pyoembed, micawber, Wagtail's finder,
Synapse's previews and Otter Wiki in a Python environment of their own, unfurl.js, open-graph-scraper and TiddlyWiki
beside a `node_modules` of their own. Without the two options both are made in a temporary folder, through pip and npm;
nothing of it becomes part of the product. What is missing is said to be missing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2

import ui_build
from bench.upload_to_searchable import server
from bench.withdraw_under_load import prepared, shared

HERE = Path(__file__).parent
FROM_PYPI = ("pyoembed", "micawber", "wagtail", "otterwiki", "matrix-synapse")
FROM_NPM = ("unfurl.js", "open-graph-scraper", "tiddlywiki")
Json = dict[str, Any]


def installed_python(folder: Path) -> Path:
    """An environment with the programs of PyPI; each by itself, so that one that cannot be had spoils no other."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    for package in FROM_PYPI:
        subprocess.run([python, "-m", "pip", "install", "-q", package], check=False)
    return python


def installed_node(folder: Path) -> Path:
    """A folder with the programs of npm."""
    found = ui_build.find_npm()
    if found:
        command, environment = found
        asked = [*command, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent", *FROM_NPM]
        subprocess.run(asked, env=environment, check=False)
    return folder


def node() -> str | None:
    """The Node.js that builds the front end."""
    found = ui_build.find_npm()
    if not found:
        return None
    command, environment = found
    return command[0] if len(command) > 1 else shutil.which("node", path=environment.get("PATH"))


def facts_of(http: httpx2.Client, url: str) -> Json:
    """An open link to one quote, an embed of a reel, and a link with a password."""
    reel = http.get("/api/reels").json()["items"][0]
    embed = shared(http, reel["id"], 1)[0]
    first = next(item for item in http.get(f"/api/reels/{reel['id']}").json()["items"] if item["kind"] == "clip")
    _let_everyone_hear(http, first)
    path = f"/api/highlights/{first['highlight_id']}"
    film = http.post(f"{path}/grants", json={"kind": "share"}).json()
    locked = http.post(f"/api/reels/{reel['id']}/grants", json={"kind": "share", "password": "a long password"}).json()
    while http.get(f"{path}/reach").json()["preparing"]:
        time.sleep(0.2)
    return {"origin": url, "film": _plain(film), "reel": _plain(embed), "locked": _plain(locked)}


def _let_everyone_hear(http: httpx2.Client, item: Json) -> None:
    """Widens the consents of one interview, so that an open link shows something."""
    interview = http.get(f"/api/interviews/{item['interview_id']}").json()
    for speaker in interview["speakers"]:
        if speaker.get("participant_id"):
            body = {"status": "granted", "scope": "public", "media_allowed": True}
            http.put(f"/api/participants/{speaker['participant_id']}/consent", json=body).raise_for_status()


def _plain(grant: Json) -> Json:
    return grant | {"snippets": {one["host"]: one["code"] for one in grant["snippets"]}}


def asked(command: list[str], facts: Json, folder: Path | None = None) -> Iterator[Json]:
    """What the programs say, one after the other."""
    done = subprocess.run(command, input=json.dumps(facts), capture_output=True, text=True, cwd=folder, check=False)
    for line in done.stdout.splitlines():
        if line.startswith('{"who"'):
            yield json.loads(line)
    if done.returncode:
        yield {"who": Path(command[0]).name, "state": "FAILS", "said": done.stderr[-300:]}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--python", type=Path, help="a Python with the programs of PyPI")
    options.add_argument("--node-modules", type=Path, help="a folder with a node_modules")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = chosen.python or installed_python(folder)
        modules = chosen.node_modules or installed_node(folder)
        parts, secret = prepared(folder / "data")
        with (
            server(folder / "data") as (url, _),
            httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as http,
        ):
            facts = facts_of(http, url)
            results = list(asked([str(python), str(HERE / "ask.py")], facts))
            if runner := node():
                results += asked([runner, str(HERE / "ask.mjs")], facts, modules)
        parts.close()
    for one in results:
        print(f"{one['who']:20} {one['state']:8} {one['said']}")
    sys.exit(0 if all(one["state"] != "FAILS" for one in results) else 1)


if __name__ == "__main__":
    main()
