//! Several workers at one port: what a client must not notice, and what it may.

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use coapt::proto::GroupRequests;
use coapt::{
    Client, Code, Config, Error, Handle, Incoming, Observable, Observation, OptionNumber, Outcome,
    Peer, Request, Resource, Server, ServerBuilder, ServerReply, Tap, Workers,
};

use crate::support::PATIENCE;

/// How many addresses are tried; all of them meet the same of two workers once in 2^99 times.
const ADDRESSES: u8 = 100;

#[test]
fn peers_are_spread_over_the_workers_and_keep_to_theirs() {
    let served = Served::with(loopback(), 4, |_| {});
    let mut clients: Vec<_> = (1..=ADDRESSES).map(client).collect();

    let mut first: Vec<_> = clients.iter_mut().map(|client| served.who(client)).collect();
    let again: Vec<_> = clients.iter_mut().map(|client| served.who(client)).collect();

    assert_eq!(first, again);
    first.sort_unstable();
    first.dedup();
    assert!(first.len() > 1, "{first:?}");
}

#[test]
fn a_change_through_one_worker_reaches_the_observers_of_all() {
    let state = Arc::new(Mutex::new(String::from("old")));
    let celsius = Observable::new(20);
    let served = Served::with(loopback(), 3, |server| {
        server.route("state", shared(&state, server.handle()));
        server.route("celsius", Resource::of(&celsius));
    });
    let mut clients: Vec<_> = served.client_of_each().into_values().collect();
    let mut writer = clients.pop().unwrap();
    let mut readers: Vec<_> = served.client_of_each().into_values().collect();
    let mut states = observe(&mut clients, &served.uri("state"));
    let mut numbers = observe(&mut readers, &served.uri("celsius"));

    writer.send(Request::put(served.uri("state")).payload("new")).unwrap();
    celsius.set(21);

    assert_eq!(news(&mut states), ["new", "new"]);
    assert_eq!(news(&mut numbers), ["21", "21", "21"]);
    celsius.close();
    assert!(numbers.iter_mut().all(|one| one.next(Some(PATIENCE)).unwrap().unwrap().is_last()));
}

#[test]
fn every_worker_has_the_same_resources() {
    let served = Served::with(loopback(), 3, |server| {
        server.get("a", |_| "a");
        server.route("b", Resource::new().title("the second").put(|_: &Incoming| Code::CHANGED));
    });

    let mut found: Vec<_> = served
        .client_of_each()
        .into_values()
        .map(|mut client| {
            let links = client.get(&served.uri(".well-known/core")).unwrap();
            let none = client.get(&served.uri("none")).unwrap().code();
            let method = client.get(&served.uri("b")).unwrap().code();
            (links.text().unwrap().to_owned(), none, method)
        })
        .collect();
    found.dedup();

    let links = String::from("</a>,</b>;title=\"the second\",</who>");
    assert_eq!(found, [(links, Code::NOT_FOUND, Code::METHOD_NOT_ALLOWED)]);
}

// rfc: M-7252-5.10.8-01
#[test]
fn of_many_who_make_a_resource_at_once_one_wins() {
    for _ in 0..8 {
        let state = Arc::new(Mutex::new(String::new()));
        let served = Served::with(loopback(), 4, |server| {
            server.route("state", shared(&state, server.handle()).validated());
        });

        let codes: Vec<_> = thread::scope(|scope| {
            let put = |last: u8| {
                let request = Request::put(served.uri("state")).payload(last.to_string());
                client(last).send(request.option(OptionNumber::IF_NONE_MATCH, b"")).unwrap().code()
            };
            let tries = (1..=24).map(|last| scope.spawn(move || put(last)));
            let tries: Vec<_> = tries.collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });

        let count = |code| codes.iter().filter(|&&it| it == code).count();
        assert_eq!((count(Code::CHANGED), count(Code::PRECONDITION_FAILED)), (1, 23), "{codes:?}");
    }
}

#[test]
fn a_request_to_a_group_is_answered_once() {
    let builder = Server::builder().bind(([0, 0, 0, 0], 0).into());
    // What is sent to everybody reaches all workers' sockets; only the one that is in a group takes it.
    let builder = builder.join("224.0.1.187%lo".parse().unwrap());
    let mut config = Config::default();
    config.transmission.default_leisure = Duration::ZERO;
    config.group_requests = GroupRequests::all();
    let asked = Arc::new(Mutex::new(0));
    let served = Served::with(builder.config(config), 3, |server| {
        let asked = Arc::clone(&asked);
        server.get("group", move |_| *asked.lock().unwrap() += 1);
    });
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_broadcast(true).unwrap();

    let group = ([127, 255, 255, 255], served.address.port());
    socket.send_to(b"\x50\x01\x12\x34\xb5group", SocketAddr::from(group)).unwrap();
    // Whoever answers this has taken what came before it.
    assert_eq!(served.client_of_each().len(), 3);

    assert_eq!(*asked.lock().unwrap(), 1);
}

#[test]
fn all_addresses_are_shared_and_the_counters_add_up() {
    let mut workers = loopback()
        .bind(([127, 0, 0, 2], 0).into())
        .build_workers(2, |server| {
            server.get("hello", |_| "hello");
        })
        .unwrap();
    let (addresses, handle) = (workers.local_addrs(), workers.handle());

    thread::scope(|scope| {
        let running = scope.spawn(|| workers.run());
        for (last, address) in (1..=ADDRESSES).zip(addresses.iter().cycle()) {
            let reply = client(last).get(&format!("coap://{address}/hello")).unwrap();
            assert_eq!(reply.payload(), b"hello");
        }
        handle.stop();
        running.join().unwrap().unwrap();
    });

    assert_eq!(addresses.len(), 2);
    assert_eq!(workers.counters().requests, u64::from(ADDRESSES));
    assert_eq!(handle.counters(), workers.counters());
}

#[test]
fn a_worker_that_panics_ends_all() {
    struct Panic;
    impl Tap for Panic {
        fn received(&mut self, _: &Peer, _: &[u8]) {
            panic!("on purpose");
        }

        fn sent(&mut self, _: &Peer, _: &[u8]) {}
    }
    for last in 1..=8_u8 {
        let mut workers = loopback().tap(Box::new(Panic)).build_workers(3, |_| {}).unwrap();
        let address = workers.local_addr();
        let running = thread::spawn(move || workers.run());

        let peer = UdpSocket::bind(SocketAddr::from(([127, 0, 0, last], 0))).unwrap();
        peer.send_to(b"x", address).unwrap();

        assert!(running.join().is_err());
    }
}

#[test]
fn what_cannot_be_shared_is_refused() {
    let count = |count| loopback().build_workers(count, |_| {}).map(|_| ());
    let taken = loopback().build_workers(2, |_| {}).unwrap();
    let again = || Server::builder().bind(taken.local_addr());

    for asked in [0, Workers::MAX + 1, usize::MAX] {
        let error = count(asked).unwrap_err();
        assert!(matches!(error, Error::Workers { max: Workers::MAX, .. }));
        assert_eq!(
            error.to_string(),
            format!("{asked} workers were asked for; a server has 1 to 256")
        );
    }
    let address = taken.local_addr().to_string();
    assert!(again().build().unwrap_err().to_string().contains(&address));
    assert!(again().build_workers(2, |_| {}).unwrap_err().to_string().contains(&address));
}

/// Workers that run while a test does, each of which tells at `/who` which it is.
struct Served {
    address: SocketAddr,
    count: usize,
    handle: Handle,
    thread: Option<thread::JoinHandle<Result<(), Error>>>,
}

impl Served {
    fn with(builder: ServerBuilder, count: usize, mut set_up: impl FnMut(&mut Server)) -> Self {
        let mut numbers = 0..count;
        let mut workers = builder
            .build_workers(count, |server| {
                let number = numbers.next().unwrap();
                server.get("who", move |_| number.to_string());
                set_up(server);
            })
            .unwrap();
        let (port, handle) = (workers.local_addr().port(), workers.handle());
        let address = ([127, 0, 0, 1], port).into();
        let thread = Some(thread::spawn(move || workers.run()));
        Self { address, count, handle, thread }
    }

    fn uri(&self, path: &str) -> String {
        format!("coap://{}/{path}", self.address)
    }

    fn who(&self, client: &mut Client) -> String {
        client.get(&self.uri("who")).unwrap().text().unwrap().to_owned()
    }

    /// Finds a client for each worker.
    fn client_of_each(&self) -> BTreeMap<String, Client> {
        let mut clients = BTreeMap::new();
        for last in 1..=ADDRESSES {
            let mut client = client(last);
            clients.insert(self.who(&mut client), client);
        }
        assert_eq!(clients.len(), self.count);
        clients
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.handle.stop();
        let ended = self.thread.take().unwrap().join();
        if !thread::panicking() {
            ended.unwrap().unwrap();
        }
    }
}

/// Observes a resource by each of the clients.
fn observe<'c>(clients: &'c mut [Client], uri: &str) -> Vec<Observation<'c>> {
    clients.iter_mut().map(|client| client.observe(Request::get(uri)).unwrap()).collect()
}

/// Waits for what each observation is told next.
fn news(observations: &mut [Observation<'_>]) -> Vec<String> {
    let next = |one: &mut Observation<'_>| one.next(Some(PATIENCE)).unwrap().unwrap();
    observations.iter_mut().map(|one| next(one).reply().text().unwrap().to_owned()).collect()
}

fn loopback() -> ServerBuilder {
    Server::builder().bind(([127, 0, 0, 1], 0).into())
}

/// Makes a client at 127.0.0.`last`.
fn client(last: u8) -> Client {
    Client::builder().local(([127, 0, 0, last], 0).into()).timeout(PATIENCE).build().unwrap()
}

/// Makes a resource of a text that all workers know; the empty text is none.
fn shared(state: &Arc<Mutex<String>>, handle: Handle) -> Resource {
    let (read, written) = (Arc::clone(state), Arc::clone(state));
    let get = move |_: &Incoming| -> Outcome {
        let text = read.lock().unwrap().clone();
        // Others get a chance to change it before this worker goes on.
        (0..100).for_each(|_| thread::yield_now());
        if text.is_empty() { Code::NOT_FOUND.into() } else { ServerReply::text(text).into() }
    };
    let put = move |request: &Incoming| {
        request.text().unwrap_or_default().clone_into(&mut written.lock().unwrap());
        handle.notify("state");
        ServerReply::changed()
    };
    Resource::new().observable().get(get).put(put)
}
