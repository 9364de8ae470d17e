//! The text of diagnostic notation, read from left to right; and what is wrong with it, with its place.

/// A place in a text, what blanks and comments are, and small steps over both.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    text: &'t str,
    place: usize,
}

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Mistake {
    /// In bytes from the beginning of the text.
    place: usize,
    reason: String,
}

impl<'t> Reader<'t> {
    /// Begins with a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, place: 0 }
    }

    /// Gives the place, in bytes from the beginning.
    pub(super) fn place(&self) -> usize {
        self.place
    }

    /// Tells whether all was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// Shows the next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the next character.
    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.place += next.len_utf8();
        Some(next)
    }

    /// Tells whether these signs come next.
    pub(super) fn is_before(&self, signs: &str) -> bool {
        self.rest().starts_with(signs)
    }

    /// Steps over these signs if they come next.
    pub(super) fn eat(&mut self, signs: &str) -> bool {
        let is_here = self.is_before(signs);
        if is_here {
            self.place += signs.len();
        }
        is_here
    }

    /// Takes characters as long as they are wanted.
    pub(super) fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|letter| !is_wanted(letter)).unwrap_or(rest.len());
        self.place += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Steps over blanks and comments; tells whether there were any.
    pub(super) fn skip_blank(&mut self) -> Result<bool, Mistake> {
        let begin = self.place;
        loop {
            self.take_while(char::is_whitespace);
            let at = self.place;
            let end = if self.eat("#") || self.eat("//") {
                self.take_while(|letter| letter != '\n');
                continue;
            } else if self.eat("/*") {
                "*/"
            } else if self.eat("/") {
                "/"
            } else {
                return Ok(self.place > begin);
            };
            let Some(length) = self.rest().find(end) else {
                return Err(Mistake::new(
                    at,
                    format!("this comment has no end; it ends with {end}"),
                ));
            };
            self.place += length + end.len();
        }
    }

    /// Says what is wrong here.
    pub(super) fn mistake(&self, reason: impl Into<String>) -> Mistake {
        Mistake::new(self.place, reason)
    }

    /// Says what should stand here.
    pub(super) fn expected(&self, what: &str) -> Mistake {
        match self.peek() {
            Some(found) => self.mistake(format!("{what} is expected here, not {found:?}")),
            None => self.mistake(format!("the text ends, but {what} is expected")),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.place..).unwrap_or_default()
    }
}

impl Mistake {
    /// Says what is wrong at a place.
    pub(super) fn new(place: usize, reason: impl Into<String>) -> Self {
        Self { place, reason: reason.into() }
    }

    /// Gives the sentence, with the line unless there is only one, and the column in characters.
    pub(super) fn sentence(&self, text: &str) -> String {
        let before = text.get(..self.place).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        let reason = &self.reason;
        if text.trim_end().contains('\n') {
            format!("line {line}, column {column}: {reason}")
        } else {
            format!("column {column}: {reason}")
        }
    }
}
