//! What the asynchronous client keeps, in virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coapt::aio::Router;
use coapt::testing::{Conditions, Network};
use coapt::wire::Token;
use coapt::{Config, Error, Request};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_too_long_is_cancelled() {
    let network = Network::new();
    let server = network.serve(Router::new().get("/never", std::future::pending::<String>));
    let client = network.client();

    let request = Request::get(server.uri("/never")).timeout(Duration::from_secs(3));
    let failed = client.send(request).await.unwrap_err();

    assert!(matches!(failed, Error::TimedOut { after } if after.as_secs() == 3), "{failed:?}");
    assert_eq!(client.counters().exchanges, 0);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_not_there_is_a_time_out_after_all_retransmissions() {
    let network = Network::new();
    let server = network.serve(Router::new());
    let uri = server.uri("/");
    drop(server);
    let client = network.client();

    let request = Request::get(uri).timeout(Duration::from_secs(200));
    let begun = tokio::time::Instant::now();
    let failed = client.send(request).await.unwrap_err();

    assert!(matches!(failed, Error::TimedOut { .. }), "{failed:?}");
    assert!((45..=93).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert_eq!(client.counters().retransmitted, 4);
}

#[tokio::test(start_paused = true)]
async fn loss_and_repetition_do_not_show() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let router =
        Router::new().post("/count", move || counted.fetch_add(1, Ordering::Relaxed).to_string());
    let network = Network::with_seed(7);
    let delay = Duration::from_millis(5)..Duration::from_secs(1);
    network.set_conditions(Conditions { loss: 0.2, duplicate: 0.2, delay });
    let server = network.serve(router);
    let client = network.client();

    for number in 0..30 {
        let request = Request::post(server.uri("/count")).timeout(Duration::from_secs(100));
        assert_eq!(client.send(request).await.unwrap().text().unwrap(), number.to_string());
    }

    assert_eq!(calls.load(Ordering::Relaxed), 30, "each was executed once");
    assert!(client.counters().retransmitted > 0);
}

async fn meet(together: Arc<Barrier>) -> &'static str {
    together.wait().await;
    "met"
}

#[tokio::test(start_paused = true)]
async fn requests_to_many_servers_are_under_way_at_once() {
    let together = Arc::new(Barrier::new(50));
    let network = Network::new();
    let servers: Vec<_> = (0..50)
        .map(|_| {
            let together = Arc::clone(&together);
            network.serve(Router::new().get("/meet", move || meet(Arc::clone(&together))))
        })
        .collect();
    let client = network.client();

    let mut all = JoinSet::new();
    for server in &servers {
        let (client, uri) = (client.clone(), server.uri("/meet"));
        all.spawn(async move { client.get(&uri).await.unwrap() });
    }

    let replies = all.join_all().await;
    assert!(replies.iter().all(|reply| reply.payload() == b"met"));
    assert_eq!(replies.len(), 50);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_requests_cancelled_at_any_moment_leave_nothing() {
    let network = Network::with_seed(3);
    let delay = Duration::from_millis(1)..Duration::from_millis(900);
    network.set_conditions(Conditions { loss: 0.1, duplicate: 0.1, delay });
    let router = Router::new().get("/slow", || async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        vec![7; 3000]
    });
    let mut config = Config::default();
    config.transmission.nstart = 50;
    let server = network.serve(router);
    let client = network.client_with(config);

    let mut all = JoinSet::new();
    for number in 0..1000_u64 {
        let (client, uri) = (client.clone(), server.uri("/slow"));
        all.spawn(async move {
            let patience = Duration::from_millis(number * 7919 % 20_000);
            tokio::time::timeout(patience, client.get(&uri)).await.is_ok()
        });
    }
    let answered = all.join_all().await.into_iter().filter(|is_answered| *is_answered).count();

    assert!(answered < 1000);
    assert_eq!(client.counters().exchanges, 0);
    tokio::time::sleep(Duration::from_secs(300)).await;
    let (ours, theirs) = (client.counters(), server.handle().counters());
    assert_eq!((ours.exchanges, ours.body_bytes), (0, 0), "{ours:?}");
    assert_eq!((theirs.open_requests, theirs.body_bytes), (0, 0), "{theirs:?}");
}

/// RFC 7252 §5.3.1: one request at a time to a server may have the empty token.
#[tokio::test(start_paused = true)]
async fn a_second_open_request_with_the_token_of_another_is_refused() {
    let network = Network::new();
    let slow = || async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        "x"
    };
    let [one, other] = [(); 2].map(|()| network.serve(Router::new().get("/slow", slow)));
    let mut config = Config::default();
    config.transmission.nstart = 3;
    let client = network.client_with(config);
    let ask = |uri| client.send(Request::get(uri).token(Token::EMPTY));

    let (first, second, elsewhere, random) = tokio::join!(
        ask(one.uri("/slow")),
        ask(one.uri("/slow")),
        ask(other.uri("/slow")),
        client.send(Request::get(one.uri("/slow"))),
    );
    let later = ask(one.uri("/slow")).await;

    let said = second.unwrap_err().to_string();
    assert!(said.contains("the empty token is in use with this peer"), "{said}");
    for answered in [first, elsewhere, random, later] {
        assert_eq!(answered.unwrap().payload(), b"x");
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_is_an_error_at_the_call() {
    let client = Network::new().client();

    let said = |request| async { client.send(request).await.unwrap_err().to_string() };

    assert!(said(Request::get("http://host/")).await.contains("\"http\""));
    assert!(said(Request::get("coaps://10.0.0.1/")).await.contains("coaps:// is not supported"));
    assert!(said(Request::get("coap://224.0.1.187/")).await.contains("multicast"));
    let size = said(Request::get("coap://10.0.0.1/").block_size(100)).await;
    assert!(size.contains("100") && size.contains("1024"), "{size}");
}

#[tokio::test(start_paused = true)]
async fn a_ping_is_answered_or_not() {
    let network = Network::new();
    let server = network.serve(Router::new());
    let client = network.client();
    let limit = Duration::from_secs(5);

    let taken = client.ping(&server.uri("/"), limit).await.unwrap();
    let uri = server.uri("/");
    drop(server);
    let failed = client.ping(&uri, limit).await.unwrap_err();

    assert!(taken < Duration::from_millis(10), "{taken:?}");
    assert!(matches!(failed, Error::TimedOut { .. }), "{failed:?}");
}
