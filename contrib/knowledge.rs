//! Puts what a saved feed of MET's changelog says into the source of the table of products; see `contrib/knowledge`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for maintainers")]

use std::process::ExitCode;

use metstatus::internals::http::time::date::Timestamp;
use metstatus::internals::met::changelog;
use metstatus::internals::met::knowledge::{LearnedVersion, learn};
use metstatus::internals::met::products::VersionStatus;
use metstatus::internals::text::escape::escape;

/// What comes before the first row.
const BEFORE: &str = "pub(crate) static VERSIONS: &[Version] = &[\n";
/// What comes after the last one.
const AFTER: &str = "\n];\n";

#[allow(dead_code, reason = "a test takes this file as a module")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [feed, table] = arguments.as_slice() else {
        eprintln!("usage: knowledge FEED TABLE");
        return ExitCode::from(2);
    };
    let read = |path: &String| std::fs::read(path).map_err(|error| format!("{path}: {error}"));
    let table = read(table).and_then(|bytes| String::from_utf8(bytes).map_err(|error| format!("{table}: {error}")));
    match read(feed).and_then(|feed| updated(&table?, &feed)) {
        Ok((new, left_out)) => {
            left_out.iter().for_each(|what| eprintln!("left out: {}", escape(what)));
            print!("{new}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("knowledge: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The source of the table with what the feed says, and what of the feed was left out.
///
/// # Errors
/// When the feed or the table cannot be read.
pub(crate) fn updated(table: &str, feed: &[u8]) -> Result<(String, Vec<String>), String> {
    let entries = changelog::parse(feed).map_err(|error| format!("the feed: {error}"))?;
    // Nothing is newer than the newest entry.
    let now = entries.iter().filter_map(|entry| entry.written).max().unwrap_or(Timestamp::from_unix(0));
    let lesson = learn(&entries, now);
    let (head, rest) = table.split_once(BEFORE).ok_or("the table does not begin as it should")?;
    let (body, tail) = rest.split_once(AFTER).ok_or("the table does not end as it should")?;
    let mut rows = rows(body)?;
    for learned in &lesson.versions {
        let name = (learned.product.clone(), learned.version.clone());
        match rows.iter_mut().find(|(known, _)| *known == name) {
            Some((_, text)) => *text = row(learned, Some(text)),
            None => {
                let at = rows.iter().position(|(known, _)| *known > name).unwrap_or(rows.len());
                rows.insert(at, (name, row(learned, None)));
            }
        }
    }
    let body = rows.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    Ok((format!("{head}{BEFORE}{body}{AFTER}{tail}"), lesson.left_out))
}

/// A row: the product and the version, and its lines.
type Row = ((String, String), String);

/// The rows of the table.
fn rows(body: &str) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in body.lines() {
        lines.push(line);
        // A row ends with a line that is indented like its first one.
        let ends = line.starts_with("    ") && !line.starts_with("     ") && line.ends_with("),")
            || (line.starts_with("    ") && !line.starts_with("     ") && line.ends_with("},"));
        if ends {
            let text = lines.join("\n");
            lines.clear();
            rows.push((name(&text).ok_or_else(|| format!("a row without a name: {text}"))?, text));
        }
    }
    if lines.is_empty() { Ok(rows) } else { Err(format!("the last row does not end: {}", lines.join("\n"))) }
}

/// The product and the version of a row: the first two texts after `row(`, on however many lines.
fn name(text: &str) -> Option<(String, String)> {
    let mut words = text.get(text.find("row(")?..)?.split('"').skip(1).step_by(2);
    Some((words.next()?.to_owned(), words.next()?.to_owned()))
}

/// The row of a version. What it had as a note stays.
fn row(learned: &LearnedVersion, before: Option<&str>) -> String {
    let text = |text: &str| format!("{text:?}");
    let some = |value: &Option<String>| value.as_ref().map(|value| format!("Some({})", text(value)));
    let mut fields: Vec<String> = Vec::new();
    fields.extend(some(&learned.since).map(|since| format!("since: {since},")));
    fields.extend(some(&learned.deprecated).map(|day| format!("deprecated: {day},")));
    if let Some((day, planned)) = &learned.ended {
        fields.push(format!("ended: {}({}),", if *planned { "planned" } else { "on" }, text(day)));
    }
    fields.extend(some(&learned.successor).map(|successor| format!("successor: {successor},")));
    fields.extend(before.and_then(note));
    let state = match learned.state {
        VersionStatus::Beta => "Beta",
        VersionStatus::Current => "Current",
        VersionStatus::Deprecated => "Deprecated",
        VersionStatus::Ended => "Ended",
        VersionStatus::Unknown => "Unknown",
    };
    let base = format!("row({}, {}, {state}, CHANGELOG)", text(&learned.product), text(&learned.version));
    let quote = format!("    // \"{}\" ({})\n", escape(&learned.sentence), learned.written);
    if fields.is_empty() {
        return format!("{quote}    {base},");
    }
    let fields: String = fields.iter().map(|field| format!("        {field}\n")).collect();
    format!("{quote}    Version {{\n{fields}        ..{base}\n    }},")
}

/// The note of a row, as it is written there.
fn note(text: &str) -> Option<String> {
    let from = text.find("note: Some(")?;
    let rest = text.get(from..)?;
    // The end of the text in it, past what is escaped.
    let open = rest.find('"')? + 1;
    let mut escaped = false;
    let close = rest.get(open..)?.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })? + open;
    let end = close + rest.get(close..)?.find(')')? + 1;
    Some(format!("{},", rest.get(..end)?))
}
