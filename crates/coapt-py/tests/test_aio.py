"""The asyncio client and server, against each other and against a raw socket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

import pytest

from coapt import CoAPError
from coapt.aio import Client, Request, Response, ResponseError, Server
from support import ACK, CON, NON, RST, Message, Raw, path

PATIENCE = 30


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs a test in a loop of its own, and ends it if it takes too long."""

    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        async def bounded() -> None:
            await asyncio.wait_for(test(*arguments, **named), PATIENCE)

        asyncio.run(bounded())

    return run


class House:
    """A server with a few resources, its base URI and what its handlers saw."""

    def __init__(self) -> None:
        self.app = Server("127.0.0.1", 0)
        self.temperature = "20"
        self.requests: list[Request] = []
        self.started, self.release = asyncio.Event(), asyncio.Event()
        self.cancelled = False
        app = self.app

        @app.get("/room/{name}/size")
        def size(request: Request, name: str) -> str:
            return f"{name} {sorted(request.query.items())}"

        @app.get("/temperature", observable=True, rt="temperature", content_format=0)
        async def temperature(request: Request) -> Response:
            if self.temperature == "broken":
                raise ResponseError("5.03", "no sensor")
            return Response(payload=self.temperature, etag=self.temperature.encode())

        @app.put("/temperature")
        async def put(request: Request) -> None:
            self.requests.append(request)
            self.temperature = request.text
            await app.notify("/temperature")

        @app.get("/slow")
        async def slow(request: Request) -> bytes:
            self.started.set()
            try:
                await self.release.wait()
            except asyncio.CancelledError:
                self.cancelled = True
                raise
            return b"at last"

        @app.route("/body", "POST", "FETCH")
        def body(request: Request) -> Response:
            return Response("2.04", request.payload[::-1], content_format=42)

        @app.get("/failing")
        def failing(request: Request) -> str:
            raise LookupError("a bug")

    @property
    def base(self) -> str:
        return f"coap://127.0.0.1:{self.app.address[1]}"


@asynccontextmanager
async def house() -> AsyncIterator[tuple[House, Client]]:
    home = House()
    async with home.app, Client(timeout=20) as client:
        yield home, client


async def answer(raw: Raw, reply: Callable[[Message], Message]) -> Message:
    """Answers the next request at a raw peer."""
    request = await arrived(raw)
    raw.answer(request, reply(request))
    return request


async def arrived(raw: Raw) -> Message:
    loop = asyncio.get_running_loop()
    data, sender = await loop.sock_recvfrom(raw.socket, 2000) if hasattr(loop, "sock_recvfrom") else (b"", None)
    return Message.decode(data, sender)


@in_a_loop
async def test_a_path_with_braces_gives_its_parts_to_the_handler() -> None:
    async with house() as (home, client):
        response = await client.get(f"{home.base}/room/kitchen/size?unit=m&all")

    assert (response.code, response.text) == ("2.05", "kitchen [('all', ''), ('unit', 'm')]")
    assert response.content_format == 0 and response.is_success


@in_a_loop
async def test_what_is_not_there_is_said_so() -> None:
    async with house() as (home, client):
        missing = await client.get(f"{home.base}/nothing")
        wrong = await client.delete(f"{home.base}/temperature")
        failing = await client.get(f"{home.base}/failing")

    assert (missing.code, wrong.code, failing.code) == ("4.04", "4.05", "5.00")
    assert wrong.text == "allowed here: GET, PUT"
    with pytest.raises(ResponseError, match="4.04: no such resource"):
        missing.raise_for_code()


@in_a_loop
async def test_bodies_of_any_size_go_both_ways() -> None:
    sent = bytes(range(256)) * 400

    async with house() as (home, client):
        posted = await client.post(f"{home.base}/body", sent, content_format=42)
        fetched = await client.fetch(f"{home.base}/body", b"abc")

    assert (posted.code, posted.payload, posted.content_format) == ("2.04", sent[::-1], 42)
    assert fetched.payload == b"cba"


@in_a_loop
async def test_a_slow_handler_holds_nobody_up_and_is_answered_for() -> None:
    async with house() as (home, client):
        slow = asyncio.ensure_future(client.get(f"{home.base}/slow"))
        async with Client() as other:
            quick = await other.get(f"{home.base}/temperature")
        assert quick.text == "20" and not slow.done()
        home.release.set()

        assert (await slow).payload == b"at last"


@in_a_loop
async def test_many_requests_run_at_once() -> None:
    async with house() as (home, client):
        uris = [f"{home.base}/room/{number}/size" for number in range(100)]
        responses = await asyncio.gather(*(client.get(uri) for uri in uris))

    assert [response.text for response in responses] == [f"{number} []" for number in range(100)]


@in_a_loop
async def test_discovery_lists_what_is_there_and_filters() -> None:
    async with house() as (home, client):
        links = dict(await client.discover(home.base))
        some = await client.get(f"{home.base}/.well-known/core?rt=temp*")

    assert links["/temperature"] == {"rt": "temperature", "ct": "0", "obs": ""}
    assert set(links) == {"/temperature", "/slow", "/body", "/failing"}
    assert some.text == '</temperature>;rt="temperature";ct=0;obs' or "temperature" in some.text
    assert "/slow" not in some.text and some.content_format == 40


@in_a_loop
async def test_a_known_state_is_not_sent_again() -> None:
    async with house() as (home, client):
        first = await client.get(f"{home.base}/temperature")
        again = await client.get(f"{home.base}/temperature", etag=first.etag)

    assert (again.code, again.payload, again.etag) == ("2.03", b"", first.etag)


@in_a_loop
async def test_each_change_reaches_the_observer_until_an_error_ends_it() -> None:
    seen = []

    async with house() as (home, client), Client() as other:
        observation = client.observe(f"{home.base}/temperature")
        async for state in observation:
            seen.append((state.code, state.text, state.is_last))
            following = {"20": "21", "21": "22", "22": "broken"}.get(state.text)
            if following is not None:
                await other.put(f"{home.base}/temperature", following)

    assert seen == [("2.05", "20", False), ("2.05", "21", False), ("2.05", "22", False), ("5.03", "no sensor", True)]
    assert observation.is_over


@in_a_loop
async def test_closing_an_observation_takes_the_observer_off_the_list() -> None:
    async with house() as (home, client):
        async with client.observe(f"{home.base}/temperature") as observation:
            await anext(observation)
            assert await home.app.notify("/temperature") == 1

        assert await home.app.notify("/temperature") == 0


@in_a_loop
async def test_what_cannot_be_observed_is_answered_once() -> None:
    async with house() as (home, client):
        states = [state async for state in client.observe(f"{home.base}/room/hall/size")]

    assert [(state.text, state.is_last) for state in states] == [("hall []", True)]


@in_a_loop
async def test_a_lost_observation_is_begun_again(raw: Raw) -> None:
    told: list[str] = []

    async with Client() as client:
        observation = client.observe(raw.uri(), on_status=told.append)
        first = asyncio.ensure_future(anext(observation))
        register = await answer(raw, lambda request: state(request, 1, b"one"))
        assert not (await first).is_recovered
        # What the machine tells when a renewal is answered with a Reset, as by a server that was restarted.
        observation._pause = 0.0
        observation._take(("failed", observation._exchange, (708, "the peer answered with a Reset")))
        second = asyncio.ensure_future(anext(observation))
        again = await answer(raw, lambda request: state(request, 1, b"two"))
        recovered = await second

    assert again.token != register.token and again.option(6) == b""
    assert recovered.is_recovered and recovered.payload == b"two"
    assert told == ["the observation was lost: the peer answered with a Reset", "the observation was begun again"]
    with pytest.raises(CoAPError, match="the client was closed"):
        await anext(observation)


def state(request: Message, number: int, payload: bytes) -> Message:
    return Message(ACK, "2.05", request.mid, request.token, [(6, bytes([number]))], payload)


@in_a_loop
async def test_cancelling_a_request_cancels_its_exchange(raw: Raw) -> None:
    async with Client() as client:
        task = asyncio.ensure_future(client.get(raw.uri()))
        request = await arrived(raw)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # A late confirmable answer to it is rejected.
        raw.answer(request, Message(CON, "2.05", 9, request.token))
        reset = await arrived(raw)

    assert (reset.type, reset.mid) == (RST, 9)


@in_a_loop
async def test_a_request_that_takes_too_long_is_a_time_out(raw: Raw) -> None:
    async with Client() as client:
        with pytest.raises(CoAPError) as failed:
            await client.get(raw.uri(), timeout=0.01)

    assert failed.value.code == 704 and "0.01 seconds" in failed.value.message


@in_a_loop
async def test_what_ends_a_request_without_an_answer_has_its_code(raw: Raw) -> None:
    closed = Raw()
    closed.socket.close()

    async with Client() as client:
        reset = asyncio.ensure_future(client.get(raw.uri()))
        await answer(raw, lambda request: Message(RST, "0.00", request.mid))
        codes = [await code_of(reset), await code_of(client.get(closed.uri()))]
        codes += [await code_of(client.get(uri)) for uri in ("http://x/", "coaps://127.0.0.1/", "coap://no.such.invalid/")]
        waiting = asyncio.ensure_future(client.get(raw.uri()))
        await arrived(raw)
    codes += [await code_of(waiting), await code_of(client.get(raw.uri()))]

    assert codes == [708, 705, 700, 700, 11001, 711, 711]


async def code_of(call: Awaitable[Response]) -> int:
    with pytest.raises(CoAPError) as failed:
        await call
    return failed.value.code


@in_a_loop
async def test_a_ping_is_answered_or_not() -> None:
    async with house() as (home, client):
        base = home.base
        await client.ping(base)
    async with Client() as client:
        assert await code_of_ping(client.ping(base)) == 705


async def code_of_ping(call: Awaitable[None]) -> int:
    with pytest.raises(CoAPError) as failed:
        await call
    return failed.value.code


@in_a_loop
async def test_closing_a_server_ends_its_handlers() -> None:
    async with house() as (home, client):
        slow = asyncio.ensure_future(client.get(f"{home.base}/slow", timeout=5))
        await home.started.wait()
        await home.app.close()
        slow.cancel()

    assert home.cancelled


@in_a_loop
async def test_a_closed_server_says_so_and_can_be_started_again() -> None:
    async with house() as (home, client):
        await home.app.close()
        with pytest.raises(CoAPError, match="the server was closed"):
            await home.app.notify("/temperature")
        await home.app.start()
        assert (await client.get(f"{home.base}/temperature")).text == "20"
        assert await home.app.notify("/temperature") == 0


@in_a_loop
async def test_of_many_requests_at_once_each_is_answered() -> None:
    async with house() as (home, _):
        peers = [Raw() for _ in range(16)]
        for mid in range(8):
            for peer in peers:
                for number in (mid, mid + 8):
                    request = Message(NON, "0.01", number, bytes([number]), path(*("temperature",) if mid else ("room", "a", "size")))
                    peer.send(request, home.app.address)
        for peer in peers:
            answers = [await arrived(peer) for _ in range(16)]
            assert {answer.token for answer in answers} == {bytes([number]) for number in range(16)}
            assert {answer.code for answer in answers} == {"2.05"}


@in_a_loop
async def test_a_callback_that_fails_takes_nothing_from_others(raw: Raw) -> None:
    failures: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failures.append(context))

    def fail(sentence: str) -> None:
        raise LookupError(sentence)

    async with Client() as client:
        observation = client.observe(raw.uri(), on_status=fail)
        first = asyncio.ensure_future(anext(observation))
        await answer(raw, lambda request: state(request, 1, b"one"))
        await first
        waiting = asyncio.ensure_future(client.get(raw.uri("y")))
        request = await arrived(raw)
        assert observation._driver is not None
        observation._driver._hand_on(("unrenewed", observation._exchange, (704, "no answer")))
        raw.answer(request, Message(ACK, "2.05", request.mid, request.token, [], b"here"))
        assert (await waiting).payload == b"here"

    assert [str(context["exception"]) for context in failures] == ["the registration could not be renewed: no answer"]


@in_a_loop
async def test_a_port_that_is_taken_is_an_error() -> None:
    async with house() as (home, _):
        with pytest.raises(OSError, match="in use"):
            await Server(*home.app.address).start()


@in_a_loop
async def test_a_server_in_a_group_answers_discovery_from_its_own_address() -> None:
    app = Server("0.0.0.0", 0, join=["all%lo"], leisure=0)
    app.get("/lamp")(lambda _request: "off")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind(("127.0.0.1", 0))
        client.setblocking(False)
        async with app:
            port = app.address[1]
            assert app.joined == [("224.0.1.187", ["lo"])]
            for token, where in (b"1", ("lamp",)), (b"2", (".well-known", "core")):
                request = Message(NON, "0.01", token[0], token, path(*where))
                try:
                    client.sendto(request.encode(), ("224.0.1.187", port))
                except OSError as error:
                    pytest.skip(f"the loopback interface carries no groups: {error}")
            loop, readable = asyncio.get_running_loop(), asyncio.Event()
            loop.add_reader(client, readable.set)
            await readable.wait()
            loop.remove_reader(client)
            answer, sender = client.recvfrom(200)
    assert sender == ("127.0.0.1", port)
    assert (answer[4:5], answer.endswith(b"</lamp>")) == (b"2", True)


@pytest.mark.parametrize(
    ("host", "group", "kind", "words"),
    [
        ("127.0.0.1", "all", ValueError, "heard only at 0.0.0.0 or"),
        ("0.0.0.0", "192.0.2.1", ValueError, "no multicast address"),
        ("0.0.0.0", "lamps", ValueError, "looks like all"),
        ("0.0.0.0", "all%nowhere", OSError, "there are lo"),
    ],
)
def test_what_cannot_be_joined_is_told_with_what_can(host: str, group: str, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        asyncio.run(Server(host, 0, join=[group]).start())


def test_groups_are_a_list() -> None:
    with pytest.raises(TypeError, match="all"):
        Server("0.0.0.0", 0, join="all")


@pytest.mark.parametrize("code", ["", "2.5", "1.00", "8.00", "2.32", "abc", "2,05"])
def test_a_bad_code_says_what_is_allowed(code: str) -> None:
    with pytest.raises(ValueError, match="2.00 to 7.31 are"):
        Response(code)


def test_routes_that_make_no_sense_are_refused() -> None:
    app = Server()

    with pytest.raises(ValueError, match="slash"):
        app.get("no/slash")
    with pytest.raises(ValueError, match="GET, POST"):
        app.route("/x", "BREW")
