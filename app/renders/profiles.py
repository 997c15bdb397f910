"""What a rendered reel looks and sounds like, whatever its sources were. Pure."""

from dataclasses import dataclass

SAMPLE_RATE = 48_000
LOUDNESS_LUFS = -16.0
"""What every clip is brought to (EBU R128 measures it); usual for speech that is heard on computers and phones."""
PEAK_DB = -1.0
"""True peaks stay below, so that lossy encoding does not clip."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A common form for all pieces, so that they can be joined without encoding the picture again."""

    name: str
    width: int
    height: int
    crf: int
    fps: int = 30
    edition: int = 1
    """Raised when pieces come out differently; then none of the kept ones is used any more."""

    def frames(self, length_ms: int) -> int:
        """How many frames begin within that time."""
        return -(-length_ms * self.fps // 1000)


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("720p", 1280, 720, crf=22),
        Profile("1080p", 1920, 1080, crf=21),
        Profile("480p", 854, 480, crf=24),
    )
}
STANDARD = "720p"
