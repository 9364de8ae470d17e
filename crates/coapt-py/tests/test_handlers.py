"""The pump and the handlers: what is delivered, what handlers may do, and what happens when they fail."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import coapt
import support
from coapt import CoAP
from support import ACK, CON, NON, RST, Events, Message, Raw, Responder, observe, pump, raises, uri


class Mishap(Exception):
    """What a handler of these tests fails with."""


def failing(number: int) -> Callable[[Any], None]:
    def handler(event: object) -> None:
        raise Mishap(number)

    return handler


def first_failure(made: CoAP, number: int) -> None:
    """Pumps until a handler fails."""
    with pytest.raises(Mishap) as failed:
        pump(made, until=lambda: False)
    assert failed.value.args == (number,)


# contract: method.do_events.b1, prop.listening.b5, D23, D24
def test_one_call_delivers_everything_that_is_ready_in_order_on_this_thread(server: CoAP, raw: Raw) -> None:
    seen: list[tuple[int, str, bytes]] = []
    server.on_request = lambda e: seen.append((threading.get_ident(), e.uri_path, server.request_data))
    for mid in range(100):
        message = Message(NON, "0.02", mid, b"", support.path(str(mid)), b"body of %d" % mid)
        raw.send(message, server)

    server.do_events()

    here = threading.get_ident()
    assert seen == [(here, str(mid), b"body of %d" % mid) for mid in range(100)]


# contract: method.do_events.b3, config.SelectWaitMillis.b2, D63
def test_an_arrival_ends_the_wait(server: CoAP) -> None:
    server.config("SelectWaitMillis=60000")
    events = Events(server)
    there = ("127.0.0.1", server.local_port)

    def ask() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.settimeout(50)
            for mid in range(20):
                peer.sendto(Message(CON, "0.01", mid).encode(), there)
                peer.recv(100)

    peer = threading.Thread(target=ask)
    peer.start()
    while events.requests < 20 and peer.is_alive():
        server.do_events()
    peer.join()

    assert events.requests == 20


# contract: method.do_events.b6, D23, D63
def test_a_handler_that_pumps_gets_no_events_and_services_the_network(server: CoAP, raw: Raw) -> None:
    inside: list[str] = []
    waited: list[float] = []
    pinged = Raw()
    server.config("SelectWaitMillis=50")

    def handle(event: coapt.CoAPRequestEventParams) -> None:
        body = server.request_data
        inside.append(f"enter {event.uri_path}")
        start = time.monotonic()
        server.do_events()
        waited.append(time.monotonic() - start)
        pinged.send(Message(CON, "0.00", 9), server)
        assert pinged.next(server).type == RST, "the network is serviced"
        assert server.request_data == body, "the properties stay those of this event"
        inside.append(f"leave {event.uri_path}")

    server.on_request = handle
    for mid, name in enumerate("ab"):
        raw.send(Message(NON, "0.02", mid, b"", support.path(name), name.encode()), server)
    pump(server, until=lambda: len(inside) == 4)

    assert inside == ["enter a", "leave a", "enter b", "leave b"]
    assert waited[0] >= 0.04, "it does not spin, though the second request waits"


# contract: method.do_events.b7, D65
def test_messages_without_a_meaning_are_dealt_with_silently(client: CoAP, server: CoAP, raw: Raw) -> None:
    open_id = client.get(raw.uri())
    request = raw.next(client)
    assert request.sender is not None
    all_events = [Events(client), Events(server)]

    for made, there in ((server, ("127.0.0.1", server.local_port)), (client, request.sender)):
        for message, has_reset in (
            (Message(CON, "0.00", 101), True), (Message(ACK, "0.00", 102), False),
            (Message(RST, "0.00", 103), False), (Message(ACK, "2.05", 104, b"unknown"), False),
            (Message(CON, "2.05", 105, b"unknown"), True), (Message(NON, "2.05", 106, b"unknown"), False),
        ):  # fmt: skip
            raw.send(message, there)
            if has_reset:
                got = raw.next(made, but=request)
                assert (got.type, got.mid, got.code) == (RST, message.mid, "0.00")
        support.pump_a_while(made)
    raw.send(Message(CON, "0.01", 201, b"", support.path("x")), request.sender)
    got = raw.next(client, but=request)
    assert (got.type, got.mid) == (RST, 201), "a client does not serve"

    assert [events.all for events in all_events] == [[], []]
    assert client.get_pending_request_id(0) == open_id


# contract: method.do_events.b5, D25
def test_an_exception_leaves_through_the_pump_and_the_client_gets_5_00(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    server.on_request = failing(1)

    def register(event: coapt.CoAPRegisterEventParams) -> None:
        event.accept = True
        raise Mishap(2)

    server.on_register = register
    for mid, options in ((1, []), (2, [observe(0)])):
        raw.send(Message(CON, "0.01", mid, b"", options), server)
        first_failure(server, mid)
        got = raw.next(server)
        assert (got.code, got.option(6)) == ("5.00", None), "nobody is registered"

    pump(server, until=lambda: events.responses == [707, 707])
    assert server.pending_request_count == 0
    server.on_request = None
    assert raw.ask(Message(CON, "0.01", 3), server).code == "2.05"


# contract: D25
def test_a_request_answered_or_put_off_before_the_failure_gets_no_5_00(server: CoAP, raw: Raw) -> None:
    server.use_confirmable_messages = False

    def handle(event: coapt.CoAPRequestEventParams) -> None:
        if event.uri_path == "later":
            event.send_response = False
        else:
            server.send_response(event.request_id)
        raise Mishap(3)

    server.on_request = handle
    raw.send(Message(CON, "0.01", 1, b"", support.path("now")), server)
    first_failure(server, 3)
    assert raw.next(server).code == "2.05"
    raw.send(Message(CON, "0.01", 2, b"", support.path("later")), server)
    first_failure(server, 3)
    assert raw.next(server).code == "0.00"
    server.send_response(server.get_pending_request_id(0))
    assert raw.next(server).code == "2.05"
    raw.expect_silence(server)


# contract: method.do_events.b5, D25
def test_a_failure_leaves_through_whichever_method_delivered_the_event(raw: Raw) -> None:
    client = support.coap()
    client.on_request_complete = failing(4)

    with support.content(b"x") as peer, pytest.raises(Mishap):
        client.get(peer.uri())
    assert client.response_data == b"x"
    client.timeout = 0
    request_id = client.get(raw.uri())
    with pytest.raises(Mishap):
        client.cancel_request(request_id)
    assert client.pending_request_count == 0
    client.get(raw.uri())
    with pytest.raises(Mishap):
        client.start_listening()
    assert client.listening, "the switch is complete all the same"
    client.shutdown()


# contract: D25, D04
def test_a_call_that_another_handler_ends_gives_its_request_up(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    client.start_observing(raw.uri("o"))
    registration = raw.next(client)
    raw.answer(registration, registration.reply("2.05", b"", observe(1)))
    pump(client, until=lambda: events.notifications)
    client.on_notification = failing(5)

    client.timeout = 60
    raw.answer(registration, registration.separate(NON, "2.05", 9, b"", observe(2)))
    with pytest.raises(Mishap):
        client.get(raw.uri("never-answered"))

    assert events.completions == []
    client.do_events()
    assert events.completions == [711], "how it ended is told by the next pump"


def echo_path(got: Message) -> list[Message]:
    answer = got.reply("2.05", got.option(11) or b"")
    if got.option(6) is not None:
        answer.options.append(observe(1))
    return [answer]


# contract: D23
def test_calls_inside_handlers_nest_and_tell_only_their_own_end(client: CoAP, raw: Raw) -> None:
    told: list[str] = []
    client.start_observing(raw.uri("o"))
    registration = raw.next(client)
    with Responder(echo_path) as peer:

        def notified(event: object) -> None:
            order = client.response_data.decode()
            told.append(f"notification {order}")
            client.timeout = 60
            client.get(peer.uri("inner"))
            assert client.response_data == b"inner"
            told.append(f"end of notification {order}")

        client.on_notification = notified
        client.on_request_complete = lambda event: told.append(client.response_data.decode())
        for order in (1, 2):
            message = registration.separate(NON, "2.05", 20 + order, b"%d" % order, observe(order))
            raw.answer(registration, message)
        pump(client, until=lambda: len(told) == 6)

    assert told == [
        line for order in "12" for line in (f"notification {order}", "inner", f"end of notification {order}")
    ]


# contract: D23
def test_a_call_returns_with_its_own_response_whatever_its_handlers_asked_for() -> None:
    client = support.coap()
    with Responder(echo_path) as peer:

        def completed(event: coapt.CoAPRequestCompleteEventParams) -> None:
            if event.uri.endswith("mine"):
                client.get(peer.uri("other"))
                assert client.response_data == b"other"

        client.on_request_complete = completed
        client.get(peer.uri("mine"))
        assert client.response_data == b"mine"

        client.on_notification = lambda event: client.get(peer.uri("another"))
        client.start_observing(peer.uri("observed"))
        assert client.response_data == b"observed"
    client.shutdown()


# contract: D88, D23
def test_a_problem_and_a_log_message_are_told_inside_a_handler_before_its_call_returns() -> None:
    client = support.coap()
    client.config("LogLevel=2")
    events = Events(client)
    with support.content(b"not observable") as peer:

        def completed(event: coapt.CoAPRequestCompleteEventParams) -> None:
            if event.uri.endswith("outer"):
                logs = len(events.logs)
                client.start_observing(peer.uri("o"))
                assert events.errors == [710]
                assert len(events.logs) > logs

        client.on_request_complete = completed
        client.get(peer.uri("outer"))

    assert events.errors == [710]


# contract: D68, python.r5
def test_hooks_are_replaced_and_removed_even_while_they_run(server: CoAP, raw: Raw) -> None:
    def first(event: object) -> None:
        server.response_code = "2.01"
        server.on_request = second

    def second(event: object) -> None:
        server.response_code = "2.02"
        server.on_request = None

    server.on_request = first
    codes = []
    for mid in (1, 2, 3):
        server.response_code = "2.03"
        codes.append(raw.ask(Message(CON, "0.01", mid), server).code)

    assert codes == ["2.01", "2.02", "2.03"]
    assert server.on_request is None


# contract: D23
def test_the_end_of_a_call_is_told_before_it_returns_though_its_handler_runs_already() -> None:
    client = support.coap()
    told: list[str] = []
    with support.content(b"x") as peer:

        def completed(event: coapt.CoAPRequestCompleteEventParams) -> None:
            told.append(event.uri.rsplit("/", 1)[1])
            if told == ["outer"]:
                client.get(peer.uri("inner"))
                told.append("end of outer")

        client.on_request_complete = completed
        client.get(peer.uri("outer"))

    assert told == ["outer", "inner", "end of outer"]


# contract: D23, D33
def test_an_unconfirmed_response_is_complete_before_the_call_returns_even_inside_a_handler(
    server: CoAP, raw: Raw
) -> None:
    events = Events(server)
    server.use_confirmable_messages = False
    inside: list[list[int]] = []

    def handle(event: coapt.CoAPRequestEventParams) -> None:
        server.send_response(event.request_id)
        inside.append(events.responses)

    server.on_request = handle
    raw.ask(Message(CON, "0.01", 1), server)

    assert (inside, events.responses) == ([[0]], [0])


# contract: D43, D44
@pytest.mark.parametrize("end", [CoAP.start_listening, CoAP.shutdown])
def test_a_handler_that_tries_again_does_not_keep_an_object_from_ending(
    end: Callable[[CoAP], None], client: CoAP, raw: Raw
) -> None:
    retried: list[int] = []

    def again(event: coapt.CoAPRequestCompleteEventParams) -> None:
        assert event.error_code == 711 and len(retried) < 10
        with raises(712):
            client.get(raw.uri())
        retried.append(1)

    client.on_request_complete = again
    client.get(raw.uri())
    client.get(raw.uri())

    end(client)

    assert (len(retried), client.pending_request_count) == (2, 0)
    client.stop_listening()
    client.on_request_complete = None
    client.get(raw.uri())


# contract: D25
def test_a_failing_handler_does_not_swallow_the_event_that_follows(server: CoAP, raw: Raw) -> None:
    support.expire_soon(server)
    events = Events(server)
    raw.ask(Message(CON, "0.01", 1, b"o", [observe(0), (11, b"r")]), server)
    server.on_error = failing(6)
    server.response_code = ""
    events.clear()

    raw.send(Message(CON, "0.01", 2), server)
    first_failure(server, 6)
    assert events.responses == []
    pump(server, until=lambda: events.responses == [707])
    server.response_code = "2.05"
    server.send_notification(uri(server.local_port, "r"))
    first_failure(server, 6)
    assert events.departures == 0
    pump(server, until=lambda: events.departures == 1)


# contract: D24, python.r9
def test_threads_may_share_an_object() -> None:
    client = support.coap()
    lock = threading.Lock()
    answers: list[bytes] = []
    wrong_thread: list[object] = []
    caller = 0

    def completed(event: object) -> None:
        if threading.get_ident() != caller:
            wrong_thread.append(event)

    client.on_request_complete = completed
    with support.content(b"shared") as peer:

        def work() -> None:
            nonlocal caller
            for _ in range(10):
                with lock:
                    caller = threading.get_ident()
                    client.get(peer.uri())
                    answers.append(client.response_data)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (answers, wrong_thread) == ([b"shared"] * 40, [])


# contract: D24
def test_objects_are_independent_of_each_other() -> None:
    objects = [support.server() for _ in range(20)]
    client = support.client()
    events = Events(client)

    for made in objects:
        made.response_data = str(made.local_port)
        client.get(uri(made.local_port, "x"))
    pump(client, *objects, until=lambda: len(events.completions) == len(objects))

    bodies = sorted(seen.data for seen in events.of("on_request_complete"))
    assert bodies == sorted(str(made.local_port).encode() for made in objects)
