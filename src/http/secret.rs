//! Which fields hold secrets, and how they are shown.

use crate::escape::Text;
use crate::http::message::Field;

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
    if is_secret(&field.name) { REDACTED.to_owned() } else { field.value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

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
