//! The options of curl, as far as they matter to a request. <https://curl.se/docs/manpage.html>

/// What an option does to the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing that a server sees.
    None,
    /// The same, and it takes a value.
    Value,
    /// `-A`: the User-Agent.
    Agent,
    /// `-H`: a field.
    Header,
    /// `-e`: the Referer.
    Referer,
    /// `-b`: a cookie, or a file of them.
    Cookie,
    /// `-u`: credentials.
    User,
    /// A bearer token.
    Bearer,
    /// `-r`: a part of the content.
    Range,
    /// `-z`: a date or a file with one.
    TimeCondition,
    /// `--compressed`.
    Compressed,
    /// `-X`: the method.
    Method,
    /// `-d` and its kind: content, or the query with `-G`.
    Data,
    /// `--json`: content with its own fields.
    Json,
    /// `-F`: content.
    Form,
    /// `-T`: a file as content.
    Upload,
    /// `--url-query`: a part of the query.
    Query,
    /// `-G`: the content goes into the query.
    Get,
    /// `-I`: HEAD.
    Head,
    /// `--url`: the URL.
    Url,
    /// `-K`: more options, in a file that is not opened.
    Config,
    /// `-:`: what follows is another request.
    Next,
}

/// Short options with their effects.
const SHORT: &[(char, Effect)] = &[
    ('A', Effect::Agent),
    ('H', Effect::Header),
    ('e', Effect::Referer),
    ('b', Effect::Cookie),
    ('u', Effect::User),
    ('r', Effect::Range),
    ('z', Effect::TimeCondition),
    ('X', Effect::Method),
    ('d', Effect::Data),
    ('F', Effect::Form),
    ('T', Effect::Upload),
    ('G', Effect::Get),
    ('I', Effect::Head),
    ('K', Effect::Config),
    (':', Effect::Next),
];

/// Short options that take a value no server sees.
const SHORT_VALUES: &str = "cCDEhmoPQtUwxyY";

/// Short options without a value that no server sees.
const SHORT_FLAGS: &str = "#0123469aBfgijJkLlMNnOpqRSsvVZ";

/// Long options with their effects.
const LONG: &[(&str, Effect)] = &[
    ("user-agent", Effect::Agent),
    ("header", Effect::Header),
    ("referer", Effect::Referer),
    ("cookie", Effect::Cookie),
    ("user", Effect::User),
    ("oauth2-bearer", Effect::Bearer),
    ("range", Effect::Range),
    ("time-cond", Effect::TimeCondition),
    ("compressed", Effect::Compressed),
    ("request", Effect::Method),
    ("data", Effect::Data),
    ("data-ascii", Effect::Data),
    ("data-binary", Effect::Data),
    ("data-raw", Effect::Data),
    ("data-urlencode", Effect::Data),
    ("json", Effect::Json),
    ("form", Effect::Form),
    ("form-string", Effect::Form),
    ("upload-file", Effect::Upload),
    ("url-query", Effect::Query),
    ("get", Effect::Get),
    ("head", Effect::Head),
    ("url", Effect::Url),
    ("config", Effect::Config),
    ("next", Effect::Next),
];

/// Long options that take a value no server sees.
const LONG_VALUES: &[&str] = &[
    "abstract-unix-socket",
    "cacert",
    "capath",
    "cert",
    "cert-type",
    "ciphers",
    "connect-timeout",
    "connect-to",
    "continue-at",
    "cookie-jar",
    "create-file-mode",
    "crlfile",
    "curves",
    "delegation",
    "dns-interface",
    "dns-ipv4-addr",
    "dns-ipv6-addr",
    "dns-servers",
    "doh-url",
    "dump-header",
    "ech",
    "egd-file",
    "engine",
    "etag-compare",
    "etag-save",
    "expect100-timeout",
    "happy-eyeballs-timeout-ms",
    "haproxy-clientip",
    "help",
    "hostpubmd5",
    "hostpubsha256",
    "hsts",
    "interface",
    "ip-tos",
    "ipfs-gateway",
    "keepalive-cnt",
    "keepalive-time",
    "key",
    "key-type",
    "libcurl",
    "limit-rate",
    "local-port",
    "login-options",
    "max-filesize",
    "max-redirs",
    "max-time",
    "netrc-file",
    "noproxy",
    "output",
    "output-dir",
    "parallel-max",
    "pass",
    "pinnedpubkey",
    "preproxy",
    "proto",
    "proto-default",
    "proto-redir",
    "proxy",
    "proxy-cacert",
    "proxy-capath",
    "proxy-cert",
    "proxy-ciphers",
    "proxy-header",
    "proxy-key",
    "proxy-pass",
    "proxy-user",
    "proxy1.0",
    "random-file",
    "rate",
    "request-target",
    "resolve",
    "retry",
    "retry-delay",
    "retry-max-time",
    "sasl-authzid",
    "service-name",
    "socks4",
    "socks4a",
    "socks5",
    "socks5-hostname",
    "speed-limit",
    "speed-time",
    "stderr",
    "tls-max",
    "tls13-ciphers",
    "trace",
    "trace-ascii",
    "trace-config",
    "unix-socket",
    "variable",
    "vlan-priority",
    "write-out",
];

/// Long options without a value that no server sees.
const LONG_FLAGS: &[&str] = &[
    "alpn",
    "anyauth",
    "append",
    "basic",
    "ca-native",
    "cert-status",
    "create-dirs",
    "crlf",
    "digest",
    "disable",
    "disallow-username-in-url",
    "fail",
    "fail-early",
    "fail-with-body",
    "false-start",
    "globoff",
    "haproxy-protocol",
    "http0.9",
    "http1.0",
    "http1.1",
    "http2",
    "http2-prior-knowledge",
    "http3",
    "http3-only",
    "ignore-content-length",
    "include",
    "insecure",
    "ipv4",
    "ipv6",
    "junk-session-cookies",
    "keepalive",
    "list-only",
    "location",
    "location-trusted",
    "manual",
    "negotiate",
    "netrc",
    "netrc-optional",
    "no-alpn",
    "no-buffer",
    "no-clobber",
    "no-keepalive",
    "no-progress-meter",
    "no-sessionid",
    "ntlm",
    "parallel",
    "parallel-immediate",
    "path-as-is",
    "post301",
    "post302",
    "post303",
    "progress-bar",
    "proxy-anyauth",
    "proxy-basic",
    "proxy-digest",
    "proxy-insecure",
    "proxytunnel",
    "raw",
    "remote-header-name",
    "remote-name",
    "remote-name-all",
    "remote-time",
    "remove-on-error",
    "retry-all-errors",
    "retry-connrefused",
    "sessionid",
    "show-error",
    "show-headers",
    "silent",
    "skip-existing",
    "ssl",
    "ssl-allow-beast",
    "ssl-no-revoke",
    "ssl-reqd",
    "ssl-revoke-best-effort",
    "sslv2",
    "sslv3",
    "styled-output",
    "suppress-connect-headers",
    "tcp-fastopen",
    "tcp-nodelay",
    "tlsv1",
    "tlsv1.0",
    "tlsv1.1",
    "tlsv1.2",
    "tlsv1.3",
    "tr-encoding",
    "trace-ids",
    "trace-time",
    "use-ascii",
    "verbose",
    "version",
    "xattr",
];

/// The effect of a short option; none where it is not known.
pub(super) fn short(letter: char) -> Option<Effect> {
    SHORT.iter().find(|(known, _)| *known == letter).map(|(_, effect)| *effect).or(match letter {
        _ if SHORT_VALUES.contains(letter) => Some(Effect::Value),
        _ if SHORT_FLAGS.contains(letter) => Some(Effect::None),
        _ => None,
    })
}

/// The effect of a long option; none where it is not known.
pub(super) fn long(name: &str) -> Option<Effect> {
    LONG.iter().find(|(known, _)| *known == name).map(|(_, effect)| *effect).or(match name {
        _ if LONG_VALUES.contains(&name) => Some(Effect::Value),
        _ if LONG_FLAGS.contains(&name) => Some(Effect::None),
        _ => None,
    })
}

impl Effect {
    /// Whether the option takes a value.
    pub(super) fn takes_value(self) -> bool {
        !matches!(self, Self::None | Self::Compressed | Self::Get | Self::Head | Self::Next)
    }
}
