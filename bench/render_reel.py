"""A reel of ten clips of eight seconds, rendered, beside one pass of ffmpeg over the same cut.

python -m bench.render_reel [--clips 10] [--clip-seconds 8] [--source-seconds 600] [--keep FOLDER]

Sources are made here: ten minutes at 720p30 (one with sound in stereo, one mono, one without) and one at 480p25. Every
frame carries its number, so that the film can be read back frame by frame, also what an edit list would hide. Prints
length, first frames, strays, gaps in picture and sound, loudness, what changing one clip costs, and CPU seconds,
beside a single pass of ffmpeg (same cut, encoder and size, no words, no loudness) in the same run. That pass makes
every clip a little longer than asked, so its clips drift from where they should stand: hence its odd figures.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.jobs.service import run_next
from app.main import create_app
from app.outbox import service as outbox
from app.renders.joining import measured
from app.wiring import Parts, open_parts
from tests.renders.clocked import Film, Seen, frames, longest_gap, make, sound

FILMS = {
    "stereo": Film(1280, 720, 30, channels=2),
    "mono": Film(1280, 720, 30, channels=1),
    "silent": Film(1280, 720, 30, channels=0),
    "small": Film(854, 480, 25, channels=2),
}
ACCOUNT = {"email": "bench@example.org", "name": "Bench", "password": "a long enough password"}


@dataclass(frozen=True)
class Shot:
    """A clip of the reel: which film, from when to when (ms)."""

    film: str
    start_ms: int
    end_ms: int


@dataclass
class Cost:
    """Seconds by the clock and of computing, this process and its children together."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def costing() -> Iterator[Cost]:
    cost, began, before = Cost(), time.perf_counter(), _cpu()
    yield cost
    cost.wall, cost.cpu = time.perf_counter() - began, _cpu() - before


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


class Product:
    """Firsthand on an empty folder, with an interview for each film."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(_env_file=None, data=folder, search="memory", worker=False, secret="s" * 40)  # type: ignore[call-arg]
        self.parts: Parts = open_parts(settings.model_copy(update={"requests_per_minute": 0}))
        self.http = TestClient(create_app(self.parts.settings, self.parts))
        self.http.headers["X-CSRF-Token"] = self._post("/api/setup", **ACCOUNT)["csrf_token"]
        self.project = self._post("/api/projects", name="Bench")["id"]

    def interview(self, film: Path, shots: Sequence[Shot]) -> dict[Shot, str]:
        """Brings a film with a turn for each shot; returns what each turn is called as a quote."""
        cues = [f"{_stamp(one.start_ms)} --> {_stamp(one.end_ms)}\n<v Rosa>We waited three days." for one in shots]
        files = {"file": ("talk.vtt", "\n\n".join(["WEBVTT", *cues]).encode())}
        path = f"/api/projects/{self.project}/interviews/import"
        answer = self.http.post(path, files=files, data={"mapping": f'{{"title": "{film.stem}", "join": false}}'})
        interview = answer.raise_for_status().json()["interview_id"]
        with film.open("rb") as file:
            upload = f"/api/interviews/{interview}/recording"
            self.http.put(upload, content=file.read(), params={"file_name": film.name}).raise_for_status()
        transcript = self.http.get(f"/api/interviews/{interview}/transcript").raise_for_status().json()
        turns = sorted(transcript["turns"], key=lambda turn: turn["start_ms"])
        in_order = sorted(shots, key=lambda one: one.start_ms)
        return {shot: f"t-{turn['id']}" for shot, turn in zip(in_order, turns, strict=True)}

    def reel(self, quotes: Sequence[str]) -> dict[str, Any]:
        return self._post("/api/reels", title="Waiting", quote_ids=list(quotes))

    def render(self, reel: dict[str, Any]) -> dict[str, Any]:
        """A finished render, and nothing else that waits done on the way."""
        asked = self._post(f"/api/reels/{reel['id']}/renders", profile="720p", captions="burned")
        while self._read(asked["id"])["state"] in ("queued", "running"):
            assert run_next(self.parts.database, self.parts.handlers, worker="bench")
        render = self._read(asked["id"])
        assert render["state"] == "done", render
        return render

    def settle(self) -> None:
        """Everything that waits: what an upload starts is not what is measured here."""
        while outbox.relay_once(self.parts.database, self.parts.apply) or run_next(
            self.parts.database, self.parts.handlers, worker="bench"
        ):
            pass

    def trim(self, reel: dict[str, Any], number: int, by_ms: int) -> dict[str, Any]:
        item = reel["items"][number]
        path = f"/api/reels/{reel['id']}/items/{item['id']}"
        answer = self.http.patch(path, json={"trim_end_ms": by_ms, "version": reel["version"]})
        changed: dict[str, Any] = answer.raise_for_status().json()
        return changed

    def file(self, render: dict[str, Any], target: Path) -> Path:
        target.write_bytes(self.http.get(f"/api/renders/{render['id']}/reel.mp4").raise_for_status().content)
        return target

    def _read(self, render_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"/api/renders/{render_id}").raise_for_status().json()
        return found

    def _post(self, path: str, **body: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.http.post(path, json=body).raise_for_status().json()
        return made


def one_pass(films: dict[str, Path], shots: Sequence[Shot], target: Path) -> Path:
    """The same cut in one run of ffmpeg: same encoder, size and rate; no words, no evening of loudness."""
    inputs, graph = [], []
    for number, shot in enumerate(shots):
        length = (shot.end_ms - shot.start_ms) / 1000
        inputs += ["-ss", f"{shot.start_ms / 1000}", "-t", f"{length}", "-i", f"file:{films[shot.film]}"]
        graph.append(
            f"[{number}:v]fps=30,scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,setsar=1[v{number}]"
        )
        heard = (
            f"[{number}:a]"
            if FILMS[shot.film].channels
            else f"anullsrc=r=48000:cl=stereo:d={length}[n{number}];[n{number}]"
        )
        graph.append(f"{heard}aresample=48000,aformat=channel_layouts=stereo[a{number}]")
    joined = "".join(f"[v{number}][a{number}]" for number in range(len(shots)))
    graph.append(f"{joined}concat=n={len(shots)}:v=1:a=1[v][a]")
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", "-threads", "1", *inputs),
        *("-filter_complex", ";".join(graph), "-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-preset", "veryfast"),
        *("-crf", "22", "-threads", "2", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", f"file:{target}"),
    ]
    subprocess.run(command, check=True)
    return target


@dataclass(frozen=True)
class Reading:
    """What was found on the frames of a film."""

    length_error: float
    first_off: int
    strays: int
    unreadable: int
    picture_gap: float
    sound_gap: float


def read(path: Path, shots: Sequence[Shot]) -> Reading:
    """Reads every frame back and holds it against the cut."""
    seen = list(frames(path))
    wanted_ms = sum(shot.end_ms - shot.start_ms for shot in shots)
    ends = [one.at for one in seen[1:]]
    steps = [end - one.at for one, end in zip(seen, ends, strict=False)]
    first_off, strays, unreadable, at = 0, 0, 0, 0.0
    for shot in shots:
        length = (shot.end_ms - shot.start_ms) / 1000
        inside = [one for one in seen if at - 0.002 <= one.at < at + length - 0.002]
        first_off = max(first_off, _first_off(inside, shot))
        strays += sum(_is_stray(one, shot) for one in inside)
        unreadable += sum(one.number is None for one in inside)
        at += length
    length_error = abs(max(_length(path), seen[-1].at) - wanted_ms / 1000)
    heard = [FILMS[shot.film].channels > 0 for shot in shots]
    gap = _sound_gap(path, shots, heard)
    return Reading(length_error, first_off, strays, unreadable, max(steps), gap)


def _first_off(inside: Sequence[Seen], shot: Shot) -> int:
    first = -(-shot.start_ms * FILMS[shot.film].fps // 1000)
    return abs((inside[0].number if inside and inside[0].number is not None else -999) - first)


def _is_stray(one: Seen, shot: Shot) -> bool:
    fps = FILMS[shot.film].fps
    return one.number is not None and not shot.start_ms * fps <= one.number * 1000 < shot.end_ms * fps


def _sound_gap(path: Path, shots: Sequence[Shot], heard: Sequence[bool]) -> float:
    """The longest silence where two clips with sound meet or go on."""
    samples, at, longest = sound(path), 0, 0.0
    for number, shot in enumerate(shots):
        end = at + (shot.end_ms - shot.start_ms) * 48
        if heard[number]:
            # Into the next one, when that has sound: so that the joint is measured too.
            more = 4_800 if number + 1 < len(shots) and heard[number + 1] else -4_800
            longest = max(longest, longest_gap(samples[:, at + 4_800 : end + more]))
        at = end
    return longest


def _length(path: Path) -> float:
    import av  # noqa: PLC0415

    with av.open(str(path)) as file:
        return (file.duration or 0) / 1_000_000


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def cut_of(clips: int, clip_seconds: float, source_seconds: int) -> list[Shot]:
    """Clips from all films, none at a key frame, few at a whole frame."""
    names = ["stereo", "small", "mono", "silent"]
    room = source_seconds * 1000 - int(clip_seconds * 1000) - 2_000
    starts = [1_017 + (number * 61_337) % room for number in range(clips)]
    return [Shot(names[number % 4], start, start + int(clip_seconds * 1000)) for number, start in enumerate(starts)]


def films_in(folder: Path, seconds: int) -> dict[str, Path]:
    """The sources, made unless they are there."""
    found = {}
    for name, film in FILMS.items():
        path = folder / f"{name}-{seconds}.mp4"
        if not path.exists():
            make(path, film, seconds=seconds)
        found[name] = path
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=10)
    parser.add_argument("--clip-seconds", type=float, default=8.0)
    parser.add_argument("--source-seconds", type=int, default=600)
    parser.add_argument("--keep", type=Path, help="a folder for sources and films")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        return _run(folder, options)


def _run(folder: Path, options: argparse.Namespace) -> int:
    films = films_in(folder, options.source_seconds)
    shots = cut_of(options.clips, options.clip_seconds, options.source_seconds)
    with tempfile.TemporaryDirectory(prefix="firsthand-data-") as data:
        product = Product(Path(data))
        quotes = {}
        for name, path in films.items():
            quotes |= product.interview(path, [shot for shot in shots if shot.film == name])
        reel = product.reel([quotes[shot] for shot in shots])
        with costing() as first:
            render = product.render(reel)
        film = product.file(render, folder / "rendered.mp4")
        changed = product.trim(reel, 4, -1_000)
        with costing() as second:
            again = product.render(changed)
        product.parts.close()
    with costing() as plain:
        beside = one_pass(films, shots, folder / "one-pass.mp4")
    return report(shots, film, beside, first, second, plain, again["encoded"])


def report(
    shots: Sequence[Shot], film: Path, beside: Path, first: Cost, second: Cost, plain: Cost, encoded: int
) -> int:
    ours, theirs = read(film, shots), read(beside, shots)
    seconds = sum(shot.end_ms - shot.start_ms for shot in shots) / 1000
    loudness = measured(film)
    checks: list[tuple[str, str, str, str, bool]] = []

    def line(what: str, mine: float, other: float | None, most: float, form: Callable[[float], str]) -> None:
        checks.append((what, form(mine), "" if other is None else form(other), f"≤ {form(most)}", mine <= most))

    line("length error (s)", ours.length_error, theirs.length_error, 0.05, "{:.3f}".format)
    line("first frames off, worst (frames)", ours.first_off, theirs.first_off, 1, "{:.0f}".format)
    line("frames outside [in, out), edit lists ignored", ours.strays, theirs.strays, 0, "{:.0f}".format)
    line("frames that could not be read", ours.unreadable, theirs.unreadable, 0, "{:.0f}".format)
    line("longest time between two frames (s)", ours.picture_gap, theirs.picture_gap, 2 / 30 + 0.001, "{:.3f}".format)
    line("longest silence where there is sound (s)", ours.sound_gap, theirs.sound_gap, 2 / 30, "{:.3f}".format)
    line("clips encoded after changing one", encoded, len(shots), 1, "{:.0f}".format)
    line("CPU seconds per second of film", first.cpu / seconds, plain.cpu / seconds, 0.6, "{:.2f}".format)
    print(f"{len(shots)} clips, {seconds:.0f} s of film; loudness {loudness.lufs if loudness else 0:.1f} LUFS\n")
    print(f"{'':46} {'rendered':>9} {'one pass':>9} {'promise':>9}")
    for what, mine, other, promise, kept in checks:
        print(f"{what:46} {mine:>9} {other:>9} {promise:>9}  {'kept' if kept else 'BROKEN'}")
    print(f"\nfirst render {first.wall:.1f} s by the clock, {first.cpu:.1f} s CPU")
    print(f"one pass {plain.wall:.1f} s by the clock, {plain.cpu:.1f} s CPU")
    print(f"after changing one clip {second.wall:.1f} s by the clock, {second.cpu:.1f} s CPU")
    return 0 if all(kept for *_, kept in checks) else 1


if __name__ == "__main__":
    raise SystemExit(main())
