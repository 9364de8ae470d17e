//! The server methods, the change of mode, and `cancel_request`, which belongs to both modes.

use coapt_wire::Code;

use super::coap::CoAP;
use super::errors::CoAPError;
use super::log::INFO;
use super::sockets::SocketUse;
use super::uris;

/// Change of mode.
impl CoAP {
    /// Opens the socket on `local_port` and switches to server mode; if the object listens already, nothing happens.
    ///
    /// Outstanding client requests complete with 711 before, and observations are dropped.
    ///
    /// # Errors
    /// 10048 if the port is taken, 10013 if it is forbidden, 10049 if `local_host` is not an address of this machine,
    /// 10047 and 11001 if it cannot be one, else the number of the system; the object then does not listen. Besides
    /// those, what a handler failed with; the object then listens.
    pub fn start_listening(&mut self) -> Result<(), CoAPError> {
        if self.server.listening || self.server.is_starting {
            return Ok(());
        }
        let result = self.switch_to_server();
        self.leave(result)
    }

    /// Ends server mode; if the object does not listen, nothing happens.
    ///
    /// Unanswered requests complete with 711, observers are forgotten without an event. Responses already sent are
    /// still repeated and confirmed during later calls of [`do_events`](Self::do_events); the socket closes after
    /// the last of them.
    ///
    /// # Errors
    /// What a handler failed with; the object has stopped all the same.
    pub fn stop_listening(&mut self) -> Result<(), CoAPError> {
        if !self.server.listening {
            return Ok(());
        }
        let result = self.switch_to_client();
        self.close_if_drained();
        self.leave(result)
    }

    /// Ends everything at once, in either mode: requests and responses in flight complete with 711, observers and
    /// observations are forgotten, and the socket closes.
    ///
    /// # Errors
    /// What a handler failed with; everything has ended all the same.
    pub fn shutdown(&mut self) -> Result<(), CoAPError> {
        let mut result = Ok(());
        if self.server.listening {
            result = self.switch_to_client();
        }
        for (id, sent) in std::mem::take(&mut self.server.in_flight) {
            self.abort_response(id);
            let told = self.response_complete(sent.id, Some(&CoAPError::cancelled()));
            result = result.and(told);
        }
        let given_up = self.give_up_client_work();
        self.close_socket();
        self.leave(result.and(given_up))
    }

    fn switch_to_server(&mut self) -> Result<(), CoAPError> {
        let is_draining = self.driver.is_some() && self.socket_use == SocketUse::Server;
        // A chosen port may be the one that the client's socket has; any other can be tried first.
        let fresh = if is_draining || self.local_port != 0 {
            None
        } else {
            Some(self.open_for_listening()?)
        };
        self.server.is_starting = true;
        let told = self.give_up_client_work();
        self.server.is_starting = false;
        match fresh {
            Some(driver) => self.install(driver, SocketUse::Server),
            None if is_draining && self.driver.is_some() => {}
            None => {
                self.close_socket();
                let driver = self.open_for_listening()?;
                self.install(driver, SocketUse::Server);
            }
        }
        self.server.listening = true;
        self.apply_protocol_settings();
        let port = self.local_port();
        self.log(INFO, || format!("listening on port {port}"));
        told
    }

    fn switch_to_client(&mut self) -> Result<(), CoAPError> {
        self.server.listening = false;
        self.log(INFO, || "listening has ended".to_owned());
        self.apply_protocol_settings();
        let resources = std::mem::take(&mut self.server.resources);
        if let Some(driver) = &mut self.driver {
            let now = driver.now();
            for (_, resource) in resources {
                driver.endpoint_mut().forget_observers(now, resource.id);
            }
        }
        let mut result = Ok(());
        for request in std::mem::take(&mut self.server.requests) {
            self.reject(request.endpoint_id);
            let told = self.response_complete(request.id, Some(&CoAPError::cancelled()));
            result = result.and(told);
        }
        self.flush();
        result
    }
}

/// Server methods.
impl CoAP {
    /// Answers a request whose response was put off, from `response_*` as they are now.
    ///
    /// It does not wait: a confirmable response completes later with `on_response_complete`, any other completes
    /// before the call returns.
    ///
    /// # Errors
    /// 712 in client mode, 706 if the Id is not pending, 707 if `response_code` is "", 701 if an option is not
    /// possible (the request stays pending after each of these), 10040 if the body is too large.
    pub fn send_response(&mut self, request_id: &str) -> Result<(), CoAPError> {
        let result = self.answer(request_id);
        self.leave(result)
    }

    fn answer(&mut self, request_id: &str) -> Result<(), CoAPError> {
        self.check_server_mode()?;
        let place = self.server.place_of(request_id);
        let place = place.ok_or_else(|| CoAPError::unknown_request(request_id))?;
        let response = self.make_response()?;
        self.respond_pending(place, response)
    }

    /// Sends `response_*` to every observer of a resource: those whose `on_register` had this URI and were accepted.
    ///
    /// Any code but 2.xx then empties the list. It neither waits nor causes `on_response_complete`; an observer that
    /// never confirms is dropped, with `on_error` 704 and `on_unregistered`. No observer is no error.
    ///
    /// # Errors
    /// 712 in client mode, 700 if this is no URI, 707 if `response_code` is "", 701 if an option is not possible.
    pub fn send_notification(&mut self, uri: &str) -> Result<(), CoAPError> {
        let result = self.notify(uri);
        self.leave(result)
    }

    fn notify(&mut self, uri: &str) -> Result<(), CoAPError> {
        self.check_server_mode()?;
        let key = uris::parse(uri)?.normalized();
        let response = self.make_response()?;
        let Some(resource) = self.server.resources.get(&key) else { return Ok(()) };
        let id = resource.id;
        self.warn_of_format(&key);
        let is_last = !response.code.is_success();
        if let Some(driver) = &mut self.driver {
            let now = driver.now();
            driver.endpoint_mut().notify(now, id, response);
        }
        self.flush();
        if is_last && let Some(resource) = self.server.resources.get_mut(&key) {
            resource.format = super::serving::Format::Unknown;
        }
        Ok(())
    }
}

impl CoAP {
    /// Gives up a pending request; its completion event fires with 711 before this returns.
    ///
    /// In client mode transmission stops and a late response causes no event. In server mode the client never gets a
    /// response; called inside `on_request` for a confirmable request it gets a Reset (RFC 7252 §4.2).
    ///
    /// # Errors
    /// 706 if the Id is not pending; besides that, what a handler failed with.
    pub fn cancel_request(&mut self, request_id: &str) -> Result<(), CoAPError> {
        let result = self.cancel(request_id);
        self.leave(result)
    }

    fn cancel(&mut self, request_id: &str) -> Result<(), CoAPError> {
        let unknown = || CoAPError::unknown_request(request_id);
        if self.server.listening {
            let place = self.server.place_of(request_id).ok_or_else(unknown)?;
            let Some(request) = self.server.requests.remove(place) else { return Err(unknown()) };
            self.reject(request.endpoint_id);
            self.flush();
            return self.response_complete(request.id, Some(&CoAPError::cancelled()));
        }
        let mut open = self.client.requests.iter();
        let is_named =
            |request: &super::exchanges::Outgoing| !request.is_blocking && request.id == request_id;
        let place = open.position(is_named).ok_or_else(unknown)?;
        self.give_up(place, &CoAPError::cancelled())
    }

    /// Makes a response of `response_*`.
    pub(crate) fn make_response(&self) -> Result<coapt_proto::Response, CoAPError> {
        let code: Code = self.response_code.ok_or_else(CoAPError::no_response_code)?;
        self.response.to_response(code, self.reliability)
    }
}
