//! `metstatus read` on what holds many requests: HTTP archives (HAR) and access logs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};

use crate::support::run::*;

pub(crate) const FORECAST: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
pub(crate) const AGENT: &str = "acme-weather/1.2 https://github.com/acme/weather";

pub(crate) fn read(input: impl AsRef<[u8]>) -> Ran {
    metstatus_with_input(["read", "-f", "json", "-"], input.as_ref())
}

/// For each result its status, its findings above info, and how many requests it counts.
pub(crate) fn told(ran: &Ran) -> Vec<(Value, Vec<String>, Value)> {
    let of = |result: &Value| {
        let findings = result["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info");
        let ids = findings.map(|finding| finding["id"].as_str().unwrap().to_owned()).collect();
        (result["status"]["code"].clone(), ids, result["tally"]["requests"].clone())
    };
    ran.json()["results"].as_array().unwrap().iter().map(of).collect()
}

fn fields(fields: &[(&str, &str)]) -> Value {
    fields.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

/// An entry as a browser writes it.
fn entry(at: &str, url: &str, asked: &[(&str, &str)], status: u16, answered: &[(&str, &str)]) -> Value {
    json!({
        "startedDateTime": at, "time": 52.1,
        "request": {
            "method": "GET", "url": url, "httpVersion": "h2", "cookies": [], "queryString": [], "headersSize": -1,
            "bodySize": 0, "headers": fields(asked),
        },
        "response": {
            "status": status, "statusText": "", "httpVersion": "h2", "cookies": [], "redirectURL": "",
            "headersSize": -1, "bodySize": -1, "_transferSize": 3100, "headers": fields(answered),
            "content": {"size": 2, "mimeType": "application/json", "text": "{}"},
        },
        "cache": {},
        "timings": {"blocked": 1.1, "dns": -1, "connect": -1, "ssl": -1, "send": 0, "wait": 50, "receive": 1},
    })
}

fn archive(entries: &[Value]) -> String {
    json!({"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [], "entries": entries}})
        .to_string()
}

const ASKED: [(&str, &str); 3] = [(":authority", "api.met.no"), (":method", "GET"), ("user-agent", AGENT)];
const AT: &str = "2026-03-30T15:22:46.100+02:00";
const SENT: [(&str, &str); 4] = [
    ("date", "Mon, 30 Mar 2026 13:22:46 GMT"),
    ("expires", "Mon, 30 Mar 2026 13:53:26 GMT"),
    ("last-modified", "Mon, 30 Mar 2026 13:22:44 GMT"),
    ("content-type", "application/json"),
];
const CONDITION: (&str, &str) = ("if-modified-since", "Mon, 30 Mar 2026 13:22:44 GMT");

#[test]
fn entry_of_an_archive_is_judged_as_the_same_answer_in_a_dump() {
    let input = archive(&[entry(AT, FORECAST, &ASKED, 200, &SENT)]);
    let dump: String = ASKED.iter().skip(2).map(|(name, value)| format!("{name}: {value}\n")).collect();
    let sent: String = SENT.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let dump = format!("GET {FORECAST} HTTP/1.1\n{dump}\nHTTP/2 200\n{sent}\n{{}}\n");
    let (archived, dumped) = (read(input).result(), read(dump).result());
    for part in ["target", "verdict", "status", "findings", "freshness", "next_poll", "replay", "deprecation"] {
        assert_eq!(archived[part], dumped[part], "{part}");
    }
    let exchange = &archived["exchanges"][0];
    assert_eq!(exchange["request"]["headers"], json!([["user-agent", AGENT]]));
    assert_eq!(exchange["response"]["headers"], dumped["exchanges"][0]["response"]["headers"]);
    assert_eq!((&exchange["response"]["version"], &exchange["response"]["body_bytes"]), (&json!("HTTP/2"), &json!(2)));
    assert_eq!(
        exchange["timing_ms"],
        json!({"resolve": null, "connect": null, "tls": null, "first_byte": 51.1, "total": 52.1})
    );
}

#[test]
fn condition_and_redirect_among_other_entries_find_their_origin() {
    let conditional = [ASKED[2], CONDITION];
    let other = "https://cdn.acme.no/app.js";
    let moved = "https://api.acme.no/old";
    let input = archive(&[
        entry("2026-03-30T13:22:46Z", FORECAST, &ASKED, 200, &SENT),
        entry("2026-03-30T13:22:47Z", moved, &ASKED, 301, &[("location", "/new")]),
        entry("2026-03-30T13:22:48Z", other, &ASKED, 200, &SENT),
        entry("2026-03-30T13:22:49Z", "https://api.acme.no/new", &ASKED, 404, &[]),
        // Recordings are in the order in which requests ended.
        entry("2026-03-30T13:55:00Z", FORECAST, &conditional, 304, &SENT),
        entry("2026-03-30T13:54:59Z", "https://api.acme.no/last", &ASKED, 403, &[]),
    ]);
    let report = read(input).json();
    let roles = |result: &Value| -> Vec<Value> {
        result["exchanges"].as_array().unwrap().iter().map(|exchange| exchange["role"].clone()).collect()
    };
    let results: Vec<(Value, Vec<Value>)> =
        report["results"].as_array().unwrap().iter().map(|result| (result["target"].clone(), roles(result))).collect();
    assert_eq!(
        results,
        [
            (json!(FORECAST), vec![json!("first"), json!("replay")]),
            (json!(moved), vec![json!("first"), json!("redirect")]),
            (json!(other), vec![json!("first")]),
            (json!("https://api.acme.no/last"), vec![json!("first")]),
        ]
    );
    assert_eq!(report["results"][0]["replay"]["outcome"], "revalidated");
    assert_eq!(report["results"][1]["status"]["code"], 404);
}

#[test]
fn same_request_again_and_again_is_one_result_with_a_count() {
    let asked = |minute: u32| entry(&format!("2026-03-30T13:{minute}:46Z"), FORECAST, &ASKED, 200, &SENT);
    let early = read(archive(&[asked(22), asked(23), asked(24), asked(25)]));
    assert_eq!(told(&early), [(json!(200), vec!["asked-before-expiry".to_owned()], json!(4))]);
    let finding = early.finding("asked-before-expiry");
    assert!(finding["message"].as_str().unwrap().contains("3 times"), "{finding}");
    assert_eq!(early.result()["tally"]["last_at"], "2026-03-30T13:25:46Z");
    // After Expires it is what MET wants, and elsewhere nothing forbids it.
    assert_eq!(told(&read(archive(&[asked(22), asked(54)]))), [(json!(200), vec![], json!(2))]);
    let elsewhere = |at| entry(at, "https://api.acme.no/x", &ASKED, 200, &SENT);
    let ran = read(archive(&[elsewhere("2026-03-30T13:22:46Z"), elsewhere("2026-03-30T13:22:47Z")]));
    assert_eq!(told(&ran), [(json!(200), vec![], json!(2))]);
    // Another outcome is another result.
    let refused = entry("2026-03-30T13:26:00Z", FORECAST, &ASKED, 403, &[]);
    assert_eq!(told(&read(archive(&[asked(22), refused]))).len(), 2);
}

#[test]
fn failure_that_a_browser_names_is_kept_apart_from_a_hidden_one() {
    for (error, id, phase, code) in [
        ("net::ERR_NAME_NOT_RESOLVED", "dns-failure", "resolve", 2),
        ("net::ERR_CONNECTION_REFUSED", "connection-refused", "connect", 2),
        ("net::ERR_CONNECTION_TIMED_OUT", "connection-timeout", "connect", 2),
        ("net::ERR_CERT_AUTHORITY_INVALID", "tls-untrusted", "tls", 2),
        ("net::ERR_CERT_COMMON_NAME_INVALID", "tls-wrong-host", "tls", 2),
        ("net::ERR_CERT_DATE_INVALID", "tls-expired", "tls", 2),
        ("net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH", "tls-failure", "tls", 2),
        ("NS_ERROR_UNKNOWN_HOST", "dns-failure", "resolve", 2),
        ("net::ERR_SSL_PROTOCOL_ERROR", "tls-failure", "tls", 2),
        ("net::ERR_EMPTY_RESPONSE", "connection-closed", "head", 2),
        ("net::ERR_TUNNEL_CONNECTION_FAILED", "proxy-failure", "connect", 2),
        ("net::ERR_FAILED", "answer-hidden", "send", 1),
        ("net::ERR_BLOCKED_BY_CLIENT", "answer-hidden", "send", 1),
        ("", "answer-hidden", "send", 1),
    ] {
        let mut failed = entry(AT, FORECAST, &ASKED, 0, &[]);
        failed["response"]["_error"] = json!(error);
        let ran = read(archive(&[failed]));
        assert_eq!((ran.code, ran.ids()), (code, vec![id.to_owned()]), "{error}");
        assert_eq!(ran.result()["exchanges"][0]["failure"]["phase"], phase, "{error}");
    }
}

#[test]
fn entries_without_http_requests_are_counted_and_left_out() {
    let mut cached = entry(AT, FORECAST, &ASKED, 200, &SENT);
    cached["_fromCache"] = json!("disk");
    let others = ["data:text/plain,x", "blob:https://h/1", "about:blank", "chrome-extension://a/b", "ftp://h/"];
    let mut entries: Vec<Value> = others.iter().map(|url| entry(AT, url, &[], 200, &[])).collect();
    entries.extend([cached.clone(), json!(null), json!(7), json!({"request": []})]);
    let alone = metstatus_with_input(["read", "-"], archive(&entries).as_bytes());
    assert_eq!((alone.code, alone.stdout.as_str()), (3, ""));
    assert!(alone.stderr.contains("1 of 9 entries came from the browser's cache"), "{}", alone.stderr);
    assert!(alone.stderr.contains("8 of 9 entries are not http or https requests"), "{}", alone.stderr);
    entries.push(entry(AT, FORECAST, &ASKED, 200, &SENT));
    let ran = read(archive(&entries));
    assert_eq!((ran.code, told(&ran).len()), (0, 1));
    assert!(ran.stderr.contains("8 of 10"), "{}", ran.stderr);
    let quiet = metstatus_with_input(["read", "-q", "-"], archive(&entries).as_bytes());
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[test]
fn content_of_an_archive_is_text_or_base64() {
    let body = |content: Value| {
        let mut found = entry(AT, FORECAST, &ASKED, 400, &[("x-errorclass", "Format")]);
        found["response"]["content"] = content;
        read(archive(&[found]))
    };
    for content in [
        json!({"text": "Invalid latitude", "size": 16}),
        json!({"text": "SW52YWxpZCBsYXRpdHVkZQ==", "encoding": "base64"}),
    ] {
        let ran = body(content);
        assert!(ran.finding("invalid-parameter")["evidence"].to_string().contains("Invalid latitude"), "{ran:?}");
    }
    for content in [json!({"text": "%%%", "encoding": "base64"}), json!({"size": 9}), json!(null)] {
        let ran = body(content);
        assert_eq!(ran.result()["exchanges"][0]["response"]["body_bytes"], Value::Null, "{ran:?}");
    }
}

#[test]
fn odd_entries_of_an_archive_do_no_harm() {
    let whole = archive(&[entry(AT, FORECAST, &ASKED, 403, &SENT)]);
    let wanted = read(&whole).result();
    let harmless = [
        format!("\u{feff}{whole}"),
        format!("\n\n {whole}\n"),
        whole.replacen("\"pages\":[]", "\"__proto__\":{\"status\":200},\"pages\":[[[{}]]],\"pages\":7", 1),
        whole.replacen("{\"log\"", "{\"log\":{\"entries\":[]},\"log\"", 1),
        whole.replacen("\"status\":403", "\"status\":200,\"status\":403", 1),
        whole.replacen("\"comment\"", "\"c\"", 1).replacen("api.met.no/weather", "api\\u002emet.no\\/weather", 1),
        whole.replacen("\"bodySize\":-1", "\"bodySize\":1e300,\"_x\":\"\\ud83d\"", 1),
    ];
    for input in harmless {
        let found = read(&input).result();
        assert_eq!((&found["findings"], &found["target"]), (&wanted["findings"], &wanted["target"]), "{input}");
    }
    let utf16: Vec<u8> = format!("\u{feff}{whole}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(utf16).result()["findings"], wanted["findings"]);
    let hostile = entry(
        AT,
        "https://api.met.no/weatherapi/x/2.0/?q=%1b",
        &[("User-Agent", "\u{1b}[31m\u{202e}x"), ("Cookie", "hush"), ("Authorization", "Bearer hush")],
        200,
        &[("Set-Cookie", "a=hush\nb=hush"), ("x\r\ny", "z"), ("X-Odd", "\u{7}\u{9b}2J")],
    );
    for format in ["human", "json"] {
        let ran =
            metstatus_with_input(["read", "-v", "-f", format, "-"], archive(std::slice::from_ref(&hostile)).as_bytes());
        assert!(ran.stdout.contains("redacted") && !ran.stdout.contains("hush"), "{}", ran.stdout);
    }
    // One line of the dump each, as they were sent.
    let headers = read(archive(&[hostile])).result()["exchanges"][0]["response"]["headers"].clone();
    assert_eq!(headers.to_string().matches("Set-Cookie").count(), 2, "{headers}");
}

#[test]
fn unreadable_archive_is_refused_with_line_and_column() {
    let whole = archive(&[entry(AT, FORECAST, &ASKED, 200, &SENT)]);
    let cut = format!("{{\n  {}", whole.get(1..whole.len() - 30).unwrap());
    let deep = format!("{{\"log\":{{\"entries\":[{}", "[".repeat(100_000));
    let rows: [(&str, &[&str]); 9] = [
        (&cut, &["line 2, column ", "truncated"]),
        ("{", &["line 1, column 1", "truncated"]),
        ("{\"log\": {\"entries\": [}}", &["line 1, column ", "not a HAR"]),
        (&deep, &["column", "recursion"]),
        ("{\"properties\": {\"timeseries\": []}}", &["line 1", "\"log\"", "curl -i"]),
        ("{}", &["line 1", "\"log\""]),
        ("{\"log\": {}}", &["line 1", "\"entries\""]),
        ("{\"log\": []}", &["line 1, column", "not a HAR"]),
        ("{\"log\": {\"entries\": []}}", &["no entries"]),
    ];
    for (input, parts) in rows {
        let ran = metstatus_with_input(["read", "-"], input.as_bytes());
        let shown = input.get(..60.min(input.len())).unwrap();
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{shown}");
        assert!(parts.iter().all(|part| ran.stderr.contains(part)), "{shown}: {}", ran.stderr);
        assert_eq!(ran.stderr.trim_end().lines().count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn entries_without_a_response_are_left_out_with_their_reason() {
    let internal = |field: &'static str| entry(AT, "http://api.met.no/x", &ASKED, 307, &[(field, "HSTS")]);
    let mut named = entry(AT, FORECAST, &ASKED, 307, &[("Location", "about:blank")]);
    named["response"]["statusText"] = json!("Internal Redirect");
    let with = |pointer: &str, value: Value| {
        let mut found = entry(AT, FORECAST, &ASKED, 200, &SENT);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        found.pointer_mut(parent).unwrap()[name] = value;
        found
    };
    for (left_out, reason) in [
        (internal("Non-Authoritative-Reason"), "redirects inside the browser"),
        (named, "redirects inside the browser"),
        (with("/_fromCache", json!("memory")), "the browser's cache"),
        (with("/_fromDiskCache", json!(true)), "the browser's cache"),
        (with("/_fetchType", json!("Memory Cache")), "the browser's cache"),
        (with("/_fetchType", json!("Disk Cache")), "the browser's cache"),
        (with("/_fetchType", json!("Service Worker")), "a service worker"),
        (with("/response/_fetchedViaServiceWorker", json!(true)), "a service worker"),
        (with("/request/url", json!("https://h:99999/")), "an invalid URL"),
    ] {
        let ran = read(archive(&[left_out, entry(AT, FORECAST, &ASKED, 200, &SENT)]));
        assert_eq!((ran.code, told(&ran).len()), (0, 1), "{reason}: {}", ran.stdout);
        assert!(ran.stderr.contains("1 of 2 entries") && ran.stderr.contains(reason), "{reason}: {}", ran.stderr);
    }
    for sent in [
        internal("X-Reason"),
        with("/_fetchType", json!("Network Load")),
        with("/_fromCache", json!("")),
        with("/_fromDiskCache", json!(false)),
        with("/response/_fetchedViaServiceWorker", json!(false)),
    ] {
        let ran = read(archive(&[sent]));
        assert_eq!((told(&ran).len(), ran.stderr.as_str()), (1, ""));
    }
}

#[test]
fn url_that_a_browser_sends_raw_is_kept() {
    for (url, shown) in [
        ("https://api.acme.no/css?a=1|2&b[0]={x}", "https://api.acme.no/css?a=1|2&b[0]={x}"),
        ("wss://api.acme.no/chat", "https://api.acme.no/chat"),
        ("ws://api.acme.no/chat", "http://api.acme.no/chat"),
    ] {
        let ran = read(archive(&[entry(AT, url, &[], 403, &[])]));
        assert_eq!((ran.code, ran.stderr.as_str()), (2, ""), "{url}");
        assert_eq!(ran.result()["exchanges"][0]["request"]["url"], shown);
    }
}

#[test]
fn stored_copy_beside_a_304_is_not_its_content() {
    let mut found = entry(AT, "https://api.acme.no/a.js", &[("If-None-Match", "\"1\"")], 304, &[("ETag", "\"1\"")]);
    found["response"]["content"] = json!({"text": "var a = 1", "size": 9});
    for size in [json!(0), json!(-1), json!(3756)] {
        found["response"]["bodySize"] = size;
        let ran = read(archive(&[found.clone()]));
        assert_eq!((ran.code, ran.ids()), (0, vec![]), "{}", ran.stdout);
    }
}

#[test]
fn archive_that_is_loaded_as_a_script_is_read() {
    let whole = archive(&[entry(AT, FORECAST, &ASKED, 200, &SENT)]);
    for script in [format!("onInputData({whole});\n"), format!(" a.b_$1 ( {whole} )").replace(" (", "("), whole.clone()]
    {
        assert_eq!(told(&read(&script)).len(), 1, "{script}");
    }
    let cut = metstatus_with_input(["read", "-"], format!("onInputData(\n{}", &whole[..whole.len() / 2]).as_bytes());
    assert!(cut.code == 3 && cut.stderr.contains("line 2"), "{}", cut.stderr);
}

#[test]
fn failure_is_said_in_the_words_of_the_recorder() {
    for (url, error, status, id, code, words) in [
        (FORECAST, "net::ERR_BLOCKED_BY_CLIENT", 0, "answer-hidden", 1, "browser extension"),
        (FORECAST, "net::ERR_ABORTED", 0, "answer-hidden", 1, "cancelled"),
        (FORECAST, "net::ERR_INSECURE_RESPONSE", 0, "tls-failure", 2, "refused the server's certificate"),
        (FORECAST, "[Errno 60] Connect call failed ('192.0.2.1', 80)", 0, "connection-timeout", 2, "o connection"),
        (FORECAST, "[Errno 111] Connection refused", 0, "connection-refused", 2, "Nothing accepts"),
        (FORECAST, "", -2, "answer-hidden", 1, "status -2"),
        ("https://api.acme.no/", "", 0, "answer-hidden", 1, "status 0"),
    ] {
        let mut failed = entry(AT, url, &ASKED, 0, &[]);
        failed["response"]["_error"] = json!(error);
        failed["response"]["status"] = json!(status);
        let ran = read(archive(&[failed]));
        assert_eq!(ran.code, code, "{error}: {}", ran.stdout);
        let finding = ran.finding(id).to_string();
        assert!(finding.contains(words), "{error}: {finding}");
        assert_eq!(finding.contains("MET"), url == FORECAST && status == -2, "{error}: {finding}");
    }
}

#[test]
fn clock_of_a_recording_is_not_that_of_this_machine() {
    let ran = read(archive(&[entry("2026-03-30T13:52:46Z", FORECAST, &ASKED, 200, &SENT)]));
    let finding = ran.finding("clock-skew").to_string();
    assert!(finding.contains("the recording") && !finding.contains("this machine"), "{finding}");
}

#[test]
fn both_validators_together_are_no_fault() {
    let asked = [("If-None-Match", "\"1\""), ("If-Modified-Since", "Mon, 30 Mar 2026 13:22:44 GMT")];
    for (url, status, sent) in [
        ("https://api.acme.no/x", 304, &[("ETag", "\"1\"")][..]),
        ("https://api.acme.no/x", 304, &[]),
        ("https://api.acme.no/x", 200, &[("ETag", "\"2\"")]),
        ("https://api.acme.no/x", 200, &[]),
        (FORECAST, 304, &[]),
    ] {
        let ran = read(archive(&[entry(AT, url, &asked, status, sent)]));
        assert!(!ran.ids().contains(&"invalid-condition".to_owned()), "{url} {status}: {}", ran.stdout);
    }
}

#[test]
fn repeats_without_a_time_are_reported() {
    let mut untimed = entry(AT, FORECAST, &ASKED, 200, &SENT);
    untimed["startedDateTime"] = json!(null);
    let ran = read(archive(&[untimed.clone(), untimed.clone(), untimed]));
    assert_eq!(told(&ran).len(), 1);
    assert!(ran.stderr.contains("2 of 3 entries repeat a request"), "{}", ran.stderr);
}
