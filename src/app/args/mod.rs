//! The command line: what can be typed, and what help shows of it.

pub mod cli;
pub mod help;
pub mod options;
pub mod plugin;
mod values;
