"""Observing as a client: registration, notifications, and the ways an observation ends."""

from __future__ import annotations

import pytest

import coapt
import support
from coapt import CoAP
from support import ACK, CON, NON, RST, Events, Message, Raw, Responder, observe, pump, raises


class Observed:
    """A client that observes /lamp at a raw peer, accepted with Observe 10."""

    def __init__(self) -> None:
        self.raw = Raw()
        self.client = support.client()
        self.events = Events(self.client)
        self.client.start_observing(self.raw.uri("lamp"))
        self.first = self.raw.next(self.client)
        self.raw.answer(self.first, self.first.reply("2.05", b"first", observe(10)))
        pump(self.client, until=lambda: self.events.notifications)

    def notify(self, mid: int, payload: bytes, order: int, kind: int = NON) -> None:
        message = self.first.separate(kind, "2.05", mid, payload, observe(order))
        self.raw.answer(self.first, message)


@pytest.fixture
def observed() -> Observed:
    return Observed()


# contract: method.start_observing.b1, method.start_observing.b2, method.start_observing.b3
# contract: method.start_observing.b6, method.start_observing.b8
# contract: event.on_notification.b1, event.on_notification.b2, event.on_notification.b5
def test_an_accepted_registration_is_a_notification_and_no_completion(client: CoAP, raw: Raw) -> None:
    client.request_data = b"not sent"
    client.request_content_format = 50
    client.request_e_tag = b"tag"
    events = Events(client)

    request_id = client.start_observing(raw.uri("lamp?q"))
    got = raw.next(client)
    assert (client.get_pending_request_id(0), client.pending_request_count) == (request_id, 1)
    raw.answer(got, got.reply("2.05", b"on", observe(3)))
    pump(client, until=lambda: events.all)

    assert (got.code, got.option(6), got.option(4), got.option(12)) == ("0.01", b"", b"tag", None)
    assert (got.all(15), got.payload) == ([b"q"], b"")
    [seen] = events.all
    assert (seen.hook, seen.event.uri, seen.event.is_latest) == ("on_notification", raw.uri("lamp?q"), True)
    assert (seen.stops, seen.code, seen.data) == (False, "2.05", b"on")
    assert client.pending_request_count == 0
    with raises(706):
        client.cancel_request(request_id)


# contract: method.start_observing.b6
def test_a_blocking_registration_returns_nothing_after_the_first_answer() -> None:
    client = support.coap()
    events = Events(client)

    with Responder(lambda got: [got.reply("2.05", b"on", observe(1))]) as accepting:
        assert client.start_observing(accepting.uri("lamp")) == ""
    assert (events.notifications, client.response_data) == ([b"on"], b"on")
    with Responder(lambda got: [got.reply("4.04")]) as refusing:
        assert client.start_observing(uri=refusing.uri("lamp")) == ""
    assert (events.completions, client.pending_request_count) == ([709], 0)
    client.shutdown()


# contract: method.start_observing.b4, method.start_observing.b5, error.709.b1, error.710.b1
# contract: event.on_error.b3, D07
@pytest.mark.parametrize(("code", "completion", "errors"), [("2.05", 0, [710]), ("4.05", 709, [])])
def test_a_refused_registration_is_a_completion_and_no_notification(
    code: str, completion: int, errors: list[int], client: CoAP, raw: Raw
) -> None:
    events = Events(client)
    request_id = client.start_observing(raw.uri("lamp"))
    got = raw.next(client)

    raw.answer(got, got.reply(code, b"no"))
    pump(client, until=lambda: events.all)

    assert (events.completions, events.notifications, events.errors) == ([completion], [], errors)
    assert client.response_data == b"no"
    with raises(706):
        client.cancel_request(request_id)


# contract: method.start_observing.b7, event.on_notification.b1, event.on_notification.b3
def test_later_notifications_fire_each_with_its_own_content(observed: Observed) -> None:
    client, events = observed.client, observed.events
    for order, payload in ((11, b"second"), (12, b"third")):
        observed.notify(order, payload, order)
        pump(client, until=lambda: events.notifications[-1] == payload)
    observed.notify(500, b"fourth", 13, CON)

    ack = observed.raw.next(client)
    assert (ack.type, ack.mid, ack.code) == (ACK, 500, "0.00")
    assert events.notifications == [b"first", b"second", b"third", b"fourth"]
    assert all(seen.event.is_latest and not seen.stops for seen in events.all)
    assert events.completions == []


# contract: event.on_notification.b3, event.on_notification.b4, D40
def test_an_outdated_notification_fires_and_says_so(observed: Observed) -> None:
    # 2^23 after 10 is still newer by one; half the circle and beyond is older.
    orders = [(9, False), (10, False), (8_388_617, True), (11, False), (1, True), (0, False)]
    for mid, (order, latest) in enumerate(orders, 20):
        observed.events.clear()
        observed.notify(mid, b"state", order)
        pump(observed.client, until=lambda: observed.events.all)
        [seen] = observed.events.all
        assert (seen.event.is_latest, seen.data) == (latest, b"state"), order


# contract: event.on_notification.b5, event.on_notification.b6, D41
@pytest.mark.parametrize("kind", [CON, NON])
def test_leaving_by_the_event_ends_the_observation_without_a_completion(
    kind: int, observed: Observed
) -> None:
    client, raw, first = observed.client, observed.raw, observed.first
    observed.events.clear()
    notified: list[int] = []

    def leave(event: coapt.CoAPNotificationEventParams) -> None:
        assert event.stop_observing is False
        event.stop_observing = True
        notified.append(1)

    client.on_notification = leave
    observed.notify(30, b"", 11, kind)
    farewell = raw.next(client)
    if farewell.type == ACK:
        farewell = raw.next(client)
    if farewell.type == CON:
        assert (farewell.option(6), farewell.token) == (b"\1", first.token)
        raw.answer(farewell, farewell.reply("2.05"))
    else:
        assert (farewell.type, farewell.mid) == (RST, 30)
    observed.notify(31, b"", 12, CON)

    assert raw.next(client).type == RST
    assert (notified, observed.events.all, client.pending_request_count) == ([1], [], 0)


# contract: event.on_notification.b7, method.start_observing.b7
def test_a_notification_with_an_error_code_is_the_last(observed: Observed) -> None:
    ends: list[tuple[bool, bool, str]] = []

    def note(event: coapt.CoAPNotificationEventParams) -> None:
        before = event.stop_observing
        event.stop_observing = False
        ends.append((before, event.stop_observing, observed.client.response_code))

    observed.client.on_notification = note
    observed.raw.answer(observed.first, observed.first.separate(NON, "4.04", 40))
    pump(observed.client, until=lambda: ends)
    observed.notify(41, b"", 12, CON)

    assert observed.raw.next(observed.client).type == RST, "nothing follows the last one"
    assert (ends, observed.events.completions) == ([(True, True, "4.04")], [])


# contract: D82
def test_a_success_without_observe_is_the_last_too(observed: Observed) -> None:
    observed.events.clear()
    observed.raw.answer(observed.first, observed.first.separate(NON, "2.05", 40, b"bye"))
    pump(observed.client, until=lambda: observed.events.all)
    observed.notify(41, b"", 12, CON)

    assert observed.raw.next(observed.client).type == RST
    [seen] = observed.events.all
    assert (seen.stops, seen.data) == (True, b"bye")


# contract: event.on_notification.b8
def test_a_server_gets_no_notifications(observed: Observed) -> None:
    observed.events.clear()
    observed.client.start_listening()
    late = observed.first.separate(NON, "2.05", 50, b"late", observe(11))
    observed.raw.send(late, observed.client)
    support.pump_a_while(observed.client)

    assert observed.events.notifications == []


# contract: method.start_observing.b9, D42, D89
def test_observing_again_refreshes_the_registration_with_its_token(observed: Observed) -> None:
    client, raw, events = observed.client, observed.raw, observed.events
    events.clear()
    spelling = f"COAP://127.0.0.1:{raw.port}/%6Camp"

    client.start_observing(spelling)
    again = raw.next(client)
    raw.answer(again, again.reply("2.05", b"fresh", observe(20)))
    pump(client, until=lambda: events.notifications == [b"fresh"])
    observed.notify(60, b"one more", 21)
    pump(client, until=lambda: events.notifications == [b"fresh", b"one more"])

    assert (again.token, again.option(6)) == (observed.first.token, b"")
    assert again.mid != observed.first.mid
    assert {seen.event.uri for seen in events.all} == {spelling}


# contract: method.stop_observing.b1, method.stop_observing.b2, method.stop_observing.b3
# contract: method.stop_observing.b4, method.stop_observing.b5, method.stop_observing.b7
# contract: method.stop_observing.b8, method.stop_observing.b9, D05, D76
def test_stopping_deregisters_with_the_token_and_the_options_of_the_registration(
    client: CoAP, raw: Raw
) -> None:
    client.request_e_tag = b"old"
    support.set_records(client, "request", [(17, 1, "50")])
    events = Events(client)
    client.start_observing(raw.uri("lamp"))
    first = raw.next(client)
    raw.answer(first, first.reply("2.05", b"", observe(10)))
    pump(client, until=lambda: events.all)
    client.request_e_tag = b"new"
    client.request_option_count = 0
    events.clear()

    assert client.stop_observing(raw.uri("lamp")) is None  # type: ignore[func-returns-value]
    got = raw.next(client)
    request_id = client.get_pending_request_id(0)
    raw.answer(first, first.separate(NON, "2.05", 70, b"too late", observe(11)))
    support.pump_a_while(client)
    raw.answer(got, got.reply("2.05", b"now"))
    pump(client, until=lambda: events.all)

    assert (got.code, got.option(6), got.token) == ("0.01", b"\1", first.token)
    assert (got.option(4), got.option(17)) == (b"old", b"2")
    [seen] = events.all
    event = seen.event
    assert (seen.hook, event.request_id, event.error_code) == ("on_request_complete", request_id, 0)
    assert (event.method, seen.data) == (1, b"now")


# contract: method.stop_observing.b1, method.stop_observing.b3
def test_a_blocking_stop_waits_for_its_answer() -> None:
    def answer(got: Message) -> list[Message]:
        registers = got.option(6) == b""
        return [got.reply("2.05", b"", observe(1)) if registers else got.reply("2.05", b"last")]

    client = support.coap()
    events = Events(client)
    with Responder(answer) as peer:
        client.start_observing(peer.uri("lamp"))
        assert client.stop_observing(peer.uri("lamp")) is None  # type: ignore[func-returns-value]

    assert (events.completions, client.response_data) == ([0], b"last")
    with raises(700):
        client.stop_observing("no URI")


# contract: method.stop_observing.b5, method.stop_observing.b6, D36
@pytest.mark.parametrize(
    "spelling",
    ["COAP://127.0.0.1:{}/lamp", "coap://127.0.0.1:{}/x/../lamp", "coap://127.0.0.1:{}/%6cam%70"],
)
def test_equivalent_spellings_name_the_same_observation(spelling: str, observed: Observed) -> None:
    observed.client.stop_observing(spelling.format(observed.raw.port))

    got = observed.raw.next(observed.client)
    assert (got.token, got.option(6)) == (observed.first.token, b"\1")


# contract: method.stop_observing.b10, D08
def test_stopping_what_is_not_observed_asks_all_the_same(observed: Observed) -> None:
    client, events = observed.client, observed.events
    events.clear()
    client.request_e_tag = b"tag"

    client.stop_observing(observed.raw.uri("lamp?q"))
    got = observed.raw.next(client)
    observed.raw.answer(got, got.reply("2.05", b"now"))
    pump(client, until=lambda: events.all)

    assert got.token != observed.first.token
    assert (got.option(6), got.option(4)) == (b"\1", b"tag")
    assert (events.completions, events.errors) == ([0], [])


# contract: method.start_observing.b1, event.on_request_complete.b9
def test_a_registration_that_fails_completes_like_a_request(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    request_id = client.start_observing(raw.uri("lamp"))
    got = raw.next(client)

    raw.answer(got, got.empty(RST))
    pump(client, until=lambda: events.all)

    [seen] = events.all
    assert (seen.event.request_id, seen.event.error_code) == (request_id, 708)


def test_the_class_observes_itself(client: CoAP, server: CoAP) -> None:
    events = Events(client)

    def accept(event: coapt.CoAPRegisterEventParams) -> None:
        server.response_data = "0"
        event.accept = True

    server.on_register = accept
    lamp = support.uri(server.local_port, "lamp")
    client.start_observing(lamp)
    pump(client, server, until=lambda: events.notifications == [b"0"])

    for state in (b"1", b"2", b"3"):
        server.response_data = state
        server.send_notification(lamp)
        pump(client, server, until=lambda: events.notifications[-1] == state)

    assert events.notifications == [b"0", b"1", b"2", b"3"]
