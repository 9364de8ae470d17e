//! Messages as they happen, one line each.

mod condense;
mod history;
mod line;
mod recorder;

pub(crate) use condense::Condenser;
pub(crate) use history::History;
pub(crate) use line::{Direction, line};
pub(crate) use recorder::{Record, Recorder, Round};

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use coapt::net::{Clock, Way};
use coapt::wire::{Message, MessageType};
use coapt::{Peer, Tap};

use crate::paint::{Paint, Role};

/// Writes every datagram to standard error, with the time since the first one.
#[derive(Debug)]
pub(crate) struct Trace {
    paint: Paint,
    clock: Clock,
    first: Option<Duration>,
    /// Whom the line before was about; the address is shown when it changes.
    last: Option<SocketAddr>,
    history: History,
    /// The option that lets datagrams get lost.
    dropped_by: &'static str,
}

/// How wide the column of the times is, the blank behind it included.
const MARGIN: usize = 13;

impl Trace {
    /// Makes the trace for `-v`.
    pub(crate) fn stderr() -> Self {
        Self {
            paint: Paint::for_stderr(),
            clock: Clock::start(),
            first: None,
            last: None,
            history: History::default(),
            dropped_by: "--drop",
        }
    }

    /// Names the option that lets datagrams get lost; it is `--drop` otherwise.
    pub(crate) fn dropped_by(mut self, option: &'static str) -> Self {
        self.dropped_by = option;
        self
    }

    /// Tells one datagram.
    pub(crate) fn show(&mut self, direction: Direction, peer: &Peer, bytes: &[u8]) {
        let again = self.again(direction, peer, bytes);
        self.tell(direction, peer, bytes, &again);
    }

    /// Tells one datagram that got lost on purpose.
    pub(crate) fn show_dropped(&mut self, way: Way, peer: &Peer, bytes: &[u8]) {
        let direction = match way {
            Way::In => Direction::Received,
            Way::Out => Direction::Sent,
        };
        let cause = self.paint.text(Role::Bad, &format!("dropped by {}", self.dropped_by));
        self.tell(direction, peer, bytes, &format!("  {cause}"));
    }

    fn tell(&mut self, direction: Direction, peer: &Peer, bytes: &[u8], remark: &str) {
        let now = self.clock.now().since_origin();
        let since = now.saturating_sub(*self.first.get_or_insert(now));
        let time = format!("{:9.1} ms", since.as_secs_f64() * 1e3);
        let time = self.paint.text(Role::Faint, &time);
        let width = rustix::termios::tcgetwinsize(std::io::stderr()).ok();
        // A terminal that does not tell its width says zero.
        let width = width.map(|size| usize::from(size.ws_col)).filter(|width| *width > 0);
        let width = width.map(|width| width.saturating_sub(MARGIN));
        let line = line(self.paint, width, direction, bytes);
        let line = line.replace('\n', &format!("\n{}", " ".repeat(MARGIN)));
        let whom = self.whom(peer);
        // Nobody is left to be told when standard error is gone.
        writeln!(std::io::stderr(), "{time} {line}{remark}{whom}").ok();
    }

    /// Names the peer, if it is another one than the time before.
    fn whom(&mut self, peer: &Peer) -> String {
        let address = peer.address();
        if self.last.replace(address) == Some(address) {
            return String::new();
        }
        format!("  {}", self.paint.text(Role::Faint, &format!("[{address}]")))
    }

    /// Names a message that was seen before.
    fn again(&mut self, direction: Direction, peer: &Peer, bytes: &[u8]) -> String {
        let Ok(message) = Message::parse(bytes) else { return String::new() };
        let repeats = self.history.note(direction, peer.address(), &message);
        if repeats == 0 {
            return String::new();
        }
        let word = match (direction, message.message_type) {
            (Direction::Sent, MessageType::Confirmable) => "retransmission",
            (Direction::Sent, _) => "sent again",
            (Direction::Received, _) => "duplicate",
        };
        format!("  {}", self.paint.text(Role::Accent, &format!("{word} {repeats}")))
    }
}

impl Tap for Trace {
    fn received(&mut self, from: &Peer, bytes: &[u8]) {
        self.show(Direction::Received, from, bytes);
    }

    fn sent(&mut self, to: &Peer, bytes: &[u8]) {
        self.show(Direction::Sent, to, bytes);
    }

    fn dropped(&mut self, way: Way, peer: &Peer, bytes: &[u8]) {
        self.show_dropped(way, peer, bytes);
    }
}
