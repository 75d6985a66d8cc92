//! What is said of a path, a product, a version or a method that was refused.

use super::*;
use crate::diagnosis::facts::answer::is_front_page;

const HTML: &str = "Content-Type: text/html";

fn at(path: &str) -> String {
    format!("https://api.met.no{path}")
}

/// The finding by a rule on a response with this status and these lines.
fn of(id: &str, url: &str, status: u16, lines: &[&str]) -> Option<Finding> {
    let findings = judged(evidence(url, &answer(status, lines)));
    found(&findings, id).cloned()
}

#[test]
fn ended_version_is_found_by_status_and_table() {
    let ended = at("/weatherapi/locationforecast/1.9/?lat=60.1;lon=9.58");
    let current = MET;
    for (status, given) in [
        (0, Some((Severity::Error, Certainty::Likely))),
        (200, Some((Severity::Info, Certainty::Certain))),
        (299, Some((Severity::Info, Certainty::Certain))),
        (301, None),
        (404, Some((Severity::Error, Certainty::Likely))),
        (500, None),
        (429, None),
    ] {
        let text = if status == 0 { String::new() } else { answer(status, &[]) };
        let findings = judged(evidence(&ended, &text));
        let finding = found(&findings, "version-ended");
        assert_eq!(finding.map(|finding| (finding.severity, finding.certainty)), given, "{status}");
        let Some(finding) = finding else { continue };
        let still = finding.message.contains("still responds although its end was announced");
        assert_eq!(still, (200..300).contains(&status), "{status}: {}", finding.message);
        assert_eq!(finding.advice.is_empty(), still, "{status}: {:?}", finding.advice);
        assert!(found(&judged(evidence(current, &text)), "version-ended").is_none(), "{status}");
    }
}

#[test]
fn ended_version_by_plain_http_is_likely_where_it_redirects() {
    let url = |scheme: &str| format!("{scheme}://api.met.no/weatherapi/locationforecast/1.9/?lat=60.1;lon=9.58");
    for (scheme, status, likely) in [
        ("http", 301, true),
        ("http", 302, true),
        ("http", 303, true),
        ("http", 307, true),
        ("http", 308, true),
        ("https", 301, false),
        ("https", 308, false),
        ("http", 300, false),
        ("http", 304, false),
    ] {
        let finding = of("version-ended", &url(scheme), status, &[]);
        assert_eq!(finding.map(|finding| finding.certainty), likely.then_some(Certainty::Likely), "{scheme} {status}");
    }
    // It ends on the front page, which has no version.
    let mut evidence = evidence(&url("http"), &answer(301, &["Location: https://api.met.no/"]));
    let page = first(request("https://api.met.no/", &[AGENT]), NOW, &answer(200, &[HTML]));
    evidence.exchanges.push(Exchange { role: Role::Redirect, ..page });
    assert!(is_front_page(&facts(evidence.clone())));
    let findings = judged(evidence);
    let finding = found(&findings, "version-ended").unwrap();
    assert_eq!((finding.severity, finding.certainty), (Severity::Error, Certainty::Likely));
    assert!(finding.message.ends_with("; the redirect to the front page hides this"), "{}", finding.message);
}

#[test]
fn end_of_a_version_names_its_day_and_its_successor() {
    let advice = |path: &str| {
        let finding = of("version-ended", &at(path), 404, &[]).unwrap();
        (finding.message, finding.advice)
    };
    let (message, advice_of_ended) = advice("/weatherapi/locationforecast/1.9/?lat=60.1;lon=9.58");
    assert!(message.starts_with("locationforecast/1.9 ended on "), "{message}");
    assert!(advice_of_ended[0].contains("https://api.met.no/weatherapi/locationforecast/2.0/"), "{advice_of_ended:?}");
    assert!(advice_of_ended[1].starts_with("move to locationforecast/2.0"), "{advice_of_ended:?}");
    assert!(advice_of_ended.iter().all(|one| !one.starts_with("move to the current version")), "{advice_of_ended:?}");
    let class = &["X-ErrorClass: Doesnotapply"][..];
    for (status, lines) in [(404, class), (404, &[][..])] {
        let url = at("/weatherapi/aviationforecast/1.6/taf?icao=ENGM");
        let finding = of("version-ended", &url, status, lines).unwrap();
        let came_true = finding.message.contains("has ended; its announced end date was 2026-03-16");
        assert_eq!(came_true, finding.certainty == Certainty::Certain, "{lines:?}: {}", finding.message);
        assert!(came_true || finding.message.contains("was to end on 2026-03-16"), "{}", finding.message);
    }
}

#[test]
fn unknown_path_is_advised_what_is_near() {
    for (path, near, versions) in [
        ("/weatherapi/locationforecst/2.0/compact?lat=60.1&lon=9.58", Some("did you mean locationforecast?"), None),
        ("/weatherapi/qqqqqqqq/2.0/compact?lat=60.1&lon=9.58", None, None),
        (
            "/weatherapi/locationforecast/7.0/compact?lat=60.1&lon=9.58",
            None,
            Some("a known version of this product: 2.0"),
        ),
        ("/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58", None, None),
    ] {
        let findings = judged(evidence(&at(path), &answer(404, &[])));
        let advice = findings[0].advice.join("\n");
        assert_eq!(advice.contains("did you mean"), near.is_some(), "{path}: {advice}");
        assert!(advice.contains(near.unwrap_or_default()), "{path}: {advice}");
        assert_eq!(advice.contains("a known version of this product: "), versions.is_some(), "{path}: {advice}");
        assert!(advice.contains(versions.unwrap_or_default()), "{path}: {advice}");
        assert!(!advice.contains("xyzzy") && !advice.contains("1.9"), "an ended version is not advised: {advice}");
        let whole = advice.contains("https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58");
        assert_eq!(whole, near.is_some() || versions.is_some(), "{path}: {advice}");
    }
}

#[test]
fn not_found_is_worded_by_service_and_path() {
    let product = "The path is not that of a product";
    let nothing = "MET has nothing at this URL";
    for (url, start) in [
        ("https://api.met.no/somewhere", product),
        (MET, nothing),
        ("https://example.org/somewhere", ""),
        ("https://example.org/weatherapi/a/1.0/b", ""),
    ] {
        let findings = judged(evidence(url, &answer(404, &[])));
        let finding = &findings[0];
        assert_eq!(finding.message.starts_with(product), start == product, "{url}: {}", finding.message);
        assert_eq!(finding.message.starts_with(nothing), start == nothing, "{url}: {}", finding.message);
        let operator = finding.advice.join("\n").contains("from the server operator");
        assert_eq!(operator, start.is_empty(), "{url}: {:?}", finding.advice);
        assert_eq!(finding.reference.contains("api.met.no"), !start.is_empty(), "{url}: {}", finding.reference);
    }
}

#[test]
fn credentials_are_asked_for_by_no_product_of_met() {
    for (url, met) in [(MET, true), (OTHER, false)] {
        let findings = judged(evidence(url, &answer(401, &["WWW-Authenticate: Basic"])));
        let advice = findings[0].advice.join("\n");
        assert_eq!(advice.contains("none of them requires credentials"), met, "{}: {advice}", findings[0].rule.id);
        assert!(findings[0].evidence.iter().any(|quote| quote.text == "WWW-Authenticate: Basic"));
    }
}

#[test]
fn place_outside_gets_another_product_unless_it_is_that() {
    let advised = |product: &str| {
        let url = at(&format!("/weatherapi/{product}/2.0/complete?lat=1.1&lon=9.58"));
        let finding = of("outside-coverage", &url, 422, &["X-ErrorClass: Outsidegeographicarea"]).unwrap();
        finding.advice.iter().any(|advice| advice.contains("locationforecast/2.0"))
    };
    assert!(advised("nowcast") && !advised("locationforecast"));
}

#[test]
fn refused_method_is_advised_by_who_sent_it() {
    let preflight = "this is a CORS preflight";
    let perhaps = "if a browser sent it, it is a CORS preflight";
    let other = "use a method that the Allow header";
    for (method, fields, part, get) in [
        ("POST", &[][..], other, true),
        ("POST", &[("Origin", "https://acme.no")], other, true),
        ("OPTIONS", &[], perhaps, true),
        ("OPTIONS", &[("Origin", "https://acme.no")], preflight, true),
        ("options", &[("Access-Control-Request-Method", "POST")], preflight, true),
        ("OPTIONS", &[("Access-Control-Request-Method", "GET")], preflight, false),
    ] {
        for (url, met) in [(MET, true), (OTHER, false)] {
            let fields: Vec<(&str, &str)> = [AGENT].into_iter().chain(fields.iter().copied()).collect();
            let mut evidence = evidence(url, &answer(405, &["Allow: GET"]));
            let mut request = request(url, &fields);
            request.method = method.into();
            evidence.exchanges[0].request = Some(request);
            let findings = judged(evidence);
            let advice = &found(&findings, "method-not-allowed").unwrap().advice;
            let given: Vec<bool> =
                [preflight, perhaps, other].iter().map(|part| advice.iter().any(|one| one.contains(part))).collect();
            assert_eq!(given, [preflight, perhaps, other].map(|one| one == part), "{method} {fields:?}: {advice:?}");
            assert_eq!(advice.len(), 1 + usize::from(met && get), "{method} {url}: {advice:?}");
            assert_eq!(advice.iter().any(|one| one.starts_with("send GET")), met && get, "{method} {url}: {advice:?}");
        }
    }
}

#[test]
fn end_by_the_changelog_is_dated_by_it_alone() {
    let sunset = format!("Sunset: {}", date(NOW.saturating_add(-40 * DAY)));
    let entry = "<entry><title>locationforecast</title><updated>2026-10-01T00:00:00Z</updated>\
                 <content>Version 2.0 was removed on 2026-10-01. Please use version 3.0.</content></entry>";
    let mut evidence = evidence(MET, &answer(404, &["X-ErrorClass: Doesnotapply", &sunset]));
    let changelog = crate::evidence::samples::reply(&format!("HTTP/1.1 200 OK\n\n<feed>{entry}</feed>"));
    evidence.exchanges.push(Exchange::new(Role::Changelog, None, NOW, changelog));
    let findings = judged(evidence);
    let finding = found(&findings, "version-ended").unwrap();
    assert!(finding.message.ends_with("this version ended on 2026-10-01"), "{}", finding.message);
    assert!(
        finding.evidence.iter().any(|quote| quote.text.contains("Version 2.0 was removed")),
        "{:?}",
        finding.evidence
    );
}
