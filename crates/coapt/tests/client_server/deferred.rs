//! Answers that come later.

use std::sync::mpsc;

use coapt::{Code, Deferred, Incoming, Outcome, ServerReply};

use crate::support::{PATIENCE, Running, client};

#[test]
fn an_answer_can_come_from_another_thread_while_others_are_served() {
    let (sender, waiting) = mpsc::channel::<Deferred>();
    let server = Running::with(move |server| {
        let defer = move |request: &Incoming| {
            sender.send(request.defer()).unwrap();
            Outcome::Later
        };
        server.get("slow", defer).get("fast", |_| "fast");
    });
    let uri = server.uri("slow");
    let asking = std::thread::spawn(move || client().get(&uri).unwrap());

    let deferred = waiting.recv_timeout(PATIENCE).unwrap();
    assert_eq!(client().get(&server.uri("fast")).unwrap().payload(), b"fast");
    server.handle.respond(deferred, ServerReply::text("slow"));

    assert_eq!(asking.join().unwrap().payload(), b"slow");
}

#[test]
fn an_answer_that_was_given_up_is_an_error() {
    let server = Running::with(|server| {
        server.get("dropped", |request: &Incoming| {
            drop(request.defer());
            Outcome::Later
        });
        server.get("forgotten", |_| Outcome::Later);
    });
    let mut client = client();

    for path in ["dropped", "forgotten"] {
        let reply = client.get(&server.uri(path)).unwrap();
        assert_eq!(reply.code(), Code::INTERNAL_SERVER_ERROR, "{path}");
    }
}

#[test]
fn the_first_of_two_answers_counts() {
    let server = Running::with(|server| {
        server.get("twice", |request: &Incoming| {
            drop(request.defer());
            ServerReply::text("once")
        });
    });
    let mut client = client();

    for _ in 0..2 {
        assert_eq!(client.get(&server.uri("twice")).unwrap().payload(), b"once");
    }
}
