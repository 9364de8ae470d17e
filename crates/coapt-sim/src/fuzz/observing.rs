//! Notifications that come in any order, at any time, with numbers that wrap around.

use std::time::Duration;

use coapt_proto::{Event, Instant, Order, Request};
use coapt_wire::{Code, MessageType, OptionNumber, OptionsBuf};

use super::Input;
use crate::{Lone, datagram, peer};

/// The newest state known: its number, when it came, and what it is.
type Known = (u32, Instant);

/// A notification is told as the latest just when RFC 7641 §3.4 says so.
///
/// # Panics
///
/// If it is not.
pub fn observing(data: &[u8]) {
    let mut input = Input(data);
    let mut client = Lone::new(|_| {});
    if client.endpoint.observe(client.now, peer(1), Request::new(Code::GET)).is_err() {
        return;
    }
    let Some(asked) = client.sent().pop() else { return };
    let first = number(&mut input);
    tell(&mut client, &asked.token, (MessageType::Acknowledgement, asked.id), first);
    let mut known = (first, client.now);
    client.events();
    let mut id = 0;
    while let Some(step) = input.byte() {
        client.pass(Duration::from_millis(u64::from(step >> 2) * u64::from(input.number()) * 16));
        id += 1;
        let sequence = match step & 3 {
            0 => known.0.wrapping_add(u32::from(input.number())) & 0x00ff_ffff,
            1 => known.0.wrapping_sub(u32::from(input.number())) & 0x00ff_ffff,
            2 => known.0.wrapping_add((1 << 23) - 2 + u32::from(input.number() & 3)) & 0x00ff_ffff,
            _ => number(&mut input),
        };
        client.sent();
        client.events();
        tell(&mut client, &asked.token, (MessageType::Confirmable, id), sequence);
        let wanted =
            if is_newer(known, (sequence, client.now)) { Order::Latest } else { Order::Outdated };
        let told = client.events();
        let [Event::Notification { order, last: false, .. }] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(*order, wanted, "{sequence} at {:?} after {known:?}", client.now);
        assert!(!client.sent().is_empty(), "a confirmable notification is acknowledged");
        if wanted == Order::Latest {
            known = (sequence, client.now);
        }
    }
}

fn number(input: &mut Input<'_>) -> u32 {
    u32::from_be_bytes([0, input.number(), input.number(), input.number()])
}

fn tell(client: &mut Lone, token: &[u8], (kind, id): (MessageType, u16), sequence: u32) {
    let mut options = OptionsBuf::new();
    options.set_uint(OptionNumber::OBSERVE, sequence);
    client.take(peer(1), &datagram((kind, Code::CONTENT, id), token, &options, b"s"));
}

/// The condition of RFC 7641 §3.4, as it stands there.
fn is_newer((v1, t1): Known, (v2, t2): Known) -> bool {
    const HALF: u32 = 1 << 23;
    (v1 < v2 && v2 - v1 < HALF) || (v1 > v2 && v1 - v2 > HALF) || t2 > t1 + Duration::from_secs(128)
}
