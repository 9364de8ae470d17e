//! Bodies of any size as readers and writers, and routes with open segments.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::{Arc, Mutex};

use coapt::{Code, Error, Incoming, Request, Resource, ServerReply};

use crate::support::{Running, client};

fn body(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

/// A resource that is read and written piece by piece.
fn big(store: &Arc<Mutex<Cursor<Vec<u8>>>>) -> Resource {
    let (read, write) = (Arc::clone(store), Arc::clone(store));
    Resource::new()
        .streamed()
        .get(move |request: &Incoming| {
            ServerReply::read_block(request, &mut *read.lock().unwrap()).unwrap().etag(b"1")
        })
        .put(move |request: &Incoming| {
            let more = request.write_block(&mut *write.lock().unwrap()).unwrap();
            more.unwrap_or_else(ServerReply::changed)
        })
}

// rfc: M-7959-4-01
#[test]
fn a_body_goes_up_and_down_piece_by_piece() {
    let store = Arc::default();
    let resource = big(&store);
    let server = Running::with(|server| {
        server.route("big", resource);
    });
    let (mut client, whole) = (client(), body(70_001));

    let mut upload = client.upload(Request::put(server.uri("big")), Some(70_001)).unwrap();
    for chunk in whole.chunks(999) {
        upload.write_all(chunk).unwrap();
    }
    let reply = upload.finish().unwrap();
    let mut download = client.download(Request::get(server.uri("big")).block_size(512)).unwrap();
    let mut fetched = Vec::new();
    download.read_to_end(&mut fetched).unwrap();

    assert_eq!(reply.code(), Code::CHANGED);
    assert!(store.lock().unwrap().get_ref() == &whole);
    assert!(fetched == whole);
    assert_eq!((download.total(), download.etag()), (Some(70_001), Some(&b"1"[..])));
}

#[test]
fn a_download_goes_on_where_another_ended() {
    let store = Arc::new(Mutex::new(Cursor::new(body(5000))));
    let resource = big(&store);
    let server = Running::with(|server| {
        server.route("big", resource);
    });
    let mut client = client();
    let request = || Request::get(server.uri("big"));

    let mut fetched = vec![0; 1500];
    let mut download = client.download(request()).unwrap();
    download.read_exact(&mut fetched).unwrap();
    let (position, etag) = (download.position(), download.etag().unwrap().to_vec());
    let mut rest = client.download_from(request(), position, Some(&etag)).unwrap();
    rest.read_to_end(&mut fetched).unwrap();
    let other = client.download_from(request(), position, Some(b"2")).unwrap_err();

    assert_eq!(position, 1500);
    assert!(fetched == body(5000));
    assert!(matches!(other, Error::Blocks), "{other:?}");
}

#[test]
fn a_download_of_any_answer_hands_out_a_refusal() {
    let server = Running::with(|server| {
        server.get("bad", |_: &Incoming| ServerReply::error(Code::FORBIDDEN, "not for you"));
    });
    let (mut client, uri) = (client(), server.uri("bad"));

    let refused = client.download(Request::get(&uri)).unwrap_err();
    let mut download = client.download_any(Request::get(&uri), 5000, None).unwrap();
    let mut words = String::new();
    download.read_to_string(&mut words).unwrap();

    assert!(matches!(refused, Error::Answered { code: Code::FORBIDDEN, .. }), "{refused:?}");
    assert_eq!((download.reply().code(), words.as_str()), (Code::FORBIDDEN, "not for you"));
    assert_eq!(download.position(), 11);
}

#[test]
fn a_transfer_has_the_block_size_of_its_client() {
    let store = Arc::new(Mutex::new(Cursor::new(body(100))));
    let resource = big(&store);
    let server = Running::with(|server| {
        server.route("big", resource);
    });
    let mut client = coapt::Client::builder().block_size(32).build().unwrap();

    let download = client.download(Request::get(server.uri("big"))).unwrap();
    assert_eq!(download.reply().payload().len(), 32);
    let download = client.download(Request::get(server.uri("big")).block_size(64)).unwrap();
    assert_eq!(download.reply().clone().with_payload("x").payload(), b"x");
    assert_eq!(download.reply().payload().len(), 64);
}

#[test]
fn open_segments_are_told_to_the_handler() {
    let server = Running::with(|server| {
        server.get("room/{room}/size", |request: &Incoming| request.parameter("room").to_owned());
        server.get("room/hall/size", |_| "large");
        server.get("files/{*path}", |request: &Incoming| {
            format!("{:?}", request.parameters().collect::<Vec<_>>())
        });
    });
    let mut client = client();
    let mut get = |path: &str| client.get(&server.uri(path)).unwrap().text().unwrap().to_owned();

    assert_eq!(get("room/bath/size"), "bath");
    assert_eq!(get("room/hall/size"), "large");
    assert_eq!(get("files/a/b"), "[(\"path\", \"a/b\")]");
    assert_eq!(get("room/bath"), "no such resource");
}

#[test]
fn conditions_and_entity_tags_are_seen_to() {
    let shared = Arc::new(Mutex::new(String::from("off")));
    let (read, write) = (Arc::clone(&shared), Arc::clone(&shared));
    let lamp = Resource::new()
        .validated()
        .get(move |_: &Incoming| read.lock().unwrap().clone())
        .put(move |request: &Incoming| {
            *write.lock().unwrap() = request.text().unwrap_or_default().to_owned();
        });
    let server = Running::with(|server| {
        server.route("lamp", lamp);
    });
    let (mut client, uri) = (client(), server.uri("lamp"));

    let state = client.get(&uri).unwrap();
    let etag = state.etag().unwrap().to_vec();
    let same = client.send(Request::get(&uri).etag(&etag)).unwrap();
    let made = client.send(Request::put(&uri).if_none_match().payload("x")).unwrap();
    let changed = client.send(Request::put(&uri).if_match(&etag).payload("on")).unwrap();
    let late = client.send(Request::put(&uri).if_match(&etag).payload("off")).unwrap();

    let codes = [&same, &made, &changed, &late].map(|reply| reply.code().to_string());
    assert_eq!(codes, ["2.03", "4.12", "2.04", "4.12"]);
    assert_eq!(*shared.lock().unwrap(), "on");
}
