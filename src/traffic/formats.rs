//! Which servers may have written the logs, and how each of them shows a field that its log lacks.

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

    /// Its directive for a field, by the words for that in reports; none where it cannot show it, or always does.
    fn directive(self, missing: &str) -> Option<&'static str> {
        let own: [Option<&'static str>; 7] = match missing {
            "times" => [
                Some("$msec and $request_time"),
                Some("%{begin:usec}t"),
                None,
                Some("%{VSL:Timestamp:Start[1]}x"),
                None,
                None,
                None,
            ],
            "the status" => [Some("$status"), Some("%>s"), None, Some("%s"), None, None, None],
            "queries" => [
                Some("$request"),
                Some("\"%r\""),
                Some("strip_query_terms off"),
                Some("%r"),
                Some("option httplog"),
                None,
                None,
            ],
            "the User-Agent that MET received" => [
                Some("the value of proxy_set_header User-Agent as a constant"),
                Some("%{User-Agent}i"),
                Some("%{User-Agent}>h"),
                Some("%{User-Agent}i with varnishncsa -b"),
                Some("capture request header User-Agent"),
                None,
                Some("fields.headers.names.User-Agent: keep"),
            ],
            "client addresses" => {
                let kept = Some("fields.names.ClientHost: keep");
                let varnish = Some("%{X-Forwarded-For}i with varnishncsa -b");
                [Some("$remote_addr"), Some("%a"), Some("%>a"), varnish, None, None, kept]
            }
            "the If-Modified-Since that MET received" => [
                Some("$http_if_modified_since"),
                Some("%{If-Modified-Since}i"),
                Some("%{If-Modified-Since}>h"),
                Some("%{If-Modified-Since}i with varnishncsa -b"),
                Some("capture request header If-Modified-Since"),
                None,
                Some("fields.headers.names.If-Modified-Since: keep"),
            ],
            "Expires" => [
                Some("$upstream_http_expires"),
                Some("%{Expires}o"),
                Some("%{Expires}<h"),
                Some("%{Expires}o"),
                Some("capture response header Expires"),
                None,
                Some("fields.headers.names.Expires: keep"),
            ],
            "Last-Modified" => [
                Some("$upstream_http_last_modified"),
                Some("%{Last-Modified}o"),
                Some("%{Last-Modified}<h"),
                Some("%{Last-Modified}o"),
                Some("capture response header Last-Modified"),
                None,
                Some("fields.headers.names.Last-Modified: keep"),
            ],
            "the Accept-Encoding that MET received" => [
                Some("$http_accept_encoding"),
                Some("%{Accept-Encoding}i"),
                Some("%{Accept-Encoding}>h"),
                Some("%{Accept-Encoding}i with varnishncsa -b"),
                Some("capture request header Accept-Encoding"),
                None,
                Some("fields.headers.names.Accept-Encoding: keep"),
            ],
            "Origin or Referer" => [
                Some("$http_origin and $http_referer"),
                Some("%{Origin}i"),
                Some("%{Origin}>h"),
                Some("%{Origin}i with varnishncsa -b"),
                Some("capture request header Origin"),
                None,
                Some("fields.headers.names.Origin: keep"),
            ],
            "Location" => [
                Some("$sent_http_location"),
                Some("%{Location}o"),
                Some("%{Location}<h"),
                Some("%{Location}o"),
                Some("capture response header Location"),
                None,
                Some("fields.headers.names.Location: keep"),
            ],
            "the response size" => {
                [Some("$upstream_bytes_received"), Some("%O"), Some("%<st"), Some("%O"), None, None, None]
            }
            "the scheme and host" | "the host" => [
                Some("$scheme and $host"),
                Some("%{Host}i"),
                None,
                Some("%r with varnishncsa -b"),
                Some("capture request header Host"),
                None,
                None,
            ],
            _ => [None; 7],
        };
        own.get(self as usize).copied().flatten()
    }
}

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
    pub(super) fn directive(&self, missing: &str) -> Option<String> {
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
        let missing = "the If-Modified-Since that MET received";
        assert_eq!(of(&["squid"]).directive(missing).as_deref(), Some("%{If-Modified-Since}>h (Squid)"));
        assert_eq!(of(&["squid combined"]).directive("queries").as_deref(), Some("strip_query_terms off (Squid)"));
        let common = of(&["combined", "common"]).directive(missing).unwrap();
        assert_eq!(common, "$http_if_modified_since (nginx), %{If-Modified-Since}i (Apache)");
        assert_eq!(of(&["alb"]).directive(missing), None);
        assert_eq!(of(&[]).directive(missing).unwrap().matches('(').count(), 6);
    }

    #[test]
    fn every_field_that_can_be_missing_has_its_directive() {
        let all = super::super::check::ShownFields(u32::MAX);
        let mut left = all;
        while let Some(missing) = left.missing_in(super::super::check::ShownFields(all.0 & !left.0)) {
            assert!(of(&[]).directive(missing).is_some(), "{missing}");
            left.0 &= left.0 - 1;
        }
    }
}
