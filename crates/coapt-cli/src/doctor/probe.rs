//! The socket of the doctor: sends messages as they stand, malformed ones too, and keeps what comes back.
//!
//! It is polite: one message at a time, a moment between two, confirmable answers acknowledged, and what nobody waits
//! for rejected by a Reset. What it keeps of one exchange is bounded.

use std::collections::VecDeque;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use coapt::net::{Datagram, DatagramSocket, PacketInfo, SocketSettings, pause, seed};
use coapt::proto::Instant;
use coapt::wire::{Code, Header, Message, MessageId, MessageType, Token};

use crate::failure::{Failure, Status};
use crate::link;
use crate::paint::Paint;
use crate::trace::{Direction, line};

use super::draft::Draft;
use super::reply::{Heard, Reply};

/// How often a request is sent until it is answered.
const ATTEMPTS: u32 = 3;

/// The time between two messages at least.
const PACE: Duration = Duration::from_millis(10);

/// How many datagrams of one exchange are kept.
const MAX_HEARD: usize = 64;

/// The shortest and the longest time after which silence is believed.
const QUIET: (Duration, Duration) = (Duration::from_millis(80), Duration::from_secs(2));

/// The longest time that a server which asks for patience gets (RFC 8516 §3).
const MAX_PATIENCE: u32 = 10;

/// The longest datagram that is received whole.
const MAX_DATAGRAM: usize = 2048;

/// How a probe goes about it.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// The URI as the user wrote it, for what is told.
    pub(super) uri: String,
    pub(super) target: SocketAddr,
    /// How long to wait for an answer before asking again.
    pub(super) timeout: Duration,
    /// Whether each message is told on standard error.
    pub(super) trace: Option<Paint>,
    pub(super) interrupted: Arc<AtomicBool>,
}

/// One client address, from which a server is asked.
#[derive(Debug)]
pub(super) struct Probe {
    manner: Manner,
    socket: DatagramSocket,
    next_id: MessageId,
    next_token: u32,
    /// What the server wants to see again before it believes our address (RFC 9175 §2).
    echo: Option<Vec<u8>>,
    /// The longest time to a first answer that was measured.
    slowest: Option<Duration>,
    acknowledges: bool,
    is_refused: bool,
    has_heard: bool,
    /// What the server sent that is no message: how many, and what is wrong with the first.
    malformed: (u32, Option<String>),
    /// How many acknowledgements and Resets came that belong to nothing.
    strays: u32,
    waiting: VecDeque<Heard>,
}

/// What an exchange is recognised by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) id: MessageId,
    pub(super) token: Token,
}

impl Probe {
    /// Opens a socket.
    pub(super) fn open(manner: Manner) -> Result<Self, Failure> {
        let any: IpAddr = match manner.target {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let mut settings = SocketSettings::new((any, 0).into());
        settings.packet_info = PacketInfo::Off;
        settings.max_packet_size = MAX_DATAGRAM;
        let socket = DatagramSocket::open(&settings)
            .map_err(|error| link::failure(&error.into(), &manner.uri))?;
        let [high, low, a, b, c, d, ..] = seed();
        Ok(Self {
            manner,
            socket,
            next_id: MessageId::new(u16::from_be_bytes([high, low])),
            next_token: u32::from_be_bytes([a, b, c, d]),
            echo: None,
            slowest: None,
            acknowledges: true,
            is_refused: false,
            has_heard: false,
            malformed: (0, None),
            strays: 0,
            waiting: VecDeque::new(),
        })
    }

    /// Opens another socket, as a client that the server has not met.
    pub(super) fn stranger(&self) -> Result<Self, Failure> {
        Self::open(self.manner.clone())
    }

    /// Gives a message id and a token that were not used yet.
    pub(super) fn mark(&mut self) -> Mark {
        let id = self.next_id;
        self.next_id = id.next();
        self.next_token = self.next_token.wrapping_add(0x9e37_79b9);
        let token = Token::new(&self.next_token.to_be_bytes()).unwrap_or_default();
        Mark { id, token }
    }

    /// Makes the bytes of a request.
    pub(super) fn encode(&self, draft: &Draft, mark: Mark) -> Vec<u8> {
        draft.encode(mark, self.echo.as_deref())
    }

    /// Asks until there is an answer or the patience ends; shows the server what it asks to see, and waits if told so.
    pub(super) fn ask(&mut self, draft: &Draft) -> Result<Option<Reply>, Failure> {
        let mark = self.mark();
        self.ask_as(draft, mark)
    }

    /// Does the same with a given token.
    pub(super) fn ask_as(&mut self, draft: &Draft, mark: Mark) -> Result<Option<Reply>, Failure> {
        let bytes = self.encode(draft, mark);
        let reply = self.exchange(&bytes, mark)?;
        let Some(again) = reply.as_ref().filter(|reply| reply.wants_another_try()) else {
            return Ok(reply);
        };
        if let Some(echo) = again.echo() {
            self.echo = Some(echo.to_vec());
        } else {
            rest(Duration::from_secs(again.max_age().min(MAX_PATIENCE).into()))?;
        }
        let mark = Mark { id: self.mark().id, ..mark };
        let bytes = self.encode(draft, mark);
        self.exchange(&bytes, mark)
    }

    /// Sends bytes up to three times until they are answered, and waits for a separate response if there will be one.
    pub(super) fn exchange(&mut self, bytes: &[u8], mark: Mark) -> Result<Option<Reply>, Failure> {
        let mut is_acknowledged = false;
        let begun = self.socket.now();
        for _ in 0..ATTEMPTS {
            if !is_acknowledged {
                self.send(bytes)?;
            }
            let heard = self.listen(mark, self.manner.timeout, Heard::is_final)?;
            is_acknowledged |= heard.iter().any(Heard::is_empty_acknowledgement);
            if let Some(last) = heard.into_iter().find(Heard::is_final) {
                let taken = last.at.saturating_since(begun);
                self.slowest = self.slowest.max(Some(taken));
                return Ok(Reply::new(&last, mark.id, is_acknowledged, taken));
            }
        }
        Ok(None)
    }

    /// Sends bytes and gives the first thing that comes back; twice, if nothing does.
    pub(super) fn provoke(&mut self, bytes: &[u8], mark: Mark) -> Result<Option<Heard>, Failure> {
        for _ in 1..ATTEMPTS {
            self.send(bytes)?;
            let heard = self.listen(mark, self.manner.timeout, |_| true)?;
            if let Some(first) = heard.into_iter().next() {
                return Ok(Some(first));
            }
        }
        Ok(None)
    }

    /// Sends bytes that should meet with silence, and gives what comes back within a while.
    pub(super) fn whisper(&mut self, bytes: &[u8], mark: Mark) -> Result<Vec<Heard>, Failure> {
        self.send(bytes)?;
        self.overhear(mark, self.quiet())
    }

    /// Gives what comes within a time.
    pub(super) fn overhear(&mut self, mark: Mark, time: Duration) -> Result<Vec<Heard>, Failure> {
        self.listen(mark, time, |_| false)
    }

    /// Sends bytes.
    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        rest(PACE)?;
        self.post(bytes)
    }

    /// Acknowledges confirmable answers from now on, or lets the server wait.
    pub(super) fn set_acknowledges(&mut self, acknowledges: bool) {
        self.acknowledges = acknowledges;
    }

    /// How long silence has to last to be believed, seen from how long answers take.
    pub(super) fn quiet(&self) -> Duration {
        let (shortest, longest) = QUIET;
        let usual = self.slowest.unwrap_or(longest).saturating_mul(4);
        usual.clamp(shortest, longest).min(self.manner.timeout)
    }

    /// Tells whether the user wants to end it.
    pub(super) fn is_interrupted(&self) -> bool {
        self.manner.interrupted.load(Ordering::Relaxed)
    }

    /// How many datagrams from the server were no messages, and what is wrong with the first.
    pub(super) fn malformed(&self) -> (u32, &str) {
        (self.malformed.0, self.malformed.1.as_deref().unwrap_or_default())
    }

    /// How many acknowledgements and Resets came that belong to nothing.
    pub(super) fn strays(&self) -> u32 {
        self.strays
    }

    /// Says that nobody answered.
    pub(super) fn nobody(&self) -> Failure {
        let uri = &self.manner.uri;
        if self.is_refused {
            return link::failure(&coapt::Error::Refused, uri);
        }
        let after = self.manner.timeout.saturating_mul(ATTEMPTS).as_secs_f32();
        Failure::new(Status::TimedOut, format!("{uri}: no answer within {after} s"))
    }

    /// Receives what belongs to an exchange until `is_enough` of one or the time is up.
    fn listen(
        &mut self,
        mark: Mark,
        time: Duration,
        is_enough: impl Fn(&Heard) -> bool,
    ) -> Result<Vec<Heard>, Failure> {
        let deadline = self.socket.now() + time;
        let mut all: Vec<Heard> = Vec::new();
        while all.len() < MAX_HEARD
            && !all.last().is_some_and(&is_enough)
            && let Some(heard) = self.next(deadline)?
        {
            if self.take(&heard, mark)? {
                all.push(heard);
            }
        }
        Ok(all)
    }

    /// Gives the next datagram that comes before the deadline.
    fn next(&mut self, deadline: Instant) -> Result<Option<Heard>, Failure> {
        let is_vain = |probe: &Self| probe.is_refused && !probe.has_heard;
        while self.waiting.is_empty() && !self.is_interrupted() && !is_vain(self) {
            let left = deadline.saturating_since(self.socket.now());
            if left.is_zero() {
                break;
            }
            self.receive(left)?;
        }
        Ok(self.waiting.pop_front())
    }

    /// Waits for datagrams and puts those of the target in line.
    fn receive(&mut self, time: Duration) -> Result<(), Failure> {
        DatagramSocket::wait_any(slice::from_mut(&mut self.socket), time)
            .map_err(|error| self.trouble(error))?;
        let count = self.socket.receive().map_err(|error| self.trouble(error))?;
        let at = self.socket.now();
        for datagram in (0..count).filter_map(|index| self.socket.received(index)) {
            if is_same(datagram.peer, self.manner.target) {
                self.has_heard = true;
                self.waiting.push_back(Heard { bytes: datagram.bytes.to_vec(), at });
            }
        }
        while let Some(report) = self.socket.take_undelivered() {
            self.is_refused |= is_same(report.peer, self.manner.target);
        }
        Ok(())
    }

    /// Looks at a datagram and answers it if that is due; whether it belongs to the exchange.
    fn take(&mut self, heard: &Heard, mark: Mark) -> Result<bool, Failure> {
        self.tell(Direction::Received, &heard.bytes);
        let message = match Message::parse(&heard.bytes) {
            Ok(message) => message,
            Err(error) => {
                self.malformed.0 = self.malformed.0.saturating_add(1);
                self.malformed.1.get_or_insert_with(|| error.to_string());
                return Ok(Header::peek(&heard.bytes).is_some_and(|header| header.id == mark.id));
            }
        };
        let is_answer =
            matches!(message.message_type, MessageType::Acknowledgement | MessageType::Reset);
        let has_token = message.code.is_response() && message.token == mark.token;
        let belongs = has_token || (is_answer && message.id == mark.id);
        self.strays = self.strays.saturating_add(u32::from(is_answer && !belongs));
        let id = message.id;
        match (message.message_type, belongs) {
            (MessageType::Confirmable, true) if self.acknowledges => {
                self.post(&empty(MessageType::Acknowledgement, id))?;
            }
            (MessageType::Confirmable, false) => self.post(&empty(MessageType::Reset, id))?,
            _ => {}
        }
        Ok(belongs)
    }

    /// Hands bytes to the system.
    fn post(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.tell(Direction::Sent, bytes);
        let peer = self.manner.target;
        let datagram = Datagram { peer, local: None, bytes, is_truncated: false };
        while self
            .socket
            .send(slice::from_ref(&datagram).iter().copied())
            .map_err(|error| self.trouble(error))?
            == 0
        {
            DatagramSocket::wait_any(slice::from_mut(&mut self.socket), self.manner.timeout)
                .map_err(|error| self.trouble(error))?;
        }
        Ok(())
    }

    fn tell(&self, direction: Direction, bytes: &[u8]) {
        if let Some(paint) = self.manner.trace {
            // Nobody is left to be told when standard error is gone.
            writeln!(std::io::stderr(), "{}", line(paint, None, direction, bytes)).ok();
        }
    }

    fn trouble(&self, error: coapt::NetError) -> Failure {
        link::failure(&error.into(), &self.manner.uri)
    }
}

/// Lets time pass.
fn rest(time: Duration) -> Result<(), Failure> {
    pause(time).map_err(|error| Failure::local(format!("cannot wait: {error}")))?;
    Ok(())
}

/// Makes an Empty message.
pub(super) fn empty(message_type: MessageType, id: MessageId) -> Vec<u8> {
    let mut bytes = Vec::new();
    Message::new(message_type, Code::EMPTY, id).encode_into(&mut bytes);
    bytes
}

/// Tells whether two addresses are one; the flow label of IPv6 says nothing about that.
fn is_same(one: SocketAddr, other: SocketAddr) -> bool {
    (one.ip(), one.port()) == (other.ip(), other.port())
}

/// The time at which something was received.
pub(super) type At = Instant;
