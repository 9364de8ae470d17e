//! Bodies of any size: block-wise transfers that nobody sees, and those that fail (RFC 7959).

use std::sync::{Arc, Mutex};

use crate::support::{Events, Msg, Raw, Seen, client, pump, pump_both, server, uri};

// contract: D54, prop.request_data.b8, prop.response_data.b7
#[test]
fn bodies_of_any_size_arrive_whole_and_once() {
    let mut server = server();
    let mut client = client();
    let servers_events = Events::of(&mut server);
    let clients_events = Events::of(&mut client);
    let lengths = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&lengths);
    server.on_request(move |server, _| {
        noted.lock().unwrap().push(server.request_data().len());
        let echo: Vec<u8> = server.request_data().iter().rev().copied().collect();
        server.set_response_data(echo);
    });
    let body: Vec<u8> = (0..20_000_u32).flat_map(u32::to_be_bytes).collect();
    for length in [0, 1023, 1024, 1025, 2048, 80_000] {
        servers_events.clear();
        clients_events.clear();
        lengths.lock().unwrap().clear();
        client.set_request_data(&body[..length]);

        client.post(&uri(server.local_port(), "x")).unwrap();
        pump_both(&mut client, &mut server, |client, _| client.pending_request_count() == 0);

        let echo: Vec<u8> = body[..length].iter().rev().copied().collect();
        assert_eq!(*lengths.lock().unwrap(), [length], "one event for each body");
        assert_eq!(client.response_data(), echo);
        assert_eq!(client.response_code(), "2.05", "2.31 is never shown");
        let completed = clients_events.all();
        assert!(matches!(&completed[..], [Seen::RequestComplete { code: 0, response, data, .. }]
                if response == "2.05" && *data == echo));
        assert_eq!(servers_events.responses(), [0]);
    }
}

// contract: D54
#[test]
fn blocks_have_at_most_1024_bytes() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_data(vec![7; 1025]);
    client.put(&raw.uri("x")).unwrap();
    let first = raw.next(&mut client);
    assert_eq!((first.payload.len(), first.option(27).unwrap()), (1024, vec![0x0e]));
    raw.send(&first.piggyback("2.31").option(27, &[0x0e]), first.from);
    let second = raw.next(&mut client);
    assert_eq!((second.payload.len(), second.option(27).unwrap()), (1, vec![0x16]));

    let mut server = server();
    server.set_response_data(vec![7; 1025]);
    let first = raw.ask(&Msg::con("0.01", 1), &mut server);
    assert_eq!((first.payload.len(), first.option(23).unwrap()), (1024, vec![0x0e]));
    let second = raw.ask(&Msg::con("0.01", 2).uint(23, 0x16), &mut server);
    assert_eq!((second.payload.len(), second.option(23).unwrap()), (1, vec![0x16]));
}

// contract: event.on_error.b3, error.702.b2, D54
#[test]
fn blocks_of_a_client_that_do_not_fit_are_answered_4_08_and_told() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);

    let block = |id, block| Msg::con("0.02", id).token(b"t").uint(27, block).payload(&[1; 16]);
    assert_eq!(raw.ask(&block(1, 0x08), &mut server).code_text(), "2.31");
    assert_eq!(raw.ask(&block(2, 0x38), &mut server).code_text(), "4.08");

    pump(&mut server, |_| events.errors() == [702]);
    assert_eq!(events.requests(), 0);
}

// contract: error.702.b1, D54
#[test]
fn blocks_of_a_server_that_do_not_fit_end_the_request_with_702() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);
    raw.send(&got.piggyback("2.05").uint(23, 0x08).payload(&[1; 16]), got.from);
    let got = raw.next(&mut client);

    raw.send(&got.piggyback("2.05").uint(23, 0x38).payload(&[1; 16]), got.from);
    pump(&mut client, |_| !events.completions().is_empty());

    assert_eq!(events.completions(), [702]);
    assert!(events.errors().is_empty());
}
