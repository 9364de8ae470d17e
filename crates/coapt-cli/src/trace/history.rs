//! Which messages were seen before: retransmissions and duplicates (RFC 7252 §4.2, §4.5).

use std::collections::VecDeque;
use std::net::SocketAddr;

use coapt::wire::{Message, MessageType};

use super::Direction;

/// How many messages are remembered; the oldest is forgotten first.
const REMEMBERED: usize = 256;

/// Remembers the messages of late.
#[derive(Debug, Default)]
pub(crate) struct History {
    seen: VecDeque<Seen>,
}

/// What tells a message from others, and how often it came since the first time.
#[derive(Debug)]
struct Seen {
    direction: Direction,
    peer: SocketAddr,
    message_type: MessageType,
    id: u16,
    repeats: u32,
}

impl History {
    /// Notes a message; gives how often it was seen before, zero for a new one.
    pub(crate) fn note(
        &mut self,
        direction: Direction,
        peer: SocketAddr,
        message: &Message<'_>,
    ) -> u32 {
        let (message_type, id) = (message.message_type, message.id.value());
        let known = self.seen.iter_mut().rev().find(|seen| {
            (seen.direction, seen.peer, seen.message_type, seen.id)
                == (direction, peer, message_type, id)
        });
        if let Some(seen) = known {
            seen.repeats = seen.repeats.saturating_add(1);
            return seen.repeats;
        }
        if self.seen.len() == REMEMBERED {
            self.seen.pop_front();
        }
        self.seen.push_back(Seen { direction, peer, message_type, id, repeats: 0 });
        0
    }
}

#[cfg(test)]
mod tests {
    use coapt::wire::{Code, MessageId};

    use super::*;

    fn peer() -> SocketAddr {
        "127.0.0.1:5683".parse().unwrap()
    }

    fn message(id: u16) -> Message<'static> {
        Message::new(MessageType::Confirmable, Code::GET, MessageId::new(id))
    }

    #[test]
    fn a_message_that_comes_again_is_counted() {
        let mut history = History::default();

        let counts = [7, 7, 8, 7].map(|id| history.note(Direction::Received, peer(), &message(id)));

        assert_eq!(counts, [0, 1, 0, 2]);
        assert_eq!(history.note(Direction::Sent, peer(), &message(7)), 0);
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut history = History::default();

        for id in 0..=u16::MAX {
            history.note(Direction::Received, peer(), &message(id));
        }

        assert_eq!(history.seen.len(), REMEMBERED);
        assert_eq!(history.note(Direction::Received, peer(), &message(0)), 0);
    }
}
