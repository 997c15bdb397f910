"""Links to recordings elsewhere: which player, which video, and the addresses that start at a moment. No network."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from app.core.errors import Fault, Invalid

_YOUTUBE = re.compile(r"[A-Za-z0-9_-]{11}")
_MEDIA_SUFFIX = re.compile(r"\.(mp4|m4v|mov|webm|ogv|mp3|m4a|aac|ogg|oga|opus|wav|flac)$", re.IGNORECASE)
_AUDIO_SUFFIX = re.compile(r"\.(mp3|m4a|aac|ogg|oga|opus|wav|flac)$", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_HLS_SUFFIX = re.compile(r"\.m3u8$", re.IGNORECASE)
_ADVICE = (
    "Links to YouTube, Vimeo, Loom, Zoom, Wistia and Google Drive work, "
    "and https links that end in e.g. .mp4, .mp3 or .m3u8."
)


@dataclass(frozen=True, slots=True)
class Link:
    """A recording elsewhere. `url` is its own page, `frame` its player for a frame, if it has one."""

    provider: str
    url: str
    frame: str | None = None
    file: bool = False
    audio: bool = False

    def at(self, ms: int) -> str:
        """The page, started at a moment; where a service cannot start later, just the page."""
        return _starting(self.provider, self.url, ms)

    def frame_at(self, ms: int) -> str | None:
        """The player for a frame, started at a moment."""
        return _starting(self.provider, self.frame, ms) if self.frame else None


def read_link(text: str) -> Link:
    """Understands a link; raises Invalid with code `link_unknown` or `link_not_secure`."""
    parts = urlsplit_or_none(text.strip())
    if parts is None or not parts.hostname or not _HOST.fullmatch(parts.hostname.lower()):
        raise _refused("link_unknown", f"This is not a link to a recording. {_ADVICE}")
    if parts.scheme != "https" or parts.username or parts.password:
        raise _refused("link_not_secure", "The link must begin with https:// and carry no password.")
    host = parts.hostname.lower().removeprefix("www.").removeprefix("m.")
    for read in (_youtube, _vimeo, _loom, _zoom, _drive, _wistia):
        link = read(host, parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})
        if link:
            return link
    if _MEDIA_SUFFIX.search(parts.path) and len(text) <= 2000:
        return Link("file", parts.geturl(), file=True, audio=bool(_AUDIO_SUFFIX.search(parts.path)))
    if _HLS_SUFFIX.search(parts.path) and len(text) <= 2000:
        return Link("hls", parts.geturl(), file=True)
    raise _refused("link_unknown", f"This site's recordings cannot be linked. {_ADVICE}")


def played_from(recording_id: str, url: str | None) -> str | None:
    """What a media element loads: our own bytes, or those of a linked file or stream; None for a link to a page."""
    if url is None:
        return f"/api/recordings/{recording_id}/media"
    link = read_link(url)
    return link.url if link.file else None


def urlsplit_or_none(text: str):  # type: ignore[no-untyped-def]
    """The parts of an address, None where even splitting fails."""
    try:
        parts = urlsplit(text)
        return parts if parts.port in (None, 443) else None
    except ValueError:
        return None


def _youtube(host: str, path: str, query: dict[str, str]) -> Link | None:
    if host == "youtu.be":
        video = path.strip("/")
    elif host in ("youtube.com", "music.youtube.com", "youtube-nocookie.com"):
        match = re.fullmatch(r"/(?:shorts|live|embed|v)/([^/]+)/?", path)
        video = match[1] if match else query.get("v", "")
    else:
        return None
    if not _YOUTUBE.fullmatch(video):
        raise _refused("link_unknown", "This YouTube link names no video.")
    frame = f"https://www.youtube-nocookie.com/embed/{video}?enablejsapi=1&rel=0"
    return Link("youtube", f"https://www.youtube.com/watch?v={video}", frame)


def _vimeo(host: str, path: str, query: dict[str, str]) -> Link | None:
    if host not in ("vimeo.com", "player.vimeo.com"):
        return None
    match = re.fullmatch(
        r"(?:/(?:video|channels/[\w-]+|groups/[\w-]+/videos))?/(\d{5,12})(?:/([0-9a-f]{6,20}))?/?", path
    )
    if not match:
        raise _refused("link_unknown", "This Vimeo link names no video.")
    video, secret = match[1], match[2] or query.get("h", "")
    if secret and not re.fullmatch(r"[0-9a-f]{6,20}", secret):
        raise _refused("link_unknown", "This Vimeo link names no video.")
    options = f"?h={secret}&dnt=1" if secret else "?dnt=1"
    page = f"https://vimeo.com/{video}/{secret}" if secret else f"https://vimeo.com/{video}"
    return Link("vimeo", page, f"https://player.vimeo.com/video/{video}{options}")


def _loom(host: str, path: str, _query: dict[str, str]) -> Link | None:
    if host != "loom.com":
        return None
    match = re.fullmatch(r"/(?:share|embed)/(?:[\w-]*-)?([0-9a-f]{32})/?", path)
    if not match:
        raise _refused("link_unknown", "This Loom link names no video.")
    return Link("loom", f"https://www.loom.com/share/{match[1]}", f"https://www.loom.com/embed/{match[1]}")


def _zoom(host: str, path: str, query: dict[str, str]) -> Link | None:
    if host != "zoom.us" and not re.fullmatch(r"[a-z0-9-]+\.(?:zoom\.us|zoom\.com|zoomgov\.com)", host):
        return None
    match = re.fullmatch(r"/rec(?:ording)?/(share|play)/([\w.~-]{10,300})/?", path)
    if not match:
        raise _refused("link_unknown", "This Zoom link names no recording.")
    secret = query.get("pwd", "")
    page = f"https://{host}/rec/{match[1]}/{match[2]}"
    return Link("zoom", f"{page}?{urlencode({'pwd': secret})}" if secret else page)


def _drive(host: str, path: str, query: dict[str, str]) -> Link | None:
    if host not in ("drive.google.com", "docs.google.com"):
        return None
    match = re.fullmatch(r"/file/(?:u/\d/)?d/([\w-]{20,80})(?:/.*)?", path)
    file = match[1] if match else query.get("id", "")
    if not re.fullmatch(r"[\w-]{20,80}", file):
        raise _refused("link_unknown", "This Google Drive link names no file.")
    page = f"https://drive.google.com/file/d/{file}"
    return Link("drive", f"{page}/view", f"{page}/preview")


def _wistia(host: str, path: str, _query: dict[str, str]) -> Link | None:
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)?wistia\.(?:com|net)", host):
        return None
    match = re.fullmatch(r"/(?:medias|embed/iframe|embed/medias)/([a-z0-9]{10})(?:\.jsonp?)?/?", path)
    if not match:
        raise _refused("link_unknown", "This Wistia link names no video.")
    page = f"https://{host if host.endswith('.wistia.com') else 'fast.wistia.com'}/medias/{match[1]}"
    return Link("wistia", page, f"https://fast.wistia.net/embed/iframe/{match[1]}")


def _starting(provider: str, url: str, ms: int) -> str:
    seconds = max(0, ms) // 1000
    if not seconds or provider == "zoom":
        return url
    if provider in ("vimeo", "file", "hls"):
        return f"{url.partition('#')[0]}#t={seconds}{'s' if provider == 'vimeo' else ''}"
    if provider == "wistia":
        return f"{url}?{'time' if '/embed/' in url else 'wtime'}={seconds}"
    name = "start" if provider == "youtube" and "/embed/" in url else "t"
    unit = "s" if provider == "youtube" and name == "t" else ""
    return f"{url}{'&' if '?' in url else '?'}{name}={seconds}{unit}"


def _refused(code: str, message: str) -> Invalid:
    return Invalid(message, code=code, faults=[Fault("url", message, code)])
