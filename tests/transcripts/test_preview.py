"""Titles and languages suggested from what a file is called and says of itself."""

import pytest

from app.transcripts.preview import language_tag, title_from


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-03-12_rosa-talk.en.vtt", "2026-03-12 rosa talk"),
        ("GMT20260312-101500_Recording.transcript.vtt", "GMT20260312-101500 Recording transcript"),
        ("Interview mit Gerda.srt", "Interview mit Gerda"),
        ("v1.2 notes.txt", "v1.2 notes"),
        ("", ""),
    ],
)
def test_a_title_is_made_from_the_files_name(name: str, title: str) -> None:
    assert title_from(name) == title


@pytest.mark.parametrize(
    ("said", "tag"),
    [("en", "en"), ("EN_us", "en-us"), ("pt-BR", "pt-BR"), ("english, probably", None), ("", None), (None, None)],
)
def test_a_language_is_taken_up_only_as_a_tag(said: str | None, tag: str | None) -> None:
    assert language_tag(said) == tag
