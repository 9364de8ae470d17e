//! What changes the state of servers from aside: plain messages past the relay.

use std::net::{Ipv4Addr, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use super::wire::Message;

static NEXT: AtomicU16 = AtomicU16::new(1);

/// Sends a confirmable request to a port of this machine; the code of the response.
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
    let [high, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let mut bytes = vec![0x42, code, high, low, high, low];
    for (place, segment) in path.split('/').enumerate() {
        let delta = if place == 0 { 0xB0 } else { 0 };
        bytes.push(delta | u8::try_from(segment.len()).ok()?);
        bytes.extend_from_slice(segment.as_bytes());
    }
    if let Some(format) = format {
        // Zero is written without a byte.
        bytes.push(if format == 0 { 0x10 } else { 0x11 });
        bytes.extend((format != 0).then_some(format));
    }
    if !payload.is_empty() {
        bytes.push(0xFF);
        bytes.extend_from_slice(payload);
    }
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
    socket.connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
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
