use core::net::SocketAddr;

use coapt_wire::Code;

use super::*;
use crate::message::Part;

/// The size of the bodies that are held here, and what one costs.
const SIZE: usize = 100;
const COST: usize = SIZE + OVERHEAD;

const PLENTY: usize = 1 << 20;

/// How long a body is held.
const KEEP: Duration = Duration::from_secs(8);

#[test]
fn a_body_that_fits_into_one_block_is_no_transfer_unless_a_block_is_asked_for() {
    for length in [0, 1, 16] {
        let whole = piece(0..length, None, None);
        assert_eq!(cut(&content(length), None, 0), whole);

        let asked_for = piece(0..length, block(0, false, 0), None);
        assert_eq!(cut(&content(length), block(0, false, 0), 0), asked_for);
        assert!(!needs_blocks(&content(length), None, 0));
    }
}

#[test]
fn a_larger_body_is_cut_and_its_first_block_tells_how_large_it_is() {
    let rows = [
        (17, None, piece(0..16, block(0, true, 0), Some(17))),
        (17, block(0, false, 0), piece(0..16, block(0, true, 0), Some(17))),
        (17, block(1, false, 0), piece(16..17, block(1, false, 0), None)),
        (32, block(1, false, 0), piece(16..32, block(1, false, 0), None)),
        (33, block(1, false, 0), piece(16..32, block(1, true, 0), None)),
    ];

    for (length, wanted, expected) in rows {
        assert_eq!(cut(&content(length), wanted, 0), expected, "{length} {wanted:?}");
        assert!(needs_blocks(&content(length), wanted, 0));
    }
}

// rfc: M-7959-2.4-01
#[test]
fn a_block_has_the_size_that_was_asked_for_or_ours_if_that_is_smaller() {
    let rows = [
        (block(1, false, 1), 6, piece(32..64, block(1, true, 1), None)),
        (block(1, false, 1), 1, piece(32..64, block(1, true, 1), None)),
        (block(1, false, 1), 0, piece(32..48, block(2, true, 0), None)),
    ];

    for (wanted, ours, expected) in rows {
        assert_eq!(cut(&content(100), wanted, ours), expected, "{wanted:?} {ours}");
    }
    assert!(needs_blocks(&content(17), block(0, false, 0), 6));
    assert!(needs_blocks(&content(17), block(0, false, 6), 0));
    assert!(!needs_blocks(&content(17), block(0, false, 1), 6));
}

#[test]
fn a_block_that_begins_where_the_body_ends_lies_behind_it() {
    for (length, number) in [(0, 1), (5, 1), (16, 1), (32, 2), (33, 3), (33, 9)] {
        let cut = cut(&content(length), block(number, false, 0), 0);

        assert_eq!(cut, Cut::BehindTheEnd, "{length} {number}");
    }
}

#[test]
fn an_error_that_fits_into_one_block_answers_a_request_for_any() {
    let error = |length| Response { code: Code::NOT_FOUND, ..content(length) };

    for wanted in [block(0, false, 0), block(9, false, 0)] {
        assert_eq!(cut(&error(16), wanted, 0), piece(0..16, None, None));
    }
    let second = piece(16..17, block(1, false, 0), None);
    assert_eq!(cut(&error(17), block(1, false, 0), 0), second);
    assert_eq!(cut(&error(17), block(2, false, 0), 0), Cut::BehindTheEnd);
}

#[test]
fn a_part_of_a_body_is_cut_as_the_whole_would_be() {
    let part = |range: core::ops::Range<usize>, total| {
        let offset = range.start as u64;
        let payload = Bytes::from(bytes(range.end)).slice(range);
        Response { payload, part: Some(Part { offset, total }), ..content(0) }
    };

    let first = piece(0..16, block(0, true, 0), Some(99));
    assert_eq!(cut(&part(0..16, 99), None, 0), first);
    let middle = piece(48..64, block(3, true, 0), None);
    assert_eq!(cut(&part(32..80, 99), block(3, false, 0), 0), middle);
    let last = piece(96..99, block(6, false, 0), None);
    assert_eq!(cut(&part(96..99, 99), block(6, false, 0), 0), last);
    assert!(needs_blocks(&part(96..99, 99), block(6, false, 0), 0));
    assert_eq!(cut(&part(0..0, 99), block(7, false, 0), 0), Cut::BehindTheEnd);
}

#[test]
fn a_size_that_no_option_can_tell_is_left_out() {
    let mut response = content(16);

    for (total, size2) in [(u64::from(u32::MAX), Some(u32::MAX)), (1 << 32, None)] {
        response.part = Some(Part { offset: 0, total });

        assert_eq!(cut(&response, None, 0), piece(0..16, block(0, true, 0), size2));
    }
}

#[test]
fn a_block_that_has_no_number_in_our_size_cannot_be_asked_for() {
    let mut response = content(16);
    response.part = Some(Part { offset: 1 << 29, total: 1 << 30 });

    let asked_for = block(1 << 19, false, 6);

    assert!(matches!(cut(&response, asked_for, 6), Cut::Piece { more: true, .. }));
    assert_eq!(cut(&response, asked_for, 0), Cut::BehindTheEnd);
}

// rfc: M-7959-2.4-03
#[test]
fn equal_bodies_have_equal_tags_and_different_ones_do_not() {
    let outgoing = Outgoing::new([1, 2]);
    let tag_of = |length| {
        let mut response = content(length);
        outgoing.tag(&mut response);
        response.options.as_options().opaque(OptionNumber::ETAG).map(<[u8]>::to_vec)
    };

    assert!(tag_of(SIZE).is_some());
    assert_eq!(tag_of(SIZE), tag_of(SIZE));
    assert_ne!(tag_of(SIZE), tag_of(SIZE + 1));
}

#[test]
fn a_tag_is_given_only_to_a_whole_success_that_has_none() {
    let mut tagged = content(SIZE);
    tagged.options.set(OptionNumber::ETAG, b"mine").unwrap();
    let part = Response { part: Some(Part { offset: 0, total: 999 }), ..content(SIZE) };
    let error = Response { code: Code::NOT_FOUND, ..content(SIZE) };

    for response in [tagged, part, error] {
        let mut given = response.clone();

        Outgoing::new([1, 2]).tag(&mut given);

        assert_eq!(given, response);
    }
}

#[test]
fn a_body_is_held_under_its_own_key_until_it_is_forgotten() {
    let mut outgoing = Outgoing::new([1, 2]);
    keep(&mut outgoing, 0, key(1, 1), PLENTY);

    assert_eq!(find(&mut outgoing, 0, key(1, 1)), Some(content(SIZE)));
    assert_eq!(find(&mut outgoing, 0, key(1, 2)), None);
    assert_eq!(find(&mut outgoing, 0, key(2, 1)), None);

    outgoing.forget(&key(2, 1));
    assert!(find(&mut outgoing, 0, key(1, 1)).is_some());
    outgoing.forget(&key(1, 1));
    assert_empty(&outgoing);
}

#[test]
fn a_new_body_takes_the_place_of_the_old_one() {
    let mut outgoing = Outgoing::new([1, 2]);
    keep(&mut outgoing, 0, key(1, 1), PLENTY);
    let newer = Arc::new(content(SIZE / 2));

    outgoing.keep(second(1), key(1, 1), newer, PLENTY);

    assert_eq!(outgoing.bytes(), COST - SIZE / 2);
    assert_eq!(find(&mut outgoing, 1, key(1, 1)), Some(content(SIZE / 2)));
    assert_eq!(outgoing.next_deadline(KEEP), Some(second(1) + KEEP));
}

#[test]
fn bodies_are_held_as_long_as_they_fit_and_then_the_oldest_gives_way() {
    for (limit, oldest_stays) in [(3 * COST, true), (3 * COST - 1, false)] {
        let mut outgoing = Outgoing::new([1, 2]);
        for peer in 1..=3 {
            keep(&mut outgoing, u64::from(peer), key(peer, 1), limit);
        }

        let held = if oldest_stays { 3 } else { 2 };
        assert_eq!(outgoing.bytes(), held * COST);
        assert_eq!(find(&mut outgoing, 3, key(1, 1)).is_some(), oldest_stays);
        assert!(find(&mut outgoing, 3, key(2, 1)).is_some());
        assert!(find(&mut outgoing, 3, key(3, 1)).is_some());
    }
}

#[test]
fn a_body_that_was_asked_for_gives_way_after_those_that_were_not() {
    let mut outgoing = Outgoing::new([1, 2]);
    keep(&mut outgoing, 0, key(1, 1), PLENTY);
    keep(&mut outgoing, 1, key(2, 1), PLENTY);
    find(&mut outgoing, 2, key(1, 1));

    keep(&mut outgoing, 3, key(3, 1), 2 * COST);

    assert!(find(&mut outgoing, 3, key(1, 1)).is_some());
    assert!(find(&mut outgoing, 3, key(2, 1)).is_none());
}

#[test]
fn nobody_gives_way_to_a_body_that_would_not_fit_even_so() {
    let mut outgoing = Outgoing::new([1, 2]);
    keep(&mut outgoing, 0, key(1, 1), PLENTY);

    keep(&mut outgoing, 1, key(2, 1), COST - 1);

    assert!(find(&mut outgoing, 1, key(1, 1)).is_some());
    assert!(find(&mut outgoing, 1, key(2, 1)).is_none());
    keep(&mut outgoing, 1, key(2, 1), COST);
    assert!(find(&mut outgoing, 1, key(2, 1)).is_some());
}

#[test]
fn a_body_that_nobody_asks_for_is_forgotten_when_its_time_is_over() {
    let mut outgoing = Outgoing::new([1, 2]);
    keep(&mut outgoing, 0, key(1, 1), PLENTY);
    keep(&mut outgoing, 3, key(2, 1), PLENTY);

    assert_eq!(outgoing.next_deadline(KEEP), Some(second(8)));
    outgoing.expire(second(7), KEEP);
    assert_eq!(outgoing.bytes(), 2 * COST);

    outgoing.expire(second(8), KEEP);
    assert_eq!(outgoing.bytes(), COST);
    assert!(find(&mut outgoing, 8, key(1, 1)).is_none());

    assert_eq!(outgoing.next_deadline(KEEP), Some(second(11)));
    outgoing.expire(second(99), KEEP);
    assert_empty(&outgoing);
}

#[test]
fn a_body_that_is_asked_for_after_an_eighth_of_its_time_gets_new_time() {
    let (eighth, moment) = (KEEP / 8, Duration::from_nanos(1));

    for (after, renewed) in [(eighth, false), (eighth + moment, true), (KEEP / 2, true)] {
        let mut outgoing = Outgoing::new([1, 2]);
        keep(&mut outgoing, 0, key(1, 1), PLENTY);
        let now = Instant::after_origin(after);

        outgoing.find(now, &key(1, 1), KEEP);

        let used = if renewed { now } else { Instant::ORIGIN };
        assert_eq!(outgoing.next_deadline(KEEP), Some(used + KEEP), "{after:?}");
        outgoing.expire(second(8), KEEP);
        assert_eq!(outgoing.bytes() > 0, renewed, "{after:?}");
    }
}

#[test]
fn what_is_noted_of_the_use_of_bodies_does_not_grow_with_the_requests() {
    let mut outgoing = Outgoing::new([1, 2]);
    keep(&mut outgoing, 0, key(1, 1), PLENTY);
    keep(&mut outgoing, 0, key(2, 1), PLENTY);

    for millis in 0..8_000 {
        let now = Instant::after_origin(Duration::from_millis(millis));
        outgoing.find(now, &key(2, 1), KEEP);
    }

    assert!(outgoing.order.len() <= 2 + 8, "{}", outgoing.order.len());
}

fn keep(outgoing: &mut Outgoing, now: u64, key: Key, limit: usize) {
    outgoing.keep(second(now), key, Arc::new(content(SIZE)), limit);
}

fn find(outgoing: &mut Outgoing, now: u64, key: Key) -> Option<Response> {
    outgoing.find(second(now), &key, KEEP).map(Arc::unwrap_or_clone)
}

fn assert_empty(outgoing: &Outgoing) {
    assert_eq!(outgoing.bytes(), 0);
    assert_eq!(outgoing.next_deadline(KEEP), None);
    assert!(outgoing.table.is_empty());
}

fn second(second: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(second))
}

fn key(peer: u16, transfer: u64) -> Key {
    (Peer::new(SocketAddr::from(([192, 0, 2, 1], peer))), transfer)
}

fn block(number: u32, more: bool, exponent: u8) -> Option<Block> {
    Block::new(number, more, exponent)
}

fn bytes(length: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().take(length).collect()
}

fn content(length: usize) -> Response {
    Response::new(Code::CONTENT).with_payload(bytes(length))
}

/// What carries these bytes of the body and, if it is a block, says so.
fn piece(range: core::ops::Range<usize>, block: Option<Block>, size2: Option<u32>) -> Cut {
    let mut options = OptionsBuf::new();
    if let Some(block) = block {
        options.set_block(OptionNumber::BLOCK2, block);
    }
    if let Some(size) = size2 {
        options.set_uint(OptionNumber::SIZE2, size);
    }
    let payload = Bytes::from(bytes(range.end)).slice(range);
    Cut::Piece { options, payload, more: block.is_some_and(|block| block.more) }
}
