//! A pasted text: messages as curl and people write them, and lines in which programs say what came of a request.

use std::borrow::Cow;

use super::dumps::{self, FoundDump};
use super::lift::{self, Loose};
use super::sheet::{Row, Sheet};
use super::transcript::{self, MOST_LINES, as_utf8};
use super::unwrap::{unwrap, without_escapes};
use super::{Captured, Hints, IntakeError, Piece, Reading, curl, group, nothing};
use crate::evidence::form::{Form, Shows};
use crate::evidence::shown::Shown;
use crate::sort::sort_by_key;

/// Output of `curl -v`.
static CURL_VERBOSE: Form = Form { id: "curl-verbose", name: "output of curl -v", shows: Shows::Messages };
/// Heads and bodies as they are.
static MESSAGES: Form = Form { id: "http-messages", name: "a capture", shows: Shows::Messages };

/// Reads a text into the targets that it holds.
///
/// # Errors
/// When it holds nothing that can be judged, or breaks off; with the place.
pub(super) fn read(input: &[u8], hints: &Hints) -> Result<Reading, IntakeError> {
    let text = as_utf8(input);
    let (sheet, forms) = sheet(&text);
    let dump = transcript::dump(&sheet)?;
    let loose: Vec<Loose<'_>> =
        dump.loose.iter().map(|line| Loose { number: line.number, text: as_text(line.text) }).collect();
    let mut messages = dump.pieces;
    for message in &mut messages {
        name(message, &forms, dump.verbose);
    }
    let json = || std::str::from_utf8(&text).ok().and_then(|text| lift::json::read(text, 1));
    let whole = if messages.is_empty() && text.trim_ascii_start().starts_with(b"{") { json() } else { None };
    let mut found = match whole {
        Some(piece) => lift::Gathered { pieces: vec![piece], notes: Vec::new() },
        None => lift::gather(&loose, &mut messages, hints),
    };
    for piece in &mut found.pieces {
        piece.request = piece.request.take().map(|request| lift::hinted(request, hints));
    }
    messages.iter_mut().for_each(name_host);
    let mut captured = group::group(messages);
    captured.extend(found.pieces.into_iter().flat_map(alone));
    sort_by_key(&mut captured, Captured::line);
    if captured.is_empty() {
        return Err(nothing::found(&text, &loose, hints));
    }
    Ok(Reading { captured, notes: found.notes })
}

/// A line as text, without the codes that colour it.
fn as_text(line: &[u8]) -> Cow<'_, str> {
    match without_escapes(line) {
        Cow::Borrowed(line) => String::from_utf8_lossy(line),
        Cow::Owned(line) => Cow::Owned(String::from_utf8_lossy(&line).into_owned()),
    }
}

/// The text without its wrappers and with the dumps of other clients in one form, and where which of them begins.
fn sheet(text: &[u8]) -> (Sheet<'_>, Vec<FoundDump>) {
    let count = text.split(|&b| b == b'\n').count();
    if count > MOST_LINES {
        return (Sheet::plain(text), Vec::new());
    }
    let (rows, forms) = dumps::translate(unwrap(text), text);
    let is_plain = forms.is_empty() && rows.iter().all(Row::is_as_it_was);
    match is_plain {
        true => (Sheet::plain(text), Vec::new()),
        false => (Sheet::of_rows(&rows), forms),
    }
}

/// Gives a message that is nothing but an error of curl the host that the error names.
fn name_host(message: &mut Piece) {
    if let (None, None, Some(failure)) = (&message.request, &message.response, &message.failure) {
        let url = curl::host_of(&failure.detail.to_string());
        message.request = url.map(|url| lift::named(&url));
    }
}

/// Names the form of a message, and how much of the request that form shows.
fn name(message: &mut Piece, forms: &[FoundDump], verbose: bool) {
    let Some(dump) = dumps::form_of(message.line, forms) else {
        message.form = Some(if verbose { &CURL_VERBOSE } else { &MESSAGES });
        return;
    };
    message.form = Some(&dump.form);
    if let Some(request) = message.request.as_mut().filter(|request| request.shown == Shown::Whole) {
        request.shown = dump.shown;
    }
}

/// What was lifted out of a line is a target of its own.
fn alone(piece: Piece) -> Vec<Captured> {
    let (form, several) = (piece.form, piece.several_services);
    let mut captured = group::group(vec![piece]);
    for target in &mut captured {
        target.evidence.several_services = several;
        target.evidence.status_only = form.is_some_and(|form| form.shows == Shows::Report);
    }
    captured
}

#[cfg(test)]
mod tests;
