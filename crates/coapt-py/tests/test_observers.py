"""Being observed: on_register, send_notification and on_unregistered (RFC 7641)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import coapt
import support
from coapt import CoAP
from support import ACK, CON, NON, RST, Events, Message, Raw, observe, pump, raises, uri


def registration(mid: int, token: bytes, path: str, query: bytes | None = None) -> Message:
    options = [observe(0), (11, path.encode())] + ([(15, query)] if query is not None else [])
    return Message(CON, "0.01", mid, token, options)


def accept(event: coapt.CoAPRegisterEventParams) -> None:
    event.accept = True


def register(
    server: CoAP, raw: Raw, path: str = "r", token: bytes = b"t", query: bytes | None = None
) -> Message:
    server.on_register = accept
    answer = raw.ask(registration(1, token, path, query), server)
    assert answer.option(6) is not None
    return answer


# contract: event.on_register.b1, event.on_register.b6, D29, D36
def test_a_registration_is_shown_like_a_request_and_fires_on_register_only(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    seen: list[tuple[object, ...]] = []

    def note(e: coapt.CoAPRegisterEventParams) -> None:
        assert e.accept is False
        resource = (e.uri, e.uri_host, e.uri_port, e.uri_path, e.uri_query)
        body = (server.request_data, server.request_content_format, server.request_e_tag)
        counts = (server.request_option_count, server.pending_request_count)
        seen.append((*resource, e.remote_host, e.remote_port, e.token, *body, *counts))

    server.on_register = note
    options = [(4, b"e"), observe(0), (11, b"a"), (11, b"b"), (15, b"q=1")]
    raw.ask(Message(CON, "0.01", 1, b"tok", options), server)
    raw.ask(Message(CON, "0.01", 2, b"", [(3, b"Host"), observe(0), (7, support.uint(5683))]), server)

    port, remote = server.local_port, ("127.0.0.1", raw.port)
    assert seen == [
        (uri(port, "a/b?q=1"), "127.0.0.1", port, "a/b", "q=1", *remote, b"tok", b"", -1, b"e", 5, 0),
        ("coap://host/", "Host", 5683, "", "", *remote, b"", b"", -1, b"", 3, 0),
    ]
    ids = [each.event.request_id for each in events.all]
    assert events.responses == [0, 0] and all(ids) and ids[0] != ids[1]
    with raises(706):
        server.cancel_request(ids[0])


# contract: event.on_register.b2, event.on_register.b3, event.on_register.b4
# contract: event.on_register.b5, event.on_register.b7, D29
@pytest.mark.parametrize(
    ("accepts", "code", "registers"),
    [
        (True, "2.05", True), (True, "2.03", True), (False, "2.05", False), (True, "4.04", False),
        (True, "5.03", False), (False, "4.03", False),
    ],
)  # fmt: skip
def test_only_an_accepted_2_xx_puts_the_client_on_the_list(
    accepts: bool, code: str, registers: bool, server: CoAP, raw: Raw
) -> None:
    server.use_confirmable_messages = False
    named: list[str] = []

    def answer(event: coapt.CoAPRegisterEventParams) -> None:
        event.accept = accepts
        server.response_code = code
        server.response_e_tag = b"v1"
        named.append(event.uri)

    server.on_register = answer
    got = raw.ask(registration(1, b"t", "r"), server)
    assert (got.type, got.code, got.option(4)) == (ACK, code, b"v1")
    assert (got.option(6) is not None) == registers
    server.response_code = "2.05"
    server.send_notification(uri=named[0])
    if registers:
        notified = raw.next(server)
        assert (notified.type, notified.token) == (NON, b"t")
    else:
        raw.expect_silence(server)


# contract: event.on_register.b8, D29
def test_without_the_hook_or_with_another_method_observe_means_nothing(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    put = raw.ask(Message(CON, "0.03", 1, b"", [observe(0)]), server)
    server.on_register = None
    get = raw.ask(Message(CON, "0.01", 2, b"", [observe(0)]), server)

    assert (events.requests, events.registrations) == (2, 0)
    assert (put.option(6), get.option(6)) == (None, None)
    server.send_notification(uri(server.local_port))
    raw.expect_silence(server)


# contract: event.on_register.b9
def test_a_second_registration_with_the_same_token_is_the_same(server: CoAP, raw: Raw) -> None:
    server.use_confirmable_messages = False
    events = Events(server)
    for mid in (1, 2):
        raw.ask(registration(mid, b"same", "r"), server)
    assert events.registrations == 2

    server.send_notification(uri(server.local_port, "r"))

    assert raw.next(server).token == b"same"
    raw.expect_silence(server)
    assert events.departures == 0


# contract: method.send_notification.b1, method.send_notification.b2
# contract: method.send_notification.b3, method.send_notification.b7, event.on_register.b4
# contract: method.send_notification.b10, D09, D36
def test_every_observer_of_the_uri_and_nobody_else_is_notified(server: CoAP) -> None:
    one, two, other = Raw(), Raw(), Raw()
    server.use_confirmable_messages = False
    port = server.local_port
    last = int.from_bytes(register(server, one, token=b"1").option(6) or b"", "big")
    register(server, two, token=b"2")
    register(server, other, token=b"3", query=b"u=c")
    server.response_content_format = 50
    server.response_e_tag = b"v2"
    server.response_data = "state"
    support.set_records(server, "response", [(14, 1, "7")])

    for spelling in (uri(port, "r"), f"COAP://127.0.0.1:{port}/%72"):
        server.send_notification(spelling)
        for raw, token in ((one, b"1"), (two, b"2")):
            got = raw.next(server)
            assert (got.token, got.code, got.payload) == (token, "2.05", b"state")
            assert (got.option(12), got.option(14), got.option(4)) == (b"2", b"\7", b"v2")
            if raw is one:
                order = int.from_bytes(got.option(6) or b"", "big")
                assert last < order < 1 << 24
                last = order
    other.expect_silence(server)
    server.send_notification(uri(port, "r?u=c"))
    assert other.next(server).token == b"3"
    server.send_notification(uri(port, "nobody"))
    for raw in (one, two, other):
        raw.expect_silence(server)


# contract: method.send_notification.b4, method.send_notification.b5
# contract: method.send_notification.b7, event.on_unregistered.b4, D31
def test_a_notification_of_failure_is_the_last(server: CoAP, raw: Raw) -> None:
    other = Raw()
    server.use_confirmable_messages = False
    port = server.local_port
    register(server, raw)
    register(server, other, "o", b"o")
    events = Events(server)

    server.response_code = "4.04"
    server.send_notification(uri(port, "r"))
    last = raw.next(server)
    assert (last.code, last.option(6)) == ("4.04", None)
    server.response_code = "2.05"
    server.send_notification(uri(port, "r"))
    raw.expect_silence(server)
    server.send_notification(uri(port, "o"))

    assert other.next(server).token == b"o"
    assert events.all == []


# contract: method.send_notification.b6, method.send_notification.b8
# contract: event.on_response_complete.b6, D32
def test_a_confirmable_notification_is_repeated_until_it_is_confirmed(server: CoAP, raw: Raw) -> None:
    server.config("AckTimeout=100")
    register(server, raw)
    events = Events(server)
    resource = uri(server.local_port, "r")

    server.send_notification(resource)
    sent = raw.next(server)
    assert sent.type == CON
    assert raw.next(server) == sent
    raw.answer(sent, sent.empty(ACK))
    support.pump_a_while(server)
    raw.drain(server)
    raw.expect_silence(server)
    server.use_confirmable_messages = False
    server.send_notification(resource)

    assert raw.next(server).type == NON
    raw.expect_silence(server)
    assert events.all == []


def deregister(server: CoAP, raw: Raw) -> None:
    options = [observe(1), (11, b"r"), (15, b"q")]
    answer = raw.ask(Message(CON, "0.01", 50, b"t", options), server)
    assert (answer.code, answer.option(6)) == ("2.05", None)


def reset(server: CoAP, raw: Raw) -> None:
    server.send_notification(uri(server.local_port, "r?q"))
    raw.send(raw.next(server).empty(RST), server)


def fall_silent(server: CoAP, raw: Raw) -> None:
    server.send_notification(uri(server.local_port, "r?q"))


# contract: method.send_notification.b9, event.on_unregistered.b1, event.on_unregistered.b2
# contract: event.on_unregistered.b3, event.on_unregistered.b5, event.on_error.b3, D30, D31, D32
@pytest.mark.parametrize("leave", [deregister, reset, fall_silent])
def test_an_observer_that_leaves_by_itself_is_told(
    leave: Callable[[CoAP, Raw], None], server: CoAP, raw: Raw
) -> None:
    support.expire_soon(server)
    register(server, raw, query=b"q")
    events = Events(server)
    resource = uri(server.local_port, "r?q")

    leave(server, raw)
    pump(server, until=lambda: events.departures == 1)

    hooks = [seen.hook for seen in events.all]
    place = hooks.index("on_unregistered")
    e = events.all[place].event
    assert (e.uri, e.remote_host, e.remote_port) == (resource, "127.0.0.1", raw.port)
    assert (e.uri_host, e.uri_port) == ("127.0.0.1", server.local_port)
    assert (e.uri_path, e.uri_query) == ("r", "q")
    assert (hooks[place + 1 :][:1] == ["on_request"]) == (leave is deregister)
    assert events.errors == ([704] if leave is fall_silent else [])
    raw.drain(server)
    server.send_notification(resource)
    raw.expect_silence(server)


# contract: D30, event.on_unregistered.b3
def test_a_deregistration_of_somebody_else_is_a_plain_get(server: CoAP, raw: Raw) -> None:
    register(server, raw)
    events = Events(server)

    raw.ask(Message(CON, "0.01", 2, b"other", [observe(1), (11, b"r")]), server)

    assert (events.departures, events.requests) == (0, 1)
    server.use_confirmable_messages = False
    server.send_notification(uri(server.local_port, "r"))
    assert raw.next(server).token == b"t"


# contract: method.send_notification.b11, D23, D28
def test_a_notification_in_the_middle_of_a_request_disturbs_nothing(server: CoAP, raw: Raw) -> None:
    register(server, raw)
    writer = Raw()

    def change(event: coapt.CoAPRequestEventParams) -> None:
        server.response_data = "new"
        server.send_notification(uri(server.local_port, "r"))
        assert (server.request_data, server.request_content_format) == (b"body", 50)
        assert (server.request_e_tag, server.request_option_count) == (b"e", 3)
        assert (server.response_code, server.response_data) == ("2.05", b"new")
        server.response_code = "2.04"
        server.response_data = ""

    server.on_request = change
    put = Message(CON, "0.03", 2, b"", [(4, b"e"), (11, b"p"), (12, b"2")], b"body")
    answer = writer.ask(put, server)
    notified = raw.next(server)

    assert (answer.code, answer.payload) == ("2.04", b"")
    assert (notified.code, notified.payload) == ("2.05", b"new")


# contract: method.send_notification.b12, method.send_notification.b13, error.707.b2, D09, D56
def test_what_cannot_be_notified_is_refused(server: CoAP, raw: Raw) -> None:
    register(server, raw)
    resource = uri(server.local_port, "r")
    server.response_code = ""

    for there, code in ((resource, 707), ("coap://nobody/x", 707), ("nowhere", 700), ("", 700)):
        with raises(code):
            server.send_notification(there)
    server.response_code = "2.05"
    support.set_records(server, "response", [(2048, 1, "")])
    with raises(701):
        server.send_notification(resource)
    raw.expect_silence(server)
