//! Whether a User-Agent says who is asking, as MET Norway's terms want it.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://api.met.no/doc/FAQ>, and the AUTHENTICATION
//! chapter of <https://api.met.no/weatherapi/locationforecast/2.0/documentation>.

mod contact;
mod names;

pub(crate) use self::contact::has_contact;
use self::contact::{is_like_contact, placeholder};
use self::names::{FILLERS, GENERIC, PLATFORMS};
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
    /// Its contact is a placeholder that reaches no one, which is given.
    Placeholder(String),
    /// It names an application.
    Named,
}

/// How much of a User-Agent is looked at, in characters.
const LOOKED_AT: usize = 2048;

/// Grades the value of a User-Agent field; `None` where no field was sent.
pub(crate) fn grade(user_agent: Option<&str>) -> Grade {
    let Some(value) = user_agent.map(str::trim).filter(|value| !value.is_empty()) else { return Grade::Missing };
    let value: String = value.chars().take(LOOKED_AT).collect();
    let lower = value.to_ascii_lowercase();
    if let Some(placeholder) = placeholder(&lower) {
        return Grade::Placeholder(placeholder);
    }
    let names = names(&lower);
    if let Some(platform) = platform(&lower, &names) {
        return Grade::Generic(platform.to_owned());
    }
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
pub(crate) fn says_where_it_is_from(fields: &Fields) -> bool {
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

/// The platform that a User-Agent in the form of a browser's names within its comment.
fn platform(lower: &str, names: &[&str]) -> Option<&'static str> {
    let is_named = |platform: &&str| match platform.contains(' ') {
        true => lower.contains(*platform),
        false => words(lower).any(|(_, word)| word.split('/').next() == Some(*platform)),
    };
    let poses = names.iter().all(|name| *name == "mozilla") && !has_contact(lower);
    PLATFORMS.iter().find(|platform| poses && is_named(platform)).copied()
}

/// Whether there is nothing but names of libraries, and the sites of those libraries.
fn is_library(names: &[&str]) -> bool {
    let is_name = |name: &str| GENERIC.contains(&name);
    let own = |contact: &str| names.iter().any(|name| is_name(name) && parts(name).any(|part| contact.contains(part)));
    names.iter().any(|name| is_name(name))
        && names.iter().all(|name| is_name(name) || FILLERS.contains(name) || (has_contact(name) && own(name)))
}

/// The parts of the name of a library that its site may have in its address: `requests` of `python-requests`.
fn parts<'a>(name: &&'a str) -> impl Iterator<Item = &'a str> {
    name.split(['-', '.', '_', ':']).filter(|part| part.len() > 2 && !["http", "client"].contains(part))
}

/// The product names outside of comments, versions left out, and the contacts wherever they stand: what a comment
/// says of the platform shows nothing about the application.
fn names(lower: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, word) in words(lower) {
        let depth = depth_after(lower.get(..at).unwrap_or_default());
        if has_contact(word) {
            names.push(word);
        } else if depth == 0 && !is_like_contact(word) {
            let name = word.split('/').next().unwrap_or(word);
            let is_version = name.trim_start_matches('v').bytes().all(|b| b.is_ascii_digit() || b == b'.');
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agent_that_says_nothing_is_generic_in_any_version() {
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
            "Jetty/9.4.50.v20221201",
            "Jetty/12.0.8",
            "libsoup/3.4.4",
            "LWP::Simple/6.77 libwww-perl/6.77",
            "Mojolicious (Perl)",
            "Faraday v2.7.4",
            "http.rb/5.1.1 (ruby 3.2.2; en_US)",
            "R (4.3.1 x86_64-pc-linux-gnu x86_64 linux-gnu)",
            "libcurl/8.4.0 r-curl/5.1.0 httr/1.4.7",
            "Rainmeter WebParser plugin",
            "ESP32 HTTP Client/1.0",
            "ESPHome/2024.1.2 (https://esphome.io)",
            "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
            "Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: UAEmdDd-x)",
            "python-requests/2.31.0 (+https://requests.readthedocs.io)",
            "got (https://github.com/sindresorhus/got)",
            "axios/0.27.2 (+https://github.com/axios/axios)",
            "Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)",
        ] {
            assert!(matches!(grade(Some(agent)), Grade::Generic(_)), "{agent}: {:?}", grade(Some(agent)));
        }
        assert_eq!(grade(Some("okhttp/4.12.0")), Grade::Generic("okhttp".to_owned()));
    }

    #[test]
    fn agent_that_names_an_application_is_named() {
        for agent in [
            "AcmeWeatherApp/0.9 github.com/acmeweatherapp",
            "acmeweathersite.com support@acmeweathersite.com",
            "JavaWeather/1.0 https://javaweather.no",
            "MyJava/1.0",
            "okhttp/4.12.0 weather.acme.no/3.1",
            "QGIS 3.34/34 (post@qgis.no)",
            "curl/8.5.0 (ops@acme.no)",
            "schoolstudent",
            "ESPHome/2024.1.2 (post@acme.no)",
            "Rainmeter Clock/1.0",
            "Jetty-Weather/1.0 acme.no",
            "R-weather/1.0 https://acme.no",
            "Mozilla/5.0 (compatible; Google-Apps-Script; +https://acme.no/bot)",
            "App/1.0 https://github.com/acme/username-checker",
            "App/1.0 github.com/username/repo post@acme.no",
            "YourWeather/1.0 acme.no",
        ] {
            assert_eq!(grade(Some(agent)), Grade::Named, "{agent}");
        }
    }

    #[test]
    fn contacts_versions_and_the_name_yr_are_seen_in_any_place() {
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
    fn contact_that_reaches_no_one_is_a_placeholder() {
        for agent in [
            "App/1.0 github.com/username/repo",
            "App/1.0 (https://github.com/yourusername/weather)",
            "App/1.0 (+https://github.com/your-username/your-repo)",
            "App/1.0 gitlab.com/user/project",
            "App/1.0 github.com/acme/your-repo",
            "App/1.0 noreply@github.com",
            "App/1.0 no-reply@acme.no",
            "App/1.0 12345+acme@users.noreply.github.com",
            "App/1.0 your.name@acme.no",
            "App/1.0 https://your-company.com",
            "App/1.0 mywebsite.com",
            "YOUR-APP/1.2 YOUR-CONTACT",
            "App/1.0 (YOUR_EMAIL)",
            "App/1.0 [email protected]",
        ] {
            assert!(matches!(grade(Some(agent)), Grade::Placeholder(_)), "{agent}: {:?}", grade(Some(agent)));
        }
        for agent in ["App/1.0 noreply@acme.no https://acme.no", "App/1.0 github.com/usern4me/x", "Your Weather/1.0"] {
            assert_eq!(grade(Some(agent)), Grade::Named, "{agent}");
        }
    }

    #[test]
    fn name_with_a_dot_is_no_contact_unless_it_is_a_domain() {
        for agent in ["iobroker.yr/5.3.0", "microsoft.data.mashup", "weather.py/1", "app.module/2.0", "asp.net"] {
            assert!(!has_contact(agent), "{agent}");
        }
        for agent in ["acme.no", "weather.acme.dev/1.0", "no.acme.app", "https://acme.unknown", "post@acme.unknown"] {
            assert!(has_contact(agent), "{agent}");
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
