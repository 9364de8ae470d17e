use core::net::SocketAddr;
use core::time::Duration;

use super::*;

/// The size of the blocks here.
const SIZE: usize = 16;

/// What one unfinished body of one block costs.
const COST: usize = SIZE + OVERHEAD;

const PLENTY: Room = Room { body: 1 << 20, peer: 1 << 20, all: 1 << 20 };

#[test]
fn a_body_is_its_blocks_in_order() {
    let mut server = Server::new(PLENTY);

    assert_eq!(server.take(body(1, 1), full(0)), Step::Continue);
    assert_eq!(server.take(body(1, 1), full(1)), Step::Continue);
    assert_eq!(server.take(body(1, 1), last(2, 5)), Step::Complete(bytes(2 * SIZE + 5)));
}

#[test]
fn a_body_of_one_block_is_complete_at_once() {
    for length in 0..=SIZE {
        let mut server = Server::new(PLENTY);

        assert_eq!(server.take(body(1, 1), last(0, length)), Step::Complete(bytes(length)));

        server.assert_empty();
    }
}

#[test]
fn a_block_has_the_size_it_names_and_only_the_last_may_be_shorter() {
    let rows = [
        (true, SIZE - 1, Step::WrongSize),
        (true, SIZE, Step::Continue),
        (true, SIZE + 1, Step::WrongSize),
        (false, SIZE - 1, Step::Complete(bytes(SIZE - 1))),
        (false, SIZE, Step::Complete(bytes(SIZE))),
        (false, SIZE + 1, Step::WrongSize),
    ];

    for (more, length, step) in rows {
        let mut server = Server::new(PLENTY);

        assert_eq!(server.take(body(1, 1), piece(0, more, length)), step, "{more} {length}");
    }
}

#[test]
fn a_block_of_a_wrong_size_leaves_the_body_as_it_was() {
    let mut server = Server::new(PLENTY);
    server.take(body(1, 1), full(0));

    assert_eq!(server.take(body(1, 1), piece(1, true, SIZE - 1)), Step::WrongSize);

    assert_eq!(server.take(body(1, 1), last(1, 3)), Step::Complete(bytes(SIZE + 3)));
}

#[test]
fn a_body_that_is_or_says_it_is_larger_than_its_room_is_refused() {
    for room in [Room { body: 12, ..PLENTY }, Room { peer: 12, ..PLENTY }] {
        let rows = [
            (12, None, Step::Complete(bytes(12))),
            (13, None, Step::TooLarge(12)),
            (4, Some(12), Step::Complete(bytes(4))),
            (4, Some(13), Step::TooLarge(12)),
        ];
        for (length, announced, step) in rows {
            let mut server = Server { announced, ..Server::new(room) };

            assert_eq!(server.take(body(1, 1), last(0, length)), step, "{length} {announced:?}");
        }
    }
}

#[test]
fn a_body_that_outgrows_its_room_is_thrown_away() {
    let room = Room { body: 2 * SIZE + 1, ..PLENTY };
    let rows = [(1, Step::Complete(bytes(2 * SIZE + 1))), (2, Step::TooLarge(2 * SIZE + 1))];

    for (length, step) in rows {
        let mut server = Server::new(room);
        server.take(body(1, 1), full(0));
        server.take(body(1, 1), full(1));

        assert_eq!(server.take(body(1, 1), last(2, length)), step);

        server.assert_empty();
    }
}

// rfc: M-7959-2.5-07
#[test]
fn a_block_that_comes_again_is_taken_once() {
    let mut server = Server::new(PLENTY);
    server.take(body(1, 1), full(0));
    server.take(body(1, 1), full(1));

    assert_eq!(server.take(body(1, 1), full(1)), Step::Continue);

    assert_eq!(server.take(body(1, 1), last(2, 2)), Step::Complete(bytes(2 * SIZE + 2)));
}

// rfc: M-7959-2.5-04
#[test]
fn a_block_that_neither_follows_nor_repeats_the_one_before_breaks_the_body() {
    let (second, _) = full(1);
    let other_bytes = (second, vec![0xff; SIZE]);

    for block in [other_bytes, full(3), last(1, SIZE), last(1, 4), last(3, 4)] {
        let mut server = Server::new(PLENTY);
        server.take(body(1, 1), full(0));
        server.take(body(1, 1), full(1));

        assert_eq!(server.take(body(1, 1), block.clone()), Step::Incomplete, "{block:?}");

        server.assert_empty();
    }
}

#[test]
fn a_body_cannot_begin_in_the_middle() {
    for block in [full(1), last(1, 4)] {
        let mut server = Server::new(PLENTY);

        assert_eq!(server.take(body(1, 1), block), Step::Incomplete);

        server.assert_empty();
    }
}

// rfc: M-7959-2.5-06
#[test]
fn block_0_begins_the_body_anew() {
    let mut server = Server::new(PLENTY);
    server.take(body(1, 1), full(0));
    server.take(body(1, 1), full(1));

    assert_eq!(server.take(body(1, 1), full(0)), Step::Continue);

    assert_eq!(server.take(body(1, 1), last(1, 3)), Step::Complete(bytes(SIZE + 3)));
}

// rfc: M-7959-2.5-03
#[test]
fn bodies_of_two_peers_and_of_two_keys_do_not_mix() {
    for other in [body(2, 1), body(1, 2)] {
        let mut server = Server::new(PLENTY);
        server.take(body(1, 1), full(0));

        assert_eq!(server.take(other, full(1)), Step::Incomplete);
        assert_eq!(server.take(other, full(0)), Step::Continue);

        assert_eq!(server.take(body(1, 1), last(1, 3)), Step::Complete(bytes(SIZE + 3)));
        assert_eq!(server.take(other, last(1, 4)), Step::Complete(bytes(SIZE + 4)));
    }
}

#[test]
fn the_bodies_of_one_peer_share_its_room() {
    let room = Room { peer: 2 * COST, ..PLENTY };
    let full_up = Step::TooLarge(2 * COST);
    let mut server = Server::new(room);

    assert_eq!(server.take(body(1, 1), full(0)), Step::Continue);
    assert_eq!(server.take(body(1, 2), full(0)), Step::Continue);
    assert_eq!(server.take(body(1, 3), full(0)), full_up);
    assert_eq!(server.take(body(2, 1), full(0)), Step::Continue, "the room of another peer");

    assert_eq!(server.take(body(1, 1), last(1, 1)), Step::Complete(bytes(SIZE + 1)));
    assert_eq!(server.take(body(1, 3), full(0)), Step::Continue, "room was made");
    assert_eq!(server.take(body(1, 4), full(0)), full_up);
}

#[test]
fn a_body_that_does_not_fit_beside_the_others_of_its_peer_harms_none() {
    let mut server = Server::new(Room { peer: 2 * COST - 1, ..PLENTY });
    server.take(body(1, 1), full(0));

    assert_eq!(server.take(body(1, 2), full(0)), Step::TooLarge(2 * COST - 1));

    assert_eq!(server.bodies.bytes(), COST);
    assert_eq!(server.take(body(1, 1), last(1, 1)), Step::Complete(bytes(SIZE + 1)));
}

#[test]
fn bodies_that_fit_into_the_whole_room_are_all_kept() {
    let mut server = Server::new(Room { all: 3 * COST, ..PLENTY });

    for peer in 1..=3 {
        assert_eq!(server.take(body(peer, 1), full(0)), Step::Continue);
    }

    assert_eq!(server.bodies.bytes(), 3 * COST);
    for peer in 1..=3 {
        let step = server.take(body(peer, 1), last(1, 1));
        assert_eq!(step, Step::Complete(bytes(SIZE + 1)));
    }
}

#[test]
fn the_body_that_stood_still_longest_gives_way_and_is_counted() {
    let mut server = Server::new(Room { all: 2 * COST + SIZE, ..PLENTY });
    server.at(1).take(body(1, 1), full(0));
    server.at(2).take(body(2, 1), full(0));
    server.at(3).take(body(1, 1), full(1));

    assert_eq!(server.at(4).take(body(3, 1), full(0)), Step::Continue);

    assert_eq!(server.take(body(2, 1), last(1, 1)), Step::Incomplete);
    assert_eq!(server.take(body(1, 1), last(2, 1)), Step::Complete(bytes(2 * SIZE + 1)));
    assert_eq!(server.take(body(3, 1), last(1, 1)), Step::Complete(bytes(SIZE + 1)));
    assert_eq!(server.bodies.expire(Instant::ORIGIN), 1);
    assert_eq!(server.bodies.expire(Instant::ORIGIN), 0, "each is counted once");
}

#[test]
fn as_many_give_way_as_it_takes() {
    let mut server = Server::new(Room { all: 3 * COST, ..PLENTY });
    for peer in 1..=3 {
        server.take(body(peer, 1), full(0));
    }
    server.room.all = COST;

    assert_eq!(server.take(body(4, 1), full(0)), Step::Continue);

    assert_eq!(server.bodies.bytes(), COST);
    assert_eq!(server.bodies.expire(Instant::ORIGIN), 3);
}

#[test]
fn nobody_gives_way_to_a_body_that_would_not_fit_even_so() {
    let mut server = Server::new(PLENTY);
    server.take(body(1, 1), full(0));
    server.room.all = COST - 1;

    assert_eq!(server.take(body(2, 1), full(0)), Step::TooLarge(PLENTY.body));

    assert_eq!(server.bodies.expire(Instant::ORIGIN), 0);
    assert_eq!(server.take(body(1, 1), last(1, 1)), Step::Complete(bytes(SIZE + 1)));
}

#[test]
fn a_body_that_stands_still_until_it_is_due_is_given_up() {
    let mut server = Server::new(PLENTY);
    server.at(5).take(body(1, 1), full(0));
    server.at(9).take(body(2, 1), full(0));

    assert_eq!(server.bodies.next_deadline(), Some(second(5)));
    assert_eq!(server.bodies.expire(second(4)), 0);
    assert_eq!(server.bodies.expire(second(5)), 1);
    assert_eq!(server.take(body(1, 1), last(1, 1)), Step::Incomplete);

    assert_eq!(server.bodies.next_deadline(), Some(second(9)));
    assert_eq!(server.bodies.expire(second(10)), 1);
    server.assert_empty();
}

#[test]
fn every_block_gives_a_body_new_time() {
    for block in [full(0), full(1)] {
        let mut server = Server::new(PLENTY);
        server.at(5).take(body(1, 1), full(0));

        server.at(8).take(body(1, 1), block);

        assert_eq!(server.bodies.next_deadline(), Some(second(8)));
        assert_eq!(server.bodies.expire(second(7)), 0);
    }
}

struct Server {
    bodies: Assemblies,
    room: Room,
    announced: Option<u32>,
    /// Until when unfinished bodies are kept.
    due: Instant,
}

impl Server {
    fn new(room: Room) -> Self {
        Self { bodies: Assemblies::new([1, 2]), room, announced: None, due: second(1) }
    }

    /// Keeps what is taken from now on until that second.
    fn at(&mut self, due: u64) -> &mut Self {
        self.due = second(due);
        self
    }

    fn take(&mut self, key: Key, (block, payload): (Block, Vec<u8>)) -> Step {
        let fragment = Fragment { block, payload: &payload, announced: self.announced };
        self.bodies.add(key, fragment, self.room, self.due)
    }

    fn assert_empty(&self) {
        assert_eq!(self.bodies.bytes(), 0);
        assert_eq!(self.bodies.next_deadline(), None);
        assert!(self.bodies.table.is_empty() && self.bodies.per_peer.is_empty());
    }
}

fn second(second: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(second))
}

/// The key of a body of a peer.
fn body(peer: u16, body: u64) -> Key {
    (Peer::new(SocketAddr::from(([192, 0, 2, 1], peer))), body)
}

/// The beginning of the one body that all tests send.
fn bytes(length: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().take(length).collect()
}

fn full(number: u32) -> (Block, Vec<u8>) {
    piece(number, true, SIZE)
}

fn last(number: u32, length: usize) -> (Block, Vec<u8>) {
    piece(number, false, length)
}

fn piece(number: u32, more: bool, length: usize) -> (Block, Vec<u8>) {
    let block = Block::new(number, more, 0).unwrap();
    (block, bytes(block.offset() + length).split_off(block.offset()))
}
