//! What a replay shows, and the two responses that it is judged by.

use super::entity_tag::EntityTag;
use crate::http::syntax::message::Fields;
use crate::http::time::date::parse_http_date;
use crate::http::time::timestamp::Timestamp;

/// What a replay shows about the server's conditional requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevalidationOutcome {
    /// 304: conditional requests work.
    Revalidated,
    /// The same representation was sent once more.
    Ignored,
    /// The representation changed between the two requests, which proves nothing.
    Changed,
    /// Last-Modified is newer although the content is the same.
    Restamped,
    /// The answers contradict each other or themselves.
    Inconsistent,
    /// The server documents that it does not answer 304 here; the caller knows this.
    NotApplicable,
    /// The first response has no validator to send.
    NotPossible,
    /// The second answer says nothing about caching, as an error does.
    Inconclusive,
    /// No replay was sent.
    Skipped,
}

impl RevalidationOutcome {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revalidated => "revalidated",
            Self::Ignored => "ignored",
            Self::Changed => "changed",
            Self::Restamped => "restamped",
            Self::Inconsistent => "inconsistent",
            Self::NotApplicable => "not-applicable",
            Self::NotPossible => "not-possible",
            Self::Inconclusive => "inconclusive",
            Self::Skipped => "skipped",
        }
    }
}

/// One of the two responses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReplayedResponse<'a> {
    /// The status code.
    pub status: u16,
    /// The field lines.
    pub fields: &'a Fields,
    /// The content, where it is known.
    pub body: Option<&'a [u8]>,
}

impl ReplayedResponse<'_> {
    pub(super) fn last_modified(&self, now: Timestamp) -> Option<Timestamp> {
        parse_http_date(self.fields.get("last-modified")?.as_bytes(), now).timestamp
    }

    pub(super) fn entity_tag(&self) -> Option<EntityTag> {
        EntityTag::parse(self.fields.get("etag")?.as_bytes())
    }
}
