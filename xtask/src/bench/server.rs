//! The servers that are measured, each in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, UdpSocket};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::python;
use crate::setup;
use crate::workspace::Workspace;

/// How much faster than aiocoap the others are, roughly: the rounds shall take alike.
const SLOW: usize = 20;

const REQUESTS: usize = 64_000;

/// A server that can be measured.
pub(super) struct Contestant {
    name: &'static str,
    kind: Kind,
}

enum Kind {
    /// This program, sending back what it gets.
    RawEcho,
    /// libcoap's example server.
    Libcoap,
    /// An example program that takes a port and a number of observers.
    Observed(&'static str),
    /// The server of coap-rs, which says when it listens.
    CoapRs,
    /// An example program of coapt that takes a port, and says when it listens.
    Example(&'static str),
    /// `coapt serve` of a folder with the file `test`; whether with the guard on.
    Serve(bool),
    /// The same with so many workers.
    Workers(usize),
    /// A Python program that takes a port, and says when it listens; whether it is a slow one.
    Python(&'static str, bool),
}

impl Contestant {
    pub(super) fn raw_echo() -> Self {
        Self { name: "raw echo", kind: Kind::RawEcho }
    }

    pub(super) fn libcoap() -> Self {
        Self { name: "libcoap (C)", kind: Kind::Libcoap }
    }

    pub(super) fn python(name: &'static str, program: &'static str, slow: usize) -> Self {
        Self { name, kind: Kind::Python(program, slow > 0) }
    }

    pub(super) fn example(name: &'static str, program: &'static str) -> Self {
        Self { name, kind: Kind::Example(program) }
    }

    /// An example program with room for millions of observers.
    pub(super) fn observed(program: &'static str) -> Self {
        Self { name: "observed", kind: Kind::Observed(program) }
    }

    pub(super) fn coap_rs() -> Self {
        Self { name: "coap-rs", kind: Kind::CoapRs }
    }

    pub(super) fn serve() -> Self {
        Self { name: "coapt serve", kind: Kind::Serve(false) }
    }

    pub(super) fn workers(count: usize) -> Self {
        Self { name: "workers", kind: Kind::Workers(count) }
    }

    pub(super) fn guarded() -> Self {
        Self { name: "serve --guard", kind: Kind::Serve(true) }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn requests(&self) -> usize {
        if matches!(self.kind, Kind::Python(_, true)) { REQUESTS / SLOW } else { REQUESTS }
    }

    pub(super) fn warm_up(&self) -> usize {
        self.requests() / 20
    }
}

/// A server that runs; it ends with this value.
pub(super) struct Running {
    child: Child,
    port: u16,
}

impl Running {
    /// Starts a server and waits until it answers.
    pub(super) fn start(house: &Workspace, contestant: &Contestant) -> Result<Self, String> {
        let (command, port) = Self::command(house, contestant)?;
        Self::spawn(contestant, command, port)
    }

    /// Starts a server as the argument of another program, which looks on.
    pub(super) fn start_in(
        house: &Workspace,
        contestant: &Contestant,
        mut program: Command,
    ) -> Result<Self, String> {
        let (command, port) = Self::command(house, contestant)?;
        program.arg(command.get_program()).args(command.get_args());
        Self::spawn(contestant, program, port)
    }

    fn spawn(contestant: &Contestant, mut command: Command, port: u16) -> Result<Self, String> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let child = child.map_err(|error| format!("{} cannot start: {error}", contestant.name))?;
        let mut running = Self { child, port };
        if port == 0 {
            running.port = running.read_port()?;
        }
        running.await_answer()?;
        Ok(running)
    }

    /// How a server is started, and its port; 0 if it tells that itself.
    fn command(house: &Workspace, contestant: &Contestant) -> Result<(Command, u16), String> {
        Ok(match contestant.kind {
            Kind::RawEcho => (this_program()?, 0),
            Kind::Libcoap => {
                let port = free_port()?;
                let mut command = house.program("coap-server-notls");
                command.args(["-A", "127.0.0.1", "-d", "10", "-p", &port.to_string()]);
                (command, port)
            }
            Kind::Observed(program) => {
                let path = house.path("target/release/examples").join(program);
                let mut command = house.program(path);
                command.args(["0", "2000000"]);
                (command, 0)
            }
            Kind::CoapRs => (setup::coap_rs(house, "coap-rs-server"), 0),
            Kind::Example(program) => {
                let path = house.path("target/release/examples").join(program);
                let mut command = house.program(path);
                command.arg("0");
                (command, 0)
            }
            Kind::Serve(is_guarded) => {
                let (mut command, port) = serve(house)?;
                if is_guarded {
                    command.arg("--guard");
                }
                (command, port)
            }
            Kind::Workers(count) => {
                let (mut command, port) = serve(house)?;
                command.args(["--workers", &count.to_string()]);
                (command, port)
            }
            Kind::Python(program, is_slow) => {
                // aiocoap cannot choose a port by itself.
                let port = if is_slow { free_port()? } else { 0 };
                let mut command = python::python(house);
                command.args([program, &port.to_string()]);
                (command, port)
            }
        })
    }

    /// What the process writes to its standard error, if that was asked for.
    pub(super) fn stderr(&mut self) -> Option<ChildStderr> {
        self.child.stderr.take()
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The processor time of the process so far, its own and the kernel's for it.
    pub(super) fn processor_time(&self) -> Result<Duration, String> {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        // The name of the program stands in parentheses and may hold anything.
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace().collect();
        let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
        match (ticks(11), ticks(12)) {
            (Some(user), Some(system)) => Ok(Duration::from_millis((user + system) * 10)),
            _ => Err(format!("{path} cannot be read: {stat}")),
        }
    }

    /// The id of the process.
    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// How often the process was given a processor.
    pub(super) fn switches(&self) -> Result<u64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let numbers = status.lines().filter_map(|line| {
            let (name, number) = line.split_once(':')?;
            if name.ends_with("ctxt_switches") { number.trim().parse::<u64>().ok() } else { None }
        });
        Ok(numbers.sum())
    }

    /// The resident memory of the process, in KiB.
    pub(super) fn resident_memory(&self) -> Result<u64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok());
        number.ok_or_else(|| format!("{path} tells no memory"))
    }

    fn read_port(&mut self) -> Result<u16, String> {
        let stdout = self.child.stdout.take().ok_or("a server without standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
        let port = line.rsplit(' ').next().and_then(|port| port.trim().parse().ok());
        port.ok_or_else(|| format!("a server says {line:?} and no port"))
    }

    /// Makes sure that there is a resource to ask for, and somebody who answers.
    fn await_answer(&self) -> Result<(), String> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|e| e.to_string())?;
        socket.connect((Ipv4Addr::LOCALHOST, self.port)).map_err(|e| e.to_string())?;
        let patience = Some(Duration::from_millis(50));
        socket.set_read_timeout(patience).map_err(|e| e.to_string())?;
        for id in 0..10_000_u16 {
            let [high, low] = id.to_be_bytes();
            let put =
                [0x40, 3, high, low, 0xB4, b't', b'e', b's', b't', 0xFF, b'1', b'2', b'3', b'4'];
            // Until the server has opened its port, the system refuses both.
            let sent = socket.send(&[&put[..], b"5678"].concat());
            if sent.is_ok() && socket.recv(&mut [0; 2048]).is_ok() {
                return Ok(());
            }
            pause();
        }
        Err("a server does not answer".to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Sends back what comes, as plainly as can be.
pub(crate) fn echo() -> Result<(), String> {
    let failed = |error: std::io::Error| format!("the echo failed: {error}");
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    crate::say::line(format_args!(
        "listening on port {}",
        socket.local_addr().map_err(failed)?.port()
    ));
    let mut buffer = [0; 2048];
    loop {
        let (length, from) = socket.recv_from(&mut buffer).map_err(failed)?;
        let datagram = buffer.get(..length).unwrap_or_default();
        socket.send_to(datagram, from).map_err(failed)?;
    }
}

/// How `coapt serve` is started, and its port.
fn serve(house: &Workspace) -> Result<(Command, u16), String> {
    let port = free_port()?;
    let folder = served_folder(house)?;
    let mut command = house.program(house.path("target/release/coapt"));
    command.args(["serve", "--write", "--bind", &format!("127.0.0.1:{port}")]).arg(folder);
    Ok((command, port))
}

/// Makes the folder that `coapt serve` serves.
fn served_folder(house: &Workspace) -> Result<std::path::PathBuf, String> {
    let folder = house.path("target/bench/served");
    let made = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join("test"), "12345678"));
    made.map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn this_program() -> Result<Command, String> {
    let path = std::env::current_exe().map_err(|error| format!("no path of this: {error}"))?;
    let mut command = Command::new(path);
    command.args(["bench", "echo"]);
    Ok(command)
}

fn free_port() -> Result<u16, String> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    Ok(socket.local_addr().map_err(|error| error.to_string())?.port())
}

#[expect(clippy::disallowed_methods, reason = "another program gives no event when it is ready")]
fn pause() {
    thread::sleep(Duration::from_millis(1));
}
