//! Texts as people paste them, with what they say of them beside.

use metstatus::internals::evidence::form::Shows;
use metstatus::internals::http::uri::target::Url;
use metstatus::internals::intake::{self, Hints, Reading};

use super::intake::whole;

/// Splits the hints from the text: a URL and a User-Agent in the first line.
fn hints(line: &str) -> Hints {
    let (url, agent) = line.split_once(' ').unwrap_or((line, ""));
    Hints { url: Url::parse(url).ok(), user_agent: (!agent.is_empty()).then(|| agent.to_owned()) }
}

/// The same holds as for every captured input, with hints too. What a program said is less than a message: it has no
/// content, and does not depend on the ends of lines.
pub(crate) fn holds(bytes: &[u8]) {
    let at = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    let (first, text) = bytes.split_at(at);
    let hints = hints(String::from_utf8_lossy(first).trim_end());
    let Ok(reading) = intake::read_with(text, &hints) else { return };
    let told = reports(&reading);
    whole(text, reading);
    if let Some(told) = told {
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        let again = intake::read_with(&lines.join(&b"\r\n"[..]), &hints).expect("read as it was before");
        assert_eq!(reports(&again), Some(told));
    }
}

/// Where and what programs said, of a text that holds nothing else.
fn reports(reading: &Reading) -> Option<Vec<String>> {
    let of = |captured: &intake::Captured| {
        let form = captured.evidence.form.filter(|form| form.shows == Shows::Report)?;
        let exchange = captured.evidence.exchanges.first()?;
        let body = exchange.response.as_ref().map_or(0, |response| response.body.bytes.len());
        let url = exchange.url().map(|url| url.wire());
        let failure = exchange.failure.as_ref().map(|failure| failure.kind.as_str());
        Some(format!("{} {} {:?} {failure:?} {url:?} {body}", captured.place, form.id, exchange.status()))
    };
    reading.captured.iter().map(of).collect()
}
