//! Who learns what the server answers: the person at the terminal, the access log, the status page.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use coapt::{Answered, Server, Witness};

use crate::paint::{Paint, Role};
use crate::show;

use super::access_log::{self, AccessLog};
use super::status::{self, tally::Tally};

/// The options that show what the server does.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Watching the server")]
pub(crate) struct WatchArgs {
    /// Write a line of JSON for each request to the end of a file, or to standard output (-); SIGHUP opens the file anew
    #[arg(long, value_name = "FILE")]
    pub(super) access_log: Option<PathBuf>,
    /// Show in a browser what the server does; there are /metrics for Prometheus and /status.json, too
    #[arg(long, value_name = "ADDR:PORT", value_parser = status::address)]
    pub(super) status: Option<SocketAddr>,
    /// Let --status be at an address that other machines can reach
    #[arg(long, requires = "status")]
    pub(super) status_public: bool,
}

/// What is told about requests, and to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Standard error gets a line for each.
    pub(super) terminal: Option<Paint>,
    pub(super) log: Option<AccessLog>,
    /// What the worker's requests are counted in.
    pub(super) tally: Option<Arc<Mutex<Tally>>>,
}

impl Told {
    /// Lets a server tell it, if there is anybody who wants to know.
    pub(super) fn of(self, server: &mut Server) {
        if self.terminal.is_some() || self.log.is_some() || self.tally.is_some() {
            server.set_witness(self);
        }
    }
}

impl Witness for Told {
    fn answered(&mut self, answered: &Answered<'_>) {
        if let Some(tally) = &self.tally {
            tally.lock().unwrap_or_else(PoisonError::into_inner).count(answered);
        }
        if let Some(log) = &self.log {
            log.note(answered);
        }
        if let Some(paint) = self.terminal {
            tell(paint, answered);
        }
    }

    fn observed(&mut self, path: &[String], observers: usize) {
        if let Some(tally) = &self.tally {
            tally.lock().unwrap_or_else(PoisonError::into_inner).observed(path, observers);
        }
    }
}

/// Tells a person of a request.
fn tell(paint: Paint, answered: &Answered<'_>) {
    let Answered { request, reply, .. } = answered;
    let role = if reply.code().is_success() { Role::Good } else { Role::Bad };
    let line = format!(
        "{} {} {} {} {}",
        request.peer.address(),
        access_log::method(request.code),
        show::option::path_and_query(request.options.as_options()),
        paint.text(role, &reply.code().to_string()),
        show::text::size(reply.body().len() as u64),
    );
    // Nobody is left to be told when standard error is gone.
    writeln!(std::io::stderr(), "{line}").ok();
}
