//! How a server of the class reacts to each datagram of `tests/vectors/messages.jsonl`.
//!
//! The server is the example `fixture`. Each datagram comes from a socket of its own, and once it
//! is dealt with, a ping follows: what arrives before the answer to the ping is the reaction, so
//! that silence needs no waiting.

use coapt::CoAP;
use serde_json::Value;

use crate::fixture;
use crate::support::{ACK, CON, Got, Msg, RST, Raw, coap, local};

/// The message id of the ping; no datagram of the vectors has it.
const PING: u16 = 0xEE01;
/// The largest payload of an IPv4 datagram.
const LARGEST: usize = 65_507;

#[test]
fn every_datagram_gets_a_permitted_reaction() {
    let mut server = coap();
    server.set_local_host("127.0.0.1").unwrap();
    fixture::furnish(&mut server);
    server.start_listening().unwrap();
    let vectors = include_str!("../../../../tests/vectors/messages.jsonl");
    let vectors: Vec<Value> =
        vectors.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    // Kept open, so that no two datagrams come from one address.
    let mut peers = Vec::new();
    let mut wrong = Vec::new();

    for vector in vectors.iter().filter(|vector| datagram(vector).len() <= LARGEST) {
        let peer = Raw::new();
        let got = reaction(&mut server, &peer, &datagram(vector));
        if !is_permitted(vector, &got) {
            wrong.push(format!("{} ({}): {got}", vector["id"], vector["title"]));
        }
        peers.push(peer);
    }

    assert_eq!(vectors.len(), 530);
    assert!(peers.len() >= 525, "only {} datagrams were sent", peers.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn datagram(vector: &Value) -> Vec<u8> {
    if let Some(hex) = vector["hex"].as_str() {
        return unhex(hex);
    }
    let parts = vector["parts"].as_array().unwrap().iter();
    parts
        .flat_map(|part| {
            let count = usize::try_from(part[1].as_u64().unwrap()).unwrap();
            unhex(part[0].as_str().unwrap()).repeat(count)
        })
        .collect()
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

/// Sends a datagram and tells what came back for it.
fn reaction(server: &mut CoAP, peer: &Raw, datagram: &[u8]) -> String {
    peer.send_bytes(datagram, local(server));
    server.do_events().unwrap();
    peer.send_to(&Msg::con("0.00", PING), server);
    let mut reaction = String::from("none");
    loop {
        let got = peer.next(server);
        if got.kind == RST && got.id == PING {
            return reaction;
        }
        reaction = name_of(&got);
        if got.kind == CON {
            peer.send_to(&got.ack(), server);
        }
    }
}

fn name_of(got: &Got) -> String {
    match (got.kind, got.code_text().as_str()) {
        (RST, _) => "rst".into(),
        (ACK, "0.00") => "ack-empty".into(),
        (_, code) => code.into(),
    }
}

fn is_permitted(vector: &Value, got: &str) -> bool {
    let permitted = vector["react"].as_array().unwrap();
    permitted.iter().any(|reaction| reaction == "any" || reaction == got)
}
