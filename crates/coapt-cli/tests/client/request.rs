//! What the methods send.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use coapt::wire::{Code, MessageType, OptionsBuf};
use coapt::{Incoming, Resource, Server, ServerReply};

use super::support::{Peer, Running, every_byte, piggybacked, run, run_with_input};

/// Every option that the registry names, with a value of its format, and the value on the wire.
const OPTIONS: &[(&str, &str)] = &[
    ("If-Match=0xab01", "1 ab01"),
    ("uri-host=example", "3 6578616d706c65"),
    ("ETag=text", "4 74657874"),
    ("IF-NONE-MATCH", "5 "),
    ("Uri-Port=5683", "7 1633"),
    ("Location-Path=a", "8 61"),
    ("Uri-Path=b", "11 62"),
    ("Content-Format=json", "12 32"),
    ("Max-Age=60", "14 3c"),
    ("Uri-Query=x=1", "15 783d31"),
    ("Hop-Limit=8", "16 08"),
    ("Accept=application/cbor", "17 3c"),
    ("Location-Query=q", "20 71"),
    ("Size2=0", "28 "),
    ("Proxy-Uri=coap://h", "35 636f61703a2f2f68"),
    ("Proxy-Scheme=coap", "39 636f6170"),
    ("Size1=65536", "60 010000"),
    ("Echo=0x00ff", "252 00ff"),
    ("No-Response=26", "258 1a"),
    ("Request-Tag=0x", "292 "),
    ("65001=0xFFEE", "65001 ffee"),
    ("65005=plain", "65005 706c61696e"),
];

#[test]
fn each_method_sends_its_code_and_its_body() {
    let server = Running::with(mirror);
    let uri = server.uri("mirror");

    for method in ["put", "post", "fetch", "patch", "ipatch"] {
        let shown = run([method, &uri, "a body"]).succeeded();
        assert_eq!(shown.text(), format!("{} a body", method.to_uppercase().replace("IP", "iP")));
    }
    assert_eq!(run(["get", &uri]).succeeded().text(), "GET ");
    assert_eq!(run(["delete", &uri]).succeeded().text(), "DELETE ");
}

#[test]
fn a_body_comes_from_file_or_input_byte_for_byte_and_goes_back_so() {
    let server = Running::with(store);
    let uri = server.uri("store");
    let body = every_byte(100_000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body.bin");
    std::fs::write(&file, &body).unwrap();
    let file = file.to_str().unwrap();

    let ways: [&[&str]; 3] =
        [&["put", &uri, &format!("@{file}")], &["put", &uri, "--file", file], &["put", &uri, "-"]];
    for way in ways {
        run(["delete", &uri]).succeeded();
        run_with_input(way, &body).succeeded();
        assert!(run(["get", &uri]).succeeded().out == body, "{way:?}");
    }
}

#[test]
fn input_that_is_piped_in_needs_no_sign() {
    let server = Running::with(store);
    let uri = server.uri("store");

    run_with_input(["put", &uri], b"piped\0in").succeeded();

    assert_eq!(run(["get", &uri]).succeeded().out, b"piped\0in");
}

#[test]
fn a_body_on_the_command_line_need_not_be_text_and_may_be_negative() {
    let server = Running::with(store);
    let uri = server.uri("store");

    for body in [&b"\xff\xfe"[..], b"-5", b"-1.5e3", b""] {
        let args = [b"put", uri.as_bytes(), body].map(|arg| OsString::from_vec(arg.to_vec()));
        run(args).succeeded();
        assert_eq!(run(["get", &uri]).succeeded().out, body);
    }
}

#[test]
fn options_have_names_in_any_case_and_values_by_their_format() {
    let (sent, seen) = mpsc::channel();
    let peer = Peer::answering(move |request| {
        let options = request
            .options
            .iter()
            .map(|option| format!("{} {}", option.number.value(), hex(option.value)));
        sent.send(options.collect::<Vec<_>>()).unwrap();
        vec![piggybacked(request, Code::CHANGED, &OptionsBuf::new(), b"")]
    });

    for (written, expected) in OPTIONS {
        run(["post", &peer.uri(""), "-O", written]).succeeded();
        assert_eq!(seen.recv().unwrap(), [*expected], "{written}");
    }
}

#[test]
fn formats_are_numbers_media_types_or_short_names() {
    let server = Running::with(|server| {
        let formats = |request: &Incoming| {
            let number =
                |format: Option<coapt::ContentFormat>| format.map(coapt::ContentFormat::value);
            format!("{:?} {:?}", number(request.content_format()), number(request.accept()))
        };
        server.post("formats", formats);
    });
    let uri = server.uri("formats");

    for format in ["50", "application/json", "json", "JSON"] {
        let shown = run(["post", &uri, "{}", "-t", format, "-a", format]).succeeded();
        assert_eq!(shown.text(), "Some(50) Some(50)", "{format}");
    }
    let shown = run(["post", &uri, "x", "-t", "text", "-a", "65000"]).succeeded();
    assert_eq!(shown.text(), "Some(0) Some(65000)");
}

#[test]
fn the_name_of_a_file_tells_its_format_unless_the_command_line_does() {
    let server = Running::with(|server| {
        server.post("format", |request: &Incoming| {
            format!("{:?}", request.content_format().map(coapt::ContentFormat::value))
        });
    });
    let uri = server.uri("format");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, "{}").unwrap();
    let body = format!("@{}", file.display());

    assert_eq!(run(["post", &uri, &body]).succeeded().text(), "Some(50)");
    assert_eq!(run(["post", &uri, &body, "-t", "0"]).succeeded().text(), "Some(0)");
    assert_eq!(run(["post", &uri, "{}"]).succeeded().text(), "None");
}

#[test]
fn conditions_and_entity_tags_are_sent() {
    let server = Running::with(|server| {
        let put = |request: &Incoming| {
            let tags: Vec<_> = request.if_match().map(<[u8]>::to_vec).collect();
            format!("{tags:?} {}", request.if_none_match())
        };
        let get = |request: &Incoming| match request.not_modified(b"now") {
            Some(reply) => reply,
            None => ServerReply::text("new").etag(b"now"),
        };
        server.route("c", Resource::new().get(get).put(put).conditional());
    });
    let uri = server.uri("c");

    let shown = run(["put", &uri, "x", "--if-match", "0x01", "--if-match", "", "--if-none-match"]);
    assert_eq!(shown.succeeded().text(), "[[1], []] true");
    assert_eq!(run(["get", &uri, "--etag", "now"]).succeeded().text(), "");
    assert_eq!(run(["get", &uri, "--etag", "old"]).succeeded().text(), "new");
}

#[test]
fn non_sends_a_non_confirmable_message() {
    let types = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&types);
    let peer = Peer::answering(move |request| {
        seen.lock().unwrap().push(request.message_type);
        vec![piggybacked(request, Code::CONTENT, &OptionsBuf::new(), b"x")]
    });

    run(["get", &peer.uri("")]).succeeded();
    run(["get", &peer.uri(""), "--non", "--timeout", "0.2"]);

    let types = types.lock().unwrap();
    assert_eq!(*types, [MessageType::Confirmable, MessageType::NonConfirmable]);
}

#[test]
fn a_new_resource_is_named_on_standard_output() {
    let server = Running::with(|server| {
        server.post("jobs", |_: &Incoming| ServerReply::created().location_path(["jobs", "a b"]));
    });

    assert_eq!(run(["post", &server.uri("jobs"), "x"]).succeeded().text(), "/jobs/a%20b\n");
}

/// Answers every method with its name and the body.
fn mirror(server: &mut Server) {
    let answer = |request: &Incoming| {
        let name = request.method().name().unwrap();
        ServerReply::text(format!("{name} {}", request.text().unwrap()))
    };
    let resource = Resource::new().get(answer).put(answer).post(answer).delete(answer);
    server.route("mirror", resource.fetch(answer).patch(answer).ipatch(answer));
}

/// Keeps what is put.
fn store(server: &mut Server) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let (read, written, emptied) = (Arc::clone(&kept), Arc::clone(&kept), kept);
    let resource = Resource::new()
        .get(move |_: &Incoming| ServerReply::content(read.lock().unwrap().clone()))
        .put(move |request: &Incoming| {
            *written.lock().unwrap() = request.payload().to_vec();
            ServerReply::changed()
        })
        .delete(move |_: &Incoming| {
            emptied.lock().unwrap().clear();
            ServerReply::deleted()
        });
    server.route("store", resource);
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
