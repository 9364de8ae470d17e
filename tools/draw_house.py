#!/usr/bin/env python3
"""Draws examples/house/garden/plan.png: the house and its garden from above, rooms tinted by warmth.

The demo downloads the picture block by block, so it has a few hundred KiB: the grain of lawn, water
and wood sees to that. Only the standard library is used, and equal input gives equal pixels.

Usage: python3 tools/draw_house.py [FILE]
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

WIDTH, HEIGHT = 900, 620
TARGET = Path(__file__).resolve().parent.parent / "examples/house/garden/plan.png"

Colour = tuple[float, float, float]
Distance = Callable[[float, float], float]
"""How far a point lies outside a shape; negative inside."""
Paint = Callable[[int, int], Colour]

WALL: Colour = (52, 50, 56)
INK: Colour = (38, 40, 46)
PAPER: Colour = (250, 248, 240)

# Five columns by seven rows a letter; each number is one row, its highest bit on the left.
GLYPHS = {
    "A": (14, 17, 17, 31, 17, 17, 17), "B": (30, 17, 17, 30, 17, 17, 30),
    "C": (14, 17, 16, 16, 16, 17, 14), "D": (30, 17, 17, 17, 17, 17, 30),
    "E": (31, 16, 16, 30, 16, 16, 31), "G": (14, 17, 16, 23, 17, 17, 15),
    "H": (17, 17, 17, 31, 17, 17, 17), "I": (14, 4, 4, 4, 4, 4, 14),
    "K": (17, 18, 20, 24, 20, 18, 17), "L": (16, 16, 16, 16, 16, 16, 31),
    "M": (17, 27, 21, 21, 17, 17, 17), "N": (17, 25, 21, 19, 17, 17, 17),
    "O": (14, 17, 17, 17, 17, 17, 14), "P": (30, 17, 17, 30, 16, 16, 16),
    "R": (30, 17, 17, 30, 20, 18, 17), "S": (15, 16, 16, 14, 1, 1, 30),
    "T": (31, 4, 4, 4, 4, 4, 4), "U": (17, 17, 17, 17, 17, 17, 14), "V": (17, 17, 17, 17, 17, 10, 4),
    "W": (17, 17, 17, 21, 21, 27, 17), "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14), "2": (14, 17, 1, 6, 8, 16, 31),
    "3": (30, 1, 1, 14, 1, 1, 30), "4": (2, 6, 10, 18, 31, 2, 2),
    "5": (31, 16, 30, 1, 1, 17, 14), "6": (14, 16, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8), "8": (14, 17, 17, 14, 17, 17, 14),
    "9": (14, 17, 17, 15, 1, 1, 14), ".": (0, 0, 0, 0, 0, 12, 12),
    " ": (0, 0, 0, 0, 0, 0, 0), "°": (6, 9, 9, 6, 0, 0, 0),
}  # fmt: skip


class Canvas:
    """Pixels that shapes are painted onto with smooth edges."""

    def __init__(self) -> None:
        self.rows: list[list[Colour]] = [[PAPER] * WIDTH for _ in range(HEIGHT)]

    def fill(self, box: tuple[int, int, int, int], inside: Distance, paint: Paint) -> None:
        """Paints the points of a box that lie inside a shape; its edge is half a pixel soft."""
        left, top, right, bottom = box
        for y in range(max(top, 0), min(bottom, HEIGHT)):
            row = self.rows[y]
            for x in range(max(left, 0), min(right, WIDTH)):
                cover = min(max(0.5 - inside(x + 0.5, y + 0.5), 0.0), 1.0)
                if cover > 0:
                    row[x] = mix(row[x], paint(x, y), cover)

    def rect(self, box: tuple[int, int, int, int], paint: Paint) -> None:
        self.fill(box, lambda _x, _y: -1.0, paint)

    def disc(self, x: float, y: float, radius: float, paint: Paint) -> None:
        reach = int(radius) + 2
        box = (int(x) - reach, int(y) - reach, int(x) + reach, int(y) + reach)
        self.fill(box, lambda px, py: math.hypot(px - x, py - y) - radius, paint)

    def text(self, x: int, y: int, words: str, colour: Colour = INK, scale: int = 2) -> None:
        """Writes words centred on a point."""
        left = x - len(words) * 3 * scale
        for place, letter in enumerate(words):
            for down, bits in enumerate(GLYPHS[letter]):
                for across in (n for n in range(5) if bits >> (4 - n) & 1):
                    at_x, at_y = left + (place * 6 + across) * scale, y + down * scale
                    self.rect((at_x, at_y, at_x + scale, at_y + scale), flat(colour))

    def png(self) -> bytes:
        """The picture as a PNG file, eight bits a channel, each line as differences (filter 1)."""
        lines = bytearray()
        for row in self.rows:
            left = (0, 0, 0)
            lines.append(1)
            for pixel in row:
                now = tuple(min(max(round(channel), 0), 255) for channel in pixel)
                lines.extend((a - b) & 255 for a, b in zip(now, left, strict=True))
                left = now
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in chunks)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def mix(low: Colour, high: Colour, share: float) -> Colour:
    """Between two colours: `low` at 0, `high` at 1."""
    return tuple(a + (b - a) * share for a, b in zip(low, high, strict=True))  # type: ignore[return-value]


def flat(colour: Colour) -> Paint:
    return lambda _x, _y: colour


def grain(x: int, y: int) -> float:
    """A number from -1 to 1 that looks random and depends on the point alone."""
    n = (x * 374761393 + y * 668265263) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((n ^ (n >> 16)) & 0xFFFF) / 32767.5 - 1


def cloud(x: float, y: float, size: float) -> float:
    """Grain of a given size, smooth in between."""
    column, row = math.floor(x / size), math.floor(y / size)
    across, down = ease(x / size - column), ease(y / size - row)
    above = grain(column, row) * (1 - across) + grain(column + 1, row) * across
    below = grain(column, row + 1) * (1 - across) + grain(column + 1, row + 1) * across
    return above * (1 - down) + below * down


def ease(share: float) -> float:
    return share * share * (3 - 2 * share)


def rough(colour: Colour, strength: float, size: float) -> Paint:
    """A colour with large clouds and a fine grain."""

    def paint(x: int, y: int) -> Colour:
        shade = cloud(x, y, size) * strength + round(grain(x, y) * 2) * strength / 8
        return tuple(channel + shade for channel in colour)  # type: ignore[return-value]

    return paint


def wood(x: int, y: int) -> Colour:
    """Planks of the terrace, with gaps between them."""
    plank = y // 12
    shade = grain(plank, 7) * 9 + cloud(x / 6, y * 2, 9) * 6 - (26 if y % 12 == 0 else 0)
    return (178 + shade, 142 + shade, 104 + shade)


def water(x: int, y: int) -> Colour:
    wave = cloud(x, y * 2.5, 11) * 9 + round(grain(x, y)) * 2
    return (88 + wave, 150 + wave, 190 + wave)


def warmth(celsius: float) -> Colour:
    """The colour of a temperature, from cool blue at 17 to warm red at 24."""
    stops = [(17.0, (150, 186, 226)), (20.0, (232, 230, 196)), (22.0, (246, 200, 138)), (24.0, (232, 138, 110))]
    if celsius <= stops[0][0]:
        return stops[0][1]
    for (low, cool), (high, hot) in zip(stops, stops[1:], strict=False):
        if celsius <= high:
            return mix(cool, hot, (celsius - low) / (high - low))
    return stops[-1][1]


def room(celsius: float, heater: tuple[int, int]) -> Paint:
    """A floor, warmest at its heater."""

    def paint(x: int, y: int) -> Colour:
        away = math.hypot(x - heater[0], y - heater[1])
        here = celsius + 1.6 * math.exp(-away / 60) - away / 260 + cloud(x, y, 40) * 0.25
        return tuple(c + round(grain(x, y) * 1.5) for c in warmth(here))  # type: ignore[return-value]

    return paint


def draw_garden(canvas: Canvas) -> None:
    canvas.rect((0, 0, WIDTH, HEIGHT), rough((134, 168, 98), 11, 34))
    canvas.rect((270, 520, 316, HEIGHT), rough((206, 196, 172), 9, 6))
    canvas.rect((610, 190, 740, 410), wood)

    def pond(x: float, y: float) -> float:
        angle = math.atan2(y - 505, x - 735)
        return math.hypot((x - 735) / 1.5, y - 505) - 52 - 5 * math.sin(3 * angle + 1)

    canvas.fill((630, 430, 840, 580), lambda x, y: pond(x, y) - 5, rough((168, 164, 156), 12, 5))
    canvas.fill((630, 430, 840, 580), pond, water)
    for bed in range(4):
        top = 60 + bed * 42
        canvas.rect((782, top, 868, top + 28), rough((112, 84, 62), 10, 5))
        for plant in range(6):
            canvas.disc(792 + plant * 13.5, top + 14, 5.5, rough((84 + bed * 22, 142 - bed * 8, 66), 16, 4))
    for x, y, radius in ((60, 80, 46), (58, 540, 38), (196, 570, 30), (560, 574, 34), (842, 590, 40), (690, 66, 44)):
        draw_tree(canvas, x, y, radius)


def draw_tree(canvas: Canvas, x: int, y: int, radius: int) -> None:
    """A crown from above: its shadow, then leaves that get lighter towards the sun."""
    canvas.disc(x + 9, y + 10, radius, rough((92, 124, 70), 8, 20))
    for step in range(9):
        angle = step * math.tau / 9
        at_x, at_y = x + math.cos(angle) * radius * 0.62, y + math.sin(angle) * radius * 0.62
        light = -18 * (math.cos(angle) + math.sin(angle))
        canvas.disc(at_x, at_y, radius * 0.42, rough((76 + light / 2, 128 + light / 2, 64), 17, 6))
    canvas.disc(x - 2, y - 2, radius * 0.6, rough((92, 146, 76), 17, 6))


ROOMS = (
    ("KITCHEN", 22.1, (130, 100, 330, 290), (150, 120)),
    ("LIVING ROOM", 21.4, (336, 100, 604, 360), (590, 350)),
    ("BATH", 23.0, (130, 296, 250, 410), (140, 400)),
    ("HALL", 19.2, (256, 296, 330, 514), (256, 296)),
    ("BEDROOM", 18.3, (336, 366, 604, 514), (600, 500)),
    ("STORE", 17.2, (130, 416, 250, 514), (130, 500)),
)

# Doors and windows: gaps in the walls, as boxes.
DOORS = ((330, 200, 336, 250), (330, 310, 336, 350), (330, 430, 336, 474), (250, 330, 256, 372), (250, 440, 256, 480),
         (270, 514, 316, 522), (604, 240, 612, 330), (270, 290, 316, 296))  # fmt: skip
WINDOWS = ((180, 92, 280, 100), (410, 92, 540, 100), (122, 330, 130, 380), (122, 150, 130, 230), (480, 514, 560, 522),
           (604, 420, 612, 480))  # fmt: skip


def draw_house(canvas: Canvas) -> None:
    canvas.rect((132, 104, 626, 536), rough((96, 124, 74), 6, 20))
    canvas.rect((122, 92, 612, 522), flat(WALL))
    for _, celsius, box, heater in ROOMS:
        canvas.rect(box, room(celsius, heater))
    for box in DOORS:
        canvas.rect(box, rough((214, 190, 150), 4, 6))
    for box in WINDOWS:
        canvas.rect(box, flat((196, 224, 236)))
    draw_furniture(canvas)
    for name, celsius, (left, top, right, bottom), _ in ROOMS:
        across, down = (left + right) // 2, (top + bottom) // 2
        scale = 2 if len(name) * 12 < right - left - 8 and right - left > 100 else 1
        canvas.text(across, down - 9 * scale, name, scale=scale)
        canvas.text(across, down + 2 * scale, f"{celsius:.1f}°C", WALL, scale)
        canvas.disc(left + 14, bottom - 14, 6, flat(PAPER))
        canvas.disc(left + 14, bottom - 14, 4, flat((206, 62, 58)))


def draw_furniture(canvas: Canvas) -> None:
    pieces = (
        ((134, 104, 326, 132), (214, 214, 210)),  # kitchen counter
        ((144, 109, 176, 127), (150, 156, 162)),  # sink
        ((210, 108, 246, 128), (70, 72, 78)),  # stove
        ((560, 130, 598, 236), (120, 134, 160)),  # sofa
        ((500, 160, 540, 206), (168, 130, 96)),  # low table
        ((350, 106, 390, 180), (150, 116, 88)),  # shelf
        ((520, 386, 598, 452), (236, 232, 226)),  # bed
        ((578, 392, 596, 446), (176, 192, 212)),  # pillows
        ((384, 484, 468, 510), (158, 124, 96)),  # wardrobe
        ((134, 300, 158, 334), (240, 244, 246)),  # bath tub
        ((648, 264, 700, 320), (150, 110, 76)),  # table on the terrace
    )
    for (left, top, right, bottom), colour in pieces:
        canvas.rect((left, top, right, bottom), flat(mix(colour, INK, 0.45)))
        canvas.rect((left + 1, top + 1, right - 1, bottom - 1), rough(colour, 4, 8))
    for x, y in ((636, 292), (712, 292), (674, 252), (674, 332)):
        canvas.disc(x, y, 11, rough((196, 168, 128), 5, 4))


def draw_legend(canvas: Canvas) -> None:
    canvas.text(675, 384, "TERRACE", PAPER)
    canvas.text(736, 498, "POND", PAPER)
    canvas.text(825, 36, "BEDS", PAPER)
    canvas.text(366, 30, "HOUSE AND GARDEN", PAPER, 3)
    canvas.rect((776, 262, 876, 412), flat(INK))
    canvas.rect((778, 264, 874, 410), flat(PAPER))
    canvas.rect((790, 282, 812, 394), lambda _x, y: warmth(24 - (y - 282) / 16))
    for celsius in (24, 22, 20, 18):
        canvas.text(844, 276 + (24 - celsius) * 16, f"{celsius}°C", scale=2)


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    canvas = Canvas()
    draw_garden(canvas)
    draw_house(canvas)
    draw_legend(canvas)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.write_bytes(canvas.png())
    print(f"{target.name}: {WIDTH} x {HEIGHT}, {written} bytes")


if __name__ == "__main__":
    main()
