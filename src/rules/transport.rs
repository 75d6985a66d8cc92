//! Transport: what happened on the way, before and below HTTP.

use super::{Rule, Topic};
use crate::escape::{Text, clip};
use crate::evidence::{Connection, Exchange, Failure, FailureKind, Phase};
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::content_coding::{self, Coding};
use crate::http::message::Fields;
use crate::http::secret::masked_line;
use crate::http::target::Scheme;
use crate::limits::{MAX_FIELDS, MAX_HEAD, shown_size};

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

fn failure(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    if rule.id == "malformed-response" && answer.failure.is_none() {
        return ambiguous_length(rule, facts);
    }
    if rule.id == "truncated-response" && answer.failure.is_none() {
        return unclean_end(rule, facts);
    }
    if rule.id == "corrupt-encoding" && answer.failure.is_none() {
        return odd_coding(rule, facts);
    }
    let failure = answer.failure.as_ref().filter(|failure| id_of(failure) == rule.id)?;
    if is_refused_syntax(answer) {
        return None;
    }
    let mut finding = rule.found();
    if let Some(message) = message(failure, answer) {
        finding.message = message;
    }
    if rule.id == "connection-closed" && answer.connection.reused {
        // A kept connection may have been closed before the server saw the request.
        finding = finding.certainty(Certainty::Likely);
        finding.message = "the server closed a connection that was used before, without a byte of an answer".to_owned();
    }
    let host = answer.url().map(|url| crate::met::hosts::shown_host(&url.host()));
    finding = match (rule.id, answer.connection.peer) {
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
        finding = finding.quote_if(Seen::In, through(&answer.connection));
    }
    if rule.id == "malformed-response"
        && !failure.excerpt.is_empty()
        && !failure.excerpt.as_bytes().starts_with(b"HTTP/")
    {
        finding.advice.insert(0, "check that the port speaks HTTP/1.1".to_owned());
    }
    if failure.kind == FailureKind::Tls && is_plain_http(failure) {
        finding.advice = vec!["if the port is meant, try the URL with http:// in place of https://".to_owned()];
    }
    if failure.kind == FailureKind::NoAuthorities {
        finding.advice = vec![
            "install the list, the package ca-certificates on most systems, or name one with SSL_CERT_FILE".to_owned(),
            "or use the list that is part of this program, with --roots bundled".to_owned(),
        ];
    }
    if failure.kind == FailureKind::TlsClientCertificate {
        let advice = "ask with a client that has a certificate the server knows; this program has none to show";
        finding.advice = vec![advice.to_owned()];
    }
    if failure.kind == FailureKind::ClientLimit {
        finding.advice = vec!["ask with another client, such as curl: the limit is that of this program".to_owned()];
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

/// More than the rule's own words, where the failure tells more.
fn message(failure: &Failure, answer: &Exchange) -> Option<String> {
    Some(match &failure.kind {
        FailureKind::TlsExpired(Some(at)) => format!("the certificate of the server expired on {at}"),
        FailureKind::TlsNotYetValid(Some(at)) => format!("the certificate of the server is valid only from {at} on"),
        FailureKind::TlsWrongHost(names) if !names.is_empty() => {
            let names: Vec<String> = names.iter().map(|name| name.clipped(60)).collect();
            format!("the certificate of the server is for {}", names.join(", "))
        }
        FailureKind::NoAuthorities => {
            "this machine has no list of certificate authorities, so that no server can be trusted".to_owned()
        }
        FailureKind::TimedOut => {
            let waited =
                answer.timing.total.map(|total| format!(" within {:.1} s", total.as_secs_f64())).unwrap_or_default();
            match failure.phase {
                Phase::Resolve => format!("the host name was not resolved{waited}"),
                Phase::Connect => format!("no connection was made{waited}"),
                Phase::Tls => format!("the TLS handshake was not completed{waited}"),
                Phase::Send => format!("the request could not be sent{waited}"),
                Phase::Head => format!("no whole head of an answer came{waited}"),
                Phase::Body => format!("the content did not come whole{waited}"),
            }
        }
        FailureKind::NameNotFound if is_resolver_silent(failure) => {
            "the resolver of this machine does not answer, so that the host name is not known".to_owned()
        }
        FailureKind::Unreachable => "the address cannot be reached from here".to_owned(),
        FailureKind::Reset if failure.received == 0 => {
            "the server reset the connection without a byte of an answer".to_owned()
        }
        FailureKind::Closed | FailureKind::Reset if failure.phase == Phase::Head && failure.received > 0 => {
            format!("the answer ended within its head, after {} bytes", failure.received)
        }
        FailureKind::ClientLimit if failure.detail.as_str().is_some_and(|detail| detail.contains("this program")) => {
            failure.detail.to_string()
        }
        FailureKind::ClientLimit => match answer.fields().map(Fields::len) {
            Some(count) => format!("the answer has {count} fields, and this program takes {MAX_FIELDS} at most"),
            None => format!(
                "the head of the answer exceeds what this program takes, {} and {MAX_FIELDS} fields",
                shown_size(MAX_HEAD as u64)
            ),
        },
        FailureKind::TlsClientCertificate => {
            "the server wants a certificate of the client, and ended the handshake without one".to_owned()
        }
        FailureKind::Tls if is_plain_http(failure) => {
            "the port does not speak TLS: something else answers there, perhaps plain http".to_owned()
        }
        // What is wrong within the content is told by whoever read it.
        FailureKind::Malformed if failure.phase == Phase::Body && answer.live => failure.detail.to_string(),
        FailureKind::Malformed if is_tls(failure) => {
            "the port speaks TLS, and was asked in plain http: write https://".to_owned()
        }
        FailureKind::Malformed if is_http2(failure) => {
            "the server speaks HTTP/2 only, and this program HTTP/1.1".to_owned()
        }
        _ => return None,
    })
}

/// Whether the bytes are the SETTINGS frame with which a server of HTTP/2 begins (RFC 9113 §3.4).
fn is_http2(failure: &Failure) -> bool {
    matches!(failure.excerpt.as_bytes(), [0, 0, _, 4, 0, 0, 0, 0, 0, ..])
}

/// The proxy, and who says that it is to be used.
fn through(connection: &Connection) -> Option<String> {
    let proxy = connection.proxy.as_ref()?;
    let set_by = connection.proxy_set_by.as_ref().map(|name| format!(", set by {name}")).unwrap_or_default();
    Some(format!("through the proxy {proxy}{set_by}"))
}

/// Whether the failure is that of the resolver, and says nothing about the name.
fn is_resolver_silent(failure: &Failure) -> bool {
    failure.detail.as_str().is_some_and(|detail| detail.contains("emporary failure"))
}

/// Whether the answer to the handshake is no record of TLS at all.
fn is_plain_http(failure: &Failure) -> bool {
    failure.detail.as_str().is_some_and(|detail| detail.contains("InvalidContentType"))
}

/// Whether the bytes are an alert of TLS, which answers what is not TLS (RFC 8446 §5.1, §6).
fn is_tls(failure: &Failure) -> bool {
    matches!(failure.excerpt.as_bytes(), [0x15, 3, 0..=4, ..])
}

/// Whether the head breaks the grammar, could be read here, and was refused by the library that reads the content.
pub(super) fn is_refused_syntax(answer: &Exchange) -> bool {
    let failed = answer.failure.as_ref().is_some_and(|failure| failure.phase == Phase::Head);
    failed && answer.response.as_ref().is_some_and(|response| !response.head.offences.is_empty())
}

/// Content-Length beside Transfer-Encoding: two ends of the content, of which servers and proxies may believe
/// different ones (RFC 9112 §6.3).
fn ambiguous_length(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let fields = facts.answer()?.fields()?;
    let (length, coding) = (fields.line("content-length")?, fields.line("transfer-encoding")?);
    let mut finding = rule.found().see("RFC 9112 §6.3").quote(Seen::Received, length).quote(Seen::Received, coding);
    finding.message = "the answer has two lengths, by Content-Length and by Transfer-Encoding".to_owned();
    finding.advice = vec!["report it to whoever runs the server or the proxy in front of it".to_owned()];
    Some(finding)
}

/// Content that ends with the connection may have been cut by anybody, unless TLS was ended first (RFC 9112 §9.8).
fn unclean_end(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let body = &facts.answer()?.response.as_ref()?.body;
    if !body.unclean_end {
        return None;
    }
    let mut finding = rule.found().severity(Severity::Warning).certainty(Certainty::Possible);
    finding.message = "the content ends with the connection, and TLS was not ended first: it may be cut".to_owned();
    Some(finding.quote(Seen::Received, "no Content-Length, and no close_notify of TLS"))
}

/// The first bytes of everything that gzip compressed (RFC 1952 §2.3.1).
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// Content whose coding was not asked for, or is not the one that is told, and that can be read all the same or not.
fn odd_coding(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let fields = &answer.response.as_ref()?.head.fields;
    let finding = rule.found().severity(Severity::Warning);
    let mut finding = match answer.request.as_ref().and_then(|sent| content_coding::unasked(&sent.fields, fields)) {
        Some(coding) => unasked_coding(finding, answer, &coding),
        None => untold_gzip(finding, answer)?,
    };
    finding.advice = vec!["report it to whoever runs the server, or the proxy that changed the content".to_owned()];
    Some(finding)
}

fn unasked_coding(mut finding: Finding, answer: &Exchange, coding: &Coding) -> Finding {
    let name = clip(coding.as_str(), 40);
    finding.message = format!("the content is encoded as {name}, which the request did not offer");
    let offer = answer.request.as_ref().and_then(|sent| sent.fields.line("accept-encoding"));
    let told = answer.fields().and_then(|fields| fields.line("content-encoding"));
    finding.see("RFC 9110 §12.5.3").quote_if(Seen::Sent, offer).quote_if(Seen::Received, told)
}

/// Compressed content that no coding tells of, or one too few, and that is not meant to be a compressed file.
fn untold_gzip(mut finding: Finding, answer: &Exchange) -> Option<Finding> {
    let response = answer.response.as_ref()?;
    let fields = &response.head.fields;
    let kind = fields.get_str("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_file = kind.contains("zip") || kind.starts_with("application/octet-stream") || kind.contains("tar");
    let told = content_coding::codings(fields);
    // Of a capture it is not known whether the codings were taken off.
    let is_hidden = content_coding::unreadable(fields).is_some() || (!told.is_empty() && !answer.live);
    if is_file || is_hidden || fields.contains("content-disposition") || !response.body.bytes.starts_with(&GZIP) {
        return None;
    }
    finding.message = match told.as_slice() {
        [] => "the content is compressed by gzip, and no Content-Encoding says so".to_owned(),
        _ => "the content is compressed by gzip once more than its Content-Encoding says".to_owned(),
    };
    let finding = finding.quote(Seen::Body, "1f 8b 08, as gzip begins");
    let finding = finding.quote_if(Seen::Received, fields.line("content-encoding"));
    Some(finding.quote_if(Seen::Received, fields.line("content-type")))
}
