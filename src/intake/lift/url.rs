//! URLs in a line of text, without the quotes, brackets and full stops that surround them.

use std::ops::Range;

use crate::http::uri::target::{Url, UrlError};
use crate::sort::sort_by_key;

/// A URL in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundUrl {
    /// The place in the line.
    pub(super) span: Range<usize>,
    /// The URL.
    pub(super) url: Url,
}

impl FoundUrl {
    fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }
}

/// The most URLs of a line that are looked at.
const MOST: usize = 50;

/// The URLs of a line. A query that the reporter cut short is left out: its rest is not known.
pub(super) fn urls(line: &str) -> Vec<FoundUrl> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(colon) = line.get(from..).and_then(|rest| rest.find("://")).map(|at| from + at) {
        from = colon + "://".len();
        let Some(start) = scheme_start(line, colon) else { continue };
        let end = from + length(line, start, from);
        if let Some(url) = read(line, start..end, Url::parse_as_sent) {
            found.push(FoundUrl { span: start..end, url });
        }
        from = end;
        if found.len() == MOST {
            break;
        }
    }
    let bare: Vec<FoundUrl> = without_scheme(line).filter(|bare| !found.iter().any(|url| url.overlaps(bare))).collect();
    found.extend(bare);
    sort_by_key(&mut found, |url| url.span.start);
    found
}

/// The URLs of MET's API that are written without a scheme, as in the settings and logs of small devices.
fn without_scheme(line: &str) -> impl Iterator<Item = FoundUrl> + '_ {
    const API: &str = "api.met.no/weatherapi/";
    line.match_indices(API).take(MOST).filter_map(move |(at, _)| {
        let alias =
            line.get(..at)?.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
        let start = at - alias;
        let is_host = alias == 0 || line.get(..at)?.ends_with('.');
        let is_part = line.get(..start)?.ends_with(['/', '@', '%', '_']);
        let end = at + API.len() + length(line, start, at + API.len());
        let url = read(line, start..end, Url::parse_without_scheme).filter(|_| is_host && !is_part)?;
        Some(FoundUrl { span: start..end, url })
    })
}

/// Where `http` or `https` begins that ends at a colon.
fn scheme_start(line: &str, colon: usize) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        line.get(start..colon)?.eq_ignore_ascii_case(scheme).then_some(start)
    })
}

/// How many bytes the URL goes on after its scheme.
fn length(line: &str, start: usize, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    let closing = line.get(..start).and_then(|before| before.chars().next_back()).and_then(closing_quote);
    let is_end = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\') || Some(c) == closing
    };
    let mut length = rest.find(is_end).unwrap_or(rest.len());
    let shown = rest.get(..length).unwrap_or_default();
    let entity = ["&quot;", "&#39;", "&#34;", "&gt;", "&lt;"].iter().filter_map(|entity| shown.find(entity)).min();
    length = entity.unwrap_or(length);
    // What closes a bracket around the URL, and the punctuation of a sentence, is not a part of it.
    let whole = rest.get(..length).unwrap_or_default();
    let mut surplus = BRACKETS.map(|(open, close)| {
        let count = |wanted: char| i64::try_from(whole.matches(wanted).count()).unwrap_or(i64::MAX);
        count(close) - count(open)
    });
    while let Some(last) = rest.get(..length).and_then(|text| text.chars().next_back()) {
        let bracket = BRACKETS.iter().position(|(_, close)| *close == last);
        let loose = match bracket.and_then(|at| surplus.get_mut(at)) {
            Some(surplus) => {
                *surplus -= 1;
                *surplus >= 0
            }
            None => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '*' | '”' | '’' | '»'),
        };
        if !loose || is_cut(rest.get(..length).unwrap_or_default()) {
            break;
        }
        length -= last.len_utf8();
    }
    length
}

/// Brackets that may stand in a URL, and around one.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

fn closing_quote(opening: char) -> Option<char> {
    Some(match opening {
        '“' | '„' => '”',
        '‘' => '’',
        '«' => '»',
        _ => return None,
    })
}

/// Whether a text ends in the mark of what was left out.
fn is_cut(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

/// The URL at a place of a line: with `&` where a page shows `&amp;`, and without a query that was cut or made
/// unreadable.
fn read(line: &str, span: Range<usize>, parse: fn(&str) -> Result<Url, UrlError>) -> Option<Url> {
    let text = line.get(span.clone())?;
    let is_open = text.ends_with('=') && line.get(span.end..)?.starts_with('<');
    let escaped = text.matches("&amp;").count();
    let text = match escaped > 0 && escaped == text.matches('&').count() {
        true => text.replace("&amp;", "&"),
        false => text.to_owned(),
    };
    let text = match is_cut(&text) || is_open || is_withheld(&text) {
        true => text.split('?').next().unwrap_or_default().trim_end_matches(['.', '…']),
        false => &text,
    };
    parse(text).ok().filter(|url| !url.host().is_empty())
}

/// Whether a reporter put something else in place of a value of the query: `lat=XX.XXXX`, `lat=***`, `lat=[my latitude]`.
/// What a program forgot to fill in, such as `{lat}` or `undefined`, was sent as it is.
fn is_withheld(text: &str) -> bool {
    const WORDS: [&str; 6] = ["redacted", "removed", "hidden", "masked", "private", "coord"];
    let query = text.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter_map(|part| part.split_once('=')).any(|(_, value)| {
        let is_blot = |c: char| matches!(c, 'x' | 'X' | 'y' | 'Y' | '*' | '#' | '.' | '█');
        let blots = value.chars().filter(|c| !matches!(c, '.')).count();
        (blots >= 2 && value.chars().all(is_blot))
            || value.starts_with('[')
            || WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_ends_where_the_text_around_it_goes_on() {
        for (line, expected) in [
            ("see https://api.acme.no/x?a=1&b=2, please", "https://api.acme.no/x?a=1&b=2"),
            ("url=URL('https://api.acme.no/x?a=1&amp;b=2')", "https://api.acme.no/x?a=1&b=2"),
            ("(https://api.acme.no/a(b))", "https://api.acme.no/a(b)"),
            ("file(http://api.acme.no/a?x=1): failed", "http://api.acme.no/a?x=1"),
            ("“https://api.acme.no/a”", "https://api.acme.no/a"),
            ("<https://api.acme.no/a>.", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat=1&lon=...", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat=<XX.XXXX>&lon=<YY.YYYY>", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat=XX.XXXX&lon=8", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat=[my_lat]&lon=[my_lon]", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat=***&lon=***", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat=1&key=REDACTED", "https://api.acme.no/a"),
            ("https://api.acme.no/a?lat={lat}&lon=%s", "https://api.acme.no/a?lat=%7Blat%7D&lon=%25s"),
            ("https://api.acme.no/a?lat=undefined&x=x", "https://api.acme.no/a?lat=undefined&x=x"),
            (
                "api.met.no/weatherapi/nowcast/2.0/complete?lat=1, say",
                "https://api.met.no/weatherapi/nowcast/2.0/complete?lat=1",
            ),
            ("mixed https://api.acme.no/a?x=1&amp;y=2&z=3 left alone", "https://api.acme.no/a?x=1&amp;y=2&z=3"),
        ] {
            let found = urls(line);
            assert_eq!(found.len(), 1, "{line}");
            assert_eq!(found[0].url.wire(), expected, "{line}");
        }
    }

    #[test]
    fn text_that_is_not_a_url_is_none() {
        for line in ["http://", "ftp://api.acme.no/", "://", "https:// x", "file:///a/b.js"] {
            assert_eq!(urls(line), Vec::new(), "{line}");
        }
    }
}
