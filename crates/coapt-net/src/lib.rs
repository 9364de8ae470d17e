//! coapt-net.
