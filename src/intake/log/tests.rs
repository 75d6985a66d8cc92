//! Lines of every format, read by `read` and by an audit: both say the same of them.

use super::*;

const CLF: &str = "h - - [30/Mar/2026:15:22:46 +0200] \"GET / HTTP/1.1\" 200 -";
const SQUID: &str = "1525334330.556 3 ::1 TCP_MISS/200 2 GET http://h.no/ - NONE/- -";

/// What is looked at of a line: method, host, target, status, time, User-Agent, Referer, scheme and version.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    method: String,
    host: Option<String>,
    target: String,
    status: u16,
    at_ms: i64,
    agent: Option<String>,
    referer: Option<String>,
    scheme: Option<String>,
    version: String,
}

fn seen(line: &LogLine<'_>) -> Seen {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let event = &line.event;
    Seen {
        method: text(event.method.unwrap_or_default()),
        host: event.host.map(text),
        target: text(event.target),
        status: event.status.unwrap_or_default(),
        at_ms: event.at_ms.unwrap_or_default(),
        agent: event.user_agent.map(text),
        referer: line.referer.map(text),
        scheme: event.scheme.map(text),
        version: text(line.version),
    }
}

/// What the last request of some lines is read as; both readers have to agree on all that an audit takes.
fn read(lines: &str) -> Option<Seen> {
    let (mut reader, mut audit) = (LogReader::default(), Reader::new(None, None, None));
    let mut found = None;
    for text in lines.lines() {
        let mut event = None;
        let row = reader.read(text.as_bytes(), &mut |line| {
            found = Some(seen(line));
            // Of Caddy only `read` takes that there was no TLS.
            let scheme = line.event.scheme.filter(|scheme| *scheme == b"https" || !text.starts_with('{'));
            event = Some(format!("{:?}", Event { scheme, ..line.event }));
        });
        let mut audited = None;
        audit.read(text.as_bytes(), 0, &mut |read| audited = Some(format!("{:?}", read.event())));
        assert_eq!((row == LogRow::Request, event), (audited.is_some(), audited.clone()), "{text}");
    }
    found
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// 2026-03-30T13:22:46Z.
const AT: i64 = 1_774_876_966_000;

#[test]
fn formats_without_host_and_agent_are_read() {
    for (line, target, status, at_ms, version) in [
        (CLF.to_owned(), "/", 200, AT, "HTTP/1.1"),
        (CLF.replace("200 -", "000 -"), "/", 0, AT, "HTTP/1.1"),
        (CLF.replace("200 -", "- 0"), "/", 0, AT, "HTTP/1.1"),
        (CLF.replace("200 -", "403 12 0.002 HIT"), "/", 403, AT, "HTTP/1.1"),
        (CLF.replace("GET / ", "GET /css?f=A|B c%zz "), "/css?f=A|B c%zz", 200, AT, "HTTP/1.1"),
        (CLF.replace("h - -", "Mar 30 13:22:46 web nginx[3]: h - -"), "/", 200, AT, "HTTP/1.1"),
        (SQUID.to_owned(), "http://h.no/", 200, 1_525_334_330_553, ""),
        (SQUID.replace("h.no/", "h.no/a b"), "http://h.no/a b", 200, 1_525_334_330_553, ""),
        (SQUID.replace("MISS/200", "MISS_ABORTED/000"), "http://h.no/", 0, 1_525_334_330_553, ""),
        (format!("web_1  | {SQUID}"), "http://h.no/", 200, 1_525_334_330_553, ""),
    ] {
        let expected = Seen {
            method: "GET".into(),
            target: target.into(),
            status,
            at_ms,
            version: version.into(),
            ..Seen::default()
        };
        assert_eq!(read(&line), Some(expected), "{line}");
    }
}

#[test]
fn common_format_shows_agent_and_virtual_host() {
    let combined = format!("{CLF} \"http://r.no/\" \"a\\\"b\\\\c \\x22\\xc3\\xa6 \\n \\xzz\\q\"");
    let found = read(&combined).unwrap();
    assert_eq!((found.agent, found.referer), (some("a\"b\\c \"æ \n \\xzz\\q"), some("http://r.no/")));
    let none = read(&format!("{CLF} \"-\" \"-\" 0.012 \"x\"")).unwrap();
    assert_eq!((none.agent, none.referer), (some(""), some("")));
    for (host, scheme, name) in [
        ("h.no:80", some("http"), some("h.no:80")),
        ("h.no:443", some("https"), some("h.no:443")),
        ("h.no:8080", some("http"), some("h.no:8080")),
        ("h.no:8443", some("https"), some("h.no:8443")),
        ("h.no", None, some("h.no")),
        ("h.no:x", None, None),
        ("192.0.2.7:80", None, None),
        ("localhost:80", None, None),
    ] {
        let found = read(&format!("{host} {CLF}")).unwrap();
        assert_eq!((found.scheme, found.host), (scheme, name), "{host}");
    }
    assert_eq!(read(&CLF.replacen('h', "h.no", 1)).unwrap().host, None, "a client is not a virtual host");
}

#[test]
fn formats_of_proxies_show_host_and_scheme() {
    let haproxy = "<134>Mar 30 13:22:48 haproxy[1]: ::1:53484 [30/Mar/2026:13:22:46.000] f~ b/met 0/0/0/2/2 403 +58 - - ---- \
                   1/1/0/0/0 0/0 {acme/1|} \"GET /a HTTP/1.1\"";
    let aborted = haproxy.replace("f~ b/met 0/0/0/2/2 403", "f b/<NOSRV> -1/-1/-1/-1/+5 -1");
    let envoy =
        "[2026-03-30T13:22:46.000Z] \"GET /a HTTP/2\" 403 - 154 7 226 - \"192.0.2.7\" \"acme/1\" \"id\" \"h.no\" \"-\"";
    let istio = format!(
        "istio-proxy-7c {} outbound|80||h.no - 10.0.0.2:80",
        envoy.replace("403 -", "403 UF,URX upstream_failed - \"delayed, refused\"")
    );
    let alb = "h2 2026-03-30T13:22:46Z app/a/1 192.0.2.7:2817 10.0.0.1:80 0.0 2.0 0.0 403 200 34 366 \
               \"GET https://h.no:443/a HTTP/1.1\" \"acme/1\" - -";
    let caddy = r#"{"ts":1774876966,"request":{"proto":"HTTP/2.0","method":"GET","host":"h.no","uri":"/a","headers":{"User-Agent":["acme/1"]},"tls":{"resumed":false}},"size":1,"status":403}"#;
    let traefik = r#"{"DownstreamStatus":403,"RequestHost":"h.no","RequestMethod":"GET","RequestPath":"/a","RequestProtocol":"HTTP/1.1","RequestScheme":"https","StartUTC":"2026-03-30T13:22:46Z","request_User-Agent":"acme/1"}"#;
    let nginx = r#"{"t":"1774876966.000","addr":"192.0.2.7","host":"h.no","scheme":"https","req":"GET /a HTTP/1.1","st":"403","b":"3","ua":"acme/1"}"#;
    let varnish = "1774876966.000 1774876966.100 B GET https://h.no/a HTTP/1.1 403 ims=- ua=acme/1";
    for (line, status, host, scheme, target, version) in [
        (haproxy, 403, None, some("https"), "/a", "HTTP/1.1"),
        (&aborted, 0, None, some("http"), "/a", "HTTP/1.1"),
        (envoy, 403, some("h.no"), None, "/a", "HTTP/2"),
        (&istio, 403, some("h.no"), None, "/a", "HTTP/2"),
        (alb, 403, None, None, "https://h.no:443/a", "HTTP/1.1"),
        (&alb.replace("0.0 403", "0.0 -"), 0, None, None, "https://h.no:443/a", "HTTP/1.1"),
        (caddy, 403, some("h.no"), some("https"), "/a", "HTTP/2.0"),
        (&caddy.replace(",\"tls\":{\"resumed\":false}", ""), 403, some("h.no"), some("http"), "/a", "HTTP/2.0"),
        (traefik, 403, some("h.no"), some("https"), "/a", "HTTP/1.1"),
        (nginx, 403, some("h.no"), some("https"), "/a", "HTTP/1.1"),
        (varnish, 403, None, None, "https://h.no/a", "HTTP/1.1"),
    ] {
        let found = read(line).unwrap_or_else(|| panic!("{line}"));
        let version = if line == varnish { "" } else { version };
        assert_eq!((found.status, found.host, found.scheme), (status, host, scheme), "{line}");
        assert_eq!((&*found.target, found.at_ms, &*found.version), (target, AT, version), "{line}");
        assert_eq!((found.method, found.agent), ("GET".to_owned(), some("acme/1")), "{line}");
    }
}

#[test]
fn columns_of_a_w3c_log_are_named_or_those_of_cloudfront() {
    let iis = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) cs(Referer) cs-host sc-status time-taken\n\
               2026-03-30 13:22:46 10.0.0.1 GET /a b=1 443 192.0.2.1 acme/1.0+(me@acme.no) - h.no 404 0";
    let found = read(iis).unwrap();
    assert_eq!((found.scheme, found.host, found.status), (some("https"), some("h.no"), 404));
    assert_eq!((&*found.target, found.agent, found.referer), ("/a?b=1", some("acme/1.0 (me@acme.no)"), some("")));
    assert_eq!(read(iis.lines().last().unwrap()), None, "without the directive nothing is known");
    let few = read("#Fields: date time cs-method cs-uri-stem sc-status\n2026-03-30 13:22:46 GET /a 200").unwrap();
    assert_eq!((few.host, few.agent, few.scheme, few.at_ms), (None, None, None, AT));
    let cloudfront =
        "2026-03-30 13:22:46 LAX1 392 192.0.2.1 GET d1.cloudfront.net /a 403 - Mozilla/5.0%20(X11)%2520x b=1 - Error \
                      SOX4 www.h.no https 23 0.000"
            .replace(' ', "\t");
    let found = read(&cloudfront).unwrap();
    assert_eq!((found.scheme, found.host, found.status), (some("https"), some("www.h.no"), 403));
    assert_eq!((&*found.target, found.agent), ("/a?b=1", some("Mozilla/5.0 (X11)%20x")));
    let twice = cloudfront.replace("5.0%20", "5.0%2520");
    assert_eq!(read(&twice).unwrap().agent, some("Mozilla/5.0 (X11) x"));
}

#[test]
fn lines_close_to_a_format_are_none_of_it() {
    let haproxy =
        "::1:5 [30/Mar/2026:13:22:46.000] f b/met 0/0/0/2/2 403 58 - - ---- 1/1/0/0/0 0/0 \"GET /a HTTP/1.1\"";
    let envoy =
        "[2026-03-30T13:22:46.000Z] \"GET /a HTTP/2\" 403 - 154 7 226 - \"192.0.2.7\" \"acme/1\" \"id\" \"h.no\" \"-\"";
    let alb = "h2 2026-03-30T13:22:46Z app/a/1 192.0.2.7:2817 10.0.0.1:80 0.0 2.0 0.0 403 200 34 366 \"GET https://h.no/a HTTP/1.1\" \"a\"";
    let caddy = r#"{"ts":1774876966,"request":{"method":"GET","host":"h.no","uri":"/a"},"status":403}"#;
    for line in [
        String::new(),
        CLF.replace("\"GET / HTTP/1.1\"", "\"-\""),
        CLF.replace("GET / HTTP/1.1", "\\x16\\x03\\x01"),
        CLF.replace("1.1\"", "1.1"),
        CLF.replace(" 200 ", " 20 "),
        CLF.replace(" 200 ", " 099 "),
        CLF.replace(" 200 -", " 200 x"),
        CLF.replace("GET", "get"),
        CLF.replace("GET / ", "GET "),
        CLF.replace("Mar", "Foo"),
        CLF.replace("30/Mar", "31/Feb"),
        SQUID.replace("MISS/200", "MISS 200"),
        SQUID.replace("/200", "/2000"),
        SQUID.replace("TCP_MISS", "tcp"),
        SQUID.replace(" - NONE/- -", ""),
        haproxy.replace("0/0/0/2/2", "2/2"),
        haproxy.replace("GET /a HTTP/1.1", "<BADREQ>"),
        haproxy.replace(" HTTP/1.1\"", ""),
        envoy.replace("2026-03-30T", "2026-03 "),
        envoy.replace("\"GET /a HTTP/2\"", "GET /a HTTP/2"),
        envoy.replace("GET /a HTTP/2", "- - -"),
        envoy.replace(" \"id\" \"h.no\" \"-\"", "").replace(" \"acme/1\"", ""),
        envoy.replace("403 - ", "403 "),
        alb.replace("h2 ", "tls "),
        alb.replace(" 403 ", " 40 "),
        alb.replace("03-30T", "03-30"),
        caddy.replace("403}", "\"ok\"}"),
        caddy.get(..caddy.len() - 1).unwrap().to_owned(),
        "{}".into(),
        "a\tb\tc".into(),
        "GET /weatherapi/x/2.0/ HTTP/1.1".into(),
        "We got 403 for GET /weatherapi/x [30/Mar/2026] \"again\" 200 times.".into(),
        "2026-03-30T13:22:46Z ERROR 403 for https://api.met.no/".into(),
        "http 403 for https://api.met.no/ at \"13:22\"".into(),
    ] {
        assert_eq!(read(&line), None, "{line}");
    }
}

#[test]
fn json_of_a_program_is_no_log_of_a_server() {
    for (line, is_log) in [
        (r#"{"time":"2026-03-30T13:22:46Z","status":403,"url":"https://h.no/","method":"GET"}"#, false),
        (r#"{"time":"2026-03-30T13:22:46Z","status":403,"url":"https://h.no/","bytes":1}"#, false),
        (r#"{"at":1774876966,"request":{"method":"GET","host":"h.no","uri":"/a"},"status":403}"#, false),
        (r#"{"time":"2026-03-30T13:22:46Z","status":403,"url":"https://h.no/","method":"GET","host":"web1"}"#, false),
        (r#"{"time":"2026-03-30T13:22:46Z","status":403,"url":"/","method":"GET","host":"h.no"}"#, true),
        (r#"{"time":"2026-03-30T13:22:46Z","status":403,"url":"https://h.no/","method":"GET","addr":"::1"}"#, true),
    ] {
        assert_eq!(is_log, LogReader::default().read(line.as_bytes(), &mut |_| ()) == LogRow::Request, "{line}");
    }
}

#[test]
fn line_that_was_cut_when_pasted_is_read_as_far_as_it_goes() {
    for (end, referer) in
        [(" \"-\" \"Mozilla/5.0 (X1", None), (" \"http://r.no", None), (" \"http://r.no/\" \"a\\\"", None)]
    {
        let mut found = None;
        let line = format!("{CLF}{end}");
        assert_eq!(LogReader::default().read(line.as_bytes(), &mut |line| found = Some(seen(line))), LogRow::Request);
        let found = found.unwrap();
        assert_eq!((found.status, &*found.target, found.referer, found.agent), (200, "/", referer, None), "{line}");
    }
    for line in ["\"", "a \"b\" \"c", "\"GET / HTTP/1.1", "a \"GET / HTTP/1.1\" 200 \""] {
        assert_eq!(LogReader::default().read(line.as_bytes(), &mut |_| ()), LogRow::Unknown, "{line}");
    }
}

#[test]
fn log_is_told_from_a_message_that_quotes_one() {
    let log = format!("{CLF}\n");
    assert!(is_log(log.as_bytes()));
    assert!(is_log(format!("broken\n{log}").as_bytes()));
    assert!(is_log(
        b"#Version: 1.0\n#Fields: date time cs-method cs-uri-stem sc-status\n2024-03-01 12:00:00 GET /a 200\n"
    ));
    assert!(!is_log(format!("HTTP/1.1 200 OK\n\n{log}{log}{log}").as_bytes()));
    assert!(!is_log(format!("a\nb\n{log}").as_bytes()));
    assert!(!is_log(b""));
    assert!(!is_log(b"#Fields: date time\n# a heading\n"));
}

#[test]
fn formats_may_be_mixed() {
    let mut reader = LogReader::default();
    for line in [CLF, SQUID, CLF, CLF, SQUID] {
        assert_eq!(reader.read(line.as_bytes(), &mut |_| ()), LogRow::Request, "{line}");
    }
    assert_eq!(reader.read(b"no line of a log", &mut |_| ()), LogRow::Unknown);
    assert_eq!(reader.read(b"#Date: 2024-03-01", &mut |_| ()), LogRow::Directive);
}

proptest::proptest! {
    #[test]
    fn no_line_makes_a_format_panic(line in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), text in "[\\[\"0-9/:. GETHP{}|\\t-]{0,120}") {
        let mut reader = LogReader::default();
        for line in [b"#Fields: date time cs-method cs-uri-stem sc-status cs(User-Agent)", &line[..], text.as_bytes()] {
            reader.read(line, &mut |_| ());
        }
    }
}
