//! coapt.
