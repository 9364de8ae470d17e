//! Messages that are to be rejected or ignored (RFC 7252 §3, §4.1 to §4.3).

use coapt::wire::{Code, MessageType, Token};

use crate::failure::Failure;

use super::draft::Draft;
use super::exam::{Exam, Rule};
use super::finding::Grade;
use super::messages::is_alive;
use super::probe::{Mark, empty};
use super::reply::{Heard, words};

/// A way in which a message can be wrong.
struct Flaw {
    rule: Rule,
    what: &'static str,
    spoil: fn(&Draft, Mark) -> Vec<u8>,
}

/// The flaws, each of which makes a message one with a format error.
const FLAWS: [Flaw; 7] = [
    flaw("token-length-9", "a token length of 9", "RFC 7252 §3", |draft, mark| {
        long_token(draft, mark, 9)
    }),
    flaw("token-length-15", "a token length of 15", "RFC 7252 §3", |draft, mark| {
        long_token(draft, mark, 15)
    }),
    flaw("token-truncated", "a token that ends too early", "RFC 7252 §3", |draft, mark| {
        let mut bytes = draft.encode(mark, None);
        bytes.truncate(6);
        bytes
    }),
    flaw("marker-alone", "a payload marker and no payload", "RFC 7252 §3", |draft, mark| {
        draft.clone().tail(&[0xff]).encode(mark, None)
    }),
    flaw("option-delta-15", "the reserved option delta 15", "RFC 7252 §3.1", |draft, mark| {
        draft.clone().tail(&[0xf0]).encode(mark, None)
    }),
    flaw("option-length-15", "the reserved option length 15", "RFC 7252 §3.1", |draft, mark| {
        draft.clone().tail(&[0x0f]).encode(mark, None)
    }),
    flaw("option-truncated", "an option that ends too early", "RFC 7252 §3.1", |draft, mark| {
        draft.clone().tail(&[0x08, 1, 2]).encode(mark, None)
    }),
];

const fn flaw(
    check: &'static str,
    what: &'static str,
    section: &'static str,
    spoil: fn(&Draft, Mark) -> Vec<u8>,
) -> Flaw {
    let says = "a confirmable message with a format error is rejected by a Reset";
    Flaw { rule: Rule { check, says, section }, what, spoil }
}

/// Sends confirmable messages with format errors.
pub(super) fn confirmable(exam: &mut Exam) -> Result<(), Failure> {
    for flaw in FLAWS {
        let mark = exam.probe.mark();
        let bytes = (flaw.spoil)(&exam.get(), mark);
        rejected(exam, flaw.rule, flaw.what, (&bytes, mark))?;
    }
    Ok(())
}

/// Sends the same without asking for acknowledgement.
pub(super) fn non_confirmable(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "malformed-non",
        says: "a NON message with a format error is ignored, or rejected by a Reset",
        section: "RFC 7252 §4.3",
    };
    let mut processed = Vec::new();
    for flaw in FLAWS {
        let mark = exam.probe.mark();
        let bytes = (flaw.spoil)(&exam.get().typed(MessageType::NonConfirmable), mark);
        let heard = exam.probe.whisper(&bytes, mark)?;
        if let Some(answer) = heard.iter().find(|heard| !heard.is_reset()) {
            processed.push(format!("{} by {answer}", flaw.what));
        }
    }
    if processed.is_empty() {
        exam.pass(RULE, "NON messages with format errors are ignored, or rejected by a Reset");
    } else {
        let seen = format!("NON messages are answered that have {}", processed.join(", "));
        exam.breach(Grade::Fail, RULE, &seen);
    }
    Ok(())
}

/// Sends messages of other versions.
pub(super) fn versions(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "version",
        says: "a message with another version number is silently ignored",
        section: "RFC 7252 §3",
    };
    let mut answered = Vec::new();
    for version in [0_u8, 2, 3] {
        let (draft, mark) = (exam.get(), exam.probe.mark());
        let mut bytes = exam.probe.encode(&draft, mark);
        if let Some(first) = bytes.first_mut() {
            *first = *first & 0x3f | version << 6;
        }
        if let Some(heard) = exam.probe.whisper(&bytes, mark)?.first() {
            answered.push(format!("{version} by {heard}"));
        }
    }
    if answered.is_empty() {
        exam.pass(RULE, "messages of the versions 0, 2 and 3 are ignored");
    } else {
        let seen = format!("messages are answered that have version {}", answered.join(", "));
        exam.breach(Grade::Fail, RULE, &seen);
    }
    Ok(())
}

/// Sends an Empty message that is not empty.
pub(super) fn empty_with_data(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "empty-with-data",
        says: "an Empty message has no byte behind the message id; one that has is rejected by a Reset",
        section: "RFC 7252 §4.1",
    };
    let mark = Mark { token: Token::EMPTY, ..exam.probe.mark() };
    let mut bytes = empty(MessageType::Confirmable, mark.id);
    bytes.extend_from_slice(&[0xff, b'x']);
    rejected(exam, RULE, "code 0.00 and a payload", (&bytes, mark))
}

/// Sends codes of the classes that are reserved.
pub(super) fn reserved_classes(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "reserved-class",
        says: "a confirmable message with a code of class 1, 6 or 7 is rejected by a Reset",
        section: "RFC 7252 §4.2",
    };
    for (class, what) in [(1, "the code 1.01"), (6, "the code 6.01"), (7, "the code 7.01")] {
        let Some(code) = Code::new(class, 1) else { continue };
        let (draft, mark) = (exam.get().coded(code), exam.probe.mark());
        let bytes = draft.encode(mark, None);
        rejected(exam, RULE, what, (&bytes, mark))?;
    }
    Ok(())
}

/// Sends a response that nobody asked for.
pub(super) fn stray_response(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "stray-response",
        says: "a confirmable response that matches no request is rejected by a Reset",
        section: "RFC 7252 §4.2",
    };
    let (draft, mark) = (exam.get().coded(Code::CONTENT), exam.probe.mark());
    let bytes = draft.encode(mark, None);
    rejected(exam, RULE, "an answer 2.05 that nobody asked for", (&bytes, mark))
}

/// Sends what is to be ignored whatever it says: acknowledgements, Resets, and too few bytes.
pub(super) fn ignored(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "stray-ack",
        says: "an acknowledgement or a Reset that matches nothing is silently ignored, and never answered",
        section: "RFC 7252 §4.2",
    };
    const REQUEST: Rule = Rule {
        check: "request-in-ack",
        says: "a request in an acknowledgement or a Reset is ignored",
        section: "RFC 7252 §4.2",
    };
    const SHORT: Rule = Rule {
        check: "short-datagram",
        says: "what has no whole header is ignored",
        section: "RFC 7252 §3",
    };
    let types = [MessageType::Acknowledgement, MessageType::Reset];
    let bare: fn(&Draft, MessageType, Mark) -> Vec<u8> = |_, kind, mark| empty(kind, mark.id);
    let whole: fn(&Draft, MessageType, Mark) -> Vec<u8> =
        |draft, kind, mark| draft.clone().typed(kind).encode(mark, None);
    for (rule, make, what) in [
        (RULE, bare, "acknowledgements and Resets"),
        (REQUEST, whole, "requests in acknowledgements and Resets"),
    ] {
        let mut answers = Vec::new();
        for kind in types {
            let mark = exam.probe.mark();
            let bytes = make(&exam.get(), kind, mark);
            answers.extend(exam.probe.whisper(&bytes, mark)?);
        }
        silent(exam, rule, what, &answers);
    }
    short(exam, SHORT)
}

/// Sends too few bytes; an answer to them can have any message id.
fn short(exam: &mut Exam, rule: Rule) -> Result<(), Failure> {
    let (mut answers, before) = (Vec::new(), exam.probe.strays());
    for length in 0..4 {
        let mark = Mark { token: Token::EMPTY, ..exam.probe.mark() };
        let mut bytes = empty(MessageType::Confirmable, mark.id);
        bytes.truncate(length);
        answers.extend(exam.probe.whisper(&bytes, mark)?);
    }
    if answers.is_empty() && exam.probe.strays() > before {
        exam.breach(Grade::Fail, rule, "datagrams of 0 to 3 bytes are acknowledged or rejected");
    } else {
        silent(exam, rule, "datagrams of 0 to 3 bytes", &answers);
    }
    Ok(())
}

/// Looks whether the server has come through it.
pub(super) fn survived(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "survival",
        says: "messages that are rejected leave no trace",
        section: "RFC 7252 §11.1",
    };
    if is_alive(exam)? {
        exam.pass(RULE, "after all this the server answers as before");
    } else {
        exam.breach(Grade::Fail, RULE, "after all this the server does not answer as before");
    }
    Ok(())
}

/// Judges what a confirmable message that has to be rejected is answered with.
fn rejected(
    exam: &mut Exam,
    rule: Rule,
    what: &str,
    (bytes, mark): (&[u8], Mark),
) -> Result<(), Failure> {
    let answer = exam.probe.provoke(bytes, mark)?;
    let seen = format!("a message with {what} is answered by {}", words(answer.as_ref()));
    match answer {
        Some(heard) if heard.is_reset() => exam.pass(rule, seen),
        // The message was not taken, but for the wrong reason.
        Some(heard) if heard.code().is_some_and(Code::is_client_error) => {
            exam.breach(Grade::Warn, rule, &seen);
        }
        _ => exam.breach(Grade::Fail, rule, &seen),
    }
    Ok(())
}

/// Judges what has to meet with silence.
fn silent(exam: &mut Exam, rule: Rule, what: &str, answers: &[Heard]) {
    match answers.first() {
        None => exam.pass(rule, format!("{what} are ignored")),
        Some(heard) => exam.breach(Grade::Fail, rule, &format!("{what} are answered by {heard}")),
    }
}

/// Makes a request whose token is longer than a token can be.
fn long_token(draft: &Draft, mark: Mark, length: u8) -> Vec<u8> {
    let bare = draft.encode(Mark { token: Token::EMPTY, ..mark }, None);
    let (head, rest) = bare.split_at(bare.len().min(4));
    let mut bytes = head.to_vec();
    if let Some(first) = bytes.first_mut() {
        *first |= length;
    }
    bytes.extend(std::iter::repeat_n(0x5a, length.into()));
    bytes.extend_from_slice(rest);
    bytes
}
