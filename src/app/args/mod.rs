//! The command line: what can be typed, and what help shows of it.

pub(crate) mod amounts;
pub(crate) mod audit;
pub(crate) mod choices;
pub(crate) mod cli;
pub(crate) mod examples;
pub(crate) mod help;
pub(crate) mod options;
pub(crate) mod plugin;
pub(crate) mod preset;
pub(crate) mod request;
pub(crate) mod sandbox;
pub(crate) mod showing;
mod targets_only;
pub(crate) mod usage;
mod values;
