//! What the console of a browser prints: Chrome, Firefox and Safari each have their own words for a request that did
//! not reach its page.
//!
//! The words of the Fetch standard's checks: <https://fetch.spec.whatwg.org/#http-cors-protocol>.

use std::ops::Range;

use super::failure::FailureName;
use super::status::{Stated, ends_with_word};
use crate::http::uri::target::Url;

/// Whether the status of a line is that of a preflight, which the browser sent by itself before the request.
pub(super) fn is_of_preflight(text: &str) -> bool {
    let preflight = text.contains("preflight") || text.contains("Preflight");
    let speaks = ["Cross-Origin Request", "CORS policy", "Preflight response", "Response for preflight"];
    (preflight && speaks.iter().any(|words| text.contains(words))) || asks_options(text)
}

/// The failure of a line that shows an OPTIONS request which was refused.
pub(super) fn refused_options(text: &str, stated: Option<&Stated>) -> Option<FailureName> {
    stated.filter(|stated| stated.code >= 300 && asks_options(text)).map(|_| FailureName::Preflight)
}

/// Whether a line is one that a browser prints of an OPTIONS request: `OPTIONS https://h/x 405`, `XHROPTIONS https://h/x`.
pub(super) fn asks_options(text: &str) -> bool {
    text.match_indices("OPTIONS http").any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let word = before.strip_suffix("XHR").unwrap_or(before);
        word.is_empty() || word.ends_with(|c: char| c.is_whitespace())
    })
}

/// Whether a URL is that of the page which sent the request: `Origin https://h is not allowed`, `from origin 'https://h'`.
pub(super) fn is_origin(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let before = before.trim_end_matches(['\'', '"', '‘', '“', ' ']);
    let others = ["cross-origin", "allow origin", "allow-origin"];
    ends_with_word(before, "origin") && !others.iter().any(|other| ends_with_word(before, other))
}

/// The file that a line of Safari names as what was not loaded: `404` of `(app.css, line 0)`.
pub(super) fn resource(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("Failed to load resource: ")?;
    let (_, named) = rest.rsplit_once('(')?;
    let (file, line) = named.strip_suffix(')')?.rsplit_once(", line ")?;
    (!file.is_empty() && line.bytes().all(|b| b.is_ascii_digit())).then_some(file)
}

/// Whether a URL ends in this file.
pub(super) fn is_file_of(file: &str, url: &Url) -> bool {
    url.path().rsplit('/').next() == Some(file)
}

/// Whether a line is one by which a browser says that something was not loaded.
pub(super) fn is_of_loading(text: &str) -> bool {
    text.contains("Failed to load resource") || text.contains("net::ERR_")
}

/// Whether a line is one that Chrome prints of a request which was refused: `GET https://h.no/x 403 (Forbidden)`.
pub(super) fn is_request(text: &str) -> bool {
    let asks = ["GET http", "POST http", "HEAD http", "OPTIONS http"].iter().any(|words| text.contains(words));
    let ends = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    let code = ends.and_then(|(before, _)| before.rsplit(' ').next());
    asks && code.is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()))
}

/// The address that Chrome prints beside such a line, without a scheme and with the number of a line: `h.no/x?a=1:1`.
pub(super) fn address(text: &str) -> Option<Url> {
    const SOURCES: [&str; 6] = [".js", ".mjs", ".ts", ".tsx", ".jsx", ".html"];
    let (address, line) = text.split_whitespace().next()?.rsplit_once(':')?;
    let is_line = !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit());
    let (host, path) = address.split_once('/')?;
    let (_, top) = host.rsplit_once('.')?;
    let is_host = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_lowercase());
    let is_source = SOURCES.iter().any(|end| path.split('?').next().is_some_and(|path| path.ends_with(end)));
    (is_line && is_host && !is_source).then(|| Url::parse_without_scheme(address).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_of_a_preflight_is_told_from_that_of_the_request() {
        for (line, expected) in [
            ("[Error] Preflight response is not successful. Status code: 405", true),
            (
                "XMLHttpRequest cannot load https://h.no/x. Response for preflight has invalid HTTP status code 405",
                true,
            ),
            ("(Reason: CORS preflight response did not succeed). Status code: 405. Cross-Origin Request Blocked", true),
            ("OPTIONS https://h.no/x 405 (Method Not Allowed)", true),
            ("XHROPTIONS https://h.no/x [HTTP/2 405  45ms]", true),
            ("app.js:7 OPTIONS https://h.no/x 405", true),
            ("Cross-Origin Request Blocked: … (Reason: CORS header missing). Status code: 403.", false),
            ("GET https://h.no/OPTIONS https://h.no/x 405", false),
            ("GET https://h.no/?a=OPTIONS http 405", false),
            ("the preflight checklist has status 405", false),
        ] {
            assert_eq!(is_of_preflight(line), expected, "{line}");
        }
    }

    #[test]
    fn request_of_chrome_ends_in_its_status_and_phrase() {
        assert!(is_request("app.js:7  GET https://h.no/x?lon=1 403 (Forbidden)"));
        for line in [
            "status 429 for GET https://h.no/x?lon=10.7 (Faraday::TooManyRequestsError)",
            "Response code 403 (Forbidden)",
            "GET https://h.no/x 403 Forbidden",
        ] {
            assert!(!is_request(line), "{line}");
        }
    }

    #[test]
    fn origin_of_a_page_is_not_what_was_requested() {
        for (before, after, expected) in [
            ("Origin ", " is not allowed by Access-Control-Allow-Origin. Status code: 403", true),
            ("Access to fetch at 'x' from origin '", "' has been blocked", true),
            ("Cross-Origin ", " blocked", false),
            ("CORS Missing Allow Origin ", " 403", false),
            ("at ", "", false),
        ] {
            let text = format!("{before}https://h.no{after}");
            assert_eq!(is_origin(&text, &(before.len()..before.len() + 12)), expected, "{text}");
        }
    }

    #[test]
    fn address_without_scheme_is_read_where_a_page_loads_it() {
        for (line, expected) in [
            ("api.acme.no/v1/points?lat=1:1", Some("https://api.acme.no/v1/points?lat=1")),
            ("api.acme.no/v1:1 Failed to load resource: net::ERR_FAILED", Some("https://api.acme.no/v1")),
            ("acme.no/app.js:12", None),
            ("golang/x.go:12", None),
            ("main.rs:12", None),
            ("/usr/lib/a.b/c:12", None),
            ("at api.acme.no/v1:1", None),
            ("api.acme.no/v1:", None),
        ] {
            assert_eq!(address(line).map(|url| url.wire()).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn file_that_was_not_loaded_is_named_by_safari() {
        let line =
            "[Error] Failed to load resource: the server responded with a status of 404 (Not Found) (a.css, line 0)";
        assert_eq!(resource(line), Some("a.css"));
        assert_eq!(resource("Failed to load resource: the server responded with a status of 404 (Not Found)"), None);
        assert_eq!(resource("GET https://h.no (a.css, line 0)"), None);
    }
}
