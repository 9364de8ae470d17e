//! A server and a client of it, in virtual time.

use coapt::aio::{Client, Router};
use coapt::testing::{Network, Running};
use coapt::{Reply, Request};

pub(crate) struct House {
    pub(crate) server: Running,
    pub(crate) client: Client,
}

impl House {
    pub(crate) fn new(router: Router) -> Self {
        let network = Network::new();
        Self { server: network.serve(router), client: network.client() }
    }

    pub(crate) async fn ask(&self, request: impl FnOnce(String) -> Request, path: &str) -> Reply {
        self.client.send(request(self.server.uri(path))).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask(Request::get, path).await
    }
}
