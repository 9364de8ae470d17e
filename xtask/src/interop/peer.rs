//! The programs that take part: how each is started, and what each cannot do.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{Ipv4Addr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use super::relay::{now, pause};
use super::scenario::Ended;
use crate::python;
use crate::workspace::Workspace;

/// An implementation, as client or as server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Coapt,
    CoaptPython,
    Libcoap,
    Aiocoap,
    Node,
}

/// One request, as any client can be told to make it.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Ask {
    method: &'static str,
    uri: String,
    non: bool,
    /// In hexadecimal.
    token: Option<&'static str>,
    payload: String,
    format: Option<u16>,
    accept: Option<u16>,
    /// In hexadecimal.
    etag: String,
    /// In hexadecimal.
    if_match: String,
    if_none_match: bool,
    /// The size of a block in bytes.
    block: Option<u16>,
    /// How many states are to be seen before the observation ends; 0: none is begun.
    states: u32,
}

impl Ask {
    pub(super) fn new(method: &'static str, path: &str) -> Self {
        Self { method, uri: path.to_owned(), ..Self::default() }
    }

    pub(super) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(super) fn observe(path: &str, states: u32) -> Self {
        Self { states, ..Self::get(path) }
    }

    pub(super) fn non(self) -> Self {
        Self { non: true, ..self }
    }

    pub(super) fn token(self, token: &'static str) -> Self {
        Self { token: Some(token), ..self }
    }

    pub(super) fn payload(self, payload: &str) -> Self {
        Self { payload: payload.to_owned(), format: Some(0), ..self }
    }

    pub(super) fn accept(self, format: u16) -> Self {
        Self { accept: Some(format), ..self }
    }

    pub(super) fn etag(self, tag: &[u8]) -> Self {
        Self { etag: hexadecimal(tag), ..self }
    }

    pub(super) fn if_match(self, tag: &[u8]) -> Self {
        Self { if_match: hexadecimal(tag), ..self }
    }

    pub(super) fn if_none_match(self) -> Self {
        Self { if_none_match: true, ..self }
    }

    pub(super) fn block(self, size: u16) -> Self {
        Self { block: Some(size), ..self }
    }

    /// Gives the path its host: what comes to this port of this machine.
    pub(super) fn at(mut self, port: u16) -> Self {
        self.uri = format!("coap://127.0.0.1:{port}/{}", self.uri);
        self
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    })
}

impl Peer {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Coapt => "coapt",
            Self::CoaptPython => "coapt in Python",
            Self::Libcoap => "libcoap",
            Self::Aiocoap => "aiocoap",
            Self::Node => "node-coap",
        }
    }

    /// The name of a resource at this server.
    pub(super) fn path(self, resource: &'static str) -> Result<&'static str, Ended> {
        match (self, resource) {
            (Self::Libcoap, "test" | "seg1/seg2/seg3" | "large" | ".well-known/core") => {
                Ok(resource)
            }
            (Self::Libcoap, "large-update") => Ok("large"),
            (Self::Libcoap, "query") => Ok("test"),
            (Self::Libcoap, "separate") => Ok("async?1"),
            (Self::Libcoap, "obs") => Ok("example_data"),
            (Self::Libcoap, "obs-non") => {
                no("its server is told when it starts that notifications are confirmable")
            }
            (Self::Libcoap, _) => no("its server has no such resource"),
            (Self::Node, "obs-short") => no("its server sends no Max-Age with notifications"),

            (Self::Aiocoap | Self::Node, "obs-non") => Ok("obs"),
            (Self::Coapt, "obs-non") => {
                no("its blocking server sends every notification confirmably")
            }
            (Self::CoaptPython, _) if !IN_PYTHON.contains(&resource) => {
                no("the server in Python has no such resource")
            }
            _ => Ok(resource),
        }
    }

    /// How a request is made by this client.
    fn client(self, house: &Workspace, ask: &Ask) -> Result<Command, Ended> {
        self.refuse(ask)?;
        let script = |mut command: Command, path: &str| {
            command.arg(house.path(path));
            let text =
                serde_json::to_string(ask).map_err(|error| Ended::Fail(error.to_string()))?;
            command.arg(text);
            Ok(command)
        };
        match self {
            Self::Coapt => Ok(coapt(house, ask)),
            Self::Libcoap => Ok(libcoap(house, ask)),
            Self::CoaptPython => {
                script(python::python(house), "xtask/peers/coapt_plugtest_client.py")
            }
            Self::Aiocoap => {
                script(python::python(house), "xtask/peers/aiocoap_plugtest_client.py")
            }
            Self::Node => script(house.program("node"), "target/peers/node/client.js"),
        }
    }

    /// Says what this client cannot be told.
    fn refuse(self, ask: &Ask) -> Result<(), Ended> {
        match self {
            Self::Coapt | Self::CoaptPython if ask.token.is_some() => {
                no("this client makes its tokens itself")
            }
            _ if ask.token == Some("") => {
                no("this client puts a token of its own in the place of an empty one")
            }
            Self::Aiocoap if ask.token.is_some() => no("this client makes its tokens itself"),
            Self::CoaptPython if ask.block.is_some() => {
                no("this client leaves the size of blocks to the class")
            }
            Self::Coapt | Self::CoaptPython | Self::Libcoap | Self::Aiocoap | Self::Node => Ok(()),
        }
    }

    fn server(self, house: &Workspace, port: u16) -> Command {
        let port = port.to_string();
        let script = |mut command: Command, path: &str| {
            command.arg(house.path(path)).arg(&port);
            command
        };
        match self {
            Self::Coapt => {
                let mut command = house.program(house.path("target/release/examples/plugtest"));
                command.arg(&port);
                command
            }
            Self::Libcoap => {
                let mut command = house.program("coap-server-notls");
                command.args(["-A", "127.0.0.1", "-d", "10", "-p", &port]);
                command
            }
            Self::CoaptPython => {
                script(python::python(house), "xtask/peers/coapt_plugtest_server.py")
            }
            Self::Aiocoap => {
                script(python::python(house), "xtask/peers/aiocoap_plugtest_server.py")
            }
            Self::Node => script(house.program("node"), "target/peers/node/server.js"),
        }
    }
}

/// The resources of the server in Python.
const IN_PYTHON: [&str; 15] = [
    "obs-non",
    "test",
    "separate",
    "runs",
    "seg1/seg2/seg3",
    "query",
    "location-query",
    "multi-format",
    "validate",
    "create1",
    "large",
    "large-update",
    "large-post",
    "obs",
    "obs-large",
];

fn no<T>(reason: &str) -> Result<T, Ended> {
    Err(Ended::NotPossible(reason.to_owned()))
}

/// The command `coapt` for a request.
fn coapt(house: &Workspace, ask: &Ask) -> Command {
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
fn libcoap(house: &Workspace, ask: &Ask) -> Command {
    let mut command = house.program("coap-client-notls");
    command.args(["-v", "3", "-B", "15", "-m", &ask.method.to_lowercase()]);
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
        ("-s", (ask.states > 0).then(|| "3".to_owned())),
    ];
    let given = valued.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
    command.args(given.flatten());
    if ask.non {
        command.arg("-N");
    }
    command.arg(&ask.uri);
    command
}

/// A program that runs; it ends with this value.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
}

impl Running {
    /// Starts a client with a request.
    pub(super) fn ask(house: &Workspace, peer: Peer, ask: &Ask) -> Result<Self, Ended> {
        let mut command = peer.client(house, ask)?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn();
        let child = child
            .map_err(|error| Ended::Fail(format!("{} cannot be started: {error}", peer.name())))?;
        Ok(Self { child })
    }

    /// Starts a client that pings a port of this machine.
    pub(super) fn ping(house: &Workspace, peer: Peer, port: u16) -> Result<Self, Ended> {
        let mut command = match peer {
            Peer::Coapt => {
                let mut command = house.program(house.path("target/release/coapt"));
                command.args(["ping", &format!("coap://127.0.0.1:{port}")]);
                command
            }
            Peer::Libcoap => {
                let mut command = house.program("coap-client-notls");
                let uri = format!("coap://127.0.0.1:{port}/obs");
                command.args(["-v", "3", "-K", "1", "-s", "3", "-B", "5", &uri]);
                command
            }
            Peer::CoaptPython => return no("the class has no ping"),
            Peer::Aiocoap | Peer::Node => return no("this client has no ping"),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn();
        let child = child.map_err(|error| Ended::Fail(format!("{}: {error}", peer.name())))?;
        Ok(Self { child })
    }

    /// Waits until it has ended by itself; what it wrote.
    pub(super) fn finish(mut self, patience: Duration) -> Result<String, Ended> {
        let stdout = self.child.stdout.take();
        let reader = thread::spawn(move || {
            let mut text = Vec::new();
            stdout.map(|mut stdout| stdout.read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        });
        let until = now() + patience;
        while !reader.is_finished() {
            if now() > until {
                return Err(Ended::Fail("the client did not come to an end".to_owned()));
            }
            pause(Duration::from_millis(2));
        }
        reader.join().map_err(|_| Ended::Fail("what the client wrote cannot be read".to_owned()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Starts a server; gives it and its port when it answers.
pub(super) fn serve(house: &Workspace, peer: Peer) -> Result<(Running, u16), String> {
    let port = free_port().ok_or("no port is free")?;
    let mut command = peer.server(house, port);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = command.spawn().map_err(|error| format!("{}: {error}", peer.name()))?;
    let mut running = Running { child };
    if peer != Peer::Libcoap {
        let stdout = running.child.stdout.take().ok_or("a server without standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
        if !line.contains("listening") {
            return Err(format!("the server {} does not start", peer.name()));
        }
    }
    for path in ["test", "seg1/seg2/seg3"] {
        furnish(port, path).ok_or_else(|| format!("the server {} does not answer", peer.name()))?;
    }
    Ok((running, port))
}

/// Tries to store a text until the server is there: libcoap's keeps what is put.
fn furnish(port: u16, path: &str) -> Option<u8> {
    let end = now() + Duration::from_secs(60);
    loop {
        // Until the server has opened its port, the system refuses what is sent.
        let code = super::probe::send(port, "PUT", path, b"hello", None);
        if code.is_some() || now() > end {
            return code;
        }
        pause(Duration::from_millis(10));
    }
}

/// A port for a server that cannot choose one itself.
///
/// It lies below those that the system gives to others meanwhile, the clients and the relays among them.
fn free_port() -> Option<u16> {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 50).unwrap_or_default() * 200;
    (0..1000).find_map(|_| {
        let port = 20_000 + start.wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed)) % 10_000;
        UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).ok().map(|_| port)
    })
}
