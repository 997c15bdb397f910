"""What the fixed values of fields are called on the German pages: whoever sees “traurig” types `emotion:traurig`.

The pages hold the same words for showing them; a test holds the two together.
"""

from app.highlights.emotions import Emotion
from app.interviews.schemas import InterviewKind

EMOTIONS = {
    Emotion.DELIGHTED: "begeistert",
    Emotion.GRATEFUL: "dankbar",
    Emotion.PROUD: "stolz",
    Emotion.RELIEVED: "erleichtert",
    Emotion.HOPEFUL: "hoffnungsvoll",
    Emotion.AMUSED: "belustigt",
    Emotion.CURIOUS: "neugierig",
    Emotion.SURPRISED: "überrascht",
    Emotion.NEUTRAL: "neutral",
    Emotion.CONFUSED: "verwirrt",
    Emotion.ANXIOUS: "besorgt",
    Emotion.DISAPPOINTED: "enttäuscht",
    Emotion.ASHAMED: "beschämt",
    Emotion.SAD: "traurig",
    Emotion.FRUSTRATED: "frustriert",
    Emotion.ANGRY: "wütend",
}
KINDS = {
    InterviewKind.INTERVIEW: "Interview",
    InterviewKind.FOCUS_GROUP: "Fokusgruppe",
    InterviewKind.SUPPORT_CALL: "Supportanruf",
    InterviewKind.USABILITY_SESSION: "Usability-Sitzung",
    InterviewKind.SURVEY: "Umfrage",
    InterviewKind.FIELD_NOTE: "Feldnotiz",
    InterviewKind.COLLEAGUE_STORY: "Aus dem Kollegenkreis",
}
