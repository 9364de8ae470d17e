//! The examples do what they say, in virtual time.
#![cfg(test)]

/// Makes an example part of this test.
macro_rules! example {
    ($name:ident $path:literal) => {
        #[path = $path]
        #[expect(dead_code, reason = "its main function is not called here")]
        mod $name;
    };
}

example!(fan_in "../examples/fan_in.rs");
example!(file_transfer "../examples/file_transfer.rs");
example!(handler_test "../examples/handler_test.rs");
example!(middleware "../examples/middleware.rs");
example!(observer "../examples/observer.rs");
example!(polling_client "../examples/polling_client.rs");
example!(sensor_server "../examples/sensor_server.rs");

use std::sync::atomic::Ordering;
use std::time::Duration;

use coapt::aio::{Body, Router, put};
use coapt::testing::Network;
use coapt::{Code, ContentFormat, Incoming, Observable, Request, ServerReply};
use tokio::io::AsyncReadExt as _;

#[tokio::test(start_paused = true)]
async fn the_sensor_server_answers_and_notifies() {
    let network = Network::new();
    let hall = Observable::new(20.5);
    let server = network.serve(sensor_server::router(&hall));
    let client = network.client();

    let target = client.get(&server.uri("/room/hall/target")).await.unwrap();
    let set =
        client.put(&server.uri("/room/bath/target"), ContentFormat::JSON, "25").await.unwrap();
    let warm = client.get(&server.uri("/targets?above=22")).await.unwrap();
    let attic = client.get(&server.uri("/room/attic/target")).await.unwrap();
    let mut observation =
        client.observe(Request::get(server.uri("/room/hall/temperature"))).await.unwrap();
    hall.set(21.5);

    assert_eq!(target.text().unwrap(), r#"{"room":"hall","celsius":20.0}"#);
    assert_eq!((set.code(), warm.text().unwrap()), (Code::CHANGED, r#"{"bath":25.0}"#));
    assert_eq!((attic.code(), attic.text().unwrap()), (Code::NOT_FOUND, "there is no attic"));
    assert_eq!(observation.next().await.unwrap().reply().payload(), b"21.5");
}

#[tokio::test(start_paused = true)]
async fn the_polling_client_is_told_what_is_new() {
    let network = Network::new();
    let state = || ServerReply::text("21").etag(b"1");
    let server = network.serve(Router::new().get("/a", state).get("/b", || "b"));
    let client = network.client();
    let mut known = vec![(server.uri("/a"), Vec::new()), (server.uri("/b"), Vec::new())];

    let mut out = Vec::new();
    polling_client::poll(&client, &mut known, &mut out).await.unwrap();
    polling_client::poll(&client, &mut known, &mut out).await.unwrap();

    let said = String::from_utf8(out).unwrap().replace(&server.uri(""), "");
    assert_eq!(said, "a: 2.05 21\nb: 2.05 b\na: as before\nb: 2.05 b\n");
}

#[tokio::test(start_paused = true)]
async fn the_observer_tells_what_happens() {
    let network = Network::new();
    let state = Observable::new(1);
    let server = network.serve(Router::new().route("/s", coapt::aio::Resource::of(&state)));
    let (client, uri) = (network.client(), server.uri("/s"));

    let mut out = Vec::new();
    let change = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        state.set(2);
        tokio::time::sleep(Duration::from_secs(1)).await;
        state.close();
    };
    let (followed, ()) = tokio::join!(observer::follow(&client, &uri, &mut out), change);

    followed.unwrap();
    let said = String::from_utf8(out).unwrap();
    assert_eq!(said, "now: 1\n2.05: 2\n4.04: the resource is gone\n");
}

#[tokio::test(start_paused = true)]
async fn files_go_up_and_down_and_on_where_they_stopped() {
    let body: Vec<u8> = (0..10_000_u32).map(|number| number.to_be_bytes()[2]).collect();
    let content = body.clone();
    let read = move |request: Incoming| {
        let mut reader = std::io::Cursor::new(content.as_slice());
        ServerReply::read_block(&request, &mut reader).unwrap()
    };
    let store = |mut body: Body| async move {
        let mut whole = Vec::new();
        body.read_to_end(&mut whole).await.unwrap();
        whole.len().to_string()
    };
    let network = Network::new();
    let resource = put(store).get(read).streamed();
    let server = network.serve(Router::new().route("/file", resource));
    let (client, uri) = (network.client(), server.uri("/file"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, &body[..3333]).unwrap();

    let length = file_transfer::get(&client, &uri, &file).await.unwrap();
    let reply = file_transfer::put(&client, &file, &uri).await.unwrap();

    assert_eq!(length, 10_000);
    assert!(std::fs::read(&file).unwrap() == body);
    assert_eq!(reply.text().unwrap(), "10000");
}

#[tokio::test(start_paused = true)]
async fn the_fan_in_asks_all_and_names_who_is_silent() {
    let network = Network::new();
    let sensors = [21, 22].map(|value| network.serve(Router::new().get("/t", move || value)));
    let mut uris: Vec<_> = sensors.iter().map(|sensor| sensor.uri("/t")).collect();
    uris.push(String::from("coap://10.99.0.1/t"));
    let sources = fan_in::Sources { client: network.client(), uris: uris.clone().into() };
    let gateway = network.serve(fan_in::router(sources));

    let reply = network.client().get(&gateway.uri("/all")).await.unwrap();

    let [a, b, c] = uris.as_slice() else { panic!("three") };
    let expected = format!("{a} 21\n{b} 22\n{c} -- no answer within 5 s\n");
    assert_eq!(reply.text().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn the_middleware_counts_and_limits() {
    let network = Network::new();
    let count = middleware::Count::default();
    let server = network.serve(middleware::router(&count));
    let clients = [(); 3].map(|()| network.client());

    let uri = server.uri("/report");
    let [a, b, c] = clients.each_ref().map(|client| client.get(&uri));
    let (a, b, c) = tokio::join!(a, b, c);
    let mut codes = [a, b, c].map(|reply| reply.unwrap().code().to_string());
    codes.sort();

    assert_eq!(codes, ["2.05", "2.05", "5.03"]);
    assert_eq!(count.0.load(Ordering::Relaxed), 3);
}

#[tokio::test(start_paused = true)]
async fn a_handler_is_tested_in_no_time() {
    handler_test::coffee_comes_through_a_bad_line().await;
}
