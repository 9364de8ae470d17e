//! What happened on the wire during one exchange, and when: for `--timing`, `--json` and `-w`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use coapt::net::{Clock, Way};
use coapt::wire::{Message, MessageType, OptionNumber, Token};
use coapt::{Peer, Tap};

use super::{Direction, History, Trace};

/// How many rounds are kept one by one; of those that follow only the sums are.
const ROUNDS_KEPT: usize = 4096;

/// Sees the datagrams of an exchange; all copies write the same record.
#[derive(Clone, Debug)]
pub(crate) struct Recorder(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    clock: Clock,
    history: History,
    record: Record,
    open: Option<(Token, Round)>,
    /// Where messages are told as they happen, for `-v`.
    trace: Option<Trace>,
}

/// What was seen; all times count from the moment the recorder was made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The first request as it went out.
    pub(crate) asked: Option<Vec<u8>>,
    /// Where it went.
    pub(crate) peer: Option<SocketAddr>,
    /// When it went: the name was looked up by then.
    pub(crate) first_sent: Option<Duration>,
    /// When the first acknowledgement came.
    pub(crate) first_acknowledged: Option<Duration>,
    /// When the first response came.
    pub(crate) first_answered: Option<Duration>,
    /// How long it all took.
    pub(crate) total: Duration,
    /// How many of our messages went out again.
    pub(crate) retransmissions: u32,
    /// How many messages of the peer came again.
    pub(crate) duplicates: u32,
    /// How many messages went out, those that went again included.
    pub(crate) sent: u64,
    /// How many messages came in, those that came again included.
    pub(crate) received: u64,
    /// How many messages carried a piece of a body, either way.
    pub(crate) blocks: u64,
    /// How many bytes of the body went out, those that went again not counted.
    pub(crate) uploaded: u64,
    /// How many bytes of bodies came in, those that came again not counted.
    pub(crate) downloaded: u64,
    /// The first requests with their answers.
    pub(crate) rounds: Vec<Round>,
    /// How many requests were answered.
    pub(crate) answered: u64,
}

/// A request and its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Round {
    /// When the request went out.
    pub(crate) sent: Duration,
    /// How long the answer took.
    pub(crate) taken: Duration,
    /// Bytes of the body that went out and came in.
    pub(crate) bytes: u64,
    /// Which block the answer carries or confirms, if any.
    pub(crate) block: Option<u32>,
}

impl Recorder {
    /// Starts the time; tells the messages as they happen, too, if there is a trace.
    pub(crate) fn start(trace: Option<Trace>) -> Self {
        Self(Arc::new(Mutex::new(State {
            clock: Clock::start(),
            history: History::default(),
            record: Record::default(),
            open: None,
            trace,
        })))
    }

    /// Gives what was seen so far.
    pub(crate) fn record(&self) -> Record {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Record { total: state.clock.now().since_origin(), ..state.record.clone() }
    }

    fn see(
        &self,
        (direction, peer, bytes): (Direction, &Peer, &[u8]),
        tell: impl FnOnce(&mut Trace),
    ) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = state.clock.now().since_origin();
        if let Some(trace) = &mut state.trace {
            tell(trace);
        }
        if let Ok(message) = Message::parse(bytes) {
            state.note(now, direction, peer.address(), &message);
            if direction == Direction::Sent && message.code.is_request() {
                state.record.asked.get_or_insert_with(|| bytes.to_vec());
            }
        }
    }
}

impl Tap for Recorder {
    fn received(&mut self, from: &Peer, bytes: &[u8]) {
        let tell = |trace: &mut Trace| trace.show(Direction::Received, from, bytes);
        self.see((Direction::Received, from, bytes), tell);
    }

    fn sent(&mut self, to: &Peer, bytes: &[u8]) {
        let tell = |trace: &mut Trace| trace.show(Direction::Sent, to, bytes);
        self.see((Direction::Sent, to, bytes), tell);
    }

    /// What got lost on its way out was sent all the same; what got lost on its way in was never here.
    fn dropped(&mut self, way: Way, peer: &Peer, bytes: &[u8]) {
        let tell = |trace: &mut Trace| trace.show_dropped(way, peer, bytes);
        match way {
            Way::Out => self.see((Direction::Sent, peer, bytes), tell),
            Way::In => {
                let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(trace) = &mut state.trace {
                    tell(trace);
                }
            }
        }
    }
}

impl State {
    fn note(
        &mut self,
        now: Duration,
        direction: Direction,
        peer: SocketAddr,
        message: &Message<'_>,
    ) {
        let is_again = self.history.note(direction, peer, message) > 0;
        let record = &mut self.record;
        match direction {
            Direction::Sent => {
                record.sent += 1;
                record.retransmissions += u32::from(is_again && is_confirmable(message));
            }
            Direction::Received => {
                record.received += 1;
                record.duplicates += u32::from(is_again);
            }
        }
        if is_again {
            return;
        }
        record.blocks += u64::from(!message.payload.is_empty());
        match direction {
            Direction::Sent => self.note_sent(now, peer, message),
            Direction::Received => self.note_received(now, message),
        }
    }

    fn note_sent(&mut self, now: Duration, peer: SocketAddr, message: &Message<'_>) {
        self.record.first_sent.get_or_insert(now);
        self.record.peer = Some(peer);
        if message.code.is_request() {
            let bytes = message.payload.len() as u64;
            self.record.uploaded += bytes;
            self.open = Some((message.token, Round { sent: now, bytes, ..Round::default() }));
        }
    }

    fn note_received(&mut self, now: Duration, message: &Message<'_>) {
        if message.message_type == MessageType::Acknowledgement {
            self.record.first_acknowledged.get_or_insert(now);
        }
        if message.code.is_empty() || message.code.is_request() {
            return;
        }
        self.record.first_answered.get_or_insert(now);
        self.record.downloaded += message.payload.len() as u64;
        let Some((_, round)) = self.open.take_if(|(token, _)| *token == message.token) else {
            return;
        };
        self.record.answered += 1;
        if self.record.rounds.len() < ROUNDS_KEPT {
            let bytes = round.bytes + message.payload.len() as u64;
            let taken = now.saturating_sub(round.sent);
            let block = [OptionNumber::BLOCK2, OptionNumber::BLOCK1]
                .iter()
                .find_map(|number| message.options.block(*number))
                .map(|block| block.number);
            self.record.rounds.push(Round { taken, bytes, block, ..round });
        }
    }
}

fn is_confirmable(message: &Message<'_>) -> bool {
    message.message_type == MessageType::Confirmable
}

#[cfg(test)]
mod tests {
    use coapt::wire::{Code, MessageId};

    use super::*;

    fn datagram(message_type: MessageType, code: Code, id: u16, payload: &[u8]) -> Vec<u8> {
        let mut message = Message::new(message_type, code, MessageId::new(id));
        if !code.is_empty() {
            message.token = Token::new(&[9]).unwrap();
            message.payload = payload;
        }
        let mut bytes = Vec::new();
        message.encode_into(&mut bytes);
        bytes
    }

    #[test]
    fn what_goes_and_comes_again_is_counted_apart() {
        let peer = Peer::new("127.0.0.1:5683".parse().unwrap());
        let mut recorder = Recorder::start(None);
        let ask = datagram(MessageType::Confirmable, Code::GET, 1, b"");
        let ack = datagram(MessageType::Acknowledgement, Code::EMPTY, 1, b"");
        let answer = datagram(MessageType::Confirmable, Code::CONTENT, 77, b"21.5");

        recorder.sent(&peer, &ask);
        recorder.sent(&peer, &ask);
        recorder.received(&peer, &ack);
        recorder.received(&peer, &answer);
        recorder.received(&peer, &answer);
        recorder.received(&peer, b"\xff");
        let record = recorder.record();

        assert_eq!((record.sent, record.received), (2, 3));
        assert_eq!((record.retransmissions, record.duplicates), (1, 1));
        assert_eq!((record.blocks, record.answered), (1, 1));
        assert_eq!(record.rounds[0].bytes, 4);
        assert_eq!(record.asked, Some(ask));
        let times = [record.first_sent, record.first_acknowledged, record.first_answered];
        assert!(times.is_sorted() && times[2] <= Some(record.total));
    }

    #[test]
    fn the_rounds_that_are_kept_are_bounded() {
        let peer = Peer::new("127.0.0.1:5683".parse().unwrap());
        let mut recorder = Recorder::start(None);

        for id in 0..10_000 {
            recorder.sent(&peer, &datagram(MessageType::Confirmable, Code::GET, id, b""));
            let answer = datagram(MessageType::Acknowledgement, Code::CONTENT, id, b"x");
            recorder.received(&peer, &answer);
        }

        let record = recorder.record();
        assert_eq!((record.answered, record.rounds.len()), (10_000, ROUNDS_KEPT));
    }
}
