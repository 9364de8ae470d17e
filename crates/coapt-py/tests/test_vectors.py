"""How a server with its handlers in Python reacts to each datagram of tests/vectors/messages.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coapt import CoAP, CoAPRegisterEventParams, CoAPRequestEventParams
from support import ACK, CON, RST, Message, Raw

VECTORS = Path(__file__).parents[3] / "tests/vectors/messages.jsonl"
GET, POST, PUT, DELETE = 1, 2, 3, 4
IF_MATCH, IF_NONE_MATCH, ACCEPT = 1, 5, 17
LARGEST = 65_507
PING = 0xEE01

TEXTS = ("test", "query", "seg1/seg2/seg3")
SITE = {
    "": (b"coapt", 0),
    "temperature": (b"22.3 C", 0),
    "large": (bytes(index % 256 for index in range(2048)), 42),
    "obs": (b"observable", 0),
    ".well-known/core": (b"</test>,</large>", 40),
    **{path: (b"hello", 0) for path in TEXTS},
}


class Fixture:
    """The site "basic" of the vectors' description, on the class."""

    def __init__(self, server: CoAP) -> None:
        self.server = server
        server.on_request = self.requested
        server.on_register = self.registering

    def options(self) -> list[tuple[int, str]]:
        server = self.server
        return [
            (server.get_request_option_number(index), server.get_request_option_value(index))
            for index in range(server.request_option_count)
        ]

    def respond(self, code: str, data: bytes = b"", content_format: int = -1) -> None:
        self.server.response_code, self.server.response_data = code, data
        self.server.response_content_format = content_format

    def registering(self, event: CoAPRegisterEventParams) -> None:
        event.accept = event.uri_path == "obs"
        self.retrieve(event.uri_path)

    def requested(self, event: CoAPRequestEventParams) -> None:
        path, method = event.uri_path, event.method
        exists = path in SITE
        if not exists and (path != "create" or method == GET):
            return self.respond("4.04")
        conditions = [value for number, value in self.options() if number == IF_MATCH]
        must_not_exist = any(number == IF_NONE_MATCH for number, _ in self.options())
        if (exists and must_not_exist) or (conditions and not (exists and "" in conditions)):
            return self.respond("4.12")
        if path == "create":
            return self.respond("2.01" if method == PUT else "4.05")
        if method == GET:
            return self.retrieve(path)
        if path in TEXTS and method in (POST, PUT):
            return self.respond("2.04")
        if path in TEXTS and method == DELETE:
            return self.respond("2.02")
        return self.respond("4.05")

    def retrieve(self, path: str) -> None:
        if path not in SITE:
            return self.respond("4.04")
        data, content_format = SITE[path]
        if any(number == ACCEPT and value != str(content_format) for number, value in self.options()):
            return self.respond("4.06")
        return self.respond("2.05", data, content_format)


def datagram(vector: dict[str, Any]) -> bytes:
    if "hex" in vector:
        return bytes.fromhex(vector["hex"])
    return b"".join(bytes.fromhex(part) * count for part, count in vector["parts"])


def reaction(server: CoAP, data: bytes) -> tuple[str, Raw]:
    """What comes back before the answer to a ping that is sent behind it."""
    peer = Raw()
    peer.send(data, server)
    server.do_events()
    peer.send(Message(CON, "0.00", PING), server)
    name = "none"
    while True:
        got = peer.next(server)
        if (got.type, got.mid) == (RST, PING):
            return name, peer
        name = "rst" if got.type == RST else "ack-empty" if got.code == "0.00" else got.code
        if got.type == CON:
            peer.send(Message(ACK, "0.00", got.mid), server)


def test_every_datagram_gets_a_permitted_reaction(server: CoAP) -> None:
    fixture = Fixture(server)
    vectors = [json.loads(line) for line in VECTORS.read_text().splitlines()]
    wrong, peers = [], []

    for vector in vectors:
        data = datagram(vector)
        if len(data) > LARGEST:
            continue
        got, peer = reaction(fixture.server, data)
        # Kept open, so that no two datagrams come from one address.
        peers.append(peer)
        if "any" not in vector["react"] and got not in vector["react"]:
            wrong.append(f"{vector['id']} ({vector['title']}): {got}")
    for peer in peers:
        peer.socket.close()

    assert len(vectors) == 530 and len(peers) >= 525
    assert wrong == []
