//! What to do about a failed request, by its kind and by whose it is.

use super::*;
use crate::evidence::{Failure, FailureKind, Phase};

fn failed(kind: FailureKind, phase: Phase, detail: &str, excerpt: &[u8]) -> Evidence {
    let mut evidence = evidence(OTHER, "");
    let (detail, excerpt, received) = (detail.into(), excerpt.into(), u64::try_from(excerpt.len()).unwrap());
    evidence.exchanges[0].failure = Some(Failure { phase, kind, detail, received, excerpt });
    evidence
}

fn advice(evidence: Evidence) -> String {
    judged(evidence).remove(0).advice.join("\n")
}

#[test]
fn failure_is_advised_by_its_words() {
    use FailureKind::{ClientLimit, Hidden, Malformed, NoAuthorities, Tls, TlsClientCertificate};
    let parts = [
        "try the URL with http://",
        "allow the host in the extension",
        "record again, and wait until",
        "open the URL in the browser",
        "install the list (on most systems",
        "client with a certificate",
        "use another client, such as curl",
        "check that the port speaks HTTP/1.1",
    ];
    for (kind, phase, detail, excerpt, wanted) in [
        (Tls, Phase::Tls, "InvalidContentType", &b""[..], Some(0)),
        (Tls, Phase::Tls, "HandshakeFailure", b"", None),
        (Hidden, Phase::Head, "net::ERR_BLOCKED_BY_CLIENT", b"", Some(1)),
        (Hidden, Phase::Head, "net::ERR_ABORTED", b"", Some(2)),
        (Hidden, Phase::Head, "net::ERR_FAILED", b"", None),
        (Tls, Phase::Tls, "MOZILLA_PKIX: INSECURE_RESPONSE", b"", Some(3)),
        (Tls, Phase::Tls, "net::ERR_CERT_DATE_INVALID", b"", Some(3)),
        (NoAuthorities, Phase::Tls, "", b"", Some(4)),
        (TlsClientCertificate, Phase::Tls, "", b"", Some(5)),
        (ClientLimit, Phase::Head, "", b"", Some(6)),
        (ClientLimit, Phase::Head, "", b"SSH-2.0", Some(6)),
        (Malformed, Phase::Head, "", b"SSH-2.0-OpenSSH_9.2", Some(7)),
        (Malformed, Phase::Head, "", b"HTTP/1.1 abc", None),
        (Malformed, Phase::Head, "", b"", None),
    ] {
        let advice = advice(failed(kind.clone(), phase, detail, excerpt));
        let given: Vec<usize> = (0..parts.len()).filter(|at| advice.contains(parts[*at])).collect();
        assert_eq!(given, Vec::from_iter(wanted), "{kind:?} {detail}: {advice}");
    }
}

#[test]
fn failure_elsewhere_gets_no_advice_about_met() {
    use FailureKind::{Closed, Hidden, NameNotFound, Preflight, Refused, Reset, TimedOut};
    let is_about_met = |url: Option<&str>, kind: &FailureKind, phase: Phase, form| {
        let mut evidence = Evidence { form, ..failed(kind.clone(), phase, "", b"") };
        evidence.exchanges[0].request.as_mut().unwrap().url = url.map(|url| request(url, &[]).url.unwrap());
        let advice = advice(evidence);
        advice.contains("MET refuses") || advice.contains("status.met.no")
    };
    let mut met = 0;
    for kind in [Closed, Hidden, NameNotFound, Preflight, Refused, Reset, TimedOut] {
        for phase in [Phase::Resolve, Phase::Connect, Phase::Tls, Phase::Send, Phase::Head, Phase::Body] {
            for form in [None, Some(&REPORT)] {
                assert!(!is_about_met(Some(OTHER), &kind, phase, form), "{kind:?} {phase:?} {form:?}");
                met += usize::from(is_about_met(Some(MET), &kind, phase, form));
            }
        }
    }
    assert!(met > 6, "at MET it is advised: {met}");
    assert!(
        is_about_met(None, &TimedOut, Phase::Head, Some(&REPORT)),
        "a log that does not show the host may be about MET"
    );
}

#[test]
fn failure_in_a_log_is_likely_and_to_be_tested() {
    use FailureKind::{Hidden, Preflight, Refused, TimedOut};
    for (kind, phase, is_tested) in [
        (Refused, Phase::Connect, true),
        (TimedOut, Phase::Connect, true),
        (TimedOut, Phase::Head, true),
        (Preflight, Phase::Head, false),
        (Hidden, Phase::Head, false),
    ] {
        let of = |form| judged(Evidence { form, ..failed(kind.clone(), phase, "", b"") }).remove(0);
        let (shown, reported) = (of(None), of(Some(&REPORT)));
        assert_eq!((shown.certainty, reported.certainty), (Certainty::Certain, Certainty::Likely), "{kind:?}");
        let tested = |finding: &Finding| finding.advice[0].contains("metstatus");
        assert!(!tested(&shown), "{:?}", shown.advice);
        assert_eq!(tested(&reported), is_tested, "{kind:?} {phase:?}: {:?}", reported.advice);
        let clients = reported.message.contains("within the client's timeout");
        assert_eq!(clients, (kind.clone(), phase) == (TimedOut, Phase::Head), "{kind:?} {phase:?}");
        let at_phase = reported.evidence.iter().any(|quote| quote.text.contains(" phase"));
        assert!(!at_phase, "a log does not show it: {:?}", reported.evidence);
    }
}

#[test]
fn failure_of_this_machine_is_no_verdict_on_the_target() {
    let of = |kind: FailureKind, phase: Phase| {
        let diagnosis = Diagnosis::new(OTHER.to_owned(), facts(failed(kind, phase, "x", b"")), &Overrides::default());
        (diagnosis.findings[0].rule.id, diagnosis.verdict)
    };
    use crate::diagnosis::verdict::Verdict::{Failing, NoVerdict};
    for phase in [Phase::Resolve, Phase::Connect, Phase::Tls, Phase::Head] {
        assert_eq!(of(FailureKind::NoDescriptor, phase), ("local-failure", NoVerdict), "{phase:?}");
        assert_eq!(of(FailureKind::Refused, phase).1, Failing, "{phase:?}");
    }
    assert_eq!(of(FailureKind::NoAuthorities, Phase::Tls), ("tls-untrusted", NoVerdict));
}

#[test]
fn words_of_a_failure_are_quoted_unless_they_are_the_message() {
    let texts = |detail: &str, excerpt: &[u8]| -> Vec<String> {
        let finding = judged(failed(FailureKind::Refused, Phase::Connect, detail, excerpt)).remove(0);
        finding.evidence.iter().map(|quote| quote.text.clone()).collect()
    };
    let title = judged(failed(FailureKind::Refused, Phase::Connect, "x", b""))[0].message.clone();
    assert_eq!(texts("os error 111", b""), ["connect phase", "os error 111"]);
    assert_eq!(texts(&title.to_uppercase(), b""), ["connect phase"]);
    assert!(texts("x", b"one\r\ntwo").contains(&"one two".to_owned()));
}

#[test]
fn plain_http_by_a_proxy_is_sent_through_a_tunnel() {
    let tunnel = |url: &str| {
        let mut evidence = failed(FailureKind::Proxy, Phase::Connect, "", b"");
        evidence.exchanges[0].request = Some(request(url, &[AGENT]));
        advice(evidence).contains("CONNECT tunnel even for http")
    };
    assert!(tunnel("http://example.org/") && !tunnel("https://example.org/"));
}

#[test]
fn end_without_a_response_is_told_from_one_within_it() {
    use FailureKind::{Closed, Other, Reset};
    for kind in [Closed, Reset, Other] {
        let id = |excerpt: &[u8]| judged(failed(kind.clone(), Phase::Head, "", excerpt))[0].rule.id;
        assert_eq!((id(b""), id(b"H")), ("connection-closed", "malformed-response"), "{kind:?}");
        assert_eq!(judged(failed(kind.clone(), Phase::Body, "", b"H"))[0].rule.id, "truncated-response", "{kind:?}");
    }
}

#[test]
fn proxy_is_named_with_what_selected_it() {
    let through = |proxy: Option<&str>, set_by: Option<&str>| {
        let mut evidence = failed(FailureKind::Refused, Phase::Connect, "x", b"");
        let connection = &mut evidence.exchanges[0].connection;
        (connection.proxy, connection.proxy_set_by) = (proxy.map(str::to_owned), set_by.map(str::to_owned));
        let finding = judged(evidence).remove(0);
        finding.evidence.iter().map(|quote| quote.text.clone()).find(|text| text.contains("proxy"))
    };
    let proxy = Some("http://proxy.acme.no:3128");
    let named = "through the proxy http://proxy.acme.no:3128";
    assert_eq!(through(None, Some("https_proxy")), None);
    assert_eq!(through(proxy, None).as_deref(), Some(named));
    assert_eq!(through(proxy, Some("https_proxy")), Some(format!("{named}, set by https_proxy")));
}
