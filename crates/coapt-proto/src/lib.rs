//! coapt-proto.
