//! What a server tells of its work.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use coapt::proto::Observe;
use coapt::{Answered, Code, Incoming, Outcome, Request, Resource, ServerReply, Witness};

use crate::support::{PATIENCE, Running, client};

#[test]
fn each_answer_is_told_with_its_request() {
    let (server, told) = watched();
    let mut client = client();

    client.get(&server.uri("plain")).unwrap();
    client.send(Request::put(server.uri("plain")).payload("x")).unwrap();
    client.get(&server.uri("nothing")).unwrap();

    for (method, code, body) in [
        (Code::GET, Code::CONTENT, 0),
        (Code::PUT, Code::METHOD_NOT_ALLOWED, 1),
        (Code::GET, Code::NOT_FOUND, 0),
    ] {
        let (answer, took) = answer(&told);
        assert_eq!(answer, (method, code, body, Observe::Absent));
        assert!(took < PATIENCE);
    }
}

#[test]
fn an_answer_that_was_put_off_took_as_long_as_it_was() {
    let (server, told) = watched();

    client().get(&server.uri("slow")).unwrap();

    let (answer, took) = answer(&told);
    assert_eq!(answer.1, Code::CONTENT);
    assert!(took >= DELAY, "{took:?}");
}

#[test]
fn observers_are_counted_for_each_path() {
    let (server, told) = watched();
    let (mut one, mut two) = (client(), client());

    let first = one.observe(Request::get(server.uri("plain"))).unwrap();
    assert_eq!(answer(&told).0.3, Observe::Register);
    assert_eq!(observers(&told), ("plain".to_owned(), 1));
    let second = two.observe(Request::get(server.uri("plain?in=json"))).unwrap();
    assert_eq!(observers(&told), ("plain".to_owned(), 2));
    first.cancel().unwrap();
    assert_eq!(observers(&told), ("plain".to_owned(), 1));
    second.cancel().unwrap();

    assert_eq!(observers(&told), ("plain".to_owned(), 0));
}

const DELAY: Duration = Duration::from_millis(20);

enum Word {
    Answered((Code, Code, usize, Observe), Duration),
    Observed(String, usize),
}

struct Teller(Sender<Word>);

impl Witness for Teller {
    fn answered(&mut self, answered: &Answered<'_>) {
        let Answered { request, reply, took, .. } = answered;
        let answer = (request.code, reply.code(), request.payload.len(), request.observe);
        self.0.send(Word::Answered(answer, *took)).ok();
    }

    fn observed(&mut self, path: &[String], observers: usize) {
        self.0.send(Word::Observed(path.join("/"), observers)).ok();
    }
}

fn watched() -> (Running, Receiver<Word>) {
    let (sender, told) = channel();
    let server = Running::with(|server| {
        server.set_witness(Teller(sender));
        server.route("plain", Resource::new().observable().get(|_: &Incoming| "plain"));
        server.get("slow", |request: &Incoming| {
            let deferred = request.defer();
            thread::spawn(move || {
                // Nothing is ever sent: this waits for the time only.
                let (_open, never) = channel::<()>();
                never.recv_timeout(DELAY).ok();
                deferred.respond(ServerReply::text("slow"));
            });
            Outcome::Later
        });
    });
    (server, told)
}

fn answer(told: &Receiver<Word>) -> ((Code, Code, usize, Observe), Duration) {
    loop {
        if let Word::Answered(answer, took) = told.recv_timeout(PATIENCE).unwrap() {
            return (answer, took);
        }
    }
}

/// The next change of a number of observers.
fn observers(told: &Receiver<Word>) -> (String, usize) {
    loop {
        if let Word::Observed(path, count) = told.recv_timeout(PATIENCE).unwrap() {
            return (path, count);
        }
    }
}
