"""A drawn head that can speak, blink, look, nod and feel. Units: pixels around the middle of the face; y grows downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import skia
from ink import Point, fill, glow, line, mix, oval, shape, stroke


@dataclass
class Pose:
    """One moment: everything that moves. Angles in degrees, the rest 0..1 or −1..1 unless said."""

    open: float = 0.0  # jaw
    wide: float = 0.0  # −1 pursed … 1 spread
    bite: float = 0.0  # lower lip under the teeth (f, v)
    smile: float = 0.0  # −1 … 1 corners of the mouth
    lids: float = 1.0  # 0 shut … 1 open
    squint: float = 0.0  # lower lids lifted
    brow: float = 0.0  # −1 lowered … 1 raised
    worry: float = 0.0  # inner ends of the brows lifted
    look_x: float = 0.0
    look_y: float = 0.0
    yaw: float = 0.0
    nod: float = 0.0  # −1 up … 1 down
    tilt: float = 0.0  # degrees
    breath: float = 0.0  # 0..1


@dataclass
class Looks:
    """What makes a face this face."""

    skin: str
    shade: str
    light: str
    blush: str
    ink: str
    lips: str
    iris: str
    head: list[Point]  # right half of the outline, from the crown down to the chin
    eye_gap: float = 31.0
    eye_size: float = 11.5
    eye_height: float = 7.6
    eye_y: float = -6.0
    brow_colour: str = "#5A3A28"
    brow_weight: float = 5.0
    brow_y: float = -25.0
    brow_arch: float = 4.0
    nose: str = "soft"  # soft | long | broad
    nose_y: float = 26.0
    mouth_y: float = 49.0
    mouth_width: float = 21.0
    lip_weight: float = 3.4
    age: float = 0.0  # 0..1: folds and crow's feet
    freckles: bool = False
    stubble: str | None = None
    back: Callable[[skia.Canvas, Pose], None] | None = None  # hair behind
    front: Callable[[skia.Canvas, Pose], None] | None = None  # hair, beard, glasses, hats
    body: Callable[[skia.Canvas, Pose], None] | None = None
    over: Callable[[skia.Canvas, Pose], None] | None = None  # a hand, a telephone
    ears: float = 1.0
    ear_y: float = 6.0
    aid: str | None = "#8E8577"  # colour of the hearing aid
    bare_ear: int = 0  # the side that wears none today
    at: Point = (330.0, 172.0)
    scale: float = 1.0
    neck: float = 30.0


def outline(looks: Looks) -> skia.Path:
    """The closed outline of the head."""
    right = looks.head
    left = [(-x, y) for x, y in right[::-1] if abs(x) > 0.1]
    return shape([*right, *left])


def draw_ear(canvas: skia.Canvas, looks: Looks, side: int, x: float) -> None:
    """An ear with its inner fold, and the hearing aid that sits behind it."""
    y, size = looks.ear_y, looks.ears
    aid = looks.aid if side != looks.bare_ear else None
    canvas.save()
    canvas.translate(side * x, y)
    canvas.scale(side * size, size)
    if aid:
        stroke(canvas, [(3, -17), (10, -25), (17, -18), (18, -2)], aid, 8.5)
        stroke(canvas, [(5, -19), (11, -23), (15, -18)], mix(aid, "#FFFFFF", 0.45), 2.4, alpha=0.8)
    ear = shape([(-4, -15), (6, -20), (14, -12), (12, 2), (7, 14), (0, 17), (-5, 8)])
    canvas.drawPath(ear, fill(looks.skin))
    canvas.save()
    canvas.clipPath(ear, True)
    canvas.drawPath(shape([(0, -10), (7, -13), (9, -4), (5, 6), (0, 10), (-6, 0)]), fill(looks.shade, 0.75))
    canvas.restore()
    stroke(canvas, [(-1, -13), (7, -15), (10, -5), (6, 7)], looks.ink, 2.0, alpha=0.75)
    stroke(canvas, [(1, -4), (4, 1), (1, 6)], looks.ink, 1.8, alpha=0.6)
    if aid:
        stroke(canvas, [(4, -19), (0, -10), (1, -1)], mix(aid, "#FFFFFF", 0.6), 1.9, alpha=0.9)
    canvas.restore()


def draw_eye(canvas: skia.Canvas, looks: Looks, pose: Pose, side: int) -> None:
    """White, iris, lids and lashes of one eye."""
    w, h = looks.eye_size, looks.eye_height
    up = h * (0.12 + 0.88 * pose.lids) if pose.lids > 0.12 else 0.0
    low = h * 0.62 * (1 - 0.65 * pose.squint) * min(1.0, pose.lids * 1.5)
    inner, outer = (-side * w, 2.0), (side * w, 0.4)
    if pose.lids <= 0.15:
        stroke(canvas, [inner, (-side * 4, 4.6), (side * 4, 4.6), outer], looks.ink, 3.4)
        return
    upper = [inner, (-side * w * 0.45, -up * 0.86), (side * w * 0.25, -up), (side * w * 0.75, -up * 0.55), outer]
    lower = [outer, (side * w * 0.5, low * 0.9), (-side * w * 0.2, low), (-side * w * 0.7, low * 0.75)]
    eye = shape(upper + lower)
    canvas.drawPath(eye, fill("#F8F2E6"))
    canvas.save()
    canvas.clipPath(eye, True)
    x, y = pose.look_x * w * 0.36, pose.look_y * h * 0.4 - 0.8
    oval(canvas, x, y, h * 0.82, h * 0.86, mix(looks.iris, "#000000", 0.35))
    oval(canvas, x, y + 0.6, h * 0.66, h * 0.7, looks.iris)
    oval(canvas, x, y, h * 0.38, h * 0.4, "#17110E")
    canvas.drawPath(shape([(-w, -up - 4), (w, -up - 4), (w, -up * 0.2), (0, -up * 0.42), (-w, -up * 0.2)]), fill(looks.shade, 0.45))
    oval(canvas, x - 2.1, y - 2.4, 1.5, 1.5, "#FFFFFF", 0.95)
    canvas.restore()
    stroke(canvas, upper, looks.ink, 3.5, lean=0.6)
    stroke(canvas, [(outer[0], outer[1]), (side * w * 0.4, low * 1.02), (-side * w * 0.5, low * 0.95)], looks.ink, 1.3, alpha=0.45)
    crease = [(-side * w * 0.8, -up * 0.75 - 3.2), (0, -up - 4.4), (side * w * 0.95, -up * 0.5 - 3.2)]
    stroke(canvas, crease, looks.ink, 1.6, alpha=0.45)


def draw_age(canvas: skia.Canvas, looks: Looks, pose: Pose) -> None:
    """Lines a life has left; they deepen with a smile."""
    if looks.age <= 0:
        return
    deep = looks.age * (0.55 + 0.35 * max(0.0, pose.smile))
    gap, y = looks.eye_gap, looks.eye_y
    for side in (-1, 1):
        edge = side * (gap + looks.eye_size)
        for rise in (-5, 0, 5):
            stroke(canvas, [(edge + side * 3, y + rise * 0.5), (edge + side * 10, y + rise * 1.3)], looks.ink, 1.6, alpha=deep * 0.7)
        stroke(canvas, [(side * (gap - 9), y + 12), (side * gap, y + 16), (side * (gap + 9), y + 12)], looks.ink, 1.5, alpha=deep * 0.55)
        stroke(canvas, [(side * 15, looks.nose_y - 4), (side * 25, looks.nose_y + 10), (side * 27, looks.mouth_y + 2)], looks.ink, 2.2, alpha=deep * 0.75)
    for rise in (0, 8):
        stroke(canvas, [(-24, looks.brow_y - 17 - rise), (0, looks.brow_y - 19 - rise - 2 * pose.brow), (24, looks.brow_y - 17 - rise)], looks.ink, 1.5, alpha=deep * 0.4)


def draw_nose(canvas: skia.Canvas, looks: Looks) -> None:
    """Bridge, tip and nostrils, in three characters."""
    y = looks.nose_y
    if looks.nose == "long":
        canvas.drawPath(shape([(3, -6), (9, y - 14), (15, y - 2), (7, y + 6), (-6, y + 5), (2, y - 10)]), fill(looks.shade, 0.55))
        stroke(canvas, [(-5, -8), (-7, y - 16), (-13, y - 4), (-9, y + 4), (0, y + 7), (9, y + 4)], looks.ink, 2.8, lean=0.7)
        stroke(canvas, [(9, y - 6), (14, y - 1), (10, y + 4)], looks.ink, 2.2)
        glow(canvas, -2, y - 3, 8, looks.light, 0.65)
    elif looks.nose == "broad":
        canvas.drawPath(shape([(2, -2), (10, y - 12), (17, y - 1), (10, y + 6), (-8, y + 6), (1, y - 6)]), fill(looks.shade, 0.5))
        stroke(canvas, [(-14, y - 6), (-17, y), (-12, y + 5), (-4, y + 4)], looks.ink, 2.6)
        stroke(canvas, [(4, y + 4), (12, y + 5), (17, y), (14, y - 6)], looks.ink, 2.6)
        stroke(canvas, [(-7, y + 5), (0, y + 8), (7, y + 5)], looks.ink, 2.2)
        glow(canvas, -1, y - 3, 9, looks.light, 0.6)
    else:
        canvas.drawPath(shape([(2, 0), (7, y - 12), (11, y - 1), (6, y + 4), (-3, y + 4), (1, y - 8)]), fill(looks.shade, 0.5))
        stroke(canvas, [(-9, y - 3), (-10, y + 2), (-5, y + 4), (0, y + 6), (6, y + 4), (10, y + 1)], looks.ink, 2.4)
        glow(canvas, -2, y - 3, 7, looks.light, 0.65)


def draw_mouth(canvas: skia.Canvas, looks: Looks, pose: Pose) -> None:
    """Lips, teeth and tongue of the sound that is being made."""
    w = looks.mouth_width * (1 + 0.16 * pose.wide - 0.16 * max(0.0, -pose.wide) + 0.1 * max(0.0, pose.smile))
    jaw = 17.0 * pose.open
    corner = -4.6 * pose.smile
    lip = looks.lip_weight
    purse = max(0.0, -pose.wide)
    top_y, low_y = -1.2 - 1.6 * pose.open - purse, max(0.6, jaw) - 3.2 * pose.bite
    canvas.save()
    canvas.translate(0, looks.mouth_y)
    left, right = (-w, corner), (w, corner)
    upper_in = [left, (-w * 0.5, top_y + corner * 0.35), (0, top_y + 0.8), (w * 0.5, top_y + corner * 0.35), right]
    lower_in = [right, (w * 0.55, low_y * 0.86 + corner * 0.3), (0, low_y), (-w * 0.55, low_y * 0.86 + corner * 0.3)]
    upper_out = [left, (-w * 0.5, top_y - lip + corner * 0.3), (-w * 0.16, top_y - lip * 1.35), (0, top_y - lip * 0.9),
                 (w * 0.16, top_y - lip * 1.35), (w * 0.5, top_y - lip + corner * 0.3), right]
    lower_out = [right, (w * 0.5, low_y + lip * 1.2 + corner * 0.3), (0, low_y + lip * 1.75), (-w * 0.5, low_y + lip * 1.2 + corner * 0.3)]
    canvas.drawPath(shape(upper_out + lower_out), fill(looks.lips))
    canvas.drawPath(shape([(-w * 0.5, low_y + lip * 0.9), (0, low_y + lip * 0.5), (w * 0.5, low_y + lip * 0.9), (0, low_y + lip * 1.5)]),
                    fill(mix(looks.lips, "#FFFFFF", 0.35), 0.5))
    if jaw > 1.6:
        inside = shape(upper_in + lower_in)
        canvas.drawPath(inside, fill("#4A1719"))
        canvas.save()
        canvas.clipPath(inside, True)
        canvas.drawPath(shape([(-w * 0.72, top_y - 3), (w * 0.72, top_y - 3), (w * 0.62, top_y + 3.8), (0, top_y + 4.8), (-w * 0.62, top_y + 3.8)]),
                        fill("#F6EEDF"))
        if pose.open > 0.3:
            oval(canvas, 0, low_y + 1.5, w * 0.55, 5.5, "#B5585A")
        canvas.restore()
        stroke(canvas, upper_in, looks.ink, 1.8, alpha=0.8)
    else:
        stroke(canvas, upper_in, looks.ink, 2.6)
    for side in (-1, 1):
        stroke(canvas, [(side * (w - 1), corner + 0.6), (side * (w + 2.6), corner - 0.8), (side * (w + 3.2), corner - 3.0)], looks.ink, 1.9, alpha=0.7)
    stroke(canvas, [(-7, low_y + lip * 1.9 + 4), (0, low_y + lip * 1.9 + 5.5), (7, low_y + lip * 1.9 + 4)], looks.ink, 1.8, alpha=0.4)
    canvas.restore()


def draw_brows(canvas: skia.Canvas, looks: Looks, pose: Pose) -> None:
    """The brows say how it is meant."""
    lift = -6.0 * pose.brow
    for side in (-1, 1):
        gap = looks.eye_gap
        inner = (side * (gap - 13), looks.brow_y + 2.5 + lift - 5.0 * pose.worry + 2.2 * max(0.0, -pose.brow))
        mid = (side * (gap + 2), looks.brow_y - looks.brow_arch + lift)
        outer = (side * (gap + 16), looks.brow_y + 3 + lift * 0.6 + 3.0 * pose.worry)
        stroke(canvas, [inner, mid, outer], looks.brow_colour, looks.brow_weight, lean=0.35)


def draw_head(canvas: skia.Canvas, looks: Looks, pose: Pose) -> None:
    """Ears, skull, shade, features, in that order."""
    head = outline(looks)
    half = max(x for x, _ in looks.head)
    for side in (-1, 1):
        draw_ear(canvas, looks, side, half - 3 - side * pose.yaw * 4)
    canvas.drawPath(head, fill(looks.skin))
    canvas.save()
    canvas.clipPath(head, True)
    canvas.drawPath(shape([(half + 20, -120), (half * 0.62, -60), (half * 0.72, 10), (half * 0.42, 62), (0, 84), (-30, 100), (60, 130), (half + 40, 40)]),
                    fill(looks.shade, 0.62))
    glow(canvas, -half * 0.45, -38, half * 0.75, looks.light, 0.5)
    canvas.translate(pose.yaw * 6, pose.nod * 4)
    for side in (-1, 1):
        glow(canvas, side * (looks.eye_gap + 8), 24, 22, looks.blush, 0.5 + 0.12 * max(0.0, pose.smile), 0.8)
        oval(canvas, side * looks.eye_gap, looks.eye_y + 1, looks.eye_size + 6, looks.eye_height + 6, looks.shade, 0.26)
    if looks.stubble:
        canvas.drawPath(shape([(-half, 18), (-28, 38), (0, 32), (28, 38), (half, 18), (half, 110), (-half, 110)]), fill(looks.stubble, 0.22))
    if looks.freckles:
        for x, y in ((-34, 16), (-26, 21), (-40, 24), (-20, 15), (-30, 28), (33, 16), (26, 22), (40, 23), (20, 16), (31, 29), (-4, 8), (5, 12)):
            oval(canvas, x, y, 1.3, 1.2, looks.ink, 0.35)
    canvas.restore()
    canvas.save()
    canvas.translate(pose.yaw * 6, pose.nod * 4)
    draw_age(canvas, looks, pose)
    for side in (-1, 1):
        canvas.save()
        canvas.translate(side * looks.eye_gap, looks.eye_y)
        draw_eye(canvas, looks, pose, side)
        canvas.restore()
    draw_brows(canvas, looks, pose)
    draw_mouth(canvas, looks, pose)
    canvas.translate(pose.yaw * 4, pose.nod * 2)
    draw_nose(canvas, looks)
    canvas.restore()


def draw_person(canvas: skia.Canvas, looks: Looks, pose: Pose) -> None:
    """The person as they sit in front of us."""
    canvas.save()
    canvas.translate(*looks.at)
    canvas.scale(looks.scale, looks.scale)
    lift = -1.6 * pose.breath

    def headwards() -> None:
        canvas.translate(pose.yaw * 3, lift * 0.8 + pose.nod * 3)
        canvas.rotate(pose.tilt, 0, 80)

    if looks.back:
        canvas.save()
        headwards()
        looks.back(canvas, pose)
        canvas.restore()
    canvas.save()
    canvas.translate(0, lift)
    neck = looks.neck
    canvas.drawPath(shape([(-neck, 40), (neck, 40), (neck + 2, 95), (neck + 22, 118), (0, 150), (-neck - 22, 118), (-neck - 2, 95)]), fill(looks.skin))
    canvas.drawPath(shape([(-neck, 62), (0, 92), (neck, 62), (neck + 3, 98), (neck - 4, 112), (0, 106), (-neck + 2, 90)]), fill(looks.shade, 0.7))
    if looks.body:
        looks.body(canvas, pose)
    canvas.restore()
    canvas.save()
    headwards()
    draw_head(canvas, looks, pose)
    if looks.front:
        looks.front(canvas, pose)
    canvas.restore()
    if looks.over:
        canvas.save()
        headwards()
        looks.over(canvas, pose)
        canvas.restore()
    canvas.restore()


def spectacles(canvas: skia.Canvas, looks: Looks, pose: Pose, text: str, *, rx: float, ry: float, width: float = 3.0,
               cat: bool = False, y: float = 0.0) -> None:
    """Glasses that move with the face."""
    canvas.save()
    canvas.translate(pose.yaw * 8, pose.nod * 5 + y)
    for side in (-1, 1):
        x, top = side * (looks.eye_gap + 1), looks.eye_y + 1
        if cat:
            rim = shape([(x - side * rx, top - ry * 0.5), (x, top - ry), (x + side * rx * 1.3, top - ry * 1.35), (x + side * rx * 1.02, top + ry * 0.3),
                         (x + side * rx * 0.4, top + ry), (x - side * rx * 0.6, top + ry * 0.8)])
        else:
            rim = skia.Path()
            rim.addRoundRect(skia.Rect.MakeLTRB(x - rx, top - ry, x + rx, top + ry), rx * 0.75, ry * 0.75)
        canvas.drawPath(rim, fill("#FFFFFF", 0.13))
        canvas.drawPath(rim, line(text, width))
        stroke(canvas, [(x - 7, top - ry * 0.45), (x - 1, top - ry * 0.7)], "#FFFFFF", 2.4, alpha=0.6)
        half = max(px for px, _ in looks.head)
        canvas.drawLine(x + side * rx, top - ry * 0.3, side * (half + 1) - pose.yaw * 8, top - 4, line(text, width * 0.9))
    inner = looks.eye_gap + 1 - rx
    stroke(canvas, [(-inner - 0.5, looks.eye_y - 1), (0, looks.eye_y - 4.5), (inner + 0.5, looks.eye_y - 1)], text, width * 1.25)
    canvas.restore()
