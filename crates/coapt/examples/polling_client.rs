//! A client that asks several resources again and again, all at once, and only for what is new.
//!
//! Run: `cargo run -p coapt --features full --example polling_client SECONDS URI...`

use std::io::Write;
use std::time::Duration;

use coapt::aio::Client;
use coapt::{Code, Request};
use tokio::task::JoinSet;

/// Asks once for each resource and writes what came; an entity-tag saves what is known from being sent again.
pub(crate) async fn poll(
    client: &Client,
    known: &mut [(String, Vec<u8>)],
    out: &mut impl Write,
) -> std::io::Result<()> {
    let mut asked = JoinSet::new();
    for (place, (uri, etag)) in known.iter().enumerate() {
        let mut request = Request::get(uri.as_str()).timeout(Duration::from_secs(10));
        if !etag.is_empty() {
            request = request.etag(etag);
        }
        let client = client.clone();
        asked.spawn(async move { (place, client.send(request).await) });
    }
    let mut answers = asked.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    for (place, answer) in answers {
        let (uri, etag) = &mut known[place];
        match answer {
            Ok(reply) if reply.code() == Code::VALID => writeln!(out, "{uri}: as before")?,
            Ok(reply) => {
                *etag = reply.etag().unwrap_or_default().to_vec();
                let text = String::from_utf8_lossy(reply.payload());
                writeln!(out, "{uri}: {} {text}", reply.code())?;
            }
            Err(error) => writeln!(out, "{uri}: {error}")?,
        }
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let period = arguments.next().ok_or("how many seconds between two rounds?")?.parse()?;
    let mut known: Vec<_> = arguments.map(|uri| (uri, Vec::new())).collect();
    let client = Client::new()?;
    let mut clock = tokio::time::interval(Duration::from_secs(period));
    loop {
        clock.tick().await;
        poll(&client, &mut known, &mut std::io::stdout()).await?;
    }
}
