//! A server that asks others: one resource holds what many sensors say, as a gateway would offer it.
//!
//! Run: `cargo run -p coapt --features full --example fan_in URI...`, then `coapt get coap://127.0.0.1/all`.

use std::sync::Arc;
use std::time::Duration;

use coapt::aio::{Client, Router, Server, State};
use coapt::{Code, Request, ServerReply};
use tokio::task::JoinSet;

/// Whom to ask, and by what.
#[derive(Clone)]
pub(crate) struct Sources {
    pub(crate) client: Client,
    pub(crate) uris: Arc<[String]>,
}

/// Asks all at once; one that does not answer in time is named, and if none does the reply is 5.04.
async fn all(State(sources): State<Sources>) -> ServerReply {
    let mut asked = JoinSet::new();
    for (place, uri) in sources.uris.iter().enumerate() {
        let request = Request::get(uri.as_str()).timeout(Duration::from_secs(5));
        let client = sources.client.clone();
        asked.spawn(async move { (place, client.send(request).await) });
    }
    let mut answers = asked.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    if answers.iter().all(|(_, answer)| answer.is_err()) {
        return ServerReply::error(Code::GATEWAY_TIMEOUT, "none of the sources answers");
    }
    let lines = answers.iter().map(|(place, answer)| {
        let uri = &sources.uris[*place];
        match answer {
            Ok(reply) => format!("{uri} {}\n", String::from_utf8_lossy(reply.payload())),
            Err(error) => format!("{uri} -- {error}\n"),
        }
    });
    ServerReply::text(lines.collect::<Vec<_>>().concat()).max_age(Duration::from_secs(10))
}

pub(crate) fn router(sources: Sources) -> Router {
    Router::new().get("/all", all).with_state(sources)
}

#[tokio::main]
async fn main() -> Result<(), coapt::Error> {
    let uris = std::env::args().skip(1).collect();
    let sources = Sources { client: Client::new()?, uris };
    Server::bind("127.0.0.1:5683").await?.serve(router(sources)).await
}
