//! What a server has, as a table and as JSON.

use coapt::wire::{Code, ContentFormat, OptionNumber, OptionsBuf};
use coapt::{Incoming, Resource, ServerReply};
use serde_json::{Value, json};

use super::support::{Peer, Running, piggybacked, run};

#[test]
fn the_table_is_sorted_and_names_formats_and_attributes() {
    let server = house();

    let shown = run(["discover", &server.uri("")]).succeeded();

    let expected = "\
/a/plan.png  image/png                                rt=\"plan\"
/temp        application/json, application/cbor       rt=\"temperature\" title=\"Out, side\" obs
";
    assert_eq!(squeezed(shown.text()), squeezed(expected));
}

#[test]
fn a_query_filters() {
    let server = house();

    for (query, expected) in [
        ("?rt=temp*", &["/temp"][..]),
        ("?rt=plan", &["/a/plan.png"]),
        ("?href=/a/*", &["/a/plan.png"]),
        ("?rt=none", &[]),
        (".well-known/core?rt=temperature", &["/temp"]),
    ] {
        let shown = run(["discover", &server.uri(query)]).succeeded();
        let paths: Vec<_> =
            shown.text().lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(paths, expected, "{query}");
    }
}

#[test]
fn filters_beside_the_query_hold_together() {
    let server = house();

    for (filters, expected) in [
        (&["rt=temp*"][..], &["/temp"][..]),
        (&["ct=json", "obs"], &["/temp"]),
        (&["ct=png", "obs"], &[]),
        (&["href=/a/*"], &["/a/plan.png"]),
    ] {
        let shown = run(["discover", &server.uri("")].iter().chain(filters)).succeeded();
        let paths: Vec<_> =
            shown.text().lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(paths, expected, "{filters:?}");
    }
}

#[test]
fn a_tree_has_each_path_once() {
    let server = house();

    let shown = run(["discover", &server.uri(""), "--tree"]).succeeded();

    let expected = "\
/
├── a/plan.png  image/png  rt=\"plan\"
└── temp  application/json, application/cbor  rt=\"temperature\" title=\"Out, side\" obs
";
    assert_eq!(shown.text(), expected);
}

#[test]
fn json_has_targets_and_attributes() {
    let server = house();

    let shown = run(["discover", &server.uri("?rt=temperature"), "--json"]).succeeded();

    let links: Value = serde_json::from_str(shown.text()).unwrap();
    assert_eq!(links.as_array().unwrap().len(), 1);
    assert_eq!(links[0]["href"], "/temp");
    let expected = json!({"rt": "temperature", "title": "Out, side", "ct": "50 60", "obs": true});
    assert_eq!(links[0]["attributes"], expected);
}

#[test]
fn what_is_no_link_format_is_refused() {
    let server = Running::with(|server| {
        server.get("broken", |_: &Incoming| {
            ServerReply::text("</a>;title=\"open").content_format(ContentFormat::LINK_FORMAT)
        });
        server.get("missing", |_: &Incoming| ServerReply::error(Code::NOT_FOUND, ""));
    });
    let careless = Peer::answering(|request| {
        let mut options = OptionsBuf::new();
        options.push_uint(OptionNumber::CONTENT_FORMAT, 0);
        vec![piggybacked(request, Code::CONTENT, &options, b"hello")]
    });

    for (uri, status, part) in [
        (careless.uri("text"), 1, "not in link format: it says that it is text/plain"),
        (server.uri("broken"), 1, "not in link format"),
        (server.uri("missing"), 4, "4.04 Not Found"),
    ] {
        let shown = run(["discover", &uri]);
        assert_eq!((shown.status, shown.text()), (status, ""), "{uri}");
        assert!(shown.err.contains(part), "{}", shown.err);
        assert_eq!(shown.err.lines().count(), 1);
    }
}

fn house() -> Running {
    Running::with(|server| {
        let temperature = Resource::new()
            .get(|_: &Incoming| "21")
            .attribute("rt", "temperature")
            .title("Out, side")
            .attribute("ct", "50 60")
            .observable();
        server.route("temp", temperature);
        let plan =
            Resource::new().get(|_: &Incoming| "png").attribute("rt", "plan").attribute("ct", "23");
        server.route("a/plan.png", plan);
    })
}

/// Makes each run of blanks one.
fn squeezed(text: &str) -> Vec<String> {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect()
}
