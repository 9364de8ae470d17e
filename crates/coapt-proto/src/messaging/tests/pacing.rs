//! Averages that are kept to, peer by peer.

use super::*;

use Code as C;

#[test]
fn a_peer_is_answered_so_many_requests_a_second_and_a_seconds_worth_of_them_at_once() {
    for (rate, at_once) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let mut layer = limited(rate);
        let gap = 1_000 / u64::from(rate.max(1));

        for id in 0..at_once {
            assert_eq!(ask(&mut layer, 1, id), "request", "{rate} a second");
        }
        assert_eq!(ask(&mut layer, 1, 100), "too many", "{rate} a second");
        assert_eq!(ask(&mut layer, 1, 100), "too many", "and its copy is no copy of anything");
        assert_eq!(ask(&mut layer, 1, 0), "nothing", "copies of what was taken do not count");
        assert_eq!(ask(&mut layer, 2, 1), "request", "another peer has a rate of its own");

        layer.wait(gap - 1);
        assert_eq!(ask(&mut layer, 1, 100), "too many", "{rate} a second");
        layer.wait(1);
        assert_eq!(ask(&mut layer, 1, 100), "request", "{rate} a second");
        assert_eq!(ask(&mut layer, 1, 101), "too many", "{rate} a second");
    }
}

#[test]
fn responses_have_no_rate() {
    let mut layer = limited(1);
    for id in 0..10 {
        let bytes = datagram(NonConfirmable, C::CONTENT, MessageId::new(id), b"");
        assert_eq!(kind_of(&layer.receive(1, &bytes)), "separate");
    }
    assert_eq!(ask(&mut layer, 1, 100), "request", "nor do they use up that of requests");
}

#[test]
fn without_a_rate_every_request_is_taken() {
    let mut layer = Layer::new();

    assert!((0..1_000).all(|id| ask(&mut layer, 1, id) == "request"));
}

#[test]
fn four_refusals_may_go_out_at_once_and_then_one_a_second() {
    let mut layer = Layer::new();
    for id in 0..4 {
        let receipt = layer.request(1, Confirmable, C::GET, id);
        assert!(layer.messaging.may_refuse(layer.now, &receipt));
    }
    let other = layer.request(2, Confirmable, C::GET, 1);
    let receipt = layer.request(1, Confirmable, C::GET, 4);

    assert!(!layer.messaging.may_refuse(layer.now, &receipt));
    assert!(layer.messaging.may_refuse(layer.now, &other), "another peer");
    layer.wait(999);
    assert!(!layer.messaging.may_refuse(layer.now, &receipt));
    layer.wait(1);
    assert!(layer.messaging.may_refuse(layer.now, &receipt));
    assert!(!layer.messaging.may_refuse(layer.now, &receipt));
}

#[test]
fn a_request_that_may_not_even_be_refused_is_as_if_it_had_not_come() {
    let mut layer = Layer::new();
    for id in 0..5 {
        let receipt = layer.request(1, Confirmable, C::PUT, id);
        let may = layer.messaging.may_refuse(layer.now, &receipt);
        assert_eq!(may, id < 4);
    }

    assert_eq!(ask(&mut layer, 1, 3), "nothing", "a copy of one that was refused");
    assert_eq!(ask(&mut layer, 1, 4), "request", "looked at anew");
}

#[test]
fn a_request_that_was_forgotten_does_not_hold_its_peer() {
    let mut layer = Layer::limited(&Limits { peers: 1, ..Limits::default() });
    let receipt = layer.request(1, Confirmable, C::PUT, 1);
    let refusals = (0..5).filter(|_| layer.messaging.may_refuse(layer.now, &receipt)).count();
    assert_eq!(refusals, 4);

    assert_eq!(ask(&mut layer, 2, 1), "request", "there is room for another");
}

#[test]
fn notifications_to_a_peer_have_an_average_gap_and_a_burst() {
    let mut layer = Layer::new();
    let gap = Duration::from_secs(3);
    let turns: Vec<Duration> = (0..4)
        .map(|_| layer.messaging.notification_turn(layer.now, peer(1), gap, 2) - layer.now)
        .collect();

    assert_eq!(turns, [0, 0, 3, 6].map(Duration::from_secs));
    let other = layer.messaging.notification_turn(layer.now, peer(2), gap, 2);
    assert_eq!(other, layer.now, "another peer");
}

#[test]
fn a_peer_that_cannot_be_remembered_has_no_pace() {
    let mut layer = Layer::limited(&Limits { peers: 0, ..Limits::default() });
    let gap = Duration::from_secs(3);

    for _ in 0..4 {
        let turn = layer.messaging.notification_turn(layer.now, peer(1), gap, 1);
        assert_eq!(turn, layer.now);
    }
}

fn limited(rate: u32) -> Layer {
    Layer::limited(&Limits { request_rate: Some(rate), ..Limits::default() })
}

fn ask(layer: &mut Layer, from: u16, id: u16) -> &'static str {
    kind_of(&layer.receive(from, &datagram(NonConfirmable, C::GET, MessageId::new(id), b"")))
}
