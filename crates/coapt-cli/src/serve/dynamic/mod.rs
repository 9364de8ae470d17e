//! Resources beside the files: values in memory, the output of commands, samples to try clients on.

mod exec;
mod named;
mod process;
mod samples;
mod value;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use coapt::Server;
use coapt::wire::link_format::Link;
use coapt::wire::{OptionNumber, OptionsBuf, uri};

use crate::failure::Failure;
use crate::whole::whole;

use self::exec::Exec;
use self::named::Named;
use self::process::Bounds;
use self::samples::Samples;
use self::value::Value;

/// The path of the listing of all resources.
pub(super) const DISCOVERY: &str = ".well-known/core";

/// The options that make resources.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Resources beside the files")]
pub(crate) struct ResourceArgs {
    /// Add a resource that clients can read, change (PUT) and observe; it is kept in memory; give it again for more
    #[arg(long, value_name = "PATH=VALUE", value_parser = named::value)]
    value: Vec<Named>,
    /// Add a resource that is answered by what a shell command prints; see below for what the command is given
    #[arg(long, value_name = "PATH=COMMAND", value_parser = named::exec)]
    exec: Vec<Named>,
    /// End each command after so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = whole(1..=86_400_u64))]
    exec_time: u64,
    /// Add resources to try clients on, below /demo: a clock, a counter, a large text, a late answer and more
    #[arg(long)]
    demo_resources: bool,
}

/// The resources beside the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dynamic {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    values: Vec<(Vec<String>, Arc<Value>)>,
    commands: Vec<(Vec<String>, Arc<Exec>)>,
    samples: Option<Samples>,
    paths: BTreeSet<Vec<String>>,
}

impl Dynamic {
    /// Makes what the command line asks for; commands may print as much as a body may hold.
    pub(crate) fn open(args: &ResourceArgs, max_size: usize) -> Result<Self, Failure> {
        let bounds = Bounds { time: Duration::from_secs(args.exec_time), output: max_size };
        let mut shared = Shared::default();
        for named in &args.value {
            shared.claim(&named.path)?;
            shared.values.push((named.path.clone(), Arc::new(Value::new(named))));
        }
        for named in &args.exec {
            shared.claim(&named.path)?;
            shared.commands.push((named.path.clone(), Arc::new(Exec::new(named, bounds))));
        }
        if args.demo_resources {
            Samples::paths().try_for_each(|path| shared.claim(&path))?;
            shared.samples = Some(Samples::new()?);
        }
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Fails if a file of the folder stands where a resource is to be.
    pub(crate) fn check_beside(&self, folder: &Path) -> Result<(), Failure> {
        let taken = |path: &&Vec<String>| folder.join(path.join("/")).exists();
        match self.shared.paths.iter().find(taken) {
            Some(path) => Err(Failure::usage(format!(
                "{} is a file of {} already; give the resource another path",
                shown(path),
                folder.display()
            ))),
            None => Ok(()),
        }
    }

    /// Counts them.
    pub(crate) fn len(&self) -> usize {
        self.shared.paths.len()
    }

    /// Tells whether one stands at a path, so that no file is seen there.
    pub(crate) fn has(&self, path: &[String]) -> bool {
        self.shared.paths.contains(path)
    }

    /// Gives the links as they are now.
    pub(crate) fn links(&self) -> Vec<Link> {
        let Shared { values, commands, samples, .. } = &*self.shared;
        let values = values.iter().map(|(path, value)| value.describe(Link::new(&target(path))));
        let commands = commands.iter().map(|(path, exec)| exec.describe(Link::new(&target(path))));
        values.chain(commands).chain(samples.iter().flat_map(Samples::links)).collect()
    }

    /// Puts them on a server.
    pub(crate) fn serve(&self, server: &mut Server) {
        let handle = server.handle();
        for (path, value) in &self.shared.values {
            server.route(&pattern(path), value.resource(handle.clone()));
        }
        for (path, exec) in &self.shared.commands {
            server.route(&pattern(path), exec.resource(&handle));
        }
        for (name, resource) in self.shared.samples.iter().flat_map(Samples::resources) {
            server.route(&format!("demo/{name}"), resource);
        }
    }
}

impl Shared {
    /// Takes a path for one resource.
    fn claim(&mut self, path: &[String]) -> Result<(), Failure> {
        if self.paths.insert(path.to_vec()) {
            return Ok(());
        }
        let path = shown(path);
        Err(Failure::usage(format!(
            "two resources are to be at {path}; each needs a path of its own"
        )))
    }
}

/// Writes a path for a person.
fn shown(path: &[String]) -> String {
    crate::show::text::printable(&format!("/{}", path.join("/")), &[])
}

/// Writes a path as it stands in a URI.
fn target(path: &[String]) -> String {
    let mut options = OptionsBuf::new();
    for segment in path {
        options
            .push_str(OptionNumber::URI_PATH, segment)
            .expect("a checked segment has at most 255 bytes");
    }
    format!("/{}", uri::path_text(options.as_options()))
}

/// Writes a path as routes are written: braces stand for themselves.
fn pattern(path: &[String]) -> String {
    path.join("/").replace('{', "{{").replace('}', "}}")
}
