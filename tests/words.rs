//! Turns of phrase that read like a translation: in documents, the manual, the help, what the program prints, and the
//! comments of the sources. Each rule's page keeps the form that the others have.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use metstatus::internals::diagnosis::rules;

/// What is not written, and what to write instead.
const BANNED: [(&str, &str); 24] = [
    ("behind", "after, or backend"),
    ("whoever", "the server operator, anyone who"),
    ("nobody", "no one, or name who"),
    ("somebody", "another client, someone"),
    ("tell", "say, report, show"),
    ("tells", "says, reports, shows"),
    ("told", "reported, shown"),
    ("stands", "is, means"),
    ("misses", "lacks"),
    ("anew", "again"),
    ("besides", "also"),
    ("reckon", "compute"),
    ("reckons", "computes"),
    ("reckoned", "computed"),
    ("so that", "so, or to"),
    ("is no", "is not a"),
    ("are no", "are not"),
    ("was no", "was not a"),
    ("mail address", "e-mail address"),
    ("likeliest", "most likely"),
    ("replace by", "replace with"),
    ("in silence", "silently"),
    ("answer of", "response to, or the server's response"),
    ("answers of", "responses to"),
];

/// Words around a banned turn that make it right, and why.
const ALLOWED: [(&str, &str); 19] = [
    ("near misses", "the usual term for inputs that almost match"),
    ("e-mail address", "the word itself"),
    ("is no longer", "an idiom of its own"),
    ("are no longer", "an idiom of its own"),
    ("was no longer", "an idiom of its own"),
    ("is no more than", "an idiom of its own"),
    ("there is no ", "plain English for what does not exist"),
    ("there are no ", "plain English for what does not exist"),
    ("there was no ", "plain English for what did not exist"),
    ("clock is behind", "what a clock can be"),
    ("clock that is behind", "what a clock can be"),
    ("negative when behind", "what a clock can be"),
    ("or behind when negative", "what a clock can be"),
    ("a little behind", "what a clock can be"),
    ("taken to be behind", "what a clock can be"),
    ("behind a proxy", "the usual term for a machine whose connections a proxy makes"),
    ("nobody:x:65534:65534:nobody:", "the account of that name"),
    ("stands in for", "an idiom of its own"),
    ("told\\-to\\-wait", "a public value of the JSON report"),
];

/// Strings of the sources that are not English, and why.
const OTHER_STRINGS: [(&str, &str); 4] = [
    ("behind", "a word of a message about a clock"),
    ("nobody", "a local part of addresses"),
    ("by: @somebody www.h #1 :bomb: a@h", "a mention, in a test of escaping"),
    ("by: `@somebody` `www.h` `#1` `:bomb:` `a@h`", "the same, escaped"),
];

/// What people read. The snapshots show the help, the lists, the pages of the codes and the reports.
const PATHS: [&str; 10] = [
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "contrib",
    "man",
    "completions",
    "tests/snapshots",
    "fuzz/README.md",
    "build.rs",
];

/// The files at or below a path, in the order of their names; what is not text is left out.
fn files(path: &Path, into: &mut Vec<(String, String)>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| files(entry, into));
    } else if let Ok(text) = fs::read_to_string(path) {
        into.push((path.display().to_string(), text));
    }
}

fn below(path: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path), &mut found);
    assert!(!found.is_empty(), "{path} has no text");
    found
}

/// The words of a text with single blanks, in lower case, so a line end does not hide a turn.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!(" {} ", words.join(" ").to_lowercase())
}

/// The places of the banned turns, as whole words.
fn banned(text: &str) -> Vec<String> {
    let mut folded = folded(text);
    for (allowed, _) in ALLOWED {
        folded = folded.replace(allowed, "");
    }
    let mut found = Vec::new();
    for (turn, instead) in BANNED {
        for (at, _) in folded.match_indices(turn) {
            let is_end =
                |character: Option<char>| character.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
            let (before, after) = (folded[..at].chars().next_back(), folded[at + turn.len()..].chars().next());
            if is_end(before) && is_end(after) {
                let start = folded[..at].char_indices().rev().nth(30).map_or(0, |(start, _)| start);
                let end = folded[at..].char_indices().nth(60).map_or(folded.len(), |(end, _)| at + end);
                found.push(format!("\"{turn}\" (write: {instead}) in: {}", &folded[start..end]));
            }
        }
    }
    found
}

/// The texts of a source file: its string literals, and its comments, those on lines that follow each other as one.
fn texts(source: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = source;
    // Whether only blanks and a line end came since the last comment, so the next one goes on with it.
    let mut goes_on = false;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("//") {
            let end = comment.find('\n').unwrap_or(comment.len());
            let text = comment[..end].trim_start_matches(['/', '!']);
            match found.last_mut().filter(|_| goes_on) {
                Some(last) => last.push_str(text),
                None => found.push(text.to_owned()),
            }
            (rest, goes_on) = (&comment[end..], true);
            continue;
        }
        goes_on &= first.is_whitespace();
        if let Some((text, length)) = raw_string(rest) {
            found.push(text.to_owned());
            rest = &rest[length..];
        } else if let Some(string) = rest.strip_prefix('"') {
            let end = end_of_string(string);
            found.push(unescaped(&string[..end]));
            rest = string.get(end + 1..).unwrap_or_default();
        } else if first == '\'' {
            rest = &rest[length_of_quoted(rest)..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// A raw string at the start, and how many bytes it has with its quotes.
fn raw_string(source: &str) -> Option<(&str, usize)> {
    let after = source.strip_prefix('r')?;
    let text = after.trim_start_matches('#');
    let hashes = &after[..after.len() - text.len()];
    let text = text.strip_prefix('"')?;
    let end = text.find(&format!("\"{hashes}"))?;
    Some((&text[..end], source.len() - text.len() + end + 1 + hashes.len()))
}

/// Where the string ends whose opening quote is already taken.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let is_end = |c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    };
    text.find(is_end).unwrap_or(text.len())
}

/// A string's text: line ends that are escaped go with the blanks after them, other escapes become blanks.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('\\');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.strip_prefix('\n') {
            Some(next_line) => out.push_str(next_line.trim_start()),
            None => {
                // An escaped quote is one; a line end, a number of a character and the like part words.
                let quote = part.starts_with(['"', '\'']);
                out.push_str(if quote { part } else { " " });
                out.push_str(part.get(1..).filter(|_| !quote).unwrap_or_default());
            }
        }
    }
    out
}

/// How many bytes a quoted character has, or the quote of a lifetime.
fn length_of_quoted(source: &str) -> usize {
    let mut chars = source.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => source[3..].find('\'').map_or(1, |end| end + 4),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[test]
fn documents_and_screens_have_no_banned_turn() {
    let found: Vec<String> = PATHS
        .iter()
        .flat_map(|path| below(path))
        .filter(|(file, _)| !file.contains("contrib/tries"))
        .flat_map(|(file, text)| banned(&text).into_iter().map(move |what| format!("{file}: {what}")))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn strings_and_comments_of_sources_have_no_banned_turn() {
    let of = |(file, source): (String, String)| {
        let texts = texts(&source).into_iter().filter(|text| {
            let folded = folded(text);
            OTHER_STRINGS.iter().all(|(other, _)| folded.trim() != *other)
        });
        let found: Vec<String> = texts.flat_map(|text| banned(&text)).collect();
        found.into_iter().map(move |what| format!("{file}: {what}"))
    };
    let found: Vec<String> =
        below("src").into_iter().filter(|(file, _)| !file.contains("src/met/changelog")).flat_map(of).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn rules_keep_the_form_of_titles_sentences_and_advice() {
    let mut found = Vec::new();
    for rule in rules::all() {
        let title = rule.title;
        if title.chars().count() > 60 || title.ends_with('.') || !title.starts_with(|c: char| !c.is_lowercase()) {
            found.push(format!("{}: a title has at most 60 characters, a capital and no full stop: {title}", rule.id));
        }
        for sentence in sentences(rule.explanation).filter(|sentence| sentence.split_whitespace().count() > 25) {
            found.push(format!("{}: a sentence has at most 25 words: {sentence}", rule.id));
        }
        if !rule.explanation.ends_with('.') {
            found.push(format!("{}: an explanation ends with a full stop", rule.id));
        }
        for advice in
            rule.advice.iter().filter(|advice| advice.ends_with('.') || !advice.starts_with(char::is_lowercase))
        {
            found.push(format!("{}: advice begins in lower case and has no full stop: {advice}", rule.id));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The sentences of a text, by a full stop, a question mark or a colon before a blank.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").flat_map(|part| part.split("? "))
}

#[test]
fn banned_turn_is_found_across_a_line_end_only_as_words() {
    assert_eq!(banned("It fails, so\n  that it ends.").len(), 1);
    assert_eq!(banned("The server tells. It told.").len(), 2);
    assert_eq!(banned("This is no longer so; the storyteller, an e-mail address, retold.").len(), 0);
}

#[test]
fn texts_are_strings_and_comments_without_code() {
    let source = "//! One\n//! two.\nfn f<'a>(nobody: &'a str) { // three\n  g(\"fo\\\"ur, so \\\n   that\", '\"', '\\'', r#\"fi\"ve\"#) }";
    assert_eq!(texts(source), [" One two.", " three", "fo\"ur, so that", "fi\"ve"]);
}
