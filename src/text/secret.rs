//! Which fields hold secrets, and how they are shown.

use std::borrow::Cow;

use super::escape::Text;

/// What is shown in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The domain of the aliases that belong to single customers of MET.
const MET_DOMAIN: &str = ".api.met.no";

/// The characters of an alias that are shown: `aa` and the number of its kind.
const SHOWN_OF_ALIAS: usize = 5;

/// Whether a field of this name holds credentials or other secrets.
pub(crate) fn is_secret(name: &Text) -> bool {
    name.as_str().map_or_else(|| is_secret_name(&name.to_string()), is_secret_name)
}

/// The same of a name as text.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let whole = ["auth", "key", "jwt", "signature", "sig", "pass", "pwd", "appid"];
    let part = ["apikey", "authorization", "cookie", "token", "secret", "password", "session", "credential"];
    // Challenges, and what a page may do with credentials (Fetch, CORS): none of them holds any.
    let without = ["www-authenticate", "proxy-authenticate", "access-control-allow-credentials"];
    if without.iter().any(|other| name.eq_ignore_ascii_case(other)) {
        return false;
    }
    let is_whole = |word: &str| whole.iter().any(|other| word.eq_ignore_ascii_case(other));
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(is_whole) || part.iter().any(|part| contains(name, part))
}

/// Whether a text contains another one, ASCII letters compared without case.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The value of a field as a report may show it.
pub(crate) fn redact_field(name: &Text, value: &Text) -> String {
    if is_secret(name) { REDACTED.to_owned() } else { redact_urls(&value.to_string()) }
}

/// A text without the secrets that URLs and hosts in it may hold: user information, and the names of aliases that
/// belong to single customers of MET.
pub fn redact_urls(text: &str) -> String {
    without_secret_parameters(without_aliases(without_userinfo(text))).into_owned()
}

fn without_userinfo(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://").map(|at| at + 3) {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let authority = after.find(|c: char| matches!(c, '/' | '?' | '#') || c.is_whitespace()).unwrap_or(after.len());
        let at = after.get(..authority).and_then(|authority| authority.rfind('@'));
        rest = match at {
            Some(at) => {
                out.push_str(REDACTED);
                after.get(at..).unwrap_or_default()
            }
            None => after,
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn without_aliases(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('.') || !contains(&text, MET_DOMAIN) {
        return text;
    }
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in lower.match_indices(MET_DOMAIN) {
        let before = lower.get(done..at).unwrap_or_default();
        let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let label = before.trim_end_matches(is_label).len();
        let name = before.get(label..).unwrap_or_default();
        let shown = if is_customer_alias(name) { SHOWN_OF_ALIAS } else { name.len() };
        out.push_str(text.get(done..done + label + shown).unwrap_or_default());
        if shown < name.len() {
            out.push_str(REDACTED);
        }
        out.push_str(text.get(at..at + MET_DOMAIN.len()).unwrap_or_default());
        done = at + MET_DOMAIN.len();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// The values of parameters of a query whose names are those of secrets, such as `api_key`.
fn without_secret_parameters(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_secret_part = |part: &str| {
        part.split_once('=')
            .is_some_and(|(name, value)| is_parameter(name) && !value.is_empty() && is_secret_name(name))
    };
    if !text.split_inclusive(['?', '&', ';', ' ']).any(is_secret_part) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(['?', '&', ';', ' ']) {
        match part.split_once('=') {
            Some((name, value)) if is_secret_part(part) => {
                let end = value.find(['&', ';', ' ']).and_then(|at| value.get(at..)).unwrap_or_default();
                out.push_str(&format!("{name}={REDACTED}{end}"));
            }
            _ => out.push_str(part),
        }
    }
    Cow::Owned(out)
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A line of a head as a report may show it: the name alone, where the field holds a secret.
pub fn redact_line(line: &str) -> String {
    match line.split_once(':') {
        Some((name, _)) if is_secret(&name.trim().into()) => format!("{}: {REDACTED}", name.trim()),
        _ => redact_urls(line),
    }
}

/// The host as it may be shown. Aliases of single customers below api.met.no are known to them and to MET
/// only, so all but their first five characters are left out.
pub(crate) fn redact_host(host: &str) -> String {
    match customer_alias(host) {
        Some(label) => format!("{}{REDACTED}{MET_DOMAIN}", label.get(..SHOWN_OF_ALIAS).unwrap_or_default()),
        None => host.to_owned(),
    }
}

/// The alias of a single customer of MET's that a host name in lower case is, without the domain.
pub(crate) fn customer_alias(host: &str) -> Option<&str> {
    host.trim_end_matches('.').strip_suffix(MET_DOMAIN).filter(|label| is_customer_alias(label))
}

/// Whether the label is a customer's alias: `aa`, three digits, and a random part.
fn is_customer_alias(label: &str) -> bool {
    let bytes = label.as_bytes();
    bytes.len() > SHOWN_OF_ALIAS
        && bytes.starts_with(b"aa")
        && bytes.get(2..5).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_urls_and_hosts_are_masked_anywhere() {
        for (text, shown) in [
            ("Location: https://me:pw@h/x?a=b@c", "Location: https://[redacted]@h/x?a=b@c"),
            ("http://a@b@h:8/ and http://c:d@e", "http://[redacted]@h:8/ and http://[redacted]@e"),
            ("https://h/a@b", "https://h/a@b"),
            ("Host: aa015h6buqvih86i1.api.met.no:8443", "Host: aa015[redacted].api.met.no:8443"),
            ("æaa025kn2jh.API.met.no, api.met.no", "æaa025[redacted].API.met.no, api.met.no"),
            ("external.api.met.no", "external.api.met.no"),
            ("https://h/x?lat=1&api_key=abc&lon=2", "https://h/x?lat=1&api_key=[redacted]&lon=2"),
            ("https://h/x?access_token=abc", "https://h/x?access_token=[redacted]"),
            ("https://h/x?api-key=abc;lat=1", "https://h/x?api-key=[redacted];lat=1"),
            ("https://h/x?lat=1&a.key=abc", "https://h/x?lat=1&a.key=abc"),
        ] {
            assert_eq!(redact_urls(text), shown);
        }
    }

    #[test]
    fn line_of_a_secret_field_shows_its_name_only() {
        for (line, shown) in [
            ("Cookie: a=b", "Cookie: [redacted]"),
            (" X-Pass :x: y", "X-Pass: [redacted]"),
            ("Accept: */*", "Accept: */*"),
            ("Referer: https://me:pw@h/", "Referer: https://[redacted]@h/"),
            ("cookie a=b", "cookie a=b"),
            ("", ""),
        ] {
            assert_eq!(redact_line(line), shown);
        }
    }

    #[test]
    fn credentials_are_secret_and_challenges_are_not() {
        for name in [
            "Authorization",
            "cookie",
            "Set-Cookie",
            "X-Api-Key",
            "X-Auth-Token",
            "Ocp-Apim-Subscription-Key",
            "api_key",
            "Auth",
            "X-Auth",
            "key",
            "X-JWT-Assertion",
            "Signature-Input",
            "sig",
            "X-Pass",
            "X-User-Pwd",
            "Proxy-Authorization",
            "apikey",
            "X-MyApiKeyHere",
            "X-CSRFToken",
            "Client_Secret",
            "X-Passwords",
            "JSESSIONID",
            "X-Session-Id",
            "X-Amz-Credential",
        ] {
            assert!(is_secret(&name.into()), "{name}");
        }
        for name in [
            "Access-Control-Allow-Credentials",
            "WWW-Authenticate",
            "Proxy-Authenticate",
            "User-Agent",
            "Host",
            "Accept",
            ":authority",
            "Date",
            "Author",
            "X-Compass",
            "X-Passage",
            "Keyword",
            "X-Monkey",
            "Design",
            "Sigma",
            "lat",
            "",
        ] {
            assert!(!is_secret(&name.into()), "{name}");
        }
    }

    #[test]
    fn aliases_of_customers_are_not_shown_in_full() {
        assert_eq!(redact_host("aa015h6buqvih86i1.api.met.no"), "aa015[redacted].api.met.no");
        assert_eq!(redact_host("aa015h6buqvih86i1.api.met.no."), "aa015[redacted].api.met.no");
        assert_eq!(redact_host("external.api.met.no"), "external.api.met.no");
        assert_eq!(redact_host("api.met.no"), "api.met.no");
    }

    #[test]
    fn label_is_an_alias_only_in_the_form_that_met_gives_it() {
        for label in ["aa015h", "aa015h6buqvih86i1", "aa000-", "aa123h-6", "aa9990"] {
            assert!(is_customer_alias(label), "{label}");
        }
        for label in
            ["", "aa", "aa015", "ab015h6", "xaa015h6", "aa01h5h6", "aa0x5h6", "aa015h_6", "aa015h.6", "aaa15h6"]
        {
            assert!(!is_customer_alias(label), "{label}");
        }
    }

    #[test]
    fn field_shows_its_value_unless_its_name_is_a_secrets() {
        for (name, value, shown) in [
            ("Cookie", "a=b", "[redacted]"),
            ("Cookie", "", "[redacted]"),
            ("Cookies-Allowed", "a=b", "[redacted]"),
            ("Accept", "a=b", "a=b"),
            ("Accept", "", ""),
            ("Location", "https://me:pw@h/?token=t", "https://[redacted]@h/?token=[redacted]"),
        ] {
            assert_eq!(redact_field(&name.into(), &value.into()), shown, "{name}: {value}");
        }
    }
}
