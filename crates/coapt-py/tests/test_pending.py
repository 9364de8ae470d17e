"""The pending arrays in both modes."""

from __future__ import annotations

import pytest

import coapt
import support
from coapt import CoAP, CoAPError
from support import CON, Events, Message, Raw, pump, raises, uri

GETTERS = ("method", "remote_host", "remote_port", "id", "token", "uri")


def record(made: CoAP, index: int) -> tuple[object, ...]:
    return tuple(
        getattr(made, f"get_pending_request_{name}")(pending_request_index=index) for name in GETTERS
    )


# contract: prop.pending_request_count.b2, prop.pending_request_count.b3
# contract: prop.pending_request_count.b5, prop.pending_request_method.b1
# contract: prop.pending_request_method.b2, prop.pending_request_remote_host.b1
# contract: prop.pending_request_remote_host.b2, prop.pending_request_remote_host.b3
# contract: prop.pending_request_remote_port.b1, prop.pending_request_remote_port.b2
# contract: prop.pending_request_id.b1, prop.pending_request_id.b2
# contract: prop.pending_request_token.b1, prop.pending_request_token.b2
# contract: prop.pending_request_uri.b1, prop.pending_request_uri.b2, D05, D66
def test_a_client_lists_its_asynchronous_requests_oldest_first(client: CoAP, raw: Raw) -> None:
    def there(path: int) -> str:
        return f"coap://LOCALHOST:{raw.port}/{path}?q"

    client.config("NStart=255")
    ids = [
        client.get(there(0)), client.post(there(1)), client.put(there(2)), client.delete(there(3)),
        client.send_custom_request(there(4), 31), client.start_observing(there(5)),
    ]  # fmt: skip
    client.stop_observing(there(6))
    ids += [client.get_pending_request_id(6), client.get("coap://127.0.0.1/8")]
    tokens = [raw.next(client).token for _ in range(7)]

    assert client.pending_request_count == 8
    for index, method in enumerate([1, 2, 3, 4, 31, 1, 1]):
        expected = (method, "127.0.0.1", raw.port, ids[index], tokens[index], there(index))
        assert record(client, index) == expected
    assert client.get_pending_request_remote_port(7) == 5683
    for name in GETTERS:
        assert not hasattr(client, f"pending_request_{name}")
        assert not hasattr(client, f"set_pending_request_{name}")
    client.cancel_request(ids[3])
    left = [client.get_pending_request_id(index) for index in range(client.pending_request_count)]
    assert left == ids[:3] + ids[4:], "later ones shift down"
    assert len(set(ids)) == 8, "no Id is given twice"


# contract: prop.pending_request_method.b3, prop.pending_request_remote_host.b4
# contract: prop.pending_request_remote_port.b3, prop.pending_request_id.b3
# contract: prop.pending_request_token.b3, prop.pending_request_uri.b3
# contract: prop.pending_request_count.b2, error.706.b2, D12
def test_an_index_out_of_range_is_refused(client: CoAP, server: CoAP, raw: Raw) -> None:
    client.get(raw.uri())

    def later(event: coapt.CoAPRequestEventParams) -> None:
        event.send_response = False

    server.on_request = later
    raw.send(Message(CON, "0.01", 1), server)
    pump(server, until=lambda: server.pending_request_count == 1)

    for made in (client, server, CoAP()):
        valid = made.pending_request_count
        for index in (-1, valid, valid + 1, 2**31 - 1, -(2**31), 2**40):
            for name in GETTERS:
                with pytest.raises(IndexError) as failed:
                    getattr(made, f"get_pending_request_{name}")(index)
                assert isinstance(failed.value, CoAPError) and failed.value.code == 706
        for index in range(valid):
            assert record(made, index)


# contract: prop.pending_request_count.b3, D05, D06
def test_a_blocking_request_is_not_listed_and_has_an_id_all_the_same(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    listed = client.get(raw.uri("async"))
    counts: list[int] = []
    client.config("LogLevel=3")
    client.on_log = lambda event: counts.append(client.pending_request_count)

    client.timeout = 60
    with support.content(b"x") as peer:
        client.get(peer.uri())

    assert len(counts) >= 2 and set(counts) == {1}, "the asynchronous one alone"
    seen = events.all[0]
    assert (seen.pending, bool(seen.event.request_id)) == (1, True)
    assert seen.event.request_id != listed
    with raises(706):
        client.cancel_request(seen.event.request_id)


# contract: prop.pending_request_count.b4, D06
def test_the_record_is_gone_when_the_completion_fires(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    sent = client.get(raw.uri())
    got = raw.next(client)
    assert client.pending_request_count == 1

    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: events.all)

    [seen] = events.all
    assert (seen.event.request_id, seen.pending) == (sent, 0)
    with raises(706):
        client.cancel_request(sent)


# contract: prop.pending_request_count.b5, prop.pending_request_count.b6
# contract: prop.pending_request_method.b1, prop.pending_request_remote_host.b1
# contract: prop.pending_request_remote_host.b2, prop.pending_request_remote_port.b1
# contract: prop.pending_request_id.b1, prop.pending_request_token.b1, prop.pending_request_uri.b1
# contract: D05, D27
def test_a_server_lists_what_waits_for_an_answer_oldest_first(server: CoAP, raw: Raw) -> None:
    other = Raw()
    ids: list[str] = []

    def later(e: coapt.CoAPRequestEventParams) -> None:
        e.send_response = False
        last = server.pending_request_count - 1
        shown = record(server, last)
        assert (shown[0], shown[3], shown[4]) == (e.method, e.request_id, e.token)
        ids.append(e.request_id)

    server.on_request = later
    raw.send(Message(CON, "0.02", 1, b"first", [(11, b"a"), (15, b"q=1")]), server)
    pump(server, until=lambda: len(ids) == 1)
    other.send(Message(CON, "0.05", 1, b"\0\xff", [(3, b"h"), (7, b"\x09")]), server)
    pump(server, until=lambda: len(ids) == 2)

    first = (2, "127.0.0.1", raw.port, ids[0], b"first", uri(server.local_port, "a?q=1"))
    second = (5, "127.0.0.1", other.port, ids[1], b"\0\xff", "coap://h:9/")
    assert [record(server, index) for index in range(2)] == [first, second]
    server.send_response(ids[0])
    assert server.pending_request_count == 1, "sent, though not confirmed"
    assert record(server, 0) == second
    for call in (server.send_response, server.cancel_request):
        with raises(706):
            call(ids[0])
    server.cancel_request(ids[1])
    assert server.pending_request_count == 0


# contract: prop.pending_request_count.b6, D27
def test_a_request_that_is_answered_at_once_is_listed_while_its_handler_runs(
    server: CoAP, raw: Raw
) -> None:
    counts: list[int] = []
    server.on_request = lambda event: counts.append(server.pending_request_count)
    server.on_response_complete = lambda event: counts.append(server.pending_request_count)

    raw.ask(Message(CON, "0.01", 1), server)

    assert counts == [1, 0]
