//! The properties: each as an attribute and as get_ and set_ methods, the indexed ones as methods only.

use coapt::CoAPError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::coap::CoAP;
use crate::convert::{Data, Flag, Int};
use crate::errors::{exception, index_exception};

type Outcome = Result<(), CoAPError>;

/// Makes the members of plain properties: `read` looks at the object, `write` changes it by a method of `Shared`.
macro_rules! plain {
    ($(
        $doc:literal $name:ident $show:ident $get:ident -> $type:ty { $read:expr }
        $(= $set:ident $assign:ident ($argument:ty) { $way:ident $write:expr })?
    )*) => {
        /// Plain properties.
        #[pymethods]
        impl CoAP {
            $(
                #[doc = $doc]
                #[getter($name)]
                fn $show(&self, py: Python<'_>) -> $type {
                    self.$get(py)
                }

                #[doc = $doc]
                fn $get(&self, py: Python<'_>) -> $type {
                    let read: fn(Python<'_>, &coapt::CoAP) -> $type = $read;
                    self.shared.with(py, |coap| read(py, coap))
                }

                $(
                    #[setter($name)]
                    fn $assign(&self, py: Python<'_>, value: $argument) -> PyResult<()> {
                        self.$set(py, value)
                    }

                    #[doc = $doc]
                    fn $set(&self, py: Python<'_>, value: $argument) -> PyResult<()> {
                        let write: fn(&mut coapt::CoAP, $argument) -> Outcome = $write;
                        self.shared.$way(py, |coap| write(coap, value))
                    }
                )?
            )*
        }
    };
}

plain! {
    "Whether the object is in server mode; False on a new object. Assigning does what start_listening and
stop_listening do."
    listening show_listening get_listening -> bool { |_, coap| coap.listening() }
    = set_listening assign_listening(Flag) { call_detached |coap, value| coap.set_listening(value.0) }

    "The name or address of this machine to send from and to listen on; \"\" (the default) is every one.

While the object is active it reads as the numeric address, or as the machine's name if none was assigned.
Raises 107 while the object is active."
    local_host show_local_host get_local_host -> String { |_, coap| coap.local_host() }
    = set_local_host assign_local_host(String) { change |coap, value| coap.set_local_host(&value) }

    "The local port, 0 to 65535; 0 (the default) lets the system choose, and the port is read once a socket is open.

Raises 10022 out of range, 106 while the object is active."
    local_port show_local_port get_local_port -> i32 { |_, coap| coap.local_port() }
    = set_local_port assign_local_port(Int) { change |coap, value| coap.set_local_port(value.0) }

    "How long a client method waits, in whole seconds from the call; 60 by default, 0 is asynchronous.

Raises 10022 for a negative value and for more than 2147483646."
    timeout show_timeout get_timeout -> i32 { |_, coap| coap.timeout() }
    = set_timeout assign_timeout(Int) { change |coap, value| coap.set_timeout(value.or_least()) }

    "Whether requests (client) or responses and notifications (server) ask to be confirmed; True by default."
    use_confirmable_messages show_use_confirmable_messages get_use_confirmable_messages -> bool {
        |_, coap| coap.use_confirmable_messages()
    }
    = set_use_confirmable_messages assign_use_confirmable_messages(Flag) {
        change |coap, value| { coap.set_use_confirmable_messages(value.0); Ok(()) }
    }

    "How many requests are pending: own ones sent with timeout 0, or received ones that were not answered yet."
    pending_request_count show_pending_request_count get_pending_request_count -> i32 {
        |_, coap| coap.pending_request_count()
    }

    "The Content-Format of the request, 0 to 65535, or -1 for none (the default); sent with a body only.

Raises 701 out of range."
    request_content_format show_request_content_format get_request_content_format -> i32 {
        |_, coap| coap.request_content_format()
    }
    = set_request_content_format assign_request_content_format(Int) {
        change |coap, value| coap.set_request_content_format(value.0)
    }

    "The body of the request; b\"\" by default. Text is encoded with the setting CodePage.

Raises 10022 for text that cannot be encoded."
    request_data show_request_data get_request_data -> Py<PyBytes> {
        |py, coap| PyBytes::new(py, coap.request_data()).unbind()
    }
    = set_request_data assign_request_data(Data) {
        change |coap, value| match value {
            Data::Bytes(bytes) => { coap.set_request_data(bytes); Ok(()) }
            Data::Text(text) => coap.set_request_data_text(&text),
        }
    }

    "The ETag of the request, at most 8 bytes; b\"\" (the default) for none. Text is encoded with the setting CodePage.

Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded."
    request_e_tag show_request_e_tag get_request_e_tag -> Py<PyBytes> {
        |py, coap| PyBytes::new(py, coap.request_e_tag()).unbind()
    }
    = set_request_e_tag assign_request_e_tag(Data) {
        change |coap, value| match value {
            Data::Bytes(bytes) => coap.set_request_e_tag(&bytes),
            Data::Text(text) => coap.set_request_e_tag_text(&text),
        }
    }

    "The number of records in the option array of the request; 0 by default. Growing appends, shrinking cuts the end.

Raises 701 out of range."
    request_option_count show_request_option_count get_request_option_count -> i32 { |_, coap| coap.request_option_count() }
    = set_request_option_count assign_request_option_count(Int) {
        change |coap, value| coap.set_request_option_count(value.0)
    }

    "The code of the response, such as \"2.05\": class 2 to 7, detail 00 to 31; \"\" by default.

Raises 707 for anything else."
    response_code show_response_code get_response_code -> String { |_, coap| coap.response_code() }
    = set_response_code assign_response_code(String) {
        change |coap, value| coap.set_response_code(&value)
    }

    "The Content-Format of the response, 0 to 65535, or -1 for none (the default).

Raises 701 out of range."
    response_content_format show_response_content_format get_response_content_format -> i32 {
        |_, coap| coap.response_content_format()
    }
    = set_response_content_format assign_response_content_format(Int) {
        change |coap, value| coap.set_response_content_format(value.0)
    }

    "The body of the response; b\"\" by default. Text is encoded with the setting CodePage.

Raises 10022 for text that cannot be encoded."
    response_data show_response_data get_response_data -> Py<PyBytes> {
        |py, coap| PyBytes::new(py, coap.response_data()).unbind()
    }
    = set_response_data assign_response_data(Data) {
        change |coap, value| match value {
            Data::Bytes(bytes) => { coap.set_response_data(bytes); Ok(()) }
            Data::Text(text) => coap.set_response_data_text(&text),
        }
    }

    "The ETag of the response, at most 8 bytes; b\"\" (the default) for none. Text is encoded with the setting
CodePage.

Raises 701 for more than 8 bytes, 10022 for text that cannot be encoded."
    response_e_tag show_response_e_tag get_response_e_tag -> Py<PyBytes> {
        |py, coap| PyBytes::new(py, coap.response_e_tag()).unbind()
    }
    = set_response_e_tag assign_response_e_tag(Data) {
        change |coap, value| match value {
            Data::Bytes(bytes) => coap.set_response_e_tag(&bytes),
            Data::Text(text) => coap.set_response_e_tag_text(&text),
        }
    }

    "The number of records in the option array of the response; 0 by default. Growing appends, shrinking cuts the end.

Raises 701 out of range."
    response_option_count show_response_option_count get_response_option_count -> i32 {
        |_, coap| coap.response_option_count()
    }
    = set_response_option_count assign_response_option_count(Int) {
        change |coap, value| coap.set_response_option_count(value.0)
    }
}

/// Makes the members of indexed properties; `count` is the number of their records.
macro_rules! indexed {
    ($index:ident of $count:ident: $(
        $doc:literal $get:ident -> $type:ty { $read:expr }
        $(= $set:ident ($argument:ty) { $write:expr })?
    )*) => {
        /// Indexed properties.
        #[pymethods]
        impl CoAP {
            $(
                #[doc = $doc]
                fn $get(&self, py: Python<'_>, $index: Int) -> PyResult<$type> {
                    let read: fn(Python<'_>, &coapt::CoAP, i32) -> Result<$type, CoAPError> = $read;
                    self.shared.with(py, |coap| {
                        let value = read(py, coap, $index.0);
                        value.map_err(|error| at(py, error, $index.0, coap.$count()))
                    })
                }

                $(
                    #[doc = $doc]
                    fn $set(&self, py: Python<'_>, $index: Int, value: $argument) -> PyResult<()> {
                        let write: fn(&mut coapt::CoAP, i32, $argument) -> Outcome = $write;
                        self.shared.with(py, |coap| {
                            let written = write(coap, $index.0, value);
                            written.map_err(|error| at(py, error, $index.0, coap.$count()))
                        })
                    }
                )?
            )*
        }
    };
}

/// Makes the exception of a member that takes an index.
fn at(py: Python<'_>, error: CoAPError, index: i32, count: i32) -> PyErr {
    if (0..count).contains(&index) { exception(py, error) } else { index_exception(py, &error) }
}

indexed! { pending_request_index of pending_request_count:
    "The method code of a pending request, 0 to 31. Raises 706 for an index out of range."
    get_pending_request_method -> i32 { |_, coap, index| coap.pending_request_method(index) }

    "The numeric address of the other side of a pending request. Raises 706 for an index out of range."
    get_pending_request_remote_host -> String {
        |_, coap, index| coap.pending_request_remote_host(index)
    }

    "The port of the other side of a pending request. Raises 706 for an index out of range."
    get_pending_request_remote_port -> i32 {
        |_, coap, index| coap.pending_request_remote_port(index)
    }

    "The Id of a pending request. Raises 706 for an index out of range."
    get_pending_request_id -> String {
        |_, coap, index| coap.pending_request_id(index).map(str::to_owned)
    }

    "The token of a pending request, 0 to 8 bytes. Raises 706 for an index out of range."
    get_pending_request_token -> Py<PyBytes> {
        |py, coap, index| Ok(PyBytes::new(py, &coap.pending_request_token(index)?).unbind())
    }

    "The URI of a pending request. Raises 706 for an index out of range."
    get_pending_request_uri -> String {
        |_, coap, index| coap.pending_request_uri(index).map(str::to_owned)
    }
}

/// Makes the members of an option array.
macro_rules! option_array {
    (
        $index:ident of $count:ident, $number:ident $get_number:ident $set_number:ident,
        $value:ident $get_value:ident $set_value:ident,
        $value_type:ident $get_value_type:ident $set_value_type:ident,
        $critical:ident $get_critical:ident, $unsafe_:ident $get_unsafe:ident,
        $no_cache_key:ident $get_no_cache_key:ident,
    ) => {
        indexed! { $index of $count:
            "The option number of a record, 0 to 65535 (RFC 7252 section 12.2); setting a known one sets the value type.

Raises 701 out of range, also for the index."
            $get_number -> i32 { |_, coap, index| coap.$number(index) }
            = $set_number(Int) { |coap, index, value| coap.$set_number(index, value.0) }

            "The value of a record as text: as it is (value type 0), decimal (1) or hex digits (2).

Raises 701 for an index out of range; the text is checked when a message is made."
            $get_value -> String { |_, coap, index| coap.$value(index).map(str::to_owned) }
            = $set_value(String) { |coap, index, value| coap.$set_value(index, &value) }

            "The value type of a record: 0 string, 1 unsigned integer, 2 binary.

Raises 701 out of range, also for the index."
            $get_value_type -> i32 { |_, coap, index| coap.$value_type(index) }
            = $set_value_type(Int) { |coap, index, value| coap.$set_value_type(index, value.0) }

            "Whether the option is critical: the lowest bit of its number. Raises 701 for an index out of range."
            $get_critical -> bool { |_, coap, index| coap.$critical(index) }

            "Whether the option is unsafe for a proxy to forward: bit 1. Raises 701 for an index out of range."
            $get_unsafe -> bool { |_, coap, index| coap.$unsafe_(index) }

            "Whether the option is left out of cache keys (RFC 7252 section 5.4.6). Raises 701 for an index out of range."
            $get_no_cache_key -> bool { |_, coap, index| coap.$no_cache_key(index) }
        }
    };
}

option_array! {
    request_option_index of request_option_count,
    request_option_number get_request_option_number set_request_option_number,
    request_option_value get_request_option_value set_request_option_value,
    request_option_value_type get_request_option_value_type set_request_option_value_type,
    request_option_critical get_request_option_critical,
    request_option_unsafe get_request_option_unsafe,
    request_option_no_cache_key get_request_option_no_cache_key,
}

option_array! {
    response_option_index of response_option_count,
    response_option_number get_response_option_number set_response_option_number,
    response_option_value get_response_option_value set_response_option_value,
    response_option_value_type get_response_option_value_type set_response_option_value_type,
    response_option_critical get_response_option_critical,
    response_option_unsafe get_response_option_unsafe,
    response_option_no_cache_key get_response_option_no_cache_key,
}
