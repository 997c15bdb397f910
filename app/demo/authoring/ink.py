"""Brush, pen and wash on a skia canvas: the few strokes all portraits are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence

import skia

Point = tuple[float, float]


def colour(text: str, alpha: float = 1.0) -> int:
    """`#RRGGBB` → skia colour."""
    value = int(text.lstrip("#"), 16)
    return skia.ColorSetARGB(round(255 * alpha), value >> 16, value >> 8 & 255, value & 255)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two."""
    a, b = (int(c.lstrip("#"), 16) for c in (one, other))
    parts = [round((a >> s & 255) * (1 - share) + (b >> s & 255) * share) for s in (16, 8, 0)]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def fill(text: str, alpha: float = 1.0, blur: float = 0.0) -> skia.Paint:
    """A paint that fills; `blur` in pixels softens its edge."""
    paint = skia.Paint(AntiAlias=True, Color=colour(text, alpha))
    if blur:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def line(text: str, width: float, alpha: float = 1.0) -> skia.Paint:
    """A paint for an even line with round ends."""
    return skia.Paint(
        AntiAlias=True, Color=colour(text, alpha), Style=skia.Paint.kStroke_Style, StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
    )


def spline(points: Sequence[Point], closed: bool = False, dense: int = 10) -> list[Point]:
    """A Catmull–Rom curve through the points."""
    n = len(points)
    at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    found: list[Point] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        for k in range(dense):
            t = k / dense
            found.append(tuple(  # type: ignore[arg-type]
                0.5 * (2 * p1[c] + (p2[c] - p0[c]) * t + (2 * p0[c] - 5 * p1[c] + 4 * p2[c] - p3[c]) * t * t
                       + (3 * p1[c] - p0[c] - 3 * p2[c] + p3[c]) * t**3)
                for c in (0, 1)
            ))
    if not closed:
        found.append(tuple(points[-1]))  # type: ignore[arg-type]
    return found


def shape(points: Sequence[Point], closed: bool = True) -> skia.Path:
    """A smooth path through the points."""
    curve = spline(points, closed)
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in curve], closed)
    return path


def poly(points: Sequence[Point]) -> skia.Path:
    """A path with corners."""
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], True)
    return path


def stroke(canvas: skia.Canvas, points: Sequence[Point], text: str, width: float, *, alpha: float = 1.0,
           lean: float = 0.5) -> None:
    """A brush stroke that swells and tapers; `lean` says where it is thickest (0 = beginning)."""
    curve = spline(points)
    n = len(curve)
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(curve):
        ax, ay = curve[max(i - 1, 0)]
        bx, by = curve[min(i + 1, n - 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        t = i / (n - 1)
        t = 0.5 * t / lean if t < lean else 0.5 + 0.5 * (t - lean) / (1 - lean)
        half = width / 2 * math.sin(math.pi * min(max(t, 0.02), 0.98)) ** 0.7
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    canvas.drawPath(poly(left + right[::-1]), fill(text, alpha))


def glow(canvas: skia.Canvas, x: float, y: float, radius: float, text: str, alpha: float, squash: float = 1.0) -> None:
    """A soft round wash: blush, lamp light."""
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(1, squash)
    paint = skia.Paint(AntiAlias=True)
    paint.setShader(skia.GradientShader.MakeRadial(
        skia.Point(0, 0), radius, [colour(text, alpha), colour(text, alpha * 0.6), colour(text, 0)], [0, 0.45, 1]))
    canvas.drawCircle(0, 0, radius, paint)
    canvas.restore()


def wash(canvas: skia.Canvas, rect: tuple[float, float, float, float], top: str, bottom: str) -> None:
    """A rectangle from one colour down to another."""
    x, y, width, height = rect
    paint = skia.Paint(AntiAlias=True)
    paint.setShader(skia.GradientShader.MakeLinear(
        [skia.Point(0, y), skia.Point(0, y + height)], [colour(top), colour(bottom)]))
    canvas.drawRect(skia.Rect.MakeXYWH(x, y, width, height), paint)


def box(canvas: skia.Canvas, x: float, y: float, width: float, height: float, text: str, corner: float = 0.0,
        alpha: float = 1.0) -> None:
    """A filled rectangle."""
    canvas.drawRoundRect(skia.Rect.MakeXYWH(x, y, width, height), corner, corner, fill(text, alpha))


def oval(canvas: skia.Canvas, x: float, y: float, rx: float, ry: float, text: str, alpha: float = 1.0) -> None:
    """A filled ellipse around a centre."""
    canvas.drawOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry), fill(text, alpha))
