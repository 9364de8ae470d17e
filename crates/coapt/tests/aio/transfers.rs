//! Bodies as readers and writers, in virtual time.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use coapt::aio::{Body, Client, Router, get, put};
use coapt::testing::{Conditions, Network};
use coapt::{Code, Error, Incoming, Request, ServerReply};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{Mutex, Notify};

fn body(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

/// Reads a body and says how long it was.
async fn count(mut body: Body) -> Result<String, ServerReply> {
    let copied = tokio::io::copy(&mut body, &mut tokio::io::sink()).await;
    let broken = |error: std::io::Error| {
        ServerReply::error(Code::REQUEST_ENTITY_INCOMPLETE, error.to_string())
    };
    copied.map(|count| count.to_string()).map_err(broken)
}

/// Serves a body of which only pieces are read, and takes one that is only counted.
fn router(served: Vec<u8>) -> Router {
    let served = Arc::new(served);
    let read = move |request: Incoming| {
        let mut reader = Cursor::new(served.as_slice());
        ServerReply::read_block(&request, &mut reader).unwrap().etag(b"1")
    };
    Router::new().route("/big", get(read).put(count).streamed())
}

// rfc: M-7959-4-01
#[tokio::test(start_paused = true)]
async fn a_download_holds_one_block_at_a_time() {
    let network = Network::new();
    let big = body(300_001);
    let server = network.serve(router(big.clone()));
    let client = network.client();

    let mut download = client.download(Request::get(server.uri("/big"))).await.unwrap();
    let mut whole = Vec::new();
    download.read_to_end(&mut whole).await.unwrap();

    assert!(whole == big);
    assert_eq!((download.total(), download.position()), (Some(300_001), 300_001));
    assert_eq!(download.etag(), Some(&b"1"[..]));
    assert_eq!(server.handle().counters().body_bytes, 0);
}

#[tokio::test(start_paused = true)]
async fn a_download_goes_on_at_any_place() {
    let network = Network::new();
    let big = body(10_000);
    let server = network.serve(router(big.clone()));
    let client = network.client();
    let request = || Request::get(server.uri("/big")).block_size(256);

    for place in [0, 1, 255, 256, 5000, 9999, 10_000] {
        let from = client.download_from(request(), place, Some(b"1")).await;
        let mut rest = Vec::new();
        match from {
            Ok(mut download) => drop(download.read_to_end(&mut rest).await.unwrap()),
            Err(error) => panic!("{place}: {error}"),
        }
        assert!(rest == big[usize::try_from(place).unwrap()..], "{place}");
    }
    let other = client.download_from(request(), 5000, Some(b"2")).await;
    assert!(matches!(other, Err(Error::Blocks)), "{other:?}");
}

#[tokio::test(start_paused = true)]
async fn an_upload_reaches_the_handler_block_by_block() {
    let network = Network::new();
    let server = network.serve(router(Vec::new()));
    let client = network.client();

    for length in [0, 1, 1023, 1024, 1025, 2048, 300_001_usize] {
        let mut upload = client.upload(Request::put(server.uri("/big")), None).unwrap();
        for chunk in body(length).chunks(777) {
            upload.write_all(chunk).await.unwrap();
        }
        let reply = upload.finish().await.unwrap();
        assert_eq!(reply.code(), Code::CHANGED, "{length}: {reply:?}");
        assert_eq!(reply.text().unwrap(), length.to_string());
    }
    assert_eq!(server.handle().counters().body_bytes, 0);
}

#[tokio::test(start_paused = true)]
async fn transfers_survive_a_bad_line() {
    let network = Network::with_seed(11);
    let big = body(20_000);
    let server = network.serve(router(big.clone()));
    let client = network.client();
    let delay = Duration::from_millis(10)..Duration::from_millis(800);
    network.set_conditions(Conditions { loss: 0.15, duplicate: 0.15, delay });

    let request = Request::get(server.uri("/big")).timeout(Duration::from_secs(200));
    let mut download = client.download(request).await.unwrap();
    let mut whole = Vec::new();
    download.read_to_end(&mut whole).await.unwrap();
    let request = Request::put(server.uri("/big")).timeout(Duration::from_secs(200));
    let mut upload = client.upload(request, Some(20_000)).unwrap();
    upload.write_all(&big).await.unwrap();
    let reply = upload.finish().await.unwrap();

    assert!(whole == big);
    assert_eq!(reply.text().unwrap(), "20000");
}

// rfc: M-9175-3.4-01
#[tokio::test(start_paused = true)]
async fn uploads_at_once_do_not_mix() {
    let network = Network::new();
    let server = network.serve(router(Vec::new()));
    let client = network.client();
    let send = |client: Client, length: usize| {
        let mut upload = client.upload(Request::put(server.uri("/big")), None).unwrap();
        async move {
            upload.write_all(&body(length)).await.unwrap();
            upload.finish().await.unwrap().text().unwrap().to_owned()
        }
    };

    let (a, b) = tokio::join!(send(client.clone(), 50_000), send(client.clone(), 70_000));

    assert_eq!((a.as_str(), b.as_str()), ("50000", "70000"));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_has_seen_enough_ends_the_upload() {
    let network = Network::new();
    let refuse = |mut body: Body| async move {
        let mut head = [0; 2000];
        body.read_exact(&mut head).await.unwrap();
        ServerReply::error(Code::FORBIDDEN, "that is enough")
    };
    let server = network.serve(Router::new().route("/x", put(refuse).streamed()));
    let client = network.client();

    let mut upload = client.upload(Request::put(server.uri("/x")), None).unwrap();
    let failed = upload.write_all(&body(100_000)).await.unwrap_err();

    assert!(failed.to_string().contains("4.03 that is enough"), "{failed}");
    assert!(upload.position() < 5000, "{}", upload.position());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_gives_up_is_told_to_the_handler() {
    let network = Network::new();
    let (told, tell) = (Arc::new(Mutex::new(None)), Arc::new(Notify::new()));
    let (keep, ring) = (Arc::clone(&told), Arc::clone(&tell));
    let wait = move |mut body: Body| {
        let (keep, ring) = (Arc::clone(&keep), Arc::clone(&ring));
        async move {
            let mut whole = Vec::new();
            *keep.lock().await = body.read_to_end(&mut whole).await.err().map(|error| error.kind());
            ring.notify_one();
        }
    };
    let server = network.serve(Router::new().route("/x", put(wait).streamed()));
    let client = network.client();

    let mut upload = client.upload(Request::put(server.uri("/x")), None).unwrap();
    upload.write_all(&body(5000)).await.unwrap();
    drop(upload);
    tell.notified().await;

    assert_eq!(*told.lock().await, Some(std::io::ErrorKind::UnexpectedEof));
}

#[tokio::test(start_paused = true)]
async fn a_block_without_those_before_it_is_4_08() {
    let network = Network::new();
    let server = network.serve(router(Vec::new()));
    let block1 = coapt::Block::new(3, true, 6).unwrap().to_uint();

    let request = Request::put(server.uri("/big")).payload(body(1024));
    let request = request.option_uint(coapt::OptionNumber::BLOCK1, block1);
    let reply = network.client().send(request).await.unwrap();

    assert_eq!(reply.code(), Code::REQUEST_ENTITY_INCOMPLETE);
}

#[tokio::test(start_paused = true)]
async fn a_refused_download_says_why() {
    let network = Network::new();
    let server = network.serve(Router::new());

    let failed = network.client().download(Request::get(server.uri("/x"))).await.unwrap_err();

    assert_eq!(failed.to_string(), "the server answered 4.04 no such resource");
}
