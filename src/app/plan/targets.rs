//! Lists of targets: files of one target a line, with comments, and options that hold for that line alone.

use std::ffi::OsStr;
use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use super::target::Target;
use crate::app::args::amounts::parse_ahead;
use crate::app::args::options::rule_named;
use crate::app::config::keys::TARGETS;
use crate::app::config::places::{self, MAX_CONFIG, PROJECT_FILE};
use crate::app::config::toml;
use crate::app::inputs::name_of_input;
use crate::diagnosis::SourceLocation;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;
use crate::error::UsageError;
use crate::inquiry::check::Label;
use crate::text::escape::{clip, escape, format_path};
use crate::text::size::format_size;
use crate::world::World;

/// The largest list that is read, in bytes: more than a hundred thousand targets.
pub const MAX_LIST: u64 = 16 * 1024 * 1024;

/// A list, read and not yet taken apart: as text it needs the least memory.
pub(crate) struct TargetList {
    name: String,
    /// Whether it is not a file.
    standard: bool,
    text: String,
}

/// A target of a list, with what its line says of it.
#[derive(Debug)]
pub(crate) struct Listed {
    /// What is to be explained or checked.
    pub(crate) target: Target,
    /// What the user calls it, and where it is listed.
    pub(crate) label: Label,
    /// What holds for this line alone.
    pub(crate) options: LineOptions,
}

/// The options of a line.
#[derive(Debug, Default)]
pub(crate) struct LineOptions {
    /// End of life that is a warning.
    pub(crate) eol_warning: Option<Duration>,
    /// End of life that is an error.
    pub(crate) eol_critical: Option<Duration>,
    /// The severities of findings.
    pub(crate) severities: Vec<(&'static Rule, Severity)>,
}

impl LineOptions {
    fn set(&mut self, key: &str, value: &str) -> Result<(), UsageError> {
        let ahead = || parse_ahead(value).map_err(|reason| UsageError::new(format!("{key}: {reason}")));
        match key {
            "eol-warning" => self.eol_warning = Some(ahead()?),
            "eol-critical" => self.eol_critical = Some(ahead()?),
            "allow" => self.severities.push((rule_named(value)?, Severity::Info)),
            "warn" => self.severities.push((rule_named(value)?, Severity::Warning)),
            "deny" => self.severities.push((rule_named(value)?, Severity::Error)),
            _ => {
                let shown = clip(&escape(key), 40);
                return Err(UsageError::new(format!("unknown target option \"{shown}\"")).help(
                    "a line is TARGET [name=TEXT] [eol-warning=60d] [eol-critical=14d] [allow=ID] [warn=ID] [deny=ID]",
                ));
            }
        }
        Ok(())
    }
}

impl TargetList {
    /// Reads a file, or standard input by the name `-`.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or is not text in UTF-8.
    pub(crate) fn read(file: &OsStr, world: &mut World<'_>) -> Result<Self, UsageError> {
        let standard = file == "-";
        let name = name_of_input(file);
        if standard && world.stdin_is_terminal {
            let hint = "metstatus: type targets, one per line; end the list with Ctrl-D\n";
            let _ = world.stderr.write_all(hint.as_bytes());
        }
        if is_project_file(file) {
            return Self::of_project(file, &name, world);
        }
        let mut bytes = Vec::new();
        let most = MAX_LIST + 1;
        let read = match standard {
            true => world.stdin.take(most).read_to_end(&mut bytes),
            false => (world.open)(Path::new(file)).and_then(|opened| opened.reader.take(most).read_to_end(&mut bytes)),
        };
        read.map_err(|error| UsageError::new(format!("--targets {name}: {error}")))?;
        let text = text(bytes).map_err(|reason| UsageError::new(format!("--targets {name}: {reason}")))?;
        Ok(Self { name, standard, text })
    }

    /// Reads the list of targets in a project's file of settings. Where there is none of that name, it is the one that was
    /// found above the working folder.
    fn of_project(file: &OsStr, name: &str, world: &World<'_>) -> Result<Self, UsageError> {
        let path = Path::new(file);
        let found = places::project_file(world).filter(|_| path == Path::new(PROJECT_FILE) && !(world.is_there)(path));
        let path = found.as_deref().unwrap_or(path);
        let wrong = |reason: String| UsageError::new(format!("--targets {name}: {reason}"));
        let mut bytes = Vec::new();
        (world.open)(path)
            .and_then(|opened| opened.reader.take(MAX_CONFIG + 1).read_to_end(&mut bytes))
            .map_err(|error| wrong(error.to_string()))?;
        if bytes.len() as u64 > MAX_CONFIG {
            return Err(wrong(format!("it is larger than {}, the limit", format_size(MAX_CONFIG))));
        }
        let settings = toml::settings(&bytes)
            .map_err(|error| UsageError { reason: wrong(error.reason.clone()).reason, ..error })?;
        let Some(targets) = settings.iter().find(|setting| setting.name == TARGETS) else {
            return Err(
                wrong("it has no list of targets".to_owned()).help("write targets = [\"...\", \"...\"] into it")
            );
        };
        if targets.values.iter().any(|target| target.contains('\n')) {
            return Err(wrong(format!("line {}: a target has a line break", targets.line)));
        }
        // The targets are read like the lines of a list, and begin at the line of the key.
        let text = format!("{}{}", "\n".repeat(targets.line - 1), targets.values.join("\n"));
        let name = format_path(path);
        Ok(Self { name, standard: false, text })
    }

    /// Every line that holds a target or cannot be read, with its number.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, Result<Listed, UsageError>)> {
        let lines = self.text.split('\n').zip(1..);
        lines.filter_map(|(line, number)| Some((number, parse(line, self.place(number)).transpose()?)))
    }

    /// The place of a line, where the list is a file.
    pub(crate) fn place(&self, line: usize) -> Option<SourceLocation> {
        (!self.standard).then(|| SourceLocation { file: self.name.clone(), line })
    }

    /// The name of the file, safe to show.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// Whether a file is a project's settings, by its name.
fn is_project_file(file: &OsStr) -> bool {
    Path::new(file).file_name().is_some_and(|name| name == PROJECT_FILE)
}

/// Why a list cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListError {
    /// It has more bytes than the limit.
    TooLarge,
    /// It is in UTF-16.
    Utf16,
    /// This line, from 1, is not UTF-8.
    NotUtf8(usize),
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {}, the limit", format_size(MAX_LIST)),
            Self::Utf16 => f.write_str("it is UTF-16; save it as UTF-8"),
            Self::NotUtf8(line) => write!(f, "line {line} is not UTF-8"),
        }
    }
}

/// The text of a list without its byte order mark.
fn text(bytes: Vec<u8>) -> Result<String, ListError> {
    if bytes.len() as u64 > MAX_LIST {
        return Err(ListError::TooLarge);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ListError::Utf16);
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        ListError::NotUtf8(before.iter().filter(|byte| **byte == b'\n').count() + 1)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Reads the line of a place; none where it holds nothing but blanks and a comment.
fn parse(line: &str, place: Option<SourceLocation>) -> Result<Option<Listed>, UsageError> {
    let mut split_shell_words = split_shell_words(line)?.into_iter();
    let Some(first) = split_shell_words.next() else { return Ok(None) };
    let target = Target::parse(OsStr::new(&first))?;
    let mut label = Label { name: None, place };
    let mut options = LineOptions::default();
    let has_options = split_shell_words.len() > 0;
    for word in split_shell_words {
        let Some((key, value)) = word.split_once('=') else {
            let shown = clip(&escape(&word), 40);
            return Err(UsageError::new(format!("\"{shown}\" after the target is not an option"))
                .help("write a space in a URL as %20, and quote a phrase: \"Too Many Requests\""));
        };
        match key {
            "name" if value.trim().is_empty() => return Err(UsageError::new("the name is empty")),
            "name" => label.name = Some(clip(&escape(value.trim()), 100)),
            _ => options.set(key, value)?,
        }
    }
    if matches!(target, Target::LookUp(_)) && has_options {
        return Err(UsageError::new("it is only looked up, so options do not apply"));
    }
    Ok(Some(Listed { target, label, options }))
}

/// The words of a line up to a comment. Quotes keep blanks together, and within them a backslash precedes a quote
/// or a backslash that is meant.
fn split_shell_words(line: &str) -> Result<Vec<String>, UsageError> {
    let mut split_shell_words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let mut word = String::new();
        let mut quoted = false;
        let mut chars = rest.char_indices();
        let mut end = rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => quoted = !quoted,
                '\\' if quoted => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => word.push(escaped),
                    Some((_, other)) => word.extend(['\\', other]),
                    None => word.push('\\'),
                },
                _ if c.is_whitespace() && !quoted => {
                    end = at;
                    break;
                }
                _ => word.push(c),
            }
        }
        if quoted {
            return Err(UsageError::new("a quotation mark is not closed"));
        }
        split_shell_words.push(word);
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    Ok(split_shell_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(line: &str) -> Listed {
        parse(line, None).unwrap().unwrap()
    }

    fn list(text_of_file: &[u8]) -> TargetList {
        TargetList { name: "list".to_owned(), standard: false, text: text(text_of_file.to_vec()).unwrap() }
    }

    #[test]
    fn comments_blanks_and_line_ends_of_all_kinds_are_passed_over() {
        let text = b"\xef\xbb\xbf203\r\n\r\n# a comment\r\n   \t\r\n  http://h/a#part # another\r\nhttp://h/b";
        let list = list(text);
        let found: Vec<(usize, Target)> = list.lines().map(|(line, found)| (line, found.unwrap().target)).collect();
        let wanted = [(1, "203"), (5, "http://h/a#part"), (6, "http://h/b")];
        let wanted: Vec<_> =
            wanted.iter().map(|(line, text)| (*line, Target::parse(OsStr::new(text)).unwrap())).collect();
        assert_eq!(found, wanted);
        assert_eq!(super::text(b"".to_vec()).unwrap(), "");
    }

    #[test]
    fn options_follow_the_target() {
        let line =
            "http://h/ name=\"Oslo \\\"S\\\"\" eol-warning=90d eol-critical=7d allow=no-validator deny=tls-expired";
        let Listed { label, options, .. } = listed(line);
        assert_eq!(label.name.as_deref(), Some("Oslo \"S\""));
        assert_eq!(options.eol_warning, Some(Duration::from_secs(90 * 86_400)));
        assert_eq!(options.eol_critical, Some(Duration::from_secs(7 * 86_400)));
        let severities: Vec<_> = options.severities.iter().map(|(rule, severity)| (rule.id, *severity)).collect();
        assert_eq!(severities, [("no-validator", Severity::Info), ("tls-expired", Severity::Error)]);
        let without = listed("http://h/?a=b&c=d").options;
        assert!(without.severities.is_empty() && without.eol_warning.or(without.eol_critical).is_none());
        assert_eq!(listed("\"too many requests\"").target, listed("429").target);
    }

    #[test]
    fn lines_that_cannot_be_read_say_why() {
        for (line, reason) in [
            ("abc", "not a status code, URL or product path"),
            ("http://h/ nmae=x", "unknown target option \"nmae\""),
            ("http://h/ b", "after the target is not an option"),
            ("http://h/ name=", "the name is empty"),
            ("http://h/ name=\"x", "not closed"),
            ("http://h/ eol-warning=soon", "eol-warning: write a number of seconds"),
            ("http://h/ allow=nothing", "is not a rule"),
            ("403 name=x", "only looked up"),
            ("ftp://h/", "only http and https"),
        ] {
            let error = parse(line, None).unwrap_err();
            assert!(error.reason.contains(reason), "{line}: {}", error.reason);
        }
    }

    #[test]
    fn list_that_is_not_text_is_refused_with_the_line() {
        assert_eq!(text(b"203\nhttp://h/\xff".to_vec()).unwrap_err(), ListError::NotUtf8(2));
        assert_eq!(text(b"\xff\xfeh\0".to_vec()).unwrap_err(), ListError::Utf16);
    }
}
