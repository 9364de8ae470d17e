//! Looking at what a client sends and receives, for a while.

use coapt_net::Tap;

use crate::Client;
use crate::common::SharedTap;

impl Client {
    /// Shows every datagram from now on to `tap` and to no other; to nobody if there is none.
    ///
    /// [`ClientBuilder::tap`](crate::ClientBuilder::tap) sets the first one.
    pub fn set_tap(&mut self, tap: Option<Box<dyn Tap>>) {
        self.settings.tap = tap.map(SharedTap::new);
        for driver in self.ipv4.iter_mut().chain(&mut self.ipv6) {
            let tap = self.settings.tap.clone();
            driver.set_tap(tap.map(|tap| Box::new(tap) as Box<dyn Tap>));
        }
    }
}
