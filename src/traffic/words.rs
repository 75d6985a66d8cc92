//! What is said of checks: of a breach in numbers, and of what could not be judged why, and what to add to the log.

use super::check::{Check, ShownFields};
use super::check_result::Unjudged;
use super::client::Tally;
use super::formats::Formats;
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
    missing: Option<ShownFields>,
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
                Some(directive) => format!("the log does not show {}; add {directive}", missing.name()),
                None => format!("the log does not show {}", missing.name()),
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
pub(super) fn breach(check: Check, tally: Tally, detail: Option<&str>) -> String {
    let Tally { occasions, breaches } = tally;
    let text = match share(check) {
        Some((noun_of_all, what)) => format!("{breaches} of {occasions} {} {what}", noun(noun_of_all, occasions)),
        None => counted(check, tally),
    };
    match detail {
        Some(detail) => format!("{text} ({detail})"),
        None => text,
    }
}

/// The words for a breach that is a share of its occasions: what they are, and what is wrong with the share.
fn share(check: Check) -> Option<(&'static str, &'static str)> {
    Some(match check {
        Check::AskedBeforeExpiry => ("repeated requests", "came before the response had expired"),
        Check::RepeatedRequests => {
            ("repeated requests", "came within a minute of a good response, or a fifth of its lifetime")
        }
        Check::NotConditional => ("requests", "after expiry came without If-Modified-Since"),
        Check::ValidatorAltered => {
            ("conditional requests", "had an If-Modified-Since other than the last Last-Modified")
        }
        Check::ValidatorFuture => ("conditional requests", "had an If-Modified-Since in the future"),
        Check::FreshnessNotUpdated => ("requests", "after a 304 came before its new Expires"),
        Check::FixedSecond => ("requests", "came at the same second of the minute"),
        Check::AlertsPoll => ("polls", "of MetAlerts came less than 10 minutes after the one before"),
        Check::OriginNotIdentifying => ("requests", "had an Origin or Referer without a public site"),
        Check::CacheBusting => ("requests", "had a parameter with an ever-changing value"),
        Check::UnfilteredList => ("requests", "for the list of radar images had no filter"),
        Check::UserAgentMissing => ("requests", "had no User-Agent"),
        Check::UserAgentGeneric => ("requests", "had the default User-Agent of a library"),
        Check::UserAgentBrowser => ("requests", "had a browser's User-Agent and no Origin or Referer"),
        Check::UserAgentPlaceholder => ("requests", "had a placeholder for a contact"),
        Check::UserAgentNoContact => ("requests", "had a User-Agent without contact information"),
        Check::UserAgentNoVersion => ("requests", "had a User-Agent without a version"),
        Check::UserAgentYr => ("requests", "had a User-Agent that is named Yr"),
        Check::CustomerAlias => ("requests", "went to the host of a single customer"),
        Check::SemicolonSeparator => ("requests", "separated parameters with a semicolon"),
        Check::CoordinatePrecision => ("requests", "had coordinates with more than 4 decimals"),
        Check::NumberFormat => ("requests", "had a coordinate that is not a decimal number"),
        Check::MethodNotAllowed => ("requests", "used a method other than GET and HEAD"),
        Check::DeprecatedVersion => ("requests", "got 203: a deprecated or beta version"),
        _ => return None,
    })
}

/// A breach that is put in a sentence of its own.
fn counted(check: Check, tally: Tally) -> String {
    let Tally { occasions, breaches } = tally;
    let of = |what: &str| format!("{breaches} of {occasions} {}", noun(what, occasions));
    let were = one_or_many(breaches, "was", "were");
    match check {
        Check::RequestRate => "more requests than MET allows without an agreement".to_owned(),
        Check::NotModifiedUnused => format!("{} {were} followed by a full download within 5 s", of("304 responses")),
        Check::HeadThenGet => format!(
            "{breaches} GET requests followed a HEAD for the same URL within 10 s, of {occasions} HEAD requests"
        ),
        Check::ImmutableRefetched => format!("{breaches} downloads of data that never changes were repeated"),
        Check::BurstAligned => "requests come in bursts at fixed minutes of the hour".to_owned(),
        Check::CoordinateScatter => {
            format!("{breaches} times {} or more places within 0.01 degrees in half an hour", super::windows::MEMBERS)
        }
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
        Check::CompleteEndpoint => format!("{} for a forecast {were} for complete", of("requests")),
        Check::DirectFromBrowsers => {
            let addresses = one_or_many(breaches, "address", "addresses");
            format!("browsers at {breaches} {addresses} request the data directly")
        }
        Check::Preflight => {
            format!("{} {}", of("requests"), one_or_many(breaches, "was a CORS preflight", "were CORS preflights"))
        }
        Check::PlainHttp => format!("{} {were} sent by http and only redirected", of("requests")),
        other => of(other.terms().id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_a_sentence_for_its_breach() {
        for check in Check::ALL.iter().copied() {
            let said = breach(check, Tally { occasions: 7, breaches: 3 }, Some("more"));
            assert!(said.ends_with(" (more)") && !said.contains(&format!("{} (", check.terms().id)), "{said}");
            assert!(share(check).is_none() || said.starts_with("3 of 7 "), "{said}");
        }
        let one = breach(Check::CacheBusting, Tally { occasions: 1, breaches: 1 }, None);
        assert_eq!(one, "1 of 1 request had a parameter with an ever-changing value");
    }
}
