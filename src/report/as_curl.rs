//! A request as a curl command that runs as it is, but for its secrets, which stand as names of variables.

use crate::evidence::Request;
use crate::evidence::shown::Sent;
use crate::text::secret::customer_alias;
use crate::text::secret::{is_secret, redact_urls};
use crate::text::shell;

/// The commands of requests, one a line. Of a `pasted` request the User-Agent is a comment: the one who runs the
/// command must not pose as another client.
pub fn commands<'a>(requests: impl Iterator<Item = &'a Request>, pasted: bool) -> String {
    requests.filter_map(|request| command(request, pasted)).collect()
}

fn command(request: &Request, pasted: bool) -> Option<String> {
    let url = request.url.as_ref()?;
    let mut words = vec!["curl -sSv".to_owned()];
    let method = request.method.as_str()?;
    match method {
        "GET" => {}
        "HEAD" => words.push("-I".to_owned()),
        _ => words.push(format!("-X {}", shell::quoted(method)?)),
    }
    let mut comment = String::new();
    for field in &request.fields {
        let (name, value) = (field.name.as_str()?.to_owned(), field.value.as_str()?.to_owned());
        match name.to_ascii_lowercase().as_str() {
            "host" | "content-length" | "connection" => {}
            _ if name.starts_with(':') => {}
            "user-agent" if pasted => comment = format!("# the text shows the User-Agent {}\n", shell::quoted(&value)?),
            // curl leaves out a field without a value, unless a semicolon is in the place of the colon.
            _ if value.is_empty() => words.push(format!("-H {}", shell::quoted(&format!("{name};"))?)),
            "user-agent" => words.push(format!("-A {}", shell::quoted(&value)?)),
            "accept" if value == "*/*" => {}
            "accept-encoding" if value.contains("gzip") => words.push("--compressed".to_owned()),
            // Double quotes hold a variable, and so would they what a shell runs.
            _ if is_secret(&field.name) && is_plain(&name) => {
                words.push(format!("-H \"{name}: ${}\"", variable(&name)));
            }
            _ if is_secret(&field.name) => {
                words.push(format!("-H {}\"${}\"", shell::quoted(&format!("{name}: "))?, variable(&name)));
            }
            _ => words.push(format!("-H {}", shell::quoted(&format!("{name}: {value}"))?)),
        }
    }
    if request.sent("user-agent") == Sent::Not {
        // curl sends its own name otherwise.
        words.push("-H 'User-Agent:'".to_owned());
    }
    if url.userinfo().is_some() {
        words.push("-u \"$CREDENTIALS\"".to_owned());
    }
    let host = url.host();
    let is_alias = customer_alias(&host).is_some();
    let (scheme, rest) = (url.scheme().as_str(), url.request_target());
    // A host may have a quote in it: RFC 3986 allows what ends the words of a shell.
    let host = if is_alias { "'\"$HOST\"'".to_owned() } else { shell::within_quotes(&url.host_field())? };
    let target = masked_target(&rest)?;
    words.push(format!("'{scheme}://{host}{target}'"));
    Some(format!("{comment}{}\n", words.join(" ")))
}

/// Path and query within single quotes: a secret of the query is closed out of them, as a variable.
fn masked_target(target: &str) -> Option<String> {
    let mut out = String::new();
    for part in target.split_inclusive(['?', '&', ';']) {
        match part.split_once('=') {
            Some((name, value))
                if is_secret(&name.into()) && redact_urls(&format!("?{part}")) != format!("?{part}") =>
            {
                let end =
                    value.chars().next_back().filter(|c| matches!(c, '&' | ';')).map(String::from).unwrap_or_default();
                out.push_str(&format!("{}='\"${}\"'{end}", shell::within_quotes(name)?, variable(name)));
            }
            _ => out.push_str(&shell::within_quotes(part)?),
        }
    }
    Some(out)
}

/// Whether a name has nothing that a shell could act on.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The name of a variable for a secret: `X-Api-Key` is `X_API_KEY`.
fn variable(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::shown::Shown;
    use crate::http::uri::target::Url;

    fn request(url: &str, fields: &[(&str, &str)]) -> Request {
        let fields = fields.iter().copied().collect();
        Request { method: "GET".into(), url: Url::parse(url).ok(), fields, shown: Shown::Whole }
    }

    #[test]
    fn request_is_a_command_without_its_secrets() {
        let agent = ("User-Agent", "a/1 o'b@acme.no");
        for (url, fields, pasted, expected) in [
            (
                "https://h.no/a?x=1&y=2",
                vec![agent],
                false,
                "curl -sSv -A 'a/1 o'\\''b@acme.no' 'https://h.no/a?x=1&y=2'\n",
            ),
            (
                "https://h.no/",
                vec![agent],
                true,
                "# the text shows the User-Agent 'a/1 o'\\''b@acme.no'\ncurl -sSv 'https://h.no/'\n",
            ),
            (
                "https://h.no/?api_key=abc&z=1",
                vec![("X-Api-Key", "s")],
                false,
                "curl -sSv -H \"X-Api-Key: $X_API_KEY\" -H 'User-Agent:' 'https://h.no/?api_key='\"$API_KEY\"'&z=1'\n",
            ),
            (
                "https://me:pw@h.no/",
                vec![("Accept-Encoding", "gzip")],
                false,
                "curl -sSv --compressed -H 'User-Agent:' -u \"$CREDENTIALS\" 'https://h.no/'\n",
            ),
            // A full stop at its end does not make an alias another host.
            (
                "https://aa015h6buqvih86i1.api.met.no./x",
                vec![agent],
                false,
                "curl -sSv -A 'a/1 o'\\''b@acme.no' 'https://'\"$HOST\"'/x'\n",
            ),
        ] {
            assert_eq!(commands([&request(url, &fields)].into_iter(), pasted), expected);
        }
    }

    #[test]
    fn field_that_was_not_sent_is_not_sent_by_curl() {
        let shown = |shown, fields: &[(&str, &str)]| {
            let request = Request { shown, ..request("https://h.no/", fields) };
            commands([&request].into_iter(), false)
        };
        assert_eq!(shown(Shown::Whole, &[]), "curl -sSv -H 'User-Agent:' 'https://h.no/'\n");
        assert_eq!(shown(Shown::Partly, &[]), "curl -sSv 'https://h.no/'\n");
        let empty = [("User-Agent", ""), ("X-A", "")];
        assert_eq!(shown(Shown::Whole, &empty), "curl -sSv -H 'User-Agent;' -H 'X-A;' 'https://h.no/'\n");
    }

    #[test]
    fn quotes_and_substitutions_of_a_request_stay_within_words() {
        for (url, field, expected) in [
            ("http://h';id;'/", ("Accept", "*/*"), "curl -sSv 'http://h'\\'';id;'\\''/'\n"),
            ("http://h.no/?a'(id)'-key=s", ("Accept", "*/*"), "curl -sSv 'http://h.no/?a'\\''(id)'\\''-key=s'\n"),
            ("http://h.no/", ("X-`id`-Key", "s"), "curl -sSv -H 'X-`id`-Key: '\"$X__ID__KEY\" 'http://h.no/'\n"),
            ("http://h.no/", ("X-$(id)-Key", "s"), "curl -sSv -H 'X-$(id)-Key: '\"$X___ID__KEY\" 'http://h.no/'\n"),
        ] {
            let request = Request { shown: Shown::Partly, ..request(url, &[field]) };
            assert_eq!(commands([&request].into_iter(), false), expected);
        }
        let method = Request { method: "G\u{b}T".into(), ..request("http://h.no/", &[]) };
        assert_eq!(commands([&method].into_iter(), false), "");
    }

    #[test]
    fn request_a_shell_could_act_on_is_not_a_command() {
        assert_eq!(commands([&request("https://h.no/", &[("X-A", "\x1b[31m")])].into_iter(), false), "");
    }
}
