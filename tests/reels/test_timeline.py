"""Where clips begin and end, how they come and go, and who may hear what lies beside them: rules for any numbers."""

from hypothesis import given
from hypothesis import strategies as st

from app.access.audiences import Permission, Scope, Standing, narrowest, tokens_for
from app.reels.clips import REACH_MS, SHORTEST_MS, Cut, cut_of, fades_of, padded

ms = st.integers(0, 200_000)
permissions = st.builds(Permission, st.sampled_from(Standing), st.sampled_from(Scope), st.booleans())


@given(ms, st.integers(SHORTEST_MS, 60_000), st.integers(-REACH_MS, 0), st.integers(0, REACH_MS), ms, ms, ms)
def test_air_only_ever_adds_and_never_leaves_the_recording(
    start: int, length: int, trim_start: int, trim_end: int, before: int, after: int, duration: int
) -> None:
    core = cut_of(start, start + length, trim_start_ms=trim_start, trim_end_ms=trim_end, duration_ms=duration)
    if core is None:
        return
    wide = padded(core, before, after, duration)
    assert 0 <= wide.start_ms <= core.start_ms
    assert core.end_ms <= wide.end_ms <= duration
    assert core.start_ms - wide.start_ms <= before
    assert wide.end_ms - core.end_ms <= after
    assert padded(core, 0, 0, duration) == core


@given(st.integers(SHORTEST_MS, 60_000), st.integers(0, 5_000), st.integers(0, 5_000), st.sampled_from(["cut", "fade"]))
def test_fades_fit_into_their_clip(length: int, fade_in: int, fade_out: int, transition: str) -> None:
    fades = fades_of(length, fade_in, fade_out, transition=transition)
    assert fades.in_ms >= 0
    assert fades.out_ms >= 0
    assert fades.in_ms + fades.out_ms <= length
    if transition == "cut" and fade_in + fade_out <= length:
        assert (fades.in_ms, fades.out_ms) == (fade_in, fade_out)


@given(st.lists(permissions, min_size=1, max_size=5), st.sampled_from(["open", "restricted"]))
def test_whoever_may_hear_a_room_may_read_everyone_in_it(room: list[Permission], access: str) -> None:
    """So no trim and no air can let anybody hear a neighbour who did not allow it: a clip plays only for those
    who may hear everyone in its recording, wherever it begins and ends."""
    heard = tokens_for("p", access, narrowest(room))
    for one in room:
        assert heard <= tokens_for("p", access, one)


def test_a_cut_knows_its_length() -> None:
    assert padded(Cut(1_000, 2_000), 5_000, 500).length_ms == 2_500
