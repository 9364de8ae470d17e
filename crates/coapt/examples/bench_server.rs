//! A server to measure with the class: GET /test answers 8 bytes, PUT /test changes them and notifies the observers.
//!
//! Run: `cargo run --release -p coapt --example bench_server [PORT]`; port 0, the default, picks a free one, which is
//! printed.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use coapt::{CoAP, CoAPError};

fn main() -> Result<(), Box<dyn Error>> {
    let port: i32 = std::env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let observed = Arc::new(Mutex::new(BTreeSet::<String>::new()));
    let known = Arc::clone(&observed);
    let mut state = b"12345678".to_vec();
    let mut server = CoAP::new();
    server.set_use_confirmable_messages(false);
    server.on_request(move |server, request| {
        let code = match (request.uri_path(), request.method()) {
            ("test", 1) => "2.05",
            ("test", 3) => "2.04",
            ("test", _) => "4.05",
            _ => "4.04",
        };
        if code == "2.04" {
            state = server.request_data().to_vec();
            server.set_response_code("2.05")?;
            server.set_response_data(state.clone());
            for uri in known.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                server.send_notification(uri)?;
            }
        }
        server.set_response_code(code)?;
        server.set_response_data(if code == "2.05" { state.clone() } else { Vec::new() });
        Ok::<_, CoAPError>(())
    });
    server.on_register(move |_, registration| {
        let is_known = registration.uri_path() == "test";
        registration.set_accept(is_known);
        if is_known {
            let mut observed = observed.lock().unwrap_or_else(PoisonError::into_inner);
            observed.insert(registration.uri().to_owned());
        }
    });
    server.set_local_host("127.0.0.1")?;
    server.set_local_port(port)?;
    server.start_listening()?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on port {}", server.local_port())?;
    stdout.flush()?;
    loop {
        server.do_events()?;
    }
}
