//! What is told of each exchange by spans of tracing.
//!
//! A program of its own, since tracing keeps for the whole process which spans anybody wants.
#![cfg(test)]

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use coapt::aio::Router;
use coapt::testing::Network;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps each span with its fields, as text.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<String>>>);

struct Fields<'t>(&'t mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("coapt")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = span.metadata().name().to_owned();
        span.record(&mut Fields(&mut text));
        let mut spans = self.0.lock().unwrap();
        spans.push(text);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let place = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut self.0.lock().unwrap()[place]));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, _event: &Event<'_>) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn each_exchange_has_a_span_on_both_sides() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let network = Network::new();
    let later = || async {
        tokio::task::yield_now().await;
        "later"
    };
    let server = network.serve(Router::new().get("/a/b", || "x").get("/later", later));
    let client = network.client();

    client.get(&server.uri("/a/b")).await.unwrap();
    client.get(&server.uri("/later")).await.unwrap();
    let gone = server.uri("/none");
    client.get(&gone).await.unwrap();

    let spans = spans.0.lock().unwrap().clone();
    let words = |span: &str, words: &[&str]| words.iter().all(|word| span.contains(word));
    assert!(
        words(&spans[0], &["exchange", "method=GET", "/a/b", "code=2.05", "peer="]),
        "{spans:?}"
    );
    let request = ["request", "path=\"/a/b\"", "confirmable=true", "token=", "code=2.05"];
    assert!(words(&spans[1], &request), "{spans:?}");
    assert!(words(&spans[3], &["request", "/later", "code=2.05"]), "{spans:?}");
    assert!(words(&spans[5], &["request", "/none", "code=4.04"]), "{spans:?}");
}
