use super::*;

/// The size exponent of the blocks here, and their size.
const EXPONENT: u8 = 1;
const SIZE: usize = 32;

const LIMIT: usize = 4096;

#[test]
fn an_answer_without_further_blocks_is_no_part_of_a_larger_body() {
    let none = OptionsBuf::new();
    let only = block2(0, false, EXPONENT);

    for (options, length) in [(&none, SIZE), (&only, SIZE), (&only, 0), (&only, 3)] {
        assert_eq!(begin(options, length, LIMIT), None, "{options:?} {length}");
    }
}

#[test]
fn a_transfer_begins_with_a_full_first_block_of_a_size_that_may_be_used() {
    let rows = [
        (block2(1, true, EXPONENT), SIZE),
        (block2(1, false, EXPONENT), SIZE),
        (block2(1, false, EXPONENT), 3),
        (block2(0, true, 7), 1024),
        (block2(0, true, EXPONENT), SIZE - 1),
        (block2(0, true, EXPONENT), SIZE + 1),
    ];

    for (options, length) in rows {
        let refused = Some(Err(Failure::Blocks));
        assert_eq!(begin(&options, length, LIMIT), refused, "{options:?} {length}");
    }
}

#[test]
fn a_body_that_begins_or_says_it_is_larger_than_the_limit_is_refused() {
    let rows = [
        (SIZE, None, false),
        (SIZE - 1, None, true),
        (100, Some(100), false),
        (100, Some(101), true),
        (100, Some(u32::MAX), true),
    ];

    for (limit, size2, refused) in rows {
        let mut options = block2(0, true, EXPONENT);
        if let Some(size) = size2 {
            options.set_uint(OptionNumber::SIZE2, size);
        }

        let begun = begin(&options, SIZE, limit).unwrap();

        assert_eq!(begun.err(), refused.then_some(Failure::TooLarge), "{limit} {size2:?}");
    }
}

#[test]
fn progress_is_what_arrived_of_what_was_announced() {
    let silent = begun(&block2(0, true, EXPONENT));
    let mut options = block2(0, true, EXPONENT);
    options.set_uint(OptionNumber::SIZE2, 80);
    let mut announced = begun(&options);

    assert_eq!((silent.received(), silent.total()), (SIZE, None));
    assert_eq!((announced.received(), announced.total()), (SIZE, Some(80)));
    answer(&mut announced, &block2(1, true, EXPONENT), SIZE);
    assert_eq!((announced.received(), announced.total()), (2 * SIZE, Some(80)));
}

// rfc: M-7959-2.4-02, M-7959-2.3-03
#[test]
fn either_side_may_lower_the_block_size_and_neither_raises_it() {
    let rows = [
        // The server's exponent, ours, and the block that is asked for next.
        (2, 6, Block::new(1, false, 2)),
        (2, 2, Block::new(1, false, 2)),
        (2, 0, Block::new(4, false, 0)),
    ];

    for (theirs, ours, next) in rows {
        let options = block2(0, true, theirs);
        let sizes = (ours, LIMIT);

        let begun = Download::begin(Code::CONTENT, options.as_options(), &bytes(64), sizes);

        assert_eq!(begun.unwrap().unwrap().block(), next, "{theirs} {ours}");
    }
}

#[test]
fn a_block_size_that_is_lowered_in_the_middle_is_kept_to() {
    let mut download = begun(&block2(0, true, EXPONENT));

    assert_eq!(answer(&mut download, &block2(2, true, 0), 16), Step::Next);
    assert_eq!(download.block(), Block::new(3, false, 0));

    let raised = block2(2, true, EXPONENT);
    answer(&mut download, &block2(3, true, 0), 16);
    assert_eq!(answer(&mut download, &raised, SIZE), Step::Failed(Failure::Blocks));
}

#[test]
fn a_body_is_its_blocks_in_order_with_the_options_of_the_first() {
    let mut first = tagged(0, true, b"tag");
    first.set_uint(OptionNumber::MAX_AGE, 7);
    let mut download = begun(&first);
    assert_eq!(download.block(), Block::new(1, false, EXPONENT));

    assert_eq!(answer(&mut download, &tagged(1, true, b"tag"), SIZE), Step::Next);
    let step = answer(&mut download, &tagged(2, false, b"tag"), 5);

    first.remove(OptionNumber::BLOCK2);
    let payload = bytes(2 * SIZE + 5);
    assert_eq!(step, Step::Done(whole(Code::CONTENT, first, payload)));
}

#[test]
fn the_last_block_may_be_of_any_length_up_to_its_size() {
    for length in [0, 1, SIZE] {
        let mut download = begun(&block2(0, true, EXPONENT));

        let step = answer(&mut download, &block2(1, false, EXPONENT), length);

        let payload = bytes(SIZE + length);
        assert_eq!(step, Step::Done(whole(Code::CONTENT, OptionsBuf::new(), payload)));
    }
}

#[test]
fn a_block_that_does_not_continue_the_body_fails_the_transfer() {
    let rows = [
        ("repeated", block2(0, true, EXPONENT), SIZE),
        ("a gap", block2(2, true, EXPONENT), SIZE),
        ("elsewhere by its smaller size", block2(1, true, 0), 16),
        ("too short", block2(1, true, EXPONENT), SIZE - 1),
        ("too long", block2(1, true, EXPONENT), SIZE + 1),
        ("too long for the last", block2(1, false, EXPONENT), SIZE + 1),
    ];

    for (why, options, length) in rows {
        let mut download = begun(&block2(0, true, EXPONENT));

        let step = answer(&mut download, &options, length);

        assert_eq!(step, Step::Failed(Failure::Blocks), "{why}");
    }
}

#[test]
fn a_larger_block_fails_the_transfer_even_if_it_lies_where_the_body_ends() {
    for exponent in [EXPONENT + 1, 7] {
        let mut download = begun(&block2(0, true, EXPONENT));
        let size = Block::new(0, true, exponent).unwrap().size();
        for number in 1..u32::try_from(size / SIZE).unwrap() {
            answer(&mut download, &block2(number, true, EXPONENT), SIZE);
        }

        let step = answer(&mut download, &block2(1, true, exponent), size);

        assert_eq!(step, Step::Failed(Failure::Blocks));
    }
}

#[test]
fn a_body_that_outgrows_the_limit_fails_the_transfer() {
    let limit = SIZE + 7;

    for (length, fits) in [(7, true), (8, false)] {
        let mut download = begun(&block2(0, true, EXPONENT));
        let options = block2(1, false, EXPONENT);
        let (code, payload) = (Code::CONTENT, piece(&options, length));

        let step = download.answered(code, options.as_options(), &payload, limit);

        assert_eq!(step != Step::Failed(Failure::TooLarge), fits, "{step:?}");
    }
}

// rfc: M-7959-2.4-04
#[test]
fn a_block_of_another_representation_begins_the_transfer_anew() {
    let mut other_format = tagged(1, true, b"tag");
    other_format.set_uint(OptionNumber::CONTENT_FORMAT, 50);
    let rows = [
        (Code::CONTENT, tagged(1, true, b"other")),
        (Code::CONTENT, block2(1, true, EXPONENT)),
        (Code::CHANGED, tagged(1, true, b"tag")),
        (Code::CONTENT, other_format),
    ];

    for (code, options) in rows {
        let mut download = begun(&tagged(0, true, b"tag"));
        assert!(!download.is_at_start());

        let step = download.answered(code, options.as_options(), &bytes(SIZE), LIMIT);

        assert_eq!(step, Step::Next, "{code} {options:?}");
        assert!(download.is_at_start());
        assert_eq!(download.received(), 0);
        assert_eq!(download.block(), Block::new(0, false, EXPONENT));
    }
}

#[test]
fn a_transfer_that_began_anew_has_nothing_of_the_old_representation() {
    let mut download = begun(&tagged(0, true, b"old"));
    answer(&mut download, &tagged(1, true, b"new"), SIZE);
    let mut first = tagged(0, true, b"new");
    first.set_uint(OptionNumber::MAX_AGE, 7);

    assert_eq!(begin_again(&mut download, &first), Step::Next);
    let step = answer(&mut download, &tagged(1, false, b"new"), 3);

    first.remove(OptionNumber::BLOCK2);
    let payload = bytes(SIZE + 3);
    assert_eq!(step, Step::Done(whole(Code::CONTENT, first, payload)));
}

#[test]
fn a_resource_that_changes_a_third_time_fails_the_transfer() {
    let mut download = begun(&tagged(0, true, &[0]));

    for change in 1..=2 {
        assert_eq!(answer(&mut download, &tagged(1, true, &[change]), SIZE), Step::Next);
        assert_eq!(begin_again(&mut download, &tagged(0, true, &[change])), Step::Next);
    }

    let step = answer(&mut download, &tagged(1, true, &[3]), SIZE);
    assert_eq!(step, Step::Failed(Failure::Blocks));
}

#[test]
fn a_transfer_that_begins_anew_is_held_to_the_rules_of_any_first_block() {
    let restarted = || {
        let mut download = begun(&tagged(0, true, b"old"));
        answer(&mut download, &tagged(1, true, b"new"), SIZE);
        download
    };

    let mut only = tagged(0, false, b"new");
    let step = begin_again(&mut restarted(), &only);
    only.remove(OptionNumber::BLOCK2);
    assert_eq!(step, Step::Done(whole(Code::CONTENT, only, bytes(SIZE))));

    let step = begin_again(&mut restarted(), &tagged(1, true, b"new"));
    assert_eq!(step, Step::Failed(Failure::Blocks));
}

#[test]
fn an_answer_that_is_no_block_of_the_body_takes_its_place() {
    let mut options = OptionsBuf::new();
    options.set_uint(OptionNumber::MAX_AGE, 7);
    let mut with_blocks = options.clone();
    with_blocks.set_block(OptionNumber::BLOCK2, Block::new(1, false, EXPONENT).unwrap());
    with_blocks.set_block(OptionNumber::BLOCK1, Block::new(9, false, EXPONENT).unwrap());

    for (code, given) in [(Code::CONTENT, &options), (Code::NOT_FOUND, &with_blocks)] {
        let mut download = begun(&block2(0, true, EXPONENT));

        let step = download.answered(code, given.as_options(), &bytes(3), LIMIT);

        assert_eq!(step, Step::Done(whole(code, options.clone(), bytes(3))));
    }
}

#[test]
fn the_body_of_an_error_is_its_blocks_in_order_too() {
    let (first, second) = (block2(0, true, EXPONENT), block2(1, true, EXPONENT));
    let third = block2(2, false, EXPONENT);
    let (code, sizes) = (Code::BAD_REQUEST, (EXPONENT, LIMIT));
    let begun = Download::begin(code, first.as_options(), &bytes(SIZE), sizes);
    let mut download = begun.unwrap().unwrap();

    let payload = piece(&second, SIZE);
    assert_eq!(download.answered(code, second.as_options(), &payload, LIMIT), Step::Next);
    let payload = piece(&third, 5);
    let step = download.answered(code, third.as_options(), &payload, LIMIT);

    let payload = bytes(2 * SIZE + 5);
    assert_eq!(step, Step::Done(whole(code, OptionsBuf::new(), payload)));
}

fn block2(number: u32, more: bool, exponent: u8) -> OptionsBuf {
    let mut options = OptionsBuf::new();
    options.set_block(OptionNumber::BLOCK2, Block::new(number, more, exponent).unwrap());
    options
}

/// The options of a block of a representation with an entity-tag and a content format.
fn tagged(number: u32, more: bool, etag: &[u8]) -> OptionsBuf {
    let mut options = block2(number, more, EXPONENT);
    options.set(OptionNumber::ETAG, etag).unwrap();
    options.set_uint(OptionNumber::CONTENT_FORMAT, 0);
    options
}

/// The beginning of the one body that all tests fetch.
fn bytes(length: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().take(length).collect()
}

/// The bytes of that body that lie in the block.
fn piece(options: &OptionsBuf, length: usize) -> Vec<u8> {
    let at = options.as_options().block(OptionNumber::BLOCK2).map_or(0, Block::offset);
    bytes(at + length).split_off(at)
}

fn whole(code: Code, options: OptionsBuf, payload: Vec<u8>) -> Response {
    Response { options, ..Response::new(code).with_payload(payload) }
}

fn begin(options: &OptionsBuf, length: usize, limit: usize) -> Option<Result<Download, Failure>> {
    Download::begin(Code::CONTENT, options.as_options(), &bytes(length), (EXPONENT, limit))
}

fn begun(options: &OptionsBuf) -> Download {
    begin(options, SIZE, LIMIT).unwrap().unwrap()
}

fn answer(download: &mut Download, options: &OptionsBuf, length: usize) -> Step {
    download.answered(Code::CONTENT, options.as_options(), &piece(options, length), LIMIT)
}

fn begin_again(download: &mut Download, options: &OptionsBuf) -> Step {
    download.begin_again(Code::CONTENT, options.as_options(), &bytes(SIZE), LIMIT)
}
