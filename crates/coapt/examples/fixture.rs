//! A server with the site "basic" of the test vectors, built on the `CoAP` class.
//!
//! Run: `cargo run --release --example fixture -- --port 5683`; port 0 picks a free one, which is printed.
//! It serves until it is ended, on 127.0.0.1 only.

use std::io::{self, Write as _};

use coapt::{CoAP, CoAPError, CoAPRequestEventParams};

const IF_MATCH: i32 = 1;
const IF_NONE_MATCH: i32 = 5;
const ACCEPT: i32 = 17;

const GET: i32 = 1;
const POST: i32 = 2;
const PUT: i32 = 3;
const DELETE: i32 = 4;

const TEXT_PLAIN: i32 = 0;
const LINK_FORMAT: i32 = 40;
const OCTET_STREAM: i32 = 42;

const LINKS: &str = "</test>;ct=0,</query>;ct=0,</seg1/seg2/seg3>;ct=0,</temperature>;ct=0,</large>;ct=42;sz=2048,</obs>;obs;ct=0,</create>";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut server = CoAP::new();
    server.set_local_host("127.0.0.1")?;
    server.set_local_port(port()?)?;
    furnish(&mut server);
    server.start_listening()?;
    let port = server.local_port();
    writeln!(io::stdout(), "serving the site \"basic\" at coap://127.0.0.1:{port}")?;
    loop {
        server.do_events()?;
    }
}

/// Gives a server the resources of the site.
pub(crate) fn furnish(server: &mut CoAP) {
    server.on_request(|server, request| {
        let answered = answer(server, request);
        report(answered);
    });
    server.on_register(|server, registration| {
        let observable = registration.uri_path() == "obs";
        let answered = retrieve(server, registration.uri_path());
        registration.set_accept(observable);
        report(answered);
    });
}

fn port() -> Result<i32, String> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Ok(5683),
        (Some("--port"), Some(port)) => {
            port.parse().map_err(|_| format!("--port takes a number from 0 to 65535, not {port:?}"))
        }
        _ => Err("usage: fixture [--port N]".into()),
    }
}

fn report(answered: Result<(), CoAPError>) {
    if let Err(error) = answered {
        let _lost = writeln!(io::stderr(), "{error}");
    }
}

fn answer(server: &mut CoAP, request: &mut CoAPRequestEventParams) -> Result<(), CoAPError> {
    let path = request.uri_path().to_owned();
    let method = request.method();
    let is_text = matches!(path.as_str(), "test" | "query" | "seg1/seg2/seg3");
    let exists = is_text
        || matches!(path.as_str(), "" | "temperature" | "large" | "obs" | ".well-known/core");
    if !exists && path != "create" {
        return respond(server, "4.04", b"", -1);
    }
    if path == "create" && method != PUT {
        return respond(server, if method == GET { "4.04" } else { "4.05" }, b"", -1);
    }
    if !precondition_holds(server, exists)? {
        return respond(server, "4.12", b"", -1);
    }
    match method {
        GET => retrieve(server, &path),
        PUT if path == "create" => respond(server, "2.01", b"", -1),
        PUT | POST if is_text => respond(server, "2.04", b"", -1),
        DELETE if is_text => respond(server, "2.02", b"", -1),
        _ => respond(server, "4.05", b"", -1),
    }
}

/// If-Match with a tag fails, as nothing here has one; an empty one asks only that the resource exists.
fn precondition_holds(server: &CoAP, exists: bool) -> Result<bool, CoAPError> {
    let mut if_match = None;
    for index in 0..server.request_option_count() {
        match server.request_option_number(index)? {
            IF_MATCH => {
                let holds = exists && server.request_option_value(index)?.is_empty();
                if_match = Some(holds || if_match == Some(true));
            }
            IF_NONE_MATCH if exists => return Ok(false),
            _ => {}
        }
    }
    Ok(if_match != Some(false))
}

fn retrieve(server: &mut CoAP, path: &str) -> Result<(), CoAPError> {
    let large: Vec<u8> = (0..2048_u16).map(|index| index.to_be_bytes()[1]).collect();
    let (payload, format): (&[u8], i32) = match path {
        "" => (b"coapt fixture", TEXT_PLAIN),
        "temperature" => (b"22.3 C", TEXT_PLAIN),
        "large" => (&large, OCTET_STREAM),
        ".well-known/core" => (LINKS.as_bytes(), LINK_FORMAT),
        "obs" => (b"observable", TEXT_PLAIN),
        "test" | "query" | "seg1/seg2/seg3" => (b"hello", TEXT_PLAIN),
        _ => return respond(server, "4.04", b"", -1),
    };
    for index in 0..server.request_option_count() {
        if server.request_option_number(index)? == ACCEPT
            && server.request_option_value(index)? != format.to_string()
        {
            return respond(server, "4.06", b"", -1);
        }
    }
    respond(server, "2.05", payload, format)
}

fn respond(server: &mut CoAP, code: &str, payload: &[u8], format: i32) -> Result<(), CoAPError> {
    server.set_response_code(code)?;
    server.set_response_data(payload);
    server.set_response_content_format(format)?;
    server.set_response_e_tag(b"")?;
    server.set_response_option_count(0)
}
