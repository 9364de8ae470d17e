//! Programs that take part: started, waited for, ended.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::{Ipv4Addr, UdpSocket};
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread;
use std::time::Duration;

use super::Peer;
use super::ask::Ask;
use crate::interop::relay::{now, pause};
use crate::interop::scenario::Ended;
use crate::workspace::{Started, Workspace};

/// A program that runs; it ends with this value.
#[derive(Debug)]
pub(in crate::interop) struct Running {
    child: Started,
}

impl Running {
    /// Starts a client with a request.
    pub(in crate::interop) fn ask(house: &Workspace, peer: Peer, ask: &Ask) -> Result<Self, Ended> {
        let mut command = peer.client(house, ask)?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn();
        let child = child
            .map_err(|error| Ended::Fail(format!("{} cannot be started: {error}", peer.name())))?;
        Ok(Self { child: Started(child) })
    }

    /// Starts a client that pings a port of this machine.
    pub(in crate::interop) fn ping(
        house: &Workspace,
        peer: Peer,
        port: u16,
    ) -> Result<Self, Ended> {
        let mut command = peer.ping(house, port)?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn();
        let child = child.map_err(|error| Ended::Fail(format!("{}: {error}", peer.name())))?;
        Ok(Self { child: Started(child) })
    }

    /// Waits until it has ended by itself; what it wrote.
    pub(in crate::interop) fn finish(mut self, patience: Duration) -> Result<String, Ended> {
        let stdout = self.child.0.stdout.take();
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

/// Starts a server, one of ours with another `ACK_TIMEOUT` if there is one; gives it and its port when it answers.
pub(in crate::interop) fn serve(
    house: &Workspace,
    peer: Peer,
    ack_timeout: Option<u16>,
) -> Result<(Running, u16), String> {
    let port = free_port().ok_or("no port is free")?;
    let mut command = peer.server(house, port, ack_timeout);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().map_err(|error| format!("{}: {error}", peer.name()))?;
    let mut running = Running { child: Started(child) };
    let stdout = running.child.0.stdout.take().ok_or("a server without standard output")?;
    let mut stderr = running.child.0.stderr.take().ok_or("a server without standard error")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
    if line.contains("listening") {
        // What it complains of later is read, so that it never waits for a reader.
        thread::spawn(move || io::copy(&mut stderr, &mut io::sink()));
        return Ok((running, port));
    }
    let mut complaint = String::new();
    stderr.read_to_string(&mut complaint).map_err(|error| error.to_string())?;
    let status = running.child.0.wait().map_err(|error| error.to_string())?;
    let name = peer.name();
    Err(format!("the server {name} does not start at port {port} ({status}): {complaint}"))
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
