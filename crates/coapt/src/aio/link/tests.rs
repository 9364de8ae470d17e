//! What exchanges fail from when the network reports that a peer cannot be reached.

use std::net::SocketAddr;

use coapt_net::NetError;
use coapt_proto::{Config, Endpoint, Request, Transmit};
use coapt_wire::Code;

use crate::aio::AsyncPort;
use crate::common::Port;

use super::*;

const MISSING: &str = "10.0.0.1:5683";
const CLOSED: &str = "10.0.0.2:5683";

/// A port on whose network one host is missing, and nobody listens on the others.
#[derive(Debug)]
struct Unreachable {
    endpoint: Endpoint,
    sent: Vec<Transmit>,
}

impl Port for Unreachable {
    fn now(&self) -> Instant {
        Instant::ORIGIN
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }

    fn flush(&mut self) {
        self.sent.extend(std::iter::from_fn(|| self.endpoint.poll_transmit()));
    }

    fn is_flushed(&self) -> bool {
        true
    }

    fn take_failure(&mut self) -> Option<SendError> {
        None
    }

    fn is_host_missing(&self, peer: &Peer) -> bool {
        peer.address() == address(MISSING)
    }
}

impl AsyncPort for Unreachable {
    fn poll_turn(
        &mut self,
        _context: &mut Context<'_>,
        _wait: Option<Duration>,
    ) -> Poll<Result<(), NetError>> {
        if self.sent.is_empty() {
            return Poll::Pending;
        }
        for Transmit { to, datagram } in self.sent.drain(..) {
            self.endpoint.handle_unreachable(Instant::ORIGIN, to, &datagram);
        }
        Poll::Ready(Ok(()))
    }

    fn local_addr(&self) -> SocketAddr {
        address("10.0.0.9:5683")
    }
}

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

// rfc: M-7252-4.2-16
#[tokio::test]
async fn a_missing_host_is_told_from_a_closed_port() {
    let endpoint = Endpoint::new(Config::default(), [0; 32]);
    let link = Link::start(Box::new(Unreachable { endpoint, sent: Vec::new() }));
    let ask = |text| {
        let peer = Peer::new(address(text));
        let start = |port: &mut BoxedPort, now| {
            port.endpoint_mut().request(now, peer, Request::new(Code::GET))
        };
        link.begin(peer, false, start).unwrap()
    };
    let (mut missing, mut closed) = (ask(MISSING), ask(CLOSED));

    let missing = std::future::poll_fn(|context| missing.poll_news(context, &mut |_| {})).await.0;
    let closed = std::future::poll_fn(|context| closed.poll_news(context, &mut |_| {})).await.0;

    assert!(matches!(missing, News::Failed(Error::Unreachable)), "{missing:?}");
    assert!(matches!(closed, News::Failed(Error::Refused)), "{closed:?}");
}
