//! How long a response may be used, and whether its clocks and caches can be trusted.

use std::time::Duration;

use crate::diagnosis::catalogue::freshness::{
    ALREADY_EXPIRED, CACHE_DIRECTIVES, CLOCK_SKEW, INVALID_AGE, INVALID_CACHE_CONTROL, INVALID_DATE_FIELD,
    INVALID_ENTITY_TAG, LAST_MODIFIED_IN_FUTURE, NO_LIFETIME, SHARED_CACHE, UNCOMPRESSED,
};
use crate::diagnosis::facts::answer::is_success;
use crate::diagnosis::facts::{Facts, revalidation};
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rules::wording::line;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::http::caching::cache_control::{CacheControl, CacheScope};
use crate::http::caching::cache_hit::is_cache_hit;
use crate::http::caching::cache_status::CacheStatus;
use crate::http::caching::entity_tag::EntityTag;
use crate::http::caching::lifetime::Basis;
use crate::http::caching::response_age::age_field_seconds;
use crate::http::pacing::retry_after::retry_after;
use crate::http::time::date::parse_http_date;
use crate::met::hosts::Service;
use crate::text::escape::Text;

/// A number of seconds in words: `1h 2m 3s`.
fn span(seconds: i64) -> String {
    humantime::format_duration(Duration::from_secs(u64::try_from(seconds).unwrap_or(0))).to_string()
}

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [
        clock_skew,
        modified_in_future,
        invalid_cache_control,
        invalid_dates,
        invalid_age,
        invalid_tag,
        no_lifetime,
        already_expired,
        directives,
        shared_cache,
        uncompressed,
    ];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn clock_skew(facts: &Facts) -> Option<Finding> {
    let skew = facts.freshness.as_ref()?.skew_s?;
    let side = if skew < 0 { "behind" } else { "ahead of" };
    let size = span(skew.saturating_abs());
    let (_, _, answer) = revalidation::current(&facts.evidence)?;
    let line = |name: &str| answer.fields()?.line(name).map(ToString::to_string);
    let whose = if answer.live { "this machine" } else { "the recording" };
    let mut finding = Finding::of(&CLOCK_SKEW)
        .quote_if(EvidenceSource::Received, line("date"))
        .quote_if(EvidenceSource::Received, line("age"))
        .quote(EvidenceSource::Received, format!("at {} by the clock of {whose}", answer.received_at));
    finding.message = format!("The server's clock is {size} {side} that of {whose}");
    if !answer.live {
        finding.advice = vec!["compare the clock of the recording machine with a time server".to_owned()];
    }
    Some(match skew {
        ..LONGEST_BEHIND_S if !is_success(facts) => return None,
        // Nothing explains a Date to come but a clock.
        1.. => finding,
        // A cache that does not show the age of what it stores looks the same as a clock that is behind.
        LONGEST_BEHIND_S..=0 => finding.certainty(Certainty::Likely),
        _ => {
            finding.message = format!("Date is {size} old: a stored response without its Age, or a wrong clock");
            finding.severity(Severity::Info).certainty(Certainty::Possible)
        }
    })
}

/// The most that a clock is taken to be behind: a Date older than that is rather one of a stored answer.
const LONGEST_BEHIND_S: i64 = -86_400;

fn modified_in_future(facts: &Facts) -> Option<Finding> {
    let seconds = facts.freshness.as_ref()?.modified_ahead_s?;
    let mut finding = Finding::of(&LAST_MODIFIED_IN_FUTURE)
        .quote_if(EvidenceSource::Received, line(facts, "last-modified"))
        .quote_if(EvidenceSource::Received, line(facts, "date"));
    finding.message = format!("Last-Modified is {} later than Date", span(seconds));
    is_success(facts).then_some(finding)
}

fn invalid_cache_control(facts: &Facts) -> Option<Finding> {
    let control = control(facts)?;
    let member = control.invalid().first().filter(|_| is_success(facts))?;
    let mut finding =
        Finding::of(&INVALID_CACHE_CONTROL).quote_if(EvidenceSource::Received, line(facts, "cache-control"));
    finding.message = format!("Cache-Control has an invalid directive: {}", member.clipped(80));
    Some(finding)
}

fn invalid_age(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let fields = answer.fields().filter(|fields| fields.contains("age"))?;
    let told = age_field_seconds(fields).is_none();
    told.then(|| Finding::of(&INVALID_AGE).quote_if(EvidenceSource::Received, line(facts, "age")))
}

fn invalid_tag(facts: &Facts) -> Option<Finding> {
    let fields = facts.answer()?.fields()?;
    let tag = fields.get("etag").filter(|tag| EntityTag::parse(tag.as_bytes()).is_none())?;
    let mut finding = Finding::of(&INVALID_ENTITY_TAG).quote_if(EvidenceSource::Received, line(facts, "etag"));
    if !tag.is_empty() && !tag.as_bytes().contains(&b'"') {
        finding.message = "ETag lacks its quotation marks, so conditional requests by ETag are impossible".to_owned();
    }
    Some(finding)
}

fn control(facts: &Facts) -> Option<CacheControl> {
    Some(CacheControl::parse(facts.answer()?.fields()?, "cache-control"))
}

fn directives(facts: &Facts) -> Option<Finding> {
    let control = control(facts).filter(|_| is_success(facts))?;
    let stated = [
        (control.no_store() && !control.must_understand(), "no-store: do not cache the response".to_owned()),
        (
            control.no_cache() == Some(CacheScope::Response),
            "no-cache: revalidate before each use of the copy".to_owned(),
        ),
        (control.must_revalidate(), "must-revalidate: do not use the copy after it has expired".to_owned()),
        (control.immutable(), "immutable: do not revalidate before it has expired".to_owned()),
        (
            control.stale_while_revalidate().is_some(),
            window(
                "stale-while-revalidate",
                control.stale_while_revalidate().map(|span| span.seconds()),
                "while you revalidate it",
            ),
        ),
        (
            control.stale_if_error().is_some(),
            window("stale-if-error", control.stale_if_error().map(|span| span.seconds()), "instead of an error"),
        ),
    ];
    let stated: Vec<String> = stated.into_iter().filter_map(|(holds, words)| holds.then_some(words)).collect();
    if stated.is_empty() {
        return None;
    }
    let mut finding = Finding::of(&CACHE_DIRECTIVES).quote_if(EvidenceSource::Received, line(facts, "cache-control"));
    finding.message = format!("Cache-Control says {}", stated.join("; "));
    Some(finding)
}

fn window(name: &str, seconds: Option<i64>, when: &str) -> String {
    format!("{name}: the copy may be used for {} longer {when}", span(seconds.unwrap_or(0)))
}

fn shared_cache(facts: &Facts) -> Option<Finding> {
    let fields = facts.answer()?.fields()?;
    if !is_cache_hit(fields) {
        return None;
    }
    let names = ["age", "cache-status", "via", "x-cache", "x-varnish"];
    let mut finding = names.into_iter().fold(Finding::of(&SHARED_CACHE), |finding, name| {
        finding.quote_if(EvidenceSource::Received, line(facts, name))
    });
    if let Some(cache) = CacheStatus::parse(fields).hit() {
        finding.message =
            format!("The response came from the cache {}, not the origin", Text::from(cache.id.as_str()).clipped(60));
    }
    if let Some(age) = facts.freshness.as_ref().and_then(|fresh| fresh.renewed_age_s) {
        let remark = format!("Date is the current time although Age is {age} s: a cache rewrote it");
        finding = finding.quote(EvidenceSource::Received, remark);
    }
    Some(finding)
}

/// Content smaller than this fits into one packet, compressed or not.
const WORTH_COMPRESSING: usize = 1400;

fn uncompressed(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let response = answer.response.as_ref().filter(|_| is_success(facts))?;
    let fields = &response.head.fields;
    let kind = fields.get_str("content-type").unwrap_or_default().to_ascii_lowercase();
    let text = ["json", "xml", "text/", "javascript", "csv"].iter().any(|part| kind.contains(part));
    let plain = fields.get_str("content-encoding").is_none_or(|coding| coding.eq_ignore_ascii_case("identity"));
    let bytes = response.body.bytes.len();
    // A capture shows the decoded content of what may have been compressed.
    if !(answer.live && text && plain && bytes >= WORTH_COMPRESSING) {
        return None;
    }
    let offered = answer.request.as_ref().and_then(|request| request.fields.line("accept-encoding"));
    let offers = offered.is_some_and(|line| line.value.to_string().to_ascii_lowercase().contains("gzip"));
    let finding = Finding::of(&UNCOMPRESSED)
        .quote(
            EvidenceSource::Sent,
            offered.map_or_else(|| "no Accept-Encoding header".to_owned(), ToString::to_string),
        )
        .quote(EvidenceSource::Received, format!("no Content-Encoding header, {bytes} bytes of content"));
    Some(match offers {
        true => finding.help_instead("ask the operator of the server, or of a proxy in between, to compress responses"),
        false => finding,
    })
}

fn no_lifetime(facts: &Facts) -> Option<Finding> {
    let basis = facts.freshness.as_ref()?.basis;
    let whole = facts.answer()?.failure.is_none();
    let lacks = whole && is_success(facts) && matches!(basis, Basis::None | Basis::Heuristic);
    lacks.then(|| {
        Finding::of(&NO_LIFETIME).quote(EvidenceSource::Received, "neither Expires nor Cache-Control: max-age")
    })
}

fn already_expired(facts: &Facts) -> Option<Finding> {
    let freshness = facts.freshness.as_ref()?;
    let answer = facts.answer()?;
    let told = matches!(freshness.basis, Basis::Expires | Basis::MaxAge | Basis::SMaxage);
    // At MET the next poll counts, which takes its front ends' renewed Date into account.
    let end = match facts.service {
        Service::Met => facts.next_poll.as_ref().and_then(|next| next.not_before),
        Service::Frost | Service::Other => freshness.expires_at,
    };
    let over = end.is_some_and(|at| at <= answer.received_at);
    // Without Age or another sign of a cache, a Date some minutes back may be a clock that is a little behind.
    let stated = freshness.lifetime_s.is_some_and(|seconds| seconds <= 0) || answer.fields().is_some_and(is_cache_hit);
    (is_success(facts) && told && over && stated).then(|| {
        Finding::of(&ALREADY_EXPIRED)
            .quote_if(EvidenceSource::Received, line(facts, "expires"))
            .quote_if(EvidenceSource::Received, line(facts, "cache-control"))
            .quote_if(EvidenceSource::Received, line(facts, "age"))
            .quote_if(EvidenceSource::Received, line(facts, "date"))
    })
}

fn invalid_dates(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let fields = answer.fields()?;
    let mut finding = Finding::of(&INVALID_DATE_FIELD);
    let mut conventional = None;
    for name in ["date", "expires", "last-modified"] {
        let Some(line) = fields.line(name) else { continue };
        let date = parse_http_date(line.value.as_bytes(), answer.received_at);
        if name == "expires" && is_conventional(line.value.as_bytes()) {
            conventional = Some(line.to_string());
        } else if !date.conformant || !date.warnings.is_empty() {
            let why: Vec<String> = date.warnings.iter().map(ToString::to_string).collect();
            finding = finding.quote(
                EvidenceSource::Received,
                format!("{}: {} ({})", line.name, line.value.clipped(60), why.join(", ")),
            );
        }
    }
    if let Some(after) = retry_after(fields, answer.received_at).filter(|after| after.wait_s.is_none()) {
        let why = after.warnings.iter().map(ToString::to_string);
        finding = why.fold(finding, |finding, why| finding.quote(EvidenceSource::Received, why));
    }
    match conventional {
        Some(line) if finding.evidence.is_empty() => {
            let mut finding =
                finding.severity(Severity::Info).see("RFC 9111 §5.3").quote(EvidenceSource::Received, &line);
            finding.message = format!("{line} is not a date: it is the usual way to say that a response is stale");
            finding.advice.clear();
            Some(finding)
        }
        _ => (!finding.evidence.is_empty()).then_some(finding),
    }
}

/// Whether a value of Expires is one of those that servers send on purpose for what is stale at once; a recipient has
/// to take any invalid one, "especially the value 0", for that (RFC 9111 §5.3).
fn is_conventional(value: &[u8]) -> bool {
    matches!(value.trim_ascii(), b"0" | b"-1")
}
