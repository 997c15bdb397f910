"""The fonts that words are drawn with.

FiraGO comes with a package and so is always there: Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Georgian, Devanagari.
What it has no character for, libass looks up among the fonts of the machine: for Chinese, Japanese and Korean one has
to be installed there (the Docker image has one).
"""

from importlib import import_module
from pathlib import Path

_FACES = ("FiraGO_Regular", "FiraGO_Bold")


def lay_out(folder: Path) -> Path:
    """Writes the font files into a folder, for a run of ffmpeg."""
    folder.mkdir(exist_ok=True)
    for face in _FACES:
        path = folder / f"{face}.ttf"
        if not path.exists():
            path.write_bytes(import_module(f"pymupdf_fonts.{face}").fontbuffer)
    return folder
