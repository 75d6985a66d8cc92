//! The checks: one for each rule that traffic over time can keep or break.

use crate::diagnosis::severity::{Certainty, Severity};

macro_rules! checks {
    ($($name:ident $id:literal $at_least:literal $share:literal $certainty:ident $needs:expr;)*) => {
        /// A rule that traffic can keep or break.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Check {
            $(#[doc = $id] $name,)*
        }

        impl Check {
            /// Every check, in the order of reports.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// How a check counts.
            pub(crate) fn terms(self) -> &'static Terms {
                match self {
                    $(Self::$name => {
                        const TERMS: &Terms = &Terms {
                            id: $id,
                            at_least: $at_least,
                            share: $share,
                            certainty: Certainty::$certainty,
                            needs: $needs,
                        };
                        TERMS
                    })*
                }
            }
        }
    };
}

/// Whether a rule is one that traffic can keep or break.
pub(crate) fn is_check(id: &str) -> bool {
    Check::ALL.iter().any(|check| check.terms().id == id)
}

/// How a check counts.
#[derive(Debug)]
pub(crate) struct Terms {
    /// The id of its rule.
    pub id: &'static str,
    /// How many occasions to break the rule a source has to show before anything is said of it.
    pub at_least: u64,
    /// The share of occasions, in percent, that have to break it; 0 where a single one does.
    pub share: u64,
    /// How sure a breach is.
    pub certainty: Certainty,
    /// The fields without which nothing can be said.
    pub needs: ShownFields,
}

/// A set of fields that a source shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct ShownFields(pub u32);

impl ShownFields {
    /// When.
    pub(crate) const TIME: Self = Self(1);
    /// The status.
    pub(crate) const STATUS: Self = Self(1 << 1);
    /// The query.
    pub(crate) const QUERY: Self = Self(1 << 2);
    /// The User-Agent as MET saw it.
    pub(crate) const AGENT: Self = Self(1 << 3);
    /// The address of the client.
    pub(crate) const ADDRESS: Self = Self(1 << 4);
    /// If-Modified-Since as MET saw it.
    pub(crate) const CONDITION: Self = Self(1 << 5);
    /// Expires.
    pub(crate) const EXPIRES: Self = Self(1 << 6);
    /// Last-Modified.
    pub(crate) const MODIFIED: Self = Self(1 << 7);
    /// Accept-Encoding as MET saw it.
    pub(crate) const CODING: Self = Self(1 << 8);
    /// Origin or Referer.
    pub(crate) const ORIGIN: Self = Self(1 << 9);
    /// Location.
    pub(crate) const LOCATION: Self = Self(1 << 10);
    /// The size of the response.
    pub(crate) const BYTES: Self = Self(1 << 11);
    /// The scheme and the host.
    pub(crate) const SCHEME: Self = Self(1 << 12);
    /// The host.
    pub(crate) const HOST: Self = Self(1 << 13);
    /// None.
    pub(crate) const NONE: Self = Self(0);

    /// Both sets.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every field of `other` is here.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Each field by its name in reports.
    pub(super) const NAMES: [(Self, &str); 14] = [
        (Self::TIME, "times"),
        (Self::STATUS, "the status"),
        (Self::QUERY, "queries"),
        (Self::AGENT, "the User-Agent that MET received"),
        (Self::ADDRESS, "client addresses"),
        (Self::CONDITION, "the If-Modified-Since that MET received"),
        (Self::EXPIRES, "Expires"),
        (Self::MODIFIED, "Last-Modified"),
        (Self::CODING, "the Accept-Encoding that MET received"),
        (Self::ORIGIN, "Origin or Referer"),
        (Self::LOCATION, "Location"),
        (Self::BYTES, "the response size"),
        (Self::SCHEME, "the scheme and host"),
        (Self::HOST, "the host"),
    ];

    /// The first field of `self` that `other` lacks.
    pub(crate) fn missing_in(self, other: Self) -> Option<Self> {
        Self::NAMES.iter().map(|(field, _)| *field).find(|field| self.has(*field) && !other.has(*field))
    }

    /// The name of a field in reports.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(field, _)| *field == self).map_or("a field", |(_, name)| name)
    }
}

const TIMED: ShownFields = ShownFields::TIME;
const PAIRS: ShownFields = ShownFields::TIME.and(ShownFields::QUERY);

checks! {
    AskedBeforeExpiry "asked-before-expiry" 3 0 Certain PAIRS.and(ShownFields::EXPIRES);
    RepeatedRequests "repeated-requests" 3 0 Likely PAIRS;
    RequestRate "request-rate" 1 0 Certain TIMED;
    NotConditional "not-conditional" 5 0 Certain PAIRS.and(ShownFields::CONDITION);
    ValidatorAltered "validator-altered" 1 0 Likely PAIRS.and(ShownFields::CONDITION).and(ShownFields::MODIFIED);
    ValidatorFuture "validator-future" 1 0 Certain TIMED.and(ShownFields::CONDITION);
    NotModifiedUnused "not-modified-unused" 1 0 Likely PAIRS.and(ShownFields::STATUS);
    FreshnessNotUpdated "freshness-not-updated" 3 0 Likely PAIRS.and(ShownFields::EXPIRES).and(ShownFields::STATUS);
    HeadThenGet "head-then-get" 1 0 Certain PAIRS;
    ImmutableRefetched "immutable-refetched" 1 0 Likely PAIRS;
    BurstAligned "burst-aligned" 300 0 Likely TIMED;
    FixedSecond "fixed-second" 10 80 Certain TIMED;
    CoordinateScatter "coordinate-scatter" 10 0 Likely PAIRS;
    AlertsPoll "alerts-poll" 5 50 Likely TIMED;
    RedirectNotFollowed "redirect-not-followed" 1 0 Likely PAIRS.and(ShownFields::STATUS).and(ShownFields::LOCATION);
    CompressionNotRequested "compression-not-requested" 2 0 Certain ShownFields::CODING;
    HammeringThrottled "hammering-throttled" 1 0 Likely TIMED.and(ShownFields::STATUS);
    HammeringBlocked "hammering-blocked" 1 0 Certain TIMED.and(ShownFields::STATUS);
    RetryStorm "retry-storm" 1 0 Likely PAIRS.and(ShownFields::STATUS);
    EndedVersionUsed "ended-version-used" 1 0 Likely TIMED.and(ShownFields::STATUS);
    DeprecatedAsFailure "deprecated-as-failure" 10 0 Possible PAIRS.and(ShownFields::STATUS);
    IdentityChangedAfterRefusal "identity-changed-after-refusal" 1 0 Possible PAIRS.and(ShownFields::AGENT).and(ShownFields::ADDRESS).and(ShownFields::STATUS);
    UserAgentChanging "user-agent-changing" 1 0 Possible TIMED.and(ShownFields::AGENT).and(ShownFields::ADDRESS);
    OriginNotIdentifying "origin-not-identifying" 1 0 Likely ShownFields::ORIGIN;
    CacheBusting "cache-busting" 5 0 Possible ShownFields::QUERY;
    UnfilteredList "unfiltered-list" 3 0 Certain ShownFields::QUERY;
    CompleteEndpoint "complete-endpoint" 10 50 Certain ShownFields::NONE;
    DirectFromBrowsers "direct-from-browsers" 1 0 Likely ShownFields::AGENT.and(ShownFields::ADDRESS);
    Preflight "preflight" 1 0 Certain ShownFields::NONE;
    UserAgentMissing "user-agent-missing" 1 0 Certain ShownFields::AGENT;
    UserAgentGeneric "user-agent-generic" 1 0 Certain ShownFields::AGENT;
    UserAgentBrowser "user-agent-browser" 1 0 Possible ShownFields::AGENT.and(ShownFields::ORIGIN);
    UserAgentPlaceholder "user-agent-placeholder" 1 0 Certain ShownFields::AGENT;
    UserAgentNoContact "user-agent-no-contact" 1 0 Certain ShownFields::AGENT;
    UserAgentNoVersion "user-agent-no-version" 1 0 Certain ShownFields::AGENT;
    UserAgentYr "user-agent-yr" 1 0 Likely ShownFields::AGENT;
    CustomerAlias "customer-alias" 1 0 Possible ShownFields::HOST;
    PlainHttp "plain-http" 1 0 Certain ShownFields::SCHEME;
    SemicolonSeparator "semicolon-separator" 1 0 Certain ShownFields::QUERY;
    CoordinatePrecision "coordinate-precision" 1 0 Certain ShownFields::QUERY;
    NumberFormat "number-format" 1 0 Certain ShownFields::QUERY;
    MethodNotAllowed "method-not-allowed" 1 0 Certain ShownFields::NONE;
    DeprecatedVersion "deprecated-version" 1 0 Certain ShownFields::STATUS;
}

impl Check {
    /// The bit of this check in a [`Set`].
    pub(super) const fn bit(self) -> Set {
        Set(1 << self as u64)
    }

    /// Its place in [`Check::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// The checks of the User-Agent, which a guess at the vantage does not carry.
    pub(super) const IDENTITY: Set = Set(Self::UserAgentMissing.bit().0
        | Self::UserAgentGeneric.bit().0
        | Self::UserAgentBrowser.bit().0
        | Self::UserAgentPlaceholder.bit().0
        | Self::UserAgentNoContact.bit().0
        | Self::UserAgentNoVersion.bit().0
        | Self::UserAgentYr.bit().0
        | Self::UserAgentChanging.bit().0
        | Self::DirectFromBrowsers.bit().0
        | Self::IdentityChangedAfterRefusal.bit().0
        | Self::OriginNotIdentifying.bit().0);
}

/// A set of checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Set(pub(super) u64);

impl Set {
    /// Adds a check where a condition holds.
    pub(super) const fn add_if(&mut self, check: Check, holds: bool) {
        if holds {
            self.0 |= check.bit().0;
        }
    }

    /// Adds a check.
    pub(super) const fn add(&mut self, check: Check) {
        self.0 |= check.bit().0;
    }

    /// Whether a check is in it.
    pub(super) const fn has(self, check: Check) -> bool {
        self.0 & check.bit().0 != 0
    }

    /// Both sets.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What of this set is not in the other.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The places of its checks in [`Check::ALL`].
    pub(super) fn indices(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (at < 64).then_some(at)
        })
    }
}

/// How bad a breach is, where it is not as bad as the rule says by itself.
pub(super) fn severity(base: Severity, worse: bool) -> Severity {
    if worse { Severity::Error } else { base }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_cites_a_rule() {
        for check in Check::ALL {
            assert!(crate::diagnosis::catalogue::find(check.terms().id).is_some(), "{}", check.terms().id);
        }
        assert!(Check::ALL.len() <= 64, "a set has 64 bits");
    }

    #[test]
    fn every_traffic_rule_has_a_check() {
        for rule in
            crate::diagnosis::catalogue::all().filter(|rule| rule.topic == crate::diagnosis::rule::Topic::Traffic)
        {
            assert!(Check::ALL.iter().any(|check| check.terms().id == rule.id), "{}", rule.id);
        }
    }

    #[test]
    fn sets_list_their_checks() {
        let mut set = Set::default();
        set.add(Check::DeprecatedVersion);
        set.add_if(Check::AskedBeforeExpiry, true);
        set.add_if(Check::RequestRate, false);
        assert_eq!(set.indices().collect::<Vec<_>>(), [0, Check::DeprecatedVersion.index()]);
    }
}
