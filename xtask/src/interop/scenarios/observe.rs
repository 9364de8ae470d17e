//! `TD_COAP_OBS_01` to 14: observations (RFC 7641).

use std::cell::Cell;
use std::time::Duration;

use crate::interop::peer::{Ask, Peer, Running};
use crate::interop::relay::pause;
use crate::interop::scenario::{Ended, Outcome, Pair, SILENCE, Scenario, Talk, has_code, want};
use crate::interop::wire::{Kind, Message, option};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("OBS_01", "confirmable notifications", false, confirmable),
    Scenario::new("OBS_02", "non-confirmable notifications", false, unconfirmed),
    Scenario::new("OBS_04", "a client that hears nothing registers again", false, renewed),
    Scenario::new("OBS_05", "a client that dies is given up", false, given_up),
    Scenario::new("OBS_06", "a Reset ends an observation", false, reset),
    Scenario::new("OBS_07", "DELETE of what is observed", true, deleted),
    Scenario::new("OBS_08", "the format changes", true, reformatted),
    Scenario::new("OBS_09", "the value changes", true, changed),
    Scenario::new("OBS_10", "a plain GET leaves an observation alone", true, left_alone),
    Scenario::new("OBS_11", "a notification is lost", false, lost),
    Scenario::new("OBS_12", "Observe 1 cancels", true, cancelled),
    Scenario::new("OBS_13", "large notifications", true, large),
    Scenario::new("OBS_14", "sizes that come and go", true, pumping),
];

/// As long as a large state is in all servers.
const LENGTH: usize = 1500;

/// An observation that was accepted.
struct Watch {
    mark: u16,
    running: Running,
    path: &'static str,
}

fn watch(pair: &Pair<'_>, resource: &'static str, states: u32) -> Result<Watch, Ended> {
    let path = pair.path(resource)?;
    change(pair, resource, 0)?;
    let ask = Ask::observe(path, states);
    let ask = if resource == "obs-non" { ask.non() } else { ask };
    let (mark, running) = pair.begin(ask)?;
    pair.until(mark, |talk| {
        let (request, response) = talk.exchange("GET")?;
        want(request.number(option::OBSERVE) == Some(0), "the GET has no Observe 0")?;
        want(response.number(option::OBSERVE).is_some(), "the observation was not accepted")?;
        want(talk.has_arrived(response), "the answer to the registration did not arrive")
    })?;
    // What was held back must not come after the next state.
    pair.await_late();
    Ok(Watch { mark, running, path })
}

/// Puts what has the server tell this state.
///
/// Others make a large state of a short word; coap-rs tells observers what was put, as it is.
fn change(pair: &Pair<'_>, resource: &'static str, number: u32) -> Result<(), Ended> {
    let large = match resource {
        _ if pair.server != Peer::CoapRs => None,
        "obs-large" => Some(number.to_string().repeat(LENGTH)),
        "obs-pumping" if number % 2 == 1 => Some("p".repeat(LENGTH)),
        _ => None,
    };
    let text = large.unwrap_or_else(|| format!("state {number}"));
    pair.put(pair.path(resource)?, &text)
}

/// The states that were told to the observer, the first included.
fn told(talk: &Talk) -> Vec<&Message> {
    let Ok((request, _)) = talk.exchange("GET") else { return Vec::new() };
    let all = talk.responses().into_iter();
    all.filter(|one| one.token == request.token && one.number(option::OBSERVE).is_some()).collect()
}

/// Waits until a state was told.
fn until_told(pair: &Pair<'_>, watch: &Watch, state: &str) -> Outcome {
    pair.until(watch.mark, |talk| {
        let is_told = told(talk).iter().any(|one| one.payload == state.as_bytes());
        want(is_told, format!("{state:?} was not told"))
    })
}

/// Lets an observer see three states; the place in the record where it began.
fn three_states(pair: &Pair<'_>, resource: &'static str) -> Result<u16, Ended> {
    let watch = watch(pair, resource, 3)?;
    for state in ["state 1", "state 2"] {
        pair.put(watch.path, state)?;
        until_told(pair, &watch, state)?;
    }
    let text = pair.finish(watch.running)?;
    want(text.contains("state 2"), "the client does not show the last state")?;
    Ok(watch.mark)
}

/// Whether the notifications are in order, alike, and of one kind.
fn in_order(talk: &Talk, kind: Kind) -> Result<Vec<u16>, String> {
    let states = told(talk);
    let numbers: Vec<_> = states.iter().filter_map(|one| one.number(option::OBSERVE)).collect();
    let rises = numbers.windows(2).all(|pair| pair.first() < pair.last());
    want(rises, "the values of Observe do not rise")?;
    let formats: Vec<_> = states.iter().map(|one| one.number(option::CONTENT_FORMAT)).collect();
    want(formats.windows(2).all(|pair| pair.first() == pair.last()), "the format changes")?;
    let later = states.get(1..).unwrap_or_default();
    want(later.iter().all(|one| one.kind == kind), "a notification is of the other kind")?;
    Ok(later.iter().map(|one| one.id).collect())
}

fn confirmable(pair: &Pair<'_>) -> Outcome {
    let mark = three_states(pair, "obs")?;
    pair.until(mark, |talk| {
        let ids = in_order(talk, Kind::Confirmable)?;
        let mut acknowledged = talk.of_client().filter(|one| one.kind == Kind::Acknowledgement);
        let is_first = |id: &u16| acknowledged.any(|one| one.id == *id);
        want(ids.iter().all(is_first), "a notification was not acknowledged")
    })
}

fn unconfirmed(pair: &Pair<'_>) -> Outcome {
    let mark = three_states(pair, "obs-non")?;
    pair.until(mark, |talk| in_order(talk, Kind::NonConfirmable).map(drop))
}

fn renewed(pair: &Pair<'_>) -> Outcome {
    ours(pair.client, "it is about the client, and coapt is the server here")?;
    let watch = watch(pair, "obs-short", 2)?;
    // Max-Age is a second; a client may wait 5 to 15 seconds longer (RFC 7641 §3.3.1).
    for _ in 0..4 {
        let outcome = pair.until(watch.mark, is_renewed);
        if outcome.is_ok() {
            return outcome;
        }
    }
    pair.until(watch.mark, is_renewed)
}

fn is_renewed(talk: &Talk) -> Result<(), String> {
    let registers = |one: &&Message| one.number(option::OBSERVE) == Some(0);
    let registrations: Vec<_> = talk.requests().into_iter().filter(registers).collect();
    let tokens = registrations.windows(2).all(|pair| match pair {
        [first, second] => first.token == second.token && first.id != second.id,
        _ => false,
    });
    want(registrations.len() > 1, "the client did not register again")?;
    want(tokens, "the client registered again with another token")
}

/// `ACK_TIMEOUT` in milliseconds of a server that gives up before long: after 31 times that and a half (RFC 7252 §4.8.2).
const HASTE: u16 = 20;
/// How often a notification is sent at most: once, and `MAX_RETRANSMIT` times again.
const ATTEMPTS: usize = 5;
/// And at least: on a busy machine the last ones would come after `MAX_TRANSMIT_SPAN`, which is short here.
const REPEATED: usize = 3;

fn given_up(pair: &Pair<'_>) -> Outcome {
    ours(pair.server, "it is about the server, and coapt is the client here")?;
    let ends = (pair.client, pair.server);
    let (_running, pair) = Pair::start(pair.house, ends, pair.line, Some(HASTE))?;
    let Watch { mark, running, path } = watch(&pair, "obs", 9)?;
    drop(running);
    pair.put(path, "state 1")?;
    pair.put(path, "state 2")?;
    pair.until(mark, |talk| {
        let states = told(talk);
        let later = states.get(1..).unwrap_or_default();
        let is_fresh = later.iter().rev().take(2).all(|one| one.payload == b"state 2");
        want(later.len() >= REPEATED, "the notification is not repeated")?;
        want(is_fresh, "the repeated notification has an old state")
    })?;
    // The last of them is waited for no longer than MAX_TRANSMIT_WAIT, 31 times ACK_TIMEOUT and a half.
    pause(Duration::from_millis(u64::from(HASTE) * 47) + SILENCE);
    let count = told(&pair.talk(mark)).len() - 1;
    want(count <= ATTEMPTS, format!("the notification is sent {count} times"))?;
    is_silent(&pair, mark, || pair.put(path, "state 3"))
}

/// Says no where neither end that matters is coapt.
fn ours(peer: Peer, reason: &str) -> Outcome {
    let is_ours = matches!(peer, Peer::Coapt | Peer::CoaptPython);
    if is_ours { Ok(()) } else { Err(Ended::NotPossible(reason.to_owned())) }
}

fn reset(pair: &Pair<'_>) -> Outcome {
    ours(pair.server, "it is about the server, and coapt is the client here")?;
    let watch = watch(pair, "obs", 9)?;
    let id = Cell::new(0);
    // The acknowledgement is lost; in its place comes a Reset.
    pair.relay.drop_next(watch.mark, &[0], &[]);
    pair.put(watch.path, "state 1")?;
    pair.until(watch.mark, |talk| {
        let states = told(talk);
        let notification = states.get(1).ok_or("no notification was seen")?;
        id.set(notification.id);
        let lost = talk.messages.iter().any(|sent| !sent.is_passed);
        want(lost, "the notification was not acknowledged")
    })?;
    let [high, low] = id.get().to_be_bytes();
    pair.relay.forge(watch.mark, &[0x70, 0, high, low]);
    pair.put(watch.path, "state 2")?;
    pause(SILENCE);
    let goes_on = told(&pair.talk(watch.mark)).iter().any(|one| one.payload == b"state 2");
    Ok(want(!goes_on, "the server goes on after a Reset")?)
}

/// Whether an observation was ended by an error, which has no Observe.
fn until_ended(pair: &Pair<'_>, watch: &Watch, code: &str) -> Outcome {
    pair.until(watch.mark, |talk| {
        let (request, _) = talk.exchange("GET")?;
        let mut later = talk.responses().into_iter().filter(|one| one.token == request.token);
        let last = later.find(|one| one.code >= 128).ok_or("no error was told to the observer")?;
        has_code(last, &[code])?;
        want(last.number(option::OBSERVE).is_none(), "the last notification has an Observe")
    })?;
    is_silent(pair, watch.mark, || Ok(()))
}

/// Whether the observer is told nothing more, whatever is done meanwhile.
fn is_silent(pair: &Pair<'_>, mark: u16, act: impl Fn() -> Outcome) -> Outcome {
    let before = pair.talk(mark).responses().len();
    act()?;
    pause(SILENCE);
    let after = pair.talk(mark).responses().len();
    Ok(want(before == after, "the server goes on after the end")?)
}

fn deleted(pair: &Pair<'_>) -> Outcome {
    if pair.server == Peer::Node {
        return Err(Ended::NotPossible("its server does not remove that resource".to_owned()));
    }
    let watch = watch(pair, "obs", 9)?;
    pair.probe("DELETE", watch.path, "", None)?;
    until_ended(pair, &watch, "4.04")
}

fn reformatted(pair: &Pair<'_>) -> Outcome {
    if pair.server == Peer::CoapRs {
        return Err(Ended::NotPossible("its server tells observers of no format".to_owned()));
    }
    if pair.server == Peer::Node {
        return Err(Ended::NotPossible("its server keeps the format of that resource".to_owned()));
    }
    if pair.server == Peer::Libcoap {
        let reason =
            "its library (4.3.1) crashes when a handler answers with an error to observers";
        return Err(Ended::NotPossible(reason.to_owned()));
    }
    let watch = watch(pair, "obs", 9)?;
    pair.probe("PUT", watch.path, "<state/>", Some(41))?;
    until_ended(pair, &watch, "4.06")
}

fn changed(pair: &Pair<'_>) -> Outcome {
    let watch = watch(pair, "obs", 2)?;
    pair.put(watch.path, "state 9")?;
    until_told(pair, &watch, "state 9")?;
    let text = pair.finish(watch.running)?;
    Ok(want(text.contains("state 9"), "the client does not show the new state")?)
}

fn left_alone(pair: &Pair<'_>) -> Outcome {
    let watch = watch(pair, "obs", 2)?;
    pair.check_beside(watch.mark, Ask::get(watch.path), |talk| {
        let (_, response) = talk.piggybacked("GET")?;
        want(response.number(option::OBSERVE).is_none(), "the answer to a plain GET has Observe")
    })?;
    pair.put(watch.path, "state 5")?;
    until_told(pair, &watch, "state 5")
}

fn lost(pair: &Pair<'_>) -> Outcome {
    let watch = watch(pair, "obs", 9)?;
    pair.relay.drop_next(watch.mark, &[], &[0]);
    pair.put(watch.path, "state 6")?;
    pair.until(watch.mark, |talk| {
        want(talk.messages.iter().any(|sent| !sent.is_passed), "no notification was sent")
    })?;
    pair.put(watch.path, "state 7")?;
    pair.until(watch.mark, |talk| {
        let mut passed = talk.messages.iter().filter(|sent| !sent.is_from_client && sent.is_passed);
        let arrived = passed.any(|sent| sent.message.payload == b"state 7");
        want(arrived, "the last state did not arrive")
    })
}

fn cancelled(pair: &Pair<'_>) -> Outcome {
    if matches!(pair.client, Peer::Aiocoap | Peer::Node) {
        return Err(Ended::NotPossible("this client cancels by a Reset, not by a GET".to_owned()));
    }
    let watch = watch(pair, "obs", 2)?;
    pair.put(watch.path, "state 3")?;
    until_told(pair, &watch, "state 3")?;
    let Watch { mark, running, path } = watch;
    pair.finish(running)?;
    pair.until(mark, |talk| {
        let (request, _) = talk.exchange("GET")?;
        let mut others = talk.requests().into_iter();
        let cancel = others.find(|one| one.number(option::OBSERVE) == Some(1));
        let cancel = cancel.ok_or("no GET with Observe 1 was seen")?;
        want(cancel.token == request.token, "the GET that cancels has another token")?;
        let answer = talk.of_server().find(|one| one.id == cancel.id && one.is_response());
        let answer = answer.ok_or("the GET that cancels was not answered")?;
        has_code(answer, &["2.05"])?;
        want(answer.number(option::OBSERVE).is_none(), "the answer to it has Observe")
    })?;
    is_silent(pair, mark, || pair.put(path, "state 4"))
}

/// Waits until the last block of a large state came to the observer.
fn until_whole(pair: &Pair<'_>, watch: &Watch, letter: char) -> Outcome {
    pair.until(watch.mark, |talk| {
        let mut of_state = talk
            .responses()
            .into_iter()
            .filter(|one| one.payload.ends_with(letter.to_string().as_bytes()));
        let has_end = of_state.any(|one| {
            let is_last = one.block(option::BLOCK2).is_none_or(|block| !block.has_more);
            is_last && talk.has_arrived(one)
        });
        want(has_end, "a large state was not fetched whole")
    })?;
    pair.await_late();
    Ok(())
}

fn large(pair: &Pair<'_>) -> Outcome {
    let watch = watch(pair, "obs-large", 2)?;
    // Two bodies at once are another scenario.
    until_whole(pair, &watch, '0')?;
    change(pair, "obs-large", 1)?;
    pair.until(watch.mark, |talk| {
        let states = told(talk);
        let notification = states.get(1).ok_or("no notification was seen")?;
        let block = notification.block(option::BLOCK2).ok_or("the notification has no Block2")?;
        want(block.number == 0 && block.has_more, "the notification is not the first block")?;
        let rest = talk.requests().into_iter().filter(|one| one.token != notification.token);
        let asks = rest.filter_map(|one| one.block(option::BLOCK2)).any(|one| one.number > 0);
        want(asks, "the rest is not fetched with another token")?;
        let answers = talk.responses().into_iter();
        let mut plain = answers.filter(|one| one.token != notification.token);
        let is_plain = plain.all(|one| one.number(option::OBSERVE).is_none());
        want(is_plain, "a further block has an Observe")
    })?;
    let text = pair.finish(watch.running)?;
    Ok(want(text.matches('1').count() >= 1400, "the client does not show the whole state")?)
}

fn pumping(pair: &Pair<'_>) -> Outcome {
    let watch = watch(pair, "obs-pumping", 3)?;
    change(pair, "obs-pumping", 1)?;
    pair.until(watch.mark, |talk| {
        let blocks = told(talk).into_iter().filter_map(|one| one.block(option::BLOCK2));
        want(blocks.into_iter().any(|block| block.has_more), "no large notification was seen")
    })?;
    until_whole(pair, &watch, 'p')?;
    change(pair, "obs-pumping", 2)?;
    until_told(pair, &watch, "state 2")?;
    let text = pair.finish(watch.running)?;
    want(text.matches('p').count() >= 1400, "the client does not show the large state")?;
    Ok(want(text.contains("state 2"), "the client does not show the small state")?)
}
