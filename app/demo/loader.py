"""Loads the demo repository into an empty database, through the services that people's own data goes through.

The content's shapes are described in `content/README.md`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.access.viewer import SYSTEM, Viewer
from app.accounts import demo
from app.accounts import service as accounts
from app.core.ids import new_id
from app.highlights.models import Highlight, HighlightTag
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.outbox import service as outbox
from app.participants import attributes, segments
from app.participants import service as participants
from app.personas import service as personas
from app.projects import service as projects
from app.projects.models import Project
from app.recordings import service as recordings
from app.recordings.probe import probe
from app.recordings.store import Store
from app.reels.models import Reel, ReelItem
from app.tags.models import Tag
from app.tags.palette import nearest
from app.topics.models import Topic, TopicFollow
from app.transcripts import timing
from app.transcripts.anchors import Line, Position, describe
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts

CONTENT = Path(__file__).parent / "content"
MEDIA = Path(__file__).parent / "media"
Json = Mapping[str, Any]


@dataclass
class _Ids:
    """What the content's keys became."""

    users: dict[str, str] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)
    participants: dict[tuple[str, str], str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    interviews: dict[str, str] = field(default_factory=dict)
    highlights: dict[tuple[str, str], str] = field(default_factory=dict)


def load_if_empty(parts: Parts) -> bool:
    """Loads the demo unless anything is there already; returns whether it did. All of it, or nothing."""
    with parts.database.write() as session:
        if accounts.is_set_up(session) or session.exec(select(Project.id).limit(1)).first():
            return False
        _load(session, parts.store)
    return True


def _load(session: Session, store: Store) -> None:
    ids = _Ids()
    for account in demo.ACCOUNTS:
        user = accounts.create_user(
            session, email=account.email, name=account.name, role=account.role, password=demo.PASSWORD
        )
        ids.users[account.role] = user.id
    _projects(session, ids)
    _participants(session, ids)
    _tags(session, ids)
    for content in _interviews():
        _interview(session, ids, content)
        if content["recording"]:
            _recording(session, store, ids.interviews[content["key"]], MEDIA / content["recording"]["file"])
    _personas(session, ids)
    _reels(session, ids)
    _topics(session, ids)


def _recording(session: Session, store: Store, interview_id: str, path: Path) -> None:
    with path.open("rb") as file:
        found = probe(file)
    key = f"{recordings.folder_of(interview_id)}/{new_id()}"
    stored = asyncio.run(store.put(key, _chunks(path), max_bytes=path.stat().st_size))
    recordings.attach_file(session, SYSTEM, interview_id=interview_id, stored=stored, found=found, file_name=path.name)


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _projects(session: Session, ids: _Ids) -> None:
    teams = {team["key"]: team["name"] for team in _read("company.json")["teams"]}
    for content in _read("projects.json"):
        values = {name: content[name] for name in ("name", "goal", "questions", "access")}
        period = {name: date.fromisoformat(content[name]) for name in ("starts_on", "ends_on") if content[name]}
        team = teams.get(content["team"], content["team"])
        project = projects.create(session, SYSTEM, values={**values, **period, "team": team})
        researcher = ids.users["researcher"]
        projects.set_member(session, SYSTEM, project_id=project.id, user_id=researcher, role="researcher")
        ids.projects[content["key"]] = project.id


def _participants(session: Session, ids: _Ids) -> None:
    """Someone heard in two projects is a participant of each: consent is given to a piece of research."""
    people = {content["key"]: content for content in _read("participants.json")}
    for values in _read("attributes.json"):
        attributes.define(session, SYSTEM, project_id=None, values=values)
    for values in _read("segments.json"):
        segments.create(session, SYSTEM, project_id=None, values=values)
    for key, project in sorted(_heard()):
        values = _participant_values(people[key])
        row = participants.create(session, SYSTEM, project_id=ids.projects[project], values=values)
        ids.participants[key, project] = row.id


def _participant_values(content: Json) -> dict[str, Any]:
    consent = content["consent"]
    expires_on = consent["expires_on"]
    return {
        **{name: content[name] for name in ("pseudonym", "legal_name", "role", "segment", "region", "attributes")},
        "contact": content["email"],
        "incentive": content.get("incentive", ""),
        "consent": {
            "status": consent["status"],
            "scope": consent["scope"],
            "media_allowed": consent["media_allowed"],
            "expires_on": date.fromisoformat(expires_on) if expires_on else None,
            "evidence": consent["note"],
        },
    }


def _heard() -> set[tuple[str, str]]:
    """Who is heard in which project."""
    return {
        (speaker["participant"], content["project"])
        for content in _interviews()
        for speaker in content["speakers"]
        if speaker["participant"]
    }


def _tags(session: Session, ids: _Ids) -> None:
    for position, content in enumerate(_read("codebook.json")):
        tag = Tag(
            parent_id=ids.tags.get(content["parent"] or ""),
            name=content["name"],
            colour=nearest(content["colour"]),
            description=content["description"],
            synonyms=content["synonyms"],
            position=position,
        )
        session.add(tag)
        session.flush()
        ids.tags[content["key"]] = tag.id


def _interview(session: Session, ids: _Ids, content: Json) -> None:
    values = {name: content[name] for name in ("title", "summary", "kind", "language")}
    values["held_on"] = date.fromisoformat(content["held_on"])
    researcher = Viewer(ids.users["researcher"], "Ruth Okafor", SYSTEM.role)
    interview = interviews.create(session, researcher, project_id=ids.projects[content["project"]], values=values)
    ids.interviews[content["key"]] = interview.id
    transcript = Transcript(interview_id=interview.id, format="demo", file_name=f"{content['key']}.json")
    session.add(transcript)
    session.flush()
    turns = _turns(session, ids, content, interview, transcript)
    session.add_all(turns)
    session.flush()
    _highlights(session, ids, content, transcript, turns)
    outbox.touch(session, interview)


def _turns(session: Session, ids: _Ids, content: Json, interview: Interview, transcript: Transcript) -> list[Turn]:
    speakers = {
        speaker["key"]: interviews.add_speaker(
            session,
            interview=interview,
            label=speaker["label"],
            role=speaker["role"],
            participant_id=ids.participants.get((speaker["participant"] or "", content["project"])),
            position=position,
        ).id
        for position, speaker in enumerate(content["speakers"])
    }
    return [
        Turn(
            transcript_id=transcript.id,
            interview_id=interview.id,
            speaker_id=speakers[turn["speaker"]],
            position=position,
            text=turn["text"],
            start_ms=turn.get("start_ms"),
            end_ms=turn.get("end_ms"),
            words=turn.get("words"),
        )
        for position, turn in enumerate(content["turns"])
    ]


def _highlights(session: Session, ids: _Ids, content: Json, transcript: Transcript, turns: list[Turn]) -> None:
    lines = [Line(turn.id, turn.text) for turn in turns]
    timed = [timing.TimedText(turn.text, turn.start_ms, turn.end_ms, _words(turn)) for turn in turns]
    for mark in content["highlights"]:
        start = Position(lines[mark["turn"]].id, mark["start_char"])
        end = Position(lines[mark["end_turn"]].id, mark["end_char"])
        anchor = describe(lines, start, end)
        heard = timed[mark["turn"] : mark["end_turn"] + 1]
        start_ms, end_ms = timing.span_times(heard, anchor.start_offset, anchor.end_offset)
        row = Highlight(
            transcript_id=transcript.id,
            interview_id=transcript.interview_id,
            start_turn_id=anchor.start_turn,
            start_offset=anchor.start_offset,
            end_turn_id=anchor.end_turn,
            end_offset=anchor.end_offset,
            quote=anchor.quote,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            start_ms=start_ms,
            end_ms=end_ms,
            note=mark["note"] or "",
            emotion=mark["emotion"],
            intensity=mark["intensity"],
            created_by=ids.users["researcher"],
        )
        session.add(row)
        session.flush()
        session.add_all([HighlightTag(highlight_id=row.id, tag_id=ids.tags[key]) for key in mark["tags"]])
        ids.highlights[content["key"], mark["key"]] = row.id


def _words(turn: Turn) -> tuple[timing.Word, ...]:
    return tuple(timing.Word(*word) for word in turn.words or ())


def _personas(session: Session, ids: _Ids) -> None:
    groups = {content["key"]: content["segment"] for content in _read("participants.json")}
    for content in _read("personas.json"):
        persona = personas.create(session, SYSTEM, name=content["name"], description=content["description"])
        people = [row_id for (key, _), row_id in ids.participants.items() if groups[key] == content["segment"]]
        personas.add_people(session, SYSTEM, persona_id=persona.id, participant_ids=people)


def _reels(session: Session, ids: _Ids) -> None:
    for content in _read("reels.json"):
        reel = Reel(title=content["title"], description=content["description"], owner_id=ids.users["researcher"])
        session.add(reel)
        session.flush()
        session.add_all([_reel_item(ids, reel, position, item) for position, item in enumerate(content["items"])])


def _topics(session: Session, ids: _Ids) -> None:
    """Saved searches; whoever follows one has not looked yet, so that there is something new."""
    for content in _read("topics.json"):
        topic = Topic(name=content["name"], search=content["search"], owner_id=ids.users["researcher"])
        session.add(topic)
        session.flush()
        for role in ("researcher", *content["followers"]):
            seen_at = topic.created_at if role == "researcher" else topic.created_at - timedelta(days=7)
            session.add(TopicFollow(topic_id=topic.id, user_id=ids.users[role], seen_at=seen_at))


def _reel_item(ids: _Ids, reel: Reel, position: int, content: Json) -> ReelItem:
    if card := content.get("card"):
        return ReelItem(reel_id=reel.id, position=position, kind="card", **card)
    clip = content["clip"]
    highlight_id = ids.highlights[clip["interview"], clip["highlight"]]
    return ReelItem(reel_id=reel.id, position=position, kind="clip", highlight_id=highlight_id)


def _interviews() -> Iterator[Json]:
    for path in sorted((CONTENT / "interviews").glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def _read(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))
