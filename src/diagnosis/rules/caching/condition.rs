//! The conditional requests of a client, and when it sends them.

use crate::diagnosis::catalogue::common::GETTING_STARTED;
use crate::diagnosis::catalogue::condition::{ASKED_BEFORE_EXPIRY, INVALID_CONDITION, NOT_ASKED_AGAIN};
use crate::diagnosis::facts::{Facts, timing};
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::{Condition, Exchange, Role};
use crate::http::time::date::{HttpDate, parse_http_date};
use crate::met::hosts::Service;

/// The client's conditional request, and the Last-Modified that it should repeat, where that is seen.
fn own_condition(facts: &Facts) -> Option<(&Exchange, Option<&Exchange>)> {
    if let Some((first, second)) = facts.evidence.replayed().filter(|(_, second)| !second.live) {
        return Some((second, Some(first)));
    }
    let first = facts.evidence.hops().next().filter(|_| facts.evidence.previous_response.is_none())?;
    first.asks_with("if-modified-since").then_some((first, None))
}

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [invalid_condition, before_expiry, not_asked_again];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn invalid_condition(facts: &Facts) -> Option<Finding> {
    let (exchange, before) = own_condition(facts)?;
    let fields = &exchange.request.as_ref()?.fields;
    let sent = fields.line("if-modified-since")?;
    let date = parse_http_date(sent.value.as_bytes(), exchange.received_at);
    let (certainty, message) = if fields.all("if-modified-since").count() > 1 {
        (Certainty::Certain, "If-Modified-Since was sent more than once; servers ignore it".to_owned())
    } else if fields.contains("if-none-match") {
        // A cache sends both (RFC 9111 §4.3.1). Where no entity tag comes back, the other one alone would have worked.
        let tags =
            [Some(exchange), before].into_iter().flatten().any(|of| of.fields().is_some_and(|f| f.contains("etag")));
        if tags || exchange.status() != Some(200) || facts.service != Service::Met {
            return None;
        }
        let message = "If-None-Match was sent as well, so MET ignores If-Modified-Since; MET sends no ETag";
        (Certainty::Certain, message.to_owned())
    } else {
        fault(facts, exchange, before, &date)?
    };
    let mut finding = Finding::of(&INVALID_CONDITION).certainty(certainty).quote(EvidenceSource::Sent, sent);
    let seen = before.unwrap_or(exchange).fields();
    for name in ["last-modified", "date"] {
        finding = finding.quote_if(EvidenceSource::Received, seen.and_then(|fields| fields.line(name)));
    }
    finding.message = message;
    if facts.service == Service::Met {
        finding = finding.see(GETTING_STARTED);
    }
    Some(finding)
}

/// What is wrong with a date in If-Modified-Since, if anything is.
fn fault(
    facts: &Facts,
    exchange: &Exchange,
    before: Option<&Exchange>,
    date: &HttpDate,
) -> Option<(Certainty, String)> {
    let why: Vec<String> = date.warnings.iter().map(ToString::to_string).collect();
    let Some(since) = date.usable() else {
        return Some((Certainty::Certain, format!("If-Modified-Since is not a valid HTTP-date ({})", why.join(", "))));
    };
    let stated = exchange.fields().and_then(|fields| fields.get("date"));
    let server_now = stated.and_then(|date| parse_http_date(date.as_bytes(), exchange.received_at).usable());
    let limit = server_now.unwrap_or(exchange.received_at);
    if since.seconds_since(limit) > 1 && exchange.response.is_some() {
        return Some((Certainty::Certain, "If-Modified-Since is in the server's future".to_owned()));
    }
    if let Some(kept) = before.and_then(|before| before.fields()?.get("last-modified")) {
        let stored = parse_http_date(kept.as_bytes(), exchange.received_at).usable();
        let sent = exchange.request.as_ref()?.fields.get("if-modified-since")?;
        let differs = if facts.service == Service::Met { sent != kept } else { stored != Some(since) };
        if differs {
            return Some((
                Certainty::Certain,
                "If-Modified-Since is not the Last-Modified of the previous response".to_owned(),
            ));
        }
    } else if !date.conformant || !date.warnings.is_empty() {
        let words = format!("If-Modified-Since is not in the format that clients must send ({})", why.join(", "));
        return Some((Certainty::Certain, words));
    }
    let modified = exchange.fields().and_then(|fields| fields.get("last-modified"));
    let modified = modified.and_then(|date| parse_http_date(date.as_bytes(), exchange.received_at).usable());
    // An older one may be that of an older document; a later one was never a Last-Modified of this document.
    let guessed =
        before.is_none() && facts.service == Service::Met && modified.is_some_and(|modified| since > modified);
    guessed.then(|| {
        let words = "If-Modified-Since is later than Last-Modified: it may not come from a response";
        (Certainty::Likely, words.to_owned())
    })
}

fn not_asked_again(facts: &Facts) -> Option<Finding> {
    let last = facts.evidence.last_run?;
    let mut finding = Finding::of(&NOT_ASKED_AGAIN);
    finding.message =
        format!("No request sent: the verdict of {} is valid until {}", last.checked_at, last.stands_until);
    Some(if facts.service == Service::Met { finding } else { finding.see("RFC 9111 §4.2") })
}

/// The requests in a recording that were sent before the previous response had expired. One may be a test, or a page
/// that was reloaded; several are how a client works.
fn early(facts: &Facts) -> Option<Finding> {
    let occurrences = facts.evidence.occurrences.as_deref().filter(|_| facts.service == Service::Met);
    let early = occurrences?.early.as_ref()?;
    let mut finding = Finding::of(&ASKED_BEFORE_EXPIRY);
    if early.requests > 1 {
        finding.severity = Severity::Warning;
        finding.message = format!("The data was requested again {} times before it expired", early.requests);
    }
    let first = format!("requested at {}, {} s too early", early.at, early.expires_at.seconds_since(early.at));
    let expires = facts.answer().and_then(Exchange::fields).and_then(|fields| fields.line("expires"));
    Some(finding.quote(EvidenceSource::Sent, first).quote_if(EvidenceSource::Received, expires))
}

fn before_expiry(facts: &Facts) -> Option<Finding> {
    if let Some(finding) = early(facts) {
        return Some(finding);
    }
    let (first, second) = facts.evidence.replayed().filter(|(_, second)| !second.live)?;
    if second.role != Role::Replay(Condition::ModifiedSince) || facts.service != Service::Met {
        return None;
    }
    let date = |exchange: &Exchange| {
        parse_http_date(exchange.fields()?.get("date")?.as_bytes(), exchange.received_at).usable()
    };
    let end = timing::next_poll(first, facts.service, facts.now)?.not_before?;
    let later = date(second)?.seconds_since(date(first)?);
    let left = end.seconds_since(first.received_at).saturating_sub(later);
    // Immediately after, it was a test of the condition, as metstatus makes them.
    (left > 0 && later >= TEST_WITHIN_S).then(|| {
        Finding::of(&ASKED_BEFORE_EXPIRY)
            .quote_if(EvidenceSource::Received, first.fields().and_then(|fields| fields.line("expires")))
            .quote_if(EvidenceSource::Replay, second.fields().and_then(|fields| fields.line("date")))
    })
}

/// Requests that follow each other within this time are a test, not a client that polls.
const TEST_WITHIN_S: i64 = 120;
