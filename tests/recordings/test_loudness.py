"""How loud voices are, and how others give way to the softest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recordings.loudness import MOST_DB, SILENT_DB, evened_db, level_db

LEVELS = st.lists(st.none() | st.just(SILENT_DB) | st.floats(-60, 0), max_size=12)


def speech(loudest: int, *, seconds: int = 20, talks: float = 1.0) -> bytes:
    """Peaks that rise and fall, with nothing said for the rest of each second."""
    peaks = np.abs(np.sin(np.arange(seconds * 100) / 7)) * loudest
    peaks[np.arange(seconds * 100) % 100 >= 100 * talks] = 0
    return peaks.astype(np.uint8).tobytes()


def test_half_as_high_peaks_are_six_decibels_less() -> None:
    assert level_db(speech(200)) - level_db(speech(100)) == pytest.approx(6.0, abs=0.2)


def test_long_pauses_make_a_voice_no_softer() -> None:
    pauses = speech(200, seconds=5) + bytes(6_000) + speech(200, seconds=5)
    assert level_db(pauses) == pytest.approx(level_db(speech(200)), abs=0.3)


@pytest.mark.parametrize("peaks", [b"", bytes(1_000), b"\1\2" * 500])
def test_what_is_silent_has_no_level(peaks: bytes) -> None:
    assert level_db(peaks) == SILENT_DB


@given(st.binary(max_size=2_000))
def test_any_waveform_has_a_level_below_the_loudest(peaks: bytes) -> None:
    assert SILENT_DB <= level_db(peaks) <= 0


def test_the_louder_voice_gives_way_to_the_softer() -> None:
    assert evened_db([-10, -19, None, SILENT_DB]) == [-9, 0, 0, 0]


def test_nobody_gives_way_further_than_can_still_be_heard() -> None:
    assert evened_db([-10, -50]) == [-MOST_DB, 0]


@given(LEVELS)
def test_players_are_only_ever_told_to_turn_down_and_not_too_far(levels: list[float | None]) -> None:
    gains = evened_db(levels)
    assert len(gains) == len(levels)
    assert all(-MOST_DB - 0.01 <= gain <= 0 for gain in gains)


@given(st.lists(st.floats(-30, -20), min_size=1, max_size=12))
def test_voices_that_are_not_far_apart_end_up_alike_loud(levels: list[float]) -> None:
    heard = [level + gain for level, gain in zip(levels, evened_db(levels), strict=True)]
    assert max(heard) - min(heard) <= 0.02
