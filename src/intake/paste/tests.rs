//! Forms in which programs report, each in a text of its own, and what is lifted out of them.

use super::*;
use crate::evidence::Exchange;

/// What a text shows: each exchange as `status or failure, URL`.
fn told(text: &str) -> Vec<String> {
    let reading = read(text.as_bytes(), &Hints::default());
    let captured = reading.map(|reading| reading.captured).unwrap_or_default();
    let of = |exchange: &Exchange| {
        let failure = exchange.failure.as_ref().map(|failure| format!("{} {}", failure.phase, failure.kind.as_str()));
        let status = exchange.status().map(|status| status.to_string());
        let url = exchange.url().map(|url| url.wire()).unwrap_or_default();
        format!("{} {url}", status.or(failure).unwrap_or_else(|| "request".to_owned())).trim_end().to_owned()
    };
    captured.iter().flat_map(|captured| &captured.evidence.exchanges).map(of).collect()
}

const URL: &str = "https://api.acme.no/v1/points?lat=61.5&lon=8.25";
const MET: &str = "https://api.met.no/weatherapi/nowcast/2.0/complete?lat=61.5&lon=8.25";

#[test]
fn errors_with_a_status_and_a_url_are_exchanges() {
    for (name, text, status) in [
        ("aiohttp", "aiohttp.client_exceptions.ClientResponseError: 429, message='Too Many Requests', url='{}'", 429),
        ("aiohttp, old", "ClientResponseError: 404, message='Not Found', url=URL('{}')", 404),
        ("requests", "requests.exceptions.HTTPError: 502 Server Error: Bad Gateway for url: {}", 502),
        (
            "httpx",
            "httpx.HTTPStatusError: Client error '403 Forbidden' for url '{}'\nFor more information check: \
             https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/403",
            403,
        ),
        ("httpx log", "2025-02-01 10:00:00 [INFO] HTTP Request: GET {} \"HTTP/2 429 Too Many Requests\"", 429),
        (
            "java",
            "java.io.IOException: Server returned HTTP response code: 503 for URL: {}\n\tat a.b.C.d(C.java:404)",
            503,
        ),
        ("java, not found", "java.io.FileNotFoundException: {}", 404),
        (
            "ktor",
            "io.ktor.client.plugins.ClientRequestException: Client request(GET {}) invalid: 403 Forbidden. Text: \
             \"no\"",
            403,
        ),
        ("spring", "WebClientResponseException$Forbidden: 403 Forbidden from GET {}", 403),
        ("feign", "feign.FeignException$NotFound: [404 Not Found] during [GET] to [{}] [Api#get(String)]: []", 404),
        ("dio", "DioException [bad response]: The response has a status code of 422 and was refused.\nuri: {}", 422),
        ("reqwest", "HTTP status client error (403 Forbidden) for url ({})", 403),
        ("guzzle", "Client error: `GET {}` resulted in a `429 Too Many Requests` response:\nslow", 429),
        (
            "php",
            "Warning: file_get_contents({}): Failed to open stream: HTTP request failed! HTTP/1.1 403 Forbidden in \
             /srv/w.php on line 12",
            403,
        ),
        (
            "axios",
            "AxiosError: Request failed with status code 403\n  config: { url: '{}' },\n  response: { status: 403 }",
            403,
        ),
        ("got", "HTTPError: Response code 403 (Forbidden)\n  url: '{}',", 403),
        (
            "apps script",
            "Exception: Request failed for {} returned code 403. Truncated server response: 403 Forbidden",
            403,
        ),
        ("power query", "DataSource.Error: Web.Contents failed to get contents from '{}' (403): Forbidden", 403),
        ("console, chrome", "app.js:7  GET {} 403 (Forbidden)", 403),
        ("console, firefox", "XHRGET {}\n[HTTP/2 403 Forbidden 45ms]", 403),
        (
            "powershell",
            "Invoke-RestMethod : The remote server returned an error: (404) Not Found.\n+ Invoke-RestMethod '{}'",
            404,
        ),
        (
            "wget",
            "--2025-02-01 10:00:00--  {}\nResolving api.acme.no... 192.0.2.4\nHTTP request sent, awaiting response... \
             403 Forbidden\n2025-02-01 10:00:00 ERROR 403: Forbidden.",
            403,
        ),
        ("curl", "$ curl -f '{}'\ncurl: (22) The requested URL returned error: 410", 410),
        ("libsoup", "Failed to get data: [status: 400] Bad Request\n{}", 400),
        ("home assistant", "2025-02-01 10:00:00.123 ERROR (MainThread) [custom_components.x] {} returned 403", 403),
        ("logfmt", "level=error msg=\"fetch failed\" status=503 url=\"{}\"", 503),
        ("json", "{\"level\":\"warn\",\"statusCode\":403,\"url\":\"{}\"}", 403),
        ("json after a prefix", "web_1  | {\"level\":\"warn\",\"status\":403,\"request_url\":\"{}\"}", 403),
        ("entities", "ClientResponseError: 403, message=&#39;Forbidden&#39;, url=URL(&#39;{}&#39;)", 403),
        ("quoted", "> > requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: {}", 403),
    ] {
        assert_eq!(told(&text.replace("{}", URL)), [format!("{status} {URL}")], "{name}");
        assert_eq!(told(&text.replace("{}", MET)), [format!("{status} {MET}")], "{name}");
    }
    let urllib3 = "DEBUG:urllib3.connectionpool:Starting new HTTPS connection (1): api.acme.no:443\n\
                   DEBUG:urllib3.connectionpool:https://api.acme.no:443 \"GET /v1/points?lat=61.5&lon=8.25 HTTP/1.1\" 503 14";
    assert_eq!(told(urllib3), [format!("503 {URL}")]);
}

#[test]
fn errors_with_a_status_alone_are_exchanges_without_a_url() {
    for (text, status) in [
        ("urllib.error.HTTPError: HTTP Error 403: Forbidden", "403"),
        (
            "System.Net.Http.HttpRequestException: Response status code does not indicate success: 429 (Too Many \
             Requests).",
            "429",
        ),
        ("retrofit2.HttpException: HTTP 403 ", "403"),
        ("OpenURI::HTTPError: 404 Not Found", "404"),
        ("Faraday::ForbiddenError: the server responded with status 403", "403"),
        ("Error in open.connection(con, \"rb\") : HTTP error 403.", "403"),
        ("panic: unexpected status 403 Forbidden", "403"),
        ("<Response [403]>", "403"),
        ("[HTTP] GET... code: 404", "404"),
        ("com.android.volley.ClientError 403", "403"),
        (
            "[Error] Failed to load resource: the server responded with a status of 403 (Forbidden) (compact, line 0)",
            "403",
        ),
        ("wget: server returned error: HTTP/1.1 403 Forbidden", "403"),
    ] {
        assert_eq!(told(text), [status], "{text}");
    }
}

#[test]
fn failures_are_exchanges_with_what_is_known_of_their_phase() {
    for (text, expected) in [
        ("[metno] Access to {} returned error 'ClientConnectorDNSError'", "resolve name-not-found {}"),
        ("Error fetching {}: TimeoutError", "head timed-out {}"),
        ("Get \"{}\": dial tcp: lookup api.acme.no: no such host", "resolve name-not-found {}"),
        ("Get \"{}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "head timed-out {}"),
        ("Get \"{}\": x509: certificate signed by unknown authority", "tls tls-untrusted {}"),
        ("Get \"{}\": dial tcp 192.0.2.4:443: i/o timeout", "connect timed-out {}"),
        ("FetchError: request to {} failed, reason: connect ECONNREFUSED 192.0.2.4:443", "connect refused {}"),
        (
            "cURL error 28: Operation timed out after 10001 milliseconds (see \
             https://curl.haxx.se/libcurl/c/libcurl-errors.html) for {}",
            "head timed-out {}",
        ),
        (
            "Error Domain=NSURLErrorDomain Code=-1003 \"A server with the specified hostname could not be found.\" \
             NSErrorFailingURLStringKey={}",
            "resolve name-not-found {}",
        ),
        (
            "Access to fetch at '{}' from origin 'https://w.acme.no' has been blocked by CORS policy: no",
            "send preflight {}",
        ),
        ("connection to {} failed: SSLHandshakeException", "tls tls {}"),
        ("curl '{}'\ncurl: (6) Could not resolve host: api.acme.no", "resolve name-not-found {}"),
    ] {
        assert_eq!(told(&text.replace("{}", URL)), [expected.replace("{}", URL)], "{text}");
    }
    for (text, expected) in [
        (
            "SocketException: Failed host lookup: 'api.acme.no' (OS Error: No address associated with hostname, errno \
             = 7)",
            "resolve name-not-found https://api.acme.no/",
        ),
        ("java.net.UnknownHostException: api.acme.no", "resolve name-not-found https://api.acme.no/"),
        ("Error: getaddrinfo EAI_AGAIN api.acme.no", "resolve name-not-found https://api.acme.no/"),
        (
            "HTTPSConnectionPool(host='api.acme.no', port=443): Max retries exceeded with url: \
             /v1/points?lat=61.5&lon=8.25 (Caused by NameResolutionError(x))",
            "resolve name-not-found https://api.acme.no/v1/points?lat=61.5&lon=8.25",
        ),
        (
            "urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>",
            "resolve name-not-found",
        ),
        ("java.net.SocketTimeoutException: connect timed out", "connect timed-out"),
        ("socket.timeout: The read operation timed out", "head timed-out"),
        (
            "TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 100 seconds \
             elapsing.",
            "head timed-out",
        ),
        ("An existing connection was forcibly closed by the remote host", "head reset"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
}

#[test]
fn dumps_of_other_clients_are_whole_exchanges() {
    for (name, text) in [
        (
            "http.client",
            "send: b'GET /v1/points?lat=61.5&lon=8.25 HTTP/1.1\\r\\nHost: api.acme.no\\r\\n\\r\\n'\nreply: 'HTTP/1.1 \
             403 Forbidden\\r\\n'\nheader: Server: x\n",
        ),
        (
            "okhttp",
            "--> GET https://api.acme.no/v1/points?lat=61.5&lon=8.25\n--> END GET\n<-- 403 \
             https://api.acme.no/v1/points?lat=61.5&lon=8.25 (12ms)\nserver: x\n\nno\n<-- END HTTP (2-byte body)\n",
        ),
        (
            "okhttp in logcat",
            "02-01 10:00:00.100  900  901 I okhttp.OkHttpClient: --> GET \
             https://api.acme.no/v1/points?lat=61.5&lon=8.25\n02-01 10:00:00.101  900  901 I okhttp.OkHttpClient: --> \
             END GET\n02-01 10:00:00.200  900  902 I okhttp.OkHttpClient: <-- 403 \
             https://api.acme.no/v1/points?lat=61.5&lon=8.25 (99ms)\n02-01 10:00:00.200  900  902 I \
             okhttp.OkHttpClient: server: x\n02-01 10:00:00.200  900  902 I okhttp.OkHttpClient: <-- END HTTP\n",
        ),
        (
            "apache",
            "DEBUG org.apache.http.wire - http-outgoing-0 >> \"GET /v1/points?lat=61.5&lon=8.25 \
             HTTP/1.1[\\r][\\n]\"\nDEBUG org.apache.http.wire - http-outgoing-0 >> \"Host: \
             api.acme.no[\\r][\\n]\"\nDEBUG org.apache.http.wire - http-outgoing-0 >> \"[\\r][\\n]\"\nDEBUG \
             org.apache.http.wire - http-outgoing-0 << \"HTTP/1.1 403 Forbidden[\\r][\\n]\"\nDEBUG \
             org.apache.http.wire - http-outgoing-0 << \"[\\r][\\n]\"\n",
        ),
        (
            "trace-ascii",
            "=> Send header, 60 bytes (0x3c)\n0000: GET /v1/points?lat=61.5&lon=8.25 HTTP/1.1\n002b: Host: \
             api.acme.no\n003e: \n<= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 403 Forbidden\n<= Recv header, 2 \
             bytes (0x2)\n0000: \n",
        ),
        (
            "git",
            "10:00:00.1 http.c:800              => Send header: GET /v1/points?lat=61.5&lon=8.25 HTTP/1.1\n10:00:00.1 \
             http.c:800              => Send header: Host: api.acme.no\n10:00:00.1 http.c:800              => Send \
             header:\n10:00:00.2 http.c:800              <= Recv header: HTTP/1.1 403 Forbidden\n10:00:00.2 \
             http.c:800              <= Recv header:\n",
        ),
        (
            "toolbelt",
            "< GET /v1/points?lat=61.5&lon=8.25 HTTP/1.1\n< Host: api.acme.no\n<\n\n> HTTP/1.1 403 Forbidden\n> \
             Server: x\n>\nno\n",
        ),
        (
            "devtools",
            "Request URL: https://api.acme.no/v1/points?lat=61.5&lon=8.25\nRequest Method: GET\nStatus Code: 403 \
             Forbidden\n\nResponse Headers\nserver: x\n",
        ),
        (
            "devtools, each on a line",
            "Request URL\nhttps://api.acme.no/v1/points?lat=61.5&lon=8.25\nRequest Method\nGET\nStatus Code\n403 \
             Forbidden\n",
        ),
        (
            "vcr",
            "interactions:\n- request:\n    method: GET\n    uri: https://api.acme.no/v1/points?lat=61.5&lon=8.25\n  \
             response:\n    status: {code: 403, message: Forbidden}\n    headers:\n      Server: [x]\n",
        ),
        (
            ".http",
            "### one\nGET https://api.acme.no/v1/points?lat=61.5&lon=8.25\nAccept: */*\n\nHTTP/1.1 403 \
             Forbidden\nServer: x\n",
        ),
        (
            "wget -S",
            "--2025-02-01 10:00:00--  https://api.acme.no/v1/points?lat=61.5&lon=8.25\nHTTP request sent, awaiting \
             response... \n  HTTP/1.1 403 Forbidden\n  Server: x\n2025-02-01 10:00:00 ERROR 403: Forbidden.\n",
        ),
        (
            "wget -d",
            "---request begin---\nGET /v1/points?lat=61.5&lon=8.25 HTTP/1.1\nHost: api.acme.no\n\n---request \
             end---\nHTTP request sent, awaiting response... \n---response begin---\nHTTP/1.1 403 Forbidden\nServer: \
             x\n\n---response end---\n",
        ),
        (
            "ngrep",
            "GET /v1/points?lat=61.5&lon=8.25 HTTP/1.1.\nHost: api.acme.no.\n.\n\nHTTP/1.1 403 Forbidden.\nServer: \
             x.\n.\n",
        ),
        (
            "command and answer",
            "$ curl -si 'https://api.acme.no/v1/points?lat=61.5&lon=8.25'\nHTTP/1.1 403 Forbidden\nServer: x\n",
        ),
    ] {
        assert_eq!(told(text), [format!("403 {URL}")], "{name}");
    }
    let go = "resp: \"HTTP/1.1 403 Forbidden\\r\\nServer: x\\r\\n\\r\\nno\"";
    assert_eq!(told(go), ["403"]);
    let failed = format!(
        "--> GET {URL}\n--> END GET\n<-- HTTP FAILED: java.net.UnknownHostException: Unable to resolve host \
         \"api.acme.no\""
    );
    assert_eq!(told(&failed), [format!("resolve name-not-found {URL}")]);
    let mixed = "--> GET https://h.no/a\n--> END GET\n--> GET https://h.no/b\n--> END GET\n<-- 200 https://h.no/a \
                 (1ms)\n<-- END HTTP\n<-- 403 https://h.no/b (1ms)\n<-- END HTTP\n";
    assert_eq!(told(mixed), ["200 https://h.no/a", "403 https://h.no/b"]);
}

#[test]
fn texts_that_hold_nothing_show_nothing() {
    for text in [
        "We had 403 users on Monday and 429 on Tuesday.",
        "TypeError: Cannot read properties of undefined (reading 'summary')\n    at render (/app/main.js:404:12)",
        "The meeting is in room 404, see https://acme.no/rooms",
        "I know that a service which is not happy with the name of my app returns 403 to me, and that is fine.",
        "server:\n  port: 403\n  timeout: 500\n  retries: [429, 503]\n",
        "process exited with code 137 after 200 ms",
        "downloaded 404 files, 200 of them new",
        "Traceback (most recent call last):\n  File \"a.py\", line 403, in f\nValueError: x",
        "HTTP is fine.\nHTTP/3 requires TLS anyway.",
        "commit 403abc: return 404 rows",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn failure_that_is_reported_twice_is_one() {
    for text in [
        "HTTP request sent, awaiting response... 403 Forbidden\nERROR 403: Forbidden.",
        "status code 403\nAxiosError: Request failed with status code 403",
        "> GET /a HTTP/1.1\n> Host: h.no\n>\n< HTTP/1.1 403 Forbidden\n< A: b\n<\n* left intact\nmy program says: \
         HTTP Error 403: Forbidden",
    ] {
        assert_eq!(told(text).len(), 1, "{text}: {:?}", told(text));
    }
    let other = "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://h.no/a\n\
                 requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://h.no/b";
    assert_eq!(told(other), ["403 https://h.no/a", "404 https://h.no/b"]);
}

#[test]
fn words_of_met_alone_say_that_met_answered() {
    for text in [
        "404 Not Found\nThe specified version number is end-of-lifed for this product",
        "body: The specified version number is end-of-lifed for this product",
    ] {
        assert_eq!(told(text), ["404"], "{text}");
    }
}

#[test]
fn hints_fill_in_what_is_not_shown() {
    let hints = Hints { url: crate::http::uri::target::Url::parse(URL).ok(), user_agent: Some("a/1".to_owned()) };
    for text in ["HTTP/1.1 403 Forbidden\nA: b\n\n", "HTTP Error 403: Forbidden"] {
        let captured = read(text.as_bytes(), &hints).unwrap().captured;
        let request = captured[0].evidence.exchanges[0].request.as_ref().unwrap();
        assert_eq!(request.url.as_ref().unwrap().wire(), URL, "{text}");
        assert_eq!(request.fields.get_str("user-agent"), Some("a/1"), "{text}");
        assert!(request.sent("if-modified-since").is_unknown(), "{text}");
    }
}

#[test]
fn lines_are_numbered_as_in_the_input() {
    let text = "hello\n\n    > GET /a HTTP/1.1\n    > Host: h.no\n    >\n    < HTTP/1.1 403 Forbidden\n\n\nHTTPError: \
                404 Client Error: Not Found for url: https://h.no/b";
    let captured = read(text.as_bytes(), &Hints::default()).unwrap().captured;
    let lines: Vec<usize> = captured.iter().map(Captured::line).collect();
    assert_eq!(lines, [3, 9]);
}

#[test]
fn browsers_say_in_their_words_what_they_blocked() {
    let preflight = format!("at the send preflight {MET}").split_once("at the ").map(|(_, told)| told.to_owned());
    let preflight = preflight.unwrap_or_default();
    let refused = format!("403 {MET}");
    let safari =
        "[Error] Failed to load resource: the server responded with a status of 404 (Not Found) (app.css, line 0)";
    for (text, expected) in [
        (format!("[Error] Fetch API cannot load {MET} due to access control checks."), &preflight),
        (
            format!(
                "Fetch API cannot load {MET}. Request header field X-A is not allowed by Access-Control-Allow-Headers."
            ),
            &preflight,
        ),
        (
            format!("XMLHttpRequest cannot load {MET}. Response for preflight has invalid HTTP status code 405"),
            &preflight,
        ),
        (format!("OPTIONS {MET} 405 (Method Not Allowed)"), &preflight),
        (format!("XHROPTIONS {MET}\n[HTTP/2 405  45ms]"), &preflight),
        (
            format!(
                "{safari}\n[Error] Preflight response is not successful. Status code: 405\n[Error] Fetch API cannot load \
                 {MET} due to access control checks.\n[Error] Failed to load resource: Preflight response is not \
                 successful. Status code: 405 (complete, line 0)"
            ),
            &preflight,
        ),
        (
            format!(
                "Origin https://acme.no is not allowed by Access-Control-Allow-Origin. Status code: 403\nFetch API cannot \
                 load {MET} due to access control checks."
            ),
            &refused,
        ),
        (format!("XHRGET {MET} [HTTP/2 403 Forbidden 45ms]"), &refused),
        (
            format!(
                "{safari}\nFailed to load resource: the server responded with a status of 403 (Forbidden)\n{}:1",
                MET.replace("https://", "")
            ),
            &refused,
        ),
    ] {
        assert_eq!(told(&text), [expected.as_str()], "{text}");
    }
    // What alone is said of a file of a page stays.
    assert_eq!(told(safari), ["404"]);
    assert_eq!(told("TypeError: Load failed"), ["send hidden"]);
}

#[test]
fn urls_without_scheme_are_read_where_they_are_mets() {
    let bare = MET.replace("https://", "");
    for (text, expected) in [
        (
            format!("Requesting {bare}\nstart_ssl_client: (-9984) X509 - Certificate verification failed"),
            "tls tls-untrusted",
        ),
        (format!("http GET {bare} failed, code: 403"), "403"),
        (format!("url = \"{bare}\"\nerror: Connection refused"), "connect refused"),
    ] {
        let expected = format!("{expected} {MET}");
        assert_eq!(told(&text), [expected], "{text}");
    }
    assert_eq!(told(&format!("mirror.acme.no/{bare} returned 403")), ["403"]);
}
