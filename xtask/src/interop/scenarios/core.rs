//! `TD_COAP_CORE_01` to 14, 17 and 31: methods, reliability, tokens, separate responses, ping.

use crate::interop::peer::{Ask, Peer};
use crate::interop::scenario::{Ended, Outcome, Pair, Scenario, Talk, has_code, want};
use crate::interop::wire::{Kind, Message, option};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("CORE_01", "GET, confirmable", true, |pair| confirmable(pair, "GET", &["2.05"])),
    Scenario::new("CORE_02", "DELETE, confirmable", true, |pair| {
        confirmable(pair, "DELETE", &["2.02"])
    }),
    Scenario::new("CORE_03", "PUT, confirmable", true, |pair| {
        confirmable(pair, "PUT", &["2.04", "2.01"])
    }),
    Scenario::new("CORE_04", "POST, confirmable", true, |pair| {
        confirmable(pair, "POST", &["2.01", "2.04"])
    }),
    Scenario::new("CORE_05", "GET, non-confirmable", false, |pair| {
        unconfirmed(pair, "GET", &["2.05"])
    }),
    Scenario::new("CORE_06", "DELETE, non-confirmable", false, |pair| {
        unconfirmed(pair, "DELETE", &["2.02"])
    }),
    Scenario::new("CORE_07", "PUT, non-confirmable", false, |pair| {
        unconfirmed(pair, "PUT", &["2.04", "2.01"])
    }),
    Scenario::new("CORE_08", "POST, non-confirmable", false, |pair| {
        unconfirmed(pair, "POST", &["2.01", "2.04"])
    }),
    Scenario::new("CORE_09", "separate response", true, separate),
    Scenario::new("CORE_10", "a token that is not empty", true, token),
    Scenario::new("CORE_11", "a token and a separate response", true, separate_token),
    Scenario::new("CORE_12", "an empty token", true, empty_token),
    Scenario::new("CORE_13", "several Uri-Path", true, segments),
    Scenario::new("CORE_14", "several Uri-Query", true, arguments),
    Scenario::new("CORE_17", "separate response, non-confirmable", false, separate_unconfirmed),
    Scenario::new("CORE_31", "ping", true, ping),
];

/// The resource that all methods can be tried on.
fn test(pair: &Pair<'_>, method: &'static str) -> Result<Ask, Ended> {
    let ask = Ask::new(method, pair.path("test")?);
    let has_body = matches!(method, "PUT" | "POST");
    Ok(if has_body { ask.payload("hello there") } else { ask })
}

fn confirmable(pair: &Pair<'_>, method: &'static str, codes: &[&str]) -> Outcome {
    let text = pair.check(test(pair, method)?, |talk| {
        let (request, response) = talk.piggybacked(method)?;
        contents(request, response, codes)
    })?;
    shown(method, &text)
}

fn unconfirmed(pair: &Pair<'_>, method: &'static str, codes: &[&str]) -> Outcome {
    let text = pair.check(test(pair, method)?.non(), |talk| {
        let (request, response) = talk.unconfirmed(method)?;
        contents(request, response, codes)
    })?;
    shown(method, &text)
}

/// What a request and its response hold, by the method.
fn contents(request: &Message, response: &Message, codes: &[&str]) -> Result<(), String> {
    has_code(response, codes)?;
    if request.code == 1 {
        let has_format = response.number(option::CONTENT_FORMAT) == Some(0);
        want(has_format && !response.payload.is_empty(), "it is no text with its format")?;
    }
    if request.code == 2 || request.code == 3 {
        want(request.number(option::CONTENT_FORMAT) == Some(0), "the body has no Content-Format")?;
        want(request.payload == b"hello there", "the body is not the one that was to be sent")?;
    }
    Ok(())
}

/// Whether a client showed what it fetched.
fn shown(method: &str, text: &str) -> Outcome {
    let shows = method != "GET" || !text.trim().is_empty();
    Ok(want(shows, "the client does not show the text")?)
}

fn separate(pair: &Pair<'_>) -> Outcome {
    pair.check(Ask::get(pair.path("separate")?), is_separate)?;
    Ok(())
}

/// Whether a request was acknowledged first, and then answered by a confirmable response that was, too.
pub(super) fn is_separate(talk: &Talk) -> Result<(), String> {
    let (request, response) = talk.exchange("GET")?;
    want(request.kind == Kind::Confirmable, "the request is not confirmable")?;
    want(response.kind == Kind::Confirmable, "the response is not a confirmable one of its own")?;
    has_code(response, &["2.05"])?;
    let acknowledges = |of: u16| {
        move |message: &&Message| {
            message.kind == Kind::Acknowledgement && message.is_empty() && message.id == of
        }
    };
    let heard = talk.of_server().find(acknowledges(request.id));
    want(heard.is_some(), "the request was not acknowledged")?;
    let confirmed = talk.of_client().find(acknowledges(response.id));
    want(confirmed.is_some(), "the response was not acknowledged")
}

/// Gives an ask a token that is not empty, where the client does not make one itself.
fn with_token(pair: &Pair<'_>, ask: Ask) -> Ask {
    let is_told = matches!(pair.client, Peer::Libcoap | Peer::CoapRs);
    if is_told { ask.token("cafe") } else { ask }
}

fn token(pair: &Pair<'_>) -> Outcome {
    pair.check(with_token(pair, Ask::get(pair.path("test")?)), |talk| {
        let (request, _) = talk.piggybacked("GET")?;
        want((1..=8).contains(&request.token.len()), "the token is empty")
    })?;
    Ok(())
}

fn separate_token(pair: &Pair<'_>) -> Outcome {
    pair.check(with_token(pair, Ask::get(pair.path("separate")?)), |talk| {
        is_separate(talk)?;
        let (request, _) = talk.exchange("GET")?;
        want((1..=8).contains(&request.token.len()), "the token is empty")
    })?;
    Ok(())
}

fn empty_token(pair: &Pair<'_>) -> Outcome {
    pair.check(Ask::get(pair.path("test")?).token(""), |talk| {
        let (request, response) = talk.piggybacked("GET")?;
        want(request.token.is_empty() && response.token.is_empty(), "a token is not empty")
    })?;
    Ok(())
}

fn segments(pair: &Pair<'_>) -> Outcome {
    pair.check(Ask::get(pair.path("seg1/seg2/seg3")?), |talk| {
        let (request, response) = talk.piggybacked("GET")?;
        let segments = request.texts(option::URI_PATH);
        want(segments == ["seg1", "seg2", "seg3"], format!("Uri-Path is {segments:?}"))?;
        has_code(response, &["2.05"])
    })?;
    Ok(())
}

fn arguments(pair: &Pair<'_>) -> Outcome {
    let path = format!("{}?first=1&second=2&third=3", pair.path("query")?);
    pair.check(Ask::get(&path), |talk| {
        let (request, response) = talk.piggybacked("GET")?;
        let arguments = request.texts(option::URI_QUERY);
        let wanted = ["first=1", "second=2", "third=3"];
        want(arguments == wanted, format!("Uri-Query is {arguments:?}"))?;
        has_code(response, &["2.05"])?;
        let reads = response.payload == b"first=1 second=2 third=3";
        want(reads, "the server reads other arguments")
    })?;
    Ok(())
}

fn separate_unconfirmed(pair: &Pair<'_>) -> Outcome {
    if pair.server == Peer::CoaptPython {
        let reason = "the class has one setting for all its responses, and here it makes late ones confirmable";
        return Err(Ended::NotPossible(reason.to_owned()));
    }
    pair.check(Ask::get(pair.path("separate-non")?).non(), |talk| {
        talk.unconfirmed("GET").and_then(|(_, response)| has_code(response, &["2.05"]))
    })?;
    Ok(())
}

fn ping(pair: &Pair<'_>) -> Outcome {
    let mark = pair.relay.next_client();
    let running = crate::interop::peer::Running::ping(pair.house, pair.client, pair.relay.port())?;
    pair.finish(running)?;
    pair.until(mark, |talk| {
        let ping = talk.of_client().find(|message| message.is_empty());
        let ping = ping.ok_or("no ping was seen")?;
        want(ping.kind == Kind::Confirmable, "the ping is not confirmable")?;
        let answer = talk.of_server().find(|message| message.id == ping.id && message.is_empty());
        let answer = answer.ok_or("the ping was not answered")?;
        want(answer.kind == Kind::Reset, "the answer to the ping is no Reset")
    })
}
