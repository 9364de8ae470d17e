"""Requests and responses as programs see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Union

from .._coapt import Inquiry

OptionList = list[tuple[int, bytes]]
Value = Union[bytes, str, int]

IF_MATCH, ETAG, IF_NONE_MATCH, OBSERVE, LOCATION_PATH, URI_PATH, CONTENT_FORMAT = 1, 4, 5, 6, 8, 11, 12
MAX_AGE, URI_QUERY, ACCEPT, LOCATION_QUERY = 14, 15, 17, 20
DEFAULT_MAX_AGE = 60
TEXT, JSON = 0, 50

METHODS = {"GET": 1, "POST": 2, "PUT": 3, "DELETE": 4, "FETCH": 5, "PATCH": 6, "iPATCH": 7}
METHOD_NAMES = {code: name for name, code in METHODS.items()}


def code_text(code: int) -> str:
    """Writes a code as c.dd (RFC 7252 section 3)."""
    return f"{code >> 5}.{code & 31:02}"


def code_number(text: str) -> int:
    """Reads a response code c.dd; ValueError says what is allowed."""
    code_class, dot, detail = text.partition(".")
    is_code = dot and len(code_class) == 1 and len(detail) == 2 and (code_class + detail).isdecimal()
    if not is_code or not 2 <= int(code_class) <= 7 or int(detail) > 31:
        raise ValueError(f"{text!r} is no response code; 2.00 to 7.31 are")
    return int(code_class) << 5 | int(detail)


def encode(value: Value) -> bytes:
    """Makes the bytes of an option: of text in UTF-8, of a number without leading zeros."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, int):
        if not 0 <= value < 1 << 32:
            raise ValueError(f"an option holds a number from 0 to {(1 << 32) - 1}, not {value}")
        return value.to_bytes((value.bit_length() + 7) // 8, "big")
    return bytes(value)


class Options:
    """The options of a message, in the order in which they stand there."""

    __slots__ = ("_listed",)

    def __init__(self, listed: Iterable[tuple[int, Value]] = ()) -> None:
        self._listed: OptionList = [(number, encode(value)) for number, value in listed]

    @classmethod
    def received(cls, listed: OptionList) -> Options:
        options = cls.__new__(cls)
        options._listed = listed
        return options

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def __repr__(self) -> str:
        return f"Options({self._listed!r})"

    def get(self, number: int) -> bytes | None:
        """The value of the first option with this number, or None."""
        return next((value for other, value in self._listed if other == number), None)

    def all(self, number: int) -> list[bytes]:
        """The values of all options with this number."""
        return [value for other, value in self._listed if other == number]

    def uint(self, number: int) -> int | None:
        """The value of the first option with this number as an unsigned integer, or None."""
        value = self.get(number)
        return None if value is None else int.from_bytes(value, "big")

    def add(self, number: int, value: Value) -> None:
        """Adds an option behind those with the same number."""
        self._listed.append((number, encode(value)))


class Message:
    """What requests and responses have in common: options and a payload."""

    __slots__ = ("options", "payload")

    options: Options
    payload: bytes

    @property
    def text(self) -> str:
        """The payload as text; UnicodeDecodeError if it is not UTF-8."""
        return self.payload.decode()

    def json(self) -> Any:
        """The payload read as JSON; ValueError if it is not."""
        return json.loads(self.payload)

    @property
    def content_format(self) -> int | None:
        """The Content-Format, such as 0 for text or 50 for JSON, or None."""
        return self.options.uint(CONTENT_FORMAT)


class Response(Message):
    """A response: a code such as "2.05", options, a payload.

    payload may be text; then, without a content_format, it is text/plain. None stands for no payload.
    """

    __slots__ = ("code",)

    def __init__(
        self,
        code: str = "2.05",
        payload: bytes | str | None = b"",
        *,
        content_format: int | None = None,
        etag: bytes | None = None,
        max_age: int | None = None,
        options: Iterable[tuple[int, Value]] = (),
    ) -> None:
        code_number(code)
        self.code = code
        self.options = Options(options)
        if isinstance(payload, str):
            content_format = TEXT if content_format is None and code < "3" else content_format
            payload = payload.encode()
        self.payload = bytes(payload or b"")
        for number, value in ((ETAG, etag), (CONTENT_FORMAT, content_format), (MAX_AGE, max_age)):
            if value is not None:
                self.options.add(number, value)

    @classmethod
    def of_json(cls, value: Any, code: str = "2.05", **options: Any) -> Response:
        """Makes a response whose payload is the value in JSON."""
        return cls(code, json.dumps(value).encode(), content_format=JSON, **options)

    @classmethod
    def received(cls, code: int, options: OptionList, payload: bytes) -> Response:
        response = cls.__new__(cls)
        response.code, response.payload = code_text(code), payload
        response.options = Options.received(options)
        return response

    def __repr__(self) -> str:
        return f"<Response {self.code}, {len(self.payload)} bytes>"

    @property
    def is_success(self) -> bool:
        """Whether the code is 2.xx, or 0.00 because the request refused every answer (No-Response)."""
        return self.code.startswith(("2.", "0.00"))

    @property
    def etag(self) -> bytes | None:
        """The ETag, or None."""
        return self.options.get(ETAG)

    @property
    def max_age(self) -> int:
        """How many seconds the response stays fresh; 60 where it does not say (RFC 7252 section 5.10.5)."""
        value = self.options.uint(MAX_AGE)
        return DEFAULT_MAX_AGE if value is None else value

    @property
    def location(self) -> str | None:
        """The path and query of what a request has made, such as "/notes/1", or None."""
        path = [segment.decode(errors="replace") for segment in self.options.all(LOCATION_PATH)]
        query = [argument.decode(errors="replace") for argument in self.options.all(LOCATION_QUERY)]
        if not path and not query:
            return None
        return "/" + "/".join(path) + ("?" + "&".join(query) if query else "")

    def raise_for_code(self) -> Response:
        """Raises ResponseError unless the code is 2.xx; returns the response."""
        if not self.is_success:
            raise ResponseError(self.code, self.payload.decode(errors="replace"))
        return self


class ResponseError(Exception):
    """A response with an error code: raised by raise_for_code, and by handlers to answer with it."""

    def __init__(self, code: str, diagnostic: str = "") -> None:
        code_number(code)
        super().__init__(code, diagnostic)
        self.code = code
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        return f"{self.code}: {self.diagnostic}" if self.diagnostic else self.code


class Request(Message):
    """A request that a server received."""

    __slots__ = ("_inquiry", "method", "path", "peer")

    peer: tuple[str, int]
    """The address and port of the client."""
    method: str
    """GET, POST, PUT, DELETE, FETCH, PATCH, iPATCH, or the code of another method."""
    path: str
    """The path, decoded, with a slash in front of each segment; "/" for the root."""

    def __init__(self, inquiry: Inquiry) -> None:
        code = inquiry.code
        self._inquiry = inquiry
        self.method = METHOD_NAMES.get(code) or code_text(code)
        self.path = inquiry.path

    def __getattr__(self, name: str) -> Any:
        """Makes the parts that not every handler looks at when they are asked for."""
        if name == "options":
            self.options = Options.received(self._inquiry.options)
            return self.options
        if name in ("payload", "peer"):
            value = getattr(self._inquiry, name)
            setattr(self, name, value)
            return value
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path} from {self.peer[0]} port {self.peer[1]}>"

    @property
    def query(self) -> dict[str, str]:
        """The query: the value of each argument by its name, "" for one without; of equal names the last counts."""
        arguments = [argument.decode(errors="replace") for argument in self.options.all(URI_QUERY)]
        return {name: value for name, _, value in (argument.partition("=") for argument in arguments)}

    @property
    def accept(self) -> int | None:
        """The content format that the client wants, or None."""
        return self.options.uint(ACCEPT)

    @property
    def etags(self) -> list[bytes]:
        """The entity-tags of what the client has already (RFC 7252 section 5.10.6)."""
        return self.options.all(ETAG)
