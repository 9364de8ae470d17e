//! Holds URIs against `tests/vectors/uris.jsonl` and against the rules for refusing them.

use std::net::{IpAddr, SocketAddr};

use serde_json::Value;

use crate::{
    OptionNumber, OptionsBuf,
    uri::{self, Host, Uri, UriError},
};

/// Whether an error is the one expected.
type Expected = fn(&UriError) -> bool;

// rfc: M-7252-6.4-02, M-7252-6.4-03, M-7252-6.4-04, M-7252-6.4-05, M-7252-6.5-01, M-7252-6.5-03, M-7252-6.5-04, M-7252-6.5-05, M-7252-5.4.4-01
#[test]
fn every_vector_holds() {
    let text = include_str!("../../../../tests/vectors/uris.jsonl");
    let vectors: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    for vector in &vectors {
        match vector["kind"].as_str().unwrap() {
            "compose" => check_compose(vector),
            "decompose" => check_decompose(vector),
            _ => assert!(Uri::parse(vector["uri"].as_str().unwrap()).is_err(), "{vector}"),
        }
    }

    assert_eq!(vectors.len(), 40);
}

// rfc: M-7252-6.1-01, M-7252-6.4-01
#[test]
fn a_uri_is_refused_for_what_is_wrong_with_it() {
    let long = format!("coap://h/{}", "a".repeat(256));
    let long_argument = format!("coap://h/?{}", "%41".repeat(256));
    let long_host = format!("coap://{}/", "a".repeat(256));
    let rows: Vec<(&str, Expected)> = vec![
        ("", |e| matches!(e, UriError::Empty)),
        ("coap", |e| matches!(e, UriError::NoScheme)),
        ("//h/t", |e| matches!(e, UriError::NoScheme)),
        ("/a:b", |e| matches!(e, UriError::NoScheme)),
        ("h:5683/t", |e| matches!(e, UriError::Scheme { .. })),
        ("coap+tcp://h/", |e| matches!(e, UriError::Scheme { .. })),
        ("coap:/h/", |e| matches!(e, UriError::NoHost)),
        ("coap://:5683/", |e| matches!(e, UriError::NoHost)),
        ("coap://", |e| matches!(e, UriError::NoHost)),
        ("coap://?q", |e| matches!(e, UriError::NoHost)),
        ("coap://me@h/", |e| matches!(e, UriError::UserInformation)),
        ("coap://@h/", |e| matches!(e, UriError::UserInformation)),
        ("coap://h/#", |e| matches!(e, UriError::Fragment { at: 9 })),
        ("coap://h:0/", |e| matches!(e, UriError::Port { .. })),
        ("coap://h:65536/", |e| matches!(e, UriError::Port { .. })),
        ("coap://h:+1/", |e| matches!(e, UriError::Port { .. })),
        ("coap://h:-1/", |e| matches!(e, UriError::Port { .. })),
        ("coap://h:x/", |e| matches!(e, UriError::Port { .. })),
        ("coap://h/%", |e| matches!(e, UriError::PercentEncoding { .. })),
        ("coap://h/%4", |e| matches!(e, UriError::PercentEncoding { .. })),
        ("coap://h/?%+1", |e| matches!(e, UriError::PercentEncoding { .. })),
        ("coap://h%zz/", |e| matches!(e, UriError::PercentEncoding { .. })),
        ("coap://h/%\u{fc}x", |e| matches!(e, UriError::PercentEncoding { .. })),
        ("coap://h/a b", |e| matches!(e, UriError::Character { character: ' ', at: 10 })),
        (" coap://h/", |e| matches!(e, UriError::Character { at: 0, .. })),
        ("coap://h/\n", |e| matches!(e, UriError::Character { .. })),
        ("coap://h/\u{7f}", |e| matches!(e, UriError::Character { .. })),
        ("coap://h/\u{a0}", |e| matches!(e, UriError::Character { .. })),
        ("coap://h%20h/", |e| matches!(e, UriError::Host { .. })),
        ("coap://h%2Fh/", |e| matches!(e, UriError::Host { .. })),
        ("coap://h%FF/", |e| matches!(e, UriError::Host { .. })),
        ("coap://h%C2%A0/", |e| matches!(e, UriError::Host { .. })),
        ("coap://h%C2%80/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[::1/", |e| matches!(e, UriError::Host { .. } | UriError::Port { .. })),
        ("coap://::1/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[::1]x/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[127.0.0.1]/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[fe80::1%25]/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[fe80::1%25a%20b]/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[fe80::1%25a%f]/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[fe80::1%25a:b]/", |e| matches!(e, UriError::Host { .. })),
        ("coap://[fe80::1%25a%ff]/", |e| matches!(e, UriError::Host { .. })),
        (&long, |e| matches!(e, UriError::SegmentTooLong { length: 256 })),
        (&long_argument, |e| matches!(e, UriError::ArgumentTooLong { length: 256 })),
        (&long_host, |e| matches!(e, UriError::HostTooLong { length: 256 })),
    ];

    for (text, is_expected) in rows {
        let error = Uri::parse(text).unwrap_err();

        assert!(is_expected(&error), "{text}: {error:?}");
    }
}

#[test]
fn a_uri_is_taken_apart_and_decoded() {
    let uri = Uri::parse("coaps://H:7/a%2Fb/c?x=%31&y").unwrap();

    assert!(uri.is_secure());
    assert_eq!(uri.host(), &Host::Name("h".into()));
    assert_eq!(uri.port(), 7);
    assert_eq!(uri.path(), [b"a/b".to_vec(), b"c".to_vec()]);
    assert_eq!(uri.query(), [b"x=1".to_vec(), b"y".to_vec()]);
    assert_eq!(uri.to_string(), "coaps://h:7/a%2Fb/c?x=1&y");
}

#[test]
fn a_uri_without_a_port_has_that_of_its_scheme() {
    assert_eq!(Uri::parse("coap://h").unwrap().port(), 5683);
    assert_eq!(Uri::parse("coaps://h").unwrap().port(), 5684);
}

#[test]
fn parts_of_255_bytes_are_accepted() {
    let part = "a".repeat(255);

    let uri = Uri::parse(&format!("coap://{part}/{part}?{part}")).unwrap();

    assert_eq!(uri.path()[0].len(), 255);
}

// rfc: M-7252-6.1-01, M-7252-6.4-04, M-7252-6.4-05, M-7252-6.5-01, M-7252-6.5-03
#[test]
fn equivalent_uris_have_one_normalized_text() {
    let rows = [
        ("coap://h", "coap://h/"),
        ("COAP://H:5683", "coap://h/"),
        ("coap://h:/", "coap://h/"),
        ("coaps://h:5684", "coaps://h/"),
        ("coaps://h:5683", "coaps://h:5683/"),
        ("coap://h/%7ea/b%2fc", "coap://h/~a/b%2Fc"),
        ("coap://h/T?A=%41&b", "coap://h/T?A=A&b"),
        ("coap://h/?", "coap://h/?"),
        ("coap://h/ü", "coap://h/%C3%BC"),
        ("coap://h/a/%2e%2E/b", "coap://h/b"),
        ("coap://h/a/..", "coap://h/"),
        ("coap://h/a/.", "coap://h/a/"),
        ("coap://h/../..//", "coap://h//"),
        ("coap://h/a//../b", "coap://h/a/b"),
        ("coap://h/...", "coap://h/..."),
        ("coap://[2001:DB8:0::1]:05683/", "coap://[2001:db8::1]/"),
        ("coap://[FE80::1%25eth0]/", "coap://[fe80::1%25eth0]/"),
        ("coap://[fe80::1%eth0]/", "coap://[fe80::1%25eth0]/"),
        ("coap://[fe80::1%25eth0%3a1]/", "coap://[fe80::1%25eth0%3A1]/"),
        ("coap://192.0.2.%31", "coap://192.0.2.1/"),
        ("coap://%c3%bc.example", "coap://%C3%BC.example/"),
        ("coap://%c3%9c.Example", "coap://%C3%9C.example/"),
        ("coap://h/{a}|b", "coap://h/%7Ba%7D%7Cb"),
    ];

    for (text, normalized) in rows {
        let uri = Uri::parse(text).unwrap();

        assert_eq!(uri.normalized(), normalized);
        assert_eq!(Uri::parse(normalized).unwrap(), uri);
    }
}

// rfc: M-7252-6.5-04, M-7252-6.5-05
#[test]
fn the_parts_of_a_request_have_texts() {
    let mut options = OptionsBuf::new();
    for segment in ["animals", "a/b", "ü"] {
        options.push_str(OptionNumber::URI_PATH, segment).unwrap();
    }
    options.push_str(OptionNumber::URI_QUERY, "x=1&2").unwrap();
    options.push_str(OptionNumber::URI_QUERY, "y").unwrap();
    let local: IpAddr = "::ffff:192.0.2.1".parse().unwrap();

    let given = options.as_options();

    assert_eq!(uri::path_text(given), "animals/a%2Fb/%C3%BC");
    assert_eq!(uri::query_text(given), "x=1%262&y");
    assert_eq!(uri::host_text(given, local), "192.0.2.1");
    assert_eq!(uri::port(given, 61616), 61616);
    let parsed = Uri::parse("coap://h/animals/a%2Fb/ü?x=1%262&y").unwrap();
    assert_eq!(parsed.path_text(), uri::path_text(given));
    assert_eq!(parsed.query_text(), uri::query_text(given));
}

// rfc: M-7252-6.5-01
#[test]
fn a_uri_host_and_port_go_before_the_address() {
    let mut options = OptionsBuf::new();
    options.push_str(OptionNumber::URI_HOST, "example.net").unwrap();
    options.push_uint(OptionNumber::URI_PORT, 7000);
    let given = options.as_options();

    assert_eq!(uri::host_text(given, [192, 0, 2, 1].into()), "example.net");
    assert_eq!(uri::port(given, 5683), 7000);
    assert_eq!(uri::path_text(given), "");
    assert_eq!(uri::query_text(given), "");
    let composed = uri::compose(given, ([192, 0, 2, 1], 5683).into(), true).unwrap();
    assert_eq!(composed, "coaps://example.net:7000/");
}

// rfc: M-7252-6.5-02
#[test]
fn composition_fails_for_what_is_no_host() {
    let destination: SocketAddr = ([192, 0, 2, 1], 5683).into();

    let blank_and_control = [&b"a\xc2\xa0"[..], b"a\xc2\x80"];
    let ascii = [&b"a b"[..], b"a/b", b"a@b", b"a:1", b"%41", b"\xff", b"[x]", b"a#"];

    for host in ascii.into_iter().chain(blank_and_control) {
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::URI_HOST, host).unwrap();

        let composed = uri::compose(options.as_options(), destination, false);

        assert!(matches!(composed, Err(UriError::Host { .. })), "{host:?}");
    }
}

#[test]
fn a_zone_belongs_to_the_host() {
    let uri = Uri::parse("coap://[fe80::1%25eth0]/").unwrap();

    assert_eq!(uri.host(), &Host::V6("fe80::1".parse().unwrap(), Some("eth0".into())));
    assert_eq!(uri.host().to_string(), "fe80::1%eth0");
}

// rfc: M-7252-6.5-03
#[test]
fn an_ipv6_address_is_composed_in_its_shortest_form() {
    for (address, host) in [
        ("2001:DB8:0:0:1:0:0:1", "[2001:db8::1:0:0:1]"),
        ("2001:0db8:0:1:1:1:1:1", "[2001:db8:0:1:1:1:1:1]"),
        ("fe80:0:0:0:0:0:0:A", "[fe80::a]"),
        ("::", "[::]"),
    ] {
        let destination = SocketAddr::new(address.parse().unwrap(), 5683);
        let composed = uri::compose(OptionsBuf::new().as_options(), destination, false).unwrap();

        assert_eq!(composed, format!("coap://{host}/"));
    }
}

#[test]
fn the_two_schemes_never_name_the_same_resource() {
    let plain = Uri::parse("coap://h:5684/t").unwrap();
    let secure = Uri::parse("coaps://h:5684/t").unwrap();

    assert_eq!(plain.port(), secure.port());
    assert_ne!(plain, secure);
    assert_eq!(secure, Uri::parse("coaps://h/t").unwrap());
}

fn check_compose(vector: &Value) {
    let mut options = OptionsBuf::new();
    if let Some(host) = vector["uri_host"].as_str() {
        options.push_str(OptionNumber::URI_HOST, host).unwrap();
    }
    if let Some(port) = vector["uri_port"].as_u64() {
        options.push_uint(OptionNumber::URI_PORT, u32::try_from(port).unwrap());
    }
    let parts = [("uri_path", OptionNumber::URI_PATH), ("uri_query", OptionNumber::URI_QUERY)];
    for (key, number) in parts {
        for part in vector[key].as_array().unwrap() {
            options.push(number, &unhex(part.as_str().unwrap())).unwrap();
        }
    }
    let secure = vector["secure"].as_bool().unwrap();

    let composed = uri::compose(options.as_options(), destination(vector), secure).unwrap();

    // The appendix encodes slashes in a query, which its own steps do not; both are one URI.
    let expected = vector["uri"].as_str().unwrap().replace("?%2F%2F", "?//");
    assert_eq!(composed, expected, "{}", vector["id"]);
}

fn check_decompose(vector: &Value) {
    let options = Uri::parse(vector["uri"].as_str().unwrap()).unwrap().options(destination(vector));
    let options = options.as_options();
    let values = |number| options.all(number).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let expected = |key: &str| {
        let parts = vector[key].as_array().unwrap().iter();
        parts.map(|part| unhex(part.as_str().unwrap())).collect::<Vec<_>>()
    };

    assert_eq!(vector["uri_host"].as_str(), options.text(OptionNumber::URI_HOST), "{vector}");
    let port = options.uint(OptionNumber::URI_PORT).map(u64::from);
    assert_eq!(vector["uri_port"].as_u64(), port, "{vector}");
    assert_eq!(expected("uri_path"), values(OptionNumber::URI_PATH), "{vector}");
    assert_eq!(expected("uri_query"), values(OptionNumber::URI_QUERY), "{vector}");
}

fn destination(vector: &Value) -> SocketAddr {
    let address: IpAddr = vector["dest_ip"].as_str().unwrap().parse().unwrap();
    SocketAddr::new(address, u16::try_from(vector["dest_port"].as_u64().unwrap()).unwrap())
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
