"""Links to players elsewhere: understood, made clean, and started at the right second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.recordings.links import read_link

DRIVE = "1a2B3c4D5e6F7g8H9i0JkLmNoPqRsTuVw"
LOOM = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "provider", "url"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90s&list=x",
            "youtube",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        ("https://youtu.be/dQw4w9WgXcQ?t=5", "youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://www.youtube.com/live/dQw4w9WgXcQ/", "youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        (" https://vimeo.com/123456789 ", "vimeo", "https://vimeo.com/123456789"),
        ("https://vimeo.com/123456789/abcdef0123", "vimeo", "https://vimeo.com/123456789/abcdef0123"),
        ("https://player.vimeo.com/video/123456789?h=abcdef0123", "vimeo", "https://vimeo.com/123456789/abcdef0123"),
        (f"https://www.loom.com/share/{LOOM}?sid=1", "loom", f"https://www.loom.com/share/{LOOM}"),
        (f"https://www.loom.com/share/My-talk-{LOOM}", "loom", f"https://www.loom.com/share/{LOOM}"),
        (
            "https://us02web.zoom.us/rec/share/abcDEF-123_456.x?pwd=s3cret&x=1",
            "zoom",
            "https://us02web.zoom.us/rec/share/abcDEF-123_456.x?pwd=s3cret",
        ),
        (
            f"https://drive.google.com/file/d/{DRIVE}/view?usp=sharing",
            "drive",
            f"https://drive.google.com/file/d/{DRIVE}/view",
        ),
        (f"https://drive.google.com/open?id={DRIVE}", "drive", f"https://drive.google.com/file/d/{DRIVE}/view"),
        ("https://acme.wistia.com/medias/abcde12345", "wistia", "https://acme.wistia.com/medias/abcde12345"),
        ("https://fast.wistia.net/embed/iframe/abcde12345", "wistia", "https://fast.wistia.com/medias/abcde12345"),
        ("https://media.example.org/live/talk.m3u8", "hls", "https://media.example.org/live/talk.m3u8"),
        ("https://media.example.org/a/talk.MP4?token=1", "file", "https://media.example.org/a/talk.MP4?token=1"),
    ],
)
def test_a_link_is_understood_and_made_clean(text: str, provider: str, url: str) -> None:
    link = read_link(text)
    assert (link.provider, link.url) == (provider, url)
    assert link.file == (provider in ("file", "hls"))
    assert (link.frame is None) == (provider in ("zoom", "file", "hls"))


@pytest.mark.parametrize(
    ("text", "page", "frame"),
    [
        (
            "https://youtu.be/dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=61s",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?enablejsapi=1&rel=0&start=61",
        ),
        (
            "https://vimeo.com/123456789",
            "https://vimeo.com/123456789#t=61s",
            "https://player.vimeo.com/video/123456789?dnt=1#t=61s",
        ),
        (
            f"https://www.loom.com/share/{LOOM}",
            f"https://www.loom.com/share/{LOOM}?t=61",
            f"https://www.loom.com/embed/{LOOM}?t=61",
        ),
        (
            f"https://drive.google.com/file/d/{DRIVE}/view",
            f"https://drive.google.com/file/d/{DRIVE}/view?t=61",
            f"https://drive.google.com/file/d/{DRIVE}/preview?t=61",
        ),
        ("https://zoom.us/rec/play/abcDEF-123_456", "https://zoom.us/rec/play/abcDEF-123_456", None),
        ("https://example.org/talk.mp3", "https://example.org/talk.mp3#t=61", None),
    ],
)
def test_a_link_starts_at_the_right_second(text: str, page: str, frame: str | None) -> None:
    link = read_link(text)
    assert (link.at(61_900), link.frame_at(61_900)) == (page, frame)
    assert (link.at(0), link.frame_at(-5)) == (link.url, link.frame)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "link_unknown"),
        ("talk.mp4", "link_unknown"),
        ("https://example.org/page.html", "link_unknown"),
        ("https://localhost/talk.mp4", "link_unknown"),
        ("https://127.0.0.1/talk.mp4", "link_unknown"),
        ("https://[::1]/talk.mp4", "link_unknown"),
        ("https://example.org:8443/talk.mp4", "link_unknown"),
        ("https://[broken/talk.mp4", "link_unknown"),
        ("https://www.youtube.com/watch?v=short", "link_unknown"),
        ("https://www.youtube.com/playlist?list=abc", "link_unknown"),
        ("https://vimeo.com/about", "link_unknown"),
        ("https://player.vimeo.com/video/123456789?h=<x>", "link_unknown"),
        ("https://www.loom.com/pricing", "link_unknown"),
        ("https://zoom.us/j/123456", "link_unknown"),
        ("https://drive.google.com/drive/folders/x", "link_unknown"),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "link_unknown"),
        ("http://example.org/talk.mp4", "link_not_secure"),
        ("javascript://example.org/%0aalert(1).mp4", "link_not_secure"),
        ("https://me:secret@example.org/talk.mp4", "link_not_secure"),
    ],
)
def test_what_cannot_be_played_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_link(text)
    assert (refused.value.code, refused.value.faults[0].where) == (code, "url")


@given(st.text(max_size=80) | st.text(max_size=60).map("https://youtu.be/".__add__))
def test_any_text_is_a_link_or_refused(text: str) -> None:
    try:
        link = read_link(text)
    except Invalid:
        return
    assert read_link(link.url) == link
