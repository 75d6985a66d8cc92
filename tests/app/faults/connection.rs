//! Connections, names and proxies.

use super::run;
use crate::support::run::Ran;
use crate::support::server::{Reply, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

fn refused(name: &str, args: &[&str], words: &str) {
    let Ran { code, stdout, stderr, .. } = run(name, args);
    assert_eq!((code, stdout.as_str()), (3, ""), "{name}: {stderr}");
    assert!(stderr.contains(words), "{name}: no \"{words}\": {stderr}");
}

#[test]
fn unusable_names_and_urls_are_refused() {
    let seen = run("unknown name", &["http://no-such-host.invalid/"]);
    assert_eq!(seen.code, 2);
    assert!(seen.stdout.contains("dns-failure"), "{}", seen.stdout);
    refused("port", &["http://127.0.0.1:99999/"], "port 99999");
    for scheme in ["file:///etc/passwd", "ftp://h/", "gopher://h/", "data:text/plain,x", "javascript:alert(1)"] {
        refused(scheme, &[scheme], "only http and https");
    }
    refused("no scheme", &["api.met.no/x"], "https://api.met.no/x");
    for url in ["http://127.0.0.1/ok\r\nX-Inj: 1", "http://127.0.0.1/a b", "http://127.0.0.1/\u{7f}"] {
        refused(url, &[url], "is not allowed in a URL");
    }
    refused("injected field", &["-H", "X: a\r\nY: b", "http://127.0.0.1:1/"], "\\r");
    refused("injected agent", &["-A", "a\nb", "http://127.0.0.1:1/"], "\\n");
    refused("no such file of authorities", &["--cacert", "/nonexistent", "https://127.0.0.1:1/"], "/nonexistent");
}

#[test]
fn non_ascii_url_is_encoded_and_shown_in_both_forms() {
    let server = Server::http([Reply::raw(OK)]);
    let seen = run("path", &["-v", &server.url("/æ?q=ø")]);
    assert_eq!(seen.code, 0, "{}", seen.stdout);
    assert_eq!(server.requests()[0].target, "/%C3%A6?q=%C3%B8");
    assert!(seen.stdout.contains("/%C3%A6?q=%C3%B8"), "{}", seen.stdout);
    let named = Server::http([Reply::raw(OK), Reply::raw(OK)]);
    for (host, ascii) in [("bücher.invalid", "xn--bcher-kva.invalid"), ("ÆØÅ.invalid", "xn--5cab8c.invalid")] {
        let seen = run("name", &["-v", "--resolve", &named.resolve(ascii), &named.url_for(host, "/")]);
        assert_eq!(seen.code, 0, "{}{}", seen.stdout, seen.stderr);
        assert!(seen.stdout.contains(ascii) && seen.stdout.contains(&host.to_lowercase()), "{}", seen.stdout);
        assert!(named.requests().last().unwrap().field("host").unwrap().starts_with(ascii));
    }
}
