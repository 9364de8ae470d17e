//! `--exec`: a resource whose answers are the output of a command.
//!
//! Each request runs the command anew, in a thread of its own, while the server answers others. The command reads the
//! body of the request from its standard input and finds the rest in its environment.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use coapt::wire::link_format::Link;
use coapt::wire::uri;
use coapt::{Code, ContentFormat, Deferred, Handle, Incoming, Outcome, Resource, ServerReply};

use super::super::{access_log, media};
use super::named::Named;
use super::process::{self, Bounds, Ended};

/// How many commands of a resource run at once.
const RUNS: usize = 16;

/// A command and what it may use.
#[derive(Debug)]
pub(super) struct Exec {
    path: Vec<String>,
    command: String,
    bounds: Bounds,
    /// What its output is, if the name tells.
    format: Option<ContentFormat>,
    runs: AtomicUsize,
}

/// A request as the command sees it.
#[derive(Debug)]
struct Task {
    environment: Vec<(&'static str, String)>,
    input: Vec<u8>,
    method: Code,
}

impl Exec {
    pub(super) fn new(named: &Named, bounds: Bounds) -> Self {
        let name = named.path.last().map_or("", String::as_str);
        Self {
            path: named.path.clone(),
            command: named.what.clone(),
            bounds,
            format: media::known_format_of(name),
            runs: AtomicUsize::new(0),
        }
    }

    /// Adds to the link what discovery tells of it.
    pub(super) fn describe(&self, link: Link) -> Link {
        let format = self.format.unwrap_or(ContentFormat::TEXT_PLAIN);
        link.with("rt", "command")
            .with("if", "core.a")
            .with("ct", &format.value().to_string())
            .with_flag("obs")
    }

    /// Makes the resource; whoever observes it is told after each method that may change something.
    pub(super) fn resource(self: &Arc<Self>, handle: &Handle) -> Resource {
        let methods = [
            Code::GET,
            Code::PUT,
            Code::POST,
            Code::DELETE,
            Code::FETCH,
            Code::PATCH,
            Code::IPATCH,
        ];
        methods.into_iter().fold(Resource::new().hidden().observable(), |resource, method| {
            let (this, handle) = (Arc::clone(self), handle.clone());
            resource.method(method, move |request: &Incoming| this.answer(request, &handle))
        })
    }

    /// Starts the command, whose output will be the answer.
    fn answer(self: &Arc<Self>, request: &Incoming, handle: &Handle) -> Outcome {
        let task = Task::of(request);
        if task.environment.iter().any(|(_, value)| value.contains('\0')) {
            let why = "a command can be given no zero byte outside of the body";
            return ServerReply::error(Code::BAD_REQUEST, why).into();
        }
        let Some(run) = Run::begin(self) else {
            let why = format!("{RUNS} of these commands are running");
            let reply = ServerReply::error(Code::SERVICE_UNAVAILABLE, why);
            return reply.max_age(Duration::from_secs(1)).into();
        };
        let (deferred, handle) = (request.defer(), handle.clone());
        let thread = thread::Builder::new().name("command".to_owned());
        // What cannot be started drops the duty to answer, which makes the answer 5.00.
        thread.spawn(move || run.finish(&task, deferred, &handle)).ok();
        Outcome::Later
    }

    /// Makes the reply of how the command ended.
    fn reply(&self, method: Code, ended: std::io::Result<Ended>) -> ServerReply {
        let failed = |why: String| ServerReply::error(Code::INTERNAL_SERVER_ERROR, why);
        match ended {
            Ok(Ended::Exited(status, output)) if status.success() => {
                let format = match self.format {
                    Some(format) => format,
                    None if std::str::from_utf8(&output).is_ok() => ContentFormat::TEXT_PLAIN,
                    None => ContentFormat::OCTET_STREAM,
                };
                let reply = ServerReply::new(success(method));
                if output.is_empty() && !method.is_safe() {
                    return reply;
                }
                reply.payload(output).content_format(format)
            }
            Ok(Ended::Exited(status, _)) => failed(how(status)),
            Ok(Ended::TooLong) => {
                failed(format!("the command took longer than {:?}", self.bounds.time))
            }
            Ok(Ended::TooMuch) => {
                failed(format!("the command printed more than {} bytes", self.bounds.output))
            }
            Err(error) => failed(format!("the command cannot be run: {error}")),
        }
    }
}

impl Task {
    fn of(request: &Incoming) -> Self {
        let options = request.options();
        let format = |format: ContentFormat| format.value().to_string();
        let environment = vec![
            ("COAPT_METHOD", access_log::method(request.method())),
            ("COAPT_PATH", format!("/{}", uri::path_text(options))),
            ("COAPT_QUERY", uri::query_text(options)),
            ("COAPT_PEER", request.peer().address().to_string()),
            ("COAPT_CONTENT_FORMAT", request.content_format().map(format).unwrap_or_default()),
            ("COAPT_ACCEPT", request.accept().map(format).unwrap_or_default()),
        ];
        Self { environment, input: request.payload().to_vec(), method: request.method() }
    }
}

/// A command that runs; it counts until this is dropped.
struct Run(Arc<Exec>);

impl Run {
    /// Counts one more, unless there are too many.
    fn begin(exec: &Arc<Exec>) -> Option<Self> {
        let more = |runs: usize| (runs < RUNS).then_some(runs + 1);
        let counted = exec.runs.fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
        counted.ok().map(|_| Self(Arc::clone(exec)))
    }

    /// Runs the command and answers.
    fn finish(self, task: &Task, deferred: Deferred, handle: &Handle) {
        let exec = &self.0;
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &exec.command]).envs(task.environment.iter().cloned());
        let reply = exec.reply(task.method, process::run(&mut command, &task.input, exec.bounds));
        let is_change = !task.method.is_safe() && reply.code().is_success();
        deferred.respond(reply);
        if is_change {
            handle.notify_segments(&exec.path);
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.0.runs.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Gives the code that says success in the way of a method.
fn success(method: Code) -> Code {
    match method {
        Code::GET | Code::FETCH => Code::CONTENT,
        Code::DELETE => Code::DELETED,
        _ => Code::CHANGED,
    }
}

/// Says how a command failed.
fn how(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("the command ended with status {code}"),
        (None, Some(signal)) => format!("the command was ended by signal {signal}"),
        (None, None) => "the command failed".to_owned(),
    }
}
