use core::net::SocketAddr;

use super::super::peers::Peers;
use super::*;
use crate::peer::Peer;
use crate::random::Random;

use Rank::{Safe, Unsafe};
use Reliability::{Confirmable, NonConfirmable};

const KINDS: [(Rank, Reliability); 4] =
    [(Safe, Confirmable), (Safe, NonConfirmable), (Unsafe, Confirmable), (Unsafe, NonConfirmable)];

const PLENTY: usize = 1 << 30;

#[test]
fn a_message_is_a_copy_until_the_lifetime_of_the_original_has_passed() {
    let [one, other] = peers();
    let mut memory = memory(PLENTY);
    memory.record((one, id(7)), at(100), Safe, Confirmable);
    let last = Instant::after_origin(Duration::from_nanos(99_999_999_999));

    assert_eq!(memory.find(at(0), one, id(7)), Some(&Reply::Open));
    assert_eq!(memory.find(last, one, id(7)), Some(&Reply::Open));
    assert_eq!(memory.find(at(100), one, id(7)), None);
    assert_eq!(memory.find(at(0), other, id(7)), None, "the same id of another peer");
    assert_eq!(memory.find(at(0), one, id(8)), None, "another id of the same peer");
}

#[test]
fn a_reply_costs_what_it_allocates_beside_the_entry() {
    let [peer] = peers();
    let long = Reply::Response(Datagram::from(&[1; 100][..]));
    let rows = [
        (Reply::Silence, 0),
        (Reply::Acknowledgement, 0),
        (Reply::Reset, 0),
        (Reply::Response(Datagram::from(&[1; 10][..])), 0),
        (long.clone(), 100 + 2 * size_of::<usize>()),
        (Reply::Response(Datagram::from(&[1; 40][..])), 40 + 2 * size_of::<usize>()),
        (Reply::Silence, 0),
    ];
    let mut memory = memory(PLENTY);
    assert_eq!(memory.bytes(), 0);
    memory.record((peer, id(1)), at(100), Unsafe, Confirmable);
    memory.record((peer, id(2)), at(100), Unsafe, Confirmable);
    memory.settle(peer, id(2), long);
    let other = 2 * ENTRY + 100 + 2 * size_of::<usize>();

    for (reply, cost) in rows {
        memory.settle(peer, id(1), reply.clone());

        assert_eq!(memory.bytes(), other + cost, "{reply:?}");
        assert_eq!(memory.find(at(0), peer, id(1)), Some(&reply));
    }
}

#[test]
fn what_is_not_remembered_cannot_be_settled() {
    let [peer] = peers();
    let mut memory = memory(PLENTY);

    memory.settle(peer, id(1), Reply::Reset);

    assert_eq!((memory.bytes(), memory.find(at(0), peer, id(1))), (0, None));
}

#[test]
fn the_budget_is_used_up_to_the_last_byte() {
    let [peer] = peers();
    let reply = Reply::Response(Datagram::from(&[1; 100][..]));
    let whole = 3 * ENTRY + 100 + 2 * size_of::<usize>();
    for (limit, forgotten) in [(whole, 0), (whole - 1, 1)] {
        let mut memory = memory(limit);
        for number in 1..=3 {
            assert!(memory.record((peer, id(number)), at(100), Safe, Confirmable));
        }

        memory.settle(peer, id(3), reply.clone());

        assert_eq!(memory.forgotten, forgotten, "{limit} bytes");
        assert_eq!(memory.find(at(0), peer, id(1)).is_none(), forgotten > 0, "the oldest goes");
        assert_eq!(memory.find(at(0), peer, id(3)), Some(&reply));
    }
}

#[test]
fn requests_that_may_not_be_repeated_are_refused_when_they_alone_fill_the_budget() {
    let [peer] = peers();
    let mut memory = memory(2 * ENTRY);

    let kept: Vec<bool> = (1..=3)
        .map(|number| memory.record((peer, id(number)), at(100), Unsafe, Confirmable))
        .collect();

    assert_eq!(kept, [true, true, false]);
    assert_eq!((memory.bytes(), memory.forgotten), (2 * ENTRY, 0));
    assert!(memory.find(at(0), peer, id(1)).is_some(), "the promise to the first is kept");
    assert!(!memory.record((peer, id(4)), at(100), Safe, Confirmable), "nor is there room for it");
}

#[test]
fn a_reply_to_who_waits_already_goes_beyond_the_budget() {
    let [peer] = peers();
    let mut memory = memory(ENTRY);
    memory.record((peer, id(1)), at(100), Unsafe, Confirmable);
    let reply = Reply::Response(Datagram::from(&[1; 100][..]));

    memory.settle(peer, id(1), reply.clone());

    assert_eq!(memory.find(at(0), peer, id(1)), Some(&reply));
    assert!(memory.bytes() > ENTRY);
}

#[test]
fn replies_that_may_be_repeated_go_oldest_first_and_those_to_non_confirmable_ones_before() {
    let [peer] = peers();
    let mut memory = memory(PLENTY);
    let kept = [
        (1, Unsafe, NonConfirmable),
        (2, Safe, Confirmable),
        (3, Safe, NonConfirmable),
        (4, Unsafe, Confirmable),
        (5, Safe, NonConfirmable),
        (6, Safe, Confirmable),
    ];
    for (number, rank, reliability) in kept {
        memory.record((peer, id(number)), at(100), rank, reliability);
    }

    for (round, gone) in (1..).zip([3, 5, 2, 6]) {
        assert!(memory.evict());
        assert_eq!(memory.find(at(0), peer, id(gone)), None, "{gone} is next");
        assert_eq!(memory.bytes(), (6 - round) * ENTRY);
        assert_eq!(memory.forgotten, round as u64);
        assert_eq!(memory.unpinned.len(), round);
    }
    assert!(!memory.evict());
    assert_eq!(memory.forgotten, 4, "what was not forgotten is not counted");
    assert!([1, 4].into_iter().all(|kept| memory.find(at(0), peer, id(kept)).is_some()));
}

#[test]
fn everything_is_forgotten_when_its_own_lifetime_has_passed_whatever_came_before_it() {
    for (rank, reliability) in KINDS {
        for (first_rank, first_reliability) in KINDS {
            if (rank, reliability) == (first_rank, first_reliability) {
                continue;
            }
            let [one, other] = peers();
            let mut memory = memory(PLENTY);
            memory.record((one, id(1)), at(200), first_rank, first_reliability);
            memory.record((other, id(2)), at(100), rank, reliability);
            let long = Datagram::from(&[1; 100][..]);
            let reply = long.allocated();
            memory.settle(other, id(2), Reply::Response(long));

            memory.forget_old(Instant::after_origin(Duration::from_nanos(99_999_999_999)));
            assert_eq!((memory.bytes(), memory.unpinned.len()), (2 * ENTRY + reply, 0));
            memory.forget_old(at(100));
            assert_eq!((memory.bytes(), &memory.unpinned[..]), (ENTRY, &[other][..]));
            memory.forget_old(at(200));
            assert_eq!((memory.bytes(), &memory.unpinned[..]), (0, &[other, one][..]));
            assert_eq!(memory.forgotten, 0, "that is not before their time");
            assert_eq!(memory.next_expiry(), None);
        }
    }
}

#[test]
fn a_message_under_an_id_that_is_used_again_has_a_lifetime_of_its_own() {
    let [peer] = peers();
    let mut memory = memory(PLENTY);
    memory.record((peer, id(1)), at(100), Safe, Confirmable);
    memory.settle(peer, id(1), Reply::Reset);

    memory.record((peer, id(1)), at(250), Safe, Confirmable);

    assert_eq!(memory.bytes(), ENTRY, "the old one is gone");
    assert_eq!(memory.unpinned, [peer], "and holds its peer no more");
    memory.forget_old(at(249));
    assert_eq!(memory.find(at(249), peer, id(1)), Some(&Reply::Open));
    memory.forget_old(at(250));
    assert_eq!((memory.bytes(), memory.unpinned.len()), (0, 2));
}

#[test]
fn what_is_gone_already_makes_no_room() {
    let [peer] = peers();
    let mut memory = memory(PLENTY);
    memory.record((peer, id(1)), at(100), Safe, Confirmable);
    memory.record((peer, id(2)), at(100), Safe, Confirmable);
    memory.forget_message(peer, id(1));
    assert_eq!((memory.bytes(), memory.find(at(0), peer, id(1))), (ENTRY, None));
    memory.forget_message(peer, id(1));
    assert_eq!((memory.bytes(), &memory.unpinned[..]), (ENTRY, &[peer][..]));

    assert!(memory.evict());
    assert_eq!(memory.find(at(0), peer, id(2)), None);
    assert!(!memory.evict());
    assert_eq!(memory.forgotten, 1);
}

#[test]
fn a_new_limit_holds_from_then_on() {
    let [peer] = peers();
    let mut memory = memory(0);
    assert!(!memory.record((peer, id(1)), at(100), Unsafe, Confirmable));

    memory.set_limit(ENTRY);
    assert!(memory.record((peer, id(1)), at(100), Unsafe, Confirmable));

    memory.set_limit(ENTRY - 1);
    assert!(!memory.record((peer, id(2)), at(100), Safe, Confirmable));
}

#[test]
fn forgetting_wakes_the_driver_at_the_next_quarter_of_a_minute() {
    let rows = [(0, 16), (1, 16), (15_999, 16), (16_000, 32), (16_001, 32), (247_000, 256)];
    for (expires, wakes) in rows {
        let expires = Instant::after_origin(Duration::from_millis(expires));
        for (rank, reliability) in KINDS {
            let [peer] = peers();
            let mut memory = memory(PLENTY);
            memory.record((peer, id(1)), expires, rank, reliability);
            memory.record((peer, id(2)), at(9_999), Unsafe, Confirmable);

            assert_eq!(memory.next_expiry(), Some(at(wakes)), "{expires:?}");
        }
    }
    assert_eq!(memory(PLENTY).next_expiry(), None);
}

#[test]
fn memory_of_a_flood_is_given_back() {
    let [peer] = peers();
    for (rank, reliability) in KINDS {
        let mut memory = memory(PLENTY);
        for number in 0..8_000 {
            memory.record((peer, id(number)), at(100), rank, reliability);
        }
        assert!(!memory.shrink(), "it is in use");
        memory.forget_old(at(100));
        memory.unpinned.clear();

        assert!(memory.shrink());

        assert!(memory.seen.capacity() < 100 && memory.unpinned.capacity() < 100);
        assert!(memory.queues.iter().all(|queue| queue.capacity() < 100));
        assert!(!memory.shrink(), "it is small");
    }
}

fn memory(limit: usize) -> Duplicates {
    Duplicates::new(limit, FixedState::with_seed(1))
}

fn peers<const N: usize>() -> [PeerKey; N] {
    let mut peers = Peers::new(N, FixedState::with_seed(2));
    let mut random = Random::new([3; 32]);
    core::array::from_fn(|number| {
        let address = SocketAddr::from(([192, 0, 2, 1], u16::try_from(number).unwrap()));
        peers.enter(Instant::ORIGIN, Peer::new(address), &mut random).unwrap()
    })
}

fn id(value: u16) -> MessageId {
    MessageId::new(value)
}

fn at(seconds: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(seconds))
}
