"""The asyncio server: routes, resources that can be observed, discovery."""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, Union

from .._coapt import Inquiry, Machine, write_links
from .._errors import CoAPError
from . import _message as message
from ._driver import Driver, News
from ._message import METHODS, OptionList, Request, Response, ResponseError, code_number

log = logging.getLogger("coapt.aio")

WELL_KNOWN_CORE = "/.well-known/core"
LINK_FORMAT = 40
DEFAULT_PORT = 5683
CLOSED = 711

Answer = Union[Response, bytes, str, None]
Handler = Callable[..., Union[Answer, Awaitable[Answer]]]
F = TypeVar("F", bound=Handler)

SUCCESS = {"GET": "2.05", "FETCH": "2.05", "DELETE": "2.02"}
"""What a plain answer of a handler means, by the method; CHANGED for the others."""
CHANGED = "2.04"
PLAIN = {method: code_number(SUCCESS.get(method, CHANGED)) for method in METHODS}
"""The same as numbers."""


@dataclass
class Resource:
    """What stands at a path."""

    path: str
    pattern: re.Pattern[str]
    handlers: dict[str, Handler] = field(default_factory=dict)
    is_observable: bool = False
    attributes: list[tuple[str, str | None]] = field(default_factory=list)


class Server:
    """A CoAP server for an event loop.

    Handlers are functions or coroutines of a request and the parts of the path that are in braces. They return a
    Response, bytes, text or None, or raise ResponseError. A handler that takes long is answered for in time: the
    client gets an acknowledgement first and the response later.

    join names multicast groups whose discovery is answered, which needs the host 0.0.0.0 or "::": "all" (the groups of
    all CoAP nodes) or an address, on all interfaces that are there at the start or on one behind %: "ff02::fd%eth0".
    Requests to a group for anything but /.well-known/core are not answered (RFC 7252 section 11.3). The answers are
    spread over leisure seconds (section 8.2). start raises ValueError for what is no group or is not heard at the
    host, and OSError for one that cannot be joined.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = DEFAULT_PORT, *, join: Sequence[str] = (), leisure: float = 5.0
    ) -> None:
        if isinstance(join, str):
            raise TypeError(f"join is a list of groups, such as [{join!r}]")
        self._host, self._port = host, port
        self._join, self._leisure = list(join), leisure
        self._resources: list[Resource] = []
        self._plain: dict[str, Resource] = {}
        self._driver: Driver | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._observed: dict[tuple[str, tuple[bytes, ...]], int] = {}
        self._requests: dict[int, Request] = {}
        self._last_number = 0
        self._is_closed = False

    def route(
        self,
        path: str,
        *methods: str,
        observable: bool = False,
        title: str | None = None,
        rt: str | None = None,
        content_format: int | None = None,
    ) -> Callable[[F], F]:
        """Makes a function the handler of these methods at a path, such as "/room/{name}/temperature".

        A path without braces goes before those with them, which are tried in the order they were given.
        observable lets clients observe what GET gives; title, rt and content_format are told by discovery.
        """
        if not path.startswith("/"):
            raise ValueError(f"a path begins with a slash, unlike {path!r}")
        for method in methods:
            if method not in METHODS:
                raise ValueError(f"{method!r} is no method; {', '.join(METHODS)} are")

        def decorate(handler: F) -> F:
            resource = self._resource(path)
            for method in methods:
                resource.handlers[method] = handler
            resource.is_observable |= observable
            ct = None if content_format is None else str(content_format)
            for name, value in (("title", title), ("rt", rt), ("ct", ct)):
                if value is not None:
                    resource.attributes.append((name, value))
            return handler

        return decorate

    def get(self, path: str, **options: Any) -> Callable[[F], F]:
        """Makes a function the handler of GET at a path; takes what route takes."""
        return self.route(path, "GET", **options)

    def put(self, path: str, **options: Any) -> Callable[[F], F]:
        """Makes a function the handler of PUT at a path; takes what route takes."""
        return self.route(path, "PUT", **options)

    def post(self, path: str, **options: Any) -> Callable[[F], F]:
        """Makes a function the handler of POST at a path; takes what route takes."""
        return self.route(path, "POST", **options)

    def delete(self, path: str, **options: Any) -> Callable[[F], F]:
        """Makes a function the handler of DELETE at a path; takes what route takes."""
        return self.route(path, "DELETE", **options)

    def fetch(self, path: str, **options: Any) -> Callable[[F], F]:
        """Makes a function the handler of FETCH at a path (RFC 8132); takes what route takes."""
        return self.route(path, "FETCH", **options)

    def patch(self, path: str, **options: Any) -> Callable[[F], F]:
        """Makes a function the handler of PATCH and iPATCH at a path (RFC 8132); takes what route takes."""
        return self.route(path, "PATCH", "iPATCH", **options)

    async def start(self) -> Server:
        """Binds the socket; OSError says why it cannot be."""
        if self._driver is None:
            self._driver = Driver(self._machine(), self._take)
            self._is_closed = False
        return self

    async def close(self) -> None:
        """Ends all handlers and observations and closes the socket; start opens another."""
        self._is_closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._driver is not None:
            self._driver.close()
            self._driver = None
        self._observed.clear()
        self._requests.clear()

    async def serve_forever(self) -> None:
        """Starts and serves until it is cancelled."""
        async with self:
            await asyncio.Event().wait()

    async def __aenter__(self) -> Server:
        return await self.start()

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    @property
    def joined(self) -> list[tuple[str, list[str]]]:
        """The groups that the server is in, each with the names of the interfaces; empty before start."""
        return [] if self._driver is None else self._driver.machine.joined()

    @property
    def address(self) -> tuple[str, int]:
        """The address and port that are served."""
        if self._driver is None:
            return self._host, self._port
        return self._driver.machine.local()

    async def notify(self, path: str) -> int:
        """Tells the observers of a path its new state: what GET gives now, for each query that is observed.

        An error code ends the observations. Returns how many observers were told; 0 before start. Raises CoAPError 711
        when the server was closed.
        """
        if self._is_closed:
            raise CoAPError(CLOSED, "the server was closed")
        told = 0
        for (observed, query), number in list(self._observed.items()):
            if observed != path or self._driver is None:
                continue
            if self._driver.machine.observers(number) == 0:
                self._forget(number)
                continue
            request = self._requests[number]
            response = _validated(request, await self._answer(request))
            if self._driver is None:
                break
            told += self._driver.machine.notify(number, _content(response))
            self._driver.plan()
            if not response.is_success:
                self._observed.pop((observed, query), None)
                self._requests.pop(number, None)
        return told

    def _machine(self) -> Machine:
        return Machine(self._host, self._port, True, self._join, self._leisure)

    def _resource(self, path: str) -> Resource:
        for resource in self._resources:
            if resource.path == path:
                return resource
        parts = re.split(r"\{(\w+)\}", path)
        pattern = "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
        resource = Resource(path, re.compile(pattern))
        self._resources.append(resource)
        if len(parts) == 1:
            self._plain[path] = resource
        return resource

    def _find(self, path: str) -> tuple[Resource, dict[str, str]] | None:
        """The resource at a path, and the parts of the path that are in braces."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain, {}
        for resource in self._resources:
            found = resource.pattern.fullmatch(path)
            if found is not None:
                return resource, found.groupdict()
        return None

    def _take(self, event: News) -> None:
        if isinstance(event, Inquiry):
            self._serve(event)
        elif event[0] == "left" and self._driver is not None:
            if self._driver.machine.observers(event[1]) == 0:
                self._forget(event[1])

    def _serve(self, inquiry: Inquiry) -> None:
        """Answers at once, or later if the handler is a coroutine."""
        request = Request(inquiry)
        answer: Answer | Awaitable[Answer]
        try:
            answer = self._call(request)
        except Exception as error:
            answer = _apology(request, error)
        if isinstance(answer, PLAIN_TYPES):
            self._respond(inquiry, request, answer)
            return
        task = asyncio.ensure_future(self._serve_later(inquiry, request, answer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve_later(self, inquiry: Inquiry, request: Request, answer: Any) -> None:
        response = await self._settled(request, answer)
        self._respond(inquiry, request, response)
        if self._driver is not None:
            self._driver.plan()

    def _respond(self, inquiry: Inquiry, request: Request, answer: Answer) -> None:
        if self._driver is None:
            return
        machine, observe = self._driver.machine, inquiry.observe
        code = PLAIN.get(request.method)
        if type(answer) is bytes and code is not None and observe is None:
            machine.respond(inquiry, (code, [], answer))
            return
        resource = None
        try:
            response = _validated(request, _response(request.method, answer))
            if observe == 0 and response.is_success and self._can_observe(request):
                resource = self._number(request)
            machine.respond(inquiry, _content(response), resource)
        except ValueError as failed:
            log.error("%r cannot be answered with %r: %s", request, answer, failed)
            machine.respond(inquiry, (code_number("5.00"), [], b""))

    async def _answer(self, request: Request) -> Response:
        """What a request of an observer is answered with now."""
        try:
            answer = self._call(request)
        except Exception as error:
            return _apology(request, error)
        return await self._settled(request, answer)

    async def _settled(self, request: Request, answer: Any) -> Response:
        try:
            if inspect.isawaitable(answer):
                answer = await answer
            return _response(request.method, answer)
        except Exception as error:
            return _apology(request, error)

    def _call(self, request: Request) -> Answer | Awaitable[Answer]:
        found = self._find(request.path)
        if found is None:
            if request.path == WELL_KNOWN_CORE:
                return self._discovery(request)
            raise ResponseError("4.04", "no such resource")
        resource, parts = found
        handler = resource.handlers.get(request.method)
        if handler is None:
            raise ResponseError("4.05", f"allowed here: {', '.join(resource.handlers)}")
        return handler(request, **parts)

    def _discovery(self, request: Request) -> Response:
        if request.method != "GET":
            raise ResponseError("4.05", "allowed here: GET")
        if request.accept not in (None, LINK_FORMAT):
            raise ResponseError("4.06", "there is only application/link-format (40)")
        links = []
        for resource in self._resources:
            if "{" not in resource.path:
                observable: list[tuple[str, str | None]] = [("obs", None)] if resource.is_observable else []
                links.append((resource.path, resource.attributes + observable))
        query = [argument.decode(errors="replace") for argument in request.options.all(message.URI_QUERY)]
        return Response("2.05", write_links(links, query).encode(), content_format=LINK_FORMAT)

    def _can_observe(self, request: Request) -> bool:
        found = self._find(request.path)
        return found is not None and found[0].is_observable

    def _number(self, request: Request) -> int:
        """The number under which a path and query are observed."""
        key = (request.path, tuple(request.options.all(message.URI_QUERY)))
        if key not in self._observed:
            self._last_number += 1
            self._observed[key] = self._last_number
            self._requests[self._last_number] = request
        return self._observed[key]

    def _forget(self, number: int) -> None:
        request = self._requests.pop(number, None)
        if request is not None:
            self._observed.pop((request.path, tuple(request.options.all(message.URI_QUERY))), None)


PLAIN_TYPES = (bytes, Response, str, type(None))
"""What a handler that does not wait returns."""


def _apology(request: Request, error: Exception) -> Response:
    """What a client is told of the failure of a handler."""
    if isinstance(error, ResponseError):
        return Response(error.code, error.diagnostic.encode())
    log.error("the handler of %r failed", request, exc_info=error)
    return Response("5.00")


def _response(method: str, answer: Answer) -> Response:
    if isinstance(answer, Response):
        return answer
    return Response(SUCCESS.get(method, CHANGED), answer)


def _validated(request: Request, response: Response) -> Response:
    """Answers 2.03 where the client has this state already (RFC 7252 section 5.10.6.2)."""
    is_known = response.code == "2.05" and response.etag is not None and response.etag in request.etags
    if request.method != "GET" or not is_known:
        return response
    kept = [option for option in response.options if option[0] != message.CONTENT_FORMAT]
    return Response("2.03", options=kept)


def _content(response: Response) -> tuple[int, OptionList, bytes]:
    return code_number(response.code), list(response.options), response.payload
