"""The asyncio client."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from .._coapt import Exchange, Machine, parse_links, parse_uri
from .._errors import CoAPError
from . import _message as message
from ._driver import Driver, Event
from ._message import METHODS, OptionList, Response, Value, encode

TIMED_OUT, INVALID_URI, HOST_NOT_FOUND, CLOSED = 704, 700, 11001, 711
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
MOST_WAITING = 64
"""How many notifications an observation keeps for a program that does not take them."""

Links = list[tuple[str, dict[str, str]]]


class Notification(Response):
    """A state of an observed resource."""

    __slots__ = ("is_last", "is_latest", "is_recovered", "missed")

    is_latest: bool
    """Whether it is newer than all before it (RFC 7641 section 3.4)."""
    is_last: bool
    """Whether the observation ends with it: an error code, or a state without Observe."""
    is_recovered: bool
    """Whether it is the first after the observation was lost and begun again; changes may be missing."""
    missed: int
    """How many notifications before it were dropped because the program did not take them."""


class Observation:
    """The states of a resource, as an asynchronous iterator.

    It heals itself: where the server was restarted, answered with a Reset or cannot be reached, it registers again,
    each time after a longer pause up to a minute, and marks the first state then as recovered. It ends with the last
    notification of the server, with close, or with the first error of the first registration.
    """

    def __init__(self, client: Client, uri: str, options: OptionList, status: Callable[[str], None] | None) -> None:
        self._client, self._uri, self._options, self._status = client, uri, options, status
        self._states: deque[Notification] = deque()
        self._missed = 0
        self._news = asyncio.Event()
        self._exchange: Exchange | None = None
        self._driver: Driver | None = None
        self._pause = FIRST_PAUSE
        self._is_lost = self._was_accepted = self._is_over = False
        self._failure: BaseException | None = None
        self._recovery: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Observation:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    def __aiter__(self) -> Observation:
        return self

    async def __anext__(self) -> Notification:
        if self._exchange is None and not self._was_accepted and not self._is_over:
            await self._register()
        while not self._states:
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
            if self._is_over:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._states.popleft()

    @property
    def is_over(self) -> bool:
        """Whether no further state will come."""
        return self._is_over and not self._states

    async def close(self) -> None:
        """Ends the observation and tells the server so (GET with Observe 1)."""
        if self._recovery is not None:
            self._recovery.cancel()
        exchange, driver, self._exchange = self._exchange, self._driver, None
        self._end()
        if exchange is None or driver is None:
            return
        self._client._drop(driver, exchange)
        if self._was_accepted:
            await self._client._deregister(driver, exchange)
        else:
            driver.machine.cancel(exchange)

    async def _register(self) -> None:
        driver, exchange = await self._client._begin("GET", self._uri, self._options, b"", True, observe=self._take)
        if self._is_over:
            driver.machine.cancel(exchange)
            return
        self._driver, self._exchange = driver, exchange

    def _take(self, event: Event) -> None:
        kind = event[0]
        if kind in ("notification", "response"):
            state = Notification.received(*event[2:5])
            assert isinstance(state, Notification)
            state.is_latest = bool(event[5]) if kind == "notification" else True
            state.is_last = bool(event[6]) if kind == "notification" else True
            self._keep(state)
        elif kind == "unrenewed":
            self._tell(f"the registration could not be renewed: {event[2][1]}")
        elif kind == "failed":
            self._exchange = None
            code, sentence = event[2]
            if self._was_accepted and code != CLOSED:
                self._tell(f"the observation was lost: {sentence}")
                self._recover()
            else:
                self._fail(CoAPError(code, sentence))

    def _keep(self, state: Notification) -> None:
        state.is_recovered, state.missed = self._is_lost, self._missed
        if self._is_lost:
            self._tell("the observation was begun again")
        self._is_lost, self._was_accepted, self._pause = False, True, FIRST_PAUSE
        if len(self._states) == MOST_WAITING:
            self._states.popleft()
            self._missed += 1
        self._states.append(state)
        if state.is_last:
            self._exchange = None
            self._end()
        self._news.set()

    def _recover(self) -> None:
        self._is_lost = True
        self._recovery = asyncio.ensure_future(self._begin_again())

    async def _begin_again(self) -> None:
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
        await asyncio.sleep(pause)
        try:
            await self._register()
        except (CoAPError, OSError) as failed:
            self._tell(f"the observation cannot be begun again: {failed}")
            self._recover()

    def _fail(self, failure: BaseException) -> None:
        self._failure = failure
        self._end()

    def _end(self) -> None:
        self._is_over = True
        self._news.set()

    def _tell(self, what: str) -> None:
        if self._status is not None:
            self._status(what)


class Client:
    """A CoAP client for an event loop; one socket for each address family serves all servers.

    timeout is the time in seconds that a request may take in all, None for no limit beyond the retransmissions.
    """

    def __init__(self, *, timeout: float | None = 60.0) -> None:
        self.timeout = timeout
        self._drivers: dict[int, Driver] = {}
        self._takers: dict[tuple[int, Exchange], Callable[[Event], None]] = {}
        self._is_open = True

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the sockets; what is under way ends with CoAPError 711."""
        self._is_open = False
        takers, self._takers = self._takers, {}
        for taker in takers.values():
            taker(("failed", None, (CLOSED, "the client was closed")))
        for driver in self._drivers.values():
            driver.close()
        self._drivers.clear()

    async def request(
        self,
        method: str,
        uri: str,
        payload: bytes | str = b"",
        *,
        content_format: int | None = None,
        accept: int | None = None,
        etag: bytes | None = None,
        if_match: bytes | None = None,
        if_none_match: bool = False,
        options: Iterable[tuple[int, Value]] = (),
        confirmable: bool = True,
        timeout: float | None = None,
    ) -> Response:
        """Sends a request and waits for its response, whatever its code.

        Raises CoAPError: 700 for a bad URI, 704 when no response came in time, 705 or 708 when the peer refused,
        11001 for an unknown host.
        """
        if method not in METHODS:
            raise ValueError(f"{method!r} is no method; {', '.join(METHODS)} are")
        if isinstance(payload, str):
            content_format = message.TEXT if content_format is None else content_format
            payload = payload.encode()
        listed = [(number, encode(value)) for number, value in options]
        for number, value in (
            (message.CONTENT_FORMAT, content_format),
            (message.ACCEPT, accept),
            (message.ETAG, etag),
            (message.IF_MATCH, if_match),
            (message.IF_NONE_MATCH, b"" if if_none_match else None),
        ):
            if value is not None:
                listed.append((number, encode(value)))
        limit = self.timeout if timeout is None else timeout
        try:
            async with _within(limit):
                return await self._ask(method, uri, listed, bytes(payload), confirmable)
        except TimeoutError:
            raise CoAPError(TIMED_OUT, f"no response arrived within {limit} seconds") from None

    async def get(self, uri: str, **options: Any) -> Response:
        """Retrieves a resource; takes what request takes."""
        return await self.request("GET", uri, **options)

    async def post(self, uri: str, payload: bytes | str = b"", **options: Any) -> Response:
        """Gives a resource something to process; takes what request takes."""
        return await self.request("POST", uri, payload, **options)

    async def put(self, uri: str, payload: bytes | str = b"", **options: Any) -> Response:
        """Stores a resource; takes what request takes."""
        return await self.request("PUT", uri, payload, **options)

    async def delete(self, uri: str, **options: Any) -> Response:
        """Removes a resource; takes what request takes."""
        return await self.request("DELETE", uri, **options)

    async def fetch(self, uri: str, payload: bytes | str = b"", **options: Any) -> Response:
        """Retrieves the part of a resource that the payload asks for (RFC 8132); takes what request takes."""
        return await self.request("FETCH", uri, payload, **options)

    async def patch(self, uri: str, payload: bytes | str = b"", **options: Any) -> Response:
        """Changes a part of a resource (RFC 8132); takes what request takes."""
        return await self.request("PATCH", uri, payload, **options)

    async def ipatch(self, uri: str, payload: bytes | str = b"", **options: Any) -> Response:
        """Changes a part of a resource, repeatable without harm (RFC 8132); takes what request takes."""
        return await self.request("iPATCH", uri, payload, **options)

    def observe(
        self,
        uri: str,
        *,
        accept: int | None = None,
        options: Iterable[tuple[int, Value]] = (),
        on_status: Callable[[str], None] | None = None,
    ) -> Observation:
        """Observes a resource (RFC 7641): an asynchronous iterator over its states.

        on_status is called with a sentence when the observation is lost and when it is begun again.
        """
        listed = [(number, encode(value)) for number, value in options]
        if accept is not None:
            listed.append((message.ACCEPT, encode(accept)))
        return Observation(self, uri, listed, on_status)

    async def discover(self, uri: str) -> Links:
        """Asks a server for its resources (RFC 6690): targets, and attributes by name, "" where they have no value."""
        base = uri.rstrip("/")
        response = await self.get(f"{base}/.well-known/core", accept=40)
        links = parse_links(response.raise_for_code().text)
        return [(target, {name: value or "" for name, value in listed}) for target, listed in links]

    async def ping(self, uri: str, *, timeout: float | None = None) -> None:
        """Asks a server for a sign of life (RFC 7252 section 4.2); raises CoAPError 704 or 705 if there is none."""
        driver, address, _ = await self._find(uri)
        exchange = driver.machine.ping(address)
        driver.plan()
        try:
            async with _within(self.timeout if timeout is None else timeout):
                await self._outcome(driver, exchange)
        except TimeoutError:
            raise CoAPError(TIMED_OUT, "no answer to the ping arrived in time") from None

    async def _ask(self, method: str, uri: str, options: OptionList, payload: bytes, confirmable: bool) -> Response:
        driver, exchange = await self._begin(method, uri, options, payload, confirmable)
        event = await self._outcome(driver, exchange)
        return Response.received(*event[2:5])

    async def _outcome(self, driver: Driver, exchange: Exchange) -> Event:
        ended: asyncio.Future[Event] = asyncio.get_running_loop().create_future()

        def take(event: Event) -> None:
            if ended.done():
                return
            if event[0] == "failed":
                ended.set_exception(CoAPError(*event[2]))
            else:
                ended.set_result(event)

        key = (id(driver), exchange)
        self._takers[key] = take
        try:
            return await ended
        finally:
            if self._takers.pop(key, None) is not None:
                driver.machine.cancel(exchange)
                driver.plan()

    async def _begin(
        self,
        method: str,
        uri: str,
        options: OptionList,
        payload: bytes,
        confirmable: bool,
        observe: Callable[[Event], None] | None = None,
    ) -> tuple[Driver, Exchange]:
        driver, address, named = await self._find(uri)
        content = (METHODS[method], named + options, payload)
        exchange = driver.machine.request(address, content, confirmable, observe is not None)
        if observe is not None:
            self._takers[id(driver), exchange] = observe
        driver.plan()
        return driver, exchange

    async def _deregister(self, driver: Driver, exchange: Exchange) -> None:
        try:
            farewell = driver.machine.deregister(exchange)
        except ValueError:
            return
        driver.plan()
        try:
            async with _within(self.timeout):
                await self._outcome(driver, farewell)
        except (CoAPError, TimeoutError):
            pass

    def _drop(self, driver: Driver, exchange: Exchange) -> None:
        self._takers.pop((id(driver), exchange), None)

    async def _find(self, uri: str) -> tuple[Driver, tuple[str, int], OptionList]:
        """Finds the server that a URI leads to, and the options that name the resource there."""
        if not self._is_open:
            raise CoAPError(CLOSED, "the client was closed")
        host, port, is_secure, options = parse_uri(uri)
        if is_secure:
            raise CoAPError(INVALID_URI, f"{uri!r}: the scheme is coaps; this client speaks coap")
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
        except OSError as failed:
            raise CoAPError(HOST_NOT_FOUND, f"host {host!r} was not found: {failed.strerror or failed}") from None
        family, _, _, _, address = found[0]
        return self._driver(family), (str(address[0]), int(address[1])), options

    def _driver(self, family: int) -> Driver:
        if family not in self._drivers:
            machine = Machine("::" if family == socket.AF_INET6 else "0.0.0.0", 0, False, [], 0)
            driver = Driver(machine, lambda event: self._take(driver, event))
            self._drivers[family] = driver
        return self._drivers[family]

    def _take(self, driver: Driver, event: Event) -> None:
        if event[0] not in ("response", "failed", "notification", "unrenewed", "pong"):
            return
        key = (id(driver), event[1])
        is_last = event[0] in ("response", "failed", "pong") or (event[0] == "notification" and event[6])
        taker = self._takers.pop(key, None) if is_last else self._takers.get(key)
        if taker is not None:
            taker(event)


class _within:
    """A time limit like asyncio.timeout, which Python 3.10 lacks; None sets none."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._is_over = False
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        if self._seconds is not None and task is not None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._end, task)

    async def __aexit__(self, kind: type[BaseException] | None, *_exception: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._is_over and kind is asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and hasattr(task, "uncancel"):
                task.uncancel()
            raise TimeoutError

    def _end(self, task: asyncio.Task[Any]) -> None:
        self._is_over = True
        task.cancel()
