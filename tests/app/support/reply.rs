//! What becomes of a connection within the process after a scripted reply.

use super::script::{Content, Reply};
use crate::support::door::evidence::{FailureKind, Phase};

/// What becomes of the connection after the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It stays open, for the next request.
    Open,
    /// It is closed.
    Close,
    /// It stays open, and nothing more comes.
    Stall,
    /// It is reset.
    Reset,
}

impl Reply {
    /// No exchange: it fails in this phase, in this way, with these words.
    pub(crate) fn fails(phase: Phase, kind: FailureKind, words: &str) -> Self {
        Self::new(Content::Fails((phase, kind, words.to_owned())))
    }

    /// What goes wrong in place of an HTTP exchange, where that is what is scripted.
    pub(super) fn failure(&self) -> Option<(Phase, FailureKind, &str)> {
        match &self.content {
            Content::Fails((phase, kind, words)) => Some((*phase, kind.clone(), words)),
            _ => None,
        }
    }

    pub(super) fn end(&self) -> End {
        match (self.reset, self.stall, self.keeps_open()) {
            (true, ..) => End::Reset,
            (false, true, _) => End::Stall,
            (false, false, true) => End::Open,
            (false, false, false) => End::Close,
        }
    }
}
