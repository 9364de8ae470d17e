//! Drivers whose network is bad on purpose.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use coapt_proto::Peer;

use super::{get, next_event, open, plain, pump, settings};
use crate::driver::Driver;
use crate::faults::Faults;
use crate::tap::{Tap, Way};

struct Losses(Arc<Mutex<Vec<(Way, Peer)>>>);

impl Tap for Losses {
    fn received(&mut self, _from: &Peer, _bytes: &[u8]) {}

    fn sent(&mut self, _to: &Peer, _bytes: &[u8]) {}

    fn dropped(&mut self, way: Way, peer: &Peer, _bytes: &[u8]) {
        self.0.lock().unwrap().push((way, *peer));
    }
}

#[test]
fn a_repeated_datagram_arrives_twice_and_does_no_harm() {
    let faults = Faults { duplication: 1.0, ..Faults::default() };
    let peer = plain("127.0.0.1:0");
    let mut driver = faulty(faults.clone());

    get(&mut driver, peer.local_addr().unwrap());
    driver.flush();

    let copies = [(); 2].map(|()| {
        let mut buffer = [0; 100];
        let length = peer.recv(&mut buffer).unwrap();
        buffer[..length].to_vec()
    });
    assert_eq!(copies[0], copies[1]);
    let mut drivers = [faulty(faults), open(&settings("127.0.0.1:0"))];
    let server = drivers[1].local_addr();
    get(&mut drivers[0], server);
    pump(&mut drivers, b"once");
}

#[test]
fn a_delay_counts_both_ways_and_among_the_deadlines() {
    let delay = Duration::from_millis(30)..=Duration::from_millis(40);
    let faults = Faults { delay, ..Faults::default() };
    let mut drivers = [faulty(faults), open(&settings("127.0.0.1:0"))];
    let server = drivers[1].local_addr();
    let begun = drivers[0].now();

    get(&mut drivers[0], server);
    drivers[0].flush();
    let due = drivers[0].next_deadline().unwrap();
    pump(&mut drivers, b"late");

    assert!(due <= begun + Duration::from_secs(1), "the delay ends before the retransmission");
    assert!(drivers[0].now().saturating_since(begun) >= Duration::from_millis(60));
}

#[test]
fn a_loss_is_told_and_seen_by_nobody_else() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let peer = plain("127.0.0.1:0");
    let to = peer.local_addr().unwrap();
    let mut driver = faulty(Faults { loss: 1.0, ..Faults::default() });
    driver.set_tap(Some(Box::new(Losses(Arc::clone(&seen)))));

    get(&mut driver, to);
    driver.flush();
    peer.send_to(b"anything", driver.local_addr()).unwrap();
    while driver.turn(None).unwrap().received == 0 {}

    assert_eq!(*seen.lock().unwrap(), [(Way::Out, Peer::new(to)), (Way::In, Peer::new(to))]);
    peer.set_nonblocking(true).unwrap();
    assert!(peer.recv(&mut [0; 10]).is_err());
}

#[test]
fn without_faults_again_all_is_as_before() {
    let peer = plain("127.0.0.1:0");
    let mut driver = faulty(Faults { loss: 1.0, ..Faults::default() });
    driver.set_faults(None);

    get(&mut driver, peer.local_addr().unwrap());
    driver.flush();
    let mut request = [0; 100];
    let (_, from) = peer.recv_from(&mut request).unwrap();
    peer.send_to(&[0x70, 0, request[2], request[3]], from).unwrap();

    next_event(&mut driver);
}

fn faulty(faults: Faults) -> Driver {
    let mut driver = open(&settings("127.0.0.1:0"));
    driver.set_faults(Some(faults));
    driver
}
