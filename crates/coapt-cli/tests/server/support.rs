//! Running the program, and the folders it serves.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// How long anything may take before a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Makes the program ready to run.
pub(crate) fn coapt<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coapt"));
    // What the person who runs the tests has set is not to be tested.
    let own = std::env::vars_os().map(|(name, _)| name);
    for name in own.filter(|name| name.to_str().is_some_and(|name| name.starts_with("COAPT_"))) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null()).env("COAPT_CONFIG", "");
    command
}

/// Runs the program to its end.
pub(crate) fn run<const N: usize>(arguments: [&str; N]) -> Ended {
    Ended::from(coapt(arguments).output().unwrap())
}

/// Runs the program with this on its standard input.
pub(crate) fn feed<const N: usize>(arguments: [&str; N], input: &[u8]) -> Ended {
    let mut child = coapt(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // The program may answer, and so fill the pipe, before it has read all.
        scope.spawn(move || stdin.write_all(input).ok());
        Ended::from(child.wait_with_output().unwrap())
    })
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Ended {
    /// What it printed, as text.
    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.stdout).unwrap()
    }

    /// Makes sure that it ended like this, with one sentence on standard error that holds these words.
    #[track_caller]
    pub(crate) fn failed(&self, status: i32, words: &str) {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        assert!(self.stderr.starts_with("coapt: ") && self.stderr.contains(words), "{self:?}");
    }

    /// Makes sure that it ended well and without a word on standard error.
    #[track_caller]
    pub(crate) fn succeeded(&self) -> &Self {
        assert_eq!((self.status, self.stderr.as_str()), (Some(0), ""), "{self:?}");
        self
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        Self { status: output.status.code(), stdout: output.stdout, stderr }
    }
}

/// A program that runs while a test does.
pub(crate) struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    /// The next line that it prints, without its end.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    /// The next line on its standard error, which must be a pipe; what comes right behind it is lost.
    pub(crate) fn error_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for its end; gives its status and the rest of what it printed.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A folder that `coapt serve` serves.
pub(crate) struct Served {
    pub(crate) folder: TempDir,
    pub(crate) running: Running,
    pub(crate) base: String,
}

impl Served {
    /// Serves a folder with one file, `hello.txt`, and what `more` adds.
    pub(crate) fn new<const N: usize>(arguments: [&str; N], more: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hello.txt"), "hello\n").unwrap();
        more(folder.path());
        let path = folder.path().to_str().unwrap();
        let mut command = coapt(["serve", path, "--bind", "127.0.0.1:0"]);
        let mut running = Running::start(command.args(arguments).stderr(Stdio::null()));
        let line = running.line();
        let base = line.strip_prefix(&format!("serving {path} at ")).unwrap().to_owned();
        Self { folder, running, base }
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    pub(crate) fn disk(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.base.strip_prefix("coap://").unwrap().parse().unwrap()
    }

    /// Sends a datagram and returns the first that comes back.
    pub(crate) fn exchange(&self, datagram: &[u8]) -> Vec<u8> {
        self.exchange_all(&[datagram]).remove(0)
    }

    /// Sends datagrams from one address at once and returns as many as come back.
    pub(crate) fn exchange_all(&self, datagrams: &[&[u8]]) -> Vec<Vec<u8>> {
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        peer.set_read_timeout(Some(PATIENCE)).unwrap();
        for datagram in datagrams {
            peer.send_to(datagram, self.address()).unwrap();
        }
        let receive = |_: &&[u8]| {
            let mut buffer = vec![0; 2048];
            let length = peer.recv(&mut buffer).unwrap();
            buffer.truncate(length);
            buffer
        };
        datagrams.iter().map(receive).collect()
    }
}

/// The names of what is in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
