//! What ends a wait.

use std::os::fd::AsRawFd;
use std::thread;
use std::time::Duration;

use super::{PATIENCE, open, plain, settings};
use crate::driver::{Turn, WaitEnd, pause, wait_any};

const WOKEN: Turn = Turn { received: 0, woken: true };

#[test]
fn a_turn_ends_when_its_time_is_up_and_not_before() {
    let mut driver = open(&settings("127.0.0.1:0"));
    let until = driver.instant_after(Duration::from_micros(3500));

    let turn = driver.turn(Some(until)).unwrap();

    assert_eq!(turn, Turn::default());
    assert!(driver.now() >= until);
}

#[test]
fn a_waker_ends_a_wait_without_a_limit() {
    let mut driver = open(&settings("127.0.0.1:0"));
    let waker = driver.waker();
    let thread = thread::spawn(move || waker.wake());

    let turn = driver.turn(None).unwrap();

    thread.join().unwrap();
    assert_eq!(turn, WOKEN);
}

#[test]
fn wake_ups_before_a_wait_count_once() {
    let mut driver = open(&settings("127.0.0.1:0"));
    let waker = driver.waker();
    waker.wake();
    waker.clone().wake();

    assert_eq!(driver.turn(None).unwrap(), WOKEN);
    assert_eq!(driver.receive_now().unwrap(), Turn::default());

    waker.wake();
    assert_eq!(driver.turn(None).unwrap(), WOKEN);
}

#[test]
fn a_busy_driver_is_woken_too() {
    let mut driver = open(&settings("127.0.0.1:0"));
    let sender = plain("127.0.0.1:0");
    for _ in 0..2 {
        sender.send_to(b"?", driver.local_addr()).unwrap();
    }
    assert_eq!(driver.turn(None).unwrap().received, 1);

    driver.waker().wake();

    assert_eq!(driver.turn(None).unwrap(), Turn { received: 1, woken: true });
}

#[test]
fn several_drivers_wait_for_the_first() {
    let mut drivers = [
        open(&settings("127.0.0.1:0")),
        open(&settings("[::1]:0")),
        open(&settings("127.0.0.1:0")),
    ];

    plain("[::1]:0").send_to(b"?", drivers[1].local_addr()).unwrap();
    assert_eq!(wait_any(&mut drivers, None).unwrap(), Turn { received: 1, woken: false });

    drivers[2].waker().wake();
    assert_eq!(wait_any(&mut drivers, Some(PATIENCE)).unwrap(), WOKEN);

    let quiet = wait_any(&mut drivers, Some(Duration::ZERO)).unwrap();
    assert_eq!(quiet, Turn::default());
}

#[test]
fn drivers_have_descriptors_of_their_own() {
    let (one, other) = (open(&settings("127.0.0.1:0")), open(&settings("127.0.0.1:0")));

    assert_ne!(one.as_raw_fd(), other.as_raw_fd());
    assert_ne!(one.local_addr(), other.local_addr());
    assert!(one.receive_buffer_size() > 0 && one.send_buffer_size() > 0);
}

#[test]
fn what_a_driver_waits_for_can_be_waited_for_without_it() {
    let mut driver = open(&settings("127.0.0.1:0"));
    let until = driver.instant_after(PATIENCE);
    let (readiness, time_left) = driver.readiness(Some(until)).unwrap();
    let peer = plain("127.0.0.1:0");
    for _ in 0..2 {
        peer.send_to(b"?", driver.local_addr()).unwrap();
    }

    let waiting = thread::spawn(move || readiness.wait(time_left));

    assert_eq!(waiting.join().unwrap().unwrap(), WaitEnd::Ready);
    assert!(driver.receive_now().unwrap().received > 0);
    let (again, time_left) = driver.readiness(Some(until)).unwrap();
    assert_eq!(time_left, Some(Duration::ZERO), "more is likely there");
    driver.waker().wake();
    assert_eq!(again.wait(None).unwrap(), WaitEnd::Ready);
}

#[test]
fn a_pause_ends_by_itself() {
    assert_eq!(pause(Duration::from_millis(1)).unwrap(), WaitEnd::Ready);
}
