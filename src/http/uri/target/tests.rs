use super::*;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn error(text: &str) -> String {
    Url::parse(text).unwrap_err().to_string()
}

#[test]
fn parts_are_as_typed() {
    let url = url("https://API.met.no./weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58#x");
    assert_eq!((url.scheme(), url.port()), (Scheme::Https, 443));
    assert_eq!(url.host(), "api.met.no.");
    assert_eq!(url.host_without_dot(), "api.met.no");
    assert_eq!(url.request_target(), "/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58");
    assert_eq!(url.wire(), "https://api.met.no./weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58");
}

#[test]
fn empty_path_is_asked_as_a_slash() {
    assert_eq!(url("http://127.0.0.1:8080").request_target(), "/");
    assert_eq!(url("http://127.0.0.1:8080?x=1").request_target(), "/?x=1");
}

#[test]
fn user_information_is_never_shown() {
    let url = url("https://me:pa%20ss@frost.met.no/x");
    assert_eq!(url.to_string(), "https://[redacted]@frost.met.no/x");
    assert_eq!(format!("{url:?}"), "<https://[redacted]@frost.met.no/x>");
    assert_eq!(url.userinfo().as_deref(), Some("me:pa ss"));
    assert_eq!(url.wire(), "https://frost.met.no/x");
}

#[test]
fn bad_urls_say_what_is_wrong() {
    assert_eq!(error("http://127.0.0.1:99999/"), "port 99999 is not a number from 1 to 65535");
    assert_eq!(error("http://127.0.0.1:0/"), "port 0 is not a number from 1 to 65535");
    assert_eq!(error("http://127.0.0.1:8a/"), "port 8a is not a number from 1 to 65535");
    assert_eq!(error("ftp://h/x"), "unsupported scheme ftp; only http and https are supported");
    assert_eq!(error("http:///x"), "it has no host");
    assert_eq!(error("http://h/a b"), "character 11, a space, is not allowed in a URL");
    assert_eq!(error("http://h/ok\r\nX: 1"), "character 12, \\r, is not allowed in a URL");
    assert!(error("http://h/a|b").contains("character 11, |,"));
    for host in ["a%2Fb", "a%00b", "%25", "%FF", "\u{202e}x", "x\u{200d}y", "%31%32%37.1%3a80"] {
        let error = error(&format!("http://{host}.invalid/"));
        assert!(error.contains("not allowed") && !error.contains('\u{202e}'), "{host}: {error}");
    }
}

#[test]
fn url_that_breaks_the_grammar_is_kept_as_sent() {
    for (sent, encoded) in [
        ("/css?family=A:400|B:700", "/css?family=A:400%7CB:700"),
        ("/tr?cd[id]=1&q={x}", "/tr?cd%5Bid%5D=1&q=%7Bx%7D"),
        ("/a b?c=\"<^>`\\", "/a%20b?c=%22%3C%5E%3E%60%5C"),
        ("/100%?d=%zz&e=%41%", "/100%25?d=%25zz&e=%41%25"),
    ] {
        let url = Url::parse_as_sent(&format!("https://h.no:8443{sent}")).unwrap();
        assert_eq!(url.request_target(), encoded);
        assert_eq!(url.to_string(), format!("https://h.no:8443{}", escape(sent)));
        assert!(Url::parse(&format!("https://h.no{sent}")).is_err(), "{sent}");
    }
    assert_eq!(url("https://h.no/a?b=%7C").written_target(), "/a?b=%7C");
    for bad in ["https://h.no/a\rb", "https://h|x/a", "https:///a|b", "ftp://h/a|b", "h.no/a|b", ""] {
        assert!(Url::parse_as_sent(bad).is_err(), "{bad}");
    }
}

#[test]
fn reference_that_breaks_the_grammar_is_resolved_as_clients_do() {
    let base = url("https://h.no/a/b?c");
    for (reference, resolved) in [
        ("/x y", "https://h.no/x%20y"),
        ("x|y", "https://h.no/a/x%7Cy"),
        ("//i.no/x|y", "https://i.no/x%7Cy"),
        ("http://i.no/x|y#z|", "http://i.no/x%7Cy"),
        ("?u=http://i.no/|", "https://h.no/a/b?u=http://i.no/%7C"),
    ] {
        assert_eq!(base.join_as_sent(&reference.into()).unwrap().wire(), resolved, "{reference}");
        assert!(base.join(&reference.into()).is_err(), "{reference}");
    }
    for bad in ["/x\ty", "http://i|j/x", "ftp://h/a|b"] {
        assert!(base.join_as_sent(&bad.into()).is_err(), "{bad}");
    }
}

#[test]
fn scheme_that_is_not_shown_stays_unknown() {
    let supposed = Url::parse_without_scheme("h.no:8080/a|b").unwrap();
    assert_eq!((supposed.is_scheme_known(), supposed.port()), (false, 8080));
    assert!(!supposed.join(&"/b".into()).unwrap().is_scheme_known());
    assert!(supposed.join(&"http://h.no/b".into()).unwrap().is_scheme_known());
    assert!(url("http://h.no/").join(&"/b".into()).unwrap().is_scheme_known());
}

#[test]
fn characters_beyond_ascii_are_encoded() {
    assert_eq!(url("http://h/æ?q=ø").request_target(), "/%C3%A6?q=%C3%B8");
}

#[test]
fn international_names_are_asked_in_ascii_and_shown_in_both() {
    let asked = url("http://me:a@BÜCHER.example:8080/ü?q");
    assert_eq!(asked.wire(), "http://xn--bcher-kva.example:8080/%C3%BC?q");
    assert_eq!((asked.userinfo().as_deref(), asked.port()), (Some("me:a"), 8080));
    assert_eq!(asked.international_host().as_deref(), Some("bücher.example"));
    assert_eq!(url("http://b%C3%BCcher.example/").host(), "xn--bcher-kva.example");
    assert_eq!(url("http://api.met.no/").international_host(), None);
    assert_eq!(url("http://h/a").join(&"//æøå.no/x".into()).unwrap().host(), "xn--5cab8c.no");
    // Full-width letters and digits mean their ASCII forms, so they hide no address.
    assert_eq!(url("http://１２７.０.０.１/").ip(), Some("127.0.0.1".parse().unwrap()));
}

#[test]
fn references_resolve_as_rfc_3986_says() {
    let base = url("https://h/a/b?q=1");
    let join = |reference: &str| base.join(&reference.into()).map(|url| url.wire());
    assert_eq!(join("?x=1").unwrap(), "https://h/a/b?x=1");
    assert_eq!(join("../../../ok").unwrap(), "https://h/ok");
    assert_eq!(join("/c#frag").unwrap(), "https://h/c");
    assert_eq!(join("//other/x").unwrap(), "https://other/x");
    assert_eq!(join("http://h:8080/").unwrap(), "http://h:8080/");
    assert_eq!(join("").unwrap(), "https://h/a/b?q=1");
    assert!(matches!(join("javascript:alert(1)"), Err(UrlError::Scheme(_))));
    assert!(matches!(join("file:///etc/passwd"), Err(UrlError::Scheme(_))));
}

#[test]
fn origins_differ_by_scheme_host_or_port() {
    assert_eq!(url("https://h/a").origin(), url("https://H.:443/b").origin());
    assert_ne!(url("https://h/").origin(), url("http://h/").origin());
    assert_ne!(url("http://h:1/").origin(), url("http://h:2/").origin());
}
