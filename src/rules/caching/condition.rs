//! The conditions that a client sends of its own, and when it sends them.

use super::super::{Rule, Topic, repeats};
use crate::evidence::{Condition, Exchange, Role};
use crate::facts::{self, Facts};
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::date::{HttpDate, parse_http_date};
use crate::met::hosts::Service;

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "invalid-condition",
        topic: Topic::Caching,
        title: "the If-Modified-Since of the request is not one that a server can use",
        severity: Severity::Warning,
        reference: "RFC 9110 §13.1.3",
        explanation: "A server ignores a condition that is no date of HTTP, that stands beside If-None-Match, or that lies in \
                      its future, and sends the whole document. MET asks for the Last-Modified of the last answer, byte \
                      for byte; any other date is a guess.",
        advice: &["send the Last-Modified of the answer that you keep, unchanged"],
        example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\
                  If-Modified-Since: 2026-03-30T13:22:44Z\n\nHTTP/1.1 200 OK\n\
                  Date: Mon, 30 Mar 2026 13:22:46 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
        check: invalid_condition,
    },
    Rule {
        id: "asked-before-expiry",
        topic: Topic::Pacing,
        title: "the document was asked for again before it had expired",
        severity: Severity::Info,
        reference: "https://api.met.no/doc/TermsOfService",
        explanation: "MET asks clients to keep a document until Expires, and not to ask for it before, with a condition or \
                      without. A single test is no breach; a client that does it on each poll is throttled.",
        advice: &["keep the document until Expires, then ask with If-Modified-Since"],
        example: concat!(
            "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\n",
            "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
            "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
            "Date: Mon, 30 Mar 2026 13:27:47 GMT\n\n"
        ),
        check: before_expiry,
    },
    Rule {
        id: "not-asked-again",
        topic: Topic::Pacing,
        title: "nothing was sent, because the last answer still holds",
        severity: Severity::Info,
        reference: "https://api.met.no/doc/TermsOfService",
        explanation: "With --state a target is not asked before its last answer has expired, nor while a server that refused \
                      it is to be left alone. Until then the verdict of that run stands.",
        advice: &[],
        example: "",
        check: not_asked_again,
    },
];

/// The request with a condition of the client's own, and the Last-Modified that it should carry, where that is seen.
fn own_condition(facts: &Facts) -> Option<(&Exchange, Option<&Exchange>)> {
    if let Some((first, second)) = facts.evidence.replayed().filter(|(_, second)| !second.live) {
        return Some((second, Some(first)));
    }
    let first = facts.evidence.hops().next().filter(|_| facts.evidence.stored.is_none())?;
    first.asks_with("if-modified-since").then_some((first, None))
}

fn invalid_condition(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let (exchange, before) = own_condition(facts)?;
    let fields = &exchange.request.as_ref()?.fields;
    let sent = fields.line("if-modified-since")?;
    let date = parse_http_date(sent.value.as_bytes(), exchange.received_at);
    let (certainty, message) = if fields.all("if-modified-since").count() > 1 {
        (Certainty::Certain, "If-Modified-Since is sent more than once, so that servers ignore it".to_owned())
    } else if fields.contains("if-none-match") {
        // A cache sends both (RFC 9111 §4.3.1). Where no entity tag comes back, the other one alone would have worked.
        let tags =
            [Some(exchange), before].into_iter().flatten().any(|of| of.fields().is_some_and(|f| f.contains("etag")));
        if tags || exchange.status() != Some(200) || facts.service != Service::Met {
            return None;
        }
        let message = "If-None-Match stands beside If-Modified-Since, which MET ignores then, and it sends no ETag";
        (Certainty::Certain, message.to_owned())
    } else {
        fault(facts, exchange, before, &date)?
    };
    let mut finding = rule.found().certainty(certainty).quote(Seen::Sent, sent);
    let seen = before.unwrap_or(exchange).fields();
    for name in ["last-modified", "date"] {
        finding = finding.quote_if(Seen::Received, seen.and_then(|fields| fields.line(name)));
    }
    finding.message = message;
    if facts.service == Service::Met {
        finding = finding.see(super::GETTING_STARTED);
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
        return Some((Certainty::Certain, format!("If-Modified-Since is no date of HTTP ({})", why.join(", "))));
    };
    let stated = exchange.fields().and_then(|fields| fields.get("date"));
    let server_now = stated.and_then(|date| parse_http_date(date.as_bytes(), exchange.received_at).usable());
    let limit = server_now.unwrap_or(exchange.received_at);
    if since.seconds_since(limit) > 1 && exchange.response.is_some() {
        return Some((Certainty::Certain, "If-Modified-Since lies in the future of the server".to_owned()));
    }
    if let Some(kept) = before.and_then(|before| before.fields()?.get("last-modified")) {
        let stored = parse_http_date(kept.as_bytes(), exchange.received_at).usable();
        let sent = exchange.request.as_ref()?.fields.get("if-modified-since")?;
        let differs = if facts.service == Service::Met { sent != kept } else { stored != Some(since) };
        if differs {
            return Some((
                Certainty::Certain,
                "If-Modified-Since is not the Last-Modified of the answer before".to_owned(),
            ));
        }
    } else if !date.conformant || !date.warnings.is_empty() {
        let words = format!("If-Modified-Since is not in the form that a client has to send ({})", why.join(", "));
        return Some((Certainty::Certain, words));
    }
    let modified = exchange.fields().and_then(|fields| fields.get("last-modified"));
    let modified = modified.and_then(|date| parse_http_date(date.as_bytes(), exchange.received_at).usable());
    // An older one may be that of an older document; a later one was never a Last-Modified of this document.
    let guessed =
        before.is_none() && facts.service == Service::Met && modified.is_some_and(|modified| since > modified);
    guessed.then(|| {
        let words = "If-Modified-Since is later than Last-Modified: perhaps it was not taken from an answer";
        (Certainty::Likely, words.to_owned())
    })
}

fn not_asked_again(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let last = facts.evidence.remembered?;
    let mut finding = rule.found();
    finding.message =
        format!("nothing was sent: the verdict of {} stands until {}", last.checked_at, last.stands_until);
    let finding = finding.help("run it without --state to ask at once");
    Some(if facts.service == Service::Met { finding } else { finding.see("RFC 9111 §4.2") })
}

fn before_expiry(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    if let Some(finding) = repeats::early(rule, facts) {
        return Some(finding);
    }
    let (first, second) = facts.evidence.replayed().filter(|(_, second)| !second.live)?;
    if second.role != Role::Replay(Condition::ModifiedSince) || facts.service != Service::Met {
        return None;
    }
    let date = |exchange: &Exchange| {
        parse_http_date(exchange.fields()?.get("date")?.as_bytes(), exchange.received_at).usable()
    };
    let end = facts::next_poll(first, facts.service, facts.now)?.not_before?;
    let later = date(second)?.seconds_since(date(first)?);
    let left = end.seconds_since(first.received_at).saturating_sub(later);
    // At once it was a test of the condition, as this program makes them.
    (left > 0 && later >= TEST_WITHIN_S).then(|| {
        rule.found()
            .quote_if(Seen::Received, first.fields().and_then(|fields| fields.line("expires")))
            .quote_if(Seen::Replay, second.fields().and_then(|fields| fields.line("date")))
    })
}

/// Requests that follow each other within this time are a test, not a client that polls.
const TEST_WITHIN_S: i64 = 120;
