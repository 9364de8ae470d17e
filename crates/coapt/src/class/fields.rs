//! The properties that make up one message: `request_*` or `response_*`.
//!
//! They are copied into a message when it is sent and overwritten as a whole when one is shown.

use bytes::Bytes;
use coapt_proto::{Reliability, Request, Response};
use coapt_wire::{Code, OptionNumber, Options, OptionsBuf};

use super::errors::CoAPError;
use super::options::{Record, check_repetitions, records_of};

/// Content format, body, ETag and option array of one direction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) content_format: Option<u16>,
    pub(crate) data: Bytes,
    pub(crate) e_tag: Vec<u8>,
    pub(crate) records: Vec<Record>,
}

/// What of `request_*` goes out with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carries {
    /// ETag and options only.
    Options,
    /// Body and Content-Format too.
    Body,
}

impl Fields {
    /// Overwrites everything with what a message holds.
    pub(crate) fn show(&mut self, options: Options<'_>, payload: Bytes) {
        let format = options.uint(OptionNumber::CONTENT_FORMAT);
        self.content_format = format.and_then(|format| u16::try_from(format).ok());
        self.data = payload;
        self.e_tag = options.opaque(OptionNumber::ETAG).unwrap_or_default().to_vec();
        self.records = records_of(options);
    }

    /// Makes a request for a resource whose options are `options`.
    pub(crate) fn to_request(
        &self,
        code: Code,
        options: OptionsBuf,
        carries: Carries,
    ) -> Result<Request, CoAPError> {
        let mut request = Request { options, ..Request::new(code) };
        if carries == Carries::Body {
            self.push_content_format(&mut request.options);
            request.payload = self.data.clone();
        }
        self.push_e_tag(&mut request.options)?;
        check_repetitions(&self.records)?;
        for record in &self.records {
            match record.option_number() {
                OptionNumber::OBSERVE => {}
                OptionNumber::BLOCK1 | OptionNumber::BLOCK2 => {
                    request.block_size_exponent = Some(first_block_size(record)?);
                }
                _ => push_record(record, &mut request.options)?,
            }
        }
        Ok(request)
    }

    /// Tells whether the array holds an Observe record.
    pub(crate) fn has_observe(&self) -> bool {
        self.records.iter().any(|record| record.option_number() == OptionNumber::OBSERVE)
    }

    /// Makes a response or notification with this code.
    pub(crate) fn to_response(
        &self,
        code: Code,
        reliability: Reliability,
    ) -> Result<Response, CoAPError> {
        let mut response = Response { reliability: Some(reliability), ..Response::new(code) };
        let options = &mut response.options;
        let is_bare = code == Code::VALID;
        if !is_bare {
            self.push_content_format(options);
            response.payload = self.data.clone();
        }
        self.push_e_tag(options)?;
        check_repetitions(&self.records)?;
        for record in &self.records {
            match record.option_number() {
                OptionNumber::OBSERVE => {}
                OptionNumber::BLOCK1 | OptionNumber::BLOCK2 => return Err(no_block(record)),
                OptionNumber::CONTENT_FORMAT if is_bare => {}
                _ => push_record(record, options)?,
            }
        }
        if options.as_options().all(OptionNumber::ETAG).nth(1).is_some() {
            return Err(CoAPError::option("a response has at most one ETag"));
        }
        Ok(response)
    }

    fn push_content_format(&self, options: &mut OptionsBuf) {
        if let Some(format) = self.content_format {
            options.push_uint(OptionNumber::CONTENT_FORMAT, u32::from(format));
        }
    }

    fn push_e_tag(&self, options: &mut OptionsBuf) -> Result<(), CoAPError> {
        if self.e_tag.is_empty() {
            return Ok(());
        }
        let pushed = options.push(OptionNumber::ETAG, &self.e_tag);
        pushed.map_err(|error| CoAPError::option(error.to_string()))
    }
}

/// Adds a record; where only one value is possible it takes the place of what the class made.
fn push_record(record: &Record, options: &mut OptionsBuf) -> Result<(), CoAPError> {
    let number = record.option_number();
    let replaces = [OptionNumber::URI_HOST, OptionNumber::URI_PORT, OptionNumber::CONTENT_FORMAT];
    if replaces.contains(&number) {
        options.remove(number);
    }
    record.push_to(options)
}

/// Reads a block record of a request, which can do no more than ask for a block size from the start.
fn first_block_size(record: &Record) -> Result<u8, CoAPError> {
    let block = record.uint()?;
    let exponent = u8::try_from(block & 7).unwrap_or(7);
    if block >> 3 != 0 || exponent == 7 {
        return Err(no_block(record));
    }
    Ok(exponent)
}

fn no_block(record: &Record) -> CoAPError {
    let number = record.number;
    CoAPError::option(format!("option {number} belongs to the block-wise transfers of the class"))
}
