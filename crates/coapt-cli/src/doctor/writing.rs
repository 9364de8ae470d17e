//! Changes, at the one place where the user allows them: conditions, bodies in blocks, deletion.

use coapt::wire::{Code, OptionNumber, OptionsBuf};

use crate::failure::Failure;

use super::draft::Draft;
use super::exam::{Exam, Rule};
use super::finding::Grade;
use super::reply::words;

/// What is written.
const BODY: &[u8] = b"coapt doctor was here\n";

/// Writes, tries conditions and blocks, and removes what it has written.
pub(super) fn write(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "put",
        says: "a PUT that stores something is answered by 2.01 or 2.04",
        section: "RFC 7252 §5.8.3",
    };
    let Some(options) = exam.write_to.clone() else { return Ok(()) };
    let draft = put(&options);
    let reply = exam.ask(&draft)?;
    let seen = format!("a PUT is answered by {}", words(reply.as_ref()));
    match reply.map(|reply| reply.code) {
        Some(Code::CREATED | Code::CHANGED) => exam.pass(RULE, seen),
        Some(code) if code.is_client_error() => {
            exam.found(Grade::Note, RULE, format!("{seen}: nothing can be written there"));
            return Ok(());
        }
        _ => {
            exam.breach(Grade::Fail, RULE, &seen);
            return Ok(());
        }
    }
    conditions(exam, &options)?;
    blocks(exam, &options)?;
    remove(exam, &options)
}

/// Writes under conditions that are not met.
fn conditions(exam: &mut Exam, options: &OptionsBuf) -> Result<(), Failure> {
    const NONE: Rule = Rule {
        check: "if-none-match",
        says: "a PUT with If-None-Match at what exists is answered by 4.12",
        section: "RFC 7252 §5.10.8.2",
    };
    const MATCH: Rule = Rule {
        check: "if-match",
        says: "a PUT with If-Match and another ETag than the current one is answered by 4.12",
        section: "RFC 7252 §5.10.8.1",
    };
    let cases = [
        (NONE, OptionNumber::IF_NONE_MATCH, &[][..], "If-None-Match at what exists"),
        (
            MATCH,
            OptionNumber::IF_MATCH,
            &[0xd0, 0xc7, 0x02][..],
            "If-Match with an ETag that nobody has",
        ),
    ];
    for (rule, number, value, case) in cases {
        let draft = put(options).option(number, value);
        let reply = exam.ask(&draft)?;
        let seen = format!("{case} is answered by {}", words(reply.as_ref()));
        match reply.map(|reply| reply.code) {
            Some(Code::PRECONDITION_FAILED) => exam.pass(rule, seen),
            Some(Code::BAD_OPTION) => exam.breach(Grade::Warn, rule, &seen),
            _ => exam.breach(Grade::Fail, rule, &seen),
        }
    }
    Ok(())
}

/// Writes in blocks: in order, with one missing, and of a size that is reserved.
fn blocks(exam: &mut Exam, options: &OptionsBuf) -> Result<(), Failure> {
    const WHOLE: Rule = Rule {
        check: "block1",
        says: "a body comes in blocks, each of which but the last is answered by 2.31",
        section: "RFC 7959 §2.5",
    };
    const GAP: Rule = Rule {
        check: "block1-gap",
        says: "a last block without those before it is answered by 4.08",
        section: "RFC 7959 §2.5",
    };
    const RESERVED: Rule = Rule {
        check: "block1-size-7",
        says: "the reserved size exponent 7 leads to 4.00",
        section: "RFC 7959 §2.2",
    };
    let (head, tail) = BODY.split_at(16);
    let first = exam.ask(&block(options, 0, true, head))?;
    let last = exam.ask(&block(options, 1, false, tail))?;
    let seen = format!(
        "two blocks of a body are answered by {} and {}",
        words(first.as_ref()),
        words(last.as_ref())
    );
    match (first.map(|it| it.code), last.map(|it| it.code)) {
        (Some(Code::CONTINUE), Some(Code::CREATED | Code::CHANGED)) => exam.pass(WHOLE, seen),
        (Some(Code::BAD_OPTION), _) => {
            exam.breach(Grade::Warn, WHOLE, "the server does not know Block1 and answers 4.02");
            return Ok(());
        }
        (Some(Code::CHANGED | Code::CREATED), Some(Code::CHANGED | Code::CREATED)) => {
            exam.found(Grade::Note, WHOLE, format!("{seen}: each block takes effect by itself"));
            return Ok(());
        }
        _ => exam.breach(Grade::Fail, WHOLE, &seen),
    }
    let gap = exam.ask(&block(options, 3, false, tail))?;
    exam.expect(
        GAP,
        "a last block without those before it",
        Code::REQUEST_ENTITY_INCOMPLETE,
        gap.as_ref(),
    );
    let draft = put(options).uint(OptionNumber::BLOCK1, 7);
    let reply = exam.ask(&draft)?;
    exam.expect(RESERVED, "the reserved block size exponent 7", Code::BAD_REQUEST, reply.as_ref());
    Ok(())
}

/// Removes what was written, twice.
fn remove(exam: &mut Exam, options: &OptionsBuf) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "delete",
        says: "a DELETE is answered by 2.02, also where there is nothing any more",
        section: "RFC 7252 §5.8.4",
    };
    let draft = Draft::new(Code::DELETE, options);
    let first = exam.ask(&draft)?;
    let second = exam.ask(&draft)?;
    let seen = format!(
        "two DELETEs are answered by {} and {}",
        words(first.as_ref()),
        words(second.as_ref())
    );
    match (first.map(|it| it.code), second.map(|it| it.code)) {
        (Some(Code::DELETED), Some(Code::DELETED)) => exam.pass(RULE, seen),
        (Some(Code::METHOD_NOT_ALLOWED), _) => {
            exam.found(Grade::Note, RULE, format!("{seen}: what was written stays there"));
        }
        _ => exam.breach(Grade::Warn, RULE, &seen),
    }
    Ok(())
}

fn put(options: &OptionsBuf) -> Draft {
    Draft::new(Code::PUT, options).uint(OptionNumber::CONTENT_FORMAT, 0).payload(BODY)
}

fn block(options: &OptionsBuf, number: u32, more: bool, payload: &[u8]) -> Draft {
    let value = number << 4 | u32::from(more) << 3;
    Draft::new(Code::PUT, options)
        .uint(OptionNumber::CONTENT_FORMAT, 0)
        .uint(OptionNumber::BLOCK1, value)
        .payload(payload)
}
