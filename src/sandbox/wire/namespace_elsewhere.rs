//! Systems without namespaces.

use std::io;
use std::path::PathBuf;

use crate::error::UsageError;

/// There is none.
pub(super) enum Namespace {}

impl Namespace {
    pub(super) fn enter() -> Result<Self, UsageError> {
        Err(UsageError::new("namespaces exist on Linux alone").help("use --wire env"))
    }

    pub(super) fn set(&mut self, _: &str, _: bool) -> io::Result<PathBuf> {
        match *self {}
    }
}

pub(super) fn try_in_another_process() -> Result<(), String> {
    Err("namespaces exist on Linux alone".to_owned())
}
