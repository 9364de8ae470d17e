//! The two option arrays, `request_option_*` and `response_option_*`.

use super::coap::CoAP;
use super::errors::CoAPError;
use super::fields::Fields;
use super::options::{MAX_RECORDS, Record, ValueType};

impl Fields {
    fn record(&self, index: i32) -> Result<&Record, CoAPError> {
        let place = usize::try_from(index).ok();
        place.and_then(|place| self.records.get(place)).ok_or_else(|| no_record(index))
    }

    fn record_mut(&mut self, index: i32) -> Result<&mut Record, CoAPError> {
        let place = usize::try_from(index).ok();
        place.and_then(|place| self.records.get_mut(place)).ok_or_else(|| no_record(index))
    }

    fn resize(&mut self, count: i32) -> Result<(), CoAPError> {
        let valid = usize::try_from(count).ok().filter(|count| *count <= MAX_RECORDS);
        let count = valid.ok_or_else(|| {
            CoAPError::option(format!("an option count is 0 to {MAX_RECORDS}, not {count}"))
        })?;
        self.records.resize_with(count, Record::default);
        Ok(())
    }
}

fn no_record(index: i32) -> CoAPError {
    CoAPError::option(format!("the option array has no record {index}"))
}

/// Makes the members of one array.
macro_rules! option_array {
    (
        $fields:ident, $what:literal,
        $count:ident, $set_count:ident, $number:ident, $set_number:ident, $value:ident, $set_value:ident,
        $value_type:ident, $set_value_type:ident, $critical:ident, $unsafe_:ident, $no_cache_key:ident,
    ) => {
        #[doc = concat!("The option array of the ", $what, ": the options beside those that the class makes itself.")]
        ///
        /// On reception it lists every option in wire order. Indexes count from 0; one that is out of range gives 701.
        impl CoAP {
            #[doc = concat!("Returns the number of records in the option array of the ", $what, "; 0 on a new object.")]
            #[must_use]
            pub fn $count(&self) -> i32 {
                i32::try_from(self.$fields.records.len()).unwrap_or(i32::MAX)
            }

            #[doc = concat!("Sets the number of records in the option array of the ", $what, ".")]
            ///
            /// Growing appends records with number 0, value "" and value type 0; shrinking cuts the end.
            ///
            /// # Errors
            /// 701 for a negative value or one above 65535; nothing changes then.
            pub fn $set_count(&mut self, value: i32) -> Result<(), CoAPError> {
                self.$fields.resize(value)
            }

            /// Returns the option number of a record, 0 to 65535 (RFC 7252 §5.10).
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $number(&self, index: i32) -> Result<i32, CoAPError> {
                Ok(i32::from(self.$fields.record(index)?.number))
            }

            /// Sets the option number of a record; one of the 18 known numbers sets the value type too.
            ///
            /// # Errors
            /// 701 if there is no such record or the number is not 0 to 65535; nothing changes then.
            pub fn $set_number(&mut self, index: i32, value: i32) -> Result<(), CoAPError> {
                let record = self.$fields.record_mut(index)?;
                let number = u16::try_from(value).map_err(|_| {
                    CoAPError::option(format!("an option number is 0 to 65535, not {value}"))
                })?;
                record.set_number(number);
                Ok(())
            }

            /// Returns the value of a record as text: itself, a decimal number, or hex in upper case, by its type.
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $value(&self, index: i32) -> Result<&str, CoAPError> {
                Ok(&self.$fields.record(index)?.value)
            }

            /// Sets the value of a record as text; whether it fits the value type is checked when a message is made.
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $set_value(&mut self, index: i32, value: &str) -> Result<(), CoAPError> {
                value.clone_into(&mut self.$fields.record_mut(index)?.value);
                Ok(())
            }

            /// Returns the value type of a record: 0 string, 1 unsigned integer, 2 binary (RFC 7252 §3.2).
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $value_type(&self, index: i32) -> Result<i32, CoAPError> {
                Ok(self.$fields.record(index)?.value_type.number())
            }

            /// Sets the value type of a record: 0 string, 1 unsigned integer, 2 binary.
            ///
            /// # Errors
            /// 701 if there is no such record or the type is another; nothing changes then.
            pub fn $set_value_type(&mut self, index: i32, value: i32) -> Result<(), CoAPError> {
                let record = self.$fields.record_mut(index)?;
                record.value_type = ValueType::from_number(value).ok_or_else(|| {
                    CoAPError::option(format!("an option value type is 0, 1 or 2, not {value}"))
                })?;
                Ok(())
            }

            /// Tells whether the option is critical: a receiver that does not know it must refuse (RFC 7252 §5.4.1).
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $critical(&self, index: i32) -> Result<bool, CoAPError> {
                Ok(self.$fields.record(index)?.option_number().is_critical())
            }

            /// Tells whether the option is unsafe for a proxy to forward (RFC 7252 §5.4.2).
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $unsafe_(&self, index: i32) -> Result<bool, CoAPError> {
                Ok(self.$fields.record(index)?.option_number().is_unsafe())
            }

            /// Tells whether the option is left out of cache keys: bits 1 to 4 of its number are 1110 (RFC 7252 §5.4.6).
            ///
            /// # Errors
            /// 701 if there is no such record.
            pub fn $no_cache_key(&self, index: i32) -> Result<bool, CoAPError> {
                Ok(self.$fields.record(index)?.option_number().is_no_cache_key())
            }
        }
    };
}

option_array! {
    request, "request",
    request_option_count, set_request_option_count, request_option_number, set_request_option_number,
    request_option_value, set_request_option_value, request_option_value_type, set_request_option_value_type,
    request_option_critical, request_option_unsafe, request_option_no_cache_key,
}

option_array! {
    response, "response",
    response_option_count, set_response_option_count, response_option_number, set_response_option_number,
    response_option_value, set_response_option_value, response_option_value_type, set_response_option_value_type,
    response_option_critical, response_option_unsafe, response_option_no_cache_key,
}
