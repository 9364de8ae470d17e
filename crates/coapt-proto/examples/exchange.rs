//! Serves so many small GETs without a socket, for counting instructions: `exchange COUNT`.
//!
//! Run under callgrind with two counts, the difference is what the exchanges cost; `cargo xtask bench instructions`
//! does that.

use std::time::Duration;

use coapt_proto::{Config, Delivery, Endpoint, Event, Instant, Peer, Response};
use coapt_wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

/// How many clients ask in turns.
const CLIENTS: u32 = 16;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: u32 = std::env::args().nth(1).ok_or("how many exchanges?")?.parse()?;
    let mut config = Config::default();
    config.limits.duplicate_bytes = 4 << 20;
    let mut server = Endpoint::new(config, [7; 32]);
    let mut now = Instant::ORIGIN;
    let mut options = OptionsBuf::new();
    options.push_str(OptionNumber::URI_PATH, "test")?;
    let mut get = Message::new(MessageType::Confirmable, Code::GET, MessageId::new(0));
    get.token = Token::new(&[1, 2]).ok_or("a token of two bytes")?;
    get.options = options.as_options();
    let mut datagram = Vec::new();
    get.encode_into(&mut datagram);
    let mut sent = 0_u32;
    for number in 0..count {
        now += Duration::from_micros(5);
        let [.., high, low] = (number / CLIENTS).to_be_bytes();
        if let Some(id) = datagram.get_mut(2..4) {
            id.copy_from_slice(&[high, low]);
        }
        let [.., host] = (number % CLIENTS).to_be_bytes();
        let peer = Peer::new(([127, 0, 0, host], 40_000).into());
        server.handle_datagram(now, peer, Delivery::Unicast, &datagram);
        while let Some(event) = server.poll_event() {
            let Event::Request { id, .. } = event else { continue };
            server.respond(now, id, Response::new(Code::CONTENT).with_payload(&b"12345678"[..]))?;
        }
        while let Some(transmit) = server.poll_transmit() {
            sent += u32::from(transmit.datagram.len() == 15);
        }
    }
    if sent == count { Ok(()) } else { Err(format!("{sent} of {count} were answered").into()) }
}
