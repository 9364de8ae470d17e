//! What somebody gets who writes a false sender on a request (RFC 7252 §11.3, RFC 9175 §2.4).

use coapt::wire::{Code, OptionsBuf};

use crate::failure::Failure;

use super::discovery::core_options;
use super::draft::Draft;
use super::exam::{Exam, Rule};
use super::finding::Grade;

/// How many times the bytes of a request may be sent to an address that has not shown that it asks.
const MAX_FACTOR: usize = 3;

/// The size of answer that never does harm (RFC 9175 §2.4).
const HARMLESS: usize = 136;

/// Asks as a stranger and weighs the answers.
pub(super) fn amplification(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "amplification",
        says: "a stranger should get no more than 3 times the bytes of the request, or 136, before it has sent back an Echo",
        section: "RFC 9175 §2.4",
    };
    let (core, path) = (core_options(None), exam.path.clone());
    let (mut worst, mut is_guarded) = ((1, 0), false);
    for options in [core, path] {
        let weighed = weigh(exam, &options)?;
        if weighed.answer.saturating_mul(worst.0) > worst.1 * weighed.request {
            worst = (weighed.request, weighed.answer);
        }
        is_guarded |= weighed.is_guarded;
    }
    let (request, answer) = worst;
    if answer == 0 {
        return Ok(());
    }
    let seen = format!(
        "a stranger gets {answer} bytes for {request}, {} as many",
        tenths(answer.saturating_mul(10) / request.max(1))
    );
    if answer <= HARMLESS.max(request.saturating_mul(MAX_FACTOR)) {
        let few = if answer > request.saturating_mul(MAX_FACTOR) {
            ", few enough to do no harm"
        } else {
            ""
        };
        let guard = if is_guarded { "; more after an Echo" } else { "" };
        exam.pass(RULE, format!("{seen}{few}{guard}"));
    } else {
        exam.breach(Grade::Warn, RULE, &seen);
    }
    Ok(())
}

/// A request and what it was answered with, in bytes.
struct Weighed {
    request: usize,
    answer: usize,
    /// Whether the server wants to see an Echo first.
    is_guarded: bool,
}

/// Sends one request from a new address and adds up what comes.
fn weigh(exam: &Exam, options: &OptionsBuf) -> Result<Weighed, Failure> {
    let mut stranger = exam.probe.stranger()?;
    let mark = stranger.mark();
    let bytes = stranger.encode(&Draft::new(Code::GET, options), mark);
    stranger.send(&bytes)?;
    let heard = stranger.overhear(mark, exam.probe.quiet())?;
    let is_guarded = heard.iter().any(|heard| heard.code() == Some(Code::UNAUTHORIZED));
    let answer = heard.iter().map(|heard| heard.bytes.len()).sum();
    Ok(Weighed { request: bytes.len(), answer, is_guarded })
}

/// Puts tenths into words, such as `2.5 times`.
fn tenths(tenths: usize) -> String {
    format!("{}.{} times", tenths / 10, tenths % 10)
}
