//! What people paste: texts of many forms, judged, looked up, and refused where they hold nothing.

use crate::support::run::*;

const PATH: &str = "https://api.met.no/weatherapi/nowcast/2.0/complete?lat=59.3&lon=10.2";

fn paste(name: &str) -> String {
    format!("{}/tests/fixtures/pastes/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn each_paste_is_recognised_and_diagnosed() {
    // file, form, exit code, status, the first finding, its certainty
    let rows = [
        ("okhttp-logcat.txt", "okhttp", 2, Some(403), "forbidden"),
        ("http-client.txt", "http.client", 2, Some(403), "user-agent-generic"),
        ("trace-ascii.txt", "curl-trace", 2, Some(403), "user-agent-generic"),
        ("issue.md", "curl-verbose", 2, Some(404), "version-ended"),
        ("axios.txt", "axios", 2, Some(429), "rate-limited"),
        ("console-cors.txt", "browser-console", 2, None, "cors-preflight"),
        ("home-assistant.txt", "pymetno", 2, None, "response-timeout"),
        ("powershell.txt", "powershell", 1, Some(203), "deprecated-or-beta"),
        ("cassette.yml", "vcr", 2, Some(403), "user-agent-generic"),
        ("copy-as-curl.txt", "curl-command", 1, None, "user-agent-browser"),
        ("devtools.txt", "devtools", 2, Some(403), "coordinate-precision"),
        ("squid.txt", "http-messages", 2, Some(403), "intermediary-refused"),
    ];
    for (file, form, code, status, first) in rows {
        let ran = metstatus(["read", "-f", "json", &paste(file)]);
        let report = ran.json();
        assert_eq!(report["results"].as_array().unwrap().len(), 1, "{file}: {}", ran.stdout);
        let result = ran.result();
        assert_eq!(ran.code, code, "{file}: {:?}", ran.ids());
        assert_eq!(result["capture"]["form"], form, "{file}");
        assert!(result["capture"]["file"].as_str().unwrap().ends_with(file), "{file}");
        assert!(result["capture"]["line"].as_u64() >= Some(1), "{file}");
        assert_eq!(result["status"]["code"].as_u64(), status, "{file}");
        assert_eq!(ran.ids().first().map(String::as_str), Some(first), "{file}: {:?}", ran.ids());
        assert_eq!(report["requests_sent"], 0, "{file}");
    }
}

#[test]
fn fields_a_text_does_not_show_are_not_held_against_it() {
    let text = format!("requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: {PATH}\n");
    let ran = metstatus_with_input(["read", "-f", "json", "-"], text.as_bytes());
    assert_eq!(ran.finding("forbidden")["certainty"], "possible", "{}", ran.stdout);
    assert!(!ran.ids().iter().any(|id| id.starts_with("user-agent")), "{:?}", ran.ids());
    let advice = ran.finding("forbidden")["advice"].to_string();
    let command = format!("curl -sSv -A 'USER-AGENT OF YOUR APP' '{PATH}' 2>&1 | metstatus read -");
    assert!(advice.contains(&command), "{advice}");
    let told = metstatus_with_input(["read", "-f", "json", "-A", "okhttp/4.12.0", "-"], text.as_bytes());
    assert_eq!(told.ids()[0], "user-agent-generic", "{}", told.stdout);
    // A log leaves the query out; the URL of a command is whole.
    let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact";
    let logged = format!("HTTPError: 400 Client Error: Bad Request for url: {url}\n");
    let ran = metstatus_with_input(["read", "-f", "json", "-"], logged.as_bytes());
    assert!(!ran.ids().contains(&"missing-parameter".to_owned()), "{:?}", ran.ids());
    for query in ["", "?lat=<XX.XX>&lon=<YY.YY>&date=2026-01-01", "?lat=XX.XX&lon=YY.YY"] {
        let text = format!("HTTP Error 404 for https://api.met.no/weatherapi/sunrise/3.0/sun{query}\n");
        let ids = metstatus_with_input(["read", "-f", "json", "-"], text.as_bytes()).ids();
        assert_eq!(ids, ["not-found"], "{text}");
    }
}

#[test]
fn url_can_be_named_for_what_shows_none() {
    let head = b"HTTP/1.1 403 Forbidden\nServer: nginx\n\n";
    let without = metstatus_with_input(["read", "-f", "json", "-"], head);
    assert!(without.finding("forbidden")["advice"].to_string().contains("--url"), "{}", without.stdout);
    let ran = metstatus_with_input(["read", "-f", "json", "--url", PATH, "-A", "okhttp/4.1", "-"], head);
    assert_eq!((ran.result()["target"].as_str(), ran.ids()[0].as_str()), (Some(PATH), "user-agent-generic"));
    let bad = metstatus(["read", "--url", "nonsense", "-"]);
    assert!(bad.code == 3 && bad.stderr.contains("--url \"nonsense\""), "{bad:?}");
}

#[test]
fn secrets_of_a_paste_are_in_no_report() {
    for format in ["human", "json", "markdown", "sarif", "junit"] {
        let ran = metstatus(["read", "-v", "-f", format, &paste("copy-as-curl.txt")]);
        assert!(!ran.stdout.contains("c2VjcmV0") && !ran.stderr.contains("c2VjcmV0"), "{format}: {}", ran.stdout);
    }
    let ran = metstatus(["read", "-f", "json", &paste("home-assistant.txt")]);
    assert!(!ran.stdout.contains("fjordfjord"), "{}", ran.stdout);
    let curl = metstatus(["read", "--as-curl", &paste("copy-as-curl.txt")]);
    assert!(curl.stdout.contains("$AUTHORIZATION") && !curl.stdout.contains("c2VjcmV0"), "{}", curl.stdout);
    assert!(
        !curl.stdout.contains(" -A ") && curl.stdout.contains("# the text shows the User-Agent"),
        "{}",
        curl.stdout
    );
}

#[test]
fn text_that_holds_nothing_is_refused_in_three_lines() {
    for (text, line, says) in [
        ("start\nTypeError: undefined is not a function\n", "line 2", "error in the program itself"),
        ("xml.parsers.expat.ExpatError: not well-formed: line 3\n", "line 1", "XML parser's error"),
        ("one\ntwo\nI cannot reach api.met.no today\n", "line 3", "mentions api.met.no"),
        ("we had 403 users\n", "", "metstatus read -"),
    ] {
        let ran = metstatus_with_input(["read", "-"], text.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{text}: {}", ran.stderr);
        assert!(ran.stderr.contains(line) && ran.stderr.contains(says), "{}", ran.stderr);
        assert!(ran.stderr.contains("curl -sSv -A 'USER-AGENT OF YOUR APP'"), "{}", ran.stderr);
        assert!(ran.stderr.trim_end().lines().count() <= 3, "{}", ran.stderr);
    }
    let page = format!("SyntaxError in JSON.parse\nsee {PATH}\n");
    let ran = metstatus_with_input(["read", "-f", "json", "-"], page.as_bytes());
    assert_eq!((ran.code, ran.result()["target"].as_str()), (3, Some(PATH)), "{}", ran.stdout);
}

#[test]
fn standard_input_is_a_target_or_a_capture() {
    let look_up = metstatus_with_input(["-"], b"403\n");
    assert!(look_up.code == 0 && look_up.stdout.starts_with("403 Forbidden"), "{look_up:?}");
    let failure = metstatus_with_input(["-"], b"ENOTFOUND\n");
    assert!(failure.code == 0 && failure.stdout.starts_with("dns-failure"), "{failure:?}");
    let capture = metstatus_with_input(["-"], b"HTTP/1.1 404 Not Found\nServer: x\n\n");
    assert!(capture.code == 2 && capture.stdout.starts_with("404 Not Found  failing"), "{capture:?}");
    let read = metstatus_with_input(["read"], b"HTTP/1.1 404 Not Found\nServer: x\n\n");
    assert!(read.code == 2 && read.stdout.starts_with("404 Not Found  failing"), "{read:?}");
    let bare = metstatus([] as [&str; 0]);
    assert_eq!((bare.code, bare.stdout.as_str()), (3, ""));
    assert!(bare.stderr.contains("| metstatus -") && bare.stderr.contains("| metstatus read"), "{}", bare.stderr);
}

#[test]
fn curl_command_is_judged_and_never_run() {
    let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=63.43051&lon=10.4";
    for args in [
        vec!["curl", "-sS", "-o", "/nonexistent/x", "-v", url],
        vec!["curl", "--frobnicate", url],
        vec![&format!("curl -s '{url}'")],
    ] {
        let ran = metstatus(&args);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.stdout.starts_with("not sent  attention, by the request alone"), "{}", ran.stdout);
        let told = ["warning[user-agent-generic]", "User-Agent: curl", "warning[coordinate-precision]"];
        assert!(told.iter().all(|part| ran.stdout.contains(part)), "{}", ran.stdout);
        assert_eq!(ran.stderr.contains("--frobnicate is unknown"), args.contains(&"--frobnicate"), "{}", ran.stderr);
    }
    let named = metstatus(["-f", "json", "curl", "-A", "fjord/1.2 drift@fjord.acme.no", PATH]);
    assert_eq!((named.code, named.result()["capture"]["form"].as_str()), (0, Some("curl-command")), "{named:?}");
    let none = metstatus(["curl", "-s"]);
    assert!(none.code == 3 && none.stderr.contains("no URL"), "{none:?}");
    let help = metstatus(["curl", "--help"]);
    assert!(help.code == 0 && help.stdout.contains("Usage: metstatus curl"), "{help:?}");
}

#[test]
fn texts_and_names_of_failures_are_targets() {
    for (text, code, start) in [
        ("HTTP Error 403: Forbidden", 0, "403 Forbidden"),
        ("403:", 0, "403 Forbidden"),
        ("TimeoutError", 0, "response-timeout"),
        ("javax.net.ssl.SSLHandshakeException", 0, "tls-failure"),
        ("we had 403 users", 3, ""),
    ] {
        let ran = metstatus([text]);
        assert!(ran.code == code && ran.stdout.starts_with(start), "{text}: {ran:?}");
    }
    let judged = metstatus([format!("404 Client Error: Not Found for url: {PATH}")]);
    assert!(judged.code == 2 && judged.stdout.starts_with("404 Not Found  failing"), "{judged:?}");
    let shown = metstatus(["--as-curl", "-A", "fjord/1.2 drift@fjord.acme.no", PATH]);
    let expected = format!("curl -sSv -A 'fjord/1.2 drift@fjord.acme.no' --compressed '{PATH}'\n");
    assert_eq!((shown.code, shown.stdout), (0, expected));
}

/// What a text states, as exit code, status, first finding and the end of the URL.
fn stated(text: &str) -> (u8, Option<u64>, String, String) {
    let ran = metstatus_with_input(["read", "-f", "json", "-"], text.as_bytes());
    let report = ran.json();
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{text}: {}", ran.stdout);
    let url = results[0]["exchanges"][0]["request"]["url"].as_str().unwrap_or_default().to_owned();
    let code = results[0]["status"]["code"].as_u64();
    (u8::try_from(ran.code).unwrap(), code, ran.ids().first().cloned().unwrap_or_default(), url)
}

#[test]
fn texts_of_more_programs_are_read_for_what_they_state() {
    let rows = [
        // Strings of JSON, with the escapes of Go and of PHP.
        (
            format!("{{\"log\":\"404 Client Error: Not Found for url: {}\\n\"}}\n", PATH.replace('&', "\\u0026")),
            (2, Some(404), "not-found"),
        ),
        (format!("{{\"message\":\"HTTP 429 from {}\"}}\n", PATH.replace('/', "\\/")), (2, Some(429), "rate-limited")),
        // The status that Firefox shows is that of the preflight.
        (
            format!(
                "Cross-Origin Request Blocked: reading the remote resource at {PATH}. (Reason: CORS preflight response did \
                 not succeed). Status code: 405.\n"
            ),
            (2, None, "cors-preflight"),
        ),
        // Below the failure is what was asked.
        (format!("Error: read ECONNRESET\n    at TLSWrap.onStreamRead\nGET {PATH}\n"), (2, None, "connection-closed")),
        // An error names the host, the line above it the URL.
        (
            format!("--2026-03-02 10:00:00--  {PATH}\nwget: unable to resolve host address 'api.met.no'\n"),
            (2, None, "dns-failure"),
        ),
        (format!("$ curl -so x -w '%{{http_code}}' '{PATH}'\n403\n"), (2, Some(403), "user-agent-generic")),
        // A proxy refused the tunnel.
        (format!("ProxyError('Tunnel connection failed: 403 Forbidden') for {PATH}\n"), (2, None, "proxy-failure")),
        (format!("Error transferring {PATH} - server replied: Forbidden\n"), (2, Some(403), "forbidden")),
        (format!("Feilkode 503 fra {PATH} kl. 10\n"), (2, Some(503), "service-unavailable")),
    ];
    for (text, (exit, status, id)) in rows {
        assert_eq!(stated(&text), (exit, status, id.to_owned(), PATH.to_owned()), "{text}");
    }
}

#[test]
fn object_printed_over_many_lines_is_one_event() {
    let fields: String = (0..30).map(|number| format!("    option{number}: 0,\n")).collect();
    let text = format!(
        "AxiosError: Request failed with status code 403\n  config: {{\n    url: '{PATH}',\n{fields}  }},\n  response: {{\n    \
         status: 403,\n  }}\n"
    );
    assert_eq!(stated(&text), (2, Some(403), "forbidden".to_owned(), PATH.to_owned()));
}

#[test]
fn heads_quoted_many_times_keep_their_fields() {
    for depth in [1, 2, 5, 10] {
        let head = ["GET /weatherapi/nowcast/2.0/complete?lat=59.3&lon=10.2 HTTP/1.1", "Host: api.met.no", ""];
        let head =
            head.into_iter().chain(["HTTP/1.1 403 Forbidden", "Server: squid/5.7", "X-Squid-Error: ERR_X 0", ""]);
        let text: String = head.map(|line| format!("{}{line}\n", "> ".repeat(depth))).collect();
        let (_, status, id, _) = stated(&text);
        assert_eq!((status, id.as_str()), (Some(403), "intermediary-refused"), "{depth}");
    }
}

#[test]
fn source_code_and_errors_of_the_command_state_nothing() {
    for text in [
        "    self.assertEqual(response.status_code, 403)\n",
        "expect(res.status).toBe(404)\n",
        "if (response.status === 403) { throw new Error(\"HTTP Error 403\") }\n",
        "+    return HttpResponse(status=403)\n",
        "    mock.get(url, status_code=429)\n",
        "curl: (3) URL using bad/illegal format or missing URL\n",
    ] {
        let ran = metstatus_with_input(["read", "-"], text.as_bytes());
        assert_eq!(ran.code, 3, "{text}: {}", ran.stdout);
    }
}

#[test]
fn lines_around_an_outcome_get_a_sentence() {
    let broken =
        "GET /weatherapi/nowcast/2.0/complete?lat=59.3lon=10.2Host: api.met.no\n\nHTTP/1.1 400 Bad Request\n\n";
    let ran = metstatus_with_input(["read", "-"], broken.as_bytes());
    assert!(ran.stderr.contains("line 1: the server cannot read this request line"), "{}", ran.stderr);
    let found = "socket.gaierror: [Errno -3] Temporary failure in name resolution\n$ host api.met.no\n\
                 api.met.no has address 192.0.2.1\n";
    let ran = metstatus_with_input(["read", "-"], found.as_bytes());
    assert!(ran.stderr.contains("line 3: a look-up by hand finds the name"), "{}", ran.stderr);
}

#[test]
fn keys_of_weather_services_in_urls_are_masked() {
    let text = "401 Client Error: Unauthorized for url: https://api.acme.no/weather?lat=1&appid=S3CRET&units=metric\n";
    for format in ["human", "json", "markdown"] {
        let ran = metstatus_with_input(["read", "-f", format, "-"], text.as_bytes());
        assert!(!ran.stdout.contains("S3CRET"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn failure_at_another_host_of_met_keeps_its_own_test() {
    let text = "HTTPSConnectionPool(host='thredds.met.no', port=443): Failed to resolve 'thredds.met.no'\n";
    let ran = metstatus_with_input(["read", "-", "-f", "json"], text.as_bytes());
    assert_eq!(ran.ids(), ["dns-failure", "wrong-host"]);
    let advice = ran.json()["results"][0]["findings"][0]["advice"].to_string();
    assert!(advice.contains("https://thredds.met.no/") && !advice.contains("status.met.no"), "{advice}");
}
