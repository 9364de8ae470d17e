//! Lists of options that grow: what adds, what replaces, and what takes away.

use crate::{Block, OptionNumber, OptionTooLong, Options, OptionsBuf};

#[test]
fn a_list_is_empty_until_it_has_an_option_and_when_all_are_gone() {
    let mut buf = OptionsBuf::new();
    assert!(buf.is_empty() && buf.as_options().is_empty() && Options::EMPTY.is_empty());

    buf.push(OptionNumber::IF_NONE_MATCH, b"").unwrap();
    assert!(!buf.is_empty() && !buf.as_options().is_empty());

    buf.clear();
    assert!(buf.is_empty());
}

#[test]
fn a_list_that_was_cleared_takes_small_numbers_again() {
    let mut buf = OptionsBuf::new();
    buf.push_uint(OptionNumber::SIZE1, 7);
    buf.clear();

    buf.push_uint(OptionNumber::URI_PORT, 7);

    assert_eq!(buf.as_options().as_bytes(), [0x71, 7]);
}

#[test]
fn a_value_that_is_set_stands_in_place_of_all_of_its_number() {
    let block = Block::new(3, true, 2).unwrap();
    let mut buf = OptionsBuf::new();
    for number in [OptionNumber::URI_HOST, OptionNumber::ETAG, OptionNumber::BLOCK2] {
        buf.push(number, b"a").unwrap();
        buf.push(number, b"b").unwrap();
    }
    buf.push_uint(OptionNumber::SIZE1, 7);

    buf.set_str(OptionNumber::URI_HOST, "h").unwrap();
    buf.set(OptionNumber::ETAG, b"tag").unwrap();
    buf.set_block(OptionNumber::BLOCK2, block);
    buf.set_uint(OptionNumber::SIZE1, 8);

    let mut expected = OptionsBuf::new();
    expected.push_str(OptionNumber::URI_HOST, "h").unwrap();
    expected.push(OptionNumber::ETAG, b"tag").unwrap();
    expected.push_block(OptionNumber::BLOCK2, block);
    expected.push_uint(OptionNumber::SIZE1, 8);
    assert_eq!(buf, expected);
    assert_eq!(buf.as_options().block(OptionNumber::BLOCK2), Some(block));
}

#[test]
fn a_value_may_have_65804_bytes_and_no_more() {
    let number = OptionNumber::new(65001);
    let longest = vec![b'a'; OptionsBuf::MAX_VALUE_LENGTH];
    let too_long = vec![b'b'; OptionsBuf::MAX_VALUE_LENGTH + 1];
    let mut pushed = OptionsBuf::new();
    let mut set = OptionsBuf::new();

    assert_eq!(pushed.push(number, &longest), Ok(()));
    assert_eq!(set.set(number, &longest), Ok(()));
    let error = OptionTooLong { length: 65_805 };
    assert_eq!(pushed.push(number, &too_long), Err(error));
    assert_eq!(set.set(number, &too_long), Err(error));

    for buf in [pushed, set] {
        let (parsed, _) = Options::parse(buf.as_options().as_bytes()).unwrap();
        let values: Vec<&[u8]> = parsed.all(number).collect();
        assert_eq!(values, [longest.as_slice()]);
    }
}

#[test]
fn lists_are_equal_only_if_all_their_options_are() {
    let list = |number, value: &[u8]| {
        let mut buf = OptionsBuf::new();
        buf.push(number, value).unwrap();
        buf
    };
    let buf = list(OptionNumber::ETAG, b"x");

    assert_eq!(buf, list(OptionNumber::ETAG, b"x"));
    assert_ne!(buf, list(OptionNumber::ETAG, b"y"));
    assert_ne!(buf, list(OptionNumber::IF_MATCH, b"x"));
    assert_ne!(buf, OptionsBuf::new());
}

#[test]
fn a_list_shows_its_options() {
    let mut buf = OptionsBuf::new();
    buf.push_str(OptionNumber::URI_PATH, "t").unwrap();

    let shown = format!("{buf:?}");

    assert!(shown.contains("Uri-Path") && shown.contains("116"), "{shown}");
}
