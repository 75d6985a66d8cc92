//! The manual page of the sandbox, `metstatus-sandbox(1)`. Its table of clients is what `contrib/sandbox/try` printed.

use clap_mangen::roff::{Roff, bold, roman};

use super::{head, item, items, paragraphs, scenarios, section};

const MATRIX: &str = include_str!("../../contrib/sandbox/matrix.txt");

/// The page.
pub(crate) fn page() -> String {
    let mut page = head(
        "metstatus-sandbox",
        "1",
        "User Commands",
        "run a program against a local api.met.no, and judge its requests",
    );
    page.extend([
        synopsis(),
        description(),
        scenarios::scenarios(),
        scenarios::judging(),
        scenarios::documents(),
        wiring(),
        clients(),
        environment(),
        exit_status(),
        ci(),
        limits(),
        examples(),
        see_also(),
    ]);
    page.render()
}

fn synopsis() -> Roff {
    let mut roff = section("SYNOPSIS");
    roff.text([bold("metstatus sandbox"), roman(" [OPTIONS] [-- COMMAND...]")]);
    roff
}

fn description() -> Roff {
    let mut roff = section("DESCRIPTION");
    paragraphs(
        &mut roff,
        &[
            "metstatus sandbox runs a command, usually the tests of a program, together with a server on this machine that \
             behaves like api.met.no. The command does not have to be changed: it asks https://api.met.no/ as ever. When it \
             has ended, metstatus reports which of MET's rules it kept, which it broke, and which it had no occasion for, with \
             the requests as evidence. The rules are those of metstatus audit.",
            "With --scenario the server does what is rare at MET: it answers 203 for a deprecated version, 429, 503 for a \
             while, and so on; metstatus sandbox --list-scenarios lists the scenarios, and --explain NAME says of each \
             behaviour whether it is documented, captured or assumed. Of several scenarios, separated by commas, the command \
             runs once for each. --seed repeats a run; --lifetime sets how long a forecast is fresh.",
            "Standard input, output and error are the command's. The report for people is written to standard error after \
             the command has ended; other formats need --output or --report FORMAT=FILE.",
        ],
    );
    roff
}

fn wiring() -> Roff {
    let mut roff = section("WIRING");
    paragraphs(&mut roff, &["How the command is led to the server, by --wire:"]);
    for (term, text) in [
        (
            "namespace",
            "Linux only. metstatus and the command get a network of their own that has nothing but loopback. There \
             api.met.no and its aliases are 127.0.0.1, by /etc/hosts and by a DNS server; the sandbox listens on ports 443 \
             and 80; and its certificate authority is in the bundles of the system, and in the variables below. The command \
             runs as the user who started metstatus, with that user's files. It cannot reach the real api.met.no, nor any \
             other host, nor a server of this machine that listens on loopback outside: what it needs of these has to be started \
             by it. Sockets in the file system still work; sudo does not, since the command has no other user.",
        ),
        (
            "env",
            "Variables name a proxy on loopback and a bundle of certificates. The proxy leads MET's hosts to the sandbox, and \
             all others to where they are, as tunnels that are not looked into, by the proxy that was set before if there is one. Its URL has a random password; what comes \
             without it is answered 407; on Linux a second port lets in the JVM, which can be given no password, by the user whose \
             process it is. Node and Python are led to the sandbox by a file that they load first. A client that reads none of the \
             variables reaches the real api.met.no; see CLIENTS.",
        ),
        ("auto", "namespace where it is allowed, else env, with a line that says why. The default."),
        (
            "url",
            "Only METSTATUS_SANDBOX_URL, the base of URLs (http://127.0.0.1:PORT/weatherapi), and METSTATUS_SANDBOX_CA are set, \
             for programs whose base URL can be configured.",
        ),
        ("none", "Nothing is set up; the addresses of the server are printed, and --listen sets the one for HTTPS."),
    ] {
        item(&mut roff, term, text);
    }
    roff
}

fn clients() -> Roff {
    let mut roff = section("CLIENTS");
    paragraphs(
        &mut roff,
        &[
            "Which clients work unchanged, as contrib/sandbox/try printed it. \"no\" means that the client reads none of the \
             variables, and reaches the real api.met.no.",
        ],
    );
    table(&mut roff, MATRIX);
    paragraphs(
        &mut roff,
        &[
            "No wiring reaches clients that pin a certificate, that have certificates built in and read no variable (Rust with \
           webpki-roots), or that resolve names over HTTPS; and containers that the command starts, which have networks of \
           their own. A client that speaks only HTTP/2 is refused: the sandbox speaks HTTP/1.1.",
        ],
    );
    roff
}

/// Text as it is, in a font of fixed width.
fn table(roff: &mut Roff, text: &str) {
    roff.control("PP", []);
    roff.control("nf", []);
    for line in text.trim_end().lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("PP", []);
}

fn environment() -> Roff {
    items(
        "ENVIRONMENT",
        &[
            (
                "METSTATUS_SANDBOX_URL, METSTATUS_SANDBOX_CA",
                "Set for the command: the base of the URLs of the Weather API, and a file with the certificates to trust.",
            ),
            (
                "SSL_CERT_FILE, NIX_SSL_CERT_FILE, CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE, PIP_CERT, HTTPLIB2_CA_CERTS, \
             NODE_EXTRA_CA_CERTS, npm_config_cafile, DENO_CERT, PERL_LWP_SSL_CA_FILE, HTTPS_CA_FILE, GIT_SSL_CAINFO, \
             CARGO_HTTP_CAINFO, AWS_CA_BUNDLE, GRPC_DEFAULT_SSL_ROOTS_FILE_PATH, JULIA_SSL_CA_ROOTS_PATH",
                "Set for the command to a bundle of the sandbox's authority and those of the platform, or of the file that \
             SSL_CERT_FILE named before. No variable is set that turns verification off.",
            ),
            (
                "JAVA_TOOL_OPTIONS",
                "Gets the options for a key store with the same certificates, after those that are there. Every JVM says on \
             standard error that it has read them.",
            ),
            ("PHP_INI_SCAN_DIR", "Gets a folder with openssl.cafile and curl.cainfo."),
            ("WGETRC, HOME", "wget gets a file with ca_certificate, after what it would have read."),
            (
                "http_proxy, https_proxy, all_proxy, in capitals too; GLOBAL_AGENT_HTTP_PROXY, GLOBAL_AGENT_HTTPS_PROXY, \
             CGI_HTTP_PROXY, npm_config_proxy, npm_config_https_proxy",
                "By env, set to the proxy of the sandbox, together with NODE_USE_ENV_PROXY and PERL_LWP_ENV_PROXY. By namespace, \
             taken away, since no proxy can be reached.",
            ),
            (
                "NODE_OPTIONS, PYTHONPATH",
                "By env, get a file that leads connections to MET's hosts to the sandbox, in front of what they have: many clients \
             of Node and Python do not read the variables for proxies. METSTATUS_SANDBOX_HTTPS_PORT and \
             METSTATUS_SANDBOX_HTTP_PORT are for these files.",
            ),
            (
                "no_proxy, NO_PROXY",
                "Left as they are, and mentioned: where they cover api.met.no, env leaves the command at the real one.",
            ),
            ("TMPDIR", "Where the folder for these files is made; it is removed at the end."),
        ],
    )
}

fn exit_status() -> Roff {
    let mut roff = section("EXIT STATUS");
    paragraphs(
        &mut roff,
        &[
            "The command's own exit code when it is not 0: 127 when it was not found, 126 when it cannot be executed, 128 and \
             the number of a signal that ended it; of several scenarios the first such code. Else the worst verdict, as in \
             metstatus(1): 0 healthy, 1 a rule was broken, 2 a rule was broken that MET blocks for, 3 no request arrived. The \
             last line on standard error names the command's code, the verdict and the exit code.",
            "SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1 and SIGUSR2 go on to the command; metstatus ends when the command has \
             ended. What Ctrl-C sends goes to both, since the command stays in the terminal's process group.",
            "Processes that the command leaves running are ended one second after it, and named in the report; what they \
             request until then counts, and the report says how many requests came after the end.",
        ],
    );
    roff
}

fn ci() -> Roff {
    items(
        "CONTINUOUS INTEGRATION",
        &[
            (
                "GitHub Actions",
                "On ubuntu-24.04 AppArmor keeps rights from user namespaces, and --wire auto chooses env. For namespaces run \
             \"sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0\" in a step before, or metstatus with sudo. A job is \
             in contrib/sandbox/github.yml.",
            ),
            (
                "GitLab, Docker",
                "Docker's seccomp filter forbids namespaces, and --wire auto chooses env. For namespaces start the container with \
             --cap-add SYS_ADMIN and --security-opt apparmor=unconfined, or run metstatus on a machine of its own. A job is in \
             contrib/sandbox/gitlab-ci.yml.",
            ),
            (
                "reports",
                "--report junit=FILE has a test for each rule and product, skipped where there was no occasion; --report \
             sarif=FILE is for code scanning.",
            ),
            (
                "daemons",
                "What runs before the sandbox stays outside: a daemon of Gradle, Bazel or Docker makes its requests in its own \
             network. Use gradle --no-daemon.",
            ),
        ],
    )
}

fn limits() -> Roff {
    let mut roff = section("SAFETY");
    paragraphs(
        &mut roff,
        &[
            "The server listens on loopback alone and says that it is not MET: in the field Server, and in X-Metstatus-Sandbox. \
           Its authority is made for one run; the private key stays in memory. Its forecasts are invented. Do not add its \
           authority to what a machine trusts.",
        ],
    );
    roff
}

fn examples() -> Roff {
    items(
        "EXAMPLES",
        &[
            ("metstatus sandbox -- npm test", "Runs the tests of a program of Node, and judges what they send."),
            (
                "metstatus sandbox --scenario healthy,deprecated,outage --report junit=met.xml -- pytest",
                "Runs the tests three times, and writes one report for CI.",
            ),
            (
                "metstatus sandbox --wire url -- sh -c 'my-app --base-url \"$METSTATUS_SANDBOX_URL\"'",
                "A base URL by an option.",
            ),
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
        bold("user_namespaces"),
        roman("(7)"),
    ]);
    roff
}
