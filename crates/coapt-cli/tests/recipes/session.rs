//! A shell that runs the commands of one recipe, and the servers that they talk to.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};

use tempfile::TempDir;

use crate::support::{self, PATIENCE, Running};

/// Ends what a command prints; the status of the command follows.
const MARK: &str = "=== ended with ";

/// A shell in a folder of its own, which is its home, too.
pub(crate) struct Session {
    shell: Child,
    lines: Receiver<String>,
    /// The status of the command before.
    status: String,
    hosts: Vec<(&'static str, String)>,
    /// Never answers.
    _silent: UdpSocket,
    _house: Running,
    _folder: TempDir,
}

impl Session {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let house = folder.path().join("house");
        copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/house")), &house);
        let (server, address) = serve(&house);
        let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
        let gone = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let hosts = vec![
            ("house.example", address),
            ("silent.example", silent.local_addr().unwrap().to_string()),
            ("gone.example", gone.to_string()),
        ];
        let mut shell = shell(folder.path()).spawn().unwrap();
        let stdout = BufReader::new(shell.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)).ok();
        });
        let status = "0".to_owned();
        Self { shell, lines, status, hosts, _silent: silent, _house: server, _folder: folder }
    }

    /// Runs a command to its end; one in the background until it has printed so many lines.
    pub(crate) fn run(&mut self, command: &str, lines: usize) -> Vec<String> {
        let mut typed = command.replace("127.0.0.1:5683", "127.0.0.1");
        for (name, address) in &self.hosts {
            typed = typed.replace(name, address);
        }
        let shown = match typed.strip_suffix(" &") {
            Some(typed) => self.begin(typed, lines),
            None => self.finish(&typed),
        };
        shown.into_iter().map(|line| self.as_on_the_page(line)).collect()
    }

    fn begin(&mut self, typed: &str, lines: usize) -> Vec<String> {
        self.type_in(&format!("{typed} 2>&1 </dev/null &\n"));
        let shown: Vec<_> = (0..lines).map(|_| self.line(typed)).collect();
        let served = shown.iter().find_map(|line| line.split_once(" at coap://127.0.0.1:"));
        if let Some((_, port)) = served {
            // What a recipe serves itself has the usual port there, and a free one here.
            self.hosts.insert(0, ("127.0.0.1", format!("127.0.0.1:{port}")));
        }
        shown
    }

    fn finish(&mut self, typed: &str) -> Vec<String> {
        let status = &self.status;
        // A line break of its own makes sure that the mark begins a line.
        self.type_in(&format!(
            "(exit {status})\n{{ {typed}\n}} 2>&1 </dev/null\nprintf '\\n%s\\n' \"{MARK}$?\"\n"
        ));
        let mut shown = Vec::new();
        loop {
            let line = self.line(typed);
            if let Some(status) = line.strip_prefix(MARK) {
                status.clone_into(&mut self.status);
                break;
            }
            shown.push(line);
        }
        if shown.last().is_some_and(String::is_empty) {
            shown.pop();
        }
        shown
    }

    fn type_in(&mut self, text: &str) {
        self.shell.stdin.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
    }

    fn line(&self, typed: &str) -> String {
        let line = self.lines.recv_timeout(PATIENCE);
        line.unwrap_or_else(|error| panic!("{typed}: {error}"))
    }

    fn as_on_the_page(&self, line: String) -> String {
        self.hosts.iter().fold(line, |line, (name, address)| {
            let name = if *name == "127.0.0.1" { "127.0.0.1:5683" } else { name };
            line.replace(address, name)
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let stdin = self.shell.stdin.as_mut().unwrap();
        stdin.write_all(b"kill $(jobs -p) 2>/dev/null; wait; exit\n").ok();
        self.shell.wait().ok();
    }
}

fn shell(folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_coapt"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let mut command = Command::new("bash");
    command
        .args(["--norc", "--noprofile"])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder)
        .env("COAPT_BIND", "127.0.0.1:0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Serves the house as `house.example`.
fn serve(house: &Path) -> (Running, String) {
    let house = house.to_str().unwrap();
    let mut command = support::coapt(["serve", house, "--write", "--bind", "127.0.0.1:0"]);
    let mut server = Running::start(&mut command);
    let line = server.line();
    let (_, address) = line.split_once(" at coap://").unwrap();
    let address = address.to_owned();
    (server, address)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}
