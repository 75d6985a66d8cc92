//! The manual page of the audit, `metstatus-audit(1)`. Its log formats are the files in `contrib/logformats`.

use clap_mangen::roff::{Roff, bold, roman};

use super::{head, item, items, paragraphs, section};

/// The servers whose log formats are shipped, each with its file.
const FORMATS: [(&str, &str); 7] = [
    ("nginx", include_str!("../../contrib/logformats/nginx.conf")),
    ("Apache", include_str!("../../contrib/logformats/apache.conf")),
    ("Squid", include_str!("../../contrib/logformats/squid.conf")),
    ("Varnish", include_str!("../../contrib/logformats/varnish.sh")),
    ("HAProxy", include_str!("../../contrib/logformats/haproxy.cfg")),
    ("Caddy", include_str!("../../contrib/logformats/Caddyfile")),
    ("Traefik", include_str!("../../contrib/logformats/traefik.yml")),
];

/// The page.
pub(crate) fn page() -> String {
    let mut page = head("metstatus-audit", "1", "User Commands", "judge a client's traffic over time by its logs");
    page.extend([
        synopsis(),
        description(),
        outcomes(),
        vantage(),
        parts(),
        privacy(),
        formats(),
        exit_status(),
        examples(),
        see_also(),
    ]);
    page.render()
}

fn synopsis() -> Roff {
    let mut roff = section("SYNOPSIS");
    roff.text([bold("metstatus audit"), roman(" [OPTIONS] FILE|-...")]);
    roff
}

fn description() -> Roff {
    let mut roff = section("DESCRIPTION");
    paragraphs(
        &mut roff,
        &[
            "metstatus audit reads access logs, HAR files and captures in one pass, and judges what a single response cannot \
             show: requests before Expires, polls without If-Modified-Since, bursts on the hour, requests that go on after 403 \
             or 429. Memory does not grow with the logs. Several logs are merged by time. Plain files, gzip and zstd are read; \
             the format is recognised, or named with --log-format, which also takes a format string of nginx or Apache.",
            "A client is the product name of a User-Agent; --by address, both or host change that. At most 100 clients are \
             reported, the worst first; 1,024 are kept apart, and all others are counted together.",
            "-f html writes a page with charts, -f json everything that is known of each client; metstatus-report(5) describes \
             all formats. metstatus rules ID explains a rule.",
        ],
    );
    roff
}

fn outcomes() -> Roff {
    items(
        "OUTCOMES",
        &[
            ("breach", "The rule was broken, with how often and up to eight sample lines."),
            ("kept", "There were occasions to break the rule, and it was not broken."),
            (
                "not judged",
                "Nothing can be said: the log lacks a field, shows what reached a cache and not what went on to MET, is out of \
             order, or has too few occasions. The report names the reason, and the directive of the server that adds the field.",
            ),
        ],
    )
}

fn vantage() -> Roff {
    let mut roff = section("VANTAGE");
    paragraphs(
        &mut roff,
        &["What MET received depends on where a log was written. The formats below say it; otherwise --vantage does:"],
    );
    for (name, text) in [
        ("inbound", "Before something that may be a cache. Nothing is judged: a cache may have answered."),
        ("relay", "A server that passes every request on. Its headers are taken to be those that MET received."),
        ("outbound", "Where requests leave for MET, or arrive there, as at MET's own desk."),
    ] {
        item(&mut roff, name, text);
    }
    roff.control("PP", []);
    roff.text([roman(
        "Of a cache whose log shows its verdict ($upstream_cache_status, %Ss:%Sh in Squid) the requests that it sent on are judged.",
    )]);
    roff
}

fn parts() -> Roff {
    let mut roff = section("PARTS OF LOGS");
    paragraphs(
        &mut roff,
        &[
            "--partial writes one line of JSON, at most 1,000,000 bytes, in place of a report; --merge reads any number of such \
             lines and reports on the whole, or with --partial writes one line again. Parts can be pieces of one log, the logs of \
             several machines, or hours (--since, --until) of a log that grows. A part of an empty log adds nothing. Parts that \
             were made by another version, with other options or another key, or twice, are refused.",
            "The merged report is that of the whole log, byte for byte, while the tables fit; beyond that both say which counts are lower \
             bounds. Repeats between parts that overlap in time, such as logs of several machines, are lower bounds too.",
            "contrib/parallel uses all cores with GNU parallel, contrib/ssh several machines, contrib/spark a cluster; \
             contrib/hourly keeps a part for each hour and writes the page of the week, from a systemd timer or a CronJob.",
        ],
    );
    roff
}

fn privacy() -> Roff {
    let mut roff = section("PRIVACY");
    paragraphs(
        &mut roff,
        &[
            "Reports show addresses as networks (/24, /48) and coordinates with two decimals; --full-addresses shows addresses. Parts hold \
             hashes of addresses under the key of --key-file. Without a key the addresses can be recovered: handle such a part as personal data.",
        ],
    );
    roff
}

fn formats() -> Roff {
    let mut roff = section("LOG FORMATS");
    paragraphs(
        &mut roff,
        &[
            "Each of these makes a server write all that the rules need and it can show. They are in contrib/logformats.",
        ],
    );
    for (name, text) in FORMATS {
        roff.control("SS", [name]);
        roff.control("nf", []);
        for line in text.lines().filter(|line| !line.starts_with("#!")) {
            roff.text([roman(line)]);
        }
        roff.control("fi", []);
    }
    roff
}

fn exit_status() -> Roff {
    items(
        "EXIT STATUS",
        &[
            ("0", "No rule was broken, and some were kept; of --partial, that the log could be read."),
            ("1", "The worst breach is a warning."),
            ("2", "The worst breach is an error."),
            ("3", "No rule could be judged, or the log could not be read."),
        ],
    )
}

fn examples() -> Roff {
    items(
        "EXAMPLES",
        &[
            (
                "metstatus audit /var/log/nginx/met.log -f html -o audit.html",
                "A gateway with the format for nginx: a page to look at.",
            ),
            (
                "metstatus audit --vantage outbound --report html=audit.html access.log*.gz",
                "At MET's desk: the log of the server itself, worst client first.",
            ),
            ("metstatus audit --partial met.log > \"$(hostname).part\"", "On each machine; then, where the parts are:"),
            ("metstatus audit --merge *.part", "One report of all."),
        ],
    )
}

fn see_also() -> Roff {
    let mut roff = section("SEE ALSO");
    roff.text([
        bold("metstatus"),
        roman("(1), "),
        bold("metstatus-report"),
        roman("(5), "),
        bold("metstatus-sandbox"),
        roman("(1), https://api.met.no/doc/TermsOfService"),
    ]);
    roff
}
