"""Who sounds how: blends of the synthesiser's voices, pitch (below 1 = a larger, older body), pace and line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """A speaking voice.

    `blend` maps the package's voice names to their share, `british` chooses the pronunciation, `pitch` scales pitch and
    formants together, `pace` is the rate of speech (1 = the synthesiser's own), `telephone` narrows the band.
    """

    blend: dict[str, float]
    british: bool = True
    pitch: float = 1.0
    pace: float = 1.0
    telephone: bool = False


RUTH = Voice({"bf_emma": 1.0}, pace=1.02)
JOSEPHINE = Voice({"bf_isabella": 0.65, "af_heart": 0.35}, pitch=1.05, pace=1.0)

VOICES: dict[tuple[str, str], Voice] = {
    ("maureen-the-voicemail", "R"): RUTH,
    ("maureen-the-voicemail", "M"): Voice({"bf_isabella": 0.55, "af_heart": 0.45}, pitch=0.87, pace=0.97),
    ("len-sings-flat", "R"): RUTH,
    ("len-sings-flat", "L"): Voice({"bm_george": 1.0}, pitch=0.94, pace=0.98),
    ("dana-fifteen-fifty", "R"): RUTH,
    ("dana-fifteen-fifty", "D"): Voice({"af_heart": 0.75, "af_bella": 0.25}, british=False, pace=1.04),
    ("marcus-in-the-kitchen", "N"): Voice({"af_sarah": 0.6, "bf_emma": 0.4}, pitch=1.03, pace=0.98),
    ("marcus-in-the-kitchen", "C"): Voice({"am_michael": 0.7, "am_fenrir": 0.3}, british=False, pitch=0.97, pace=1.08),
    ("winston-ten-past-eight", "A"): JOSEPHINE,
    ("winston-ten-past-eight", "W"): Voice({"bm_fable": 0.7, "bm_lewis": 0.3}, pitch=0.93, pace=1.04, telephone=True),
    ("priya-congratulations", "R"): RUTH,
    ("priya-congratulations", "P"): Voice({"af_bella": 0.5, "bf_isabella": 0.5}, pitch=1.03, pace=1.02),
    ("josephine-the-man-who-said-nothing", "R"): RUTH,
    ("josephine-the-man-who-said-nothing", "J"): JOSEPHINE,
}
