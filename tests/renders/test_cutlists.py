"""Cut lists that editing programs open."""

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from app.renders import cutlists
from app.renders.timeline import Card, Timeline
from tests.renders.test_timeline import CARD, CLIP, REEL

VOICE = replace(CLIP, item_id="5", source=replace(CLIP.source, sha256="ee" * 32, has_video=False, file_name=""))


def test_an_edl_names_source_and_record_times() -> None:
    found = cutlists.edl(Timeline("Übersicht", (*REEL.pieces, VOICE))).split("\r\n")
    assert found[:4] == [
        "TITLE: ?bersicht",
        "FCM: NON-DROP FRAME",
        "",
        "001  BL       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00",
    ]
    assert "002  AX       B     C        00:00:01:00 00:00:04:00 01:00:02:00 01:00:05:00" in found
    assert "* FROM CLIP NAME: call.mp4" in found
    assert "004  AX       A     C        00:00:01:00 00:00:04:00 01:00:07:15 01:00:10:15" in found
    assert f"* FROM CLIP NAME: recording-{'ee' * 6}" in found


def test_fcpxml_has_every_piece_in_its_place() -> None:
    root = ElementTree.fromstring(cutlists.fcpxml(Timeline("A & <B>", (*REEL.pieces, VOICE))))
    spine = root.find("./library/event/project/sequence/spine")
    assert spine is not None
    assert [part.tag for part in spine] == ["title", "asset-clip", "asset-clip", "asset-clip"]
    assert [part.get("offset") for part in spine] == ["0s", "6000/3000s", "15000/3000s", "22500/3000s"]
    assert [part.get("start") for part in spine][1:] == ["3000/3000s", "24000/3000s", "3000/3000s"]
    assets = {asset.get("id"): asset for asset in root.iterfind("./resources/asset")}
    assert {part.get("ref") for part in spine[1:]} == assets.keys()
    assert [asset.get("hasVideo") for asset in assets.values()] == ["1", None]
    sequence = root.find("./library/event/project/sequence")
    assert sequence is not None
    assert sequence.get("duration") == "31500/3000s"


@given(st.lists(st.tuples(st.integers(300, 90_000), st.text(max_size=30)), max_size=20))
def test_any_words_make_a_list_without_gaps(cards: list[tuple[int, str]]) -> None:
    timeline = Timeline("x", tuple(Card(str(at), length, text) for at, (length, text) in enumerate(cards)))
    root = ElementTree.fromstring(cutlists.fcpxml(timeline))
    at = 0
    for part in root.iterfind("./library/event/project/sequence/spine/*"):
        assert part.get("offset") == (f"{at * 100}/3000s" if at else "0s")
        at += int((part.get("duration") or "").partition("/")[0]) // 100
    assert abs(at * 1000 - timeline.length_ms * cutlists.FPS) <= 1000


def test_an_empty_reel_makes_empty_lists() -> None:
    assert cutlists.edl(Timeline("", ())).startswith("TITLE: \r\n")
    ElementTree.fromstring(cutlists.fcpxml(Timeline("", (CARD,))))


def test_the_time_code_counts_frames() -> None:
    assert cutlists.timecode(cutlists.frame(3_723_500)) == "01:02:03:15"
