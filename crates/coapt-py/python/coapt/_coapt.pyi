"""
The part of the package that is written in Rust; programs import `coapt`.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, SupportsFloat, SupportsIndex, final
from typing_extensions import Buffer, disjoint_base

__all__ = ["__version__", "CoAP", "CoAPErrorEventParams", "CoAPLogEventParams", "CoAPNotificationEventParams", "CoAPRegisterEventParams", "CoAPRequestCompleteEventParams", "CoAPRequestEventParams", "CoAPResponseCompleteEventParams", "CoAPUnregisteredEventParams", "Exchange", "Inquiry", "Machine", "parse_links", "parse_uri", "write_links"]

__version__: Final[str]
"""
The version of the package.
"""

@disjoint_base
class CoAP:
    """
    A CoAP client and server in one object: properties, methods and events (RFC 7252, 7641, 7959, 8132).

    It begins in client mode; start_listening and stop_listening, or assigning listening, switch. It is pumped by its
    caller: events fire only inside its methods, above all do_events, on the thread that calls.

    A client sets request_*, calls a method with a URI, and finds the answer in response_*. With timeout above 0 the
    call waits; with 0 it returns a request Id at once and on_request_complete fires later. A server assigns its
    handlers and listens; on_request finds the request in request_* and answers by setting response_*.

    A failing call raises CoAPError, whose code says why.
    """
    def __enter__(self, /) -> CoAP: ...
    def __exit__(self, /, *_exception: object) -> None: ...
    def __new__(cls, /) -> CoAP: ...
    def __repr__(self, /) -> str: ...
    def cancel_request(self, /, request_id: str) -> None:
        """
        Gives up a pending request, of either mode; its completion event fires with 711.

        Raises 706 for an unknown Id.
        """
    def config(self, /, configuration_string: str) -> str:
        """
        Reads ("NAME") or writes ("NAME=VALUE") a setting; returns its value as text, "" after writing.

        Raises 10022 for an unknown name or a bad value.
        """
    def delete(self, /, uri: str) -> str:
        """
        Sends a DELETE request (code 4); request_data and Content-Format do not go along.

        Returns and raises as get does.
        """
    def do_events(self, /) -> None:
        """
        Delivers the events that are ready; if there are none it waits for SelectWaitMillis (20 ms) at most.
        """
    def get(self, /, uri: str) -> str:
        """
        Sends a GET request (code 1); request_data and Content-Format do not go along.

        Returns "" when it waited for the outcome (timeout above 0), else the request Id. Raises 700 for a bad URI, 701
        for a bad option, 702, 704, 705, 708 or 711 as the request ends, 712 in server mode.
        """
    def get_listening(self, /) -> bool:
        """
        Whether the object is in server mode; False on a new object. Assigning does what start_listening and
        stop_listening do.
        """
    def get_local_host(self, /) -> str:
        """
        The name or address of this machine to send from and to listen on; "" (the default) is every one.

        While the object is active it reads as the numeric address, or as the machine's name if none was assigned.
        Raises 107 while the object is active.
        """
    def get_local_port(self, /) -> int:
        """
        The local port, 0 to 65535; 0 (the default) lets the system choose, and the port is read once a socket is open.

        Raises 10022 out of range, 106 while the object is active.
        """
    def get_pending_request_count(self, /) -> int:
        """
        How many requests are pending: own ones sent with timeout 0, or received ones that were not answered yet.
        """
    def get_pending_request_id(self, /, pending_request_index: SupportsIndex) -> str:
        """
        The Id of a pending request. Raises 706 for an index out of range.
        """
    def get_pending_request_method(self, /, pending_request_index: SupportsIndex) -> int:
        """
        The method code of a pending request, 0 to 31. Raises 706 for an index out of range.
        """
    def get_pending_request_remote_host(self, /, pending_request_index: SupportsIndex) -> str:
        """
        The numeric address of the other side of a pending request. Raises 706 for an index out of range.
        """
    def get_pending_request_remote_port(self, /, pending_request_index: SupportsIndex) -> int:
        """
        The port of the other side of a pending request. Raises 706 for an index out of range.
        """
    def get_pending_request_token(self, /, pending_request_index: SupportsIndex) -> bytes:
        """
        The token of a pending request, 0 to 8 bytes. Raises 706 for an index out of range.
        """
    def get_pending_request_uri(self, /, pending_request_index: SupportsIndex) -> str:
        """
        The URI of a pending request. Raises 706 for an index out of range.
        """
    def get_request_content_format(self, /) -> int:
        """
        The Content-Format of the request, 0 to 65535, or -1 for none (the default); sent with a body only.

        Raises 701 out of range.
        """
    def get_request_data(self, /) -> bytes:
        """
        The body of the request; b"" by default. Text is encoded with the setting CodePage.

        Raises 10022 for text that cannot be encoded.
        """
    def get_request_e_tag(self, /) -> bytes:
        """
        The ETag of the request, at most 8 bytes; b"" (the default) for none. Text is encoded with the setting CodePage.

        Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded.
        """
    def get_request_option_count(self, /) -> int:
        """
        The number of records in the option array of the request; 0 by default. Growing appends, shrinking cuts the end.

        Raises 701 out of range.
        """
    def get_request_option_critical(self, /, request_option_index: SupportsIndex) -> bool:
        """
        Whether the option is critical: the lowest bit of its number. Raises 701 for an index out of range.
        """
    def get_request_option_no_cache_key(self, /, request_option_index: SupportsIndex) -> bool:
        """
        Whether the option is left out of cache keys (RFC 7252 section 5.4.6). Raises 701 for an index out of range.
        """
    def get_request_option_number(self, /, request_option_index: SupportsIndex) -> int:
        """
        The option number of a record, 0 to 65535 (RFC 7252 section 12.2); setting a known one sets the value type.

        Raises 701 out of range, also for the index.
        """
    def get_request_option_unsafe(self, /, request_option_index: SupportsIndex) -> bool:
        """
        Whether the option is unsafe for a proxy to forward: bit 1. Raises 701 for an index out of range.
        """
    def get_request_option_value(self, /, request_option_index: SupportsIndex) -> str:
        """
        The value of a record as text: as it is (value type 0), decimal (1) or hex digits (2).

        Raises 701 for an index out of range; the text is checked when a message is made.
        """
    def get_request_option_value_type(self, /, request_option_index: SupportsIndex) -> int:
        """
        The value type of a record: 0 string, 1 unsigned integer, 2 binary.

        Raises 701 out of range, also for the index.
        """
    def get_response_code(self, /) -> str:
        """
        The code of the response, such as "2.05": class 2 to 7, detail 00 to 31; "" by default.

        Raises 707 for anything else.
        """
    def get_response_content_format(self, /) -> int:
        """
        The Content-Format of the response, 0 to 65535, or -1 for none (the default).

        Raises 701 out of range.
        """
    def get_response_data(self, /) -> bytes:
        """
        The body of the response; b"" by default. Text is encoded with the setting CodePage.

        Raises 10022 for text that cannot be encoded.
        """
    def get_response_e_tag(self, /) -> bytes:
        """
        The ETag of the response, at most 8 bytes; b"" (the default) for none. Text is encoded with the setting
        CodePage.

        Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded.
        """
    def get_response_option_count(self, /) -> int:
        """
        The number of records in the option array of the response; 0 by default. Growing appends, shrinking cuts the end.

        Raises 701 out of range.
        """
    def get_response_option_critical(self, /, response_option_index: SupportsIndex) -> bool:
        """
        Whether the option is critical: the lowest bit of its number. Raises 701 for an index out of range.
        """
    def get_response_option_no_cache_key(self, /, response_option_index: SupportsIndex) -> bool:
        """
        Whether the option is left out of cache keys (RFC 7252 section 5.4.6). Raises 701 for an index out of range.
        """
    def get_response_option_number(self, /, response_option_index: SupportsIndex) -> int:
        """
        The option number of a record, 0 to 65535 (RFC 7252 section 12.2); setting a known one sets the value type.

        Raises 701 out of range, also for the index.
        """
    def get_response_option_unsafe(self, /, response_option_index: SupportsIndex) -> bool:
        """
        Whether the option is unsafe for a proxy to forward: bit 1. Raises 701 for an index out of range.
        """
    def get_response_option_value(self, /, response_option_index: SupportsIndex) -> str:
        """
        The value of a record as text: as it is (value type 0), decimal (1) or hex digits (2).

        Raises 701 for an index out of range; the text is checked when a message is made.
        """
    def get_response_option_value_type(self, /, response_option_index: SupportsIndex) -> int:
        """
        The value type of a record: 0 string, 1 unsigned integer, 2 binary.

        Raises 701 out of range, also for the index.
        """
    def get_timeout(self, /) -> int:
        """
        How long a client method waits, in whole seconds from the call; 60 by default, 0 is asynchronous.

        Raises 10022 for a negative value and for more than 2147483646.
        """
    def get_use_confirmable_messages(self, /) -> bool:
        """
        Whether requests (client) or responses and notifications (server) ask to be confirmed; True by default.
        """
    @property
    def listening(self, /) -> bool:
        """
        Whether the object is in server mode; False on a new object. Assigning does what start_listening and
        stop_listening do.
        """
    @listening.setter
    def listening(self, /, value: bool) -> None: ...
    @property
    def local_host(self, /) -> str:
        """
        The name or address of this machine to send from and to listen on; "" (the default) is every one.

        While the object is active it reads as the numeric address, or as the machine's name if none was assigned.
        Raises 107 while the object is active.
        """
    @local_host.setter
    def local_host(self, /, value: str) -> None: ...
    @property
    def local_port(self, /) -> int:
        """
        The local port, 0 to 65535; 0 (the default) lets the system choose, and the port is read once a socket is open.

        Raises 10022 out of range, 106 while the object is active.
        """
    @local_port.setter
    def local_port(self, /, value: SupportsIndex) -> None: ...
    @property
    def on_error(self, /) -> Callable[[CoAPErrorEventParams], object] | None:
        """
        A problem came up while messages were processed, and no call is there to fail; fires in both modes.
        """
    @on_error.setter
    def on_error(self, /, value: Callable[[CoAPErrorEventParams], object] | None) -> None: ...
    @property
    def on_log(self, /) -> Callable[[CoAPLogEventParams], object] | None:
        """
        There is a log message whose level is at most the setting LogLevel; fires in both modes.
        """
    @on_log.setter
    def on_log(self, /, value: Callable[[CoAPLogEventParams], object] | None) -> None: ...
    @property
    def on_notification(self, /) -> Callable[[CoAPNotificationEventParams], object] | None:
        """
        A notification for an observed resource arrived, the accepting response included; fires in client mode.
        """
    @on_notification.setter
    def on_notification(self, /, value: Callable[[CoAPNotificationEventParams], object] | None) -> None: ...
    @property
    def on_register(self, /) -> Callable[[CoAPRegisterEventParams], object] | None:
        """
        A client asks to observe a resource (GET with Observe 0); fires in server mode.
        """
    @on_register.setter
    def on_register(self, /, value: Callable[[CoAPRegisterEventParams], object] | None) -> None: ...
    @property
    def on_request(self, /) -> Callable[[CoAPRequestEventParams], object] | None:
        """
        A request arrived, other than an observe registration; fires in server mode.
        """
    @on_request.setter
    def on_request(self, /, value: Callable[[CoAPRequestEventParams], object] | None) -> None: ...
    @property
    def on_request_complete(self, /) -> Callable[[CoAPRequestCompleteEventParams], object] | None:
        """
        A request of this client has ended, with or without a response; fires in client mode.
        """
    @on_request_complete.setter
    def on_request_complete(self, /, value: Callable[[CoAPRequestCompleteEventParams], object] | None) -> None: ...
    @property
    def on_response_complete(self, /) -> Callable[[CoAPResponseCompleteEventParams], object] | None:
        """
        A response of this server has been dealt with: confirmed, sent, failed or cancelled; fires in server mode.
        """
    @on_response_complete.setter
    def on_response_complete(self, /, value: Callable[[CoAPResponseCompleteEventParams], object] | None) -> None: ...
    @property
    def on_unregistered(self, /) -> Callable[[CoAPUnregisteredEventParams], object] | None:
        """
        An observer has left by itself; fires in server mode.
        """
    @on_unregistered.setter
    def on_unregistered(self, /, value: Callable[[CoAPUnregisteredEventParams], object] | None) -> None: ...
    @property
    def pending_request_count(self, /) -> int:
        """
        How many requests are pending: own ones sent with timeout 0, or received ones that were not answered yet.
        """
    def post(self, /, uri: str) -> str:
        """
        Sends a POST request (code 2) with request_data.

        Returns and raises as get does.
        """
    def put(self, /, uri: str) -> str:
        """
        Sends a PUT request (code 3) with request_data.

        Returns and raises as get does.
        """
    @property
    def request_content_format(self, /) -> int:
        """
        The Content-Format of the request, 0 to 65535, or -1 for none (the default); sent with a body only.

        Raises 701 out of range.
        """
    @request_content_format.setter
    def request_content_format(self, /, value: SupportsIndex) -> None: ...
    @property
    def request_data(self, /) -> bytes:
        """
        The body of the request; b"" by default. Text is encoded with the setting CodePage.

        Raises 10022 for text that cannot be encoded.
        """
    @request_data.setter
    def request_data(self, /, value: Buffer | str) -> None: ...
    @property
    def request_e_tag(self, /) -> bytes:
        """
        The ETag of the request, at most 8 bytes; b"" (the default) for none. Text is encoded with the setting CodePage.

        Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded.
        """
    @request_e_tag.setter
    def request_e_tag(self, /, value: Buffer | str) -> None: ...
    @property
    def request_option_count(self, /) -> int:
        """
        The number of records in the option array of the request; 0 by default. Growing appends, shrinking cuts the end.

        Raises 701 out of range.
        """
    @request_option_count.setter
    def request_option_count(self, /, value: SupportsIndex) -> None: ...
    def reset(self, /) -> None:
        """
        Returns the object to its initial state, silently; handlers stay.
        """
    @property
    def response_code(self, /) -> str:
        """
        The code of the response, such as "2.05": class 2 to 7, detail 00 to 31; "" by default.

        Raises 707 for anything else.
        """
    @response_code.setter
    def response_code(self, /, value: str) -> None: ...
    @property
    def response_content_format(self, /) -> int:
        """
        The Content-Format of the response, 0 to 65535, or -1 for none (the default).

        Raises 701 out of range.
        """
    @response_content_format.setter
    def response_content_format(self, /, value: SupportsIndex) -> None: ...
    @property
    def response_data(self, /) -> bytes:
        """
        The body of the response; b"" by default. Text is encoded with the setting CodePage.

        Raises 10022 for text that cannot be encoded.
        """
    @response_data.setter
    def response_data(self, /, value: Buffer | str) -> None: ...
    @property
    def response_e_tag(self, /) -> bytes:
        """
        The ETag of the response, at most 8 bytes; b"" (the default) for none. Text is encoded with the setting
        CodePage.

        Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded.
        """
    @response_e_tag.setter
    def response_e_tag(self, /, value: Buffer | str) -> None: ...
    @property
    def response_option_count(self, /) -> int:
        """
        The number of records in the option array of the response; 0 by default. Growing appends, shrinking cuts the end.

        Raises 701 out of range.
        """
    @response_option_count.setter
    def response_option_count(self, /, value: SupportsIndex) -> None: ...
    def send_custom_request(self, /, uri: str, method: SupportsIndex) -> str:
        """
        Sends a request with any method code from 1 to 31, such as 5 FETCH or 6 PATCH (RFC 8132), with request_data.

        Returns and raises as get does, and 703 for another code.
        """
    def send_notification(self, /, uri: str) -> None:
        """
        Sends response_* to every observer of the URI that on_register gave; a code other than 2.xx ends them.

        Raises 700 for a bad URI, 707 without a response_code, 701 for a bad option, 712 in client mode.
        """
    def send_response(self, /, request_id: str) -> None:
        """
        Answers a request whose response was put off, with response_*; it does not wait for the confirmation.

        Raises 706 for an unknown Id, 707 without a response_code, 701 for a bad option, 712 in client mode.
        """
    def set_listening(self, /, value: bool) -> None:
        """
        Whether the object is in server mode; False on a new object. Assigning does what start_listening and
        stop_listening do.
        """
    def set_local_host(self, /, value: str) -> None:
        """
        The name or address of this machine to send from and to listen on; "" (the default) is every one.

        While the object is active it reads as the numeric address, or as the machine's name if none was assigned.
        Raises 107 while the object is active.
        """
    def set_local_port(self, /, value: SupportsIndex) -> None:
        """
        The local port, 0 to 65535; 0 (the default) lets the system choose, and the port is read once a socket is open.

        Raises 10022 out of range, 106 while the object is active.
        """
    def set_request_content_format(self, /, value: SupportsIndex) -> None:
        """
        The Content-Format of the request, 0 to 65535, or -1 for none (the default); sent with a body only.

        Raises 701 out of range.
        """
    def set_request_data(self, /, value: Buffer | str) -> None:
        """
        The body of the request; b"" by default. Text is encoded with the setting CodePage.

        Raises 10022 for text that cannot be encoded.
        """
    def set_request_e_tag(self, /, value: Buffer | str) -> None:
        """
        The ETag of the request, at most 8 bytes; b"" (the default) for none. Text is encoded with the setting CodePage.

        Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded.
        """
    def set_request_option_count(self, /, value: SupportsIndex) -> None:
        """
        The number of records in the option array of the request; 0 by default. Growing appends, shrinking cuts the end.

        Raises 701 out of range.
        """
    def set_request_option_number(self, /, request_option_index: SupportsIndex, value: SupportsIndex) -> None:
        """
        The option number of a record, 0 to 65535 (RFC 7252 section 12.2); setting a known one sets the value type.

        Raises 701 out of range, also for the index.
        """
    def set_request_option_value(self, /, request_option_index: SupportsIndex, value: str) -> None:
        """
        The value of a record as text: as it is (value type 0), decimal (1) or hex digits (2).

        Raises 701 for an index out of range; the text is checked when a message is made.
        """
    def set_request_option_value_type(self, /, request_option_index: SupportsIndex, value: SupportsIndex) -> None:
        """
        The value type of a record: 0 string, 1 unsigned integer, 2 binary.

        Raises 701 out of range, also for the index.
        """
    def set_response_code(self, /, value: str) -> None:
        """
        The code of the response, such as "2.05": class 2 to 7, detail 00 to 31; "" by default.

        Raises 707 for anything else.
        """
    def set_response_content_format(self, /, value: SupportsIndex) -> None:
        """
        The Content-Format of the response, 0 to 65535, or -1 for none (the default).

        Raises 701 out of range.
        """
    def set_response_data(self, /, value: Buffer | str) -> None:
        """
        The body of the response; b"" by default. Text is encoded with the setting CodePage.

        Raises 10022 for text that cannot be encoded.
        """
    def set_response_e_tag(self, /, value: Buffer | str) -> None:
        """
        The ETag of the response, at most 8 bytes; b"" (the default) for none. Text is encoded with the setting
        CodePage.

        Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded.
        """
    def set_response_option_count(self, /, value: SupportsIndex) -> None:
        """
        The number of records in the option array of the response; 0 by default. Growing appends, shrinking cuts the end.

        Raises 701 out of range.
        """
    def set_response_option_number(self, /, response_option_index: SupportsIndex, value: SupportsIndex) -> None:
        """
        The option number of a record, 0 to 65535 (RFC 7252 section 12.2); setting a known one sets the value type.

        Raises 701 out of range, also for the index.
        """
    def set_response_option_value(self, /, response_option_index: SupportsIndex, value: str) -> None:
        """
        The value of a record as text: as it is (value type 0), decimal (1) or hex digits (2).

        Raises 701 for an index out of range; the text is checked when a message is made.
        """
    def set_response_option_value_type(self, /, response_option_index: SupportsIndex, value: SupportsIndex) -> None:
        """
        The value type of a record: 0 string, 1 unsigned integer, 2 binary.

        Raises 701 out of range, also for the index.
        """
    def set_timeout(self, /, value: SupportsIndex) -> None:
        """
        How long a client method waits, in whole seconds from the call; 60 by default, 0 is asynchronous.

        Raises 10022 for a negative value and for more than 2147483646.
        """
    def set_use_confirmable_messages(self, /, value: bool) -> None:
        """
        Whether requests (client) or responses and notifications (server) ask to be confirmed; True by default.
        """
    def shutdown(self, /) -> None:
        """
        Ends everything and closes the socket: stop_listening, and responses in flight end with 711.
        """
    def start_listening(self, /) -> None:
        """
        Opens the socket on local_port and switches to server mode; outstanding client work is given up.

        Raises 10048 if the port is taken, 10013 or 10049 if it or local_host is not to be had.
        """
    def start_observing(self, /, uri: str) -> str:
        """
        Registers as an observer: a GET with Observe 0 (RFC 7641 section 3.1); on_notification fires for each state.

        Returns and raises as get does.
        """
    def stop_listening(self, /) -> None:
        """
        Ends server mode: unanswered requests and observers are given up; responses in flight are still carried.
        """
    def stop_observing(self, /, uri: str) -> None:
        """
        Ends an observation: a GET with Observe 1 for the URI that start_observing was given (RFC 7641 section 3.6).

        Raises as get does.
        """
    @property
    def timeout(self, /) -> int:
        """
        How long a client method waits, in whole seconds from the call; 60 by default, 0 is asynchronous.

        Raises 10022 for a negative value and for more than 2147483646.
        """
    @timeout.setter
    def timeout(self, /, value: SupportsIndex) -> None: ...
    @property
    def use_confirmable_messages(self, /) -> bool:
        """
        Whether requests (client) or responses and notifications (server) ask to be confirmed; True by default.
        """
    @use_confirmable_messages.setter
    def use_confirmable_messages(self, /, value: bool) -> None: ...

@final
class CoAPErrorEventParams:
    """
    A problem came up while messages were processed, and no call is there to fail; fires in both modes.
    """
    def __repr__(self, /) -> str: ...
    @property
    def description(self, /) -> str:
        """
        A sentence that describes the problem.
        """
    @property
    def error_code(self, /) -> int:
        """
        The code of the problem, as in CoAPError.code.
        """

@final
class CoAPLogEventParams:
    """
    There is a log message whose level is at most the setting LogLevel; fires in both modes.
    """
    def __repr__(self, /) -> str: ...
    @property
    def log_level(self, /) -> int:
        """
        The level of the message: 1 information, 2 verbose, 3 debug.
        """
    @property
    def message(self, /) -> str:
        """
        The message; what is sensitive is masked unless the setting MaskSensitive is False.
        """

@final
class CoAPNotificationEventParams:
    """
    A notification for an observed resource arrived, the accepting response included; fires in client mode.
    """
    def __repr__(self, /) -> str: ...
    @property
    def is_latest(self, /) -> bool:
        """
        Whether this is newer than every notification seen before (RFC 7641 section 3.4).
        """
    @property
    def stop_observing(self, /) -> bool:
        """
        Set it to True to end the observation without a word to the server; it is True from the start for the
        last notification, and then cannot be set to False.
        """
    @stop_observing.setter
    def stop_observing(self, /, value: bool) -> None: ...
    @property
    def uri(self, /) -> str:
        """
        The URI that the latest start_observing for this resource was given.
        """

@final
class CoAPRegisterEventParams:
    """
    A client asks to observe a resource (GET with Observe 0); fires in server mode.
    """
    def __repr__(self, /) -> str: ...
    @property
    def accept(self, /) -> bool:
        """
        Whether the client becomes an observer; False at first. response_* are the answer in either case.
        """
    @accept.setter
    def accept(self, /, value: bool) -> None: ...
    @property
    def remote_host(self, /) -> str:
        """
        The client's address as text, IPv6 without brackets.
        """
    @property
    def remote_port(self, /) -> int:
        """
        The client's port.
        """
    @property
    def token(self, /) -> bytes:
        """
        The token of the request, 0 to 8 bytes.
        """
    @property
    def uri(self, /) -> str:
        """
        The full URI of the resource: what send_notification is given.
        """
    @property
    def uri_host(self, /) -> str:
        """
        The host of the URI: Uri-Host, else the address the request was sent to.
        """
    @property
    def uri_path(self, /) -> str:
        """
        The path, percent-encoded, without a leading slash; empty for the root.
        """
    @property
    def uri_port(self, /) -> int:
        """
        The port of the URI: Uri-Port, else the local port.
        """
    @property
    def uri_query(self, /) -> str:
        """
        The query, percent-encoded, without a question mark; empty if there is none.
        """

@final
class CoAPRequestCompleteEventParams:
    """
    A request of this client has ended, with or without a response; fires in client mode.
    """
    def __repr__(self, /) -> str: ...
    @property
    def error_code(self, /) -> int:
        """
        0 for a 2.xx response, 709 for any other, another code if there was none.
        """
    @property
    def error_description(self, /) -> str:
        """
        Empty for 0, the response code such as "4.04" for 709, else a sentence.
        """
    @property
    def method(self, /) -> int:
        """
        The method code of the request, 1 to 31.
        """
    @property
    def request_id(self, /) -> str:
        """
        The Id of the request.
        """
    @property
    def uri(self, /) -> str:
        """
        The URI that the method was given.
        """

@final
class CoAPRequestEventParams:
    """
    A request arrived, other than an observe registration; fires in server mode.
    """
    def __repr__(self, /) -> str: ...
    @property
    def method(self, /) -> int:
        """
        The method code, 1 to 31: 1 GET, 2 POST, 3 PUT, 4 DELETE, 5 FETCH, 6 PATCH, 7 iPATCH.
        """
    @property
    def remote_host(self, /) -> str:
        """
        The client's address as text, IPv6 without brackets.
        """
    @property
    def remote_port(self, /) -> int:
        """
        The client's port.
        """
    @property
    def request_id(self, /) -> str:
        """
        The Id for send_response and cancel_request.
        """
    @property
    def send_response(self, /) -> bool:
        """
        Whether response_* are sent when the handler returns; True at first. With False the request stays pending
        until send_response or cancel_request.
        """
    @send_response.setter
    def send_response(self, /, value: bool) -> None: ...
    @property
    def token(self, /) -> bytes:
        """
        The token of the request, 0 to 8 bytes.
        """
    @property
    def uri_host(self, /) -> str:
        """
        The host of the URI: Uri-Host, else the address the request was sent to.
        """
    @property
    def uri_path(self, /) -> str:
        """
        The path, percent-encoded, without a leading slash; empty for the root.
        """
    @property
    def uri_port(self, /) -> int:
        """
        The port of the URI: Uri-Port, else the local port.
        """
    @property
    def uri_query(self, /) -> str:
        """
        The query, percent-encoded, without a question mark; empty if there is none.
        """

@final
class CoAPResponseCompleteEventParams:
    """
    A response of this server has been dealt with: confirmed, sent, failed or cancelled; fires in server mode.
    """
    def __repr__(self, /) -> str: ...
    @property
    def error_code(self, /) -> int:
        """
        0 if the response was confirmed or needed no confirmation, else the code of what happened.
        """
    @property
    def error_description(self, /) -> str:
        """
        Empty for 0, else a sentence.
        """
    @property
    def request_id(self, /) -> str:
        """
        The Id that on_request gave.
        """

@final
class CoAPUnregisteredEventParams:
    """
    An observer has left by itself; fires in server mode.
    """
    def __repr__(self, /) -> str: ...
    @property
    def remote_host(self, /) -> str:
        """
        The client's address as text, IPv6 without brackets.
        """
    @property
    def remote_port(self, /) -> int:
        """
        The client's port.
        """
    @property
    def uri(self, /) -> str:
        """
        The URI it observed, as in on_register.
        """
    @property
    def uri_host(self, /) -> str:
        """
        The host of that URI.
        """
    @property
    def uri_path(self, /) -> str:
        """
        The path of that URI, without a leading slash.
        """
    @property
    def uri_port(self, /) -> int:
        """
        The port of that URI.
        """
    @property
    def uri_query(self, /) -> str:
        """
        The query of that URI, without a question mark.
        """

@final
class Exchange:
    """
    An exchange or observation of a client.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class Inquiry:
    """
    A request that a server has to answer.

    Its parts become Python objects when they are asked for.
    """
    @property
    def code(self, /) -> int: ...
    @property
    def observe(self, /) -> int | None:
        """
        The value of its Observe option: 0 to register, 1 to deregister, or None.
        """
    @property
    def options(self, /) -> list[tuple[Any, ...]]: ...
    @property
    def path(self, /) -> str:
        """
        The path, decoded, with a slash in front of each segment.
        """
    @property
    def payload(self, /) -> bytes: ...
    @property
    def peer(self, /) -> tuple[str, int]:
        """
        The address and port of the client.
        """

@final
class Machine:
    """
    A bound UDP socket and the protocol machine behind it.
    """
    def __new__(cls, /, host: str, port: SupportsIndex, serves: bool, groups: Sequence[str], leisure: SupportsFloat | SupportsIndex) -> Machine:
        """
        Binds a socket to a numeric address; a client takes no requests. A server joins groups, whose discovery it
        answers within so many seconds.
        """
    def cancel(self, /, exchange: Exchange) -> bool:
        """
        Forgets an exchange; whether it was open.
        """
    def deregister(self, /, exchange: Exchange) -> Exchange:
        """
        Ends an observation by a GET with Observe 1; returns the exchange of that GET.
        """
    def fileno(self, /) -> int: ...
    def flush(self, /) -> None:
        """
        Sends what is there to send.
        """
    def joined(self, /) -> list[tuple[str, list[str]]]:
        """
        The groups that were joined: the address of each, and the names of the interfaces.
        """
    def local(self, /) -> tuple[str, int]: ...
    def notify(self, /, resource: SupportsIndex, content: tuple[SupportsIndex, Sequence[tuple[SupportsIndex, bytes | bytearray]], bytes | bytearray]) -> int:
        """
        Tells all observers of a resource its new state; returns how many there were.
        """
    def observers(self, /, resource: SupportsIndex) -> int: ...
    def ping(self, /, to: tuple[str, SupportsIndex]) -> Exchange: ...
    def request(self, /, to: tuple[str, SupportsIndex], content: tuple[SupportsIndex, Sequence[tuple[SupportsIndex, bytes | bytearray]], bytes | bytearray], confirmable: bool, observe: bool) -> Exchange:
        """
        Sends a request; with `observe` it registers as an observer.
        """
    def respond(self, /, inquiry: Inquiry, content: tuple[SupportsIndex, Sequence[tuple[SupportsIndex, bytes | bytearray]], bytes | bytearray], resource: SupportsIndex | None = None) -> None:
        """
        Answers a request; with a resource, and if it asked for it, its sender becomes an observer of that.

        The response leaves with the next `flush`, or when it has waited for long.
        """
    def time_left(self, /) -> float | None:
        """
        In how many seconds `turn` has something to do; None if only traffic brings it work.
        """
    def turn(self, /) -> list[tuple[Any, ...]]:
        """
        Receives what is there, does what fell due, sends what comes of it, and returns the events: tuples that begin
        with their kind, and requests as they are.
        """

def parse_links(text: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """
    Reads link format (RFC 6690): the target and the attributes of each link.
    """

def parse_uri(text: str) -> tuple[str, int, bool, list[tuple[int, bytes]]]:
    """
    Reads a URI: its host, its port, whether it is coaps, and the options that name its resource.
    """

def write_links(links: Sequence[tuple[str, Sequence[tuple[str, str | None]]]], query: Sequence[str]) -> str:
    """
    Writes links that all the query arguments fit, in link format (RFC 6690).
    """
