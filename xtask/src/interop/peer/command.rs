//! The command lines of the clients that are programs.

use std::process::Command;

use super::ask::Ask;
use crate::workspace::Workspace;

/// The command `coapt` for a request.
pub(super) fn coapt(house: &Workspace, ask: &Ask) -> Command {
    let mut command = house.program(house.path("target/release/coapt"));
    let verb = if ask.states > 0 { "observe".to_owned() } else { ask.method.to_lowercase() };
    command.args([&verb, &ask.uri]);
    if ask.states > 0 {
        command.args(["--count", &ask.states.to_string()]);
    }
    if !ask.payload.is_empty() {
        command.arg(&ask.payload);
    }
    let hex = |text: &String| (!text.is_empty()).then(|| format!("0x{text}"));
    let number = |value: Option<u16>| value.map(|value| value.to_string());
    let valued = [
        ("--content-format", number(ask.format)),
        ("--accept", number(ask.accept)),
        ("--token", ask.token.map(str::to_owned)),
        ("--etag", hex(&ask.etag)),
        ("--if-match", hex(&ask.if_match)),
        ("--block", number(ask.block)),
    ];
    let given = valued.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
    command.args(given.flatten());
    let flags = [("--non", ask.non), ("--if-none-match", ask.if_none_match)];
    command.args(flags.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name));
    command
}

/// libcoap's client for a request.
pub(super) fn libcoap(house: &Workspace, ask: &Ask) -> Command {
    let mut command = house.program("coap-client-notls");
    let (patience, watched) = if ask.is_slow { ("120", "30") } else { ("15", "3") };
    command.args(["-v", "3", "-B", patience, "-m", &ask.method.to_lowercase()]);
    let hex = |text: &str, number: &str| (!text.is_empty()).then(|| format!("{number},0x{text}"));
    let number = |value: Option<u16>| value.map(|value| value.to_string());
    let valued = [
        ("-T", ask.token.map(str::to_owned)),
        ("-e", (!ask.payload.is_empty()).then(|| ask.payload.clone())),
        ("-t", number(ask.format)),
        ("-A", number(ask.accept)),
        ("-O", hex(&ask.etag, "4")),
        ("-O", hex(&ask.if_match, "1")),
        ("-O", ask.if_none_match.then(|| "5,".to_owned())),
        ("-b", number(ask.block)),
        ("-s", (ask.states > 0).then(|| watched.to_owned())),
    ];
    let given = valued.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
    command.args(given.flatten());
    if ask.non {
        command.arg("-N");
    }
    command.arg(&ask.uri);
    command
}
