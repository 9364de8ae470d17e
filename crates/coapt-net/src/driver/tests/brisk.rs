//! A steady conversation, where waiting and receiving are one call.

use std::net::UdpSocket as PlainSocket;
use std::thread;
use std::time::Duration;

use coapt_proto::{Event, Failure};

use super::{get, next_event, open, plain, settings};
use crate::driver::{Driver, Turn};
use crate::socket::MOMENT;

/// Gives a driver that received so many datagrams one by one that it expects the next in a moment.
fn brisk() -> (Driver, PlainSocket) {
    let mut driver = open(&settings("127.0.0.1:0"));
    let sender = plain("127.0.0.1:0");
    while !driver.pace.is_brisk() {
        sender.send_to(b"?", driver.local_addr()).unwrap();
        assert_eq!(driver.turn(None).unwrap().received, 1);
    }
    (driver, sender)
}

#[test]
fn the_next_datagram_ends_the_turn() {
    let (mut driver, sender) = brisk();
    sender.send_to(b"?", driver.local_addr()).unwrap();

    assert_eq!(driver.turn(None).unwrap(), Turn { received: 1, woken: false });
}

#[test]
fn a_silence_ends_in_a_real_wait() {
    let (mut driver, sender) = brisk();
    let until = driver.instant_after(50 * MOMENT);

    assert_eq!(driver.turn(Some(until)).unwrap(), Turn::default());

    assert!(driver.now() >= until);
    assert!(!driver.pace.is_brisk());
    sender.send_to(b"?", driver.local_addr()).unwrap();
    assert_eq!(driver.turn(None).unwrap().received, 1, "later traffic is received all the same");
}

#[test]
fn a_near_deadline_is_kept() {
    let (mut driver, _sender) = brisk();
    let until = driver.instant_after(Duration::from_micros(500));

    assert_eq!(driver.turn(Some(until)).unwrap(), Turn::default());

    assert!(driver.now() >= until);
    assert_eq!(driver.receive_now().unwrap(), Turn::default());
}

#[test]
fn a_waker_is_heard_and_makes_the_driver_listen_for_the_next() {
    let (mut driver, sender) = brisk();
    let waker = driver.waker();
    let thread = thread::spawn(move || waker.wake());

    assert!(driver.turn(None).unwrap().woken);

    thread.join().unwrap();
    for _ in 0..100 {
        sender.send_to(b"?", driver.local_addr()).unwrap();
        driver.turn(None).unwrap();
    }
    assert!(!driver.pace.is_brisk());
}

#[test]
fn a_report_of_a_closed_port_ends_the_wait() {
    let (mut driver, _sender) = brisk();
    let nobody = plain("127.66.0.1:0").local_addr().unwrap();

    get(&mut driver, nobody);
    let event = next_event(&mut driver);

    assert!(matches!(event, Event::Failed { cause: Failure::Unreachable, .. }), "{event:?}");
}

#[test]
fn a_full_batch_is_left_for_the_next_turn() {
    let (mut driver, sender) = brisk();
    for _ in 0..5 {
        sender.send_to(b"?", driver.local_addr()).unwrap();
    }

    let mut received = 0;
    while received < 5 {
        received += driver.turn(None).unwrap().received;
    }

    assert_eq!(driver.receive_now().unwrap().received, 0);
}
