//! What is said of checks in a run of the sandbox, where it is other than what is said of a log.

use super::check::Check;
use super::client::Tally;
use crate::text::count::{one_or_many, requests};

/// Two retries are allowed.
const THIRD: &str = "at least the third in a row soon after";

/// A breach in one sentence; `None` where what is said of logs fits.
pub(super) fn breach(check: Check, tally: Tally) -> Option<String> {
    let Tally { occasions, breaches } = tally;
    let requests_were = one_or_many(breaches, "request was", "requests were");
    Some(match check {
        Check::HammeringThrottled => format!("{breaches} {requests_were} {THIRD} a 429"),
        Check::HammeringBlocked => format!("{breaches} {requests_were} {THIRD} a 403 for the same URL"),
        Check::EndedVersionUsed => {
            let count = occasions.max(breaches);
            format!("{count} {} for a version that has ended", requests(count))
        }
        Check::DeprecatedAsFailure => format!("{breaches} {requests_were} {THIRD} a 203, as if it had failed"),
        Check::AlertsPoll => {
            format!("{breaches} of {occasions} polls of MetAlerts came sooner than MET's 10 minutes, to scale")
        }
        Check::RedirectNotFollowed => format!(
            "{breaches} of {occasions} {} {} not followed",
            one_or_many(occasions, "redirect", "redirects"),
            one_or_many(breaches, "was", "were")
        ),
        _ => return None,
    })
}

/// Why a check says nothing, and what would exercise it.
pub(super) fn not_exercised(check: Check, occasions: u64, at_least: u64) -> String {
    if occasions > 0 {
        return format!("not exercised: {occasions} of the {at_least} occasions that are needed");
    }
    let what = match check {
        Check::AskedBeforeExpiry => "no URL was requested twice",
        Check::RepeatedRequests => "every response shows its Expires; see asked-before-expiry",
        Check::NotConditional => "no URL was requested again after it had expired",
        Check::ValidatorAltered | Check::ValidatorFuture => "no request was conditional",
        Check::NotModifiedUnused | Check::FreshnessNotUpdated => {
            "no request followed a 304; the scenario unchanged sends them"
        }
        Check::HeadThenGet => "no HEAD was sent",
        Check::ImmutableRefetched => "no file that never changes was requested",
        Check::BurstAligned | Check::FixedSecond | Check::DirectFromBrowsers => {
            "it needs hours of traffic; see metstatus audit"
        }
        Check::CoordinateScatter => "there were not ten places near each other",
        Check::AlertsPoll => "MetAlerts was not polled",
        Check::RedirectNotFollowed => "no redirect was sent; the scenario moved sends them",
        Check::HammeringThrottled => "no 429 was sent; the scenario throttled sends them",
        Check::HammeringBlocked => "no 403 was followed by a request; the scenario blocked sends them",
        Check::RetryStorm => "no failure was followed by a request; the scenario outage sends them",
        Check::EndedVersionUsed => "no 404 was followed by a request; the scenario eol sends them",
        Check::DeprecatedAsFailure => "no 203 was followed by a request; the scenario deprecated sends them",
        Check::IdentityChangedAfterRefusal => "no request was refused; the scenario strict refuses some",
        Check::UserAgentChanging => "there were not 50 requests within an hour",
        Check::OriginNotIdentifying => "no Origin or Referer was sent",
        Check::CacheBusting => "there was no query",
        Check::UnfilteredList => "the list of radar images was not requested",
        Check::CompleteEndpoint => "there were not ten forecasts",
        _ => "no request gave occasion to it",
    };
    format!("not exercised: {what}")
}
