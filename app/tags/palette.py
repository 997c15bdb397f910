"""The colours of tags: names that light and dark themes paint in their own way. Pure."""

from typing import Literal, get_args

Colour = Literal["slate", "rust", "amber", "olive", "green", "teal", "sky", "blue", "violet", "plum", "rose", "brown"]
COLOURS: tuple[Colour, ...] = get_args(Colour)

_SAMPLES: dict[Colour, tuple[int, int, int]] = {
    "slate": (0x64, 0x6B, 0x73),
    "rust": (0xB4, 0x55, 0x2D),
    "amber": (0xC9, 0x8A, 0x1B),
    "olive": (0x6E, 0x7D, 0x33),
    "green": (0x2F, 0x7D, 0x4F),
    "teal": (0x2F, 0x7F, 0x83),
    "sky": (0x3B, 0x86, 0xB5),
    "blue": (0x3D, 0x55, 0xA0),
    "violet": (0x6B, 0x52, 0xA8),
    "plum": (0x8A, 0x3B, 0x6C),
    "rose": (0xB8, 0x45, 0x60),
    "brown": (0x7A, 0x62, 0x40),
}


def nearest(hex_colour: str) -> Colour:
    """The palette's name for a colour such as #B4552D; codebooks from elsewhere bring their own."""
    value = int(hex_colour.lstrip("#"), 16)
    red, green, blue = value >> 16, value >> 8 & 0xFF, value & 0xFF

    def distance(name: Colour) -> int:
        r, g, b = _SAMPLES[name]
        return 3 * (r - red) ** 2 + 4 * (g - green) ** 2 + 2 * (b - blue) ** 2

    return min(COLOURS, key=distance)
