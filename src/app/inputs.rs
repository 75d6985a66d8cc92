//! What the inputs of a run are called in messages.

use std::ffi::OsStr;

use crate::text::escape::format_path;

/// What standard input is called.
pub(crate) const STANDARD_INPUT: &str = "standard input";

/// What an argument that is read is called: `-` is standard input.
pub(crate) fn name_of_input(file: &OsStr) -> String {
    if file == "-" { STANDARD_INPUT.to_owned() } else { format_path(file) }
}
