//! Telling: an event's properties are filled in, then its handler is called.
//!
//! A handler that runs already is not entered again; its event then waits until it has returned.

use coapt_proto::{ExchangeId, Response};

use super::coap::CoAP;
use super::errors::CoAPError;
use super::events::{
    CoAPErrorEventParams, CoAPNotificationEventParams, CoAPRequestCompleteEventParams,
    CoAPResponseCompleteEventParams, CoAPUnregisteredEventParams,
};
use super::hooks::Fired;
use super::pump::Ready;

/// An event that can be told now or later.
#[derive(Debug)]
pub(crate) enum Announcement {
    RequestComplete { params: CoAPRequestCompleteEventParams, response: Option<Box<Response>> },
    ResponseComplete(CoAPResponseCompleteEventParams),
    Notification(Box<Notified>),
    Error(CoAPErrorEventParams),
    Unregistered(CoAPUnregisteredEventParams),
}

/// A notification that is to be told.
#[derive(Debug)]
pub(crate) struct Notified {
    pub(crate) exchange: ExchangeId,
    /// The socket that it came through.
    pub(crate) epoch: u64,
    pub(crate) response: Response,
    pub(crate) is_last: bool,
    pub(crate) params: CoAPNotificationEventParams,
}

impl CoAP {
    /// Tells an event, or keeps it for later if its handler is running.
    pub(crate) fn announce(&mut self, announcement: Announcement) -> Result<(), CoAPError> {
        match announcement {
            Announcement::RequestComplete { params, response } => {
                self.announce_request_complete(params, response)
            }
            Announcement::ResponseComplete(mut params) => {
                let hook = self.hooks.on_response_complete.clone();
                let fired = self.fire(hook, &mut params)?;
                self.keep(fired, || Announcement::ResponseComplete(params));
                Ok(())
            }
            Announcement::Notification(notified) => self.announce_notification(notified),
            Announcement::Error(mut params) => {
                let fired = self.fire(self.hooks.on_error.clone(), &mut params)?;
                self.keep(fired, || Announcement::Error(params));
                Ok(())
            }
            Announcement::Unregistered(mut params) => {
                let fired = self.fire(self.hooks.on_unregistered.clone(), &mut params)?;
                self.keep(fired, || Announcement::Unregistered(params));
                Ok(())
            }
        }
    }

    /// Tells an event that follows from another; if the handler of that one failed, it is told by the next pump.
    pub(crate) fn announce_after(
        &mut self,
        before: Result<(), CoAPError>,
        announcement: Announcement,
    ) -> Result<(), CoAPError> {
        if before.is_ok() {
            return self.announce(announcement);
        }
        self.ready.push_front(Ready::Announce(announcement));
        before
    }

    fn announce_request_complete(
        &mut self,
        mut params: CoAPRequestCompleteEventParams,
        response: Option<Box<Response>>,
    ) -> Result<(), CoAPError> {
        if let Some(response) = &response {
            self.show_response(response);
        }
        let fired = self.fire(self.hooks.on_request_complete.clone(), &mut params)?;
        self.keep(fired, || Announcement::RequestComplete { params, response });
        Ok(())
    }

    fn announce_notification(&mut self, mut notified: Box<Notified>) -> Result<(), CoAPError> {
        self.show_response(&notified.response);
        let fired = self.fire(self.hooks.on_notification.clone(), &mut notified.params);
        if matches!(fired, Ok(Fired::Busy)) {
            self.ready.push_back(Ready::Announce(Announcement::Notification(notified)));
            return Ok(());
        }
        if notified.params.stop_observing && !notified.is_last && notified.epoch == self.epoch {
            self.drop_observation(notified.exchange);
        }
        fired.map(|_| ())
    }

    /// Fills in `response_*` from a response or notification.
    pub(crate) fn show_response(&mut self, response: &Response) {
        self.response_code = Some(response.code);
        self.response.show(response.options.as_options(), response.payload.clone());
    }

    fn keep(&mut self, fired: Fired, announcement: impl FnOnce() -> Announcement) {
        if fired == Fired::Busy {
            self.ready.push_back(Ready::Announce(announcement()));
        }
    }
}
