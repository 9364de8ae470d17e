"""The plain properties and the option records: defaults, ranges, and what stays after a refusal."""

from __future__ import annotations

import socket

import pytest

import support
from coapt import CoAP, CoAPError
from support import CON, RST, Events, Message, Raw, pump, raises

DEFAULTS = {
    "listening": False,
    "local_host": "",
    "local_port": 0,
    "timeout": 60,
    "use_confirmable_messages": True,
    "pending_request_count": 0,
    "request_content_format": -1,
    "request_data": b"",
    "request_e_tag": b"",
    "request_option_count": 0,
    "response_code": "",
    "response_content_format": -1,
    "response_data": b"",
    "response_e_tag": b"",
    "response_option_count": 0,
}
OUT_OF_RANGE = (2**31 - 1, -(2**31), 2**40, -(2**70))


def defaults_of(made: CoAP) -> dict[str, object]:
    return {name: getattr(made, name) for name in DEFAULTS}


# contract: prop.listening.b1, prop.local_host.b1, prop.local_port.b1, prop.timeout.b1
# contract: prop.use_confirmable_messages.b1, prop.pending_request_count.b1
# contract: prop.request_content_format.b1, prop.request_data.b1, prop.request_e_tag.b1
# contract: prop.request_option_count.b1, prop.response_option_count.b1, prop.response_code.b1
# contract: prop.response_content_format.b1, prop.response_data.b1, prop.response_e_tag.b1
def test_a_new_object_has_all_defaults() -> None:
    made = CoAP()

    assert defaults_of(made) == DEFAULTS
    assert {name: type(value) for name, value in defaults_of(made).items()} == {
        name: type(value) for name, value in DEFAULTS.items()
    }
    assert not hasattr(made, "set_pending_request_count")


# contract: prop.timeout.b9, error.10022.b1, D12, D57
def test_a_timeout_that_is_negative_or_too_large_is_refused() -> None:
    made = CoAP()
    made.timeout = 7

    for seconds in (-1, -(2**31), -(2**70), 2**31, 2**70):
        with raises(10022):
            made.timeout = seconds
    assert made.timeout == 7
    made.timeout = 0
    assert made.get_timeout() == 0


# contract: error.10022.b1, D12
def test_a_port_out_of_range_is_refused() -> None:
    made = CoAP()
    made.local_port = 5683

    for port in (-1, 65536, *OUT_OF_RANGE):
        with raises(10022):
            made.local_port = port
        with raises(10022):
            made.set_local_port(port)
    assert made.local_port == 5683


# contract: prop.request_content_format.b8, prop.response_content_format.b7, error.701.b1, D14
@pytest.mark.parametrize("name", ["request_content_format", "response_content_format"])
def test_a_content_format_is_minus_one_or_a_16_bit_number(name: str) -> None:
    made = CoAP()

    for value in (-1, 0, 50, 65535):
        setattr(made, name, value)
        assert getattr(made, name) == value
    for value in (-2, 65536, *OUT_OF_RANGE):
        with raises(701):
            setattr(made, name, value)
    assert getattr(made, name) == 65535


# contract: prop.request_e_tag.b5, prop.response_e_tag.b5, D14
@pytest.mark.parametrize("name", ["request_e_tag", "response_e_tag"])
def test_an_etag_has_at_most_eight_bytes(name: str) -> None:
    made = CoAP()
    setattr(made, name, b"12345678")

    for value in (b"123456789", "123456789", bytes(9)):
        with raises(701):
            setattr(made, name, value)
    assert getattr(made, name) == b"12345678"


# contract: prop.request_data.b2, prop.request_data.b3, prop.response_data.b2, prop.response_data.b3
# contract: prop.request_e_tag.b6, prop.response_e_tag.b6, config.CodePage.b2, D50
@pytest.mark.parametrize("name", ["request_data", "response_data", "request_e_tag", "response_e_tag"])
def test_text_is_encoded_with_the_code_page_and_read_back_as_bytes(name: str) -> None:
    made = CoAP()

    setattr(made, name, "é")
    assert getattr(made, name) == "é".encode()
    made.config("CodePage=28591")
    setattr(made, name, "é")
    assert getattr(made, name) == b"\xe9"
    for value in (b"\0\xff", bytearray(b"\0\xff"), memoryview(b"\0\xff")):
        setattr(made, name, value)
        assert getattr(made, name) == b"\0\xff"
        assert type(getattr(made, name)) is bytes


# contract: D51
def test_text_that_the_code_page_lacks_is_refused() -> None:
    made = CoAP()
    made.request_data = "old"
    made.config("CodePage=20127")

    with raises(10022):
        made.request_data = "é"
    with raises(10022):
        made.response_e_tag = "é"
    assert made.request_data == b"old"


# contract: prop.response_code.b4, prop.response_code.b5, prop.response_code.b6, error.707.b1, D13
def test_a_response_code_is_c_dd_or_empty() -> None:
    made = CoAP()

    for text in ("2.05", "4.04", "7.31", "2.00", "6.01", "3.00", "5.31"):
        made.response_code = text
        assert made.response_code == text
    for text in (
        "2.5", "1.00", "2.32", "8.00", "205", "OK", "0.01", " 2.05", "2.05 ", "2,05", "٢.05", "2.05\0",
    ):  # fmt: skip
        with raises(707):
            made.response_code = text
        assert made.response_code == "5.31"
    made.response_code = ""
    assert made.response_code == ""


# contract: prop.response_option_count.b2, prop.request_option_count.b2
# contract: prop.request_option_count.b3, prop.response_option_count.b3
# contract: prop.request_option_count.b4, prop.response_option_count.b4, D15
@pytest.mark.parametrize("which", ["request", "response"])
def test_a_count_grows_by_default_records_and_shrinks_at_the_end(which: str) -> None:
    made = CoAP()
    support.set_records(made, which, [(8, 0, "first"), (8, 0, "second")])
    count, value = f"{which}_option_count", getattr(made, f"get_{which}_option_value")

    setattr(made, count, 3)
    assert [value(0), value(1), value(2)] == ["first", "second", ""]
    setattr(made, count, 1)
    setattr(made, count, 2)
    assert [value(0), value(1)] == ["first", ""]
    for index in (2, -1):
        with raises(701):
            value(index)
    for wrong in (-1, -(2**40)):
        with raises(701):
            setattr(made, count, wrong)
    assert getattr(made, count) == 2
    setattr(made, count, 0)
    with raises(701):
        value(0)


# contract: prop.request_option_critical.b1, prop.request_option_critical.b2
# contract: prop.request_option_critical.b3, prop.request_option_critical.b4
# contract: prop.request_option_critical.b5, prop.request_option_unsafe.b1
# contract: prop.request_option_unsafe.b2, prop.request_option_unsafe.b3
# contract: prop.request_option_unsafe.b4, prop.request_option_unsafe.b5
# contract: prop.request_option_no_cache_key.b1, prop.request_option_no_cache_key.b2
# contract: prop.request_option_no_cache_key.b3, prop.request_option_no_cache_key.b4
# contract: prop.request_option_no_cache_key.b5, prop.request_option_number.b1
# contract: prop.request_option_number.b2, prop.request_option_number.b3
# contract: prop.request_option_number.b4, prop.request_option_number.b5
# contract: prop.request_option_number.b6, prop.request_option_value.b1
# contract: prop.request_option_value_type.b1, prop.request_option_value_type.b2
# contract: prop.request_option_value_type.b3, prop.request_option_value_type.b4
# contract: prop.response_option_critical.b1, prop.response_option_critical.b2
# contract: prop.response_option_critical.b3, prop.response_option_critical.b4
# contract: prop.response_option_critical.b5, prop.response_option_unsafe.b1
# contract: prop.response_option_unsafe.b2, prop.response_option_unsafe.b3
# contract: prop.response_option_unsafe.b4, prop.response_option_unsafe.b5
# contract: prop.response_option_no_cache_key.b1, prop.response_option_no_cache_key.b2
# contract: prop.response_option_no_cache_key.b3, prop.response_option_no_cache_key.b4
# contract: prop.response_option_no_cache_key.b5, prop.response_option_number.b1
# contract: prop.response_option_number.b2, prop.response_option_number.b3
# contract: prop.response_option_number.b4, prop.response_option_number.b5
# contract: prop.response_option_number.b6, prop.response_option_value.b1
# contract: prop.response_option_value_type.b1, prop.response_option_value_type.b2
# contract: prop.response_option_value_type.b3, prop.response_option_value_type.b4, D12, D14, D19
@pytest.mark.parametrize("which", ["request", "response"])
def test_option_records_know_their_numbers(which: str) -> None:
    made = CoAP()
    setattr(made, f"{which}_option_count", 1)
    parts = ("number", "value", "value_type", "critical", "unsafe", "no_cache_key")
    get = {part: getattr(made, f"get_{which}_option_{part}") for part in parts}
    put = {part: getattr(made, f"set_{which}_option_{part}") for part in parts[:3]}
    index = f"{which}_option_index"
    assert [get[part](**{index: 0}) for part in parts] == [0, "", 0, False, False, False]
    for part in parts:
        assert not hasattr(made, f"{which}_option_{part}")
        assert hasattr(made, f"set_{which}_option_{part}") == (part in put)

    for number in range(65536):
        put["number"](0, number)
        shown = (get["number"](0), get["critical"](0), get["unsafe"](0), get["no_cache_key"](0))
        assert shown == (number, number & 1 == 1, number & 2 == 2, number & 0x1E == 0x1C)

    typed = {0: [3, 8, 11, 15, 20, 35, 39], 1: [6, 7, 12, 14, 17, 23, 27, 60], 2: [1, 4, 5]}
    for value_type, numbers in typed.items():
        for number in numbers:
            put["value_type"](0, (value_type + 1) % 3)
            put["number"](0, number)
            assert get["value_type"](0) == value_type
            put["value_type"](0, (value_type + 2) % 3)
            assert get["value_type"](0) == (value_type + 2) % 3
            put["number"](0, 2049)
            assert get["value_type"](0) == (value_type + 2) % 3

    kept = (get["number"](0), get["value_type"](0))
    for part, wrong in (("number", (-1, 65536, 2**31 - 1)), ("value_type", (-1, 3, 99))):
        for value in wrong:
            with raises(701):
                put[part](0, value)
    assert (get["number"](0), get["value_type"](0)) == kept

    for place in (-1, 1, *OUT_OF_RANGE):
        for part in parts:
            with pytest.raises(IndexError) as failed:
                get[part](place)
            assert isinstance(failed.value, CoAPError) and failed.value.code == 701
        for part, good in (("number", 1), ("value", ""), ("value_type", 1)):
            with pytest.raises(IndexError) as failed:
                put[part](place, good)
            assert isinstance(failed.value, CoAPError) and failed.value.code == 701


# contract: prop.local_host.b3, prop.local_host.b4, prop.local_host.b5, prop.local_port.b2
# contract: prop.local_port.b4, prop.local_port.b5, prop.local_port.b6, config.LocalHost.b1
# contract: config.LocalPort.b1, config.LocalPort.b2, error.106.b1, error.107.b1, D11, D61
def test_the_local_address_is_fixed_while_the_object_listens() -> None:
    made = support.coap()
    assert made.config("LocalPort") == "0"
    made.local_host = "localhost"
    made.start_listening()
    port = made.local_port

    assert port > 0
    assert (made.local_host, made.config("LocalHost")) == ("127.0.0.1", "127.0.0.1")
    assert made.config("LocalPort") == str(port)
    with raises(106):
        made.local_port = 1
    with raises(106):
        made.config("LocalPort=1")
    with raises(107):
        made.local_host = ""
    with raises(107):
        made.config("LocalHost=")
    assert (made.local_host, made.local_port) == ("127.0.0.1", port)

    made.stop_listening()
    assert (made.local_port, made.local_host) == (0, "localhost")
    made.config("LocalHost=127.0.0.1")
    made.config("LocalPort=5683")
    assert (made.local_host, made.local_port) == ("127.0.0.1", 5683)
    assert made.config("LocalPort") == "5683"


# contract: prop.local_host.b3, D61
def test_an_active_object_without_a_chosen_host_names_the_machine(server: CoAP) -> None:
    assert server.local_host == socket.gethostname()


# contract: prop.local_host.b2
def test_an_assigned_address_is_where_requests_come_from_and_arrive(client: CoAP) -> None:
    raw = Raw("0.0.0.0")
    client.local_host = "127.0.0.3"
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None and got.sender[0] == "127.0.0.3"

    server = support.coap()
    server.local_host = "127.0.0.3"
    server.response_code = "2.05"
    server.start_listening()
    raw.send(Message(CON, "0.01", 1), ("127.0.0.1", server.local_port))
    raw.send(Message(CON, "0.01", 2), ("127.0.0.3", server.local_port))
    answer = raw.next(server)
    assert answer.mid == 2, "the other address is not listened on"
    server.shutdown()


# contract: prop.local_port.b3
def test_an_assigned_port_is_the_source_of_requests(client: CoAP, raw: Raw) -> None:
    other = Raw()
    other.socket.close()
    client.local_port = other.port

    client.get(raw.uri())

    got = raw.next(client)
    assert got.sender == ("127.0.0.1", other.port)
    assert client.local_port == other.port


# contract: D69, D11
def test_an_idle_client_socket_stays_until_a_setter_needs_it_gone(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None
    with raises(106):
        client.local_port = 1
    with raises(107):
        client.local_host = "127.0.0.1"
    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: events.completions == [0])

    assert client.local_port == got.sender[1]
    raw.answer(got, got.separate(CON, "2.05", 77))
    reset = raw.next(client)
    assert (reset.type, reset.mid) == (RST, 77)
    client.local_port = 0
    assert client.local_port == 0
    raw.answer(got, Message(CON, "0.00", 5))
    raw.expect_silence(client)


@pytest.mark.parametrize("name", [name for name, value in DEFAULTS.items() if isinstance(value, bool)])
def test_truth_values_take_0_and_1_and_nothing_else(name: str) -> None:
    made = CoAP()

    for value in (2, -1, "True", b"", None, 1.0, 2**70):
        with pytest.raises(TypeError, match="True or False"):
            setattr(made, name, value)
    assert getattr(made, name) == DEFAULTS[name]
    for value in (1, 0, True, False):
        setattr(made, name, value)
        assert getattr(made, name) is bool(value)
