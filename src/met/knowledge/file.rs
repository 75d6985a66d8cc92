//! What was learned as a file: JSON, with the number of its format.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::learn::LONGEST;
use super::{Knowledge, LearnedVersion, MOST_VERSIONS, is_day, is_name, is_plain, is_version};
use crate::http::time::timestamp::Timestamp;
use crate::met::products::VersionStatus;

/// The number of this format.
const FORMAT: u32 = 1;

/// The largest file that is read, in bytes: all versions with the longest sentences fit in it.
pub const MAX_KNOWLEDGE: u64 = 1024 * 1024;

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Another version of the program wrote it, in the format of this number.
    Format(u32),
    /// It is damaged, as the text says.
    Damaged(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(number) => write!(f, "another version of metstatus wrote it (format {number}, not {FORMAT})"),
            Self::Damaged(why) => write!(f, "it is damaged: {why}"),
        }
    }
}

#[derive(Deserialize)]
struct FileHead {
    format: u32,
}

#[derive(Serialize, Deserialize)]
struct StoredKnowledge {
    format: u32,
    learned_at: Option<String>,
    next_at: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    versions: Vec<StoredVersion>,
}

#[derive(Serialize, Deserialize)]
struct StoredVersion {
    product: String,
    version: String,
    state: String,
    since: Option<String>,
    deprecated: Option<String>,
    ended: Option<String>,
    planned: bool,
    successor: Option<String>,
    sentence: String,
    link: Option<String>,
    written: String,
}

/// The file.
pub fn write(knowledge: &Knowledge) -> Vec<u8> {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let stored = StoredKnowledge {
        format: FORMAT,
        learned_at: time(knowledge.learned_at),
        next_at: time(knowledge.next_at),
        etag: knowledge.etag.clone(),
        last_modified: knowledge.last_modified.clone(),
        versions: knowledge.versions.iter().map(stored).collect(),
    };
    // These types hold no maps, so serializing them cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&stored).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn stored(version: &LearnedVersion) -> StoredVersion {
    StoredVersion {
        product: version.product.clone(),
        version: version.version.clone(),
        state: version.state.as_str().to_owned(),
        since: version.since.clone(),
        deprecated: version.deprecated.clone(),
        ended: version.ended.as_ref().map(|(day, _)| day.clone()),
        planned: version.ended.as_ref().is_some_and(|(_, planned)| *planned),
        successor: version.successor.clone(),
        sentence: version.sentence.clone(),
        link: version.link.clone(),
        written: version.written.clone(),
    }
}

/// Reads a file.
///
/// # Errors
/// When it has another format, or holds what this program would not have written.
pub fn read(bytes: &[u8]) -> Result<Knowledge, FileError> {
    let damaged = |why: &str| FileError::Damaged(why.to_owned());
    let syntax = |error: serde_json::Error| match error.line() {
        0 => damaged("it is not what metstatus writes"),
        line => FileError::Damaged(format!("line {line} is not what metstatus writes")),
    };
    let head: FileHead = serde_json::from_slice(bytes).map_err(syntax)?;
    if head.format != FORMAT {
        return Err(FileError::Format(head.format));
    }
    let stored: StoredKnowledge = serde_json::from_slice(bytes).map_err(syntax)?;
    let time = |text: Option<String>| match text {
        None => Ok(None),
        Some(text) => Timestamp::parse_rfc3339(&text).map(Some).ok_or_else(|| damaged("a time is none")),
    };
    if stored.versions.len() > MOST_VERSIONS {
        return Err(damaged("it has too many versions"));
    }
    let is_field = |value: &Option<String>| value.as_ref().is_none_or(|value| is_plain(value, 200));
    if !is_field(&stored.etag) || !is_field(&stored.last_modified) {
        return Err(damaged("a validator cannot be sent"));
    }
    let versions = stored.versions.into_iter().map(version).collect::<Option<Vec<_>>>();
    Ok(Knowledge {
        learned_at: time(stored.learned_at)?,
        next_at: time(stored.next_at)?,
        etag: stored.etag,
        last_modified: stored.last_modified,
        versions: versions.ok_or_else(|| damaged("a version is none"))?,
    })
}

fn version(stored: StoredVersion) -> Option<LearnedVersion> {
    let states = [
        VersionStatus::Beta,
        VersionStatus::Current,
        VersionStatus::Deprecated,
        VersionStatus::Ended,
        VersionStatus::Unknown,
    ];
    let is_date = |text: &Option<String>| {
        text.as_ref()
            .is_none_or(|text| is_day(text) || is_day(&format!("{text}-01")) || is_day(&format!("{text}-01-01")))
    };
    let fits = |text: &str, most: usize| text.chars().count() <= most;
    let is_link = |link: &String| link.starts_with("https://") && is_plain(link, 200) && !link.contains(' ');
    let sound = is_name(&stored.product)
        && is_version(&stored.version)
        && is_day(&stored.written)
        && [&stored.since, &stored.deprecated, &stored.ended].into_iter().all(is_date)
        && fits(&stored.sentence, LONGEST)
        && stored.successor.as_ref().is_none_or(|text| is_plain(text, 80));
    sound.then_some(())?;
    Some(LearnedVersion {
        state: states.into_iter().find(|state| state.as_str() == stored.state)?,
        product: stored.product,
        version: stored.version,
        since: stored.since,
        deprecated: stored.deprecated,
        ended: stored.ended.map(|day| (day, stored.planned)),
        successor: stored.successor,
        sentence: stored.sentence,
        link: stored.link.filter(is_link),
        written: stored.written,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowledge() -> Knowledge {
        let at = |text: &str| Timestamp::parse_rfc3339(text);
        Knowledge {
            learned_at: at("2026-11-26T16:02:14Z"),
            next_at: at("2026-11-26T17:02:14Z"),
            etag: Some("\"abc\"".to_owned()),
            last_modified: None,
            versions: vec![LearnedVersion {
                product: "sunrise".to_owned(),
                version: "3.0".to_owned(),
                state: VersionStatus::Deprecated,
                since: Some("2023-01".to_owned()),
                deprecated: None,
                ended: Some(("2027-06-01".to_owned(), true)),
                successor: Some("sunrise/4.0".to_owned()),
                sentence: "Version 3.0 ends.".to_owned(),
                link: Some("https://api.met.no/changelog#1".to_owned()),
                written: "2026-09-10".to_owned(),
            }],
        }
    }

    #[test]
    fn written_file_is_read_again() {
        for knowledge in [Knowledge::default(), knowledge()] {
            assert_eq!(read(&write(&knowledge)), Ok(knowledge));
        }
    }

    #[test]
    fn file_not_written_by_the_program_is_damaged() {
        let text = String::from_utf8(write(&knowledge())).unwrap();
        for (from, to) in [
            ("\"sunrise\"", "\"../../x\""),
            ("\"3.0\"", "\"3.0/../..\""),
            ("2027-06-01", "2027-06-31"),
            ("2026-09-10", "yesterday"),
            ("2026-11-26T16:02:14Z", "now"),
            ("sunrise/4.0", "a\\u001b[31mb"),
            ("\\\"abc\\\"", "a\\r\\nX: y"),
            ("deprecated\",", "immortal\","),
            ("Version 3.0 ends.", &"x".repeat(500)),
            ("\"format\": 1", "\"format\": \"1\""),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(matches!(read(changed.as_bytes()), Err(FileError::Damaged(_))), "{from} -> {to}");
        }
        // A link that is none is left out; it is no more than shown.
        let linked = text.replacen("https://api.met.no", "javascript:x", 1);
        assert_eq!(read(linked.as_bytes()).unwrap().versions[0].link, None);
        assert_eq!(read(text.replacen("\"format\": 1", "\"format\": 7", 1).as_bytes()), Err(FileError::Format(7)));
        let many = Knowledge { versions: vec![knowledge().versions[0].clone(); MOST_VERSIONS + 1], ..knowledge() };
        assert!(matches!(read(&write(&many)), Err(FileError::Damaged(_))));
    }
}
