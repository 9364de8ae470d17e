//! Tests of the whole crate: the vectors, the registries, and properties of all parsers.

mod allocation;
mod link_format_scenarios;
mod message_vectors;
mod option_lists;
mod properties;
mod registries;
mod uri_vectors;
mod values;
