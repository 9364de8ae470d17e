//! Questions to a group, and the answers of several members.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::ops::ControlFlow;
use std::thread::JoinHandle;
use std::time::Duration;

use coapt::proto::Config;
use coapt::wire::{Code, ContentFormat, Message, MessageType, OptionNumber, OptionsBuf};
use coapt::{Block, Client, Error, Link, Request};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

const ALL_NODES: Ipv4Addr = Ipv4Addr::new(224, 0, 1, 187);

/// Reads the loopback only: the interface follows from the address at this end.
fn client() -> Client {
    Client::builder()
        .local("127.0.0.1:0".parse().unwrap())
        .config(Config::default())
        .build()
        .unwrap()
}

// rfc: M-7252-8.2-02, M-7252-8.2-03
#[test]
fn each_member_of_a_group_is_heard_once() {
    let (uri, members) = group(3, |request| {
        assert_eq!(request.message_type, MessageType::NonConfirmable);
        vec![answer(request, b"</a>;ct=40", None), answer(request, b"</again>", None)]
    });

    let mut heard = Vec::new();
    client()
        .discover_group(&uri, PATIENCE, &mut |member, links| {
            heard.push((member, links.unwrap()));
            if heard.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();

    let addresses: Vec<_> = members.into_iter().map(|member| member.join().unwrap()).collect();
    for (member, links) in heard {
        assert!(addresses.contains(&member), "{member}");
        assert_eq!(links, [Link::new("/a").with("ct", "40")]);
    }
}

// rfc: M-7959-2.8-01
#[test]
fn an_answer_of_several_blocks_is_fetched_from_its_member() {
    let body: Vec<u8> = (0..40).collect();
    let expected = body.clone();
    let (uri, members) = group(1, move |request| {
        let number = request.options.block(OptionNumber::BLOCK2).map_or(0, |block| block.number);
        let start = usize::try_from(number).unwrap() * 16;
        let piece = &body[start..(start + 16).min(40)];
        vec![answer(request, piece, Block::new(number, number < 2, 0))]
    });

    let mut whole = None;
    client()
        .ask_group(Request::get(uri), Duration::from_millis(300), &mut |_, reply| {
            whole = Some(reply.unwrap());
            ControlFlow::Continue(())
        })
        .unwrap();

    assert_eq!(whole.unwrap().payload(), expected);
    drop(members);
}

// rfc: M-7252-8.2-02
#[test]
fn what_is_no_answer_to_the_question_is_not_heard() {
    let (uri, members) = group(1, |request| {
        let mut foreign = answer(request, b"foreign", None);
        foreign[4] ^= 0xff;
        let mut critical = answer(request, b"", None);
        critical.extend([0xe1, 0xfc, 0xdc, 1]);
        vec![foreign, critical, vec![0x40], answer(request, b"right", None)]
    });

    let mut heard = Vec::new();
    client()
        .ask_group(Request::get(uri), PATIENCE, &mut |_, reply| {
            heard.push(reply.unwrap().payload().to_vec());
            ControlFlow::Break(())
        })
        .unwrap();

    assert_eq!(heard, [b"right"]);
    drop(members);
}

#[test]
fn silence_is_no_error_and_a_wrong_answer_is_told_with_its_member() {
    let (uri, _silent) = group(1, |_| Vec::new());
    let mut count = 0;
    let asked = client().discover_group(&uri, Duration::from_millis(50), &mut |_, _| {
        count += 1;
        ControlFlow::Continue(())
    });
    assert!(asked.is_ok());
    assert_eq!(count, 0);

    let (uri, _members) = group(1, |request| vec![answer(request, b"no link", None)]);
    let mut outcome = None;
    let asked = client().discover_group(&uri, PATIENCE, &mut |_, links| {
        outcome = Some(links);
        ControlFlow::Break(())
    });
    assert!(asked.is_ok());
    assert!(matches!(outcome, Some(Err(Error::Links { .. }))), "{outcome:?}");
}

/// Makes members that answer from addresses of their own until they were asked for nothing for a while.
fn group(
    count: usize,
    answers: impl Fn(&Message<'_>) -> Vec<Vec<u8>> + Clone + Send + 'static,
) -> (String, Vec<JoinHandle<SocketAddr>>) {
    let mut members = Vec::new();
    let first = member(0);
    let port = first.local_addr().unwrap().port();
    let mut sockets = vec![first];
    sockets.extend((1..count).map(|_| member(port)));
    for socket in sockets {
        let answers = answers.clone();
        members.push(std::thread::spawn(move || serve(&socket, &answers)));
    }
    (format!("coap://{ALL_NODES}:{port}/"), members)
}

fn member(port: u16) -> UdpSocket {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).unwrap();
    socket.set_reuse_address(true).unwrap();
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)).into()).unwrap();
    let socket = UdpSocket::from(socket);
    socket.join_multicast_v4(&ALL_NODES, &Ipv4Addr::LOCALHOST).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    socket
}

/// Answers from a socket of its own, so that members on one machine differ; gives its address.
fn serve(socket: &UdpSocket, answers: &dyn Fn(&Message<'_>) -> Vec<Vec<u8>>) -> SocketAddr {
    let own = UdpSocket::bind("127.0.0.1:0").unwrap();
    own.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let mut buffer = [0; 2048];
    let mut from = socket;
    while let Ok((length, asker)) = from.recv_from(&mut buffer) {
        for datagram in answers(&Message::parse(&buffer[..length]).unwrap()) {
            own.send_to(&datagram, asker).unwrap();
        }
        from = &own;
    }
    own.local_addr().unwrap()
}

fn answer(request: &Message<'_>, payload: &[u8], block: Option<Block>) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::CONTENT_FORMAT, ContentFormat::LINK_FORMAT.value().into());
    if let Some(block) = block {
        options.push_block(OptionNumber::BLOCK2, block);
    }
    let is_confirmable = request.message_type == MessageType::Confirmable;
    let kind =
        if is_confirmable { MessageType::Acknowledgement } else { MessageType::NonConfirmable };
    let mut response = Message::new(kind, Code::CONTENT, request.id);
    response.token = request.token;
    response.options = options.as_options();
    response.payload = payload;
    let mut datagram = Vec::new();
    response.encode_into(&mut datagram);
    datagram
}
