use super::*;

#[test]
fn a_body_goes_out_block_by_block_and_the_last_says_so() {
    for (total, end) in [(33, 33), (48, 48)] {
        let mut upload = Upload::new(total, 0);

        for (number, range) in [(0, 0..16), (1, 16..32)] {
            assert_eq!(upload.block(), block(number, true, 0));
            assert_eq!(upload.acknowledged(), range.start);
            assert_eq!(upload.range(), range);
            assert_eq!(upload.answered(Code::CONTINUE, block(number, true, 0)), Step::Next);
        }

        assert_eq!(upload.block(), block(2, false, 0));
        assert_eq!(upload.range(), 32..end);
        assert_eq!(upload.answered(Code::CHANGED, block(2, false, 0)), Step::Final);
    }
}

#[test]
fn an_answer_to_a_block_before_the_last_goes_on_ends_or_breaks_the_transfer() {
    let rows = [
        (Code::CONTINUE, block(1, true, 0), Step::Next),
        (Code::CONTINUE, block(1, false, 0), Step::Next),
        (Code::CONTINUE, None, Step::Next),
        // A server that acts on each block by itself.
        (Code::CHANGED, block(1, false, 0), Step::Next),
        (Code::CHANGED, None, Step::Final),
        (Code::REQUEST_ENTITY_INCOMPLETE, block(1, true, 0), Step::Final),
        (Code::NOT_FOUND, None, Step::Final),
        (Code::CONTINUE, block(0, true, 0), Step::Broken),
        (Code::CONTINUE, block(2, true, 0), Step::Broken),
        (Code::CHANGED, block(2, false, 0), Step::Broken),
    ];

    for (code, echoed, step) in rows {
        let mut upload = after(1);

        assert_eq!(upload.answered(code, echoed), step, "{code} {echoed:?}");

        let acknowledged = if step == Step::Next { 32 } else { 16 };
        assert_eq!(upload.acknowledged(), acknowledged, "{code} {echoed:?}");
    }
}

#[test]
fn any_answer_to_the_last_block_is_final_but_one_that_wants_more() {
    let rows = [
        (Code::CHANGED, block(2, false, 0), Step::Final),
        (Code::CHANGED, block(1, true, 0), Step::Final),
        (Code::CHANGED, None, Step::Final),
        (Code::NOT_FOUND, block(2, false, 0), Step::Final),
        (Code::CONTINUE, block(2, true, 0), Step::Broken),
        (Code::CONTINUE, None, Step::Broken),
    ];

    for (code, echoed, step) in rows {
        assert_eq!(after(2).answered(code, echoed), step, "{code} {echoed:?}");
    }
}

// rfc: M-7959-2.3-01, M-7959-2.5-01
#[test]
fn a_smaller_size_scales_the_number() {
    let mut upload = Upload::new(64, 1);

    assert_eq!(upload.answered(Code::CONTINUE, block(0, true, 0)), Step::Next);

    assert_eq!(upload.block(), block(2, true, 0));
    assert_eq!(upload.range(), 32..48);
}

#[test]
fn a_larger_size_is_not_followed() {
    let mut upload = Upload::new(64, 0);

    assert_eq!(upload.answered(Code::CONTINUE, block(0, true, 2)), Step::Next);

    assert_eq!(upload.block(), block(1, true, 0));
}

// rfc: M-7959-2.5-01, M-7959-2.9-01
#[test]
fn a_hint_in_4_13_is_followed_once() {
    let mut upload = Upload::new(4096, 6);
    assert_eq!(upload.answered(Code::CONTINUE, block(0, true, 6)), Step::Next);

    assert_eq!(upload.answered(TOO_LARGE, block(1, true, 4)), Step::Next);
    assert_eq!((upload.block(), upload.acknowledged()), (block(0, true, 4), 0));
    assert_eq!(upload.answered(TOO_LARGE, block(0, true, 2)), Step::Final);
}

#[test]
fn a_4_13_that_hints_at_no_smaller_size_is_final() {
    for hint in [None, block(0, true, 4), block(0, true, 5)] {
        assert_eq!(Upload::new(4096, 4).answered(TOO_LARGE, hint), Step::Final, "{hint:?}");
    }
}

#[test]
fn a_body_of_more_blocks_than_have_numbers_breaks_off_behind_the_last() {
    let last = Upload { acknowledged: 16 * 0xf_ffff, ..Upload::new(usize::MAX >> 1, 0) };
    assert_eq!(last.block(), block(0xf_ffff, true, 0));

    let mut behind = Upload { acknowledged: 16 << 20, ..last };
    assert_eq!(behind.block(), None);
    assert_eq!(behind.answered(Code::CONTINUE, None), Step::Broken);
}

const TOO_LARGE: Code = Code::REQUEST_ENTITY_TOO_LARGE;

/// An upload of three blocks of which this many were taken.
fn after(blocks: u32) -> Upload {
    let mut upload = Upload::new(48, 0);
    for number in 0..blocks {
        upload.answered(Code::CONTINUE, block(number, true, 0));
    }
    upload
}

fn block(number: u32, more: bool, exponent: u8) -> Option<Block> {
    Block::new(number, more, exponent)
}
