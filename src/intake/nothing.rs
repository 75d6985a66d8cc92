//! What is said where a text holds nothing to judge: what was looked for, the line that says most, and what to capture.

use super::lift::Loose;
use super::{Hints, IntakeError};
use crate::diagnosis::missing::capture_command;
use crate::http::uri::target::Url;
use crate::text::escape::{Text, beginning};

/// Characters of a line that are shown.
const SHOWN: usize = 60;

/// Bytes of a line that are looked at.
const LOOKED_AT: usize = 4096;

/// What the errors of parsers and programs say of an answer that is not shown. The words are in lower case.
const STUMBLES: &[(&[&str], &str)] = &[
    (
        &[
            "expaterror",
            "not well-formed",
            "xml.parsers",
            "xmlsyntaxerror",
            "saxparseexception",
            "xmlpullparser",
            "malformed xml",
        ],
        "is an XML parser's error: usually an HTML page, JSON or an error message was read as XML",
    ),
    (
        &[
            "json.parse",
            "after json",
            "jsondecodeerror",
            "expecting value",
            "unexpected token",
            "jsonexception",
            "expected value at line",
            "malformed json",
            "json parse",
        ],
        "is a JSON parser's error: usually an error message or an HTML page was read as JSON",
    ),
    (
        &["invalid media type", "content-type"],
        "is about a missing or unknown Content-Type: usually the response was a 304, which has none",
    ),
    (
        &["\"type\":\"feature\"", "\"timeseries\""],
        "contains a forecast, so a response arrived; the program fails on its data (not every time step has \
         next_1_hours)",
    ),
    (
        &[
            "typeerror",
            "keyerror",
            "attributeerror",
            "indexerror",
            "nullpointerexception",
            "nonetype",
            "cannot read prop",
            "is undefined",
            "undefined method",
            "nosuchkey",
        ],
        "is an error in the program itself, about data that it lacks; it says nothing about the server's response",
    ),
];

/// The refusal for a text in which nothing was found.
pub(super) fn found(text: &[u8], lines: &[Loose<'_>], hints: &Hints) -> IntakeError {
    if text.iter().all(u8::is_ascii_whitespace) {
        let mut error = IntakeError::at_line(1, "the input is empty");
        error.help = Some("curl -s hides its errors: use curl -sS, or -sSv to show more".to_owned());
        return error;
    }
    if text.iter().take(LOOKED_AT).any(|b| *b == 0) {
        return IntakeError::at_line(1, "this is binary data, not a capture or text");
    }
    let first = lines.iter().find(|line| !line.text.trim().is_empty());
    let telling = telling(lines);
    let number = telling.as_ref().map(|(line, _)| line.number).or(first.map(|line| line.number)).unwrap_or(1);
    let looked_for = "nothing to check: no HTTP message, status, program error, curl command, HAR file or access log \
                      found";
    let mut error = IntakeError::at_line(number, looked_for);
    let url = lines.iter().find_map(|line| url_of(&line.text)).or_else(|| hints.url.clone());
    let capture = capture_command(url.as_ref()).unwrap_or_else(|| {
        "to show more, repeat the request: curl -sSv -A 'USER-AGENT OF YOUR APP' 'URL' 2>&1 | metstatus read -"
            .to_owned()
    });
    let line = telling.map(|(line, says)| {
        let shown = Text::from(beginning(&line.text, LOOKED_AT).trim()).clipped(SHOWN);
        format!("line {} {says}: {}\n", line.number, crate::text::secret::redact_urls(&shown))
    });
    error.help = Some(format!("{}{capture}", line.unwrap_or_default()));
    error
}

/// The line that says most, and what it says.
fn telling<'a, 'b>(lines: &'a [Loose<'b>]) -> Option<(&'a Loose<'b>, String)> {
    let lower = |line: &Loose<'_>| beginning(&line.text, LOOKED_AT).to_ascii_lowercase();
    let stumble = |(words, says): &(&[&str], &str)| {
        let line = lines.iter().find(|line| {
            let lower = lower(line);
            words.iter().any(|word| lower.contains(word))
        });
        line.map(|line| (line, (*says).to_owned()))
    };
    let host = || {
        let named = |host: &'static str| {
            let line = lines.iter().find(|line| lower(line).contains(host))?;
            Some((line, format!("mentions {host} but no status")))
        };
        ["api.met.no", "met.no", "yr.no"].into_iter().find_map(named)
    };
    STUMBLES.iter().find_map(stumble).or_else(host)
}

/// The first URL of MET's in a line, else any.
fn url_of(text: &str) -> Option<Url> {
    super::lift::urls(beginning(text, LOOKED_AT)).into_iter().next()
}
