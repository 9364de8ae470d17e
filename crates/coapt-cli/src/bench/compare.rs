//! The change against a stored result.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;
use crate::paint::Role;
use crate::printer::Printer;

use super::numbers::figure;
use super::report::Report;

/// What is compared: its name, its place in the result, and whether more is better.
const FIGURES: [(&str, &str, bool); 9] = [
    ("answers a second", "/per_second", true),
    ("notifications a second", "/observe/per_second", true),
    ("latency, median, µs", "/latency_us/p50", false),
    ("latency, 99 %, µs", "/latency_us/p99", false),
    ("latency, 99.9 %, µs", "/latency_us/p99_9", false),
    ("notified, median, µs", "/observe/latency_us/p50", false),
    ("notified, 99 %, µs", "/observe/latency_us/p99", false),
    ("CPU of the server, µs", "/cpu/server_us", false),
    ("CPU of this program, µs", "/cpu/own_us", false),
];

/// A change of less than this is no change.
const NOISE: f64 = 0.05;

/// A stored result.
#[derive(Debug)]
pub(super) struct Before {
    result: Value,
}

/// How a figure has changed.
#[derive(Clone, Debug, Serialize)]
struct Change {
    #[serde(skip)]
    name: &'static str,
    before: f64,
    now: f64,
    /// `now` divided by `before`.
    ratio: f64,
    #[serde(skip)]
    is_more_better: bool,
}

impl Before {
    /// Reads a result of `--json`.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |what: &dyn std::fmt::Display| {
            Failure::local(format!("cannot compare with {}: {what}", path.display()))
        };
        let text = fs::read(path).map_err(|error| failed(&error))?;
        let result: Value = serde_json::from_slice(&text).map_err(|error| failed(&error))?;
        if result.pointer("/per_second").and_then(Value::as_f64).is_none() {
            return Err(failed(&"it is no result of coapt bench --json"));
        }
        Ok(Self { result })
    }

    /// Prints what has changed.
    pub(super) fn print(
        &self,
        report: &Report,
        printer: &mut Printer<impl Write>,
    ) -> Result<(), Failure> {
        let paint = printer.paint();
        let head = format!("  {:<24}{:>14}{:>14}{:>12}", "", "before", "now", "ratio");
        printer.line("")?;
        printer.line(&paint.text(Role::Faint, &head))?;
        for (_, change) in self.changes(&value(report)?) {
            let (before, now) = (figure(change.before), figure(change.now));
            let ratio = format!("{:>12}", format!("×{:.3}", change.ratio));
            let ratio = match change.role() {
                Some(role) => paint.text(role, &ratio),
                None => ratio,
            };
            printer.line(&format!("  {:<24}{before:>14}{now:>14}{ratio}", change.name))?;
        }
        Ok(())
    }

    /// Goes through what both results have.
    fn changes(&self, now: &Value) -> Vec<(&'static str, Change)> {
        let change = |(name, place, is_more_better): (&'static str, &'static str, bool)| {
            let before = self.result.pointer(place)?.as_f64().filter(|before| *before > 0.0)?;
            let now = now.pointer(place)?.as_f64()?;
            Some((place, Change { name, before, now, ratio: now / before, is_more_better }))
        };
        FIGURES.into_iter().filter_map(change).collect()
    }
}

impl Change {
    fn role(&self) -> Option<Role> {
        let better = if self.is_more_better { self.ratio - 1.0 } else { 1.0 - self.ratio };
        let role = if better < 0.0 { Role::Bad } else { Role::Good };
        (better.abs() >= NOISE).then_some(role)
    }
}

/// Prints the result as one JSON object, with the change against another if there is one.
pub(super) fn print_json(
    report: &Report,
    before: Option<&Before>,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let mut value = value(report)?;
    if let Some(before) = before {
        let changes = before.changes(&value).into_iter();
        let changes: serde_json::Map<_, _> = changes
            .filter_map(|(place, change)| {
                let name = place.trim_start_matches('/').replace('/', ".");
                Some((name, serde_json::to_value(change).ok()?))
            })
            .collect();
        if let Some(object) = value.as_object_mut() {
            object.insert("change".to_owned(), Value::Object(changes));
        }
    }
    Ok(printer.line(&value.to_string())?)
}

fn value(report: &Report) -> Result<Value, Failure> {
    serde_json::to_value(report)
        .map_err(|error| Failure::local(format!("cannot write the result: {error}")))
}
