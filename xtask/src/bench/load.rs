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
}

impl Load {
    pub(super) fn towards(port: u16) -> Result<Self, String> {
        let clients = (0..SOCKETS).map(|_| {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
            socket.connect((Ipv4Addr::LOCALHOST, port))?;
            socket.set_read_timeout(Some(PATIENCE))?;
            Ok(socket)
        });
        let clients = clients.collect::<std::io::Result<_>>();
        Ok(Self { clients: clients.map_err(|error| format!("no socket: {error}"))?, id: 0 })
    }

    /// Sends so many requests; returns how many were answered.
    pub(super) fn run(&mut self, requests: usize) -> Result<usize, String> {
        let mut answered = 0;
        for _ in 0..requests.div_ceil(SOCKETS * usize::from(WINDOW)) {
            for client in &self.clients {
                send(client, self.id)?;
            }
            self.id = self.id.wrapping_add(WINDOW);
            answered += self.clients.iter().map(receive).sum::<usize>();
        }
        Ok(answered)
    }
}

/// Sends a window of requests, with message ids from `first` on.
fn send(client: &UdpSocket, first: u16) -> Result<(), String> {
    for number in 0..WINDOW {
        let request = request(first.wrapping_add(number));
        client.send(&request).map_err(|error| format!("cannot send: {error}"))?;
    }
    Ok(())
}

/// Takes a window of answers.
fn receive(client: &UdpSocket) -> usize {
    let mut buffer = [0; 2048];
    (0..WINDOW).take_while(|_| client.recv(&mut buffer).is_ok()).count()
}

/// NON GET /test with a token of two bytes.
fn request(id: u16) -> [u8; 11] {
    let [high, low] = id.to_be_bytes();
    [0x52, 1, high, low, high, low, 0xB4, b't', b'e', b's', b't']
}
