//! Lines as servers write them, each with the three requests that were made.

use super::*;
use crate::evidence::event::Forwarded;

const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58";

/// What is left of an event.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    at: Option<i64>,
    address: Option<String>,
    agent: Option<String>,
    method: Option<String>,
    target: String,
    status: Option<u16>,
    condition: Option<String>,
    expires: Option<String>,
    forwarded: Option<Forwarded>,
    vantage: Option<Vantage>,
}

fn seen(reader: &mut Reader, line: &str) -> Option<Seen> {
    let mut out = None;
    let text = |value: Option<&[u8]>| value.map(|value| String::from_utf8_lossy(value).into_owned());
    reader.read(line.as_bytes(), 1, &mut |read| {
        let event = read.event();
        out = Some(Seen {
            at: event.at_ms,
            address: text(event.address),
            agent: text(event.user_agent),
            method: text(event.method),
            target: text(Some(event.target)).unwrap(),
            status: event.status,
            condition: text(event.if_modified_since),
            expires: text(event.expires),
            forwarded: event.forwarded,
            vantage: event.vantage,
        });
    });
    out
}

fn one(line: &str) -> (Seen, Format) {
    let mut reader = Reader::new(None, None, None);
    let seen = seen(&mut reader, line).unwrap_or_else(|| panic!("{line}"));
    (seen, reader.format().unwrap())
}

/// 2026-11-26T09:54:03Z.
const FIRST: i64 = 1_795_686_843_000;

fn common(second: u8, rest: &str) -> String {
    format!("192.0.2.7 - - [26/Nov/2026:09:54:{second:02} +0000] \"GET {PATH} HTTP/1.1\" 200 591{rest}")
}

#[test]
fn children_of_the_common_format_are_read() {
    let agent = " \"-\" \"browser/9.9\"";
    for (line, agent, forwarded) in [
        (common(3, ""), None, None),
        (common(3, agent), Some("browser/9.9"), None),
        (format!("weather.acme.no:443 {}", common(3, agent)), Some("browser/9.9"), None),
        (common(3, &format!("{agent} TCP_MEM_HIT:HIER_NONE")), Some("browser/9.9"), Some(Forwarded::No)),
        (common(3, &format!("{agent} TCP_MISS:FIRSTUP_PARENT")), Some("browser/9.9"), Some(Forwarded::Yes)),
        (common(3, " \"-\" \"a \\\"b\\\" \\x41\""), Some("a \"b\" A"), None),
        (common(3, &format!("{agent} \"192.0.2.9\" rt=0.1")), Some("browser/9.9"), None),
    ] {
        let (seen, format) = one(&line);
        assert_eq!((seen.agent.as_deref(), seen.forwarded, format), (agent, forwarded, Format::Common), "{line}");
        assert_eq!((seen.at, seen.target.as_str(), seen.status), (Some(FIRST), PATH, Some(200)), "{line}");
        assert_eq!(seen.address.as_deref(), Some("192.0.2.7"), "{line}");
    }
}

#[test]
fn clock_of_the_end_is_moved_by_the_duration() {
    let nginx = format!(
        r#"{{"t":"1795686845.309","addr":"192.0.2.7","req":"GET {PATH} HTTP/1.1","st":"200","b":"360","rt":"2.025","cs":"MISS","us":"200","uexp":"Thu, 26 Nov 2026 09:54:09 GMT","ims":"","ua":"browser/9.9"}}"#
    );
    let (seen, format) = one(&nginx);
    assert_eq!((seen.at, format), (Some(FIRST + 284), Format::Json));
    assert_eq!(seen.expires.as_deref(), Some("Thu, 26 Nov 2026 09:54:09 GMT"));
    assert_eq!(seen.forwarded, Some(Forwarded::Yes));
    for (cs, us, forwarded) in [
        ("HIT", "", Forwarded::No),
        ("STALE", "", Forwarded::No),
        ("REVALIDATED", "304", Forwarded::Conditional),
        ("EXPIRED", "200", Forwarded::Yes),
        ("MISS", "502, 200", Forwarded::Yes),
    ] {
        let line =
            nginx.replace("\"MISS\"", &format!("\"{cs}\"")).replace("\"us\":\"200\"", &format!("\"us\":\"{us}\""));
        assert_eq!(one(&line).0.forwarded, Some(forwarded), "{cs} {us}");
    }
}

#[test]
fn other_forms_are_recognised_by_themselves() {
    let caddy = format!(
        r#"{{"level":"info","ts":1795686845.2850049,"logger":"http.log.access.log0","msg":"handled request","request":{{"remote_ip":"192.0.2.7","remote_port":"57008","proto":"HTTP/1.1","method":"GET","host":"127.0.0.1:18085","uri":"{PATH}","headers":{{"Accept":["*/*"],"User-Agent":["browser/9.9"]}}}},"user_id":"","duration":2.009442591,"size":360,"status":200,"resp_headers":{{"Server":["Caddy","x"],"Expires":["Thu, 26 Nov 2026 09:54:09 GMT"]}}}}"#
    );
    let traefik = format!(
        r#"{{"ClientHost":"192.0.2.7","DownstreamStatus":200,"Duration":2000000,"OriginStatus":200,"RequestHost":"x.acme.no","RequestMethod":"GET","RequestPath":"{PATH}","StartUTC":"2026-11-26T09:54:03.279Z","request_User-Agent":"browser/9.9","time":"2026-11-26T09:54:05Z"}}"#
    );
    let haproxy = format!(
        "<134>Nov 26 09:54:05 haproxy[1191]: 192.0.2.7:53484 [26/Nov/2026:09:54:03.279] f b/met 0/0/0/2006/2006 200 582 - - ---- 1/1/0/0/0 0/0 {{browser/9.9|}} {{Thu, 26 Nov 2026 09:54:09 GMT}} \"GET {PATH} HTTP/1.1\""
    );
    let squid = format!(
        "1795686845.279   2000 192.0.2.7 TCP_REFRESH_UNMODIFIED/200 705 GET http://127.0.0.1{PATH} - FIRSTUP_PARENT/127.0.0.1 application/json"
    );
    let varnish = format!(
        "1795686843.279000 1795686845.379630 B GET http://127.0.0.1:18083{PATH} HTTP/1.1 304 ims=Thu, 26 Nov 2026 09:53:57 GMT ua=browser/9.9"
    );
    let envoy = format!(
        r#"[2026-11-26T09:54:03.279Z] "GET {PATH} HTTP/1.1" 200 - 0 360 12 11 "192.0.2.7" "browser/9.9" "id" "api.acme.no" "10.0.0.1:80""#
    );
    let alb = format!(
        "https 2026-11-26T09:54:05.300000Z app/a/1 192.0.2.7:2817 10.0.0.1:80 0.0 2.0 0.0 200 200 34 366 \"GET https://api.acme.no:443{PATH} HTTP/1.1\" \"browser/9.9\" TLS TLSv1.2 arn:x \"Root=1\" \"api.acme.no\" \"arn:y\" 0 2026-11-26T09:54:03.279000Z \"forward\" \"-\""
    );
    let tests = [
        (caddy, Format::Json, FIRST + 276, Some(Vantage::Inbound)),
        (traefik, Format::Json, FIRST + 279, Some(Vantage::Inbound)),
        (haproxy, Format::Haproxy, FIRST + 279, Some(Vantage::Relay)),
        (squid, Format::Squid, FIRST + 279, Some(Vantage::Inbound)),
        (varnish, Format::Varnish, FIRST + 279, Some(Vantage::Outbound)),
        (envoy, Format::Envoy, FIRST + 279, Some(Vantage::Relay)),
        (alb, Format::Alb, FIRST + 279, Some(Vantage::Relay)),
    ];
    for (line, format, at, vantage) in tests {
        let (seen, found) = one(&line);
        assert_eq!((found, seen.at, seen.vantage), (format, Some(at), vantage), "{line}");
        assert!(seen.target.ends_with(PATH), "{line}");
        let address = seen.address.as_deref().filter(|_| format != Format::Varnish);
        assert_eq!(address, (format != Format::Varnish).then_some("192.0.2.7"), "{line}");
        let agent = (format != Format::Squid).then_some("browser/9.9");
        assert_eq!(seen.agent.as_deref(), agent, "{line}");
    }
}

#[test]
fn w3c_columns_are_those_that_the_log_names() {
    let mut reader = Reader::new(None, None, None);
    let cloudfront = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-edge-result-type time-taken\n2026-11-26\t09:54:05\tOSL\t360\t192.0.2.7\tGET\td.cloudfront.net\t/weatherapi/locationforecast/2.0/compact\t200\t-\tbrowser/9.9%20x\tlat=60.10&lon=9.58\tRefreshHit\t2.000";
    let mut last = None;
    for line in cloudfront.lines() {
        last = seen(&mut reader, line).or(last);
    }
    let last = last.unwrap();
    assert_eq!((last.at, last.target.as_str(), last.agent.as_deref()), (Some(FIRST), PATH, Some("browser/9.9 x")));
    assert_eq!(
        (last.forwarded, last.status, reader.format()),
        (Some(Forwarded::Conditional), Some(304), Some(Format::W3c))
    );
    let mut reader = Reader::new(None, None, None);
    let iis = "#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status time-taken cs(User-Agent)\n2026-11-26 09:54:03 192.0.2.7 GET /weatherapi/x/1.0/ - 200 15 browser/9.9+(a+b)";
    let last = iis.lines().filter_map(|line| seen(&mut reader, line)).last().unwrap();
    assert_eq!((last.agent.as_deref(), last.target.as_str()), (Some("browser/9.9 (a b)"), "/weatherapi/x/1.0/"));
}

#[test]
fn format_strings_are_read_as_servers_have_them() {
    let nginx = Template::parse(
        r#"$remote_addr [$time_iso8601] "$request" $status $request_time "$http_user_agent" $upstream_cache_status/$upstream_status"#,
    );
    let mut reader = Reader::new(Some(Format::Template), None, Some(nginx.unwrap()));
    let line = format!(r#"192.0.2.7 [2026-11-26T09:54:05+00:00] "GET {PATH} HTTP/1.1" 200 2.000 "a \" b" HIT/-"#);
    let read = seen(&mut reader, &line).unwrap();
    assert_eq!((read.at, read.forwarded, read.agent.as_deref()), (Some(FIRST), Some(Forwarded::No), Some("a \\\" b")));
    let apache =
        Template::parse(r#"%a %{begin:usec}t %D "%m %U%q" %>s \"%{User-Agent}i\" %{If-Modified-Since}i|%{Expires}o"#);
    let mut reader = Reader::new(Some(Format::Template), None, Some(apache.unwrap()));
    let line = format!(r#"192.0.2.7 1795686843000000 2000000 "GET {PATH}" 200 "x/1" -|Thu, 26 Nov 2026 09:54:09 GMT"#);
    let read = seen(&mut reader, &line).unwrap();
    assert_eq!((read.at, read.target.as_str(), read.condition.as_deref()), (Some(FIRST), PATH, Some("")));
    for wrong in ["", "plain", "$remote_addr $status", "$remote_addr$request", "%h %>s"] {
        assert!(Template::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn hostile_lines_are_unread_and_nothing_worse() {
    let long = format!("{} \"", "x".repeat(1 << 20));
    for line in [
        "",
        "\0",
        "{",
        "{}",
        "{\"a\":",
        "[",
        "\"",
        "- - - [",
        "{{{{{{{{{{{{{{{{{{{{{{{{{",
        "GET / HTTP/1.1",
        &long,
        "h - - [99/Zzz/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 200 1",
        "1 2 3 4",
        "\u{202e}\x1b[31m",
    ] {
        let mut reader = Reader::new(None, None, None);
        assert!(seen(&mut reader, line).is_none(), "{line:.60}");
    }
    let deep = format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    assert!(seen(&mut Reader::new(None, None, None), &deep).is_none());
    let empty =
        [common(3, "").replace(&format!("GET {PATH} HTTP/1.1"), "-"), common(3, "").replace("GET ", "\\x16\\x03")];
    for line in empty {
        assert_eq!(Reader::new(None, None, None).read(line.as_bytes(), 1, &mut |_| ()), LineResult::Empty, "{line}");
    }
}

/// Lines as the shipped formats make the servers write them, of a request with a User-Agent full of marks.
#[test]
fn shipped_formats_show_what_goes_on_to_met() {
    const REST: &str = r#""method":"GET","url":"/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58","status":"304","user_agent":"acme/1.2 (\"x\" \\ y) ops@acme.no","expires":"Thu, 26 Nov 2026 09:54:09 GMT""#;
    let of = |rest: &str| format!("{{{rest}}}");
    for (line, at, forwarded, condition) in [
        (
            of(&format!(
                r#""vantage":"outbound","time":"1795686845.500","request_time":"2.000","upstream_status":"304","cache":"",{REST},"if_modified_since":"""#
            )),
            FIRST + 500,
            None,
            Some(""),
        ),
        (
            of(&format!(
                r#""vantage":"outbound","time":"1795686845.500","request_time":"2.000","upstream_status":"304","cache":"REVALIDATED",{REST}"#
            )),
            FIRST + 500,
            Some(Forwarded::Conditional),
            None,
        ),
        (
            of(&format!(
                r#""vantage":"outbound","time":"1795686845.500","request_time":"2.000","upstream_status":"","cache":"",{REST}"#
            )),
            FIRST + 500,
            Some(Forwarded::No),
            None,
        ),
        (
            of(&format!(
                r#""vantage":"outbound","start":"1795686843189627","duration_us":"50887",{REST},"if_modified_since":"-""#
            )),
            FIRST + 189,
            None,
            Some(""),
        ),
        (
            format!(
                "<134>Nov 26 09:54:05 haproxy[5779]: {}",
                of(&format!(r#""vantage":"outbound","start":"1795686843.279","duration_ms":"2",{REST}"#))
            ),
            FIRST + 279,
            None,
            None,
        ),
        (
            of(&format!(
                r#""vantage":"outbound","end":"1795686845.371","duration_ms":"2002",{REST},"squid":"TCP_REFRESH_UNMODIFIED:FIRSTUP_PARENT""#
            )),
            FIRST + 369,
            Some(Forwarded::Conditional),
            None,
        ),
    ] {
        let (seen, format) = one(&line);
        assert_eq!((seen.at, seen.forwarded, format), (Some(at), forwarded, Format::Json), "{line}");
        assert_eq!((seen.condition.as_deref(), seen.vantage), (condition, Some(Vantage::Outbound)), "{line}");
        assert_eq!(seen.agent.as_deref(), Some("acme/1.2 (\"x\" \\ y) ops@acme.no"), "{line}");
        assert_eq!(seen.status, Some(304), "{line}");
    }
    let (seen, _) = one(r#"{"time":"1795686845.500","url":"/a","status":"200","user_agent":"caf\xc3\xa9 \x22"}"#);
    assert_eq!(seen.agent.as_deref(), Some("caf\u{e9} \""));
}

#[test]
fn captured_dates_are_taken_only_where_they_are_certain() {
    let read = |captures: &str| {
        let line = format!(
            "<134>Nov 26 09:54:05 haproxy[1191]: 192.0.2.7:53484 [26/Nov/2026:09:54:03.279] f b/met 0/0/0/2006/2006 200 582 - - ---- 1/1/0/0/0 0/0 {captures} \"GET {PATH} HTTP/1.1\""
        );
        let text = |value: Option<&[u8]>| value.map(|value| String::from_utf8_lossy(value).into_owned());
        let mut out = None;
        Reader::new(None, None, None).read(line.as_bytes(), 1, &mut |read| {
            let event = read.event();
            let dates = [event.if_modified_since, event.expires, event.last_modified];
            out = Some((text(event.user_agent), dates.map(text)));
        });
        out.unwrap()
    };
    let date = |clock: &str| format!("Thu, 26 Nov 2026 {clock} GMT");
    let (before, expires, far) = (date("09:40:00"), date("10:24:03"), date("14:54:03"));
    let now = date("09:54:05");
    let some = |text: &str| Some(text.to_owned());
    for (captures, agent, dates) in [
        (
            format!("{{app/1|{before}}} {{{expires}|{before}}}"),
            some("app/1"),
            [some(&before), some(&expires), some(&before)],
        ),
        (format!("{{app/1|}} {{{before}|{now}|{expires}}}"), some("app/1"), [None, some(&expires), some(&before)]),
        // A Last-Modified alone, or with the Date of the response.
        (format!("{{app/1|}} {{|{before}}}"), some("app/1"), [None, None, None]),
        (format!("{{app/1|}} {{{now}|{expires}}}"), some("app/1"), [None, some(&expires), None]),
        // Those of the response alone, which would be an If-Modified-Since in the future.
        (format!("{{{expires}}}"), None, [None, None, None]),
        (format!("{{{before}}}"), None, [None, None, None]),
        (format!("{{app/1|{before}}}"), some("app/1"), [some(&before), None, None]),
        // A clock of another zone.
        (format!("{{app/1|{far}}} {{{far}|{before}}}"), some("app/1"), [None, None, None]),
    ] {
        assert_eq!(read(&captures), (agent, dates), "{captures}");
    }
}

#[test]
fn object_without_time_is_a_request_all_the_same() {
    let (seen, format) = one(&format!(r#"{{"req":"GET {PATH} HTTP/1.1","st":"200","ua":"app/1"}}"#));
    assert_eq!((seen.at, seen.status, format), (None, Some(200), Format::Json));
    assert_eq!(Reader::new(None, None, None).read(br#"{"status":"200"}"#, 1, &mut |_| ()), LineResult::Unread);
}

/// A bracket where a value was to be was read as an empty number, again and again.
#[test]
fn array_with_an_empty_value_ends() {
    let timed = "\"ts\":1795686845.28,\"status\":200,\"request\":{\"uri\":\"/weatherapi/x/1.0/\"}";
    assert!(seen(&mut Reader::new(None, None, None), &format!("{{{timed},\"tags\":[1,\"a\",{{}},[]]}}")).is_some());
    for array in ["[}", "[,", "[,]", "[1 2]", "[1}", "[", "[}]", "[[}", "[1,"] {
        for line in [
            format!("{{\"tags\":{array}}}"),
            format!("{{{timed},\"tags\":{array}}}"),
            format!("{{\"a\":{{\"b\":{array}"),
        ] {
            assert_eq!(seen(&mut Reader::new(None, None, None), &line), None, "{line}");
        }
    }
    assert_eq!(seen(&mut Reader::new(None, None, None), "{\"status\":}"), None);
}

#[test]
fn line_in_an_object_of_its_collector_is_read() {
    let line = common(3, r#" \"-\" \"acme/1.2\""#)
        .replace(&format!("\"GET {PATH} HTTP/1.1\""), &format!("\\\"GET {PATH} HTTP/1.1\\\""));
    for object in [
        format!(r#"{{"log":"{line}\n","stream":"stdout","time":"2026-11-26T09:54:04.1Z"}}"#),
        format!(r#"{{"host":"web","message": "{line}"}}"#),
    ] {
        let (seen, format) = one(&object);
        assert_eq!((seen.at, format, seen.status), (Some(FIRST), Format::Common, Some(200)), "{object}");
        assert_eq!((seen.agent.as_deref(), seen.target.as_str()), (Some("acme/1.2"), PATH));
    }
    for object in
        [r#"{"log":"started"}"#, r#"{"log":"#, r#"{"log":""}"#, r#"{"log":"a\"#, r#"{"log":{"version":"1.2"}}"#]
    {
        assert_eq!(seen(&mut Reader::new(None, None, None), object), None, "{object}");
    }
}

#[test]
fn logs_of_edges_are_read_by_their_names() {
    let cloudflare = format!(
        r#"{{"ClientIP":"192.0.2.7","ClientRequestHost":"w.acme.no","ClientRequestMethod":"GET","ClientRequestURI":"{PATH}","EdgeResponseStatus":200,"EdgeStartTimestamp":"2026-11-26T09:54:03Z","ClientRequestUserAgent":"acme/1.2"}}"#
    );
    let google = format!(
        r#"{{"httpRequest":{{"requestMethod":"GET","requestUrl":"https://w.acme.no{PATH}","status":200,"userAgent":"acme/1.2","remoteIp":"192.0.2.7"}},"timestamp":"2026-11-26T09:54:03Z"}}"#
    );
    for line in [cloudflare, google] {
        let (seen, format) = one(&line);
        assert_eq!((seen.at, format, seen.status), (Some(FIRST), Format::Json, Some(200)), "{line}");
        assert_eq!((seen.agent.as_deref(), seen.address.as_deref()), (Some("acme/1.2"), Some("192.0.2.7")));
        assert!(seen.target.ends_with(PATH) && seen.vantage == Some(Vantage::Inbound), "{}", seen.target);
    }
}
