//! What is said of checks: of a breach in numbers, and of what could not be judged why, and what to add to the log.

use super::check::Check;
use super::check_result::Unjudged;
use super::client::Tally;
use super::formats::Formats;
use crate::diagnosis::rule::Rule;
use crate::text::count::one_or_many;

/// Why nothing is said of a log of visitors.
pub(super) fn inbound() -> &'static str {
    "the log shows what clients sent to this server, not what it sent to MET, which a cache may have answered; log what \
     goes on to MET ($upstream_cache_status and $upstream_status in nginx, varnishncsa -b, %Ss:%Sh in Squid), or say \
     --vantage relay or outbound if every request goes on"
}

/// Why nothing is said of names that a relay passed on.
pub(super) fn relayed() -> &'static str {
    "the log shows the headers that reached the relay, which may send others to MET; say --vantage relay if it passes \
     them on unchanged"
}

/// Why nothing is said of requests that are compared, in a log that is out of order.
pub(super) fn disorder() -> &'static str {
    "more than 1 % of the lines are out of order; sort the log by time"
}

/// Why nothing is said of what came after a refusal at the end of a log.
pub(super) fn ends_early() -> &'static str {
    "the log ends before it shows what the client did after the refusal"
}

/// Why a check without enough occasions was not judged: the kind of reason, and the words.
pub(super) fn unjudged(
    missing: Option<&str>,
    occasions: u64,
    at_least: u64,
    stand_in: Option<&str>,
    formats: &Formats,
) -> (Unjudged, String) {
    match (missing, stand_in) {
        (_, Some(other)) => (Unjudged::SeeOther, format!("see {other}, which the log can show")),
        (Some(missing), _) => (
            Unjudged::NotShown,
            match formats.directive(missing) {
                Some(directive) => format!("the log does not show {missing}; add {directive}"),
                None => format!("the log does not show {missing}"),
            },
        ),
        (None, _) if occasions == 0 => (Unjudged::TooFew, "the log shows no occasion for it".to_owned()),
        (None, _) => (Unjudged::TooFew, format!("{occasions} of the {at_least} occasions that are needed")),
    }
}

/// A noun in its form for a count.
fn noun(many: &str, count: u64) -> &str {
    if count == 1 { many.strip_suffix('s').unwrap_or(many) } else { many }
}

/// A breach in one sentence.
pub(super) fn breach(check: Check, tally: Tally, detail: Option<&str>, rule: &Rule) -> String {
    let Tally { occasions, breaches } = tally;
    let of = |what: &str| format!("{breaches} of {occasions} {}", noun(what, occasions));
    let were = one_or_many(breaches, "was", "were");
    let requests = || of("requests");
    let text = match check {
        Check::AskedBeforeExpiry => format!("{} came before the response had expired", of("repeated requests")),
        Check::RepeatedRequests => {
            format!("{} came within a minute of a good response, or a fifth of its lifetime", of("repeated requests"))
        }
        Check::RequestRate => "more requests than MET allows without an agreement".to_owned(),
        Check::NotConditional => format!("{} after expiry came without If-Modified-Since", of("requests")),
        Check::ValidatorAltered => {
            format!("{} had an If-Modified-Since other than the last Last-Modified", of("conditional requests"))
        }
        Check::ValidatorFuture => format!("{} had an If-Modified-Since in the future", of("conditional requests")),
        Check::NotModifiedUnused => format!("{} {were} followed by a full download within 5 s", of("304 responses")),
        Check::FreshnessNotUpdated => format!("{} after a 304 came before its new Expires", of("requests")),
        Check::HeadThenGet => format!(
            "{breaches} GET requests followed a HEAD for the same URL within 10 s, of {occasions} HEAD requests"
        ),
        Check::ImmutableRefetched => format!("{breaches} downloads of data that never changes were repeated"),
        Check::BurstAligned => "requests come in bursts at fixed minutes of the hour".to_owned(),
        Check::FixedSecond => format!("{} came at the same second of the minute", requests()),
        Check::CoordinateScatter => {
            format!("{breaches} times {} or more places within 0.01 degrees in half an hour", super::windows::MEMBERS)
        }
        Check::AlertsPoll => format!("{} of MetAlerts came less than 10 minutes after the one before", of("polls")),
        Check::RedirectNotFollowed => format!("{} {were} not followed within 10 s", of("redirects")),
        Check::CompressionNotRequested => format!("{} {were} not requested with compression", of("responses")),
        Check::HammeringThrottled => {
            format!("{} with a 429 {were} followed by a minute with at least half as many requests", of("minutes"))
        }
        Check::HammeringBlocked => {
            format!("{occasions} {} refused with 403", one_or_many(occasions, "request was", "requests were"))
        }
        Check::RetryStorm => {
            format!(
                "{breaches} {} at least the fifth within seconds of a failure",
                one_or_many(breaches, "request was", "requests were")
            )
        }
        Check::EndedVersionUsed => format!("{breaches} {} for a version that has ended", noun("requests", breaches)),
        Check::DeprecatedAsFailure => "requests come sooner after 203 than after 200".to_owned(),
        Check::IdentityChangedAfterRefusal => {
            let urls = one_or_many(breaches, "refused URL", "refused URLs");
            format!("{breaches} {urls} came again from the same address under another name")
        }
        Check::UserAgentChanging => {
            format!(
                "{breaches} of {occasions} addresses and hours with 50 or more requests had more than 5 product names"
            )
        }
        Check::OriginNotIdentifying => format!("{} had an Origin or Referer without a public site", of("requests")),
        Check::CacheBusting => format!("{} had a parameter with an ever-changing value", requests()),
        Check::UnfilteredList => format!("{} for the list of radar images had no filter", of("requests")),
        Check::CompleteEndpoint => format!("{} for a forecast {were} for complete", of("requests")),
        Check::DirectFromBrowsers => {
            let addresses = one_or_many(breaches, "address", "addresses");
            format!("browsers at {breaches} {addresses} request the data directly")
        }
        Check::Preflight => {
            format!("{} {}", requests(), one_or_many(breaches, "was a CORS preflight", "were CORS preflights"))
        }
        Check::UserAgentMissing => format!("{} had no User-Agent", requests()),
        Check::UserAgentGeneric => format!("{} had the default User-Agent of a library", requests()),
        Check::UserAgentBrowser => format!("{} had a browser's User-Agent and no Origin or Referer", requests()),
        Check::UserAgentPlaceholder => format!("{} had a placeholder for a contact", requests()),
        Check::UserAgentNoContact => format!("{} had a User-Agent without contact information", requests()),
        Check::UserAgentNoVersion => format!("{} had a User-Agent without a version", requests()),
        Check::UserAgentYr => format!("{} had a User-Agent that is named Yr", requests()),
        Check::CustomerAlias => format!("{} went to the host of a single customer", requests()),
        Check::PlainHttp => format!("{} {were} sent by http and only redirected", requests()),
        Check::SemicolonSeparator => format!("{} separated parameters with a semicolon", requests()),
        Check::CoordinatePrecision => format!("{} had coordinates with more than 4 decimals", requests()),
        Check::NumberFormat => format!("{} had a coordinate that is not a decimal number", requests()),
        Check::MethodNotAllowed => format!("{} used a method other than GET and HEAD", requests()),
        Check::DeprecatedVersion => format!("{} got 203: a deprecated or beta version", requests()),
    };
    debug_assert!(!rule.title.is_empty(), "every rule has a title");
    match detail {
        Some(detail) => format!("{text} ({detail})"),
        None => text,
    }
}
