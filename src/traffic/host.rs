//! Whose host a request went to.

use crate::met::hosts::Service;
use crate::text::secret::customer_alias;

/// What is known of the host that was requested.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KnownHost {
    /// Whether it is MET's.
    pub(super) is_met: bool,
    /// Whether it is the alias of a single customer.
    pub(super) is_alias: bool,
}

impl KnownHost {
    /// Reads a host, with its port or without.
    pub(super) fn of(host: &[u8]) -> Self {
        Self { is_met: is_met(host), is_alias: is_alias(host) }
    }
}

/// Whether a host is MET's.
fn is_met(host: &[u8]) -> bool {
    let host = without_port(host);
    // Hosts of MET are at least so long, which spares the others the rest.
    host.len() >= 10
        && host.get(host.len() - 10..).is_some_and(|end| end.eq_ignore_ascii_case(b"api.met.no"))
        && std::str::from_utf8(host).is_ok_and(|host| Service::of_host(&host.to_ascii_lowercase()) == Service::Met)
}

fn without_port(host: &[u8]) -> &[u8] {
    let end = memchr::memchr(b':', host).unwrap_or(host.len());
    host.get(..end).unwrap_or(host)
}

fn is_alias(host: &[u8]) -> bool {
    customer_alias(&String::from_utf8_lossy(without_port(host)).to_ascii_lowercase()).is_some()
}
