//! Rules of RFC 7252 §5.5 to §5.10 for what servers answer, in virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use coapt::aio::{Client, Router, get};
use coapt::testing::Network;
use coapt::{Code, ContentFormat, Incoming, OptionNumber, Request, ServerReply};

use crate::support::House;

// rfc: M-7252-5.5.2-01, M-7252-5.5.2-02, M-7252-5.9.2-01, M-7252-5.9.2-04
#[tokio::test(start_paused = true)]
async fn a_diagnostic_payload_is_text_without_a_format_and_empty_if_there_is_nothing_to_say() {
    let router = Router::new()
        .get("/closed", || ServerReply::error(Code::FORBIDDEN, "fragt Jürgen"))
        .get("/mute", || Code::FORBIDDEN);
    let house = House::new(router);

    let closed = house.get("/closed").await;
    let mute = house.get("/mute").await;
    let nothing = house.get("/nothing").await;

    assert_eq!((closed.code(), closed.text()), (Code::FORBIDDEN, Ok("fragt Jürgen")));
    assert_eq!((mute.code(), mute.payload()), (Code::FORBIDDEN, &b""[..]));
    assert_eq!((nothing.code(), nothing.text()), (Code::NOT_FOUND, Ok("no such resource")));
    for reply in [closed, mute, nothing] {
        assert_eq!(reply.content_format(), None, "{reply:?}");
    }
}

// rfc: M-7252-5.6.1-01
#[tokio::test(start_paused = true)]
async fn a_reply_that_is_not_to_be_kept_has_a_max_age_of_0() {
    let router = Router::new()
        .get("/now", || ServerReply::text("12:00").max_age(Duration::ZERO))
        .get("/whenever", || "x");
    let house = House::new(router);

    let now = house.get("/now").await;
    let whenever = house.get("/whenever").await;

    assert_eq!(now.options().first(OptionNumber::MAX_AGE).map(|age| age.value), Some(&b""[..]));
    assert_eq!(now.max_age(), Duration::ZERO);
    assert_eq!(whenever.options().first(OptionNumber::MAX_AGE), None);
    assert_eq!(whenever.max_age(), Duration::from_secs(60));
}

// rfc: M-7252-5.9.2-06
#[tokio::test(start_paused = true)]
async fn an_overload_can_say_how_long_to_wait() {
    let busy =
        || ServerReply::error(Code::SERVICE_UNAVAILABLE, "busy").max_age(Duration::from_secs(30));
    let house = House::new(Router::new().get("/busy", busy));

    let reply = house.get("/busy").await;

    assert_eq!(reply.code(), Code::SERVICE_UNAVAILABLE);
    assert_eq!(reply.max_age(), Duration::from_secs(30));
}

// rfc: M-7252-5.10.3-01
#[tokio::test(start_paused = true)]
async fn a_format_that_is_not_told_is_unknown_and_not_text() {
    let router = Router::new().post("/x", |request: Incoming| {
        ServerReply::content(format!("{:?}", request.content_format()))
    });
    let house = House::new(router);

    let untold = house.ask(|uri| Request::post(uri).payload("{}"), "/x").await;
    let text = ContentFormat::TEXT_PLAIN;
    let told = house.ask(|uri| Request::post(uri).content_format(text).payload("{}"), "/x").await;

    assert_eq!(untold.text(), Ok("None"));
    assert_eq!(untold.content_format(), None);
    assert_eq!(told.text().unwrap(), format!("{:?}", Some(text)));
}

// rfc: M-7252-5.10.6-01
#[tokio::test(start_paused = true)]
async fn an_entity_tag_is_compared_byte_for_byte() {
    let router = Router::new().get("/x", || ServerReply::text("x").etag(b"\x00a\xff"));
    let house = House::new(router);

    for (known, code) in [
        (&b"\x00a\xff"[..], Code::VALID),
        (b"a\xff", Code::CONTENT),
        (b"\x00A\xff", Code::CONTENT),
        (b"\x00a\xff\x00", Code::CONTENT),
    ] {
        let reply = house.ask(|uri| Request::get(uri).etag(known), "/x").await;
        assert_eq!(reply.code(), code, "{known:?}");
        assert_eq!(reply.etag(), Some(&b"\x00a\xff"[..]));
    }
}

// rfc: M-7252-5.10.6-02
#[tokio::test(start_paused = true)]
async fn a_second_entity_tag_replaces_the_first() {
    let router = Router::new().get("/x", || ServerReply::text("x").etag(b"a").etag(b"b"));
    let house = House::new(router);

    let reply = house.get("/x").await;

    let tags: Vec<_> = reply.options().all(OptionNumber::ETAG).collect();
    assert_eq!(tags, [b"b"]);
}

// rfc: M-7252-5.8.1-01, M-7252-5.9.1-02
#[tokio::test(start_paused = true)]
async fn a_reply_that_only_validates_has_an_entity_tag_and_no_body() {
    let router = Router::new().get("/made", || ServerReply::text("x").etag(b"a")).get(
        "/asked",
        |request: Incoming| {
            request.not_modified(b"a").unwrap_or_else(|| ServerReply::text("x").etag(b"a"))
        },
    );
    let house = House::new(router);

    for path in ["/made", "/asked"] {
        let content = house.get(path).await;
        let valid = house.ask(|uri| Request::get(uri).etag(b"b").etag(b"a"), path).await;

        assert_eq!((content.code(), content.payload()), (Code::CONTENT, &b"x"[..]), "{path}");
        assert_eq!((valid.code(), valid.payload()), (Code::VALID, &b""[..]), "{path}");
        assert_eq!((valid.etag(), valid.content_format()), (Some(&b"a"[..]), None), "{path}");
    }
}

// rfc: M-7252-5.10.7-02
#[tokio::test(start_paused = true)]
async fn a_location_with_a_dot_segment_is_our_mistake() {
    let made = |segments: [&'static str; 2]| move || ServerReply::created().location_path(segments);
    let router = Router::new()
        .post("/good", made(["...", "a"]))
        .post("/here", made(["a", "."]))
        .post("/up", made(["..", "a"]));
    let house = House::new(router);

    let good = house.ask(Request::post, "/good").await;
    assert_eq!((good.code(), good.location().as_deref()), (Code::CREATED, Some("/.../a")));
    for path in ["/here", "/up"] {
        let reply = house.ask(Request::post, path).await;
        assert_eq!(reply.code(), Code::INTERNAL_SERVER_ERROR, "{path}");
        assert_eq!(reply.location(), None, "{path}");
    }
}

// rfc: M-7252-5.9.1-02, M-7252-5.10.6-02, M-7252-5.10.7-02
#[tokio::test(start_paused = true)]
async fn a_reply_that_breaks_a_rule_does_not_leave_the_server() {
    let etag = OptionNumber::ETAG;
    let twice = move || ServerReply::text("x").option(etag, b"a").option(etag, b"b");
    let dots = || ServerReply::created().option(OptionNumber::LOCATION_PATH, b"..");
    let router =
        Router::new().get("/valid", || Code::VALID).get("/twice", twice).post("/dots", dots);
    let house = House::new(router);

    let valid = house.get("/valid").await;
    let twice = house.get("/twice").await;
    let dots = house.ask(Request::post, "/dots").await;

    assert_eq!(valid.code(), Code::INTERNAL_SERVER_ERROR);
    assert_eq!(twice.options().all(etag).collect::<Vec<_>>(), [b"b"]);
    assert_eq!(dots.code(), Code::INTERNAL_SERVER_ERROR);
}

// rfc: M-7252-5.10.8-03
#[tokio::test(start_paused = true)]
async fn check_and_change_are_one_step() {
    let state = Arc::new(Mutex::new(None::<String>));
    let (read, write) = (Arc::clone(&state), state);
    let read = move || {
        let read = Arc::clone(&read);
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            read.lock().unwrap().clone().ok_or_else(|| ServerReply::error(Code::NOT_FOUND, ""))
        }
    };
    let write = move |new: String| {
        let write = Arc::clone(&write);
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            *write.lock().unwrap() = Some(new);
        }
    };
    let network = Network::new();
    let server = network.serve(Router::new().route("/x", get(read).put(write).validated()));
    let clients = [network.client(), network.client()];

    let put = |client: &Client| {
        let request = Request::put(server.uri("/x")).payload("x").if_none_match();
        let client = client.clone();
        async move { client.send(request).await.unwrap().code().to_string() }
    };
    let (one, other) = tokio::join!(put(&clients[0]), put(&clients[1]));
    let mut codes = [one, other];
    codes.sort();

    assert_eq!(codes, ["2.04", "4.12"]);
}
