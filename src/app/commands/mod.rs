//! What each subcommand does.

pub mod check;
pub mod list;
pub mod read;
