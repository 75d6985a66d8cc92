//! What each subcommand does.

pub(crate) mod audit;
pub(crate) mod bundled;
pub(crate) mod check;
pub(crate) mod config;
pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod refresh;
pub(crate) mod sandbox;
