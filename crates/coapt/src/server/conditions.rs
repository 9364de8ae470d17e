//! When an observer is told: the conditional attributes of draft-ietf-core-conditional-attributes.
//!
//! A resource has them as settings; a client sets its own in the query of its registration (`?c.pmin=10&c.gt=25`).

use std::time::Duration;

use coapt_wire::Code;

use super::incoming::Incoming;
use super::server_reply::ServerReply;

/// Which states an observer is told, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Conditions {
    /// `c.pmin`: the shortest time between two notifications.
    pub(crate) pmin: Option<Duration>,
    /// `c.pmax`: the longest time without one.
    pub(crate) pmax: Option<Duration>,
    /// `c.gt`: tell when the number rises above this one.
    pub(crate) gt: Option<f64>,
    /// `c.lt`: tell when the number falls below this one.
    pub(crate) lt: Option<f64>,
    /// `c.st`: tell when the number differs this much from the one that was told last.
    pub(crate) st: Option<f64>,
}

impl Conditions {
    /// Adds what the query of a registration asks for.
    ///
    /// # Errors
    ///
    /// Gives the reply 4.00 if an attribute has no usable value.
    pub(super) fn with_query(mut self, request: &Incoming) -> Result<Self, ServerReply> {
        for argument in request.query() {
            let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
            match name {
                "c.pmin" => self.pmin = Some(period(name, value)?),
                "c.pmax" => self.pmax = Some(period(name, value)?),
                "c.gt" => self.gt = Some(number(name, value)?),
                "c.lt" => self.lt = Some(number(name, value)?),
                "c.st" => self.st = Some(number(name, value)?),
                _ => {}
            }
        }
        self.check().map_err(refusal)?;
        Ok(self)
    }

    /// Adds others; what both name is taken from them.
    #[cfg(feature = "async")]
    pub(super) fn merge(&mut self, other: Self) {
        self.pmin = other.pmin.or(self.pmin);
        self.pmax = other.pmax.or(self.pmax);
        self.gt = other.gt.or(self.gt);
        self.lt = other.lt.or(self.lt);
        self.st = other.st.or(self.st);
    }

    /// Says what contradicts itself.
    pub(super) fn check(&self) -> Result<(), String> {
        if let (Some(pmin), Some(pmax)) = (self.pmin, self.pmax)
            && pmax < pmin
        {
            let (pmin, pmax) = (pmin.as_secs_f64(), pmax.as_secs_f64());
            return Err(format!("c.pmax is {pmax} s, shorter than c.pmin, which is {pmin} s"));
        }
        if self.pmax.is_some_and(|pmax| pmax.is_zero()) {
            return Err(String::from("c.pmax is longer than 0 s"));
        }
        match self.st {
            Some(step) if step.is_nan() || step <= 0.0 => {
                Err(format!("c.st is greater than 0, not {step}"))
            }
            _ => Ok(()),
        }
    }

    /// Tells whether a state is worth telling, and notes it.
    ///
    /// States that are no numbers are; so is the first number.
    pub(super) fn judge(&self, known: &mut Known, number: Option<f64>) -> bool {
        let is_worth = match (*known, number) {
            (Known { seen: Some(seen), told: Some(told) }, Some(number)) => {
                self.is_worth(seen, told, number)
            }
            _ => true,
        };
        known.seen = number;
        if is_worth {
            known.told = number;
        }
        is_worth
    }

    fn is_worth(&self, seen: f64, told: f64, number: f64) -> bool {
        let has_bounds = self.gt.is_some() || self.lt.is_some() || self.st.is_some();
        !has_bounds
            || self.gt.is_some_and(|bound| seen <= bound && number > bound)
            || self.lt.is_some_and(|bound| seen >= bound && number < bound)
            || self.st.is_some_and(|step| (number - told).abs() >= step)
    }
}

/// The numbers that matter for the next decision.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Known {
    /// The last state; bounds are crossed from there.
    seen: Option<f64>,
    /// The last state that was told; steps are measured from there.
    told: Option<f64>,
}

impl Known {
    /// Knows the state that a registration was answered with.
    pub(super) fn told(number: Option<f64>) -> Self {
        Self { seen: number, told: number }
    }
}

/// The number that a state stands for, if its body is one.
pub(super) fn number_of(reply: &ServerReply) -> Option<f64> {
    let text = std::str::from_utf8(reply.body()).ok()?;
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

fn period(name: &str, value: &str) -> Result<Duration, ServerReply> {
    let seconds = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| refusal(format!("{name} is a number of seconds, not {value:?}")))
}

fn number(name: &str, value: &str) -> Result<f64, ServerReply> {
    let number = value.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| refusal(format!("{name} is a number, not {value:?}")))
}

fn refusal(why: String) -> ServerReply {
    ServerReply::error(Code::BAD_REQUEST, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(conditions: Conditions, numbers: &[f64]) -> Vec<f64> {
        let mut known = Known::told(Some(20.0));
        numbers
            .iter()
            .copied()
            .filter(|number| conditions.judge(&mut known, Some(*number)))
            .collect()
    }

    #[test]
    fn without_bounds_every_state_is_told() {
        let bounds = Conditions { gt: Some(25.0), ..Conditions::default() };

        assert_eq!(told(Conditions::default(), &[20.0, 20.0]), [20.0, 20.0]);
        assert!(bounds.judge(&mut Known::told(None), Some(1.0)), "the first number");
        assert!(bounds.judge(&mut Known::told(Some(1.0)), None), "no number");
    }

    #[test]
    fn crossing_a_bound_is_told_once() {
        let bounds = Conditions { gt: Some(25.0), lt: Some(15.0), ..Conditions::default() };
        let numbers = [24.0, 25.0, 26.0, 30.0, 20.0, 26.0, 14.0, 10.0, 16.0, 14.0];

        assert_eq!(told(bounds, &numbers), [26.0, 26.0, 14.0, 14.0]);
    }

    #[test]
    fn a_step_is_measured_from_what_was_told() {
        let step = Conditions { st: Some(0.5), ..Conditions::default() };

        assert_eq!(told(step, &[20.2, 20.4, 20.5, 20.1, 20.0]), [20.5, 20.0]);
    }

    #[test]
    fn contradictions_are_named() {
        let second = Duration::from_secs(1);
        let pmax =
            Conditions { pmin: Some(2 * second), pmax: Some(second), ..Conditions::default() };
        let step = Conditions { st: Some(0.0), ..Conditions::default() };
        let never = Conditions { pmax: Some(Duration::ZERO), ..Conditions::default() };

        assert!(pmax.check().unwrap_err().contains("shorter than c.pmin"));
        assert!(step.check().unwrap_err().contains("not 0"));
        assert!(never.check().is_err());
    }
}
