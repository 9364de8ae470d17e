//! The small types: codes, ids, tokens, numbers, blocks and typed values.

use crate::{
    Block, Code, Message, MessageId, MessageType, OptionNumber, OptionRef, OptionValue, OptionsBuf,
    ParseError, Token,
};

#[test]
fn a_code_is_read_only_in_its_one_form() {
    assert_eq!("2.05".parse(), Ok(Code::CONTENT));
    assert_eq!("7.31".parse(), Ok(Code::from_byte(0xff)));
    for text in ["2.5", "2.005", "8.00", "2.32", "2,05", "205", "", " 2.05", "2.0\u{665}", "-.05"] {
        assert!(text.parse::<Code>().is_err(), "{text}");
    }
    assert_eq!(Code::new(8, 0), None);
    assert_eq!(Code::new(0, 32), None);
}

#[test]
fn the_class_says_what_a_code_is() {
    assert!(Code::EMPTY.is_empty() && !Code::EMPTY.is_request() && !Code::EMPTY.is_response());
    assert!(Code::GET.is_request() && Code::GET.is_safe() && !Code::PUT.is_safe());
    assert!(Code::VALID.is_success() && Code::VALID.is_response());
    assert!(Code::CONFLICT.is_client_error() && Code::BAD_GATEWAY.is_server_error());
    assert!(Code::new(3, 1).unwrap().is_response());
    let reserved: Vec<u8> = (0..8).filter(|c| Code::new(*c, 1).unwrap().is_reserved()).collect();
    assert_eq!(reserved, [1, 6, 7]);
}

#[test]
fn every_code_belongs_to_the_class_before_its_dot() {
    for byte in 0..=u8::MAX {
        let code = Code::from_byte(byte);
        let class = byte >> 5;

        assert_eq!(code.is_success(), class == 2, "{code}");
        assert_eq!(code.is_client_error(), class == 4, "{code}");
        assert_eq!(code.is_server_error(), class == 5, "{code}");
        assert_eq!(code.is_response(), (2..=5).contains(&class), "{code}");
    }
}

#[test]
fn message_ids_wrap_around() {
    assert_eq!(MessageId::new(u16::MAX).next(), MessageId::from(0));
}

#[test]
fn a_message_id_is_a_plain_number() {
    let id = MessageId::from(0x1234);

    assert_eq!(u16::from(id), 0x1234);
    assert_eq!(id.to_string(), "4660");
}

#[test]
fn a_token_has_at_most_8_bytes_wherever_it_comes_from() {
    assert_eq!(Token::new(&[0; 9]), None);
    for length in 0..=8 {
        let bytes = vec![0xa5; usize::from(length)];
        let token = Token::new(&bytes).unwrap();
        for behind in 0..12 {
            let stream = [bytes.as_slice(), &vec![0xff; behind]].concat();

            let (split, rest) = Token::split_from(&stream, length).unwrap();

            assert_eq!((split, rest.len()), (token, behind));
        }
        assert_eq!(token.as_bytes(), bytes);
        assert_eq!(token.to_string(), "a5".repeat(usize::from(length)));
    }
}

#[test]
fn only_the_token_of_no_bytes_is_empty() {
    assert!(Token::EMPTY.is_empty());
    assert!(Token::new(&[]).unwrap().is_empty());
    assert!(!Token::new(&[0]).unwrap().is_empty());
}

// rfc: M-7959-2.2-01
#[test]
fn blocks_have_limits() {
    assert_eq!(Block::new(Block::MAX_NUMBER + 1, false, 0), None);
    assert_eq!(Block::new(0, false, 8), None);
    assert_eq!(Block::decode(&[0; 4]), None);
    let last = Block::decode(&[0xff; 3]).unwrap();
    assert!(last.more && last.is_reserved_size() && last.size() == 1024);
    assert_eq!(last.offset(), 1024 * 1_048_575);
    let wild = Block { number: u32::MAX, more: true, size_exponent: u8::MAX };
    assert_eq!(wild.to_uint(), 0x00ff_ffff);
    for exponent in 0..7 {
        let block = Block::new(2, true, exponent).unwrap();
        assert_eq!(Block::size_exponent_for(block.size()), Some(exponent));
        assert_eq!(block.to_string(), format!("2/1/{}", 16 << exponent));
        assert!(!block.is_reserved_size());
    }
    assert_eq!(Block::size_exponent_for(2048), None);
}

// rfc: M-7252-3.2-01
#[test]
fn a_value_is_typed_by_the_registry_and_opaque_where_it_does_not_fit() {
    let typed = |number, value: &'static [u8]| OptionRef { number, value }.value();

    assert_eq!(typed(OptionNumber::IF_NONE_MATCH, b""), OptionValue::Empty);
    assert_eq!(typed(OptionNumber::ETAG, b"x"), OptionValue::Opaque(b"x"));
    assert_eq!(typed(OptionNumber::MAX_AGE, &[0, 0, 60]), OptionValue::Uint(60));
    assert_eq!(typed(OptionNumber::URI_PATH, b"t"), OptionValue::String("t"));
    let block = Block::new(1, false, 2).unwrap();
    assert_eq!(typed(OptionNumber::BLOCK2, &[0x12]), OptionValue::Block(block));
    assert_eq!(typed(OptionNumber::IF_NONE_MATCH, b"x"), OptionValue::Opaque(b"x"));
    assert_eq!(typed(OptionNumber::URI_PATH, b"\xff"), OptionValue::Opaque(b"\xff"));
    assert_eq!(typed(OptionNumber::URI_PORT, &[0, 0, 1]), OptionValue::Opaque(&[0, 0, 1]));
    assert_eq!(typed(OptionNumber::new(2049), b"t"), OptionValue::Opaque(b"t"));
}

#[test]
fn a_lookup_passes_over_values_that_are_not_well_formed() {
    let mut buf = OptionsBuf::new();
    buf.push(OptionNumber::MAX_AGE, &[1; 5]).unwrap();
    buf.push_uint(OptionNumber::MAX_AGE, 7);
    buf.push(OptionNumber::URI_PATH, b"\xff").unwrap();
    buf.push_str(OptionNumber::URI_PATH, "t").unwrap();

    let options = buf.as_options();

    assert_eq!(options.uint(OptionNumber::MAX_AGE), Some(7));
    assert_eq!(options.text(OptionNumber::URI_PATH), Some("t"));
    assert_eq!(options.first(OptionNumber::MAX_AGE).unwrap().uint(), None);
}

#[test]
fn an_error_gives_the_limit_and_the_actual_value() {
    let error = Message::parse(&[0x49, 1, 0, 0]).unwrap_err();
    assert_eq!(error, ParseError::TokenLengthReserved { length: 9 });
    assert_eq!(error.to_string(), "the token length is 9; at most 8 is allowed");

    let error = Message::parse(&[0x40, 1, 0, 0, 0xb5, b't']).unwrap_err();
    assert_eq!(error, ParseError::OptionValueTruncated { number: 11, length: 5, left: 1 });
    assert_eq!(error.to_string(), "the value of option 11 takes 5 bytes; only 1 are left");
}

#[test]
fn a_message_of_another_version_is_refused_with_that_version() {
    for version in [0, 2, 3] {
        let error = Message::parse(&[version << 6, 1, 0, 0]).unwrap_err();

        assert_eq!(error, ParseError::Version { version });
    }
}

#[test]
fn names_are_shown_where_they_are_known() {
    assert_eq!(MessageType::NonConfirmable.to_string(), "NON");
    assert_eq!(OptionNumber::URI_PATH.to_string(), "Uri-Path");
    assert_eq!(OptionNumber::new(65001).to_string(), "65001");
    assert_eq!(OptionNumber::from_name("uri-path"), Some(OptionNumber::URI_PATH));
    assert_eq!(OptionNumber::from_name("nothing"), None);
    assert_eq!(format!("{:?}", Code::CONTENT), "Code(2.05)");
    assert_eq!(format!("{:?}", OptionNumber::URI_PATH), "OptionNumber(11 Uri-Path)");
    assert_eq!(format!("{:?}", OptionNumber::new(65001)), "OptionNumber(65001)");
    assert_eq!(format!("{:?}", Token::new(&[0xa5, 1]).unwrap()), "Token(a501)");
}
