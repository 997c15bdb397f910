"""The vocabulary of emotions."""

from app.highlights.emotions import VALENCE, Emotion


def test_every_emotion_has_a_valence() -> None:
    assert set(VALENCE) == set(Emotion)
    assert {emotion.valence for emotion in Emotion} == {-2, -1, 0, 1, 2}
