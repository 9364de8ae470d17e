"""What the tests share: bounded pumping, a recorder of events, and a raw socket as the peer."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from coapt import CoAP

CON, NON, ACK, RST = range(4)
MOST_PUMPS = 2000


def pump(*objects: CoAP, until: Callable[[], object]) -> None:
    """Pumps the objects in turn until the condition holds."""
    for _ in range(MOST_PUMPS):
        if until():
            return
        for each in objects:
            each.do_events()
    raise AssertionError(f"nothing happened after {MOST_PUMPS} pumps: {objects}")


def code_of(text: str) -> int:
    return int(text[0]) << 5 | int(text[2:])


@dataclass
class Message:
    """A CoAP message, as a test sees it or makes it."""

    type: int
    code: str
    mid: int
    token: bytes = b""
    options: list[tuple[int, bytes]] = field(default_factory=list)
    payload: bytes = b""
    sender: tuple[str, int] | None = None

    def option(self, number: int) -> bytes | None:
        return next((value for other, value in self.options if other == number), None)

    def all(self, number: int) -> list[bytes]:
        return [value for other, value in self.options if other == number]

    def reply(self, code: str, payload: bytes = b"", **other: object) -> Message:
        """A response in the acknowledgement of this request, or in a NON for a NON."""
        kind = ACK if self.type == CON else NON
        return Message(kind, code, self.mid, self.token, payload=payload, **other)  # type: ignore[arg-type]

    def encode(self) -> bytes:
        head = bytes([0x40 | self.type << 4 | len(self.token), code_of(self.code)])
        data = head + struct.pack(">H", self.mid) + self.token
        last = 0
        for number, value in sorted(self.options, key=lambda option: option[0]):
            delta, delta_more = nibble(number - last)
            length, length_more = nibble(len(value))
            data += bytes([delta << 4 | length]) + delta_more + length_more + value
            last = number
        return data + (b"\xff" + self.payload if self.payload else b"")

    @classmethod
    def decode(cls, data: bytes, sender: tuple[str, int] | None = None) -> Message:
        kind, length = data[0] >> 4 & 3, data[0] & 15
        code = f"{data[1] >> 5}.{data[1] & 31:02}"
        message = cls(kind, code, data[2] << 8 | data[3], data[4 : 4 + length], sender=sender)
        at, number = 4 + length, 0
        while at < len(data):
            if data[at] == 0xFF:
                message.payload = data[at + 1 :]
                break
            delta, size = data[at] >> 4, data[at] & 15
            at += 1
            delta, at = extended(data, delta, at)
            size, at = extended(data, size, at)
            number += delta
            message.options.append((number, data[at : at + size]))
            at += size
        return message


def nibble(value: int) -> tuple[int, bytes]:
    if value < 13:
        return value, b""
    if value < 269:
        return 13, bytes([value - 13])
    return 14, struct.pack(">H", value - 269)


def extended(data: bytes, value: int, at: int) -> tuple[int, int]:
    if value == 13:
        return data[at] + 13, at + 1
    if value == 14:
        return (data[at] << 8 | data[at + 1]) + 269, at + 2
    return value, at


class Raw:
    """The other end of the wire: a plain socket on this machine."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]

    def uri(self, path: str = "x") -> str:
        return f"coap://127.0.0.1:{self.port}/{path}"

    def send(self, message: Message | bytes, to: CoAP | tuple[str, int]) -> None:
        data = message.encode() if isinstance(message, Message) else message
        address = ("127.0.0.1", to.local_port) if isinstance(to, CoAP) else to
        self.socket.sendto(data, address)

    def answer(self, request: Message, reply: Message) -> None:
        assert request.sender is not None
        self.send(reply, request.sender)

    def take(self) -> Message | None:
        """What has arrived already."""
        try:
            return Message.decode(*self.socket.recvfrom(70_000))
        except BlockingIOError:
            return None

    def next(self, *objects: CoAP) -> Message:
        """The next message, while the objects are pumped."""
        got: list[Message] = []

        def arrived() -> bool:
            message = self.take()
            if message is not None:
                got.append(message)
            return bool(got)

        pump(*objects, until=arrived)
        return got[0]


@pytest.fixture
def raw() -> Iterator[Raw]:
    peer = Raw()
    yield peer
    peer.socket.close()


@pytest.fixture
def client() -> Iterator[CoAP]:
    """An asynchronous client."""
    with CoAP() as each:
        each.timeout = 0
        each.config("SelectWaitMillis=5")
        yield each


@pytest.fixture
def server() -> Iterator[CoAP]:
    """A server that listens and says 2.05 to everything."""
    with CoAP() as each:
        each.config("SelectWaitMillis=5")
        each.response_code = "2.05"
        each.start_listening()
        yield each
