//! The plain properties: control, request and response.

use bytes::Bytes;
use coapt_proto::Reliability;
use coapt_wire::Code;

use super::coap::CoAP;
use super::errors::CoAPError;

/// How many bytes an ETag has at most (RFC 7252 §5.10.6).
const MAX_E_TAG: usize = 8;

/// Control properties.
impl CoAP {
    /// Tells whether the object is in server mode; false on a new object.
    #[must_use]
    pub fn listening(&self) -> bool {
        self.server.listening
    }

    /// Switches to server mode or back, as [`start_listening`](Self::start_listening) and
    /// [`stop_listening`](Self::stop_listening) do.
    ///
    /// # Errors
    /// Those of these methods.
    pub fn set_listening(&mut self, value: bool) -> Result<(), CoAPError> {
        if value { self.start_listening() } else { self.stop_listening() }
    }

    /// Returns the local interface; "" on a new object.
    ///
    /// While the object is active an assigned host reads as its numeric address; if none was assigned, this is the
    /// name of the machine.
    #[must_use]
    pub fn local_host(&self) -> String {
        match &self.driver {
            Some(driver) if self.is_active() => {
                if self.local_host.is_empty() {
                    coapt_net::host_name()
                } else {
                    super::uris::address_text(driver.local_addr().ip())
                }
            }
            _ => self.local_host.clone(),
        }
    }

    /// Restricts sending and listening to a name or address of this machine; "" is every one.
    ///
    /// # Errors
    /// 107 while the object is active; the old value stays.
    pub fn set_local_host(&mut self, value: &str) -> Result<(), CoAPError> {
        if self.is_active() {
            let message = "local_host cannot change while the object is active";
            return Err(CoAPError::new(CoAPError::LOCAL_HOST_IN_USE, message));
        }
        self.close_socket();
        value.clone_into(&mut self.local_host);
        Ok(())
    }

    /// Returns the local port; 0 on a new object. While a socket is open this is the port it is bound to.
    #[must_use]
    pub fn local_port(&self) -> i32 {
        let bound = self.driver.as_ref().map(|driver| driver.local_addr().port());
        i32::from(bound.unwrap_or(self.local_port))
    }

    /// Sets the local port, 0 to 65535, for requests and for listening; with 0 the system chooses.
    ///
    /// # Errors
    /// 10022 out of range, 106 while the object is active; the old value stays.
    pub fn set_local_port(&mut self, value: i32) -> Result<(), CoAPError> {
        let port = u16::try_from(value)
            .map_err(|_| CoAPError::argument(format!("local_port is 0 to 65535, not {value}")))?;
        if self.is_active() {
            let message = "local_port cannot change while the object is active";
            return Err(CoAPError::new(CoAPError::LOCAL_PORT_IN_USE, message));
        }
        self.close_socket();
        self.local_port = port;
        Ok(())
    }

    /// Returns how long a client method waits, in seconds; 60 on a new object, 0 is asynchronous.
    #[must_use]
    pub fn timeout(&self) -> i32 {
        self.timeout
    }

    /// Sets how long a client method waits, in whole seconds from the call; with 0 it returns a request Id at once.
    ///
    /// # Errors
    /// 10022 if the value is negative; the old value stays.
    pub fn set_timeout(&mut self, value: i32) -> Result<(), CoAPError> {
        if value < 0 {
            return Err(CoAPError::argument(format!(
                "timeout is 0 or more (in 31 bits), not {value}"
            )));
        }
        self.timeout = value;
        Ok(())
    }

    /// Tells whether messages are sent confirmably (RFC 7252 §4.2); true on a new object.
    #[must_use]
    pub fn use_confirmable_messages(&self) -> bool {
        self.reliability == Reliability::Confirmable
    }

    /// Sets whether requests, separate responses and notifications are sent confirmably.
    ///
    /// A confirmable message is repeated until it is confirmed, for 62 to 93 seconds at most (RFC 7252 §4.8); a
    /// response in the acknowledgement of its request is not affected.
    pub fn set_use_confirmable_messages(&mut self, value: bool) {
        self.reliability =
            if value { Reliability::Confirmable } else { Reliability::NonConfirmable };
    }
}

/// Makes content format, data and ETag of one direction.
macro_rules! message_properties {
    (
        $fields:ident, $what:literal, $when:literal,
        $format:ident, $set_format:ident, $data:ident, $set_data:ident, $set_data_text:ident,
        $e_tag:ident, $set_e_tag:ident, $set_e_tag_text:ident,
    ) => {
        #[doc = concat!("Properties of the ", $what, ": ", $when)]
        impl CoAP {
            #[doc = concat!("Returns the content format of the ", $what, " (RFC 7252 §5.10.3); -1 if there is none.")]
            #[must_use]
            pub fn $format(&self) -> i32 {
                self.$fields.content_format.map_or(-1, i32::from)
            }

            #[doc = concat!("Sets the content format of the ", $what, ": 0 to 65535, or -1 for none.")]
            ///
            /// # Errors
            /// 701 for any other value; the old one stays.
            pub fn $set_format(&mut self, value: i32) -> Result<(), CoAPError> {
                self.$fields.content_format = content_format(value)?;
                Ok(())
            }

            #[doc = concat!("Returns the body of the ", $what, "; empty if there is none.")]
            #[must_use]
            pub fn $data(&self) -> &[u8] {
                &self.$fields.data
            }

            #[doc = concat!("Sets the body of the ", $what, ".")]
            ///
            /// One that does not fit into a message travels in blocks of up to 1024 bytes (RFC 7959).
            pub fn $set_data(&mut self, value: impl Into<Vec<u8>>) {
                self.$fields.data = Bytes::from(value.into());
            }

            #[doc = concat!("Sets the body of the ", $what, " to text, encoded with the setting `CodePage`.")]
            ///
            /// # Errors
            /// 10022 if the text cannot be encoded; the old value stays.
            pub fn $set_data_text(&mut self, value: &str) -> Result<(), CoAPError> {
                let bytes = self.encode(value)?;
                self.$set_data(bytes);
                Ok(())
            }

            #[doc = concat!("Returns the ETag of the ", $what, " (RFC 7252 §5.10.6), 0 to 8 bytes; empty if there is none.")]
            #[must_use]
            pub fn $e_tag(&self) -> &[u8] {
                &self.$fields.e_tag
            }

            #[doc = concat!("Sets the ETag of the ", $what, ", at most 8 bytes; with none no ETag is sent.")]
            ///
            /// # Errors
            /// 701 for more than 8 bytes; the old value stays.
            pub fn $set_e_tag(&mut self, value: &[u8]) -> Result<(), CoAPError> {
                self.$fields.e_tag = e_tag(value)?;
                Ok(())
            }

            #[doc = concat!("Sets the ETag of the ", $what, " to text, encoded with the setting `CodePage`.")]
            ///
            /// # Errors
            /// 10022 if the text cannot be encoded, 701 for more than 8 bytes; the old value stays.
            pub fn $set_e_tag_text(&mut self, value: &str) -> Result<(), CoAPError> {
                let bytes = self.encode(value)?;
                self.$set_e_tag(&bytes)
            }
        }
    };
}

message_properties! {
    request, "request",
    "a client sets them and they go out with its methods; a server finds in them the request of the event.",
    request_content_format, set_request_content_format,
    request_data, set_request_data, set_request_data_text,
    request_e_tag, set_request_e_tag, set_request_e_tag_text,
}

message_properties! {
    response, "response",
    "a server sets them and they go out; a client finds in them the response or notification of the event.",
    response_content_format, set_response_content_format,
    response_data, set_response_data, set_response_data_text,
    response_e_tag, set_response_e_tag, set_response_e_tag_text,
}

/// The response code.
impl CoAP {
    /// Returns the response code as c.dd, such as "2.05"; "" if there is none (RFC 7252 §5.9).
    #[must_use]
    pub fn response_code(&self) -> String {
        self.response_code.map(|code| code.to_string()).unwrap_or_default()
    }

    /// Sets the code of the next response or notification: c.dd with c from 2 to 7 and dd from 00 to 31, or "".
    ///
    /// # Errors
    /// 707 for any other text; the old value stays.
    pub fn set_response_code(&mut self, value: &str) -> Result<(), CoAPError> {
        let code = if value.is_empty() { None } else { Some(response_code(value)?) };
        self.response_code = code;
        Ok(())
    }

    /// Encodes text for a property that holds bytes.
    fn encode(&self, text: &str) -> Result<Vec<u8>, CoAPError> {
        let encoded = self.settings.code_page().encode(text);
        encoded.map_err(|error| CoAPError::argument(error.to_string()))
    }
}

fn content_format(value: i32) -> Result<Option<u16>, CoAPError> {
    if value == -1 {
        return Ok(None);
    }
    let out_of_range =
        |_| CoAPError::option(format!("a content format is -1 or 0 to 65535, not {value}"));
    u16::try_from(value).map(Some).map_err(out_of_range)
}

fn e_tag(value: &[u8]) -> Result<Vec<u8>, CoAPError> {
    if value.len() > MAX_E_TAG {
        let length = value.len();
        let message = format!("an ETag has at most {MAX_E_TAG} bytes, not {length}");
        return Err(CoAPError::option(message));
    }
    Ok(value.to_vec())
}

fn response_code(text: &str) -> Result<Code, CoAPError> {
    let code: Option<Code> = text.parse().ok();
    code.filter(|code| code.class() >= 2).ok_or_else(|| {
        let message = format!("{text:?} is no response code; 2.00 to 7.31 are");
        CoAPError::new(CoAPError::INVALID_RESPONSE_CODE, message)
    })
}
