//! Transport: what happened on the way, before and below HTTP.

mod content;
mod words;

use super::{Rule, Topic};
use crate::escape::{Text, clip};
use crate::evidence::{Exchange, Failure, FailureKind, Phase};
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::message::Offence;
use crate::http::secret::masked_line;
use crate::http::target::Scheme;
use crate::met::hosts::Service;
use crate::missing::test_advice;

macro_rules! failed {
    ($error:literal) => {
        concat!(
            "> GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n> Host: api.met.no\n> \n",
            $error,
            "\n"
        )
    };
}

macro_rules! rule {
    ($id:literal, $title:literal, $reference:literal, $explanation:literal, $advice:expr, $example:expr) => {
        Rule {
            id: $id,
            topic: Topic::Transport,
            title: $title,
            severity: Severity::Error,
            reference: $reference,
            explanation: $explanation,
            advice: &$advice,
            example: $example,
            check: failure,
        }
    };
}

pub(super) static RULES: &[Rule] = &[
    rule!(
        "dns-failure",
        "the host name could not be resolved",
        "RFC 9110 §4.3.2",
        "No address was found for the name, so that nothing was sent. It is a matter of the name, the resolver or the \
         network here, not of the service.",
        ["check the spelling of the host", "try the name with the resolver of another network"],
        "curl: (6) Could not resolve host: api.met.no\n"
    ),
    rule!(
        "local-failure",
        "this machine could not open a connection",
        "https://man7.org/linux/man-pages/man2/socket.2.html",
        "A connection is an open file, and this process or this machine may open no more of them. It says nothing of the \
         server, which was not asked.",
        ["raise the limit of open files (ulimit -n), or ask fewer hosts side by side (--jobs)"],
        ""
    ),
    rule!(
        "connection-refused",
        "nothing accepts connections at the address",
        "RFC 9293 §3.10.7",
        "The address was found and refused the connection, or cannot be reached from here.",
        ["check host and port", "check firewalls and routes between here and the address"],
        "curl: (7) Failed to connect to api.met.no port 443 after 3 ms: Couldn't connect to server\n"
    ),
    rule!(
        "connection-timeout",
        "no connection was made within the time allowed",
        "RFC 9293 §3.8.3",
        "The address did not answer the attempt to connect, or did not complete the handshake of TLS. Usually something \
         on the way drops the packets.",
        ["try again from another network", "check firewalls on the way"],
        "curl: (28) Failed to connect to api.met.no port 443 after 5000 ms: Timeout was reached\n"
    ),
    rule!(
        "connection-closed",
        "the server closed the connection without a byte of an answer",
        "RFC 9112 §9.6",
        "The request was sent and the connection ended. Servers and middleboxes do that under load, or to refuse a client.",
        ["ask again at your ordinary time", "check for a proxy or firewall that closes connections"],
        failed!("curl: (52) Empty reply from server")
    ),
    rule!(
        "tls-expired",
        "the certificate of the server has expired",
        "RFC 5280 §4.1.2.5",
        "The certificate was not renewed in time, or the clock of this machine is wrong.",
        ["check the clock of this machine", "report it to whoever runs the server"],
        "curl: (60) SSL certificate problem: certificate has expired\n"
    ),
    rule!(
        "tls-not-yet-valid",
        "the certificate of the server is not valid yet",
        "RFC 5280 §4.1.2.5",
        "Almost always the clock of this machine is behind.",
        ["check the clock of this machine"],
        "curl: (60) SSL certificate problem: certificate is not yet valid\n"
    ),
    rule!(
        "tls-wrong-host",
        "the certificate of the server is for another name",
        "RFC 9110 §4.3.4",
        "The server proves to be somebody, but not the host that was asked. The address may be wrong, or somebody stands \
         in between.",
        ["check the host name in the URL", "check what the name resolves to here"],
        "curl: (60) SSL: no alternative certificate subject name matches target host name 'api.met.no'\n"
    ),
    rule!(
        "tls-untrusted",
        "the certificate of the server is not from an authority that is trusted here",
        "RFC 9110 §4.3.4",
        "The chain of certificates does not end in a trusted authority. Behind a company's proxy, its own authority signs; \
         in a small container, the list of authorities may be missing.",
        [
            "trust the authority of your company with --cacert FILE",
            "in a container without a list of authorities, use --roots bundled"
        ],
        "curl: (60) SSL certificate problem: unable to get local issuer certificate\n"
    ),
    rule!(
        "tls-failure",
        "the TLS handshake failed",
        "RFC 8446 §6",
        "Client and server could not agree on TLS: something else speaks at the port, the server wants a certificate of \
         the client, or its version of TLS is too old (1.2 is the least).",
        ["check scheme and port of the URL"],
        "curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number\n"
    ),
    rule!(
        "proxy-failure",
        "the proxy did not open the way to the server",
        "RFC 9110 §9.3.6",
        "The request is to go through a proxy, and the proxy refused or could not be used. It says nothing about the server.",
        [
            "check the proxy's address and credentials: --proxy, or the variables http_proxy, https_proxy and all_proxy",
            "set no_proxy to the host, to ask it directly"
        ],
        "curl: (56) Received HTTP code 407 from proxy after CONNECT\n"
    ),
    rule!(
        "response-timeout",
        "the answer did not come whole within the time allowed",
        "RFC 9110 §15.5.9",
        "The server took the request and then was silent or slow.",
        ["ask again at your ordinary time", "allow more time with --timeout if the answer is known to take long"],
        failed!("curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received")
    ),
    rule!(
        "truncated-response",
        "the answer ended before it was whole",
        "RFC 9112 §8",
        "The connection ended before all of the content had come. What did come must not be taken for the document.",
        ["throw the part away and ask again at your ordinary time", "check for proxies that cut connections"],
        "HTTP/1.1 200 OK\nContent-Length: 9000\n\nhalf\ncurl: (18) transfer closed with 8996 bytes remaining to read\n"
    ),
    Rule {
        id: "answer-hidden",
        topic: Topic::Transport,
        title: "the browser does not show what came of the request",
        severity: Severity::Warning,
        reference: "https://fetch.spec.whatwg.org/#http-cors-protocol",
        explanation: "Browsers record the status 0 for a request that was stopped, that an extension blocked, that failed on \
                      the way, or whose answer the page may not see for want of CORS. Which of these it was is in the \
                      console of the browser, not in the recording.",
        advice: &[
            "read the console of the browser for the reason",
            "send no fields of your own from a page: they cause a preflight, which MET answers with 405",
        ],
        example: "{\"log\": {\"entries\": [{\"request\": {\"method\": \"GET\", \"headers\": [],\n\
                  \"url\": \"https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58\"},\n\
                  \"response\": {\"status\": 0, \"statusText\": \"\", \"headers\": [], \"_error\": \"net::ERR_FAILED\"}}]}}\n",
        check: failure,
    },
    rule!(
        "corrupt-encoding",
        "the content does not fit its Content-Encoding",
        "RFC 9110 §8.4",
        "The content claims to be compressed and cannot be decompressed whole: it was cut or damaged, or the claim is wrong.",
        ["check for proxies that change content", "report it to whoever runs the server"],
        "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\nxx\ncurl: (61) Error while processing content unencoding: invalid code\n"
    ),
    rule!(
        "malformed-response",
        "what came back is no valid HTTP response",
        "RFC 9112 §2.2",
        "The bytes do not follow the grammar of HTTP, end within the head of the response, or exceed what a client can take.",
        ["report it to whoever runs the server or the proxy in front of it"],
        failed!("curl: (8) Weird server reply")
    ),
];

/// The id of the finding that reports a failure.
fn id_of(failure: &Failure) -> &'static str {
    match (&failure.kind, failure.phase) {
        (FailureKind::PrivateAddress, _) => "redirect-private",
        (FailureKind::Hidden, _) => "answer-hidden",
        (FailureKind::Preflight, _) => "cors-preflight",
        (FailureKind::Network, _) => "network-failure",
        (FailureKind::Proxy, _) => "proxy-failure",
        (FailureKind::NoDescriptor, _) => "local-failure",
        (FailureKind::NameNotFound, _) | (_, Phase::Resolve) => "dns-failure",
        (FailureKind::TlsExpired(_), _) => "tls-expired",
        (FailureKind::TlsNotYetValid(_), _) => "tls-not-yet-valid",
        (FailureKind::TlsWrongHost(_), _) => "tls-wrong-host",
        (FailureKind::TlsUntrusted | FailureKind::NoAuthorities, _) => "tls-untrusted",
        (FailureKind::TimedOut, Phase::Connect | Phase::Tls) => "connection-timeout",
        (FailureKind::TimedOut, _) => "response-timeout",
        (_, Phase::Tls) | (FailureKind::Tls | FailureKind::TlsClientCertificate, _) => "tls-failure",
        (FailureKind::Refused | FailureKind::Unreachable, _) | (_, Phase::Connect) => "connection-refused",
        (FailureKind::Decode, _) => "corrupt-encoding",
        (FailureKind::Closed | FailureKind::Reset | FailureKind::Other, Phase::Body) => "truncated-response",
        (FailureKind::Closed | FailureKind::Reset | FailureKind::Other, _) if failure.received == 0 => {
            "connection-closed"
        }
        _ => "malformed-response",
    }
}

pub(super) fn failure(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    if rule.id == "malformed-response" && answer.failure.is_none() {
        return content::ambiguous_length(rule, facts);
    }
    if rule.id == "truncated-response" && answer.failure.is_none() {
        return content::unclean_end(rule, facts);
    }
    if rule.id == "corrupt-encoding" && answer.failure.is_none() {
        return content::odd_coding(rule, facts);
    }
    let failure = answer.failure.as_ref().filter(|failure| id_of(failure) == rule.id)?;
    if is_refused_syntax(answer) {
        return None;
    }
    if is_about_length(failure)
        && let Some(finding) = answer.fields().and_then(|fields| content::unclear_length(rule, fields))
    {
        return Some(finding.quote(Seen::Error, failure.detail.clipped(160)));
    }
    let mut finding = rule.found();
    if let Some(message) = words::message(failure, answer) {
        finding.message = message;
    }
    if facts.is_reported() {
        finding = reported(finding, failure, answer);
    }
    if rule.id == "connection-closed" && answer.connection.reused {
        // A kept connection may have been closed before the server saw the request.
        finding = finding.certainty(Certainty::Likely);
        finding.message = "the server closed a connection that was used before, without a byte of an answer".to_owned();
    }
    let host = answer.url().map(|url| crate::met::hosts::shown_host(&url.host()));
    finding = match (rule.id, answer.connection.peer) {
        _ if facts.is_reported() => finding.quote_if(Seen::In, host),
        ("dns-failure" | "answer-hidden", _) => finding.quote_if(Seen::In, host),
        (_, Some(peer)) => finding.quote(Seen::In, format!("{} phase, {peer}", failure.phase)),
        _ => finding.quote(Seen::In, format!("{} phase", failure.phase)),
    };
    finding = match answer.connection.skipped.as_slice() {
        [] if finding.message == failure.detail.to_string() => finding,
        [] => finding.quote(Seen::Error, failure.detail.clipped(160)),
        skipped => skipped.iter().fold(finding, |finding, (address, reason)| {
            finding.quote(Seen::Error, format!("{address}: {}", Text::from(reason.as_str()).clipped(80)))
        }),
    };
    if rule.id == "proxy-failure" && answer.url().is_some_and(|url| url.scheme() == Scheme::Http) {
        finding = finding.help(
            "mind that metstatus asks a proxy for a tunnel for http targets too, which some allow to port 443 alone",
        );
    }
    if rule.id == "proxy-failure" || answer.connection.proxy.is_some() {
        finding = finding.quote_if(Seen::In, words::through(&answer.connection));
    }
    if facts.service != Service::Met {
        finding.advice.retain(|advice| !advice.contains("MET"));
    }
    if let Some(advice) = words::advice(failure) {
        finding.advice = advice;
    } else if rule.id == "malformed-response"
        && !failure.excerpt.is_empty()
        && !failure.excerpt.as_bytes().starts_with(b"HTTP/")
    {
        finding.advice.insert(0, "check that the port speaks HTTP/1.1".to_owned());
    }
    if !failure.excerpt.is_empty() {
        let lines = failure
            .excerpt
            .as_bytes()
            .split(|&b| b == b'\n')
            .map(|line| masked_line(&Text::from(line.trim_ascii_end()).to_string()));
        finding = finding.quote(Seen::Received, clip(&lines.collect::<Vec<_>>().join(" "), 120));
    }
    Some(finding)
}

/// The finding where a program reports the failure: the name of an exception is a reading, and not a measurement.
fn reported(mut finding: Finding, failure: &Failure, answer: &Exchange) -> Finding {
    finding = finding.certainty(Certainty::Likely);
    if let (FailureKind::TimedOut, Phase::Head) = (&failure.kind, failure.phase) {
        finding.message = "no response came within the time that the client allows".to_owned();
        finding.advice = vec![
            "look at the network on the way, such as router, IPv6 and TLS: a time-out is not a refusal by the service"
                .to_owned(),
            "see whether the service has trouble: https://status.met.no".to_owned(),
        ];
    }
    if !["cors-preflight", "answer-hidden"].contains(&finding.rule.id) {
        finding.advice.insert(0, test_advice(answer.url()));
    }
    finding
}

/// Whether the head breaks the grammar, could be read here, and was refused by the library that reads the content.
pub(super) fn is_refused_syntax(answer: &Exchange) -> bool {
    let failed = answer.failure.as_ref().is_some_and(|failure| {
        failure.phase == Phase::Head && failure.kind == FailureKind::Malformed && !is_about_length(failure)
    });
    // Lines that end in LF are read everywhere (RFC 9112 §2.2), and folds are put together before.
    let is_reason = |offence: &Offence| !matches!(offence, Offence::BareLf | Offence::ObsFold(_));
    failed && answer.response.as_ref().is_some_and(|response| response.head.offences.iter().any(is_reason))
}

/// Whether what could not be read is how long the content is.
fn is_about_length(failure: &Failure) -> bool {
    failure.detail.as_str().is_some_and(|detail| detail.contains("content-length"))
}
