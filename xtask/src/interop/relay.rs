//! A relay on loopback between a client and a server: it records each datagram, and can be a bad line.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a thread that waits for datagrams looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(100);
/// How long a bad line holds a datagram back at most.
pub(super) const LATEST: Duration = Duration::from_millis(50);
/// How long the relay may take to come to a datagram.
const FENCE: Duration = Duration::from_secs(60);
/// More than fits into a datagram.
const ROOM: usize = 65_536;

/// A datagram that came to the relay.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// The time since the relay began.
    pub(super) at: Duration,
    pub(super) is_from_client: bool,
    /// Which client it was, counted from 1: ports come again.
    pub(super) client: u16,
    pub(super) bytes: Vec<u8>,
    /// Whether it was let through.
    pub(super) is_passed: bool,
}

/// What is to happen to datagrams.
#[derive(Clone, Copy, Debug)]
pub(super) enum Line {
    /// Each arrives once, in order.
    Good,
    /// Chance decides; the seed decides chance.
    Bad(u64),
}

/// A relay that runs; it ends with this value.
#[derive(Debug)]
pub(super) struct Relay {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    is_over: AtomicBool,
    server: SocketAddr,
    downstream: UdpSocket,
    began: Instant,
}

#[derive(Debug)]
struct State {
    record: Vec<Seen>,
    /// The places, counted from now on, of the datagrams to drop: from clients, from the server.
    drops: [Vec<usize>; 2],
    /// The clients before this one lose nothing by those.
    drops_since: u16,
    chance: Option<u64>,
    clients: u16,
    /// Whose datagram tells that all before it were taken.
    fence: Option<SocketAddr>,
    /// Those that may still be there.
    upstreams: BTreeMap<SocketAddr, Upstream>,
}

/// A client, as the server sees it.
#[derive(Clone, Debug)]
struct Upstream {
    client: u16,
    socket: Arc<UdpSocket>,
}

/// What becomes of one datagram.
#[derive(Clone, Copy)]
enum Fate {
    Lost,
    Passed,
    Twice,
    Late(Duration),
}

impl Line {
    /// What the names of files have at their end, so that runs side by side keep their own.
    pub(super) fn suffix(self) -> String {
        match self {
            Self::Good => String::new(),
            Self::Bad(seed) => format!("-line-{seed}"),
        }
    }
}

impl Relay {
    /// Starts a relay to a server on loopback, at a free port.
    pub(super) fn start(server: u16, line: Line) -> io::Result<Self> {
        let downstream = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        downstream.set_read_timeout(Some(LOOK))?;
        let port = downstream.local_addr()?.port();
        let chance = match line {
            Line::Good => None,
            Line::Bad(seed) => Some(seed.wrapping_mul(2).wrapping_add(1)),
        };
        let state = State {
            record: Vec::new(),
            drops: [Vec::new(), Vec::new()],
            drops_since: 0,
            chance,
            clients: 0,
            fence: None,
            upstreams: BTreeMap::new(),
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
            is_over: AtomicBool::new(false),
            server: (Ipv4Addr::LOCALHOST, server).into(),
            downstream,
            began: now(),
        });
        let listening = Arc::clone(&shared);
        thread::spawn(move || listening.listen());
        Ok(Self { port, shared })
    }

    /// The port that clients are to talk to.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// How many datagrams there were.
    pub(super) fn length(&self) -> usize {
        self.shared.lock().record.len()
    }

    /// The datagrams to and from the clients from this one on.
    pub(super) fn of_clients_from(&self, client: u16) -> Vec<Seen> {
        let state = self.shared.lock();
        state.record.iter().filter(|seen| seen.client >= client).cloned().collect()
    }

    /// Waits for a datagram after `length`, for a time at most; whether there is one.
    pub(super) fn await_more(&self, length: usize, patience: Duration) -> bool {
        let state = self.shared.lock();
        let outcome = self
            .shared
            .changed
            .wait_timeout_while(state, patience, |state| state.record.len() <= length);
        outcome.is_ok_and(|(state, _)| state.record.len() > length)
    }

    /// Drops datagrams of the clients from this one on by their places from now on, the next one being 0.
    pub(super) fn drop_next(&self, client: u16, from_client: &[usize], from_server: &[usize]) {
        let mut state = self.shared.lock();
        state.drops_since = client;
        state.drops = [from_client.to_vec(), from_server.to_vec()];
    }

    /// The next client will be this one; those that were there are gone, and nothing goes to their ports any more.
    ///
    /// What they have sent is taken first: it may wait still.
    pub(super) fn next_client(&self) -> u16 {
        let mut state = self.shared.lock();
        let fence = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
        if let Ok(fence) = fence
            && let Ok(address) = fence.local_addr()
        {
            state.fence = Some(address);
            fence.send_to(b"fence", (Ipv4Addr::LOCALHOST, self.port)).ok();
            let waited =
                self.shared.changed.wait_timeout_while(state, FENCE, |state| state.fence.is_some());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.upstreams.clear();
        state.clients + 1
    }

    /// Sends a datagram to the server in the name of a client.
    pub(super) fn forge(&self, client: u16, bytes: &[u8]) {
        let state = self.shared.lock();
        if let Some(upstream) = state.upstreams.values().find(|one| one.client == client) {
            upstream.socket.send(bytes).ok();
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what comes from clients until the relay is over.
    fn listen(self: &Arc<Self>) {
        let mut buffer = vec![0; ROOM];
        while !self.is_over.load(Ordering::Relaxed) {
            let Ok((length, from)) = self.downstream.recv_from(&mut buffer) else { continue };
            if self.lock().fence == Some(from) {
                self.lock().fence = None;
                self.changed.notify_all();
                continue;
            }
            let Ok(upstream) = self.upstream(from) else { continue };
            let bytes = buffer.get(..length).unwrap_or_default();
            let fate = self.note(true, upstream.client, bytes);
            carry(fate, bytes, move |bytes| upstream.socket.send(bytes).map(drop));
        }
    }

    /// The socket that stands for a client at the server.
    fn upstream(self: &Arc<Self>, from: SocketAddr) -> io::Result<Upstream> {
        if let Some(known) = self.lock().upstreams.get(&from) {
            return Ok(known.clone());
        }
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.connect(self.server)?;
        socket.set_read_timeout(Some(LOOK))?;
        let mut state = self.lock();
        state.clients += 1;
        let upstream = Upstream { client: state.clients, socket: Arc::new(socket) };
        state.upstreams.insert(from, upstream.clone());
        let (shared, reads) = (Arc::clone(self), upstream.clone());
        thread::spawn(move || shared.answer(&reads, from));
        Ok(upstream)
    }

    /// Takes what comes from the server to a client until the relay is over.
    fn answer(self: &Arc<Self>, upstream: &Upstream, to: SocketAddr) {
        let mut buffer = vec![0; ROOM];
        while !self.is_over.load(Ordering::Relaxed) {
            let Ok(length) = upstream.socket.recv(&mut buffer) else { continue };
            let bytes = buffer.get(..length).unwrap_or_default();
            let fate = self.note(false, upstream.client, bytes);
            let is_there = self.lock().upstreams.values().any(|one| one.client == upstream.client);
            if is_there {
                let shared = Arc::clone(self);
                carry(fate, bytes, move |bytes| shared.downstream.send_to(bytes, to).map(drop));
            }
        }
    }

    /// Records a datagram and decides what becomes of it.
    fn note(&self, is_from_client: bool, client: u16, bytes: &[u8]) -> Fate {
        let at = now().duration_since(self.began);
        let mut state = self.lock();
        let fate = state.fate(is_from_client, client);
        let is_passed = !matches!(fate, Fate::Lost);
        let bytes = bytes.to_vec();
        state.record.push(Seen { at, is_from_client, client, bytes, is_passed });
        self.changed.notify_all();
        fate
    }
}

impl State {
    fn fate(&mut self, is_from_client: bool, client: u16) -> Fate {
        let [of_client, of_server] = &mut self.drops;
        let drops = if is_from_client { of_client } else { of_server };
        if client >= self.drops_since {
            let is_lost = drops.contains(&0);
            drops.retain(|place| *place > 0);
            for place in drops.iter_mut() {
                *place -= 1;
            }
            if is_lost {
                return Fate::Lost;
            }
        }
        let Some(chance) = &mut self.chance else { return Fate::Passed };
        // xorshift64: what matters is that the same seed gives the same line.
        *chance ^= *chance << 13;
        *chance ^= *chance >> 7;
        *chance ^= *chance << 17;
        match *chance % 100 {
            0..8 => Fate::Lost,
            8..14 => Fate::Twice,
            14..26 => {
                Fate::Late(LATEST * u32::try_from(*chance / 100 % 50).unwrap_or_default() / 50)
            }
            _ => Fate::Passed,
        }
    }
}

/// Sends a datagram as often and as late as its fate is.
fn carry(fate: Fate, bytes: &[u8], send: impl Fn(&[u8]) -> io::Result<()> + Send + 'static) {
    match fate {
        Fate::Lost => {}
        // A server that is gone refuses what is sent; the client is to find that out by itself.
        Fate::Passed => drop(send(bytes)),
        Fate::Twice => {
            send(bytes).ok();
            send(bytes).ok();
        }
        Fate::Late(time) => {
            let bytes = bytes.to_vec();
            thread::spawn(move || {
                pause(time);
                send(&bytes).ok();
            });
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the peers live in real time")]
pub(super) fn now() -> Instant {
    Instant::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a late datagram is sent at its time; nothing else tells it"
)]
pub(super) fn pause(time: Duration) {
    thread::sleep(time);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));

    /// A socket on loopback, and its port.
    fn socket() -> (UdpSocket, u16) {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(PATIENCE).unwrap();
        let port = socket.local_addr().unwrap().port();
        (socket, port)
    }

    #[test]
    fn a_datagram_that_is_to_be_lost_is_recorded_and_the_next_one_arrives() {
        let (server, port) = socket();
        let relay = Relay::start(port, Line::Good).unwrap();
        let (client, _) = socket();
        let mut buffer = [0; 8];

        relay.drop_next(relay.next_client(), &[0], &[]);
        client.send_to(b"one", (Ipv4Addr::LOCALHOST, relay.port())).unwrap();
        client.send_to(b"two", (Ipv4Addr::LOCALHOST, relay.port())).unwrap();
        let (length, _) = server.recv_from(&mut buffer).unwrap();

        assert_eq!(buffer.get(..length), Some(&b"two"[..]));
        let record = relay.of_clients_from(1);
        let seen: Vec<_> = record.iter().map(|seen| (&seen.bytes[..], seen.is_passed)).collect();
        assert_eq!(seen, [(&b"one"[..], false), (&b"two"[..], true)]);
    }

    #[test]
    fn the_next_client_is_another_one_even_from_the_same_port() {
        let (server, port) = socket();
        let relay = Relay::start(port, Line::Good).unwrap();
        let (client, _) = socket();
        let mut buffer = [0; 8];

        for _ in 0..2 {
            relay.next_client();
            client.send_to(b"one", (Ipv4Addr::LOCALHOST, relay.port())).unwrap();
            server.recv_from(&mut buffer).unwrap();
        }

        let clients: Vec<_> = relay.of_clients_from(1).iter().map(|seen| seen.client).collect();
        assert_eq!(clients, [1, 2]);
    }

    #[test]
    fn the_same_seed_makes_the_same_line() {
        let fates = |seed| {
            let mut state = State {
                record: Vec::new(),
                drops: [Vec::new(), Vec::new()],
                drops_since: 0,
                chance: Some(seed),
                clients: 0,
                fence: None,
                upstreams: BTreeMap::new(),
            };
            let letter = |fate| match fate {
                Fate::Lost => 'l',
                Fate::Passed => 'p',
                Fate::Twice => 't',
                Fate::Late(_) => 'd',
            };
            (0..200).map(|_| letter(state.fate(true, 1))).collect::<String>()
        };

        assert_eq!(fates(7), fates(7));
        assert_ne!(fates(7), fates(9));
        assert!(['l', 'p', 't', 'd'].iter().all(|letter| fates(7).contains(*letter)));
    }
}
