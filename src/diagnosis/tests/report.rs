//! Whose response it is, and what an input leaves open.

use super::*;
use crate::evidence::form::{Form, Shows};
use crate::evidence::shown::Shown;
use crate::met::hosts::Service;

/// Evidence out of an input, of whose request all but the URL may be unknown.
fn captured(url: Option<&str>, text: &str, form: &'static Form) -> Evidence {
    let mut evidence = Evidence { form: Some(form), ..evidence(url.unwrap_or(OTHER), text) };
    let request = evidence.exchanges[0].request.as_mut().unwrap();
    request.fields = Default::default();
    request.shown = Shown::UrlOnly;
    if url.is_none() {
        request.url = None;
    }
    evidence
}

#[test]
fn response_without_a_url_is_of_met_by_what_met_alone_sends() {
    for (line, met) in [
        ("X-ErrorClass: Nodata", true),
        ("X-Backend-Host: a", true),
        ("Server: Mojolicious (Perl)", true),
        ("Server: nginx", false),
        ("Via: 1.1 varnish (Varnish/7.1), 1.1 dalton-2", true),
        ("Via: 1.1 varnish", false),
        ("X: y", false),
    ] {
        let facts = facts(captured(None, &answer(404, &[line]), &MESSAGES));
        let wanted = if met { Service::Met } else { Service::Other };
        assert_eq!((facts.service, facts.service_known), (wanted, false), "{line}");
        let known = super::facts(captured(Some(OTHER), &answer(404, &[line]), &MESSAGES));
        assert_eq!((known.service, known.service_known), (Service::Other, true), "{line}");
    }
}

#[test]
fn lines_that_repeat_the_status_are_left_out() {
    let words = |body: &str| {
        let text = format!("HTTP/1.1 404 Not Found\n\n{body}");
        facts(evidence(OTHER, &text)).words
    };
    assert_eq!(words("404 Not Found\nno such place"), ["no such place"]);
    assert_eq!(words("no such place\nno such place\nnginx/1.18"), ["no such place"]);
    assert_eq!(words("403 Forbidden"), ["403 Forbidden"]);
    assert_eq!(words(""), Vec::<String>::new());
    let coded = "HTTP/1.1 404 Not Found\nContent-Encoding: x-secret\n\nwords";
    assert_eq!(facts(evidence(OTHER, coded)).words, Vec::<String>::new());
    assert_eq!(facts(evidence(OTHER, "HTTP/1.1 200 OK\n\nwords")).words, Vec::<String>::new());
}

#[test]
fn line_of_a_log_makes_a_cause_no_more_than_possible() {
    let certainty = |form, lines: &[&str]| {
        let url = "https://api.met.no/weatherapi/locationforecast/1.9/?lat=60.1;lon=9.58";
        let facts = facts(captured(Some(url), &answer(404, lines), form));
        assert_eq!(facts.is_reported(), form.shows == Shows::Report);
        facts.cause.map(|cause| cause.certainty)
    };
    let class = &["X-ErrorClass: Doesnotapply"][..];
    assert_eq!(certainty(&MESSAGES, class), certainty(&REPORT, class), "a class is from the service");
    assert!(certainty(&REPORT, &[]).is_some_and(|certainty| certainty < Certainty::Certain));
}

/// The advice for what an input leaves open.
fn open(evidence: Evidence) -> Vec<String> {
    let mut advice = vec!["own".to_owned()];
    crate::diagnosis::missing::with_advice(&facts(evidence), &mut advice);
    advice
}

#[test]
fn advice_names_what_the_input_does_not_show() {
    let starts = |evidence: Evidence| -> Vec<String> {
        let start = |advice: &String| advice.split(' ').take(4).collect::<Vec<_>>().join(" ");
        open(evidence).iter().map(start).collect()
    };
    let agent = "find out which User-Agent";
    let command = "to show more: curl";
    for (status, form, wanted) in [
        (403, &MESSAGES, &[agent, "own"][..]),
        (429, &MESSAGES, &[agent, "own"]),
        (404, &MESSAGES, &["own"]),
        (200, &MESSAGES, &["own"]),
        (403, &REPORT, &[agent, "own", command]),
        (404, &REPORT, &["own", command]),
        (200, &REPORT, &["own"]),
        (304, &REPORT, &["own"]),
    ] {
        assert_eq!(starts(captured(Some(MET), &answer(status, &[]), form)), wanted, "{status} {}", form.id);
    }
    let whole = Evidence { form: Some(&MESSAGES), ..evidence(MET, &answer(403, &[])) };
    assert_eq!(starts(whole), ["own"], "the User-Agent is shown");
    assert_eq!(starts(captured(Some(OTHER), &answer(403, &[]), &MESSAGES)), ["own"]);
    assert_eq!(starts(evidence(MET, &answer(403, &[]))), ["own"], "nothing was captured");
    let dry = Evidence { dry_run: true, ..captured(Some(MET), &answer(403, &[]), &REPORT) };
    assert_eq!(starts(dry), ["own"]);
}

#[test]
fn input_without_a_url_is_asked_for_it() {
    let first = |lines: &[&str], status: u16| open(captured(None, &answer(status, lines), &MESSAGES))[0].clone();
    assert!(first(&["X-ErrorClass: Nodata"], 404).starts_with("the input does not show the request: give its URL"));
    let unknown = first(&[], 404);
    assert!(unknown.contains("which service sent the response") && unknown.contains("see metstatus 404"), "{unknown}");
    assert_eq!(
        open(captured(None, &answer(403, &["Server: squid/5.7", "X-Squid-Error: ERR_ACCESS_DENIED 0"]), &MESSAGES))[0],
        "own"
    );
}

#[test]
fn command_that_shows_more_never_repeats_a_secret() {
    let command = |url: &str| open(captured(Some(url), &answer(404, &[]), &REPORT)).pop().unwrap();
    assert!(command(MET).ends_with(
        "'https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58' 2>&1 | metstatus read -"
    ));
    let alias = "https://aa015h6buqvih86i1.api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    assert!(command(alias).contains(" 'https://api.met.no/weatherapi/") && !command(alias).contains("aa015"));
    assert_eq!(command("https://api.met.no/weatherapi/locationforecast/2.0/compact?api_key=k&lat=1&lon=2"), "own");
    let advice =
        |url: &str| crate::diagnosis::missing::test_advice(Some(&crate::http::uri::target::Url::parse(url).unwrap()));
    assert!(advice(MET).starts_with("test it on the same machine") && advice(MET).contains("'https://api.met.no/"));
    assert!(advice("https://example.org/?token=t").starts_with("run metstatus with the URL"));
    assert_eq!(crate::diagnosis::missing::test_advice(None), advice("https://example.org/?token=t"));
}

#[test]
fn plain_http_that_ends_on_a_page_is_the_front_page() {
    let of = |first_url: &str, last_url: &str, lines: &[&str], body: &str, status: u16| {
        let mut evidence = evidence(first_url, &answer(301, &["Location: x"]));
        let last = first(request(last_url, &[AGENT]), NOW, &answer(status, lines).replace("no", body));
        evidence.exchanges.push(Exchange { role: Role::Redirect, ..last });
        crate::diagnosis::facts::answer::is_front_page(&facts(evidence))
    };
    let (http, front) = (MET.replace("https", "http"), "https://api.met.no/");
    let html = &["Content-Type: text/html; charset=utf-8"][..];
    assert!(of(&http, front, html, "x", 200));
    assert!(of(&http, front, &[], "<!DOCTYPE html><html></html>", 200));
    assert!(!of(&http, front, &["Content-Type: application/json"], "{}", 200));
    assert!(!of(MET, front, html, "x", 200), "it began with https");
    assert!(!of(&http.replace("api.met.no", "example.org"), front, html, "x", 200));
    assert!(!of(&http, MET, html, "x", 200), "it is the page that was asked for");
    assert!(!of(&http, front, html, "x", 404));
}

#[test]
fn certain_cause_in_a_report_is_possible_unless_met_names_it() {
    let squid = &["Server: squid/5.7", "X-Squid-Error: ERR_ACCESS_DENIED 0"][..];
    let class = &["X-ErrorClass: Nodata"][..];
    let ended = "The specified version number is end-of-lifed for this product";
    let mut lowered = 0;
    for (lines, body, named) in [(&[][..], "no", false), (squid, "no", false), (class, "no", true), (&[], ended, true)]
    {
        for status in [400, 403, 404, 405, 407, 422, 429, 500, 503] {
            let certainty = |form| {
                let text = answer(status, lines).replace("no", body);
                facts(Evidence { form, ..evidence(MET, &text) }).cause.unwrap().certainty
            };
            let (plain, shown, reported) = (certainty(None), certainty(Some(&MESSAGES)), certainty(Some(&REPORT)));
            let is_lowered = plain == Certainty::Certain && !named;
            assert_eq!(shown, plain, "{status} {lines:?} {body}");
            let wanted = if is_lowered { Certainty::Possible } else { plain };
            assert_eq!(reported, wanted, "{status} {lines:?} {body}");
            lowered += usize::from(is_lowered);
        }
    }
    assert!(lowered > 3, "{lowered}");
}

#[test]
fn server_of_an_application_is_doubted_at_met_alone() {
    for (url, doubted) in [(Some(MET), true), (Some(OTHER), false), (None, false)] {
        // Fields of MET's make the service known, which without a URL is a guess.
        let lines = ["Server: Werkzeug/3.0", "Via: 1.1 dalton-2"];
        let facts = facts(captured(url, &answer(404, &lines), &MESSAGES));
        assert_eq!(facts.intermediary.is_some(), doubted, "{url:?}");
    }
    let success = facts(captured(Some(MET), &answer(200, &["Server: Werkzeug/3.0"]), &MESSAGES));
    assert!(success.intermediary.is_none());
}

#[test]
fn failed_request_without_a_query_warns_of_a_400_by_hand() {
    let warned = |url: &str, fails: bool| {
        let mut evidence = captured(Some(url), if fails { "" } else { "HTTP/1.1 503 X\n\n" }, &REPORT);
        evidence.exchanges[0].failure = fails.then(|| crate::evidence::Failure {
            phase: crate::evidence::Phase::Connect,
            kind: crate::evidence::FailureKind::TimedOut,
            detail: "".into(),
            received: 0,
            excerpt: "".into(),
        });
        open(evidence).iter().any(|advice| advice.contains("get a 400, that is not the cause"))
    };
    let bare = MET.split('?').next().unwrap();
    assert!(warned(bare, true));
    assert!(!warned(MET, true) && !warned(bare, false) && !warned("https://example.org/a", true));
}

#[test]
fn parameter_that_a_log_may_have_cut_is_not_missing() {
    let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact";
    let advice = |evidence: Evidence| {
        let facts = facts(evidence);
        let corrected = facts.corrected.map(|corrected| corrected.advice()).unwrap_or_default();
        (facts.lints.iter().any(|lint| lint.rule.id == "missing-parameter"), corrected.contains("lat"))
    };
    assert_eq!(advice(captured(Some(url), &answer(403, &[]), &MESSAGES)), (true, true));
    assert_eq!(advice(captured(Some(url), &answer(403, &[]), &REPORT)), (false, false));
    let cut = Evidence { query_cut: true, ..captured(Some(url), &answer(403, &[]), &MESSAGES) };
    assert_eq!(advice(cut), (false, false));
    let misspelt = url.replace("locationforecast", "locationforecst");
    let facts = facts(Evidence { query_cut: true, ..captured(Some(&misspelt), &answer(404, &[]), &MESSAGES) });
    let whole = facts.corrected.as_ref().unwrap().advice();
    let help = &facts.lints[0].help;
    assert!(help.contains(&whole) && help.iter().all(|help| !help.contains("lat")), "{help:?} {whole}");
    assert!(help.len() > 1 && help.iter().filter(|help| **help == whole).count() == 1, "{help:?}");
}
