//! Successes whose body is not what it should be.

use super::*;

const JSON: &str = "Content-Type: application/json";
const XML: &str = "Content-Type: application/xml";

/// A success of a URL with these lines and this body, live or captured.
fn success(url: &str, lines: &[&str], body: &[u8], live: bool) -> Evidence {
    let mut evidence = evidence(url, &answer(200, lines));
    evidence.exchanges[0].live = live;
    let kept = &mut evidence.exchanges[0].response.as_mut().unwrap().body;
    (kept.bytes, kept.captured) = (body.to_vec(), true);
    evidence
}

fn id_of(evidence: Evidence, id: &str) -> Option<(Severity, String)> {
    let findings = judged(evidence);
    found(&findings, id).map(|finding| (finding.severity, finding.message.clone()))
}

#[test]
fn broken_document_is_reported_where_all_of_it_is_known() {
    let (broken, whole) = (&b"{\"a\":1"[..], &b"{\"a\":1}"[..]);
    for (lines, captured_whole) in [
        (&["Content-Length: 6"][..], true),
        (&["Content-Length: 7"], false),
        (&["Content-Length: 6", "Content-Encoding: gzip"], false),
        (&["Content-Length: 6", "Transfer-Encoding: chunked"], false),
        (&["X: y"], false),
    ] {
        for live in [true, false] {
            let lines: Vec<&str> = [JSON].into_iter().chain(lines.iter().copied()).collect();
            let reported = id_of(success(OTHER, &lines, broken, live), "unexpected-content");
            assert_eq!(reported.is_some(), live || captured_whole, "{lines:?} {live}");
            assert!(id_of(success(OTHER, &lines, whole, live), "unexpected-content").is_none(), "{lines:?} {live}");
        }
    }
    let change = |change: fn(&mut crate::evidence::Body)| {
        let mut evidence = success(OTHER, &[JSON, "Content-Length: 6"], broken, false);
        change(&mut evidence.exchanges[0].response.as_mut().unwrap().body);
        id_of(evidence, "unexpected-content").is_some()
    };
    assert!(change(|_| ()));
    assert!(
        !change(|body| body.captured = false) && !change(|body| body.dropped = 1) && !change(|body| body.bytes.clear())
    );
    let cut = |live: bool| {
        let mut evidence = success(OTHER, &[JSON], broken, live);
        evidence.exchanges[0].response.as_mut().unwrap().body.cut = Some(crate::evidence::BodyCut::Wire(6));
        id_of(evidence, "unexpected-content").is_some()
    };
    assert!(!cut(true), "what was cut ends too early");
    assert!(id_of(success(OTHER, &[JSON, "Content-Encoding: x-a"], broken, true), "unexpected-content").is_none());
}

#[test]
fn broken_document_weighs_by_what_it_was_meant_to_be() {
    for (url, line, body, severity) in [
        (OTHER, JSON, &b"{\"a\":"[..], Some(Severity::Error)),
        (OTHER, JSON, b"OK", Some(Severity::Info)),
        (OTHER, XML, b"<a><b></a>", Some(Severity::Error)),
        (OTHER, XML, b"<a>\xe5</a>", Some(Severity::Error)),
        (OTHER, "Content-Type: application/xml; charset=iso-8859-1", b"<a>\xe5</a>", None),
        (OTHER, "Content-Type: application/xml; charset=\"ISO-8859-1\"", b"<a>\xe5</a>", None),
        (OTHER, "Content-Type: application/xml; charset=utf-8", b"<a>\xe5</a>", Some(Severity::Error)),
        (OTHER, "Content-Type: application/xml; charset=\"UTF8\"", b"<a>\xe5</a>", Some(Severity::Error)),
        (OTHER, "Content-Type: application/xml; charset=us-ascii", b"<a>\xe5</a>", Some(Severity::Error)),
        (OTHER, "Content-Type: text/plain", b"{\"a\":", None),
        (OTHER, "Content-Type: application/json; charset=iso-8859-1", b"{\"a\":\"\xe5\"}", Some(Severity::Error)),
        ("https://example.org/a.json", "X: y", b"{\"a\":", Some(Severity::Error)),
        ("https://example.org/a.GeoJSON", "X: y", b"{\"a\":", Some(Severity::Error)),
        ("https://example.org/json/a", "X: y", b"{\"a\":", None),
    ] {
        let given = id_of(success(url, &[line], body, true), "unexpected-content");
        assert_eq!(given.as_ref().map(|(severity, _)| *severity), severity, "{url} {line} {given:?}");
        let words = if line.contains("xml") { "not valid XML" } else { "not valid JSON" };
        assert!(given.is_none_or(|(_, message)| message.contains(words)), "{url} {line}");
    }
}

#[test]
fn page_in_place_of_data_is_reported_where_data_were_asked_for() {
    let html = "Content-Type: text/html";
    let page = &b"<!DOCTYPE html><html><body>Log in</body></html>"[..];
    let bare = "https://api.met.no/weatherapi/locationforecast/2.0/";
    let endpoint = "https://api.met.no/weatherapi/locationforecast/2.0/status";
    let query = "https://api.met.no/weatherapi/locationforecast/2.0/?lat=60.1";
    for (url, line, body, reported) in [
        (MET, html, page, true),
        (MET, html, &b"Log in"[..], true),
        (MET, "X: y", page, true),
        (MET, "Content-Type: text/plain", b"Log in", false),
        (bare, html, page, false),
        (endpoint, html, page, false),
        (query, html, page, false),
        (OTHER, html, page, false),
    ] {
        let given = id_of(success(url, &[line], body, true), "unexpected-content");
        let is_page = given.is_some_and(|(_, message)| message.contains("a web page instead of the requested data"));
        assert_eq!(is_page, reported, "{url} {line}");
    }
}

#[test]
fn empty_body_is_reported_where_a_document_was_to_come() {
    for (url, line, live, reported) in [
        (MET, "X: y", true, true),
        (MET, "X: y", false, false),
        (MET, "Content-Length: 0", false, true),
        (MET, "Content-Length: 5", false, false),
        (OTHER, "X: y", true, false),
        (OTHER, JSON, true, true),
        (OTHER, JSON, false, false),
        (OTHER, "Content-Type: image/png", true, false),
        ("https://example.org/a.json", "X: y", true, true),
        ("https://example.org/a.json", "Content-Length: 0", false, false),
    ] {
        assert_eq!(id_of(success(url, &[line], b"", live), "empty-body").is_some(), reported, "{url} {line} {live}");
        assert!(
            id_of(success(url, &[line], b"{}", live), "empty-body").is_none() || line == "Content-Length: 0",
            "{url}"
        );
    }
    let mut unpacked = success(MET, &[JSON], b"", true);
    unpacked.exchanges[0].response.as_mut().unwrap().body.dropped = 5;
    assert!(id_of(unpacked, "empty-body").is_none(), "its content was put away");
}

#[test]
fn radar_coverage_is_read_from_nowcast_alone() {
    let of = |product: &str, coverage: &str| {
        let url = format!("https://api.met.no/weatherapi/{product}/2.0/complete?lat=60.1&lon=9.58");
        let body = format!("{{\"properties\":{{\"meta\":{{\"radar_coverage\":\"{coverage}\"}}}}}}");
        let findings = judged(success(&url, &[JSON], body.as_bytes(), true));
        ["partial-coverage", "coverage-unavailable"].map(|id| found(&findings, id).is_some())
    };
    assert_eq!(of("nowcast", "no coverage"), [true, false]);
    assert_eq!(of("nowcast", "temporarily unavailable"), [false, true]);
    assert_eq!(of("nowcast", "ok"), [false, false]);
    assert_eq!(of("locationforecast", "no coverage"), [false, false]);
}

#[test]
fn connection_that_ends_the_body_is_a_possible_cut() {
    for (unclean, reported) in [(true, true), (false, false)] {
        let mut evidence = success(OTHER, &[], b"no", true);
        evidence.exchanges[0].response.as_mut().unwrap().body.unclean_end = unclean;
        let findings = judged(evidence);
        let finding = found(&findings, "truncated-response");
        assert_eq!(
            finding.map(|finding| (finding.severity, finding.certainty)),
            reported.then_some((Severity::Warning, Certainty::Possible))
        );
    }
}
