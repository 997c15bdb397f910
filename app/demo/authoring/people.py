"""Who sits there, in which room: looks and backgrounds of everybody who speaks on a picture."""

from __future__ import annotations

import random
from collections.abc import Callable

import skia
from face import Looks, Pose, spectacles
from ink import Point, box, fill, glow, line, mix, oval, poly, shape, stroke, wash

W, H = 640, 360


def blobs(canvas: skia.Canvas, spots: list[tuple[float, float, float]], text: str) -> None:
    """Round masses of curly hair or leaves."""
    for x, y, r in spots:
        canvas.drawCircle(x, y, r, fill(text))


def torso(canvas: skia.Canvas, text: str, width: float = 128, top: float = 100) -> skia.Path:
    """Shoulders down to the edge of the picture."""
    path = shape([(-34, top - 2), (-78, top + 14), (-width, top + 40), (-width - 22, 230), (width + 22, 230), (width, top + 40), (78, top + 14), (34, top - 2), (0, top + 10)])
    canvas.drawPath(path, fill(text))
    return path


def shaded(canvas: skia.Canvas, path: skia.Path, dark: str, alpha: float = 0.5) -> None:
    """Shadow on the far side of a body."""
    canvas.save()
    canvas.clipPath(path, True)
    canvas.drawPath(shape([(60, 90), (70, 130), (52, 180), (60, 240), (200, 240), (190, 100), (110, 96)]), fill(dark, alpha))
    canvas.drawPath(shape([(-150, 128), (-112, 150), (-104, 240), (-190, 240)]), fill(dark, alpha * 0.6))
    canvas.restore()


def window(canvas: skia.Canvas, x: float, y: float, w: float, h: float, top: str, bottom: str, frame: str) -> None:
    """A window with a cross bar and its frame."""
    box(canvas, x - 9, y - 9, w + 18, h + 18, frame, 3)
    wash(canvas, (x, y, w, h), top, bottom)


def bars(canvas: skia.Canvas, x: float, y: float, w: float, h: float, frame: str) -> None:
    """The cross bars, drawn after what is outside."""
    box(canvas, x + w / 2 - 2.5, y, 5, h, frame)
    box(canvas, x, y + h * 0.42, w, 4.5, frame)


# ---------------------------------------------------------------------------------------------------------- Maureen


def maureen_room(canvas: skia.Canvas) -> None:
    """A kitchen, geraniums in both colours."""
    wash(canvas, (0, 0, W, H), "#F3DDB6", "#E7C391")
    for row in range(7):
        for column in range(14):
            if (row + column) % 2:
                box(canvas, column * 48 - 10, 214 + row * 24, 46, 22, "#E4B983", 2, 0.55)
    window(canvas, 52, 30, 168, 142, "#BFE0E2", "#E8F0D2", "#FBF3E2")
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(52, 30, 168, 142))
    blobs(canvas, [(70, 170, 34), (118, 178, 40), (170, 172, 36), (214, 166, 30)], "#9DBE8B")
    blobs(canvas, [(92, 178, 24), (150, 184, 30), (206, 182, 26)], "#7FA774")
    canvas.restore()
    bars(canvas, 52, 30, 168, 142, "#FBF3E2")
    box(canvas, 34, 178, 204, 11, "#D9A86C", 3)
    dice = random.Random(4)
    for x, petal in ((84, "#E77B98"), (146, "#F9F3EA"), (196, "#E77B98")):
        canvas.drawPath(poly([(x - 19, 150), (x + 19, 150), (x + 14, 180), (x - 14, 180)]), fill("#B85C38"))
        box(canvas, x - 21, 145, 42, 8, "#C96E47", 2)
        for _ in range(11):
            dx, dy = dice.uniform(-22, 22), dice.uniform(-34, -4)
            oval(canvas, x + dx, 146 + dy, 8, 6, "#5F8B57")
        for _ in range(9):
            dx, dy = dice.uniform(-19, 19), dice.uniform(-38, -14)
            canvas.drawCircle(x + dx, 146 + dy, 5.4, fill(petal))
            canvas.drawCircle(x + dx, 146 + dy, 1.7, fill(mix(petal, "#B8395E", 0.5)))
    box(canvas, 470, 92, 170, 10, "#B98552", 2)
    for x, c, h in ((484, "#7E9CA0", 40), (522, "#D98E57", 46), (562, "#EEDFC2", 36), (598, "#8FA878", 44)):
        box(canvas, x, 92 - h, 30, h, c, 5)
        box(canvas, x + 3, 92 - h - 5, 24, 7, mix(c, "#3A2A1E", 0.3), 3)
        box(canvas, x + 5, 92 - h + 12, 20, 11, "#FBF3E2", 2, 0.85)
    for x in (500, 548, 604):
        canvas.drawLine(x, 102, x, 114, line("#8C6239", 3))
        canvas.drawCircle(x, 128, 15, fill("#F7EBD6"))
        canvas.drawCircle(x, 128, 9, fill("#E3B98A", 0.7))
    box(canvas, 458, 286, 182, 74, "#C08C58")
    box(canvas, 458, 280, 182, 10, "#8C6239", 2)
    canvas.drawPath(shape([(512, 280), (508, 250), (520, 228), (548, 222), (576, 230), (586, 252), (582, 280)]), fill("#C94F3D"))
    canvas.drawPath(shape([(582, 262), (602, 248), (608, 236), (600, 234), (584, 250)]), fill("#B54232"))
    canvas.drawPath(shape([(522, 226), (548, 206), (574, 228)], closed=False), line("#5C3A2A", 6))
    stroke(canvas, [(520, 270), (517, 250), (526, 236)], "#F0A08C", 5, alpha=0.7)
    glow(canvas, 120, 80, 200, "#FFF6DC", 0.35)


def maureen_back(canvas: skia.Canvas, _pose: Pose) -> None:
    blobs(canvas, [(-62, -52, 32), (-76, -14, 26), (62, -52, 32), (76, -14, 26), (-66, 20, 19), (66, 20, 19), (0, -74, 44), (-36, -80, 34), (36, -80, 34)], "#CFC9C3")


def maureen_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#8E79A8", 124)
    shaded(canvas, path, "#5F4C7C")
    canvas.save()
    canvas.clipPath(poly([(-42, 90), (42, 90), (20, 250), (-20, 250)]), True)
    box(canvas, -60, 80, 120, 180, "#F7EEDF")
    dice = random.Random(11)
    for _ in range(60):
        x, y = dice.uniform(-34, 34), dice.uniform(104, 200)
        canvas.drawCircle(x, y, 2.8, fill(dice.choice(["#D9637E", "#E8A24C", "#6E9B8C"])))
    canvas.restore()
    for side in (-1, 1):
        canvas.drawPath(shape([(side * 30, 94), (side * 50, 104), (side * 22, 140), (side * 6, 122)]), fill("#F7EEDF"))
        stroke(canvas, [(side * 30, 96), (side * 48, 105), (side * 22, 139)], "#C9B79C", 2)
        stroke(canvas, [(side * 42, 106), (side * 24, 160), (side * 16, 230)], "#5F4C7C", 4)
    for y in (168, 196):
        canvas.drawCircle(22, y, 5, fill("#E9D9F0"))


def maureen_front(canvas: skia.Canvas, pose: Pose) -> None:
    blobs(canvas, [(-52, -66, 22), (-28, -82, 24), (0, -88, 24), (28, -82, 24), (52, -66, 22), (-68, -40, 17), (68, -40, 17)], "#E6E1DB")
    for x, y, r in ((-54, -68, 12), (-26, -86, 13), (4, -92, 12), (32, -84, 12), (56, -64, 11), (-70, -38, 9), (70, -36, 9)):
        stroke(canvas, [(x - r, y + 3), (x - 2, y - r), (x + r, y - 1), (x + 3, y + r * 0.7)], "#BCB4AC", 2.6, alpha=0.8)
        stroke(canvas, [(x - r * 0.4, y), (x + 2, y - r * 0.4), (x + r * 0.6, y + 2)], "#FFFFFF", 2.0, alpha=0.7)
    spectacles(canvas, MAUREEN, pose, "#A8485E", rx=20, ry=17, width=3.0, y=2)
    for side in (-1, 1):
        stroke(canvas, [(side * 70, -4), (side * 79, 44), (side * 66, 92), (side * 40, 122)], "#D8A64A", 2.2)


MAUREEN = Looks(
    skin="#F1C7A6", shade="#D89A7A", light="#FFE9D2", blush="#E0696B", ink="#6B3A30", lips="#C2605F", iris="#5B87A6",
    head=[(0, -92), (38, -86), (62, -58), (68, -20), (68, 18), (58, 52), (34, 78), (0, 87)], brow_colour="#A69A90", brow_weight=3.6,
    eye_size=10.5, eye_height=7.0, age=0.85, nose="soft", mouth_width=20, back=maureen_back, front=maureen_front, body=maureen_body,
    aid="#B9B2A6", at=(338, 190), scale=1.15, ears=0.95,
)


# -------------------------------------------------------------------------------------------------------------- Len


def len_room(canvas: skia.Canvas) -> None:
    """A back room with the garden door, the shed and the one on the shed."""
    wash(canvas, (0, 0, W, H), "#5F7466", "#465A50")
    for x in range(0, W, 32):
        box(canvas, x, 0, 1.6, H, "#6C8373", 0, 0.7)
    window(canvas, 400, 24, 200, 196, "#F6D9A8", "#F2B98A", "#EDE3CF")
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(400, 24, 200, 196))
    blobs(canvas, [(410, 130, 34), (452, 144, 30), (590, 118, 40)], "#8B9A62")
    canvas.drawPath(poly([(452, 220), (452, 132), (506, 96), (564, 132), (564, 220)]), fill("#8A5A3C"))
    canvas.drawPath(poly([(440, 136), (506, 88), (576, 136), (568, 142), (506, 100), (448, 142)]), fill("#5C3B2B"))
    for x in range(462, 564, 14):
        box(canvas, x, 134, 1.6, 90, "#6F452D")
    box(canvas, 490, 160, 34, 64, "#6F452D")
    canvas.drawPath(shape([(492, 92), (486, 82), (492, 70), (504, 66), (512, 72), (528, 82), (544, 84), (528, 91), (508, 94)]), fill("#1F1B1C"))
    canvas.drawPath(poly([(487, 74), (474, 70), (488, 69)]), fill("#F0A02C"))
    canvas.drawPath(poly([(488, 78), (477, 79), (489, 74)]), fill("#E08C1E"))
    canvas.drawCircle(495, 72, 1.9, fill("#F6C75A"))
    canvas.restore()
    bars(canvas, 400, 24, 200, 196, "#EDE3CF")
    box(canvas, 386, 228, 228, 10, "#D9C6A2", 2)
    box(canvas, 40, 40, 148, 108, "#A67C47", 3)
    box(canvas, 48, 48, 132, 92, "#EFE2C6", 1)
    for row in range(2):
        for i in range(9):
            x, y = 60 + i * 13.5 + row * 4, 96 + row * 16
            canvas.drawPath(shape([(x - 8, y + 24), (x - 6, y + 6), (x, y + 2), (x + 6, y + 6), (x + 8, y + 24)]), fill("#3B3A44" if row else "#54505A"))
            canvas.drawCircle(x, y - 2, 5.2, fill(["#E3B591", "#C98F69", "#8A5A42"][(i * 2 + row) % 3]))
            oval(canvas, x, y + 0.5, 1.6, 2.0, "#5A2A26")
    canvas.drawLine(86, 360, 100, 250, line("#2E2A26", 5))
    canvas.drawLine(100, 250, 114, 360, line("#2E2A26", 5))
    canvas.drawPath(poly([(34, 206), (168, 196), (176, 262), (44, 272)]), fill("#F4EAD2"))
    canvas.drawLine(104, 201, 110, 267, line("#CDBB97", 2))
    for y in range(5):
        for x0, x1 in ((48, 98), (112, 164)):
            canvas.drawLine(x0, 214 + y * 10 - (x0 - 48) * 0.07, x1, 211 + y * 10 - (x0 - 48) * 0.07, line("#8C7A5E", 1.4))
    for x, y in ((58, 218), (72, 226), (86, 222), (124, 214), (140, 222), (152, 230), (64, 246), (132, 244)):
        oval(canvas, x, y, 3.4, 2.6, "#3A3128")
        canvas.drawLine(x + 3, y, x + 3, y - 11, line("#3A3128", 1.5))
    glow(canvas, 500, 110, 260, "#FFE2B0", 0.3)


def len_back(canvas: skia.Canvas, _pose: Pose) -> None:
    for side in (-1, 1):
        blobs(canvas, [(side * 66, -18, 18), (side * 70, 2, 16), (side * 64, -36, 13)], "#D9D4CC")


def len_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#8A6A45", 134)
    canvas.save()
    canvas.clipPath(path, True)
    for x in range(-170, 180, 17):
        canvas.drawLine(x, 90, x + 26, 240, line("#755837", 2.2, 0.7))
        canvas.drawLine(x + 30, 90, x - 4, 240, line("#A08058", 1.6, 0.6))
    canvas.restore()
    shaded(canvas, path, "#4E3A22")
    canvas.drawPath(poly([(-34, 94), (34, 94), (12, 210), (-8, 210)]), fill("#F5EFE2"))
    for side in (-1, 1):
        canvas.drawPath(poly([(side * 32, 88), (side * 44, 104), (side * 14, 132), (side * 2, 112)]), fill("#FFFFFF"))
        canvas.drawPath(poly([(side * 44, 100), (side * 74, 112), (side * 46, 168), (side * 10, 226), (side * 18, 160)]), fill("#7A5C3A"))
        canvas.drawPath(poly([(side * 74, 112), (side * 62, 146), (side * 48, 138), (side * 46, 168)]), fill("#6A4E30"))
    canvas.drawPath(poly([(-10, 112), (10, 112), (8, 128), (-8, 128)]), fill("#7E2F37"))
    canvas.drawPath(poly([(-7, 128), (7, 128), (14, 210), (0, 228), (-12, 210)]), fill("#943B43"))
    for y in (142, 162, 182):
        canvas.drawLine(-9, y + 8, 10, y - 4, line("#D9A441", 3.5))


def len_front(canvas: skia.Canvas, pose: Pose) -> None:
    for side in (-1, 1):
        for k in range(4):
            stroke(canvas, [(side * (60 + k * 3), -42 + k * 12), (side * (72 + k * 2), -34 + k * 12), (side * (76 + k), -22 + k * 12)], "#F1EDE6", 3.4)
    for x in (-22, -6, 10):
        stroke(canvas, [(x - 22, -78), (x, -93), (x + 30, -84)], "#D9D4CC", 2.2, alpha=0.9)
    glow(canvas, -16, -66, 22, "#FFFFFF", 0.35, 0.6)
    canvas.save()
    canvas.translate(pose.yaw * 7, pose.nod * 4)
    lift = -2 * pose.open
    for side in (-1, 1):
        canvas.drawPath(shape([(0, 36 + lift), (side * 12, 34 + lift), (side * 27, 43 + lift), (side * 30, 49), (side * 14, 46 + lift * 0.5), (0, 44 + lift * 0.5)]), fill("#E9E4DB"))
        for k in range(4):
            stroke(canvas, [(side * (3 + k * 6), 36 + lift), (side * (7 + k * 6.2), 43 + lift * 0.5)], "#BDB5A8", 1.8, alpha=0.8)
    canvas.restore()


LEN = Looks(
    skin="#EDB893", shade="#C98462", light="#FFE0C2", blush="#D9534F", ink="#5F3226", lips="#B5645A", iris="#6B8F71",
    head=[(0, -94), (40, -88), (63, -60), (66, -20), (64, 20), (56, 54), (37, 82), (0, 93)], brow_colour="#E4DED4", brow_weight=7.0,
    brow_arch=2.0, eye_size=9.8, eye_height=6.2, age=1.0, nose="long", nose_y=28, mouth_y=53, mouth_width=19, lip_weight=2.4,
    back=len_back, front=len_front, body=len_body, ears=1.22, aid="#6F6A62", at=(262, 190), scale=1.15, neck=31,
)


# ------------------------------------------------------------------------------------------------------------- Dana


def dana_room(canvas: skia.Canvas) -> None:
    """A supply room at night: shelves, boxes, one strip light."""
    wash(canvas, (0, 0, W, H), "#3E5A6B", "#2C4353")
    box(canvas, 180, 0, 280, 9, "#EAF6F2", 3)
    glow(canvas, 320, 0, 330, "#BFE4E0", 0.35, 0.6)
    dice = random.Random(3)
    palette = ["#E4C9A0", "#C7D8D3", "#D98F73", "#9FB8C4", "#F0E2C4", "#7FA39B"]
    for x0, x1 in ((0, 196), (468, 640)):
        for y in (86, 172, 258, 344):
            x = x0 + 8
            while x < x1 - 26:
                w, h = dice.randint(26, 48), dice.randint(34, 62)
                if x + w > x1 - 4:
                    break
                c = dice.choice(palette)
                box(canvas, x, y - h, w, h, c, 2, 0.92)
                box(canvas, x, y - h, w, h * 0.18, mix(c, "#22303A", 0.25), 2, 0.6)
                if dice.random() < 0.5:
                    box(canvas, x + w * 0.3, y - h * 0.6, w * 0.4, 4, "#2F7F6B")
                    box(canvas, x + w * 0.5 - 2, y - h * 0.6 - w * 0.2 + 2, 4, w * 0.4, "#2F7F6B")
                else:
                    box(canvas, x + 6, y - h * 0.55, w - 12, 8, "#FFFFFF", 1, 0.65)
                x += w + dice.randint(3, 9)
            box(canvas, x0, y, x1 - x0, 7, "#8FA3AB")
            box(canvas, x0, y + 7, x1 - x0, 5, "#1F313D", 0, 0.5)
    for x in (196, 462):
        box(canvas, x, 0, 7, H, "#7B9099")
    box(canvas, 0, 0, W, H, "#16293A", 0, 0.22)


def dana_back(canvas: skia.Canvas, _pose: Pose) -> None:
    canvas.drawPath(shape([(-66, -60), (-78, -6), (-70, 40), (-58, 60), (58, 60), (70, 40), (78, -6), (66, -60), (0, -104)]), fill("#A9793F"))
    blobs(canvas, [(22, -104, 25), (38, -98, 19), (6, -108, 17)], "#B98A4C")
    for a, b in (((4, -118), (42, -96)), ((10, -92), (48, -108)), ((16, -126), (26, -84))):
        stroke(canvas, [a, ((a[0] + b[0]) / 2 + 6, (a[1] + b[1]) / 2 - 4), b], "#8C6230", 2.6, alpha=0.8)
    stroke(canvas, [(44, -118), (58, -128), (64, -122)], "#B98A4C", 3)
    stroke(canvas, [(2, -120), (-8, -130), (-14, -124)], "#B98A4C", 3)


def dana_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#3F8F8C", 122)
    shaded(canvas, path, "#235F66", 0.6)
    canvas.drawPath(poly([(-36, 92), (36, 92), (0, 158)]), fill("#E3A986"))
    canvas.drawPath(poly([(-36, 92), (0, 104), (36, 92), (24, 118), (-22, 118)]), fill("#C98568", 0.65))
    for side in (-1, 1):
        stroke(canvas, [(side * 40, 90), (side * 24, 124), (0, 164)], "#2C6F70", 9)
        stroke(canvas, [(side * 44, 98), (side * 30, 160), (side * 10, 214)], "#E9B44C", 4.5, alpha=0.95)
    box(canvas, -16, 196, 34, 44, "#F7F3EA", 4)
    box(canvas, -11, 202, 14, 17, "#9FB8C4", 2)
    for y in (206, 212):
        canvas.drawLine(6, y, 14, y, line("#7B6A5A", 2))
    box(canvas, 66, 168, 34, 42, "#357C7B", 2)
    canvas.drawLine(76, 158, 76, 180, line("#26324A", 4))
    canvas.drawLine(86, 160, 86, 180, line("#B23A3A", 4))


def dana_front(canvas: skia.Canvas, _pose: Pose) -> None:
    canvas.drawPath(shape([(-70, -14), (-74, -56), (-40, -92), (2, -99), (42, -92), (74, -56), (70, -14), (62, -44), (34, -64), (8, -70), (-16, -62), (-50, -48)]), fill("#B98A4C"))
    for pts in ([(-66, -30), (-56, -66), (-14, -88)], [(-50, -50), (-30, -74), (16, -88)], [(10, -72), (40, -76), (62, -46)], [(26, -86), (56, -72), (70, -34)]):
        stroke(canvas, pts, "#8C6230", 2.6, alpha=0.75)
    stroke(canvas, [(-44, -58), (-20, -80), (20, -90)], "#DDB476", 3.2, alpha=0.8)
    stroke(canvas, [(-60, -40), (-70, -6), (-62, 26)], "#B98A4C", 4.2)
    stroke(canvas, [(60, -42), (72, -4), (66, 18)], "#A9793F", 3.6)
    stroke(canvas, [(-8, -66), (-22, -50), (-34, -42)], "#B98A4C", 3)


DANA = Looks(
    skin="#EDBE9C", shade="#CC8A6C", light="#FFE4CC", blush="#DE6B62", ink="#5B2F28", lips="#C0605A", iris="#557C6B",
    head=[(0, -92), (38, -86), (60, -58), (65, -20), (62, 20), (51, 54), (30, 80), (0, 91)], brow_colour="#7A5528", brow_weight=4.4,
    eye_size=11.5, eye_height=7.8, age=0.32, nose="soft", mouth_width=20.5, freckles=True,
    back=dana_back, front=dana_front, body=dana_body, aid="#C9A27A", at=(330, 196), scale=1.15, ears=0.92, neck=26,
)


# ----------------------------------------------------------------------------------------------------------- Marcus


def marcus_room(canvas: skia.Canvas) -> None:
    """A working kitchen: tiles, copper, steam and a pass."""
    wash(canvas, (0, 0, W, H), "#E9E4D8", "#CFC6B5")
    for row in range(11):
        for column in range(-1, 12):
            x, y = column * 60 + (row % 2) * 30, row * 26
            box(canvas, x, y, 57, 23, "#F6F1E6" if (row * 7 + column * 3) % 5 else "#EBE2D0", 2, 0.9)
    box(canvas, 0, 40, W, 7, "#3B3A3C", 3)
    for x, r, c in ((46, 30, "#B4663A"), (116, 24, "#C57A47"), (178, 19, "#A65A33"), (492, 22, "#C57A47"), (556, 32, "#B4663A"), (618, 20, "#A65A33")):
        canvas.drawLine(x, 46, x, 66, line("#3B3A3C", 3.4))
        box(canvas, x - 4, 62, 8, 40, "#4A4340", 3)
        canvas.drawCircle(x, 100 + r, r, fill(c))
        canvas.drawCircle(x, 100 + r, r * 0.78, fill(mix(c, "#4A2412", 0.35)))
        stroke(canvas, [(x - r * 0.8, 100 + r * 1.3), (x - r * 0.85, 100 + r * 0.5), (x - r * 0.3, 100 + r * 0.14)], "#F2B98A", 4, alpha=0.8)
    box(canvas, 0, 296, W, 64, "#7D8286")
    box(canvas, 0, 290, W, 9, "#B7BCBE")
    canvas.drawPath(shape([(18, 292), (14, 232), (24, 226), (128, 226), (138, 232), (134, 292)]), fill("#9AA1A5"))
    box(canvas, 8, 220, 136, 12, "#C2C8CA", 5)
    stroke(canvas, [(30, 286), (26, 250), (30, 236)], "#E4E9EA", 7, alpha=0.8)
    for x, s in ((48, 0), (78, 10), (106, -4)):
        stroke(canvas, [(x, 214), (x - 14, 190 + s), (x + 10, 164 + s), (x - 6, 132 + s)], "#FFFFFF", 13, alpha=0.5)
    for i, (x, c) in enumerate(((500, "#5F8B4C"), (524, "#78A35A"), (545, "#C94F3D"), (572, "#E0A13C"), (598, "#C94F3D"))):
        canvas.drawCircle(x, 281 - (i % 2) * 3, 13, fill(c))
        stroke(canvas, [(x - 7, 278), (x - 4, 272), (x + 1, 270)], "#FFFFFF", 3, alpha=0.5)
    for x in (470, 486):
        for k in range(4):
            stroke(canvas, [(x, 292), (x - 8 + k * 6, 270), (x - 12 + k * 9, 250)], "#4F7A3E", 6)
    for x in (250, 276, 302, 410):
        box(canvas, x, 47, 20, 27, "#FBF3D9", 1)
        for y in (54, 60, 66):
            canvas.drawLine(x + 4, y, x + 15, y, line("#9A8A6C", 1.4))
    glow(canvas, 80, 120, 190, "#FFF3D4", 0.3)


def marcus_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#F4EFE6", 138)
    shaded(canvas, path, "#A79C92", 0.5)
    canvas.drawPath(shape([(-38, 88), (-44, 106), (0, 126), (44, 106), (38, 88), (26, 108), (0, 116), (-26, 108)]), fill("#FFFFFF"))
    stroke(canvas, [(-42, 106), (0, 127), (42, 106)], "#B5A99C", 2.4)
    stroke(canvas, [(-24, 120), (-34, 170), (-34, 240)], "#C6BBAE", 3)
    for y in (144, 170, 196):
        canvas.drawCircle(-22, y, 4.4, fill("#8F857A"))
        canvas.drawCircle(24, y, 4.4, fill("#8F857A"))
    canvas.drawPath(shape([(-60, 206), (0, 200), (64, 206), (74, 250), (-70, 250)]), fill("#2F4A5C"))
    for side in (-1, 1):
        stroke(canvas, [(side * 58, 208), (side * 50, 150), (side * 40, 108)], "#2F4A5C", 8)


def marcus_front(canvas: skia.Canvas, pose: Pose) -> None:
    canvas.save()
    canvas.translate(pose.yaw * 3, 0)
    drop = 13 * pose.open
    canvas.drawPath(shape([(-67, 6), (-60, 30), (-48, 34), (-30, 33), (-14, 38), (0, 37), (14, 38), (30, 33), (48, 34), (60, 30), (67, 6), (64, 46), (46, 80 + drop * 0.6), (22, 98 + drop), (0, 102 + drop), (-22, 98 + drop), (-46, 80 + drop * 0.6), (-64, 46)]), fill("#241917"))
    canvas.restore()
    canvas.save()
    canvas.translate(pose.yaw * 6, pose.nod * 4)
    canvas.drawPath(shape([(-24, 50), (-12, 42), (0, 45), (12, 42), (24, 50), (18, 60 + drop), (0, 66 + drop), (-18, 60 + drop)]), fill(MARCUS.skin))
    from face import draw_mouth

    draw_mouth(canvas, MARCUS, pose)
    canvas.restore()
    canvas.drawPath(shape([(-68, -30), (-66, -66), (-38, -92), (0, -99), (38, -92), (66, -66), (68, -30), (40, -50), (0, -56), (-40, -50)]), fill("#B5402F"))
    canvas.drawPath(shape([(-68, -28), (-38, -50), (0, -56), (38, -50), (68, -28), (67, -42), (38, -62), (0, -68), (-38, -62), (-67, -42)]), fill("#8F2E22"))
    for x, y in ((-44, -72), (-22, -84), (2, -88), (26, -82), (46, -70), (-8, -74), (16, -72)):
        canvas.drawCircle(x, y, 3.2, fill("#F6E3C0"))
    canvas.drawPath(shape([(64, -40), (86, -52), (90, -36), (70, -34)]), fill("#B5402F"))
    canvas.drawPath(shape([(66, -36), (88, -26), (82, -14), (66, -30)]), fill("#8F2E22"))


MARCUS = Looks(
    skin="#8A563C", shade="#5A3324", light="#C08A66", blush="#A8483A", ink="#2C1510", lips="#7A3B34", iris="#4A2C1C",
    head=[(0, -94), (40, -88), (62, -60), (67, -20), (65, 22), (57, 56), (38, 84), (0, 95)], brow_colour="#1F1412", brow_weight=6.4,
    brow_arch=3, eye_size=11.5, eye_height=7.4, age=0.15, nose="broad", nose_y=25, mouth_y=51, mouth_width=21, lip_weight=4.4,
    front=marcus_front, body=marcus_body, aid="#3A3330", at=(342, 190), scale=1.15, neck=37,
)


# ---------------------------------------------------------------------------------------------------------- Winston


def winston_room(canvas: skia.Canvas) -> None:
    """A bedroom at ten past eight, the suit on the wardrobe door."""
    wash(canvas, (0, 0, W, H), "#D9C2B8", "#C9A99C")
    for row in range(6):
        for column in range(12):
            x, y = column * 58 + (row % 2) * 29, row * 64 + 18
            canvas.drawCircle(x, y, 6.5, fill("#C48A83", 0.55))
            for dx, dy in ((-7, 0), (7, 0), (0, -7), (0, 7)):
                canvas.drawCircle(x + dx, y + dy, 4, fill("#E6CFC4", 0.75))
            stroke(canvas, [(x, y + 10), (x + 4, y + 20), (x - 2, y + 28)], "#9AA58A", 2.4, alpha=0.6)
    box(canvas, 0, 10, 176, 350, "#8A5C3C", 3)
    box(canvas, 12, 24, 74, 330, "#9C6B47", 3)
    box(canvas, 92, 24, 74, 330, "#9C6B47", 3)
    canvas.drawCircle(84, 190, 4, fill("#E1B65A"))
    canvas.drawPath(shape([(50, 40), (54, 32), (60, 36), (56, 44)], closed=False), line("#5C5450", 3))
    canvas.drawPath(poly([(52, 48), (110, 68), (122, 78), (118, 252), (-4, 252), (-8, 78), (2, 68)]), fill("#3D4458"))
    canvas.drawPath(poly([(30, 62), (76, 62), (54, 148)]), fill("#F7F1E6"))
    canvas.drawPath(poly([(49, 70), (59, 70), (62, 132), (54, 146), (47, 132)]), fill("#B7846A"))
    for side in (-1, 1):
        canvas.drawPath(poly([(54 + side * 24, 60), (54 + side * 38, 76), (54 + side * 4, 162), (54 + side * 8, 120)]), fill("#2E3446"))
    canvas.drawLine(54, 150, 54, 250, line("#2A2F40", 2))
    for p in ((26, 108), (32, 102), (21, 102), (27, 97)):
        canvas.drawCircle(*p, 5.4, fill("#F3E3E0"))
    canvas.drawCircle(27, 103, 3, fill("#D98E9C"))
    window(canvas, 470, 26, 140, 150, "#BFD9E4", "#F5E3C4", "#F6EEE2")
    bars(canvas, 470, 26, 140, 150, "#F6EEE2")
    for side, x in ((-1, 452), (1, 628)):
        canvas.drawPath(shape([(x - 26, 8), (x + 26, 8), (x + 20 + side * 6, 130), (x + 26, 250), (x - 26, 250), (x - 18 + side * 6, 130)]), fill("#B7694F"))
        for dx in (-10, 4, 15):
            stroke(canvas, [(x + dx, 14), (x + dx + side * 5, 130), (x + dx, 246)], "#934E39", 3.4, alpha=0.8)
    box(canvas, 436, 4, 204, 9, "#6B4530", 4)
    box(canvas, 480, 266, 160, 94, "#8A5C3C", 3)
    box(canvas, 472, 258, 168, 11, "#A87650", 3)
    canvas.drawCircle(560, 230, 28, fill("#F6EEDD"))
    canvas.drawCircle(560, 230, 28, line("#C0503F", 6))
    canvas.drawLine(560, 230, 549, 242, line("#2E2622", 3.4))
    canvas.drawLine(560, 230, 575, 218, line("#2E2622", 2.6))
    for x in (542, 578):
        canvas.drawCircle(x, 204, 8, fill("#C0503F"))
    glow(canvas, 540, 90, 190, "#FFF3D8", 0.35)


def winston_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#F7F2E8", 134)
    shaded(canvas, path, "#B5A79A", 0.5)
    for side in (-1, 1):
        canvas.drawPath(poly([(side * 36, 84), (side * 48, 100), (side * 18, 136), (side * 2, 112)]), fill("#FFFFFF"))
        stroke(canvas, [(side * 48, 100), (side * 18, 136), (side * 2, 112)], "#B9AC9E", 2.2)
        stroke(canvas, [(side * 66, 108), (side * 58, 170), (side * 56, 240)], "#6B3A3F", 15)
    stroke(canvas, [(0, 118), (3, 180), (2, 240)], "#D5C9BB", 2.6)
    for y in (146, 176, 206):
        canvas.drawCircle(3, y, 3.6, fill("#CBBDAE"))
    stroke(canvas, [(-14, 100), (-30, 118), (-32, 160), (-24, 214)], "#B7846A", 11)
    stroke(canvas, [(14, 100), (32, 118), (36, 160), (30, 206)], "#A5745C", 11)


def winston_front(canvas: skia.Canvas, pose: Pose) -> None:
    for side in (-1, 1):
        blobs(canvas, [(side * 64, -34, 11), (side * 67, -18, 10), (side * 60, -50, 11), (side * 66, -2, 7)], "#B9B4AE")
    for x, y in ((-46, -66), (-30, -78), (-12, -86), (8, -87), (28, -80), (46, -66)):
        canvas.drawCircle(x, y - 2, 11, fill("#B9B4AE"))
    blobs(canvas, [(-38, -76, 6), (-18, -86, 6), (4, -91, 6), (24, -86, 6), (42, -74, 6)], "#D3CEC8")
    glow(canvas, -12, -58, 22, "#D9A27E", 0.45, 0.6)
    canvas.save()
    canvas.translate(pose.yaw * 7, pose.nod * 4)
    lift, drop = -1.6 * pose.open, 13 * pose.open
    for side in (-1, 1):
        canvas.drawPath(shape([(0, 37 + lift), (side * 14, 36 + lift), (side * 26, 45), (side * 27, 51), (side * 12, 45 + lift), (0, 43 + lift)]), fill("#C6C1BB"))
    canvas.drawPath(shape([(-20, 74 + drop * 0.7), (0, 70 + drop), (20, 74 + drop * 0.7), (14, 92 + drop * 0.8), (0, 97 + drop * 0.8), (-14, 92 + drop * 0.8)]), fill("#C6C1BB"))
    canvas.restore()
    spectacles(canvas, WINSTON, pose, "#C0392F", rx=19, ry=13, width=4.2, cat=True, y=4)
    canvas.save()
    canvas.translate(-pose.yaw * 3, 0)
    canvas.scale(-1, 1)
    canvas.rotate(-16, -72, -14)
    box(canvas, -78, -62, 7, 78, "#E3A93C", 1)
    box(canvas, -78, -62, 2.4, 78, "#C98D26", 1)
    box(canvas, -78.5, -72, 8, 11, "#D98E9C", 3)
    box(canvas, -78.5, -64, 8, 4, "#B9BCBE")
    canvas.restore()


def winston_over(canvas: skia.Canvas, pose: Pose) -> None:
    """A hand with the telephone at the good ear."""
    canvas.save()
    canvas.translate(pose.yaw * -4, 0)
    canvas.scale(-1, 1)
    canvas.drawPath(shape([(70, 70), (100, 62), (124, 110), (132, 200), (60, 200), (66, 130)]), fill("#F7F2E8"))
    canvas.drawPath(shape([(104, 70), (124, 110), (132, 200), (104, 200), (110, 130)]), fill("#B5A79A", 0.55))
    box(canvas, 64, 66, 46, 15, "#FFFFFF", 5)
    canvas.save()
    canvas.rotate(9, 80, 10)
    box(canvas, 72, -38, 15, 98, "#23262C", 6)
    box(canvas, 72, -38, 4, 98, "#4A505A", 3)
    canvas.restore()
    canvas.drawPath(shape([(66, 34), (80, 24), (98, 30), (104, 52), (100, 72), (70, 72), (64, 52)]), fill(WINSTON.skin))
    for k in range(4):
        y = 22 + k * 12
        canvas.drawPath(shape([(60, y), (66, y - 5), (84, y - 4), (88, y + 3), (82, y + 8), (64, y + 7)]), fill(WINSTON.skin))
        stroke(canvas, [(62, y + 7), (74, y + 9), (86, y + 6)], WINSTON.ink, 2, alpha=0.7)
        stroke(canvas, [(62, y + 6), (59, y), (64, y - 4)], WINSTON.ink, 1.8, alpha=0.6)
        stroke(canvas, [(66, y - 3), (74, y - 4), (82, y - 3)], WINSTON.light, 2.2, alpha=0.35)
    stroke(canvas, [(98, 32), (105, 52), (101, 70)], WINSTON.ink, 2.2, alpha=0.7)
    canvas.restore()


WINSTON = Looks(
    skin="#8E5B3F", shade="#5C3625", light="#C48F6B", blush="#A14A3C", ink="#2E1710", lips="#85473D", iris="#3F2618",
    head=[(0, -90), (40, -84), (62, -58), (66, -20), (65, 20), (58, 54), (38, 82), (0, 92)], brow_colour="#A8A29B", brow_weight=6.0,
    brow_arch=2, eye_size=10.3, eye_height=6.6, age=0.8, nose="broad", nose_y=26, mouth_y=53, mouth_width=20, lip_weight=4.0,
    front=winston_front, body=winston_body, over=winston_over, bare_ear=1, aid="#4A403A", at=(312, 192), scale=1.15, neck=34,
)


# ------------------------------------------------------------------------------------------------------------ Priya


def priya_room(canvas: skia.Canvas) -> None:
    """Chambers in the evening: spines of law and one green lamp."""
    wash(canvas, (0, 0, W, H), "#2B3B38", "#1D2927")
    dice = random.Random(8)
    spines = ["#7A3B34", "#8C5A3A", "#3F5A57", "#A07F4E", "#5A2F36", "#4B4A5E", "#C0A878"]
    for y in (88, 176, 264, 352):
        x = 6.0
        while x < W - 8:
            w, h = dice.randint(10, 21), dice.randint(52, 74)
            if 232 < x < 420 and y > 100:
                x += w
                continue
            c = dice.choice(spines)
            box(canvas, x, y - h, w, h, c, 1.5)
            box(canvas, x + 1.5, y - h + 9, w - 3, 3.4, "#E2C67E", 0, 0.8)
            box(canvas, x + 1.5, y - 14, w - 3, 2.4, "#E2C67E", 0, 0.6)
            box(canvas, x, y - h, 2.4, h, mix(c, "#FFFFFF", 0.25), 0, 0.5)
            x += w + (dice.randint(6, 16) if dice.random() < 0.08 else 1)
        box(canvas, 0, y, W, 9, "#5A3E2B")
        box(canvas, 0, y + 9, W, 5, "#12100E", 0, 0.45)
    box(canvas, 0, 0, W, H, "#101A1C", 0, 0.30)
    glow(canvas, 560, 236, 230, "#FFD98A", 0.55)
    box(canvas, 556, 236, 7, 100, "#B08A45", 2)
    canvas.drawPath(shape([(516, 240), (524, 212), (544, 198), (576, 198), (596, 212), (604, 240)]), fill("#2F7A5C"))
    box(canvas, 514, 236, 92, 8, "#1F5A42", 4)
    stroke(canvas, [(528, 230), (536, 212), (552, 204)], "#9FD9B8", 5, alpha=0.7)
    box(canvas, 528, 332, 64, 10, "#B08A45", 4)
    box(canvas, 440, 342, 200, 18, "#4A2F20")
    box(canvas, 446, 322, 66, 9, "#EDE2CB", 1)
    box(canvas, 450, 331, 66, 10, "#D9C9A8", 1)
    canvas.drawLine(446, 327, 512, 327, line("#C98F9C", 3))


def priya_back(canvas: skia.Canvas, _pose: Pose) -> None:
    canvas.drawPath(shape([(0, -108), (-52, -94), (-80, -44), (-82, 20), (-76, 62), (-56, 74), (-40, 60), (40, 60), (56, 74), (76, 62), (82, 20), (80, -44), (52, -94)]), fill("#1B1416"))


def priya_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#23242B", 118)
    shaded(canvas, path, "#0E0F14", 0.7)
    canvas.drawPath(poly([(-34, 92), (34, 92), (4, 190), (-4, 190)]), fill("#F5EFE4"))
    canvas.drawPath(poly([(-34, 92), (0, 116), (34, 92), (10, 140), (-10, 140)]), fill("#B98A6C", 0.0))
    canvas.drawPath(poly([(-24, 92), (24, 92), (0, 132)]), fill(PRIYA.skin))
    canvas.drawPath(poly([(-26, 92), (0, 106), (26, 92), (16, 108), (-14, 108)]), fill(PRIYA.shade, 0.7))
    for side in (-1, 1):
        canvas.drawPath(poly([(side * 28, 88), (side * 40, 100), (side * 12, 146), (0, 130)]), fill("#FFFFFF"))
        stroke(canvas, [(side * 40, 100), (side * 12, 146), (0, 131)], "#B7AC9C", 2.2)
        canvas.drawPath(poly([(side * 40, 96), (side * 68, 108), (side * 46, 156), (side * 4, 226), (side * 14, 168)]), fill("#30323B"))
        stroke(canvas, [(side * 68, 108), (side * 46, 156), (side * 4, 226)], "#14151A", 2.6)
    canvas.drawCircle(-58, 142, 5, fill("#D8A64A"))


def priya_front(canvas: skia.Canvas, _pose: Pose) -> None:
    canvas.drawPath(shape([(10, -96), (-36, -92), (-70, -56), (-72, -8), (-68, 30), (-60, 8), (-58, -30), (-30, -58), (6, -74), (34, -62), (58, -30), (60, 6), (68, 30), (73, -8), (70, -56), (44, -92)]), fill("#231A1C"))
    for pts in ([(4, -90), (-38, -78), (-62, -38)], [(14, -88), (50, -74), (66, -34)], [(-2, -80), (-30, -66), (-52, -40)]):
        stroke(canvas, pts, "#5A4248", 3.4, alpha=0.8)
    stroke(canvas, [(10, -94), (30, -80), (54, -52)], "#7A5C62", 2.2, alpha=0.7)
    stroke(canvas, [(-67, 10), (-74, 40), (-62, 66)], "#231A1C", 11)
    stroke(canvas, [(67, 10), (74, 40), (62, 66)], "#1B1416", 11)
    for side in (-1, 1):
        canvas.drawCircle(side * 63, 30, 3.4, fill("#E9C46A"))


PRIYA = Looks(
    skin="#C08A62", shade="#8C5638", light="#E8BE96", blush="#B7504A", ink="#3A1D16", lips="#9C3F44", iris="#3C2418",
    head=[(0, -90), (36, -84), (58, -56), (63, -20), (60, 20), (49, 54), (27, 80), (0, 90)], brow_colour="#20140F", brow_weight=5.0,
    brow_arch=6, eye_size=12.4, eye_height=8.0, age=0.12, nose="soft", mouth_width=20, lip_weight=4.0,
    back=priya_back, front=priya_front, body=priya_body, aid=None, at=(318, 196), scale=1.15, ears=0.8, neck=25,
)


# -------------------------------------------------------------------------------------------------------- Josephine


def josephine_room(canvas: skia.Canvas) -> None:
    """The Listening Line at a quarter to six in winter."""
    wash(canvas, (0, 0, W, H), "#E3B97F", "#C98F5B")
    window(canvas, 0, 20, 236, 200, "#3F4E7A", "#D98A6A", "#7A5236")
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(0, 20, 236, 200))
    for x, w, h in ((0, 44, 70), (48, 34, 96), (86, 50, 58), (140, 38, 84), (182, 60, 64)):
        box(canvas, x, 220 - h, w, h, "#2C3352")
        for k in range(3):
            for m in range(2):
                if (x + k + m * 2) % 3:
                    box(canvas, x + 7 + m * 15, 228 - h + k * 17, 8, 9, "#F6C667", 1)
    canvas.drawCircle(190, 58, 13, fill("#F8E8C4"))
    for x, y in ((30, 50), (74, 70), (120, 44), (150, 90), (214, 96)):
        canvas.drawCircle(x, y, 1.7, fill("#FFFFFF", 0.9))
    canvas.restore()
    box(canvas, 116, 20, 6, 200, "#7A5236")
    box(canvas, 0, 222, 250, 11, "#8F6242", 2)
    box(canvas, 470, 40, 150, 110, "#9C6B47", 3)
    box(canvas, 477, 47, 136, 96, "#D9B98A", 2)
    for x, y, c, tilt in ((484, 54, "#F7EFDC", -4), (530, 52, "#F2C8C0", 3), (574, 58, "#CFE0D2", -3), (490, 98, "#F6DFA0", 3), (536, 100, "#F7EFDC", -2), (576, 104, "#C9D6E6", 5)):
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(tilt)
        box(canvas, 0, 0, 36, 34, c, 1)
        for k in range(3):
            canvas.drawLine(5, 9 + k * 7, 30 - k * 5, 9 + k * 7, line("#8C7358", 1.6, 0.8))
        canvas.drawCircle(18, 2, 2.6, fill("#C0503F"))
        canvas.restore()
    box(canvas, 440, 300, 200, 60, "#8A5C3C")
    box(canvas, 432, 292, 208, 11, "#A87650", 3)
    canvas.drawPath(shape([(476, 292), (472, 254), (478, 250), (514, 250), (520, 254), (516, 292)]), fill("#4F7F8C"))
    canvas.drawPath(shape([(516, 260), (532, 260), (532, 280), (514, 282)], closed=False), line("#4F7F8C", 6))
    for x in (488, 504):
        stroke(canvas, [(x, 246), (x - 7, 232), (x + 6, 218), (x - 2, 204)], "#FFF6E6", 6, alpha=0.6)
    canvas.drawPath(poly([(566, 260), (616, 260), (608, 294), (574, 294)]), fill("#C96E47"))
    for k in range(9):
        dx = (k - 4) * 10
        stroke(canvas, [(591, 262), (591 + dx * 0.6, 226), (591 + dx * 1.2, 196 + abs(dx) * 0.6)], "#55804F" if k % 2 else "#6F9A5F", 11)
    glow(canvas, 480, 160, 240, "#FFE6B4", 0.32)


def josephine_back(canvas: skia.Canvas, _pose: Pose) -> None:
    blobs(canvas, [(-60, -62, 36), (-80, -22, 32), (-84, 18, 30), (-76, 54, 26), (60, -62, 36), (80, -22, 32), (84, 18, 30), (76, 54, 26), (0, -82, 40), (-62, 78, 18), (62, 78, 18)], "#8F3D1F")
    for x, y in ((-86, 14), (-78, 50), (86, 14), (78, 50), (-80, -24), (80, -24)):
        stroke(canvas, [(x - 14, y - 8), (x, y - 16), (x + 13, y - 2), (x + 2, y + 10)], "#B9582E", 4.4, alpha=0.85)


def josephine_body(canvas: skia.Canvas, _pose: Pose) -> None:
    path = torso(canvas, "#D39A35", 122)
    shaded(canvas, path, "#9A651B", 0.55)
    canvas.drawPath(shape([(-42, 86), (-46, 108), (-20, 122), (20, 122), (46, 108), (42, 86), (24, 104), (-24, 104)]), fill("#E3AE4C"))
    for x in range(-36, 40, 9):
        stroke(canvas, [(x, 100), (x * 0.96, 110), (x * 0.9, 118)], "#B07A22", 2.2, alpha=0.8)
    canvas.save()
    canvas.clipPath(path, True)
    for x in range(-120, 130, 24):
        stroke(canvas, [(x, 124 + abs(x) * 0.16), (x * 1.05, 180), (x * 1.08, 240)], "#B07A22", 3, alpha=0.55)
    canvas.restore()


def josephine_front(canvas: skia.Canvas, pose: Pose) -> None:
    blobs(canvas, [(-56, -62, 22), (-34, -80, 24), (-6, -88, 24), (24, -84, 24), (50, -66, 22), (-66, -36, 15), (64, -38, 15)], "#A94C26")
    for x, y, r in ((-58, -62, 13), (-34, -82, 14), (-4, -92, 13), (26, -86, 14), (52, -66, 12), (-68, -34, 9), (66, -36, 9)):
        stroke(canvas, [(x - r, y + 4), (x - 2, y - r * 0.8), (x + r, y), (x + 2, y + r * 0.8)], "#D07A45", 3.4, alpha=0.85)
        stroke(canvas, [(x - r * 0.6, y + 7), (x, y), (x + r * 0.8, y + 6)], "#7E3319", 2.6, alpha=0.7)
    arc = [(-74, -6), (-72, -60), (-40, -100), (0, -110), (40, -100), (72, -60), (74, -6)]
    canvas.drawPath(shape(arc, closed=False), line("#2E3038", 6))
    for side in (-1, 1):
        box(canvas, side * 73 - 10, -18, 20, 42, "#2E3038", 9)
        box(canvas, side * 73 - 5, -12, 8, 30, "#50545F", 4)
    canvas.save()
    canvas.translate(pose.yaw * 4, pose.nod * 3)
    canvas.drawPath(shape([(-72, 22), (-62, 56), (-38, 68), (-26, 66)], closed=False), line("#2E3038", 3.6))
    oval(canvas, -24, 66, 8, 5.4, "#1B1C22")
    canvas.restore()


JOSEPHINE = Looks(
    skin="#F3CDB2", shade="#D79B7C", light="#FFEBDA", blush="#E2705F", ink="#6B3324", lips="#C4605A", iris="#4F8A6E",
    head=[(0, -90), (37, -84), (60, -57), (66, -20), (64, 20), (54, 54), (32, 79), (0, 88)], brow_colour="#8F3D1F", brow_weight=4.4,
    eye_size=11.6, eye_height=7.8, age=0.42, freckles=True, nose="soft", mouth_width=21.5,
    back=josephine_back, front=josephine_front, body=josephine_body, aid=None, at=(334, 198), scale=1.15, ears=0.8, neck=26,
)


Room = Callable[[skia.Canvas], None]

# interview → (speaker whose face is seen, looks, room, where the other one sits: −1 left … 1 right)
SITTINGS: dict[str, tuple[str, Looks, Room, int]] = {
    "maureen-the-voicemail": ("M", MAUREEN, maureen_room, -1),
    "len-sings-flat": ("L", LEN, len_room, 1),
    "dana-fifteen-fifty": ("D", DANA, dana_room, -1),
    "marcus-in-the-kitchen": ("C", MARCUS, marcus_room, 1),
    "winston-ten-past-eight": ("W", WINSTON, winston_room, -1),
    "priya-congratulations": ("P", PRIYA, priya_room, 1),
    "josephine-the-man-who-said-nothing": ("J", JOSEPHINE, josephine_room, -1),
}

__all__ = ["SITTINGS", "H", "Point", "W"]
