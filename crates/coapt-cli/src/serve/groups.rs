//! `coapt serve --join`: what a group is asked there is (RFC 7252 §8).

use std::net::SocketAddr;
use std::time::Duration;

use coapt::net::{Group, Membership};
use coapt::{NetError, ServerBuilder};

use crate::failure::Failure;

/// The longest time over which answers may be spread, in seconds.
const MOST_LEISURE: f64 = 600.0;

/// The options that have the server answer groups.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Groups")]
pub(crate) struct GroupArgs {
    /// Join a multicast group, so that whoever asks it finds this server: all (the groups of all CoAP nodes) or an
    /// address; on all interfaces, or on one behind %; give it again for another; it needs --bind `0.0.0.0` or `[::]`
    #[arg(long, value_name = "GROUP[%INTERFACE]", value_parser = group)]
    join: Vec<Group>,
    /// Spread the answers to groups over so many seconds, so that not all servers answer at once
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = leisure)]
    leisure: Duration,
}

impl GroupArgs {
    /// Refuses groups that would not be heard at any of the addresses.
    pub(super) fn check(&self, addresses: &[SocketAddr]) -> Result<(), Failure> {
        let is_heard = |group: &&Group| addresses.iter().any(|address| group.is_heard_at(*address));
        match self.join.iter().find(|group| !is_heard(group)) {
            Some(group) => {
                let error = NetError::Unheard { group: group.clone() };
                Err(Failure::usage(format!("{error}, by --bind")))
            }
            None => Ok(()),
        }
    }

    /// Has the server to be made join the groups.
    pub(super) fn join(&self, builder: ServerBuilder) -> ServerBuilder {
        self.join.iter().fold(builder, |builder, group| builder.join(group.clone()))
    }

    /// Over what time answers are spread.
    pub(super) fn leisure(&self) -> Duration {
        self.leisure
    }
}

/// Says which groups the server is in.
pub(super) fn lines(joined: &[Membership]) -> impl Iterator<Item = String> {
    joined
        .iter()
        .map(|group| format!("in the group {} on {}", group.address, group.interfaces.join(", ")))
}

fn group(text: &str) -> Result<Group, String> {
    text.parse::<Group>().map_err(|error| error.to_string())
}

fn leisure(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=MOST_LEISURE).contains(seconds));
    let seconds: f64 =
        seconds.ok_or_else(|| format!("a time looks like 5 or 0.5, at most {MOST_LEISURE} s"))?;
    Ok(Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_for_answers_has_bounds() {
        assert_eq!(leisure("0"), Ok(Duration::ZERO));
        assert_eq!(leisure("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["", "-1", "601", "inf", "NaN", "soon"] {
            assert!(leisure(wrong).unwrap_err().contains("looks like 5"), "{wrong}");
        }
    }
}
