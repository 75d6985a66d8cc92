//! One visitor who requests the same thing three times of a server between him and MET: first, at once again, and after
//! it has expired. What reached MET depends on the server, and its log does not always show it: nothing is accused on
//! what is not shown, whatever the line looks like.

use super::*;
use crate::diagnosis::overrides::Overrides;
use crate::evidence::event::Vantage;
use crate::intake::weblog::Reader;

/// A server, and its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Log {
    Apache,
    Nginx,
    NginxUpstream,
    SquidNative,
    SquidCombined,
    VarnishClient,
    VarnishBackend,
    Haproxy,
    Caddy,
}

const LOGS: [Log; 9] = [
    Log::Apache,
    Log::Nginx,
    Log::NginxUpstream,
    Log::SquidNative,
    Log::SquidCombined,
    Log::VarnishClient,
    Log::VarnishBackend,
    Log::Haproxy,
    Log::Caddy,
];

/// What the servers do with the three requests.
const CACHED: [(&str, &str, &str); 3] =
    [("MISS", "200", "TCP_MISS"), ("HIT", "", "TCP_MEM_HIT"), ("REVALIDATED", "304", "TCP_REFRESH_UNMODIFIED")];

/// What differs between logs of one server.
#[derive(Clone, Copy, Debug)]
struct Variant {
    host: &'static str,
    agent: &'static str,
    /// The methods of the three requests.
    methods: [&'static str; 3],
    zone: &'static str,
    is_reversed: bool,
    /// The field that is left out, by its place in the line.
    dropped: Option<usize>,
}

const PLAIN: Variant = Variant {
    host: "127.0.0.1:18083",
    agent: "browser/9.9",
    methods: ["GET"; 3],
    zone: "+0000",
    is_reversed: false,
    dropped: None,
};

const ADDRESS: &str = "192.0.2.7";
const TARGET: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58";
const CUT: &str = "/weatherapi/nowcast/2.0/complete?";
const EXPIRES: [&str; 3] =
    ["Thu, 26 Nov 2026 09:54:09 GMT", "Thu, 26 Nov 2026 09:54:09 GMT", "Thu, 26 Nov 2026 09:54:19 GMT"];
const MODIFIED: &str = "Thu, 26 Nov 2026 09:53:57 GMT";

/// Seconds of the three requests, from 09:54:00 on.
const SECONDS: [u32; 3] = [3, 5, 13];

/// The minute in which they are: 2026-11-26T09:54Z.
const MINUTE: u64 = 1_795_686_840;

impl Log {
    fn line(self, number: usize, variant: &Variant) -> Option<String> {
        let Variant { host, agent, methods, zone, .. } = variant;
        let (second, method, expires) = (SECONDS[number], methods[number], EXPIRES[number]);
        let (cache, upstream, squid) = CACHED[number];
        let peer = if cache == "HIT" { "HIER_NONE" } else { "FIRSTUP_PARENT" };
        let at = MINUTE + u64::from(second);
        let clock = match *zone {
            "-0930" => format!("00:24:{second:02}"),
            "+0100" => format!("10:54:{second:02}"),
            _ => format!("09:54:{second:02}"),
        };
        let common = |asked: &str, bytes: &str| {
            format!(
                "{ADDRESS} - - [26/Nov/2026:{clock} {zone}] \"{method} {asked} HTTP/1.1\" 200 {bytes} \"-\" \"{agent}\""
            )
        };
        let dropped = |key: &str, at: usize| if variant.dropped == Some(at) { String::new() } else { key.to_owned() };
        Some(match self {
            Self::Apache => common(TARGET, "591"),
            Self::Nginx => common(TARGET, "360"),
            Self::NginxUpstream => {
                let keys = [
                    format!(r#""t":"{at}.309","#),
                    format!(r#""addr":"{ADDRESS}","#),
                    r#""b":"360","#.to_owned(),
                    r#""rt":"0.025","#.to_owned(),
                    format!(r#""us":"{upstream}","#),
                    format!(r#""uexp":"{}","ulm":"{MODIFIED}","#, EXPIRES[0]),
                    r#""ims":"","#.to_owned(),
                    format!(r#""ua":"{agent}","#),
                    r#""ae":"","#.to_owned(),
                ];
                let shown: String = keys.iter().enumerate().map(|(at, key)| dropped(key, at)).collect();
                format!(r#"{{{shown}"req":"{method} {TARGET} HTTP/1.1","st":"200","cs":"{cache}"}}"#)
            }
            Self::SquidNative => {
                format!(
                    "{at}.324   2004 {ADDRESS} {squid}/200 699 {method} http://{host}{CUT} - {peer}/127.0.0.1 application/json"
                )
            }
            Self::SquidCombined => format!("{} {squid}:{peer}", common(&format!("http://{host}{CUT}"), "699")),
            Self::VarnishClient => common(&format!("http://{host}{TARGET}"), "360"),
            Self::VarnishBackend if cache == "HIT" => return None,
            Self::VarnishBackend => {
                let ims = if number == 0 { "-" } else { MODIFIED };
                let (end, get) = (at + 2, format!("GET http://{host}{TARGET} HTTP/1.1"));
                format!(
                    "{at}.323623 {end}.337065 B {get} 200 {}{}",
                    dropped(&format!("ims={ims} "), 0),
                    dropped(&format!("ua={agent}"), 1)
                )
            }
            Self::Haproxy => {
                let captures = dropped(&format!("{{{agent}|}} "), 0) + &dropped(&format!("{{{expires}}} "), 1);
                format!(
                    "<134>Nov 26 09:54:05 haproxy[1191]: {ADDRESS}:53484 [26/Nov/2026:{clock}.279] f b/met 0/0/0/2006/2006 200 582 - - ---- 1/1/0/0/0 0/0 {captures}\"{method} {TARGET} HTTP/1.1\""
                )
            }
            Self::Caddy => {
                let sent = dropped(&format!(r#""User-Agent":["{agent}"],"#), 0);
                let received = dropped(&format!(r#""Last-Modified":["{MODIFIED}"],"#), 1)
                    + &dropped(&format!(r#""Expires":["{expires}"],"#), 2);
                let rest = dropped(r#""duration":2.009442591,"#, 3) + &dropped(r#""size":360,"#, 4);
                format!(
                    r#"{{"level":"info","ts":{at}.28,"logger":"http.log.access.log0","msg":"handled request","request":{{"remote_ip":"{ADDRESS}","proto":"HTTP/1.1","method":"{method}","host":"{host}","uri":"{TARGET}","headers":{{{sent}"Accept":["*/*"]}}}},"user_id":"",{rest}"status":200,"resp_headers":{{{received}"Content-Type":["application/json"]}}}}"#
                )
            }
        })
    }

    /// How many of its fields can be left out; in the forms of fixed places they become `-`.
    fn fields(self) -> usize {
        match self {
            Self::NginxUpstream => 9,
            Self::Caddy => 5,
            Self::VarnishBackend | Self::Haproxy => 2,
            Self::Apache | Self::Nginx | Self::VarnishClient | Self::SquidCombined => 4,
            Self::SquidNative => 1,
        }
    }

    fn lines(self, variant: &Variant) -> Vec<String> {
        let mut lines: Vec<String> = (0..3).filter_map(|number| self.line(number, variant)).collect();
        if variant.is_reversed {
            lines.reverse();
        }
        let has_places =
            matches!(self, Self::Apache | Self::Nginx | Self::VarnishClient | Self::SquidCombined | Self::SquidNative);
        if let Some(dropped) = variant.dropped.filter(|_| has_places) {
            for line in &mut lines {
                let without = match dropped {
                    0 => line.replace(ADDRESS, "-"),
                    1 => line.replace(&format!("\"{}\"", variant.agent), "\"-\""),
                    2 => line.replace(" 360 ", " - ").replace(" 591 ", " - "),
                    _ => line.split(" \"-\" ").next().unwrap_or_default().to_owned(),
                };
                *line = without;
            }
        }
        lines
    }

    /// The words for fields that its lines show, before any is dropped.
    fn shows(self) -> &'static [&'static str] {
        match self {
            Self::Apache | Self::Nginx => &["times", "the status", "queries", "client addresses", "the response size"],
            Self::NginxUpstream => {
                &["times", "the status", "queries", "client addresses", "Expires", "Last-Modified", "the response size"]
            }
            Self::SquidNative | Self::SquidCombined => {
                &["times", "the status", "client addresses", "the response size", "the scheme and host", "the host"]
            }
            Self::VarnishClient => &[
                "times",
                "the status",
                "queries",
                "client addresses",
                "the response size",
                "the scheme and host",
                "the host",
            ],
            Self::VarnishBackend => &[
                "times",
                "the status",
                "queries",
                "the User-Agent that MET received",
                "the If-Modified-Since that MET received",
                "the scheme and host",
                "the host",
            ],
            Self::Haproxy => &["times", "the status", "queries", "client addresses", "Expires", "the response size"],
            Self::Caddy => &[
                "times",
                "the status",
                "queries",
                "client addresses",
                "Expires",
                "Last-Modified",
                "the response size",
                "the host",
            ],
        }
    }
}

/// Every variant of a log: each difference alone, and the pairs of those that concern the same field.
fn variants(log: Log) -> Vec<Variant> {
    const HOSTS: [&str; 7] =
        ["127.0.0.1", "weather.acme.no", "api.acme.no", "xapi.met.no", "api.met.no.acme.no", "[::1]:80", "localhost"];
    const AGENTS: [&str; 5] = [
        "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
        "okhttp/4.12.0",
        "-",
        "acme-weather/1.2 ops@acme.no",
        "Yr/1.0",
    ];
    let dropped: Vec<Option<usize>> = (0..log.fields()).map(Some).chain([None]).collect();
    let mut all = Vec::new();
    for dropped in dropped {
        for is_reversed in [false, true] {
            let base = Variant { dropped, is_reversed, ..PLAIN };
            all.push(base);
            let is_plain = dropped.is_none();
            let hosts = HOSTS.iter().filter(|_| is_plain || is_reversed);
            all.extend(hosts.map(|host| Variant { host, ..base }));
            all.extend(AGENTS.map(|agent| Variant { agent, ..base }));
            all.extend(["+0100", "-0930"].map(|zone| Variant { zone, ..base }));
            all.extend([["HEAD"; 3], ["GET", "GET", "HEAD"]].map(|methods| Variant { methods, ..base }));
        }
    }
    all
}

const VANTAGES: [Option<Vantage>; 4] = [None, Some(Vantage::Inbound), Some(Vantage::Relay), Some(Vantage::Outbound)];

#[test]
fn three_requests_through_a_server_accuse_of_nothing_false() {
    let (mut looked_at, mut faults) = (0, Vec::new());
    for log in LOGS {
        for variant in variants(log) {
            let lines = log.lines(&variant);
            for vantage in VANTAGES {
                looked_at += 1;
                let fault = fault(log, &lines, &variant, vantage);
                faults.extend(fault.map(|fault| format!("{log:?} {vantage:?} {variant:?}: {fault}\n  {}", lines[0])));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(looked_at > 2500, "{looked_at}");
}

fn fault(log: Log, lines: &[String], variant: &Variant, vantage: Option<Vantage>) -> Option<String> {
    let mut judge = Judge::new(JudgeSettings { vantage, ..JudgeSettings::default() });
    let mut reader = Reader::new(None, None, None);
    for line in lines {
        reader.read(line.as_bytes(), 1, &mut |read| judge.push(read.event()));
    }
    reader.name().iter().for_each(|name| judge.note_format(name));
    let verdicts = judge.finish(&Overrides::default());
    if verdicts.counts.requests != lines.len() as u64 {
        return Some(format!("{} requests were read", verdicts.counts.requests));
    }
    // Who says that all went on to MET also says that the headers in the log are those that MET received.
    let is_said =
        matches!(vantage, Some(Vantage::Relay | Vantage::Outbound)) || log == Log::VarnishBackend && vantage.is_none();
    let as_received = |id: &str| id.starts_with("user-agent-") || id == "compression-not-requested";
    let findings = verdicts.clients.iter().flat_map(|client| &client.findings);
    let mut false_ones = findings.filter(|finding| !(is_said && as_received(finding.rule.id)));
    if let Some(finding) = false_ones.next() {
        return Some(format!("{}: {}", finding.rule.id, finding.message));
    }
    let checks = verdicts.clients.iter().flat_map(|client| &client.checks);
    let unjudged = checks.filter(|check| check.outcome == CheckOutcome::NotJudged);
    unjudged.filter_map(|check| reason_fault(log, variant, check)).next()
}

/// Whether the reason why a check was not judged says something wrong, or not what to do.
fn reason_fault(log: Log, variant: &Variant, check: &CheckResult) -> Option<String> {
    let reason = check.reason.as_deref().unwrap_or_default();
    let is_wrong = match check.unjudged? {
        Unjudged::Inbound => !reason.contains("$upstream_cache_status") || !reason.contains("--vantage"),
        Unjudged::Relayed => !reason.contains("--vantage relay"),
        Unjudged::Disorder => !reason.contains("sort the log"),
        Unjudged::SeeOther => !reason.starts_with("see "),
        Unjudged::TooFew => !reason.contains("occasion"),
        Unjudged::NotShown => {
            let missing = reason.strip_prefix("the log does not show ")?;
            let (field, add) = missing.split_once("; ").unwrap_or((missing, ""));
            // HAProxy does not say of which zone its times are: an Expires is known by being later than its request.
            let has_zone = log != Log::Haproxy || variant.zone == PLAIN.zone;
            let is_shown = variant.dropped.is_none() && has_zone && log.shows().contains(&field);
            // Caddy logs all headers: what it lacks nothing can add.
            is_shown || field.is_empty() || (log != Log::Caddy && !add.starts_with("add "))
        }
    };
    is_wrong.then(|| format!("{}: {reason:?}", check.id))
}
