//! What changes the state of servers from aside: plain messages past the relay.

use std::net::{Ipv4Addr, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use super::wire::Message;

static NEXT: AtomicU16 = AtomicU16::new(1);

/// The most bytes of a payload that go in one message.
const BLOCK: usize = 1024;

/// Sends a confirmable request to a port of this machine, in blocks if it must be; the code of the last response.
///
/// Paths have segments of at most 12 bytes. Past the relay nothing is lost, so nothing is sent again.
pub(super) fn send(
    port: u16,
    method: &str,
    path: &str,
    payload: &[u8],
    format: Option<u8>,
) -> Option<u8> {
    let code = match method {
        "POST" => 2,
        "PUT" => 3,
        "DELETE" => 4,
        _ => 1,
    };
    let mut options = Vec::new();
    for (place, segment) in path.split('/').enumerate() {
        let delta = if place == 0 { 0xB0 } else { 0 };
        options.push(delta | u8::try_from(segment.len()).ok()?);
        options.extend_from_slice(segment.as_bytes());
    }
    if let Some(format) = format {
        // Zero is written without a byte.
        options.push(if format == 0 { 0x10 } else { 0x11 });
        options.extend((format != 0).then_some(format));
    }
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
    socket.connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    if payload.len() <= BLOCK {
        return exchange(&socket, code, &options, payload);
    }
    let count = payload.len().div_ceil(BLOCK);
    let blocks = payload.chunks(BLOCK).enumerate().map(|(number, block)| {
        // Block1 is 15 after Content-Format and 16 after Uri-Path; both are written in two bytes.
        let delta = if format.is_some() { 2 } else { 3 };
        let more = if number + 1 < count { 8 } else { 0 };
        let value = u8::try_from(number << 4 | more | 6).ok()?;
        exchange(&socket, code, &[&options[..], &[0xD1, delta, value]].concat(), block)
    });
    blocks.fold(None, |_, code| code)
}

/// Sends one message; the code of the response.
fn exchange(socket: &UdpSocket, code: u8, options: &[u8], payload: &[u8]) -> Option<u8> {
    let [high, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let mut bytes = vec![0x42, code, high, low, high, low];
    bytes.extend_from_slice(options);
    if !payload.is_empty() {
        bytes.push(0xFF);
        bytes.extend_from_slice(payload);
    }
    socket.send(&bytes).ok()?;
    let mut buffer = [0; 2048];
    loop {
        let length = socket.recv(&mut buffer).ok()?;
        let answer = Message::read(buffer.get(..length)?)?;
        if answer.is_response() {
            return Some(answer.code);
        }
    }
}
