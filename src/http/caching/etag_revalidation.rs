//! Judging a request that was sent again with If-None-Match (RFC 9110 §13.1.2, §15.4.5).

use super::outcome::ReplayedResponse;

/// What a replay with the entity tag shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagOutcome {
    /// 304: the entity tag works.
    Revalidated,
    /// The document came once more under the same tag.
    Ignored,
    /// The document changed in between, which proves nothing.
    Changed,
    /// A 304 with the strong tag of another document, which must not be used (RFC 9111 §4.3.4).
    Inconsistent,
    /// The answer says nothing about caching, as an error does.
    Inconclusive,
}

impl TagOutcome {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revalidated => "revalidated",
            Self::Ignored => "ignored",
            Self::Changed => "changed",
            Self::Inconsistent => "inconsistent",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// Judges the answer `second` to a request with the entity tag of `first`, by weak comparison (RFC 9110 §13.1.2).
pub(crate) fn judge_tag(first: &ReplayedResponse<'_>, second: &ReplayedResponse<'_>) -> TagOutcome {
    let (sent, came) = (first.entity_tag(), second.entity_tag());
    let matches = sent.zip(came).map(|(sent, came)| (sent.matches_weakly(&came), came.weak));
    match (second.status, matches) {
        (304, Some((false, false))) => TagOutcome::Inconsistent,
        (304, _) => TagOutcome::Revalidated,
        (200..=299, Some((true, _))) => TagOutcome::Ignored,
        (200..=299, Some((false, _))) => TagOutcome::Changed,
        (200..=299, None) => match first.body.zip(second.body) {
            Some((a, b)) if a == b => TagOutcome::Ignored,
            Some(_) => TagOutcome::Changed,
            None => TagOutcome::Inconclusive,
        },
        _ => TagOutcome::Inconclusive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, lines: &[(&str, &str)], body: &[u8]) -> TagOutcome {
        let fields = [("ETag", "\"a\"")].into_iter().collect();
        let first = ReplayedResponse { status: 200, fields: &fields, body: Some(b"A") };
        let fields = lines.iter().copied().collect();
        judge_tag(&first, &ReplayedResponse { status, fields: &fields, body: Some(body) })
    }

    #[test]
    fn tag_decides_before_the_content_does() {
        let same = ("ETag", "\"a\"");
        let weak = ("ETag", "W/\"a\"");
        let other = ("ETag", "\"b\"");
        assert_eq!(judged(304, &[], b""), TagOutcome::Revalidated);
        assert_eq!(judged(304, &[weak], b""), TagOutcome::Revalidated);
        assert_eq!(judged(304, &[other], b""), TagOutcome::Inconsistent);
        assert_eq!(judged(304, &[("ETag", "W/\"b\"")], b""), TagOutcome::Revalidated);
        assert_eq!(judged(200, &[same], b"B"), TagOutcome::Ignored);
        assert_eq!(judged(200, &[weak], b"A"), TagOutcome::Ignored);
        assert_eq!(judged(200, &[other], b"A"), TagOutcome::Changed);
        assert_eq!(judged(200, &[], b"A"), TagOutcome::Ignored);
        assert_eq!(judged(200, &[], b"B"), TagOutcome::Changed);
        assert_eq!(judged(503, &[same], b"A"), TagOutcome::Inconclusive);
    }
}
