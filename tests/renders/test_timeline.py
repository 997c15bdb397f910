"""What a film is made of, and what makes two films the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.reels.clips import Cue
from app.renders import pictures, reading
from app.renders.profiles import PROFILES
from app.renders.timeline import Card, Fading, Footage, Source, Timeline, changed, fingerprint, picture_key

SOURCE = Source("ab" * 32, "recordings/1", has_video=True, interview_id="i", file_name="call.mp4")
CLIP = Footage(
    item_id="1",
    highlight_id="h1",
    source=SOURCE,
    start_ms=1_000,
    end_ms=4_000,
    name="Rosa",
    role="Operations lead",
    cues=(Cue(0, 1_500, "It failed twice.", "s1"), Cue(1_500, 3_000, "Twice?", "s2")),
    names=(("s1", "Rosa"), ("s2", "Len")),
)
CARD = Card("2", 2_000, "Waiting", "for support")
REEL = Timeline("Waiting", (CARD, CLIP, replace(CLIP, item_id="3", start_ms=8_000, end_ms=10_500)))
lengths = st.lists(st.integers(300, 600_000), min_size=1, max_size=30)


def key(piece: Footage | Card) -> str:
    return picture_key(piece, "720p-1")


def test_the_place_of_a_piece_and_how_loud_it_is_do_not_change_its_picture() -> None:
    assert key(replace(CLIP, item_id="9", even=False)) == key(CLIP)


def test_words_change_the_picture_only_where_they_are_in_it() -> None:
    other = replace(CLIP, cues=(Cue(0, 900, "Never mind.", "s1"),))
    assert key(other) == key(CLIP)
    assert key(replace(other, burned=True)) != key(replace(CLIP, burned=True))
    assert key(replace(CLIP, name="Anna")) != key(CLIP)
    assert key(replace(CLIP, name="Anna", lower_third=False)) == key(replace(CLIP, lower_third=False))


def test_the_name_of_a_file_does_not_change_the_picture() -> None:
    assert key(replace(CLIP, source=replace(SOURCE, file_name="", store_key="elsewhere"))) == key(CLIP)


def test_times_fades_and_recordings_change_the_picture() -> None:
    different = [
        replace(CLIP, start_ms=1_001),
        replace(CLIP, end_ms=4_001),
        replace(CLIP, fading=Fading(100, 0)),
        replace(CLIP, source=replace(SOURCE, sha256="cd" * 32)),
        CARD,
    ]
    assert len({key(one) for one in (CLIP, *different)}) == 6
    assert picture_key(CLIP, "1080p-1") != key(CLIP)


def test_another_order_is_another_film_of_the_same_pieces() -> None:
    turned = replace(REEL, pieces=REEL.pieces[::-1])
    assert fingerprint(turned, "720p-1") != fingerprint(REEL, "720p-1")
    assert changed(turned, "720p-1", [key(piece) for piece in REEL.pieces]) == []


def test_only_what_is_not_kept_is_encoded_and_each_piece_once() -> None:
    twice = replace(REEL, pieces=(*REEL.pieces, replace(CLIP, item_id="4")))
    assert changed(twice, "720p-1", [key(CARD)]) == [CLIP, REEL.pieces[2]]


@given(lengths)
def test_pieces_follow_each_other_without_gap_or_overlap(found: list[int]) -> None:
    timeline = Timeline("", tuple(Card(str(number), length) for number, length in enumerate(found)))
    ends = [at + piece.length_ms for at, piece in timeline.placed()]
    assert [at for at, _ in timeline.placed()] == [0, *ends[:-1]]
    assert ends[-1] == timeline.length_ms


@given(st.integers(1, 3_600_000), st.sampled_from(list(PROFILES.values())))
def test_no_frame_begins_at_the_end_or_later(length_ms: int, profile) -> None:  # type: ignore[no-untyped-def]
    count = profile.frames(length_ms)
    assert (count - 1) * 1000 < length_ms * profile.fps <= count * 1000


def test_captions_of_the_whole_stand_where_their_clip_stands() -> None:
    found = reading.captions(REEL)
    assert "00:00:02.000 --> 00:00:03.500\n<v Rosa>It failed twice." in found
    assert "00:00:06.500 --> 00:00:08.000\n<v Len>Twice?" in found


def test_a_clip_without_captions_has_none_but_its_words_can_be_read() -> None:
    quiet = Timeline("Waiting", (replace(CLIP, captioned=False),))
    assert reading.captions(quiet) == "WEBVTT\n"
    assert "It failed twice." in reading.text(quiet)


def test_the_transcript_says_who_says_what_and_when() -> None:
    assert reading.text(REEL).startswith(
        "Waiting\n=======\n--- Waiting ---\nfor support\n\n[0:02] Rosa, Operations lead\nIt failed twice.\nLen: Twice?\n"
    )


def test_words_cannot_be_mistaken_for_markdown() -> None:
    sly = replace(CLIP, cues=(Cue(0, 900, "# [free](http://x) *now*", "s1"),))
    assert r"\# \[free\](http://x) \*now\*" in reading.markdown(Timeline("A", (sly,)))


@given(st.integers(1, 7_200_000))
def test_small_pictures_cover_the_film_and_stay_few(length_ms: int) -> None:
    count = pictures.thumbs(length_ms)
    assert count <= pictures.MOST_THUMBS
    assert (count - 1) * pictures.step_ms(length_ms) < length_ms <= count * pictures.step_ms(length_ms)
    assert pictures.index(length_ms).count("-->") == count


def test_the_poster_shows_a_person_rather_than_a_title() -> None:
    assert pictures.poster_ms(REEL) == 3_000
