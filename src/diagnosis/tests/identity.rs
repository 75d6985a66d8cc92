//! Who asked: what is said of the User-Agent, whether the request was refused for it or not.

use super::*;
use crate::evidence::ControlVariant;
use crate::evidence::shown::Shown;

/// A User-Agent, and the rule that finds fault with it.
const AGENTS: [(&str, Option<&str>); 8] = [
    ("", Some("user-agent-missing")),
    ("okhttp/4.12.0", Some("user-agent-generic")),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", Some("user-agent-browser")),
    ("acme-weather/1.2 you@example.com", Some("user-agent-placeholder")),
    ("acme-weather/1.2", Some("user-agent-no-contact")),
    ("acme-weather ops@acme.no", Some("user-agent-no-version")),
    ("yr-widget/1.0 ops@acme.no", Some("user-agent-yr")),
    ("acme-weather/1.2 ops@acme.no", None),
];

/// A request under a User-Agent, none where it is empty, whose every field is shown.
fn asked(url: &str, agent: &str, text: &str) -> Evidence {
    let fields: &[(&str, &str)] = if agent.is_empty() { &[("Accept", "*/*")] } else { &[("User-Agent", agent)] };
    Evidence { exchanges: vec![first(request(url, fields), NOW, text)], lacks_contact: true, ..Evidence::default() }
}

fn about_agent(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.rule.id.starts_with("user-agent")).collect()
}

#[test]
fn agent_at_fault_is_one_finding_at_met_and_none_elsewhere() {
    for (agent, id) in AGENTS {
        for status in [200, 203, 304, 403, 404, 429, 500] {
            let text = answer(status, &[]);
            assert!(about_agent(&judged(asked(OTHER, agent, &text))).is_empty(), "{agent} {status}");
            let findings = judged(asked(MET, agent, &text));
            let found = about_agent(&findings);
            // What names an application violates another term than the one about the rate.
            let is_named = matches!(id, Some("user-agent-no-contact" | "user-agent-no-version" | "user-agent-yr"));
            let wanted = id.filter(|_| status != 429 || is_named);
            let found_ids: Vec<&str> = found.iter().map(|finding| finding.rule.id).collect();
            assert_eq!(found_ids, Vec::from_iter(wanted), "{agent} {status}");
            for finding in found {
                let is_cause = status == 403 && !is_named;
                assert_eq!(finding.severity == Severity::Error, is_cause, "{agent} {status}");
                assert_eq!(finding.certainty == Certainty::Likely, is_cause, "{agent} {status}");
                assert_eq!(
                    finding.message.starts_with("MET refuses"),
                    finding.message == finding.rule.title && is_cause && !agent.contains("example"),
                    "{agent} {status}: {}",
                    finding.message
                );
                let quoted =
                    if agent.is_empty() { "no User-Agent header".to_owned() } else { format!("User-Agent: {agent}") };
                assert!(finding.evidence.iter().any(|quote| quote.text == quoted), "{agent}: {:?}", finding.evidence);
            }
        }
    }
}

#[test]
fn agent_that_is_not_shown_is_accused_of_nothing() {
    for shown in [Shown::Partly, Shown::UrlOnly] {
        let mut evidence = asked(MET, "", &answer(200, &[]));
        evidence.exchanges[0].request.as_mut().unwrap().shown = shown;
        assert!(about_agent(&judged(evidence)).is_empty(), "{shown:?}");
    }
}

#[test]
fn line_of_code_is_given_for_what_a_library_sends() {
    for (agent, part) in [
        ("okhttp/4.12.0", Some("in OkHttp: ")),
        ("python-requests/2.32", Some("in requests (Python): ")),
        ("", Some("see: metstatus rules user-agent-generic")),
        ("axios/1.7", Some("in axios: ")),
        ("acme-weather/1.2 you@example.com", None),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", None),
    ] {
        for status in [200, 403] {
            let findings = judged(asked(MET, agent, &answer(status, &[])));
            let advice = about_agent(&findings)[0].advice.join("\n");
            let has_code = advice.contains("in ") && advice.contains("(https://") || advice.contains("see: metstatus");
            assert_eq!(has_code, part.is_some(), "{agent} {status}: {advice}");
            assert!(advice.contains(part.unwrap_or_default()), "{agent} {status}: {advice}");
            let both = advice.contains("(https://") && advice.contains("see: metstatus");
            assert!(!both, "{agent} {status}: {advice}");
        }
    }
}

#[test]
fn throttled_agent_is_said_to_be_throttled() {
    let class = ["X-ErrorClass: IllegalUserAgent"];
    for (status, start) in [(403, "MET refuses "), (429, "MET throttles ")] {
        let findings = judged(asked(MET, "", &answer(status, &class)));
        assert!(findings[0].message.starts_with(start), "{status}: {}", findings[0].message);
    }
}

#[test]
fn experiment_is_advised_where_it_can_settle_the_cause() {
    let is_advised = |evidence: Evidence| {
        let findings = judged(evidence);
        findings.iter().flat_map(|finding| &finding.advice).any(|advice| advice.contains("add --contact YOUR-MAIL"))
    };
    let is_poor = |agent: &str| AGENTS[..4].iter().any(|(poor, _)| *poor == agent);
    for (agent, _) in AGENTS {
        for status in [200, 304, 403, 404, 500] {
            let evidence = || asked(MET, agent, &answer(status, &[]));
            assert_eq!(is_advised(evidence()), status == 403, "{agent} {status}");
            assert!(!is_advised(Evidence { lacks_contact: false, ..evidence() }), "{agent} {status}");
            assert!(!is_advised(asked(OTHER, agent, &answer(status, &[]))), "{agent} {status}");
        }
        // Throttled for its User-Agent, as the class says, unless the rate is the reason.
        let class = &["X-ErrorClass: IllegalUserAgent"][..];
        for (lines, open) in [(class, is_poor(agent)), (&[], false)] {
            let throttled = || asked(MET, agent, &answer(429, lines));
            assert_eq!(is_advised(throttled()), open, "{agent} {lines:?}");
            assert!(!is_advised(Evidence { lacks_contact: false, ..throttled() }), "{agent} {lines:?}");
        }
        let mut tried = asked(MET, agent, &answer(403, &[]));
        let control = first(request(MET, &[AGENT]), NOW, &answer(403, &[]));
        tried.exchanges.push(Exchange { role: Role::Control(ControlVariant::Identity), ..control });
        assert!(!is_advised(tried), "{agent}");
    }
}

#[test]
fn empty_agent_is_quoted_as_none() {
    let exchange = first(request(MET, &[("User-Agent", "")]), NOW, &answer(200, &[]));
    let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
    let finding = found(&findings, "user-agent-missing").unwrap();
    assert_eq!(finding.evidence[0].text, "no User-Agent, or an empty one");
}

#[test]
fn slow_response_is_judged_where_it_came_whole() {
    let late = |change: fn(&mut Exchange)| {
        let mut evidence = evidence(OTHER, &answer(200, &[]));
        evidence.exchanges[0].timing.total = Some(std::time::Duration::from_secs(9));
        change(&mut evidence.exchanges[0]);
        let range = Some(crate::diagnosis::range::Range::parse("1").unwrap());
        let facts = Facts::new(evidence, NOW, Thresholds { time_warning: range, ..Thresholds::default() });
        found(&rules::judge(&facts, &Overrides::default()), "slow-response").is_some()
    };
    let failed = |exchange: &mut Exchange| {
        exchange.failure = Some(crate::evidence::Failure {
            phase: crate::evidence::Phase::Body,
            kind: crate::evidence::FailureKind::Closed,
            detail: "".into(),
            received: 9,
            excerpt: "".into(),
        });
    };
    assert!(late(|_| ()) && !late(failed) && !late(|exchange| exchange.response = None));
}

/// The first finding of a refusal, after a control with this outcome where there is one.
fn refused(lines: &[&str], body: &str, control: Option<u16>) -> Finding {
    let text = answer(403, lines).replace("no", body);
    let mut evidence = evidence(MET, &text);
    if let Some(status) = control {
        let control = first(request(MET, &[("User-Agent", "metstatus/0.1 ops@acme.no")]), NOW, &answer(status, &[]));
        evidence.exchanges.push(Exchange { role: Role::Control(ControlVariant::Identity), ..control });
    }
    judged(evidence).remove(0)
}

#[test]
fn block_is_said_as_far_as_it_is_shown() {
    let class = &["X-ErrorClass: IllegalUserAgent"][..];
    let although = "MET refuses this User-Agent, although it names an application and a contact";
    let says = "MET says that this client is blocked";
    for (lines, body, control, id, message) in [
        (class, "no", None, "blocked-user-agent", Some(although)),
        (&[][..], "no", Some(200), "blocked-user-agent", None),
        (&[], "no", Some(403), "blocked-client", None),
        (&[], "You have been blocked", None, "blocked-client", Some(says)),
        (&[], "You have been blocked", Some(403), "blocked-client", None),
    ] {
        let finding = refused(lines, body, control);
        let wanted = message.unwrap_or(finding.rule.title);
        assert_eq!((finding.rule.id, finding.message.as_str()), (id, wanted), "{lines:?} {body} {control:?}");
        assert!(finding.evidence.iter().any(|quote| quote.text.starts_with("User-Agent: ")), "{:?}", finding.evidence);
    }
}

#[test]
fn refusal_without_a_reason_quotes_what_is_not_there() {
    let proxy = |finding: &Finding| finding.evidence.iter().any(|quote| quote.text.starts_with("no X-ErrorClass"));
    let bare = refused(&[], "no", None);
    assert_eq!((bare.rule.id, proxy(&bare)), ("forbidden", true));
    let class = refused(&["X-ErrorClass: Accesscontrol"], "no", None);
    assert_eq!((class.rule.id, proxy(&class)), ("forbidden", false));
    assert_eq!(class.message, "MET refuses this request: access control refused the request");
    assert!(class.advice.iter().any(|advice| advice.starts_with("compare your User-Agent with")), "{:?}", class.advice);
    let mut log = Evidence { status_only: true, ..evidence(MET, &answer(403, &[])) };
    let findings = judged(log.clone());
    assert!(!proxy(&findings[0]), "a log shows no header: {:?}", findings[0].evidence);
    log.visitors = true;
    let findings = judged(log);
    let gateway = found(&findings, "forbidden").unwrap();
    assert!(gateway.message.starts_with("Visitors of a server in front of MET got 403"), "{}", gateway.message);
    assert!(
        gateway.advice.iter().any(|advice| advice.contains("that the server sends to MET")),
        "{:?}",
        gateway.advice
    );
}

#[test]
fn two_faults_of_a_refused_request_are_both_named() {
    let two = |coordinates: &str, agent: &str, status: u16| {
        let url = format!("https://api.met.no/weatherapi/locationforecast/2.0/compact?{coordinates}");
        let findings = judged(asked(&url, agent, &answer(status, &[])));
        findings.iter().flat_map(|one| &one.advice).any(|advice| advice.contains("also shorten the coordinates: "))
    };
    let fine = "lat=60.12345&lon=9.58";
    assert!(two(fine, "okhttp/4.12.0", 403) && two(fine, "", 403));
    assert!(!two("lat=60.1&lon=9.58", "okhttp/4.12.0", 403), "they are short enough");
    assert!(!two("lat=60.1;lon=9.58", "okhttp/4.12.0", 403), "something else is wrong with them");
    assert!(!two(fine, "okhttp/4.12.0", 200) && !two(fine, "okhttp/4.12.0", 404));
}
