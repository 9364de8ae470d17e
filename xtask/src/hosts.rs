//! `cargo xtask hosts`: what loopback cannot show, between two network namespaces.
//!
//! The one has the clients, the other `coapt serve`; a pair of virtual Ethernet interfaces joins them. It needs root on
//! Linux with iproute2; elsewhere it says so and passes.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command, run_quietly, succeeds};

/// More than one block, and with a small MTU more than one fragment for each.
const LARGE: usize = 5000;

/// One thing to be seen: its name, what the client is asked to do, and how that must end.
struct Sight {
    name: &'static str,
    /// The arguments of `coapt`, but for the time limit.
    words: &'static [&'static str],
    /// The exit status that says it (`coapt --help` has the list).
    status: i32,
    /// What standard output must hold.
    shows: &'static str,
}

const SIGHTS: [Sight; 7] = [
    Sight {
        name: "a server at the unspecified address answers from the address that was asked",
        words: &["get", "coap://10.99.0.2/small.txt"],
        status: 0,
        shows: "small",
    },
    Sight {
        name: "and from its second address if that was asked",
        words: &["get", "coap://10.99.0.3/small.txt"],
        status: 0,
        shows: "small",
    },
    Sight {
        name: "a link-local address is reached through its zone",
        words: &["get", "coap://[fe80::2%25veth0]/small.txt"],
        status: 0,
        shows: "small",
    },
    Sight {
        name: "a port where nobody listens is told at once (ICMP port unreachable)",
        words: &["get", "coap://10.99.0.2:9999/small.txt"],
        status: 7,
        shows: "",
    },
    Sight {
        name: "the same over IPv6",
        words: &["get", "coap://[fe80::2%25veth0]:9999/small.txt"],
        status: 7,
        shows: "",
    },
    Sight {
        name: "a host that is not there cannot be reached",
        words: &["get", "coap://10.99.0.77/small.txt"],
        status: 8,
        shows: "",
    },
    Sight {
        name: "a network without a route cannot be reached",
        words: &["get", "coap://203.0.113.5/small.txt"],
        status: 8,
        shows: "",
    },
];

/// What is seen after the links were made narrow, and after the client has moved to another address.
const NARROW: Sight = Sight {
    name: "blocks larger than the MTU arrive, in fragments",
    words: &["get", "coap://10.99.0.2/large.txt", "--block", "1024"],
    status: 0,
    shows: "end of the large file",
};
const MOVED: Sight = Sight {
    name: "a client that has moved to another address is answered there",
    words: &["get", "coap://10.99.0.2/small.txt"],
    status: 0,
    shows: "small",
};

/// Shows everything; fails if something is seen otherwise.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    setup::ensure_program(house, "ip", "it makes network namespaces (Debian package iproute2)")?;
    let Some(hosts) = Hosts::make(house)? else {
        say::line("hosts: skipped, as network namespaces are not permitted here (they need root)");
        return Ok(());
    };
    run_command(&mut house.cargo(["build", "--release", "--quiet", "-p", "coapt-cli"]))?;
    let _serving = hosts.serve()?;
    let mut failed = 0;
    for sight in &SIGHTS {
        failed += hosts.show(sight);
    }
    hosts.ip("a", &["link", "set", "veth0", "mtu", "600"])?;
    hosts.ip("b", &["link", "set", "veth0", "mtu", "600"])?;
    failed += hosts.show(&NARROW);
    hosts.ip("a", &["address", "del", "10.99.0.1/24", "dev", "veth0"])?;
    hosts.ip("a", &["address", "add", "10.99.0.9/24", "dev", "veth0"])?;
    failed += hosts.show(&MOVED);
    if failed == 0 { Ok(()) } else { Err(format!("{failed} sights are otherwise")) }
}

/// Two namespaces that are joined; they are taken away with this value.
struct Hosts<'a> {
    house: &'a Workspace,
    /// What the names of the namespaces begin with.
    name: String,
    folder: PathBuf,
}

impl<'a> Hosts<'a> {
    /// Makes the namespaces; none if that is not permitted.
    fn make(house: &'a Workspace) -> Result<Option<Self>, String> {
        let name = format!("coapt-{}", std::process::id());
        let folder = house.path("target/hosts");
        let hosts = Self { house, name, folder };
        if !succeeds(&mut hosts.command(&["netns", "add", &hosts.space("a")])) {
            return Ok(None);
        }
        let (a, b) = (hosts.space("a"), hosts.space("b"));
        run_quietly(&mut hosts.command(&["netns", "add", &b]))?;
        let join = ["link", "add", "veth0", "netns", &a, "type", "veth"];
        run_quietly(hosts.command(&join).args(["peer", "name", "veth0", "netns", &b]))?;
        for (space, addresses) in [
            ("a", &["10.99.0.1/24", "fe80::1/64"][..]),
            ("b", &["10.99.0.2/24", "10.99.0.3/24", "fe80::2/64"][..]),
        ] {
            for link in ["lo", "veth0"] {
                hosts.ip(space, &["link", "set", link, "up"])?;
            }
            for address in addresses {
                // Nobody else is there, so nobody need be asked whether an address is free.
                let mut words = vec!["address", "add", *address, "dev", "veth0"];
                words.extend(address.contains(':').then_some("nodad"));
                hosts.ip(space, &words)?;
            }
        }
        hosts.furnish()?;
        Ok(Some(hosts))
    }

    fn space(&self, letter: &str) -> String {
        format!("{}-{letter}", self.name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = self.house.program("ip");
        command.args(words);
        command
    }

    /// Has `ip` change one of the namespaces.
    fn ip(&self, letter: &str, words: &[&str]) -> Result<(), String> {
        let space = self.space(letter);
        run_quietly(self.command(&["-n", &space]).args(words))
    }

    /// `coapt` in one of the namespaces.
    fn coapt(&self, letter: &str) -> Command {
        let mut command = self.command(&["netns", "exec", &self.space(letter)]);
        command.arg(self.house.path("target/release/coapt")).stdin(Stdio::null());
        command
    }

    /// Makes the folder that is served.
    fn furnish(&self) -> Result<(), String> {
        let large = format!("{}end of the large file", "large ".repeat(LARGE / 6));
        let made = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(self.folder.join("small.txt"), "small"))
            .and_then(|()| fs::write(self.folder.join("large.txt"), large));
        made.map_err(|error| format!("{}: {error}", self.folder.display()))
    }

    /// Serves at all addresses of the one host.
    fn serve(&self) -> Result<Serving, String> {
        let mut command = self.coapt("b");
        command.args(["serve", "--bind", "0.0.0.0:5683", "--bind", "[::]:5683"]).arg(&self.folder);
        let child = command.stdout(Stdio::piped()).spawn();
        let mut serving = Serving(child.map_err(|error| format!("coapt serve: {error}"))?);
        let stdout = serving.0.stdout.take().ok_or("a server without standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
        if line.contains("serving") { Ok(serving) } else { Err("coapt serve ends".to_owned()) }
    }

    /// Tells whether something is seen as it must be; 1 if it is not.
    fn show(&self, sight: &Sight) -> usize {
        let output = self.coapt("a").args(sight.words).args(["--timeout", "20"]).output();
        let (status, text) = output.map_or((None, String::new()), |output| {
            (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
        });
        let is_so = status == Some(sight.status) && text.contains(sight.shows);
        say::line(format_args!("{} {}", if is_so { "seen:  " } else { "FAILED:" }, sight.name));
        if !is_so {
            let words = sight.words.join(" ");
            say::line(format_args!("  coapt {words}: status {status:?}, not {}", sight.status));
        }
        usize::from(!is_so)
    }
}

impl Drop for Hosts<'_> {
    fn drop(&mut self) {
        for letter in ["a", "b"] {
            succeeds(&mut self.command(&["netns", "del", &self.space(letter)]));
        }
    }
}

/// The server; it ends with this value.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
