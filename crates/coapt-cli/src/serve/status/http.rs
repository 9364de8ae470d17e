//! The page and its data over HTTP.

use std::future::Future;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::time::{MissedTickBehavior, interval};

use super::listener::Listener;
use super::{Audience, Shared, metrics, report, tally};

/// What the browser may do with what we send: nothing but run our own script and ask this server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";
const JSON: &str = "application/json";
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves for ever.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    // The listener was made fit for this when it was bound.
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    tokio::spawn(tick(Arc::clone(&shared)));
    // It never ends by itself.
    axum::serve(Listener::new(listener), router(shared)).await.ok();
}

/// Closes a second of the history, each second.
async fn tick(shared: Arc<Shared>) {
    let mut ticks = interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut times = tally::histogram();
    ticks.tick().await;
    loop {
        ticks.tick().await;
        times.reset();
        for mut tally in shared.tallies() {
            tally.take_recent(&mut times);
        }
        shared.history().push(&times);
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(|| file(HTML, include_str!("page.html"))))
        .route("/page.css", get(|| file(CSS, include_str!("page.css"))))
        .route("/page.js", get(|| file(SCRIPT, include_str!("page.js"))))
        .route("/icon.svg", get(|| file(SVG, include_str!("icon.svg"))))
        .route("/status.json", get(status))
        .route("/metrics", get(prometheus))
        .fallback(|| async { (StatusCode::NOT_FOUND, "here are /, /metrics and /status.json\n") })
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard))
        .with_state(shared)
}

fn file(kind: &'static str, text: &'static str) -> impl Future<Output = Response> {
    std::future::ready(([(header::CONTENT_TYPE, kind)], text).into_response())
}

async fn status(State(shared): State<Arc<Shared>>) -> Response {
    ([(header::CONTENT_TYPE, JSON)], report::json(&shared)).into_response()
}

async fn prometheus(State(shared): State<Arc<Shared>>) -> Response {
    ([(header::CONTENT_TYPE, OPEN_METRICS)], metrics::text(&shared)).into_response()
}

/// Turns away who was led here under a foreign name, and says what the browser may do with the rest.
async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let is_welcome = shared.audience == Audience::Public || is_local(request.headers());
    let mut response = if is_welcome {
        next.run(request).await
    } else {
        let why = "the status is at an address such as 127.0.0.1, not at a name\n";
        (StatusCode::FORBIDDEN, why).into_response()
    };
    response.headers_mut().extend(HEADERS);
    response
}

/// Tells whether the browser asked for an address or for localhost.
///
/// A web page elsewhere can lead its own name to this machine, and would be allowed to read the answers.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(Ok(host)) = headers.get(header::HOST).map(HeaderValue::to_str) else { return false };
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_name_is_not_local() {
        let ask = |host: &'static str| {
            is_local(&HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]))
        };

        for local in ["127.0.0.1:8080", "localhost", "localhost:1", "[::1]:8080", "[::1]"] {
            assert!(ask(local), "{local}");
        }
        for foreign in ["example.org", "example.org:8080", "localhost.example.org", ""] {
            assert!(!ask(foreign), "{foreign}");
        }
        assert!(!is_local(&HeaderMap::new()));
    }
}
