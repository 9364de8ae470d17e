//! `TD_COAP_CORE_15` and 16: each message of an exchange is lost once.

use crate::interop::peer::Ask;
use crate::interop::probe;
use crate::interop::scenario::{Outcome, Pair, Scenario, Talk, want};
use crate::interop::wire::{Kind, Message};

use super::core::is_separate;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        id: "CORE_15",
        title: "loss, piggybacked response",
        through_bad_line: false,
        run: piggybacked,
    },
    Scenario {
        id: "CORE_16",
        title: "loss, separate response",
        through_bad_line: false,
        run: separate,
    },
];

/// The request is lost once, then the response; the handler must have run once for each ask.
fn piggybacked(pair: &Pair<'_>) -> Outcome {
    let counts = pair.path("runs").is_ok();
    let method = if counts { "POST" } else { "GET" };
    let ask = || Ask::new(method, if counts { "runs" } else { "test" });
    pair.relay.drop_next(pair.relay.next_client(), &[0], &[]);
    pair.check(ask(), |talk| repeated(talk, method))?;
    pair.relay.drop_next(pair.relay.next_client(), &[], &[0]);
    pair.check(ask(), |talk| repeated(talk, method))?;
    if counts {
        let code = probe::send(pair.direct, "POST", "runs", b"", None);
        want(code == Some(68), "the count of runs cannot be read")?;
        let last = pair.ask(ask())?;
        want(last.0.trim() == "4", format!("the handler ran otherwise: {}", last.0.trim()))?;
    }
    Ok(())
}

fn repeated(talk: &Talk, method: &str) -> Result<(), String> {
    let (request, response) = talk.piggybacked(method)?;
    let again = talk.requests().into_iter().filter(|message| *message == request).count();
    want(again == 2, format!("the request was sent {again} times, not 2"))?;
    want(talk.has_arrived(response), "no response arrived")
}

/// The request, its acknowledgement, the response and its acknowledgement are lost, one in each ask.
fn separate(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("separate")?;
    let losses: [(&[usize], &[usize]); 4] = [(&[0], &[]), (&[], &[0]), (&[], &[1]), (&[1], &[])];
    for (place, (of_client, of_server)) in losses.into_iter().enumerate() {
        pair.relay.drop_next(pair.relay.next_client(), of_client, of_server);
        pair.check(Ask::get(path), |talk| {
            let lost = talk.messages.iter().find(|sent| !sent.is_passed);
            let lost = lost.ok_or("nothing was lost")?;
            made_good(talk, &lost.message, place)
        })?;
    }
    Ok(())
}

/// Whether a loss was made good: by a repetition, or by the response for a lost acknowledgement.
fn made_good(talk: &Talk, lost: &Message, place: usize) -> Result<(), String> {
    let names = ["request", "acknowledgement", "response", "acknowledgement of the response"];
    let name = names.get(place).unwrap_or(&"message");
    let copies = talk.messages.iter().filter(|sent| sent.message == *lost).count();
    // The response says what the acknowledgement would have said; then nothing is repeated.
    want(copies >= 2 || place % 2 == 1, format!("the {name} that was lost did not come again"))?;
    if place == 1 {
        let (_, response) = talk.exchange("GET")?;
        want(
            response.kind == Kind::Confirmable,
            "the response is not a confirmable one of its own",
        )?;
        return Ok(());
    }
    if place == 3 {
        // A client that has what it wanted is gone when the response comes again.
        let (_, response) = talk.exchange("GET")?;
        let copies = talk.responses().into_iter().filter(|one| *one == response).count();
        return want(copies >= 2, "the response did not come again");
    }
    is_separate(talk)
}
