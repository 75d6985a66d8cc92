//! W3C extended logs: CloudFront (tabs, percent-encoded) and IIS (blanks, `+` for a blank).
//! <https://www.w3.org/TR/WD-logfile.html>

use super::draft::{Draft, LogField};
use super::names;
use super::time::TimeReader;
use crate::text::percent;

/// The columns that CloudFront writes, up to the last one that is used here.
const CLOUDFRONT: &[u8] =
    b"date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) \
                            cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header \
                            cs-protocol";

/// The columns that a `#Fields` line names.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    fields: Vec<Column>,
    /// Whether no directive names them, and there may be more.
    are_supposed: bool,
    separator: u8,
    target: Vec<u8>,
    agent: Vec<u8>,
    time: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Date,
    Clock,
    Took,
    LogField(LogField),
}

impl Columns {
    /// Takes a directive. Only that which names the columns counts.
    pub(super) fn directive(&mut self, line: &[u8]) {
        if let Some(names) = line.strip_prefix(b"#Fields:") {
            (self.fields, self.are_supposed) = (columns(names), false);
        }
    }

    /// Takes a line for one of CloudFront where it has as many columns and no directive was read.
    pub(super) fn suppose(&mut self, line: &[u8]) {
        if self.fields.is_empty() && (16..40).contains(&memchr::memchr_iter(b'\t', line).count()) {
            (self.fields, self.are_supposed) = (columns(CLOUDFRONT), true);
        }
    }

    /// Reads a line, where columns are known.
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) -> Option<()> {
        let Self { fields, separator, target, agent, time, are_supposed } = self;
        if fields.is_empty() {
            return None;
        }
        *separator = if line.contains(&b'\t') { b'\t' } else { b' ' };
        let values: Vec<&[u8]> = line.split(|b| b == separator).collect();
        if values.len() < fields.len() || values.len() > fields.len() && !*are_supposed {
            return None;
        }
        let is_cloudfront = *separator == b'\t';
        let column =
            |wanted: Column| fields.iter().position(|column| *column == wanted).and_then(|at| values.get(at).copied());
        time.clear();
        time.extend_from_slice(column(Column::Date)?);
        time.push(b'T');
        time.extend_from_slice(column(Column::Clock)?);
        target.clear();
        target.extend_from_slice(column(Column::LogField(LogField::Target))?);
        if let Some(query) = column(Column::LogField(LogField::Query)).filter(|query| !matches!(*query, b"-" | b"")) {
            target.push(b'?');
            target.extend_from_slice(query);
        }
        agent.clear();
        let named = column(Column::LogField(LogField::UserAgent));
        let encoded = named.unwrap_or_default();
        match is_cloudfront {
            true => percent::decode(encoded, agent),
            // IIS writes a blank as a plus sign.
            false => {
                percent::decode(&encoded.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect::<Vec<_>>(), agent)
            }
        }
        // Old logs of CloudFront have the percent signs encoded once more.
        if is_cloudfront && named.is_some_and(|agent| has(agent, b"%2520") && !has(agent, b"%20")) {
            let once = std::mem::take(agent);
            percent::decode(&once, agent);
        }
        for (column, value) in fields.iter().zip(&values) {
            match column {
                Column::Took if is_cloudfront => draft.set(LogField::Seconds, value, times),
                Column::Took => draft.set(LogField::Milliseconds, value, times),
                Column::LogField(LogField::Target | LogField::Query | LogField::UserAgent)
                | Column::Date
                | Column::Clock => true,
                Column::LogField(field) => draft.set(*field, value, times),
            };
        }
        draft.set(LogField::End, time, times);
        draft.set(LogField::Target, target, times);
        if named.is_some() {
            draft.set(LogField::UserAgent, agent, times);
        }
        draft.is_timed().then_some(())
    }
}

fn has(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

fn columns(names: &[u8]) -> Vec<Column> {
    let names = names.split(|b| matches!(b, b' ' | b'\t')).filter(|name| !name.is_empty());
    names
        .map(|name| match name.to_ascii_lowercase().as_slice() {
            b"date" => Column::Date,
            b"time" => Column::Clock,
            b"time-taken" => Column::Took,
            name => Column::LogField(names::column(name)),
        })
        .collect()
}
