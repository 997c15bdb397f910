"""Runs in an environment of its own, with the programs that read our pages in it; see `bench.consumers`.

Facts about three grants come in as JSON: an open link to one quote (`film`), an embed of a reel (`reel`), and a link
with a password (`locked`). What each program made of them goes out, one JSON object a line.
"""

import json
import logging
import re
import sys
import urllib.request
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

Facts = dict[str, Any]
Check = Callable[[Facts], str]
logging.disable(logging.CRITICAL)


def pyoembed(facts: Facts) -> str:
    """Finds the discovery link in the page and asks there."""
    from pyoembed import oEmbed

    found = oEmbed(facts["reel"]["page_url"], maxwidth=400)
    assert found["type"] == "video"
    assert (found["width"], found["height"]) == (400, 225)
    assert facts["reel"]["embed_url"] in found["html"]
    try:
        oEmbed(facts["locked"]["page_url"])
    except Exception as error:  # noqa: BLE001 - whatever it raises, it got nothing
        return f"“{found['title']}”, {found['width']}×{found['height']}; the locked link: {type(error).__name__}"
    raise AssertionError("the locked link was read")


def micawber(facts: Facts) -> str:
    """Is told of our endpoint, and puts the frame in the place of an address in a text."""
    from micawber import Provider, ProviderRegistry, parse_html

    registry = ProviderRegistry()
    registry.register(re.escape(facts["origin"]) + r"/s/\S+", Provider(facts["origin"] + "/oembed"))
    html = parse_html(f"<p>{facts['reel']['page_url']}</p>", registry, maxwidth=320)
    frame = re.search(r"<iframe[^>]*></iframe>", html)
    assert frame, html
    assert 'width="320"' in frame[0]
    assert 'height="180"' in frame[0]
    return frame[0][:72] + "…"


def wagtail(facts: Facts) -> str:
    """Wagtail's own finder, told of our endpoint as its documentation says."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_TZ=True)
    from wagtail.embeds.finders.oembed import OEmbedFinder

    provider = {"endpoint": facts["origin"] + "/oembed", "urls": [re.escape(facts["origin"]) + "/s/.+"]}
    finder = OEmbedFinder(providers=[provider])
    assert finder.accept(facts["reel"]["page_url"])
    found = finder.find_embed(facts["reel"]["page_url"], max_width=500)
    assert found["html"].startswith("<iframe ")
    assert (found["width"], found["height"]) == (500, 281)
    return f"“{found['title']}” by {found['provider_name']}, kept until {found['cache_until']:%H:%M}"


def synapse(facts: Facts) -> str:
    """The previews of Matrix' Synapse: its reader of Open Graph, its discovery and its reader of oEmbed."""
    from synapse.media.oembed import OEmbedProvider
    from synapse.media.preview_html import decode_body, parse_html_to_open_graph

    soup = decode_body(_fetch(facts["film"]["page_url"]), facts["film"]["page_url"])
    assert soup is not None
    graph = parse_html_to_open_graph(soup)
    assert graph["og:image"] == facts["film"]["page_url"] + "/poster.jpg"
    assert graph["og:video:type"] == "video/mp4"
    nowhere = SimpleNamespace(config=SimpleNamespace(oembed=SimpleNamespace(oembed_patterns=[])))
    provider = OEmbedProvider(nowhere)
    address = provider.autodiscover_from_html(soup)
    assert address
    result = provider.parse_oembed_response(facts["film"]["page_url"], _fetch(address))
    assert result.open_graph_result["og:site_name"] == "Firsthand"
    return f"“{graph['og:title']}”, picture {graph['og:image:width']}×{graph['og:image:height']}, oEmbed discovered"


def otterwiki(facts: Facts) -> str:
    """An Otter Wiki renders the page that holds the snippet."""
    from otterwiki.renderer import render

    html, *_ = render.markdown(facts["film"]["snippets"]["otterwiki"])
    source = re.search(r'<source src="([^"]+)" type="video/mp4"', html)
    assert source, html
    assert source[1] == facts["film"]["page_url"] + "/video.mp4"
    film = _fetch(source[1])
    assert film[4:8] == b"ftyp"
    return f"<video> with a source of {len(film)} bytes"


CHECKS: tuple[Check, ...] = (pyoembed, micawber, wagtail, synapse, otterwiki)


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:
        data: bytes = answer.read()
        return data


def main() -> None:
    facts = json.load(sys.stdin)
    for check in CHECKS:
        try:
            state, said = "reads", check(facts)
        except ImportError as error:
            state, said = "missing", str(error)
        except Exception as error:  # noqa: BLE001 - a program that fails is what this is about
            state, said = "FAILS", f"{type(error).__name__}: {error}"
        print(json.dumps({"who": check.__name__, "state": state, "said": said}), flush=True)


if __name__ == "__main__":
    main()
