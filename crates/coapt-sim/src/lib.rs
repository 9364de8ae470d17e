//! coapt-sim.
