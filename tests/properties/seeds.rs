//! What the inputs of the checks are made of: the transcripts of the rules, what other tests read, and texts that are
//! meant to do harm.

use std::path::Path;

use crate::checks::{har, head, inquiry};
use metstatus::internals::diagnosis::rules;
use metstatus::internals::evidence::Exchange;
use metstatus::internals::intake;
use metstatus::internals::text::escape::Text;

/// What formats, terminals, parsers and readers take for their own.
pub(crate) const TOKENS: [&[u8]; 60] = [
    b"\x1b[31m",
    b"\x1b]8;;http://evil.invalid\x07",
    b"\xc2\x9b31m",
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{e0041}".as_bytes(),
    b"\xff",
    b"\0",
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"\t",
    b"::error::",
    b"]]>",
    b"&#x1b;",
    b"\\u001b",
    b"|a=1;2",
    b"%0A",
    b"http://user:pass@host/",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/2 403\n",
    b"GET /weatherapi/x/1.0/y HTTP/1.1\n",
    b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"ffffffffffffffff\r\n",
    b"Date: Mon, 30 Mar 2026 13:22:46 GMT\r\n",
    b"Expires: 0\r\n",
    b"Last-Modified: Sun, 06-Nov-94 08:49:37 GMT\r\n",
    b"Retry-After: 99999999999999999999\r\n",
    b"Location: //[::1]:80/?\r\n",
    b"Cache-Control: max-age=\"1\", no-cache=\"a\"\r\n",
    b"X-ErrorClass: IllegalUserAgent\r\n",
    b"Deprecation: @1688169599\r\n",
    b"Sunset: Sat, 31 Dec 9999 23:59:59 GMT\r\n",
    b"> ",
    b"< ",
    b"* ",
    b"curl: (28) ",
    b"{\"log\":{\"entries\":[",
    b"[30/Mar/2026:13:22:46 +0000]",
    b"<item><title>",
    b"<![CDATA[",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"\n%%\n",
    b"--> GET https://h.no/a\n",
    b"<-- 403 https://h.no/a (1ms)\n",
    b"send: b'GET / HTTP/1.1\\r\\n'",
    b"=> Send header, 1 bytes (0x1)\n0000: ",
    b"http-outgoing-0 >> \"",
    b"curl -H 'a: b' \\\n",
    b"403 Client Error: Forbidden for url: https://h.no/",
    b"- request:\n",
    b"Request URL: https://h.no/\n",
    b"    ",
    b"&gt; ",
    b"ETIMEDOUT",
];

/// The inputs that a check starts from.
pub(crate) fn of(check: &str) -> Vec<Vec<u8>> {
    let mut seeds = match check {
        "changelog" => FEEDS.iter().map(|feed| feed.as_bytes().to_vec()).collect(),
        "command" => texts(&COMMANDS),
        "content" => contents(),
        "date" => texts(&DATES),
        "fields" => texts(&FIELDS),
        "har" => vec![ARCHIVE.as_bytes().to_vec(), ARCHIVE.repeat(3).into_bytes()],
        "head" => {
            exchanges().iter().filter_map(|exchange| Some(head::written(&exchange.response.as_ref()?.head))).collect()
        }
        "inquiry" => inquiries(),
        "log" => texts(&LOGS),
        "paste" => pastes(),
        "framing" => framings(),
        "state" => states(),
        "targets" => texts(&TARGETS),
        "text" => Vec::new(),
        "url" => texts(&URLS),
        // The same is captured and reported.
        _ => captures(),
    };
    if matches!(check, "head" | "text" | "report" | "intake") {
        seeds.extend(TOKENS.iter().map(|token| token.to_vec()));
    }
    assert!(seeds.len() > 1, "{check} has no seeds");
    seeds
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Captures as people and programs make them.
fn captures() -> Vec<Vec<u8>> {
    // Hundreds of lines that are alike are no better a seed than few.
    let examples = rules::all().map(|rule| rule.example).filter(|example| (1..4096).contains(&example.len()));
    let mut captures: Vec<Vec<u8>> = examples.map(|example| example.as_bytes().to_vec()).collect();
    let folders =
        ["tests/fixtures", "tests/fixtures/pastes"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    captures.extend(files.iter().map(|file| std::fs::read(file).unwrap()));
    captures.push(har::archive(ARCHIVE.as_bytes()));
    captures.push(LOG.as_bytes().to_vec());
    captures.extend(TOKENS.iter().map(|token| hostile(&String::from_utf8_lossy(token)).into_bytes()));
    captures
}

/// A capture with a text in every place that comes from outside.
fn hostile(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    format!(
        "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.5{text} HTTP/1.1\n\
         User-Agent: {text}\nX-{text}: {text}\n\nHTTP/1.1 403 {text}\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
         X-ErrorClass: {text}\nRetry-After: {text}\nExpires: {text}\nLocation: {text}\nDeprecation: {text}\n\
         Sunset: {text}\nLink: <{text}>; rel=\"{text}\"\nCache-Status: {text}\nRateLimit: {text}\n\n{text}\n"
    )
}

/// Captures and what programs say of requests, with hints in their first line.
fn pastes() -> Vec<Vec<u8>> {
    let hints = ["-\n", "https://api.met.no/weatherapi/x/2.0/y?lat=1 weather/1.2 ops@acme-weather.no\n"];
    let texts = texts(&REPORTS).into_iter().chain(captures());
    texts.zip(hints.iter().cycle()).map(|(text, hint)| [hint.as_bytes(), &text].concat()).collect()
}

fn exchanges() -> Vec<Exchange> {
    let read = captures().into_iter().filter_map(|capture| intake::read(&capture).ok());
    read.flat_map(|reading| reading.captured).flat_map(|captured| captured.evidence.exchanges).collect()
}

/// The captures as servers would have answered.
fn inquiries() -> Vec<Vec<u8>> {
    let read = captures().into_iter().filter_map(|capture| intake::read(&capture).ok());
    let mut inquiries: Vec<Vec<u8>> = read
        .filter_map(|reading| {
            let exchanges = reading.captured.into_iter().next()?.evidence.exchanges;
            let url = exchanges
                .first()?
                .url()
                .map_or("locationforecast/2.0/compact?lat=60&lon=9".to_owned(), |url| url.wire());
            let answers = exchanges.iter().map(|exchange| match &exchange.response {
                Some(response) => [head::written(&response.head), response.body.bytes.clone()].concat(),
                None => b"!\x04\x00".to_vec(),
            });
            Some(std::iter::once(url.into_bytes()).chain(answers).collect::<Vec<_>>().join(inquiry::BETWEEN))
        })
        .collect();
    let gone = "textforecast/2.0/areas\n%%\nHTTP/1.1 203 Non-Authoritative Information\r\nDate: Mon, 30 Mar 2026 13:22:46 GMT\r\n\r\n{}";
    let moved = "http://127.0.0.1/a\n%%\nHTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n\n%%\nHTTP/1.1 200 OK\r\n\r\nok";
    inquiries.extend(FEEDS.iter().map(|feed| format!("{gone}\n%%\nHTTP/1.1 200 OK\r\n\r\n{feed}").into_bytes()));
    inquiries.push(moved.as_bytes().to_vec());
    inquiries
}

fn framings() -> Vec<Vec<u8>> {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    texts(&[
        &format!("{chunked}4;a=b\r\nwiki\r\n0\r\nX-Trailer: 1\r\n\r\n"),
        &format!("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n{chunked}0\r\n\r\nHTTP/1.1 200 OK"),
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, world",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\n\nto the end",
        "\u{0}\u{0}\u{12}\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}",
    ])
}

/// Documents, whole, cut and compressed.
fn contents() -> Vec<Vec<u8>> {
    use std::io::Write as _;
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    zipped.write_all(&[b'a'; 9000]).unwrap();
    let zipped = zipped.finish().unwrap();
    let mut contents = texts(&[
        "{\"type\":\"Feature\",\"geometry\":{\"coordinates\":[9.58,60.1,496]},\"type\":1e400}",
        "<html><head><style>x</style></head><body><h1>403</h1>&lt;no&gt;<!-- x --></body>",
        "<?xml version=\"1.0\"?><weatherdata xmlns:a=\"b\"><product a:c='d'/></weatherdata>",
        "[[[[[[",
        "Bad request: lat is missing\n",
    ]);
    contents.push([zipped.as_slice(), &zipped].concat());
    contents.push(zipped[..zipped.len() / 2].to_vec());
    contents.push(zipped);
    contents
}

/// What runs have remembered.
fn states() -> Vec<Vec<u8>> {
    let target = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    let request = format!("{:08x}-00", crc(b"User-Agent:weather/1.2 ops@acme-weather.no\n"));
    let document = |status: &str, not_before: &str, finding: &str| {
        format!(
            r#"{{"schema":"metstatus-state/1","targets":[{{"target":"{target}","request":"{request}","checked_at":1774876900,
            "not_before":{not_before},"refusals":1,"verdict":"failing","findings":[{{"id":"{finding}","severity":"error",
            "certainty":"certain","message":"m","advice":["a"],"reference":"https://api.met.no/"}}],"answer":{{"url":null,
            "status":"{status}","fields":[["Date","Mon, 30 Mar 2026 13:22:46 GMT"],["ETag","\"x\""]],"whole":true,
            "sent_at":1774876900,"received_at":1774876901,"wire_bytes":10,"body_bytes":20,"body_crc32":30}},"document":null}}]}}"#
        )
    };
    vec![
        document("HTTP/1.1 200 OK", "1774880000", "no-validator").into_bytes(),
        document("HTTP/1.1 403 Forbidden", "null", "forbidden").into_bytes(),
        document("HTTP/2 503 ", "9223372036854775807", "end-of-life-near").into_bytes(),
        br#"{"schema":"metstatus-state/2","targets":[]}"#.to_vec(),
    ]
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The names of seeds are the beginning of what they hold, so a list of them shows something.
pub(crate) fn name(at: usize, seed: &[u8]) -> String {
    let shown = Text::from(seed.get(..seed.len().min(24)).unwrap_or_default()).to_string();
    let plain: String = shown.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{at:03}-{plain}")
}

const DATES: [&str; 10] = [
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Mon, 30 Feb 2026 24:00:60 UTC",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "0",
    "-1",
    "2026-03-30T13:22:46Z",
    "2026-03-30T13:22:46.123456+23:59",
    "2026-02-29",
];

const FIELDS: [&str; 16] = [
    "max-age=1800, s-maxage=\"60\", no-cache=\"set-cookie\", private, stale-if-error=4294967296",
    "no-store\nmax-age=0",
    "varnish; hit; ttl=-5, \"edge\"; fwd=stale; fwd-status=304",
    "@1688169599",
    "true",
    "?1",
    "\"abc\"",
    "W/\"abc\"",
    "<https://h/a>; rel=\"sunset deprecation\"; anchor=\"#x\", <b>; rel=next",
    "\"default\";r=50;t=30",
    "limit=100, remaining=0, reset=5",
    "120",
    "-5",
    "Mon, 30 Mar 2026 13:22:46 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT",
    "9999999999999",
];

const TARGETS: [&str; 4] = [
    "locationforecast/2.0/compact?lat=60.1&lon=9.58  name=oslo eol-warning=90d # a comment\n403\n4xx\n\"too many requests\"\n",
    "https://u:p@h.invalid:8443/x?api_key=1 name=\"Oslo \\\"S\\\"\" allow=no-validator deny=tls-expired\r\n",
    "\u{feff}Outsidegeographicarea\nhttp://[::1]/\nhttp://1.2.3.4 warn=nothing\nabc name=\n",
    "http://bücher.example/ü name=\u{202e}x\n",
];

const URLS: [&str; 12] = [
    "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58#x\n?lat=1",
    "http://me:pa%20ss@127.0.0.1:8080\n//h.invalid:0/",
    "https://API.met.no./\n../../..",
    "http://bücher.example:80/ü?q\nhttps://æøå.no/x",
    "http://１２７.０.０.１/\nhttp:a",
    "http://[::ffff:127.0.0.1]:65535/\n#",
    "http://b%C3%BCcher.example/\n;x=1",
    "http://h/?a=b@c\njavascript:alert(1)",
    "http://h:/\n",
    "http://[v1.x]/a\nhttp://u@h",
    "https://aa015h6buqvih86i1.api.met.no/x?token=1\n/%",
    "http://xn--a.b\n?x=[1]",
];

const ARCHIVE: &str = "GET\nhttps://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58\n\
     2026-03-30T13:22:46.5Z\n41.5\n200\nOK\nExpires: Mon, 30 Mar 2026 13:53:26 GMT\n\
     Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\nContent-Type: application/json\nMozilla/5.0\napplication/json\n{}\n";

const LOG: &str = "127.0.0.1 - - [30/Mar/2026:13:22:46 +0000] \"GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\" 403 153 \"-\" \"okhttp/4.12.0\"\n\
     ::1 - u [30/Mar/2026:15:22:47 +0200] \"GET https://api.met.no/weatherapi/sunrise/2.0/.json HTTP/2\" 404 0 \"-\" \"x/1 \\\"a\\\" ops@acme-weather.no\"\n\
     10.0.0.1 - - [30/Mar/2026:13:22:48 +0000] \"-\" 408 0\n";

const COMMANDS: [&str; 8] = [
    "curl -sSv -A 'weather/1.2 ops@acme-weather.no' -H 'Accept: */*' 'https://api.met.no/weatherapi/x/2.0/y?lat=1&lon=2'",
    "$ curl 'https://h.no/a' \\\n  -H 'A: b' \\\n  --compressed\nHTTP/1.1 200 OK\n",
    "curl -G --data-urlencode 'q=a b' -d lat=1 -Ih.no -XDELETE https://h.no/a?x=1#f --next -d @file -u me:pw h.no/b",
    "curl.exe ^\"https://h.no/a?x=1^&y=2^\" ^\n  -H ^\"User-Agent: a/1^\" ^\n  --json {}",
    "user@host:~$ curl -sSAd/3 --user-agent=$AGENT -b a=1 -z 'Mon, 30 Mar 2026 13:22:46 GMT' --frobnicate https://h.no/",
    "curl -H @more -K secrets -T - -r 0-9 -e 'http://r/;auto' --oauth2-bearer t https://bücher.example/a",
    "curl -A $'a\\x41\\u00e6' -H 'User-Agent:' -H 'X;' \"https://h.no/$(id)\"",
    "sudo curl https://[::1]:8443/{a,b}[1-3] http://1.2.3.4",
];

/// A line of each format of logs.
const LOGS: [&str; 9] = [
    LOG,
    "1774876966.123    120 192.0.2.7 TCP_MISS/403 512 GET http://api.met.no/weatherapi/x/2.0/? - HIER_DIRECT/1.2.3.4 text/html",
    "{\"level\":\"info\",\"ts\":1774876966.5,\"logger\":\"http.log.access\",\"request\":{\"method\":\"GET\",\"host\":\"h.no\",\"uri\":\"/a\\u00e6\",\"proto\":\"HTTP/2.0\",\"headers\":{\"User-Agent\":[\"a/1\"]}},\"status\":403,\"size\":3}",
    "{\"RequestMethod\":\"GET\",\"RequestHost\":\"h.no\",\"RequestPath\":\"/a\",\"DownstreamStatus\":404,\"StartUTC\":\"2026-03-30T13:22:46Z\"}",
    "Mar 30 13:22:46 lb haproxy[7]: 192.0.2.7:5000 [30/Mar/2026:13:22:46.123] in~ met/s1 0/0/10/20/30 403 512 - - ---- 1/1/0/0/0 0/0 {a/1} \"GET /a HTTP/1.1\"",
    "https 2026-03-30T13:22:46.123456Z app/lb/1 192.0.2.7:5000 10.0.0.1:80 0.001 0.002 0.000 403 403 34 366 \"GET https://h.no:443/a HTTP/2.0\" \"a/1\" - -",
    "[2026-03-30T13:22:46.123Z] \"GET /a HTTP/1.1\" 503 UH 0 19 1 - \"-\" \"a/1\" \"id\" \"api.met.no\" \"-\"",
    "#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent)\n2026-03-30 13:22:46 GET /a lat=1 403 a/1+b\n#Fields: time date\n",
    "2026/03/30 13:22:46 [error] 29#29: *12 upstream timed out (110: x) while connecting to upstream, client: 192.0.2.1, server: _, request: \"GET /w HTTP/1.1\", upstream: \"https://157.249.81.141:443/w\", host: \"h.no\"",
];

/// What programs say of requests.
pub(crate) const REPORTS: [&str; 7] = [
    "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.met.no/weatherapi/x/2.0/y?lat=1",
    "AxiosError: Request failed with status code 429\n    at settle (/a.js:1:2)\n  url: 'https://api.met.no/weatherapi/x/2.0/',\n",
    "java.net.UnknownHostException: Unable to resolve host \"api.met.no\": No address associated with hostname",
    "Error: connect ETIMEDOUT 157.249.81.141:443\n{ errno: -110, code: 'ETIMEDOUT', syscall: 'connect' }",
    "{\"message\":\"Request failed\",\"statusCode\":403,\"url\":\"https://api.met.no/weatherapi/x/2.0/\"}",
    "2026-03-30 13:22:46 ERROR (MainThread) [metno] Retrieving data from https://aa015h6buqvih86i1.api.met.no/weatherapi/x/2.0 failed: 502",
    "```\n$ curl -I https://api.met.no/weatherapi/x/2.0/\nHTTP/2 403\nserver: nginx\n\n```\nwget: ERROR 404: Not Found.",
];

const FEEDS: [&str; 3] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
     xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><item rdf:about=\"https://api.met.no/a\">\
     <title>Version 2.0 will be terminated</title><dc:date>2026-01-12T10:00:00Z</dc:date><description>&lt;p&gt;Textforecast \
     version 2.0 will be terminated on 16 March 2026, use 3.0 instead.&lt;/p&gt;</description></item></rdf:RDF>",
    "<rss version=\"2.0\"><channel><item><title>locationforecast 2.0 EOL: 2026-06-01</title><link>https://h/x</link>\
     <pubDate>Mon, 12 Jan 2026 10:00:00 +0100</pubDate><description><![CDATA[The old version is deprecated<del>and ends \
     1 May</del>; it will be removed on June 1st.]]></description></item></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>sunrise 3.0 out of beta</title><link rel=\"alternate\" \
     href=\"https://h/y\"/><updated>2026-02-01</updated><content type=\"html\">&lt;b&gt;3.0&lt;/b&gt; is out of beta&amp;nbsp;now. \
     Version 2.0 stays until further notice.</content></entry></feed>",
];
