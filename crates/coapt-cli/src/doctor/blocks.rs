//! Bodies in blocks (RFC 7959).

use coapt::wire::{Block, Code, OptionNumber, OptionsBuf};

use crate::failure::Failure;

use super::draft::Draft;
use super::exam::{Exam, Rule};
use super::finding::Grade;
use super::reply::{Reply, words};

/// How many blocks of one body are fetched at most.
const MAX_BLOCKS: u32 = 64;

/// A block number that no body reaches here: 1 MiB and more at 16 bytes.
const FAR: u32 = 65_536;

/// Asks for the smallest blocks.
pub(super) fn smallest(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "block-size",
        says: "a server uses the block size that is asked for, or a smaller one",
        section: "RFC 7959 §2.4",
    };
    if exam.content().is_none() {
        return Ok(());
    }
    let Some(reply) = fetch(exam, 0, 0)? else {
        exam.breach(Grade::Fail, RULE, "a GET with Block2 is not answered");
        return Ok(());
    };
    let size = reply.payload.len();
    match (reply.code, reply.block2()) {
        (Code::BAD_OPTION, _) => {
            exam.breach(Grade::Warn, RULE, "the server does not know Block2 and answers 4.02");
        }
        (code, _) if !code.is_success() => {
            exam.breach(Grade::Fail, RULE, &format!("a GET with Block2 is answered by {reply}"));
        }
        (_, Some(block)) if block.size_exponent == 0 && size <= 16 => {
            exam.pass(RULE, "blocks of 16 bytes are given when asked for");
        }
        (_, None) if size <= 16 => {
            exam.found(Grade::Note, RULE, "the body fits into the smallest block, so blocks cannot be judged; name a resource with more than 16 bytes");
        }
        _ => {
            let seen =
                format!("a GET that asks for blocks of 16 bytes is answered by {size} bytes");
            exam.breach(Grade::Fail, RULE, &seen);
        }
    }
    Ok(())
}

/// Fetches a body in small blocks.
pub(super) fn transfer(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "block-transfer",
        says: "each block has the number that was asked for, all but the last are full, and the last one says so",
        section: "RFC 7959 §2.3",
    };
    const TAGS: Rule = Rule {
        check: "block-etag",
        says: "each block should carry the ETag of the body that it is part of",
        section: "RFC 7959 §2.4",
    };
    let Some(exponent) = exponent(exam)? else { return Ok(()) };
    let walk = Walk::through(exam, exponent)?;
    match &walk.trouble {
        Some(seen) => exam.breach(Grade::Fail, RULE, seen),
        None if walk.is_whole => {
            exam.pass(
                RULE,
                format!("{} blocks make up a body of {} bytes", walk.blocks, walk.body.len()),
            );
        }
        None => exam.pass(RULE, format!("the first {MAX_BLOCKS} blocks follow on each other")),
    }
    match walk.tags.as_slice() {
        [Some(_)] => exam.pass(TAGS, "all blocks carry the same ETag"),
        [] | [None] => exam.breach(Grade::Warn, TAGS, "the blocks carry no ETag"),
        [..] => exam.found(Grade::Warn, TAGS, "the blocks carry different ETags: the body changed meanwhile, or cannot be put together"),
    }
    Ok(())
}

/// Lowers the block size on the way.
pub(super) fn renegotiation(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "block-renegotiation",
        says: "the place of a block is its number times its size, whatever size the blocks before had",
        section: "RFC 7959 §2.3",
    };
    if exponent(exam)?.is_none() {
        return Ok(());
    }
    let Some(large) = fetch(exam, 0, 1)? else { return Ok(()) };
    let Some(small) = fetch(exam, 1, 0)? else { return Ok(()) };
    let expected = large.payload.get(16..32.min(large.payload.len())).unwrap_or_default();
    if expected.is_empty() {
        return Ok(());
    }
    let is_same_state = large.etag() == small.etag();
    if small.payload == expected {
        exam.pass(RULE, "a size that is lowered on the way leads to the right bytes");
    } else if is_same_state && small.etag().is_some() {
        let seen = format!(
            "block 1 of 16 bytes after block 0 of 32 bytes is {small} with other bytes than 16 to 31"
        );
        exam.breach(Grade::Fail, RULE, &seen);
    } else {
        exam.found(
            Grade::Note,
            RULE,
            "the body changed meanwhile, so a size that is lowered on the way cannot be judged",
        );
    }
    Ok(())
}

/// Asks for blocks that cannot be.
pub(super) fn impossible(exam: &mut Exam) -> Result<(), Failure> {
    const BEYOND: Rule = Rule {
        check: "block-beyond",
        says: "there is no block behind the last one; RFC 7959 names no code for a request of one, and an error tells it best",
        section: "RFC 7959 §2.2",
    };
    const RESERVED: Rule = Rule {
        check: "block-size-7",
        says: "the reserved size exponent 7 leads to 4.00",
        section: "RFC 7959 §2.2",
    };
    if exam.content().is_none() {
        return Ok(());
    }
    let reply = fetch(exam, FAR, 0)?;
    let seen = format!("a block far behind the end is answered by {}", words(reply.as_ref()));
    match &reply {
        Some(reply) if reply.code.is_client_error() => exam.pass(BEYOND, seen),
        Some(reply) if reply.code.is_success() && reply.payload.is_empty() => {
            exam.found(Grade::Note, BEYOND, format!("{seen} without payload; {}", BEYOND.says));
        }
        _ => exam.breach(Grade::Warn, BEYOND, &seen),
    }
    let reply = fetch(exam, 0, 7)?;
    exam.expect(RESERVED, "the reserved block size exponent 7", Code::BAD_REQUEST, reply.as_ref());
    Ok(())
}

/// Asks how large the body is.
pub(super) fn size(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "size2",
        says: "a Size2 of 0 in a request asks for the size of the body",
        section: "RFC 7959 §4",
    };
    if exponent(exam)?.is_none() {
        return Ok(());
    }
    let draft = exam.get().uint(OptionNumber::BLOCK2, 0).uint(OptionNumber::SIZE2, 0);
    let reply = exam.ask(&draft)?;
    match reply.as_ref().and_then(|reply| reply.uint(OptionNumber::SIZE2)) {
        Some(size) => exam.pass(RULE, format!("Size2 tells that the body has {size} bytes")),
        None => exam.found(
            Grade::Note,
            RULE,
            "the server does not tell the size of a body when asked for it",
        ),
    }
    Ok(())
}

/// A body block by block, as far as it goes.
#[derive(Debug, Default)]
struct Walk {
    body: Vec<u8>,
    blocks: u32,
    is_whole: bool,
    trouble: Option<String>,
    /// The entity-tags that differ.
    tags: Vec<Option<Vec<u8>>>,
}

impl Walk {
    fn through(exam: &mut Exam, exponent: u8) -> Result<Self, Failure> {
        let mut walk = Self::default();
        while walk.blocks < MAX_BLOCKS && !walk.is_whole && walk.trouble.is_none() {
            let reply = fetch(exam, walk.blocks, exponent)?;
            walk.take(exponent, reply.as_ref());
        }
        Ok(walk)
    }

    fn take(&mut self, exponent: u8, reply: Option<&Reply>) {
        let number = self.blocks;
        let seen = || {
            format!(
                "block {number} of {} bytes is answered by {}",
                16_u32 << exponent,
                words(reply)
            )
        };
        let Some((reply, block)) = reply.and_then(|reply| Some((reply, reply.block2()?))) else {
            self.trouble = Some(format!("{} without Block2", seen()));
            return;
        };
        let tag = reply.etag().map(<[u8]>::to_vec);
        if !self.tags.contains(&tag) && self.tags.len() < 2 {
            self.tags.push(tag);
        }
        let is_full = reply.payload.len() == block.size();
        if block.number != number || block.size_exponent != exponent {
            self.trouble =
                Some(format!("{}, number {}, size {}", seen(), block.number, block.size()));
        } else if block.more != is_full && (block.more || reply.payload.len() > block.size()) {
            self.trouble = Some(format!("{} with {} bytes", seen(), reply.payload.len()));
        }
        self.body.extend_from_slice(&reply.payload);
        self.blocks += 1;
        self.is_whole = !block.more;
    }
}

/// Finds the size of blocks in which the body is to be fetched; `None` if there are not two blocks.
fn exponent(exam: &mut Exam) -> Result<Option<u8>, Failure> {
    let Some(size) = exam.content().map(|content| content.payload.len()) else { return Ok(None) };
    let is_long = exam.content().and_then(Reply::block2).is_some_and(|block| block.more);
    if size <= 16 {
        return Ok(None);
    }
    let exponent = if is_long { 4 } else { 0 };
    let has_more =
        fetch(exam, 0, exponent)?.and_then(|reply| reply.block2()).is_some_and(|block| block.more);
    Ok(has_more.then_some(exponent))
}

/// Asks for a block of the resource.
fn fetch(exam: &mut Exam, number: u32, exponent: u8) -> Result<Option<Reply>, Failure> {
    let draft = exam.get().uint(OptionNumber::BLOCK2, number << 4 | u32::from(exponent));
    exam.ask(&draft)
}

/// Fetches a whole body, however many blocks it takes, up to a limit; gives its last answer and the bytes.
pub(super) fn whole(
    exam: &mut Exam,
    options: &OptionsBuf,
) -> Result<Option<(Reply, Vec<u8>)>, Failure> {
    let mut body = Vec::new();
    let mut next: Option<Block> = None;
    for _ in 0..MAX_BLOCKS {
        let mut draft = Draft::new(Code::GET, options);
        if let Some(block) = next {
            draft = draft.uint(OptionNumber::BLOCK2, block.to_uint());
        }
        let Some(reply) = exam.ask(&draft)? else { return Ok(None) };
        body.extend_from_slice(&reply.payload);
        match reply.block2().filter(|block| block.more && reply.code.is_success()) {
            Some(block) => next = Block::new(block.number + 1, false, block.size_exponent),
            None => return Ok(Some((reply, body))),
        }
    }
    Ok(None)
}
