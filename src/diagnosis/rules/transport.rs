//! Transport: what happened on the way, before and below HTTP.

mod content;
mod messages;

use crate::diagnosis::catalogue::pasted::{CORS_PREFLIGHT, NETWORK_FAILURE};
use crate::diagnosis::catalogue::transport::{
    ANSWER_HIDDEN, CONNECTION_CLOSED, CONNECTION_REFUSED, CONNECTION_TIMEOUT, CORRUPT_ENCODING, DNS_FAILURE,
    LOCAL_FAILURE, MALFORMED_RESPONSE, PROXY_FAILURE, RESPONSE_TIMEOUT, TLS_EXPIRED, TLS_FAILURE, TLS_NOT_YET_VALID,
    TLS_UNTRUSTED, TLS_WRONG_HOST, TRUNCATED_RESPONSE,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::{is_about_length, is_refused_syntax};
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::missing::test_advice;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Certainty;
use crate::evidence::{Exchange, Failure, FailureKind, Phase};
use crate::http::uri::target::Scheme;
use crate::met::hosts::Service;
use crate::text::escape::{Text, clip};
use crate::text::secret::{redact_host, redact_line};

/// What the detectors of this file find.
pub(super) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [failure, content::ambiguous_length, content::unclean_end, content::odd_coding];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn failure(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| !is_refused_syntax(answer))?;
    let failed = FailedExchange { failure: answer.failure.as_ref()?, answer, is_reported: facts.is_reported() };
    if is_about_length(failed.failure)
        && let Some(finding) = answer.fields().and_then(content::unclear_length)
    {
        return Some(finding.quote(EvidenceSource::Error, failed.failure.detail.clipped(160)));
    }
    let rule = rule_of(failed.failure)?;
    let mut finding = match () {
        () if AT_HOST.contains(&rule) => failed.at_host(rule),
        () if rule == &PROXY_FAILURE => failed.at_proxy(),
        () if failed.is_reused(rule) => failed.on_reused_connection(),
        () if rule == &MALFORMED_RESPONSE => failed.malformed(),
        () => failed.on_the_way(rule),
    };
    if facts.service != Service::Met {
        // A log that does not show the host may be about MET.
        let is_elsewhere = |advice: &str| facts.service_known && advice.contains("status.met.no");
        finding.advice.retain(|advice| !advice.contains("MET") && !is_elsewhere(advice));
    }
    Some(finding)
}

/// What concerns the host, and not one of its addresses.
const AT_HOST: [&Rule; 4] = [&ANSWER_HIDDEN, &CORS_PREFLIGHT, &NETWORK_FAILURE, &DNS_FAILURE];

/// What reports a failure: the one place that says so. None where a redirect is what is reported.
pub(crate) fn rule_of(failure: &Failure) -> Option<&'static Rule> {
    Some(match (&failure.kind, failure.phase) {
        (FailureKind::PrivateAddress, _) => return None,
        (FailureKind::Hidden, _) => &ANSWER_HIDDEN,
        (FailureKind::Preflight, _) => &CORS_PREFLIGHT,
        (FailureKind::Network, _) => &NETWORK_FAILURE,
        (FailureKind::Proxy, _) => &PROXY_FAILURE,
        (FailureKind::NoDescriptor, _) => &LOCAL_FAILURE,
        (FailureKind::NameNotFound, _) | (_, Phase::Resolve) => &DNS_FAILURE,
        (FailureKind::TlsExpired(_), _) => &TLS_EXPIRED,
        (FailureKind::TlsNotYetValid(_), _) => &TLS_NOT_YET_VALID,
        (FailureKind::TlsWrongHost(_), _) => &TLS_WRONG_HOST,
        (FailureKind::TlsUntrusted | FailureKind::NoAuthorities, _) => &TLS_UNTRUSTED,
        (FailureKind::TimedOut, Phase::Connect | Phase::Tls) => &CONNECTION_TIMEOUT,
        (FailureKind::TimedOut, _) => &RESPONSE_TIMEOUT,
        (_, Phase::Tls) | (FailureKind::Tls | FailureKind::TlsClientCertificate, _) => &TLS_FAILURE,
        (FailureKind::Refused | FailureKind::Unreachable, _) | (_, Phase::Connect) => &CONNECTION_REFUSED,
        (FailureKind::Decode, _) => &CORRUPT_ENCODING,
        (FailureKind::Closed | FailureKind::Reset | FailureKind::Other, Phase::Body) => &TRUNCATED_RESPONSE,
        (FailureKind::Closed | FailureKind::Reset | FailureKind::Other, _) if failure.received == 0 => {
            &CONNECTION_CLOSED
        }
        _ => &MALFORMED_RESPONSE,
    })
}

/// A failure and the exchange that it ended.
struct FailedExchange<'a> {
    failure: &'a Failure,
    answer: &'a Exchange,
    /// Whether a program reports it, in a line of a log.
    is_reported: bool,
}

impl FailedExchange<'_> {
    /// What happened in a phase of the exchange.
    fn on_the_way(&self, rule: &'static Rule) -> Finding {
        if self.is_reported {
            return self.at_host(rule);
        }
        self.reported(rule, messages::message(self.failure, self.answer), Some(self.phase()))
    }

    /// A failure that concerns the host, not one address.
    fn at_host(&self, rule: &'static Rule) -> Finding {
        let host = self.answer.url().map(|url| redact_host(&url.host()));
        self.reported(rule, messages::message(self.failure, self.answer), host)
    }

    fn at_proxy(&self) -> Finding {
        let finding = self.on_the_way(&PROXY_FAILURE);
        match self.answer.url().is_some_and(|url| url.scheme() == Scheme::Http) {
            true => finding.help(
                "check the ports that the proxy allows: metstatus uses a CONNECT tunnel even for http, and some allow \
                 only port 443",
            ),
            false => finding,
        }
    }

    /// Whether no byte of a response came on a connection that was used before.
    fn is_reused(&self, rule: &Rule) -> bool {
        rule == &CONNECTION_CLOSED && self.answer.connection.reused
    }

    /// The connection may have been closed before the server saw the request.
    fn on_reused_connection(&self) -> Finding {
        let message = "The server closed a reused connection without a response".to_owned();
        self.reported(&CONNECTION_CLOSED, Some(message), Some(self.phase())).certainty(Certainty::Likely)
    }

    fn malformed(&self) -> Finding {
        let mut finding = self.on_the_way(&MALFORMED_RESPONSE);
        let excerpt = self.failure.excerpt.as_bytes();
        if messages::advice(self.failure).is_none() && !excerpt.is_empty() && !excerpt.starts_with(b"HTTP/") {
            finding.advice.insert(0, "check that the port speaks HTTP/1.1".to_owned());
        }
        finding
    }

    /// The finding where a program reports the failure: the name of an exception is a reading, and not a measurement.
    fn as_reported(&self, finding: Finding) -> Finding {
        let mut finding = finding.certainty(Certainty::Likely);
        if let (FailureKind::TimedOut, Phase::Head) = (&self.failure.kind, self.failure.phase) {
            finding.message = "No response within the client's timeout".to_owned();
            finding.advice = vec![
                "check the network in between, such as router, IPv6 and TLS: a timeout is not a refusal by the service"
                    .to_owned(),
                "check https://status.met.no for an outage".to_owned(),
            ];
        }
        finding
    }

    /// The phase in which it happened, and with whom.
    fn phase(&self) -> String {
        match self.answer.connection.peer {
            Some(peer) => format!("{} phase, {peer}", self.failure.phase),
            None => format!("{} phase", self.failure.phase),
        }
    }

    /// The finding by a rule, in its own words or others, with where it happened and what is known of it.
    fn reported(&self, rule: &'static Rule, message: Option<String>, at: Option<String>) -> Finding {
        let Self { failure, answer, .. } = self;
        let mut finding = Finding::of(rule).quote_if(EvidenceSource::In, at);
        if let Some(message) = message {
            finding.message = message;
        }
        if self.is_reported {
            finding = self.as_reported(finding);
        }
        finding = match answer.connection.skipped.as_slice() {
            [] if finding.message.eq_ignore_ascii_case(&failure.detail.to_string()) => finding,
            [] => finding.quote(EvidenceSource::Error, failure.detail.clipped(160)),
            skipped => skipped.iter().fold(finding, |finding, (address, reason)| {
                finding.quote(EvidenceSource::Error, format!("{address}: {}", Text::from(reason.as_str()).clipped(80)))
            }),
        };
        finding = finding.quote_if(EvidenceSource::In, messages::through(&answer.connection));
        if let Some(advice) = messages::advice(failure) {
            finding.advice = advice;
        }
        if self.is_reported && ![&CORS_PREFLIGHT, &ANSWER_HIDDEN].contains(&rule) {
            finding.advice.insert(0, test_advice(answer.url()));
        }
        if !failure.excerpt.is_empty() {
            let lines = failure
                .excerpt
                .as_bytes()
                .split(|&b| b == b'\n')
                .map(|line| redact_line(&Text::from(line.trim_ascii_end()).to_string()));
            finding = finding.quote(EvidenceSource::Received, clip(&lines.collect::<Vec<_>>().join(" "), 120));
        }
        finding
    }
}
