//! Long runs of blocks made short: the first two, how many follow, the last.

use coapt::wire::{Block, Message, OptionNumber};

/// Blocks with a lower number than this are always shown.
const SHOWN_AT_FIRST: u32 = 2;

/// Decides which messages of a transfer are worth a line.
#[derive(Debug, Default)]
pub(crate) struct Condenser {
    /// A request for a block whose answer decides whether it is shown.
    held: Option<String>,
    /// How many blocks were left out since the last line.
    left_out: u32,
}

impl Condenser {
    /// Takes a message with its line; gives the lines to show now.
    pub(crate) fn take(&mut self, datagram: &[u8], line: String) -> Vec<String> {
        match place(datagram) {
            Place::Asking => self.hold(line),
            Place::Middle(Step::Block) => {
                self.held = None;
                self.left_out += 1;
                Vec::new()
            }
            Place::Middle(Step::Continue) => Vec::new(),
            Place::Edge => {
                let mut lines = self.release();
                lines.push(line);
                lines
            }
        }
    }

    /// Gives what is still held back.
    pub(crate) fn release(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.left_out > 0 {
            let count = self.left_out;
            lines.push(format!(
                "  … {count} more {} …",
                if count == 1 { "block" } else { "blocks" }
            ));
            self.left_out = 0;
        }
        lines.extend(self.held.take());
        lines
    }

    fn hold(&mut self, line: String) -> Vec<String> {
        match self.held.replace(line) {
            Some(unanswered) => vec![unanswered],
            None => Vec::new(),
        }
    }
}

/// Where in a run of blocks a message stands.
enum Place {
    /// It asks for a block; the answer tells whether that is the last.
    Asking,
    /// It is one of many in the middle.
    Middle(Step),
    /// It begins a run, ends one, or belongs to none.
    Edge,
}

/// What a message in the middle of a run does.
enum Step {
    /// It carries a block.
    Block,
    /// It asks for the next block of a request.
    Continue,
}

fn place(datagram: &[u8]) -> Place {
    let Ok(message) = Message::parse(datagram) else { return Place::Edge };
    let block = |number| message.options.block(number).filter(|block| is_late(*block));
    let is_request = message.code.is_request();
    match (block(OptionNumber::BLOCK1), block(OptionNumber::BLOCK2)) {
        (Some(block), None) if is_request && block.more => Place::Middle(Step::Block),
        (Some(block), None) if !is_request && block.more => Place::Middle(Step::Continue),
        (None, Some(_)) if is_request => Place::Asking,
        (None, Some(block)) if block.more => Place::Middle(Step::Block),
        _ => Place::Edge,
    }
}

fn is_late(block: Block) -> bool {
    block.number >= SHOWN_AT_FIRST
}

#[cfg(test)]
mod tests {
    use coapt::wire::{Code, MessageId, MessageType, OptionsBuf};

    use super::*;

    fn message(code: Code, option: OptionNumber, number: u32, more: bool) -> Vec<u8> {
        let mut options = OptionsBuf::new();
        options.push_block(option, Block::new(number, more, 6).unwrap());
        let mut message = Message::new(MessageType::Confirmable, code, MessageId::new(1));
        message.options = options.as_options();
        let mut datagram = Vec::new();
        message.encode_into(&mut datagram);
        datagram
    }

    #[test]
    fn a_long_download_is_shown_by_its_ends() {
        let mut condenser = Condenser::default();
        let mut lines = Vec::new();

        for number in 0..300 {
            let ask = message(Code::GET, OptionNumber::BLOCK2, number, false);
            lines.extend(condenser.take(&ask, format!("get {number}")));
            let answer = message(Code::CONTENT, OptionNumber::BLOCK2, number, number < 299);
            lines.extend(condenser.take(&answer, format!("block {number}")));
        }

        let expected = [
            "get 0",
            "block 0",
            "get 1",
            "block 1",
            "  … 297 more blocks …",
            "get 299",
            "block 299",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_long_upload_is_shown_by_its_ends() {
        let mut condenser = Condenser::default();
        let mut lines = Vec::new();

        for number in 0..5 {
            let send = message(Code::PUT, OptionNumber::BLOCK1, number, number < 4);
            lines.extend(condenser.take(&send, format!("put {number}")));
            let code = if number < 4 { Code::CONTINUE } else { Code::CREATED };
            let answer = message(code, OptionNumber::BLOCK1, number, number < 4);
            lines.extend(condenser.take(&answer, format!("ok {number}")));
        }

        let expected = ["put 0", "ok 0", "put 1", "ok 1", "  … 2 more blocks …", "put 4", "ok 4"];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_request_that_is_not_answered_is_shown_in_the_end() {
        let mut condenser = Condenser::default();
        let ask = message(Code::GET, OptionNumber::BLOCK2, 7, false);
        assert_eq!(condenser.take(&ask, "get 7".to_owned()), Vec::<String>::new());

        assert_eq!(condenser.release(), ["get 7"]);
        assert_eq!(condenser.release(), Vec::<String>::new());
    }
}
