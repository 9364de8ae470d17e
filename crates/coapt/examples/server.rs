//! A server with a greeting, and a note that can be read, changed and observed.
//!
//! Start it with `cargo run -p coapt --example server`, and talk to it with the example `client`,
//! `coap-client` or any other CoAP client: `coap://127.0.0.1:5683/note`.

use std::sync::{Arc, Mutex, PoisonError};

use coapt::{Incoming, Resource, Server, ServerReply};

fn main() -> Result<(), coapt::Error> {
    let mut server = Server::bind("127.0.0.1:5683")?;
    let handle = server.handle();
    let note = Arc::new(Mutex::new(String::from("nothing yet")));
    let written = Arc::clone(&note);

    let read = move |_: &Incoming| note.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let write = move |request: &Incoming| {
        let text = request.text().unwrap_or_default();
        text.clone_into(&mut written.lock().unwrap_or_else(PoisonError::into_inner));
        handle.notify("note");
        ServerReply::changed()
    };
    let resource = Resource::new().title("a note").get(read).put(write).observable();
    server.route("note", resource).get("hello", |_| "Hello, world!");
    server.run()
}
