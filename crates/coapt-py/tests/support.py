"""What the tests share: bounded pumping, a recorder of events, and plain sockets as the peer."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from coapt import CoAP, CoAPError

CON, NON, ACK, RST = range(4)
MOST_PUMPS = 2000


def coap() -> CoAP:
    """An object whose do_events waits 5 milliseconds at most."""
    made = CoAP()
    made.config("SelectWaitMillis=5")
    return made


def client() -> CoAP:
    """An asynchronous client."""
    made = coap()
    made.timeout = 0
    return made


def server() -> CoAP:
    """A server that listens on a port of the system's choice and says 2.05 to everything."""
    made = coap()
    made.response_code = "2.05"
    made.start_listening()
    return made


def expire_soon(made: CoAP) -> None:
    """Lets confirmable messages expire after some 110 milliseconds, with two repetitions."""
    for setting in ("AckTimeout=16", "AckRandomFactor=1.0", "MaxRetransmit=2"):
        made.config(setting)


def uri(port: int, path: str = "") -> str:
    return f"coap://127.0.0.1:{port}/{path}"


def pump(*objects: CoAP, until: Callable[[], object]) -> None:
    """Pumps the objects in turn until the condition holds."""
    for _ in range(MOST_PUMPS):
        if until():
            return
        for each in objects:
            each.do_events()
    raise AssertionError(f"nothing happened after {MOST_PUMPS} pumps: {objects}")


def pump_a_while(*objects: CoAP) -> None:
    """Pumps long enough for everything on this machine to arrive."""
    for _ in range(8):
        for each in objects:
            each.do_events()


@contextmanager
def raises(code: int) -> Iterator[None]:
    """The block must raise CoAPError with this code and a text."""
    with pytest.raises(CoAPError) as failed:
        yield
    assert (failed.value.code, bool(failed.value.message)) == (code, True)


@dataclass
class Seen:
    """One event: its hook, its parameters, and what the object held when it fired."""

    hook: str
    event: Any
    code: str
    data: bytes
    pending: int
    stops: bool


class Events:
    """Records all events of an object; registrations are accepted."""

    HOOKS = (
        "on_error", "on_log", "on_notification", "on_register", "on_request",
        "on_request_complete", "on_response_complete", "on_unregistered",
    )  # fmt: skip

    def __init__(self, made: CoAP) -> None:
        self.seen: list[Seen] = []
        self.coap = made
        for hook in self.HOOKS:
            setattr(made, hook, self.recorder(hook))

    def recorder(self, hook: str) -> Callable[[Any], None]:
        def record(event: Any) -> None:
            made, stops = self.coap, getattr(event, "stop_observing", False)
            pending = made.pending_request_count
            self.seen.append(
                Seen(hook, event, made.response_code, made.response_data, pending, stops)
            )
            if hook == "on_register":
                event.accept = True

        return record

    def clear(self) -> None:
        self.seen.clear()

    def of(self, hook: str) -> list[Seen]:
        return [each for each in self.seen if each.hook == hook]

    @property
    def all(self) -> list[Seen]:
        """All but log messages."""
        return [each for each in self.seen if each.hook != "on_log"]

    @property
    def completions(self) -> list[int]:
        return [each.event.error_code for each in self.of("on_request_complete")]

    @property
    def responses(self) -> list[int]:
        return [each.event.error_code for each in self.of("on_response_complete")]

    @property
    def errors(self) -> list[int]:
        return [each.event.error_code for each in self.of("on_error")]

    @property
    def notifications(self) -> list[bytes]:
        return [each.data for each in self.of("on_notification")]

    @property
    def requests(self) -> int:
        return len(self.of("on_request"))

    @property
    def registrations(self) -> int:
        return len(self.of("on_register"))

    @property
    def departures(self) -> int:
        return len(self.of("on_unregistered"))

    @property
    def logs(self) -> list[tuple[int, str]]:
        return [(each.event.log_level, each.event.message) for each in self.of("on_log")]


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

    def reply(self, code: str, payload: bytes = b"", *options: tuple[int, bytes]) -> Message:
        """A response in the acknowledgement of this request, or in a NON for a NON."""
        kind = ACK if self.type == CON else NON
        return Message(kind, code, self.mid, self.token, list(options), payload)

    def separate(
        self, kind: int, code: str, mid: int, payload: bytes = b"", *options: tuple[int, bytes]
    ) -> Message:
        """A response in a message of its own."""
        return Message(kind, code, mid, self.token, list(options), payload)

    def empty(self, kind: int) -> Message:
        """The acknowledgement or the reset of this message."""
        return Message(kind, "0.00", self.mid)

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

    def __init__(self, host: str = "127.0.0.1", family: int = socket.AF_INET) -> None:
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.setblocking(False)
        self.port: int = self.socket.getsockname()[1]

    def uri(self, path: str = "x") -> str:
        return uri(self.port, path)

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

    def next(self, *objects: CoAP, but: Message | None = None) -> Message:
        """The next message other than one seen before, while the objects are pumped."""
        got: list[Message] = []

        def arrived() -> bool:
            message = self.take()
            if message is not None and message != but:
                got.append(message)
            return bool(got)

        pump(*objects, until=arrived)
        return got[0]

    def ask(self, message: Message, made: CoAP) -> Message:
        """Sends a message and gives what comes back."""
        self.send(message, made)
        return self.next(made)

    def expect_silence(self, *objects: CoAP) -> None:
        pump_a_while(*objects)
        assert self.take() is None

    def drain(self, *objects: CoAP) -> None:
        """Forgets what has arrived."""
        for each in objects:
            each.do_events()
        while self.take() is not None:
            pass


class Responder:
    """A peer on a thread of its own, for calls that wait; it sends what the function makes of a message."""

    def __init__(self, answer: Callable[[Message], list[Message]]) -> None:
        self.answers = answer
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        while True:
            data, sender = self.socket.recvfrom(70_000)
            if not data:
                return
            for each in self.answers(Message.decode(data, sender)):
                self.socket.sendto(each.encode(), sender)

    def uri(self, path: str = "x") -> str:
        return uri(self.port, path)

    def __enter__(self) -> Responder:
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join()
        self.socket.close()


def content(payload: bytes) -> Responder:
    """A peer that says 2.05 with this payload to every request."""
    return Responder(lambda got: [got.reply("2.05", payload)])


def silent() -> Responder:
    return Responder(lambda got: [])


def uint(value: int) -> bytes:
    """An option value of type uint (RFC 7252, section 3.2)."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def observe(value: int) -> tuple[int, bytes]:
    return 6, uint(value)


def path(*segments: str) -> list[tuple[int, bytes]]:
    return [(11, segment.encode()) for segment in segments]


def set_records(made: CoAP, which: str, records: list[tuple[int, int, str]]) -> None:
    """Fills an option array, `request` or `response`, with (number, value type, value)."""
    setattr(made, f"{which}_option_count", len(records))
    for index, (number, value_type, value) in enumerate(records):
        getattr(made, f"set_{which}_option_number")(index, number)
        getattr(made, f"set_{which}_option_value_type")(index, value_type)
        getattr(made, f"set_{which}_option_value")(index, value)


def records(made: CoAP, which: str) -> list[tuple[int, int, str]]:
    """What an option array holds."""
    parts = [getattr(made, f"get_{which}_option_{part}") for part in ("number", "value_type", "value")]
    count = getattr(made, f"{which}_option_count")
    return [(parts[0](index), parts[1](index), parts[2](index)) for index in range(count)]
