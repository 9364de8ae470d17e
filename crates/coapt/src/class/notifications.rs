//! Notifications that arrive: of which observation they are, and what they end.

use coapt_proto::{Event, ExchangeId, Failure, Order, Response};

use super::announce::{Announcement, Notified};
use super::coap::CoAP;
use super::errors::CoAPError;
use super::events::CoAPNotificationEventParams;
use super::exchanges::{Ending, Observation, Purpose};
use super::uris;

impl CoAP {
    /// A notification arrived, the accepting answer to a registration included.
    pub(crate) fn take_notification(&mut self, event: Event) -> Result<(), CoAPError> {
        let Event::Notification { id, response, order, last } = event else { return Ok(()) };
        self.accept_registration(id, &response);
        let known = self.client.observations.iter().find(|known| known.exchange == id);
        let Some(uri) = known.map(|known| known.uri.clone()) else { return Ok(()) };
        if last {
            self.client.observations.retain(|known| known.exchange != id);
        }
        let is_latest = order == Order::Latest;
        let params =
            CoAPNotificationEventParams { uri, is_latest, stop_observing: last, is_last: last };
        self.announce(Announcement::Notification(Box::new(Notified {
            exchange: id,
            epoch: self.epoch,
            response,
            is_last: last,
            params,
        })))
    }

    /// The first notification ends the registration request, which then has no completion of its own.
    fn accept_registration(&mut self, exchange: ExchangeId, response: &Response) {
        let Some(place) = self.client.place_of(exchange) else { return };
        let Some(request) = self.client.requests.remove(place) else { return };
        if self.waiting.contains(&request.number) {
            let response = self.hooks.on_notification.as_ref().map(|_| Box::new(response.clone()));
            self.endings.insert(request.number, Ending { response, ..Ending::done() });
        }
        if self.client.observations.iter().all(|known| known.exchange != exchange) {
            let key = uris::key(&request.uri);
            let (uri, remote) = (request.uri, request.remote);
            self.client.observations.push(Observation { exchange, uri, key, remote });
        }
    }

    /// An observation could not be renewed; it goes on, but a request to refresh it has ended.
    pub(crate) fn take_unrenewed(
        &mut self,
        exchange: ExchangeId,
        cause: Failure,
    ) -> Result<(), CoAPError> {
        let why = CoAPError::from(cause);
        let asked = self.client.place_of(exchange).filter(|place| {
            let request = self.client.requests.get(*place);
            request.is_some_and(|request| request.purpose == Purpose::Registration)
        });
        if let Some(place) = asked {
            self.complete(place, Ending::from(&why), None)
        } else {
            let what = format!("an observation could not be renewed: {}", why.message());
            self.report(CoAPError::TIMED_OUT, what)
        }
    }
}
