//! Handlers and clients as services of `tower` (feature `tower`).

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use coapt_wire::Code;
use tower::{BoxError, Layer, Service, ServiceExt as _};

use crate::{Error, Incoming, Outcome, Reply, Request, ServerReply};

use super::client::Client;
use super::handler::{Call, Stated};
use super::router::Router;

/// When a client that was refused may try again.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// A handler of a [`Router`] as a service: what [`Router::layer`] puts layers around.
#[derive(Clone)]
pub struct Route(Call);

impl<S: Clone + Send + Sync + 'static> Router<S> {
    /// Puts a layer around each handler there is so far, the fallback included (feature `tower`).
    ///
    /// What the layer fails with becomes a reply with a diagnostic payload: 5.03 with Max-Age for a time-out
    /// ([`tower::timeout`]) and for a service that sheds load ([`tower::load_shed`]), 5.00 for all else. Discovery and
    /// what the server answers by itself do not come through layers. A handler is always ready; a layer that asks whether
    /// the one inside is, such as that which sheds load, goes into one `ServiceBuilder` with it.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use coapt::aio::Router;
    /// use tower::ServiceBuilder;
    /// use tower::limit::GlobalConcurrencyLimitLayer;
    ///
    /// let router: Router = Router::new().get("/report", || async { "long work" }).layer(
    ///     ServiceBuilder::new()
    ///         .load_shed()
    ///         .layer(GlobalConcurrencyLimitLayer::new(8))
    ///         .timeout(Duration::from_secs(30)),
    /// );
    /// ```
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Incoming, Response = ServerReply> + Clone + Send + Sync + 'static,
        <L::Service as Service<Incoming>>::Error: Into<BoxError>,
        <L::Service as Service<Incoming>>::Future: Send,
    {
        self.map(|handler: Stated<S>| -> Stated<S> {
            let layer = layer.clone();
            Arc::new(move |state: &S| around(layer.layer(Route(handler(state)))))
        })
    }
}

impl Service<Incoming> for Route {
    type Response = ServerReply;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<ServerReply, Infallible>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Incoming) -> Self::Future {
        let answer = (self.0)(request);
        Box::pin(async move { Ok(super::resource::reply(answer.await)) })
    }
}

/// Each call waits for the answer to a request, as [`Client::send`] does.
impl Service<Request> for Client {
    type Response = Reply;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let client = self.clone();
        Box::pin(async move { client.send(request).await })
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Route")
    }
}

/// Makes a handler of a service; each request gets a clone of it.
fn around<V>(service: V) -> Call
where
    V: Service<Incoming, Response = ServerReply> + Clone + Send + Sync + 'static,
    V::Error: Into<BoxError>,
    V::Future: Send,
{
    Arc::new(move |request: Incoming| {
        let service = service.clone();
        Box::pin(async move {
            let replied = service.oneshot(request).await;
            let reply = replied.unwrap_or_else(|error| excuse(error.into().as_ref()));
            Outcome::Reply(reply)
        })
    })
}

/// The reply to a request that did not come through a layer.
fn excuse(error: &(dyn std::error::Error + Send + Sync + 'static)) -> ServerReply {
    if error.is::<tower::timeout::error::Elapsed>() {
        return unavailable("the handler took too long");
    }
    if error.is::<tower::load_shed::error::Overloaded>() {
        return unavailable("too many requests are under way");
    }
    ServerReply::error(Code::INTERNAL_SERVER_ERROR, error.to_string())
}

fn unavailable(why: &str) -> ServerReply {
    ServerReply::error(Code::SERVICE_UNAVAILABLE, why).max_age(TRY_AGAIN)
}
