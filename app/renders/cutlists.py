"""Cut lists for editing programs: EDL (CMX 3600) and FCPXML. Pure.

They name recordings and times, and hold no picture or sound: whoever opens them needs the recordings themselves.
Times are frames of the reel's common rate; editing programs cut on whole frames.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.renders.timeline import Card, Footage, Piece, Timeline

FPS = 30
_HOUR = 3600 * FPS
_EDL_EVENTS = 999
_TITLE_EFFECT = ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti"


def edl(timeline: Timeline) -> str:
    """A CMX 3600 list, one event a piece; the record side begins at one hour, as is usual."""
    lines = [f"TITLE: {_ascii(timeline.title)[:70]}", "FCM: NON-DROP FRAME", ""]
    for number, (start, frames, piece) in enumerate(_placed(timeline), 1):
        if number > _EDL_EVENTS:
            break
        lines += _event(number, start, frames, piece)
    return "\r\n".join(lines) + "\r\n"


def _event(number: int, start: int, frames: int, piece: Piece) -> Iterator[str]:
    record = f"{timecode(_HOUR + start)} {timecode(_HOUR + start + frames)}"
    if isinstance(piece, Card):
        yield f"{number:03}  BL       V     C        {timecode(0)} {timecode(frames)} {record}"
        yield f"* COMMENT: {_one_line(piece.title or piece.text)[:70]}"
    else:
        into = frame(piece.start_ms)
        source = f"{timecode(into)} {timecode(into + frames)}"
        yield f"{number:03}  AX       {'B ' if piece.source.has_video else 'A '}    C        {source} {record}"
        yield f"* FROM CLIP NAME: {_one_line(_file(piece))}"
        if piece.name:
            yield f"* COMMENT: {_one_line(piece.name)}"
    yield ""


def fcpxml(timeline: Timeline) -> str:
    """FCPXML 1.10: a project with one sequence; cards are titles."""
    root = Element("fcpxml", version="1.10")
    resources = SubElement(root, "resources")
    size = {"frameDuration": "100/3000s", "width": "1280", "height": "720", "colorSpace": "1-1-1 (Rec. 709)"}
    SubElement(resources, "format", {"id": "r1", "name": "FFVideoFormat720p30", **size})
    SubElement(resources, "effect", {"id": "r2", "name": "Basic Title", "uid": _TITLE_EFFECT})
    assets = _assets(resources, timeline)
    library = SubElement(root, "library")
    project = SubElement(SubElement(library, "event", name=timeline.title), "project", name=timeline.title)
    whole = sum(frames for _, frames, _ in _placed(timeline))
    sound = {"audioLayout": "stereo", "audioRate": "48k"}
    timing = {"format": "r1", "duration": _time(whole), "tcStart": "0s", "tcFormat": "NDF"}
    sequence = SubElement(project, "sequence", {**timing, **sound})
    spine = SubElement(sequence, "spine")
    for number, (start, frames, piece) in enumerate(_placed(timeline), 1):
        if isinstance(piece, Card):
            _add_title(spine, start, frames, piece, number)
        else:
            _add_clip(spine, start, frames, piece, assets[piece.source.sha256])
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n' + tostring(root, encoding="unicode") + "\n"


def _assets(resources: Element, timeline: Timeline) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in timeline.footage:
        source = piece.source
        if source.sha256 in found:
            continue
        name = found[source.sha256] = f"r{len(found) + 3}"
        ends = max(one.end_ms for one in timeline.footage if one.source.sha256 == source.sha256)
        has = {"hasVideo": "1", "format": "r1"} if source.has_video else {}
        length = {"start": "0s", "duration": _time(frame(max(source.duration_ms or 0, ends)) + 1)}
        sound = {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"}
        asset = SubElement(resources, "asset", {"id": name, "name": _file(piece), **length, **has, **sound})
        SubElement(asset, "media-rep", kind="original-media", src=f"./{_url(_file(piece))}")
    return found


def _add_clip(spine: Element, start: int, frames: int, piece: Footage, asset: str) -> None:
    place = {"offset": _time(start), "start": _time(frame(piece.start_ms)), "duration": _time(frames)}
    role = {} if piece.source.has_video else {"audioRole": "dialogue"}
    named = {"ref": asset, "name": piece.name or _file(piece), "tcFormat": "NDF"}
    clip = SubElement(spine, "asset-clip", {**named, **place, **role})
    if note := " ".join(cue.text for cue in piece.cues):
        SubElement(clip, "note").text = _xml_text(note)


def _add_title(spine: Element, start: int, frames: int, card: Card, number: int) -> None:
    name = _xml_text(card.title or card.text)[:80] or "Card"
    place = {"offset": _time(start), "start": _time(_HOUR), "duration": _time(frames)}
    title = SubElement(spine, "title", {"ref": "r2", "name": name, **place})
    words = SubElement(title, "text")
    style = SubElement(words, "text-style", ref=f"ts{number}")
    style.text = _xml_text("\n".join(part for part in (card.title, card.text) if part))
    look = {"font": "Helvetica", "fontSize": "60", "fontColor": "1 1 1 1", "alignment": "center"}
    SubElement(SubElement(title, "text-style-def", {"id": f"ts{number}"}), "text-style", look)


def _placed(timeline: Timeline) -> Iterator[tuple[int, int, Piece]]:
    """Each piece with its first frame and how many it has; rounding never adds up."""
    for at, piece in timeline.placed():
        start, end = frame(at), frame(at + piece.length_ms)
        if end > start:
            yield start, end - start, piece


def frame(ms: int) -> int:
    """The frame that is nearest to a moment."""
    return (ms * FPS + 500) // 1000


def timecode(frames: int) -> str:
    """HH:MM:SS:FF, without dropped frames."""
    seconds = frames // FPS
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frames % FPS:02}"


def _time(frames: int) -> str:
    return f"{frames * 100}/{FPS * 100}s" if frames else "0s"


def _file(piece: Footage) -> str:
    return PurePosixPath(_xml_text(piece.source.file_name)).name or f"recording-{piece.source.sha256[:12]}"


def _url(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._~-]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), name)


def _ascii(text: str) -> str:
    return _one_line(text).encode("ascii", "replace").decode()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _xml_text(text: str) -> str:
    """Without what XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
