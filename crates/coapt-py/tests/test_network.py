"""What the settings do to the packets, and how the system's refusals are told.

Packets are looked at through a packet socket, which needs a privilege; a test that cannot have what it
needs is skipped.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

import support
from coapt import CoAP, CoAPError
from support import CON, Events, Message, Raw, pump, raises

MAC = bytes([0x02, 0xC0, 0xA9, 0x70, 0x01, 0x02])
NOBODY = 65_534
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="packet sockets are a thing of Linux")
pytestmark = linux_only


class Capture:
    """A socket that sees the frames of this machine with a UDP datagram to one port."""

    def __init__(self, port: int) -> None:
        all_protocols = socket.htons(3)
        try:
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, all_protocols)
        except PermissionError:
            pytest.skip("no packet socket without privilege")
        self.socket.settimeout(20)
        self.port = port

    def frame(self) -> bytes:
        """The next Ethernet frame, IPv4 without options or IPv6."""
        while True:
            frame = self.socket.recv(2000)
            kind = frame[12:14]
            protocol, ports = (23, 34) if kind == b"\x08\x00" else (20, 54)
            if kind in (b"\x08\x00", b"\x86\xdd") and frame[protocol] == socket.IPPROTO_UDP:
                if int.from_bytes(frame[ports + 2 : ports + 4], "big") == self.port:
                    return frame

    def frame_from(self, mac: bytes) -> None:
        while self.frame()[6:12] != mac:
            pass

    def __enter__(self) -> Capture:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


def dscp_of(frame: bytes) -> int:
    return (frame[15] if frame[14] >> 4 == 4 else (frame[14] << 4 | frame[15] >> 4) & 0xFF) >> 2


# contract: config.DontFragment.b2
@pytest.mark.parametrize(("setting", "flag"), [("False", 0), ("True", 0x40)])
def test_dont_fragment_sets_the_flag_of_requests_and_responses(setting: str, flag: int, client: CoAP) -> None:
    raw = Raw()
    with Capture(raw.port) as capture:
        client.config(f"DontFragment={setting}")
        client.get(raw.uri())
        assert capture.frame()[20] & 0x40 == flag

    server, raw = support.coap(), Raw()
    with Capture(raw.port) as capture:
        server.config(f"DontFragment={setting}")
        server.response_code = "2.05"
        server.start_listening()
        raw.ask(Message(CON, "0.01", 1), server)
        assert capture.frame()[20] & 0x40 == flag
    server.shutdown()


# contract: config.QOSDSCPValue.b3, config.QOSTrafficType.b3, D48
@pytest.mark.parametrize(
    ("settings", "dscp"),
    [
        (["UseConnection=True"], 0),
        (["UseConnection=True", "QOSDSCPValue=46"], 46),
        (["UseConnection=True", "QOSDSCPValue=63"], 63),
        (["UseConnection=True", "QOSTrafficType=BestEffort"], 0),
        (["UseConnection=True", "QOSTrafficType=Background"], 8),
        (["UseConnection=True", "QOSTrafficType=ExcellentEffort"], 24),
        (["UseConnection=True", "QOSTrafficType=AudioVideo"], 40),
        (["UseConnection=True", "QOSTrafficType=4"], 46),
        (["UseConnection=True", "QOSTrafficType=5"], 48),
        (["UseConnection=True", "QOSTrafficType=Voice", "QOSDSCPValue=10"], 10),
        (["QOSTrafficType=Voice", "QOSDSCPValue=10"], 0),
    ],
)
def test_a_connected_socket_marks_its_datagrams_with_the_dscp(settings: list[str], dscp: int) -> None:
    for host, family, is_v6 in (("127.0.0.1", socket.AF_INET, False), ("::1", socket.AF_INET6, True)):
        raw, client = Raw(host, family), support.client()
        with Capture(raw.port) as capture:
            for setting in (f"UseIPv6={is_v6}", *settings):
                client.config(setting)
            client.get(f"coap://{f'[{host}]' if is_v6 else host}:{raw.port}/x")
            assert dscp_of(capture.frame()) == dscp


# contract: D90
def test_a_server_does_not_mark_its_datagrams(raw: Raw) -> None:
    server = support.coap()
    for setting in ("QOSDSCPValue=46", "QOSTrafficType=Voice", "UseConnection=True"):
        server.config(setting)
    server.response_code = "2.05"
    server.start_listening()
    with Capture(raw.port) as capture:
        assert raw.ask(Message(CON, "0.01", 1), server).code == "2.05"
        assert dscp_of(capture.frame()) == 0
    server.shutdown()


# contract: config.SourceMacAddress.b1, D48
@pytest.mark.parametrize("text", ["02:c0:a9:70:01:02", "02-C0-A9-70-01-02"])
def test_a_source_mac_address_stands_in_the_frames_until_it_is_turned_off(
    text: str, client: CoAP, raw: Raw
) -> None:
    events = Events(client)
    with Capture(raw.port) as capture:
        client.config(f"SourceMacAddress={text}")
        client.get(raw.uri())
        capture.frame_from(MAC)
    got = raw.next(client)
    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: events.completions == [0])

    other = Raw()
    with Capture(other.port) as capture:
        client.config("SourceMacAddress=")
        client.get(other.uri())
        assert capture.frame()[6:12] == bytes(6)


def code_of_failure(call: Callable[..., object], *arguments: object) -> int:
    try:
        call(*arguments)
    except CoAPError as error:
        return error.code
    return 0


def tries_of_nobody(port: int) -> str:
    client = support.client()
    client.config("SourceMacAddress=02:c0:a9:70:01:02")
    low = support.coap()
    low.local_port = port
    codes = [code_of_failure(client.get, support.uri(5683)), client.pending_request_count]
    codes += [code_of_failure(low.start_listening), low.listening]
    codes += [code_of_failure(low.get, support.uri(5683))]
    return str(codes)


def as_nobody(work: Callable[[], str]) -> str:
    """What a function gives in a process without privileges."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.write(writer, work().encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with open(reader) as answer:
        return answer.read()


# contract: config.SourceMacAddress.b1, error.10013.b1, D39, D86
def test_without_privilege_link_layer_sending_and_low_ports_are_denied() -> None:
    with open("/proc/sys/net/ipv4/ip_unprivileged_port_start") as start:
        port = int(start.read()) - 1
    if port < 1:
        pytest.skip("every port is free to all here")

    assert as_nobody(lambda: tries_of_nobody(port)) == str([10013, 0, 10013, False, 10013])


UNROUTED = """
from coapt import CoAP
def code(call, *arguments):
    try:
        call(*arguments)
    except Exception as error:
        return error.code
for timeout in (0, 60):
    made = CoAP()
    made.timeout = timeout
    print(code(made.get, "coap://192.0.2.1/x"), code(made.start_observing, "coap://192.0.2.1/x"))
    print(code(made.get, "coap://198.51.100.1/x"), made.pending_request_count)
"""


# contract: error.10051.b1, error.10065.b1, D39
def test_a_missing_route_fails_the_call() -> None:
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("unshare and ip are needed")
    routes = 'ip link set lo up && ip route add unreachable 198.51.100.0/24 && exec "$0" -c "$1"'

    run = run_elsewhere(["unshare", "-rn", "sh", "-c", routes, sys.executable, UNROUTED])

    assert run == "10051 10051\n10065 0\n" * 2


def run_elsewhere(command: list[str]) -> str:
    """What a program prints that runs where this one cannot."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        pytest.skip(f"not possible here: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


# contract: error.10040.b1, D39, D86
def test_a_datagram_that_is_too_long_for_the_system_is_told(client: CoAP, server: CoAP, raw: Raw) -> None:
    support.set_records(client, "request", [(2048, 0, "x" * 65_500)])
    with raises(10040):
        client.get(raw.uri())
    assert client.pending_request_count == 0
    raw.expect_silence(client)
    client.set_request_option_value(0, "x")
    client.get(raw.uri())
    raw.next(client)

    events = Events(server)
    support.set_records(server, "response", [(2048, 0, "x" * 65_500)])
    raw.send(Message(CON, "0.01", 1, b"c"), server)
    pump(server, until=lambda: events.responses)
    assert (events.errors, events.responses) == ([10040], [10040])


# contract: error.10047.b1, D39
def test_a_source_address_of_the_other_family_cannot_be_used(client: CoAP, raw: Raw) -> None:
    client.config("SourceIPAddress=::1")

    with raises(10047):
        client.get(raw.uri())
    with raises(10047):
        client.start_listening()
    raw.expect_silence(client)
