"""Serving: listening and stopping, on_request, send_response and on_response_complete."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import coapt
import support
from coapt import CoAP
from support import ACK, CON, NON, RST, Events, Message, Raw, observe, pump, raises, uri


def later(event: coapt.CoAPRequestEventParams) -> None:
    """A handler that puts the answer off."""
    event.send_response = False


def asked(mid: int, kind: int = CON, token: bytes = b"t", code: str = "0.01") -> Message:
    return Message(kind, code, mid, token)


# contract: method.start_listening.b1, method.start_listening.b2, method.start_listening.b3
# contract: method.stop_listening.b1, method.stop_listening.b4, method.stop_listening.b5
# contract: prop.listening.b2, prop.listening.b3, prop.listening.b5, D45
@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (CoAP.start_listening, CoAP.stop_listening),
        (lambda made: made.set_listening(True), lambda made: made.set_listening(False)),
        (lambda made: setattr(made, "listening", True), lambda made: setattr(made, "listening", False)),
    ],
    ids=["methods", "setter", "attribute"],
)
def test_listening_is_switched_by_methods_and_by_the_property_alike(
    start: Callable[[CoAP], None], stop: Callable[[CoAP], None], raw: Raw
) -> None:
    server = support.coap()
    events = Events(server)
    server.response_code = "2.05"
    stop(server)
    assert not server.listening

    start(server)
    port = server.local_port
    assert server.listening and port > 0
    start(server)
    assert (server.listening, server.local_port) == (True, port)
    raw.ask(asked(1), server)
    assert events.requests == 1

    stop(server)
    stop(server)
    assert not server.listening
    raw.send(asked(2), ("127.0.0.1", port))
    raw.expect_silence(server)
    assert events.requests == 1
    server.local_port = port
    start(server)
    assert server.local_port == port
    server.shutdown()


# contract: method.start_listening.b5, D43
def test_listening_gives_up_client_work(client: CoAP, raw: Raw) -> None:
    client.response_code = "2.05"
    events = Events(client)
    client.start_observing(raw.uri("o"))
    registration = raw.next(client)
    raw.answer(registration, registration.reply("2.05", b"", observe(1)))
    pump(client, until=lambda: events.notifications)
    client.get(raw.uri("x"))
    client.get(raw.uri("y"))
    raw.next(client)
    events.clear()

    client.start_listening()

    assert (events.completions, client.pending_request_count) == ([711, 711], 0)
    raw.answer(registration, registration.separate(NON, "2.05", 9, b"", observe(2)))
    raw.send(registration.separate(NON, "2.05", 10, b"", observe(3)), client)
    support.pump_a_while(client)
    assert events.notifications == []


# contract: method.stop_listening.b2, method.stop_listening.b3, method.stop_listening.b5
# contract: event.on_response_complete.b7, event.on_unregistered.b4, D31, D44, D70
def test_stopping_ends_what_is_unanswered_and_completes_what_is_sent(server: CoAP, raw: Raw) -> None:
    server.config("AckTimeout=50")
    observer = Raw()
    events = Events(server)
    resource = uri(server.local_port, "r")
    observer.ask(Message(CON, "0.01", 1, b"o", [observe(0), (11, b"r")]), server)
    in_flight = raw.ask(asked(2, NON), server)
    server.on_request = later
    raw.send(asked(3), server)
    pump(server, until=lambda: server.pending_request_count == 1)
    events.clear()

    server.stop_listening()
    assert events.responses == [711], "the unanswered one"
    assert (events.departures, server.pending_request_count) == (0, 0)
    with raises(106):
        server.local_port = 1
    with raises(712):
        server.send_notification(resource)
    repeated = raw.next(server)
    while repeated.type != CON:
        repeated = raw.next(server)
    assert repeated == in_flight, "still repeated"
    raw.answer(in_flight, in_flight.empty(ACK))
    pump(server, until=lambda: events.responses == [711, 0])

    assert observer.take() is None
    server.local_port = 1


# contract: event.on_request.b1, event.on_request.b2, event.on_request.b3, D37
def test_a_request_names_its_resource(server: CoAP, raw: Raw) -> None:
    seen: list[tuple[object, ...]] = []

    def note(e: coapt.CoAPRequestEventParams) -> None:
        resource = (e.method, e.uri_host, e.uri_port, e.uri_path, e.uri_query)
        body = (server.request_data, server.request_content_format, server.request_e_tag)
        seen.append((*resource, e.remote_host, e.remote_port, e.token, *body, server.request_option_count))

    server.on_request = note
    raw.ask(Message(CON, "0.01", 1), server)
    options = [
        (3, "größe.example".encode()), (4, b"tag"), (7, support.uint(61616)), (11, b"a/b"), (11, b""),
        (11, b"c d"), (12, b"2"), (15, b"x=1&2"), (15, "ü".encode()),
    ]  # fmt: skip
    raw.ask(Message(CON, "0.05", 2, b"\1\2\3", options, b"body"), server)

    remote = ("127.0.0.1", raw.port)
    assert seen == [
        (1, "127.0.0.1", server.local_port, "", "", *remote, b"", b"", -1, b"", 0),
        (
            *(5, "größe.example", 61616, "a%2Fb//c%20d", "x=1%262&%C3%BC"),
            *(*remote, b"\1\2\3", b"body", 50, b"tag", 9),
        ),
    ]


# contract: event.on_request.b4, event.on_response_complete.b4, event.on_response_complete.b5
# contract: prop.use_confirmable_messages.b5, D34
@pytest.mark.parametrize("confirmable", [True, False])
def test_an_immediate_answer_rides_on_the_acknowledgement(
    confirmable: bool, server: CoAP, raw: Raw
) -> None:
    server.use_confirmable_messages = confirmable
    events = Events(server)
    ids: list[str] = []

    def answer(event: coapt.CoAPRequestEventParams) -> None:
        assert event.send_response is True and events.responses == []
        server.response_data = "answer"
        ids.append(event.request_id)

    server.on_request = answer
    got = raw.ask(asked(7), server)

    assert (got.type, got.mid, got.token, got.code, got.payload) == (ACK, 7, b"t", "2.05", b"answer")
    [seen] = events.all
    event = seen.event
    assert (event.request_id, event.error_code, event.error_description) == (ids[0], 0, "")


# contract: event.on_response_complete.b1, event.on_response_complete.b3, D34, D80
def test_a_non_confirmable_request_is_answered_as_the_property_says(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    confirmed = raw.ask(asked(1, NON), server)
    assert (confirmed.type, confirmed.token, events.responses) == (CON, b"t", [])
    raw.answer(confirmed, confirmed.empty(ACK))
    pump(server, until=lambda: events.responses == [0])

    server.use_confirmable_messages = False
    unconfirmed = raw.ask(asked(2, NON), server)
    assert (unconfirmed.type, unconfirmed.token, events.responses) == (NON, b"t", [0, 0])


# contract: event.on_request.b5, method.send_response.b1, method.send_response.b4
# contract: method.send_response.b7, method.send_response.b8, method.send_response.b9
# contract: method.send_response.b10, event.on_response_complete.b1, event.on_response_complete.b2
# contract: event.on_response_complete.b5, event.on_response_complete.b6, error.704.b3
# contract: error.708.b2, error.706.b1, D10, D22, D33, D34
@pytest.mark.parametrize(("ending", "dealt_with"), [(0, ACK), (708, RST), (704, None)])
def test_a_deferred_answer_is_repeated_until_it_is_dealt_with(
    ending: int, dealt_with: int | None, server: CoAP, raw: Raw
) -> None:
    for setting in ("AckTimeout=50", "AckRandomFactor=1.0", "MaxRetransmit=2"):
        server.config(setting)
    events = Events(server)
    server.on_request = later
    acknowledged = raw.ask(asked(1), server)
    assert (acknowledged.type, acknowledged.code) == (ACK, "0.00")
    raw.expect_silence(server)
    request_id = server.get_pending_request_id(0)

    server.response_data = "as it was"
    server.send_response(request_id)
    assert (server.pending_request_count, events.responses) == (0, [])
    server.response_data = "changed"
    server.use_confirmable_messages = False
    with raises(706):
        server.send_response(request_id)
    sent = raw.next(server)
    assert (sent.type, sent.token, sent.payload) == (CON, b"t", b"as it was")
    assert raw.next(server) == sent, "repeated as it was"
    if dealt_with is not None:
        raw.answer(sent, sent.empty(dealt_with))
    pump(server, until=lambda: events.responses)

    [seen] = events.all
    assert (seen.event.request_id, seen.event.error_code) == (request_id, ending)
    assert bool(seen.event.error_description) == (ending != 0)
    raw.drain(server)
    raw.expect_silence(server)


# contract: method.send_response.b2, method.send_response.b5, method.send_response.b6
# contract: event.on_response_complete.b3, D23, D33
def test_an_unconfirmed_answer_is_complete_before_the_call_returns(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.use_confirmable_messages = False
    server.on_request = later
    raw.ask(asked(1), server)
    server.response_code = "2.01"
    server.response_content_format = 0
    server.response_e_tag = b"v"
    server.response_data = "late"
    support.set_records(server, "response", [(8, 0, "there")])

    server.send_response(request_id=server.get_pending_request_id(0))

    assert events.responses == [0]
    got = raw.next(server)
    assert (got.type, got.code, got.option(12), got.option(4)) == (NON, "2.01", b"", b"v")
    assert (got.option(8), got.payload) == (b"there", b"late")


# contract: method.send_response.b3, error.707.b2, D13, D56
def test_without_a_response_code_the_request_stays_pending(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.on_request = later
    raw.ask(asked(1), server)
    request_id = server.get_pending_request_id(0)
    server.response_code = ""

    with raises(707):
        server.send_response(request_id)
    with raises(706):
        server.send_response("unknown")

    assert (server.pending_request_count, events.all) == (1, [])
    raw.expect_silence(server)
    server.response_code = "2.05"
    server.send_response(request_id)


# contract: method.send_response.b11, D28, D84
@pytest.mark.parametrize("sends_later", [True, False])
def test_an_answer_inside_on_request_is_the_only_one(sends_later: bool, server: CoAP, raw: Raw) -> None:
    events = Events(server)

    def answer(event: coapt.CoAPRequestEventParams) -> None:
        server.response_data = "by call"
        server.send_response(event.request_id)
        server.response_data = "by return"
        event.send_response = sends_later

    server.on_request = answer
    got = raw.ask(asked(3), server)

    assert (got.type, got.mid, got.payload) == (ACK, 3, b"by call")
    raw.expect_silence(server)
    assert events.responses == [0]


# contract: method.cancel_request.b2, method.cancel_request.b3, method.cancel_request.b4
# contract: method.cancel_request.b5, method.cancel_request.b8, method.cancel_request.b9
# contract: event.on_request.b5, event.on_response_complete.b6, error.706.b1, error.711.b1, D26
def test_a_cancelled_request_is_never_answered(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.on_request = later
    raw.ask(asked(1), server)
    request_id = server.get_pending_request_id(0)

    server.cancel_request(request_id=request_id)

    [seen] = events.all
    event = seen.event
    assert (event.request_id, event.error_code, bool(event.error_description)) == (request_id, 711, True)
    assert server.pending_request_count == 0
    with raises(706):
        server.send_response(request_id)
    for unknown in (request_id, "", "unknown"):
        with raises(706):
            server.cancel_request(unknown)
    raw.expect_silence(server)
    assert len(events.all) == 1


# contract: D84
def test_a_request_cancelled_by_its_own_handler_is_rejected(server: CoAP, raw: Raw) -> None:
    events = Events(server)

    def refuse(event: coapt.CoAPRequestEventParams) -> None:
        server.cancel_request(event.request_id)
        assert events.responses == [711]

    server.on_request = refuse
    got = raw.ask(asked(3), server)

    assert (got.type, got.mid) == (RST, 3)
    raw.expect_silence(server)
    assert events.responses == [711]


# contract: event.on_request.b6, D60
def test_a_repeated_request_is_answered_again_without_an_event(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    request = asked(1, code="0.02")
    assert raw.ask(request, server) == raw.ask(request, server)
    assert (events.requests, events.responses) == (1, [0])

    server.on_request = later
    deferred = asked(2, code="0.02")
    assert raw.ask(deferred, server) == raw.ask(deferred, server)
    assert server.pending_request_count == 1
    silent = asked(3, NON, code="0.02")
    raw.send(silent, server)
    raw.send(silent, server)
    pump(server, until=lambda: server.pending_request_count == 2)
    raw.expect_silence(server)
    assert server.pending_request_count == 2


# contract: event.on_request.b7, error.707.b3, event.on_error.b3, D35
def test_a_handler_that_leaves_no_response_code_causes_5_00(server: CoAP, raw: Raw) -> None:
    events = Events(server)

    def forget(event: coapt.CoAPRequestEventParams) -> None:
        server.response_code = ""

    server.on_request = forget
    assert raw.ask(asked(1), server).code == "5.00"
    assert (events.errors, events.responses) == ([707], [707])
    server.on_request = None
    assert raw.ask(asked(2), server).code == "5.00"
    observing = Message(CON, "0.01", 3, b"", [observe(0)])
    assert raw.ask(observing, server).code == "5.00"
    assert (events.errors, events.responses) == ([707] * 3, [707] * 3)


# contract: event.on_error.b3, error.701.b1
def test_records_that_do_not_fit_are_told_when_the_answer_is_due(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    support.set_records(server, "response", [(2048, 1, "")])

    assert raw.ask(asked(3), server).code == "5.00"
    assert (events.errors, events.responses) == ([701], [701])


# contract: event.on_request.b8, extension.RecognizedOptions.b1, event.on_error.b2, D18, D72, D73
def test_critical_options_are_refused_unless_they_are_known_or_declared(server: CoAP, raw: Raw) -> None:
    events = Events(server)

    def ask(mid: int, option: int, value: bytes) -> str:
        return raw.ask(Message(CON, "0.01", mid, b"", [(option, value)]), server).code

    for mid, (option, value) in enumerate([(1, b"tag"), (5, b""), (17, b""), (16, b"\5"), (258, b"")], 1):
        assert ask(mid, option, value) == "2.05", "known"
    assert (ask(6, 35, b"coap://h/"), ask(7, 39, b"http")) == ("5.05", "5.05"), "this is no proxy"
    assert (events.requests, events.errors) == (5, [])
    assert ask(8, 65_001, b"") == "4.02"
    assert (events.errors, events.requests) == ([701], 5)
    server.config("RecognizedOptions=35,39,65001")
    for mid, (option, value) in enumerate([(35, b"coap://h/"), (39, b"http"), (65_001, b"v")], 9):
        assert ask(mid, option, value) == "2.05"
        assert server.get_request_option_number(0) == option
        assert server.get_request_option_critical(0)
    server.config("RecognizedOptions=*")
    assert ask(12, 2051, b"") == "2.05"
    server.config("RecognizedOptions=")
    assert ask(13, 65_001, b"") == "4.02"


# contract: event.on_request.b9, event.on_register.b10, event.on_unregistered.b6
# contract: event.on_request_complete.b10, event.on_notification.b8
def test_events_belong_to_their_mode(client: CoAP, server: CoAP, raw: Raw) -> None:
    clients_events, servers_events = Events(client), Events(server)
    client.get(raw.uri())
    request = raw.next(client)
    raw.answer(request, Message(NON, "0.01", 1))
    raw.answer(request, Message(NON, "0.01", 2, b"o", [observe(0)]))
    raw.answer(request, Message(NON, "0.01", 3, b"o", [observe(1)]))
    support.pump_a_while(client)
    assert clients_events.all == []

    raw.send(request.separate(NON, "2.05", 4), server)
    raw.send(request.separate(NON, "2.05", 5, b"", observe(1)), server)
    raw.send(request.reply("2.05"), server)
    support.pump_a_while(server)
    assert servers_events.all == []


# contract: D24, D34
def test_a_client_and_a_server_of_this_class_understand_each_other(client: CoAP, server: CoAP) -> None:
    def answer(event: coapt.CoAPRequestEventParams) -> None:
        server.response_data = f"{event.method} {event.uri_path}"

    server.on_request = answer
    for number, confirmable in ((1, True), (6, False)):
        client.use_confirmable_messages = confirmable
        client.send_custom_request(uri(server.local_port, "a/b"), number)
        pump(client, server, until=lambda: client.pending_request_count == 0)
        assert client.response_data == b"%d a/b" % number


# contract: prop.request_data.b8, prop.response_data.b7, D54
def test_bodies_of_any_size_arrive_whole_and_once(client: CoAP, server: CoAP) -> None:
    events, servers_events = Events(client), Events(server)
    lengths: list[int] = []

    def echo(event: coapt.CoAPRequestEventParams) -> None:
        lengths.append(len(server.request_data))
        server.response_data = server.request_data[::-1]

    server.on_request = echo
    body = b"".join(number.to_bytes(4, "big") for number in range(20_000))
    for length in (0, 1023, 1024, 1025, 2048, 80_000):
        for each in (events, servers_events, lengths):
            each.clear()
        client.request_data = body[:length]

        client.post(uri(server.local_port, "x"))
        pump(client, server, until=lambda: client.pending_request_count == 0)

        assert lengths == [length], "one event for each body"
        [seen] = events.all
        assert (seen.event.error_code, seen.code, seen.data) == (0, "2.05", body[:length][::-1])
        assert servers_events.responses == [0]


# contract: D54
def test_blocks_have_at_most_1024_bytes(client: CoAP, server: CoAP, raw: Raw) -> None:
    client.request_data = bytes(1025)
    client.put(raw.uri())
    first = raw.next(client)
    assert (len(first.payload), first.option(27)) == (1024, b"\x0e")
    raw.answer(first, first.reply("2.31", b"", (27, b"\x0e")))
    second = raw.next(client)
    assert (len(second.payload), second.option(27)) == (1, b"\x16")

    server.response_data = bytes(1025)
    first = raw.ask(asked(1), server)
    assert (len(first.payload), first.option(23)) == (1024, b"\x0e")
    second = raw.ask(Message(CON, "0.01", 2, b"t", [(23, b"\x16")]), server)
    assert (len(second.payload), second.option(23)) == (1, b"\x16")


# contract: event.on_error.b3, error.702.b1, error.702.b2, D54
def test_blocks_that_do_not_fit_are_told(client: CoAP, server: CoAP, raw: Raw) -> None:
    servers_events = Events(server)
    for mid, value, code in ((1, b"\x08", "2.31"), (2, b"\x38", "4.08")):
        block = Message(CON, "0.02", mid, b"t", [(27, value)], bytes(16))
        assert raw.ask(block, server).code == code
    pump(server, until=lambda: servers_events.errors == [702])
    assert servers_events.requests == 0

    events = Events(client)
    client.get(raw.uri())
    got = raw.next(client)
    raw.answer(got, got.reply("2.05", bytes(16), (23, b"\x08")))
    got = raw.next(client)
    raw.answer(got, got.reply("2.05", bytes(16), (23, b"\x38")))
    pump(client, until=lambda: events.completions == [702])
    assert events.errors == []
