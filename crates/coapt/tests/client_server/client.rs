//! How the client's calls end when no answer comes, or none can.

use std::net::UdpSocket;
use std::num::NonZeroU8;
use std::time::Duration;

use coapt::net::Family;
use coapt::wire::{Message, Token};
use coapt::{Client, Code, Error, Incoming, OptionNumber, Request, Server};

use crate::support::{PATIENCE, Running, client};

#[test]
fn a_silent_server_ends_in_a_time_out() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let uri = format!("coap://{}/x", silent.local_addr().unwrap());
    let limit = Duration::from_millis(50);

    let by_request = client().send(Request::get(&uri).timeout(limit));
    let by_client = Client::builder().timeout(limit).build().unwrap().get(&uri);

    assert!(matches!(by_request, Err(Error::TimedOut { after }) if after == limit));
    assert!(matches!(by_client, Err(Error::TimedOut { after }) if after == limit));
}

#[test]
fn a_closed_port_refuses() {
    let closed = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let outcome = client().get(&format!("coap://{closed}/x"));

    assert!(matches!(outcome, Err(Error::Refused)), "{outcome:?}");
}

#[test]
fn a_name_leads_to_the_family_that_answers() {
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let Ok(mut server) = Server::bind(address) else { continue };
        server.get("x", |_| "x");
        let port = server.local_addr().port();
        let server = Running::start(server);

        let Ok(reply) = client().get(&format!("coap://localhost:{port}/x")) else {
            assert!(server.address.is_ipv6(), "not every machine has localhost in IPv6");
            continue;
        };

        assert_eq!(reply.peer().address(), server.address);
    }
}

#[test]
fn a_reset_is_told() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = format!("coap://{}/x", socket.local_addr().unwrap());
    let rejecting = std::thread::spawn(move || {
        let mut datagram = [0; 1500];
        let (_, from) = socket.recv_from(&mut datagram).unwrap();
        socket.send_to(&[0x70, 0, datagram[2], datagram[3]], from).unwrap();
    });

    let outcome = client().get(&uri);

    rejecting.join().unwrap();
    assert!(matches!(outcome, Err(Error::Reset)), "{outcome:?}");
}

#[test]
fn a_critical_option_nobody_knows_spoils_the_answer() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = format!("coap://{}/x", socket.local_addr().unwrap());
    let odd = std::thread::spawn(move || {
        let mut datagram = [0; 1500];
        let (_, from) = socket.recv_from(&mut datagram).unwrap();
        let token = usize::from(datagram[0] & 0x0f);
        let mut answer = vec![0x60 | datagram[0] & 0x0f, 0x45, datagram[2], datagram[3]];
        answer.extend_from_slice(&datagram[4..4 + token]);
        answer.extend_from_slice(&[0xd0, 25 - 13]);
        socket.send_to(&answer, from).unwrap();
    });

    let outcome = client().get(&uri);

    odd.join().unwrap();
    let number = OptionNumber::new(25);
    assert!(matches!(outcome, Err(Error::CriticalOption(is)) if is == number), "{outcome:?}");
}

// rfc: M-7252-6.1-01, M-7252-6.4-01
#[test]
fn a_uri_that_cannot_be_used_is_refused_before_anything_is_sent() {
    let mut client = client();

    for uri in ["", "x", "http://[::1]/", "coap://", "coap://127.0.0.1/#x", "coap://h:99999/"] {
        assert!(matches!(client.get(uri), Err(Error::Uri { .. })), "{uri}");
    }
    assert!(matches!(client.get("coaps://127.0.0.1/"), Err(Error::Scheme { .. })));
    assert!(matches!(client.get("coap://224.0.1.187/"), Err(Error::Multicast { .. })));
    assert!(matches!(client.get("coap://nobody.invalid/"), Err(Error::Resolve { .. })));
    assert!(matches!(client.discover("coaps://127.0.0.1/"), Err(Error::Scheme { .. })));
}

#[test]
fn a_client_bound_to_one_family_finds_no_address_of_the_other() {
    let mut client = Client::builder().local(([127, 0, 0, 1], 0).into()).build().unwrap();

    assert!(matches!(client.get("coap://[::1]/"), Err(Error::Resolve { .. })));
}

#[test]
fn a_request_that_cannot_be_built_is_refused() {
    let uri = "coap://127.0.0.1/";
    let mut client = client();

    let size = client.send(Request::get(uri).block_size(100));
    let option = client.send(Request::get(uri).option(OptionNumber::new(65_000), &vec![0; 70_000]));
    let method = client.send(Request::new(Code::CONTENT, uri));
    let builder = Client::builder().block_size(2048).build();

    assert!(matches!(size, Err(Error::BlockSize { size: 100 })));
    assert!(matches!(option, Err(Error::OptionTooLong { len: 70_000, .. })));
    assert!(matches!(method, Err(Error::Request(_))));
    assert!(matches!(builder, Err(Error::BlockSize { size: 2048 })));
}

#[test]
fn a_client_with_a_block_size_asks_for_it_from_the_start() {
    let server = Running::with(|server| {
        server.get("asked", |request: &Incoming| {
            request.block2().map_or(0, coapt::Block::size).to_string()
        });
    });
    let mut plain = client();
    let mut small = Client::builder().block_size(64).build().unwrap();

    assert_eq!(plain.get(&server.uri("asked")).unwrap().payload(), b"0");
    assert_eq!(small.get(&server.uri("asked")).unwrap().payload(), b"64");
}

#[test]
fn a_ping_is_answered() {
    let server = Running::with(|_| {});

    let taken = client().ping(&server.uri(""), PATIENCE).unwrap();

    assert!(taken < PATIENCE);
}

#[test]
fn a_non_confirmable_request_is_answered() {
    let server = Running::with(|server| {
        server.get("x", |_| "x");
    });

    let reply = client().send(Request::get(server.uri("x")).non_confirmable()).unwrap();

    assert_eq!(reply.payload(), b"x");
}

#[test]
fn a_request_that_refuses_every_answer_ends_without_one() {
    let server = Running::with(|server| {
        server.put("x", |_| "never sent");
    });
    let put = || Request::put(server.uri("x")).no_response(2 | 8 | 16);

    for request in [put(), put().non_confirmable()] {
        let reply = client().send(request).unwrap();
        assert_eq!((reply.code(), reply.payload()), (Code::EMPTY, &b""[..]));
        assert!(reply.is_success());
    }
}

#[test]
fn a_client_asks_many_servers_one_after_the_other() {
    let servers: Vec<Running> = (0..3)
        .map(|number: i32| {
            Running::with(|server| {
                server.get("number", move |_| number.to_string());
            })
        })
        .collect();
    let mut client = client();

    for (number, server) in servers.iter().enumerate() {
        let reply = client.get(&server.uri("number")).unwrap();
        assert_eq!(reply.text(), Ok(number.to_string().as_str()));
    }
}

/// RFC 7252 §5.3.1.
#[test]
fn an_empty_token_takes_no_byte() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = format!("coap://{}/", socket.local_addr().unwrap());
    let asking = std::thread::spawn(move || {
        client().send(Request::get(uri).token(Token::EMPTY)).unwrap().into_payload()
    });

    let mut datagram = [0; 100];
    let (len, client) = socket.recv_from(&mut datagram).unwrap();
    let asked = Message::parse(&datagram[..len]).unwrap();
    assert!(asked.token.is_empty() && datagram[0] == 0x40, "{asked:?}");
    socket.send_to(&[0x60, 0x45, datagram[2], datagram[3], 0xff, b'x'], client).unwrap();

    assert_eq!(asking.join().unwrap(), b"x"[..]);
}

#[test]
fn token_hops_and_refused_classes_are_sent() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = format!("coap://{}", socket.local_addr().unwrap());
    let hops = NonZeroU8::new(7).unwrap();
    let request = Request::put(uri).token(Token::new(b"tok").unwrap()).hop_limit(hops);

    let outcome = client().send(request.no_response(2 | 8 | 16).non_confirmable());

    assert_eq!(outcome.unwrap().code(), Code::EMPTY);
    let mut datagram = [0; 1500];
    let (length, _) = socket.recv_from(&mut datagram).unwrap();
    let message = Message::parse(&datagram[..length]).unwrap();
    assert_eq!(message.token.as_bytes(), b"tok");
    assert_eq!(message.options.uint(OptionNumber::HOP_LIMIT), Some(7));
    assert_eq!(message.options.uint(OptionNumber::NO_RESPONSE), Some(26));
}

#[test]
fn a_family_keeps_to_itself() {
    for (family, host) in [(Family::V4, "[::1]"), (Family::V6, "127.0.0.1")] {
        let mut client = Client::builder().family(family).build().unwrap();

        let outcome = client.get(&format!("coap://{host}/x"));

        assert!(matches!(outcome, Err(Error::Resolve { .. })), "{family}: {outcome:?}");
    }
}

#[test]
fn a_device_that_is_not_there_is_told() {
    let mut client = Client::builder().device("no-such-device").build().unwrap();

    let outcome = client.get("coap://127.0.0.1/x");

    let told = outcome.unwrap_err().to_string();
    assert!(told.starts_with("cannot use that network interface"), "{told}");
}

#[test]
fn a_port_to_send_from_is_that_of_either_family() {
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let Ok(mut server) = Server::bind(address) else { continue };
        server.get("port", |request: &Incoming| request.peer().address().port().to_string());
        let server = Running::start(server);
        // A port that was free a moment ago; nobody else asks for one by number here.
        let port = UdpSocket::bind(address).unwrap().local_addr().unwrap().port();

        let mut client = Client::builder().port(port).timeout(PATIENCE).build().unwrap();

        let reply = client.get(&server.uri("port")).unwrap();
        assert_eq!(reply.text(), Ok(port.to_string().as_str()));
    }
}
