//! The program: arguments become a plan, commands carry it out, reports go where they are wanted.

pub(crate) mod args;
pub(crate) mod batch;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod console;
mod inputs;
pub(crate) mod knowledge;
pub(crate) mod limits;
pub(crate) mod plan;
pub(crate) mod report_sinks;
pub(crate) mod run;
