//! Where the body of a reply goes.

use std::fs;
use std::path::Path;

use coapt::wire::{Block, Code, ContentFormat, OptionNumber, OptionsBuf};
use coapt::{Incoming, ServerReply};

use super::support::{Outcome, Peer, Running, coapt, every_byte, piggybacked, reset, run};

#[test]
fn a_pipe_gets_the_body_byte_for_byte_and_nothing_else() {
    let body = every_byte(50_001);
    let (server, expected) = (serving(ContentFormat::OCTET_STREAM, body.clone()), body);

    let shown = run(["get", &server.uri("body")]).succeeded();

    assert!(shown.out == expected);
}

#[test]
fn a_pipe_gets_json_cbor_and_links_as_they_came() {
    for (format, body) in [
        (ContentFormat::JSON, &b"{\"a\":[1, 2]}"[..]),
        (ContentFormat::CBOR, b"\x82\x01\x02"),
        (ContentFormat::LINK_FORMAT, b"</a>,</b>"),
        (ContentFormat::TEXT_PLAIN, b"\x1b[31mred\r\n"),
    ] {
        let server = serving(format, body.to_vec());
        assert_eq!(run(["get", &server.uri("body")]).succeeded().out, body);
    }
}

#[test]
fn code_and_options_come_first_if_they_are_asked_for() {
    let server = Running::with(|server| {
        server.get("body", |_: &Incoming| {
            ServerReply::json("{}").etag(&[0xab]).option_uint(OptionNumber::MAX_AGE, 5)
        });
    });

    let shown = run(["get", &server.uri("body"), "-i"]).succeeded();

    let expected = "2.05 Content\nETag: 0xab\nContent-Format: application/json\nMax-Age: 5\n\n{}";
    assert_eq!(shown.text(), expected);
}

#[test]
fn a_file_gets_the_body_and_standard_output_nothing() {
    let body = every_byte(5000);
    let server = serving(ContentFormat::OCTET_STREAM, body.clone());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");

    let shown = get_into(&file, &server.uri("body")).succeeded();

    assert_eq!(shown.text(), "");
    assert!(fs::read(&file).unwrap() == body);
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn a_failure_leaves_the_folder_as_it_was() {
    let server = Running::with(|_| {});
    let breaking = Peer::answering(|request| {
        match request.options.block(OptionNumber::BLOCK2).map_or(0, |block| block.number) {
            0 => vec![first_of_many(request)],
            _ => vec![reset(request.id)],
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    fs::write(&old, "kept").unwrap();

    for (uri, status) in [(server.uri("missing"), 4), (breaking.uri("broken"), 7)] {
        for file in [&old, &new] {
            assert_eq!(get_into(file, &uri).status, status, "{uri}");
        }
    }

    assert_eq!(fs::read(&old).unwrap(), b"kept");
    assert_eq!(names(folder.path()), ["old"]);
}

#[test]
fn a_state_that_is_still_valid_leaves_the_file_alone() {
    let server = Running::with(|server| {
        server.get("body", |_: &Incoming| ServerReply::new(Code::VALID).etag(b"now"));
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept");
    fs::write(&file, "kept").unwrap();
    let file = file.to_str().unwrap();

    run(["get", &server.uri("body"), "--etag", "now", "-o", file]).succeeded();

    assert_eq!(fs::read(file).unwrap(), b"kept");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let server = serving(ContentFormat::OCTET_STREAM, every_byte(200_000));
    let mut child = coapt(["get", &server.uri("body")]).spawn().unwrap();
    drop(child.stdout.take());

    let left: Outcome = child.wait_with_output().unwrap().into();

    left.succeeded();
}

fn serving(format: ContentFormat, body: Vec<u8>) -> Running {
    Running::with(move |server| {
        server.get("body", move |_: &Incoming| {
            ServerReply::content(body.clone()).content_format(format)
        });
    })
}

fn get_into(file: &Path, uri: &str) -> Outcome {
    run(["get", uri, "-o", file.to_str().unwrap()])
}

/// Answers with the first block of a body that has more.
fn first_of_many(request: &coapt::wire::Message<'_>) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push_block(OptionNumber::BLOCK2, Block::new(0, true, 0).unwrap());
    piggybacked(request, Code::CONTENT, &options, &[7; 16])
}

fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
