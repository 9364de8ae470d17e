//! `cargo xtask hosts`: what loopback cannot show, between network namespaces.
//!
//! One namespace has the clients, another `coapt serve`, a third the server of libcoap, if that is installed. A switch
//! joins the three; client and server have a second link, and a router with a narrow link between them. It needs root
//! on Linux with iproute2; elsewhere it says so and passes.

mod moving;
mod plan;
mod servers;
mod sight;
mod sights;
mod space;
mod whole;

use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command};

use self::plan::Plan;
use self::servers::Serving;
use self::sight::Sight;

/// Shows everything; fails if something is seen otherwise.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    setup::ensure_program(house, "ip", "it makes network namespaces (Debian package iproute2)")?;
    let Some(plan) = Plan::make(house)? else {
        say::line("hosts: skipped, as network namespaces are not permitted here (they need root)");
        return Ok(());
    };
    run_command(&mut house.cargo(["build", "--release", "--quiet", "-p", "coapt-cli"]))?;
    let example = ["build", "--release", "--quiet", "-p", "coapt", "--example", "whole"];
    run_command(&mut house.cargo(example))?;
    let _serving = Serving::of_coapt(&plan)?;
    let failed = show_all(&plan)?;
    if failed == 0 { Ok(()) } else { Err(format!("{failed} sights are otherwise")) }
}

/// Shows one sight after the other, each in the network that it needs; returns how many are otherwise.
fn show_all(plan: &Plan<'_>) -> Result<usize, String> {
    let mut failed = show(plan, &sights::ADDRESSES);
    failed += show(plan, &sights::INTERFACES);
    failed += show(plan, &sights::GROUPS);
    match Serving::of_libcoap(plan)? {
        Some(_libcoap) => failed += show(plan, &sights::GROUP_OF_TWO),
        None => say::line("skipped: a group of two implementations (Debian package libcoap3-bin)"),
    }
    plan.narrow_route(1280)?;
    failed += show(plan, &sights::IPV6_ROUTE);
    plan.narrow_route(600)?;
    failed += show(plan, &sights::IPV4_ROUTE);
    failed += whole::show(plan);
    plan.narrow_link(600)?;
    failed += show(plan, &sights::NARROW);
    failed += moving::show(plan)?;
    failed += show(plan, &sights::MOVED);
    Ok(failed)
}

fn show(plan: &Plan<'_>, sights: &[Sight]) -> usize {
    sights.iter().map(|sight| sight.show(plan)).sum()
}
