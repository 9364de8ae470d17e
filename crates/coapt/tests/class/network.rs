//! What the settings do to the packets, and how the system's refusals are told.
//!
//! Packets are looked at through a packet socket, which needs a privilege; a test that cannot open one says so and
//! passes.

use std::env;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use socket2::{Domain, Protocol, SockFilter, Socket, Type};

use crate::support::{Events, Msg, Raw, client, coap, code, pump, server};
use coapt::CoAP;

const MAC: [u8; 6] = [0x02, 0xc0, 0xa9, 0x70, 0x01, 0x02];
const MAC_TEXTS: [&str; 2] = ["02:c0:a9:70:01:02", "02-C0-A9-70-01-02"];

// contract: config.DontFragment.b2
#[test]
fn dont_fragment_sets_the_flag_of_requests_and_responses() {
    for (setting, flag) in [("False", 0), ("True", 0x40)] {
        let raw = Raw::new();
        let Some(mut capture) = Capture::to(raw.port()) else { return };
        let mut client = client();
        client.config(&format!("DontFragment={setting}")).unwrap();
        client.get(&raw.uri("x")).unwrap();
        assert_eq!(capture.frame()[20] & 0x40, flag, "request, {setting}");

        let raw = Raw::new();
        let Some(mut capture) = Capture::to(raw.port()) else { return };
        let mut server = coap();
        server.config(&format!("DontFragment={setting}")).unwrap();
        server.set_response_code("2.05").unwrap();
        server.start_listening().unwrap();
        raw.ask(&Msg::con("0.01", 1), &mut server);
        assert_eq!(capture.frame()[20] & 0x40, flag, "response, {setting}");
    }
}

// contract: config.QOSDSCPValue.b3, config.QOSTrafficType.b3, D48
#[test]
fn a_connected_socket_marks_its_datagrams_with_the_dscp() {
    let cases: [(&[&str], u8); 11] = [
        (&["UseConnection=True"], 0),
        (&["UseConnection=True", "QOSDSCPValue=46"], 46),
        (&["UseConnection=True", "QOSDSCPValue=63"], 63),
        (&["UseConnection=True", "QOSTrafficType=BestEffort"], 0),
        (&["UseConnection=True", "QOSTrafficType=Background"], 8),
        (&["UseConnection=True", "QOSTrafficType=ExcellentEffort"], 24),
        (&["UseConnection=True", "QOSTrafficType=AudioVideo"], 40),
        (&["UseConnection=True", "QOSTrafficType=4"], 46),
        (&["UseConnection=True", "QOSTrafficType=5"], 48),
        (&["UseConnection=True", "QOSTrafficType=Voice", "QOSDSCPValue=10"], 10),
        (&["QOSTrafficType=Voice", "QOSDSCPValue=10"], 0),
    ];
    for (settings, dscp) in cases {
        for (address, is_v6) in [("127.0.0.1", "False"), ("[::1]", "True")] {
            let raw = Raw::at(&format!("{address}:0"));
            let Some(mut capture) = Capture::to(raw.port()) else { return };
            let mut client = client();
            client.config(&format!("UseIPv6={is_v6}")).unwrap();
            for setting in settings {
                client.config(setting).unwrap();
            }

            client.get(&format!("coap://{address}:{}/x", raw.port())).unwrap();

            assert_eq!(dscp_of(&capture.frame()), dscp, "{settings:?} {address}");
        }
    }
}

// contract: D90
#[test]
fn a_server_does_not_mark_its_datagrams() {
    let raw = Raw::new();
    let Some(mut capture) = Capture::to(raw.port()) else { return };
    let mut server = coap();
    server.config("QOSDSCPValue=46").unwrap();
    server.config("UseConnection=True").unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();

    assert_eq!(raw.ask(&Msg::con("0.01", 1), &mut server).code_text(), "2.05");

    assert_eq!(dscp_of(&capture.frame()), 0);
}

// contract: config.SourceMacAddress.b1, D48
#[test]
fn a_source_mac_address_stands_in_the_frames_until_it_is_turned_off() {
    for text in MAC_TEXTS {
        let raw = Raw::new();
        let Some(mut capture) = Capture::to(raw.port()) else { return };
        let mut client = client();
        let events = Events::of(&mut client);
        client.config(&format!("SourceMacAddress={text}")).unwrap();
        client.get(&raw.uri("x")).unwrap();
        capture.frame_from(MAC);
        let got = raw.next(&mut client);
        raw.send(&got.piggyback("2.05"), got.from);
        pump(&mut client, |_| events.completions() == [0]);

        let other = Raw::new();
        let Some(mut capture) = Capture::to(other.port()) else { return };
        client.config("SourceMacAddress=").unwrap();
        client.get(&other.uri("x")).unwrap();
        assert_eq!(capture.frame()[6..12], [0; 6]);
    }
    let raw = Raw::new();
    let Some(mut capture) = Capture::to(raw.port()) else { return };
    let mut server = coap();
    server.config(&format!("SourceMacAddress={}", MAC_TEXTS[0])).unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();
    raw.ask(&Msg::con("0.01", 1), &mut server);
    capture.frame_from(MAC);
}

// contract: config.SourceMacAddress.b1, error.10013.b1, D39, D86
#[test]
fn without_privilege_link_layer_sending_and_low_ports_are_denied() {
    if Capture::to(1).is_some() && !is_elsewhere() {
        let mut again = Command::new(env::current_exe().unwrap());
        again.args([
            "--exact",
            "network::without_privilege_link_layer_sending_and_low_ports_are_denied",
        ]);
        return run_elsewhere(again.uid(NOBODY).gid(NOBODY));
    }
    let raw = Raw::new();
    let mut client = client();
    client.config(&format!("SourceMacAddress={}", MAC_TEXTS[0])).unwrap();
    assert_eq!(code(client.get(&raw.uri("x"))), 10013);
    assert_eq!(client.pending_request_count(), 0);
    raw.expect_silence(&mut client);
    client.config("SourceMacAddress=").unwrap();
    client.get(&raw.uri("x")).unwrap();
    raw.next(&mut client);

    let mut server = server();
    server.stop_listening().unwrap();
    let events = Events::of(&mut server);
    server.config(&format!("SourceMacAddress={}", MAC_TEXTS[0])).unwrap();
    server.start_listening().unwrap();
    raw.send_to(&Msg::con("0.01", 1), &server);
    pump(&mut server, |_| !events.responses().is_empty());
    assert_eq!((events.errors(), events.responses()), (vec![10013], vec![10013]));
    raw.expect_silence(&mut server);

    if let Some(port) = privileged_port() {
        let mut low = coap();
        low.set_local_port(port).unwrap();
        assert_eq!(code(low.start_listening()), 10013);
        assert!(!low.listening());
        assert_eq!(code(low.get(&raw.uri("x"))), 10013);
    }
}

// contract: error.10051.b1, error.10065.b1, D39
#[test]
fn a_missing_route_fails_the_call() {
    if !is_elsewhere() {
        let mut again = Command::new("unshare");
        let script = "ip link set lo up && ip route add unreachable 198.51.100.0/24 && \
                      exec \"$0\" --exact network::a_missing_route_fails_the_call";
        again.args(["-rn", "sh", "-c", script]).arg(env::current_exe().unwrap());
        return run_elsewhere(&mut again);
    }
    for timeout in [0, 60] {
        let mut client = coap();
        client.set_timeout(timeout).unwrap();
        let events = Events::of(&mut client);

        assert_eq!(code(client.get("coap://192.0.2.1/x")), 10051);
        assert_eq!(code(client.start_observing("coap://192.0.2.1/x")), 10051);
        assert_eq!(code(client.get("coap://198.51.100.1/x")), 10065);
        client.config("UseConnection=True").unwrap();
        assert_eq!(code(client.get("coap://192.0.2.1/x")), 10051);

        assert_eq!(client.pending_request_count(), 0);
        assert_eq!(events.all(), []);
    }
}

// contract: error.10040.b1, D39
#[test]
fn a_datagram_that_is_too_long_for_the_system_fails_the_call() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_option_count(1).unwrap();
    client.set_request_option_number(0, 2048).unwrap();
    client.set_request_option_value(0, &"x".repeat(65_500)).unwrap();

    assert_eq!(code(client.get(&raw.uri("x"))), 10040);

    assert_eq!(client.pending_request_count(), 0);
    raw.expect_silence(&mut client);
    client.set_request_option_value(0, "x").unwrap();
    client.get(&raw.uri("x")).unwrap();
    raw.next(&mut client);
}

// contract: D86
#[test]
fn a_response_that_is_too_long_for_the_system_is_told_by_its_completion() {
    for confirmable in [true, false] {
        let raw = Raw::new();
        let mut server = server();
        let events = Events::of(&mut server);
        server.set_use_confirmable_messages(confirmable);
        server.set_response_option_count(1).unwrap();
        server.set_response_option_number(0, 2048).unwrap();
        server.set_response_option_value(0, &"x".repeat(65_500)).unwrap();

        raw.send_to(&Msg::con("0.01", 1).token(b"c"), &server);
        raw.send_to(&Msg::non("0.01", 2).token(b"n"), &server);
        pump(&mut server, |_| events.responses().len() == 2);

        assert_eq!((events.errors(), events.responses()), (vec![10040; 2], vec![10040; 2]));
        assert_eq!(raw.take(), None);
        server.set_response_option_count(0).unwrap();
        let got = raw.ask(&Msg::con("0.01", 3).token(b"d"), &mut server);
        assert_eq!(got.code_text(), "2.05");
    }
}

// D85 stands above the last part of the statement: the unconnected socket hears of it too.
// contract: config.UseConnection.b3, error.705.b1, D10, D85
#[test]
fn a_closed_port_ends_a_request_with_705() {
    for connected in ["True", "False"] {
        let mut client = coap();
        let events = Events::of(&mut client);
        client.config(&format!("UseConnection={connected}")).unwrap();

        assert_eq!(code(client.get("coap://127.0.0.1:1/x")), 705);
        client.set_timeout(0).unwrap();
        client.get("coap://127.0.0.1:1/x").unwrap();
        pump(&mut client, |_| events.completions().len() == 2);

        assert_eq!(events.completions(), [705, 705]);
        assert_eq!(client.pending_request_count(), 0);
    }
}

// contract: error.10047.b1
#[test]
fn a_source_address_of_the_other_family_cannot_be_used() {
    let raw = Raw::new();
    let mut client = client();
    client.config("SourceIPAddress=::1").unwrap();

    assert_eq!(code(client.get(&raw.uri("x"))), 10047);
    assert_eq!(code(client.start_listening()), 10047);

    raw.expect_silence(&mut client);
    client.config("UseIPv6=True").unwrap();
    client.start_listening().unwrap();
}

// contract: config.CaptureIPPacketInfo.b2, config.DestinationAddress.b1
#[test]
fn a_client_can_see_where_its_responses_were_sent_to() {
    let raw = Raw::new();
    let mut client = client();
    client.config("CaptureIPPacketInfo=True").unwrap();
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);
    assert_eq!(client.config("DestinationAddress").unwrap(), "");

    raw.send(&got.piggyback("2.05"), got.from);
    pump(&mut client, |client| client.pending_request_count() == 0);

    assert_eq!(client.config("DestinationAddress").unwrap(), "127.0.0.1");
}

// contract: config.UseConnection.b2
#[test]
fn a_connected_client_hears_a_server_that_answers_from_its_own_address_only() {
    let mut server = server();
    let mut client = client();
    let events = Events::of(&mut client);
    client.config("UseConnection=True").unwrap();

    client.get(&format!("coap://127.0.0.8:{}/x", server.local_port())).unwrap();
    crate::support::pump_both(&mut client, &mut server, |_, _| events.completions() == [0]);

    assert_eq!(client.response_code(), "2.05");
}

// contract: D47, method.config.b8
#[test]
fn odd_texts_are_refused_or_read_as_what_they_say() {
    let mut coap = CoAP::new();
    for text in [
        "SourceMacAddress=+1:+2:+3:+4:+5:+6",
        "SourceMacAddress=02:c0:a9-70-01-02",
        "SourceMacAddress=02:c0:a9:70:01:02:",
        "SourceMacAddress=é:é:é:é:é:é",
        "SourceIPAddress=127.0.0.1:80",
        "SourceIPAddress=[::1]",
        "MaxPacketSize=99999999999999999999999999",
        "MaxPacketSize=+5",
        "MaxPacketSize=5.0",
        "MaxPacketSize=٥",
        "LogLevel=2=3",
        "LogLevel=",
        "LogLevel=0x1",
        "UseIPv6=truе",
        "RecognizedOptions=**",
        "RecognizedOptions=,",
        "RecognizedOptions=1;2",
        "AckRandomFactor=NaN",
        "AckRandomFactor=inf",
        "=",
        "==",
        "\0=1",
        "LocalPort=99999999999999999999",
    ] {
        assert_eq!(code(coap.config(text)), 10022, "{text}");
    }
    for (text, name, value) in [
        ("\tLOGLEVEL =\t2\n", "loglevel", "2"),
        ("maxpacketsize=0000000000000000000000000100", "MaxPacketSize", "100"),
        ("QosTrafficType= voice ", "QOSTrafficType", "4"),
        ("UseIPv6= YES ", "UseIPv6", "True"),
        ("FirewallData= kept as it is ", "FirewallData", " kept as it is "),
        ("RecognizedOptions= 9 , 9 ", "RecognizedOptions", "9"),
    ] {
        assert_eq!(coap.config(text).unwrap(), "", "{text}");
        assert_eq!(coap.config(name).unwrap(), value, "{text}");
    }
    coap.config("UseIPv6=No").unwrap();
    for host in ["a\0b", "no such host", "127.0.0.1 ", "999.1.1.1", "-"] {
        coap.set_local_host(host).unwrap();
        assert_eq!(code(coap.start_listening()), 11001, "{host:?}");
    }
}

const NOBODY: u32 = 65_534;
const ELSEWHERE: &str = "COAPT_TEST_ELSEWHERE";

fn is_elsewhere() -> bool {
    env::var_os(ELSEWHERE).is_some()
}

/// Runs a test of this program through a command that may or may not be possible here.
fn run_elsewhere(command: &mut Command) {
    match command.env(ELSEWHERE, "1").output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            if said.contains("running 1 test") {
                let why = String::from_utf8_lossy(&output.stderr);
                assert!(said.contains("1 passed"), "{said}{why}");
            } else {
                eprintln!("skipped: {command:?} did not come to the test");
            }
        }
        Err(error) => eprintln!("skipped: {command:?}: {error}"),
    }
}

/// A port that only the privileged may take.
fn privileged_port() -> Option<i32> {
    let start = std::fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start").ok()?;
    let start: i32 = start.trim().parse().ok()?;
    (start > 1).then_some(start - 1)
}

/// A socket that sees the frames of this machine with a UDP datagram to one port.
struct Capture(Socket);

impl Capture {
    fn to(port: u16) -> Option<Self> {
        const ALL_PROTOCOLS: u16 = 3;
        let protocol = Protocol::from(i32::from(ALL_PROTOCOLS.to_be()));
        match Socket::new(Domain::PACKET, Type::RAW, Some(protocol)) {
            Ok(socket) => {
                socket.attach_filter(&frames_to(port)).unwrap();
                let mut capture = Self(socket);
                capture.forget_what_came_unfiltered();
                Some(capture)
            }
            Err(error) => {
                eprintln!("skipped: no packet socket without privilege: {error}");
                None
            }
        }
    }

    fn forget_what_came_unfiltered(&mut self) {
        self.0.set_nonblocking(true).unwrap();
        while self.0.read(&mut [0; 100]).is_ok() {}
        self.0.set_nonblocking(false).unwrap();
        self.0.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    }

    fn frame(&mut self) -> Vec<u8> {
        let mut frame = vec![0; 2_000];
        let length = self.0.read(&mut frame).unwrap();
        frame.truncate(length);
        frame
    }

    /// Waits for a frame from a link-layer address.
    fn frame_from(&mut self, mac: [u8; 6]) {
        while self.frame()[6..12] != mac {}
    }
}

/// Passes Ethernet frames with a UDP datagram to this port, IPv4 without options and IPv6.
fn frames_to(port: u16) -> [SockFilter; 13] {
    const HALF_WORD: u16 = 0x28;
    const BYTE: u16 = 0x30;
    const IF_EQUAL: u16 = 0x15;
    const RETURN: u16 = 0x06;
    const UDP: u32 = 17;
    let port = u32::from(port);
    let step = SockFilter::new;
    [
        step(HALF_WORD, 0, 0, 12),
        step(IF_EQUAL, 0, 4, 0x0800),
        step(BYTE, 0, 0, 23),
        step(IF_EQUAL, 0, 8, UDP),
        step(HALF_WORD, 0, 0, 36),
        step(IF_EQUAL, 5, 6, port),
        step(IF_EQUAL, 0, 5, 0x86dd),
        step(BYTE, 0, 0, 20),
        step(IF_EQUAL, 0, 3, UDP),
        step(HALF_WORD, 0, 0, 56),
        step(IF_EQUAL, 0, 1, port),
        step(RETURN, 0, 0, u32::MAX),
        step(RETURN, 0, 0, 0),
    ]
}

fn dscp_of(frame: &[u8]) -> u8 {
    let class = match frame[14] >> 4 {
        4 => frame[15],
        _ => frame[14] << 4 | frame[15] >> 4,
    };
    class >> 2
}
