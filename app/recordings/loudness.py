"""How loud people speak in a recording, told from its waveform; and how much softer a player makes loud ones. Pure.

It is the gated mean of EBU R 128 without its weighting by ear: pauses do not count, so it is how loud the voices are.
A film that is rendered is measured by the rule itself; two recordings of speech stand to each other alike in both.
"""

import math
from collections.abc import Sequence

import numpy as np

SILENT_DB = -100.0
"""The level of a recording without any sound."""
MOST_DB = 12.0
"""So much softer a voice is made at most: a player can turn down, not up, and nobody shall have to strain."""
_BLOCK = 40  # peaks of 10 ms each: 400 ms, as the rule has it
_FLOOR = (2 / 255) ** 2  # the softest that a peak of one byte tells from nothing
_GATE = 0.1  # 10 dB below the mean of what is no silence


def level_db(peaks: bytes) -> float:
    """The level of a waveform with a byte for each 10 ms, in dB below the loudest there is; `SILENT_DB` for silence."""
    power = (np.frombuffer(peaks, np.uint8).astype(np.float64) / 255) ** 2
    if not power.size:
        return SILENT_DB
    blocks = np.add.reduceat(power, np.arange(0, power.size, _BLOCK)) / _BLOCK
    heard = blocks[blocks > _FLOOR]
    if not heard.size:
        return SILENT_DB
    voices = heard[heard > _GATE * heard.mean()]
    return round(10 * math.log10(voices.mean()), 2)


def evened_db(levels: Sequence[float | None]) -> list[float]:
    """By how many dB each of these is played softer, so that all sound alike; 0 for what is silent or not measured.

    The softest voice stays as it is, unless others would have to give way by more than `MOST_DB`.
    """
    known = [level for level in levels if level is not None and level > SILENT_DB]
    if not known:
        return [0.0] * len(levels)
    goal = max(min(known), max(known) - MOST_DB)
    return [0.0 if level is None else min(0.0, round(goal - level, 2)) for level in levels]
