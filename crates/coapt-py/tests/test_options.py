"""What goes out of the properties and option arrays, and what a received message shows in them."""

from __future__ import annotations

import pytest

import support
from coapt import CoAP, CoAPError
from support import CON, NON, Events, Message, Raw, observe, pump, raises, records, set_records, uint


class Way:
    """One of the arrays, and messages that it goes out with."""

    def __init__(self, which: str) -> None:
        self.which = which
        self.raw = Raw()
        self.mid = 0
        self.coap = support.client() if which == "request" else support.server()
        if which == "response":
            self.coap.use_confirmable_messages = False

            def later(event: object) -> None:
                event.send_response = False  # type: ignore[attr-defined]

            self.coap.on_request = later

    def set(self, *rows: tuple[int, int, str]) -> None:
        set_records(self.coap, self.which, list(rows))

    def send(self) -> Message:
        """Sends one message; a refused one must not go out."""
        if self.which == "request":
            call = self.coap.get
            argument = self.raw.uri()
        else:
            self.mid += 1
            acknowledged = self.raw.ask(Message(CON, "0.01", self.mid), self.coap)
            assert acknowledged.code == "0.00"
            argument = self.coap.get_pending_request_id(0)
            call = self.coap.send_response  # type: ignore[assignment]
        try:
            call(argument)
        except CoAPError:
            if self.which == "response":
                assert self.coap.get_pending_request_id(0) == argument
                self.coap.cancel_request(argument)
            assert (self.raw.take(), self.coap.pending_request_count) == (None, 0)
            raise
        got = self.raw.next(self.coap)
        if self.which == "request":
            self.coap.cancel_request(self.coap.get_pending_request_id(0))
        return got


@pytest.fixture(params=["request", "response"])
def way(request: pytest.FixtureRequest) -> Way:
    return Way(request.param)


# contract: prop.response_option_count.b5
def test_the_records_go_with_every_response_and_notification(server: CoAP, raw: Raw) -> None:
    Events(server)
    server.use_confirmable_messages = False
    set_records(server, "response", [(2048, 2, "01"), (8, 0, "l"), (2048, 2, "02")])

    immediate = raw.ask(Message(CON, "0.01", 1), server)
    registration = raw.ask(Message(CON, "0.01", 2, b"", [observe(0), (11, b"r")]), server)
    server.send_notification(support.uri(server.local_port, "r"))
    notification = raw.next(server)

    def later(event: object) -> None:
        event.send_response = False  # type: ignore[attr-defined]

    server.on_request = later
    raw.ask(Message(CON, "0.01", 3), server)
    server.send_response(server.get_pending_request_id(0))
    deferred = raw.next(server)

    for got in (immediate, registration, notification, deferred):
        assert (got.all(2048), got.all(8)) == ([b"\x01", b"\x02"], [b"l"])


# contract: prop.request_option_value.b2, prop.response_option_value.b2
# contract: prop.request_option_value.b3, prop.response_option_value.b3
# contract: prop.request_option_value.b4, prop.response_option_value.b4
# contract: prop.request_option_value.b6, prop.response_option_value.b6, D20
def test_a_record_goes_out_in_the_form_of_its_type(way: Way) -> None:
    for number, value_type, text, value in [
        (8, 0, "grüße", "grüße".encode()), (8, 0, "", b""), (8, 0, "00", b"00"), (2048, 1, "0", b""),
        (2048, 1, "255", b"\xff"), (2048, 1, "256", b"\1\0"), (2048, 1, "00065536", b"\1\0\0"),
        (2048, 1, "4294967295", b"\xff\xff\xff\xff"), (2048, 2, "00aBCdef", b"\0\xab\xcd\xef"),
        (2048, 2, "", b""), (14, 1, "60", b"<"), (14, 2, "00", b"\0"), (4, 2, "0102", b"\1\2"),
    ]:  # fmt: skip
        way.set((number, value_type, text))

        assert way.send().all(number) == [value], (number, value_type, text)


# contract: prop.request_option_value.b5, prop.response_option_value.b5
# contract: prop.request_option_value.b6, prop.response_option_value.b6, error.701.b1, D14
def test_a_value_that_does_not_fit_its_type_is_refused_when_it_is_sent(way: Way) -> None:
    misfits = [
        (1, ""), (1, "x"), (1, "-1"), (1, "+1"), (1, " 1"), (1, "1 "), (1, "0x10"), (1, "1.0"),
        (1, "٣"), (1, "4294967296"), (1, "9" * 26), (2, "a"), (2, "0g"), (2, "+1"), (2, "0x01"),
        (2, "01 02"), (2, "éé"), (0, "x" * 70_000),
    ]  # fmt: skip
    for value_type, text in misfits:
        way.set((2048, value_type, text))
        with raises(701):
            way.send()


# contract: prop.request_option_count.b6, D17
def test_records_of_a_request_follow_or_replace_what_the_class_makes(client: CoAP, raw: Raw) -> None:
    client.request_e_tag = b"one"
    client.request_content_format = 0
    set_records(
        client,
        "request",
        [
            (11, 0, "c"), (4, 2, "0202"), (15, 0, "z=2"), (3, 0, "elsewhere"), (7, 1, "61616"),
            (12, 1, "50"), (1, 2, "aa"), (1, 2, "bb"),
        ],
    )  # fmt: skip

    client.post(f"coap://localhost:{raw.port}/a/b?y=1")

    got = raw.next(client)
    assert (got.all(11), got.all(15)) == ([b"a", b"b", b"c"], [b"y=1", b"z=2"])
    assert (got.all(4), got.all(1)) == ([b"one", b"\2\2"], [b"\xaa", b"\xbb"])
    assert (got.all(3), got.all(7), got.all(12)) == ([b"elsewhere"], [uint(61616)], [b"2"])


# contract: prop.response_option_count.b6, D17
def test_records_of_a_response_follow_or_replace_what_the_class_makes(server: CoAP, raw: Raw) -> None:
    server.response_content_format = 0
    rows = [
        (12, 1, "50"), (8, 0, "a"), (8, 0, "b"), (20, 0, "x=1"), (20, 0, "y=2"), (4, 2, "0a"), (3, 0, "h"),
    ]  # fmt: skip
    set_records(server, "response", rows)

    got = raw.ask(Message(CON, "0.01", 1), server)

    assert (got.all(12), got.all(8), got.all(20)) == ([b"2"], [b"a", b"b"], [b"x=1", b"y=2"])
    assert (got.all(4), got.all(3)) == ([b"\x0a"], [b"h"])


# contract: prop.request_option_count.b7, prop.response_option_count.b7, D17
def test_an_option_that_may_stand_once_is_refused_twice(way: Way) -> None:
    for number in (3, 5, 6, 7, 12, 14, 17, 23, 27, 35, 39, 60):
        way.set((number, 2, ""), (2048, 2, ""), (number, 2, ""))
        with raises(701):
            way.send()
    way.set((2048, 2, "01"), (2048, 2, "02"), (14, 1, "1"))
    assert way.send().all(2048) == [b"\1", b"\2"], "unknown ones may repeat"


# contract: D17
def test_an_observe_record_gives_way_to_the_option_of_the_class(client: CoAP, server: CoAP, raw: Raw) -> None:
    set_records(client, "request", [(6, 1, "77")])
    client.start_observing(raw.uri())
    registration = raw.next(client)
    Events(server)
    set_records(server, "response", [(6, 1, "99")])
    accepted = raw.ask(Message(CON, "0.01", 1, b"", [observe(0), (11, b"x")]), server)
    server.send_notification(support.uri(server.local_port, "x"))
    notified = raw.next(server)

    assert registration.all(6) == [b""], "Observe 0"
    assert len(accepted.all(6)) == len(notified.all(6)) == 1
    assert uint(99) not in accepted.all(6) + notified.all(6)


# contract: D83
def test_an_observe_record_does_not_go_with_a_plain_request() -> None:
    way = Way("request")
    way.set((6, 1, "0"))
    with raises(701):
        way.send()


# contract: D78
def test_a_response_has_one_etag() -> None:
    way = Way("response")
    way.set((4, 2, "01"), (4, 2, "02"))
    with raises(701):
        way.send()
    way.coap.response_e_tag = b"x"
    way.set((4, 2, "01"))
    with raises(701):
        way.send()
    way.set()
    assert way.send().all(4) == [b"x"]


# contract: prop.request_option_count.b8, prop.request_option_value.b7
# contract: prop.request_option_value_type.b5, D16, D20
def test_a_received_request_shows_all_its_options_in_wire_order(server: CoAP, raw: Raw) -> None:
    options = [
        (1, b"\xab\xcd"), (3, "größe".encode()), (4, b"\0\xff"), (6, b""), (7, uint(5683)), (11, b"a b"),
        (11, b""), (12, b"2"), (14, b""), (15, "ü=1".encode()), (17, b"\0\x32"), (2048, b"\xde\xad"),
        (2052, b""),
    ]  # fmt: skip

    raw.ask(Message(CON, "0.02", 1, b"", options), server)

    assert records(server, "request") == [
        (1, 2, "ABCD"), (3, 0, "größe"), (4, 2, "00FF"), (6, 1, "0"), (7, 1, "5683"), (11, 0, "a b"),
        (11, 0, ""), (12, 1, "50"), (14, 1, "0"), (15, 0, "ü=1"), (17, 1, "50"), (2048, 2, "DEAD"),
        (2052, 2, ""),
    ]  # fmt: skip
    raw.ask(Message(CON, "0.01", 2), server)
    assert server.request_option_count == 0, "the array is overwritten as a whole"


# contract: prop.response_option_count.b8, prop.response_option_value.b7
# contract: prop.response_option_value_type.b5, D16, D20
def test_a_received_response_shows_all_its_options_in_wire_order(client: CoAP, raw: Raw) -> None:
    options = [
        (4, b"\1\xfe"), (8, "ä".encode()), (8, b"b"), (12, b""), (14, b"\xff" * 4), (20, b"k=v"),
        (28, b"\x09"), (2050, b"\x0f"),
    ]  # fmt: skip

    def ask(*with_options: tuple[int, bytes]) -> None:
        client.get(raw.uri())
        got = raw.next(client)
        raw.answer(got, got.reply("2.05", b"", *with_options))
        pump(client, until=lambda: client.pending_request_count == 0)

    ask(*options)
    assert records(client, "response") == [
        (4, 2, "01FE"), (8, 0, "ä"), (8, 0, "b"), (12, 1, "0"), (14, 1, "4294967295"), (20, 0, "k=v"),
        (28, 2, "09"), (2050, 2, "0F"),
    ]  # fmt: skip
    ask()
    assert client.response_option_count == 0, "the array is overwritten as a whole"


# contract: D16, D54
def test_a_body_put_together_from_blocks_shows_no_block_options(client: CoAP, server: CoAP, raw: Raw) -> None:
    def block(mid: int, value: int, payload: bytes) -> Message:
        return Message(CON, "0.02", mid, b"t", [(27, uint(value)), (2048, b"\5")], payload)

    assert raw.ask(block(1, 0x08, b"1" * 16), server).code == "2.31"
    raw.ask(block(2, 0x10, b"2222"), server)
    assert server.request_data == b"1" * 16 + b"2222"
    assert records(server, "request") == [(2048, 2, "05")]

    client.get(raw.uri())
    got = raw.next(client)
    raw.answer(got, got.reply("2.05", b"3" * 16, (23, b"\x08")))
    got = raw.next(client)
    raw.answer(got, got.reply("2.05", b"end", (23, b"\x10")))
    pump(client, until=lambda: client.pending_request_count == 0)
    assert client.response_data == b"3" * 16 + b"end"
    assert records(client, "response") == []


# contract: D16
def test_a_registration_shows_its_observe_option(server: CoAP, raw: Raw) -> None:
    events = Events(server)

    raw.ask(Message(CON, "0.01", 1, b"", [observe(0), (11, b"x")]), server)

    assert events.registrations == 1
    assert records(server, "request") == [(6, 1, "0"), (11, 0, "x")]


# contract: D74
def test_any_code_of_the_documented_range_is_sent_as_asked(client: CoAP, server: CoAP, raw: Raw) -> None:
    for mid, code in enumerate(("2.31", "3.00", "4.05", "6.00", "7.31"), 1):
        server.response_code = code
        assert raw.ask(Message(CON, "0.01", mid), server).code == code

    support.expire_soon(client)
    events = Events(client)
    client.use_confirmable_messages = False
    for code, ends in (("3.00", True), ("6.00", False), ("7.00", False), ("1.05", False)):
        client.get(raw.uri())
        got = raw.next(client)
        raw.answer(got, got.separate(CON, code, 900))
        reply = raw.next(client)
        if ends:
            pump(client, until=lambda: events.completions == [709])
        else:
            assert (reply.type, client.pending_request_count) == (support.RST, 1), "it goes on waiting"
            client.cancel_request(client.get_pending_request_id(0))


def test_a_block_record_can_only_ask_for_a_block_size() -> None:
    way = Way("request")
    for number in (23, 27):
        for value in ("7", "8", "16", "4294967295", "x"):
            way.set((number, 1, value))
            with raises(701):
                way.send()
    way.set((23, 1, "2"))
    assert way.send().all(23) == [b"\2"]

    way = Way("response")
    way.set((23, 1, "2"))
    with raises(701):
        way.send()


# contract: prop.request_content_format.b2, prop.request_content_format.b6, prop.request_data.b6
# contract: prop.request_e_tag.b2, prop.request_e_tag.b4, D21
def test_a_server_finds_the_request_in_the_properties_and_nothing_of_the_one_before(
    server: CoAP, raw: Raw
) -> None:
    seen: list[tuple[int, bytes, bytes, int]] = []

    def note(event: object) -> None:
        made = server
        body = (made.request_content_format, made.request_data, made.request_e_tag)
        seen.append((*body, made.request_option_count))

    server.on_request = note
    server.on_register = note
    raw.ask(Message(CON, "0.02", 1, b"", [(4, b"tag"), (12, b"")], b"body"), server)
    raw.ask(Message(CON, "0.02", 2), server)
    raw.ask(Message(CON, "0.01", 3, b"", [(4, b"of GET"), observe(0)]), server)
    raw.ask(Message(CON, "0.01", 4, b"", [observe(0)]), server)

    assert seen == [(0, b"body", b"tag", 2), (-1, b"", b"", 0), (-1, b"", b"of GET", 2), (-1, b"", b"", 1)]


# contract: D75
def test_the_payload_of_a_received_get_or_delete_is_ignored(server: CoAP, raw: Raw) -> None:
    events = Events(server)
    for mid, code in ((1, "0.01"), (2, "0.04")):
        raw.ask(Message(CON, code, mid, payload=b"meaningless"), server)
        assert server.request_data == b""
    assert events.requests == 2


# contract: prop.request_content_format.b7, prop.request_data.b7, prop.request_e_tag.b7
# contract: prop.response_code.b7, prop.response_content_format.b6, prop.response_data.b6
# contract: prop.response_e_tag.b7, D21
def test_what_the_application_set_stays_until_it_sets_something_else(
    client: CoAP, server: CoAP, raw: Raw
) -> None:
    client.request_content_format = 50
    client.request_data = "body"
    client.request_e_tag = b"tag"
    client.request_option_count = 1
    for answers in (True, False, True):
        request_id = client.post(raw.uri())
        got = raw.next(client)
        assert (got.payload, got.option(12)) == (b"body", b"2")
        if answers:
            raw.answer(got, got.reply("2.05"))
            pump(client, until=lambda: client.pending_request_count == 0)
        else:
            client.cancel_request(request_id)
        assert (client.request_content_format, client.request_data) == (50, b"body")
        assert (client.request_e_tag, client.request_option_count) == (b"tag", 1)

    server.response_code = "2.04"
    server.response_content_format = 60
    server.response_data = "answer"
    server.response_e_tag = b"v1"
    for mid in (1, 2, 3):
        raw.ask(Message(CON, "0.02", mid, b"", [(4, b"e"), (12, b"")], b"in"), server)
        shown = (server.response_code, server.response_content_format, server.response_data)
        assert (*shown, server.response_e_tag) == ("2.04", 60, b"answer", b"v1")
        server.do_events()
        assert (server.request_data, server.request_e_tag) == (b"in", b"e"), "it stays too"


# contract: D22
def test_what_is_set_after_a_call_does_not_touch_the_message_under_way(client: CoAP, raw: Raw) -> None:
    client.config("AckTimeout=100")
    client.config("AckRandomFactor=1.0")
    client.request_data = bytes(1500)
    client.request_content_format = 50
    client.put(raw.uri())
    first = raw.next(client)

    client.request_data = "other"
    client.request_content_format = 60
    client.use_confirmable_messages = False
    assert raw.next(client) == first
    raw.answer(first, first.reply("2.31", b"", (27, b"\x0e")))
    second = raw.next(client, but=first)

    assert (second.type, second.payload, second.option(12)) == (CON, bytes(1500 - 1024), b"2")


def answers_of(server: CoAP) -> list[Message]:
    """What a server makes of response_*: at once, to a registration, a notification, and later."""
    raw = Raw()
    server.use_confirmable_messages = False

    def accept(event: object) -> None:
        event.accept = True  # type: ignore[attr-defined]

    def later(event: object) -> None:
        event.send_response = False  # type: ignore[attr-defined]

    server.on_register = accept
    immediate = raw.ask(Message(CON, "0.01", 1), server)
    registration = raw.ask(Message(CON, "0.01", 2, b"", [observe(0), (11, b"r")]), server)
    server.send_notification(support.uri(server.local_port, "r"))
    notification = raw.next(server)
    server.on_request = later
    raw.ask(Message(CON, "0.01", 3), server)
    server.send_response(server.get_pending_request_id(0))
    return [immediate, registration, notification, raw.next(server)]


# contract: prop.response_code.b3, prop.response_content_format.b3
# contract: prop.response_content_format.b4, prop.response_data.b5, prop.response_e_tag.b4
def test_every_response_and_notification_is_made_of_the_properties(server: CoAP) -> None:
    server.response_code = "2.04"
    server.response_content_format = 0
    server.response_data = "data"
    server.response_e_tag = b"tag"

    for got in answers_of(server):
        assert (got.code, got.payload, got.option(12), got.option(4)) == ("2.04", b"data", b"", b"tag")


# contract: prop.response_content_format.b2, prop.response_e_tag.b2
def test_a_response_without_format_and_etag_has_no_such_options(server: CoAP) -> None:
    server.response_content_format = 50
    server.response_content_format = -1
    server.response_e_tag = b"x"
    server.response_e_tag = b""

    for got in answers_of(server):
        assert (got.option(12), got.option(4), got.payload) == (None, None, b"")


# contract: D79
def test_a_2_03_has_an_etag_and_options_and_nothing_else(server: CoAP) -> None:
    server.response_code = "2.03"
    server.response_content_format = 50
    server.response_data = "sticky"
    server.response_e_tag = b"tag"
    set_records(server, "response", [(14, 1, "9")])

    for got in answers_of(server):
        assert (got.code, got.payload, got.option(12)) == ("2.03", b"", None)
        assert (got.option(4), got.option(14)) == (b"tag", b"\x09")


# contract: prop.response_code.b2, prop.response_content_format.b2
# contract: prop.response_content_format.b5, prop.response_data.b4, prop.response_e_tag.b2
# contract: prop.response_e_tag.b3, D21
def test_a_client_finds_the_response_in_the_properties_and_nothing_of_the_one_before(
    client: CoAP, raw: Raw
) -> None:
    seen: list[tuple[str, int, bytes, bytes]] = []

    def note(event: object) -> None:
        head = (client.response_code, client.response_content_format)
        seen.append((*head, client.response_data, client.response_e_tag))

    client.on_request_complete = note
    client.on_notification = note
    full = [(4, b"tag"), (12, b"")]

    def ask(code: str, *options: tuple[int, bytes]) -> None:
        client.get(raw.uri())
        got = raw.next(client)
        reply = got.reply(code, b"body" if options else b"", *options)
        raw.answer(got, reply if code else got.empty(support.RST))
        pump(client, until=lambda: client.pending_request_count == 0)

    ask("2.05", *full)
    ask("4.04")
    ask("5.00", *full)
    ask("")
    client.start_observing(raw.uri("o"))
    registration = raw.next(client)
    raw.answer(registration, registration.reply("2.05", b"body", *full, observe(1)))
    raw.answer(registration, registration.separate(NON, "2.03", 70, b"", observe(2)))
    pump(client, until=lambda: len(seen) == 6)

    empty = (-1, b"", b"")
    body = (0, b"body", b"tag")
    codes = ["2.05", "4.04", "5.00", "5.00", "2.05", "2.03"]
    assert seen == [(code, *(empty if code in ("4.04", "2.03") else body)) for code in codes]
