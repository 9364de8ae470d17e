//! A bar for bodies that take many blocks, for people in front of a terminal.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

use coapt::Progress;

/// Bodies up to this size are there before a bar could be read.
const WORTH_A_BAR: u64 = 4096;

/// Shows how far the bodies of an exchange have come.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// Makes a bar that is shown only if somebody can see it.
    pub(crate) fn new(is_wanted: bool) -> Self {
        let bar = ProgressBar::hidden();
        if is_wanted && io::stderr().is_terminal() {
            let template = "{bar:32} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        Self { bar }
    }

    /// Takes what the client tells.
    pub(crate) fn update(&self, progress: Progress) {
        let (done, whole) = if progress.received > 0 {
            (progress.received, progress.to_receive.unwrap_or(progress.received))
        } else {
            (progress.sent, progress.to_send)
        };
        self.show(done, whole);
    }

    /// Shows that so many bytes are done of a body that is so long, as far as is known.
    pub(crate) fn show(&self, done: u64, whole: u64) {
        if whole > WORTH_A_BAR {
            self.bar.set_length(whole);
            self.bar.set_position(done);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
