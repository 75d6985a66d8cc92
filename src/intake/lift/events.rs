//! What single lines state.

use std::ops::Range;

use super::failure::{self, FailureName};
use super::status::{self, Stated};
use super::{Loose, console, url};
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::met::product_request::ProductRequest;
use crate::text::escape::beginning;

/// Bytes of a line that are looked at.
const LOOKED_AT: usize = 16 * 1024;

/// What a line states.
#[derive(Debug)]
pub(super) struct Statement<'a> {
    /// The number of the line in the input.
    pub(super) number: usize,
    /// The line.
    pub(super) text: &'a str,
    /// The request's URL, where one is in the line.
    pub(super) url: Option<Url>,
    /// The status, where it states one.
    pub(super) status: Option<Stated>,
    /// The failure, where it states one and no status.
    pub(super) failure: Option<FailureName>,
}

/// Reads a line.
pub(super) fn statement<'a>(line: &'a Loose<'_>) -> Statement<'a> {
    let text = clipped(&line.text);
    let urls = url::urls(text);
    let spans: Vec<Range<usize>> = urls.iter().map(|found| found.span.clone()).collect();
    let status = one(status::stated(text, &spans, || names_service(text))).or_else(|| not_found_of_java(text));
    let options = console::refused_options(text, status.as_ref());
    let status = status.filter(|_| !console::is_of_preflight(text) && !is_of_proxy(text));
    let asked = urls.iter().filter(|found| !console::is_origin(text, &found.span));
    let quoted = request_target(text).and_then(|target| urls.first()?.url.join(&target.into()).ok());
    let loaded = console::address(text).filter(|_| console::is_of_loading(text));
    let chosen = loaded.or(quoted).or_else(|| best(asked.map(|found| found.url.clone()))).or_else(|| url_of_rust(text));
    let failure = || {
        options
            .or_else(|| failure::find(text, || chosen.is_some() || host(text).is_some()))
            .or_else(|| empty_reason(text))
            .or_else(|| end_of_go(text).filter(|_| chosen.is_some()))
            .or_else(|| host_not_found(text))
    };
    let failure = if status.is_none() { failure() } else { None };
    let url = chosen.or_else(|| failure.and_then(|_| host(text)));
    Statement { number: line.number, text, url, status, failure }
}

/// Whether a line names MET's service, without a URL.
fn names_service(text: &str) -> bool {
    ["met.no", "yr.no", "Met.no", "Yr.no", "MET Norway", "met_no"].iter().any(|name| text.contains(name))
}

/// The part of a line that is looked at.
pub(super) fn clipped(text: &str) -> &str {
    beginning(text, LOOKED_AT)
}

/// Whether the status of a line is that of a proxy which was asked for a tunnel: the request itself was not sent.
fn is_of_proxy(text: &str) -> bool {
    [
        "Tunnel connection failed",
        "CONNECT tunnel failed",
        "from proxy after CONNECT",
        "tunneling socket could not be established",
    ]
    .iter()
    .any(|words| text.contains(words))
}

/// Of several statuses in a line the first that is not a success: what was expected may stand beside what came.
fn one(stated: Vec<Stated>) -> Option<Stated> {
    let at = stated.iter().position(|stated| stated.code >= 300).unwrap_or_default();
    stated.into_iter().nth(at)
}

/// `java.io.FileNotFoundException: URL` is how HttpURLConnection says 404 and 410.
fn not_found_of_java(text: &str) -> Option<Stated> {
    let name = "FileNotFoundException: http";
    let at = text.find(name)?;
    Some(Stated { code: 404, reason: String::new(), at })
}

/// Old releases of pyMetno end the line where the reason of a time-out is empty: `URL returned `.
fn empty_reason(text: &str) -> Option<FailureName> {
    let is_met = text.contains(".met.no") && (text.contains("metno") || text.contains("api.met.no"));
    (is_met && text.trim_end().ends_with(" returned")).then_some(FailureName::Timeout)
}

/// Go says of a connection that was closed early no more than `Get "https://api.met.no/": EOF`.
fn end_of_go(text: &str) -> Option<FailureName> {
    let quoted = text.replace("\\\"", "\"");
    let ends = quoted.trim_end().trim_end_matches('"').ends_with("\": EOF");
    ends.then_some(FailureName::Closed)
}

/// Qt puts the name between the words: `Host api.met.no not found`.
fn host_not_found(text: &str) -> Option<FailureName> {
    let (_, rest) = text.split_once("Host ")?;
    let (name, rest) = rest.split_once(' ')?;
    (name.contains('.') && rest.starts_with("not found")).then_some(FailureName::Name)
}

/// The target of a request line in quotes, as urllib3 logs it after the origin: `https://h:443 "GET /x HTTP/1.1" 403`.
fn request_target(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("\"")?;
    if !before.trim_end().ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic() || c == '/') {
        return None;
    }
    let mut words = rest.split('"').next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase());
    (is_method && target.starts_with('/') && version.starts_with("HTTP/")).then(|| target.to_owned())
}

/// The URL in what Rust prints of one with `{:?}`: `host: Some(Domain("h.no")), …, path: "/x", query: Some("a=1")`.
fn url_of_rust(text: &str) -> Option<Url> {
    let quoted = |name: &str| text.split_once(name)?.1.split_once('"').map(|(value, _)| value);
    let (scheme, host) = (quoted("scheme: \"")?, quoted("host: Some(Domain(\"")?);
    let query = quoted("query: Some(\"").map(|query| format!("?{query}")).unwrap_or_default();
    Url::parse(&format!("{scheme}://{host}{}{query}", quoted("path: \"")?)).ok()
}

/// The URL that was requested, of all in a line: one of MET's first, and never a page of documentation.
fn best(urls: impl Iterator<Item = Url>) -> Option<Url> {
    let urls: Vec<Url> = urls.filter(|url| !is_documentation(url)).collect();
    let at = urls.iter().position(|url| Service::of(url) == Service::Met).unwrap_or_default();
    urls.into_iter().nth(at)
}

/// Whether a URL leads to something to read, as error messages and traces mention it.
pub(super) fn is_documentation(url: &Url) -> bool {
    let host = url.host_without_dot();
    let sites = [
        "github.com",
        "githubusercontent.com",
        "gitlab.com",
        "stackoverflow.com",
        "nodejs.org",
        "go.microsoft.com",
        "aka.ms",
        "curl.se",
        "curl.haxx.se",
        "wikipedia.org",
        "mozilla.org",
        "python.org",
        "readthedocs.io",
        "docs.rs",
        "w3.org",
        "whatwg.org",
        "ietf.org",
        "rfc-editor.org",
        "reactjs.org",
        "flutter.dev",
        "dart.dev",
        "php.net",
    ];
    let is_site = sites.iter().any(|site| host == *site || host.ends_with(&format!(".{site}")));
    let is_page = Service::of(url) == Service::Met && !url.path().starts_with("/weatherapi/") && url.path().len() > 1;
    is_site || is_page || host.starts_with("docs.") && Service::of(url) != Service::Met
}

/// Whether a URL alone is worth a word: it asks MET for data, or a host that is known to have none.
pub(super) fn is_telling(url: &Url) -> bool {
    match Service::of(url) {
        Service::Met => ProductRequest::of(url).is_some_and(|asked| asked.is_for_data()),
        Service::Frost | Service::Other => {
            let host = url.host_without_dot();
            host == "yr.no" || host.ends_with(".yr.no") || host == "thredds.met.no"
        }
    }
}

/// The host that a line names without a scheme, as a URL, and the path beside it.
fn host(text: &str) -> Option<Url> {
    let name =
        text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).map(|word| word.trim_matches('.'));
    let is_host = |word: &&str| {
        let (rest, top) = word.rsplit_once('.').unwrap_or_default();
        let files =
            ["py", "js", "ts", "java", "kt", "go", "rs", "php", "cs", "so", "log", "json", "qml", "rb", "c", "h"];
        !rest.is_empty()
            && (2..=6).contains(&top.len())
            && top.bytes().all(|b| b.is_ascii_lowercase())
            && !files.contains(&top)
            && word.bytes().all(|b| !b.is_ascii_uppercase())
    };
    let cues = ["host", "resolv", "ENOTFOUND", "EAI_AGAIN", "UnknownHost", "lookup", "Connect", "connect", "dial tcp"];
    let is_met = |word: &&str| word.ends_with(".met.no") || word.ends_with("yr.no");
    let cued = cues.iter().any(|cue| text.contains(cue));
    let found: Vec<&str> = name.filter(is_host).filter(|word| is_met(word) || cued).collect();
    let api = found.iter().find(|word| word.ends_with("api.met.no"));
    let found = api.or_else(|| found.iter().find(|word| !["met.no", "yr.no"].contains(word))).or(found.first())?;
    let path =
        text.split_once("with url: ").and_then(|(_, rest)| rest.split(' ').next()).filter(|path| path.starts_with('/'));
    Url::parse(&format!("https://{found}{}", path.unwrap_or("/"))).ok()
}

/// Fields that matter to a diagnosis, wherever a line names them.
pub(super) fn fields(text: &str) -> Vec<(&'static str, String)> {
    if !text.contains(['-', '_']) {
        return Vec::new();
    }
    let lower = text.to_ascii_lowercase();
    ["user-agent", "x-errorclass", "x-squid-error", "cf-ray"]
        .into_iter()
        .filter_map(|name| Some((name, value(text, &lower, name)?)))
        .collect()
}

/// The value after a name: `Name: value` to the end of the line, in quotes, or as programs print lists of fields:
/// `map[Name:[value]]`, `{"Name", "value"}`, `{Name=value, Other=…}`.
fn value(text: &str, lower: &str, name: &str) -> Option<String> {
    let at = lower.find(name)? + name.len();
    let rest = text.get(at..)?;
    let (rest, separators) = match rest.strip_prefix(['"', '\'']) {
        Some(rest) => (rest, &[':', '=', ','][..]),
        None => (rest, &[':', '='][..]),
    };
    let rest = rest.trim_start().strip_prefix(separators)?.trim_start_matches(['>', ' ', '[', '(']);
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?,
        _ => rest.get(..end_of_bare(rest))?,
    };
    let value = value.trim();
    (!value.is_empty() && value.len() <= 500).then(|| value.to_owned())
}

/// Where a value without quotes ends: at a quote, at a bracket that was opened before it, or before the next field.
fn end_of_bare(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '"' | '\'' | '}' => return at,
            '(' | '[' => depth += 1,
            ')' | ']' if depth == 0 => return at,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 && begins_field(text.get(at + 1..).unwrap_or_default()) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether a text begins with a field's name, as in a list of fields.
fn begins_field(text: &str) -> bool {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
    end > 0 && text.get(end..).is_some_and(|rest| rest.starts_with(['=', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_however_a_program_prints_them() {
        let class = "x-errorclass";
        for (line, name, expected) in [
            ("X-ErrorClass: IllegalUserAgent", class, "IllegalUserAgent"),
            ("'X-ErrorClass': 'IllegalUserAgent', 'Server': 'nginx'", class, "IllegalUserAgent"),
            ("\"x-errorclass\"=>[\"IllegalUserAgent\"]", class, "IllegalUserAgent"),
            ("{\"X-ErrorClass\", \"IllegalUserAgent\"}]", class, "IllegalUserAgent"),
            ("map[Date:[today] X-Errorclass:[IllegalUserAgent]]", class, "IllegalUserAgent"),
            ("HTTP 403 (X-ErrorClass: IllegalUserAgent)", class, "IllegalUserAgent"),
            ("{X-ErrorClass=IllegalUserAgent, Server=nginx}", class, "IllegalUserAgent"),
            ("{User-Agent=okhttp/4.12.0, Accept=*/*}", "user-agent", "okhttp/4.12.0"),
            ("map[User-Agent:[Go-http-client/1.1] Accept:[*/*]]", "user-agent", "Go-http-client/1.1"),
            (
                "User-Agent: Mozilla/5.0 (X11; Linux) like Gecko, a (b)",
                "user-agent",
                "Mozilla/5.0 (X11; Linux) like Gecko, a (b)",
            ),
            ("user-agent = acme/1.2 ops@acme.no", "user-agent", "acme/1.2 ops@acme.no"),
        ] {
            assert_eq!(fields(line), [(name, expected.to_owned())], "{line}");
        }
        for line in [
            "\"X-ErrorClass\" =     (",
            "X-ErrorClass, IllegalUserAgent",
            "the User-Agent was missing",
            "User-Agent: \"\"",
        ] {
            assert_eq!(fields(line), [], "{line}");
        }
    }
}
