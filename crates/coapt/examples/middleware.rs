//! Layers of tower around handlers: a limit, a time-out, and one of our own that counts.
//!
//! Run: `cargo run -p coapt --features full --example middleware`, then `coapt get coap://127.0.0.1/report`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use coapt::Incoming;
use coapt::aio::{Router, Server};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::{Layer, Service, ServiceBuilder};

/// Counts the requests that come through.
#[derive(Clone, Default)]
pub(crate) struct Count(pub(crate) Arc<AtomicUsize>);

/// A service whose requests are counted.
#[derive(Clone)]
pub(crate) struct Counted<V> {
    inner: V,
    count: Count,
}

impl<V> Layer<V> for Count {
    type Service = Counted<V>;

    fn layer(&self, inner: V) -> Counted<V> {
        Counted { inner, count: self.clone() }
    }
}

impl<V: Service<Incoming>> Service<Incoming> for Counted<V> {
    type Response = V::Response;
    type Error = V::Error;
    type Future = V::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), V::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Incoming) -> V::Future {
        self.count.0.fetch_add(1, Ordering::Relaxed);
        self.inner.call(request)
    }
}

async fn report() -> &'static str {
    tokio::time::sleep(Duration::from_secs(1)).await;
    "all is well"
}

pub(crate) fn router(count: &Count) -> Router {
    let layers = ServiceBuilder::new()
        .layer(count.clone())
        .load_shed()
        .layer(GlobalConcurrencyLimitLayer::new(2))
        .timeout(Duration::from_secs(10));
    Router::new().get("/report", report).layer(layers)
}

#[tokio::main]
async fn main() -> Result<(), coapt::Error> {
    Server::bind("127.0.0.1:5683").await?.serve(router(&Count::default())).await
}
