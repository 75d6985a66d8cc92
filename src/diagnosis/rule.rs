//! What a rule is: plain data.

use crate::diagnosis::severity::Severity;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// The public id, kebab-case.
    pub id: &'static str,
    /// The heading under which it is.
    pub topic: Topic,
    /// What it finds, as one sentence without a full stop.
    pub title: &'static str,
    /// How bad a finding is, unless the rule says otherwise.
    pub severity: Severity,
    /// Where it is written: a URL or an RFC section.
    pub reference: &'static str,
    /// What it means and why it matters.
    pub explanation: &'static str,
    /// What to do, most useful first; a finding may say it in the user's own values instead.
    pub advice: &'static [&'static str],
    /// A transcript that makes it fire; empty for what only a live check can see.
    pub example: &'static str,
}

/// A rule is known by its id.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// The headings of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Who is asking.
    Identity,
    /// What is asked.
    Request,
    /// What the status says.
    Status,
    /// How long a version lives.
    Deprecation,
    /// Whether caching works.
    Caching,
    /// When to ask again.
    Pacing,
    /// What happened on the way.
    Transport,
    /// How a client behaves over time.
    Traffic,
}

impl Topic {
    /// Every topic, in the order of the manual.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Request,
        Self::Status,
        Self::Deprecation,
        Self::Caching,
        Self::Pacing,
        Self::Transport,
        Self::Traffic,
    ];

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Request => "request",
            Self::Status => "status",
            Self::Deprecation => "deprecation",
            Self::Caching => "caching",
            Self::Pacing => "pacing",
            Self::Transport => "transport",
            Self::Traffic => "traffic",
        }
    }
}
