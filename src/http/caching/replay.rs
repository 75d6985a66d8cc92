//! Judging a request that was sent again with If-Modified-Since (RFC 9110 §13.1.3, §15.4.5).

use std::cmp::Ordering;
use std::fmt;

use super::outcome::{ReplayedResponse, RevalidationOutcome};

pub(crate) use super::update_stored::updated_fields;
pub(crate) use super::validator::{NoValidator, validator};

use super::cache_hit::is_cache_hit;
use crate::http::syntax::message::Fields;
use crate::http::time::date::Timestamp;

/// The fields that a 304 must have when the 200 would have had them (RFC 9110 §15.4.5).
const REPEATED_IN_304: [&str; 6] = ["cache-control", "content-location", "date", "etag", "expires", "vary"];
/// Fields about a representation, which a 304 should not have since it carries none (RFC 9110 §15.4.5).
const REPRESENTATION_METADATA: [&str; 3] = ["content-encoding", "content-language", "content-type"];

/// What comes of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The outcome.
    pub outcome: RevalidationOutcome,
    /// The fields that the first response has and the 304 must repeat but lacks, in lower case (RFC 9110 §15.4.5).
    pub missing: Vec<&'static str>,
    /// What else is remarkable.
    pub notes: Vec<Note>,
}

/// Something remarkable about the second response of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The 304 has fields about a representation; harmless (RFC 9110 §15.4.5).
    RepresentationMetadata,
    /// The 304 has content, which it must not have (RFC 9110 §15.4.5).
    ContentIn304,
    /// The 304 has a Last-Modified later than the one asked about (RFC 9110 §13.1.3).
    NewerLastModifiedIn304,
    /// The 304 has an entity tag that is not that of the first response (RFC 9111 §4.3.4).
    EtagMismatchIn304,
    /// The new representation is older than the first: several backends, or a server that compares for equality.
    OlderLastModified,
    /// The content differs under the same Last-Modified, which is then no good as a validator (RFC 9110 §8.8.2.2).
    SameDateOtherContent,
    /// A cache answered, so the outcome speaks for the cache and not for the origin (RFC 9111 §4.3.2).
    AnsweredByCache,
}

impl Note {
    /// The name in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::RepresentationMetadata => "representation-metadata-in-304",
            Self::ContentIn304 => "content-in-304",
            Self::NewerLastModifiedIn304 => "304-with-newer-last-modified",
            Self::EtagMismatchIn304 => "etag-mismatch-in-304",
            Self::OlderLastModified => "older-last-modified",
            Self::SameDateOtherContent => "same-date-other-content",
            Self::AnsweredByCache => "answered-by-a-cache",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RepresentationMetadata => "the 304 has headers that belong to a body",
            Self::ContentIn304 => "the 304 has a body",
            Self::NewerLastModifiedIn304 => "the 304 has a later Last-Modified than the request",
            Self::EtagMismatchIn304 => "the 304 has an ETag other than that of the first response",
            Self::OlderLastModified => "the second response has an earlier Last-Modified than the first",
            Self::SameDateOtherContent => "the body differs under the same Last-Modified",
            Self::AnsweredByCache => "the response came from a cache, not the origin",
        })
    }
}

/// Judges the answer `second` to a replay of the request that `first` answered.
pub(crate) fn judge(first: &ReplayedResponse<'_>, second: &ReplayedResponse<'_>, now: Timestamp) -> Judgement {
    let sent = match validator(first, now) {
        Ok(validator) => validator.timestamp,
        Err(reason) => return Judgement { outcome: reason.outcome(), missing: Vec::new(), notes: Vec::new() },
    };
    let mut judgement = match second.status {
        304 => judge_not_modified(first, second, sent, now),
        200 | 203 => judge_representation(first, second, sent, now),
        // Whatever else came, such as 403, 429 or 503, is not about this representation.
        _ => Judgement { outcome: RevalidationOutcome::Inconclusive, missing: Vec::new(), notes: Vec::new() },
    };
    if is_cache_hit(second.fields) {
        judgement.notes.push(Note::AnsweredByCache);
    }
    judgement
}

fn judge_not_modified(
    first: &ReplayedResponse<'_>,
    second: &ReplayedResponse<'_>,
    sent: Timestamp,
    now: Timestamp,
) -> Judgement {
    let tags = TagComparison::of(first, second);
    let contradictions = [
        (second.body.is_some_and(|body| !body.is_empty()), Note::ContentIn304),
        (second.last_modified(now).is_some_and(|modified| modified > sent), Note::NewerLastModifiedIn304),
        (tags == TagComparison::Contradiction, Note::EtagMismatchIn304),
    ];
    let mut notes: Vec<Note> = contradictions.into_iter().filter_map(|(holds, note)| holds.then_some(note)).collect();
    let outcome = if notes.is_empty() { RevalidationOutcome::Revalidated } else { RevalidationOutcome::Inconsistent };
    if tags == TagComparison::WeakMismatch {
        notes.push(Note::EtagMismatchIn304);
    }
    if REPRESENTATION_METADATA.iter().any(|name| second.fields.contains(name)) {
        notes.push(Note::RepresentationMetadata);
    }
    Judgement { outcome, missing: missing_fields(first.fields, second.fields), notes }
}

/// The fields that a 304 has to repeat and does not, in lower case (RFC 9110 §15.4.5).
pub(crate) fn missing_fields(document: &Fields, not_modified: &Fields) -> Vec<&'static str> {
    let lacks = |name: &&str| document.contains(name) && !not_modified.contains(name);
    REPEATED_IN_304.into_iter().filter(lacks).collect()
}

/// The date decides before the content does: content may differ by nothing but a time of generation.
fn judge_representation(
    first: &ReplayedResponse<'_>,
    second: &ReplayedResponse<'_>,
    sent: Timestamp,
    now: Timestamp,
) -> Judgement {
    let same_content = first.body.zip(second.body).map(|(first, second)| first == second);
    let order = second.last_modified(now).map(|modified| modified.cmp(&sent));
    let (outcome, note) = match (order, same_content) {
        (Some(Ordering::Equal), Some(false)) => (RevalidationOutcome::Ignored, Some(Note::SameDateOtherContent)),
        (Some(Ordering::Equal), _) | (None, Some(true)) => (RevalidationOutcome::Ignored, None),
        (Some(Ordering::Greater), Some(true)) => (RevalidationOutcome::Restamped, None),
        (Some(Ordering::Greater), _) | (None, Some(false)) => (RevalidationOutcome::Changed, None),
        (Some(Ordering::Less), _) => (RevalidationOutcome::Inconsistent, Some(Note::OlderLastModified)),
        (None, None) => (RevalidationOutcome::Inconclusive, None),
    };
    Judgement { outcome, missing: Vec::new(), notes: note.into_iter().collect() }
}

/// How the entity tag of a 304 relates to that of the first response (RFC 9111 §4.3.4).
#[derive(Clone, Copy, PartialEq, Eq)]
enum TagComparison {
    /// Nothing speaks against their being the same.
    Compatible,
    /// A weak tag differs.
    WeakMismatch,
    /// A strong tag is not that of what is stored: the 304 is about something else and must not be used.
    Contradiction,
}

impl TagComparison {
    fn of(first: &ReplayedResponse<'_>, second: &ReplayedResponse<'_>) -> Self {
        let Some(answered) = second.entity_tag() else {
            return Self::Compatible;
        };
        // Weak comparison, since a server that compresses on the fly marks the tag of the 200 `W/`, but not of the 304.
        let matches = first.entity_tag().map(|stored| stored.matches_weakly(&answered));
        match (matches, answered.weak) {
            (Some(true), _) | (None, true) => Self::Compatible,
            (Some(false), true) => Self::WeakMismatch,
            (Some(false) | None, false) => Self::Contradiction,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::syntax::message::Fields;
    use proptest::prelude::*;

    type Lines<'a> = &'a [(&'a str, &'a str)];

    const NOW: Timestamp = Timestamp::from_unix(1_795_334_400);
    const FIRST_DATE: (&str, &str) = ("Date", "Sun, 22 Nov 2026 07:59:58 GMT");
    const DATE: (&str, &str) = ("Date", "Sun, 22 Nov 2026 08:00:00 GMT");
    const MODIFIED: (&str, &str) = ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT");
    const NEWER: (&str, &str) = ("Last-Modified", "Sun, 22 Nov 2026 07:59:59 GMT");
    const OLDER: (&str, &str) = ("Last-Modified", "Sun, 22 Nov 2026 06:59:59 GMT");
    const EXPIRES: (&str, &str) = ("Expires", "Sun, 22 Nov 2026 08:30:00 GMT");
    const VARY: (&str, &str) = ("Vary", "Accept");
    const FIRST: Lines<'_> = &[FIRST_DATE, MODIFIED, EXPIRES, VARY];

    fn judged(first: (u16, Lines<'_>), second: (u16, Lines<'_>, Option<&str>)) -> Judgement {
        let (first_fields, second_fields) = (first.1.iter().copied().collect(), second.1.iter().copied().collect());
        let first = ReplayedResponse { status: first.0, fields: &first_fields, body: Some(b"A") };
        let second = ReplayedResponse { status: second.0, fields: &second_fields, body: second.2.map(str::as_bytes) };
        judge(&first, &second, NOW)
    }

    fn names(judgement: &Judgement) -> Vec<&'static str> {
        judgement.notes.iter().map(Note::as_str).collect()
    }

    #[test]
    fn not_modified_is_checked_against_itself_and_the_first() {
        let content_type = ("Content-Type", "application/json");
        let stored = [("Date", "Sun, 22 Nov 2026 07:55:00 GMT"), ("Age", "300"), EXPIRES, VARY];
        type Row<'a> = (Lines<'a>, Option<&'a str>, RevalidationOutcome, &'a [&'a str], &'a [&'a str]);
        let rows: [Row<'_>; 8] = [
            (&[DATE, MODIFIED], None, RevalidationOutcome::Revalidated, &["expires", "vary"], &[]),
            (&[], None, RevalidationOutcome::Revalidated, &["date", "expires", "vary"], &[]),
            (&[DATE, EXPIRES, VARY], Some(""), RevalidationOutcome::Revalidated, &[], &[]),
            (&[DATE, EXPIRES, VARY, OLDER], None, RevalidationOutcome::Revalidated, &[], &[]),
            (
                &[DATE, EXPIRES, VARY, content_type],
                None,
                RevalidationOutcome::Revalidated,
                &[],
                &["representation-metadata-in-304"],
            ),
            (&stored, None, RevalidationOutcome::Revalidated, &[], &["answered-by-a-cache"]),
            (
                &[DATE, EXPIRES, VARY, NEWER],
                None,
                RevalidationOutcome::Inconsistent,
                &[],
                &["304-with-newer-last-modified"],
            ),
            (&[DATE, EXPIRES, VARY], Some("A"), RevalidationOutcome::Inconsistent, &[], &["content-in-304"]),
        ];
        for (lines, body, outcome, missing, notes) in rows {
            let result = judged((200, FIRST), (304, lines, body));
            assert_eq!(result.outcome, outcome, "{lines:?}");
            assert_eq!(result.missing, missing, "{lines:?}");
            assert_eq!(names(&result), notes, "{lines:?}");
        }
    }

    #[test]
    fn strong_entity_tag_must_be_the_stored_one() {
        let rows: [(Option<&str>, &str, RevalidationOutcome, &[&str]); 7] = [
            (Some("\"a\""), "\"a\"", RevalidationOutcome::Revalidated, &[]),
            (Some("W/\"a\""), "\"a\"", RevalidationOutcome::Revalidated, &[]),
            (Some("\"a\""), "\"b\"", RevalidationOutcome::Inconsistent, &["etag-mismatch-in-304"]),
            (Some("W/\"a\""), "W/\"b\"", RevalidationOutcome::Revalidated, &["etag-mismatch-in-304"]),
            (None, "\"b\"", RevalidationOutcome::Inconsistent, &["etag-mismatch-in-304"]),
            (None, "W/\"b\"", RevalidationOutcome::Revalidated, &[]),
            (Some("\"a\""), "b", RevalidationOutcome::Revalidated, &[]),
        ];
        for (stored, answered, outcome, notes) in rows {
            let first: Vec<_> =
                [FIRST_DATE, MODIFIED].into_iter().chain(stored.map(|stored| ("ETag", stored))).collect();
            let result = judged((200, &first), (304, &[DATE, ("ETag", answered)], None));
            assert_eq!(result.outcome, outcome, "{stored:?} {answered}");
            assert_eq!(names(&result), notes, "{stored:?} {answered}");
        }
    }

    #[test]
    fn date_of_a_second_representation_decides_before_its_content() {
        let rows: [(Lines<'_>, Option<&str>, RevalidationOutcome, &[&str]); 10] = [
            (&[DATE, MODIFIED], Some("A"), RevalidationOutcome::Ignored, &[]),
            (&[DATE, MODIFIED], None, RevalidationOutcome::Ignored, &[]),
            (&[DATE, MODIFIED], Some("B"), RevalidationOutcome::Ignored, &["same-date-other-content"]),
            (&[DATE, NEWER], Some("B"), RevalidationOutcome::Changed, &[]),
            (&[DATE, NEWER], None, RevalidationOutcome::Changed, &[]),
            (&[DATE, NEWER], Some("A"), RevalidationOutcome::Restamped, &[]),
            (&[DATE, OLDER], Some("A"), RevalidationOutcome::Inconsistent, &["older-last-modified"]),
            (&[DATE], Some("A"), RevalidationOutcome::Ignored, &[]),
            (&[DATE, ("Last-Modified", "0")], Some("B"), RevalidationOutcome::Changed, &[]),
            (&[DATE], None, RevalidationOutcome::Inconclusive, &[]),
        ];
        for (lines, body, outcome, notes) in rows {
            let result = judged((200, FIRST), (200, lines, body));
            assert_eq!((result.outcome, names(&result)), (outcome, notes.to_vec()), "{lines:?} {body:?}");
            assert!(result.missing.is_empty());
        }
    }

    #[test]
    fn other_answers_say_nothing_about_caching() {
        for status in [204, 206, 302, 403, 404, 412, 429, 500, 503] {
            assert_eq!(
                judged((200, FIRST), (status, &[DATE], None)).outcome,
                RevalidationOutcome::Inconclusive,
                "{status}"
            );
        }
    }

    #[test]
    fn without_a_validator_there_is_no_replay() {
        for status in [403, 404, 429, 500] {
            assert_eq!(judged((status, FIRST), (304, &[DATE], None)).outcome, RevalidationOutcome::Skipped);
        }
        assert_eq!(judged((200, &[DATE]), (304, &[DATE], None)).outcome, RevalidationOutcome::NotPossible);
        let invalid = [DATE, ("Last-Modified", "0")];
        assert_eq!(judged((200, &invalid), (304, &[DATE], None)).outcome, RevalidationOutcome::NotPossible);
        let obsolete = [DATE, ("Last-Modified", "Sunday, 06-Nov-94 08:49:37 GMT")];
        assert_eq!(judged((200, &obsolete), (304, &[DATE], None)).outcome, RevalidationOutcome::Revalidated);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            status in any::<u16>(), bytes in proptest::collection::vec(any::<u8>(), 0..30), now in any::<i64>(),
        ) {
            let second = ["Last-Modified", "ETag", "Age", "Cache-Status", "X-Cache", "X-Varnish", "Connection"];
            let second: Fields = second.into_iter().map(|name| (name, bytes.as_slice())).collect();
            let first: Fields = FIRST.iter().copied().collect();
            let first = ReplayedResponse { status: 200, fields: &first, body: None };
            for status in [status, 200, 304] {
                let second = ReplayedResponse { status, fields: &second, body: Some(&bytes) };
                let _ = judge(&first, &second, Timestamp::from_unix(now));
                let _ = updated_fields(first.fields, second.fields);
            }
        }
    }
}
