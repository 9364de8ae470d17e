"""What holds for all client methods alike: URIs, waiting, Ids, completions, and the mode they belong to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

import support
from coapt import CoAP, CoAPError
from support import ACK, CON, NON, Events, Message, Raw, Responder, pump, raises, uri

Call = Callable[[CoAP, str], str]


def stop_observing(made: CoAP, there: str) -> str:
    """Gives the Id, which the method keeps to itself."""
    count = made.pending_request_count
    assert made.stop_observing(there) is None  # type: ignore[func-returns-value]
    return made.get_pending_request_id(count) if made.pending_request_count > count else ""


METHODS: dict[str, tuple[int, Call]] = {
    "get": (1, CoAP.get),
    "post": (2, CoAP.post),
    "put": (3, CoAP.put),
    "delete": (4, CoAP.delete),
    "custom": (7, lambda made, there: made.send_custom_request(there, 7)),
    "start_observing": (1, CoAP.start_observing),
    "stop_observing": (1, stop_observing),
}
each_method = pytest.mark.parametrize(("number", "call"), METHODS.values(), ids=METHODS)
NO_URIS = [
    "", "h/x", "http://h/x", "coaps://h/x", "coap:h", "coap:///x", "coap://:5683/x", "coap://h:0/x",
    "coap://h:99999/x", "coap://h:abc/x", "coap://h:-1/x", "coap://u@h/x", "coap://u:p@h/x",
    "coap://h/x#f", "coap://h/x#", "coap://h/%zz", "coap://h/%4", "coap://h/a b", "coap://h/a\n",
    "coap://h/\x7f", " coap://h/x", "coap://h/x?a%", "coap://h/" + "x" * 256, "coap://h/?" + "x" * 256,
]  # fmt: skip


# contract: method.get.b5, method.post.b6, method.put.b6, method.delete.b5
# contract: method.send_custom_request.b7, method.start_observing.b1, method.stop_observing.b1
# contract: error.700.b1, error.700.b2, D38
@each_method
@pytest.mark.parametrize("timeout", [0, 60])
def test_what_is_no_coap_uri_is_refused_and_causes_nothing(number: int, call: Call, timeout: int) -> None:
    client = support.client()
    client.timeout = timeout
    events = Events(client)

    for no_uri in NO_URIS:
        with raises(700):
            call(client, no_uri)

    assert (client.pending_request_count, client.local_port, events.all) == (0, 0, [])


# contract: method.get.b4, method.post.b5, method.put.b5, method.delete.b4
# contract: method.send_custom_request.b6, method.start_observing.b1, method.stop_observing.b1
# contract: prop.pending_request_remote_port.b1, D38
@each_method
def test_a_uri_leads_to_its_host_port_path_and_query(
    number: int, call: Call, client: CoAP, raw: Raw
) -> None:
    call(client, f"COAP://127.0.0.1:{raw.port}/a%2Fb//é?x=1&y=%26&")
    call(client, "coap://127.0.0.1")
    call(client, "coap://127.0.0.1:5683/")

    got = raw.next(client)
    assert got.code == f"0.0{number}"
    assert got.all(11) == [b"a/b", b"", "é".encode()]
    assert got.all(15) == [b"x=1", b"y=&", b""]
    assert (got.option(3), got.option(7)) == (None, None)
    ports = [client.get_pending_request_remote_port(index) for index in range(3)]
    assert ports == [raw.port, 5683, 5683]


# contract: method.get.b6, method.post.b7, method.put.b7, method.delete.b6
# contract: method.send_custom_request.b8, method.get.b14, method.post.b15, method.put.b15
# contract: method.delete.b14, method.send_custom_request.b16, method.start_observing.b1
# contract: method.stop_observing.b1, prop.use_confirmable_messages.b2
# contract: prop.use_confirmable_messages.b3, prop.use_confirmable_messages.b4, error.704.b1
# contract: event.on_request_complete.b6, event.on_request_complete.b7, D22
@each_method
def test_a_confirmable_request_is_repeated_as_it_was_until_it_is_confirmed_or_given_up(
    number: int, call: Call, client: CoAP, raw: Raw
) -> None:
    for setting in ("NStart=9", "AckTimeout=50", "AckRandomFactor=1.0", "MaxRetransmit=2"):
        client.config(setting)
    events = Events(client)
    client.request_data = "old"
    call(client, raw.uri("never"))
    first = raw.next(client)
    client.request_data = "new"
    client.request_content_format = 50
    client.request_e_tag = b"new"
    client.use_confirmable_messages = False
    assert first.type == CON
    assert raw.next(client) == first, "the same once more"
    pump(client, until=lambda: events.completions == [704])
    raw.drain(client)

    call(client, raw.uri("once"))
    assert raw.next(client).type == NON
    raw.expect_silence(client)

    client.use_confirmable_messages = True
    call(client, raw.uri("confirmed"))
    confirmed = raw.next(client)
    raw.answer(confirmed, confirmed.empty(ACK))
    raw.drain(client)
    raw.expect_silence(client)
    assert client.pending_request_count == 2, "both wait without a limit"
    assert events.completions == [704]


# contract: method.get.b7, method.post.b8, method.put.b8, method.delete.b7
# contract: method.send_custom_request.b9, method.get.b9, method.post.b10, method.put.b10
# contract: method.delete.b9, method.send_custom_request.b11, method.start_observing.b1
# contract: method.stop_observing.b1, method.stop_observing.b3, prop.timeout.b2, error.709.b1
# contract: error.709.b2, event.on_request_complete.b1, event.on_request_complete.b2
# contract: event.on_request_complete.b4, event.on_request_complete.b5, D02, D58
@each_method
def test_a_blocking_call_ends_with_the_response_whatever_its_code(number: int, call: Call) -> None:
    code = ""

    def answer(got: Message) -> list[Message]:
        return [got.empty(ACK), got.separate(CON, code, 7, b"x")]

    with Responder(answer) as peer:
        for code in ("2.05", "2.31", "4.04", "5.03", "3.00"):
            client = support.coap()
            events = Events(client)

            assert call(client, peer.uri()) == ""

            ending = 0 if code[0] == "2" else 709
            first = events.of("on_request_complete")[0]
            event = first.event
            assert (event.method, event.uri, event.error_code) == (number, peer.uri(), ending)
            assert event.error_description == ("" if ending == 0 else code)
            assert (first.code, first.data, client.response_code) == (code, b"x", code)
            assert event.request_id


# contract: method.get.b7, method.post.b8, method.put.b8, method.delete.b7
# contract: method.send_custom_request.b9, method.get.b8, method.post.b9, method.put.b9
# contract: method.delete.b8, method.send_custom_request.b10, method.start_observing.b1
# contract: method.stop_observing.b1, prop.timeout.b4, prop.timeout.b5, prop.timeout.b8
# contract: error.704.b2, event.on_request_complete.b6, event.on_request_complete.b7, D03, D57
def test_a_blocking_call_gives_up_when_its_time_is_over_whatever_arrives_meanwhile() -> None:
    ended: dict[str, tuple[int, list[int], bytes, bool]] = {}

    def ask(name: str, call: Call, there: str) -> None:
        client = support.coap()
        client.timeout = 1
        client.response_data = "untouched"
        events = Events(client)
        start = time.monotonic()
        with pytest.raises(CoAPError) as failed:
            call(client, there)
        waited = 1 <= time.monotonic() - start < 15
        ended[name] = (failed.value.code, events.completions, client.response_data, waited)

    def chatter(got: Message) -> list[Message]:
        return [got.empty(ACK), Message(NON, "2.05", got.mid)]

    with Responder(chatter) as peer:
        threads = [
            threading.Thread(target=ask, args=(name, call, peer.uri()))
            for name, (_, call) in METHODS.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert ended == dict.fromkeys(METHODS, (704, [704], b"untouched", True))


# contract: method.get.b7, method.post.b8, method.put.b8, method.delete.b7
# contract: method.send_custom_request.b9, method.get.b8, method.post.b9, method.put.b9
# contract: method.delete.b8, method.send_custom_request.b10, method.get.b13, method.post.b14
# contract: method.put.b14, method.delete.b13, method.send_custom_request.b15
# contract: method.start_observing.b1, method.stop_observing.b1, error.704.b1, error.708.b1
# contract: event.on_request_complete.b1, event.on_request_complete.b3, D04, D10
@each_method
def test_a_blocking_call_without_a_response_raises_what_its_event_reported(
    number: int, call: Call
) -> None:
    with Responder(lambda got: [got.empty(support.RST)]) as resets, support.silent() as silent:
        for peer, ending in ((resets, 708), (silent, 704)):
            client = support.coap()
            support.expire_soon(client)
            events = Events(client)
            client.response_code = "2.01"
            client.response_data = "untouched"

            with raises(ending):
                call(client, peer.uri())

            assert events.completions == [ending]
            assert (client.response_code, client.response_data) == ("2.01", b"untouched")


# contract: method.get.b10, method.post.b11, method.put.b11, method.delete.b10
# contract: method.send_custom_request.b12, method.get.b11, method.post.b12, method.put.b12
# contract: method.delete.b11, method.send_custom_request.b13, method.send_custom_request.b1
# contract: method.get.b13, method.post.b14, method.put.b14, method.delete.b13
# contract: method.send_custom_request.b15, method.start_observing.b1, method.start_observing.b6
# contract: method.stop_observing.b1, method.stop_observing.b9, method.cancel_request.b1
# contract: method.cancel_request.b3, method.cancel_request.b4, method.cancel_request.b5
# contract: method.cancel_request.b6, method.cancel_request.b7, method.cancel_request.b9
# contract: prop.timeout.b6, prop.pending_request_id.b1, error.706.b1, error.711.b1
# contract: event.on_request_complete.b8, event.on_request_complete.b9, D26
@each_method
def test_an_asynchronous_call_gives_an_id_that_cancels_it(
    number: int, call: Call, client: CoAP, raw: Raw
) -> None:
    support.expire_soon(client)
    events = Events(client)
    client.response_data = "untouched"

    request_id = call(client, raw.uri())
    assert request_id and client.get_pending_request_id(0) == request_id
    assert client.get_pending_request_method(0) == number
    got = raw.next(client)
    assert (got.code, events.all) == (f"0.0{number}", [])
    client.cancel_request(request_id)

    [seen] = events.all
    event = seen.event
    assert (seen.hook, event.error_code, event.request_id) == ("on_request_complete", 711, request_id)
    assert (event.method, bool(event.error_description), seen.pending) == (number, True, 0)
    assert client.pending_request_count == 0
    for unknown in (request_id, "", "never given", "R000000"):
        with raises(706):
            client.cancel_request(unknown)
    raw.drain(client)
    raw.answer(got, got.reply("2.05", b"late"))
    raw.expect_silence(client)
    assert (len(events.all), client.response_data) == (1, b"untouched")


# contract: method.get.b12, method.post.b13, method.put.b13, method.delete.b12
# contract: method.send_custom_request.b14, method.get.b15, method.post.b16, method.put.b16
# contract: method.delete.b15, method.send_custom_request.b17, method.get.b16, method.post.b17
# contract: method.put.b17, method.delete.b16, method.send_custom_request.b18
# contract: method.start_observing.b1, method.stop_observing.b1, D21, D67
# contract: event.on_request_complete.b8, event.on_request_complete.b9, prop.timeout.b6
@each_method
def test_many_asynchronous_calls_end_each_on_its_own_in_any_order(
    number: int, call: Call, client: CoAP, raw: Raw
) -> None:
    client.config("NStart=9")
    client.request_data = "body"
    client.request_content_format = 0
    client.request_e_tag = b"tag"
    events = Events(client)
    ids = [call(client, raw.uri(str(place))) for place in range(4)]
    requests = [raw.next(client) for _ in ids]
    assert len({got.token for got in requests}) == len(ids)

    for ended, place in enumerate([2, 0, 3, 1], 1):
        raw.answer(requests[place], requests[place].reply("2.04", b"%d" % place))
        pump(client, until=lambda: len(events.completions) == ended)
        last = events.of("on_request_complete")[-1]
        assert last.event.request_id == ids[place]
        assert (last.code, last.data, last.pending) == ("2.04", b"%d" % place, 4 - ended)

    assert (client.request_data, client.request_content_format) == (b"body", 0)
    assert client.request_e_tag == b"tag"


# contract: method.get.b17, method.post.b18, method.put.b18, method.delete.b17
# contract: method.send_custom_request.b19, method.start_observing.b10, method.stop_observing.b11
# contract: prop.listening.b4, error.712.b1, error.712.b2, error.712.b3
# contract: method.send_response.b12, method.send_notification.b14, D56
def test_each_method_belongs_to_one_mode_and_that_is_checked_first(
    client: CoAP, server: CoAP, raw: Raw
) -> None:
    events = Events(server)
    server.request_option_count = 1
    server.set_request_option_value_type(0, 1)
    for _, call in METHODS.values():
        for there in ("coap://127.0.0.1/x", "no URI"):
            with raises(712):
                call(server, there)
    with raises(712):
        server.send_custom_request("no URI", 99)
    assert events.all == []
    with raises(706):
        server.send_response("unknown")
    with raises(700):
        server.send_notification("no URI")

    for server_method in (client.send_response, client.send_notification):
        with raises(712):
            server_method("unknown")
    client.get(raw.uri())


# contract: method.send_custom_request.b1, method.send_custom_request.b21, error.703.b2, D52, D56
def test_a_custom_request_takes_any_method_code_from_1_to_31(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    for number in range(1, 32):
        client.send_custom_request(uri=raw.uri(), method=number)
        assert client.get_pending_request_method(0) == number
        got = raw.next(client)
        assert got.code == f"0.{number:02}"
        raw.answer(got, got.reply("2.05"))
        pump(client, until=lambda: events.completions)
        assert events.of("on_request_complete")[0].event.method == number
        events.clear()

    for number in (0, 32, -1, 255, 256, 257, 2**31 - 1, -(2**31), 2**40):
        with raises(703):
            client.send_custom_request(raw.uri(), number)
        with raises(700):
            client.send_custom_request("no URI", number)
    client.request_option_count = 1
    client.set_request_option_value_type(0, 1)
    with raises(701):
        client.send_custom_request(raw.uri(), 99)
    assert (raw.take(), events.all) == (None, [])


# contract: prop.timeout.b7, D59
def test_what_was_confirmed_or_needs_no_confirmation_waits_without_a_limit(client: CoAP, raw: Raw) -> None:
    support.expire_soon(client)
    events = Events(client)
    client.get(raw.uri("confirmed"))
    confirmed = raw.next(client)
    raw.answer(confirmed, confirmed.empty(ACK))
    client.do_events()
    client.use_confirmable_messages = False
    other = Raw()
    client.get(other.uri("unconfirmed"))
    unconfirmed = other.next(client)

    for _ in range(50):
        client.do_events()
    assert (events.all, client.pending_request_count) == ([], 2)
    other.answer(unconfirmed, unconfirmed.separate(NON, "2.05", 5))
    raw.answer(confirmed, confirmed.separate(NON, "2.05", 6))
    pump(client, until=lambda: events.completions == [0, 0])


# contract: prop.use_confirmable_messages.b6, D59
def test_the_retransmission_period_is_62_to_93_seconds() -> None:
    made = CoAP()
    wait = int(made.config("AckTimeout")) / 1000
    repetitions = int(made.config("MaxRetransmit"))

    shortest = wait * (2 ** (repetitions + 1) - 1)

    assert (shortest, shortest * float(made.config("AckRandomFactor"))) == (62, 93)


# contract: error.711.b2, D23, D04
@pytest.mark.parametrize("end", [CoAP.shutdown, CoAP.start_listening])
def test_a_blocking_call_that_something_else_ends_raises_711(
    end: Callable[[CoAP], None], raw: Raw
) -> None:
    client = support.client()
    events = Events(client)
    client.on_error = lambda event: end(client)
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None
    raw.send(b"P", got.sender)

    client.timeout = 60
    with raises(711):
        client.get(raw.uri("never-answered"))

    assert events.completions == [711, 711]
    client.shutdown()


# contract: prop.timeout.b3, D23
def test_a_blocking_call_delivers_what_comes_meanwhile_and_keeps_its_own_response(raw: Raw) -> None:
    client = support.client()
    events = Events(client)
    client.start_observing(raw.uri("o"))
    registration = raw.next(client)

    def notify(order: int) -> None:
        raw.answer(
            registration,
            registration.separate(NON, "2.05", 500 + order, b"%d" % order, support.observe(order)),
        )

    notify(1)
    pump(client, until=lambda: events.notifications == [b"1"])
    for order in (2, 3, 4):
        notify(order)
    client.timeout = 60
    with support.content(b"mine") as answering:
        client.get(answering.uri())

    assert client.response_data == b"mine"
    assert events.notifications == [b"1", b"2", b"3", b"4"]
    assert events.all[-1].data == b"mine"


# contract: method.get.b1, method.get.b2, method.get.b3, method.delete.b1, method.delete.b2
# contract: method.delete.b3, method.post.b1, method.post.b2, method.post.b3, method.post.b4
# contract: method.put.b1, method.put.b2, method.put.b3, method.put.b4
# contract: method.send_custom_request.b2, method.send_custom_request.b3
# contract: method.send_custom_request.b4, method.send_custom_request.b5
# contract: method.send_custom_request.b20, method.start_observing.b1, method.start_observing.b2
# contract: method.stop_observing.b1, method.stop_observing.b2, prop.request_content_format.b3
# contract: prop.request_content_format.b4, prop.request_content_format.b5, prop.request_data.b4
# contract: prop.request_data.b5, prop.request_e_tag.b3, prop.request_option_count.b5, D53, D75
@pytest.mark.parametrize(
    ("code", "call", "has_body", "order"),
    [
        ("0.01", CoAP.get, False, None),
        ("0.02", CoAP.post, True, None),
        ("0.03", CoAP.put, True, None),
        ("0.04", CoAP.delete, False, None),
        ("0.01", CoAP.start_observing, False, b""),
        ("0.01", CoAP.stop_observing, False, b"\x01"),
        ("0.05", lambda made, there: made.send_custom_request(there, 5), True, None),
        ("0.01", lambda made, there: made.send_custom_request(there, 1), True, None),
        ("0.04", lambda made, there: made.send_custom_request(there, 4), True, None),
    ],
)
def test_methods_with_a_body_carry_it_and_all_carry_the_etag_and_the_records(
    code: str, call: Call, has_body: bool, order: bytes | None, raw: Raw
) -> None:
    for filled in (True, False):
        client = support.client()
        if filled:
            client.request_data = "body"
            client.request_content_format = 0
            client.request_e_tag = b"tag"
            support.set_records(client, "request", [(2048, 2, "01"), (15, 0, "q"), (2048, 2, "02")])

        call(client, raw.uri())

        got = raw.next(client)
        body = has_body and filled
        assert (got.code, got.option(6), got.payload) == (code, order, b"body" if body else b"")
        assert got.option(12) == (b"" if body else None), "0 is a real format"
        assert got.option(4) == (b"tag" if filled else None)
        expected = ([b"\x01", b"\x02"], [b"q"]) if filled else ([], [])
        assert (got.all(2048), got.all(15)) == expected


# contract: error.705.b1, config.UseConnection.b3, D10, D85
@pytest.mark.parametrize("connected", ["True", "False"])
def test_a_closed_port_ends_a_request_with_705(connected: str) -> None:
    client = support.coap()
    events = Events(client)
    client.config(f"UseConnection={connected}")

    with raises(705):
        client.get(uri(1))
    client.timeout = 0
    client.get(uri(1))
    pump(client, until=lambda: events.completions == [705, 705])

    assert client.pending_request_count == 0
