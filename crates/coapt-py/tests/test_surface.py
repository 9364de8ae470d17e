"""The Python form of the class: names, types, keywords, errors."""

from __future__ import annotations

import gc
import inspect
import pickle
import threading
import tomllib
import weakref
from pathlib import Path
from typing import Any

import pytest

import coapt
from coapt import CoAP, CoAPError
from support import CON, Message, Raw, pump

CONTRACT = tomllib.loads((Path(__file__).parents[3] / "tests/contract/coap-class.toml").read_text())
PLAIN = [row for row in CONTRACT["property"] if not row.get("indexed")]
INDEXED = [row for row in CONTRACT["property"] if row.get("indexed")]
HOOKS = [row["hook"] for row in CONTRACT["event"]]


def writable(row: dict[str, Any]) -> bool:
    return bool(row["access"] == "read-write")


# contract: python.r1
@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row["name"])
def test_a_plain_property_exists_three_times(row: dict[str, Any]) -> None:
    coap, name = CoAP(), row["name"]

    value = getattr(coap, name)

    assert getattr(coap, f"get_{name}")() == value
    assert hasattr(coap, f"set_{name}") == writable(row)
    if writable(row):
        setattr(coap, name, value)
        getattr(coap, f"set_{name}")(value)
        assert getattr(coap, name) == value
    else:
        with pytest.raises(AttributeError):
            setattr(coap, name, value)


# contract: python.r2, python.r3
@pytest.mark.parametrize("row", INDEXED, ids=lambda row: row["name"])
def test_an_indexed_property_has_methods_only(row: dict[str, Any]) -> None:
    coap, name = CoAP(), row["name"]
    index = "pending_request_index"
    if "option" in name:
        index = name.split("_option")[0] + "_option_index"
        setattr(coap, name.split("_option")[0] + "_option_count", 1)

    assert not hasattr(coap, name)
    assert hasattr(coap, f"set_{name}") == writable(row)
    if "option" in name:
        value = getattr(coap, f"get_{name}")(**{index: 0})
        if writable(row):
            getattr(coap, f"set_{name}")(**{index: 0}, value=value)
    with pytest.raises(CoAPError):
        getattr(coap, f"get_{name}")(**{index: 5})


# contract: python.r3
def test_parameter_names_work_as_keywords() -> None:
    names = {
        "get": ["uri"], "post": ["uri"], "put": ["uri"], "delete": ["uri"],
        "send_custom_request": ["uri", "method"], "start_observing": ["uri"], "stop_observing": ["uri"],
        "send_response": ["request_id"], "cancel_request": ["request_id"], "send_notification": ["uri"],
        "config": ["configuration_string"],
    }  # fmt: skip

    for method, parameters in names.items():
        signature = inspect.signature(getattr(CoAP, method))
        assert list(signature.parameters)[1:] == parameters, method

    assert CoAP().config(configuration_string="LogLevel") == "1"


# contract: python.r4, python.r5
@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_an_attribute(hook: str) -> None:
    coap = CoAP()
    assert getattr(coap, hook) is None

    setattr(coap, hook, print)
    assert getattr(coap, hook) is print
    setattr(coap, hook, None)
    assert getattr(coap, hook) is None

    for wrong in (5, "name", object()):
        with pytest.raises(TypeError):
            setattr(coap, hook, wrong)
    assert getattr(coap, hook) is None


# contract: python.r6
def test_parameters_are_attributes_and_only_settable_ones_can_be_assigned(
    server: CoAP, raw: Raw
) -> None:
    seen: list[coapt.CoAPRequestEventParams] = []
    refused: list[str] = []

    def requested(event: coapt.CoAPRequestEventParams) -> None:
        seen.append(event)
        for name in ("method", "uri_path", "token", "request_id", "remote_port"):
            try:
                setattr(event, name, getattr(event, name))
            except AttributeError:
                refused.append(name)
        event.send_response = False

    server.on_request = requested
    raw.send(Message(CON, "0.01", 7, b"tok", [(11, b"a"), (11, b"b")]), server)
    pump(server, until=lambda: seen)

    event = seen[0]
    assert (event.method, event.uri_path, event.uri_query, event.token) == (1, "a/b", "", b"tok")
    assert (event.remote_host, event.remote_port) == ("127.0.0.1", raw.port)
    assert refused == ["method", "uri_path", "token", "request_id", "remote_port"]
    assert event.send_response is False and server.pending_request_count == 1
    assert "uri_path='a/b'" in repr(event).replace('"', "'")


# contract: python.r7
@pytest.mark.parametrize("row", [row for row in PLAIN if writable(row)], ids=lambda row: row["name"])
def test_a_wrong_type_raises_type_error_and_changes_nothing(row: dict[str, Any]) -> None:
    coap, name = CoAP(), row["name"]
    before = getattr(coap, name)

    for wrong in (None, object(), [], 1.5):
        with pytest.raises(TypeError):
            setattr(coap, name, wrong)

    assert getattr(coap, name) == before


def test_numbers_beyond_32_bits_are_out_of_range() -> None:
    coap = CoAP()

    for value in (2**40, -(2**70)):
        with pytest.raises(CoAPError) as failed:
            coap.local_port = value
        assert failed.value.code == 10022


# contract: python.r8
def test_bytes_properties_take_bytes_like_values_and_text() -> None:
    coap = CoAP()

    for value in (b"abc", bytearray(b"abc"), memoryview(b"abc"), "abc"):
        coap.request_data = value
        coap.request_e_tag = value
        assert (coap.request_data, coap.request_e_tag) == (b"abc", b"abc")
        assert type(coap.request_data) is bytes


# contract: mentioned.content_format_empty_string.b1
def test_a_content_format_is_a_number() -> None:
    coap = CoAP()

    for name in ("request_content_format", "response_content_format"):
        with pytest.raises(TypeError):
            setattr(coap, name, "")
        assert getattr(coap, name) == -1


def test_all_names_of_the_contract_are_exported() -> None:
    assert set(CONTRACT["python"]["exports"]) == set(coapt.__all__)


# contract: python.r9
def test_other_threads_run_while_a_call_waits(raw: Raw) -> None:
    coap = CoAP()
    coap.timeout = 20
    results: list[str] = []
    waiting = threading.Thread(target=lambda: results.append(coap.get(raw.uri())))
    waiting.start()
    raw.socket.setblocking(True)
    raw.socket.settimeout(20)
    request = Message.decode(*raw.socket.recvfrom(2000))

    # The object can be used meanwhile, too.
    assert coap.pending_request_count == 0
    raw.answer(request, request.reply("2.05", b"late"))
    waiting.join(20)

    assert results == [""] and coap.response_data == b"late"


def test_a_call_that_waits_can_be_ended_from_another_thread(raw: Raw) -> None:
    coap = CoAP()
    coap.timeout = 20
    codes: list[int] = []

    def ask() -> None:
        with pytest.raises(CoAPError) as failed:
            coap.get(raw.uri())
        codes.append(failed.value.code)

    waiting = threading.Thread(target=ask)
    waiting.start()
    raw.socket.setblocking(True)
    raw.socket.settimeout(20)
    raw.socket.recvfrom(2000)
    coap.reset()
    waiting.join(20)

    assert codes == [711]


# contract: python.r10
def test_an_index_out_of_range_is_both_errors() -> None:
    coap = CoAP()
    coap.request_option_count = 1

    for call, code in ((coap.get_request_option_number, 701), (coap.get_pending_request_id, 706)):
        for index in (-1, 1, 2**50):
            with pytest.raises(IndexError) as failed:
                call(index)
            assert isinstance(failed.value, CoAPError)
            assert failed.value.code == code
    with pytest.raises(CoAPError) as failed_value:
        coap.set_request_option_number(0, -1)
    assert not isinstance(failed_value.value, IndexError)


def test_errors_tell_code_and_message_and_can_be_pickled() -> None:
    with pytest.raises(CoAPError) as failed:
        CoAP().get("http://127.0.0.1/")

    error = failed.value
    assert (error.code, str(error)) == (700, f"700: {error.message}")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.message) == (error.code, error.message)


def test_an_exception_of_a_handler_comes_out_as_it_is(server: CoAP, raw: Raw) -> None:
    def requested(event: coapt.CoAPRequestEventParams) -> None:
        raise LookupError("mine")

    server.on_request = requested
    raw.send(Message(CON, "0.01", 7), server)

    with pytest.raises(LookupError, match="mine"):
        pump(server, until=lambda: False)
    assert raw.next(server).code == "5.00"


def test_objects_that_their_handlers_refer_to_are_collected() -> None:
    coap = CoAP()
    coap.on_request = lambda event: coap.reset()
    gone = weakref.ref(coap)

    del coap
    gc.collect()

    assert gone() is None


def test_the_object_is_a_context_that_shuts_down() -> None:
    with CoAP() as coap:
        coap.start_listening()
        assert coap.listening

    assert not coap.listening
    assert repr(coap) == "<CoAP client, local_port 0, 0 pending>"


@pytest.mark.parametrize("name", [n for n in dir(CoAP) if not n.startswith("_")])
def test_every_member_has_words(name: str) -> None:
    assert inspect.getdoc(getattr(CoAP, name))
