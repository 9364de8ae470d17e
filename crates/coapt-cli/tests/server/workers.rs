//! `coapt serve --workers`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::thread;

use coapt::wire::{Code, OptionNumber};
use coapt::{Client, Reply, Request};

use crate::support::{PATIENCE, Served, names, run};

/// How many addresses ask; all of them meet the same of two workers once in 2^63 times.
const ADDRESSES: u8 = 64;

#[test]
fn clients_at_many_addresses_are_served_by_all_workers() {
    let served = Served::new(["--workers", "2"], |_| {});
    let ask = |last| {
        let reply = client(last).get(&served.uri("hello.txt")).unwrap();
        assert_eq!(reply.payload(), b"hello\n");
        assert_eq!(client(last).get(&served.uri("none")).unwrap().code(), Code::NOT_FOUND);
    };

    (1..=ADDRESSES).for_each(ask);
    let before = switches(served.running.id());
    (1..=ADDRESSES).for_each(ask);
    let after = switches(served.running.id());

    assert_eq!(after.keys().collect::<Vec<_>>(), ["coapt", "worker-1"]);
    for (name, count) in after {
        assert!(count > before[&name] + 1, "{name} did nothing");
    }
}

#[test]
fn a_put_notifies_the_observers_of_all_workers() {
    let served = Served::new(["--workers", "2", "--write"], |_| {});
    let mut clients: Vec<_> = (1..=ADDRESSES).map(client).collect();
    let (writer, readers) = clients.split_first_mut().unwrap();
    let observe = |client| Client::observe(client, Request::get(served.uri("hello.txt"))).unwrap();
    let mut observations: Vec<_> = readers.iter_mut().map(observe).collect();

    writer.send(Request::put(served.uri("hello.txt")).payload("changed")).unwrap();

    for observation in &mut observations {
        let news = observation.next(Some(PATIENCE)).unwrap().unwrap();
        assert_eq!(news.reply().payload(), b"changed");
    }
}

#[test]
fn of_many_conditional_writes_at_once_one_wins() {
    let served = Served::new(["--workers", "4", "--write"], |_| {});
    let made = |last: u8| {
        let put = Request::put(served.uri("new.txt")).payload(format!("from {last}"));
        client(last).send(put.option(OptionNumber::IF_NONE_MATCH, b"")).unwrap()
    };
    let changed = |last: u8, etag: &[u8]| {
        let put = Request::put(served.uri("hello.txt")).payload(format!("from {last}"));
        client(last).send(put.option(OptionNumber::IF_MATCH, etag)).unwrap()
    };

    let winner = the_one(Code::CREATED, &race(made));
    assert_eq!(fs::read_to_string(served.disk("new.txt")).unwrap(), format!("from {winner}"));
    for _ in 0..10 {
        fs::write(served.disk("hello.txt"), "from nobody").unwrap();
        let state = client(1).get(&served.uri("hello.txt")).unwrap();
        let etag = state.options().opaque(OptionNumber::ETAG).unwrap();
        let winner = the_one(Code::CHANGED, &race(|last| changed(last, etag)));
        assert_eq!(fs::read_to_string(served.disk("hello.txt")).unwrap(), format!("from {winner}"));
    }

    assert_eq!(names(served.folder.path()), ["hello.txt", "new.txt"]);
}

#[test]
fn a_signal_ends_all_workers() {
    for signal in ["INT", "TERM"] {
        let served = Served::new(["--workers", "3"], |_| {});

        served.running.signal(signal);

        assert_eq!(served.running.end(), (Some(0), String::new()), "{signal}");
    }
}

#[test]
fn what_is_no_number_of_workers_is_refused() {
    for wrong in ["0", "257", "many"] {
        let ended = run(["serve", ".", "--workers", wrong]);
        ended.failed(2, "a number of workers looks like 4, at most 256, or auto");
    }
    let served = Served::new(["--workers", "2"], |_| {});
    let taken = served.base.strip_prefix("coap://").unwrap();
    run(["serve", ".", "--workers", "2", "--bind", taken]).failed(1, taken);
    run(["ping", &Served::new(["--workers", "auto"], |_| {}).base]).succeeded();
}

/// Has clients at many addresses do the same at once.
fn race(act: impl Fn(u8) -> Reply + Sync) -> Vec<Reply> {
    let act = &act;
    thread::scope(|scope| {
        let all: Vec<_> = (1..=ADDRESSES).map(|last| scope.spawn(move || act(last))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// Finds the only one whose reply has this code; all others were refused.
#[track_caller]
fn the_one(code: Code, replies: &[Reply]) -> usize {
    let codes: Vec<_> = replies.iter().map(Reply::code).collect();
    let count = |code| codes.iter().filter(|&&it| it == code).count();
    assert_eq!((count(code), count(Code::PRECONDITION_FAILED)), (1, codes.len() - 1), "{codes:?}");
    codes.iter().position(|&it| it == code).unwrap() + 1
}

/// How often each thread that serves has given up the processor by itself, by the names of the threads.
fn switches(process: u32) -> BTreeMap<String, u64> {
    let read = |task: io::Result<fs::DirEntry>| {
        let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap();
        let value = |key| status.lines().find_map(|line| line.strip_prefix(key)).unwrap().trim();
        (value("Name:").to_owned(), value("voluntary_ctxt_switches:").parse().unwrap())
    };
    let all = fs::read_dir(format!("/proc/{process}/task")).unwrap().map(read);
    all.filter(|(name, _)| !matches!(name.as_str(), "signals" | "watch")).collect()
}

/// Makes a client at 127.0.0.`last`.
fn client(last: u8) -> Client {
    Client::builder().local(([127, 0, 0, last], 0).into()).timeout(PATIENCE).build().unwrap()
}
