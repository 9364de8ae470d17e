//! Good messages: answers that match, tokens, duplicates, pings, retransmission (RFC 7252 §4, §5.2, §5.3).

use std::time::Duration;

use coapt::wire::{Code, MessageType, Token};

use crate::failure::Failure;

use super::exam::{Exam, Rule};
use super::finding::Grade;
use super::probe::{Mark, empty};
use super::reply::{Heard, Reply, words};

/// The time before the first retransmission at least, less what a lazy timer may take off (RFC 7252 §4.8).
const ACK_TIMEOUT: Duration = Duration::from_millis(1900);

/// How long to wait for a retransmission: `ACK_TIMEOUT` × `ACK_RANDOM_FACTOR` and some more.
const PATIENCE: Duration = Duration::from_millis(3300);

/// Asks at all; fails if there is no sign of life.
pub(super) fn answers(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "answer",
        says: "each confirmable request is acknowledged or rejected",
        section: "RFC 7252 §4.2",
    };
    let draft = exam.get();
    let reply = exam.ask(&draft)?;
    match &reply {
        None if exam.probe.is_interrupted() => {}
        None if exam.probe.malformed().0 == 0 && ping_answer(exam)?.is_none() => {
            return Err(exam.probe.nobody());
        }
        None => exam.breach(Grade::Fail, RULE, "a GET is not answered"),
        Some(reply) if reply.is_reset() => {
            exam.found(
                Grade::Fail,
                RULE,
                "a GET is rejected by a Reset: the server takes no request",
            );
        }
        Some(reply) => {
            let time = reply.taken.as_secs_f64() * 1e3;
            exam.pass(RULE, format!("a GET is answered by {reply} within {time:.1} ms"));
            if !reply.code.is_success() {
                let text = "the resource gives no content: what needs some cannot be judged; name one that does";
                exam.found(Grade::Note, RULE, text);
            }
        }
    }
    exam.plain = reply;
    Ok(())
}

/// Looks at how the first answer came.
pub(super) fn matching(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "matching",
        says: "a response comes in the acknowledgement, or by itself after an empty one, with the token of the request",
        section: "RFC 7252 §5.2",
    };
    let draft = exam.get();
    let mark = exam.probe.mark();
    let Some(reply) = exam.probe.ask_as(&draft, mark)? else { return Ok(()) };
    let is_answer = reply.message_type == MessageType::Acknowledgement;
    let grade_and_text = match reply.message_type {
        MessageType::Reset => return Ok(()),
        _ if reply.token != mark.token => {
            (Grade::Fail, "the response has another token than the request")
        }
        MessageType::Acknowledgement if reply.is_acknowledged => {
            (Grade::Fail, "the response comes in a second acknowledgement, after an empty one")
        }
        MessageType::Acknowledgement => (Grade::Pass, "the response comes in the acknowledgement"),
        _ if reply.is_acknowledged => {
            (Grade::Pass, "the response comes by itself, after an empty acknowledgement")
        }
        MessageType::Confirmable | MessageType::NonConfirmable => {
            (Grade::Warn, "the response comes by itself, and no acknowledgement before it")
        }
    };
    let is_other = is_answer && reply.id != reply.asked_id;
    match grade_and_text {
        _ if is_other => exam.breach(
            Grade::Fail,
            RULE,
            "the acknowledgement has another message id than the request",
        ),
        (Grade::Pass, text) => exam.pass(RULE, text),
        (grade, text) => exam.breach(grade, RULE, text),
    }
    Ok(())
}

/// Tries tokens of all lengths.
pub(super) fn tokens(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "tokens",
        says: "each response echoes the token of its request, 0 to 8 bytes",
        section: "RFC 7252 §5.3.1",
    };
    let mut wrong = Vec::new();
    for length in 0..=Token::MAX_LENGTH {
        let bytes: Vec<u8> =
            [0xc0, 0x00, 0xff, 0x40, 0x0a, 0x7f, 0x80, 0x01].into_iter().take(length).collect();
        let Some(token) = Token::new(&bytes) else { continue };
        let (draft, mark) = (exam.get(), Mark { token, ..exam.probe.mark() });
        let reply = exam.probe.ask_as(&draft, mark)?;
        if reply.is_none_or(|reply| reply.token != token) {
            wrong.push(length.to_string());
        }
    }
    if wrong.is_empty() {
        exam.pass(RULE, "tokens of 0 to 8 bytes come back unchanged");
    } else {
        let seen = format!("a token of {} bytes does not come back", wrong.join(", "));
        exam.breach(Grade::Fail, RULE, &seen);
    }
    Ok(())
}

/// Sends one message twice.
pub(super) fn duplicates(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "duplicate-con",
        says: "each copy of a confirmable message gets the same answer and is processed once",
        section: "RFC 7252 §4.5",
    };
    let (draft, mark) = (exam.get(), exam.probe.mark());
    let bytes = exam.probe.encode(&draft, mark);
    let Some(first) = exam.probe.exchange(&bytes, mark)? else { return Ok(()) };
    let second = exam.probe.provoke(&bytes, mark)?;
    let Some(second) = second else {
        exam.breach(Grade::Warn, RULE, "the copy of a request is not answered");
        return Ok(());
    };
    let is_separate = first.message_type != MessageType::Acknowledgement;
    if second.bytes == first.bytes || (is_separate && second.is_empty_acknowledgement()) {
        exam.pass(RULE, "the copy of a request gets the same answer, byte for byte");
    } else if second.code() == Some(first.code) {
        let text = "the copy of a GET gets an answer of its own, so it is processed again; a server may do that for \
                    what changes nothing";
        exam.found(Grade::Note, RULE, text);
    } else {
        let seen = format!("a request is answered by {first}, its copy by {second}");
        exam.breach(Grade::Warn, RULE, &seen);
    }
    Ok(())
}

/// Asks without asking for an acknowledgement, twice.
pub(super) fn non_confirmable(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "non",
        says: "a response to a NON request should be a NON message, and must not be an acknowledgement",
        section: "RFC 7252 §5.2.3",
    };
    const TWICE: Rule = Rule {
        check: "duplicate-non",
        says: "a copy of a NON message is ignored",
        section: "RFC 7252 §4.5",
    };
    let (draft, mark) = (exam.get().typed(MessageType::NonConfirmable), exam.probe.mark());
    let bytes = exam.probe.encode(&draft, mark);
    let answer = exam.probe.provoke(&bytes, mark)?;
    let kind = answer.as_ref().and_then(|heard| heard.message().map(|it| it.message_type));
    match kind {
        Some(MessageType::NonConfirmable) => {
            exam.pass(RULE, "a NON request is answered by a NON message");
        }
        Some(MessageType::Confirmable) => {
            exam.found(Grade::Note, RULE, "a NON request is answered by a confirmable message");
        }
        Some(MessageType::Acknowledgement) => {
            exam.breach(Grade::Fail, RULE, "a NON request is acknowledged");
        }
        _ => {
            let seen = format!("a NON request is answered by {}", words(answer.as_ref()));
            exam.breach(Grade::Warn, RULE, &seen);
        }
    }
    if kind != Some(MessageType::NonConfirmable) {
        return Ok(());
    }
    let again = exam.probe.whisper(&bytes, mark)?;
    if again.iter().any(Heard::is_response) {
        let text = "the copy of a NON request is answered again; a server may do that for what changes nothing";
        exam.found(Grade::Note, TWICE, text);
    } else {
        exam.pass(TWICE, "the copy of a NON request is ignored");
    }
    Ok(())
}

/// Pings.
pub(super) fn ping(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "ping",
        says: "an Empty confirmable message is rejected by a Reset",
        section: "RFC 7252 §4.2",
    };
    match ping_answer(exam)? {
        Some(answer) if answer.is_reset() => exam.pass(RULE, "a ping is answered by a Reset"),
        Some(answer) => {
            exam.breach(Grade::Fail, RULE, &format!("a ping is answered by {answer}"));
        }
        None => exam.breach(Grade::Fail, RULE, "a ping is not answered"),
    }
    Ok(())
}

/// Lets the server wait for an acknowledgement and looks when it sends again.
pub(super) fn retransmission(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "retransmission",
        says: "between two copies of a confirmable message lie ACK_TIMEOUT (2 s) or more",
        section: "RFC 7252 §4.2",
    };
    let is_confirmable =
        exam.plain.as_ref().is_some_and(|reply| reply.message_type == MessageType::Confirmable);
    if !is_confirmable {
        return Ok(());
    }
    exam.probe.set_acknowledges(false);
    let outcome = unacknowledged(exam);
    exam.probe.set_acknowledges(true);
    let times = outcome?;
    match times.as_slice() {
        [first, second, ..] => {
            let gap = second.saturating_sub(*first);
            let seen = format!("a response that is not acknowledged comes again after {:.1} s", gap.as_secs_f64());
            if gap < ACK_TIMEOUT {
                exam.breach(Grade::Fail, RULE, &seen);
            } else {
                exam.pass(RULE, seen);
            }
        }
        _ => exam.found(
            Grade::Warn,
            RULE,
            "a response that is not acknowledged does not come again within 3 s; it does so after 2 to 3 s",
        ),
    }
    Ok(())
}

/// Asks and acknowledges nothing until the time is up; gives when copies of the response came.
fn unacknowledged(exam: &mut Exam) -> Result<Vec<Duration>, Failure> {
    let (draft, mark) = (exam.get(), exam.probe.mark());
    let bytes = exam.probe.encode(&draft, mark);
    exam.probe.send(&bytes)?;
    let heard = exam.probe.overhear(mark, PATIENCE)?;
    let responses: Vec<_> = heard.iter().filter(|heard| heard.is_response()).collect();
    if let Some(message) = responses.first().and_then(|heard| heard.message()) {
        exam.probe.send(&empty(MessageType::Acknowledgement, message.id))?;
    }
    Ok(responses.iter().map(|heard| heard.at.since_origin()).collect())
}

/// Looks at everything the server has sent.
pub(super) fn well_formed(exam: &mut Exam) {
    const RULE: Rule = Rule {
        check: "well-formed",
        says: "messages have the format of the RFC",
        section: "RFC 7252 §3",
    };
    let (count, first) = exam.probe.malformed();
    if count == 0 {
        exam.pass(RULE, "everything the server has sent is well formed");
    } else {
        let seen =
            format!("{count} of the messages it has sent are malformed, the first because {first}");
        exam.breach(Grade::Fail, RULE, &seen);
    }
}

/// Pings; gives what comes back.
fn ping_answer(exam: &mut Exam) -> Result<Option<Heard>, Failure> {
    let mark = Mark { token: Token::EMPTY, ..exam.probe.mark() };
    exam.probe.provoke(&empty(MessageType::Confirmable, mark.id), mark)
}

/// Tells whether the server still answers as it did first.
pub(super) fn is_alive(exam: &mut Exam) -> Result<bool, Failure> {
    let draft = exam.get();
    let code = exam.ask(&draft)?.map(|reply: Reply| reply.code);
    Ok(code.is_some_and(|code: Code| Some(code) == exam.plain_code()))
}
