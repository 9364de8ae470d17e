use alloc::vec::Vec;
use core::net::SocketAddr;
use core::ops::{Deref, DerefMut};

use super::*;

#[test]
fn a_peer_takes_at_most_208_bytes() {
    assert!(size_of::<PeerState>() <= 208, "{} bytes", size_of::<PeerState>());
}

const LIFETIME: Duration = Duration::from_secs(247);

#[test]
fn an_id_is_not_used_again_within_a_lifetime() {
    let mut ids = MessageIds::new(MessageId::from(7));
    let mut last_use = alloc::vec![None; 1 << 16];
    let mut now = Instant::ORIGIN;

    for _ in 0..200_000 {
        now = (now + Duration::from_micros(50)).max(ids.ready_at(LIFETIME));
        let id = usize::from(ids.take(now).value());
        if let Some(before) = last_use[id].replace(now) {
            assert!(now.saturating_since(before) >= LIFETIME, "{id} again after too short a time");
        }
    }
}

#[test]
fn slow_use_never_waits() {
    let mut ids = MessageIds::new(MessageId::from(0));
    let mut now = Instant::ORIGIN;

    for _ in 0..300_000 {
        now += Duration::from_millis(8);
        assert!(ids.ready_at(LIFETIME) <= now);
        ids.take(now);
    }
}

#[test]
fn ids_count_up_from_a_random_one_through_all_of_them() {
    for first in [0, 7, u16::MAX] {
        let mut ids = MessageIds::new(MessageId::from(first));

        for number in 0..300_000_u32 {
            let [.., high, low] = number.to_be_bytes();
            let expected = first.wrapping_add(u16::from_be_bytes([high, low]));
            assert_eq!(ids.take(Instant::ORIGIN).value(), expected, "the {number}th id");
            assert!(ids.used < 4 * HALF, "the count does not run away");
        }
    }
}

#[test]
fn a_half_of_the_ids_is_entered_again_a_lifetime_after_it_was_left() {
    let mut ids = MessageIds::new(MessageId::from(0));
    let entered = [0, 10, 400, 500, 800, 900];

    for (number, &now) in entered.iter().enumerate() {
        let ready = match number {
            0 | 1 => at(0),
            _ => at(entered[number - 1]) + LIFETIME,
        };
        assert_eq!(ids.ready_at(LIFETIME), ready, "half {number}");
        for count in 0..HALF {
            assert!(count == 0 || ids.ready_at(LIFETIME) == at(0), "{count} of half {number}");
            ids.take(at(now));
        }
    }
}

#[test]
fn a_peer_is_remembered_under_one_key() {
    let mut peers = Table::new(2);

    let one = peers.enter(0, 1).unwrap();
    let other = peers.enter(0, 2).unwrap();

    assert_ne!(one, other);
    assert_eq!([peers.enter(5, 1), peers.enter(5, 2)], [Some(one), Some(other)]);
    assert_eq!([1, 2, 3].map(|number| peers.find(&peer(number))), [Some(one), Some(other), None]);
    assert_eq!([one, other].map(|key| peers.get(key).unwrap().peer), [peer(1), peer(2)]);
    assert_eq!(peers.len(), 2);
}

#[test]
fn the_peer_that_was_idle_for_longest_makes_room_and_a_pinned_one_never_does() {
    let mut peers = Table::new(3);
    let [one, two, _] = [1, 2, 3].map(|number| peers.enter(0, number).unwrap());
    peers.pin(one);
    peers.pin(two);
    assert!(peers.is_full());

    assert!(peers.enter(0, 4).is_some(), "at the cost of 3");
    assert_eq!(peers.find(&peer(3)), None);
    peers.unpin(one, at(9));
    assert!(peers.enter(9, 5).is_some(), "at the cost of 4");
    assert_eq!(peers.find(&peer(4)), None);
    assert!(peers.enter(9, 6).is_some(), "at the cost of 1 that came back to the idle ones");
    assert_eq!(peers.find(&peer(1)), None);

    assert_eq!(peers.find(&peer(2)), Some(two));
    assert_eq!(peers.len(), 3);
}

#[test]
fn a_peer_that_was_used_since_it_became_idle_does_not_make_room_before_the_others() {
    type Use = fn(&mut Table, PeerKey);
    let uses: [(&str, Use); 2] = [
        ("entered again", |peers, _| {
            peers.enter(100, 1).unwrap();
        }),
        ("held for a while", |peers, key| {
            peers.pin(key);
            peers.unpin(key, at(100));
        }),
    ];
    for (name, used) in uses {
        let mut peers = Table::new(3);
        let [one, ..] = [1, 2, 3].map(|number| peers.enter(0, number).unwrap());
        used(&mut peers, one);

        let gone = [4, 5, 6].map(|number| {
            peers.enter(200, number).unwrap();
            (1..=number).filter(|&number| peers.find(&peer(number)).is_none()).collect::<Vec<_>>()
        });

        assert_eq!(gone, [&[2][..], &[2, 3], &[1, 2, 3]], "{name}");
    }
}

#[test]
fn without_an_idle_peer_there_is_no_room_for_another() {
    for limit in 1..=3 {
        let mut peers = Table::new(limit);
        for number in 0..limit {
            assert!(!peers.is_full());
            let key = peers.enter(0, number).unwrap();
            peers.pin(key);
        }

        assert!(peers.is_full());
        assert_eq!(peers.enter(0, 100), None);
        assert!(peers.enter(0, 0).is_some(), "one that is known needs no room");

        peers.set_limit(limit + 1);
        assert!(!peers.is_full() && peers.enter(0, 100).is_some());
    }
}

#[test]
fn a_peer_stays_for_as_long_as_anything_holds_it() {
    let mut peers = Table::new(9);
    let key = peers.enter(0, 1).unwrap();
    for _ in 0..3 {
        peers.pin(key);
    }

    for seconds in [300, 900] {
        peers.forget_idle(at(seconds), LIFETIME);
        peers.unpin(key, at(seconds));
        peers.forget_idle(at(seconds + 299), LIFETIME);
        assert_eq!(peers.len(), 1, "something holds it still");
    }

    peers.unpin(key, at(1_500));
    peers.forget_idle(at(1_500) + ALMOST, LIFETIME);
    assert_eq!(peers.len(), 1, "a lifetime has not passed");
    peers.forget_idle(at(1_500) + LIFETIME, LIFETIME);
    assert_eq!((peers.len(), peers.find(&peer(1))), (0, None));
    assert!(peers.get(key).is_none() && peers.get_mut(key).is_none());
}

#[test]
fn an_idle_peer_stays_for_a_lifetime_after_its_last_use() {
    for used in [0, 1, 100, 246, 247] {
        let mut peers = Table::new(9);
        peers.enter(0, 1).unwrap();
        peers.enter(used, 1).unwrap();

        let before = at(used) + ALMOST;
        for now in [before.min(at(0) + LIFETIME), before] {
            peers.forget_idle(now, LIFETIME);
            assert_eq!(peers.len(), 1, "used after {used} s, {now:?}");
        }
        peers.forget_idle(at(used) + LIFETIME, LIFETIME);
        assert_eq!((peers.len(), peers.idle.len()), (0, 0), "used after {used} s");
    }
}

#[test]
fn an_idle_peer_is_listed_once_however_often_it_is_held() {
    let mut peers = Table::new(9);
    let key = peers.enter(0, 1).unwrap();

    for seconds in 0..5 {
        peers.pin(key);
        peers.pin(key);
        peers.unpin(key, at(seconds));
        peers.unpin(key, at(seconds));
        assert_eq!(peers.idle.len(), 1);
    }
    peers.pin(key);
    peers.forget_idle(at(300), LIFETIME);
    assert_eq!(peers.idle.len(), 0, "it is held");
    peers.unpin(key, at(300));
    assert_eq!(peers.idle.len(), 1);
}

#[test]
fn forgetting_wakes_the_driver_a_lifetime_after_the_first_became_idle() {
    let mut peers = Table::new(9);
    peers.forget_idle(at(0), LIFETIME);
    assert_eq!(peers.next_expiry(), None);

    peers.enter(1, 1).unwrap();
    peers.enter(100, 2).unwrap();

    assert_eq!(peers.next_expiry(), Some(at(256)), "247 s after 1 s, to a quarter of a minute");
    peers.forget_idle(at(256), LIFETIME);
    assert_eq!(peers.next_expiry(), Some(at(352)));
}

#[test]
fn memory_of_a_crowd_is_given_back() {
    let mut peers = Table::new(usize::MAX);
    let keys: Vec<PeerKey> = (0..8_000).map(|number| peers.enter(0, number).unwrap()).collect();
    assert!(!peers.shrink(), "all of it is in use");

    for key in &keys {
        peers.pin(*key);
    }
    peers.forget_idle(at(300), LIFETIME);
    assert!(peers.shrink(), "the list of idle ones is empty");
    assert!(!peers.shrink(), "the rest is in use");

    for key in keys {
        peers.unpin(key, at(300));
    }
    peers.forget_idle(at(300) + LIFETIME, LIFETIME);
    assert!(peers.shrink(), "all of them are gone");
    assert!(peers.by_peer.capacity() < 100 && peers.idle.capacity() < 100);
    assert!(!peers.shrink());
}

#[test]
fn a_peer_keeps_its_paces() {
    let mut peers = Table::new(1);
    let key = peers.enter(0, 1).unwrap();
    let second = Duration::from_secs(1);

    let turns: [bool; 2] = core::array::from_fn(|_| {
        peers.get_mut(key).unwrap().paces().asking.take_now(at(5), second, 1)
    });

    assert_eq!(turns, [true, false]);
}

/// Less than a lifetime by as little as can be.
const ALMOST: Duration = Duration::from_nanos(246_999_999_999);

/// Peers with a generator of their own.
struct Table {
    peers: Peers,
    random: Random,
}

impl Table {
    fn new(limit: usize) -> Self {
        Self { peers: Peers::new(limit, FixedState::with_seed(1)), random: Random::new([2; 32]) }
    }

    fn enter(&mut self, seconds: u64, number: usize) -> Option<PeerKey> {
        self.peers.enter(at(seconds), peer(number), &mut self.random)
    }
}

impl Deref for Table {
    type Target = Peers;

    fn deref(&self) -> &Peers {
        &self.peers
    }
}

impl DerefMut for Table {
    fn deref_mut(&mut self) -> &mut Peers {
        &mut self.peers
    }
}

fn peer(number: usize) -> Peer {
    Peer::new(SocketAddr::from(([192, 0, 2, 1], u16::try_from(number).unwrap())))
}

fn at(seconds: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(seconds))
}
