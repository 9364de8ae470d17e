//! Through real sockets on this machine.

use std::sync::Arc;
use std::time::Duration;

use coapt::aio::{Body, Client, Resource, Router, Server, get, put};
use coapt::wire::{Message, MessageType};
use coapt::{Config, Error, Incoming, Observable, Reliability, Request, ServerReply};
use tokio::io::AsyncWriteExt as _;
use tokio::task::JoinSet;

async fn serve(router: Router) -> (String, tokio::task::JoinHandle<Result<(), Error>>) {
    let server = Server::bind("127.0.0.1:0").await.unwrap();
    let base = format!("coap://{}", server.local_addr());
    (base, tokio::spawn(server.serve(router)))
}

#[tokio::test]
async fn the_blocking_and_the_asynchronous_ones_understand_each_other() {
    let (base, _running) = serve(Router::new().get("/x", || "asynchronous")).await;
    let mut blocking = coapt::Server::bind("127.0.0.1:0").unwrap();
    blocking.get("x", |_| "blocking");
    let other = format!("coap://{}/x", blocking.local_addr());
    let handle = blocking.handle();
    let thread = std::thread::spawn(move || blocking.run());

    let uri = format!("{base}/x");
    let asked = tokio::task::spawn_blocking(move || coapt::Client::new()?.get(&uri));
    assert_eq!(asked.await.unwrap().unwrap().payload(), b"asynchronous");
    assert_eq!(Client::new().unwrap().get(&other).await.unwrap().payload(), b"blocking");

    handle.stop();
    thread.join().unwrap().unwrap();
}

// rfc: M-7252-8.2-01, M-7252-11.3-03
#[tokio::test]
async fn a_server_in_a_group_answers_what_is_for_groups() {
    let mut config = Config::default();
    config.transmission.default_leisure = Duration::ZERO;
    let builder = coapt::Server::builder().bind(([0, 0, 0, 0], 0).into()).config(config);
    let server = builder.join("224.0.1.187%lo".parse().unwrap()).build_async().unwrap();
    assert_eq!(server.joined()[0].interfaces, ["lo"]);
    let port = server.local_addr().port();
    let lamp = Resource::new().get(|| "off").for_groups();
    let router = Router::new().get("/secret", || "gold").route("/lamp", lamp);
    let running = tokio::spawn(server.serve(router));
    let client = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();

    // A non-confirmable GET each, of "secret" and of "lamp".
    for (id, path) in [(1, "secret"), (2, "lamp")] {
        let mut datagram = vec![0x51, 1, 0, id, id, 0xb0 + u8::try_from(path.len()).unwrap()];
        datagram.extend(path.as_bytes());
        if let Err(error) = client.send_to(&datagram, ("224.0.1.187", port)).await {
            return eprintln!("skipped: the loopback interface carries no groups: {error}");
        }
    }

    let mut buffer = [0; 100];
    let (length, from) = client.recv_from(&mut buffer).await.unwrap();
    assert_eq!(from, ([127, 0, 0, 1], port).into());
    assert_eq!((buffer[4], &buffer[length - 3..length]), (2, &b"off"[..]));
    running.abort();
}

#[tokio::test]
async fn nobody_listening_is_told_at_once() {
    let (base, running) = serve(Router::new()).await;
    running.abort();
    running.await.unwrap_err();

    let failed = Client::new().unwrap().get(&format!("{base}/x")).await.unwrap_err();

    assert!(matches!(failed, Error::Refused), "{failed:?}");
}

/// RFC 7959 §2.4: early negotiation.
#[tokio::test]
async fn a_client_with_a_block_size_asks_for_it_from_the_start() {
    let asked = |request: Incoming| async move {
        request.block2().map_or(0, coapt::Block::size).to_string()
    };
    let (base, _running) = serve(Router::new().get("/asked", asked)).await;
    let uri = format!("{base}/asked");
    let plain = Client::new().unwrap();
    let small = Client::builder().block_size(64).build_async().unwrap();

    let own = small.send(Request::get(&uri).block_size(32)).await.unwrap();
    let observed = small.observe(Request::get(&uri)).await.unwrap();
    let download = small.download(Request::get(&uri)).await.unwrap();

    assert_eq!(plain.get(&uri).await.unwrap().payload(), b"0");
    assert_eq!(small.get(&uri).await.unwrap().payload(), b"64");
    assert_eq!(own.payload(), b"32", "what the request says goes before");
    assert_eq!(observed.first().payload(), b"64");
    assert_eq!(download.reply().payload(), b"64");
}

#[tokio::test]
async fn an_upload_has_the_block_size_of_its_client() {
    let count = |mut body: Body| async move {
        tokio::io::copy(&mut body, &mut tokio::io::sink()).await.unwrap().to_string()
    };
    let router = Router::new().route("/taken", put(count).streamed());
    let (base, _running) = serve(router).await;
    let small = Client::builder().block_size(32).build_async().unwrap();

    let mut upload = small.upload(Request::put(format!("{base}/taken")), None).unwrap();
    upload.write_all(&[0; 100]).await.unwrap();

    assert_eq!(upload.position(), 96, "three blocks; the fourth is not full");
    assert_eq!(upload.finish().await.unwrap().payload(), b"100");
}

/// RFC 7641 §4.5: the server may choose for each notification.
#[tokio::test]
async fn notifications_are_sent_as_the_reply_the_resource_or_the_server_says() {
    let builder = coapt::Server::builder().bind(([127, 0, 0, 1], 0).into());
    let server = builder.notifications(Reliability::NonConfirmable).build_async().unwrap();
    let (address, handle) = (server.local_addr(), server.handle());
    let later = |text: &'static str| async move {
        tokio::task::yield_now().await;
        text
    };
    let router = Router::new()
        .route("/s", get(move || later("server")).observable())
        .route("/r", get(|| "resource").observable().notifications(Reliability::Confirmable))
        .route("/y", get(|| ServerReply::text("reply").confirmable()).observable());
    let _running = tokio::spawn(server.serve(router));

    let expected = [
        (b's', MessageType::NonConfirmable),
        (b'r', MessageType::Confirmable),
        (b'y', MessageType::Confirmable),
    ];
    for (path, kind) in expected {
        let observer = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
        observer.connect(address).await.unwrap();
        let mut datagram = [0; 1500];
        observer.send(&[0x40, 1, 0, 1, 0x60, 0x51, path]).await.unwrap();
        observer.recv(&mut datagram).await.unwrap();

        handle.notify(std::str::from_utf8(&[path]).unwrap());
        let len = observer.recv(&mut datagram).await.unwrap();

        let told = Message::parse(&datagram[..len]).unwrap();
        assert_eq!(told.message_type, kind, "{}", char::from(path));
    }
}

#[tokio::test]
async fn a_stopped_server_ends_well() {
    let server = Server::bind("127.0.0.1:0").await.unwrap();
    let handle = server.handle();
    let running = tokio::spawn(server.serve(Router::new()));

    handle.stop();

    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error() {
    let server = Server::bind("127.0.0.1:0").await.unwrap();

    let failed = Server::bind(server.local_addr()).await.unwrap_err();

    assert!(failed.to_string().contains("in use"), "{failed}");
}

#[tokio::test]
async fn a_client_goes_on_in_another_runtime() {
    let (base, _running) = serve(Router::new().get("/x", || "here")).await;
    let (client, uri) = (Client::new().unwrap(), format!("{base}/x"));
    let (first, at) = (client.clone(), uri.clone());
    let elsewhere = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(first.get(&at)).unwrap();
    });
    tokio::task::spawn_blocking(|| elsewhere.join().unwrap()).await.unwrap();

    assert_eq!(client.get(&uri).await.unwrap().payload(), b"here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn threads_share_a_client() {
    let celsius = Observable::new(0);
    let router = Router::new().get("/x", || "x").route("/t", Resource::of(&celsius));
    let (base, _running) = serve(router).await;
    let mut config = Config::default();
    config.transmission.nstart = 16;
    let client = Client::builder().config(config).build_async().unwrap();
    let mut observation = client.observe(Request::get(format!("{base}/t"))).await.unwrap();

    let mut all = JoinSet::new();
    for number in 1..=500 {
        let (client, uri, celsius) = (client.clone(), format!("{base}/x"), celsius.clone());
        all.spawn(async move {
            celsius.set(number);
            client.get(&uri).await.unwrap().payload() == b"x"
        });
    }

    assert!(all.join_all().await.into_iter().all(|is_right| is_right));
    celsius.set(1000);
    while observation.next().await.unwrap().reply().payload() != b"1000" {}
}

/// Each exchange is with a server address of its own, and all are open at once.
#[tokio::test]
async fn a_hundred_thousand_exchanges_are_open_at_once() {
    const COUNT: usize = 100_000;
    // What no socket is too small for.
    const FEW: usize = 250;
    let mut config = Config::default();
    config.limits.exchanges = COUNT;
    config.limits.requests = COUNT;
    config.limits.peers = COUNT;
    let together = Arc::new(tokio::sync::Semaphore::new(0));
    let (arrived, release) = (Arc::new(tokio::sync::Semaphore::new(0)), Arc::clone(&together));
    let counted = Arc::clone(&arrived);
    let router = Router::new().get("/meet", move || {
        let (together, counted) = (Arc::clone(&together), Arc::clone(&counted));
        async move {
            counted.add_permits(1);
            together.acquire().await.unwrap().forget();
            "met"
        }
    });
    let everywhere = ([0, 0, 0, 0], 0).into();
    let server = coapt::Server::builder().bind(everywhere).config(config.clone());
    let server = server.build_async().unwrap();
    let port = server.local_addr().port();
    let running = tokio::spawn(server.serve(router));
    let client = Client::builder().config(config).timeout(Duration::from_secs(300));
    let client = client.build_async().unwrap();

    let mut all = JoinSet::new();
    for number in 0..COUNT {
        let [_, a, b, c] = u32::try_from(number + 256).unwrap().to_be_bytes();
        let (client, uri) = (client.clone(), format!("coap://127.{a}.{b}.{c}:{port}/meet"));
        all.spawn(async move { client.get(&uri).await.unwrap().payload() == b"met" });
        // The server takes what it was sent before its socket is full.
        while arrived.available_permits() + FEW < number {
            tokio::task::yield_now().await;
        }
    }
    arrived.acquire_many(u32::try_from(COUNT).unwrap()).await.unwrap().forget();
    assert_eq!(client.counters().exchanges, COUNT);
    for _ in 0..COUNT / FEW {
        release.add_permits(FEW);
        for _ in 0..FEW {
            assert!(all.join_next().await.unwrap().unwrap());
        }
    }
    running.abort();
}
