//! Link format documents and the filter scenarios `TD_COAP_LINK_02` to `08`.

use crate::link_format::{self, Link, LinkFormatError, matches, parse};

// rfc: M-6690-2-01
#[test]
fn a_document_is_read_in_all_its_forms() {
    let text = "</sensors/temp>;rt=\"temperature-c light-lux\";if=sensor;ct=40;obs,\
                <coap://[::1]/t,x;y>;title=\"a \\\"b\\\\c\\\", d;e\";sz=12;title*=UTF-8''%c3%bc,<>";

    let links = parse(text).unwrap();

    let expected = [
        Link::new("/sensors/temp")
            .with("rt", "temperature-c light-lux")
            .with("if", "sensor")
            .with("ct", "40")
            .with_flag("obs"),
        Link::new("coap://[::1]/t,x;y")
            .with("title", "a \"b\\c\", d;e")
            .with("sz", "12")
            .with("title*", "UTF-8''%c3%bc"),
        Link::new(""),
    ];
    assert_eq!(links, expected);
}

#[test]
fn a_document_is_written_as_it_is_read() {
    let text =
        "</a>;rt=\"1 x\";if=\"7\";ct=40;sz=9;obs;ct=\"0 41\";title=\"q\\\"\\\\\",</b>,<>;k=\"\"";

    let links = parse(text).unwrap();

    assert_eq!(link_format::write(&links), text);
    assert_eq!(links[1].to_string(), "</b>");
    assert_eq!(link_format::write(&[]), "");
}

#[test]
fn blanks_and_empty_elements_are_understood() {
    let links = parse(" , </a> ; rt = x ;, \r\n</b>\t;;obs ,").unwrap();

    assert_eq!(links, [Link::new("/a").with("rt", "x"), Link::new("/b").with_flag("obs")]);
    assert_eq!(parse("").unwrap(), []);
}

// rfc: M-6690-2-02
#[test]
fn a_second_rt_if_or_sz_is_ignored() {
    let links = parse("</a>;rt=x;RT=y;if=i;if=j;sz=1;sz=2;ct=1;ct=2").unwrap();

    let link = Link::new("/a").with("rt", "x").with("if", "i").with("sz", "1");
    assert_eq!(links, [link.with("ct", "1").with("ct", "2")]);
    let made = Link::new("/a").with("rt", "x").with("rt", "y");
    assert!(matches(&made, "rt=x") && !matches(&made, "rt=y"));
}

#[test]
fn an_error_names_its_place() {
    let rows = [
        ("a", LinkFormatError::TargetExpected { at: 0 }),
        ("</a>,b", LinkFormatError::TargetExpected { at: 5 }),
        ("</a", LinkFormatError::TargetUnclosed { at: 0 }),
        ("</a>x", LinkFormatError::SeparatorExpected { at: 4 }),
        ("</a>;rt=x\"y\"", LinkFormatError::SeparatorExpected { at: 9 }),
        ("</a>;=x", LinkFormatError::NameExpected { at: 5 }),
        ("</a>;rt=", LinkFormatError::ValueExpected { at: 8 }),
        ("</a>;rt=;ct=1", LinkFormatError::ValueExpected { at: 8 }),
        ("</a>;rt=\"x", LinkFormatError::QuoteUnclosed { at: 8 }),
        ("</a>;rt=\"x\\\"", LinkFormatError::QuoteUnclosed { at: 8 }),
    ];

    for (text, error) in rows {
        assert_eq!(parse(text), Err(error), "{text}");
    }
}

#[test]
fn what_a_document_cannot_hold_is_encoded_or_left_out() {
    let link = Link::new("/a>b c").with("no name", "x").with("rt", "a\nb");

    let text = link.to_string();

    assert_eq!(text, "</a%3Eb%20c>;rt=\"a\\\nb\"");
}

/// `TD_COAP_LINK_02`.
#[test]
fn rt_filters_by_equality() {
    assert_eq!(filtered("rt=Type1"), ["/link1", "/link2", "/link4"]);
    assert_eq!(filtered("rt=Type"), NONE);
}

/// `TD_COAP_LINK_03`.
#[test]
fn a_bare_star_asks_for_links_that_have_the_attribute() {
    assert_eq!(filtered("rt=*"), ["/link1", "/link2", "/link3", "/link4"]);
    assert_eq!(filtered("rt"), filtered("rt=*"));
}

/// `TD_COAP_LINK_04`.
// rfc: M-6690-3-01
#[test]
fn each_of_several_values_counts() {
    assert_eq!(filtered("rt=Type2"), ["/link2", "/link3"]);
    assert_eq!(filtered("rt=Type3"), ["/link3", "/link4"]);
    assert_eq!(filtered("ct=41"), ["/link4"]);
    for name in ["rt", "if", "rel", "rev", "ct"] {
        let link = Link::new("/a").with(name, "one two");
        assert!(matches(&link, &format!("{name}=two")), "{name}");
    }
}

#[test]
fn a_value_that_is_no_list_counts_as_a_whole() {
    let link = Link::new("/a").with("title", "one two");

    assert!(matches(&link, "title=one two"));
    assert!(!matches(&link, "title=one") && !matches(&link, "title=two"));
}

/// `TD_COAP_LINK_05`.
#[test]
fn a_star_at_the_end_filters_by_prefix() {
    assert_eq!(filtered("if=If*"), ["/link1", "/link2"]);
    assert_eq!(filtered("rt=Type*"), filtered("rt=*"));
    assert_eq!(filtered("if=*1"), NONE);
}

/// `TD_COAP_LINK_06`.
#[test]
fn sz_filters_by_presence() {
    assert_eq!(filtered("sz=*"), ["/link1", "/link4"]);
}

/// `TD_COAP_LINK_07`.
#[test]
fn href_filters_by_target() {
    assert_eq!(filtered("href=/link1"), ["/link1"]);
    assert!(matches(&Link::new("/a%20b"), "href=/a b"));
}

/// `TD_COAP_LINK_08`.
#[test]
fn href_filters_by_prefix_of_the_target() {
    assert_eq!(filtered("href=/link*"), ["/link1", "/link2", "/link3", "/link4"]);
    assert_eq!(filtered("href=/path*"), ["/path"]);
}

#[test]
fn an_unknown_name_asks_for_nothing() {
    assert_eq!(filtered("foo=bar"), NONE);
    assert_eq!(filtered(""), NONE);
    assert_eq!(filtered("="), NONE);
}

#[test]
fn an_attribute_is_the_first_of_its_name_and_a_flag_has_no_text() {
    let link = Link::new("/a").with("ct", "40").with("ct", "41").with_flag("obs");

    assert_eq!(link.attribute("CT"), Some("40"));
    assert_eq!(link.attribute("obs"), Some(""));
    assert_eq!(link.attribute("rt"), None);
}

#[test]
fn a_flag_is_found_by_name() {
    assert_eq!(filtered("obs"), ["/path"]);
    assert_eq!(filtered("obs=*"), ["/path"]);
    assert_eq!(filtered("obs=1"), NONE);
}

const NONE: [&str; 0] = [];

fn filtered(argument: &str) -> Vec<String> {
    let document = "</link1>;rt=Type1;if=If1;sz=10,</link2>;rt=\"Type1 Type2\";if=If2,\
                    </link3>;rt=\"Type2 Type3\";if=foo,\
                    </link4>;rt=\"Type1 Type3\";sz=64;ct=\"40 41\",</path>;ct=40;obs";
    let links = parse(document).unwrap();
    links.into_iter().filter(|link| matches(link, argument)).map(|link| link.target).collect()
}
