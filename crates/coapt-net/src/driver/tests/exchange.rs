//! Exchanges over sockets.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coapt_proto::{Config, Event, Failure, Peer, Problem, Transmission};

use super::{get, next_event, open, plain, pump, serve, settings};
use crate::driver::{Driver, wait_any};
use crate::settings::{PacketInfo, SocketSettings};
use crate::tap::Tap;

/// What a tap saw: the direction, the peer, the bytes.
type Seen = Vec<(&'static str, Peer, Vec<u8>)>;

struct Recorder(Arc<Mutex<Seen>>);

impl Tap for Recorder {
    fn received(&mut self, from: &Peer, bytes: &[u8]) {
        self.0.lock().unwrap().push(("in", *from, bytes.to_vec()));
    }

    fn sent(&mut self, to: &Peer, bytes: &[u8]) {
        self.0.lock().unwrap().push(("out", *to, bytes.to_vec()));
    }
}

fn payload(event: &Event) -> &[u8] {
    let Event::Response { response, .. } = event else { panic!("{event:?} is no response") };
    &response.payload
}

#[test]
fn a_get_is_answered() {
    for local in ["127.0.0.1:0", "[::1]:0"] {
        let mut drivers = [open(&settings(local)), open(&settings(local))];
        let server = drivers[1].local_addr();

        get(&mut drivers[0], server);
        let event = pump(&mut drivers, b"21.5");

        assert_eq!(payload(&event), b"21.5");
    }
}

#[test]
fn a_paired_server_answers_from_the_address_that_was_asked() {
    let pair = SocketSettings { packet_info: PacketInfo::Pair, ..settings("0.0.0.0:0") };
    let mut drivers = [open(&settings("127.0.0.1:0")), open(&pair)];
    let server = SocketAddr::new([127, 0, 0, 3].into(), drivers[1].local_addr().port());

    get(&mut drivers[0], server);
    let event = pump(&mut drivers, b"here");

    assert_eq!(payload(&event), b"here");
    assert_eq!(drivers[1].destination(), Some(server.ip()));
    assert_eq!(drivers[0].destination(), None);
}

#[test]
fn a_large_body_goes_through() {
    static BODY: [u8; 100_000] = [b'x'; 100_000];
    let mut drivers = [open(&settings("127.0.0.1:0")), open(&settings("127.0.0.1:0"))];
    let server = drivers[1].local_addr();

    get(&mut drivers[0], server);
    let event = pump(&mut drivers, &BODY);

    assert_eq!(payload(&event), BODY);
}

#[test]
fn one_turn_at_a_time_does_as_well() {
    let mut client = open(&settings("127.0.0.1:0"));
    let mut server = open(&settings("127.0.0.1:0"));

    get(&mut client, server.local_addr());
    assert_eq!(client.receive_now().unwrap().received, 0);
    assert_eq!(server.turn(None).unwrap().received, 1);
    assert_eq!(serve(&mut server, b"done"), None);
    server.flush();

    assert_eq!(payload(&next_event(&mut client)), b"done");
}

#[test]
fn a_closed_port_ends_the_request_at_once() {
    for is_connected in [false, true] {
        let nobody = plain("127.66.0.1:0").local_addr().unwrap();
        let connect = is_connected.then_some(nobody);
        let mut driver = open(&SocketSettings { connect, ..settings("127.0.0.1:0") });

        get(&mut driver, nobody);
        let event = next_event(&mut driver);

        assert!(matches!(event, Event::Failed { cause: Failure::Unreachable, .. }), "{event:?}");
    }
}

#[test]
fn a_datagram_that_is_too_long_becomes_a_problem() {
    let mut driver = open(&SocketSettings { max_packet_size: 20, ..settings("127.0.0.1:0") });

    plain("127.0.0.1:0").send_to(&[0x40; 21], driver.local_addr()).unwrap();
    let event = next_event(&mut driver);

    assert!(matches!(event, Event::Problem { problem: Problem::Truncated, .. }), "{event:?}");
}

#[test]
fn what_cannot_be_sent_is_reported_once() {
    let source = Some("192.0.2.99".parse().unwrap());
    let mut driver = open(&SocketSettings { source, ..settings("0.0.0.0:0") });
    let to = plain("127.0.0.1:0").local_addr().unwrap();

    get(&mut driver, to);
    driver.flush();

    let failure = driver.take_send_error().unwrap();
    assert_eq!(failure.to, Peer::new(to));
    assert_eq!(failure.datagram[0] >> 6, 1, "a message of version 1");
    assert_eq!(failure.error.raw_os_error(), Some(libc::EADDRNOTAVAIL));
    assert!(driver.take_send_error().is_none());
}

#[test]
fn a_refused_datagram_ends_the_turn_before_it_is_sent_again() {
    let of_the_other_family: SocketAddr = "[::1]:5683".parse().unwrap();

    let mut driver = open(&settings("127.0.0.1:0"));
    get(&mut driver, of_the_other_family);
    driver.turn(None).unwrap();
    assert_eq!(std::iter::from_fn(|| driver.take_send_error()).count(), 1);

    let mut driver = open(&settings("127.0.0.1:0"));
    get(&mut driver, of_the_other_family);
    wait_any([&mut driver, &mut open(&settings("127.0.0.1:0"))], None).unwrap();
    assert_eq!(std::iter::from_fn(|| driver.take_send_error()).count(), 1);
}

#[test]
fn a_request_is_sent_again_when_it_is_due() {
    let silent = plain("127.0.0.1:0");
    let ack_timeout = Duration::from_millis(2);
    let mut config = Config::default();
    config.transmission = Transmission { ack_timeout, ..Transmission::default() };
    let mut driver = Driver::open(&settings("127.0.0.1:0"), config).unwrap();

    let started = driver.now();
    get(&mut driver, silent.local_addr().unwrap());
    let event = next_event(&mut driver);

    assert!(matches!(event, Event::Failed { cause: Failure::TimedOut, .. }), "{event:?}");
    assert!(driver.now() - started >= ack_timeout);
    let (mut first, mut copy) = ([0; 64], [0; 64]);
    silent.recv(&mut first).unwrap();
    silent.recv(&mut copy).unwrap();
    assert_eq!(copy, first);
}

#[test]
fn a_tap_sees_all_that_goes_through() {
    let seen = Arc::new(Mutex::new(Seen::new()));
    let mut drivers = [open(&settings("127.0.0.1:0")), open(&settings("127.0.0.1:0"))];
    let server = drivers[1].local_addr();
    drivers[0].set_tap(Some(Box::new(Recorder(Arc::clone(&seen)))));

    get(&mut drivers[0], server);
    pump(&mut drivers, b"tapped");
    drivers[0].set_tap(None);
    get(&mut drivers[0], server);
    pump(&mut drivers, b"not tapped");

    let seen = seen.lock().unwrap();
    let directions: Vec<_> = seen.iter().map(|(direction, peer, _)| (*direction, *peer)).collect();
    assert_eq!(directions, [("out", Peer::new(server)), ("in", Peer::new(server))]);
    assert!(seen[1].2.ends_with(b"tapped"));
}

#[test]
fn a_turn_receives_one_batch_and_the_next_goes_on() {
    let mut driver = open(&settings("127.0.0.1:0"));
    let sender = plain("127.0.0.1:0");
    for _ in 0..100 {
        sender.send_to(b"not coap", driver.local_addr()).unwrap();
    }

    let mut received = Vec::new();
    while received.iter().sum::<usize>() < 100 {
        received.push(driver.turn(None).unwrap().received);
    }

    assert_eq!(received, [1, 2, 4, 8, 16, 32, 37]);
    assert_eq!(driver.receive_now().unwrap().received, 0);
}

#[test]
fn while_much_is_sent_what_comes_in_is_received() {
    let [one, other] = ["0.0.0.0:0", "127.0.0.1:0"].map(plain);
    let port = one.local_addr().unwrap().port();
    let mut driver = open(&settings("127.0.0.1:0"));
    for last in 1..=250 {
        get(&mut driver, SocketAddr::new([127, 8, 0, last].into(), port));
    }

    let mut sent = 0;
    for _ in 0..3 {
        other.send_to(b"?", driver.local_addr()).unwrap();
        assert_eq!(driver.turn(None).unwrap().received, 1);
        sent += 1;
        assert_eq!(driver.has_more(), sent < 3, "turn {sent}");
    }

    for _ in 0..250 {
        one.recv(&mut [0; 64]).unwrap();
    }
}
