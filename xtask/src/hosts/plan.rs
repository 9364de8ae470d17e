//! The network: who is joined to whom, and how.
//!
//! ```text
//! client ── switch ── server     10.99.0.0/24    veth0, and libcoap's server at 10.99.0.4
//! client ──────────── server     10.98.0.0/24    veth1, with the same link-local addresses as veth0
//! client ── router ── server     10.97.0.0/24 and 10.96.0.0/24    veth2; the link behind the router is narrow
//! ```

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::workspace::Workspace;

use super::space::Space;

/// More than one block, and with a small MTU more than one fragment for each.
const LARGE: usize = 5000;

/// The network with what is served in it.
pub(super) struct Plan<'a> {
    house: &'a Workspace,
    pub(super) client: Space<'a>,
    pub(super) server: Space<'a>,
    pub(super) other: Space<'a>,
    switch: Space<'a>,
    router: Space<'a>,
    /// What is served.
    pub(super) folder: PathBuf,
}

impl<'a> Plan<'a> {
    /// Makes the network; none if that is not permitted.
    pub(super) fn make(house: &'a Workspace) -> Result<Option<Self>, String> {
        let folder = house.path("target/hosts");
        let space = |name| Space::make(house, name);
        let Some(client) = space("client")? else { return Ok(None) };
        let Some(server) = space("server")? else { return Ok(None) };
        let Some(other) = space("other")? else { return Ok(None) };
        let Some(switch) = space("switch")? else { return Ok(None) };
        let Some(router) = space("router")? else { return Ok(None) };
        let plan = Self { house, client, server, other, switch, router, folder };
        plan.join_by_switch()?;
        plan.join_directly()?;
        plan.join_by_router()?;
        plan.furnish()?;
        Ok(Some(plan))
    }

    /// `coapt` in one of the namespaces.
    pub(super) fn coapt(&self, space: &Space<'_>) -> Command {
        space.command(&self.house.path("target/release/coapt").to_string_lossy())
    }

    /// The example `whole`, which sets Don't Fragment, where the client is.
    pub(super) fn whole(&self) -> Command {
        let path = self.house.path("target/release/examples/whole");
        self.client.command(&path.to_string_lossy())
    }

    /// Writes a file that is served.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Makes the link behind the router as narrow as that; below 1280 bytes it carries no IPv6.
    pub(super) fn narrow_route(&self, mtu: u16) -> Result<(), String> {
        self.router.ip(&["link", "set", "veth1", "mtu", &mtu.to_string()])?;
        self.server.ip(&["link", "set", "veth2", "mtu", &mtu.to_string()])
    }

    /// Makes the links to the switch as narrow as that.
    pub(super) fn narrow_link(&self, mtu: u16) -> Result<(), String> {
        self.client.ip(&["link", "set", "veth0", "mtu", &mtu.to_string()])?;
        self.server.ip(&["link", "set", "veth0", "mtu", &mtu.to_string()])
    }

    fn join_by_switch(&self) -> Result<(), String> {
        // A switch that watches who joins what would need somebody who asks.
        let bridge = ["link", "add", "switch", "type", "bridge", "mcast_snooping", "0"];
        self.switch.ip(&bridge)?;
        self.switch.ip(&["link", "set", "switch", "up"])?;
        for (space, port, addresses) in [
            (&self.client, "port0", ["10.99.0.1/24", "fe80::1/64"].as_slice()),
            (&self.server, "port1", &["10.99.0.2/24", "10.99.0.3/24", "fe80::2/64"]),
            (&self.other, "port2", &["10.99.0.4/24", "fe80::4/64"]),
        ] {
            space.join("veth0", &self.switch, port)?;
            space.address("veth0", addresses)?;
            self.switch.ip(&["link", "set", port, "master", "switch"])?;
        }
        Ok(())
    }

    fn join_directly(&self) -> Result<(), String> {
        self.client.join("veth1", &self.server, "veth1")?;
        self.client.address("veth1", &["10.98.0.1/24", "fd98::1/64", "fe80::1/64"])?;
        self.server.address("veth1", &["10.98.0.2/24", "fd98::2/64", "fe80::2/64"])
    }

    fn join_by_router(&self) -> Result<(), String> {
        self.client.join("veth2", &self.router, "veth0")?;
        self.server.join("veth2", &self.router, "veth1")?;
        self.client.address("veth2", &["10.97.0.1/24", "fd97::1/64"])?;
        self.router.address("veth0", &["10.97.0.9/24", "fd97::9/64"])?;
        self.router.address("veth1", &["10.96.0.9/24", "fd96::9/64"])?;
        self.server.address("veth2", &["10.96.0.2/24", "fd96::2/64"])?;
        self.router.set("net/ipv4/ip_forward", "1")?;
        self.router.set("net/ipv6/conf/all/forwarding", "1")?;
        self.client.ip(&["route", "add", "10.96.0.0/24", "via", "10.97.0.9"])?;
        self.client.ip(&["route", "add", "fd96::/64", "via", "fd97::9"])?;
        self.server.ip(&["route", "add", "10.97.0.0/24", "via", "10.96.0.9"])?;
        self.server.ip(&["route", "add", "fd97::/64", "via", "fd96::9"])
    }

    /// Makes the folder that is served.
    fn furnish(&self) -> Result<(), String> {
        let made = fs::create_dir_all(&self.folder);
        made.map_err(|error| format!("{}: {error}", self.folder.display()))?;
        self.write("small.txt", "small")?;
        self.write("large.txt", &format!("{}end of the large file", "large ".repeat(LARGE / 6)))
    }
}
