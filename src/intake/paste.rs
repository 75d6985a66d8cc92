//! A pasted text: messages as curl and people write them, and lines in which programs say what came of a request.

use super::lift::{self, Loose};
use super::sheet::Sheet;
use super::transcript::{self, as_utf8};
use super::{Captured, Hints, IntakeError, Piece, Reading, group};
use crate::form::Shows;

/// Reads a text into the targets that it holds.
///
/// # Errors
/// When it holds nothing that can be judged, or breaks off; with the place.
pub(super) fn read(input: &[u8], hints: &Hints) -> Result<Reading, IntakeError> {
    let text = as_utf8(input);
    let sheet = Sheet::plain(&text);
    let dump = transcript::dump(&sheet)?;
    let loose: Vec<Loose<'_>> =
        dump.loose.iter().map(|line| Loose { number: line.number, text: String::from_utf8_lossy(line.text) }).collect();
    let mut messages = dump.pieces;
    let json = || std::str::from_utf8(&text).ok().and_then(|text| lift::json::read(text, 1));
    let whole = if messages.is_empty() && text.trim_ascii_start().starts_with(b"{") { json() } else { None };
    let mut found = match whole {
        Some(piece) => lift::Gathered { pieces: vec![piece], notes: Vec::new() },
        None => lift::gather(&loose, &mut messages, hints),
    };
    for piece in &mut found.pieces {
        piece.request = piece.request.take().map(|request| lift::hinted(request, hints));
    }
    let mut captured = group::group(messages);
    captured.extend(found.pieces.into_iter().flat_map(alone));
    captured.sort_by_key(Captured::line);
    if captured.is_empty() {
        return Err(dump.nothing_found);
    }
    Ok(Reading { captured, notes: found.notes })
}

/// What was lifted out of a line is a target of its own.
fn alone(piece: Piece) -> Vec<Captured> {
    let form = piece.form;
    let mut captured = group::group(vec![piece]);
    for target in &mut captured {
        target.evidence.status_only = form.is_some_and(|form| form.shows == Shows::Report);
    }
    captured
}
