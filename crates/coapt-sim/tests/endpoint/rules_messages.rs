//! Rules of RFC 7252 §3, §4 and §5.1 to §5.4, one by one, each named in the ledger.

use std::collections::BTreeSet;
use std::time::Duration;

use coapt_proto::{
    Config, Event, ExchangeId, Instant, Peer, Reliability, Request, ResourceId, Response, Role,
    Transmission,
};
use coapt_sim::{Endpoint, Lone, Sent, datagram, peer};
use coapt_wire::{Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;
const NON: MessageType = MessageType::NonConfirmable;
const ACK: MessageType = MessageType::Acknowledgement;
const RST: MessageType = MessageType::Reset;

fn lone() -> Lone {
    Lone::new(|_| {})
}

fn seeded(seed: u8) -> Lone {
    Lone { endpoint: Endpoint::new(Config::default(), [seed; 32]), now: Instant::ORIGIN }
}

fn plain(kind: MessageType, code: Code, id: u16, token: &[u8]) -> Vec<u8> {
    datagram((kind, code, id), token, &OptionsBuf::new(), b"")
}

fn with_option(kind: MessageType, number: u16, value: &[u8]) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push(OptionNumber::new(number), value).unwrap();
    datagram((kind, Code::GET, 9), b"t", &options, b"")
}

/// Begins a request; what it sends is still to be taken.
fn begin(client: &mut Lone, to: u32, reliability: Reliability) -> ExchangeId {
    let mut request = Request::new(Code::GET);
    request.reliability = reliability;
    client.endpoint.request(client.now, peer(to), request).unwrap()
}

/// Asks a peer and returns the message that went out.
fn ask(client: &mut Lone, to: u32, reliability: Reliability) -> Sent {
    begin(client, to, reliability);
    client.only()
}

/// How many requests of the client were answered since the last look.
fn answered(client: &mut Lone) -> usize {
    let events = client.events();
    events.iter().filter(|event| matches!(event, Event::Response { .. })).count()
}

/// Delivers what one endpoint sent to the other; returns the length of the longest datagram.
fn hand_over(from: &mut Lone, to: &mut Lone, number: u32) -> usize {
    let sent = from.sent();
    for sent in &sent {
        to.take(peer(number), &sent.datagram);
    }
    sent.iter().map(|sent| sent.datagram.len()).max().unwrap_or_default()
}

/// An answer of each kind that a confirmable message can ask for.
fn reactions() -> Vec<(Vec<u8>, Sent)> {
    let mut all = Vec::new();
    for bytes in [
        vec![0x40, 0x00, 0, 1],
        vec![0x40, 0x20, 0, 2],
        vec![0x40, 0xE1, 0, 3],
        vec![0x40, 0x01, 0, 4, 0xFF],
        vec![0x49, 0x01, 0, 5],
        plain(CON, Code::CONTENT, 6, b"t"),
        with_option(CON, 9_001, b""),
        with_option(CON, 16, &[0]),
    ] {
        let mut server = lone();
        server.take(peer(1), &bytes);
        all.push((bytes, server.only()));
    }
    let get = plain(CON, Code::GET, 7, b"t");
    let (mut quick, mut slow) = (lone(), lone());
    let mut refusing = Lone::new(|config| config.role = Role::Client);
    for server in [&mut quick, &mut slow, &mut refusing] {
        server.take(peer(1), &get);
    }
    quick.answer_all();
    slow.pass(Duration::from_secs(1));
    all.extend([quick, slow, refusing].map(|mut server| (get.clone(), server.only())));

    let mut client = lone();
    let sent = ask(&mut client, 1, Reliability::Confirmable);
    let response = plain(CON, Code::CONTENT, 8, &sent.token);
    client.take(peer(1), &response);
    all.push((response, client.only()));
    all
}

// rfc: M-7252-3-02
#[test]
fn every_message_says_version_1() {
    let mut sent: Vec<_> = reactions().into_iter().map(|(_, sent)| sent).collect();
    let mut client = lone();
    sent.push(ask(&mut client, 1, Reliability::Confirmable));
    sent.push(ask(&mut client, 2, Reliability::NonConfirmable));
    client.endpoint.ping(client.now, peer(3)).unwrap();
    sent.push(client.only());

    assert!(sent.iter().all(|sent| sent.datagram[0] >> 6 == 1));
}

// rfc: M-7252-3-07
#[test]
fn a_marker_stands_before_a_payload_only_and_the_payload_is_all_that_follows() {
    let mut client = lone();
    let sent = ask(&mut client, 1, Reliability::Confirmable);
    assert_eq!(sent.datagram.len(), 4 + sent.token.len(), "no marker before nothing");

    let payload = [0xFF, 0, 0xFF, 0xFF];
    let mut request = Request::new(Code::POST);
    request.payload = payload.to_vec().into();
    client.endpoint.request(client.now, peer(2), request).unwrap();
    let sent = client.only();
    assert_eq!(sent.datagram[4 + sent.token.len()..], [0xFF, 0xFF, 0, 0xFF, 0xFF]);

    let mut server = lone();
    server.take(peer(1), &sent.datagram);
    assert!(
        matches!(&server.events()[..], [Event::Request { request, .. }] if request.payload[..] == payload)
    );
}

// rfc: M-7252-3.2-04
#[test]
fn strings_are_compared_byte_by_byte() {
    let composed = "caf\u{e9}";
    let decomposed = "cafe\u{301}";
    let mut server = lone();
    let mut send = |id: u16, observe: u32, path: &str| {
        let mut options = OptionsBuf::new();
        options.push_uint(OptionNumber::OBSERVE, observe);
        options.push_str(OptionNumber::URI_PATH, path).unwrap();
        server.take(peer(1), &datagram((CON, Code::GET, id), b"t", &options, b""));
        let request = server.requests()[0];
        let state = Response::new(Code::CONTENT);
        server.endpoint.respond_registering(server.now, request, state, ResourceId(1)).unwrap();
        server.endpoint.observers(ResourceId(1))
    };

    assert_eq!(send(1, 0, composed), 1);
    assert_eq!(send(2, 1, decomposed), 1, "another resource, though it looks the same");
    assert_eq!(send(3, 1, composed), 0);
}

// rfc: M-7252-4.2-01, M-7252-4.2-02, M-7252-4.2-04
#[test]
fn each_confirmable_message_is_acknowledged_or_rejected_under_its_own_id() {
    for (received, sent) in reactions() {
        assert_eq!(sent.id.to_be_bytes(), received[2..4], "{received:x?}");
        match sent.kind {
            ACK => assert!(sent.code.is_empty() || sent.code.is_response(), "{received:x?}"),
            RST => assert_eq!(sent.datagram.len(), 4, "{received:x?}"),
            CON | NON => panic!("{received:x?} is neither acknowledged nor rejected"),
        }
    }
}

// rfc: M-7252-4.2-08
#[test]
fn each_confirmable_message_in_flight_has_its_own_timeout_and_counter() {
    let mut client = lone();
    let first = ask(&mut client, 1, Reliability::Confirmable);
    client.pass(Duration::from_secs(20));
    let early = client.sent().len();
    let second = ask(&mut client, 2, Reliability::Confirmable);
    client.pass(Duration::from_secs(100));

    let sent = client.sent();
    let copies = |of: &Sent| sent.iter().filter(|sent| sent.datagram == of.datagram).count();
    assert_eq!((early + copies(&first), copies(&second)), (4, 4));
}

// rfc: M-7252-4.4-04
#[test]
fn the_first_message_id_is_random_for_each_endpoint_and_each_peer() {
    let mut first = BTreeSet::new();
    for seed in 0..10 {
        let mut client = seeded(seed);
        first.extend((0..10).map(|to| ask(&mut client, to, Reliability::Confirmable).id));
    }

    assert!(first.len() >= 95, "only {} of 100 ids differ", first.len());
    let quarters: BTreeSet<u16> = first.iter().map(|id| id >> 14).collect();
    assert_eq!(quarters.len(), 4, "they lie everywhere");
    let next = first.iter().filter(|id| first.contains(&id.wrapping_add(1))).count();
    assert!(next <= 5, "{next} follow one another");
}

// rfc: M-7252-4.6-02
#[test]
fn where_nothing_is_known_of_the_path_a_packet_has_at_most_1280_bytes() {
    const UDP_OVER_IPV6: usize = 40 + 8;
    let mut client = lone();
    let mut server = lone();
    let mut request = Request::new(Code::PUT);
    request.options.push_str(OptionNumber::URI_PATH, "a/path/of/ordinary/length").unwrap();
    request.options.push_str(OptionNumber::URI_QUERY, "a=query&of=that&kind=too").unwrap();
    request.payload = vec![1; 10_000].into();
    client.endpoint.request(client.now, peer(2), request).unwrap();

    let mut longest = 0;
    for _ in 0..40 {
        longest = longest.max(hand_over(&mut client, &mut server, 1));
        longest = longest.max(hand_over(&mut server, &mut client, 2));
        for id in server.requests() {
            let response = Response::new(Code::CHANGED).with_payload(vec![2; 10_000]);
            server.endpoint.respond(server.now, id, response).unwrap();
        }
    }

    assert!(
        matches!(&client.events()[..], [Event::Response { response, .. }] if response.payload.len() == 10_000)
    );
    assert!((1024..=1280 - UDP_OVER_IPV6).contains(&longest), "{longest} bytes");
}

// rfc: M-7252-4.7-02
#[test]
fn what_is_acknowledged_or_answered_or_long_silent_is_outstanding_no_more() {
    let mut client = lone();
    let sent = ask(&mut client, 1, Reliability::Confirmable);
    begin(&mut client, 1, Reliability::Confirmable);
    assert!(client.sent().is_empty(), "one is outstanding");
    client.take(peer(1), &plain(ACK, Code::EMPTY, sent.id, b""));
    assert_eq!(client.sent().len(), 1, "it was acknowledged");

    let sent = ask(&mut client, 2, Reliability::NonConfirmable);
    begin(&mut client, 2, Reliability::NonConfirmable);
    assert!(client.sent().is_empty(), "one is outstanding");
    client.take(peer(2), &plain(NON, Code::CONTENT, 1, &sent.token));
    assert_eq!(client.sent().len(), 1, "it was answered");

    let mut client = lone();
    let sent = ask(&mut client, 3, Reliability::NonConfirmable);
    begin(&mut client, 3, Reliability::NonConfirmable);
    let seconds = u64::try_from(sent.datagram.len()).unwrap();
    client.pass(Duration::from_secs(seconds - 1));
    assert!(client.sent().is_empty(), "PROBING_RATE is a byte a second");
    client.pass(Duration::from_secs(1));
    assert_eq!(client.sent().len(), 1, "its bytes have had their time");
}

// rfc: M-7252-4.8-01
#[test]
fn the_defaults_are_those_of_the_registry() {
    let text = include_str!("../../../../tests/vectors/registries.toml");
    let section = text.split("[constants.rfc7252]").nth(1).unwrap();
    let value = |name: &str| {
        let line = section.lines().find(|line| line.starts_with(name)).unwrap();
        let value = line.split(['=', '#']).nth(1).unwrap();
        value.trim().parse::<f64>().unwrap()
    };
    let seconds = |name| Duration::from_secs_f64(value(name));
    let defaults = Transmission::default();

    for (name, actual) in [
        ("ACK_TIMEOUT_S", defaults.ack_timeout),
        ("DEFAULT_LEISURE_S", defaults.default_leisure),
        ("MAX_LATENCY_S", defaults.max_latency),
        ("MAX_TRANSMIT_SPAN_S", defaults.max_transmit_span()),
        ("MAX_TRANSMIT_WAIT_S", defaults.max_transmit_wait()),
        ("EXCHANGE_LIFETIME_S", defaults.exchange_lifetime()),
        ("NON_LIFETIME_S", defaults.non_lifetime()),
    ] {
        assert_eq!(actual, seconds(name), "{name}");
    }
    for (name, actual) in [
        ("ACK_RANDOM_FACTOR", defaults.ack_random_factor),
        ("MAX_RETRANSMIT", f64::from(defaults.max_retransmit)),
        ("NSTART", f64::from(defaults.nstart)),
        ("PROBING_RATE_BYTES_PER_S", f64::from(defaults.probing_rate)),
    ] {
        assert!((actual - value(name)).abs() < f64::EPSILON, "{name}");
    }
}

// rfc: M-7252-4.8.1-01
#[test]
fn no_experience_with_a_peer_lowers_ack_timeout_or_raises_nstart() {
    let mut client = lone();
    begin(&mut client, 1, Reliability::Confirmable);
    begin(&mut client, 1, Reliability::Confirmable);

    for _ in 0..50 {
        let sent = client.only();
        begin(&mut client, 1, Reliability::Confirmable);
        client.pass(Duration::from_millis(1_999));
        assert!(client.sent().is_empty(), "neither a copy nor a second one");
        client.take(peer(1), &plain(ACK, Code::CONTENT, sent.id, &sent.token));
    }
}

// rfc: M-7252-4.8.1-02
#[test]
fn ack_random_factor_counts_as_1_at_least_and_spreads_by_default() {
    let mut client = Lone::new(|config| config.transmission.ack_random_factor = 0.5);
    for to in 0..50 {
        ask(&mut client, to, Reliability::Confirmable);
    }
    client.pass(Duration::from_millis(1_999));
    assert!(client.sent().is_empty(), "nothing is repeated before ACK_TIMEOUT");

    let mut client = lone();
    for to in 0..50 {
        ask(&mut client, to, Reliability::Confirmable);
    }
    client.pass(Duration::from_millis(2_500));
    let early = client.sent().len();
    client.pass(Duration::from_millis(501));
    let late = client.sent().len();
    assert!((10..=40).contains(&early), "{early} within the first half");
    assert_eq!(early + late, 50, "all within ACK_TIMEOUT * ACK_RANDOM_FACTOR");
}

// rfc: M-7252-5.2.3-01
#[test]
fn a_non_confirmable_request_is_answered_in_a_non_confirmable_message() {
    for wait in [0, 1, 100] {
        let mut server = lone();
        server.take(peer(1), &plain(NON, Code::GET, 7, b"t"));
        server.pass(Duration::from_secs(wait));
        server.answer_all();

        let sent = server.only();
        assert_eq!((sent.kind, sent.code, &sent.token[..]), (NON, Code::CONTENT, &b"t"[..]));
    }
}

// rfc: M-7252-5.2.3-02
#[test]
fn a_response_counts_whatever_the_type_of_its_message() {
    for (asked, acknowledged, response) in [
        (Reliability::Confirmable, false, NON),
        (Reliability::Confirmable, true, NON),
        (Reliability::Confirmable, false, CON),
        (Reliability::Confirmable, true, CON),
        (Reliability::NonConfirmable, false, CON),
        (Reliability::NonConfirmable, false, NON),
    ] {
        let mut client = lone();
        let sent = ask(&mut client, 1, asked);
        if acknowledged {
            client.take(peer(1), &plain(ACK, Code::EMPTY, sent.id, b""));
        }
        client.take(peer(1), &plain(response, Code::CONTENT, 77, &sent.token));

        assert_eq!(answered(&mut client), 1, "{asked:?} {acknowledged} {response}");
        client.sent();
        client.pass(Duration::from_secs(100));
        assert!(client.sent().is_empty(), "nothing is repeated");
    }
}

// rfc: M-7252-5.3.1-02, M-7252-5.3.1-03, M-7252-5.3.1-04, M-9175-4.2-01
#[test]
fn tokens_differ_and_all_their_64_bits_are_random() {
    let mut tokens = BTreeSet::new();
    let (mut ever_set, mut always_set) = (0, u64::MAX);
    for seed in 0..2 {
        let mut client = seeded(seed);
        for _ in 0..500 {
            let id = begin(&mut client, 1, Reliability::Confirmable);
            let token = client.endpoint.token(id).unwrap();
            let bits = u64::from_be_bytes(token.as_bytes().try_into().unwrap());
            tokens.insert(bits);
            ever_set |= bits;
            always_set &= bits;
        }
    }

    assert_eq!(tokens.len(), 1_000, "also those of two endpoints");
    assert_eq!((ever_set, always_set), (u64::MAX, 0), "no bit is the same in all");
}

// rfc: M-7252-5.3.2-02, M-7252-5.3.2-03
#[test]
fn a_piggybacked_response_needs_id_and_token_and_a_separate_one_the_token() {
    for (kind, right_id, right_token, comes) in [
        (ACK, true, true, 1),
        (ACK, true, false, 0),
        (ACK, false, true, 0),
        (CON, false, true, 1),
        (CON, true, false, 0),
        (NON, false, true, 1),
        (NON, true, false, 0),
    ] {
        let mut client = lone();
        let sent = ask(&mut client, 1, Reliability::Confirmable);
        let id = if right_id { sent.id } else { sent.id ^ 1 };
        let token = if right_token { &sent.token[..] } else { b"otherone" };

        client.take(peer(1), &plain(kind, Code::CONTENT, id, token));

        assert_eq!(answered(&mut client), comes, "{kind} {right_id} {right_token}");
    }
}

// rfc: M-7252-5.4.1-05
#[test]
fn odd_numbers_are_critical_also_where_nobody_knows_them() {
    let numbers = (1..=u16::MAX).step_by(7).map(OptionNumber::new);
    for number in numbers.filter(|number| number.definition().is_none()) {
        let is_odd = number.value() % 2 == 1;
        let mut server = lone();

        server.take(peer(1), &with_option(CON, number.value(), b""));

        assert_eq!(number.is_critical(), is_odd);
        assert_eq!(server.requests().len(), usize::from(!is_odd), "{number}");
        let refusals = server.sent().iter().filter(|sent| sent.code == Code::BAD_OPTION).count();
        assert_eq!(refusals, usize::from(is_odd), "{number}");
    }
}

// rfc: M-7252-5.4.4-01
#[test]
fn nothing_is_said_that_holds_by_default() {
    let mut client = lone();
    let sent = ask(&mut client, 1, Reliability::Confirmable);
    assert_eq!(sent.options, OptionsBuf::new());

    let mut server = lone();
    server.take(peer(2), &sent.datagram);
    server.answer_all();
    assert_eq!(server.only().options, OptionsBuf::new(), "no Max-Age of 60, no Block2 of 0");
}

// rfc: M-7252-5.4.4-02
#[test]
fn a_state_without_max_age_is_fresh_for_60_seconds() {
    let mut client = lone();
    let id = client.endpoint.observe(client.now, peer(1), Request::new(Code::GET)).unwrap();
    let sent = client.only();
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::OBSERVE, 1);
    client.take(peer(1), &datagram((ACK, Code::CONTENT, sent.id), &sent.token, &options, b""));
    assert_eq!(client.events().first().and_then(Event::exchange), Some(id));

    client.pass(Duration::from_secs(60));
    assert!(client.sent().is_empty(), "not before the state is old");
    client.pass(Duration::from_secs(16));
    assert!(!client.sent().is_empty(), "then it is asked for again");
}

// rfc: M-7252-8.1-01
#[test]
fn a_request_to_a_group_is_never_confirmable() {
    let mut client = Lone::new(|config| config.role = Role::Client);
    let group = Peer::new("224.0.1.187:5683".parse().unwrap());

    client.endpoint.request(client.now, group, Request::new(Code::GET)).unwrap();

    assert_eq!(client.only().kind, MessageType::NonConfirmable);
}

// rfc: M-7252-4.2-01
#[test]
fn what_nobody_has_room_for_is_rejected() {
    let mut server = Lone::new(|config| config.limits.peers = 1);
    let post = |id: u16| {
        datagram((MessageType::Confirmable, Code::POST, id), b"t", &OptionsBuf::new(), b"x")
    };
    server.take(peer(1), &post(1));
    assert_eq!(server.requests().len(), 1);

    server.take(peer(2), &post(2));

    let sent = server.only();
    assert_eq!((sent.kind, sent.id), (MessageType::Reset, 2));
}

// rfc: M-7252-4.8.1-02
#[test]
fn a_factor_below_1_shortens_no_span() {
    let mut transmission = Config::default().transmission;
    for factor in [-1.0, 0.0, 0.5, f64::NAN] {
        transmission.ack_random_factor = factor;
        assert_eq!(transmission.max_transmit_span(), Duration::from_secs(30), "{factor}");
        assert!(transmission.exchange_lifetime() > Duration::from_secs(200), "{factor}");
    }
}
