//! Systems without namespaces.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::error::UsageError;

/// There is none.
pub(super) enum Namespace {}

impl Namespace {
    pub(super) fn enter() -> Result<Self, UsageError> {
        Err(UsageError::new(NoNamespaces.to_string()).help("use --wire env"))
    }

    pub(super) fn set(&self, _: &str, _: bool) -> io::Result<PathBuf> {
        match *self {}
    }
}

/// Why they cannot be entered.
#[derive(Debug)]
pub(super) struct NoNamespaces;

impl fmt::Display for NoNamespaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("namespaces exist on Linux alone")
    }
}

pub(super) fn try_in_another_process() -> Result<(), NoNamespaces> {
    Err(NoNamespaces)
}
