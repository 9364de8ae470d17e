"""The method config and the settings, and what the settings do to the socket."""

from __future__ import annotations

import re
import socket
import sys
import time
import tomllib
from pathlib import Path

import pytest

import coapt
import support
from coapt import CoAP
from support import CON, RST, Events, Message, Raw, pump, raises

CONTRACT = tomllib.loads((Path(__file__).parents[3] / "tests/contract/coap-class.toml").read_text())
DEFAULTS = {
    "CaptureIPPacketInfo": "False", "DelayHostResolution": "False", "DestinationAddress": "",
    "DontFragment": "False", "LocalHost": "", "LocalPort": "0", "MaxPacketSize": "65535",
    "QOSDSCPValue": "0", "QOSTrafficType": "0", "ShareLocalPort": "False", "SourceIPAddress": "",
    "SourceMacAddress": "", "UseConnection": "False", "UseIPv6": "False", "AbsoluteTimeout": "False",
    "FirewallData": "", "InBufferSize": "0", "OutBufferSize": "0", "CodePage": "65001",
    "MaskSensitive": "True", "ProcessIdleEvents": "True", "SelectWaitMillis": "20",
    "UseInternalSecurityAPI": str(sys.platform != "win32"), "LogLevel": "1", "RecognizedOptions": "",
    "NStart": "1", "AckTimeout": "2000", "AckRandomFactor": "1.5", "MaxRetransmit": "4",
}  # fmt: skip


# contract: config.CaptureIPPacketInfo.b1, config.DelayHostResolution.b1, config.DontFragment.b1
# contract: config.LocalPort.b2, config.MaxPacketSize.b1, config.QOSDSCPValue.b1
# contract: config.ShareLocalPort.b1, config.UseConnection.b1, config.UseIPv6.b1
# contract: config.AbsoluteTimeout.b1, config.CodePage.b1, config.MaskSensitive.b1
# contract: config.ProcessIdleEvents.b1, config.SelectWaitMillis.b1
# contract: config.UseInternalSecurityAPI.b1, config.DestinationAddress.b1
# contract: mentioned.LogLevel.b1, method.config.b2, method.config.b4, D49
def test_settings_have_their_defaults() -> None:
    made = CoAP()

    assert {name: made.config(name) for name in DEFAULTS} == DEFAULTS
    wanted = {row["name"] for row in CONTRACT["config"] + CONTRACT["extension"]}
    assert wanted <= {*DEFAULTS, "BuildInfo", "LicenseInfo"}


# contract: method.config.b1, method.config.b3, method.config.b4, method.config.b5
# contract: method.config.b6, method.config.b7, D47
def test_a_setting_is_written_and_read_by_name() -> None:
    made = CoAP()

    for text, value in (
        ("True", "True"), ("no", "False"), ("1", "True"), ("FALSE", "False"), ("yEs", "True"),
        ("0", "False"), ("true", "True"), ("NO", "False"),
    ):  # fmt: skip
        for name in ("UseIPv6", " useipv6 ", "USEIPV6"):
            assert made.config(f"{name}={text}") == ""
            assert made.config(name) == value
    assert made.config("SelectWaitMillis=007") == ""
    assert made.config("SelectWaitMillis") == "7"
    made.config("FirewallData=a=b=c")
    assert made.config("FirewallData") == "a=b=c"


WRONG = [
    "NoSuchSetting=1", "NoSuchSetting", "", "=1", "=", "==", "\0=1", "UseIPv6=maybe", "UseIPv6=",
    "UseIPv6=2", "UseIPv6=truе", "QOSDSCPValue=64", "QOSDSCPValue=-1", "QOSTrafficType=6",
    "QOSTrafficType=Fast", "SelectWaitMillis=-1", "SelectWaitMillis=x", "LogLevel=4", "LogLevel=-1",
    "LogLevel=", "LogLevel=2=3", "LogLevel=0x1", "DestinationAddress=1.2.3.4", "BuildInfo=x",
    "LicenseInfo=x", "CodePage=1", "CodePage=x", "CodePage=2", "RecognizedOptions=x",
    "RecognizedOptions=1,,2", "RecognizedOptions=65536", "RecognizedOptions=-1",
    "RecognizedOptions=**", "RecognizedOptions=1;2", "NStart=0", "NStart=256", "MaxPacketSize=0",
    "MaxPacketSize=65536", "MaxPacketSize=+5", "MaxPacketSize=5.0", "MaxPacketSize=٥",
    "SourceIPAddress=nowhere", "SourceIPAddress=127.0.0.1:80", "SourceMacAddress=1:2:3",
    "SourceMacAddress=0011223344556", "SourceMacAddress=02:c0:a9-70-01-02", "InBufferSize=-1",
    "OutBufferSize=big", "LocalPort=65536", "LocalPort=x", "LocalPort=99999999999999999999",
    "AckTimeout=0", "AckRandomFactor=0.9", "AckRandomFactor=NaN", "MaxRetransmit=21",
]  # fmt: skip


# contract: method.config.b8, error.10022.b1, config.QOSDSCPValue.b2, config.SelectWaitMillis.b4
# contract: mentioned.LogLevel.b3, config.DestinationAddress.b2, config.BuildInfo.b2
# contract: config.LicenseInfo.b2, config.CodePage.b3, extension.RecognizedOptions.b3
# contract: extension.NStart.b1, D12, D47, D62, D73
@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_used_is_refused_and_changes_nothing(text: str) -> None:
    made = CoAP()

    with raises(10022):
        made.config(text)

    assert {name: made.config(name) for name in DEFAULTS} == DEFAULTS


def test_a_setting_is_a_text() -> None:
    for wrong in (None, 5, b"LogLevel", ["LogLevel"]):
        with pytest.raises(TypeError):
            CoAP().config(wrong)  # type: ignore[arg-type]


# contract: method.config.b9, config.DelayHostResolution.b3, config.FirewallData.b1
# contract: config.AbsoluteTimeout.b2, config.ProcessIdleEvents.b2
# contract: config.UseInternalSecurityAPI.b2, config.DelayHostResolution.b2, D48
def test_stored_settings_are_kept_and_change_nothing(client: CoAP, raw: Raw) -> None:
    events = Events(client)
    for name, value in (
        ("DelayHostResolution", "True"), ("AbsoluteTimeout", "True"), ("FirewallData", "X-Header: 1"),
        ("ProcessIdleEvents", "False"), ("UseInternalSecurityAPI", "False"),
    ):  # fmt: skip
        client.config(f"{name}={value}")
        assert client.config(name) == value

    client.get(f"coap://localhost:{raw.port}/x")
    got = raw.next(client)
    raw.answer(got, got.reply("2.05"))

    pump(client, until=lambda: events.completions == [0])
    assert got.option(3) == b"localhost"


# contract: config.BuildInfo.b1, config.LicenseInfo.b1, D64
def test_information_settings_are_texts() -> None:
    made = CoAP()

    assert re.search(r"coapt.*\d+\.\d+\.\d+", made.config("BuildInfo"))
    labels = [line.split(": ")[0] for line in made.config("LicenseInfo").splitlines()]
    assert labels == ["Product", "Product Key", "License Source", "License Type", "Last Valid Build"]


# contract: config.QOSTrafficType.b1, config.QOSTrafficType.b2
def test_traffic_types_have_numbers_and_names() -> None:
    made = CoAP()

    for number, name in enumerate(
        ["BestEffort", "Background", "ExcellentEffort", "AudioVideo", "Voice", "Control"]
    ):
        for value in (name, name.lower(), number):
            made.config("QOSTrafficType=0")
            made.config(f"QOSTrafficType={value}")
            assert made.config("QOSTrafficType") == str(number)


# contract: config.CodePage.b3, D51
def test_every_listed_code_page_is_accepted_and_converts_or_says_that_it_cannot() -> None:
    made = CoAP()
    without_conversion = []
    listed = {key: [row["identifier"] for row in CONTRACT["const"][key]] for key in CODE_PAGES}
    assert [len(listed[key]) for key in CODE_PAGES] == [150, 24]

    for identifier in listed["code_page"]:
        made.config(f"CodePage={identifier}")
        assert made.config("CodePage") == identifier
        made.request_data = b"old"
        try:
            made.request_data = "7"
            assert made.request_data != b"old"
        except coapt.CoAPError as error:
            assert (error.code, made.request_data) == (10022, b"old")
            without_conversion.append(identifier.lstrip("0"))
    assert without_conversion == ["709", "710", "50936"]

    for identifier in set(listed["code_page_mac"]) - set(listed["code_page"]):
        if sys.platform == "darwin":
            made.config(f"CodePage={identifier}")
        else:
            with raises(10022):
                made.config(f"CodePage={identifier}")


CODE_PAGES = ("code_page", "code_page_mac")


# contract: config.CodePage.b4, D51
def test_uris_and_string_options_are_utf_8_whatever_the_code_page(client: CoAP, raw: Raw) -> None:
    client.config("CodePage=28591")
    support.set_records(client, "request", [(15, 0, "ü")])

    client.get(raw.uri("é"))

    got = raw.next(client)
    assert (got.option(11), got.option(15)) == ("é".encode(), "ü".encode())


# contract: extension.RecognizedOptions.b2, D73
def test_recognized_options_read_back_in_order() -> None:
    made = CoAP()

    for text, value in (("9, 2049,7,9", "7,9,2049"), ("*", "*"), ("65535", "65535"), ("", "")):
        made.config(f"RecognizedOptions={text}")
        assert made.config("RecognizedOptions") == value


# contract: config.CaptureIPPacketInfo.b2, config.DestinationAddress.b1
def test_the_destination_of_the_last_datagram_is_captured_on_demand(client: CoAP, raw: Raw) -> None:
    server = support.coap()
    server.config("CaptureIPPacketInfo=True")
    server.response_code = "2.05"
    server.start_listening()
    assert server.config("DestinationAddress") == ""

    raw.send(Message(CON, "0.01", 1), ("127.0.0.5", server.local_port))
    got = raw.next(server)

    assert got.sender is not None and got.sender[0] == "127.0.0.5"
    assert server.config("DestinationAddress") == "127.0.0.5"
    server.config("CaptureIPPacketInfo=False")
    assert server.config("DestinationAddress") == ""
    server.shutdown()

    client.config("CaptureIPPacketInfo=True")
    client.get(raw.uri())
    got = raw.next(client)
    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: client.pending_request_count == 0)
    assert client.config("DestinationAddress") == "127.0.0.1"


# contract: config.MaxPacketSize.b2, config.MaxPacketSize.b3, D55
def test_a_longer_datagram_than_allowed_is_malformed(raw: Raw) -> None:
    server = support.coap()
    events = Events(server)
    server.config("MaxPacketSize=64")
    server.response_code = "2.05"
    server.start_listening()

    raw.send(Message(CON, "0.02", 1, payload=bytes(100)), server)
    pump(server, until=lambda: events.errors == [703])
    assert events.requests == 0
    assert raw.next(server).type == RST
    assert raw.ask(Message(CON, "0.02", 2, payload=bytes(50)), server).code == "2.05"
    server.shutdown()


# contract: config.ShareLocalPort.b2, config.ShareLocalPort.b3, config.ShareLocalPort.b4
# contract: error.10048.b1, prop.listening.b6, method.start_listening.b4
def test_a_port_is_shared_only_on_request() -> None:
    first, second = support.coap(), support.coap()
    first.config("ShareLocalPort=True")
    first.start_listening()
    second.local_port = first.local_port

    with raises(10048):
        second.start_listening()
    with raises(10048):
        second.listening = True
    assert not second.listening
    second.config("ShareLocalPort=True")
    second.start_listening()
    assert second.local_port == first.local_port
    assert second.config("ShareLocalPort=False") == ""
    assert second.listening
    first.shutdown()
    second.shutdown()


# contract: config.UseConnection.b2, error.117.b1, config.UseConnection.b4, D11
def test_a_connected_socket_sees_its_peer_only(client: CoAP, server: CoAP, raw: Raw) -> None:
    with raises(117):
        server.config("UseConnection=True")
    assert server.config("UseConnection") == "False"
    stranger = Raw()
    events = Events(client)
    client.config("UseConnection=True")
    client.get(raw.uri())
    got = raw.next(client)

    with raises(117):
        client.config("UseConnection=False")
    stranger.answer(got, Message(CON, "0.00", 9))
    stranger.expect_silence(client)
    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: events.completions == [0])
    client.get(stranger.uri())
    stranger.next(client)


# contract: config.UseIPv6.b2, config.UseIPv6.b3, config.UseIPv6.b4, error.10047.b1, D39, D66, D87
def test_one_family_at_a_time(client: CoAP) -> None:
    server = support.coap()
    server.config("UseIPv6=True")
    server.response_code = "2.05"
    hosts: list[tuple[str, str]] = []
    server.on_request = lambda event: hosts.append((event.uri_host, event.remote_host))
    server.start_listening()
    events = Events(client)
    there = f"coap://[::1]:{server.local_port}/x"

    with raises(10047):
        client.get(there)
    client.config("UseIPv6=True")
    with raises(10047):
        client.get("coap://127.0.0.1/x")
    client.get(there)
    assert client.get_pending_request_remote_host(0) == "::1"
    pump(client, server, until=lambda: events.completions == [0])
    assert hosts == [("::1", "::1")]
    server.shutdown()


# contract: config.SelectWaitMillis.b2, config.SelectWaitMillis.b3, method.do_events.b2
# contract: method.do_events.b4, D63
def test_the_pump_waits_as_long_as_it_is_told(server: CoAP) -> None:
    for made in (CoAP(), server):
        made.config("SelectWaitMillis=60")
        start = time.monotonic()
        made.do_events()
        assert 0.05 <= time.monotonic() - start < 2
        made.config("SelectWaitMillis=0")
        start = time.monotonic()
        for _ in range(10):
            made.do_events()
        assert time.monotonic() - start < 0.05


# contract: config.SourceIPAddress.b1, D86
def test_a_source_address_is_used_and_must_be_ours(client: CoAP, server: CoAP) -> None:
    raw = Raw("0.0.0.0")
    client.config("SourceIPAddress=127.0.0.9")
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None and got.sender[0] == "127.0.0.9"
    raw.answer(got, got.reply("2.05"))
    pump(client, until=lambda: client.pending_request_count == 0)

    client.config("SourceIPAddress=192.0.2.77")
    with raises(10049):
        client.get(raw.uri())
    assert client.pending_request_count == 0
    client.config("SourceIPAddress=")
    client.get(raw.uri())
    got = raw.next(client)
    assert got.sender is not None and got.sender[0] == "127.0.0.1"

    server.stop_listening()
    events = Events(server)
    server.config("SourceIPAddress=192.0.2.77")
    server.start_listening()
    raw.send(Message(CON, "0.01", 1), server)
    pump(server, until=lambda: events.responses)
    assert (events.errors, events.responses) == ([10049], [10049])


# contract: config.InBufferSize.b1, config.InBufferSize.b2, config.InBufferSize.b3
# contract: config.OutBufferSize.b1, config.OutBufferSize.b2, config.OutBufferSize.b3
@pytest.mark.parametrize("name", ["InBufferSize", "OutBufferSize"])
def test_buffers_are_asked_for_and_read_as_they_are(name: str) -> None:
    small, large = support.coap(), support.coap()
    small.config(f"{name}=20000")
    large.config(f"{name}=2000000000")
    assert small.config(name) == "20000"
    small.start_listening()
    large.start_listening()

    assert 20_000 <= int(small.config(name)) < 100_000
    assert 100_000 <= int(large.config(name)) < 2_000_000_000
    small.stop_listening()
    assert small.config(name) == "20000"
    large.shutdown()


# contract: error.10049.b1, error.11001.b1, prop.listening.b6, method.start_listening.b4, D39
def test_the_system_and_the_resolver_are_heard() -> None:
    made = support.coap()
    made.local_host = "192.0.2.1"
    with raises(10049):
        made.start_listening()
    for host in ("a\0b", "no such host", "999.1.1.1"):
        made.local_host = host
        with raises(11001):
            made.start_listening()
    assert not made.listening
    made.local_host = ""

    with raises(11001):
        made.get("coap://no-such-host.invalid/x")


# contract: extension.NStart.b1, D71
@pytest.mark.parametrize("nstart", [1, 3])
def test_as_many_requests_are_outstanding_as_nstart_says(nstart: int, client: CoAP, raw: Raw) -> None:
    events = Events(client)
    client.config(f"NStart={nstart}")
    for _ in range(5):
        client.get(raw.uri())
    assert client.pending_request_count == 5

    first = [raw.next(client) for _ in range(nstart)]
    assert raw.take() is None, "the others wait"
    raw.answer(first[0], first[0].reply("2.05"))
    raw.next(client)

    assert raw.take() is None, "one more goes out for one that has ended"
    assert (events.completions, client.pending_request_count) == ([0], 4)


def test_a_host_name_is_resolved_when_a_request_is_sent(client: CoAP, raw: Raw) -> None:
    client.get(f"coap://localhost:{raw.port}/x")

    assert client.get_pending_request_remote_host(0) == "127.0.0.1"
    assert socket.gethostbyname("localhost") == "127.0.0.1"
