//! A client that finds out what a server has, changes a resource and reads it back.
//!
//! Start the example `server` first, then this with `cargo run -p coapt --example client`.

use coapt::{Client, ContentFormat};

#[expect(clippy::print_stdout, reason = "this is what the example shows")]
fn main() -> Result<(), coapt::Error> {
    let mut client = Client::new()?;
    for link in client.discover("coap://127.0.0.1")? {
        println!("{link}");
    }
    client.put("coap://127.0.0.1/note", ContentFormat::TEXT_PLAIN, "water the plants")?;
    let reply = client.get("coap://127.0.0.1/note")?;
    println!("{} {}", reply.code(), String::from_utf8_lossy(reply.payload()));
    Ok(())
}
