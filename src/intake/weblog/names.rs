//! What the fields of logs are called: variables of nginx, directives of Apache and Varnish, keys of JSON, columns of
//! W3C logs.

use super::draft::LogField;

/// The field of a variable of nginx, or of a key that is named after one.
pub(super) fn variable(name: &[u8]) -> Option<LogField> {
    Some(match name {
        b"msec" | b"time_local" | b"time_iso8601" | b"t" | b"ts" | b"time" | b"timestamp" | b"@timestamp"
        | b"date_time" => LogField::Time,
        b"start" => LogField::Start,
        b"end" => LogField::End,
        b"vantage" => LogField::Vantage,
        b"squid" => LogField::Squid,
        b"duration_us" => LogField::Microseconds,
        b"request_time" | b"rt" | b"duration_s" => LogField::Seconds,
        b"request_time_ms" | b"duration_ms" => LogField::Milliseconds,
        b"remote_addr"
        | b"addr"
        | b"remote_ip"
        | b"client_ip"
        | b"ip"
        | b"client"
        | b"clientip"
        | b"realip_remote_addr" => LogField::Address,
        b"host" | b"http_host" | b"server_name" | b"vhost" => LogField::Host,
        b"scheme" => LogField::Scheme,
        b"server_port" => LogField::Port,
        b"server_protocol" | b"protocol" | b"proto" => LogField::Version,
        b"request_method" | b"method" | b"verb" => LogField::Method,
        b"request_uri" | b"uri" | b"url" | b"path" | b"target" => LogField::Target,
        b"args" | b"query_string" | b"query" => LogField::Query,
        b"request" | b"req" => LogField::Request,
        b"status" | b"st" | b"status_code" | b"code" | b"response" => LogField::Status,
        b"upstream_status" | b"us" => LogField::UpstreamStatus,
        b"body_bytes_sent" | b"bytes_sent" | b"bytes" | b"b" | b"size" => LogField::Bytes,
        b"upstream_bytes_received" | b"ubr" => LogField::UpstreamBytes,
        b"upstream_cache_status" | b"cs" | b"cache" | b"cache_status" => LogField::Cache,
        b"http_user_agent" | b"user_agent" | b"ua" | b"agent" | b"useragent" => LogField::UserAgent,
        b"http_if_modified_since" | b"if_modified_since" | b"ims" => LogField::Condition,
        b"sent_http_expires" | b"expires" | b"exp" => LogField::Expires,
        b"upstream_http_expires" | b"uexp" => LogField::UpstreamExpires,
        b"upstream_http_last_modified" | b"sent_http_last_modified" | b"last_modified" | b"ulm" | b"lm" => {
            LogField::Modified
        }
        b"upstream_http_date" | b"sent_http_date" | b"date" => LogField::Date,
        b"http_accept_encoding" | b"accept_encoding" | b"ae" => LogField::Coding,
        b"http_origin" | b"origin" => LogField::Origin,
        b"http_referer" | b"referer" | b"referrer" => LogField::Referer,
        b"http_cache_control" | b"http_pragma" | b"cache_control" => LogField::CacheControl,
        b"sent_http_location" | b"upstream_http_location" | b"location" => LogField::Location,
        _ => return None,
    })
}

/// The field of a key in an object of a JSON log.
pub(super) fn key(section: Section, name: &[u8]) -> Option<LogField> {
    match section {
        Section::Top => traefik(name).or_else(|| cloudflare(name)).or_else(|| match name {
            // Caddy has it in seconds; nginx has another name for it.
            b"duration" => Some(LogField::Seconds),
            _ => variable(name),
        }),
        Section::Request => match name {
            b"remote_ip" | b"client_ip" | b"remote_addr" => Some(LogField::Address),
            b"method" => Some(LogField::Method),
            b"host" => Some(LogField::Host),
            b"uri" => Some(LogField::Target),
            b"proto" => Some(LogField::Version),
            _ => None,
        },
        Section::GoogleRequest => match name {
            b"requestMethod" => Some(LogField::Method),
            b"requestUrl" => Some(LogField::Target),
            b"status" => Some(LogField::Status),
            b"userAgent" => Some(LogField::UserAgent),
            b"remoteIp" => Some(LogField::Address),
            b"responseSize" => Some(LogField::Bytes),
            b"referer" => Some(LogField::Referer),
            _ => None,
        },
        Section::Sent => header(name, false),
        Section::Received => header(name, true),
        Section::Other => None,
    }
}

/// Where in a JSON log a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Top,
    /// `request` of Caddy.
    Request,
    /// `httpRequest` of Google's load balancers.
    GoogleRequest,
    /// Headers of the request.
    Sent,
    /// Headers of the response.
    Received,
    Other,
}

/// <https://doc.traefik.io/traefik/observability/access-logs/>
fn traefik(name: &[u8]) -> Option<LogField> {
    Some(match name {
        b"StartUTC" => LogField::Start,
        b"Duration" => LogField::Nanoseconds,
        b"ClientHost" => LogField::Address,
        b"RequestHost" => LogField::Host,
        b"RequestScheme" => LogField::Scheme,
        b"RequestMethod" => LogField::Method,
        b"RequestPath" => LogField::Target,
        b"RequestProtocol" => LogField::Version,
        b"OriginStatus" | b"DownstreamStatus" => LogField::Status,
        b"DownstreamContentSize" => LogField::Bytes,
        b"StartLocal" => LogField::Other,
        _ => {
            let (section, name) = name.split_at(memchr::memchr(b'_', name)?);
            let received = match section {
                b"request" => false,
                b"origin" | b"downstream" => true,
                _ => return None,
            };
            return header(name.get(1..)?, received);
        }
    })
}

/// <https://developers.cloudflare.com/logs/reference/log-fields/zone/http_requests/>
fn cloudflare(name: &[u8]) -> Option<LogField> {
    Some(match name {
        b"EdgeStartTimestamp" => LogField::Start,
        b"EdgeEndTimestamp" => LogField::End,
        b"ClientIP" => LogField::Address,
        b"ClientRequestHost" => LogField::Host,
        b"ClientRequestScheme" => LogField::Scheme,
        b"ClientRequestMethod" => LogField::Method,
        b"ClientRequestURI" => LogField::Target,
        b"ClientRequestProtocol" => LogField::Version,
        b"ClientRequestUserAgent" => LogField::UserAgent,
        b"ClientRequestReferer" => LogField::Referer,
        b"EdgeResponseStatus" => LogField::Status,
        b"EdgeResponseBytes" => LogField::Bytes,
        _ => return None,
    })
}

/// The field of a header, of the request or of the response.
pub(super) fn header(name: &[u8], received: bool) -> Option<LogField> {
    const REQUEST: [(&str, LogField); 9] = [
        ("user-agent", LogField::UserAgent),
        ("if-modified-since", LogField::Condition),
        ("accept-encoding", LogField::Coding),
        ("origin", LogField::Origin),
        ("referer", LogField::Referer),
        ("host", LogField::Host),
        ("cache-control", LogField::CacheControl),
        ("pragma", LogField::CacheControl),
        ("x-forwarded-for", LogField::Other),
    ];
    const RESPONSE: [(&str, LogField); 5] = [
        ("expires", LogField::Expires),
        ("last-modified", LogField::Modified),
        ("date", LogField::Date),
        ("location", LogField::Location),
        ("x-cache-status", LogField::Cache),
    ];
    let known: &[(&str, LogField)] = if received { &RESPONSE } else { &REQUEST };
    known.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())).map(|(_, field)| *field)
}

/// The field of a directive of Apache's LogFormat or of varnishncsa: its argument in braces, and its letter.
/// <https://httpd.apache.org/docs/current/mod/mod_log_config.html#formats>
pub(super) fn directive(argument: Option<&[u8]>, letter: u8) -> LogField {
    match (argument, letter) {
        (None, b'h' | b'a') => LogField::Address,
        (None, b't') => LogField::Time,
        (None, b'r') => LogField::Request,
        (None, b's') => LogField::Status,
        (None, b'b' | b'B' | b'O') => LogField::Bytes,
        (None, b'D') => LogField::Microseconds,
        (None, b'T') | (Some(b"s"), b'T') => LogField::Seconds,
        (Some(b"ms"), b'T') => LogField::Milliseconds,
        (Some(b"us"), b'T') => LogField::Microseconds,
        (None, b'm') => LogField::Method,
        (None, b'U') => LogField::Target,
        (None, b'q') => LogField::Query,
        (None, b'v' | b'V') => LogField::Host,
        (Some(argument), b't') if argument.starts_with(b"end:") => LogField::End,
        (Some(argument), b't') if argument.starts_with(b"begin:") => LogField::Start,
        (Some(b"sec" | b"msec" | b"usec" | b"%s" | b"%FT%T%z" | b"%Y-%m-%dT%H:%M:%S%z"), b't') => LogField::Time,
        (Some(argument), b'x') if argument.starts_with(b"VSL:Timestamp:Start") => LogField::Start,
        (Some(b"Varnish:hitmiss"), b'x') => LogField::Cache,
        (Some(name), b'i') => header(name, false).unwrap_or(LogField::Other),
        (Some(name), b'o') => header(name, true).unwrap_or(LogField::Other),
        _ => LogField::Other,
    }
}

/// The field of a column of a W3C log, by its name in lower case. <https://www.w3.org/TR/WD-logfile.html>
pub(super) fn column(name: &[u8]) -> LogField {
    match name {
        b"c-ip" => LogField::Address,
        b"cs-method" => LogField::Method,
        b"cs-uri-stem" | b"cs-uri" => LogField::Target,
        b"cs-uri-query" => LogField::Query,
        b"sc-status" => LogField::Status,
        b"sc-bytes" => LogField::Bytes,
        b"x-host-header" | b"cs-host" => LogField::Host,
        b"cs-protocol" => LogField::Scheme,
        b"s-port" => LogField::Port,
        b"cs-protocol-version" | b"cs-version" => LogField::Version,
        b"x-edge-result-type" => LogField::Cache,
        // CloudFront writes its own name there, and that of the viewer in another column.
        b"cs(host)" => LogField::Other,
        _ => match name.strip_suffix(b")") {
            Some(rest) if rest.starts_with(b"cs(") => {
                rest.get(3..).and_then(|name| header(name, false)).unwrap_or(LogField::Other)
            }
            Some(rest) if rest.starts_with(b"sc(") => {
                rest.get(3..).and_then(|name| header(name, true)).unwrap_or(LogField::Other)
            }
            _ => LogField::Other,
        },
    }
}
