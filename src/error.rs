//! An error that a user can act on.

/// Why an argument cannot be used: the argument, the reason, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError {
    /// What cannot be used, escaped, and why.
    pub reason: String,
    /// What to type instead, where that is known.
    pub help: Option<String>,
}

impl UsageError {
    /// An error without a way out to show.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: None }
    }

    /// The same with what to type instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
