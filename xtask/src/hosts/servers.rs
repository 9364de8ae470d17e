//! The servers that are asked.

use std::io::{BufRead as _, BufReader};
use std::process::{ChildStdout, Stdio};

use crate::workspace::{Started, is_on_path};

use super::plan::Plan;

/// libcoap's example server.
const LIBCOAP: &str = "coap-server-notls";

/// A server; it ends with this value.
pub(super) struct Serving {
    _child: Started,
    /// What it says goes here; it would end if nobody listened.
    _stdout: Option<BufReader<ChildStdout>>,
}

impl Serving {
    /// Serves the folder at all addresses of the server's host, and joins all groups there.
    pub(super) fn of_coapt(plan: &Plan<'_>) -> Result<Self, String> {
        let mut command = plan.coapt(&plan.server);
        command.args(["serve", "--bind", "0.0.0.0:5683", "--bind", "[::]:5683"]);
        command.args(["--join", "all", "--leisure", "1"]).arg(&plan.folder);
        let child = command.stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("coapt serve: {error}"))?;
        let mut stdout = child.stdout.take().map(BufReader::new);
        let mut line = String::new();
        if let Some(stdout) = &mut stdout {
            stdout.read_line(&mut line).map_err(|error| format!("coapt serve: {error}"))?;
        }
        let serving = Self { _child: Started(child), _stdout: stdout };
        if line.contains("serving") { Ok(serving) } else { Err("coapt serve ends".to_owned()) }
    }

    /// Starts the server of libcoap in the group of all CoAP nodes, and waits until it answers; none if it is not there.
    pub(super) fn of_libcoap(plan: &Plan<'_>) -> Result<Option<Self>, String> {
        if !is_on_path(LIBCOAP) {
            return Ok(None);
        }
        let mut command = plan.other.command(LIBCOAP);
        command.args(["-A", "0.0.0.0", "-g", "224.0.1.187", "-G", "veth0"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("{LIBCOAP}: {error}"))?;
        let serving = Self { _child: Started(child), _stdout: None };
        let mut ping = plan.coapt(&plan.client);
        ping.args(["ping", "coap://10.99.0.4", "--timeout", "20"]).stdout(Stdio::null());
        let is_there = ping.status().is_ok_and(|status| status.success());
        if is_there { Ok(Some(serving)) } else { Err(format!("{LIBCOAP} does not answer")) }
    }
}
