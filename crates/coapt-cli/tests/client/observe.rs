//! An observation: its states, and how it ends.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

use coapt::wire::{
    Code, ContentFormat, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token,
};
use coapt::{Incoming, Resource, ServerReply};
use serde_json::{Value, json};

use super::support::{PATIENCE, Peer, Running, coapt, encoded, piggybacked, run};

#[test]
fn it_ends_after_as_many_states_as_were_asked_for_and_takes_leave() {
    let (peer, leaves) = chatty();

    let shown = run(["observe", &peer.uri("t"), "--count", "4"]).succeeded();

    assert_eq!(shown.text(), "state 0\nstate 1\nstate 2\nstate 3\n");
    leaves.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn it_ends_after_the_time_that_was_asked_for_even_if_states_never_cease() {
    let (peer, leaves) = chatty();

    let shown = run(["observe", &peer.uri("t"), "--for", "0.3"]).succeeded();

    assert!(shown.text().starts_with("state 0\n"), "{}", shown.text());
    leaves.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn a_quiet_one_ends_in_time_too() {
    let (peer, leaves) = quiet();

    let shown = run(["observe", &peer.uri("t"), "--for", "0.1"]).succeeded();

    assert_eq!(shown.text(), "state 0\n");
    leaves.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn an_interruption_takes_leave_of_the_server() {
    for signal in ["INT", "TERM"] {
        let (peer, leaves) = quiet();
        let mut child = coapt(["observe", &peer.uri("t")]).spawn().unwrap();
        assert_eq!(first_line(&mut child), "state 0\n");

        send(signal, &child);

        let mut complaint = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        assert_eq!((child.wait().unwrap().code(), complaint.as_str()), (Some(0), ""));
        leaves.recv_timeout(PATIENCE).unwrap();
    }
}

#[test]
fn an_interruption_before_the_first_answer_ends_it_at_once() {
    let (sent, asked) = mpsc::channel();
    let peer = Peer::answering(move |_| {
        sent.send(()).unwrap();
        Vec::new()
    });
    let mut child = coapt(["observe", &peer.uri("t")]).spawn().unwrap();
    asked.recv_timeout(PATIENCE).unwrap();

    send("INT", &child);

    assert_eq!(child.wait().unwrap().code(), None, "the signal ended it");
}

#[test]
fn changes_of_a_resource_are_printed_as_they_come() {
    let state = Arc::new(Mutex::new(0));
    let read = Arc::clone(&state);
    let server = Running::with(|server| {
        let current = move |_: &Incoming| format!("{{\"n\":{}}}", read.lock().unwrap());
        server.route("n", Resource::new().get(current).observable());
    });
    let mut child = coapt(["observe", &server.uri("n"), "--count", "3"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();

    let mut shown = vec![lines.next().unwrap().unwrap()];
    for next in 1..3 {
        *state.lock().unwrap() = next;
        server.handle.notify("n");
        shown.push(lines.next().unwrap().unwrap());
    }

    assert_eq!(shown, ["{\"n\":0}", "{\"n\":1}", "{\"n\":2}"]);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_resource_that_cannot_be_observed_is_printed_once_with_a_word() {
    let server = Running::with(|server| {
        server.get("plain", |_: &Incoming| "as it is");
    });

    let shown = run(["observe", &server.uri("plain")]);

    assert_eq!((shown.status, shown.text()), (0, "as it is\n"));
    assert!(shown.err.contains("does not let this resource be observed"), "{}", shown.err);
}

#[test]
fn an_error_that_ends_it_is_the_status() {
    let gone = Arc::new(Mutex::new(false));
    let read = Arc::clone(&gone);
    let server = Running::with(|server| {
        let current = move |_: &Incoming| {
            if *read.lock().unwrap() {
                ServerReply::error(Code::NOT_FOUND, "sold")
            } else {
                ServerReply::text("here")
            }
        };
        server.route("n", Resource::new().get(current).observable());
    });
    let mut child = coapt(["observe", &server.uri("n")]).spawn().unwrap();
    assert_eq!(first_line(&mut child), "here\n");

    *gone.lock().unwrap() = true;
    server.handle.notify("n");

    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert_eq!(complaint, format!("coapt: {}: 4.04 Not Found: sold\n", server.uri("n")));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let (peer, _leaves) = chatty();
    let mut child = coapt(["observe", &peer.uri("t")]).spawn().unwrap();
    assert_eq!(first_line(&mut child), "state 0\n");

    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!((child.wait().unwrap().code(), complaint.as_str()), (Some(0), ""));
}

#[test]
fn it_ends_with_the_first_state_for_which_the_expression_holds() {
    for (condition, last) in [
        ("text == 'state 3'", "state 3"),
        ("size > 6 && code == 2.05", "state 0"),
        ("!(text != \"state 2\")", "state 2"),
    ] {
        let (peer, leaves) = chatty();

        let shown = run(["observe", &peer.uri("t"), "--until", condition]).succeeded();

        assert_eq!(shown.text().lines().last(), Some(last), "{condition}");
        leaves.recv_timeout(PATIENCE).unwrap();
    }
}

#[test]
fn a_condition_that_does_not_hold_in_time_is_a_time_out() {
    let (peer, leaves) = quiet();

    let shown = run(["observe", &peer.uri("t"), "--until", "value > 3", "--for", "0.1"]);

    assert_eq!((shown.status, shown.text()), (6, "state 0\n"));
    assert_eq!(shown.err, "coapt: the condition of --until did not hold within 0.1 s\n");
    leaves.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn a_number_is_found_where_the_path_leads() {
    let server = Running::with(|server| {
        let document = |_: &Incoming| {
            ServerReply::text("{\"s\":[{\"t\":21.5}]}").content_format(ContentFormat::JSON)
        };
        server.route("n", Resource::new().get(document).observable());
    });

    let uri = server.uri("n");
    for condition in [&["value > 21", "--field", "s[0].t"][..], &["json.s[0].t == 21.5"]] {
        run(["observe", &uri, "--until"].iter().chain(condition)).succeeded();
    }
}

#[test]
fn each_state_is_one_line_of_json() {
    let (peer, _leaves) = chatty();
    let uri = peer.uri("t");

    let shown = run(["observe", &uri, "--count", "3", "--json"]).succeeded();

    let states: Vec<Value> =
        shown.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(states.len(), 3);
    for (number, state) in states.iter().enumerate() {
        assert_eq!((&state["uri"], &state["code"]), (&json!(uri), &json!("2.05")));
        assert_eq!(state["payload"], format!("state {number}"));
        assert_eq!((&state["observe"], &state["missed"]), (&json!(number + 1), &json!(0)));
        assert!(state["time"].as_str().unwrap().ends_with('Z'));
    }
}

#[test]
fn several_resources_are_told_apart_and_one_that_fails_leaves_the_others() {
    let server = Running::with(|server| {
        for name in ["a", "b"] {
            let current = move |_: &Incoming| format!("this is {name}");
            server.route(name, Resource::new().get(current).observable());
        }
    });
    let (a, b, none) = (server.uri("a"), server.uri("b"), server.uri("none"));

    let shown = run(["observe", &a, &none, &b, "--for", "1"]);

    let mut lines: Vec<_> = shown.text().lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, [&a, &b, "this is a", "this is b"]);
    assert!(shown.err.starts_with(&format!("coapt: {none}: 4.04")), "{}", shown.err);
    assert_eq!(shown.status, 4);
}

#[test]
fn a_command_gets_each_state_and_no_word_of_it_is_run() {
    let server = Running::with(|server| {
        let hostile = |_: &Incoming| "$(echo run); `echo run`";
        server.route("n", Resource::new().get(hostile).observable());
    });
    let uri = server.uri("n");
    let command = "cat; echo; echo $COAPT_URI $COAPT_CODE ${COAPT_OBSERVE:+counted}";

    let shown = run(["observe", &uri, "--count", "1", "--exec", command]).succeeded();

    let expected = format!("$(echo run); `echo run`\n{uri} 2.05 counted\n");
    assert_eq!(shown.text(), expected);
}

#[test]
fn a_command_that_fails_or_does_not_read_is_told_and_the_next_state_comes() {
    let (peer, _leaves) = chatty();

    let shown = run(["observe", &peer.uri("t"), "--count", "2", "--exec", "exit 3"]);

    assert_eq!((shown.status, shown.text()), (0, ""));
    assert_eq!(shown.err.matches("\"exit 3\" ended with exit status: 3").count(), 2);
}

#[test]
fn gaps_overtaken_states_and_restarts_are_told() {
    let (sent, _leaves) = mpsc::channel();
    let (mut token, mut place) = (Token::EMPTY, 0);
    let numbers = [2, 3, 7, 5, 8, 1];
    let peer = Peer::answering(move |message| {
        if let Some(first) = registration(message, &sent) {
            token = message.token;
            return vec![first, notification(token, numbers[0] - 1)];
        }
        place += 1;
        numbers.get(place).map(|number| notification(token, number - 1)).into_iter().collect()
    });

    let shown = run(["observe", &peer.uri("t"), "--until", "text == 'state 7'"]);

    assert_eq!(shown.text(), "state 0\nstate 1\nstate 2\nstate 6\nstate 7\n");
    let told: Vec<_> = shown.err.lines().collect();
    assert_eq!(told.len(), 2, "{}", shown.err);
    assert!(told[0].ends_with("3 states after state 3 did not come"), "{}", shown.err);
    assert!(told[1].ends_with("state 5 came after state 7 and is left out"), "{}", shown.err);
}

/// A peer that has a new state whenever the last one was acknowledged.
fn chatty() -> (Peer, mpsc::Receiver<()>) {
    let (sent, leaves) = mpsc::channel();
    let (mut token, mut state) = (Token::EMPTY, 0);
    let peer = Peer::answering(move |message| {
        let Some(first) = registration(message, &sent) else {
            state += 1;
            return vec![notification(token, state)];
        };
        token = message.token;
        vec![first, notification(token, state + 1)]
    });
    (peer, leaves)
}

/// A peer whose state never changes.
fn quiet() -> (Peer, mpsc::Receiver<()>) {
    let (sent, leaves) = mpsc::channel();
    (Peer::answering(move |message| registration(message, &sent).into_iter().collect()), leaves)
}

/// Answers a registration; tells of a deregistration and answers it.
fn registration(message: &Message<'_>, leaves: &Sender<()>) -> Option<Vec<u8>> {
    let mut options = OptionsBuf::new();
    match message.options.uint(OptionNumber::OBSERVE) {
        Some(0) => options.push_uint(OptionNumber::OBSERVE, 1),
        Some(1) => leaves.send(()).unwrap(),
        _ => return None,
    }
    Some(piggybacked(message, Code::CONTENT, &options, b"state 0"))
}

fn notification(token: Token, state: u16) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::OBSERVE, u32::from(state) + 1);
    let payload = format!("state {state}");
    let mut message = Message::new(MessageType::Confirmable, Code::CONTENT, MessageId::new(state));
    message.token = token;
    message.options = options.as_options();
    message.payload = payload.as_bytes();
    encoded(&message)
}

/// Reads one line of standard output, and closes it.
fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line
}

fn send(signal: &str, child: &Child) {
    let command = format!("kill -{signal} {}", child.id());
    assert!(Command::new("sh").args(["-c", &command]).status().unwrap().success());
}
