//! A server with the resources that the scenarios of the ETSI `CoAP` plugtests ask for.
//!
//! Run: `cargo run --release --example plugtest -- 5683`; port 0 picks a free one, which is printed.
//! It serves until it is ended, on 127.0.0.1 only. `cargo xtask interop` lets other implementations
//! talk to it. A PUT to an observed resource is what changes it, so that nothing depends on a clock.
//! After the port, the milliseconds of `ACK_TIMEOUT` can follow (RFC 7252 §4.8; 2000 without them), so
//! that clients that are gone are given up before long.

use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use coapt::{
    Code, Config, ContentFormat, Deferred, Handle, Incoming, OptionNumber, Outcome, Resource,
    Server, ServerReply,
};

/// How long `/separate` takes: longer than any client waits for a piggybacked response.
const SEPARATE: Duration = Duration::from_millis(400);
/// The least that takes two blocks of 1024 bytes.
const LARGE: usize = 1500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let number =
        |place, without| std::env::args().nth(place).map_or(Ok(without), |word| word.parse());
    let (Ok(port), Ok(millis)) = (number(1, 5683), number(2, 2000)) else {
        return Err("usage: plugtest [PORT [ACK_TIMEOUT]], numbers from 0 to 65535".into());
    };
    let mut config = Config::default();
    config.transmission.ack_timeout = Duration::from_millis(millis.into());
    let address = (Ipv4Addr::LOCALHOST, port).into();
    let mut server = Server::builder().bind(address).config(config).build()?;
    messages(&mut server);
    options(&mut server);
    links(&mut server);
    bodies(&mut server);
    observed(&mut server);
    writeln!(io::stdout(), "listening on port {}", server.local_addr().port())?;
    Ok(server.run()?)
}

/// What several handlers hold in common.
type Shared<T> = Arc<Mutex<T>>;

fn shared<T>(value: T) -> Shared<T> {
    Arc::new(Mutex::new(value))
}

fn lock<T>(shared: &Shared<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body that can be told from others of its kind by its first character.
fn large(first: char) -> String {
    let rest = (1..LARGE).map(|index| if index % 64 == 63 { '\n' } else { first });
    std::iter::once(first).chain(rest).collect()
}

fn location(segments: &[&str]) -> ServerReply {
    ServerReply::created().location_path(segments)
}

/// `/test`, `/separate`, `/runs`: how messages and exchanges go.
fn messages(server: &mut Server) {
    let test = Resource::new()
        .get(|_| "hello")
        .put(|_| ServerReply::changed())
        .post(|_| location(&["location1", "location2", "location3"]))
        .delete(|_| ServerReply::deleted());
    let later = delayed();
    let separate = Resource::new().get(move |request: &Incoming| {
        let sent = later.send(request.defer());
        sent.map_or(Outcome::from(ServerReply::new(Code::INTERNAL_SERVER_ERROR)), |()| {
            Outcome::Later
        })
    });
    let runs = shared(0_u32);
    let counted = Resource::new().post(move |_: &Incoming| {
        let mut runs = lock(&runs);
        *runs += 1;
        ServerReply::changed().payload(runs.to_string())
    });
    server.route("test", test).route("separate", separate).route("runs", counted);
}

/// A thread that answers what it is given, each after its time.
fn delayed() -> Sender<Deferred> {
    let (sender, receiver) = mpsc::channel::<Deferred>();
    let (kept, pause) = mpsc::channel::<()>();
    thread::spawn(move || {
        // The other end is kept, so that each look at the empty channel takes its time.
        let _kept = kept;
        while let Ok(deferred) = receiver.recv() {
            if pause.recv_timeout(SEPARATE) == Err(RecvTimeoutError::Timeout) {
                deferred.respond(ServerReply::text("separate"));
            }
        }
    });
    sender
}

/// The resources of the scenarios about single options.
fn options(server: &mut Server) {
    let formats = Resource::new()
        .content_format(ContentFormat::TEXT_PLAIN)
        .content_format(ContentFormat::XML)
        .get(|request: &Incoming| {
            if request.accept() == Some(ContentFormat::XML) {
                return ServerReply::content("<hello/>").content_format(ContentFormat::XML);
            }
            ServerReply::text("hello")
        });
    let query = |request: &Incoming| request.query().collect::<Vec<_>>().join(" ");
    let location_query =
        |_: &Incoming| ServerReply::created().location_query("first=1").location_query("second=2");
    server
        .route("seg1/seg2/seg3", Resource::new().get(|_| "three segments"))
        .route("query", Resource::new().get(query))
        .route("location-query", Resource::new().post(location_query))
        .route("multi-format", formats)
        .route("validate", stored(Some("state 1")).validated())
        .route("create1", stored(None).validated());
}

/// A resource that can be read, written and removed.
fn stored(first: Option<&str>) -> Resource {
    let state = shared(first.map(str::to_owned));
    let (read, written, removed) = (Arc::clone(&state), Arc::clone(&state), state);
    Resource::new()
        .get(move |_: &Incoming| match lock(&read).as_deref() {
            Some(text) => ServerReply::text(text),
            None => ServerReply::error(Code::NOT_FOUND, "it is not created yet"),
        })
        .put(move |request: &Incoming| {
            let text = request.text().unwrap_or_default().to_owned();
            match lock(&written).replace(text) {
                Some(_) => ServerReply::changed(),
                None => ServerReply::created(),
            }
        })
        .delete(move |_: &Incoming| {
            *lock(&removed) = None;
            ServerReply::deleted()
        })
}

/// The resources of the scenarios about discovery.
fn links(server: &mut Server) {
    let link = |rt: &str| Resource::new().attribute("rt", rt).get(|_| "a link");
    let listing = "</path/sub1>,</path/sub2>,</path/sub3>";
    let path = Resource::new()
        .content_format(ContentFormat::LINK_FORMAT)
        .get(move |_: &Incoming| ServerReply::content(listing));
    server
        .route("link1", link("Type1 Type2").attribute("if", "If1").attribute("sz", "5"))
        .route("link2", link("Type2 Type3").attribute("if", "If2").attribute("sz", "6"))
        .route("link3", link("Type1 Type3").attribute("if", "foo"))
        .route("link4", Resource::new().attribute("if", "bar").get(|_| "no type"))
        .route("path", path);
    for sub in ["path/sub1", "path/sub2", "path/sub3"] {
        server.route(sub, Resource::new().hidden().get(move |_: &Incoming| sub));
    }
}

/// The resources of the scenarios about blocks.
fn bodies(server: &mut Server) {
    let created = shared(String::new());
    let (reads, writes) = (Arc::clone(&created), created);
    let created = Resource::new().get(move |_: &Incoming| lock(&reads).clone());
    let create = move |request: &Incoming| {
        request.text().unwrap_or_default().clone_into(&mut lock(&writes));
        location(&["large-created"])
    };
    let answer = |_: &Incoming| ServerReply::changed().payload(large('a'));
    server
        .route("large", Resource::new().get(|_| large('l')).validated())
        .route("large-update", stored(Some("small")))
        .route("large-create", Resource::new().post(create))
        .route("large-created", created)
        .route("large-post", Resource::new().post(answer));
}

/// The resources of the scenarios about observation.
fn observed(server: &mut Server) {
    let plain = |text: &str| ServerReply::text(text).confirmable();
    let pumping = |text: &str| {
        let is_even = text.bytes().last().is_some_and(|digit| digit % 2 == 0);
        ServerReply::text(if is_even { text.to_owned() } else { large('p') })
    };
    let handle = server.handle();
    server
        .route("obs", changing(&handle, "obs", plain))
        .route(
            "obs-non",
            changing(&handle, "obs-non", |text| ServerReply::text(text).non_confirmable()),
        )
        .route(
            "obs-short",
            changing(&handle, "obs-short", move |text| plain(text).max_age(Duration::from_secs(1))),
        )
        .route(
            "obs-large",
            changing(&handle, "obs-large", |text| {
                ServerReply::text(large(text.chars().last().unwrap_or('0')))
            }),
        )
        .route("obs-pumping", changing(&handle, "obs-pumping", pumping));
}

/// A resource whose observers are told what is PUT to it, and of its removal.
///
/// A PUT in another format than text is refused, and ends the observations: they cannot be told it.
fn changing(
    handle: &Handle,
    path: &'static str,
    show: impl Fn(&str) -> ServerReply + Send + 'static,
) -> Resource {
    let state = shared(("state 0".to_owned(), ContentFormat::TEXT_PLAIN));
    let (reads, writes) = (Arc::clone(&state), state);
    let (changes, goes) = (handle.clone(), handle.clone());
    Resource::new()
        .observable()
        .validated()
        .get(move |_: &Incoming| {
            let (text, format) = &*lock(&reads);
            if *format == ContentFormat::TEXT_PLAIN {
                return show(text);
            }
            ServerReply::new(Code::NOT_ACCEPTABLE).option(OptionNumber::MAX_AGE, &[])
        })
        .put(move |request: &Incoming| {
            let format = request.content_format().unwrap_or(ContentFormat::TEXT_PLAIN);
            *lock(&writes) = (request.text().unwrap_or_default().to_owned(), format);
            changes.notify(path);
            ServerReply::changed()
        })
        .delete(move |_: &Incoming| {
            goes.gone(path);
            ServerReply::deleted()
        })
}
