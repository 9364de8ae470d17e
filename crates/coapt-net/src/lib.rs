//! The sockets, the clock and the entropy of coapt.
//!
//! [`Driver`] joins one bound UDP socket with one [`Endpoint`](coapt_proto::Endpoint). It has no thread and no hidden
//! runtime: whoever calls [`Driver::turn`] pumps it. Batches of datagrams come in, batches go out; the driver moves
//! bytes, time and events and knows nothing of CoAP. [`DatagramSocket`] is such a socket alone, for programs that make
//! their datagrams themselves.
//!
//! An IPv6 socket speaks IPv6 only (`IPV6_V6ONLY`), also when it is bound to `[::]`: an address is then never seen in
//! two forms, and a server for both families opens two drivers and pumps them with [`wait_any`].

mod clock;
mod control;
mod cpu_time;
mod datagram_socket;
mod driver;
mod error;
mod faults;
mod group;
mod link;
mod resolve;
mod seed;
mod settings;
mod socket;
mod sys;
mod tap;
mod waker;

pub use clock::{Clock, unix_time};
pub use cpu_time::cpu_time;
pub use datagram_socket::{Datagram, DatagramSocket, Undelivered};
pub use driver::{Driver, Readiness, SendError, Turn, WaitEnd, pause, wait_any};
pub use error::NetError;
pub use faults::Faults;
pub use group::{Group, GroupError, Membership};
pub use resolve::{Family, host_name, resolve};
pub use seed::seed;
pub use settings::{PacketInfo, SocketSettings};
pub use tap::{Tap, Way};
pub use waker::Waker;
