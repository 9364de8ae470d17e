//! A client that observes a resource and tells everything that happens to the observation.
//!
//! Run: `cargo run -p coapt --features full --example observer URI`, and stop and start the server meanwhile.

use std::io::Write;

use coapt::aio::{Client, Update};
use coapt::{Error, Request};

/// Writes each state and each mishap until the server says its last word.
pub(crate) async fn follow(client: &Client, uri: &str, out: &mut impl Write) -> Result<(), Error> {
    let mut observation = client.observe(Request::get(uri)).await?;
    let mut say = |text: String| writeln!(out, "{text}").ok();
    say(format!("now: {}", String::from_utf8_lossy(observation.first().payload())));
    while let Some(update) = observation.next_update().await {
        say(match update {
            Update::State(state) => {
                let text = String::from_utf8_lossy(state.reply().payload());
                let note =
                    if state.is_recovered() { " (something may be missing before)" } else { "" };
                format!("{}: {text}{note}", state.reply().code())
            }
            Update::Stale(error) => format!("no news, and no answer either: {error}"),
            Update::Lost { error, pause } => format!("lost: {error}; again in {pause:?}"),
            Update::Moved { to } => format!("the server is at {to} now"),
            other => format!("{other:?}"),
        });
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let uri = std::env::args().nth(1).ok_or("which URI shall be observed?")?;
    follow(&Client::new()?, &uri, &mut std::io::stdout()).await?;
    Ok(())
}
