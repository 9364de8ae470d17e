//! The layer as a whole: its settings, deadlines, counters and memory.

use super::*;

use Code as C;

type Step = fn(&mut Layer);
type Check = fn(&mut Layer) -> bool;

#[test]
fn new_settings_hold_from_then_on() {
    let plenty = Limits::default();
    let transmission = Transmission { max_latency: Duration::from_secs(1), ..STEADY() };
    let rows: [(&str, Transmission, Limits, Check); 5] = [
        ("peers", STEADY(), Limits { peers: 0, ..plenty }, |layer| {
            layer.request_kind(1, 1, C::GET) == "nothing"
        }),
        ("bytes", STEADY(), Limits { duplicate_bytes: 0, ..plenty }, |layer| {
            layer.request_kind(1, 1, C::PUT) == "no room"
        }),
        ("rate", STEADY(), Limits { request_rate: Some(1), ..plenty }, |layer| {
            layer.request_kind(1, 1, C::GET) == "request"
                && layer.request_kind(1, 2, C::GET) == "too many"
        }),
        ("amplification", STEADY(), Limits { amplification: Some(3), ..plenty }, |layer| {
            let receipt = layer.request(1, Confirmable, C::GET, 1);
            !layer.messaging.may_send(&receipt, 1_000)
        }),
        ("transmission", transmission, plenty, |layer| {
            layer.request(1, Confirmable, C::GET, 1);
            layer.wait(34_000);
            layer.request_kind(1, 1, C::GET) == "request"
        }),
    ];
    for (name, transmission, limits, check) in rows {
        assert!(!check(&mut Layer::new()), "{name}");
        let mut layer = Layer::new();

        layer.messaging.configure(transmission, &limits);

        assert!(check(&mut layer), "{name}");
        assert!(check(&mut Layer::with(transmission, &limits)), "{name} from the start");
    }
}

#[test]
fn a_new_time_out_holds_for_the_next_message() {
    let mut layer = Layer::new();
    let ack_timeout = Duration::from_secs(5);

    layer.messaging.configure(Transmission { ack_timeout, ..STEADY() }, &Limits::default());
    layer.send_confirmable(1, CALL);

    assert_eq!(layer.messaging.next_deadline(), Some(layer.now + ack_timeout));
}

#[test]
fn the_next_deadline_is_the_earliest_of_all() {
    let mut layer = Layer::new();
    assert_eq!(layer.messaging.next_deadline(), None);
    layer.now = at(960);
    layer.wait(0);
    let due = |layer: &Layer| layer.messaging.next_deadline().unwrap() - at(960);
    let seconds = Duration::from_secs;

    layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b""));
    assert_eq!(due(&layer), seconds(240), "the peer is forgotten after 232 s");
    layer.sent();
    layer.request(1, NonConfirmable, C::GET, 1);
    assert_eq!(due(&layer), seconds(144), "the message is forgotten after 130 s");
    layer.messaging.send_at(layer.now, at(1_000), peer(1), draft(C::CONTENT, b""));
    assert_eq!(due(&layer), seconds(40), "an answer to a group");
    layer.send_confirmable(1, CALL);
    assert_eq!(due(&layer), seconds(2), "a retransmission");
    layer.messaging.send_at(layer.now, at(961), peer(1), draft(C::CONTENT, b""));
    assert_eq!(due(&layer), seconds(1), "another answer to a group");
}

#[test]
fn the_layer_is_idle_when_nothing_waits_to_be_sent_acknowledged_or_reported() {
    let rows: [(&str, Step, Step); 4] = [
        (
            "to be sent",
            |layer| layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b"")),
            |layer| assert_eq!(layer.sent().len(), 1),
        ),
        (
            "to be sent later",
            |layer| {
                let due = layer.now + Duration::from_secs(1);
                layer.messaging.send_at(layer.now, due, peer(1), draft(C::CONTENT, b""));
            },
            |layer| {
                layer.wait(1_000);
                layer.sent();
            },
        ),
        (
            "to be acknowledged",
            |layer| {
                layer.send_confirmable(1, CALL);
            },
            |layer| {
                let key = *layer.messaging.by_id.values().next().unwrap();
                layer.messaging.end(layer.now, key);
            },
        ),
        (
            "to be reported",
            |layer| {
                let (_, id) = layer.send_confirmable(1, CALL);
                layer.receive(1, &empty(Reset, id));
            },
            |layer| assert_eq!(layer.reports().len(), 1),
        ),
    ];
    for (name, begin, end) in rows {
        let mut layer = Layer::new();
        assert!(layer.messaging.is_idle());

        begin(&mut layer);
        assert!(!layer.messaging.is_idle(), "{name}");

        end(&mut layer);
        assert!(layer.messaging.is_idle(), "{name}");
    }
}

#[test]
fn datagrams_are_counted_when_they_are_handed_in_and_out() {
    let mut layer = Layer::new();
    for number in 1..4 {
        layer.receive(1, &empty(Confirmable, ID));
        assert_eq!(layer.messaging.counters().sent, number - 1);
        layer.sent_one();
        let counters = layer.messaging.counters();
        assert_eq!((counters.received, counters.sent), (number, number));
    }
    assert_eq!(layer.messaging.poll_transmit(), None);
    assert_eq!(layer.messaging.counters().sent, 3);
}

#[test]
fn reports_come_in_order_and_name_the_peer() {
    let mut layer = Layer::new();
    let ids = [1, 2].map(|peer| layer.send_confirmable(peer, call(peer.into())).1);
    layer.receive(2, &empty(Reset, ids[1]));
    layer.receive(1, &empty(Reset, ids[0]));

    for number in [2, 1] {
        let report =
            Report { owner: call(number.into()), outcome: Outcome::Reset, peer: layer.key(number) };
        assert_eq!(layer.messaging.poll_report(), Some(report));
    }
    assert_eq!(layer.messaging.poll_report(), None);
}

#[test]
fn memory_that_one_busy_hour_needed_is_given_back_whatever_it_was_needed_for() {
    const FLOODS: [(&str, Step); 5] = [
        ("duplicates", flood_of_requests),
        ("peers", crowd),
        ("messages", flood_of_messages),
        ("datagrams", flood_of_datagrams),
        ("reports", flood_of_reports),
    ];
    for (number, (one, flood)) in FLOODS.into_iter().enumerate() {
        for (other, second_flood) in FLOODS.into_iter().skip(number) {
            let mut layer = Layer::new();
            flood(&mut layer);
            if other != one {
                second_flood(&mut layer);
            }
            layer.pass(1_000_000);

            assert!(layer.messaging.shrink(), "{one} and {other}");
            assert!(!layer.messaging.shrink(), "{one} and {other}: it was given back");
        }
    }
    assert!(!Layer::new().messaging.shrink());
}

const MANY: u16 = 4_500;

fn flood_of_requests(layer: &mut Layer) {
    for id in 0..MANY {
        layer.request(1, NonConfirmable, C::GET, id);
    }
}

fn crowd(layer: &mut Layer) {
    for number in 0..MANY {
        layer.messaging.send_and_forget(layer.now, peer(number), draft(C::CONTENT, b""));
        layer.sent();
    }
}

fn flood_of_messages(layer: &mut Layer) {
    let keys: Vec<SentKey> = (0..MANY).map(|_| layer.send_confirmable(1, CALL).0).collect();
    for key in keys {
        layer.messaging.end(layer.now, key);
    }
}

fn flood_of_datagrams(layer: &mut Layer) {
    for _ in 0..MANY {
        layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b""));
    }
    layer.sent();
}

fn flood_of_reports(layer: &mut Layer) {
    for _ in 0..MANY {
        layer.take_place(1, CALL);
    }
    let peer = layer.key(1);
    for _ in 0..MANY {
        layer.messaging.give_back_place(layer.now, peer);
    }
    layer.reports();
}

impl Layer {
    fn request_kind(&mut self, from: u16, id: u16, code: Code) -> &'static str {
        kind_of(&self.receive(from, &datagram(NonConfirmable, code, MessageId::new(id), b"")))
    }
}
