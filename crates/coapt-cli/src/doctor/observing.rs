//! Observation (RFC 7641).

use std::time::Duration;

use coapt::Uri;
use coapt::wire::{Code, MessageType, OptionNumber, OptionsBuf};

use crate::failure::Failure;

use super::draft::Draft;
use super::exam::{Exam, Rule};
use super::finding::Grade;
use super::probe::{Mark, empty};
use super::reply::{Heard, words};

const REGISTER: Rule = Rule {
    check: "observe",
    says: "a server that takes an observer says so by the option Observe",
    section: "RFC 7641 §3.1",
};
const LEAVE: Rule = Rule {
    check: "observe-end",
    says: "a GET with Observe 1 ends the observation and is answered without Observe",
    section: "RFC 7641 §3.6",
};
const ORDER: Rule = Rule {
    check: "observe-order",
    says: "the numbers in Observe rise from one notification to the next",
    section: "RFC 7641 §4.4",
};
const RESET: Rule = Rule {
    check: "observe-reset",
    says: "a notification that is rejected by a Reset is the last one",
    section: "RFC 7641 §4.5",
};

/// How many notifications are waited for.
const ENOUGH: usize = 3;

/// Observes, looks at what comes, and leaves.
pub(super) fn observation(exam: &mut Exam) -> Result<(), Failure> {
    let time = exam.watch;
    let options = observable(exam);
    let is_announced = options.is_some();
    let options = options.unwrap_or_else(|| exam.path.clone());
    let mark = exam.probe.mark();
    let Some(first) = register(exam, &options, mark)? else {
        let grade = if is_announced { Grade::Warn } else { Grade::Note };
        if is_announced {
            exam.breach(
                grade,
                REGISTER,
                "a resource that is announced as observable (obs) takes no observer",
            );
        } else {
            exam.found(
                grade,
                REGISTER,
                "the server takes no observer, and announces no resource that could be observed",
            );
        }
        return Ok(());
    };
    exam.pass(REGISTER, "the server takes an observer");
    let heard = exam.probe.overhear(mark, time)?;
    ordered(exam, first, &heard);
    leave(exam, &options, mark)?;
    rejection(exam, &options, time, !heard.is_empty())
}

/// Asks to be told; gives the number of the first answer if the server will.
fn register(exam: &mut Exam, options: &OptionsBuf, mark: Mark) -> Result<Option<u32>, Failure> {
    let draft = Draft::new(Code::GET, options).uint(OptionNumber::OBSERVE, 0);
    let reply = exam.probe.ask_as(&draft, mark)?;
    Ok(reply.and_then(|reply| reply.uint(OptionNumber::OBSERVE)))
}

/// Judges the order of notifications.
fn ordered(exam: &mut Exam, first: u32, heard: &[Heard]) {
    let mut last = first;
    let mut fell = None;
    let mut ids = Vec::new();
    for message in heard.iter().filter_map(Heard::message) {
        // A copy of a confirmable notification is no other one.
        if ids.contains(&message.id) {
            continue;
        }
        ids.push(message.id);
        let Some(number) = message.options.uint(OptionNumber::OBSERVE) else { continue };
        if !is_newer(last, number) {
            fell.get_or_insert((last, number));
        }
        last = number;
    }
    match (ids.len(), fell) {
        (0, _) => exam.found(
            Grade::Note,
            ORDER,
            "the resource did not change meanwhile, so notifications cannot be judged",
        ),
        (count, None) => exam.pass(ORDER, format!("{count} notifications come in order")),
        (_, Some((before, after))) => {
            exam.breach(Grade::Fail, ORDER, &format!("number {after} comes after {before}"));
        }
    }
}

/// Whether a notification is newer by its number: 24 bits that go round (RFC 7641 §3.4).
fn is_newer(before: u32, after: u32) -> bool {
    const HALF: u32 = 1 << 23;
    (before < after && after - before < HALF) || (before > after && before - after > HALF)
}

/// Leaves by a request.
fn leave(exam: &mut Exam, options: &OptionsBuf, mark: Mark) -> Result<(), Failure> {
    let draft = Draft::new(Code::GET, options).uint(OptionNumber::OBSERVE, 1);
    let mark = Mark { id: exam.probe.mark().id, ..mark };
    let bytes = exam.probe.encode(&draft, mark);
    let reply = exam.probe.exchange(&bytes, mark)?;
    match &reply {
        Some(reply) if reply.uint(OptionNumber::OBSERVE).is_none() && !reply.is_reset() => {
            exam.pass(
                LEAVE,
                format!("an observer that leaves is answered by {reply} without Observe"),
            );
        }
        // A notification that was on its way has the same token.
        Some(reply) if reply.message_type != MessageType::Acknowledgement && !reply.is_reset() => {
            exam.found(
                Grade::Note,
                LEAVE,
                "a notification was faster than the answer to the observer that leaves",
            );
        }
        _ => {
            let seen = format!(
                "an observer that leaves is answered by {} with Observe",
                words(reply.as_ref())
            );
            exam.breach(Grade::Fail, LEAVE, &seen);
        }
    }
    Ok(())
}

/// Observes again and rejects the first notification.
fn rejection(
    exam: &mut Exam,
    options: &OptionsBuf,
    time: Duration,
    is_lively: bool,
) -> Result<(), Failure> {
    if !is_lively {
        return Ok(());
    }
    let mark = exam.probe.mark();
    if register(exam, options, mark)?.is_none() {
        return Ok(());
    }
    exam.probe.set_acknowledges(false);
    let outcome = reject(exam, mark, time);
    exam.probe.set_acknowledges(true);
    match outcome? {
        None => exam.found(Grade::Note, RESET, "no notification came that could be rejected"),
        Some(more) if more > 0 => {
            let seen = format!("{more} notifications come after one that was rejected");
            exam.breach(Grade::Fail, RESET, &seen);
            leave(exam, options, mark)?;
        }
        Some(_) => exam.pass(RESET, "a notification that is rejected is the last one"),
    }
    Ok(())
}

/// Rejects the first notification; gives how many came after it, if one came at all.
fn reject(exam: &mut Exam, mark: Mark, time: Duration) -> Result<Option<usize>, Failure> {
    let mut heard = Vec::new();
    for _ in 0..ENOUGH {
        heard = exam.probe.overhear(mark, time)?;
        if !heard.is_empty() {
            break;
        }
    }
    let ids: Vec<_> = heard.iter().filter_map(Heard::message).map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    for id in &ids {
        exam.probe.send(&empty(MessageType::Reset, *id))?;
    }
    // What is on its way already does not count.
    exam.probe.overhear(mark, exam.probe.quiet())?;
    Ok(Some(exam.probe.overhear(mark, time.saturating_mul(2))?.len()))
}

/// Finds a resource that is announced as observable: the one that was named, or the first one.
fn observable(exam: &Exam) -> Option<OptionsBuf> {
    let links = exam.links.iter().filter(|link| link.has_attribute("obs"));
    let all: Vec<_> = links
        .filter(|link| link.target.starts_with('/') && !link.target.starts_with("/.well-known"))
        .filter_map(|link| {
            let uri = Uri::parse(&format!("coap://{}{}", exam.target, link.target)).ok()?;
            Some(uri.options(exam.target))
        })
        .collect();
    all.iter().find(|options| **options == exam.path).or(all.first()).cloned()
}
