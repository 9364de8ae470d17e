//! A server to measure with the asynchronous API: GET /test answers 8 bytes, PUT /test notifies the observers.
//!
//! Run: `cargo run --release -p coapt --features async --example bench_server_aio [PORT]`; port 0, the default, picks
//! a free one, which is printed.

use coapt::aio::{Resource, Router, Server};
use coapt::{Error, Incoming, Observable};
use tokio::io::AsyncWriteExt as _;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let state = Observable::new(b"12345678".to_vec());
    let written = state.clone();
    let put = move |request: Incoming| {
        written.set(request.payload().to_vec());
    };
    let router = Router::new().route("/test", Resource::of(&state).put(put));
    let server = Server::bind(("127.0.0.1", port)).await?;
    let line = format!("listening on port {}\n", server.local_addr().port());
    tokio::io::stdout().write_all(line.as_bytes()).await?;
    tokio::io::stdout().flush().await?;
    server.serve(router).await.map_err(Error::into)
}
