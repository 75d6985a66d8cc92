//! The program: arguments become a plan, commands carry it out, reports go where they are wanted.

pub mod args;
pub mod batch;
pub mod commands;
pub mod console;
pub mod limits;
pub mod output;
pub mod plan;
pub mod run;
