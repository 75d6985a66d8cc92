//! How long an answer may be used, and whether the clocks and caches behind it can be believed.

use std::time::Duration;

use super::super::{Rule, Topic, line, met_answer};
use super::is_success;
use crate::escape::Text;
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::cache_control::{CacheControl, CacheControlWarning, Scope};
use crate::http::cache_hit::is_cache_hit;
use crate::http::cache_status::CacheStatus;
use crate::http::date::parse_http_date;
use crate::http::entity_tag::EntityTag;
use crate::http::freshness::FreshnessWarning;
use crate::http::lifetime::Basis;
use crate::http::receipt::age_field_seconds;
use crate::http::retry_after::retry_after;
use crate::met::hosts::Service;
use crate::proof;

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "clock-skew",
        topic: Topic::Caching,
        title: "the clocks of the server and of this machine disagree",
        severity: Severity::Warning,
        reference: "RFC 9110 §6.6.1",
        explanation: "Date lies outside the time of the exchange by more than five minutes, and Age does not account for it. \
                      A client that compares Expires with its own clock asks too early or too late. Times in this report \
                      are corrected by the difference.",
        advice: &[
            "compare this machine's clock with a time server (NTP): most often it is the one that is wrong",
            "in a client reckon with Expires minus Date, not with Expires and the local clock",
        ],
        example: "",
        check: clock_skew,
    },
    Rule {
        id: "last-modified-in-future",
        topic: Topic::Caching,
        title: "Last-Modified is later than Date",
        severity: Severity::Warning,
        reference: "RFC 9110 §8.8.2.1",
        explanation: "A document cannot have changed after it was sent; a server has to send Date in place of such a time. \
                      Servers may ignore an If-Modified-Since that lies in their future.",
        advice: &["report it to whoever runs the server"],
        example: met_answer!(
            "200 OK",
            "Expires: Mon, 30 Mar 2026 13:53:26 GMT\nLast-Modified: Mon, 30 Mar 2026 13:52:44 GMT\n\n{}\n"
        ),
        check: modified_in_future,
    },
    Rule {
        id: "invalid-cache-control",
        topic: Topic::Caching,
        title: "Cache-Control has a value that cannot be read",
        severity: Severity::Warning,
        reference: "RFC 9111 §4.2.1",
        explanation: "A lifetime that is not a number of seconds counts as over, so that careful clients fetch the document \
                      each time, and careless ones keep it for as long as they like.",
        advice: &["report it to whoever runs the server: the value is a number of seconds, such as max-age=60"],
        example: met_answer!(
            "200 OK",
            "Cache-Control: max-age=1h\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: invalid_cache_control,
    },
    Rule {
        id: "invalid-date-field",
        topic: Topic::Caching,
        title: "a field does not hold a date as HTTP writes it",
        severity: Severity::Warning,
        reference: "RFC 9110 §5.6.7",
        explanation: "Dates in HTTP have one form, such as Mon, 30 Mar 2026 13:22:46 GMT, and two obsolete ones. An Expires \
                      that cannot be read counts as passed; a Last-Modified or Retry-After that cannot be read is of no use.",
        advice: &["report it to whoever runs the server"],
        example: met_answer!(
            "200 OK",
            "Expires: 2026-03-30T13:53:26Z\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: invalid_dates,
    },
    Rule {
        id: "invalid-age",
        topic: Topic::Caching,
        title: "Age is not a number of seconds",
        severity: Severity::Warning,
        reference: "RFC 9111 §5.1",
        explanation: "Age is the number of seconds since the origin sent or confirmed the response. A value that cannot be \
                      read is ignored, so a stored response counts as new and is kept for too long.",
        advice: &["report it to the operator of the cache that adds Age"],
        example: met_answer!(
            "200 OK",
            "Age: 1h\nCache-Control: max-age=60\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: invalid_age,
    },
    Rule {
        id: "invalid-entity-tag",
        topic: Topic::Caching,
        title: "ETag is not an entity tag",
        severity: Severity::Warning,
        reference: "RFC 9110 §8.8.3",
        explanation: "An entity tag has quotation marks around it, and perhaps W/ before them. Caches and servers cannot \
                      compare one without them, so conditional requests with it do not work.",
        advice: &["report it to the server operator: write the tag as \"abc\", with its quotation marks"],
        example: met_answer!("200 OK", "ETag: abc\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
        check: invalid_tag,
    },
    Rule {
        id: "no-lifetime",
        topic: Topic::Caching,
        title: "the answer does not say how long it is good",
        severity: Severity::Info,
        reference: "RFC 9111 §4.2",
        explanation: "There is neither Expires nor a max-age, so that a client has to guess when to ask again.",
        advice: &[],
        example: met_answer!("200 OK", "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
        check: no_lifetime,
    },
    Rule {
        id: "already-expired",
        topic: Topic::Caching,
        title: "the answer had expired when it was received",
        severity: Severity::Info,
        reference: "RFC 9111 §4.2",
        explanation: "Its lifetime was over on arrival. That is no licence to ask all the time: at MET the data behind the \
                      quickest products change every few minutes.",
        advice: &["wait some minutes before you ask again, and send If-Modified-Since then"],
        example: met_answer!(
            "200 OK",
            "Expires: Mon, 30 Mar 2026 13:20:00 GMT\nLast-Modified: Mon, 30 Mar 2026 13:19:44 GMT\n\n{}\n"
        ),
        check: already_expired,
    },
    Rule {
        id: "cache-directives",
        topic: Topic::Caching,
        title: "Cache-Control restricts what a client may do with the answer",
        severity: Severity::Info,
        reference: "RFC 9111 §5.2.2",
        explanation: "Some directives change how a response may be stored or used beyond its lifetime.",
        advice: &[],
        example: met_answer!(
            "200 OK",
            "Cache-Control: no-cache, max-age=60\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: directives,
    },
    Rule {
        id: "shared-cache",
        topic: Topic::Caching,
        title: "a cache on the way answered, not the origin",
        severity: Severity::Info,
        reference: "RFC 9111 §5.1",
        explanation: "The answer comes from the store of a cache in front of the server or of a proxy. What it does with \
                      conditions says little about the origin. At MET such a cache stands in front of every product.",
        advice: &[],
        example: met_answer!(
            "200 OK",
            "Age: 300\nVia: 1.1 varnish\nExpires: Mon, 30 Mar 2026 13:53:26 GMT\n\
             Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: shared_cache,
    },
    Rule {
        id: "uncompressed",
        topic: Topic::Caching,
        title: "the document came without compression",
        severity: Severity::Info,
        reference: "RFC 9110 §12.5.3",
        explanation: "Text shrinks to a tenth when it is compressed. A client that does not offer gzip, or a proxy that \
                      takes it out, pays for the difference on each fetch.",
        advice: &[],
        example: "",
        check: uncompressed,
    },
];

/// A number of seconds in words: `1h 2m 3s`.
fn span(seconds: i64) -> String {
    humantime::format_duration(Duration::from_secs(u64::try_from(seconds).unwrap_or(0))).to_string()
}

fn clock_skew(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let skew = facts.freshness.as_ref()?.skew_s?;
    let side = if skew < 0 { "behind" } else { "ahead of" };
    let size = span(skew.saturating_abs());
    let (_, _, answer) = proof::current(&facts.evidence)?;
    let line = |name: &str| answer.fields()?.line(name).map(ToString::to_string);
    let whose = if answer.live { "this machine" } else { "the recording" };
    let mut finding = rule
        .found()
        .quote_if(Seen::Received, line("date"))
        .quote_if(Seen::Received, line("age"))
        .quote(Seen::Received, format!("at {} by the clock of {whose}", answer.received_at));
    finding.message = format!("the server's clock is {size} {side} that of {whose}");
    if !answer.live {
        finding.advice = vec!["compare the clock of the machine that made the recording with a time server".to_owned()];
    }
    Some(match skew {
        ..LONGEST_BEHIND_S if !is_success(facts) => return None,
        // Nothing explains a Date to come but a clock.
        1.. => finding,
        // A cache that does not tell the age of what it stores looks the same as a clock that is behind.
        LONGEST_BEHIND_S..=0 => finding.certainty(Certainty::Likely),
        _ => {
            finding.message = format!("Date is {size} old: a stored answer without its Age, or a clock that is wrong");
            finding.severity(Severity::Info).certainty(Certainty::Possible)
        }
    })
}

/// The most that a clock is taken to be behind: a Date older than that is rather one of a stored answer.
const LONGEST_BEHIND_S: i64 = -86_400;

fn modified_in_future(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let seconds = facts.freshness.as_ref()?.warnings.iter().find_map(|warning| match warning {
        FreshnessWarning::LastModifiedInFuture(seconds) => Some(*seconds),
        _ => None,
    })?;
    let mut finding = rule
        .found()
        .quote_if(Seen::Received, line(facts, "last-modified"))
        .quote_if(Seen::Received, line(facts, "date"));
    finding.message = format!("Last-Modified is {} later than Date", span(seconds));
    is_success(facts).then_some(finding)
}

fn invalid_cache_control(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let control = control(facts)?;
    let invalid = |warning: &&CacheControlWarning| warning.as_str() == "invalid";
    let warning = control.warnings().iter().find(invalid).filter(|_| is_success(facts))?;
    let mut finding = rule.found().quote_if(Seen::Received, line(facts, "cache-control"));
    finding.message = format!("in Cache-Control, {warning}");
    Some(finding)
}

fn invalid_age(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let fields = answer.fields().filter(|fields| fields.contains("age"))?;
    let told = age_field_seconds(fields).is_none();
    told.then(|| rule.found().quote_if(Seen::Received, line(facts, "age")))
}

fn invalid_tag(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let fields = facts.answer()?.fields()?;
    let tag = fields.get("etag").filter(|tag| EntityTag::parse(tag.as_bytes()).is_none())?;
    let mut finding = rule.found().quote_if(Seen::Received, line(facts, "etag"));
    if !tag.is_empty() && !tag.as_bytes().contains(&b'"') {
        finding.message = "ETag lacks its quotation marks, so conditional requests by ETag are impossible".to_owned();
    }
    Some(finding)
}

fn control(facts: &Facts) -> Option<CacheControl> {
    Some(CacheControl::parse(facts.answer()?.fields()?, "cache-control"))
}

fn directives(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let control = control(facts).filter(|_| is_success(facts))?;
    let stated = [
        (control.no_store() && !control.must_understand(), "no-store: keep no copy".to_owned()),
        (control.no_cache() == Some(Scope::Response), "no-cache: ask before each use of the copy".to_owned()),
        (control.must_revalidate(), "must-revalidate: do not use the copy once it has expired".to_owned()),
        (control.immutable(), "immutable: do not ask again before it has expired".to_owned()),
        (
            control.stale_while_revalidate().is_some(),
            window(
                "stale-while-revalidate",
                control.stale_while_revalidate().map(|span| span.seconds()),
                "while you ask again",
            ),
        ),
        (
            control.stale_if_error().is_some(),
            window("stale-if-error", control.stale_if_error().map(|span| span.seconds()), "in place of an error"),
        ),
    ];
    let stated: Vec<String> = stated.into_iter().filter_map(|(holds, words)| holds.then_some(words)).collect();
    if stated.is_empty() {
        return None;
    }
    let mut finding = rule.found().quote_if(Seen::Received, line(facts, "cache-control"));
    finding.message = format!("Cache-Control says {}", stated.join("; "));
    Some(finding)
}

fn window(name: &str, seconds: Option<i64>, when: &str) -> String {
    format!("{name}: the copy may be used for {} longer {when}", span(seconds.unwrap_or(0)))
}

fn shared_cache(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let fields = facts.answer()?.fields()?;
    if !is_cache_hit(fields) {
        return None;
    }
    let names = ["age", "cache-status", "via", "x-cache", "x-varnish"];
    let mut finding =
        names.into_iter().fold(rule.found(), |finding, name| finding.quote_if(Seen::Received, line(facts, name)));
    if let Some(cache) = CacheStatus::parse(fields).hit() {
        finding.message = format!("the cache {} answered, not the origin", Text::from(cache.id.as_str()).clipped(60));
    }
    let remarks = facts.freshness.as_ref().map(|fresh| fresh.warnings.as_slice()).unwrap_or_default();
    for remark in remarks.iter().filter(|remark| remark.as_str() == "date-rewritten-by-intermediary") {
        finding = finding.quote(Seen::Received, remark);
    }
    if facts.service == Service::Met {
        finding = finding.certainty(Certainty::Certain);
    }
    Some(finding)
}

/// Content smaller than this fits into one packet, compressed or not.
const WORTH_COMPRESSING: usize = 1400;

fn uncompressed(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
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
    let finding = rule
        .found()
        .quote(Seen::Sent, offered.map_or_else(|| "no Accept-Encoding field".to_owned(), ToString::to_string))
        .quote(Seen::Received, format!("no Content-Encoding field, {bytes} bytes of content"));
    Some(match offers {
        true => finding.help("ask whoever runs the server, or a proxy in between, to compress it"),
        false => finding.help("send Accept-Encoding: gzip, and decompress what comes"),
    })
}

fn no_lifetime(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let basis = facts.freshness.as_ref()?.basis;
    let whole = facts.answer()?.failure.is_none();
    let lacks = whole && is_success(facts) && matches!(basis, Basis::None | Basis::Heuristic);
    lacks.then(|| rule.found().quote(Seen::Received, "neither Expires nor Cache-Control: max-age"))
}

fn already_expired(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
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
        rule.found()
            .quote_if(Seen::Received, line(facts, "expires"))
            .quote_if(Seen::Received, line(facts, "cache-control"))
            .quote_if(Seen::Received, line(facts, "age"))
            .quote_if(Seen::Received, line(facts, "date"))
    })
}

fn invalid_dates(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let fields = answer.fields()?;
    let mut finding = rule.found();
    for name in ["date", "expires", "last-modified"] {
        let Some(line) = fields.line(name) else { continue };
        let date = parse_http_date(line.value.as_bytes(), answer.received_at);
        if !date.conformant || !date.warnings.is_empty() {
            let why: Vec<String> = date.warnings.iter().map(ToString::to_string).collect();
            finding = finding
                .quote(Seen::Received, format!("{}: {} ({})", line.name, line.value.clipped(60), why.join(", ")));
        }
    }
    if let Some(after) = retry_after(fields, answer.received_at).filter(|after| after.wait_s.is_none()) {
        let why = after.warnings.iter().map(ToString::to_string);
        finding = why.fold(finding, |finding, why| finding.quote(Seen::Received, why));
    }
    (!finding.evidence.is_empty()).then_some(finding)
}
