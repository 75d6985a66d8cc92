//! What the way of an answer showed that could be read all the same.

use super::{Rule, Topic, met_answer, status_line};
use crate::answer::is_refused_syntax;
use crate::escape::{Text, clip, escape};
use crate::evidence::BodyCut;
use crate::facts::Facts;
use crate::finding::{Finding, Seen};
use crate::http::message::{Field, Version};
use crate::http::secret::{is_secret, masked_line};
use crate::met::hosts::shown_host;
use crate::severity::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "body-too-large",
        topic: Topic::Transport,
        title: "the content was read up to the limit only",
        severity: Severity::Warning,
        reference: "RFC 9110 §8.6",
        explanation: "The content is larger than this program reads, as received or decompressed. The limit is ours, not a \
                      fault of the server.",
        advice: &["allow more with --max-body"],
        example: "",
        check: body_too_large,
    },
    Rule {
        id: "lenient-syntax",
        topic: Topic::Transport,
        title: "the response breaks the grammar of HTTP and could be read all the same",
        severity: Severity::Warning,
        reference: "RFC 9112 §5",
        explanation: "Other clients may read it differently or refuse it, and proxies may be led astray by it.",
        advice: &["report it to whoever runs the server"],
        example: met_answer!("200 OK", "X-Odd : value\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
        check: lenient,
    },
    Rule {
        id: "address-fallback",
        topic: Topic::Transport,
        title: "not every address of the host answers",
        severity: Severity::Info,
        reference: "RFC 8305",
        explanation: "The host has several addresses, and the connection was made only after others had failed. Clients \
                      that try one address alone fail now and then.",
        advice: &["check IPv6 on this network, if the address that failed is one"],
        example: "",
        check: fallback,
    },
    Rule {
        id: "tls-expires-soon",
        topic: Topic::Transport,
        title: "the certificate of the server ends soon",
        severity: Severity::Warning,
        reference: "RFC 5280 §4.1.2.5",
        explanation: "Within 30 days the certificate ends. Most are renewed before that by a machine, so that one that was \
                      not may end without anybody noticing.",
        advice: &["renew it, or tell whoever runs the server"],
        example: "",
        check: certificate_ends,
    },
    Rule {
        id: "interim-response",
        topic: Topic::Transport,
        title: "interim answers came before the final one",
        severity: Severity::Info,
        reference: "RFC 9110 §15.2",
        explanation: "Answers 1xx are no verdict and are left out by most tools. At most 8 are taken.",
        advice: &[],
        example: "",
        check: interim,
    },
    Rule {
        id: "old-http-version",
        topic: Topic::Transport,
        title: "the answer is of HTTP/1.0",
        severity: Severity::Info,
        reference: "RFC 9112 §2.3",
        explanation: "HTTP/1.0 has no chunks, and its connections end with each answer. Such an answer is usually that of an \
                      old server or proxy.",
        advice: &[],
        example: "HTTP/1.0 200 OK\nContent-Length: 2\n\nok\n",
        check: old_version,
    },
    Rule {
        id: "non-ascii-field",
        topic: Topic::Transport,
        title: "a field has bytes beyond ASCII, which clients read differently",
        severity: Severity::Info,
        reference: "RFC 9110 §5.5",
        explanation: "Fields are ASCII. Other bytes are taken for Latin-1 by one client and for UTF-8 by the next. The JSON \
                      report has the bytes themselves beside the readable form.",
        advice: &[],
        example: "HTTP/1.1 200 OK\nX-Place: Troms\u{f8}\nContent-Length: 2\n\nok\n",
        check: non_ascii,
    },
    Rule {
        id: "international-host",
        topic: Topic::Transport,
        title: "the name of the host is asked in its ASCII form",
        severity: Severity::Info,
        reference: "RFC 5890 §2.3.2.1",
        explanation: "Names with characters beyond ASCII go over the network as xn--... Letters of other scripts can look \
                      like the Latin ones, so that the ASCII form is the one to compare.",
        advice: &[],
        example: "GET https://xn--bcher-kva.acme.no/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\nok\n",
        check: international,
    },
];

fn body_too_large(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let response = facts.answer()?.response.as_ref()?;
    let mut finding = rule.found();
    finding.message = match response.body.cut? {
        BodyCut::Wire(limit) => format!("the content is larger than {limit} bytes, and was read no further"),
        BodyCut::Decoded(limit) => {
            let wire = response.body.wire_bytes.unwrap_or_default().max(1);
            format!(
                "the content decompresses to more than {limit} bytes, {} times its {wire} bytes or more, and was read no further",
                limit / wire
            )
        }
    };
    let length = response.head.fields.line("content-length").map(ToString::to_string);
    let coding = response.head.fields.line("content-encoding").map(ToString::to_string);
    Some(finding.quote_if(Seen::Received, length).quote_if(Seen::Received, coding))
}

fn lenient(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let response = answer.response.as_ref()?;
    let (head, surplus) = (&response.head, response.body.surplus.as_slice());
    if head.offences.is_empty() && surplus.is_empty() {
        return None;
    }
    let mut finding =
        head.offences.iter().take(5).fold(rule.found(), |finding, offence| finding.quote(Seen::Received, offence));
    if head.offences.is_empty() {
        finding = finding.see("RFC 9112 §6.3");
        finding.message =
            "bytes came behind the end of the content, which another client takes for the next answer".to_owned();
    }
    if !surplus.is_empty() {
        let first = surplus.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let shown = masked_line(&Text::from(first.trim_ascii_end()).to_string());
        finding = finding.quote(Seen::Received, format!("behind the end: {}", clip(&shown, 80)));
    }
    if !is_refused_syntax(answer) {
        return Some(finding);
    }
    let mut finding = finding.severity(Severity::Error);
    finding.message = "the head of the response breaks the grammar of HTTP, and its content was not read".to_owned();
    Some(finding.quote_if(Seen::Error, answer.failure.as_ref().map(|failure| failure.detail.clipped(120))))
}

fn fallback(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| answer.response.is_some())?;
    let first = answer.connection.skipped.first()?;
    let peer = answer.connection.peer.map(|peer| format!("{peer}: connected"));
    Some(
        rule.found()
            .quote(Seen::Error, format!("{}: {}", first.0, Text::from(first.1.as_str()).clipped(80)))
            .quote_if(Seen::Received, peer),
    )
}

fn certificate_ends(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let exchange = facts.evidence.hops().find(|hop| hop.connection.certificate_ends.is_some())?;
    let end = exchange.connection.certificate_ends?;
    let left = end.seconds_since(exchange.received_at).max(0);
    let mut finding = rule.found().quote_if(Seen::In, exchange.url().map(|url| shown_host(&url.host())));
    finding.message = match left / 86_400 {
        0 => format!("the certificate of the server ends within a day, on {end}"),
        days => format!("the certificate of the server ends in {days} d, on {end}"),
    };
    Some(finding)
}

fn interim(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let count = facts.answer()?.response.as_ref()?.interim;
    let mut finding = rule.found();
    finding.message = match count {
        0 => return None,
        1 => "an interim answer (1xx) came before the final one".to_owned(),
        _ => format!("{count} interim answers (1xx) came before the final one"),
    };
    Some(finding)
}

fn old_version(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let head = &facts.answer()?.response.as_ref()?.head;
    (head.version == Version::Http10).then(|| rule.found().quote_if(Seen::Received, status_line(facts)))
}

fn non_ascii(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let odd = |field: &&Field| !field.value.as_bytes().is_ascii() || !field.name.as_bytes().is_ascii();
    let fields: Vec<&Field> = facts.answer()?.fields()?.iter().filter(odd).collect();
    let shown = |field: &&Field| match is_secret(&field.name) {
        true => format!("{}: [redacted]", field.name),
        false => clip(&masked_line(&field.to_string()), 80),
    };
    (!fields.is_empty())
        .then(|| fields.iter().take(5).fold(rule.found(), |found, field| found.quote(Seen::Received, shown(field))))
}

fn international(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().filter_map(|hop| hop.url()).find(|url| url.international_host().is_some())?;
    let readable = escape(&url.international_host()?);
    let mut finding = rule.found();
    finding.message = format!("the host {} is asked as {}", clip(&readable, 80), clip(&url.host(), 120));
    Some(finding)
}
