//! URLs of targets, and where redirects lead from them.

use metstatus::internals::http::uri::target::{Scheme, Url};
use metstatus::internals::text::escape::Text;

use super::assert_line;

/// A URL that is taken is one that every other reader takes for the same; it is shown without its secrets; what a
/// reference resolves to is what its own text means. The second line is a reference to the first.
pub(crate) fn holds(bytes: &[u8]) {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let base = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let reference = Text::from(lines.next().unwrap_or_default());
    match Url::parse(&base) {
        Ok(url) => {
            whole(&url);
            follow(&url, &reference);
        }
        Err(error) => assert_line("error", &error.to_string()),
    }
    follow(&Url::parse("https://api.met.no/weatherapi/a/1.0/b?lat=60#part").unwrap(), &reference);
    if let Ok(url) = Url::parse(&format!("http://user:hush@{base}")) {
        let shown = format!("{url} {url:?} {}", url.wire());
        // The host is shown in lower case, and a secret of the rest is the rest's.
        let is_elsewhere = base.contains('@') || format!("{base} {}", url.host()).contains("hush");
        assert!(is_elsewhere || !shown.contains("hush"), "{shown}");
    }
}

fn whole(url: &Url) {
    let wire = url.wire();
    assert!(wire.bytes().all(|byte| byte.is_ascii_graphic()), "{wire}");
    let again = Url::parse(&wire).expect("what is sent can be read");
    assert_eq!(again.wire(), wire);
    assert_eq!(again.origin(), url.origin());
    assert_eq!((again.path(), again.query()), (if url.path().is_empty() { "/" } else { url.path() }, url.query()));
    let host = url.host();
    assert!(!host.is_empty() && !host.contains(['%', '@', '/', '?', '#', '\\']), "{host}");
    assert_ne!(url.port(), 0);
    assert_line("URL", &url.to_string());
    assert_line("URL", &format!("{url:?}"));
    // The library that sends reads the same host and port.
    let sent: fluent_uri::Uri<&str> = fluent_uri::Uri::parse(wire.as_str()).unwrap();
    assert!(sent.authority().is_some_and(|authority| authority.host().eq_ignore_ascii_case(&host)), "{wire}");
}

fn follow(from: &Url, reference: &Text) {
    match from.join(reference) {
        Ok(to) => {
            assert!(matches!(to.scheme(), Scheme::Http | Scheme::Https));
            whole(&to);
            let again = from.join(&Text::from(to.wire())).expect("a whole URL is a reference");
            assert_eq!(again.wire(), to.wire());
        }
        Err(error) => assert_line("error", &error.to_string()),
    }
}
