//! The resources of the plugtest scenarios, served by the router of coap-rs. Run: plugtest_server PORT
//!
//! Observations are its own: it tells observers what was PUT, and asks no handler.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::env;
use std::error::Error;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use coap::Server;
use coap::router::extract::{FromRequest, State};
use coap::router::method_routing::MethodRouter;
use coap::router::response::{Response, StatusCode};
use coap::router::{Method, Request, Router, get, post};
use coap_lite::{CoapOption, Packet};
use tokio::time::sleep;

/// How long a response takes that is to come separately.
const SLOW: Duration = Duration::from_millis(400);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = env::args().nth(1).ok_or("no port was given")?.parse()?;
    let server = Server::new_udp((Ipv4Addr::LOCALHOST, port))?;
    println!("listening on port {port}");
    server.serve(site()).await?;
    Ok(())
}

/// What the resources hold.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Content>>);

#[derive(Default)]
struct Content {
    /// By path, what can be read and put.
    stored: BTreeMap<String, Vec<u8>>,
    created: Vec<u8>,
    runs: u32,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Content> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request as the handlers read it.
struct Asked {
    method: Method,
    path: String,
    message: Packet,
}

impl<S: Sync> FromRequest<S> for Asked {
    type Rejection = Infallible;

    async fn from_request(request: &Request, _: &S) -> Result<Self, Infallible> {
        let (method, path) = (request.method(), request.path());
        Ok(Self { method, path, message: request.req.message.clone() })
    }
}

impl Asked {
    fn values(&self, option: CoapOption) -> Vec<Vec<u8>> {
        self.message.get_option(option).into_iter().flatten().cloned().collect()
    }
}

fn site() -> Router<Shared> {
    let shared = Shared::default();
    let first = [("validate", "state 1"), ("large-update", "small")];
    let texts = first.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    shared.lock().stored.extend(texts);
    let router = Router::from_state(shared).enable_discovery(true);
    bodies(links(singles(router)))
}

/// What single messages are tried on.
fn singles(router: Router<Shared>) -> Router<Shared> {
    router
        .route(
            "/test",
            get(|| async { text("hello") })
                .put(|| async { code(StatusCode::Changed) })
                .delete(|| async { code(StatusCode::Deleted) })
                .post(|| async {
                    created(LOCATION_PATH, &["location1", "location2", "location3"])
                }),
        )
        .route("/separate", get(separate))
        .route("/runs", post(run))
        .route("/seg1/seg2/seg3", get(|| async { text("three segments") }))
        .route("/query", get(query))
        .route(
            "/location-query",
            post(|| async { created(CoapOption::LocationQuery, &["first=1", "second=2"]) }),
        )
        .route("/multi-format", get(formats))
        .route("/validate", kept())
        .route("/create1", kept())
}

/// What discovery finds by its attributes.
fn links(router: Router<Shared>) -> Router<Shared> {
    let some = || get(|| async { text("text") });
    let of_types =
        |types, interface| some().link_attribute("rt", types).link_attribute("if", interface);
    router
        .route("/link1", of_types("Type1 Type2", "If1").link_attribute("sz", 5))
        .route("/link2", of_types("Type2 Type3", "If2").link_attribute("sz", 6))
        .route("/link3", of_types("Type1 Type3", "foo"))
        .route("/link4", some().link_attribute("if", "bar"))
        .route("/path", get(listing).link_attribute("ct", 40))
        .route("/path/sub1", get(|| async { text("path/sub1") }))
}

/// Large bodies, and what is observed.
fn bodies(router: Router<Shared>) -> Router<Shared> {
    router
        .route("/large", get(|| async { text(&"l".repeat(LARGE)) }))
        .route("/large-update", kept())
        .route("/large-create", post(create))
        .route("/large-created", get(show_created))
        .route("/large-post", post(|| async { code(StatusCode::Changed).set_payload(large("a")) }))
        .route("/obs", kept())
        .route("/obs-large", kept())
        .route("/obs-pumping", kept())
}

const LOCATION_PATH: CoapOption = CoapOption::LocationPath;
/// The length of a large body in bytes.
const LARGE: usize = 1500;

fn large(letter: &str) -> Vec<u8> {
    letter.repeat(LARGE).into_bytes()
}

fn code(code: StatusCode) -> Response {
    Response::new().set_status_code(code)
}

/// A body with its format, which is written without a byte where it is 0.
fn content(body: impl Into<Vec<u8>>, format: u8) -> Response {
    let format = if format == 0 { Vec::new() } else { vec![format] };
    code(StatusCode::Content).set_payload(body.into()).add_option(CoapOption::ContentFormat, format)
}

fn text(body: &str) -> Response {
    content(body, 0)
}

fn created(option: CoapOption, location: &[&str]) -> Response {
    let parts = location.iter().map(|part| part.as_bytes().to_vec());
    parts.fold(code(StatusCode::Created), |response, part| response.add_option(option, part))
}

async fn separate() -> Response {
    sleep(SLOW).await;
    text("separate")
}

async fn run(State(shared): State<Shared>) -> Response {
    let mut content = shared.lock();
    content.runs += 1;
    code(StatusCode::Changed).set_payload(content.runs.to_string().into_bytes())
}

async fn query(asked: Asked) -> Response {
    content(asked.values(CoapOption::UriQuery).join(&b' '), 0)
}

async fn formats(asked: Asked) -> Response {
    match asked.values(CoapOption::Accept).first().map(Vec::as_slice) {
        None | Some([]) => text("hello"),
        Some([41]) => content("<hello/>", 41),
        Some(_) => code(StatusCode::NotAcceptable),
    }
}

async fn listing() -> Response {
    content("</path/sub1>,</path/sub2>,</path/sub3>", 40)
}

async fn create(asked: Asked, State(shared): State<Shared>) -> Response {
    shared.lock().created = asked.message.payload;
    created(LOCATION_PATH, &["large-created"])
}

async fn show_created(State(shared): State<Shared>) -> Response {
    content(shared.lock().created.clone(), 0)
}

/// What can be read, put and deleted, with entity-tags and conditions.
fn kept() -> MethodRouter<Shared> {
    get(keep).put(keep).delete(keep)
}

async fn keep(asked: Asked, State(shared): State<Shared>) -> Response {
    let stored = &mut shared.lock().stored;
    let state = stored.get(&asked.path).cloned();
    let tag = state.as_deref().map(tag);
    let wanted = asked.values(CoapOption::IfMatch);
    let is_wanted = wanted.is_empty() || tag.as_ref().is_some_and(|tag| wanted.contains(tag));
    let is_new_only = !asked.values(CoapOption::IfNoneMatch).is_empty();
    if !is_wanted || (is_new_only && state.is_some()) {
        return code(StatusCode::PreconditionFailed);
    }
    match (asked.method, state.zip(tag)) {
        (Method::Put, known) => {
            stored.insert(asked.path, asked.message.payload);
            code(if known.is_some() { StatusCode::Changed } else { StatusCode::Created })
        }
        (Method::Delete, _) => {
            stored.remove(&asked.path);
            code(StatusCode::Deleted)
        }
        (_, None) => code(StatusCode::NotFound),
        (_, Some((_, tag))) if asked.values(CoapOption::ETag).contains(&tag) => {
            code(StatusCode::Valid).add_option(CoapOption::ETag, tag)
        }
        (_, Some((state, tag))) => content(state, 0).add_option(CoapOption::ETag, tag),
    }
}

fn tag(state: &[u8]) -> Vec<u8> {
    let mut hasher = DefaultHasher::new();
    state.hash(&mut hasher);
    hasher.finish().to_be_bytes().into_iter().take(4).collect()
}
