//! The request as bytes: made once, and only message id and token change.
//!
//! A body that takes several blocks (RFC 7959) makes a request of several stages, each a message of its own.

use coapt::wire::{Block, Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

/// Where the token stands in a message.
const TOKEN: std::ops::Range<usize> = 4..8;

/// The largest block over UDP: 1024 bytes.
pub(super) const LARGEST_BLOCK: u8 = 6;

/// What is asked, again and again.
#[derive(Clone, Debug)]
pub(super) struct Template {
    kind: MessageType,
    method: Code,
    options: OptionsBuf,
    payload: Vec<u8>,
    size_exponent: u8,
    /// The first message, with an empty message id and token.
    first: Vec<u8>,
}

/// Which part of a request a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// All of it.
    Whole,
    /// A block of its body.
    Up { number: u32, size_exponent: u8 },
    /// The question for a block of the answer.
    Down { number: u32, size_exponent: u8 },
}

/// What follows from a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The request is answered.
    Answered,
    /// There is a further block to send or to ask for.
    Next(Stage),
    /// It belongs to an earlier stage.
    Stale,
    /// Its block does not fit to what was asked.
    Broken,
}

impl Template {
    /// Makes the template; `block` is the size exponent of the blocks that are wanted, both ways.
    pub(super) fn new(
        kind: MessageType,
        method: Code,
        mut options: OptionsBuf,
        payload: Vec<u8>,
        block: Option<u8>,
    ) -> Self {
        let size_exponent = block.unwrap_or(LARGEST_BLOCK);
        let is_upload = payload.len() > size(size_exponent);
        if block.is_some()
            && !is_upload
            && let Some(wanted) = Block::new(0, false, size_exponent)
        {
            options.push_block(OptionNumber::BLOCK2, wanted);
        }
        let mut template =
            Self { kind, method, options, payload, size_exponent, first: Vec::new() };
        let mut first = Vec::new();
        template.encode(template.first_stage(), (0, [0; 4]), &mut first);
        template.first = first;
        template
    }

    /// Gives the stage that a request begins with.
    pub(super) fn first_stage(&self) -> Stage {
        if self.is_upload() {
            Stage::Up { number: 0, size_exponent: self.size_exponent }
        } else {
            Stage::Whole
        }
    }

    /// Whether the body takes several blocks.
    pub(super) fn is_upload(&self) -> bool {
        self.payload.len() > size(self.size_exponent)
    }

    /// Whether messages ask for an acknowledgement.
    pub(super) fn is_confirmable(&self) -> bool {
        self.kind == MessageType::Confirmable
    }

    /// Gives the method.
    pub(super) fn method(&self) -> Code {
        self.method
    }

    /// Appends the message of a stage.
    pub(super) fn write(&self, stage: Stage, (id, token): (u16, u32), out: &mut Vec<u8>) {
        if stage != self.first_stage() {
            return self.encode(stage, (id, token.to_be_bytes()), out);
        }
        let start = out.len();
        out.extend_from_slice(&self.first);
        let message = &mut out[start..];
        message[2..4].copy_from_slice(&id.to_be_bytes());
        message[TOKEN].copy_from_slice(&token.to_be_bytes());
    }

    /// Says what follows from a response to a stage.
    pub(super) fn after(&self, stage: Stage, response: &Message<'_>) -> Step {
        match stage {
            Stage::Up { number, size_exponent } if response.code == Code::CONTINUE => {
                self.after_block(number, size_exponent, response)
            }
            Stage::Whole | Stage::Up { .. } => further_block(0, response),
            Stage::Down { number, .. } => further_block(number, response),
        }
    }

    /// Gives the block after one that the server took; it may want smaller ones (RFC 7959 §2.5).
    fn after_block(&self, number: u32, size_exponent: u8, response: &Message<'_>) -> Step {
        let taken = response.options.block(OptionNumber::BLOCK1);
        if taken.is_some_and(|taken| taken.number < number) {
            return Step::Stale;
        }
        let wanted = taken.map_or(size_exponent, |taken| taken.size_exponent.min(size_exponent));
        let place = (number as usize + 1).saturating_mul(size(size_exponent));
        let number = u32::try_from(place / size(wanted)).ok();
        match number.filter(|number| *number <= Block::MAX_NUMBER && place < self.payload.len()) {
            Some(number) => Step::Next(Stage::Up { number, size_exponent: wanted }),
            None => Step::Broken,
        }
    }

    fn encode(&self, stage: Stage, (id, token): (u16, [u8; 4]), out: &mut Vec<u8>) {
        let mut message = Message::new(self.kind, self.method, MessageId::new(id));
        message.token = Token::new(&token).unwrap_or_default();
        message.payload = self.part(stage);
        if stage == Stage::Whole {
            message.options = self.options.as_options();
            return message.encode_into(out);
        }
        let mut options = self.options.clone();
        let block = match stage {
            Stage::Up { number, size_exponent } => {
                let end = (number as usize + 1).saturating_mul(size(size_exponent));
                let is_last = end >= self.payload.len();
                Block::new(number, !is_last, size_exponent).map(|it| (OptionNumber::BLOCK1, it))
            }
            Stage::Whole => None,
            Stage::Down { number, size_exponent } => {
                Block::new(number, false, size_exponent).map(|it| (OptionNumber::BLOCK2, it))
            }
        };
        if let Some((number, block)) = block {
            options.set_block(number, block);
        }
        message.options = options.as_options();
        message.encode_into(out);
    }

    /// Gives the part of the body that goes with a stage.
    fn part(&self, stage: Stage) -> &[u8] {
        match stage {
            Stage::Whole => &self.payload,
            Stage::Up { number, size_exponent } => {
                let start = (number as usize).saturating_mul(size(size_exponent));
                let rest = self.payload.get(start..).unwrap_or_default();
                &rest[..rest.len().min(size(size_exponent))]
            }
            Stage::Down { .. } => &[],
        }
    }
}

/// Says whether a response is the last block; `number` is that of the block that was asked for.
fn further_block(number: u32, response: &Message<'_>) -> Step {
    let Some(block) = response.options.block(OptionNumber::BLOCK2) else { return Step::Answered };
    if !response.code.is_success() {
        return Step::Answered;
    }
    // Blocks of another size than was asked for are counted in that size (RFC 7959 §2.4).
    let is_first = number == 0;
    if block.number < number && !is_first {
        return Step::Stale;
    }
    if block.number != number || block.is_reserved_size() {
        return Step::Broken;
    }
    match (block.more, Block::new(number + 1, false, block.size_exponent)) {
        (false, _) => Step::Answered,
        (true, Some(next)) => {
            Step::Next(Stage::Down { number: next.number, size_exponent: next.size_exponent })
        }
        (true, None) => Step::Broken,
    }
}

fn size(size_exponent: u8) -> usize {
    16 << size_exponent.min(LARGEST_BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(payload: &[u8], block: Option<u8>) -> Template {
        let mut options = OptionsBuf::new();
        options.push_str(OptionNumber::URI_PATH, "test").unwrap();
        options.push_uint(OptionNumber::new(2048), 1);
        Template::new(MessageType::Confirmable, Code::PUT, options, payload.to_vec(), block)
    }

    fn written(template: &Template, stage: Stage) -> Vec<u8> {
        let mut out = b"before".to_vec();
        template.write(stage, (0x1234, 0xA1B2_C3D4), &mut out);
        out.split_off(6)
    }

    fn answer(code: Code, number: OptionNumber, block: Block) -> OptionsBuf {
        assert!(code.is_response());
        let mut options = OptionsBuf::new();
        options.push_block(number, block);
        options
    }

    fn after(template: &Template, stage: Stage, code: Code, options: &OptionsBuf) -> Step {
        let mut response = Message::new(MessageType::Acknowledgement, code, MessageId::new(0));
        response.options = options.as_options();
        template.after(stage, &response)
    }

    #[test]
    fn id_and_token_stand_in_their_places() {
        let bytes = written(&template(b"on", None), Stage::Whole);

        let message = Message::parse(&bytes).unwrap();
        assert_eq!((message.id.value(), message.token.as_bytes()), (0x1234, &bytes[4..8]));
        assert_eq!(message.token.as_bytes(), [0xA1, 0xB2, 0xC3, 0xD4]);
        assert_eq!((message.code, message.payload), (Code::PUT, &b"on"[..]));
    }

    #[test]
    fn a_long_body_goes_up_block_by_block() {
        let template = template(&[7; 40], Some(0));
        let mut stage = template.first_stage();
        let mut blocks = Vec::new();
        loop {
            let bytes = written(&template, stage);
            let message = Message::parse(&bytes).unwrap();
            let block = message.options.block(OptionNumber::BLOCK1).unwrap();
            blocks.push((block.to_string(), message.payload.len()));
            let options = answer(Code::CONTINUE, OptionNumber::BLOCK1, block);
            let code = if block.more { Code::CONTINUE } else { Code::CHANGED };
            match after(&template, stage, code, &options) {
                Step::Next(next) => stage = next,
                step @ (Step::Answered | Step::Stale | Step::Broken) => {
                    break assert_eq!(step, Step::Answered);
                }
            }
        }

        let expected = [("0/1/16", 16), ("1/1/16", 16), ("2/0/16", 8)];
        assert_eq!(blocks, expected.map(|(block, length)| (block.to_owned(), length)));
    }

    #[test]
    fn a_server_may_want_smaller_blocks() {
        let template = template(&[7; 100], Some(2));
        let smaller = answer(Code::CONTINUE, OptionNumber::BLOCK1, Block::new(0, true, 1).unwrap());

        let step = after(&template, template.first_stage(), Code::CONTINUE, &smaller);

        assert_eq!(step, Step::Next(Stage::Up { number: 2, size_exponent: 1 }));
    }

    #[test]
    fn a_long_answer_is_fetched_block_by_block() {
        let template = template(b"", None);
        let block = |number, more| Block::new(number, more, 6).unwrap();
        let step = |stage, block| {
            let options = answer(Code::CONTENT, OptionNumber::BLOCK2, block);
            after(&template, stage, Code::CONTENT, &options)
        };
        let second = Stage::Down { number: 1, size_exponent: 6 };

        assert_eq!(step(Stage::Whole, block(0, true)), Step::Next(second));
        assert_eq!(step(second, block(1, false)), Step::Answered);
        assert_eq!(step(second, block(0, true)), Step::Stale);
        assert_eq!(step(second, block(2, true)), Step::Broken);
        let last = Stage::Down { number: Block::MAX_NUMBER, size_exponent: 6 };
        assert_eq!(step(last, block(Block::MAX_NUMBER, true)), Step::Broken);
        let bytes = written(&template, second);
        let asked = Message::parse(&bytes).unwrap().options.block(OptionNumber::BLOCK2);
        assert_eq!(asked, Some(block(1, false)));
    }

    #[test]
    fn a_continue_after_the_last_block_is_broken() {
        let template = template(&[7; 40], Some(0));
        let last = Stage::Up { number: 2, size_exponent: 0 };
        let options = answer(Code::CONTINUE, OptionNumber::BLOCK1, Block::new(2, true, 0).unwrap());

        assert_eq!(after(&template, last, Code::CONTINUE, &options), Step::Broken);
    }
}
