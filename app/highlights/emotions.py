"""The emotions a highlight may carry. Pure.

Sixteen words people use, each with a valence from -2 to +2; how strong it was is the highlight's intensity,
1 to 5. Disappointed is not frustrated: neither is ever averaged into the other.
"""

from enum import StrEnum


class Emotion(StrEnum):
    """What was felt in the moment."""

    DELIGHTED = "delighted"
    GRATEFUL = "grateful"
    PROUD = "proud"
    RELIEVED = "relieved"
    HOPEFUL = "hopeful"
    AMUSED = "amused"
    CURIOUS = "curious"
    SURPRISED = "surprised"
    NEUTRAL = "neutral"
    CONFUSED = "confused"
    ANXIOUS = "anxious"
    DISAPPOINTED = "disappointed"
    ASHAMED = "ashamed"
    SAD = "sad"
    FRUSTRATED = "frustrated"
    ANGRY = "angry"

    @property
    def valence(self) -> int:
        """From -2, very unpleasant, to +2, very pleasant."""
        return VALENCE[self]


VALENCE: dict[Emotion, int] = {
    Emotion.DELIGHTED: 2,
    Emotion.GRATEFUL: 2,
    Emotion.PROUD: 2,
    Emotion.RELIEVED: 1,
    Emotion.HOPEFUL: 1,
    Emotion.AMUSED: 1,
    Emotion.CURIOUS: 1,
    Emotion.SURPRISED: 0,
    Emotion.NEUTRAL: 0,
    Emotion.CONFUSED: -1,
    Emotion.ANXIOUS: -1,
    Emotion.DISAPPOINTED: -1,
    Emotion.ASHAMED: -2,
    Emotion.SAD: -2,
    Emotion.FRUSTRATED: -2,
    Emotion.ANGRY: -2,
}

MIDDLE = 3
"""The intensity of an emotion that nobody has weighed yet."""
