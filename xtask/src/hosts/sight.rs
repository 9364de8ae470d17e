//! One thing to be seen.

use crate::say;

use super::plan::Plan;

/// What the client is asked to do, and how that must end.
pub(super) struct Sight {
    pub(super) name: &'static str,
    /// The arguments of `coapt`.
    pub(super) words: &'static [&'static str],
    /// The exit status that says it (`coapt --help` has the list).
    pub(super) status: i32,
    /// What standard output must hold, all of it.
    pub(super) shows: &'static [&'static str],
}

impl Sight {
    /// Tells whether it is seen as it must be; 1 if it is not.
    pub(super) fn show(&self, plan: &Plan<'_>) -> usize {
        let mut command = plan.coapt(&plan.client);
        command.args(self.words);
        if !self.words.contains(&"--timeout") {
            command.args(["--timeout", "20"]);
        }
        let (status, text) = command.output().map_or((None, String::new()), |output| {
            (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
        });
        let missing: Vec<_> = self.shows.iter().filter(|part| !text.contains(**part)).collect();
        let is_so = status == Some(self.status) && missing.is_empty();
        tell(is_so, self.name);
        if !is_so {
            let (words, wanted) = (self.words.join(" "), self.status);
            say::line(format_args!("  coapt {words}: status {status:?}, not {wanted}"));
            say::line(format_args!("  missing {missing:?} in {text:?}"));
        }
        usize::from(!is_so)
    }
}

/// Says what is seen, or is not.
pub(super) fn tell(is_so: bool, name: &str) {
    say::line(format_args!("{} {name}", if is_so { "seen:  " } else { "FAILED:" }));
}
