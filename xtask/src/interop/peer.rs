//! The programs that take part: how each is started, and what each cannot do.

mod ask;
mod command;
mod running;

use std::process::Command;

use super::scenario::Ended;
use crate::python;
use crate::setup;
use crate::workspace::Workspace;

pub(super) use self::ask::{Ask, hexadecimal};
pub(super) use self::running::{Running, serve};

/// An implementation, as client or as server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Coapt,
    CoaptPython,
    Libcoap,
    Aiocoap,
    Node,
    CoapRs,
}

impl Peer {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Coapt => "coapt",
            Self::CoaptPython => "coapt in Python",
            Self::Libcoap => "libcoap",
            Self::Aiocoap => "aiocoap",
            Self::Node => "node-coap",
            Self::CoapRs => "coap-rs",
        }
    }

    /// The name of a resource at this server.
    pub(super) fn path(self, resource: &'static str) -> Result<&'static str, Ended> {
        match (self, resource) {
            (Self::Node | Self::CoapRs, "obs-short") => {
                no("its server sends no Max-Age with notifications")
            }

            (Self::CoapRs, "separate") => no(
                "its server has no separate responses: what is late comes as the acknowledgement",
            ),
            (Self::CoapRs, "obs-non") => no("its server sends every notification confirmably"),
            (_, "separate-non") => Ok("separate"),
            (Self::Aiocoap | Self::Node, "obs-non") => Ok("obs"),
            _ => Ok(resource),
        }
    }

    /// How a request is made by this client.
    fn client(self, house: &Workspace, ask: &Ask) -> Result<Command, Ended> {
        self.refuse(ask)?;
        let program = |mut command: Command| {
            let text =
                serde_json::to_string(ask).map_err(|error| Ended::Fail(error.to_string()))?;
            command.arg(text);
            Ok(command)
        };
        let script = |mut command: Command, path: &str| {
            command.arg(house.path(path));
            program(command)
        };
        match self {
            Self::Coapt => Ok(command::coapt(house, ask)),
            Self::Libcoap => Ok(command::libcoap(house, ask)),
            Self::CoaptPython => {
                script(python::python(house), "xtask/peers/coapt_plugtest_client.py")
            }
            Self::Aiocoap => {
                script(python::python(house), "xtask/peers/aiocoap_plugtest_client.py")
            }
            Self::Node => script(house.program("node"), "target/peers/node/client.js"),
            Self::CoapRs => program(setup::coap_rs(house, "plugtest_client")),
        }
    }

    /// How this client pings a port of this machine.
    fn ping(self, house: &Workspace, port: u16) -> Result<Command, Ended> {
        match self {
            Self::Coapt => {
                let mut command = house.program(house.path("target/release/coapt"));
                command.args(["ping", &format!("coap://127.0.0.1:{port}")]);
                Ok(command)
            }
            Self::Libcoap => {
                let mut command = house.program("coap-client-notls");
                let uri = format!("coap://127.0.0.1:{port}/obs");
                command.args(["-v", "3", "-K", "1", "-s", "3", "-B", "5", &uri]);
                Ok(command)
            }
            Self::CoaptPython => no("the class has no ping"),
            Self::Aiocoap | Self::Node | Self::CoapRs => no("this client has no ping"),
        }
    }

    /// Says what this client cannot be told.
    fn refuse(self, ask: &Ask) -> Result<(), Ended> {
        match self {
            Self::Libcoap | Self::Aiocoap | Self::Node if ask.token == Some("") => {
                no("this client puts a token of its own in the place of an empty one")
            }
            Self::CoaptPython | Self::Aiocoap if ask.token.is_some() => {
                no("this client makes its tokens itself")
            }
            Self::Coapt
            | Self::CoaptPython
            | Self::Libcoap
            | Self::Aiocoap
            | Self::Node
            | Self::CoapRs => Ok(()),
        }
    }

    /// How this server is started; the milliseconds of `ACK_TIMEOUT` are for our own only.
    fn server(self, house: &Workspace, port: u16, ack_timeout: Option<u16>) -> Command {
        let port = port.to_string();
        let timeout = ack_timeout.map(|millis| millis.to_string());
        let script = |mut command: Command, path: &str| {
            command.arg(house.path(path)).arg(&port);
            command
        };
        match self {
            Self::Coapt => {
                let mut command = house.program(house.path("target/release/examples/plugtest"));
                command.arg(&port).args(timeout);
                command
            }
            Self::Libcoap => {
                let mut command = house.program(house.path("target/peers/libcoap/server"));
                command.arg(&port);
                command
            }
            Self::CoaptPython => {
                let path = "xtask/peers/coapt_plugtest_server.py";
                let mut command = script(python::python(house), path);
                command.args(timeout);
                command
            }
            Self::Aiocoap => {
                script(python::python(house), "xtask/peers/aiocoap_plugtest_server.py")
            }
            Self::Node => script(house.program("node"), "target/peers/node/server.js"),
            Self::CoapRs => {
                let mut command = setup::coap_rs(house, "plugtest_server");
                command.arg(&port);
                command
            }
        }
    }
}

fn no<T>(reason: &str) -> Result<T, Ended> {
    Err(Ended::NotPossible(reason.to_owned()))
}
