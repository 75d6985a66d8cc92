//! The line of code that sets the User-Agent, in each of the libraries that clients of MET's are written with.

/// One library.
#[derive(Debug)]
pub(crate) struct Library {
    /// What it is called.
    pub(crate) name: &'static str,
    /// How it calls itself in a User-Agent, in lower case and without a version; none where it sends none by itself.
    pub(crate) tokens: &'static [&'static str],
    /// The line that sets the User-Agent.
    pub(crate) code: &'static str,
    /// The documentation of that line.
    pub(crate) source: &'static str,
}

macro_rules! library {
    ($name:literal, [$($token:literal),*], $code:literal, $source:literal) => {
        Library { name: $name, tokens: &[$($token),*], code: $code, source: $source }
    };
}

/// The libraries, each before what it is built on.
pub(crate) static LIBRARIES: &[Library] = &[
    library!(
        "OkHttp",
        ["okhttp"],
        r#"Request.Builder().url(url).header("User-Agent", "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://square.github.io/okhttp/recipes/"
    ),
    library!(
        "requests (Python)",
        ["python-requests"],
        r#"requests.get(url, headers={"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"})"#,
        "https://requests.readthedocs.io/en/latest/user/quickstart/#custom-headers"
    ),
    library!(
        "aiohttp (Python)",
        ["aiohttp", "python-aiohttp"],
        r#"aiohttp.ClientSession(headers={"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"})"#,
        "https://docs.aiohttp.org/en/stable/client_advanced.html#custom-request-headers"
    ),
    library!(
        "httpx (Python)",
        ["python-httpx", "httpx"],
        r#"httpx.get(url, headers={"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"})"#,
        "https://www.python-httpx.org/quickstart/#custom-headers"
    ),
    library!(
        "urllib3 (Python)",
        ["python-urllib3", "urllib3"],
        r#"urllib3.request("GET", url, headers={"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"})"#,
        "https://urllib3.readthedocs.io/en/stable/user-guide.html#headers"
    ),
    library!(
        "urllib (Python)",
        ["python-urllib", "urllib", "python"],
        r#"urllib.request.Request(url, headers={"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"})"#,
        "https://docs.python.org/3/library/urllib.request.html#urllib.request.Request"
    ),
    library!(
        "axios",
        ["axios"],
        r#"axios.get(url, { headers: { "User-Agent": "YOUR-APP/1.2 YOUR-CONTACT" } })"#,
        "https://axios-http.com/docs/req_config"
    ),
    library!(
        "got (Node.js)",
        ["got"],
        r#"got(url, { headers: { "user-agent": "YOUR-APP/1.2 YOUR-CONTACT" } })"#,
        "https://github.com/sindresorhus/got/blob/main/documentation/2-options.md#headers"
    ),
    library!(
        "fetch (Node.js)",
        ["node", "node-fetch", "undici", "node.js", "nodejs", "deno", "bun"],
        r#"fetch(url, { headers: { "User-Agent": "YOUR-APP/1.2 YOUR-CONTACT" } })"#,
        "https://nodejs.org/api/globals.html#fetch"
    ),
    library!(
        "dio (Dart)",
        ["dart"],
        r#"Dio(BaseOptions(headers: {"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"}))"#,
        "https://pub.dev/documentation/dio/latest/dio/BaseOptions-class.html"
    ),
    library!(
        "http (Dart)",
        ["dart"],
        r#"http.get(url, headers: {"User-Agent": "YOUR-APP/1.2 YOUR-CONTACT"})"#,
        "https://pub.dev/documentation/http/latest/http/get.html"
    ),
    library!(
        "net/http (Go)",
        ["go-http-client"],
        r#"req.Header.Set("User-Agent", "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://pkg.go.dev/net/http#NewRequest"
    ),
    library!(
        "HttpClient (Java)",
        ["java-http-client"],
        r#"HttpRequest.newBuilder(uri).header("User-Agent", "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/HttpRequest.Builder.html"
    ),
    library!(
        "Apache HttpClient",
        ["apache-httpclient", "apache-httpasyncclient"],
        r#"HttpClients.custom().setUserAgent("YOUR-APP/1.2 YOUR-CONTACT").build()"#,
        "https://hc.apache.org/httpcomponents-client-5.4.x/current/httpclient5/apidocs/"
    ),
    library!(
        "HttpURLConnection (Java, Android)",
        ["java", "dalvik"],
        r#"connection.setRequestProperty("User-Agent", "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/URLConnection.html"
    ),
    library!(
        "HttpClient (.NET)",
        ["dotnet"],
        r#"client.DefaultRequestHeaders.UserAgent.ParseAdd("YOUR-APP/1.2 (YOUR-CONTACT)")"#,
        "https://learn.microsoft.com/dotnet/api/system.net.http.headers.httprequestheaders.useragent"
    ),
    library!(
        "Guzzle (PHP)",
        ["guzzlehttp"],
        r#"new Client(["headers" => ["User-Agent" => "YOUR-APP/1.2 YOUR-CONTACT"]])"#,
        "https://docs.guzzlephp.org/en/stable/request-options.html#headers"
    ),
    library!(
        "streams (PHP)",
        ["php"],
        r#"stream_context_create(["http" => ["user_agent" => "YOUR-APP/1.2 YOUR-CONTACT"]])"#,
        "https://www.php.net/manual/en/context.http.php"
    ),
    library!(
        "httr (R)",
        ["r-curl", "httr", "r"],
        r#"httr::GET(url, httr::user_agent("YOUR-APP/1.2 YOUR-CONTACT"))"#,
        "https://httr.r-lib.org/reference/user_agent.html"
    ),
    library!("curl", ["curl"], "curl -A 'YOUR-APP/1.2 YOUR-CONTACT' URL", "https://curl.se/docs/manpage.html#-A"),
    library!(
        "libcurl",
        ["libcurl", "pycurl"],
        r#"curl_easy_setopt(curl, CURLOPT_USERAGENT, "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://curl.se/libcurl/c/CURLOPT_USERAGENT.html"
    ),
    library!(
        "wget",
        ["wget"],
        "wget --user-agent='YOUR-APP/1.2 YOUR-CONTACT' URL",
        "https://www.gnu.org/software/wget/manual/wget.html#HTTP-Options"
    ),
    library!(
        "reqwest (Rust)",
        ["reqwest"],
        r#"reqwest::Client::builder().user_agent("YOUR-APP/1.2 YOUR-CONTACT").build()"#,
        "https://docs.rs/reqwest/latest/reqwest/struct.ClientBuilder.html#method.user_agent"
    ),
    library!(
        "HTTPClient (ESP32, ESP8266)",
        ["esp32httpclient", "esp8266httpclient"],
        r#"http.setUserAgent("YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://github.com/espressif/arduino-esp32/blob/master/libraries/HTTPClient/src/HTTPClient.h"
    ),
    library!(
        "http_request (ESPHome)",
        ["esphome"],
        "useragent: YOUR-APP/1.2 YOUR-CONTACT",
        "https://esphome.io/components/http_request/"
    ),
    library!(
        "LWP (Perl)",
        ["libwww-perl", "lwp", "lwp::simple", "lwp::useragent"],
        r#"LWP::UserAgent->new(agent => "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://metacpan.org/pod/LWP::UserAgent#agent"
    ),
    library!(
        "Mojo::UserAgent (Perl)",
        ["mojolicious", "mojo"],
        r#"$ua->transactor->name("YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://docs.mojolicious.org/Mojo/UserAgent/Transactor#name"
    ),
    library!(
        "libsoup",
        ["libsoup"],
        r#"soup_session_set_user_agent(session, "YOUR-APP/1.2 YOUR-CONTACT")"#,
        "https://libsoup.gnome.org/libsoup-3.0/method.Session.set_user_agent.html"
    ),
    library!(
        "WebParser (Rainmeter)",
        ["rainmeter", "webparser"],
        "UserAgent=YOUR-APP/1.2 YOUR-CONTACT",
        "https://docs.rainmeter.net/manual/measures/webparser/"
    ),
];

/// The libraries that a User-Agent may be from, where their lines are known: some share one name.
pub(crate) fn of_user_agent(user_agent: &str) -> impl Iterator<Item = &'static Library> {
    let found = named(user_agent);
    LIBRARIES.iter().filter(move |library| {
        found.is_some_and(|found| library.tokens.iter().any(|token| found.tokens.contains(token)))
    })
}

fn named(user_agent: &str) -> Option<&'static Library> {
    let lower: String = user_agent.chars().take(LOOKED_AT).collect::<String>().to_ascii_lowercase();
    let names: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'))
        .map(|word| word.split('/').next().unwrap_or(word))
        .collect();
    let is_named = |library: &&Library| library.tokens.iter().any(|token| names.contains(token));
    // The platform that a comment names says less than the product before it.
    let first = LIBRARIES.iter().find(|library| names.first().is_some_and(|first| library.tokens.contains(first)));
    let built_on = |library: &&Library| ["urllib (Python)", "libcurl"].contains(&library.name);
    first.filter(|library| !built_on(library)).or_else(|| LIBRARIES.iter().find(is_named))
}

/// How much of a User-Agent is looked at, in characters.
const LOOKED_AT: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::met::identity::{Grade, grade};

    #[test]
    fn user_agent_names_its_library() {
        for (agent, expected) in [
            ("okhttp/4.12.0", Some("OkHttp")),
            ("python-requests/2.31.0", Some("requests (Python)")),
            ("Python/3.11 aiohttp/3.9.1", Some("aiohttp (Python)")),
            ("Python-urllib/3.8", Some("urllib (Python)")),
            ("axios/1.6.2", Some("axios")),
            ("node", Some("fetch (Node.js)")),
            ("Dart/3.2 (dart:io)", Some("dio (Dart)")),
            ("Go-http-client/2.0", Some("net/http (Go)")),
            ("Java-http-client/17.0.1", Some("HttpClient (Java)")),
            ("Java/17.0.1", Some("HttpURLConnection (Java, Android)")),
            ("Apache-HttpClient/4.5.13 (Java/11.0.2)", Some("Apache HttpClient")),
            ("Dalvik/2.1.0 (Linux; U; Android 11; Pixel)", Some("HttpURLConnection (Java, Android)")),
            ("GuzzleHttp/7", Some("Guzzle (PHP)")),
            ("GuzzleHttp/6.5.5 curl/7.58.0 PHP/7.4", Some("Guzzle (PHP)")),
            ("libcurl/8.4.0 r-curl/5.1.0 httr/1.4.7", Some("httr (R)")),
            ("Wget/1.12 (linux-gnu)", Some("wget")),
            ("reqwest/0.12", Some("reqwest (Rust)")),
            ("ESP8266HTTPClient", Some("HTTPClient (ESP32, ESP8266)")),
            ("fhttp", None),
            ("", None),
        ] {
            assert_eq!(named(agent).map(|library| library.name), expected, "{agent}");
        }
    }

    #[test]
    fn libraries_with_one_name_are_all_given() {
        let names: Vec<&str> = of_user_agent("Dart/3.2 (dart:io)").map(|library| library.name).collect();
        assert_eq!(names, ["dio (Dart)", "http (Dart)"]);
        assert_eq!(of_user_agent("acme/1.0 acme.no").count(), 0);
    }

    #[test]
    fn line_of_each_library_is_whole_and_has_its_source() {
        for library in LIBRARIES {
            let name = library.name;
            assert!(library.source.starts_with("https://") && !library.source.contains(' '), "{name}");
            assert!(library.code.contains("YOUR-APP/1.2") && library.code.contains("YOUR-CONTACT"), "{name}");
            assert!(library.code.len() < 100 && !library.code.contains('\n'), "{name}");
            assert_eq!(LIBRARIES.iter().filter(|other| other.name == name).count(), 1, "{name}");
            for token in library.tokens {
                assert!(matches!(grade(Some(token)), Grade::Generic(_)), "{token}");
                assert!(of_user_agent(token).any(|found| found.name == name), "{token}");
            }
            // What is pasted unchanged is not taken for a contact.
            assert!(matches!(grade(Some("YOUR-APP/1.2 YOUR-CONTACT")), Grade::Placeholder(_)));
        }
    }
}
