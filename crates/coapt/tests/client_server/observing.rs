//! Observers and what they are told, RFC 7641.

use std::net::UdpSocket;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

use coapt::wire::{Message, MessageType, OptionsBuf};
use coapt::{
    Code, ContentFormat, Deferred, Incoming, OptionNumber, Outcome, Reliability, Request, Resource,
    Server, ServerReply,
};

use crate::support::{PATIENCE, Running, client};

#[test]
fn each_change_reaches_the_observer() {
    let server = Running::with(|server| {
        server.route("count", Resource::new().get(counting()).observable());
    });
    let mut client = client();

    let mut observation = client.observe(Request::get(server.uri("count"))).unwrap();
    assert!(observation.is_observing());
    assert_eq!(observation.first().payload(), b"1");
    assert!(observation.first().observe().is_some());
    for state in [b"2", b"3", b"4"] {
        server.handle.notify("/count");
        let news = observation.next(Some(PATIENCE)).unwrap().unwrap();
        assert_eq!(news.reply().payload(), state);
        assert!(news.is_latest() && !news.is_last());
    }
    observation.cancel().unwrap();

    server.handle.notify("count");
    assert_eq!(client.get(&server.uri("count")).unwrap().payload(), b"6", "5 was the farewell");
}

// rfc: M-7641-2-04
#[test]
fn who_may_not_observe_gets_a_plain_answer() {
    let server = Running::with(|server| {
        server.get("plain", |_| "plain");
    });
    let mut client = client();

    for (path, code) in [("plain", Code::CONTENT), ("nothing", Code::NOT_FOUND)] {
        let mut observation = client.observe(Request::get(server.uri(path))).unwrap();
        assert!(!observation.is_observing());
        assert_eq!((observation.first().code(), observation.first().observe()), (code, None));
        assert_eq!(observation.next(None).unwrap(), None);
    }
}

/// Registers as an observer of each path by hand, and gives the type of the notification for each once `told` was told.
fn types_of_notifications(server: &Running, paths: &[&str], told: impl Fn()) -> Vec<MessageType> {
    let observe = |path: &&str| {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(server.address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut options = OptionsBuf::new();
        options.set_uint(OptionNumber::OBSERVE, 0);
        options.push(OptionNumber::URI_PATH, path.as_bytes()).unwrap();
        let mut registration = vec![0x40, 1, 0, 1];
        registration.extend_from_slice(options.as_options().as_bytes());
        socket.send(&registration).unwrap();
        received(&socket);
        socket
    };
    let sockets: Vec<_> = paths.iter().map(observe).collect();
    told();
    sockets.iter().map(received).collect()
}

fn received(socket: &UdpSocket) -> MessageType {
    let mut datagram = [0; 1500];
    let len = socket.recv(&mut datagram).unwrap();
    Message::parse(&datagram[..len]).unwrap().message_type
}

// rfc: M-7641-4.5-01
#[test]
fn notifications_are_confirmable_if_nothing_else_is_said() {
    let server = Running::with(|server| {
        server.route("count", Resource::new().get(counting()).observable());
    });

    let types = types_of_notifications(&server, &["count"], || server.handle.notify("count"));

    assert_eq!(types, [MessageType::Confirmable]);
}

/// RFC 7641 §4.5: the server may choose for each notification.
#[test]
fn the_reply_goes_before_the_resource_and_that_before_the_server() {
    let builder = Server::builder().bind(([127, 0, 0, 1], 0).into());
    let mut server = builder.notifications(Reliability::NonConfirmable).build().unwrap();
    let sure = || Resource::new().observable().notifications(Reliability::Confirmable);
    server.route("server", Resource::new().get(counting()).observable());
    server.route("resource", sure().get(counting()));
    server.route("reply", sure().get(|_: &Incoming| ServerReply::text("x").non_confirmable()));
    server.route(
        "sure",
        Resource::new().get(|_: &Incoming| ServerReply::text("x").confirmable()).observable(),
    );
    server.fallback(|_| ServerReply::text("x").observable());
    let server = Running::start(server);
    let tell = || server.handle.notify_below::<&str>([]);

    let paths = ["server", "resource", "reply", "sure", "elsewhere"];
    let types = types_of_notifications(&server, &paths, tell);

    let (con, non) = (MessageType::Confirmable, MessageType::NonConfirmable);
    assert_eq!(types, [non, con, non, con, non]);
}

#[test]
fn the_last_notification_is_confirmable_whatever_the_server_chose() {
    let builder = Server::builder().bind(([127, 0, 0, 1], 0).into());
    let mut server = builder.notifications(Reliability::NonConfirmable).build().unwrap();
    let resource = Resource::new().get(counting()).observable();
    server.route("count", resource.notifications(Reliability::NonConfirmable));
    let server = Running::start(server);

    let types = types_of_notifications(&server, &["count"], || server.handle.gone("count"));

    assert_eq!(types, [MessageType::Confirmable]);
}

#[test]
fn a_resource_that_goes_away_ends_the_observation() {
    let is_gone = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&is_gone);
    let server = Running::with(|server| {
        server.fallback(move |_| {
            if seen.load(Ordering::SeqCst) {
                ServerReply::new(Code::NOT_FOUND)
            } else {
                ServerReply::text("here").observable()
            }
        });
    });
    let mut client = client();

    let mut observation = client.observe(Request::get(server.uri("a/file"))).unwrap();
    is_gone.store(true, Ordering::SeqCst);
    server.handle.notify_below(["a"]);

    let last = observation.next(Some(PATIENCE)).unwrap().unwrap();
    assert!(last.is_last());
    assert_eq!(last.reply().code(), Code::NOT_FOUND);
    assert!(!observation.is_observing());
    assert_eq!(observation.next(None).unwrap(), None);
}

// rfc: M-7641-4.2-03
#[test]
fn another_format_ends_the_observation() {
    let mut count = 0;
    let changing = move |_: &Incoming| {
        count += 1;
        if count == 1 { ServerReply::text("1") } else { ServerReply::json("2") }
    };
    let server = Running::with(|server| {
        server.route("changing", Resource::new().get(changing).observable());
    });
    let mut client = client();

    let mut observation = client.observe(Request::get(server.uri("changing"))).unwrap();
    assert_eq!(observation.first().content_format(), Some(ContentFormat::TEXT_PLAIN));
    server.handle.notify("changing");

    let last = observation.next(Some(PATIENCE)).unwrap().unwrap();
    assert_eq!((last.reply().code(), last.is_last()), (Code::NOT_ACCEPTABLE, true));
}

#[test]
fn each_query_is_told_its_own_state() {
    let server = Running::with(|server| {
        let echo = |request: &Incoming| request.query().collect::<Vec<_>>().join("&");
        server.route("echo", Resource::new().get(echo).observable());
    });
    let (mut one, mut two) = (client(), client());

    let mut first = one.observe(Request::get(server.uri("echo?q=1"))).unwrap();
    let mut second = two.observe(Request::get(server.uri("echo?q=2"))).unwrap();
    server.handle.notify_segments(["echo"]);

    let first = first.next(Some(PATIENCE)).unwrap().unwrap();
    let second = second.next(Some(PATIENCE)).unwrap().unwrap();
    assert_eq!((first.reply().payload(), second.reply().payload()), (&b"q=1"[..], &b"q=2"[..]));
}

#[test]
fn a_change_that_nobody_observes_asks_no_handler() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let server = Running::with(|server| {
        let get = move |_: &Incoming| counted.fetch_add(1, Ordering::SeqCst).to_string();
        server.route("quiet", Resource::new().get(get).observable());
    });
    let mut client = client();

    client.get(&server.uri("quiet")).unwrap();
    server.handle.notify("quiet");
    server.handle.notify_below([""; 0]);
    client.get(&server.uri("quiet")).unwrap();

    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[test]
fn a_large_state_comes_whole() {
    let body = vec![7; 10_000];
    let state = body.clone();
    let server = Running::with(|server| {
        let get = move |_: &Incoming| ServerReply::content(state.clone()).etag(b"x");
        server.route("big", Resource::new().get(get).observable());
    });
    let mut client = client();

    let mut observation = client.observe(Request::get(server.uri("big"))).unwrap();
    assert_eq!(observation.first().payload(), body);
    server.handle.notify("big");

    let news = observation.next(Some(PATIENCE)).unwrap().unwrap();
    assert_eq!(news.reply().payload(), body);
}

#[test]
fn a_state_can_come_later() {
    let (sender, waiting) = mpsc::channel::<Deferred>();
    let server = Running::with(move |server| {
        let defer = move |request: &Incoming| {
            sender.send(request.defer()).unwrap();
            Outcome::Later
        };
        server.route("slow", Resource::new().get(defer).observable());
    });
    let uri = server.uri("slow");
    let answering = std::thread::spawn(move || {
        for text in ["one", "two"] {
            let reply = ServerReply::text(text);
            waiting.recv_timeout(PATIENCE).unwrap().respond(reply);
        }
    });
    let mut client = client();

    let mut observation = client.observe(Request::get(uri)).unwrap();
    assert_eq!(observation.first().payload(), b"one");
    server.handle.notify("slow");

    let news = observation.next(Some(PATIENCE)).unwrap().unwrap();
    assert_eq!(news.reply().payload(), b"two");
    answering.join().unwrap();
}

#[test]
fn a_state_that_comes_after_a_later_one_is_not_told() {
    let (sender, waiting) = mpsc::channel::<Deferred>();
    let server = Running::with(move |server| {
        let mut count = 0;
        let defer_the_second = move |request: &Incoming| {
            count += 1;
            if count == 2 {
                sender.send(request.defer()).unwrap();
                return Outcome::Later;
            }
            ServerReply::text(count.to_string()).into()
        };
        server.route("x", Resource::new().get(defer_the_second).observable());
    });
    let mut client = client();
    let mut observation = client.observe(Request::get(server.uri("x"))).unwrap();
    let mut next = || observation.next(Some(PATIENCE)).unwrap().unwrap().into_reply();

    server.handle.notify("x");
    let late = waiting.recv_timeout(PATIENCE).unwrap();
    server.handle.notify("x");
    assert_eq!(next().payload(), b"3");
    late.respond(ServerReply::text("2"));
    server.handle.notify("x");

    assert_eq!(next().payload(), b"4");
}

#[test]
fn a_handler_that_defers_and_replies_all_the_same_tells_its_reply() {
    let server = Running::with(|server| {
        let mut count = counting();
        let both = move |request: &Incoming| {
            drop(request.defer());
            count(request)
        };
        server.route("x", Resource::new().get(both).observable());
    });
    let mut client = client();
    let mut observation = client.observe(Request::get(server.uri("x"))).unwrap();

    for _ in 0..3 {
        server.handle.notify("x");
        let news = observation.next(Some(PATIENCE)).unwrap().unwrap();
        assert!(news.reply().is_success() && !news.is_last());
    }
}

#[test]
fn a_time_limit_ends_the_wait_and_not_the_observation() {
    let server = Running::with(|server| {
        server.route("count", Resource::new().get(counting()).observable());
    });
    let mut client = client();
    let mut observation = client.observe(Request::get(server.uri("count"))).unwrap();

    assert_eq!(observation.next(Some(std::time::Duration::from_millis(20))).unwrap(), None);
    assert!(observation.is_observing());
    server.handle.notify("count");
    assert!(observation.next(Some(PATIENCE)).unwrap().is_some());
}

#[test]
fn a_client_can_do_something_else_after_an_observation_was_dropped() {
    let server = Running::with(|server| {
        server.route("count", Resource::new().get(counting()).observable());
    });
    let mut client = client();

    drop(client.observe(Request::get(server.uri("count"))).unwrap());
    server.handle.notify("count");

    assert!(client.get(&server.uri("count")).unwrap().is_success());
}

#[test]
fn a_notification_after_the_drop_is_answered_with_a_reset() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = format!("coap://{}/x", socket.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let mut buffer = [0; 1500];
        let (len, from) = socket.recv_from(&mut buffer).unwrap();
        let registration = buffer[..len].to_vec();
        socket.send_to(&answer(&registration, [0x60, 1]), from).unwrap();
        let (len, _) = socket.recv_from(&mut buffer).unwrap();
        let request = buffer[..len].to_vec();
        let notification = answer(&registration, [0x40, 2]);
        socket.send_to(&notification, from).unwrap();
        let (len, _) = socket.recv_from(&mut buffer).unwrap();
        socket.send_to(&answer(&request, [0x60, 3]), from).unwrap();
        (buffer[..len].to_vec(), [0x70, 0, notification[2], notification[3]])
    });
    let mut client = client();

    let observation = client.observe(Request::get(&uri)).unwrap();
    assert!(observation.is_observing());
    drop(observation);
    client.get(&uri).unwrap();

    let (received, reset) = serving.join().unwrap();
    assert_eq!(received, reset);
}

/// Answers 2.05 with an Observe value, in a message of a type (its bits in the first byte).
fn answer(request: &[u8], [message_type, observe]: [u8; 2]) -> Vec<u8> {
    let token = usize::from(request[0] & 0x0f);
    let mut answer = vec![message_type | request[0] & 0x0f, 0x45, request[2], request[3]];
    answer.extend_from_slice(&request[4..4 + token]);
    answer.extend_from_slice(&[0x61, observe, 0xff, b'x']);
    answer
}

/// Makes a handler that counts how often it was asked.
fn counting() -> impl FnMut(&Incoming) -> String + Send {
    let mut count = 0;
    move |_| {
        count += 1;
        count.to_string()
    }
}
