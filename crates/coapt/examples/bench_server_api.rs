//! A server to measure with the `Server` API: GET /test answers 8 bytes, PUT /test notifies the observers.
//!
//! Run: `cargo run --release -p coapt --example bench_server_api [PORT [OBSERVERS]]`; port 0, the default, picks a free
//! one, which is printed. With a number of observers, so many are taken instead of the default.

use std::io::Write as _;

use coapt::{Config, Incoming, Observable, Resource, Server};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let mut config = Config::default();
    if let Some(observers) = std::env::args().nth(2) {
        config.limits.observers = observers.parse()?;
        config.limits.observers_per_resource = config.limits.observers;
    }
    let state = Observable::new(b"12345678".to_vec());
    let written = state.clone();
    let put = move |request: &Incoming| {
        written.set(request.payload().to_vec());
    };
    let mut server =
        Server::builder().bind(([127, 0, 0, 1], port).into()).config(config).build()?;
    server.route("test", Resource::of(&state).put(put));
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "listening on port {}", server.local_addr().port())?;
    stdout.flush()?;
    server.run()?;
    Ok(())
}
