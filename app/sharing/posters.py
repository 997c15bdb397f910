"""Pictures for cards: the first frame of a film, or drawn bars for mere voices. JPEG, of exactly the size asked for.

Made at each request and kept nowhere: whoever withdraws has no picture left to purge.
"""

from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.core.errors import Unavailable
from app.core.lazily import lazily

if TYPE_CHECKING:
    import av
else:
    av = lazily("av")

WIDTH, HEIGHT = 1200, 675
"""16:9, wide enough for the large cards of every chat."""
LARGEST = 1280
PAPER, INK = (20, 17, 14), (143, 208, 181)
_BARS = 41
_QUALITY = 4
Pixels = NDArray[np.uint8]


def fit(
    max_width: int | None, max_height: int | None, *, width: int, height: int, largest: int = LARGEST
) -> tuple[int, int]:
    """The largest size of a shape within these bounds; without any bound, the size itself.

    >>> fit(320, None, width=640, height=360)
    (320, 180)
    """
    if max_width is None and max_height is None:
        return width, height
    across = min(max_width or largest, largest)
    if max_height is not None:
        across = min(across, max_height * width // height)
    across = max(1, across)
    return across, max(1, min(across * height // width, max_height or across))


def of_film(data: Any, width: int, height: int) -> bytes:
    """The first frame, whole, with bars of dark paper beside it where the shapes differ.

    `data` is a readable, seekable file. Raises Unavailable when it cannot be read.
    """
    try:
        with av.open(data) as container:
            frame = next(container.decode(video=0))
            across, down = fit(width, height, width=frame.width, height=frame.height, largest=max(width, height))
            picture = frame.reformat(width=across, height=down, format="rgb24").to_ndarray()
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise Unavailable("The picture cannot be read right now.") from error
    page = _page(width, height)
    top, left = (height - down) // 2, (width - across) // 2
    page[top : top + down, left : left + across] = picture
    return _jpeg(page)


def of_voices(width: int, height: int) -> bytes:
    """Bars that rise and fall like a voice; the same for every voice, so that it tells nothing about one."""
    page = _page(width, height)
    step = width / (_BARS + 14)
    for number in range(_BARS):
        swell = np.sin(np.pi * (number + 1) / (_BARS + 1)) * (0.45 + 0.55 * abs(np.sin(number * 1.7)))
        half = max(1, int(height * 0.22 * swell))
        left = int((number + 7) * step)
        page[height // 2 - half : height // 2 + half, left : max(left + 1, int(left + step * 0.55))] = INK
    return _jpeg(page)


def _page(width: int, height: int) -> Pixels:
    page = np.empty((height, width, 3), np.uint8)
    page[:] = PAPER
    return page


def _jpeg(picture: Pixels) -> bytes:
    # yuvj420p holds one colour for two by two points: an odd last row or column is repeated.
    height, width = picture.shape[:2]
    file = BytesIO()
    with av.open(file, "w", format="image2pipe") as container:
        stream = container.add_stream("mjpeg", rate=Fraction(1), options={"qmin": "2", "qmax": str(_QUALITY)})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p"
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()
