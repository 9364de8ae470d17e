//! What a router makes of requests, in virtual time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coapt::aio::{Path, Query, Resource, Router, State, get};
use coapt::{
    Cbor, Code, ContentFormat, Incoming, Json, OptionNumber, Peer, Reply, Request, ServerReply,
};
use serde::{Deserialize, Serialize};

use crate::support::House;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Reading {
    celsius: f64,
}

#[derive(Deserialize)]
struct Range {
    from: u32,
    to: Option<u32>,
}

fn says(reply: &Reply) -> (String, &str) {
    (reply.code().to_string(), reply.text().unwrap())
}

#[tokio::test(start_paused = true)]
async fn arguments_are_parts_of_the_request() {
    let router = Router::new()
        .get("/room/{room}/sensor/{number}", |Path((room, number)): Path<(String, u8)>| {
            format!("{room} {number}")
        })
        .get("/log", |Query(range): Query<Range>| async move {
            format!("{} {:?}", range.from, range.to)
        })
        .post("/echo", |body: String, format: Option<ContentFormat>, peer: Peer, method: Code| {
            format!("{body} {format:?} {} {method}", peer.address().port())
        })
        .get("/all/{*rest}", |Path(all): Path<BTreeMap<String, String>>| format!("{all:?}"));
    let house = House::new(router);

    assert_eq!(says(&house.get("/room/hall/sensor/7").await), ("2.05".into(), "hall 7"));
    assert_eq!(says(&house.get("/log?from=3").await), ("2.05".into(), "3 None"));
    assert_eq!(says(&house.get("/all/a/b").await), ("2.05".into(), "{\"rest\": \"a/b\"}"));
    let echo = house.ask(|uri| Request::post(uri).payload("x"), "/echo").await;
    assert_eq!(says(&echo), ("2.04".into(), "x None 5683 0.02"));
}

// rfc: M-7252-5.5.1-01, M-7252-5.9.2-01
#[tokio::test(start_paused = true)]
async fn what_arguments_cannot_be_made_of_is_said() {
    let router = Router::new()
        .get("/sensor/{number}", |Path(number): Path<u8>| number)
        .get("/log", |Query(range): Query<Range>| range.from)
        .post("/text", |text: String| text)
        .post("/json", |Json(reading): Json<Reading>| reading.celsius);
    let house = House::new(router);

    let path = house.get("/sensor/300").await;
    let query = house.get("/log?from=x").await;
    let text = house.ask(|uri| Request::post(uri).payload([0xff]), "/text").await;
    let json = house.ask(|uri| Request::post(uri).payload("{}"), "/json").await;
    let format = ContentFormat::CBOR;
    let other =
        house.ask(|uri| Request::post(uri).content_format(format).payload("{}"), "/json").await;

    let sensor = "path: number is no whole number from 0 to 255: \"300\"";
    assert_eq!(says(&path), ("4.00".into(), sensor));
    assert!(query.text().unwrap().starts_with("query: from is no whole number"), "{query:?}");
    assert_eq!(says(&text), ("4.00".into(), "the body is not UTF-8"));
    assert_eq!(json.code(), Code::BAD_REQUEST);
    assert!(json.text().unwrap().contains("missing field `celsius`"), "{json:?}");
    assert_eq!(other.code(), Code::UNSUPPORTED_CONTENT_FORMAT);
    assert!(other.text().unwrap().contains("cbor"), "{other:?}");
}

// rfc: M-7252-5.5.1-01
#[tokio::test(start_paused = true)]
async fn typed_bodies_go_both_ways() {
    let router = Router::new()
        .post("/json", |Json(reading): Json<Reading>| Json(reading))
        .post("/cbor", |Cbor(reading): Cbor<Reading>| Cbor(reading));
    let house = House::new(router);
    let reading = Reading { celsius: 21.5 };

    let json = house.ask(|uri| Request::post(uri).json(&reading).unwrap(), "/json").await;
    let cbor = house.ask(|uri| Request::post(uri).cbor(&reading).unwrap(), "/cbor").await;

    assert_eq!(json.content_format(), Some(ContentFormat::JSON));
    assert_eq!(json.json::<Reading>().unwrap(), reading);
    assert_eq!(cbor.content_format(), Some(ContentFormat::CBOR));
    assert_eq!(cbor.cbor::<Reading>().unwrap(), reading);
    let wrong = json.cbor::<Reading>().unwrap_err().to_string();
    assert!(wrong.contains("cbor"), "{wrong}");
}

// rfc: M-7252-5.8.1-01, M-7252-5.8.3-01
#[tokio::test(start_paused = true)]
async fn a_reply_without_a_code_says_success_in_the_way_of_the_method() {
    let any = || "done";
    let resource = get(any).post(any).put(any).delete(any).fetch(any).patch(any).ipatch(any);
    let house = House::new(Router::new().route("/x", resource));
    let methods =
        [Code::GET, Code::POST, Code::PUT, Code::DELETE, Code::FETCH, Code::PATCH, Code::IPATCH];

    let mut codes = Vec::new();
    for method in methods {
        let reply = house.ask(|uri| Request::new(method, uri), "/x").await;
        codes.push(reply.code().to_string());
    }

    assert_eq!(codes, ["2.05", "2.04", "2.04", "2.02", "2.05", "2.04", "2.04"]);
}

// rfc: M-7252-5.9.2-04
#[tokio::test(start_paused = true)]
async fn the_server_answers_by_itself_what_no_handler_does() {
    let json = ContentFormat::JSON;
    let router = Router::new()
        .route("/x", get(|| Json(1)).put(|| ()).content_format(json).takes(json))
        .get("/panic", || -> String { panic!("a bug") })
        .get("/later", || async {
            tokio::task::yield_now().await;
            std::hint::black_box(None::<u8>).expect("a bug")
        });
    let house = House::new(router);

    assert_eq!(house.get("/nothing").await.code(), Code::NOT_FOUND);
    let other = house.ask(Request::delete, "/x").await;
    assert_eq!(says(&other), ("4.05".into(), "allowed here: GET, PUT"));
    let cbor = ContentFormat::CBOR;
    let accept = house.ask(|uri| Request::get(uri).accept(cbor), "/x").await;
    assert_eq!(accept.code(), Code::NOT_ACCEPTABLE);
    let put = house.ask(|uri| Request::put(uri).content_format(cbor).payload("1"), "/x").await;
    assert_eq!(put.code(), Code::UNSUPPORTED_CONTENT_FORMAT);
    assert_eq!(house.get("/panic").await.code(), Code::INTERNAL_SERVER_ERROR);
    assert_eq!(house.get("/later").await.code(), Code::INTERNAL_SERVER_ERROR);
    let condition = house.ask(|uri| Request::put(uri).if_none_match(), "/x").await;
    assert_eq!(condition.code(), Code::BAD_OPTION);
    assert_eq!(house.server.handle().counters().open_requests, 0);
}

#[tokio::test(start_paused = true)]
async fn discovery_lists_what_has_a_known_path() {
    let sensors = Router::new().route("/temperature", get(|| 21).attribute("rt", "temperature"));
    let router = Router::new()
        .nest("/hall", sensors)
        .route("/hidden", get(|| 1).hidden())
        .route("/state", get(|| 1).observable().title("a state"))
        .get("/room/{room}", || 1);
    let house = House::new(router);

    let links = house.client.discover(&house.server.uri("/")).await.unwrap();
    let some = house.get("/.well-known/core?rt=temperature").await;

    let targets: Vec<_> = links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["/hall/temperature", "/state"]);
    assert_eq!(some.text().unwrap(), "</hall/temperature>;rt=\"temperature\"");
}

#[tokio::test(start_paused = true)]
async fn state_is_shared_and_routers_fit_into_each_other() {
    type Notes = Arc<Mutex<Vec<String>>>;
    async fn add(State(notes): State<Notes>, note: String) -> ServerReply {
        let mut notes = notes.lock().unwrap();
        notes.push(note);
        ServerReply::created().location_path(["notes", &notes.len().to_string()])
    }
    async fn all(State(notes): State<Notes>) -> String {
        notes.lock().unwrap().join(",")
    }
    let notes = Router::new().route("/", get(all).post(add)).with_state(Notes::default());
    let router = Router::new()
        .nest("/notes", notes)
        .merge(Router::new().get("/hello", || "hello"))
        .fallback(|request: Incoming| format!("nothing at {}", request.path_text()));
    let house = House::new(router);

    let made = house.ask(|uri| Request::post(uri).payload("milk"), "/notes").await;
    house.ask(|uri| Request::post(uri).payload("bread"), "/notes").await;

    assert_eq!(made.location().as_deref(), Some("/notes/1"));
    assert_eq!(house.get("/notes").await.text().unwrap(), "milk,bread");
    assert_eq!(house.get("/hello").await.text().unwrap(), "hello");
    assert_eq!(house.get("/a/b").await.text().unwrap(), "nothing at /a/b");
}

// rfc: M-7252-5.8.1-01, M-7252-5.9.2-05, M-7252-5.10.8-02
#[tokio::test(start_paused = true)]
async fn conditions_and_entity_tags_are_seen_to() {
    let value = Arc::new(Mutex::new(None::<String>));
    let (read, write) = (Arc::clone(&value), Arc::clone(&value));
    let lamp = get(move || {
        let none = || ServerReply::error(Code::NOT_FOUND, "no lamp");
        read.lock().unwrap().clone().ok_or_else(none)
    })
    .put(move |new: String| *write.lock().unwrap() = Some(new))
    .validated();
    let house = House::new(Router::new().route("/lamp", lamp));
    let put = |body: &'static str| move |uri: String| Request::put(uri).payload(body);

    let missing = house.ask(|uri| put("on")(uri).if_match(b""), "/lamp").await;
    let made = house.ask(|uri| put("on")(uri).if_none_match(), "/lamp").await;
    let again = house.ask(|uri| put("off")(uri).if_none_match(), "/lamp").await;
    let state = house.get("/lamp").await;
    let etag = state.etag().unwrap().to_vec();
    let valid = house.ask(|uri| Request::get(uri).etag(&etag), "/lamp").await;
    let changed = house.ask(|uri| put("off")(uri).if_match(&etag), "/lamp").await;
    let late = house.ask(|uri| put("on")(uri).if_match(&etag), "/lamp").await;

    let codes = [&missing, &made, &again, &valid, &changed, &late];
    let codes = codes.map(|reply| reply.code().to_string());
    assert_eq!(codes, ["4.12", "2.04", "4.12", "2.03", "2.04", "4.12"]);
    assert_eq!(value.lock().unwrap().as_deref(), Some("off"));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_long_is_answered_for() {
    let router = Router::new().get("/slow", || async {
        tokio::time::sleep(Duration::from_secs(80)).await;
        "at last"
    });
    let house = House::new(router);

    let request = |uri| Request::get(uri).timeout(Duration::from_secs(90));
    let reply = house.ask(request, "/slow").await;

    assert_eq!(reply.text().unwrap(), "at last");
    let counters = house.client.counters();
    assert_eq!(counters.retransmitted, 0, "the acknowledgement came in time: {counters:?}");
}

#[tokio::test(start_paused = true)]
async fn bodies_of_any_size_go_through_handlers() {
    let router = Router::new().post("/reverse", |body: bytes::Bytes| {
        let mut body = body.to_vec();
        body.reverse();
        body
    });
    let house = House::new(router);
    let body: Vec<u8> = (0..100_000_u32).map(|n| n.to_be_bytes()[2]).collect();

    let mut told = Vec::new();
    let request = Request::post(house.server.uri("/reverse")).payload(body.clone());
    let reply = house.client.send_with_progress(request, |progress| told.push(progress)).await;

    let mut reversed = body;
    reversed.reverse();
    let reply = reply.unwrap();
    assert!(reply.payload() == reversed);
    assert_eq!(reply.options().uint(OptionNumber::CONTENT_FORMAT), Some(42));
    assert!(told.len() > 10, "{}", told.len());
}

#[tokio::test(start_paused = true)]
async fn a_resource_without_handlers_allows_nothing() {
    let house = House::new(Router::new().route("/x", Resource::new()));

    assert_eq!(house.get("/x").await.code(), Code::METHOD_NOT_ALLOWED);
}
