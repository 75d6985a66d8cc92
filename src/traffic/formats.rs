//! Which servers may have written the logs, and how each of them shows a field that its log lacks.

use super::check::ShownFields;

/// A server whose logs are read, and the file of `contrib/logformats` that has all of its directives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogServer {
    Nginx,
    Apache,
    Squid,
    Varnish,
    Haproxy,
    Caddy,
    Traefik,
}

impl LogServer {
    /// Every server, in the order of reports.
    const ALL: [Self; 7] =
        [Self::Nginx, Self::Apache, Self::Squid, Self::Varnish, Self::Haproxy, Self::Caddy, Self::Traefik];

    /// The name that people know it by.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "Apache",
            Self::Squid => "Squid",
            Self::Varnish => "Varnish",
            Self::Haproxy => "HAProxy",
            Self::Caddy => "Caddy",
            Self::Traefik => "Traefik",
        }
    }

    /// The file with a directive that makes its log show everything that it can.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Nginx => "contrib/logformats/nginx.conf",
            Self::Apache => "contrib/logformats/apache.conf",
            Self::Squid => "contrib/logformats/squid.conf",
            Self::Varnish => "contrib/logformats/varnish.sh",
            Self::Haproxy => "contrib/logformats/haproxy.cfg",
            Self::Caddy => "contrib/logformats/Caddyfile",
            Self::Traefik => "contrib/logformats/traefik.yml",
        }
    }

    /// Its directive for a field; none where it cannot show it, or always does.
    fn directive(self, missing: ShownFields) -> Option<&'static str> {
        let (_, each) = DIRECTIVES.iter().find(|(field, _)| *field == missing)?;
        each.get(self as usize).copied().filter(|directive| !directive.is_empty())
    }
}

/// What to add to a log to show a field: for each server, in the order of [`LogServer::ALL`]; empty where it cannot show it,
/// or always does.
#[rustfmt::skip]
const DIRECTIVES: [(ShownFields, [&str; 7]); 14] = [
    (ShownFields::TIME, ["$msec and $request_time", "%{begin:usec}t", "", "%{VSL:Timestamp:Start[1]}x", "", "", ""]),
    (ShownFields::STATUS, ["$status", "%>s", "", "%s", "", "", ""]),
    (ShownFields::QUERY, ["$request", "\"%r\"", "strip_query_terms off", "%r", "option httplog", "", ""]),
    (ShownFields::AGENT, ["the value of proxy_set_header User-Agent as a constant", "%{User-Agent}i",
        "%{User-Agent}>h", "%{User-Agent}i with varnishncsa -b", "capture request header User-Agent", "",
        "fields.headers.names.User-Agent: keep"]),
    (ShownFields::ADDRESS, ["$remote_addr", "%a", "%>a", "%{X-Forwarded-For}i with varnishncsa -b", "", "",
        "fields.names.ClientHost: keep"]),
    (ShownFields::CONDITION, ["$http_if_modified_since", "%{If-Modified-Since}i", "%{If-Modified-Since}>h",
        "%{If-Modified-Since}i with varnishncsa -b", "capture request header If-Modified-Since", "",
        "fields.headers.names.If-Modified-Since: keep"]),
    (ShownFields::EXPIRES, ["$upstream_http_expires", "%{Expires}o", "%{Expires}<h", "%{Expires}o",
        "capture response header Expires", "", "fields.headers.names.Expires: keep"]),
    (ShownFields::MODIFIED, ["$upstream_http_last_modified", "%{Last-Modified}o", "%{Last-Modified}<h",
        "%{Last-Modified}o", "capture response header Last-Modified", "", "fields.headers.names.Last-Modified: keep"]),
    (ShownFields::CODING, ["$http_accept_encoding", "%{Accept-Encoding}i", "%{Accept-Encoding}>h",
        "%{Accept-Encoding}i with varnishncsa -b", "capture request header Accept-Encoding", "",
        "fields.headers.names.Accept-Encoding: keep"]),
    (ShownFields::ORIGIN, ["$http_origin and $http_referer", "%{Origin}i", "%{Origin}>h",
        "%{Origin}i with varnishncsa -b", "capture request header Origin", "", "fields.headers.names.Origin: keep"]),
    (ShownFields::LOCATION, ["$sent_http_location", "%{Location}o", "%{Location}<h", "%{Location}o",
        "capture response header Location", "", "fields.headers.names.Location: keep"]),
    (ShownFields::BYTES, ["$upstream_bytes_received", "%O", "%<st", "%O", "", "", ""]),
    (ShownFields::SCHEME, ["$scheme and $host", "%{Host}i", "", "%r with varnishncsa -b",
        "capture request header Host", "", ""]),
    (ShownFields::HOST, ["$scheme and $host", "%{Host}i", "", "%r with varnishncsa -b",
        "capture request header Host", "", ""]),
];

/// The formats of the logs that were read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Formats {
    names: Vec<String>,
}

impl Formats {
    /// Notes a format.
    pub(super) fn note(&mut self, format: &str) {
        if self.names.len() < 16 && !self.names.iter().any(|known| known == format) {
            self.names.push(format.to_owned());
        }
    }

    /// The servers that may have written them; all where none is known.
    pub(crate) fn servers(&self) -> Vec<LogServer> {
        let wrote = |format: &str| -> &[LogServer] {
            match format {
                "common" | "combined" | "vhost combined" => &[LogServer::Nginx, LogServer::Apache],
                "json" => &[LogServer::Nginx, LogServer::Traefik],
                "caddy" => &[LogServer::Caddy],
                "traefik" => &[LogServer::Traefik],
                "squid" | "squid combined" => &[LogServer::Squid],
                "varnish" => &[LogServer::Varnish],
                "haproxy" => &[LogServer::Haproxy],
                "format string" => &[LogServer::Nginx, LogServer::Apache],
                _ => &[],
            }
        };
        let known: Vec<LogServer> = self.names.iter().flat_map(|format| wrote(format)).copied().collect();
        let is_known = |server: &LogServer| known.contains(server);
        let none = known.is_empty() && self.names.is_empty();
        LogServer::ALL.into_iter().filter(|server| none || is_known(server)).collect()
    }

    /// What to add to the logs to see a field, for each server that may have written them.
    pub(super) fn directive(&self, missing: ShownFields) -> Option<String> {
        let each: Vec<String> = self
            .servers()
            .into_iter()
            .filter_map(|server| Some(format!("{} ({})", server.directive(missing)?, server.as_str())))
            .collect();
        (!each.is_empty()).then(|| each.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Formats {
        let mut formats = Formats::default();
        names.iter().for_each(|name| formats.note(name));
        formats
    }

    #[test]
    fn directives_are_those_of_the_servers_that_may_write_the_log() {
        let missing = ShownFields::CONDITION;
        assert_eq!(of(&["squid"]).directive(missing).as_deref(), Some("%{If-Modified-Since}>h (Squid)"));
        assert_eq!(
            of(&["squid combined"]).directive(ShownFields::QUERY).as_deref(),
            Some("strip_query_terms off (Squid)")
        );
        let common = of(&["combined", "common"]).directive(missing).unwrap();
        assert_eq!(common, "$http_if_modified_since (nginx), %{If-Modified-Since}i (Apache)");
        assert_eq!(of(&["alb"]).directive(missing), None);
        assert_eq!(of(&[]).directive(missing).unwrap().matches('(').count(), 6);
    }

    #[test]
    fn every_field_that_can_be_missing_has_its_directive() {
        for (field, name) in ShownFields::NAMES {
            assert!(of(&[]).directive(field).is_some(), "{name}");
        }
    }
}
