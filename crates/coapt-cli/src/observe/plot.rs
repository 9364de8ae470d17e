//! The screen of `--plot`: taken from the terminal when the first state comes, given back however the program ends.
//!
//! Keys are not read: Ctrl-C stays the signal that it is.

use std::io::{self, IsTerminal as _, Stdout};
use std::panic;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use coapt::net::Clock;

use super::chart::Numbers;
use crate::failure::Failure;

/// A screen with a chart on it.
pub(super) struct Plot {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    /// How the terminal was before.
    before: Option<Termios>,
    clock: Clock,
    numbers: Numbers,
}

/// Says before anything is asked of a server that there is nothing to draw on.
pub(super) fn check() -> Result<(), Failure> {
    if io::stdout().is_terminal() {
        return Ok(());
    }
    let words = "--plot draws on a terminal, and standard output is none; --json is for programs";
    Err(Failure::usage(words))
}

impl Plot {
    /// Takes the screen.
    pub(super) fn start(numbers: Numbers) -> Result<Self, Failure> {
        let before = quiet();
        let kept = before.clone();
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            give_back(kept.as_ref());
            tell(panic);
        }));
        let taken = execute!(io::stdout(), EnterAlternateScreen, Hide)
            .and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        match taken {
            Ok(terminal) => Ok(Self { terminal, before, clock: Clock::start(), numbers }),
            Err(error) => {
                give_back(before.as_ref());
                Err(Failure::output(&error))
            }
        }
    }

    /// Adds the number of a state, and draws.
    pub(super) fn add(&mut self, index: usize, number: Option<f64>) -> Result<(), Failure> {
        self.numbers.add(index, self.clock.now().since_origin(), number);
        self.draw()
    }

    /// Shows a remark with the next picture.
    pub(super) fn note(&mut self, note: &str) {
        self.numbers.note(note);
    }

    /// Draws what is known, as time goes on and windows change their size.
    pub(super) fn draw(&mut self) -> Result<(), Failure> {
        let (numbers, now) = (&self.numbers, self.clock.now().since_origin());
        self.terminal
            .draw(|frame| numbers.draw(frame, now))
            .map(drop)
            .map_err(|error| Failure::output(&error))
    }
}

impl Drop for Plot {
    fn drop(&mut self) {
        give_back(self.before.as_ref());
    }
}

/// Keeps what is typed from being shown; returns how the terminal was before, if there is one to type at.
fn quiet() -> Option<Termios> {
    let before = tcgetattr(io::stdin()).ok()?;
    let mut quiet = before.clone();
    quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON);
    tcsetattr(io::stdin(), OptionalActions::Now, &quiet).ok()?;
    Some(before)
}

/// Gives the screen back as it was.
fn give_back(before: Option<&Termios>) {
    // Nobody is left to be told when the terminal is gone.
    execute!(io::stdout(), LeaveAlternateScreen, Show).ok();
    if let Some(before) = before {
        tcsetattr(io::stdin(), OptionalActions::Flush, before).ok();
    }
}
