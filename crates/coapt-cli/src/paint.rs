//! Colour, where the reader is a terminal and wants it.
//!
//! Payloads must reach a pipe byte for byte, so nothing here filters a stream: a text gets its
//! colour when it is made, or none.

use std::io;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};

/// Whether texts get colour; honours `NO_COLOR`, `CLICOLOR_FORCE` and pipes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paint {
    /// Texts stay plain.
    Plain,
    /// Texts get escape sequences.
    Colour,
}

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The heading of a part.
    Heading,
    /// What goes out.
    Sent,
    /// What comes in.
    Received,
    /// Something that went well.
    Good,
    /// Something that did not.
    Bad,
    /// What is worth a second look.
    Accent,
    /// What is there for completeness.
    Faint,
    /// The name of something in a document.
    Key,
    /// A string or bytes in a document.
    Text,
    /// A number in a document.
    Number,
    /// A word with a meaning of its own, such as true.
    Word,
}

impl Paint {
    /// Decides for standard output.
    pub(crate) fn for_stdout() -> Self {
        Self::from_choice(anstream::AutoStream::choice(&io::stdout()))
    }

    /// Decides for standard error.
    pub(crate) fn for_stderr() -> Self {
        Self::from_choice(anstream::AutoStream::choice(&io::stderr()))
    }

    /// Gives the text in the colour of its role.
    pub(crate) fn text(self, role: Role, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => {
                let style = style(role);
                format!("{style}{text}{style:#}")
            }
        }
    }

    fn from_choice(choice: ColorChoice) -> Self {
        match choice {
            ColorChoice::Never => Self::Plain,
            ColorChoice::Auto | ColorChoice::AlwaysAnsi | ColorChoice::Always => Self::Colour,
        }
    }
}

fn style(role: Role) -> Style {
    match role {
        Role::Heading => Style::new().bold(),
        Role::Sent | Role::Number => AnsiColor::Cyan.on_default(),
        Role::Received | Role::Text => AnsiColor::Green.on_default(),
        Role::Good => AnsiColor::Green.on_default().bold(),
        Role::Bad => AnsiColor::Red.on_default().bold(),
        Role::Accent => AnsiColor::Yellow.on_default(),
        Role::Faint => Style::new().dimmed(),
        Role::Key => AnsiColor::Blue.on_default().bold(),
        Role::Word => AnsiColor::Magenta.on_default(),
    }
}
