//! Servers in a group, on the loopback interface; where that carries no groups, these tests say so and pass.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coapt::net::Group;
use coapt::wire::{Message, MessageId, MessageType, OptionsBuf, Token};
use coapt::{
    Client, Code, Config, Error, Incoming, NetError, OptionNumber, Request, Resource, Server,
    ServerBuilder, ServerReply,
};

use super::support::{PATIENCE, Running};

const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 1, 187);

// rfc: M-7252-8.2-01, M-7252-8.2-02, M-7252-8.2-03
#[test]
fn a_server_in_a_group_is_found_at_its_own_address() {
    let Some(server) = in_group(Config::default(), |server| {
        server.get("lamp", |_| "off");
    }) else {
        return;
    };

    let mut found = Vec::new();
    client()
        .discover_group(&group_uri(&server, ""), PATIENCE, &mut |member, links| {
            found.push((member, links.unwrap()[0].target.clone()));
            ControlFlow::Break(())
        })
        .unwrap();

    let own = SocketAddr::from((Ipv4Addr::LOCALHOST, server.address.port()));
    assert_eq!(found, [(own, "/lamp".to_owned())]);
}

// rfc: M-7252-11.3-03
#[test]
fn only_what_is_for_groups_answers_them() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let Some(server) = in_group(Config::default(), |server| {
        server.route("room/{room}", Resource::new().get(|_: &Incoming| "off").for_groups());
        server.get("room/vault", move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            "gold"
        });
    }) else {
        return;
    };

    // Datagrams are served in order, so whoever answers the second has seen the first.
    ask(&server, "room/vault", Duration::ZERO);
    let answer = ask(&server, "room/hall", PATIENCE);

    assert_eq!(answer.as_deref(), Some("off"));
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    assert_eq!(server.handle.counters().refused, 1);
}

// rfc: M-6690-4.1-01, M-7252-8.2-01
#[test]
fn a_group_hears_nothing_of_what_does_not_fit_and_nothing_empty() {
    let Some(server) = in_group(Config::default(), |server| {
        server.route("lamp", Resource::new().attribute("rt", "lamp").get(|_: &Incoming| "off"));
        server.route(
            "quiet",
            Resource::new().put(|_: &Incoming| ServerReply::changed()).for_groups(),
        );
    }) else {
        return;
    };
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    client.set_read_timeout(Some(PATIENCE)).unwrap();

    for (token, method, path, query) in [
        (1, Code::GET, ".well-known/core", Some("rt=heater")),
        (2, Code::PUT, "quiet", None),
        (3, Code::DELETE, "quiet", None),
        (4, Code::GET, ".well-known/core", Some("rt=lamp")),
    ] {
        let datagram = datagram(token, method, path, query);
        client.send_to(&datagram, (GROUP, server.address.port())).unwrap();
    }

    let mut buffer = [0; 200];
    let length = client.recv(&mut buffer).unwrap();
    let first = Message::parse(&buffer[..length]).unwrap();
    assert_eq!(
        (first.token.as_bytes(), first.message_type),
        (&[4][..], MessageType::NonConfirmable)
    );
    assert_eq!(first.payload, b"</lamp>;rt=\"lamp\"");
}

// rfc: M-7252-8-01, M-7252-11.3-02
#[test]
fn who_has_joined_no_group_answers_nothing_that_is_sent_to_everybody() {
    let server = Server::builder().bind(([0, 0, 0, 0], 0).into()).build().unwrap();
    let server = Running::start(server);
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    client.set_read_timeout(Some(PATIENCE)).unwrap();
    client.set_broadcast(true).unwrap();
    let discovery = |token| datagram(token, Code::GET, ".well-known/core", None);

    let everybody = ([127, 255, 255, 255], server.address.port());
    client.send_to(&discovery(1), SocketAddr::from(everybody)).unwrap();
    client.send_to(&discovery(2), (Ipv4Addr::LOCALHOST, server.address.port())).unwrap();

    // What was counted is told behind the answer, so before the next.
    for token in [2, 3] {
        let mut buffer = [0; 200];
        let length = client.recv(&mut buffer).unwrap();
        assert_eq!(Message::parse(&buffer[..length]).unwrap().token.as_bytes(), [token]);
        client.send_to(&discovery(3), (Ipv4Addr::LOCALHOST, server.address.port())).unwrap();
    }
    assert_eq!(server.handle.counters().refused, 1);
}

// rfc: M-7252-11.3-01, M-7959-2.8-01
#[test]
fn a_guarded_server_lets_who_asked_a_group_show_that_it_is_there() {
    let mut config = Config::default();
    config.limits.amplification = Some(3);
    let Some(server) = in_group(config, |server| {
        for number in 0..100 {
            server.get(&format!("lamp/number/{number}"), |_| "off");
        }
    }) else {
        return;
    };

    let mut found = Vec::new();
    let uri = group_uri(&server, "");
    client()
        .discover_group(&uri, Duration::from_secs(1), &mut |_, links| {
            found.push(links.unwrap().len());
            ControlFlow::Continue(())
        })
        .unwrap();

    assert_eq!(found, [100]);
    assert!(server.handle.counters().challenged > 0);
}

// rfc: M-7252-8.1-04
#[test]
fn a_question_to_a_group_has_an_endpoint_of_its_own() {
    let (group, single) = (UdpSocket::bind("127.0.0.1:0").unwrap(), UdpSocket::bind("127.0.0.1:0"));
    let single = single.unwrap();
    group.set_read_timeout(Some(PATIENCE)).unwrap();
    single.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = |socket: &UdpSocket| format!("coap://{}/", socket.local_addr().unwrap());
    let mut client = client();

    let patience = Duration::from_millis(1);
    client.send(Request::get(uri(&single)).timeout(patience)).unwrap_err();
    client
        .ask_group(Request::get(uri(&group)), Duration::ZERO, &mut |_, _| ControlFlow::Break(()))
        .unwrap();

    let from = |socket: &UdpSocket| socket.recv_from(&mut [0; 100]).unwrap().1;
    assert_ne!(from(&group), from(&single));
}

// rfc: M-7252-8.2.1-01
#[test]
fn a_get_to_a_group_with_an_entity_tag_is_refused() {
    let request = Request::get(format!("coap://{GROUP}/")).option(OptionNumber::ETAG, b"1");

    let asked = client().ask_group(request, PATIENCE, &mut |_, _| ControlFlow::Break(()));

    assert!(matches!(asked, Err(Error::NotForGroups { option: OptionNumber::ETAG })), "{asked:?}");
}

#[test]
fn a_group_that_no_address_hears_is_refused_before_anything_is_bound() {
    let group = |text: &str| text.parse::<Group>().unwrap();
    let any = Server::builder().bind(([0, 0, 0, 0], 0).into());
    for builder in [
        Server::builder().join(Group::all_coap_nodes()),
        Server::builder().bind(([127, 0, 0, 1], 0).into()).join(group("224.0.1.187")),
        any.join(group("ff02::fd")),
    ] {
        let refused = builder.build().unwrap_err();
        assert!(matches!(refused, Error::Net(NetError::Unheard { .. })), "{refused}");
    }
    let nowhere = Server::builder().bind(([0, 0, 0, 0], 0).into()).join(group("all%nowhere"));
    let refused = nowhere.build_workers(2, |_| {}).unwrap_err();
    assert!(matches!(refused, Error::Net(NetError::NoInterface { .. })), "{refused}");
}

#[test]
fn of_several_workers_one_is_in_the_group() {
    let workers = builder(Config::default()).build_workers(2, |_| {}).unwrap();

    assert_eq!(workers.joined().len(), 1);
    assert_eq!(workers.joined()[0].address, IpAddr::from(GROUP));
    assert_eq!(workers.joined()[0].interfaces, ["lo"]);
}

fn builder(mut config: Config) -> ServerBuilder {
    config.transmission.default_leisure = Duration::ZERO;
    let group = "224.0.1.187%lo".parse().unwrap();
    Server::builder().bind(([0, 0, 0, 0], 0).into()).join(group).config(config)
}

/// Starts a server in the group; none where the loopback interface carries no groups.
fn in_group(config: Config, set_up: impl FnOnce(&mut Server)) -> Option<Running> {
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    if let Err(error) = client.send_to(b"", (GROUP, 9)) {
        eprintln!("skipped: the loopback interface does not carry {GROUP}: {error}");
        return None;
    }
    let mut server = builder(config).build().unwrap();
    set_up(&mut server);
    Some(Running::start(server))
}

fn group_uri(server: &Running, path: &str) -> String {
    format!("coap://{GROUP}:{}/{path}", server.address.port())
}

/// Reads the loopback only: the interface follows from the address at this end.
fn client() -> Client {
    Client::builder().local("127.0.0.1:0".parse().unwrap()).build().unwrap()
}

/// Asks the group for a path; gives the first answer.
fn ask(server: &Running, path: &str, period: Duration) -> Option<String> {
    let mut answer = None;
    let request = Request::get(group_uri(server, path));
    let asked = client().ask_group(request, period, &mut |_, reply| {
        answer = Some(String::from_utf8(reply.unwrap().payload().to_vec()).unwrap());
        ControlFlow::Break(())
    });
    asked.unwrap();
    answer
}

fn datagram(token: u8, method: Code, path: &str, query: Option<&str>) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    for segment in path.split('/') {
        options.push_str(OptionNumber::URI_PATH, segment).unwrap();
    }
    if let Some(query) = query {
        options.push_str(OptionNumber::URI_QUERY, query).unwrap();
    }
    let id = MessageId::new(token.into());
    let mut message = Message::new(MessageType::NonConfirmable, method, id);
    message.token = Token::new(&[token]).unwrap();
    message.options = options.as_options();
    let mut bytes = Vec::new();
    message.encode_into(&mut bytes);
    bytes
}
