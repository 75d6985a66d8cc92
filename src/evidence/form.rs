//! The forms in which people capture or paste what happened.

/// A form that a reader recognises.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// The public name in reports, kebab-case.
    pub id: &'static str,
    /// What it is, to complete "from ...".
    pub name: &'static str,
    /// How much it is worth as evidence.
    pub shows: Shows,
}

/// What a form shows of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The messages themselves, as far as they were captured.
    Messages,
    /// What a program said about them: a status or a failure, and no fields.
    Report,
    /// A request that was not necessarily sent.
    Request,
}
