"""Links to streams (HLS) in a real browser, from hosts of their own over https: in the browser's own player, and in the
frame that plays them where the browser does not.
"""

import datetime
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, Frame, Page, expect

from tests.e2e.conftest import CHROMIUM, FLAGS, Server, until
from tests.e2e.test_policy import watched
from tests.recordings.streams import film, grey_at, stream

OPEN, CLOSED = "open.example.org", "closed.example.org"
TALK = """WEBVTT

00:00:00.500 --> 00:00:04.000
<v Ruth Okafor>When did you last call them?

00:00:12.000 --> 00:00:14.000
<v Gerda Lohmann>Last Tuesday. I rang three times.
"""
FIRST_WORDS_S = 0.5
NO_STREAMS = "HTMLMediaElement.prototype.canPlayType = () => ''"
"""Like Firefox, and Chrome before 142."""
GREY = """() => {
  const video = document.querySelector('video')
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1})
  canvas.getContext('2d').drawImage(video, 0, 0, 1, 1)
  return canvas.getContext('2d').getImageData(0, 0, 1, 1).data[0]
}"""
HAS_PICTURE = "!!document.querySelector('video')?.videoWidth && document.querySelector('video').readyState >= 2"
AT = "document.querySelector('video').currentTime"


class Handler(SimpleHTTPRequestHandler):
    """The open host lets every page read what it has, the closed one none. Both give parts of a file."""

    def do_GET(self) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        file = Path(self.translate_path(self.path))
        if not wanted or not file.is_file():
            super().do_GET()
            return
        whole, first = file.read_bytes(), int(wanted[1])
        last = min(int(wanted[2] or len(whole)), len(whole) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(whole)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(whole[first : last + 1])

    def end_headers(self) -> None:
        if (self.headers.get("Host") or "").startswith(OPEN):
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def certified(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OPEN)])
    begun = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(begun).not_valid_after(begun + datetime.timedelta(days=3))
    names = [x509.DNSName(OPEN), x509.DNSName(CLOSED), x509.IPAddress(IPv4Address("127.0.0.1"))]
    cert = built.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(key, hashes.SHA256())
    pem = folder / "host.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + cert.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serves a stream of each kind and a file over https; returns the port."""
    folder = tmp_path_factory.mktemp("streams")
    for kind in ("mpegts", "fmp4"):
        stream(folder / kind, kind=kind)
    film(folder / "talk.mp4")
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    httpd.socket = certified(folder).wrap_socket(httpd.socket, server_side=True)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield httpd.server_address[1]
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture(scope="module")
def wide(browser: Browser, hosts: int) -> Iterator[Browser]:
    """A browser to which the hosts are where this test serves them."""
    flags = [*FLAGS, f"--host-resolver-rules=MAP *.example.org:443 127.0.0.1:{hosts}"]
    opened = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    """An empty server of this file's own."""
    return serve(demo=False)


class Desk:
    """A researcher with an interview whose recording is a link."""

    def __init__(self, page: Page) -> None:
        self.page, http = page, page.context.request
        account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
        answer = http.post("/api/setup", data=account)
        if answer.status == 409:
            answer = http.post("/api/session", data=account)
        self._headers = {"X-CSRF-Token": answer.json()["csrf_token"]}
        self._project = self._post("/api/projects", data={"name": "Streams"})["id"]

    def linked(self, url: str) -> str:
        """A new interview with words and this link; returns its id."""
        file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": TALK.encode()}
        voices = [{"names": [name], "label": name} for name in ("Ruth Okafor", "Gerda Lohmann")]
        form = {"file": file, "mapping": json.dumps({"title": "Gerda calls", "speakers": voices})}
        made: str = self._post(f"/api/projects/{self._project}/interviews/import", multipart=form)["interview_id"]
        self._post(f"/api/interviews/{made}/recording/link", data={"url": url})
        return made

    def quote(self, url: str) -> str:
        """The page of a quote, 12 to 14 seconds into a stream."""
        transcript = self.page.context.request.get(f"/api/interviews/{self.linked(url)}/transcript").json()
        return f"/quotes/t-{transcript['turns'][1]['id']}"

    def _post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.page.context.request.post(path, headers=self._headers, **body)
        assert answer.ok, answer.text()
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def desk(wide: Browser, server: Server) -> Iterator[Desk]:
    context = wide.new_context(base_url=server.url, locale="en-GB", ignore_https_errors=True)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield Desk(context.new_page())
    context.close()
    assert errors == []


def framed(page: Page) -> Frame:
    """The frame that plays, once it has a picture."""
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame
    frame.wait_for_url("**/stream.html")
    until(frame, HAS_PICTURE)
    return frame


def greys(place: Page | Frame, second: int) -> bool:
    """Whether the picture is that of a second."""
    return abs(place.evaluate(GREY) * 219 / 255 + 16 - grey_at(second)) <= 2


@pytest.mark.parametrize("kind", ["mpegts", "fmp4"])
def test_a_stream_plays_from_the_right_second_where_the_browser_plays_none_by_itself(
    desk: Desk, kind: str, assert_accessible: Callable[[Page], None]
) -> None:
    page = desk.page
    page.add_init_script(NO_STREAMS)
    broken = watched(page)
    interview_id = desk.linked(f"https://{OPEN}/{kind}/index.m3u8")
    page.goto(f"/interviews/{interview_id}?t=12500")
    frame = framed(page)
    until(frame, f"Math.abs({AT} - 12.5) < 0.3 && document.querySelector('video').seeking === false")
    assert greys(frame, 12)
    expect(page.get_by_role("slider").first).to_have_attribute("max", "24000")
    page.get_by_role("button", name="Play").first.click()
    until(frame, f"{AT} > 13")
    page.get_by_role("button", name="Pause").first.click()
    until(frame, "document.querySelector('video').paused")
    page.get_by_role("slider").first.fill("20000")
    until(frame, f"Math.abs({AT} - 20) < 0.3 && document.querySelector('video').seeking === false")
    page.get_by_role("button", name="Tempo").or_(page.get_by_role("button", name="Speed")).first.click()
    until(frame, "document.querySelector('video').playbackRate === 1.25")
    assert_accessible(page)
    assert broken() == []


def test_the_frame_has_nothing_of_ours(desk: Desk) -> None:
    page = desk.page
    page.add_init_script(NO_STREAMS)
    page.goto(f"/interviews/{desk.linked(f'https://{OPEN}/fmp4/index.m3u8')}")
    frame = framed(page)
    assert frame.evaluate("window.origin") == "null"
    for attempt in ("document.cookie", "localStorage.length", "parent.document.title"):
        assert frame.evaluate(f"(() => {{ try {{ return {attempt} }} catch (e) {{ return e.name }} }})()") == (
            "SecurityError"
        )
    asked = "fetch('/api/session', {credentials: 'include'}).then(() => 'read', (e) => e.name)"
    assert frame.evaluate(asked) == "TypeError"


def test_a_host_that_lets_no_other_site_read_is_named_with_a_way_to_it(desk: Desk) -> None:
    page = desk.page
    page.add_init_script(NO_STREAMS)
    page.goto(f"/interviews/{desk.linked(f'https://{CLOSED}/fmp4/index.m3u8')}")
    expect(page.get_by_text("The stream’s host does not let other sites play it")).to_be_visible()
    way = page.get_by_role("link", name="Open at")
    expect(way).to_have_attribute("href", re.compile(rf"^https://{re.escape(CLOSED)}/fmp4/index\.m3u8"))
    expect(page.get_by_role("button", name="Import a copy")).to_be_visible()
    page.goto(f"/interviews/{desk.linked(f'https://{OPEN}/gone/index.m3u8')}")
    expect(page.get_by_text("it is gone, or not open to everybody")).to_be_visible()


def test_what_the_browser_cannot_play_by_itself_after_all_the_frame_plays(desk: Desk) -> None:
    page = desk.page
    natively(page)
    interview_id = desk.linked(f"https://{OPEN}/fmp4/index.m3u8")
    page.route(
        f"https://{OPEN}/**",
        lambda route: route.abort() if route.request.frame == page.main_frame else route.continue_(),
    )
    page.goto(f"/interviews/{interview_id}?t=12000")
    until(framed(page), f"Math.abs({AT} - 12) < 0.3")
    page.goto(desk.quote(f"https://{OPEN}/fmp4/index.m3u8"))
    page.get_by_role("button", name="Play Gerda Lohmann").click()
    until(framed(page), f"{AT} > 12.2")
    expect(page.get_by_role("button", name="Pause Gerda Lohmann")).to_be_visible()


def test_a_quote_of_a_stream_plays_where_it_stands_and_ends_where_it_ends(desk: Desk) -> None:
    page = desk.page
    page.add_init_script(NO_STREAMS)
    page.goto(desk.quote(f"https://{OPEN}/fmp4/index.m3u8"))
    page.get_by_role("button", name="Play Gerda Lohmann").click()
    frame = framed(page)
    until(frame, f"{AT} > 12.2")
    expect(page.get_by_role("link", name="Play on its site")).to_have_count(0)
    page.get_by_role("button", name="Play Gerda Lohmann").wait_for()
    assert 13.8 < frame.evaluate(AT) < 16, "a busy machine stops late, but nowhere near the end of the film"
    assert frame.evaluate("document.querySelector('video').paused")


def test_a_linked_file_plays_from_the_right_second_beside_its_words_and_in_a_quote(desk: Desk) -> None:
    page, link = desk.page, f"https://{CLOSED}/talk.mp4"
    page.goto(f"/interviews/{desk.linked(link)}?t=12500")
    until(page, HAS_PICTURE)
    until(page, f"Math.abs({AT} - 12.5) < 0.1")
    page.goto(desk.quote(link))
    page.get_by_role("button", name="Play Gerda Lohmann").click()
    until(page, f"{AT} > 12.2")
    expect(page.get_by_role("link", name="Play on its site")).to_have_count(0)


def test_a_quote_whose_stream_does_not_play_here_leads_to_where_it_does(desk: Desk) -> None:
    page = desk.page
    page.add_init_script(NO_STREAMS)
    page.goto(desk.quote(f"https://{CLOSED}/fmp4/index.m3u8"))
    page.get_by_role("button", name="Play Gerda Lohmann").click()
    expect(page.get_by_role("link", name="Play on its site")).to_have_attribute(
        "href", f"https://{CLOSED}/fmp4/index.m3u8#t=12"
    )
    page.get_by_role("button", name="Play Gerda Lohmann").wait_for()


def test_times_are_shifted_by_ear_on_a_stream_too(desk: Desk, assert_accessible: Callable[[Page], None]) -> None:
    page = desk.page
    page.add_init_script(NO_STREAMS)
    page.goto(f"/interviews/{desk.linked(f'https://{OPEN}/mpegts/index.m3u8')}")
    page.get_by_role("button", name="Transcript", exact=True).click()
    page.get_by_role("menuitem", name="Shift all times").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Seconds").fill("7.5")
    dialog.get_by_role("button", name="Play at").click()
    frame = dialog.locator("iframe").element_handle().content_frame()
    assert frame
    until(frame, f"{AT} > 8.2")
    dialog.get_by_role("button", name="These words are heard now").click()
    until(frame, "document.querySelector('video').paused")
    shift = float(dialog.get_by_role("textbox", name="Seconds").input_value())
    assert shift > 7.5
    assert abs(FIRST_WORDS_S + shift - frame.evaluate(AT)) < 0.5
    assert_accessible(page)


def test_where_the_browser_plays_streams_itself_any_host_will_do(desk: Desk) -> None:
    page = desk.page
    natively(page)
    page.goto(f"/interviews/{desk.linked(f'https://{CLOSED}/fmp4/index.m3u8')}?t=12000")
    until(page, HAS_PICTURE)
    until(page, f"Math.abs({AT} - 12) < 0.3")
    assert page.locator("iframe").count() == 0


def natively(page: Page) -> None:
    """Skips where the browser does not play streams by itself."""
    if not page.evaluate("document.createElement('video').canPlayType('application/vnd.apple.mpegurl')"):
        pytest.skip("this Chromium plays no streams by itself: from version 142 it does")
