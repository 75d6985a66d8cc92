//! A text without what the reporter's tools wrapped around it, and where each of its lines was.

use std::borrow::Cow;

/// Lines to be read as messages and as what people say of them.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// The lines.
    pub(super) text: Cow<'a, [u8]>,
    /// The number of each line in the input, where lines were taken out or put in.
    numbers: Option<Vec<usize>>,
    /// The lines, from 0, before which every message ends.
    cuts: Vec<usize>,
}

impl<'a> Sheet<'a> {
    /// A text as it is.
    pub(super) fn plain(text: &'a [u8]) -> Self {
        let fences = if contains(text, b"```") || contains(text, b"~~~") { fences(text) } else { Vec::new() };
        Self { text: Cow::Borrowed(text), numbers: None, cuts: fences }
    }

    /// Rows put together.
    pub(super) fn of_rows(rows: &[Row<'_>]) -> Self {
        let mut text = Vec::with_capacity(rows.iter().map(|row| row.text.len() + 1).sum());
        let mut cuts = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if row.cut || is_fence(&row.text) {
                cuts.push(index);
            }
            text.extend_from_slice(&row.text);
            text.push(b'\n');
        }
        Self { text: Cow::Owned(text), numbers: Some(rows.iter().map(|row| row.number).collect()), cuts }
    }

    /// The number in the input of a line, from 1.
    pub(super) fn number(&self, index: usize) -> usize {
        match &self.numbers {
            Some(numbers) => numbers.get(index).copied().unwrap_or_default(),
            None => index + 1,
        }
    }

    /// Whether every message ends before a line.
    pub(super) fn is_cut(&self, index: usize) -> bool {
        self.cuts.binary_search(&index).is_ok()
    }
}

/// A line on its way to a sheet.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    /// Its number in the input, from 1.
    pub(super) number: usize,
    /// Its content without the line end.
    pub(super) text: Cow<'a, [u8]>,
    /// Whether every message ends before it.
    pub(super) cut: bool,
}

impl<'a> Row<'a> {
    /// Whether it is a line of the input without any change.
    pub(super) fn is_as_it_was(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_)) && !self.cut
    }

    /// A row of the input.
    pub(super) fn new(number: usize, text: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { number, text: text.into(), cut: false }
    }
}

/// The places of the fences of Markdown in a text.
fn fences(text: &[u8]) -> Vec<usize> {
    text.split(|&b| b == b'\n').enumerate().filter(|(_, line)| is_fence(line)).map(|(index, _)| index).collect()
}

/// Whether a line begins or ends a block of code in Markdown.
fn is_fence(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.starts_with(b"```") || line.starts_with(b"~~~")
}

/// Whether bytes hold others.
pub(super) fn contains(text: &[u8], wanted: &[u8]) -> bool {
    let Some((&first, rest)) = wanted.split_first() else { return true };
    let mut from = text;
    while let Some(at) = from.iter().position(|&b| b == first) {
        from = from.get(at + 1..).unwrap_or_default();
        if from.starts_with(rest) {
            return true;
        }
    }
    false
}
