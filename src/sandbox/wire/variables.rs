//! The variables that point a client to the sandbox and make it trust it. Pure: a table, and what the environment had.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::hosts::is_met;
use super::trust::STORE_PASSWORD;
use super::upstream::Upstream;

/// Reads a variable of the environment.
pub(crate) type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// A variable, and its value for the command: `None` takes it away.
pub(crate) type VariableChange = (&'static str, Option<OsString>);

/// Each names a file of certificates in PEM form. None of them turns verification off.
const BUNDLE_VARIABLES: &[&str] = &[
    // OpenSSL, and with it Python, Ruby, .NET; Go; rustls. Nix has a name of its own.
    "SSL_CERT_FILE",
    "NIX_SSL_CERT_FILE",
    // curl, and Python's requests.
    "CURL_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE",
    "PIP_CERT",
    "HTTPLIB2_CA_CERTS",
    // Node and Bun; npm; Deno.
    "NODE_EXTRA_CA_CERTS",
    "npm_config_cafile",
    "DENO_CERT",
    // Perl's LWP, and its older TLS module.
    "PERL_LWP_SSL_CA_FILE",
    "HTTPS_CA_FILE",
    "GIT_SSL_CAINFO",
    "CARGO_HTTP_CAINFO",
    "AWS_CA_BUNDLE",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "JULIA_SSL_CA_ROOTS_PATH",
];

/// Each names a proxy for requests to http and https URLs, as curl, Python, Go, Ruby and others read them, in both cases.
const PROXY_VARIABLES: &[&str] = &[
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "GLOBAL_AGENT_HTTP_PROXY",
    "GLOBAL_AGENT_HTTPS_PROXY",
    "CGI_HTTP_PROXY",
    "npm_config_proxy",
    "npm_config_https_proxy",
];

/// Each lists hosts that are asked without a proxy.
const EXCEPTIONS: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// The names of the files that the variables name, all in one folder.
pub(super) const BUNDLE: &str = "ca.pem";
pub(super) const JAVA_STORE: &str = "ca.jks";
/// A folder with settings of PHP, and the file in it.
pub(super) const PHP_FOLDER: &str = "php.d";
pub(super) const PHP_FILE: &str = "metstatus.ini";
/// What Node loads before a program.
pub(super) const NODE_PRELOAD: &str = "node.cjs";
/// A folder with what Python loads before a program, and the file in it, whose name is Python's.
pub(super) const PYTHON_FOLDER: &str = "python";
pub(super) const PYTHON_FILE: &str = "sitecustomize.py";
/// Settings of wget.
pub(super) const WGETRC: &str = "wgetrc";

/// What makes clients trust the files of a folder. The JVM has one variable for all of its options: others for it come along.
pub(super) fn trust(folder: &Path, java_options: Vec<String>, environment: Environment<'_>) -> Vec<VariableChange> {
    let bundle = folder.join(BUNDLE).into_os_string();
    let mut changes: Vec<VariableChange> = BUNDLE_VARIABLES.iter().map(|name| (*name, Some(bundle.clone()))).collect();
    changes.push(("WGETRC", Some(folder.join(WGETRC).into_os_string())));
    // An empty entry is PHP's own folder of settings.
    let mut folders = environment("PHP_INI_SCAN_DIR").unwrap_or_default();
    folders.push(":");
    folders.push(folder.join(PHP_FOLDER));
    changes.push(("PHP_INI_SCAN_DIR", Some(folders)));
    let store = folder.join(JAVA_STORE);
    let mut options = vec![
        property("javax.net.ssl.trustStore", &store.to_string_lossy()),
        property("javax.net.ssl.trustStoreType", "jks"),
        property("javax.net.ssl.trustStorePassword", STORE_PASSWORD),
    ];
    options.extend(java_options);
    changes.push(java(&options, environment));
    changes
}

/// Where a proxy and the sandbox listen.
pub(super) struct ProxyWay {
    /// The URL of the proxy, with its password.
    pub url: String,
    /// The port of the proxy that needs no password of this user.
    pub own_port: Option<u16>,
    /// The port of the sandbox for http.
    pub http: u16,
    /// The port of the sandbox for https.
    pub https: u16,
}

impl ProxyWay {
    /// The options that send a JVM through the proxy.
    pub(super) fn java_options(&self) -> Vec<String> {
        let Some(port) = self.own_port else { return vec![] };
        let of = |scheme: &str| {
            [
                property(&format!("{scheme}.proxyHost"), "127.0.0.1"),
                property(&format!("{scheme}.proxyPort"), &port.to_string()),
            ]
        };
        ["http", "https"].iter().flat_map(|scheme| of(scheme)).collect()
    }
}

/// What sends clients through a proxy, or to the sandbox itself.
pub(super) fn proxy(way: &ProxyWay, folder: &Path, environment: Environment<'_>) -> Vec<VariableChange> {
    let mut changes: Vec<VariableChange> =
        PROXY_VARIABLES.iter().map(|name| (*name, Some(OsString::from(&way.url)))).collect();
    // Perl's LWP reads the variables above only when this one is set, and Node only from 22.21 and 24.5 on.
    changes.push(("PERL_LWP_ENV_PROXY", Some("1".into())));
    changes.push(("NODE_USE_ENV_PROXY", Some("1".into())));
    changes.push(("METSTATUS_SANDBOX_HTTPS_PORT", Some(way.https.to_string().into())));
    changes.push(("METSTATUS_SANDBOX_HTTP_PORT", Some(way.http.to_string().into())));
    let mut options = environment("NODE_OPTIONS").unwrap_or_default();
    if !options.is_empty() {
        options.push(" ");
    }
    options.push("--require=\"");
    options.push(folder.join(NODE_PRELOAD));
    options.push("\"");
    changes.push(("NODE_OPTIONS", Some(options)));
    let mut folders = folder.join(PYTHON_FOLDER).into_os_string();
    if let Some(before) = environment("PYTHONPATH").filter(|before| !before.is_empty()) {
        folders.push(":");
        folders.push(before);
    }
    changes.push(("PYTHONPATH", Some(folders)));
    changes
}

/// What takes away the proxies of the environment: in a namespace none of them can be reached.
pub(super) fn without_proxy(environment: Environment<'_>) -> Vec<VariableChange> {
    proxies_set(environment).into_iter().map(|name| (name, None)).collect()
}

/// The variables that name a proxy and are set already.
pub(super) fn proxies_set(environment: Environment<'_>) -> Vec<&'static str> {
    let is_set = |name: &&&str| environment(name).is_some_and(|value| !value.is_empty());
    PROXY_VARIABLES.iter().filter(is_set).copied().collect()
}

/// The proxy that the environment names for https, or else for http.
pub(super) fn upstream(environment: Environment<'_>) -> Option<Upstream> {
    let value = |name: &&str| environment(name).filter(|value| !value.is_empty());
    let found = ["https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"].iter().find_map(value)?;
    Upstream::parse(found.to_str()?)
}

/// What lists of exceptions from proxies are set, each with whether it covers MET: the command then reaches MET itself.
pub(super) fn exceptions_set(environment: Environment<'_>) -> Vec<(&'static str, bool)> {
    let list = |name: &'static str| {
        let value = environment(name).filter(|value| !value.is_empty())?;
        Some((name, covers_met(&value)))
    };
    EXCEPTIONS.into_iter().filter_map(list).collect()
}

/// Whether a list of hosts covers MET's: `*`, the host, or a domain that it is in, with a leading dot or without.
fn covers_met(list: &OsStr) -> bool {
    let list = list.to_string_lossy();
    let mut entries = list.split([',', ' ']).map(|entry| entry.trim().trim_start_matches("*."));
    entries.any(|entry| {
        let host = entry.trim_start_matches('.').split(':').next().unwrap_or_default().to_ascii_lowercase();
        entry == "*" || is_met(&host) || (!host.is_empty() && "api.met.no".ends_with(&format!(".{host}")))
    })
}

/// Adds options of the JVM to those of the environment, which every JVM reads and says so on standard error.
pub(super) fn java(options: &[String], environment: Environment<'_>) -> VariableChange {
    const NAME: &str = "JAVA_TOOL_OPTIONS";
    let mut value = environment(NAME).unwrap_or_default();
    for option in options {
        if !value.is_empty() {
            value.push(" ");
        }
        value.push(option);
    }
    (NAME, Some(value))
}

/// A property of the JVM as an option; one with a space in quotes.
pub(super) fn property(name: &str, value: &str) -> String {
    let option = format!("-D{name}={value}");
    if option.contains(char::is_whitespace) { format!("\"{option}\"") } else { option }
}

/// Settings of PHP, whose TLS and whose curl have no variable for certificates.
pub(super) fn php_settings(folder: &Path) -> String {
    let bundle = folder.join(BUNDLE);
    let bundle = bundle.to_string_lossy();
    format!("openssl.cafile = \"{bundle}\"\ncurl.cainfo = \"{bundle}\"\n")
}

/// Settings of wget: those of the user, and the bundle.
pub(super) fn wget_settings(folder: &Path, before: &str) -> String {
    let separator = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{separator}ca_certificate = {}\n", folder.join(BUNDLE).to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'a>(changes: &'a [VariableChange], name: &str) -> &'a str {
        let found: Vec<_> = changes.iter().filter(|(other, _)| *other == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        found[0].1.as_ref().unwrap().to_str().unwrap()
    }

    fn way() -> ProxyWay {
        ProxyWay { url: "http://p".into(), own_port: Some(9), http: 80, https: 443 }
    }

    #[test]
    fn java_gets_the_port_without_a_password() {
        let options = way().java_options().join(" ");
        assert_eq!(
            options,
            "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9"
        );
        assert!(ProxyWay { own_port: None, ..way() }.java_options().is_empty());
    }

    #[test]
    fn each_bundle_variable_names_the_bundle() {
        let changes = trust(Path::new("/s"), vec![], &|_| None);
        for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] {
            assert_eq!(value(&changes, name), "/s/ca.pem");
        }
        assert_eq!(value(&changes, "PHP_INI_SCAN_DIR"), ":/s/php.d");
        assert!(value(&changes, "JAVA_TOOL_OPTIONS").starts_with("-Djavax.net.ssl.trustStore=/s/ca.jks -D"));
    }

    #[test]
    fn variable_set_before_is_kept_where_it_can_be() {
        let before = |name: &str| match name {
            "JAVA_TOOL_OPTIONS" => Some("-Xmx1g".into()),
            "PHP_INI_SCAN_DIR" => Some("/own".into()),
            _ => None,
        };
        let changes = trust(Path::new("/with space"), vec![], &before);
        assert!(value(&changes, "JAVA_TOOL_OPTIONS").starts_with("-Xmx1g \"-Djavax.net.ssl.trustStore=/with space/"));
        assert_eq!(value(&changes, "PHP_INI_SCAN_DIR"), "/own:/with space/php.d");
        let changes = proxy(&way(), Path::new("/s"), &|name| (name == "NODE_OPTIONS").then(|| "-x".into()));
        assert_eq!(value(&changes, "PYTHONPATH"), "/s/python");
        assert_eq!(value(&changes, "NODE_OPTIONS"), "-x --require=\"/s/node.cjs\"");
        assert_eq!(wget_settings(Path::new("/s"), "quiet = on"), "quiet = on\nca_certificate = /s/ca.pem\n");
    }

    #[test]
    fn no_variable_turns_verification_off() {
        let changes: Vec<VariableChange> = trust(Path::new("/s"), vec![], &|_| None)
            .into_iter()
            .chain(proxy(&way(), Path::new("/s"), &|_| None))
            .collect();
        for (name, _) in &changes {
            let name = name.to_ascii_uppercase();
            for bad in ["VERIFY", "INSECURE", "REJECT_UNAUTHORIZED", "NO_PROXY"] {
                assert!(!name.contains(bad), "{name}");
            }
        }
    }

    #[test]
    fn exceptions_that_cover_met_are_found() {
        for list in ["*", "api.met.no", ".met.no", "met.no", "a.org, .no", "*.met.no", "api.met.no:443", "no"] {
            assert!(covers_met(OsStr::new(list)), "{list}");
        }
        for list in ["", "localhost,127.0.0.1", "yr.no", "xmet.no", "et.no", ","] {
            assert!(!covers_met(OsStr::new(list)), "{list}");
        }
        let set = |name: &str| (name == "NO_PROXY").then(|| OsString::from("localhost"));
        assert_eq!(exceptions_set(&set), [("NO_PROXY", false)]);
    }

    #[test]
    fn proxies_of_the_environment_are_taken_away() {
        let set = |name: &str| match name {
            "https_proxy" => Some("http://proxy.corp:3128".into()),
            "HTTP_PROXY" => Some("".into()),
            _ => None,
        };
        assert_eq!(without_proxy(&set), [("https_proxy", None)]);
    }
}
