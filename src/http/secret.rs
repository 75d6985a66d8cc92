//! Which fields hold secrets, and how they are shown.

use crate::escape::Text;
use crate::http::message::Field;
use crate::met::hosts::is_customer_alias;

/// What stands in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Whether a field of this name holds credentials or other secrets.
pub fn is_secret(name: &Text) -> bool {
    let name = name.to_string().to_ascii_lowercase();
    let exact = ["authorization", "proxy-authorization", "cookie", "set-cookie", "authentication-info"];
    let part =
        ["api-key", "apikey", "api_key", "-auth", "auth-", "token", "secret", "password", "session", "credential"];
    exact.contains(&name.as_str())
        || part.iter().any(|part| name.contains(part))
            && !["www-authenticate", "proxy-authenticate"].contains(&name.as_str())
}

/// The value of a field as a report may show it.
pub fn shown_value(field: &Field) -> String {
    if is_secret(&field.name) { REDACTED.to_owned() } else { masked(&field.value.to_string()) }
}

/// A text without the secrets that URLs and hosts in it may hold: user information, and the names of aliases that
/// belong to single customers of MET.
pub fn masked(text: &str) -> String {
    without_aliases(&without_userinfo(text))
}

fn without_userinfo(text: &str) -> String {
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
    out
}

fn without_aliases(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find(".api.met.no") {
        let (before, after) = rest.split_at(at);
        let label = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let (head, name) = before.split_at(label);
        out.push_str(head);
        match name.get(..5).filter(|_| is_customer_alias(&name.to_ascii_lowercase())) {
            Some(shown) => out.push_str(&format!("{shown}{REDACTED}")),
            None => out.push_str(name),
        }
        let (suffix, next) = after.split_at(".api.met.no".len());
        out.push_str(suffix);
        rest = next;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_urls_and_hosts_are_masked_wherever_they_stand() {
        for (text, shown) in [
            ("Location: https://me:pw@h/x?a=b@c", "Location: https://[redacted]@h/x?a=b@c"),
            ("http://a@b@h:8/ and http://c:d@e", "http://[redacted]@h:8/ and http://[redacted]@e"),
            ("https://h/a@b", "https://h/a@b"),
            ("Host: aa015h6buqvih86i1.api.met.no:8443", "Host: aa015[redacted].api.met.no:8443"),
            ("æaa025kn2jh.API.met.no, api.met.no", "æaa025[redacted].API.met.no, api.met.no"),
            ("external.api.met.no", "external.api.met.no"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn credentials_are_secret_and_challenges_are_not() {
        for name in ["Authorization", "cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token", "X-Gravitee-Api-Key"] {
            assert!(is_secret(&name.into()), "{name}");
        }
        for name in ["WWW-Authenticate", "User-Agent", "Host", "Accept", ":authority", "Date", "Author"] {
            assert!(!is_secret(&name.into()), "{name}");
        }
    }
}
