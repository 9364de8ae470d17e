//! Layers of tower around handlers, in virtual time.

use std::time::Duration;

use coapt::aio::{Client, Route, Router};
use coapt::testing::Network;
use coapt::{Code, Incoming, Request, ServerReply};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::timeout::TimeoutLayer;
use tower::{BoxError, Service, ServiceBuilder, ServiceExt as _};

async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_secs(20)).await;
    "done"
}

async fn code(client: &Client, uri: String) -> Code {
    client.get(&uri).await.unwrap().code()
}

#[tokio::test(start_paused = true)]
async fn a_time_out_becomes_5_03() {
    let network = Network::new();
    let router = Router::new().get("/slow", slow).get("/quick", || "quick");
    let server = network.serve(router.layer(TimeoutLayer::new(Duration::from_secs(10))));
    let client = network.client();

    let reply = client.get(&server.uri("/slow")).await.unwrap();

    assert_eq!(reply.code(), Code::SERVICE_UNAVAILABLE);
    assert_eq!(reply.text().unwrap(), "the handler took too long");
    assert_eq!(reply.max_age(), Duration::from_secs(5));
    assert_eq!(code(&client, server.uri("/quick")).await, Code::CONTENT);
}

#[tokio::test(start_paused = true)]
async fn a_limit_sheds_what_is_too_much() {
    let network = Network::new();
    let router = Router::new().get("/slow", slow);
    let limit = ServiceBuilder::new().load_shed().layer(GlobalConcurrencyLimitLayer::new(2));
    let server = network.serve(router.layer(limit));
    let clients = [network.client(), network.client(), network.client()];

    let [a, b, c] = clients.each_ref().map(|client| code(client, server.uri("/slow")));
    let (a, b, c) = tokio::join!(a, b, c);
    let mut codes = [a, b, c].map(|code| code.to_string());
    codes.sort();

    assert_eq!(codes, ["2.05", "2.05", "5.03"]);
}

async fn check_key(mut inner: Route, request: Incoming) -> Result<ServerReply, BoxError> {
    if request.query_value("key") != Some("secret") {
        return Ok(ServerReply::error(Code::UNAUTHORIZED, "a key is needed"));
    }
    let reply = inner.call(request).await?;
    Ok(reply.max_age(Duration::from_secs(7)))
}

#[tokio::test(start_paused = true)]
async fn a_layer_of_ones_own_sees_requests_and_replies() {
    let network = Network::new();
    let guard = tower::layer::layer_fn(|inner: Route| {
        tower::service_fn(move |request| check_key(inner.clone(), request))
    });
    let server = network.serve(Router::new().get("/x", || "x").layer(guard));
    let client = network.client();

    assert_eq!(code(&client, server.uri("/x")).await, Code::UNAUTHORIZED);
    let reply = client.get(&server.uri("/x?key=secret")).await.unwrap();
    assert_eq!((reply.payload(), reply.max_age().as_secs()), (&b"x"[..], 7));
}

#[tokio::test(start_paused = true)]
async fn an_error_of_a_layer_is_5_00_with_its_words() {
    let network = Network::new();
    let broken = tower::layer::layer_fn(|_: Route| {
        tower::service_fn(|_: Incoming| async { Err::<ServerReply, BoxError>("no power".into()) })
    });
    let server = network.serve(Router::new().get("/x", || "x").layer(broken));

    let reply = network.client().get(&server.uri("/x")).await.unwrap();

    assert_eq!((reply.code(), reply.payload()), (Code::INTERNAL_SERVER_ERROR, &b"no power"[..]));
}

#[tokio::test(start_paused = true)]
async fn a_client_is_a_service() {
    let network = Network::new();
    let server = network.serve(Router::new().get("/x", || "x"));
    let service = ServiceBuilder::new().timeout(Duration::from_secs(5)).service(network.client());

    let reply = service.oneshot(Request::get(server.uri("/x"))).await.unwrap();

    assert_eq!(reply.payload(), b"x");
}
