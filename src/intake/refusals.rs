//! Reports on refusals, from transcript to advice: none contradicts itself, whatever the evidence.

use super::examples::judged;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::met::error_class::ERROR_CLASSES;

/// A transcript of a refusal by the Weather API.
fn transcript(status: &str, class: &str, body: &str, path: &str, agent: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!("X-ErrorClass: {class}\n") };
    let agent = if agent.is_empty() { "Accept: */*\n".to_owned() } else { format!("User-Agent: {agent}\n") };
    format!(
        "GET https://api.met.no{path} HTTP/1.1\n{agent}\nHTTP/1.1 {status}\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
         Content-Type: text/plain\n{class}\n{body}\n"
    )
}

const REFUSALS: [&str; 12] = [
    "400 Bad Request",
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "405 Method Not Allowed",
    "410 Gone",
    "422 Unprocessable Entity",
    "429 Too Many Requests",
    "500 Internal Server Error",
    "502 Bad Gateway",
    "503 Service Unavailable",
    "504 Gateway Time-out",
];
const SENTENCES: [&str; 10] = [
    "no",
    "The specified version number is end-of-lifed for this product",
    "The specified version number is not supported by this product",
    "The specified product does not exist",
    "Mandatory parameters 'lat', 'lon' missing in call to try {...}",
    "Too many decimals",
    "Invalid latitude",
    "No data for this place",
    "Outside area",
    "This client has been blocked",
];
const PATHS: [&str; 12] = [
    "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
    "/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.58",
    "/weatherapi/locationforecast/2.0/compact?lat=60.12345;lon=9.58",
    "/weatherapi/locationforecast/2.0/compact?lat=1e-05&lon=200",
    "/weatherapi/locationforecast/2.0/?lat=60.1&lon=9.58&msl=3",
    "/weatherapi/locationforecast/2.0/compact",
    "/weatherapi/locationforecast/_/compact?lat=60.1&lon=9.58",
    "/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58",
    "/weatherapi/sunrise/2.3/sun?lat=60.1&lon=9.58",
    "/weatherapi/locationforcast/2.0/compact?lat=60.1&lon=9.58",
    "/weatherapi/nowcast/2.0/complete?lat=10.75123&lon=59.91",
    "/place/Norway/Oslo",
];
const NAMES: [&str; 5] = [
    "acme-weather/1.2 https://github.com/acme/weather",
    "schoolstudent/1.0",
    "okhttp/4.12.0",
    "",
    "app/1.0 me@example.com",
];

/// Pieces of advice of which no one can follow both.
const CONFLICTS: [(&str, &str); 8] = [
    ("send nothing", "ask again"),
    ("do not repeat", "ask again"),
    ("move to ", "look up the endpoints"),
    ("move to ", "known versions of this product"),
    ("compare the name with the list", "look up the endpoints"),
    ("compare the name with the list", "known versions of this product"),
    ("take the address of the product", "look up the endpoints"),
    ("write lat=", "use lat="),
];

#[test]
fn no_report_gives_advice_that_contradicts_itself() {
    let classes: Vec<&str> = std::iter::once("").chain(ERROR_CLASSES.iter().map(|class| class.name)).collect();
    let sizes = [REFUSALS.len(), classes.len(), SENTENCES.len(), PATHS.len(), NAMES.len()];
    let total: usize = sizes.iter().product();
    // A prime that divides none of the sizes.
    for number in (0..total).step_by(61) {
        let mut rest = number;
        let [status, class, sentence, path, name] = sizes.map(|size| {
            let digit = rest % size;
            rest /= size;
            digit
        });
        let text = transcript(REFUSALS[status], classes[class], SENTENCES[sentence], PATHS[path], NAMES[name]);
        let findings = judged(&text);
        let first = &findings[0];
        assert_eq!(first.severity, Severity::Error, "{text}");
        assert!(findings.iter().skip(1).all(|finding| finding.alternatives.is_empty()), "{text}");
        let ids: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1), "{ids:?}: {text}");
        let advice: Vec<&str> = findings.iter().flat_map(|finding| &finding.advice).map(String::as_str).collect();
        for (one, other) in CONFLICTS {
            let both = [one, other].map(|words| advice.iter().find(|advice| advice.contains(words)));
            assert!(both.contains(&None), "{both:?}: {text}");
        }
        for version in ["locationforecast/1.9", "sunrise/2.3"] {
            let dead = advice.iter().find(|advice| advice.starts_with("write ") && advice.contains(version));
            assert_eq!(dead, None, "{text}");
        }
    }
}

#[test]
fn hostile_classes_and_bodies_are_judged_like_any() {
    let long = "x".repeat(10_000);
    for class in
        [" Nodata ", "nodata", "NODATA\nX-ErrorClass: Nodata", "Nodata\nX-ErrorClass: Internal", "Teapot", &long]
    {
        let findings = judged(&transcript("404 Not Found", class, "no", PATHS[0], NAMES[0]));
        let expected = if class.to_ascii_lowercase().contains("nodata") && !class.contains("Internal") {
            ("no-data", Certainty::Certain)
        } else {
            ("not-found", Certainty::Possible)
        };
        assert_eq!((findings[0].rule.id, findings[0].certainty), expected, "{}", class.get(..20).unwrap_or(class));
    }
    let both = judged(&transcript("404 Not Found", "Nodata\nX-ErrorClass: Internal", "no", PATHS[0], NAMES[0]));
    let quotes: Vec<&str> = both[0].evidence.iter().map(|quote| quote.text.as_str()).collect();
    assert!(quotes.contains(&"X-ErrorClass: Nodata") && quotes.contains(&"X-ErrorClass: Internal"), "{quotes:?}");
    let words = SENTENCES[1];
    let page = format!("<!DOCTYPE html><html><body><h1>404</h1><p>{words}</p></body></html>");
    let latin = format!("<html><body>p\u{e5} norsk: {words}</body></html>");
    for body in [page.as_str(), &latin, &format!("{words} and then it is c")] {
        let findings = judged(&transcript("404 Not Found", "Doesnotapply", body, PATHS[7], NAMES[0]));
        assert_eq!((findings[0].rule.id, findings[0].certainty), ("version-ended", Certainty::Certain), "{body}");
    }
}
