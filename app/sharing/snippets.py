"""What to paste into which host. Pure. What each host needs besides stands in docs/embedding.md and on the page."""

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 360


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a grant is found: in a frame, as a page of its own, as a file."""

    origin: str
    token: str

    @property
    def embed(self) -> str:
        return f"{self.origin}/embed/{self.token}"

    @property
    def page(self) -> str:
        return f"{self.origin}/s/{self.token}"

    @property
    def video(self) -> str:
        return f"{self.page}/video.mp4"

    @property
    def poster(self) -> str:
        return f"{self.page}/poster.jpg"


def iframe(url: str, title: str, *, width: int = WIDTH, height: int = HEIGHT) -> str:
    """HTML that shows an embed in any page."""
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy" '
        'allow="fullscreen; picture-in-picture" allowfullscreen '
        'style="border:0;border-radius:8px;max-width:100%"></iframe>'
    )


def bare_iframe(url: str, title: str, *, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The same for hosts and consumers that clean or parse the HTML: nothing but the attributes all of them keep."""
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="{width}" height="{height}" '
        'frameborder="0" allowfullscreen></iframe>'
    )


def all_hosts(at: Addresses, title: str) -> list[tuple[str, str]]:
    """The snippet of every host, by the host's short name, in the order in which they are offered."""
    plain = _one_line(title)
    component = (
        f'<script async src="{escape(at.origin)}/embed/clip.js"></script>\n'
        f'<firsthand-clip src="{escape(at.embed)}" title="{escape(title)}" height="{HEIGHT}"></firsthand-clip>'
    )
    return [
        ("html", iframe(at.embed, title)),
        ("component", component),
        ("dokuwiki", f"<html>{bare_iframe(at.embed, title)}</html>"),
        ("mediawiki", f"{{{{#widget:Iframe|url={at.embed}|width={WIDTH}|height={HEIGHT}|border=0}}}}"),
        ("confluence", at.embed),
        ("sharepoint", bare_iframe(at.embed, title)),
        ("outline", at.embed),
        ("bookstack", bare_iframe(at.embed, title)),
        ("wordpress", at.page),
        ("notion", at.embed),
        ("gitlab", f"[{_markdown(plain)}]({at.page})"),
        ("tiddlywiki", iframe(at.embed, title)),
        ("chat", at.page),
    ]


def films(at: Addresses, title: str) -> list[tuple[str, str]]:
    """Snippets for hosts that play a plain film and no frame; for what can be had as one file."""
    plain = _one_line(title)
    return [
        ("dokuwiki_video", f"{{{{{at.video}?{WIDTH}x{HEIGHT}|{_dokuwiki(plain)}}}}}"),
        ("gitlab_video", f"![{_markdown(plain)}]({at.video})"),
        ("otterwiki", f"{{{{Video\n|src={at.video}\n}}}}"),
        ("file", at.video),
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _markdown(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\[]*_`<>!" else sign for sign in text)


def _dokuwiki(text: str) -> str:
    return text.replace("}", ")").replace("{", "(").replace("|", "/")
