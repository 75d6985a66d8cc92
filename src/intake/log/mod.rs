//! Logs of servers and proxies as `read` takes them: one line, one request. The formats are those that an audit
//! reads; beside them are the error log of nginx and lines that were cut when they were pasted.
//!
//! Who made the requests wrote part of every line, so nothing of it is trusted.

mod nginx_error;

use super::transcript;
use super::weblog::{Draft, LineResult, MAX_LINE, PROBED, Reader, is_message};
use crate::evidence::event::{Event, ShownBytes, Vantage};
use crate::evidence::{FailureKind, Phase};

/// One request, as a line of a log shows it.
#[derive(Clone, Debug, Default)]
pub struct LogLine<'a> {
    /// What an audit takes of it.
    pub event: Event<'a>,
    /// The version, such as `HTTP/1.1`; empty where it is not shown.
    pub version: &'a [u8],
    /// The Referer: `None` where the format does not show it, empty where none was sent.
    pub referer: ShownBytes<'a>,
    /// What failed between this server and its upstream, where the line is about that.
    pub failure: Option<(Phase, FailureKind, &'a [u8])>,
}

/// Reads the lines of one log, which may mix formats.
#[derive(Debug)]
pub struct LogReader {
    formats: Reader,
}

impl Default for LogReader {
    fn default() -> Self {
        Self { formats: Reader::new(None, None, None) }
    }
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogRow {
    /// A request.
    Request,
    /// A directive or comment of the format.
    Directive,
    /// Nothing that is known.
    Unknown,
}

impl LogReader {
    /// Reads a line without its end, and gives its request to `take`.
    pub fn read(&mut self, line: &[u8], take: &mut dyn FnMut(&LogLine<'_>)) -> LogRow {
        let line = line.get(..line.len().min(MAX_LINE)).unwrap_or_default();
        let mut row = LogRow::Unknown;
        let mut found = |draft: &Draft<'_>| {
            let is_json = line.trim_ascii_start().starts_with(b"{");
            let mut event = *draft.event();
            if event.at_ms.is_none() || is_json && !shows_server(&event) {
                return;
            }
            if is_json && is_plain(draft) {
                event.scheme = Some(b"http");
            }
            row = LogRow::Request;
            take(&LogLine { event, version: draft.version, referer: draft.referer, failure: None });
        };
        match self.formats.read(line, 0, &mut found) {
            LineResult::Request => return row,
            LineResult::Empty if is_directive(line) => return LogRow::Directive,
            LineResult::Empty => return LogRow::Unknown,
            LineResult::Unread => {}
        }
        if let Some(cut) = before_open_quote(line)
            && self.formats.read(cut, 0, &mut found) == LineResult::Request
        {
            return row;
        }
        if let Some(line) = nginx_error::parse(line) {
            take(&line);
            return LogRow::Request;
        }
        LogRow::Unknown
    }
}

/// Whether an object of JSON is what a server writes, and not what a program does that requested something: a server
/// knows the method, and who asked, how much it sent, or the path that was requested of a host.
fn shows_server(event: &Event<'_>) -> bool {
    let has_path = event.host.is_some() && event.target.starts_with(b"/");
    event.method.is_some() && (event.address.is_some() || event.bytes.is_some() || has_path)
}

/// Whether a request came to Caddy without TLS, for which it writes an object. How it went on to MET is not shown by that.
fn is_plain(draft: &Draft<'_>) -> bool {
    let event = draft.event();
    event.vantage == Some(Vantage::Inbound) && event.scheme.is_none() && !draft.version.is_empty()
}

/// The line up to a quoted text that does not end, as people cut lines that they paste: of the Combined Log Format the
/// Referer or the User-Agent then.
fn before_open_quote(line: &[u8]) -> Option<&[u8]> {
    let mut quotes = memchr::memchr_iter(b'"', line);
    let (_, closed) = (quotes.next()?, quotes.next()?);
    let mut open = false;
    let mut last = closed;
    for at in quotes.filter(|at| line.get(at - 1) != Some(&b'\\')) {
        open = !open;
        last = at;
    }
    // Without one of the two the other is not known.
    let two = memchr::memmem::find(line.get(closed..last)?, b" \"").map_or(last, |at| closed + at);
    line.get(..two).filter(|_| open).map(<[u8]>::trim_ascii_end)
}

/// Whether a line is a directive of the W3C format.
fn is_directive(line: &[u8]) -> bool {
    [&b"#Fields:"[..], b"#Version:", b"#Software:", b"#Date:", b"#Start-Date:", b"#End-Date:", b"#Remark:"]
        .iter()
        .any(|directive| line.starts_with(directive))
}

/// Whether an input is a log: at least half of its first lines are of a known form.
pub(super) fn is_log(input: &[u8]) -> bool {
    let text = transcript::as_utf8(input.get(..input.len().min(4 * MAX_LINE)).unwrap_or_default());
    let lines = text.split(|&b| b == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let mut probed = lines.take(PROBED).peekable();
    let is_message = probed.peek().is_some_and(|line| is_message(line));
    let mut reader = LogReader::default();
    let (mut read, mut all) = (0_usize, 0_usize);
    for line in probed {
        match reader.read(line.strip_suffix(b"\r").unwrap_or(line), &mut |_| ()) {
            LogRow::Request => read += 1,
            LogRow::Directive => continue,
            LogRow::Unknown => {}
        }
        all += 1;
    }
    !is_message && read > 0 && read * 2 >= all
}

#[cfg(test)]
mod tests;
