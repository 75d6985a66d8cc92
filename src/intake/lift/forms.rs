//! Which program a line is from, by the words that only it writes.

use super::console;
use crate::evidence::form::{Form, Shows};

/// Words of a line, and the form that they show.
struct FormMark {
    words: &'static [&'static str],
    form: Form,
}

/// The id of the form of the consoles of browsers.
const CONSOLE: &str = "browser-console";

macro_rules! mark {
    ($id:expr, $name:literal, $($word:literal),+) => {
        FormMark { words: &[$($word),+], form: Form { id: $id, name: $name, shows: Shows::Report } }
    };
}

static MARKS: &[FormMark] = &[
    mark!(
        "urllib3",
        "a log of urllib3",
        "connectionpool",
        "urllib3.exceptions",
        "HTTPSConnectionPool",
        "HTTPConnectionPool"
    ),
    mark!("httpx", "a log of httpx", "httpx"),
    mark!("requests", "an error of requests", " Client Error: ", " Server Error: ", "requests.exceptions"),
    mark!(
        "aiohttp",
        "an error of aiohttp",
        ", message='",
        "ClientConnector",
        "ClientResponseError",
        "aiohttp",
        "ssl:default ["
    ),
    mark!("urllib", "an error of urllib", "urllib.error", "HTTP Error "),
    mark!("pymetno", "a log of pyMetno", "[metno]", "Logger: metno", "Access to https://"),
    mark!("home-assistant", "a log of Home Assistant", "homeassistant", "custom_components", "(MainThread)"),
    mark!("axios", "an error of axios", "AxiosError", "axios", "Request failed with status code"),
    mark!("dio", "an error of Dio", "DioE", "dio"),
    mark!("dotnet", "an error of .NET", "System.Net", "does not indicate success", "HttpRequestException"),
    mark!(
        "powershell",
        "an error of PowerShell",
        "Invoke-RestMethod",
        "Invoke-WebRequest",
        "remote server returned an error"
    ),
    mark!("guzzle", "an error of Guzzle", "GuzzleHttp", "resulted in a `"),
    mark!("php", "a warning of PHP", "PHP Warning", "file_get_contents(", "ailed to open stream"),
    mark!("java", "an exception of Java", "java.", "javax.", "HTTP response code: ", "okhttp3."),
    mark!("android", "a log of Android", "com.android", "android."),
    mark!("reqwest", "an error of reqwest", "reqwest", "HTTP status client error", "HTTP status server error"),
    mark!("esp", "a log of an ESP32 or ESP8266", "esp-tls", "HTTP_CLIENT:", "ssl_client.cpp", "[HTTPClient.cpp"),
    mark!("go", "an error of Go", "dial tcp", "net/http", "x509:"),
    mark!("curl-error", "an error of curl", "curl: ("),
    mark!("wget", "output of wget", "awaiting response", " ERROR "),
    mark!("libsoup", "a log of libsoup", "[status: ", "GWeather"),
    mark!("gjs", "a log of a desklet", "JS LOG:", "LookingGlass"),
    mark!("qml", "a log of Plasma", "qml:", "plasmashell"),
    mark!(
        CONSOLE,
        "the console of a browser",
        "net::ERR_",
        "CORS policy",
        "Cross-Origin Request",
        "Uncaught (in promise)",
        "Failed to load resource",
        "access control checks",
        "Access-Control-Allow-",
        "Preflight response",
        "XHRGET ",
        "XHROPTIONS "
    ),
    mark!("node", "an error of Node.js", "node:", "errno:", "getaddrinfo", "GotError", "HTTPError: Response code"),
];

/// A line that shows no program.
pub(crate) static LOG_LINE: Form = Form { id: "log-line", name: "a line of a log", shows: Shows::Report };
/// JSON that names a status.
pub(crate) static JSON: Form = Form { id: "json", name: "JSON of a log", shows: Shows::Report };
/// A sentence of MET's out of a body.
pub(crate) static SENTENCE: Form = Form { id: "met-sentence", name: "MET's own words", shows: Shows::Report };
/// A curl command.
pub(crate) static CURL_COMMAND: Form = Form { id: "curl-command", name: "a curl command", shows: Shows::Request };
/// A URL in a text.
pub(crate) static URL: Form = Form { id: "url", name: "a URL in a text", shows: Shows::Request };

/// The form of a line, by itself or by the lines around it.
pub(super) fn of(line: &str, around: &[&str]) -> &'static Form {
    let by = |text: &str| MARKS.iter().find(|mark| mark.words.iter().any(|word| text.contains(word)));
    let by_console = || MARKS.iter().find(|mark| mark.form.id == CONSOLE && console::is_request(line));
    let around = || around.iter().find_map(|text| by(text));
    by(line).or_else(by_console).or_else(around).map_or(&LOG_LINE, |mark| &mark.form)
}
