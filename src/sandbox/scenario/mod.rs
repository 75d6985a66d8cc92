//! The scenarios: what the sandbox does, as data.

mod table;

pub(crate) use table::SCENARIOS;

/// A scenario.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scenario {
    /// The name.
    pub name: &'static str,
    /// What the server does, in one line.
    pub title: &'static str,
}

/// The scenario of a name.
pub(crate) fn find(name: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.name == name)
}
