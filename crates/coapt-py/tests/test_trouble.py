"""Problems without a call that could fail, log messages, and the ends of an object: reset and shutdown."""

from __future__ import annotations

import socket

import pytest

import coapt
import support
from coapt import CoAP
from support import ACK, CON, NON, RST, Events, Message, Raw, observe, pump, raises, uri
from test_config import DEFAULTS as SETTINGS
from test_properties import DEFAULTS, defaults_of

MALFORMED = [
    bytes([0x49, 1, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9]), b"\x40\1\0\2\xff", b"\x40\1\0\3\xf0",
    b"\x40\1\0\4\xb5x", b"\x5f\1\0\5", b"\x51\1\0\6", b"\x50\1\0\7\xdd", b"\x50", b"",
]  # fmt: skip
CONFIRMABLE = 4


# contract: event.on_error.b2, event.on_error.b3, error.703.b1, D55
@pytest.mark.parametrize("mode", ["client", "server"])
def test_a_malformed_datagram_is_dropped_and_told(mode: str, client: CoAP, server: CoAP, raw: Raw) -> None:
    client.get(raw.uri())
    request = raw.next(client)
    assert request.sender is not None
    made, there = (client, request.sender) if mode == "client" else (server, ("127.0.0.1", server.local_port))
    events = Events(made)

    for place, datagram in enumerate(MALFORMED):
        raw.send(datagram, there)
        pump(made, until=lambda: len(events.errors) == place + 1)
        if place < CONFIRMABLE:
            got = raw.next(made, but=request)
            assert (got.type, got.mid) == (RST, place + 1)

    assert events.errors == [703] * len(MALFORMED)
    assert len(events.all) == len(MALFORMED), "and nothing else"
    assert all(seen.event.description for seen in events.all)


# contract: event.on_error.b4, error.703.b1, D55
def test_a_malformed_datagram_ends_no_call(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None

    raw.send(b"\x6f\x45" + got.mid.to_bytes(2, "big"), got.sender)
    pump(client, until=lambda: events.errors == [703])
    assert client.pending_request_count == 1
    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: events.completions == [0])

    client.timeout = 60
    raw.send(b"\x50", got.sender)
    with support.content(b"") as peer:
        client.get(peer.uri())
    assert events.errors == [703, 703], "it fired during the call, which went on"


# contract: D81
def test_another_version_is_ignored_silently(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.stop_listening()
    server.config("MaxPacketSize=100")
    server.start_listening()

    for version in (0x00, 0x80, 0xC0):
        for datagram in (bytes([version | 0x0F, 1, 0, 1]), bytes([version]), bytes([version]) * 200):
            raw.send(datagram, server)

    raw.expect_silence(server)
    assert events.all == []


# contract: D81
def test_a_flood_of_malformed_datagrams_is_told_a_few_times(server: CoAP, raw: Raw) -> None:
    events = Events(server)

    for _ in range(60):
        raw.send(b"\x50", server)
    server.do_events()

    assert 1 <= len(events.errors) < 60


# contract: event.on_error.b1
def test_a_failing_call_raises_and_is_not_told(server: CoAP) -> None:
    client = support.coap()
    clients_events, servers_events = Events(client), Events(server)

    with support.Responder(lambda got: [got.empty(RST)]) as peer:
        with raises(700):
            client.get("http://h/x")
        support.set_records(client, "request", [(2048, 1, "")])
        with raises(701):
            client.get(peer.uri())
        client.request_option_count = 0
        with raises(703):
            client.send_custom_request(peer.uri(), 32)
        with raises(706):
            client.cancel_request("none")
        with raises(712):
            client.send_response("none")
        with raises(708):
            client.get(peer.uri())
        server.response_code = ""
        with raises(707):
            server.send_notification("coap://h/x")
        with raises(706):
            server.send_response("none")
        with raises(712):
            server.get(peer.uri())

    assert (clients_events.errors, clients_events.completions) == ([], [708])
    assert servers_events.all == []


# contract: D01, python.r8
def test_a_failing_call_has_a_code_and_a_sentence() -> None:
    with pytest.raises(coapt.CoAPError) as failed:
        CoAP().get("")

    error = failed.value
    assert (error.code, type(error.message)) == (700, str)
    assert "700" in str(error) and error.message in str(error)


# contract: method.reset.b1, method.reset.b4, D46
def test_reset_returns_properties_and_settings_to_their_defaults() -> None:
    made = CoAP()
    made.timeout = 7
    made.use_confirmable_messages = False
    for which in ("request", "response"):
        setattr(made, f"{which}_content_format", 50)
        setattr(made, f"{which}_data", "x")
        setattr(made, f"{which}_e_tag", b"x")
        setattr(made, f"{which}_option_count", 2)
    made.response_code = "2.05"
    others = {
        name: {"True": "False", "False": "True"}[value]
        for name, value in SETTINGS.items()
        if value in ("True", "False")
    } | {
        "LocalHost": "127.0.0.2", "LocalPort": "5684", "MaxPacketSize": "1000", "QOSDSCPValue": "46",
        "QOSTrafficType": "4", "SourceIPAddress": "127.0.0.9", "SourceMacAddress": "02:00:00:00:00:01",
        "FirewallData": "x", "InBufferSize": "10000", "OutBufferSize": "10000", "CodePage": "28591",
        "SelectWaitMillis": "1", "LogLevel": "3", "RecognizedOptions": "9,2049", "NStart": "5",
        "AckTimeout": "1000", "AckRandomFactor": "2", "MaxRetransmit": "2",
    }  # fmt: skip
    assert set(others) == set(SETTINGS) - {"DestinationAddress"}
    for name, value in others.items():
        made.config(f"{name}={value}")
        assert made.config(name) == value

    made.reset()

    assert defaults_of(made) == DEFAULTS
    assert {name: made.config(name) for name in SETTINGS} == SETTINGS
    made.request_data = "é"
    assert made.request_data == "é".encode(), "the code page is UTF-8 again"


# contract: method.reset.b2, method.reset.b3, D31, D46
def test_reset_drops_the_work_of_a_server_without_a_word(server: CoAP, raw: Raw) -> None:
    observer = Raw()
    support.expire_soon(server)
    events = Events(server)
    port = server.local_port
    observer.ask(Message(CON, "0.01", 1, b"o", [observe(0), (11, b"r")]), server)
    in_flight = raw.ask(Message(NON, "0.01", 2, b"f"), server)

    def later(event: coapt.CoAPRequestEventParams) -> None:
        event.send_response = False

    server.on_request = later
    raw.send(Message(CON, "0.01", 3, b"p"), server)
    pump(server, until=lambda: server.pending_request_count == 1)
    raw.next(server, but=in_flight)
    events.clear()

    server.reset()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("0.0.0.0", port))
    support.pump_a_while(server)

    while (got := raw.take()) is not None:
        assert got == in_flight, "only repetitions from before"
    assert observer.take() is None
    assert (server.listening, server.local_port, server.pending_request_count) == (False, 0, 0)
    assert events.seen == []
    server.local_port = port
    server.response_code = "2.05"
    server.start_listening()
    server.send_notification(uri(port, "r"))
    observer.expect_silence(server)


# contract: method.reset.b3, D46
def test_reset_drops_the_work_of_a_client_without_a_word(client: CoAP, raw: Raw) -> None:
    notifier = Raw()
    support.expire_soon(client)
    events = Events(client)
    client.start_observing(notifier.uri("o"))
    registration = notifier.next(client)
    notifier.answer(registration, registration.reply("2.05", b"", observe(1)))
    pump(client, until=lambda: events.notifications)
    client.get(raw.uri())
    request = raw.next(client)
    events.clear()

    client.reset()
    raw.answer(request, request.reply("2.05"))
    notifier.answer(registration, registration.separate(NON, "2.05", 9, b"", observe(2)))
    support.pump_a_while(client)

    assert (client.pending_request_count, events.seen) == (0, [])
    while (got := raw.take()) is not None:
        assert got == request, "only repetitions from before"
    client.local_port = 1


# contract: method.reset.b5, D46, D68
def test_reset_leaves_the_hooks_alone(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    hooks = {hook: getattr(server, hook) for hook in Events.HOOKS}

    server.reset()
    assert {hook: getattr(server, hook) for hook in Events.HOOKS} == hooks
    server.response_code = "2.05"
    server.start_listening()
    raw.ask(Message(CON, "0.01", 1), server)
    raw.ask(Message(CON, "0.01", 2, b"", [observe(0)]), server)
    raw.send(b"P", server)
    pump(server, until=lambda: events.errors == [703])

    assert (events.requests, events.registrations, events.responses) == (1, 1, [0, 0])
    assert events.logs


# contract: D46
def test_reset_inside_a_handler_ends_what_it_interrupts(client: CoAP, server: CoAP, raw: Raw) -> None:
    seen = Events(client)
    client.start_observing(raw.uri("o"))
    registration = raw.next(client)

    def end(event: coapt.CoAPNotificationEventParams) -> None:
        event.stop_observing = True
        client.reset()

    client.on_notification = end
    raw.answer(registration, registration.reply("2.05", b"", observe(1)))
    client.timeout = 60
    with raises(711):
        client.get(raw.uri("never-answered"))
    assert seen.all == []
    with support.content(b"on") as peer:
        client.get(peer.uri())
    assert client.response_data == b"on"

    events = Events(server)
    server.on_request = lambda event: server.reset()
    raw.drain()
    raw.send(Message(CON, "0.01", 1), server)
    pump(server, until=lambda: not server.listening)
    raw.expect_silence(server)
    assert (events.all, server.pending_request_count) == ([], 0)


# contract: mentioned.shutdown.b1, mentioned.shutdown.b2, D44
def test_shutdown_ends_everything_in_either_mode_and_frees_the_port(
    client: CoAP, server: CoAP, raw: Raw
) -> None:
    fresh = CoAP()
    fresh.shutdown()
    assert not fresh.listening

    events = Events(client)
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None
    client.shutdown()
    assert events.completions == [711]
    ports = [got.sender[1], server.local_port]

    events = Events(server)
    raw.ask(Message(CON, "0.01", 1, b"o", [observe(0)]), server)
    raw.ask(Message(NON, "0.01", 2), server)

    def later(event: coapt.CoAPRequestEventParams) -> None:
        event.send_response = False

    server.on_request = later
    raw.send(Message(CON, "0.01", 3), server)
    pump(server, until=lambda: server.pending_request_count == 1)
    events.clear()
    server.shutdown()
    assert events.responses == [711, 711], "the unanswered and the unconfirmed one"
    assert (events.departures, server.listening) == (0, False)
    for port in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("0.0.0.0", port))
    server.shutdown()


def logs_of_one_request(level: int | None) -> list[tuple[int, str]]:
    raw, server = Raw(), support.coap()
    events = Events(server)
    if level is not None:
        server.config(f"LogLevel={level}")
    server.response_code = "2.05"
    server.start_listening()
    raw.ask(Message(CON, "0.01", 1, b"", support.path("x")), server)
    server.stop_listening()
    return events.logs


# contract: event.on_log.b1, event.on_log.b2, event.on_log.b3, event.on_log.b4
# contract: mentioned.LogLevel.b2, D62
def test_the_level_decides_what_is_told() -> None:
    by_level = [logs_of_one_request(level) for level in range(4)]

    assert by_level[0] == []
    for level in (1, 2, 3):
        counts = [[level for level, _ in logs].count(level) for logs in by_level]
        assert counts[:level] == [0] * level, "only messages of a level up to the setting"
        assert counts[level] > 0 and len(set(counts[level:])) == 1, "each message is told once"
    assert all(message for logs in by_level for _, message in logs)
    assert [level for level, _ in logs_of_one_request(None)] == [level for level, _ in by_level[1]]


# contract: event.on_log.b5, D62
def test_level_3_tells_every_datagram(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.config("LogLevel=3")

    def told(verb: str) -> int:
        return sum(level == 3 and text.startswith(verb) for level, text in events.logs)

    raw.ask(Message(CON, "0.01", 1), server)
    assert (told("received"), told("sent")) == (1, 1)
    raw.ask(Message(CON, "0.00", 2), server)
    assert (told("received"), told("sent")) == (2, 2)
    raw.send(b"\xff\xff garbage", server)
    raw.send(b"", server)
    pump(server, until=lambda: told("received") == 4)
    raw.ask(Message(CON, "0.01", 1), server)
    assert (told("received"), told("sent")) == (5, 3), "the repeated answer is a datagram too"


SECRETS = [
    "my-token", "if-match", "req--tag", "password=hidden", "unknown-key", "request-body", "response-body",
    "resp-tag", "option-key", "location-query", "proxy-uri", "malformed-secret",
]  # fmt: skip


def logs_with_secrets(masks: bool) -> str:
    raw, server = Raw(), support.server()
    events = Events(server)
    server.config("LogLevel=3")
    server.config(f"MaskSensitive={masks}")
    server.response_data = "response-body"
    server.response_e_tag = b"resp-tag"
    rows = [(2048, 0, "option-key"), (20, 0, "location-query"), (35, 0, "proxy-uri")]
    support.set_records(server, "response", rows)
    options = [
        (1, b"if-match"), (4, b"req--tag"), (11, b"plain-path"), (12, b"2"), (15, b"password=hidden"),
        (2052, b"unknown-key"),
    ]  # fmt: skip
    raw.ask(Message(CON, "0.02", 1, b"my-token", options, b"request-body"), server)
    raw.send(b"\x4f malformed-secret", server)
    pump(server, until=lambda: events.errors)
    return "\n".join(text for _, text in events.logs)


# contract: config.MaskSensitive.b3
def test_what_is_sensitive_is_masked_unless_it_is_asked_for() -> None:
    masked, shown = logs_with_secrets(True), logs_with_secrets(False)

    for secret in SECRETS:
        in_hex = secret.encode().hex().upper()
        assert secret not in masked and in_hex not in masked
        assert secret in shown or in_hex in shown
    assert "hidden" not in masked, "neither in a URI"
    assert "(12)****" in masked and "(8)****" in masked
    for plain in ("plain-path", "2.05", "0.02", "50"):
        assert plain in masked


# contract: D77
def test_a_notification_with_another_content_format_is_warned_of_once(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.use_confirmable_messages = False
    server.response_content_format = 0
    raw.ask(Message(CON, "0.01", 1, b"a", [observe(0), (11, b"a")]), server)
    there = uri(server.local_port, "a")
    events.clear()

    server.send_notification(there)
    assert not [text for _, text in events.logs if "format" in text]
    server.response_content_format = 50
    server.send_notification(there)
    server.send_notification(there)

    assert len([text for level, text in events.logs if level == 1 and "format" in text]) == 1
    assert [raw.next(server).option(12) for _ in range(3)] == [b"", b"2", b"2"]


# contract: event.on_log.b1, D25
def test_a_failing_log_handler_loses_no_event(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.config("LogLevel=3")
    told: list[str] = []

    def log(event: coapt.CoAPLogEventParams) -> None:
        told.append(event.message)
        if event.message.startswith("received"):
            raise LookupError("no log today")

    server.on_log = log
    for mid in (1, 2):
        raw.send(Message(CON, "0.01", mid), server)
    failures = 0
    for _ in range(100):
        try:
            server.do_events()
        except LookupError:
            failures += 1
        if events.requests == 2 and any(text.startswith("sent") for text in told):
            break

    assert (failures, sum(text.startswith("received") for text in told)) == (2, 2)
    assert [raw.next(server).mid, raw.next(server).mid] == [1, 2]
    assert ACK == 2 and NON == 1
