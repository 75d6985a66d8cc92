//! How traffic is judged.

use super::hash::AddressKey;
use crate::evidence::event::Vantage;

/// What makes requests those of one client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The product name of the User-Agent
    #[default]
    UserAgent,
    /// The address
    Address,
    /// Both
    Both,
    /// The host that is requested
    Host,
}

/// How traffic is judged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct JudgeSettings {
    /// What makes a client.
    pub by: By,
    /// From where the requests were seen, in place of a guess.
    pub vantage: Option<Vantage>,
    /// The key of address hashes.
    pub key: AddressKey,
    /// Whether addresses are shown whole.
    pub full_addresses: bool,
    /// Whether the result is to be merged with others.
    pub mergeable: bool,
    /// From when on requests count.
    pub since: Option<i64>,
    /// Until when, exclusive.
    pub until: Option<i64>,
    /// How many seconds forecasts live, where a client runs against the sandbox.
    pub live: Option<u32>,
}
