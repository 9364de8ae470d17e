//! `--demo-resources`: resources on which people can try their clients.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use coapt::wire::link_format::Link;
use coapt::{Code, ContentFormat, Deferred, Incoming, Observable, Outcome, Resource, ServerReply};

use super::super::clock::Moment;
use crate::failure::Failure;
use crate::show;

/// How often the resources that tell the time tell their observers.
const TICK: Duration = Duration::from_secs(1);

/// How long `/demo/separate` takes.
const DELAY: Duration = Duration::from_secs(2);

/// How many lines `/demo/large` has.
const LINES: usize = 400;

/// What all samples of a server share.
#[derive(Debug)]
pub(super) struct Samples {
    since: Moment,
    counter: Observable<u64>,
    later: Sender<(Moment, Deferred)>,
    large: Arc<str>,
}

/// A sample: its path below `/demo`, and what discovery tells of it.
struct Sample {
    name: &'static str,
    title: &'static str,
    kind: &'static str,
    is_observable: bool,
}

const SAMPLES: [Sample; 6] = [
    sample("counter", "POST adds one, PUT sets, DELETE sets to zero", "core.a", true),
    sample("large", "a text of many blocks", "core.s", false),
    sample("mirror", "shows the request as it arrived", "core.a", false),
    sample("separate", "an answer that takes two seconds", "core.s", false),
    sample("time", "the time, each second while it is observed", "core.s", true),
    sample("uptime", "seconds since the start", "core.s", true),
];

const fn sample(
    name: &'static str,
    title: &'static str,
    kind: &'static str,
    is_observable: bool,
) -> Sample {
    Sample { name, title, kind, is_observable }
}

impl Samples {
    /// Makes them, and starts the thread that answers late.
    pub(super) fn new() -> Result<Self, Failure> {
        let (later, waiting) = mpsc::channel();
        let thread = thread::Builder::new().name("separate".to_owned());
        thread
            .spawn(move || answer_late(&waiting))
            .map_err(|error| Failure::local(format!("cannot start a thread: {error}")))?;
        let line = |number: usize| format!("{number:3} water the roses, then rest a while\n");
        let large = (1..=LINES).map(line).collect::<String>().into();
        Ok(Self { since: Moment::now(), counter: Observable::new(0), later, large })
    }

    /// Gives the paths.
    pub(super) fn paths() -> impl Iterator<Item = Vec<String>> {
        SAMPLES.iter().map(|sample| vec!["demo".to_owned(), sample.name.to_owned()])
    }

    /// Gives the links.
    pub(super) fn links(&self) -> Vec<Link> {
        let link = |sample: &Sample| {
            let link = Link::new(&format!("/demo/{}", sample.name))
                .with("rt", "demo")
                .with("if", sample.kind)
                .with("title", sample.title)
                .with("ct", "0");
            let link = match sample.name {
                "large" => link.with("sz", &self.large.len().to_string()),
                _ => link,
            };
            if sample.is_observable { link.with_flag("obs") } else { link }
        };
        SAMPLES.iter().map(link).collect()
    }

    /// Makes the resources.
    pub(super) fn resources(&self) -> [(&'static str, Resource); 6] {
        let text = || Resource::new().hidden().content_format(ContentFormat::TEXT_PLAIN);
        let (since, later, large) = (self.since, self.later.clone(), Arc::clone(&self.large));
        let separate = move |request: &Incoming| {
            let waits = later.send((Moment::after(DELAY), request.defer()));
            // A duty that nobody takes answers 5.00 by itself.
            waits.ok();
            Outcome::Later
        };
        [
            ("counter", self.counter()),
            ("large", text().validated().get(move |_: &Incoming| large.to_string())),
            ("mirror", mirror()),
            ("separate", text().get(separate)),
            ("time", text().observable().pmax(TICK).get(|_: &Incoming| time())),
            (
                "uptime",
                text().observable().pmax(TICK).get(move |_: &Incoming| since.past().as_secs()),
            ),
        ]
    }

    fn counter(&self) -> Resource {
        let (add, set, clear) = (self.counter.clone(), self.counter.clone(), self.counter.clone());
        Resource::of(&self.counter)
            .hidden()
            .validated()
            .content_format(ContentFormat::TEXT_PLAIN)
            .post(move |_: &Incoming| {
                add.update(|count| *count = count.wrapping_add(1));
                let count = add.value().unwrap_or_default().to_string();
                ServerReply::changed().payload(count).content_format(ContentFormat::TEXT_PLAIN)
            })
            .put(move |request: &Incoming| {
                match request.text().and_then(|text| text.trim().parse().ok()) {
                    Some(number) => {
                        set.set(number);
                        ServerReply::changed()
                    }
                    None => ServerReply::error(Code::BAD_REQUEST, "a count looks like 42"),
                }
            })
            .delete(move |_: &Incoming| {
                clear.set(0);
                ServerReply::deleted()
            })
    }
}

/// Makes the resource that shows what arrived.
fn mirror() -> Resource {
    let methods =
        [Code::GET, Code::PUT, Code::POST, Code::DELETE, Code::FETCH, Code::PATCH, Code::IPATCH];
    methods.into_iter().fold(Resource::new().hidden().conditional(), |resource, method| {
        resource.method(method, |request: &Incoming| reflection(request))
    })
}

/// Shows a request, a line for each part.
fn reflection(request: &Incoming) -> ServerReply {
    let code = match request.method() {
        Code::GET | Code::FETCH => Code::CONTENT,
        Code::DELETE => Code::DELETED,
        _ => Code::CHANGED,
    };
    let method = request.method();
    let mut text = format!(
        "{} {}\nfrom {}\n",
        method.name().unwrap_or("?"),
        show::option::path_and_query(request.options()),
        request.peer().address(),
    );
    for option in request.options() {
        text.push_str(&show::option::summary(option));
        text.push('\n');
    }
    text.push_str(&show::text::size(request.payload().len() as u64));
    text.push_str(" of body\n");
    ServerReply::new(code).payload(text).content_format(ContentFormat::TEXT_PLAIN)
}

/// Gives the time in UTC, to the second.
fn time() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Answers each when its moment has come, in the order in which they asked.
fn answer_late(waiting: &Receiver<(Moment, Deferred)>) {
    for (moment, deferred) in waiting {
        while !moment.left().is_zero() {
            thread::park_timeout(moment.left());
        }
        deferred.respond(ServerReply::text("That took a while.\n"));
    }
}
