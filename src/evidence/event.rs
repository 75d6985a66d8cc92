//! One request of a client's traffic, as far as its source shows it.

/// From where a source saw the requests. What MET saw depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vantage {
    /// In front of something that may be a cache: what visitors sent, not what went on to MET.
    Inbound,
    /// A relay that passes each request on.
    Relay,
    /// Where the requests leave for MET, or arrive there.
    Outbound,
}

impl Vantage {
    /// The name in reports and options.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Relay => "relay",
            Self::Outbound => "outbound",
        }
    }
}

/// A value that a source may show: `None` where the source has no place for it, empty where it was not sent.
pub type ShownBytes<'a> = Option<&'a [u8]>;

/// One request. Whatever a source has no place for is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Event<'a> {
    /// When the request began as far as can be known, in milliseconds of Unix time.
    pub at_ms: Option<i64>,
    /// The address of the client.
    pub address: ShownBytes<'a>,
    /// The User-Agent.
    pub user_agent: ShownBytes<'a>,
    /// The method; GET where it is not shown.
    pub method: ShownBytes<'a>,
    /// The host that was requested, with its port or without.
    pub host: ShownBytes<'a>,
    /// Path and query, or a whole URL.
    pub target: &'a [u8],
    /// Whether the source leaves queries out.
    pub query_cut: bool,
    /// The scheme, where it is shown beside the target.
    pub scheme: ShownBytes<'a>,
    /// The status; 0 where the client got no response.
    pub status: Option<u16>,
    /// The bytes of the response.
    pub bytes: Option<u64>,
    /// If-Modified-Since.
    pub if_modified_since: ShownBytes<'a>,
    /// Expires.
    pub expires: ShownBytes<'a>,
    /// Last-Modified.
    pub last_modified: ShownBytes<'a>,
    /// Date of the response.
    pub date: ShownBytes<'a>,
    /// Accept-Encoding.
    pub accept_encoding: ShownBytes<'a>,
    /// Origin, or the Referer where only that is shown.
    pub origin: ShownBytes<'a>,
    /// Cache-Control or Pragma of the request.
    pub cache_control: ShownBytes<'a>,
    /// Location of the response.
    pub location: ShownBytes<'a>,
    /// Whether it went on to MET, where a cache in between says so.
    pub forwarded: Option<Forwarded>,
    /// From where the source sees it.
    pub vantage: Option<Vantage>,
    /// The number of the line or entry, from 1.
    pub line: u64,
}

/// What a cache between client and MET did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forwarded {
    /// It was served from the cache.
    No,
    /// It was sent on, for the first time or with a condition that is not shown.
    Yes,
    /// It was sent on with If-Modified-Since.
    Conditional,
}
