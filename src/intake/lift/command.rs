//! Commands among the lines of a text.

use super::Loose;
use crate::evidence::Request;
use crate::intake::command::{self, PastedCommand};

/// The most lines of a command.
const LINES_OF_COMMAND: usize = 100;

/// The most bytes of a command.
const COMMAND: usize = 64 * 1024;

/// A command that begins in a line.
pub(super) struct LooseCommand {
    /// The number of its first line.
    pub(super) line: usize,
    /// How many lines it takes.
    pub(super) taken: usize,
    /// The lines that it may take.
    pub(super) text: String,
    /// What it asks for.
    pub(super) requests: Vec<Request>,
    /// What the reader of a report has to know of it.
    pub(super) notes: Vec<String>,
    /// The status that it printed, in the line after it.
    pub(super) written_out: Option<u16>,
}

impl LooseCommand {
    /// Reads the command that begins in a line, where one does.
    pub(super) fn read(lines: &[Loose<'_>], at: usize) -> Option<Self> {
        let first = lines.get(at)?;
        if !command::is_command(&first.text) {
            return None;
        }
        let mut text = String::new();
        let mut before = first.number;
        for line in lines.get(at..)?.iter().take(LINES_OF_COMMAND) {
            let goes_on = text.is_empty() || continues(&text);
            if !goes_on || line.number > before + 1 || text.len() > COMMAND {
                break;
            }
            before = line.number;
            text.push_str(&line.text);
            text.push('\n');
        }
        let (PastedCommand { requests, notes }, taken) = command::read(&text)?;
        // `-w '%{http_code}'` prints the status alone, commonly as all that is seen.
        let written_out = lines.get(at + taken).and_then(|line| written_out(&text, &line.text));
        Some(Self { line: first.number, taken, text, requests, notes, written_out })
    }
}

/// The status that a command was asked to write, where the line after it is that.
fn written_out(command: &str, line: &str) -> Option<u16> {
    let asks = ["%{http_code}", "%{response_code}"].iter().any(|variable| command.contains(variable));
    let code = line.trim().parse().ok().filter(|code| (100..600).contains(code) && line.trim().len() == 3);
    code.filter(|_| asks)
}

/// Whether a command goes on after its line: a mark at its end, or a quote that is open.
fn continues(text: &str) -> bool {
    let line = text.trim_end();
    line.ends_with(['\\', '^']) || text.matches('\'').count() % 2 == 1
}
