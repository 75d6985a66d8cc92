//! A request as the judge keeps it: numbers and hashes in place of texts.

use serde::{Deserialize, Serialize};

use super::check::{Set, ShownFields};
use super::target::Traits;

/// How far apart two requests may be and still be compared, in seconds.
pub(super) const HORIZON_S: u32 = 86_400;

/// A field whose value is only compared: not shown, not sent, or a hash of its value.
pub(super) const NOT_SHOWN: u32 = 0;
/// The field was not sent.
pub(super) const NOT_SENT: u32 = 1;
/// The field was sent, and its value is not shown.
pub(super) const SENT: u32 = 2;

/// A status that is not shown.
pub(super) const NO_STATUS: u16 = u16::MAX;

/// What a request wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Method {
    #[default]
    Get,
    Head,
    Other,
}

/// One request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// A hash of address, User-Agent and URL.
    pub(super) key: u64,
    /// A hash of the URL alone.
    pub(super) place: u64,
    /// A keyed hash of the address; 0 where it is not shown.
    pub(super) address: u64,
    /// A hash of the product name of the User-Agent.
    pub(super) token: u64,
    /// The client, as the judge numbers it.
    pub(super) client: u32,
    /// The second in which it began.
    pub(super) at: u32,
    /// When its response expires, by the clock of the source; 0 where that is not shown.
    pub(super) expires: u32,
    /// Last-Modified.
    pub(super) modified: u32,
    /// If-Modified-Since.
    pub(super) condition: u32,
    /// How long a response of its product lives.
    pub(super) lifetime_s: u32,
    /// The bytes of the response.
    pub(super) bytes: Option<u64>,
    /// The status.
    pub(super) status: u16,
    /// The product, as the judge numbers it.
    pub(super) product: u16,
    /// The key of the request that would follow its redirect; 0 where it is none.
    pub(super) leads_to: u64,
    /// The square of 0.01 degrees that its coordinates are in.
    pub(super) cell: Option<(i32, i32)>,
    /// A hash of those.
    #[serde(skip)]
    pub(super) spot: u64,
    /// The method.
    pub(super) method: Method,
    /// What is known of the URL.
    #[serde(rename = "kind")]
    pub(super) traits: Traits,
    /// What it gives occasion to by itself.
    pub(super) occasions: Set,
    /// What it breaks by itself.
    pub(super) breaches: Set,
    /// Where its path begins among the texts of its batch, where its address does, and where that ends.
    #[serde(skip)]
    pub(super) text: (u32, u32, u32),
    /// The fields that its source shows.
    #[serde(skip)]
    pub(super) shown: ShownFields,
    /// Whether its User-Agent is a browser's.
    #[serde(skip)]
    pub(super) browser: bool,
    /// The value of a parameter that defeats caches.
    #[serde(skip)]
    pub(super) busting: Option<u64>,
}

impl Record {
    /// Its path, and its address, of the texts of its batch.
    pub(super) fn texts_of<'a>(&self, texts: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let (start, middle, end) = (self.text.0 as usize, self.text.1 as usize, self.text.2 as usize);
        (texts.get(start..middle).unwrap_or_default(), texts.get(middle..end).unwrap_or_default())
    }

    /// Whether another request is of the same client, second, status and product.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        (self.client, self.at, self.status, self.product) == (other.client, other.at, other.status, other.product)
    }

    /// Whether the response is one that can be used until it expires.
    pub(super) fn is_good(&self) -> bool {
        matches!(self.status, 200 | 203 | 304 | NO_STATUS)
    }

    /// Whether there was no response, or the server failed.
    pub(super) fn is_failure(&self) -> bool {
        self.status == 0 || (500..600).contains(&self.status)
    }

    /// Whether the server refused the client.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self.status, 403 | 429)
    }
}
