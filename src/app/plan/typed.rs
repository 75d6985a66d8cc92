//! What people type around and in place of a URL: blanks, brackets and quotes of a pasted one, a host without scheme.

/// A text without what a paste leaves around it: blanks, `<...>`, quotes and backticks, in pairs.
pub(crate) fn bare(text: &str) -> &str {
    let pairs = [('<', '>'), ('"', '"'), ('\'', '\''), ('`', '`'), ('\u{201c}', '\u{201d}'), ('\u{2018}', '\u{2019}')];
    let mut text = text.trim();
    // A text can be wrapped in several at once, as in `"<https://api.met.no/>"`, but not in many.
    for _ in 0..4 {
        let inner = pairs
            .iter()
            .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close).filter(|inner| !inner.is_empty()));
        match inner {
            Some(inner) => text = inner.trim(),
            None => break,
        }
    }
    text
}

/// The URL that a text means which begins with a host of MET's or Yr's: `api.met.no/weatherapi/...`. A name of another
/// host may be a typing error of anything, so nothing is sent there.
pub(crate) fn with_scheme(text: &str) -> Option<String> {
    let host = text.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let known = ["met.no", "yr.no"]
        .iter()
        .any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let plain = !text.contains("://") && !text.contains(char::is_whitespace);
    (known && plain).then(|| format!("https://{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_of_a_paste_is_taken_off_in_pairs() {
        for text in [
            "https://api.met.no/",
            " https://api.met.no/\n",
            "<https://api.met.no/>",
            "\"https://api.met.no/\"",
            "'https://api.met.no/'",
            "`https://api.met.no/`",
            "\u{201c}https://api.met.no/\u{201d}",
            "\"<https://api.met.no/>\"",
        ] {
            assert_eq!(bare(text), "https://api.met.no/", "{text:?}");
        }
        for text in ["<403", "'", "''", "<>", "a'b", "", "\"403'"] {
            assert_eq!(bare(text), text);
        }
    }

    #[test]
    fn scheme_is_added_for_hosts_of_met_only() {
        for text in [
            "api.met.no",
            "API.met.no/weatherapi",
            "aa015h6buqvih86i1.api.met.no/x?y",
            "yr.no",
            "www.yr.no/",
            "api.met.no:443/",
        ] {
            assert_eq!(with_scheme(text), Some(format!("https://{text}")), "{text}");
        }
        for text in ["met.no.evil/", "notmet.no", "api.met.com", "https://api.met.no/", "api.met.no is down", "", "403"]
        {
            assert_eq!(with_scheme(text), None, "{text}");
        }
    }
}
