//! What the fields of logs are called: variables of nginx, directives of Apache and Varnish, keys of JSON, columns of
//! W3C logs.

use super::draft::Field;

/// The field of a variable of nginx, or of a key that is named after one.
pub(super) fn variable(name: &[u8]) -> Option<Field> {
    Some(match name {
        b"msec" | b"time_local" | b"time_iso8601" | b"t" | b"ts" | b"time" | b"timestamp" | b"@timestamp"
        | b"date_time" => Field::Time,
        b"start" => Field::Start,
        b"end" => Field::End,
        b"vantage" => Field::Vantage,
        b"squid" => Field::Squid,
        b"duration_us" => Field::Microseconds,
        b"request_time" | b"rt" | b"duration_s" => Field::Seconds,
        b"request_time_ms" | b"duration_ms" => Field::Milliseconds,
        b"remote_addr"
        | b"addr"
        | b"remote_ip"
        | b"client_ip"
        | b"ip"
        | b"client"
        | b"clientip"
        | b"realip_remote_addr" => Field::Address,
        b"host" | b"http_host" | b"server_name" | b"vhost" => Field::Host,
        b"scheme" => Field::Scheme,
        b"server_port" => Field::Port,
        b"server_protocol" | b"protocol" | b"proto" => Field::Version,
        b"request_method" | b"method" | b"verb" => Field::Method,
        b"request_uri" | b"uri" | b"url" | b"path" | b"target" => Field::Target,
        b"args" | b"query_string" | b"query" => Field::Query,
        b"request" | b"req" => Field::Request,
        b"status" | b"st" | b"status_code" | b"code" | b"response" => Field::Status,
        b"upstream_status" | b"us" => Field::UpstreamStatus,
        b"body_bytes_sent" | b"bytes_sent" | b"bytes" | b"b" | b"size" => Field::Bytes,
        b"upstream_bytes_received" | b"ubr" => Field::UpstreamBytes,
        b"upstream_cache_status" | b"cs" | b"cache" | b"cache_status" => Field::Cache,
        b"http_user_agent" | b"user_agent" | b"ua" | b"agent" | b"useragent" => Field::UserAgent,
        b"http_if_modified_since" | b"if_modified_since" | b"ims" => Field::Condition,
        b"sent_http_expires" | b"expires" | b"exp" => Field::Expires,
        b"upstream_http_expires" | b"uexp" => Field::UpstreamExpires,
        b"upstream_http_last_modified" | b"sent_http_last_modified" | b"last_modified" | b"ulm" | b"lm" => {
            Field::Modified
        }
        b"upstream_http_date" | b"sent_http_date" | b"date" => Field::Date,
        b"http_accept_encoding" | b"accept_encoding" | b"ae" => Field::Coding,
        b"http_origin" | b"origin" => Field::Origin,
        b"http_referer" | b"referer" | b"referrer" => Field::Referer,
        b"http_cache_control" | b"http_pragma" | b"cache_control" => Field::CacheControl,
        b"sent_http_location" | b"upstream_http_location" | b"location" => Field::Location,
        _ => return None,
    })
}

/// The field of a key in an object of a JSON log.
pub(super) fn key(section: Section, name: &[u8]) -> Option<Field> {
    match section {
        Section::Top => traefik(name).or_else(|| match name {
            // Caddy has it in seconds; nginx has another name for it.
            b"duration" => Some(Field::Seconds),
            _ => variable(name),
        }),
        Section::Request => match name {
            b"remote_ip" | b"client_ip" | b"remote_addr" => Some(Field::Address),
            b"method" => Some(Field::Method),
            b"host" => Some(Field::Host),
            b"uri" => Some(Field::Target),
            b"proto" => Some(Field::Version),
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
    /// Headers of the request.
    Sent,
    /// Headers of the response.
    Received,
    Other,
}

/// <https://doc.traefik.io/traefik/observability/access-logs/>
fn traefik(name: &[u8]) -> Option<Field> {
    Some(match name {
        b"StartUTC" => Field::Start,
        b"Duration" => Field::Nanoseconds,
        b"ClientHost" => Field::Address,
        b"RequestHost" => Field::Host,
        b"RequestScheme" => Field::Scheme,
        b"RequestMethod" => Field::Method,
        b"RequestPath" => Field::Target,
        b"RequestProtocol" => Field::Version,
        b"OriginStatus" | b"DownstreamStatus" => Field::Status,
        b"DownstreamContentSize" => Field::Bytes,
        b"StartLocal" => Field::Other,
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

/// The field of a header, of the request or of the response.
pub(super) fn header(name: &[u8], received: bool) -> Option<Field> {
    const REQUEST: [(&str, Field); 9] = [
        ("user-agent", Field::UserAgent),
        ("if-modified-since", Field::Condition),
        ("accept-encoding", Field::Coding),
        ("origin", Field::Origin),
        ("referer", Field::Referer),
        ("host", Field::Host),
        ("cache-control", Field::CacheControl),
        ("pragma", Field::CacheControl),
        ("x-forwarded-for", Field::Other),
    ];
    const RESPONSE: [(&str, Field); 5] = [
        ("expires", Field::Expires),
        ("last-modified", Field::Modified),
        ("date", Field::Date),
        ("location", Field::Location),
        ("x-cache-status", Field::Cache),
    ];
    let known: &[(&str, Field)] = if received { &RESPONSE } else { &REQUEST };
    known.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())).map(|(_, field)| *field)
}

/// The field of a directive of Apache's LogFormat or of varnishncsa: its argument in braces, and its letter.
/// <https://httpd.apache.org/docs/current/mod/mod_log_config.html#formats>
pub(super) fn directive(argument: Option<&[u8]>, letter: u8) -> Field {
    match (argument, letter) {
        (None, b'h' | b'a') => Field::Address,
        (None, b't') => Field::Time,
        (None, b'r') => Field::Request,
        (None, b's') => Field::Status,
        (None, b'b' | b'B' | b'O') => Field::Bytes,
        (None, b'D') => Field::Microseconds,
        (None, b'T') | (Some(b"s"), b'T') => Field::Seconds,
        (Some(b"ms"), b'T') => Field::Milliseconds,
        (Some(b"us"), b'T') => Field::Microseconds,
        (None, b'm') => Field::Method,
        (None, b'U') => Field::Target,
        (None, b'q') => Field::Query,
        (None, b'v' | b'V') => Field::Host,
        (Some(argument), b't') if argument.starts_with(b"end:") => Field::End,
        (Some(argument), b't') if argument.starts_with(b"begin:") => Field::Start,
        (Some(b"sec" | b"msec" | b"usec" | b"%s" | b"%FT%T%z" | b"%Y-%m-%dT%H:%M:%S%z"), b't') => Field::Time,
        (Some(argument), b'x') if argument.starts_with(b"VSL:Timestamp:Start") => Field::Start,
        (Some(b"Varnish:hitmiss"), b'x') => Field::Cache,
        (Some(name), b'i') => header(name, false).unwrap_or(Field::Other),
        (Some(name), b'o') => header(name, true).unwrap_or(Field::Other),
        _ => Field::Other,
    }
}

/// The field of a column of a W3C log, by its name in lower case. <https://www.w3.org/TR/WD-logfile.html>
pub(super) fn column(name: &[u8]) -> Field {
    match name {
        b"c-ip" => Field::Address,
        b"cs-method" => Field::Method,
        b"cs-uri-stem" | b"cs-uri" => Field::Target,
        b"cs-uri-query" => Field::Query,
        b"sc-status" => Field::Status,
        b"sc-bytes" => Field::Bytes,
        b"x-host-header" | b"cs-host" => Field::Host,
        b"cs-protocol" => Field::Scheme,
        b"s-port" => Field::Port,
        b"cs-protocol-version" | b"cs-version" => Field::Version,
        b"x-edge-result-type" => Field::Cache,
        // CloudFront writes its own name there, and that of the viewer in another column.
        b"cs(host)" => Field::Other,
        _ => match name.strip_suffix(b")") {
            Some(rest) if rest.starts_with(b"cs(") => {
                rest.get(3..).and_then(|name| header(name, false)).unwrap_or(Field::Other)
            }
            Some(rest) if rest.starts_with(b"sc(") => {
                rest.get(3..).and_then(|name| header(name, true)).unwrap_or(Field::Other)
            }
            _ => Field::Other,
        },
    }
}
