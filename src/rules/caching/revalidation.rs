//! Whether asking with a condition works.

use super::super::{Rule, Topic, line, met_answer, status_line};
use super::{GETTING_STARTED, is_success};
use crate::evidence::{Change, Exchange, NoReplay};
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::entity_tag::EntityTag;
use crate::http::freshness::FreshnessWarning;
use crate::http::replay::{Note, Outcome};
use crate::http::tag_replay::TagOutcome;
use crate::met::hosts::Service;

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "revalidation-ignored",
        topic: Topic::Caching,
        title: "the server ignores If-Modified-Since: it sends the same document again",
        severity: Severity::Warning,
        reference: "RFC 9110 §13.1.3",
        explanation: "The second answer carries the document once more although its Last-Modified is the one that was sent. \
                      Each poll costs the whole document.",
        advice: &["keep sending If-Modified-Since, and report it to whoever runs the server"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
                  Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n\
                  If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n\
                  Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
        check: outcome,
    },
    Rule {
        id: "revalidation-inconsistent",
        topic: Topic::Caching,
        title: "the replay contradicts the first answer",
        severity: Severity::Warning,
        reference: "RFC 9111 §4.3.4",
        explanation: "The second answer has an older document or another entity tag than the first. Usually several servers \
                      behind one name do not agree.",
        advice: &["report both answers to whoever runs the server"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
                  Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n\
                  If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n\
                  Last-Modified: Mon, 30 Mar 2026 13:00:00 GMT\n\nB\n",
        check: outcome,
    },
    Rule {
        id: "not-modified-with-body",
        topic: Topic::Caching,
        title: "a 304 came with content",
        severity: Severity::Warning,
        reference: "RFC 9110 §15.4.5",
        explanation: "A 304 has no content. A client that does not expect any reads it as the start of the next response.",
        advice: &["report it to whoever runs the server or the proxy in front of it"],
        example: concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
            "Date: Mon, 30 Mar 2026 13:22:47 GMT\n\nA\n"
        ),
        check: noted,
    },
    Rule {
        id: "not-modified-newer",
        topic: Topic::Caching,
        title: "a 304 carries a Last-Modified later than the one asked about",
        severity: Severity::Warning,
        reference: "RFC 9110 §13.1.3",
        explanation: "The document changed after the time in If-Modified-Since, so that the answer should have been the \
                      document. A client keeps its old copy and believes it current.",
        advice: &["report it to whoever runs the server; until then ask without the condition now and then"],
        example: concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
            "Date: Mon, 30 Mar 2026 13:22:50 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:49 GMT\n\n"
        ),
        check: noted,
    },
    Rule {
        id: "not-modified-incomplete",
        topic: Topic::Caching,
        title: "a 304 lacks fields that it has to repeat",
        severity: Severity::Info,
        reference: "RFC 9110 §15.4.5",
        explanation: "A 304 repeats Cache-Control, Content-Location, Date, ETag, Expires and Vary where the document has them. \
                      Without Expires or Cache-Control a client does not learn how long its copy is good from now on.",
        advice: &[],
        example: concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\nVary: Accept\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
            "Date: Mon, 30 Mar 2026 13:22:47 GMT\n\n"
        ),
        check: incomplete,
    },
    Rule {
        id: "no-validator",
        topic: Topic::Caching,
        title: "the answer has no usable Last-Modified, so that it cannot be asked for with a condition",
        severity: Severity::Warning,
        reference: "RFC 9110 §8.8",
        explanation: "Without Last-Modified there is nothing to put into If-Modified-Since, and each poll fetches the whole \
                      document.",
        advice: &[],
        example: met_answer!("200 OK", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
        check: no_validator,
    },
    Rule {
        id: "not-modified-always",
        topic: Topic::Caching,
        title: "the server answers 304 to a date older than the document's",
        severity: Severity::Warning,
        reference: "RFC 9110 §13.1.3",
        explanation: "A day before its Last-Modified the document was another one, so that 304 is wrong: the server says \
                      \"not modified\" whatever it is asked. A client keeps its old copy for ever.",
        advice: &["report it to whoever runs the server; until then ask without the condition now and then"],
        example: "",
        check: older_date,
    },
    Rule {
        id: "entity-tag-ignored",
        topic: Topic::Caching,
        title: "the server ignores If-None-Match: it sends the same document again",
        severity: Severity::Warning,
        reference: "RFC 9110 §13.1.2",
        explanation: "The answer to a request with the document's own ETag carries the document once more. Clients that \
                      send an entity tag, as browsers do, fetch it whole each time.",
        advice: &["send If-Modified-Since where that works, and report it to whoever runs the server"],
        example: "",
        check: entity_tag,
    },
    Rule {
        id: "entity-tag-works",
        topic: Topic::Caching,
        title: "If-None-Match works: the entity tag was answered with 304",
        severity: Severity::Info,
        reference: "RFC 9110 §13.1.2",
        explanation: "A request with the ETag of the document, sent apart from the one with its date, brought 304.",
        advice: &[],
        example: "",
        check: entity_tag,
    },
    Rule {
        id: "changed-meanwhile",
        topic: Topic::Caching,
        title: "the document changed between the two requests, so that 200 was right",
        severity: Severity::Info,
        reference: "RFC 9110 §13.1.3",
        explanation: "The second answer is newer than the first. It proves nothing about If-Modified-Since.",
        advice: &["run the check again to see a replay without a change in between"],
        example: concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n",
            "Date: Mon, 30 Mar 2026 13:22:47 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:47 GMT\n\nB\n"
        ),
        check: outcome,
    },
    Rule {
        id: "restamped",
        topic: Topic::Caching,
        title: "the same document came again under a newer Last-Modified",
        severity: Severity::Info,
        reference: "RFC 9110 §8.8.2",
        explanation: "The server stamps the document anew each time it makes it, whether it changed or not. MET does so when \
                      an entry of its cache has expired.",
        advice: &["keep sending If-Modified-Since: it works for as long as the server keeps the document"],
        example: concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n",
            "Date: Mon, 30 Mar 2026 13:22:47 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:47 GMT\n\nA\n"
        ),
        check: outcome,
    },
    Rule {
        id: "revalidation-works",
        topic: Topic::Caching,
        title: "If-Modified-Since works: the replay was answered with 304",
        severity: Severity::Info,
        reference: GETTING_STARTED,
        explanation: "The same request with the Last-Modified of the first answer brought 304 and no content. A client that \
                      does this on each poll fetches the document only when it has changed.",
        advice: &[],
        example: concat!(
            "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\n",
            "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
            "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
            "Date: Mon, 30 Mar 2026 13:22:47 GMT\n\n"
        ),
        check: outcome,
    },
    Rule {
        id: "revalidation-not-applicable",
        topic: Topic::Caching,
        title: "If-Modified-Since was not tested: MET answers it with the whole document on 203",
        severity: Severity::Info,
        reference: GETTING_STARTED,
        explanation: "MET documents that conditional requests do not work with beta and deprecated versions. That is how \
                      these versions are, not a fault.",
        advice: &[],
        example: met_answer!(
            "203 Non-Authoritative Information",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: outcome,
    },
    Rule {
        id: "revalidation-inconclusive",
        topic: Topic::Caching,
        title: "the replay says nothing about caching",
        severity: Severity::Info,
        reference: "RFC 9110 §13.2.1",
        explanation: "The replay was refused, failed, or was answered with something else than the document or 304. The \
                      first answer stands; whether If-Modified-Since works is not known.",
        advice: &[],
        example: concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
            "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 429 Too Many Requests\n\nslow down\n"
        ),
        check: outcome,
    },
];

/// The id of the finding that reports an outcome, where one does.
fn id_of(outcome: Outcome) -> Option<&'static str> {
    Some(match outcome {
        Outcome::Revalidated => "revalidation-works",
        Outcome::Ignored => "revalidation-ignored",
        Outcome::Changed => "changed-meanwhile",
        Outcome::Restamped => "restamped",
        Outcome::NotApplicable => "revalidation-not-applicable",
        Outcome::Inconclusive => "revalidation-inconclusive",
        Outcome::Inconsistent => "revalidation-inconsistent",
        Outcome::NotPossible | Outcome::Skipped => return None,
    })
}

fn outcome(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref()?;
    if rule.id == "revalidation-inconsistent"
        && replay.tag == Some(TagOutcome::Inconsistent)
        && replay.outcome != Outcome::Inconsistent
    {
        return other_tag(rule, facts);
    }
    if id_of(replay.outcome) != Some(rule.id) {
        return None;
    }
    let notes = replay.judgement.as_ref().map(|judgement| judgement.notes.as_slice()).unwrap_or_default();
    // What a 304 has that it must not have is a finding of its own, which says more.
    if replay.outcome == Outcome::Inconsistent
        && notes.iter().any(|note| matches!(note, Note::ContentIn304 | Note::NewerLastModifiedIn304))
    {
        return None;
    }
    let mut finding = with_replay(rule.found(), facts);
    for note in notes.iter().filter(|note| !matches!(note, Note::RepresentationMetadata(_))) {
        finding = finding.quote(Seen::Replay, note);
    }
    // A server may ignore a date that lies in its future (RFC 9110 §13.1.3).
    let future = facts.freshness.as_ref().is_some_and(|fresh| {
        fresh.warnings.iter().any(|warning| matches!(warning, FreshnessWarning::LastModifiedInFuture(_)))
    });
    if replay.outcome == Outcome::Ignored && (future || notes.contains(&Note::AnsweredByCache)) {
        finding = finding.certainty(Certainty::Likely);
    }
    if replay.outcome == Outcome::Inconclusive && facts.evidence.replay().and_then(Exchange::status) == Some(412) {
        finding = finding.see("RFC 9110 §13.2.2");
        finding.message =
            "the server answered If-Modified-Since with 412, which that condition never leads to".to_owned();
    }
    if facts.service == Service::Met && replay.outcome == Outcome::Ignored {
        finding = finding.see(GETTING_STARTED);
    }
    Some(finding)
}

/// What was sent and what came back, as evidence.
fn with_replay(mut finding: Finding, facts: &Facts) -> Finding {
    let Some(second) = facts.evidence.replay() else { return finding };
    let field = second.request.as_ref().and_then(|request| request.fields.line("if-modified-since"));
    finding = finding.quote_if(Seen::Sent, field);
    if let Some(response) = &second.response {
        let modified = response.head.fields.line("last-modified").map(|line| format!(", {line}")).unwrap_or_default();
        finding = finding.quote(Seen::Replay, format!("{} {}{modified}", response.head.status, response.head.reason));
    }
    let retry = second.fields().and_then(|fields| fields.line("retry-after")).map(ToString::to_string);
    let finding = finding.quote_if(Seen::Replay, retry);
    finding.quote_if(Seen::Replay, second.failure.as_ref().map(|failure| failure.detail.clipped(120)))
}

fn noted(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let response = facts.answer().and_then(|answer| answer.response.as_ref());
    if let Some(response) =
        response.filter(|response| rule.id == "not-modified-with-body" && !response.body.bytes.is_empty())
        && matches!(response.head.status, 204 | 304)
    {
        let mut finding = rule.found().quote_if(Seen::Received, status_line(facts));
        finding.message = format!("a {} came with content, which it must not have", response.head.status);
        return Some(finding);
    }
    let judgement = facts.replay.as_ref()?.judgement.as_ref()?;
    let note = match rule.id {
        "not-modified-with-body" => Note::ContentIn304,
        _ => Note::NewerLastModifiedIn304,
    };
    judgement.notes.contains(&note).then(|| with_replay(rule.found(), facts))
}

fn incomplete(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref()?;
    if replay.missing.is_empty() {
        return None;
    }
    let mut finding = match replay.outcome == Outcome::Revalidated {
        true => with_replay(rule.found(), facts),
        false => with_tag(rule.found(), facts)?,
    };
    finding.message = format!("the 304 lacks what it has to repeat: {}", replay.missing.join(", "));
    Some(finding)
}

fn no_validator(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref().filter(|replay| replay.outcome == Outcome::NotPossible)?;
    let tag = || facts.answer()?.fields()?.get("etag").and_then(|tag| EntityTag::parse(tag.as_bytes()));
    if facts.service != Service::Met && tag().is_some() {
        return None;
    }
    let known = matches!(replay.reason, Some(NoReplay::NoValidator | NoReplay::NotCaptured | NoReplay::NextRun));
    // Elsewhere than at MET much is served without a validator, and rightly so.
    let severity = if facts.service == Service::Met { Severity::Warning } else { Severity::Info };
    let quote = line(facts, "last-modified").unwrap_or_else(|| "no Last-Modified field".to_owned());
    (known && is_success(facts)).then(|| rule.found().severity(severity).quote(Seen::Received, quote))
}

fn older_date(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    facts.replay.as_ref()?.older_date.filter(|brought| !brought)?;
    let (_, control) = facts.evidence.controls().find(|(change, _)| *change == Change::OlderDate)?;
    let sent = control.request.as_ref().and_then(|request| request.fields.line("if-modified-since"));
    let status = control.status().map(|status| format!("a date one day older was answered {status}"));
    Some(
        rule.found()
            .quote_if(Seen::Received, line(facts, "last-modified"))
            .quote_if(Seen::Sent, sent)
            .quote_if(Seen::Control, status),
    )
}

fn entity_tag(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref()?;
    let wanted = if rule.id == "entity-tag-works" { TagOutcome::Revalidated } else { TagOutcome::Ignored };
    if replay.tag? != wanted {
        return None;
    }
    // With a date that works a client need not send the tag.
    let harmless = replay.outcome == Outcome::Revalidated;
    let finding = if harmless { rule.found().severity(Severity::Info) } else { rule.found() };
    with_tag(finding, facts)
}

/// The request with If-None-Match and what came back, as evidence.
fn with_tag(finding: Finding, facts: &Facts) -> Option<Finding> {
    let (_, second) = facts.evidence.tag_replayed()?;
    let sent = second.request.as_ref().and_then(|request| request.fields.line("if-none-match"));
    let answer = second.response.as_ref().map(|response| format!("{} {}", response.head.status, response.head.reason));
    Some(finding.quote_if(Seen::Sent, sent).quote_if(Seen::Replay, answer))
}

/// A 304 to If-None-Match with the entity tag of another document (RFC 9111 §4.3.4).
fn other_tag(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let mut finding = with_tag(rule.found().see("RFC 9111 §4.3.4"), facts)?;
    let (_, second) = facts.evidence.tag_replayed()?;
    finding = finding.quote_if(Seen::Replay, second.fields().and_then(|fields| fields.line("etag")));
    finding.message = "a 304 to If-None-Match has another ETag than the one sent, and must not be used".to_owned();
    // With a date that works a client need not send the tag.
    let harmless = facts.replay.as_ref().is_some_and(|replay| replay.outcome == Outcome::Revalidated);
    Some(if harmless { finding.severity(Severity::Info) } else { finding })
}
