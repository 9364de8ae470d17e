#!/usr/bin/env python3
"""Writes the CBOR files of examples/house: the measurements and the settings.

The measurements are those of pack.senml.json with the labels of RFC 8428, section 6. Only the
standard library is used: the encoder below knows the few types that the files need.

Usage: python3 tools/encode_house.py
"""

from __future__ import annotations

import json
import struct
from datetime import datetime
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent / "examples/house"

SENML_LABELS = {
    "bver": -1, "bn": -2, "bt": -3, "bu": -4, "bv": -5, "bs": -6,
    "n": 0, "u": 1, "v": 2, "vs": 3, "vb": 4, "s": 5, "t": 6, "ut": 7, "vd": 8,
}  # fmt: skip

SETTINGS = {
    "name": "house",
    "time zone": "Europe/Vienna",
    "changed": datetime.fromisoformat("2026-03-14T06:40:00+00:00"),
    "heating": {"day": 21.5, "night": 18.0, "from": "06:00", "to": "22:30", "away": None},
    "gateway": {"id": bytes.fromhex("0024befffe804ff1"), "port": 5683, "observers": 32},
    "alarm": False,
    "floors": [0, 1, -1],
}


def head(major: int, number: int) -> bytes:
    """The first bytes of an item: its major type and a number, as short as can be."""
    if number < 24:
        return bytes([major << 5 | number])
    size = next(size for size in range(4) if number < 1 << (8 << size))
    return bytes([major << 5 | 24 + size]) + number.to_bytes(1 << size, "big")


def encode(item: Any) -> bytes:
    """One item in the deterministic form of RFC 8949, but for the order of keys."""
    match item:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if item else b"\xf4"
        case int():
            return head(0, item) if item >= 0 else head(1, -1 - item)
        case float():
            return encode_float(item)
        case bytes():
            return head(2, len(item)) + item
        case str():
            return head(3, len(item.encode())) + item.encode()
        case list():
            return head(4, len(item)) + b"".join(map(encode, item))
        case dict():
            pairs = (encode(key) + encode(value) for key, value in item.items())
            return head(5, len(item)) + b"".join(pairs)
        case datetime():
            return head(6, 0) + encode(item.isoformat().replace("+00:00", "Z"))
        case _:
            raise TypeError(f"no CBOR for {type(item).__name__}")


def encode_float(number: float) -> bytes:
    """The shortest of the three widths that keeps the value."""
    for first, width in ((0xF9, ">e"), (0xFA, ">f")):
        packed = struct.pack(width, number)
        if struct.unpack(width, packed)[0] == number:
            return bytes([first]) + packed
    return b"\xfb" + struct.pack(">d", number)


def main() -> None:
    pack = json.loads((HOUSE / "sensors/pack.senml.json").read_text(encoding="utf-8"))
    labelled = [{SENML_LABELS[key]: value for key, value in record.items()} for record in pack]
    files = {"sensors/pack.senml.cbor": labelled, "config/settings.cbor": SETTINGS}
    for name, item in files.items():
        written = (HOUSE / name).write_bytes(encode(item))
        print(f"{name}: {written} bytes")


if __name__ == "__main__":
    main()
