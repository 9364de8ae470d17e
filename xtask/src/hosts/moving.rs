//! A client that observes while its address changes.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use super::plan::Plan;
use super::sight;

const NAME: &str =
    "an observation outlives the address of the client: it registers anew from another";

/// How long it may take: a state is fresh for 60 s, and the renewal comes up to 15 s behind (RFC 7641 §3.3.1).
const PATIENCE: &str = "150";

/// Moves the client to 10.99.0.9; 1 if it does not hear what comes then.
pub(super) fn show(plan: &Plan<'_>) -> Result<usize, String> {
    plan.write("door.txt", "shut")?;
    let mut command = plan.coapt(&plan.client);
    command.args(["observe", "coap://10.99.0.2/door.txt", "--count", "3", "--for", PATIENCE]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| format!("coapt observe: {error}"))?;
    let stdout = child.stdout.take().ok_or("a client without standard output")?;
    let mut states = BufReader::new(stdout).lines().map_while(Result::ok);

    let mut told = vec![states.next()];
    plan.client.ip(&["address", "del", "10.99.0.1/24", "dev", "veth0"])?;
    plan.client.address("veth0", &["10.99.0.9/24"])?;
    // Nobody is at the old address to hear of this one; it comes with the registration from the new address.
    plan.write("door.txt", "open")?;
    told.push(states.next());
    plan.write("door.txt", "shut again")?;
    told.push(states.next());

    child.kill().ok();
    child.wait().ok();
    let told: Vec<_> = told.into_iter().flatten().collect();
    let is_so = told == ["shut", "open", "shut again"];
    sight::tell(is_so, NAME);
    if !is_so {
        crate::say::line(format_args!("  the states that came: {told:?}"));
    }
    Ok(usize::from(!is_so))
}
