//! `coapt doctor`: a server that behaves has nothing to fear, and each misbehaviour is named.

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::thread::JoinHandle;

use coapt::wire::{Code, Message, MessageType, OptionNumber, OptionsBuf, Token};
use coapt::{Config, Incoming, Server, ServerReply};
use serde_json::Value;

use super::support::{PATIENCE, Running, encoded, piggybacked, run};

const BODY: &str = "more than sixteen bytes, and more than thirty-two as well";
const ETAG: &[u8] = b"v1";

/// What a server that misbehaves makes of a request.
enum Made {
    /// The server behind sees this.
    Request(Vec<u8>),
    /// These come back at once.
    Answers(Vec<Vec<u8>>),
}

#[test]
fn a_server_that_behaves_has_no_warnings() {
    let served = Behaving::new(Some(3));

    let shown = run(["doctor", &served.uri(), "--watch", "0.1"]).succeeded();

    assert!(!shown.text().contains("FAIL") && !shown.text().contains("WARN"), "{}", shown.text());
    assert!(shown.text().contains("0 to improve, 0 failed"), "{}", shown.text());
    assert!(shown.text().contains("  PASS  a ping is answered by a Reset (RFC 7252 §4.2)\n"));
}

#[test]
fn a_server_that_lets_everything_pass_is_found_out() {
    let behind = Behaving::new(None);
    let server = Misbehaving::new(&behind, lenient, |answer| vec![answer.to_vec()]);

    let report = examined(&server, 1);

    for check in [
        "version",
        "critical-con",
        "critical-non",
        "critical-length",
        "critical-repeated",
        "accept-other",
        "method",
        "block-size",
        "proxy",
        "request-in-ack",
    ] {
        assert!(grades(&report, check).contains(&"fail"), "{check}: {report:#}");
    }
    assert_eq!(grades(&report, "etag"), ["note"]);
    assert_eq!(grades(&report, "tokens"), ["pass"]);
}

#[test]
fn a_server_with_careless_answers_is_found_out() {
    let behind = Behaving::new(None);
    let server = Misbehaving::new(&behind, |bytes| Made::Request(bytes.to_vec()), careless);

    let report = examined(&server, 1);

    for check in ["matching", "tokens", "well-formed", "ping", "token-length-9", "etag"] {
        assert!(grades(&report, check).contains(&"fail"), "{check}: {report:#}");
    }
    assert_eq!(report["summary"]["fail"].as_u64().unwrap(), count(&report, "fail"));
}

#[test]
fn a_server_that_answers_what_must_be_ignored_is_found_out() {
    let behind = Behaving::new(None);
    let server = Misbehaving::new(&behind, talkative, |answer| vec![answer.to_vec()]);

    let report = examined(&server, 1);

    for check in ["stray-ack", "request-in-ack", "short-datagram"] {
        assert_eq!(grades(&report, check), ["fail"], "{check}: {report:#}");
    }
    assert_eq!(grades(&report, "survival"), ["pass"]);
}

/// What the RFCs leave open is worth a note and no more; what they forbid is said with what was seen.
#[test]
fn what_the_rfcs_leave_open_is_no_failure() {
    let behind = Behaving::new(None);
    let server = Misbehaving::new(&behind, particular, |answer| vec![answer.to_vec()]);

    let report = examined(&server, 1);

    assert_eq!(grades(&report, "accept-other"), ["note"], "4.02 goes before 4.06");
    assert_eq!(grades(&report, "block-beyond"), ["note"], "no block, and no error");
    assert_eq!(grades(&report, "ping"), ["fail"]);
    let findings = report["findings"].as_array().unwrap();
    let ping = findings.iter().find(|finding| finding["check"] == "ping").unwrap();
    assert_eq!(ping["reference"], "RFC 7252 §4.2");
    assert!(
        ping["seen"].as_str().unwrap().starts_with("a ping is answered by 4.04 Not Found;"),
        "{ping}"
    );
}

#[test]
fn a_server_that_repeats_itself_too_soon_is_found_out() {
    let behind = Behaving::new(None);
    let server = Misbehaving::new(&behind, hasty, |answer| vec![answer.to_vec()]);

    let report = examined(&server, 1);

    assert_eq!(grades(&report, "retransmission"), ["fail"]);
    assert_eq!(grades(&report, "matching"), ["pass"]);
}

#[test]
fn notifications_that_go_backwards_are_found_out() {
    let behind = Behaving::new(None);
    let server = Misbehaving::new(&behind, backwards, |answer| vec![answer.to_vec()]);

    let report = examined(&server, 1);

    assert_eq!(grades(&report, "observe"), ["pass"]);
    assert_eq!(grades(&report, "observe-order"), ["fail"]);
}

#[test]
fn long_answers_for_strangers_are_worth_a_warning_and_no_failure() {
    let served = Running::with(|server| {
        server.get("x", |_: &Incoming| "x".repeat(1000));
    });

    let shown = run(["doctor", &served.uri("x"), "--watch", "0.1", "--json"]).succeeded();

    let report: Value = serde_json::from_str(shown.text()).unwrap();
    assert_eq!(grades(&report, "amplification"), ["warn"]);
}

#[test]
fn nothing_is_written_but_where_it_is_allowed() {
    let served = Running::with(|server| {
        server.get("x", |_: &Incoming| BODY);
        server.put("scratch", |_: &Incoming| ServerReply::new(Code::CHANGED));
        server.delete("scratch", |_: &Incoming| ServerReply::new(Code::DELETED));
    });
    let uri = served.uri("x");

    let without = run(["doctor", &uri, "--watch", "0.1", "--json"]).succeeded();
    let with = run(["doctor", &uri, "--watch", "0.1", "--json", "--write-to", "/scratch"]);

    let report: Value = serde_json::from_str(without.text()).unwrap();
    assert!(!without.text().contains("\"writing\""), "{report:#}");
    let report: Value = serde_json::from_str(with.text()).unwrap();
    assert_eq!((grades(&report, "put"), grades(&report, "delete")), (vec!["pass"], vec!["pass"]));
    // The handler looks at no condition, and the server says so.
    assert_eq!((grades(&report, "if-none-match"), with.status), (vec!["warn"], 0));
}

#[test]
fn a_server_that_never_answers_has_a_status_of_its_own() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let uri = format!("coap://{}/x", silent.local_addr().unwrap());

    let shown = run(["doctor", &uri, "--timeout", "0.05"]);

    assert_eq!((shown.status, shown.text()), (6, ""));
    assert!(shown.err.contains(": no answer within 0.15 s"), "{}", shown.err);
    drop(silent);
    assert_eq!(run(["doctor", &uri, "--timeout", "0.05"]).status, 7);
}

#[test]
fn what_the_doctor_cannot_do_is_named() {
    let uri = "coap://127.0.0.1/";
    let mistakes: [(&[&str], &str); 4] = [
        (&["doctor", "coaps://127.0.0.1/"], "coaps://"),
        (&["doctor", "coap://224.0.1.187/"], "multicast"),
        (&["doctor", uri, "--write-to", "scratch"], "such as /scratch.txt"),
        (&["doctor", uri, "--timeout", "0"], "more than 0 seconds"),
    ];

    for (args, part) in mistakes {
        let shown = run(args);
        assert_eq!((shown.status, shown.text()), (2, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{args:?}: {}", shown.err);
    }
}

/// Takes away from a request whatever should keep the server from answering it.
fn lenient(bytes: &[u8]) -> Made {
    let mut bytes = bytes.to_vec();
    if let Some(first) = bytes.first_mut() {
        *first = *first & 0x3f | 0x40;
    }
    let Ok(request) = Message::parse(&bytes) else { return Made::Request(bytes) };
    if request.code.is_empty() {
        return Made::Request(bytes);
    }
    let mut options = OptionsBuf::new();
    for option in request.options {
        let is_path = [OptionNumber::URI_PATH, OptionNumber::URI_QUERY].contains(&option.number);
        if is_path {
            options.push(option.number, option.value).unwrap();
        }
    }
    if options.is_empty() {
        options.push_str(OptionNumber::URI_PATH, "x").unwrap();
    }
    let non = request.message_type == MessageType::NonConfirmable;
    let kind = if non { MessageType::NonConfirmable } else { MessageType::Confirmable };
    let mut made = Message::new(kind, Code::GET, request.id);
    (made.token, made.options) = (request.token, options.as_options());
    Made::Request(encoded(&made))
}

/// Spoils answers: no Reset, other ids and tokens, a payload where none belongs, and things that are no messages.
fn careless(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut answer = Message::parse(bytes).unwrap();
    if answer.message_type == MessageType::Reset {
        return Vec::new();
    }
    if answer.code == Code::VALID {
        answer.payload = b"again";
    }
    // Recognised by the token where there is one, and by the id else.
    if answer.token.length() == 4 {
        answer.id = answer.id.next();
    } else {
        answer.token = Token::new(b"other").unwrap();
    }
    vec![vec![0x4f, 1, 2, 3, 4], encoded(&answer)]
}

/// Answers what nobody answers by a Reset.
fn talkative(bytes: &[u8]) -> Made {
    let Ok(message) = Message::parse(bytes) else {
        let short = bytes.len() < 4;
        return if short {
            Made::Answers(vec![vec![0x70, 0, 0, 0]; 3])
        } else {
            Made::Request(bytes.to_vec())
        };
    };
    match message.message_type {
        MessageType::Acknowledgement | MessageType::Reset => {
            Made::Answers(vec![encoded(&Message::new(MessageType::Reset, Code::EMPTY, message.id))])
        }
        MessageType::Confirmable | MessageType::NonConfirmable => Made::Request(bytes.to_vec()),
    }
}

/// Acknowledges pings, does not know Accept, and has an empty block behind the last one.
fn particular(bytes: &[u8]) -> Made {
    let Ok(request) = Message::parse(bytes) else { return Made::Request(bytes.to_vec()) };
    let is_confirmable = request.message_type == MessageType::Confirmable;
    let block = request.options.uint(OptionNumber::BLOCK2);
    let code = match request.options.uint(OptionNumber::ACCEPT) {
        _ if !is_confirmable => return Made::Request(bytes.to_vec()),
        _ if request.code.is_empty() => Code::NOT_FOUND,
        Some(_) => Code::BAD_OPTION,
        None if block.is_some_and(|block| block > 65_000) => Code::CONTENT,
        None => return Made::Request(bytes.to_vec()),
    };
    Made::Answers(vec![piggybacked(&request, code, &OptionsBuf::new(), b"")])
}

/// Answers a GET without more by a separate response, twice at once.
fn hasty(bytes: &[u8]) -> Made {
    match Message::parse(bytes) {
        Ok(request)
            if request.message_type == MessageType::Confirmable
                && request.code == Code::GET
                && request.options.iter().all(|it| it.number == OptionNumber::URI_PATH) =>
        {
            let first = Message::new(MessageType::Acknowledgement, Code::EMPTY, request.id);
            let mut response = Message::new(MessageType::Confirmable, Code::CONTENT, request.id);
            (response.token, response.payload) = (request.token, BODY.as_bytes());
            let response = encoded(&response);
            Made::Answers(vec![encoded(&first), response.clone(), response])
        }
        _ => Made::Request(bytes.to_vec()),
    }
}

/// Takes observers, and counts down.
fn backwards(bytes: &[u8]) -> Made {
    match Message::parse(bytes) {
        Ok(request) if request.options.uint(OptionNumber::OBSERVE) == Some(0) => {
            let notify = |kind, id, number| {
                let mut options = OptionsBuf::new();
                options.push_uint(OptionNumber::OBSERVE, number);
                let mut message = Message::new(kind, Code::CONTENT, id);
                (message.token, message.options) = (request.token, options.as_options());
                encoded(&message)
            };
            Made::Answers(vec![
                notify(MessageType::Acknowledgement, request.id, 9),
                notify(MessageType::NonConfirmable, request.id.next(), 7),
            ])
        }
        _ => Made::Request(bytes.to_vec()),
    }
}

/// Has a server examined; gives the report.
fn examined(server: &Misbehaving, status: i32) -> Value {
    let uri = format!("coap://{}/x", server.address);
    let shown = run(["doctor", &uri, "--json", "--timeout", "0.2", "--watch", "0.1"]);
    assert_eq!((shown.status, shown.err.as_str()), (status, ""), "{}", shown.text());
    serde_json::from_str(shown.text()).unwrap()
}

/// The grades of all findings of a check.
fn grades<'a>(report: &'a Value, check: &str) -> Vec<&'a str> {
    let findings = report["findings"].as_array().unwrap().iter();
    let those = findings.filter(|finding| finding["check"] == check);
    those.map(|finding| finding["grade"].as_str().unwrap()).collect()
}

fn count(report: &Value, grade: &str) -> u64 {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.filter(|finding| finding["grade"] == grade).count().try_into().unwrap()
}

/// A server that does what the RFCs say.
struct Behaving {
    address: SocketAddr,
    handle: coapt::Handle,
    thread: Option<JoinHandle<Result<(), coapt::Error>>>,
}

impl Behaving {
    fn new(amplification: Option<u32>) -> Self {
        let mut config = Config::default();
        config.limits.amplification = amplification;
        let builder = Server::builder().bind(([127, 0, 0, 1], 0).into()).config(config);
        let mut server = builder.build().unwrap();
        let content = |_: &Incoming| ServerReply::text(BODY).etag(ETAG);
        server.route("x", coapt::Resource::new().validated().get(content));
        let (address, handle) = (server.local_addr(), server.handle());
        let thread = Some(std::thread::spawn(move || server.run()));
        Self { address, handle, thread }
    }

    fn uri(&self) -> String {
        format!("coap://{}/x", self.address)
    }
}

impl Drop for Behaving {
    fn drop(&mut self) {
        self.handle.stop();
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

/// A server that lets another one answer, and spoils what goes in or out.
struct Misbehaving {
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

/// Ends a thread that receives.
const STOP: &[u8] = b"stop the thread";

impl Misbehaving {
    fn new(
        behind: &Behaving,
        request: fn(&[u8]) -> Made,
        answer: fn(&[u8]) -> Vec<Vec<u8>>,
    ) -> Self {
        let socket = Arc::new(bound());
        let (address, behind) = (socket.local_addr().unwrap(), behind.address);
        let thread = Some(std::thread::spawn(move || relay(&socket, behind, request, answer)));
        Self { address, thread }
    }
}

impl Drop for Misbehaving {
    fn drop(&mut self) {
        bound().send_to(STOP, self.address).unwrap();
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Passes datagrams on, each client through a socket of its own.
fn relay(
    front: &Arc<UdpSocket>,
    behind: SocketAddr,
    request: fn(&[u8]) -> Made,
    answer: fn(&[u8]) -> Vec<Vec<u8>>,
) {
    let mut clients: BTreeMap<SocketAddr, (Arc<UdpSocket>, JoinHandle<()>)> = BTreeMap::new();
    while let Some((bytes, from)) = received(front) {
        let (back, _) = clients.entry(from).or_insert_with(|| {
            let (front, back) = (Arc::clone(front), Arc::new(bound()));
            let socket = Arc::clone(&back);
            let thread = std::thread::spawn(move || answers(&socket, &front, from, answer));
            (back, thread)
        });
        match request(&bytes) {
            Made::Request(bytes) => drop(back.send_to(&bytes, behind).unwrap()),
            Made::Answers(all) => all.iter().for_each(|datagram| {
                front.send_to(datagram, from).unwrap();
            }),
        }
    }
    for (back, thread) in clients.into_values() {
        bound().send_to(STOP, back.local_addr().unwrap()).unwrap();
        thread.join().unwrap();
    }
}

/// Passes the answers for one client on.
fn answers(back: &UdpSocket, front: &UdpSocket, to: SocketAddr, answer: fn(&[u8]) -> Vec<Vec<u8>>) {
    while let Some((bytes, _)) = received(back) {
        for datagram in answer(&bytes) {
            front.send_to(&datagram, to).unwrap();
        }
    }
}

fn received(socket: &UdpSocket) -> Option<(Vec<u8>, SocketAddr)> {
    let mut buffer = vec![0; 2048];
    let (length, from) = socket.recv_from(&mut buffer).unwrap();
    buffer.truncate(length);
    Some((buffer, from)).filter(|(bytes, _)| bytes != STOP)
}

fn bound() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}
