//! The method `config` and the settings, and what the settings do to the socket.

use crate::support::{Events, Msg, RST, Raw, client, coap, pump, pump_both, server, uri};
use coapt::{CoAP, CoAPError};

fn code<T: std::fmt::Debug>(result: Result<T, CoAPError>) -> i32 {
    result.unwrap_err().code()
}

// contract: config.CaptureIPPacketInfo.b1, config.DelayHostResolution.b1, config.DontFragment.b1
// contract: config.LocalPort.b2, config.MaxPacketSize.b1, config.QOSDSCPValue.b1
// contract: config.ShareLocalPort.b1, config.UseConnection.b1, config.UseIPv6.b1
// contract: config.AbsoluteTimeout.b1, config.CodePage.b1, config.MaskSensitive.b1
// contract: config.ProcessIdleEvents.b1, config.SelectWaitMillis.b1
// contract: config.UseInternalSecurityAPI.b1, config.DestinationAddress.b1
// contract: mentioned.LogLevel.b1, method.config.b2, method.config.b4, D49
#[test]
fn settings_have_their_defaults() {
    let mut coap = CoAP::new();
    let defaults = [
        ("CaptureIPPacketInfo", "False"),
        ("DelayHostResolution", "False"),
        ("DestinationAddress", ""),
        ("DontFragment", "False"),
        ("LocalHost", ""),
        ("LocalPort", "0"),
        ("MaxPacketSize", "65535"),
        ("QOSDSCPValue", "0"),
        ("QOSTrafficType", "0"),
        ("ShareLocalPort", "False"),
        ("SourceIPAddress", ""),
        ("SourceMacAddress", ""),
        ("UseConnection", "False"),
        ("UseIPv6", "False"),
        ("AbsoluteTimeout", "False"),
        ("FirewallData", ""),
        ("InBufferSize", "0"),
        ("OutBufferSize", "0"),
        ("CodePage", "65001"),
        ("MaskSensitive", "True"),
        ("ProcessIdleEvents", "True"),
        ("SelectWaitMillis", "20"),
        ("UseInternalSecurityAPI", if cfg!(windows) { "False" } else { "True" }),
        ("LogLevel", "1"),
        ("RecognizedOptions", ""),
        ("NStart", "1"),
        ("AckTimeout", "2000"),
        ("AckRandomFactor", "1.5"),
        ("MaxRetransmit", "4"),
    ];

    for (name, value) in defaults {
        assert_eq!(coap.config(name).unwrap(), value, "{name}");
    }
}

// contract: method.config.b1, method.config.b3, method.config.b4, method.config.b5
// contract: method.config.b6, method.config.b7, D47
#[test]
fn a_setting_is_written_and_read_by_name() {
    let mut coap = CoAP::new();

    for (text, value) in [("True", "True"), ("no", "False"), ("1", "True"), ("FALSE", "False")] {
        assert_eq!(coap.config(&format!("UseIPv6={text}")).unwrap(), "");
        assert_eq!(coap.config("UseIPv6").unwrap(), value);
    }
    for (text, value) in [("yEs", "True"), ("0", "False"), ("true", "True"), ("NO", "False")] {
        assert_eq!(coap.config(&format!(" useipv6 ={text}")).unwrap(), "");
        assert_eq!(coap.config(" USEIPV6 ").unwrap(), value);
    }
    assert_eq!(coap.config("SelectWaitMillis=007").unwrap(), "");
    assert_eq!(coap.config("SelectWaitMillis").unwrap(), "7");
    coap.config("FirewallData=a=b=c").unwrap();
    assert_eq!(coap.config("FirewallData").unwrap(), "a=b=c");
}

// contract: method.config.b8, error.10022.b1, config.QOSDSCPValue.b2, config.SelectWaitMillis.b4
// contract: mentioned.LogLevel.b3, config.DestinationAddress.b2, config.BuildInfo.b2
// contract: config.LicenseInfo.b2, config.CodePage.b3, extension.RecognizedOptions.b3
// contract: extension.NStart.b1, D12, D47, D62, D73
#[test]
fn what_cannot_be_used_is_refused_and_changes_nothing() {
    let mut coap = CoAP::new();
    let wrong = [
        "NoSuchSetting=1",
        "NoSuchSetting",
        "",
        "=1",
        "UseIPv6=maybe",
        "UseIPv6=",
        "UseIPv6=2",
        "QOSDSCPValue=64",
        "QOSDSCPValue=-1",
        "QOSTrafficType=6",
        "QOSTrafficType=Fast",
        "SelectWaitMillis=-1",
        "SelectWaitMillis=x",
        "LogLevel=4",
        "LogLevel=-1",
        "DestinationAddress=1.2.3.4",
        "BuildInfo=x",
        "LicenseInfo=x",
        "CodePage=1",
        "CodePage=x",
        "CodePage=2",
        "RecognizedOptions=x",
        "RecognizedOptions=1,,2",
        "RecognizedOptions=65536",
        "RecognizedOptions=-1",
        "NStart=0",
        "NStart=256",
        "MaxPacketSize=0",
        "MaxPacketSize=65536",
        "SourceIPAddress=nowhere",
        "SourceMacAddress=1:2:3",
        "SourceMacAddress=0011223344556",
        "InBufferSize=-1",
        "OutBufferSize=big",
        "LocalPort=65536",
        "LocalPort=x",
        "AckTimeout=0",
        "AckRandomFactor=0.9",
        "MaxRetransmit=21",
    ];
    let names: Vec<&str> = wrong.iter().map(|text| text.split('=').next().unwrap()).collect();
    let before: Vec<_> = names.iter().map(|name| coap.config(name).ok()).collect();

    for text in wrong {
        let refused = coap.config(text).map_err(|error| error.code());
        assert_eq!(refused, Err(10022), "{text}");
    }

    let after: Vec<_> = names.iter().map(|name| coap.config(name).ok()).collect();
    assert_eq!(before, after);
}

// contract: method.config.b9, config.DelayHostResolution.b3, config.FirewallData.b1
// contract: config.AbsoluteTimeout.b2, config.ProcessIdleEvents.b2
// contract: config.UseInternalSecurityAPI.b2, config.DelayHostResolution.b2, D48
#[test]
fn stored_settings_are_kept_and_change_nothing() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    for (name, value) in [
        ("DelayHostResolution", "True"),
        ("AbsoluteTimeout", "True"),
        ("FirewallData", "X-Header: 1"),
        ("ProcessIdleEvents", "False"),
        ("UseInternalSecurityAPI", "False"),
    ] {
        client.config(&format!("{name}={value}")).unwrap();
        assert_eq!(client.config(name).unwrap(), value);
    }

    client.get(&format!("coap://localhost:{}/x", raw.port())).unwrap();
    let got = raw.next(&mut client);
    raw.send(&got.piggyback("2.05"), got.from);

    pump(&mut client, |_| events.completions() == [0]);
    assert_eq!(got.option(3).as_deref(), Some(&b"localhost"[..]));
}

// contract: config.BuildInfo.b1, config.LicenseInfo.b1, D64
#[test]
fn information_settings_are_texts() {
    let mut coap = CoAP::new();

    let build = coap.config("BuildInfo").unwrap();
    let license = coap.config("LicenseInfo").unwrap();

    assert!(build.contains("coapt") && build.contains(env!("CARGO_PKG_VERSION")));
    let labels: Vec<&str> = license.lines().map(|line| line.split_once(": ").unwrap().0).collect();
    assert_eq!(
        labels,
        ["Product", "Product Key", "License Source", "License Type", "Last Valid Build"]
    );
}

// contract: config.QOSTrafficType.b1, config.QOSTrafficType.b2
#[test]
fn traffic_types_have_numbers_and_names() {
    let mut coap = CoAP::new();
    let names = ["BestEffort", "Background", "ExcellentEffort", "AudioVideo", "Voice", "Control"];

    for (number, name) in names.iter().enumerate() {
        coap.config(&format!("QOSTrafficType={name}")).unwrap();
        assert_eq!(coap.config("QOSTrafficType").unwrap(), number.to_string());
        coap.config("QOSTrafficType=0").unwrap();
        coap.config(&format!("QOSTrafficType={number}")).unwrap();
        assert_eq!(coap.config("QOSTrafficType").unwrap(), number.to_string());
    }
}

// contract: config.CodePage.b3, D51
#[test]
fn listed_code_pages_are_accepted() {
    let mut coap = CoAP::new();
    let wanted = [
        ("65001", &[0x41][..]),
        ("20127", &[0x41]),
        ("28591", &[0x41]),
        ("1252", &[0x41]),
        ("1200", &[0x41, 0]),
        ("1201", &[0, 0x41]),
        ("12000", &[0x41, 0, 0, 0]),
        ("12001", &[0, 0, 0, 0x41]),
        ("037", &[0xc1]),
    ];

    for (page, bytes) in wanted {
        coap.config(&format!("CodePage={page}")).unwrap();
        assert_eq!(coap.config("CodePage").unwrap(), page);
        coap.set_request_data_text("A").unwrap();
        assert_eq!(coap.request_data(), bytes, "{page}");
    }
}

// contract: config.CodePage.b4, D51
#[test]
fn uris_and_string_options_are_utf_8_whatever_the_code_page() {
    let raw = Raw::new();
    let mut client = client();
    client.config("CodePage=28591").unwrap();
    client.set_request_option_count(1).unwrap();
    client.set_request_option_number(0, 15).unwrap();
    client.set_request_option_value(0, "ü").unwrap();

    client.get(&raw.uri("é")).unwrap();

    let got = raw.next(&mut client);
    assert_eq!(got.option(11).unwrap(), "é".as_bytes());
    assert_eq!(got.option(15).unwrap(), "ü".as_bytes());
}

// contract: extension.RecognizedOptions.b2, D73
#[test]
fn recognized_options_read_back_in_order() {
    let mut coap = CoAP::new();

    for (text, value) in [("9, 2049,7,9", "7,9,2049"), ("*", "*"), ("65535", "65535"), ("", "")] {
        coap.config(&format!("RecognizedOptions={text}")).unwrap();
        assert_eq!(coap.config("RecognizedOptions").unwrap(), value);
    }
}

// contract: config.CaptureIPPacketInfo.b2, config.DestinationAddress.b1
#[test]
fn the_destination_of_the_last_datagram_is_captured_on_demand() {
    let raw = Raw::new();
    let mut server = coap();
    server.config("CaptureIPPacketInfo=True").unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();
    assert_eq!(server.config("DestinationAddress").unwrap(), "");

    let port = u16::try_from(server.local_port()).unwrap();
    raw.send(&Msg::con("0.01", 1), ([127, 0, 0, 5], port).into());
    let got = raw.next(&mut server);

    assert_eq!(got.from.ip().to_string(), "127.0.0.5", "the reply leaves where the request came");
    assert_eq!(server.config("DestinationAddress").unwrap(), "127.0.0.5");
    server.config("CaptureIPPacketInfo=False").unwrap();
    assert_eq!(server.config("DestinationAddress").unwrap(), "");
}

// contract: config.MaxPacketSize.b2, config.MaxPacketSize.b3, D55
#[test]
fn a_longer_datagram_than_allowed_is_malformed() {
    let raw = Raw::new();
    let mut server = coap();
    let events = Events::of(&mut server);
    server.config("MaxPacketSize=64").unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();

    raw.send_to(&Msg::con("0.02", 1).payload(&[7; 100]), &server);
    pump(&mut server, |_| events.errors() == [703]);
    assert_eq!(events.requests(), 0);
    assert_eq!(raw.next(&mut server).kind, RST);
    let got = raw.ask(&Msg::con("0.02", 2).payload(&[7; 50]), &mut server);
    assert_eq!(got.code_text(), "2.05");
}

// contract: config.ShareLocalPort.b2, config.ShareLocalPort.b3, config.ShareLocalPort.b4
// contract: error.10048.b1, prop.listening.b6, method.start_listening.b4
#[test]
fn a_port_is_shared_only_on_request() {
    let mut first = coap();
    first.config("ShareLocalPort=True").unwrap();
    first.start_listening().unwrap();
    let port = first.local_port();
    let mut second = coap();
    second.set_local_port(port).unwrap();

    assert_eq!(code(second.start_listening()), 10048);
    assert!(!second.listening());
    assert_eq!(code(second.set_listening(true)), 10048);
    second.config("ShareLocalPort=True").unwrap();
    second.start_listening().unwrap();
    assert_eq!(second.local_port(), port);
    assert_eq!(second.config("ShareLocalPort=False").unwrap(), "");
    assert!(second.listening());
}

// contract: config.UseConnection.b2, error.117.b1, config.UseConnection.b4
#[test]
fn a_connected_socket_sees_its_peer_only() {
    let (raw, stranger) = (Raw::new(), Raw::new());
    let mut client = client();
    let events = Events::of(&mut client);
    client.config("UseConnection=True").unwrap();
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);

    assert_eq!(code(client.config("UseConnection=False")), 117);
    assert_eq!(code(client.get(&stranger.uri("x"))), 10056);
    stranger.send(&Msg::con("0.00", 9), got.from);
    stranger.expect_silence(&mut client);
    raw.send(&got.piggyback("2.05"), got.from);
    pump(&mut client, |_| events.completions() == [0]);
    client.get(&stranger.uri("x")).unwrap();
    stranger.next(&mut client);
}

// contract: error.117.b1, config.UseConnection.b4, D11
#[test]
fn use_connection_is_fixed_while_the_object_listens() {
    let mut server = server();

    assert_eq!(code(server.config("UseConnection=True")), 117);
    assert_eq!(server.config("UseConnection").unwrap(), "False");
}

// contract: config.UseIPv6.b2, config.UseIPv6.b3, config.UseIPv6.b4, error.10047.b1, D39, D66, D87
#[test]
fn one_family_at_a_time() {
    let mut server = coap();
    server.config("UseIPv6=True").unwrap();
    server.set_response_code("2.05").unwrap();
    let hosts = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&hosts);
    server.on_request(move |_, e| {
        seen.lock().unwrap().push((e.uri_host().to_owned(), e.remote_host().to_owned()));
    });
    server.start_listening().unwrap();
    let mut client = client();
    let events = Events::of(&mut client);
    let there = format!("coap://[::1]:{}/x", server.local_port());

    assert_eq!(code(client.get(&there)), 10047);
    client.config("UseIPv6=True").unwrap();
    assert_eq!(code(client.get("coap://127.0.0.1/x")), 10047);
    client.get(&there).unwrap();
    assert_eq!(client.pending_request_remote_host(0).unwrap(), "::1");
    pump_both(&mut client, &mut server, |_, _| events.completions() == [0]);
    assert_eq!(hosts.lock().unwrap().as_slice(), [("::1".to_owned(), "::1".to_owned())]);
}

// contract: config.SelectWaitMillis.b2, config.SelectWaitMillis.b3, method.do_events.b2
// contract: method.do_events.b4, D63
#[test]
fn the_pump_waits_as_long_as_it_is_told() {
    let mut idle = CoAP::new();
    let mut server = server();
    for coap in [&mut idle, &mut server] {
        coap.config("SelectWaitMillis=60").unwrap();
        let waited = took(|| coap.do_events().unwrap());
        assert!((50..2000).contains(&waited), "{waited} ms");
        coap.config("SelectWaitMillis=0").unwrap();
        let waited = took(|| (0..10).for_each(|_| coap.do_events().unwrap()));
        assert!(waited < 50, "{waited} ms");
    }
}

#[expect(clippy::disallowed_methods, reason = "the statement is about time that passes")]
fn took(work: impl FnOnce()) -> u128 {
    let start = std::time::Instant::now();
    work();
    start.elapsed().as_millis()
}

// contract: config.SourceIPAddress.b1
#[test]
fn a_source_address_is_used_and_must_be_ours() {
    let raw = Raw::at("0.0.0.0:0");
    let mut client = client();
    client.config("SourceIPAddress=127.0.0.9").unwrap();
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);
    assert_eq!(got.from.ip().to_string(), "127.0.0.9");
    raw.send(&got.piggyback("2.05"), got.from);
    pump(&mut client, |client| client.pending_request_count() == 0);

    client.config("SourceIPAddress=192.0.2.77").unwrap();
    assert_eq!(code(client.get(&raw.uri("x"))), 10049);
    assert_eq!(client.pending_request_count(), 0);
    client.config("SourceIPAddress=").unwrap();
    client.get(&raw.uri("x")).unwrap();
    assert_eq!(raw.next(&mut client).from.ip().to_string(), "127.0.0.1");
}

// contract: D86
#[test]
fn a_setting_that_fails_on_a_server_is_told_by_events() {
    let raw = Raw::new();
    let mut server = coap();
    let events = Events::of(&mut server);
    server.config("SourceIPAddress=192.0.2.77").unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();

    raw.send_to(&Msg::con("0.01", 1), &server);
    pump(&mut server, |_| !events.responses().is_empty());

    assert_eq!(events.errors(), [10049]);
    assert_eq!(events.responses(), [10049]);
    raw.expect_silence(&mut server);
}

// contract: config.InBufferSize.b1, config.InBufferSize.b2, config.InBufferSize.b3
// contract: config.OutBufferSize.b1, config.OutBufferSize.b2, config.OutBufferSize.b3
#[test]
fn buffers_are_asked_for_and_read_as_they_are() {
    let mut small = coap();
    small.config("InBufferSize=20000").unwrap();
    small.config("OutBufferSize=20000").unwrap();
    assert_eq!(small.config("InBufferSize").unwrap(), "20000");
    small.start_listening().unwrap();
    let mut large = coap();
    large.config("InBufferSize=2000000000").unwrap();
    large.config("OutBufferSize=2000000000").unwrap();
    large.start_listening().unwrap();

    let size = |coap: &mut CoAP, name| coap.config(name).unwrap().parse::<u64>().unwrap();
    for name in ["InBufferSize", "OutBufferSize"] {
        assert!((20_000..100_000).contains(&size(&mut small, name)));
        assert!((100_000..2_000_000_000).contains(&size(&mut large, name)));
    }
    small.stop_listening().unwrap();
    assert_eq!(small.config("InBufferSize").unwrap(), "20000");
}

// contract: error.10049.b1, error.11001.b1, prop.listening.b6
#[test]
fn the_system_and_the_resolver_are_heard() {
    let mut coap = coap();
    coap.set_local_host("192.0.2.1").unwrap();
    assert_eq!(code(coap.start_listening()), 10049);
    assert!(!coap.listening());
    coap.set_local_host("").unwrap();

    let unknown = code(coap.get("coap://no-such-host.invalid/x"));
    assert_eq!(unknown, 11001);
}

// contract: D90
#[test]
fn traffic_classes_change_nothing_on_a_server() {
    let raw = Raw::new();
    let mut server = coap();
    server.config("QOSDSCPValue=46").unwrap();
    server.config("QOSTrafficType=Voice").unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();

    assert_eq!(raw.ask(&Msg::con("0.01", 1), &mut server).code_text(), "2.05");
    assert!(uri(1, "x").starts_with("coap://"));
}

/// What the fuzz target `config` asserts, for what was found while fuzzing.
#[test]
fn a_setting_that_was_taken_reads_back_and_can_be_set_again() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/config");
    let mut count = 0;
    for file in std::fs::read_dir(corpus).unwrap() {
        count += 1;
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let mut object = coap();
        if object.config(text).is_err() {
            continue;
        }
        let name = text.split('=').next().unwrap_or_default();
        if let Ok(now) = object.config(name) {
            object.config(&format!("{name}={now}")).unwrap();
        }
    }
    assert!(count > 0);
}
