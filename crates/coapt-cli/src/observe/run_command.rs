//! The command after `--exec`: a shell line of the user, run once for each state.
//!
//! Nothing from the network gets into the line: the payload is its standard input, the rest stands in the environment.

use std::io::Write as _;
use std::process::{Command, Stdio};

use coapt::Reply;

use crate::failure::Failure;

/// Runs the command for one state and waits for its end; tells how it ended if that was no success.
pub(super) fn run(command: &str, uri: &str, state: &Reply) -> Result<Option<String>, Failure> {
    let cannot = |error| Failure::local(format!("cannot run sh for {command:?}: {error}"));
    let observe = state.observe().map(|number| number.to_string()).unwrap_or_default();
    let mut child = Command::new("sh")
        .args(["-c", command])
        .env("COAPT_URI", uri)
        .env("COAPT_CODE", state.code().to_string())
        .env("COAPT_OBSERVE", observe)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    if let Some(mut input) = child.stdin.take() {
        // A command need not read what it is given.
        input.write_all(state.payload()).ok();
    }
    let status = child.wait().map_err(cannot)?;
    Ok((!status.success()).then(|| format!("{command:?} ended with {status}")))
}
