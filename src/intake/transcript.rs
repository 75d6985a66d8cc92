//! Dumps of HTTP messages: `curl -i`, `curl -v`, or heads and bodies as they stand in a bug report.
//!
//! A dump is text that people handle: line ends are CR LF or LF, requests may be missing, several responses may
//! stand in one file. Lines of `curl -v` carry a mark (`>` sent, `<` received, `*` a note, `{` and `}` data).

mod content;
mod heads;
mod reader;
mod words;

pub(crate) use super::lines::as_utf8;
use super::lines::{TextLine, lines};
use super::sheet::Sheet;
use super::{IntakeError, Piece};
pub use reader::MOST_MESSAGES;
use reader::TranscriptReader;

/// The most bytes of input that are read, unless the user allows more.
pub(crate) const MAX_INPUT: u64 = 48 * 1024 * 1024;

/// The most lines of a dump: each is remembered by its place, and short ones take more for that than they have.
pub const MOST_LINES: usize = 500_000;

/// The messages of a text, and the lines that belong to none.
pub(super) struct Dump<'a> {
    pub(super) pieces: Vec<Piece>,
    pub(super) loose: Vec<TextLine<'a>>,
    /// Whether lines carry the marks of `curl -v`.
    pub(super) verbose: bool,
}

/// Reads the messages of a sheet.
///
/// # Errors
/// When it has more lines or messages than are read, or a head that cannot be read; with the line.
pub(super) fn dump<'a>(sheet: &'a Sheet<'_>) -> Result<Dump<'a>, IntakeError> {
    let too_many = |what: &str| IntakeError::at_line(1, format!("the input has more than {what}, the limit"));
    let (lines, verbose) = lines(sheet, MOST_LINES).ok_or_else(|| too_many(&format!("{MOST_LINES} lines")))?;
    let mut reader = TranscriptReader::new(lines, &sheet.text, verbose);
    reader.run()?;
    if reader.pieces.len() > MOST_MESSAGES {
        return Err(too_many(&format!("{MOST_MESSAGES} messages")));
    }
    Ok(Dump { pieces: reader.pieces, loose: reader.loose, verbose })
}

#[cfg(test)]
mod tests;
