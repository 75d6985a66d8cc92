//! What MET Norway's Weather API means by each status code, where that is known.
//!
//! The ground is MET's own page on status codes, <https://api.met.no/doc/StatusCodes>, with its
//! terms, its FAQ and what has been observed in public. What is documented is stated; what is
//! inferred says "likely" or "possibly".

mod table;

pub(crate) use table::MEANINGS;

use crate::http::time::timestamp::Timestamp;

/// Month of the newest source read for this table.
pub const AS_OF: &str = "2026-02";

/// After how many seconds the knowledge of this program may well be overtaken: 180 days.
pub(crate) const OVERTAKEN_S: i64 = 180 * 86_400;

/// What is said of knowledge that is old, as one line: it names the month of [`AS_OF`].
pub(crate) const OLD: &str = "products as of 2026-02, over 180 days old: run metstatus products --refresh";

/// The same without what is known and as of when, for a line that has said it.
pub(crate) const OVERTAKEN: &str = "over 180 days old: see https://api.met.no/changelog";

/// Whether what is known here is so old at a time that it has to be said.
pub(crate) fn is_old(now: Timestamp) -> bool {
    Timestamp::parse_rfc3339(&format!("{AS_OF}-01")).is_some_and(|month| now.seconds_since(month) > OVERTAKEN_S)
}

/// One reason for a status code, and the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CauseText {
    /// What brings the code about.
    pub cause: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// What MET means by one status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusMeaning {
    /// The status code.
    pub code: u16,
    /// The meaning in one line of at most 100 characters.
    pub summary: &'static str,
    /// The meaning in one to four sentences.
    pub meaning: &'static str,
    /// The causes of a success or a redirect, most likely first. The causes of refusals are those that a diagnosis
    /// weighs, and are listed there.
    pub causes: &'static [CauseText],
    /// What not to do about it.
    pub avoid: &'static [&'static str],
    /// How this differs from what the RFC says, when it does.
    pub differs: Option<&'static str>,
    /// The public page that the row rests on.
    pub source: &'static str,
}

/// MET's meaning of `code`, when one is known.
pub(crate) fn meaning(code: u16) -> Option<&'static StatusMeaning> {
    let index = MEANINGS.binary_search_by_key(&code, |meaning| meaning.code).ok()?;
    Some(&MEANINGS[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(meaning: &StatusMeaning) -> Vec<&'static str> {
        let mut texts = vec![meaning.summary, meaning.meaning, meaning.source];
        texts.extend(meaning.causes.iter().flat_map(|c| [c.cause, c.remedy]));
        texts.extend(meaning.avoid);
        texts.extend(meaning.differs);
        texts
    }

    #[test]
    fn table_is_ordered_and_unique() {
        assert!(MEANINGS.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn codes_of_the_first_published_page_are_present() {
        for code in [200, 203, 304, 400, 401, 403, 404, 422, 429, 499, 500, 502, 503, 504] {
            assert!(meaning(code).is_some(), "{code}");
        }
    }

    #[test]
    fn codes_are_registered_but_for_the_one_of_the_logs() {
        for meaning in MEANINGS {
            let registered = crate::http::status::registered(meaning.code).is_some();
            assert_eq!(registered, meaning.code != 499, "{}", meaning.code);
            assert_eq!(meaning.differs.is_some(), [203, 403, 404, 422, 429, 499, 502].contains(&meaning.code));
        }
    }

    #[test]
    fn texts_are_tidy() {
        for meaning in MEANINGS {
            let code = meaning.code;
            assert_eq!(meaning.causes.is_empty(), code >= 400, "{code}");
            assert!(!meaning.avoid.is_empty(), "{code}");
            assert!(meaning.summary.chars().count() <= 100, "{code}");
            assert!(meaning.meaning.ends_with('.'), "{code}");
            assert!(meaning.source.starts_with("https://"), "{code}");
            for text in texts(meaning) {
                assert!(!text.is_empty(), "{code}");
                assert_eq!(text, text.trim(), "{code}");
                assert!(!text.contains("  ") && !text.contains('\n'), "{code}: {text}");
            }
            for cause in meaning.causes {
                assert!(!cause.cause.ends_with('.'), "{code}: {}", cause.cause);
                assert!(cause.remedy.ends_with('.'), "{code}: {}", cause.remedy);
            }
            assert!(meaning.avoid.iter().all(|text| !text.ends_with('.')), "{code}");
        }
    }

    #[test]
    fn no_text_offers_a_placeholder_contact() {
        for text in MEANINGS.iter().flat_map(texts) {
            let text = text.to_ascii_lowercase();
            for word in ["example.com", "example.org", "example.net", "localhost", "mozilla"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }

    #[test]
    fn lookup_finds_known_codes_only() {
        assert!(MEANINGS.iter().all(|m| meaning(m.code) == Some(m)));
        for code in [0, 100, 201, 206, 302, 406, 410, 418, 501, 505, 999] {
            assert_eq!(meaning(code), None);
        }
    }

    #[test]
    fn knowledge_is_old_after_180_days() {
        assert!(OLD.contains(AS_OF));
        let at = |text: &str| is_old(Timestamp::parse_rfc3339(text).unwrap());
        for (day, old) in [("2025-01-01", false), ("2026-02-16", false), ("2026-07-30", false), ("2026-08-02", true)] {
            assert_eq!(at(day), old, "{day}");
        }
    }

    #[test]
    fn month_has_the_form_of_iso_8601() {
        let (year, month) = AS_OF.split_once('-').expect("a hyphen");
        assert!(year.len() == 4 && year.parse::<u16>().is_ok());
        assert!(matches!(month.parse::<u8>(), Ok(1..=12)) && month.len() == 2);
    }
}
