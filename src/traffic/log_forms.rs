//! Requests as the logs of servers show them, for tests: the same request in every form, and which fields each shows.

use super::check::ShownFields;
use crate::http::time::date::Timestamp;
use crate::intake::weblog::{Format, Reader, StampedAt, Template};

/// 2026-03-30T00:00:00Z.
pub(super) const START: i64 = 1_774_828_800;

/// When what is forecast was made, in every response.
pub(super) const MODIFIED: i64 = START - 1000;

/// One request, with its response.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// Unix time.
    pub(super) at: i64,
    pub(super) address: String,
    pub(super) agent: String,
    pub(super) method: &'static str,
    /// After `/weatherapi/`.
    pub(super) path: String,
    pub(super) status: u16,
    pub(super) bytes: u64,
    pub(super) condition: Option<i64>,
    pub(super) expires: Option<i64>,
    pub(super) coding: &'static str,
    pub(super) origin: &'static str,
    pub(super) location: &'static str,
}

/// What a well-behaved client asks for.
pub(super) const FORECAST: &str = "locationforecast/2.0/compact?lat=60.10&lon=9.58";

impl Request {
    /// One of a client that does everything as it should, so many seconds after the start.
    pub(super) fn new(at: i64, path: &str) -> Self {
        Self {
            at: START + at,
            address: "192.0.2.7".to_owned(),
            agent: "acme-weather/1.2 ops@acme.no".to_owned(),
            method: "GET",
            path: path.to_owned(),
            status: 200,
            bytes: 3000,
            condition: Some(MODIFIED),
            expires: Some(START + at + 1800),
            coding: "gzip",
            origin: "",
            location: "",
        }
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

/// Which host requests are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// MET's, as a forward proxy or a backend log shows it.
    Met,
    /// The server's own, as a gateway's log shows it.
    Own,
}

impl Host {
    fn name(self) -> &'static str {
        match self {
            Self::Met => "api.met.no",
            Self::Own => "weather.acme.no",
        }
    }
}

/// A form of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Common,
    Combined,
    Vhost,
    Squid,
    SquidCombined,
    SquidJson,
    NginxJson,
    NginxString,
    ApacheString,
    Haproxy,
    Caddy,
    Traefik,
    TraefikJson,
    Cloudfront,
    Alb,
    Envoy,
    Varnish,
}

const NGINX: &str = r#"$remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_if_modified_since" "$sent_http_expires""#;
const APACHE: &str = r#"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" "%{If-Modified-Since}i" "%{Expires}o" "%{Last-Modified}o" "%{Accept-Encoding}i" "%{Location}o""#;

impl Form {
    pub(super) const ALL: [Self; 17] = [
        Self::Common,
        Self::Combined,
        Self::Vhost,
        Self::Squid,
        Self::SquidCombined,
        Self::SquidJson,
        Self::NginxJson,
        Self::NginxString,
        Self::ApacheString,
        Self::Haproxy,
        Self::Caddy,
        Self::Traefik,
        Self::TraefikJson,
        Self::Cloudfront,
        Self::Alb,
        Self::Envoy,
        Self::Varnish,
    ];

    /// What a log of it shows of requests that are those that MET received.
    pub(super) fn shows(self, host: Host) -> ShownFields {
        let base = ShownFields::TIME
            .and(ShownFields::STATUS)
            .and(ShownFields::QUERY)
            .and(ShownFields::ADDRESS)
            .and(ShownFields::BYTES);
        let url = ShownFields::SCHEME.and(ShownFields::HOST);
        let names = ShownFields::AGENT.and(ShownFields::ORIGIN);
        let most = ShownFields::CONDITION.and(ShownFields::EXPIRES);
        let all =
            most.and(names).and(ShownFields::MODIFIED).and(ShownFields::CODING).and(ShownFields::LOCATION).and(url);
        // A request line of these has the whole URL where it is a forward proxy's.
        let in_line = if host == Host::Met { url } else { ShownFields::NONE };
        let own = match self {
            Self::Common => in_line,
            Self::Combined | Self::Traefik => names.and(in_line),
            Self::Vhost => names.and(ShownFields::HOST).and(in_line),
            Self::Squid => url,
            Self::SquidCombined | Self::Cloudfront => names.and(url),
            Self::SquidJson => ShownFields(all.0 & !ShownFields::CONDITION.0),
            Self::NginxJson | Self::TraefikJson => all,
            Self::NginxString => names.and(most).and(in_line),
            Self::ApacheString => ShownFields(all.0 & !url.0).and(in_line),
            Self::Haproxy => ShownFields::AGENT.and(most).and(ShownFields::MODIFIED).and(in_line),
            Self::Caddy => ShownFields(all.0 & !ShownFields::SCHEME.0),
            Self::Alb => ShownFields::AGENT.and(url),
            Self::Envoy => ShownFields::AGENT.and(ShownFields::HOST),
            Self::Varnish => ShownFields(all.0 & !ShownFields::ORIGIN.0),
        };
        base.and(own)
    }

    /// Whether a line says by itself that its requests are those that MET received.
    pub(super) fn is_of_the_backend(self) -> bool {
        matches!(self, Self::NginxJson | Self::SquidJson | Self::Varnish)
    }

    /// Whether it is what a relay logs, which passes every request on.
    pub(super) fn is_of_a_relay(self) -> bool {
        matches!(self, Self::Haproxy | Self::Traefik | Self::Alb | Self::Envoy)
    }

    /// Whether a line says what a cache did with its request.
    pub(super) fn shows_cache(self) -> bool {
        matches!(self, Self::Squid | Self::SquidCombined | Self::SquidJson | Self::Cloudfront)
    }

    /// A reader as the option for the format makes it.
    pub(super) fn reader(self) -> Reader {
        let template = |text, clock| Reader::new(Some(Format::Template), clock, Some(Template::parse(text).unwrap()));
        match self {
            Self::NginxString => template(NGINX, None),
            Self::ApacheString => template(APACHE, Some(StampedAt::Start)),
            _ => Reader::new(None, None, None),
        }
    }

    /// The lines before the first request.
    pub(super) fn head(self) -> &'static str {
        match self {
            Self::Cloudfront => {
                "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-edge-result-type x-host-header cs-protocol time-taken\n"
            }
            _ => "",
        }
    }

    /// A request as a line, with its end.
    pub(super) fn line(self, request: &Request, host: Host) -> String {
        let Request { at, address, agent, method, path, status, bytes, .. } = request;
        let Request { coding, origin, location, .. } = request;
        let date = |at: Option<i64>| at.map(|at| Timestamp::from_unix(at).imf_fixdate().unwrap());
        let (ims, exp) = (date(request.condition).unwrap_or_default(), date(request.expires).unwrap_or_default());
        let lm = date(Some(MODIFIED)).unwrap();
        let or = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        let time = Timestamp::from_unix(*at);
        let day = day_of(*at);
        let clock = time.clock_time();
        let (iso, name) = (format!("{}T{clock}", time.date()), host.name());
        let target = format!("/weatherapi/{path}");
        let url = format!("https://{name}{target}");
        let asked = if host == Host::Met { &url } else { &target };
        let common = format!("{address} - - [{day}:{clock} +0000] \"{method} {asked} HTTP/1.1\" {status:03} {bytes}");
        let (referer, agent_or) = (or(origin), or(agent));
        let combined = format!("{common} \"{referer}\" \"{agent_or}\"");
        let squid_url = format!("{method} {url}");
        let body = match self {
            Self::Common => common,
            Self::Combined => combined,
            Self::Vhost => format!("{name}:443 {combined}"),
            Self::Squid => format!(
                "{at}.000 0 {address} TCP_MISS/{status:03} {bytes} {squid_url} - FIRSTUP_PARENT/192.0.2.99 application/json"
            ),
            Self::SquidCombined => format!(
                "{address} - - [{day}:{clock} +0000] \"{squid_url} HTTP/1.1\" {status:03} {bytes} \"{referer}\" \"{agent_or}\" TCP_MISS:FIRSTUP_PARENT"
            ),
            Self::SquidJson => format!(
                r#"{{"vantage":"outbound","end":"{at}.000","duration_ms":"0","addr":"{address}","scheme":"https","host":"{name}","method":"{method}","url":"{target}","status":"{status:03}","bytes":"{bytes}","user_agent":"{agent_or}","accept_encoding":"{}","origin":"{}","referer":"{referer}","expires":"{}","last_modified":"{lm}","location":"{}","squid":"TCP_MISS:HIER_DIRECT"}}"#,
                or(coding),
                or(origin),
                or(&exp),
                or(location)
            ),
            Self::NginxJson => format!(
                r#"{{"vantage":"outbound","time":"{at}.000","request_time":"0.000","addr":"{address}","scheme":"https","host":"{name}","method":"{method}","request_uri":"{target}","status":"{status:03}","upstream_status":"{status:03}","cache":"","upstream_bytes_received":"{bytes}","user_agent":"{agent}","if_modified_since":"{ims}","accept_encoding":"{coding}","origin":"{origin}","referer":"","upstream_http_expires":"{exp}","last_modified":"{lm}","location":"{location}"}}"#
            ),
            Self::NginxString => format!("{combined} \"{}\" \"{}\"", or(&ims), or(&exp)),
            Self::ApacheString => {
                format!("{combined} \"{}\" \"{}\" \"{lm}\" \"{}\" \"{}\"", or(&ims), or(&exp), or(coding), or(location))
            }
            Self::Haproxy => format!(
                "<134>Mar 30 {clock} haproxy[11]: {address}:53484 [{day}:{clock}.000] f b/met 0/0/0/20/20 {status} {bytes} - - ---- 1/1/0/0/0 0/0 {{{agent}|{ims}}} {{{exp}|{lm}}} \"{method} {asked} HTTP/1.1\""
            ),
            Self::Caddy => caddy(request, name, &target, [&ims, &exp, &lm]),
            Self::Traefik => format!("{combined} 7 \"met@file\" \"http://192.0.2.99:80\" 0ms"),
            Self::TraefikJson => format!(
                r#"{{"ClientHost":"{address}","DownstreamContentSize":{bytes},"DownstreamStatus":{status},"Duration":0,"OriginStatus":{status},"RequestHost":"{name}","RequestMethod":"{method}","RequestPath":"{target}","RequestScheme":"https","StartUTC":"{iso}.000000000Z","request_User-Agent":"{agent}","request_If-Modified-Since":"{ims}","request_Accept-Encoding":"{coding}","request_Origin":"{origin}","origin_Expires":"{exp}","origin_Last-Modified":"{lm}","origin_Location":"{location}"}}"#
            ),
            Self::Cloudfront => {
                let (stem, query) = target.split_once('?').unwrap_or((&target, "-"));
                let agent = agent_or.replace(' ', "%20");
                let date = time.date();
                format!(
                    "{date}\t{clock}\tOSL50\t{bytes}\t{address}\t{method}\td1.cloudfront.net\t{stem}\t{status:03}\t{referer}\t{agent}\t{query}\tMiss\t{name}\thttps\t0.000"
                )
            }
            Self::Alb => format!(
                "https {iso}.000000Z app/a/1 {address}:2817 192.0.2.99:80 0.0 0.0 0.0 {status:03} {status:03} 34 {bytes} \"{method} https://{name}:443{target} HTTP/1.1\" \"{agent_or}\" TLS TLSv1.2 arn:x \"Root=1\" \"{name}\" \"arn:y\" 0 {iso}.000000Z \"forward\" \"-\""
            ),
            Self::Envoy => format!(
                "[{iso}.000Z] \"{method} {target} HTTP/1.1\" {status:03} - 0 {bytes} 0 0 \"{address}\" \"{agent_or}\" \"id\" \"{name}\" \"192.0.2.99:80\""
            ),
            Self::Varnish => format!(
                "{at}.000000 {at}.100000 B {squid_url} HTTP/1.1 {status:03} ims={} exp={} lm={lm} ae={} loc={} b={bytes} addr={address} ua={agent_or}",
                or(&ims),
                or(&exp),
                or(coding),
                or(location)
            ),
        };
        body + "\n"
    }

    /// A whole log.
    pub(super) fn log(self, requests: &[Request], host: Host) -> String {
        self.head().to_owned() + &requests.iter().map(|request| self.line(request, host)).collect::<String>()
    }
}

/// A line of Caddy: headers that were not sent are not in it.
fn caddy(request: &Request, name: &str, target: &str, [ims, exp, lm]: [&str; 3]) -> String {
    let Request { at, address, agent, method, status, bytes, coding, origin, location, .. } = request;
    let headers = |all: &[(&str, &str)]| -> String {
        let sent = all.iter().filter(|(_, value)| !value.is_empty());
        sent.map(|(name, value)| format!(r#""{name}":["{value}"]"#)).collect::<Vec<_>>().join(",")
    };
    // It requests compression itself where a client does not.
    let sent = headers(&[
        ("User-Agent", agent),
        ("If-Modified-Since", ims),
        ("Accept-Encoding", if coding.is_empty() { "identity" } else { coding }),
        ("Origin", origin),
    ]);
    let received = headers(&[("Expires", exp), ("Last-Modified", lm), ("Location", location)]);
    format!(
        r#"{{"level":"info","ts":{at}.0,"logger":"http.log.access.log0","msg":"handled request","request":{{"remote_ip":"{address}","proto":"HTTP/1.1","method":"{method}","host":"{name}","uri":"{target}","headers":{{{sent}}}}},"duration":0.0,"size":{bytes},"status":{status},"resp_headers":{{{received}}}}}"#
    )
}

/// A day as access logs write it.
fn day_of(at: i64) -> String {
    let date = Timestamp::from_unix(at).imf_fixdate().unwrap();
    date.get(5..16).unwrap_or_default().replace(' ', "/")
}
