//! What the server answers to whom.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;
use std::sync::mpsc;
use std::time::Duration;

use coapt::{
    Client, Code, Config, ContentFormat, Incoming, OptionNumber, Peer, Request, Resource, Server,
    ServerReply, Tap,
};

use crate::support::{Running, client};

#[test]
fn a_text_is_plain_text() {
    let server = Running::with(|server| {
        server.get("hello", |_| "Hello");
    });

    let reply = client().get(&server.uri("hello")).unwrap();

    assert_eq!((reply.code(), reply.payload()), (Code::CONTENT, b"Hello".as_slice()));
    assert_eq!(reply.content_format(), Some(ContentFormat::TEXT_PLAIN));
    assert_eq!(reply.peer().address(), server.address);
}

#[test]
fn each_method_reaches_its_handler() {
    let methods =
        [Code::GET, Code::POST, Code::PUT, Code::DELETE, Code::FETCH, Code::PATCH, Code::IPATCH];
    let echo = |request: &Incoming| {
        ServerReply::changed().payload(format!("{} {:?}", request.method(), request.text()))
    };
    let server = Running::with(|server| {
        let all = methods.iter().fold(Resource::new(), |all, method| all.method(*method, echo));
        server.route("/all", all);
    });
    let mut client = client();

    for method in methods {
        let has_body = !matches!(method, Code::GET | Code::DELETE);
        let body = if has_body { "x" } else { "" };
        let request = Request::new(method, server.uri("all")).payload(body);
        let request =
            if has_body { request.content_format(ContentFormat::TEXT_PLAIN) } else { request };
        let reply = client.send(request).unwrap();
        assert_eq!(reply.text().unwrap(), format!("{method} {:?}", Some(body)));
    }
}

// rfc: M-7252-5.5.2-01, M-7252-5.9.2-01, M-7252-5.9.2-04
#[test]
fn an_unknown_path_is_not_found() {
    let server = Running::with(|server| {
        server.get("a/b", |_| "here");
    });
    let mut client = client();

    for path in ["", "a", "a/b/", "a/b/c", "a%2Fb", "b"] {
        let reply = client.get(&server.uri(path)).unwrap();
        assert_eq!(reply.code(), Code::NOT_FOUND, "{path}");
        assert!(!reply.payload().is_empty(), "{path}");
        assert_eq!(reply.content_format(), None);
    }
    assert!(client.get(&server.uri("a/b?x=1")).unwrap().is_success());
}

#[test]
fn the_root_and_empty_segments_are_paths_of_their_own() {
    let server = Running::with(|server| {
        server.get("/", |_| "root").get("a/", |_| "a and nothing").get("a", |_| "a");
    });
    let mut client = client();

    for (path, text) in [("", "root"), ("a/", "a and nothing"), ("a", "a")] {
        assert_eq!(client.get(&server.uri(path)).unwrap().text(), Ok(text));
    }
}

#[test]
fn an_unknown_method_is_not_allowed_and_the_answer_names_those_that_are() {
    let server = Running::with(|server| {
        server.get("thing", |_| "x").put("thing", |_| Code::CHANGED);
    });
    let mut client = client();

    for method in [Code::DELETE, Code::from_byte(31)] {
        let reply = client.send(Request::new(method, server.uri("thing"))).unwrap();
        assert_eq!(reply.code(), Code::METHOD_NOT_ALLOWED);
        assert_eq!(reply.text(), Ok("allowed here: GET, PUT"));
    }
}

// rfc: M-7252-5.9.2-04
#[test]
fn a_format_that_cannot_be_given_is_not_acceptable() {
    let server = Running::with(|server| {
        let declared = Resource::new().content_format(ContentFormat::JSON).get(|_| "{}");
        server.route("declared", declared);
        server.fallback(|_| ServerReply::json("{}"));
    });
    let mut client = client();

    for path in ["declared", "other"] {
        let request = Request::get(server.uri(path));
        let refused = client.send(request.clone().accept(ContentFormat::CBOR)).unwrap();
        let given = client.send(request.accept(ContentFormat::JSON)).unwrap();
        assert_eq!(refused.code(), Code::NOT_ACCEPTABLE, "{path}");
        assert_eq!(given.content_format(), Some(ContentFormat::JSON), "{path}");
    }
}

// rfc: M-8132-3-02
#[test]
fn a_body_of_another_format_is_unsupported() {
    let server = Running::with(|server| {
        let picky = Resource::new().takes(ContentFormat::JSON).put(|_| Code::CHANGED);
        server.route("picky", picky);
    });
    let mut client = client();
    let mut put = |format| client.put(&server.uri("picky"), format, "{}").unwrap().code();

    assert_eq!(put(ContentFormat::JSON), Code::CHANGED);
    assert_eq!(put(ContentFormat::CBOR), Code::UNSUPPORTED_CONTENT_FORMAT);
}

// rfc: M-7252-5.8.1-01, M-7252-5.9.1-02
#[test]
fn a_known_state_is_not_sent_again() {
    let server = Running::with(|server| {
        server.get("state", |_| ServerReply::text("state").etag(b"two"));
    });

    let request = Request::get(server.uri("state")).etag(b"one").etag(b"two");
    let reply = client().send(request).unwrap();

    assert_eq!((reply.code(), reply.payload()), (Code::VALID, b"".as_slice()));
    assert_eq!((reply.etag(), reply.content_format()), (Some(b"two".as_slice()), None));
}

// rfc: M-7252-5.9.2-05, M-7252-5.10.8-02
#[test]
fn an_unmet_condition_changes_nothing() {
    let put = |request: &Incoming| -> Result<ServerReply, ServerReply> {
        request.precondition(Some(b"now"))?;
        Ok(ServerReply::changed())
    };
    let server = Running::with(|server| {
        server.route("file", Resource::new().put(put).conditional());
        server.put("careless", |_| Code::CHANGED);
    });
    let mut client = client();
    let mut ask = |request: Request| client.send(request.payload("x")).unwrap().code();
    let request = || Request::put(server.uri("file"));

    assert_eq!(ask(request()), Code::CHANGED);
    assert_eq!(ask(request().if_match(b"old").if_match(b"now")), Code::CHANGED);
    assert_eq!(ask(request().if_match(b"")), Code::CHANGED);
    assert_eq!(ask(request().if_match(b"old")), Code::PRECONDITION_FAILED);
    assert_eq!(ask(request().if_none_match()), Code::PRECONDITION_FAILED);
    assert_eq!(ask(Request::put(server.uri("careless")).if_none_match()), Code::BAD_OPTION);
}

#[test]
fn a_panic_is_answered_and_survived() {
    let server = Running::with(|server| {
        server.get("broken", |_| -> &str { panic!("as this test wants it") }).get("sound", |_| "x");
    });
    let mut client = client();

    assert_eq!(client.get(&server.uri("broken")).unwrap().code(), Code::INTERNAL_SERVER_ERROR);
    assert!(client.get(&server.uri("sound")).unwrap().is_success());
}

#[test]
fn an_impossible_reply_is_answered_as_our_mistake() {
    let server = Running::with(|server| {
        let format = |_: &Incoming| {
            ServerReply::content("x").option_uint(OptionNumber::CONTENT_FORMAT, 70_000)
        };
        server.get("request", |_| Code::GET).get("etag", |_| ServerReply::text("x").etag(&[1; 9]));
        server.get("format", format);
    });
    let mut client = client();

    for path in ["request", "etag", "format"] {
        let reply = client.get(&server.uri(path)).unwrap();
        assert_eq!(reply.code(), Code::INTERNAL_SERVER_ERROR, "{path}");
    }
}

// rfc: M-7252-5.7.2-01
#[test]
fn a_server_is_no_proxy() {
    let server = Running::with(|server| {
        server.fallback(|_| "never");
    });

    let request = Request::get(server.uri("x"));
    let reply = client().send(request.option_text(OptionNumber::PROXY_SCHEME, "coap")).unwrap();

    assert_eq!(reply.code(), Code::PROXYING_NOT_SUPPORTED);
}

#[test]
fn the_fallback_sees_what_the_request_says() {
    let describe = |request: &Incoming| {
        let path: Vec<&str> = request.path().collect();
        let query: Vec<&str> = request.query().collect();
        format!("{} {path:?} {query:?} {:?}", request.path_text(), request.query_value("b"))
    };
    let server = Running::with(|server| {
        server.fallback(describe);
    });

    let reply = client().get(&server.uri("a%2Fb//c/?x&b=1=2")).unwrap();

    let expected = r#"/a/b//c/ ["a/b", "", "c", ""] ["x", "b=1=2"] Some("1=2")"#;
    assert_eq!(reply.text(), Ok(expected));
}

#[test]
fn a_reply_says_where_the_new_resource_is() {
    let server = Running::with(|server| {
        server.post("jobs", |_| {
            ServerReply::created().location_path(["jobs", "a b"]).location_query("x=1")
        });
    });

    let reply = client().post(&server.uri("jobs"), ContentFormat::JSON, "{}").unwrap();

    assert_eq!(reply.location().as_deref(), Some("/jobs/a%20b?x=1"));
}

#[test]
fn a_large_body_goes_both_ways() {
    let body: Vec<u8> = (0..100_000_u32).map(|place| place.to_le_bytes()[0]).collect();
    let server = Running::with(|server| {
        server.post("echo", |request: &Incoming| {
            ServerReply::content(request.payload_bytes())
                .content_format(ContentFormat::OCTET_STREAM)
        });
    });

    let mut steps = Vec::new();
    let request = Request::post(server.uri("echo")).payload(body.clone());
    let reply = client().send_with_progress(request, &mut |step| steps.push(step)).unwrap();

    assert_eq!(reply.payload(), body);
    assert!(steps.is_sorted_by_key(|step| (step.sent, step.received)));
    assert!(steps.len() > 10, "{} steps", steps.len());
}

#[test]
fn a_body_can_be_served_piece_by_piece() {
    let body: Vec<u8> = (0..5_000_u32).map(|place| place.to_le_bytes()[0]).collect();
    let whole = body.clone();
    let piece = move |request: &Incoming| {
        let (offset, size) =
            request.block2().map_or((0, 1024), |block| (block.offset(), block.size()));
        let piece = whole[offset..].iter().take(size).copied().collect::<Vec<u8>>();
        let reply = ServerReply::content(piece).content_format(ContentFormat::OCTET_STREAM);
        reply.etag(b"same").part(offset as u64, whole.len() as u64)
    };
    let server = Running::with(|server| {
        server.get("big", piece);
    });
    let mut client = client();

    for request in [Request::get(server.uri("big")), Request::get(server.uri("big")).block_size(64)]
    {
        assert_eq!(client.send(request).unwrap().payload(), body);
    }
}

// rfc: M-7252-5.10.9-01
#[test]
fn a_body_over_the_limit_is_refused() {
    let mut config = Config::default();
    config.limits.body = 2_000;
    let builder = Server::builder().bind(([127, 0, 0, 1], 0).into()).config(config);
    let mut server = builder.build().unwrap();
    server.put("small", |_| Code::CHANGED);
    let server = Running::start(server);

    let request = Request::put(server.uri("small")).payload(vec![0; 5_000]);
    let reply = client().send(request).unwrap();

    assert_eq!(reply.code(), Code::REQUEST_ENTITY_TOO_LARGE);
    assert_eq!(reply.options().uint(OptionNumber::SIZE1), Some(2_000));
}

#[test]
fn several_addresses_are_one_server() {
    let mut server = Server::builder()
        .bind(([127, 0, 0, 1], 0).into())
        .bind(([127, 0, 0, 2], 0).into())
        .build()
        .unwrap();
    let mut count = 0;
    server.get("count", move |_| {
        count += 1;
        count.to_string()
    });
    let addresses = server.local_addrs();
    let _running = Running::start(server);
    let mut client = client();

    for (address, count) in addresses.iter().chain(&addresses).zip(["1", "2", "3", "4"]) {
        assert_eq!(client.get(&format!("coap://{address}/count")).unwrap().text(), Ok(count));
    }
}

#[test]
fn a_wildcard_answers_from_the_address_that_was_asked() {
    let mut server = Server::bind("0.0.0.0:0").unwrap();
    server.get("x", |_| "x");
    let port = server.local_addr().port();
    let _running = Running::start(server);

    let local = Client::builder().local(([127, 0, 0, 1], 0).into());
    let reply = local.build().unwrap().get(&format!("coap://127.0.0.3:{port}/x")).unwrap();

    assert_eq!(reply.peer().address(), ([127, 0, 0, 3], port).into());
}

#[test]
fn ipv6_works_where_the_machine_has_it() {
    let Ok(mut server) = Server::bind("[::1]:0") else { return };
    server.get("x", |_| "six");
    let server = Running::start(server);

    assert_eq!(client().get(&server.uri("x")).unwrap().text(), Ok("six"));
}

#[test]
fn two_families_are_one_server() {
    let both = Server::builder().bind(([127, 0, 0, 1], 0).into());
    let Ok(mut server) = both.bind((Ipv6Addr::LOCALHOST, 0).into()).build() else { return };
    server.get("x", |request: &Incoming| request.peer().address().is_ipv6().to_string());
    let addresses = server.local_addrs();
    let _running = Running::start(server);
    let mut client = client();

    for (address, is_ipv6) in addresses.iter().zip(["false", "true"]) {
        assert_eq!(client.get(&format!("coap://{address}/x")).unwrap().text(), Ok(is_ipv6));
    }
}

#[test]
fn a_stop_that_comes_first_counts() {
    let mut server = Server::bind("127.0.0.1:0").unwrap();

    server.handle().stop();
    server.poll(Duration::ZERO).unwrap();

    server.run().unwrap();
}

#[test]
fn taps_see_every_datagram_of_both_sides() {
    let (sender, seen) = mpsc::channel();
    let tap = |name| Box::new(Counting { name, sender: sender.clone() });
    let builder = Server::builder().bind(([127, 0, 0, 1], 0).into()).tap(tap("server"));
    let mut server = builder.build().unwrap();
    server.get("x", |_| "x");
    let server = Running::start(server);
    let mut client = Client::builder().tap(tap("client")).build().unwrap();

    client.get(&server.uri("x")).unwrap();

    drop((client, server, sender));
    let seen: BTreeSet<(&str, &str)> = seen.iter().collect();
    let all = [("client", "received"), ("client", "sent")];
    assert!(seen.is_superset(&all.into()), "{seen:?}");
    assert_eq!(seen.len(), 4, "{seen:?}");
}

/// A tap that tells what passes.
struct Counting {
    name: &'static str,
    sender: mpsc::Sender<(&'static str, &'static str)>,
}

impl Tap for Counting {
    fn received(&mut self, _: &Peer, _: &[u8]) {
        self.sender.send((self.name, "received")).unwrap();
    }

    fn sent(&mut self, _: &Peer, _: &[u8]) {
        self.sender.send((self.name, "sent")).unwrap();
    }
}

#[test]
fn one_turn_at_a_time_serves_too() {
    let mut server = Server::bind("127.0.0.1:0").unwrap();
    server.get("x", |_| "x");
    let uri = format!("coap://{}/x", server.local_addr());
    let asking = std::thread::spawn(move || client().get(&uri).unwrap().code());

    while server.counters().requests == 0 {
        server.poll(crate::support::PATIENCE).unwrap();
    }

    assert_eq!(asking.join().unwrap(), Code::CONTENT);
}
