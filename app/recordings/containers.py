"""Which container a file is, told from its first bytes.

Told here and not by the media library, because its own guess would also take playlists, and a playlist makes it open
other files and addresses.
"""

_ATOMS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"caff", "caf"),
    (b"#!AMR", "amr"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"FLV\x01", "flv"),
    (b"ID3", "mp3"),
)
_RIFF = {b"WAVE": "wav", b"AVI ": "avi"}
_TS_PACKET = 188
HEAD_BYTES = 3 * _TS_PACKET


def container_of(head: bytes) -> str | None:
    """The demuxer for a file that begins like this; None when it is no recording."""
    if head[4:8] in _ATOMS:
        return "mov"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    return _by_frames(head)


def _by_frames(head: bytes) -> str | None:
    if head[:1] == b"\x47" and head[_TS_PACKET : _TS_PACKET + 1] == b"\x47":
        return "mpegts"
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer = head[1] & 0x06
    if layer == 0:
        return "aac" if head[1] & 0xF0 == 0xF0 else None
    return "mp3" if head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C else None
