//! Properties of all parsers: round trips, and no input that makes them panic.

use std::net::{IpAddr, SocketAddr};

use proptest::{collection::vec, prelude::*};

use crate::{
    Block, Code, Header, Message, MessageId, MessageType, OptionNumber, OptionRef, Options,
    OptionsBuf, Token,
    link_format::{self, Link},
    uri::{self, Uri},
};

proptest! {
    // rfc: M-7252-3-07
    #[test]
    fn a_message_comes_back_as_it_was_encoded(
        head in 0_u8..4, code in 1_u8.., id: u16, token in vec(any::<u8>(), 0..=8),
        options in options(), payload in vec(any::<u8>(), 0..40),
    ) {
        let (options, message_type) = (built(&options), message_type(head));
        let message = Message {
            message_type,
            code: Code::from_byte(code),
            id: MessageId::new(id),
            token: Token::new(&token).unwrap(),
            options: options.as_options(),
            payload: &payload,
        };

        let mut bytes = b"before".to_vec();
        message.encode_into(&mut bytes);

        prop_assert_eq!(bytes.len(), 6 + message.encoded_len());
        prop_assert_eq!(Message::parse(&bytes[6..]), Ok(message));
        prop_assert_eq!(Header::peek(&bytes[6..]).unwrap().message_type, message_type);
    }

    #[test]
    fn options_stand_in_order_however_they_were_pushed(options in options()) {
        let mut expected = options.clone();
        expected.sort_by_key(|(number, _)| *number);

        let buf = built(&options);

        let (parsed, payload) = Options::parse(buf.as_options().as_bytes()).unwrap();
        prop_assert_eq!(pairs(parsed), expected);
        prop_assert_eq!(payload, b"");
        prop_assert_eq!(&OptionsBuf::from(parsed), &buf);
    }

    #[test]
    fn a_removed_number_is_gone_and_the_rest_stays(options in options(), which: prop::sample::Index) {
        let number = if options.is_empty() { 0 } else { which.get(&options).0 };
        let mut buf = built(&options);

        buf.remove(OptionNumber::new(number));

        let left: Vec<_> = options.into_iter().filter(|(n, _)| *n != number).collect();
        prop_assert_eq!(&buf, &built(&left));
        buf.set_uint(OptionNumber::new(number), 300);
        prop_assert_eq!(buf.as_options().all(OptionNumber::new(number)).count(), 1);
    }

    #[test]
    fn searching_agrees_with_going_through(options in options(), number in number()) {
        let buf = built(&options);
        let given = buf.as_options();
        let number = OptionNumber::new(number);

        let same: Vec<OptionRef<'_>> = given.iter().filter(|o| o.number == number).collect();
        let fit = || same.iter().filter(|o| o.has_valid_length());

        prop_assert_eq!(given.first(number), same.first().copied());
        prop_assert!(given.all(number).eq(same.iter().map(|o| o.value)));
        prop_assert_eq!(given.uint(number), fit().find_map(|o| o.uint()));
        prop_assert_eq!(given.text(number), fit().find_map(|o| o.str()));
        prop_assert_eq!(given.block(number), fit().find_map(|o| o.block()));
        prop_assert_eq!(given.opaque(number), fit().next().map(|o| o.value));
    }

    // rfc: M-7252-3.2-02
    #[test]
    fn numbers_and_blocks_come_back(value: u32, number in 0..=Block::MAX_NUMBER, more: bool, size in 0_u8..8) {
        let block = Block::new(number, more, size).unwrap();
        let mut buf = OptionsBuf::new();

        buf.push_uint(OptionNumber::SIZE1, value);
        buf.push_block(OptionNumber::BLOCK1, block);

        prop_assert_eq!(buf.as_options().uint(OptionNumber::SIZE1), Some(value));
        prop_assert_eq!(buf.as_options().block(OptionNumber::BLOCK1), Some(block));
        let length = buf.as_options().first(OptionNumber::SIZE1).unwrap().value.len();
        prop_assert_eq!(length, (32 - value.leading_zeros()).div_ceil(8) as usize);
    }

    #[test]
    fn no_bytes_make_the_message_parser_panic(bytes in vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn no_bytes_behind_a_good_header_make_it_panic(tail in vec(any::<u8>(), 0..100)) {
        let mut bytes = vec![0x40, 0x01, 0x12, 0x34];
        bytes.extend(tail);
        read_all(&bytes);
    }

    #[test]
    fn what_parses_encodes_to_the_same_bytes(tail in vec(any::<u8>(), 0..40)) {
        let mut bytes = vec![0x50, 0x45, 0x12, 0x34];
        bytes.extend(tail);
        let Ok(message) = Message::parse(&bytes) else { return Ok(()) };
        let options = built(&pairs(message.options));

        let mut encoded = Vec::new();
        Message { options: options.as_options(), ..message }.encode_into(&mut encoded);

        prop_assert_eq!(encoded, bytes);
    }

    #[test]
    fn a_uri_comes_back_from_its_options(text in uri_text(), port: u16, secure: bool) {
        let Ok(uri) = Uri::parse(&text) else { return Ok(()) };
        prop_assert_eq!(Uri::parse(&uri.normalized()), Ok(uri.clone()));
        if port == 0 || !matches!(uri.host(), uri::Host::Name(_)) {
            return Ok(());
        }
        let destination = SocketAddr::new(IpAddr::from([192, 0, 2, 1]), port);

        let options = uri.options(destination);
        let composed = uri::compose(options.as_options(), destination, uri.is_secure()).unwrap();

        prop_assert_eq!(&composed, &uri.normalized());
        prop_assert!(uri::compose(options.as_options(), destination, secure).is_ok());
        prop_assert_eq!(uri::path_text(options.as_options()), uri.path_text());
        prop_assert_eq!(uri::query_text(options.as_options()), uri.query_text());
    }

    #[test]
    fn no_text_makes_the_uri_parser_panic(text in "(coaps?://)?\\PC{0,40}") {
        if let Ok(uri) = Uri::parse(&text) {
            prop_assert!(!uri.path().iter().any(|s| matches!(s.as_slice(), b"." | b"..")));
            prop_assert!(uri.query().iter().chain(uri.path()).all(|part| part.len() <= 255));
        }
    }

    #[test]
    fn links_come_back_as_they_were_written(links in vec(link(), 0..5)) {
        let text = link_format::write(&links);

        prop_assert_eq!(link_format::parse(&text), Ok(links));
    }

    #[test]
    fn no_text_makes_the_link_parser_panic(text in "[<>;,=\" \\\\a-z*/]{0,60}|\\PC{0,40}", argument: String) {
        for link in link_format::parse(&text).unwrap_or_default() {
            let found = link_format::matches(&link, &argument);
            prop_assert_eq!(link_format::matches(&link.clone(), &argument), found);
        }
    }

    #[test]
    fn no_text_makes_the_small_parsers_panic(text: String, byte: u8) {
        let code = Code::from_byte(byte);
        prop_assert_eq!(code.to_string().parse(), Ok(code));
        prop_assert_eq!(Code::new(code.class(), code.detail()), Some(code));
        if let Ok(code) = text.parse::<Code>() {
            prop_assert_eq!(code.to_string(), text.clone());
        }
        if let Some(format) = crate::ContentFormat::from_media_type(&text) {
            prop_assert!(format.media_type().is_some());
        }
        prop_assert!(OptionNumber::from_name(&text).is_none_or(|n| n.definition().is_some()));
    }
}

#[test]
fn a_value_that_no_option_can_carry_is_refused() {
    let mut buf = OptionsBuf::new();
    let value = vec![7; OptionsBuf::MAX_VALUE_LENGTH + 1];

    let (last, number) = (&value[1..], OptionNumber::new(u16::MAX));

    assert!(buf.push(number, &value).is_err() && buf.set(number, &value).is_err());
    assert!(buf.is_empty());
    buf.push(number, last).unwrap();
    assert_eq!(buf.as_options().opaque(number), Some(last));
    assert_eq!(pairs(Options::parse(buf.as_options().as_bytes()).unwrap().0).len(), 1);
}

#[test]
fn every_extension_boundary_comes_back() {
    for edge in [0, 1, 12, 13, 14, 268, 269, 270, 65534, 65535] {
        let mut buf = OptionsBuf::new();
        buf.push(OptionNumber::new(edge), &vec![0xff; usize::from(edge)]).unwrap();

        let parsed = Options::parse(buf.as_options().as_bytes()).unwrap().0;

        assert_eq!(pairs(parsed), [(edge, vec![0xff; usize::from(edge)])]);
    }
}

fn read_all(bytes: &[u8]) {
    let _header = Header::peek(bytes);
    let Ok(message) = Message::parse(bytes) else { return };
    for option in message.options {
        let _typed = (option.value(), option.number.to_string(), option.uint(), option.block());
    }
    let local = IpAddr::from([192, 0, 2, 1]);
    let composed = uri::compose(message.options, SocketAddr::new(local, 5683), false);
    if let Ok(text) = composed {
        assert!(text.starts_with("coap://"));
    }
    let _texts = (uri::host_text(message.options, local), uri::path_text(message.options));
}

fn pairs(options: Options<'_>) -> Vec<(u16, Vec<u8>)> {
    options.iter().map(|option| (option.number.value(), option.value.to_vec())).collect()
}

fn built(options: &[(u16, Vec<u8>)]) -> OptionsBuf {
    let mut buf = OptionsBuf::new();
    for (number, value) in options {
        buf.push(OptionNumber::new(*number), value).unwrap();
    }
    buf
}

fn message_type(bits: u8) -> MessageType {
    match bits {
        0 => MessageType::Confirmable,
        1 => MessageType::NonConfirmable,
        2 => MessageType::Acknowledgement,
        _ => MessageType::Reset,
    }
}

fn number() -> impl Strategy<Value = u16> {
    prop_oneof![4 => 0_u16..65, 1 => 240_u16..300, 1 => any::<u16>()]
}

fn options() -> impl Strategy<Value = Vec<(u16, Vec<u8>)>> {
    let value = prop_oneof![4 => vec(any::<u8>(), 0..6), 1 => vec(any::<u8>(), 0..300)];
    vec((number(), value), 0..8)
}

fn uri_text() -> impl Strategy<Value = String> {
    let host = "[a-zA-Z0-9.-]{1,9}|%[4-7][0-9a-f]|\\[::[0-9a-f]{1,4}\\]|192\\.0\\.2\\.[0-9]{1,3}";
    let port = "(:[0-9]{0,5})?";
    let path = "(/([a-z.~:@!]|%[0-9a-f]{2}|\u{fc}){0,3}){0,5}";
    let query = "(\\?([a-z&=/?+]|%[0-9A-F]{2}){0,9})?";
    ("coaps?", host, port, path, query).prop_map(|(s, h, o, p, q)| format!("{s}://{h}{o}{p}{q}"))
}

fn link() -> impl Strategy<Value = Link> {
    let attribute = ("[a-hj-z]{2,4}[0-9]\\*?", proptest::option::of(any::<String>()));
    let target = "[!#-;=?-~\u{fc}]{0,9}".prop_map(|target| target.replace('\u{fc}', "%C3%BC"));
    (target, vec(attribute, 0..4)).prop_map(|(target, attributes)| Link { target, attributes })
}
