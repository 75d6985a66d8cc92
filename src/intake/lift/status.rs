//! Statuses that a line states: a number of three digits with words beside it that make it a status. A number alone
//! is none.

use std::ops::Range;

use super::cues::{COUNTED, CUES, OTHERS, UNITS, WEAK_CUES, WIDE_UNITS};
use crate::http::status::{CLIENT_CLOSED_REQUEST, codes, phrases, registered};

/// A status in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The code.
    pub(crate) code: u16,
    /// The reason phrase, where one is there.
    pub(crate) reason: String,
    /// The place of the number, or of the phrase where there is no number.
    pub(crate) at: usize,
}

/// The most numbers of a line that are looked at.
const MOST: usize = 100;

/// Bytes before a number in which words are looked for.
const BEFORE: usize = 60;

/// The statuses that a line states. `urls` are the places of its URLs, whose numbers are none; `named` finds out
/// whether it names a service.
pub(crate) fn stated(line: &str, urls: &[Range<usize>], named: impl FnOnce() -> bool) -> Vec<Stated> {
    let is_number = |(at, _): &(usize, u16)| !urls.iter().any(|span| span.contains(at));
    let numbers: Vec<(usize, u16)> = numbers(line).filter(is_number).take(MOST).collect();
    let mut found = Vec::new();
    if !numbers.is_empty() && !is_source(line) {
        let is_prose = is_prose(line) || is_question(line);
        let beside = !urls.is_empty() || line.contains("HTTP") || line.contains("http") || named();
        let beside = beside && !is_prose;
        let read = |(at, code)| read(line, at, code, is_prose, beside, urls);
        found.extend(numbers.into_iter().filter_map(read));
    }
    let names_reason = ["eason", "tatusText", "server replied"].iter().any(|word| line.contains(word));
    if found.is_empty() && names_reason {
        found.extend(by_reason(line));
    }
    found
}

/// The numbers of exactly three digits from 100 to 599 that are not part of something longer.
fn numbers(line: &str) -> impl Iterator<Item = (usize, u16)> {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).filter_map(move |at| {
        let first = matches!(bytes.get(at), Some(b'1'..=b'5'));
        if !first || !digit(at + 1) || !digit(at + 2) {
            return None;
        }
        let before = line.get(..at)?.chars().next_back();
        let glued = before.is_some_and(|c| c.is_ascii_alphanumeric() || "._-/%#+~$".contains(c) || is_glue(c));
        let after = line.get(at + 3..)?.chars().next();
        let goes_on = after.is_some_and(|c| c.is_ascii_alphanumeric() || "_%/".contains(c) || is_glue(c))
            || (after.is_some_and(|c| ".,:-".contains(c)) && digit(at + 4));
        let code = line.get(at..at + 3)?.parse().ok()?;
        (!glued && !goes_on).then_some((at, code))
    })
}

/// Whether a character beyond ASCII makes a number beside it a part of something longer: letters and signs such as `€`
/// do, quotation marks and the writings without blanks do not.
fn is_glue(c: char) -> bool {
    !c.is_ascii() && !matches!(c, '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '→' | '…') && !is_unspaced(c)
}

/// Whether a character is of a writing without blanks between words, or of its punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// Whether what lies between a URL and a number joins them: `https://h/x 403`, `https://h/x -> 403`, `https://h/x:
/// [403]`.
fn is_between(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| matches!(c, ' ' | '\t' | '|' | ':' | '=' | '-' | '>' | '→' | '(' | '[' | '"' | '\''))
}

/// Reads a number as a status.
fn read(line: &str, at: usize, code: u16, is_prose: bool, beside: bool, urls: &[Range<usize>]) -> Option<Stated> {
    let after = line.get(at + 3..).unwrap_or_default();
    let reason = reason_after(after, code);
    let before = line.get(..at).unwrap_or_default();
    let is_first = before.trim().is_empty();
    let phrase = reason.is_some() && (is_first || (code >= 300 && !is_prose) || beside);
    let strong = before.ends_with("<Response [")
        || ends_in_version(before)
        || ends_in_request(before)
        || after.starts_with(" Client Error")
        || after.starts_with(" Server Error");
    let cued = cue(before, CUES).is_some_and(|cue| !is_of_another(before, cue))
        || (beside && is_known(code) && cue(before, WEAK_CUES).is_some_and(|cue| !is_of_another(before, cue)));
    let unit = after.trim_start();
    let measured = UNITS.contains(&unit.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default())
        || WIDE_UNITS.iter().any(|wide| unit.starts_with(wide));
    let joined = !is_prose && is_known(code) && (is_joined(line, at, urls) || is_of_remote(before, after));
    (phrase || strong || ((cued || joined) && !measured)).then(|| Stated {
        code,
        reason: reason.unwrap_or_default(),
        at,
    })
}

/// Whether a number is that of .NET, which says in the user's own language what the remote server returned:
/// `WebException: …: (403) Interdit.`
fn is_of_remote(before: &str, after: &str) -> bool {
    let names = ["serve", "servi"].iter().any(|name| before.to_lowercase().contains(name));
    let introduced = before.strip_suffix('(').map(str::trim_end).is_some_and(|before| before.ends_with(':'));
    let word = after.strip_prefix(") ").and_then(|word| word.chars().next());
    names && introduced && word.is_some_and(char::is_uppercase)
}

/// Whether punctuation joins a number to a URL, or to what could not be fetched.
fn is_joined(line: &str, at: usize, urls: &[Range<usize>]) -> bool {
    let (before, after) = (line.get(..at).unwrap_or_default(), line.get(at + 3..).unwrap_or_default());
    let after_url = || {
        urls.iter().filter_map(|url| line.get(url.end..at)).any(|between| {
            is_between(between) && (ends_statement(after) || (!between.trim().is_empty() && begins_reason(after)))
        })
    };
    let before_url = || {
        let between = |url: &Range<usize>| {
            let text = line.get(at + 3..url.start)?.trim_start_matches([']', ')']);
            let joining = [" for ", " from ", " response for ", " response from ", " returned by "];
            let word = joining.iter().find_map(|word| text.strip_prefix(word));
            Some(if word.is_some_and(str::is_empty) { " " } else { text })
        };
        urls.iter().filter_map(between).any(is_between)
    };
    after_url() || (ends_statement(after) && fails_to_fetch(before)) || (begins_statement(before) && before_url())
}

/// Whether a phrase follows a number, as a server sends one in whatever language: `429 For mange forespørsler`.
fn begins_reason(after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Whether nothing that counts or measures follows a number.
fn ends_statement(after: &str) -> bool {
    let after = after.trim_start_matches([')', ']', '"', '\'', ' ', '\t']);
    after.is_empty()
        || after.starts_with([',', ';', '.', '(', '[', '|', '-'])
        || after.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a statement begins after a text: at the start of a line, after a colon or an arrow.
fn begins_statement(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t', '(', '[', '"', '\'']);
    let named = before.strip_suffix(':').map(|name| name.rsplit(|c: char| !c.is_alphanumeric()).next());
    let counted = named.flatten().is_some_and(|name| COUNTED.iter().any(|word| name.eq_ignore_ascii_case(word)));
    before.is_empty() || (before.ends_with([':', '>', '→']) && !counted)
}

/// Whether a text ends in the words of a program that could not fetch something, and a colon: `Failed to load weather:`.
fn fails_to_fetch(before: &str) -> bool {
    let Some(words) = before.trim_end().strip_suffix(':') else { return false };
    let lower = words.to_ascii_lowercase();
    let fails = ["failed to ", "could not ", "unable to ", "error while ", "error when ", "error "];
    let verbs = ["load", "fetch", "get", "retriev", "download", "request", "call", "query"];
    fails.iter().any(|lead| {
        lower.match_indices(lead).any(|(at, _)| {
            lower.get(at + lead.len()..).is_some_and(|rest| verbs.iter().any(|verb| rest.starts_with(verb)))
        })
    })
}

/// Whether a line is one of a program's source that compares a status, expects it or throws it: it says what would be
/// done, and not what came.
fn is_source(line: &str) -> bool {
    let start = line.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let begins = ["assert", "self.assert", "expect(", "throw ", "raise ", "if (", "if(", "elif ", "} else if", "case "];
    let holds = [
        " === ",
        " !== ",
        " == ",
        " != ",
        " >= ",
        " <= ",
        ".assert",
        "expect(",
        "throw new ",
        ".toBe(",
        ".toEqual(",
        "mock.",
        "mock(",
        "responses.add",
    ];
    begins.iter().any(|word| start.starts_with(word))
        || (start.starts_with("return ") && line.contains('('))
        || holds.iter().any(|word| line.contains(word))
}

/// Whether a line is a sentence of a person: it has several of the small words that programs leave out.
fn is_prose(line: &str) -> bool {
    let small = [
        "the", "a", "an", "i", "we", "you", "it", "is", "are", "was", "that", "this", "which", "when", "my", "our",
        "and", "or", "but", "have", "had", "has", "if", "of", "in", "on", "so", "then", "me", "there", "they", "their",
        "how", "why",
    ];
    let words = line.split(|c: char| !c.is_alphabetic()).map(str::to_ascii_lowercase);
    words.filter(|word| small.contains(&word.as_str())).take(5).count() == 5
}

/// Whether a line asks: "What does 403 Forbidden mean?", "is 404 Not Found an error?".
fn is_question(line: &str) -> bool {
    const ASKING: [&str; 18] = [
        "what", "why", "how", "when", "where", "which", "who", "does", "do", "did", "is", "are", "was", "can", "could",
        "should", "would", "has",
    ];
    let first = line.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    ASKING.iter().any(|word| first.eq_ignore_ascii_case(word)) && line.contains('?')
}

fn is_known(code: u16) -> bool {
    registered(code).is_some() || code == CLIENT_CLOSED_REQUEST
}

/// The registered phrase of a code, where it follows the number: `403 Forbidden`, `403: Forbidden`, `403 (Forbidden)`,
/// `403, message='Forbidden'`.
fn reason_after(after: &str, code: u16) -> Option<String> {
    let rest = after.trim_start_matches([' ', ':', ',', '(', ')', '-', '"', '\'', '\t']);
    let rest = [
        "message='",
        "message=\"",
        "message: ",
        "Client Error: ",
        "Server Error: ",
        "Client Error (",
        "Server Error (",
    ]
    .iter()
    .find_map(|lead| rest.strip_prefix(lead))
    .unwrap_or(rest);
    phrases(code).find_map(|phrase| beginning(rest, phrase))
}

/// The words that a text begins with, where they are a phrase, without case and to the end of a word.
fn beginning(text: &str, phrase: &str) -> Option<String> {
    let (words, rest) = text.split_at_checked(phrase.len())?;
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    // Java names its constants so: `429 TOO_MANY_REQUESTS`.
    let is_constant = || words.contains('_') && words.replace('_', " ").eq_ignore_ascii_case(phrase);
    match (words.eq_ignore_ascii_case(phrase), ends) {
        (true, true) => Some(words.to_owned()),
        (false, true) if is_constant() => Some(phrase.to_owned()),
        _ => None,
    }
}

/// Whether the version of HTTP goes right before: `HTTP/1.1 403`.
fn ends_in_version(before: &str) -> bool {
    let Some(last) =
        before.strip_suffix(' ').and_then(|before| before.rsplit([' ', '"', '\'', '`', '(', '[', '!']).next())
    else {
        return false;
    };
    let version = last.get(..5).filter(|name| name.eq_ignore_ascii_case("HTTP/")).and_then(|_| last.get(5..));
    version.is_some_and(|version| {
        version.starts_with(|c: char| c.is_ascii_digit()) && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

/// Whether a quoted request line goes right before: `"GET /x HTTP/1.1" 403`.
fn ends_in_request(before: &str) -> bool {
    let before = before.trim_end();
    let Some(before) = before.strip_suffix(['"', '\'', '`']) else { return false };
    before.get(before.len().saturating_sub(9)..).is_some_and(|end| end.contains(" HTTP/"))
}

/// The longest of the cues that a text ends in, and where it begins.
fn cue(before: &str, cues: &[&str]) -> Option<usize> {
    let trimmed = before
        .trim_end_matches(|c: char| " \t:=>()[]{'\"`“‘„«#*,→".contains(c) || (is_unspaced(c) && !c.is_alphanumeric()));
    let trimmed = [" of", " is", " was", " with", " a", " an", " code"]
        .iter()
        .filter(|tail| **tail != " code" || cues.len() == CUES.len())
        .find_map(|tail| trimmed.strip_suffix(tail).filter(|rest| !ends_with_word(rest, "status") || *tail != " code"))
        .unwrap_or(trimmed)
        .trim_end();
    let best = cues.iter().filter(|cue| ends_with_word(trimmed, cue)).max_by_key(|cue| cue.len())?;
    Some(trimmed.len() - best.len())
}

/// Whether a text ends in words, without case, at the border of a word.
pub(super) fn ends_with_word(text: &str, words: &str) -> bool {
    let Some(start) = text.len().checked_sub(words.len()) else { return false };
    let same = |end: &str| end.eq_ignore_ascii_case(words) || (!words.is_ascii() && end.to_lowercase() == words);
    let matches = text.get(start..).is_some_and(same);
    let border = text.get(..start).and_then(|before| before.chars().next_back());
    // `responseStatus`, `lastStatusCode`: a capital begins a word as well.
    let capital = text.get(start..).is_some_and(|end| end.starts_with(|c: char| c.is_ascii_uppercase()));
    let unspaced = words.starts_with(is_unspaced);
    matches && border.is_none_or(|c| !c.is_alphanumeric() || (capital && c.is_lowercase()) || unspaced)
}

/// Whether the word before a cue says that it is the status of a process, say.
fn is_of_another(before: &str, cue: usize) -> bool {
    let start = cue.saturating_sub(BEFORE);
    let words = (start..=cue).find_map(|start| before.get(start..cue)).unwrap_or_default();
    let last = words.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty()).unwrap_or_default();
    let last = last.to_ascii_lowercase();
    // `getaddrinfo() returns 202`.
    let of_function = words.trim_end().ends_with("()");
    of_function
        || OTHERS.contains(&last.as_str())
        || (last == "with" && words.to_ascii_lowercase().contains("exited with"))
}

/// A status that is stated by its phrase alone: `'bad status code' Reason: Non-Authoritative Information`.
fn by_reason(line: &str) -> Option<Stated> {
    let lower = line.to_ascii_lowercase();
    let (place, words) = ["reason phrase:", "reason:", "reason=", "statustext:", "server replied:"]
        .iter()
        .find_map(|cue| lower.find(cue).map(|at| at + cue.len()))
        .and_then(|at| Some((at, line.get(at..)?)))?;
    if !lower.contains("status") && !lower.contains("http") {
        return None;
    }
    let words = words.trim_start_matches([' ', '\'', '"']);
    let (code, reason) = codes().find_map(|code| {
        let reason = phrases(code).find_map(|phrase| beginning(words, phrase))?;
        Some((code, reason))
    })?;
    Some(Stated { code, reason, at: place })
}

#[cfg(test)]
mod tests;
