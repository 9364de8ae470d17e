//! Whole drivers with their endpoints, against each other and against plain sockets.

mod brisk;
mod exchange;
mod faulty;
mod wake;

use std::net::UdpSocket as PlainSocket;
use std::time::Duration;

use coapt_proto::{Config, Endpoint, Event, Peer, Request, Response};
use coapt_wire::Code;

use super::{Driver, wait_any};
use crate::settings::SocketSettings;

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(10);

fn settings(local: &str) -> SocketSettings {
    SocketSettings::new(local.parse().unwrap())
}

fn open(settings: &SocketSettings) -> Driver {
    Driver::open(settings, Config::default()).unwrap()
}

fn plain(local: &str) -> PlainSocket {
    let socket = PlainSocket::bind(local).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

fn get(driver: &mut Driver, to: std::net::SocketAddr) {
    let now = driver.now();
    driver.endpoint_mut().request(now, Peer::new(to), Request::new(Code::GET)).unwrap();
}

/// Answers every request that a driver's endpoint holds; returns the first event of another kind.
fn serve(driver: &mut Driver, body: &'static [u8]) -> Option<Event> {
    let now = driver.now();
    let endpoint: &mut Endpoint = driver.endpoint_mut();
    while let Some(event) = endpoint.poll_event() {
        let Event::Request { id, .. } = event else { return Some(event) };
        let response = Response::new(Code::CONTENT).with_payload(body);
        endpoint.respond(now, id, response).unwrap();
    }
    None
}

/// Pumps two drivers until one has an event that is no request.
fn pump(drivers: &mut [Driver; 2], body: &'static [u8]) -> Event {
    let deadline = drivers[0].instant_after(PATIENCE);
    while drivers[0].now() < deadline {
        wait_any(drivers.iter_mut(), Some(PATIENCE)).unwrap();
        if let Some(event) = drivers.iter_mut().find_map(|driver| serve(driver, body)) {
            return event;
        }
    }
    panic!("nothing happened");
}

/// Turns a driver until it has an event.
fn next_event(driver: &mut Driver) -> Event {
    let deadline = driver.instant_after(PATIENCE);
    while driver.now() < deadline {
        if let Some(event) = driver.endpoint_mut().poll_event() {
            return event;
        }
        driver.turn(Some(deadline)).unwrap();
    }
    panic!("no event came");
}

fn is_send<T: Send>() {}

#[test]
fn a_driver_may_move_to_another_thread() {
    is_send::<Driver>();
}
