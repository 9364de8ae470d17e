//! `coapt demo`: server and client at work, with every message shown.

mod house;
mod stage;
mod steps;

use std::io::Write;
use std::thread::JoinHandle;
use std::time::Duration;

use tempfile::TempDir;

use coapt::{Client, Error, Handle, Server};

use crate::failure::{Failure, Status};
use crate::paint::Role;
use crate::printer::Printer;
use crate::serve::{self, Access, Dynamic, Folder};

use self::stage::{Curtain, Stage};

/// How long any one exchange may take; over loopback none takes a tenth of it.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Watch a server and a client at work, all on this machine, in a few seconds
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Serves a copy of a small house full of files on a free port of 127.0.0.1, then discovers it,
reads it, downloads a picture block by block, stores and removes a file, and observes one
while it is edited. Nothing on the disk is changed but a temporary folder.")]
pub(crate) struct Args {}

/// Ends with status 0 only if every step went as it should.
pub(crate) fn run(_args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    let mut house = House::open()?;
    let paint = printer.paint();
    printer.line(&paint.text(Role::Heading, "A house full of files, served over CoAP"))?;
    printer.line(&format!("  the server is at {}; arrows show what the client sees", house.uri))?;
    let curtain = Curtain::new(paint);
    let client = Client::builder()
        .timeout(TIMEOUT)
        .tap(Box::new(curtain.clone()))
        .build()
        .map_err(|error| Failure::local(error.to_string()))?;
    let folder = house.folder.path();
    let mut stage = Stage { client, printer, curtain, uri: house.uri.clone(), folder };
    let played = steps::play(&mut stage);
    let messages = stage.curtain.count();
    house.close()?;
    played?;
    let line = format!("Everything was as it should be: {messages} messages.");
    printer.line(&format!("\n{}", paint.text(Role::Good, &line)))?;
    Ok(Status::Success)
}

/// The server of the demo and its folder.
struct House {
    folder: TempDir,
    uri: String,
    handle: Handle,
    running: Option<JoinHandle<Result<(), Error>>>,
}

impl House {
    /// Unpacks the files and serves them.
    fn open() -> Result<Self, Failure> {
        let failed = |error| Failure::local(format!("cannot make a temporary folder: {error}"));
        let folder = tempfile::Builder::new().prefix("coapt-demo-").tempdir().map_err(failed)?;
        house::unpack(folder.path()).map_err(failed)?;
        let mut server = Server::bind("127.0.0.1:0")
            .map_err(|error| Failure::local(format!("cannot open a port: {error}")))?;
        Folder::open(folder.path(), Access::Write)?.serve(&mut server, &Dynamic::default());
        serve::watch(folder.path(), server.handle())?;
        let uri = format!("coap://{}", server.local_addr());
        let handle = server.handle();
        let running = std::thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || server.run())
            .map_err(|error| Failure::local(format!("cannot start a thread: {error}")))?;
        Ok(Self { folder, uri, handle, running: Some(running) })
    }

    /// Ends the server and waits for it.
    fn close(&mut self) -> Result<(), Failure> {
        self.handle.stop();
        match self.running.take().map(JoinHandle::join) {
            Some(Ok(Err(error))) => Err(Failure::local(format!("the server failed: {error}"))),
            Some(Err(_)) => Err(Failure::local("the server panicked")),
            Some(Ok(Ok(()))) | None => Ok(()),
        }
    }
}
