//! A network namespace.

use std::process::{Command, Stdio};

use crate::workspace::{Workspace, run_quietly, succeeds};

/// A network namespace; it is taken away with this value.
pub(super) struct Space<'a> {
    house: &'a Workspace,
    name: String,
}

impl<'a> Space<'a> {
    /// Makes a namespace with its loopback interface up; none if that is not permitted.
    pub(super) fn make(house: &'a Workspace, name: &str) -> Result<Option<Self>, String> {
        let name = format!("coapt-{}-{name}", std::process::id());
        let space = Self { house, name };
        if !succeeds(&mut space.host_ip(&["netns", "add", &space.name])) {
            return Ok(None);
        }
        space.ip(&["link", "set", "lo", "up"])?;
        Ok(Some(space))
    }

    /// Joins two namespaces by a pair of virtual Ethernet interfaces, which are up then.
    pub(super) fn join(&self, own: &str, other: &Self, others: &str) -> Result<(), String> {
        let words = ["link", "add", own, "netns", &self.name, "type", "veth", "peer", "name"];
        run_quietly(self.host_ip(&words).args([others, "netns", &other.name]))?;
        self.ip(&["link", "set", own, "up"])?;
        other.ip(&["link", "set", others, "up"])
    }

    /// Gives an interface addresses.
    pub(super) fn address(&self, interface: &str, addresses: &[&str]) -> Result<(), String> {
        for address in addresses {
            // Nobody else is there, so nobody need be asked whether an address is free.
            let mut words = vec!["address", "add", *address, "dev", interface];
            words.extend(address.contains(':').then_some("nodad"));
            self.ip(&words)?;
        }
        Ok(())
    }

    /// Has `ip` change the namespace.
    pub(super) fn ip(&self, words: &[&str]) -> Result<(), String> {
        run_quietly(self.host_ip(&["-n", &self.name]).args(words))
    }

    /// Sets a parameter of the system, such as `net/ipv4/ip_forward`.
    pub(super) fn set(&self, parameter: &str, value: &str) -> Result<(), String> {
        let words = format!("echo {value} > /proc/sys/{parameter}");
        run_quietly(self.command("sh").args(["-c", &words]))
    }

    /// A program in the namespace.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = self.host_ip(&["netns", "exec", &self.name, program]);
        command.stdin(Stdio::null());
        command
    }

    fn host_ip(&self, words: &[&str]) -> Command {
        let mut command = self.house.program("ip");
        command.args(words);
        command
    }
}

impl Drop for Space<'_> {
    fn drop(&mut self) {
        succeeds(&mut self.host_ip(&["netns", "del", &self.name]));
    }
}
