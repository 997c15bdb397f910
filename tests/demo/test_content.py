"""The demo content keeps the shapes that `app/demo/content/README.md` promises."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import av
import pytest

DEMO = Path(__file__).parents[2] / "app" / "demo"
CONTENT = DEMO / "content"
MEDIA = DEMO / "media"
CHEERFUL = {"delighted", "relieved", "grateful", "hopeful", "proud", "amused"}
OPEN = {"surprised", "curious", "neutral", "confused"}
HURT = {"anxious", "disappointed", "frustrated", "angry", "sad", "ashamed"}
EMOTIONS = CHEERFUL | OPEN | HURT
CONVERSATIONS = {"interview", "focus_group", "support_call", "usability_session"}
KINDS = CONVERSATIONS | {"survey", "field_note", "colleague_story"}


def load(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


INTERVIEWS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((CONTENT / "interviews").glob("*.json"))
}
SPOKEN = {key: interview for key, interview in INTERVIEWS.items() if interview["recording"]}


def keys(items: list[dict[str, Any]]) -> set[str]:
    found = [item["key"] for item in items]
    assert len(found) == len(set(found)), "a key stands twice"
    return set(found)


def test_the_repository_is_as_large_as_promised() -> None:
    assert len(INTERVIEWS) >= 12
    assert len({i["kind"] for i in INTERVIEWS.values()}) >= 4
    assert {i["language"] for i in INTERVIEWS.values()} == {"en", "de"}
    assert sum(len(i["turns"]) for i in INTERVIEWS.values()) >= 1200
    assert sum(len(i["highlights"]) for i in INTERVIEWS.values()) >= 120
    assert len(load("reels.json")) >= 3


def test_nobody_says_the_same_sentence_twice() -> None:
    said = Counter(turn["text"] for i in INTERVIEWS.values() for turn in i["turns"])
    assert [text for text, times in said.items() if times > 1 and len(text.split()) > 4] == []
    assert sum(said.values()) - len(said) <= 0.02 * sum(said.values())


def test_two_personas_have_five_people_each() -> None:
    segments = Counter(participant["segment"] for participant in load("participants.json"))
    personas = load("personas.json")
    assert [persona["segment"] for persona in personas] == ["late-starter", "hiding-at-work"]
    assert all(segments[persona["segment"]] >= 5 and persona["description"] for persona in personas)


def test_consent_comes_in_every_shade() -> None:
    consents = [participant["consent"] for participant in load("participants.json")]
    states = Counter(consent["status"] for consent in consents)
    assert states["pending"] >= 1
    assert states["withdrawn"] >= 1
    assert states["granted"] > len(consents) / 2
    assert {c["scope"] for c in consents if c["status"] == "granted"} == {"team", "company", "public"}
    assert any(c["status"] == "granted" and not c["media_allowed"] for c in consents)
    for consent in consents:
        assert consent["expires_on"] is None or date.fromisoformat(consent["expires_on"])


def test_projects_are_open_and_one_is_restricted() -> None:
    projects, teams = load("projects.json"), keys(load("company.json")["teams"])
    assert 2 <= len(projects) <= 3
    assert sorted({p["access"] for p in projects}) == ["open", "restricted"]
    assert {p["team"] for p in projects} <= teams
    assert all(date.fromisoformat(p["starts_on"]) < date.fromisoformat(p["ends_on"]) for p in projects)


def test_tags_are_a_tree_with_colours() -> None:
    tags = load("codebook.json")
    assert len(tags) >= 28
    seen: set[str | None] = {None}
    for tag in tags:
        assert tag["parent"] in seen, tag["key"]
        assert re.fullmatch(r"#[0-9A-F]{6}", tag["colour"])
        assert tag["description"]
        assert tag["synonyms"]
        seen.add(tag["key"])
    assert len(seen) == len(tags) + 1


def test_what_is_felt_is_wide_and_balanced() -> None:
    felt = Counter(h["emotion"] for i in INTERVIEWS.values() for h in i["highlights"])
    total = sum(felt.values())
    assert len(felt) >= 14
    assert sum(felt[emotion] for emotion in CHEERFUL) >= total / 3
    assert sum(felt[emotion] for emotion in HURT) >= total / 3


def test_every_tag_is_used_or_is_a_branch() -> None:
    tags = load("codebook.json")
    used = {tag for i in INTERVIEWS.values() for h in i["highlights"] for tag in h["tags"]}
    branches = {tag["parent"] for tag in tags}
    assert used <= keys(tags)
    assert {tag["key"] for tag in tags} - branches - used == set()


@pytest.mark.parametrize("key", INTERVIEWS)
def test_every_key_of_an_interview_resolves(key: str) -> None:
    interview, people = INTERVIEWS[key], keys(load("participants.json"))
    assert interview["key"] == key
    assert interview["kind"] in KINDS
    project = {p["key"]: p for p in load("projects.json")}[interview["project"]]
    assert project["starts_on"] <= interview["held_on"] <= project["ends_on"]
    speakers = {speaker["key"]: speaker for speaker in interview["speakers"]}
    for speaker in speakers.values():
        assert speaker["role"] in {"interviewer", "participant"}
        assert (speaker["participant"] in people) == (speaker["role"] == "participant")
    assert {turn["speaker"] for turn in interview["turns"]} == set(speakers), "somebody never speaks"


@pytest.mark.parametrize("key", INTERVIEWS)
def test_every_quote_stands_in_its_turns(key: str) -> None:
    interview = INTERVIEWS[key]
    texts = [turn["text"] for turn in interview["turns"]]
    keys(interview["highlights"])
    for h in interview["highlights"]:
        assert h["emotion"] in EMOTIONS
        assert 1 <= h["intensity"] <= 5
        assert h["tags"]
        assert h["quote"]
        assert h["quote"] == h["quote"].strip()
        if h["turn"] == h["end_turn"]:
            assert h["quote"] == texts[h["turn"]][h["start_char"] : h["end_char"]]
            assert h["end_quote"] is None
        else:
            assert h["turn"] < h["end_turn"]
            assert h["quote"] == texts[h["turn"]][h["start_char"] :]
            assert h["end_quote"] == texts[h["end_turn"]][: h["end_char"]]
    assert all(turn["text"] == turn["text"].strip() != "" for turn in interview["turns"])


@pytest.mark.parametrize("key", INTERVIEWS)
def test_times_rise(key: str) -> None:
    interview, now = INTERVIEWS[key], 0
    timed = [turn for turn in interview["turns"] if "start_ms" in turn]
    assert len(timed) == (0 if interview["times"] == "none" else len(interview["turns"]))
    for turn in timed:
        assert now <= turn["start_ms"] < turn["end_ms"]
        now = turn["end_ms"]
    if interview["recording"]:
        assert interview["times"] == "exact"
        assert now <= interview["recording"]["duration_ms"]


@pytest.mark.parametrize("key", SPOKEN)
def test_every_spoken_word_has_its_time(key: str) -> None:
    for turn in SPOKEN[key]["turns"]:
        assert [[m.start(), m.end()] for m in re.finditer(r"\S+", turn["text"])] == [w[:2] for w in turn["words"]]
        now = turn["start_ms"]
        for _, _, start, end in turn["words"]:
            assert now <= start < end <= turn["end_ms"]
            now = start


def test_reels_show_different_people_after_a_card() -> None:
    projects = {p["key"] for p in load("projects.json")} | {None}
    for reel in load("reels.json"):
        assert reel["project"] in projects
        assert "card" in reel["items"][0]
        clips = [item["clip"] for item in reel["items"] if "clip" in item]
        heard = set()
        for clip in clips:
            interview = INTERVIEWS[clip["interview"]]
            found = [h for h in interview["highlights"] if h["key"] == clip["highlight"]]
            assert len(found) == 1, clip
            speakers = {s["key"]: s["participant"] for s in interview["speakers"]}
            heard.add(speakers[interview["turns"][found[0]["turn"]]["speaker"]])
        assert len(clips) >= 2
        assert len(heard) >= 2
    keys(load("reels.json"))


def test_media_are_all_there_and_small() -> None:
    files = {name for i in SPOKEN.values() for name in (i["recording"]["file"], i["recording"]["poster"])}
    assert files == {path.name for path in MEDIA.iterdir() if path.suffix in {".mp4", ".webm", ".webp", ".jpg"}}
    assert sum(path.stat().st_size for path in MEDIA.iterdir()) <= 12 * 1024 * 1024
    assert len(SPOKEN) >= 6


@pytest.mark.parametrize("key", SPOKEN)
def test_a_recording_has_sound_and_picture_as_long_as_its_transcript(key: str) -> None:
    recording = SPOKEN[key]["recording"]
    with av.open(str(MEDIA / recording["file"])) as media:
        video, audio = media.streams.video[0], media.streams.audio[0]
        assert (video.width, video.height) == (recording["width"], recording["height"])
        for stream in (video, audio):
            assert stream.duration is not None
            assert stream.time_base is not None
            seconds = float(stream.duration * stream.time_base)
            assert abs(seconds * 1000 - recording["duration_ms"]) < 250
    assert 90_000 <= recording["duration_ms"] <= 300_000


def test_an_interview_has_no_more_than_one_face_and_two_voices_when_it_was_recorded() -> None:
    for interview in SPOKEN.values():
        assert sorted(speaker["role"] for speaker in interview["speakers"]) == ["interviewer", "participant"]
