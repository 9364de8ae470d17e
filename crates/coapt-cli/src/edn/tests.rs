use super::*;
use crate::show::{cbor, hex};

fn written(text: &str) -> String {
    encode(text).map_or_else(|reason| reason, |encoded| hex::encode(&encoded.bytes))
}

#[test]
fn the_examples_of_the_rfc_are_encoded_as_there() {
    let examples = [
        ("0", "00"),
        ("23", "17"),
        ("24", "1818"),
        ("1000000", "1a000f4240"),
        ("18446744073709551615", "1bffffffffffffffff"),
        ("18446744073709551616", "c249010000000000000000"),
        ("-18446744073709551616", "3bffffffffffffffff"),
        ("-18446744073709551617", "c349010000000000000000"),
        ("-1", "20"),
        ("-0", "00"),
        ("0.0", "f90000"),
        ("-0.0", "f98000"),
        ("1.1", "fb3ff199999999999a"),
        ("1.5", "f93e00"),
        ("100000.0", "fa47c35000"),
        ("1.0e+300", "fb7e37e43c8800759c"),
        ("5.960464477539063e-8", "f90001"),
        ("Infinity", "f97c00"),
        ("-Infinity", "f9fc00"),
        ("NaN", "f97e00"),
        ("false", "f4"),
        ("undefined", "f7"),
        ("simple(16)", "f0"),
        ("simple(255)", "f8ff"),
        ("1(1363896240.5)", "c1fb41d452d9ec200000"),
        (r#"32("http://www.example.com")"#, "d82076687474703a2f2f7777772e6578616d706c652e636f6d"),
        ("h''", "40"),
        ("h'01 02 03 04'", "4401020304"),
        (r#""\"\\""#, "62225c"),
        (r#""\ud800\udd51""#, "64f0908591"),
        (r#""\u{10151}""#, "64f0908591"),
        ("[1, [2, 3], [4, 5]]", "8301820203820405"),
        ("{1: 2, 3: 4}", "a201020304"),
        (r#"{"a": 1, "b": [2, 3]}"#, "a26161016162820203"),
        ("(_ h'0102', h'030405')", "5f42010243030405ff"),
        (r#"(_ "strea", "ming")"#, "7f657374726561646d696e67ff"),
        ("[_ ]", "9fff"),
        (r#"{_ "Fun": true, "Amt": -2}"#, "bf6346756ef563416d7421ff"),
    ];

    for (text, expected) in examples {
        assert_eq!(written(text), expected.replace(' ', ""), "{text}");
    }
}

#[test]
fn what_goes_beyond_the_rfc_is_encoded() {
    for (text, expected) in [
        ("0x1F", "181f"),
        ("-0x10", "2f"),
        ("0o17 0b101", "0f05"),
        ("b64'AQID/+8='", "450102 03ffef"),
        ("b64'AQID_-8'", "45010203ffef"),
        ("'hi'", "426869"),
        ("<<1, \"a\">>", "43016161"),
        ("''_", "5fff"),
        ("\"\"_", "7fff"),
        ("[1, 2, ]", "820102"),
        ("[1 2 /three is left out/]", "820102"),
        ("# a line\n1 // another\n/* more */", "01"),
        ("1,2", "0102"),
        ("", ""),
    ] {
        assert_eq!(written(text), expected.replace(' ', ""), "{text}");
    }
    assert_eq!(encode("1,2").unwrap().count, 2);
}

#[test]
fn indicators_choose_the_encoding() {
    for (text, expected) in [
        ("1_i", "01"),
        ("1_0", "1801"),
        ("1_1", "190001"),
        ("1_2", "1a00000001"),
        ("1_3", "1b0000000000000001"),
        ("-1_1", "390000"),
        ("1.5_1", "f93e00"),
        ("1.5_2", "fa3fc00000"),
        ("1.5_3", "fb3ff8000000000000"),
        ("Infinity_3", "fb7ff0000000000000"),
        ("\"a\"_0", "780161"),
        ("h'01'_1", "59000101"),
        ("[_0 1]", "980101"),
        ("{_1 1: 2}", "b900010102"),
        ("1_1(2)", "d9000102"),
    ] {
        assert_eq!(written(text), expected, "{text}");
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (text, expected) in [
        ("[1, 2", "column 6: the text ends, but ] at the end is expected"),
        ("[1;2]", "column 3: a comma or ] is expected here, not ';'"),
        ("{1 2}", "column 4: a colon between key and value is expected here, not '2'"),
        ("{1: 2,\n 1: 3}", "line 2, column 2: this key stands in the map already"),
        ("on", "column 1: on is no value; text stands in quotes, as in \"on\""),
        ("[}", "column 2: a value is expected here, not '}'"),
        ("1)", "column 2: a comma or the end is expected here, not ')'"),
        ("\"abc", "column 1: this string has no end; \" is it"),
        ("\"\\x\"", "column 3: a backslash stands before \" ' \\ / b f n r t or u; two give one"),
        ("\"\\ud800\"", "column 3: \\u has four hexadecimal digits of a character, or some in { }"),
        ("h'abc'", "column 1: the number of hexadecimal digits is odd: 3"),
        ("q'x'", "column 1: q'…' is not known; h'…' and b64'…' are"),
        ("b64'A'", "column 1: this base64 is cut short"),
        ("b64'A*=='", "column 1: '*' is no digit of base64"),
        ("/ no end", "column 1: this comment has no end; it ends with /"),
        ("007", "column 1: 007 has zeros before it; 7 is meant"),
        ("12a", "column 1: 'a' is no digit of a number"),
        ("1.e", "column 1: 1.e is no number"),
        ("-", "column 1: a number has digits"),
        ("256_0", "column 1: 256 does not fit into 1 byte"),
        ("24_i", "column 1: _i is for 0 to 23; 24 takes bytes of its own"),
        ("1_", "column 1: only lists and strings can be of indefinite length"),
        (
            "1.1_1",
            "column 1: 1.1 cannot be written in half (_1) precision; it would become another number",
        ),
        ("1.1_0", "column 1: a float takes _1, _2 or _3: 2, 4 or 8 bytes"),
        ("-1(2)", "column 1: the number of a tag is 0 or more"),
        ("1(2", "column 4: the text ends, but ) after the item with the tag is expected"),
        ("(_ \"a\", 'b')", "column 9: the pieces of a string are all text or all bytes"),
        ("(_ ''_)", "column 4: a piece of a string has no pieces itself"),
        ("(1)", "column 1: a value (pieces of a string stand in (_ … )) is expected here, not '('"),
    ] {
        assert_eq!(encode(text).unwrap_err(), expected, "{text}");
    }
    for text in ["simple(24)", "simple(256)", "simple", "simple(1"] {
        assert!(encode(text).unwrap_err().contains("simple( ) takes a number"), "{text}");
    }
}

#[test]
fn nesting_and_digits_have_limits() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));

    assert!(encode(&deep(MAX_DEPTH)).is_ok());
    for text in [deep(1_000_000), "1(".repeat(1_000_000), "<<".repeat(1_000_000)] {
        assert!(encode(&text).unwrap_err().contains("nested deeper than 64 levels"));
    }
    assert!(encode(&"9".repeat(100_000)).unwrap_err().contains("1000 digits"));
}

#[test]
fn what_is_shown_can_be_read_again() {
    for text in [
        "{\"a\": [1, -2, 1.5, null], 3: h'00ff', \"t\": 1(1700000000)}",
        "[_ (_ \"a\", \"b\"), {_ 1: simple(99)}, undefined]",
        "Infinity",
    ] {
        let bytes = encode_one(text).unwrap();

        assert_eq!(cbor::diagnostic(&bytes).unwrap(), text);
    }
}

#[test]
fn any_text_is_read_or_refused() {
    let signs: Vec<char> = "[]{}(),:_'\"\\hb64/#<>+-.01exInfu \n".chars().collect();
    let mut state = 1_u64;
    for _ in 0..20_000 {
        let text: String = (0..12)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                signs[usize::try_from(state >> 33).unwrap() % signs.len()]
            })
            .collect();

        if let Ok(encoded) = encode(&text)
            && encoded.count > 0
        {
            assert!(cbor::diagnostic(&encoded.bytes).is_some(), "{text}");
        }
    }
}
