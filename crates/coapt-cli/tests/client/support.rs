//! The program as a process, and what it talks to.

use std::ffi::OsStr;
use std::io::Write as _;
use std::net::{SocketAddr, UdpSocket};
use std::process::{Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use coapt::wire::{Code, Message, MessageId, MessageType, OptionsBuf};
use coapt::{Error, Handle, Server};

/// How long anything may take before a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Makes a command that inherits nothing of the terminal.
pub(crate) fn coapt<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coapt"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // What the person who runs the tests has set is not to be tested.
    let own = std::env::vars_os().map(|(name, _)| name);
    let own = own.filter(|name| name.to_str().is_some_and(|name| name.starts_with("COAPT_")));
    for name in own {
        command.env_remove(name);
    }
    command.env("COAPT_CONFIG", "").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    command
}

/// Runs the program to its end.
pub(crate) fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Outcome {
    coapt(args).output().unwrap().into()
}

/// Runs the program to its end with bytes on its standard input.
pub(crate) fn run_with_input<S: AsRef<OsStr>>(
    args: impl IntoIterator<Item = S>,
    input: &[u8],
) -> Outcome {
    let mut child = coapt(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // A program that has its body from elsewhere need not read.
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output().unwrap().into()
    })
}

/// What the program left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Outcome {
    /// Gives standard output as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    /// Fails unless all went well and without a word.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_eq!((self.status, self.err.as_str()), (0, ""));
        self
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: output.stdout,
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A server in a thread of its own; it ends with the test.
pub(crate) struct Running {
    address: SocketAddr,
    pub(crate) handle: Handle,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Running {
    /// Starts a server at an ephemeral port of the loopback.
    pub(crate) fn with(set_up: impl FnOnce(&mut Server)) -> Self {
        let mut server = Server::bind("127.0.0.1:0").unwrap();
        set_up(&mut server);
        let (address, handle) = (server.local_addr(), server.handle());
        let thread = Some(std::thread::spawn(move || server.run()));
        Self { address, handle, thread }
    }

    /// Makes the URI of a path.
    pub(crate) fn uri(&self, path: &str) -> String {
        format!("coap://{}/{path}", self.address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.handle.stop();
        let ended = self.thread.take().unwrap().join();
        if !std::thread::panicking() {
            ended.unwrap().unwrap();
        }
    }
}

/// A peer that answers each datagram with whatever datagrams a test likes.
pub(crate) struct Peer {
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Peer {
    /// Starts a peer; an empty datagram ends it.
    pub(crate) fn answering(
        mut answer: impl FnMut(&Message<'_>) -> Vec<Vec<u8>> + Send + 'static,
    ) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let address = socket.local_addr().unwrap();
        let thread = std::thread::spawn(move || serve(&socket, &mut answer));
        Self { address, thread: Some(thread) }
    }

    /// Makes the URI of a path.
    pub(crate) fn uri(&self, path: &str) -> String {
        format!("coap://{}/{path}", self.address)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.send_to(&[], self.address).unwrap();
        let ended = self.thread.take().unwrap().join();
        if !std::thread::panicking() {
            ended.unwrap();
        }
    }
}

fn serve(socket: &UdpSocket, answer: &mut dyn FnMut(&Message<'_>) -> Vec<Vec<u8>>) {
    let mut buffer = [0; 2048];
    while let Ok((length @ 1.., from)) = socket.recv_from(&mut buffer) {
        for datagram in answer(&Message::parse(&buffer[..length]).unwrap()) {
            socket.send_to(&datagram, from).unwrap();
        }
    }
}

/// Encodes a piggybacked response.
pub(crate) fn piggybacked(
    request: &Message<'_>,
    code: Code,
    options: &OptionsBuf,
    payload: &[u8],
) -> Vec<u8> {
    let mut response = Message::new(MessageType::Acknowledgement, code, request.id);
    response.token = request.token;
    response.options = options.as_options();
    response.payload = payload;
    encoded(&response)
}

/// Encodes a Reset.
pub(crate) fn reset(id: MessageId) -> Vec<u8> {
    encoded(&Message::new(MessageType::Reset, Code::EMPTY, id))
}

/// Encodes a message.
pub(crate) fn encoded(message: &Message<'_>) -> Vec<u8> {
    let mut datagram = Vec::new();
    message.encode_into(&mut datagram);
    datagram
}

/// Gives bytes of every value, in blocks that differ from each other.
pub(crate) fn every_byte(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from((place + place / 251) % 256).unwrap()).collect()
}
