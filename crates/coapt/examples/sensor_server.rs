//! A server with sensors: typed paths and bodies, shared state, and values that can be observed.
//!
//! Run: `cargo run -p coapt --features full --example sensor_server [ADDR:PORT]`, then
//! `coapt observe coap://127.0.0.1/room/hall/temperature` and
//! `coapt put coap://127.0.0.1/room/hall/target 22.5`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use coapt::aio::{Path, Query, Resource, Router, Server, State, get};
use coapt::{Code, Json, Observable, ServerReply};

/// The target temperatures of the rooms, in degrees Celsius.
type Targets = Arc<Mutex<BTreeMap<String, f64>>>;

#[derive(serde::Serialize)]
struct Target {
    room: String,
    celsius: f64,
}

#[derive(serde::Deserialize)]
struct Filter {
    /// Only rooms that shall be warmer than this.
    above: Option<f64>,
}

fn no_room(room: &str) -> ServerReply {
    ServerReply::error(Code::NOT_FOUND, format!("there is no {room}"))
}

async fn target(
    State(targets): State<Targets>,
    Path(room): Path<String>,
) -> Result<Json<Target>, ServerReply> {
    let targets = targets.lock().unwrap_or_else(PoisonError::into_inner);
    let celsius = *targets.get(&room).ok_or_else(|| no_room(&room))?;
    Ok(Json(Target { room, celsius }))
}

async fn set_target(
    State(targets): State<Targets>,
    Path(room): Path<String>,
    Json(celsius): Json<f64>,
) -> Result<(), ServerReply> {
    let mut targets = targets.lock().unwrap_or_else(PoisonError::into_inner);
    let target = targets.get_mut(&room).ok_or_else(|| no_room(&room))?;
    *target = celsius;
    Ok(())
}

async fn all(
    State(targets): State<Targets>,
    Query(filter): Query<Filter>,
) -> Json<BTreeMap<String, f64>> {
    let targets = targets.lock().unwrap_or_else(PoisonError::into_inner);
    let is_wanted = |celsius: f64| filter.above.is_none_or(|bound| celsius > bound);
    Json(targets.iter().filter(|(_, c)| is_wanted(**c)).map(|(r, c)| (r.clone(), *c)).collect())
}

/// All that the server answers; the temperature of the hall comes from elsewhere.
pub(crate) fn router(hall: &Observable<f64>) -> Router {
    let rooms = [("hall", 20.0), ("bath", 23.0)].map(|(room, celsius)| (room.to_owned(), celsius));
    let sensor = Resource::of(hall)
        .title("the temperature in the hall")
        .attribute("rt", "temperature-c")
        .pmin(Duration::from_secs(1))
        .st(0.1);
    Router::new()
        .route("/room/{room}/target", get(target).put(set_target).validated())
        .get("/targets", all)
        .with_state(Arc::new(Mutex::new(BTreeMap::from(rooms))))
        .route("/room/hall/temperature", sensor)
}

#[tokio::main]
async fn main() -> Result<(), coapt::Error> {
    let address = std::env::args().nth(1).unwrap_or_else(|| String::from("127.0.0.1:5683"));
    let hall = Observable::new(20.5);
    let server = Server::bind(address).await?;
    let running = server.serve(router(&hall));
    // A real program would read a sensor here.
    let measuring = async {
        let mut clock = tokio::time::interval(Duration::from_secs(2));
        for step in (0..40_u8).cycle() {
            clock.tick().await;
            hall.set(20.0 + f64::from(step) / 10.0);
        }
    };
    tokio::select! {
        ended = running => ended,
        () = measuring => Ok(()),
    }
}
