//! The load: GETs from several sockets, a window at a time, each counted when it is answered.

use std::net::{Ipv4Addr, UdpSocket};
use std::time::Duration;

/// How many clients there are.
const SOCKETS: usize = 16;

/// How many requests of each client are under way.
const WINDOW: u16 = 8;

/// How long an answer is waited for before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(1);

/// Sixteen clients of one server.
pub(super) struct Load {
    clients: Vec<UdpSocket>,
    /// The first message id of the next window; each client goes through all of them.
    id: u16,
    /// Makes the request with a message id.
    request: fn(u16) -> Vec<u8>,
}

impl Load {
    /// Confirmable GETs, each like the other.
    pub(super) fn plain(port: u16) -> Result<Self, String> {
        Self::towards(port, con_get)
    }

    /// GETs and PUTs, confirmable and not, of what is there and what is not.
    pub(super) fn mixed(port: u16) -> Result<Self, String> {
        Self::towards(port, mixed)
    }

    fn towards(port: u16, request: fn(u16) -> Vec<u8>) -> Result<Self, String> {
        let clients = (0..SOCKETS).map(|_| {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
            socket.connect((Ipv4Addr::LOCALHOST, port))?;
            socket.set_read_timeout(Some(PATIENCE))?;
            Ok(socket)
        });
        let clients = clients.collect::<std::io::Result<_>>();
        Ok(Self {
            clients: clients.map_err(|error| format!("no socket: {error}"))?,
            id: 0,
            request,
        })
    }

    /// Sends so many requests; returns how many were answered.
    pub(super) fn run(&mut self, requests: usize) -> Result<usize, String> {
        let mut answered = 0;
        for _ in 0..requests.div_ceil(SOCKETS * usize::from(WINDOW)) {
            for client in &self.clients {
                self.send(client)?;
            }
            self.id = self.id.wrapping_add(WINDOW);
            answered += self.clients.iter().map(receive).sum::<usize>();
        }
        Ok(answered)
    }

    /// Sends a window of requests.
    fn send(&self, client: &UdpSocket) -> Result<(), String> {
        for number in 0..WINDOW {
            let request = (self.request)(self.id.wrapping_add(number));
            client.send(&request).map_err(|error| format!("cannot send: {error}"))?;
        }
        Ok(())
    }
}

/// Takes a window of answers.
fn receive(client: &UdpSocket) -> usize {
    let mut buffer = [0; 2048];
    (0..WINDOW).take_while(|_| client.recv(&mut buffer).is_ok()).count()
}

/// CON GET /test with a token of two bytes.
fn con_get(id: u16) -> Vec<u8> {
    message(0x42, 1, id, b"\xB4test")
}

/// NON GET /test with a token of two bytes.
fn non_get(id: u16) -> Vec<u8> {
    message(0x52, 1, id, b"\xB4test")
}

fn mixed(id: u16) -> Vec<u8> {
    match id % 8 {
        0 => message(0x42, 3, id, b"\xB4test\xFF87654321"),
        1 => message(0x52, 3, id, b"\xB4test\xFF12345678"),
        2 => message(0x42, 1, id, b"\xB7missing"),
        3 => message(0x52, 4, id, b"\xB4test"),
        4 | 5 => message(0x42, 1, id, b"\xB4test"),
        _ => non_get(id),
    }
}

/// A message with a token of two bytes, the message id.
fn message(first: u8, code: u8, id: u16, rest: &[u8]) -> Vec<u8> {
    let [high, low] = id.to_be_bytes();
    [&[first, code, high, low, high, low], rest].concat()
}
