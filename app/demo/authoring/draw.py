"""Draw the pictures: who speaks moves their lips to the sounds, who listens looks at the other, blinks, breathes and nods.

Run after `speak.py`, in the same environment: `python draw.py --build BUILD [KEY ...]`.
Writes `../media/<key>.mp4`, its poster, and `timing/<key>.json`; then `python compile.py` puts the times into the content.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import skia
import soundfile as sf
from compile import HERE, MEDIA, compile_script, read_script
from face import Pose, draw_person
from people import SITTINGS, H, W

FPS = 12

# sound → (jaw, spread, lip under teeth)
LIPS: dict[str, tuple[float, float, float]] = {}
for sounds, lips in {
    "ɑaæʌɒI": (0.78, 0.1, 0), "A": (0.55, 0.55, 0), "ɛe": (0.5, 0.35, 0), "WY": (0.62, -0.35, 0), "OQɔo": (0.52, -0.7, 0),
    "uʊ": (0.26, -0.95, 0), "iɪj": (0.28, 0.7, 0), "əᵊɜɐ": (0.36, 0.0, 0), "ɹw": (0.2, -0.75, 0), "mbp": (0.0, 0.0, 0),
    "fv": (0.1, 0.1, 1), "θð": (0.2, 0.1, 0), "sz": (0.12, 0.45, 0), "tdnlTɾ": (0.2, 0.2, 0), "kɡŋhʔ": (0.28, 0.1, 0),
    "ʃʒʧʤ": (0.2, -0.6, 0),
}.items():
    LIPS.update(dict.fromkeys(sounds, lips))

# feeling → what the face does with it
FACES: dict[str, dict[str, float]] = {
    "delighted": {"smile": 0.85, "brow": 0.45, "squint": 0.4}, "relieved": {"smile": 0.55, "worry": 0.25, "squint": 0.3},
    "grateful": {"smile": 0.5, "worry": 0.35, "squint": 0.2}, "hopeful": {"smile": 0.35, "brow": 0.35, "worry": 0.15},
    "surprised": {"brow": 0.95, "smile": 0.1}, "curious": {"brow": 0.45, "smile": 0.1}, "neutral": {"smile": 0.1},
    "confused": {"brow": -0.3, "worry": 0.45}, "anxious": {"worry": 0.8, "smile": -0.3, "brow": 0.2},
    "disappointed": {"smile": -0.5, "worry": 0.35, "lids": -0.12}, "frustrated": {"brow": -0.65, "smile": -0.3},
    "angry": {"brow": -0.95, "smile": -0.45, "squint": 0.45}, "sad": {"worry": 0.95, "smile": -0.45, "lids": -0.2, "look_y": 0.3},
    "ashamed": {"worry": 0.75, "smile": -0.3, "lids": -0.2, "look_y": 0.5}, "proud": {"smile": 0.6, "brow": 0.2, "nod": -0.25},
    "amused": {"smile": 0.75, "squint": 0.45, "brow": 0.2},
}
REST = {"smile": 0.22, "brow": 0.05}
LISTENING = {"smile": 0.26, "brow": 0.2}


def loudness(build: Path, key: str, frames: int) -> np.ndarray:
    """0..1 of every frame."""
    audio, rate = sf.read(build / f"{key}.wav", dtype="float32")
    step = rate / FPS
    levels = [float(np.sqrt((audio[int(i * step) : int((i + 1) * step)] ** 2).mean() + 1e-12)) for i in range(frames)]
    return np.clip(np.array(levels) / 0.11, 0, 1)


def lips_of(turns: list[dict[str, Any]], speaker: str, frames: int) -> np.ndarray:
    """Jaw, spread and bite of every frame, from the sounds of this speaker."""
    weight = np.zeros((frames, 1))
    lips = np.zeros((frames, 3))
    closed = np.zeros(frames, bool)
    for sound, start, end in (s for t in turns if t["speaker"] == speaker for s in t["sounds"]):
        first, last = int(start * FPS / 1000), min(frames - 1, int(end * FPS / 1000))
        target = LIPS.get(sound)
        if target is None:
            continue
        for frame in range(first, last + 1):
            share = (min(end, (frame + 1) * 1000 / FPS) - max(start, frame * 1000 / FPS)) / 1000 * FPS
            weight[frame] += max(share, 0.02)
            lips[frame] += np.array(target) * max(share, 0.02)
            closed[frame] |= sound in "mbp" and share > 0.38
    lips = lips / np.maximum(weight, 0.7)
    lips[closed, 0] = np.minimum(lips[closed, 0], 0.04)
    return lips


def feelings(interview: dict[str, Any], turns: list[dict[str, Any]], speaker: str, frames: int) -> list[dict[str, float]]:
    """What the face should show at every frame: the marked feelings, else rest; attentive while another speaks."""
    wanted: list[dict[str, float]] = [LISTENING] * frames
    for turn in turns:
        if turn["speaker"] == speaker:
            for frame in range(int(turn["start_ms"] * FPS / 1000), min(frames, int(turn["end_ms"] * FPS / 1000) + 4)):
                wanted[frame] = REST
    for highlight in interview["highlights"]:
        if turns[highlight["turn"]]["speaker"] != speaker:
            continue
        words = turns[highlight["turn"]]["words"]
        start = next(w[2] for w in words if w[1] > highlight["start_char"])
        end = [w[3] for w in turns[highlight["end_turn"]]["words"] if w[0] < highlight["end_char"]][-1] + 900
        strength = 0.45 + 0.11 * highlight["intensity"]
        face = {name: value * strength for name, value in FACES[highlight["emotion"]].items()}
        for frame in range(max(0, int((start - 250) * FPS / 1000)), min(frames, int(end * FPS / 1000))):
            wanted[frame] = face
    return wanted


def glances(turns: list[dict[str, Any]], speaker: str, frames: int, side: int, dice: random.Random) -> list[tuple[float, float]]:
    """Where the eyes rest: on the other while listening; while speaking they search, return, and sometimes meet us."""
    own = np.zeros(frames, bool)
    for turn in turns:
        if turn["speaker"] == speaker:
            own[int(turn["start_ms"] * FPS / 1000) : int(turn["end_ms"] * FPS / 1000)] = True
    found: list[tuple[float, float]] = []
    while len(found) < frames:
        speaking = own[len(found)]
        hold = dice.randint(int(0.8 * FPS), int(2.2 * FPS))
        if not speaking:
            spot = (side * 0.62, dice.uniform(-0.05, 0.1))
        else:
            spot = dice.choice([(side * 0.5, 0.0), (side * 0.55, 0.05), (side * 0.45, -0.05), (0.0, 0.0), (-side * 0.5, 0.35), (side * 0.1, -0.55), (-side * 0.15, 0.55)])
        found += [spot] * hold
    return found[:frames]


def blinks(frames: int, dice: random.Random) -> np.ndarray:
    """How far the lids are open."""
    lids = np.ones(frames)
    at = FPS
    while at < frames - 3:
        lids[at : at + 3] = (0.4, 0.05, 0.55)
        at += dice.randint(int(2.2 * FPS), int(5 * FPS)) if dice.random() > 0.12 else 4
    return lids


def nods(turns: list[dict[str, Any]], speaker: str, frames: int, dice: random.Random) -> np.ndarray:
    """Small yes-I-hear-you nods while the other speaks."""
    found = np.zeros(frames)
    for turn in turns:
        if turn["speaker"] == speaker:
            continue
        for moment in [turn["end_ms"] - 200, *range(turn["start_ms"] + 1500, turn["end_ms"] - 1500, 2600)]:
            if dice.random() < 0.75:
                first = int(moment * FPS / 1000)
                for k in range(9):
                    if 0 <= first + k < frames:
                        found[first + k] += 0.7 * math.sin(math.pi * k / 8) ** 2
    return found


def poses(interview: dict[str, Any], speech: dict[str, Any], build: Path) -> list[Pose]:
    """One pose a frame."""
    key = interview["key"]
    speaker, _, _, side = SITTINGS[key]
    dice = random.Random("face " + key)
    turns, frames = speech["turns"], math.ceil(speech["duration_ms"] * FPS / 1000)
    level, lips = loudness(build, key, frames), lips_of(turns, speaker, frames)
    wanted, gaze = feelings(interview, turns, speaker, frames), glances(turns, speaker, frames, side, dice)
    lids, nod = blinks(frames, dice), nods(turns, speaker, frames, dice)
    now: dict[str, float] = {name: 0.0 for name in ("smile", "brow", "squint", "worry", "lids", "look_y", "nod")}
    yaw, beat, mouth, found = side * 0.3, 0.0, np.zeros(3), []
    for frame in range(frames):
        for name in now:
            now[name] += (wanted[frame].get(name, 0.0) - now[name]) * 0.17
        yaw += (gaze[frame][0] * 0.75 - yaw) * 0.12
        speaking = lips[frame].any()
        beat += ((level[frame] if speaking else 0.0) - beat) * 0.3
        mouth = mouth + (lips[frame] - mouth) * (0.85 if lips[frame][0] < mouth[0] else 0.72)
        t = frame / FPS
        emphasis = max(0.0, beat - 0.5)
        found.append(Pose(
            open=float(np.clip(mouth[0] * (0.75 + 0.75 * level[frame]), 0, 1.0)), wide=float(mouth[1]), bite=float(mouth[2]) * 0.8,
            smile=now["smile"] + 0.05 * math.sin(t * 0.7), lids=float(np.clip(lids[frame] * (0.98 + now["lids"]) - 0.1 * max(0, gaze[frame][1]), 0, 1)),
            squint=now["squint"], brow=now["brow"] + 0.9 * emphasis, worry=now["worry"],
            look_x=gaze[frame][0] - yaw * 0.35, look_y=gaze[frame][1] + now["look_y"],
            yaw=yaw + 0.06 * math.sin(t * 0.9), nod=float(nod[frame]) + now["nod"] + now["look_y"] * 0.7 + 0.8 * (beat - 0.3) * (1 if speaking else 0.4),
            tilt=1.6 * math.sin(t * 0.43 + 1) + 1.0 * math.sin(t * 0.19) + 1.2 * now["worry"] * side, breath=0.5 + 0.5 * math.sin(t * 1.5),
        ))
    return found


def film(key: str, moves: list[Pose], build: Path) -> dict[str, Any]:
    """Draw every pose, join it with the sound, make the poster."""
    _, looks, room, _ = SITTINGS[key]
    target, poster = MEDIA / f"{key}.mp4", MEDIA / f"{key}.jpg"
    surface = skia.Surface(W, H)
    canvas = surface.getCanvas()
    room(canvas)
    still = surface.makeImageSnapshot()
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{W}x{H}", "-r", str(FPS), "-i", "-",
         "-i", str(build / f"{key}.wav"), "-c:v", "libx264", "-preset", "veryslow", "-tune", "animation", "-crf", "33", "-g", str(FPS * 8),
         "-bf", "6", "-refs", "6", "-threads", "2", "-pix_fmt", "yuv420p", "-profile:v", "high", "-c:a", "aac", "-b:a", "32k", "-ac", "1",
         "-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact", "-shortest", str(target)],
        stdin=subprocess.PIPE,
    )
    assert encoder.stdin is not None
    for pose in moves:
        canvas.drawImage(still, 0, 0)
        draw_person(canvas, looks, pose)
        encoder.stdin.write(surface.toarray(colorType=skia.kBGRA_8888_ColorType).tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise SystemExit(f"{key}: the encoder failed")
    best = max(moves, key=lambda p: p.smile + 0.4 * p.brow - 2 * abs(p.open - 0.35) - 3 * abs(p.lids - 1) - abs(p.look_y))
    canvas.drawImage(still, 0, 0)
    draw_person(canvas, looks, replace(best, bite=0.0))
    surface.makeImageSnapshot().save(str(poster), skia.kJPEG, 86)
    return {"file": target.name, "poster": poster.name, "width": W, "height": H, "media_type": "video/mp4"}


def draw(script: Path, build: Path) -> None:
    """One interview: film, poster, timing."""
    key = read_script(script)[0]["key"]
    speech = json.loads((build / f"{key}.speech.json").read_text())
    interview = compile_script(script)
    recording = film(key, poses(interview, speech, build), build)
    recording["duration_ms"] = speech["duration_ms"]
    turns = [{name: turn[name] for name in ("text", "start_ms", "end_ms", "words")} for turn in speech["turns"]]
    lines = ",\n".join(json.dumps(turn, ensure_ascii=False) for turn in turns)
    timing = f'{{"recording": {json.dumps(recording)},\n"turns": [\n{lines}\n]}}\n'
    (HERE / "timing" / f"{key}.json").write_text(timing, encoding="utf-8")
    size = (MEDIA / recording["file"]).stat().st_size
    print(f"{key}: {size / 1e6:.2f} MB, {size * 8 / speech['duration_ms']:.0f} kbit/s", flush=True)


def main() -> None:
    """Draw the named interviews, or all that were spoken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", type=Path, required=True)
    options.add_argument("keys", nargs="*")
    chosen = options.parse_args()
    MEDIA.mkdir(exist_ok=True)
    (HERE / "timing").mkdir(exist_ok=True)
    for script in sorted((HERE / "scripts").glob("*.txt")):
        key = read_script(script)[0]["key"]
        if key in SITTINGS and (not chosen.keys or key in chosen.keys):
            draw(script, chosen.build)


if __name__ == "__main__":
    main()
