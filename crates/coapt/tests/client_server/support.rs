//! A server that runs while a test does.

use std::net::SocketAddr;
use std::thread::JoinHandle;
use std::time::Duration;

use coapt::{Client, Error, Handle, Server};

/// How long anything may take before a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A server in a thread of its own; it ends with the test.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) handle: Handle,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Running {
    /// Starts a server at an ephemeral port of the IPv4 loopback.
    pub(crate) fn with(set_up: impl FnOnce(&mut Server)) -> Self {
        let mut server = Server::bind("127.0.0.1:0").unwrap();
        set_up(&mut server);
        Self::start(server)
    }

    /// Starts a server that is made already.
    pub(crate) fn start(mut server: Server) -> Self {
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

/// Makes a client that is not patient for ever.
pub(crate) fn client() -> Client {
    Client::builder().timeout(PATIENCE).build().unwrap()
}
