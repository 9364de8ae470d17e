//! Observations and what they survive, in virtual time.

use std::time::Duration;

use coapt::aio::{Client, Observation, Resource, Router, Update, get};
use coapt::proto::Role;
use coapt::testing::{Conditions, Network};
use coapt::{Code, Config, Error, Observable, Request, ServerReply};

async fn observe(client: &Client, uri: String) -> Observation {
    client.observe(Request::get(uri)).await.unwrap()
}

async fn next(observation: &mut Observation) -> String {
    let state = observation.next().await.expect("another state");
    state.reply().text().unwrap().to_owned()
}

/// Lets what is under way arrive.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

fn lost_network() -> Conditions {
    Conditions { loss: 1.0, ..Conditions::default() }
}

#[tokio::test(start_paused = true)]
async fn each_change_is_told_and_then_the_end() {
    let network = Network::new();
    let celsius = Observable::new(20.5);
    let server = network.serve(Router::new().route("/t", Resource::of(&celsius)));
    let client = network.client();
    let mut observation = observe(&client, server.uri("/t")).await;

    celsius.set(21.0);
    assert_eq!(next(&mut observation).await, "21");
    celsius.set(21.0);
    celsius.update(|value| *value += 1.0);
    assert_eq!(next(&mut observation).await, "22");
    celsius.close();
    let last = observation.next().await.unwrap();

    assert_eq!(observation.first().payload(), b"20.5");
    assert_eq!((last.reply().code(), last.is_last()), (Code::NOT_FOUND, true));
    assert!(observation.is_over() && observation.next().await.is_none());
    assert_eq!(client.get(&server.uri("/t")).await.unwrap().code(), Code::NOT_FOUND);
    assert_eq!(server.handle().counters().observers, 0);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_observed_is_answered_once() {
    let network = Network::new();
    let server = network.serve(Router::new().get("/x", || "once"));

    let mut observation = observe(&network.client(), server.uri("/x")).await;

    assert_eq!(observation.first().payload(), b"once");
    assert!(observation.is_over() && observation.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn cancelling_takes_the_observer_off_the_list() {
    let network = Network::new();
    let celsius = Observable::new(1);
    let server = network.serve(Router::new().route("/t", Resource::of(&celsius)));
    let client = network.client();

    let observation = observe(&client, server.uri("/t")).await;
    assert_eq!(server.handle().counters().observers, 1);
    observation.cancel().await.unwrap();
    settle().await;

    assert_eq!(server.handle().counters().observers, 0);
    assert_eq!(client.counters().exchanges, 0);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_observation_is_ended_by_a_reset() {
    let network = Network::new();
    let celsius = Observable::new(1);
    let server = network.serve(Router::new().route("/t", Resource::of(&celsius)));
    let client = network.client();

    drop(observe(&client, server.uri("/t")).await);
    settle().await;
    assert_eq!(client.counters().exchanges, 0);
    celsius.set(2);
    settle().await;

    assert_eq!(server.handle().counters().observers, 0);
}

#[tokio::test(start_paused = true)]
async fn a_restarted_server_is_asked_anew_when_the_state_runs_out() {
    let network = Network::new();
    let state = |text: &'static str| {
        let reply = move || ServerReply::text(text).max_age(Duration::from_secs(30));
        Router::new().route("/t", get(reply).observable())
    };
    let server = network.serve(state("before"));
    let client = network.client();
    let mut observation = observe(&client, server.uri("/t")).await;

    let server = network.serve_again(server, state("after"));
    let begun = tokio::time::Instant::now();
    assert_eq!(next(&mut observation).await, "after");

    assert!((30..60).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert_eq!(server.handle().counters().observers, 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_answer_is_told_and_asked_again() {
    let network = Network::new();
    let celsius = Observable::new(1);
    let server = network.serve(Router::new().route("/t", Resource::of(&celsius)));
    let client = network.client();
    let mut observation = observe(&client, server.uri("/t")).await;

    network.set_conditions(lost_network());
    let stale = observation.next_update().await.unwrap();
    network.set_conditions(Conditions::default());
    celsius.set(2);
    let news = observation.next().await.unwrap();

    assert!(matches!(stale, Update::Stale(Error::TimedOut { .. })), "{stale:?}");
    assert_eq!(news.reply().payload(), b"2");
}

#[tokio::test(start_paused = true)]
async fn slow_programs_get_the_latest_states_and_the_number_they_missed() {
    let network = Network::new();
    let number = Observable::new(0);
    let server = network.serve(Router::new().route("/n", Resource::of(&number)));
    let mut observation = observe(&network.client(), server.uri("/n")).await;

    for value in 1..=200 {
        number.set(value);
        tokio::time::sleep(Duration::from_secs(10)).await;
    }

    let (mut seen, mut missed) = (Vec::new(), 0);
    while seen.last() != Some(&200) {
        let state = observation.next().await.unwrap();
        missed += state.missed();
        seen.push(state.reply().text().unwrap().parse::<u64>().unwrap());
    }
    assert!(seen.is_sorted() && seen.len() < 100, "{seen:?}");
    assert_eq!(seen.len() as u64 + missed, 200);
}

#[tokio::test(start_paused = true)]
async fn the_conditions_of_a_resource_hold() {
    let network = Network::new();
    let celsius = Observable::new(20.0);
    let resource = Resource::of(&celsius).pmin(Duration::from_secs(10)).st(1.0);
    let server = network.serve(Router::new().route("/t", resource.pmax(Duration::from_secs(50))));
    let mut observation = observe(&network.client(), server.uri("/t")).await;
    let begun = tokio::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(20)).await;

    celsius.set(20.5); // too small a step
    settle().await;
    celsius.set(21.0);
    assert_eq!(next(&mut observation).await, "21");
    celsius.set(23.0);
    celsius.set(25.0); // both too early
    assert_eq!(next(&mut observation).await, "25");
    assert_eq!(begun.elapsed().as_secs(), 30);
    assert_eq!(next(&mut observation).await, "25", "the longest time without news is over");
    assert_eq!(begun.elapsed().as_secs(), 80);
}

#[tokio::test(start_paused = true)]
async fn a_client_sets_conditions_of_its_own() {
    let network = Network::new();
    let celsius = Observable::new(20.0);
    let server = network.serve(Router::new().route("/t", Resource::of(&celsius)));
    let client = network.client();
    let mut warm = observe(&client, server.uri("/t?c.gt=25")).await;
    let mut all = observe(&client, server.uri("/t")).await;
    let wrong = observe(&client, server.uri("/t?c.st=big")).await;

    for value in [24.0, 25.5, 27.0, 20.0, 26.0] {
        celsius.set(value);
        settle().await;
    }

    assert_eq!([next(&mut warm).await, next(&mut warm).await], ["25.5", "26"]);
    assert_eq!(next(&mut all).await, "24");
    assert_eq!(wrong.first().code(), Code::BAD_REQUEST);
    assert_eq!(wrong.first().text().unwrap(), "c.st is a number, not \"big\"");
}

#[tokio::test(start_paused = true)]
async fn a_server_with_another_address_is_found() {
    let network = Network::new();
    let state = |text: &'static str| Router::new().route("/t", get(move || text).observable());
    let old = network.serve(state("old"));
    network.set_name("house", &old);
    let client = network.client();
    let mut observation = observe(&client, String::from("coap://house/t")).await;

    drop(old);
    let new = network.serve(state("new"));
    network.set_name("house", &new);
    let updates = [
        observation.next_update().await.unwrap(),
        observation.next_update().await.unwrap(),
        observation.next_update().await.unwrap(),
    ];

    let [silence, Update::Moved { to }, Update::State(news)] = &updates else {
        panic!("{updates:?}");
    };
    assert!(matches!(silence, Update::Stale(Error::TimedOut { .. })), "{silence:?}");
    assert_eq!(*to, new.address());
    assert!(news.is_recovered() && news.reply().payload() == b"new", "{news:?}");
}

#[tokio::test(start_paused = true)]
async fn a_reset_loses_the_observation_and_it_is_begun_again() {
    let network = Network::new();
    let state = |text: &'static str| Router::new().route("/t", get(move || text).observable());
    let old = network.serve(state("old"));
    // A host that serves nothing rejects what it is asked.
    let mut config = Config::default();
    config.role = Role::Client;
    let mute = network.serve_with(Router::new(), config);
    let new = network.serve(state("new"));
    network.set_name("house", &old);
    let mut observation = observe(&network.client(), String::from("coap://house/t")).await;

    drop(old);
    network.set_name("house", &mute);
    let silence = observation.next_update().await.unwrap();
    let lost = observation.next_update().await.unwrap();
    network.set_name("house", &new);
    let news = observation.next().await.unwrap();

    assert!(matches!(silence, Update::Stale(Error::TimedOut { .. })), "{silence:?}");
    assert!(matches!(lost, Update::Lost { error: Error::Reset, .. }), "{lost:?}");
    assert!(news.is_recovered() && news.reply().payload() == b"new", "{news:?}");
}
