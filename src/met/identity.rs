//! Whether a User-Agent says who is asking, as MET Norway's terms want it.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://api.met.no/doc/FAQ>, and the AUTHENTICATION
//! chapter of <https://api.met.no/weatherapi/locationforecast/2.0/documentation>.

use crate::http::syntax::message::Fields;
use crate::http::uri::address::is_public;
use crate::http::uri::target::Url;

/// How well a User-Agent identifies its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// There is none, or it is blank.
    Missing,
    /// It names nothing but a library or tool, with the name that it gives.
    Generic(String),
    /// It looks like that of a browser.
    Browser,
    /// Its contact is a placeholder that reaches nobody, which is given.
    Placeholder(String),
    /// It names an application.
    Named,
}

/// Names of libraries, runtimes and tools that say nothing about who is asking. MET names okhttp, Dalvik, fhttp,
/// Java and wget; the others are the default names of common HTTP clients.
const GENERIC: &[&str] = &[
    "aiohttp",
    "alamofire",
    "android",
    "apache-httpclient",
    "axios",
    "bun",
    "cfnetwork",
    "cpython",
    "curl",
    "dalvik",
    "dart",
    "darwin",
    "deno",
    "dotnet",
    "esp32httpclient",
    "esp8266httpclient",
    "faraday",
    "fhttp",
    "go-http-client",
    "got",
    "guzzlehttp",
    "httpclient",
    "httpie",
    "httpx",
    "hyper",
    "insomnia",
    "java",
    "java-http-client",
    "jakarta",
    "jersey",
    "ktor-client",
    "lavf",
    "libcurl",
    "libwww-perl",
    "lwp",
    "mint",
    "needle",
    "node",
    "node-fetch",
    "node.js",
    "nodejs",
    "okhttp",
    "perl",
    "php",
    "postmanruntime",
    "powershell",
    "python",
    "python-httpx",
    "python-requests",
    "python-urllib",
    "python-urllib3",
    "reqwest",
    "requests",
    "rest-client",
    "restsharp",
    "ruby",
    "scrapy",
    "superagent",
    "swift",
    "symfony",
    "typhoeus",
    "undici",
    "unirest",
    "unknown",
    "ureq",
    "urllib",
    "urllib3",
    "wget",
    "xh",
];

/// Names that documents, examples and tests use where a contact should stand (RFC 2606 and their kind).
const PLACEHOLDERS: &[&str] = &[
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "localhost",
    "test@test",
    "foo@bar",
    "user@domain",
    "your@email",
    "youremail",
    "your-email",
    "your.email",
    "yourdomain",
    "your-domain",
    "yoursite",
    "mydomain.com",
    "domain.com",
    "email@email",
];

/// How much of a User-Agent is looked at, in characters.
const LOOKED_AT: usize = 2048;

/// Grades the value of a User-Agent field; `None` where no field was sent.
pub(crate) fn grade(user_agent: Option<&str>) -> Grade {
    let Some(value) = user_agent.map(str::trim).filter(|value| !value.is_empty()) else { return Grade::Missing };
    let value: String = value.chars().take(LOOKED_AT).collect();
    let lower = value.to_ascii_lowercase();
    if let Some(placeholder) =
        PLACEHOLDERS.iter().find(|known| contains_name(&lower, known)).copied().or_else(|| reserved_name(&lower))
    {
        return Grade::Placeholder(placeholder.to_owned());
    }
    let names = names(&lower);
    if names.first() == Some(&"mozilla") && !has_contact(&lower) && (names.len() == 1 || lower.contains('(')) {
        return Grade::Browser;
    }
    if is_browser(&lower, &names) {
        return Grade::Browser;
    }
    if is_library(&names) {
        return Grade::Generic(value.split(['/', ' ', '(']).next().unwrap_or_default().to_owned());
    }
    Grade::Named
}

/// How poorly a request says who sends it, where it does; `None` where that is in order or not known.
pub(crate) fn at_fault(fields: &Fields) -> Option<Grade> {
    // A capture that shows no field at all does not show that there was none.
    if fields.is_empty() || says_where_it_is_from(fields) {
        return None;
    }
    Some(grade(fields.get_str("user-agent"))).filter(|grade| *grade != Grade::Named)
}

/// Whether a browser's own request says which site it is from, which MET takes in place of a User-Agent.
/// <https://api.met.no/doc/TermsOfService>
fn says_where_it_is_from(fields: &Fields) -> bool {
    let site = fields.get_str("origin").or_else(|| fields.get_str("referer"));
    site.and_then(|site| Url::parse(site).ok()).is_some_and(|url| {
        url.ip().is_none_or(is_public) && url.host_without_dot() != "localhost" && url.host_without_dot().contains('.')
    })
}

/// Whether there is nothing but the parts of a browser's User-Agent, a contact beside them or not.
fn is_browser(lower: &str, names: &[&str]) -> bool {
    let parts = [
        "mozilla",
        "applewebkit",
        "chrome",
        "chromium",
        "safari",
        "gecko",
        "firefox",
        "version",
        "mobile",
        "edg",
        "opr",
        "like",
    ];
    let engine = ["applewebkit", "gecko", "firefox"].iter().any(|engine| names.contains(engine));
    lower.starts_with("mozilla/") && engine && names.iter().all(|name| parts.contains(name) || has_contact(name))
}

/// Whether there is nothing but names of libraries, and the sites of those libraries.
fn is_library(names: &[&str]) -> bool {
    let Some(first) = names.first().filter(|first| GENERIC.contains(first)) else { return false };
    names.iter().all(|name| GENERIC.contains(name) || (has_contact(name) && name.contains(first)))
}

/// The product names outside of comments, versions left out, and the contacts wherever they stand: what a comment
/// says of the platform tells nothing about the application.
fn names(lower: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, word) in words(lower) {
        let depth = depth_after(lower.get(..at).unwrap_or_default());
        if has_contact(word) {
            names.push(word);
        } else if depth == 0 {
            let name = word.split('/').next().unwrap_or(word);
            let is_version = name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if !is_version {
                names.push(name);
            }
        }
    }
    names
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';');
    text.split(is_gap)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// How many comments are open at the end of a text.
fn depth_after(text: &str) -> u32 {
    text.chars().fold(0, |depth: u32, c| match c {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    })
}

/// Whether text holds something that may reach a person: a mail address, a site, a repository.
pub(crate) fn has_contact(lower: &str) -> bool {
    lower.split([' ', '(', ')', ';', ',', '<', '>', '+', '[', ']', '"', '\'']).any(|word| {
        // `contact:acme.no`, `mailto:post@acme.no`, `https://acme.no/weather`: the part that is a host decides.
        word.split(':').any(|part| {
            let part = part.trim_start_matches('/');
            let host = part.rsplit('@').next().unwrap_or(part).split(['/', '?', '#']).next().unwrap_or_default();
            is_domain(host.trim_end_matches(['.', '!']))
        })
    })
}

/// Whether text names a version: `weather-app/1.2`, `v3`, `QGIS 3.34`.
pub(crate) fn has_version(user_agent: &str) -> bool {
    words(user_agent).any(|(_, word)| {
        let digits = word.rsplit('/').next().unwrap_or(word).trim_start_matches(['v', 'V']);
        digits.starts_with(|c: char| c.is_ascii_digit()) && !word.contains("://") && !word.contains('@')
    })
}

/// Whether the application calls itself Yr, as a word of its name.
pub(crate) fn is_named_yr(user_agent: &str) -> bool {
    let lower = user_agent.to_ascii_lowercase();
    words(&lower)
        .filter(|(_, word)| !has_contact(word))
        .any(|(_, word)| word.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == "yr"))
}

/// Whether a word has the form of a domain name: labels, a dot, and letters at the end. `node.js` has it too,
/// and is not one.
fn is_domain(host: &str) -> bool {
    let mut labels = host.split('.');
    let top = labels.next_back().unwrap_or_default();
    let rest: Vec<&str> = labels.collect();
    let is_label =
        |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    rest.iter().any(|label| label.bytes().any(|b| b.is_ascii_alphabetic()))
        && rest.iter().all(is_label)
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && !["js", "py", "rb", "net", "exe", "jar", "php"].contains(&top)
        || (top == "net" && rest.iter().all(is_label) && !rest.is_empty() && rest != ["asp"])
}

fn contains_name(lower: &str, name: &str) -> bool {
    lower.match_indices(name).any(|(at, _)| {
        let before = lower.get(..at).and_then(|text| text.chars().next_back());
        let after = lower.get(at + name.len()..).and_then(|text| text.chars().next());
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
        !joins(before) && !joins(after)
    })
}

/// A host below one of the names that are reserved and reach nobody (RFC 2606 §2).
fn reserved_name(lower: &str) -> Option<&'static str> {
    [".example", ".invalid", ".test", ".localhost"].into_iter().find(|suffix| {
        lower.split([' ', '(', ')', ';', ',', '<', '>', '/']).any(|word| {
            word.strip_suffix(suffix).is_some_and(|rest| rest.bytes().last().is_some_and(|b| b.is_ascii_alphanumeric()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_generic_whatever_its_version() {
        for agent in [
            "okhttp/4.12.0",
            "Dalvik/2.1.0 (Linux; U; Android 11; Pixel)",
            "Java/17.0.1",
            "fhttp",
            "python-requests/2.31.0",
            "curl/8.5.0",
            "Wget/1.12 (linux-gnu)",
            "Apache-HttpClient/4.5.13 (Java/11.0.2)",
            "node.js",
            "Python/3.11 aiohttp/3.9.1",
            "Go-http-client/1.1",
        ] {
            assert!(matches!(grade(Some(agent)), Grade::Generic(_)), "{agent}: {:?}", grade(Some(agent)));
        }
        assert_eq!(grade(Some("okhttp/4.12.0")), Grade::Generic("okhttp".to_owned()));
    }

    #[test]
    fn what_names_an_application_is_named() {
        for agent in [
            "AcmeWeatherApp/0.9 github.com/acmeweatherapp",
            "acmeweathersite.com support@acmeweathersite.com",
            "JavaWeather/1.0 https://javaweather.no",
            "MyJava/1.0",
            "okhttp/4.12.0 weather.acme.no/3.1",
            "QGIS 3.34/34 (post@qgis.no)",
            "curl/8.5.0 (ops@acme.no)",
            "schoolstudent",
        ] {
            assert_eq!(grade(Some(agent)), Grade::Named, "{agent}");
        }
    }

    #[test]
    fn contacts_versions_and_the_name_yr_are_seen_wherever_they_stand() {
        for agent in [
            "App/1 post@acme.no",
            "acme.no",
            "App (+https://acme.no)",
            "App/1.0 (com.acme.weather)",
            "a github.com/a/b",
        ] {
            assert!(has_contact(&agent.to_ascii_lowercase()), "{agent}");
        }
        for agent in
            ["App/1.0", "schoolstudent", "MyWeatherDashboard/1.0", "node.js", "App 1.2.3", "App/1.0 (Linux; U)"]
        {
            assert!(!has_contact(&agent.to_ascii_lowercase()), "{agent}");
        }
        for (agent, version) in [
            ("App/1.0 acme.no", true),
            ("App v3", true),
            ("QGIS 3.34/34", true),
            ("App acme.no", false),
            ("App/x a1@acme.no", false),
        ] {
            assert_eq!(has_version(agent), version, "{agent}");
        }
        for (agent, yr) in [
            ("my-yr/1.0", true),
            ("Yr widget", true),
            ("yrsa/1.0", false),
            ("app/1 post@yr.no", false),
            ("Lyra", false),
        ] {
            assert_eq!(is_named_yr(agent), yr, "{agent}");
        }
    }

    #[test]
    fn browsers_placeholders_and_nothing_are_told_apart() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";
        assert_eq!(grade(Some(chrome)), Grade::Browser);
        assert_eq!(grade(Some("Mozilla/5.0 (compatible; acmebot/1.0; +https://acme.no/bot)")), Grade::Named);
        assert_eq!(grade(Some("App/1.0 me@example.com")), Grade::Placeholder("example.com".to_owned()));
        assert_eq!(grade(Some("App/1.0 test@test.com")), Grade::Placeholder("test@test".to_owned()));
        assert_eq!(grade(Some("App/1.0 https://weather.example/")), Grade::Placeholder(".example".to_owned()));
        assert_eq!(grade(Some("App/1.0 me@myexample.com")), Grade::Named);
        assert_eq!(grade(None), Grade::Missing);
        assert_eq!(grade(Some("  ")), Grade::Missing);
    }
}
