//! Which versions of which products an entry may be about: names and numbers in it. What it says of them is for the reader
//! of the changelog to find out.

use super::{is_name, is_version};
use crate::met::changelog::Entry;
use crate::met::products;
use crate::met::products::VersionStatus;
use crate::sort::sort_by;

/// First words of titles that name no product.
const NO_PRODUCTS: [&str; 14] = [
    "general",
    "api",
    "terms",
    "termsofservice",
    "news",
    "service",
    "weatherapi",
    "documentation",
    "status",
    "all",
    "misc",
    "changelog",
    "maintenance",
    "version",
];

/// What an entry may be about.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Candidates {
    /// Products with versions; a version may be one of another product that the entry names.
    pub(super) pairs: Vec<(String, String)>,
    /// The versions among them that the entry calls by their product, or in so many words a version.
    pub(super) certain: Vec<(String, String)>,
    /// Names that are none of a product.
    pub(super) refused: Vec<String>,
}

/// The product by a word of an entry, in the spelling of addresses.
fn spelled(word: &str) -> String {
    let plain: String =
        word.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '_').flat_map(char::to_lowercase).collect();
    products::products().find(|known| known.replace(['-', '_'], "") == plain).map_or(plain, str::to_owned)
}

/// What an entry may be about.
pub(super) fn candidates(entry: &Entry) -> Candidates {
    let title = String::from_utf8_lossy(entry.title.as_bytes()).into_owned();
    let text = format!("{title}\n{}", entry.text);
    let mut found = Candidates::default();
    let titled = titled(&title, &mut found.refused);
    let numbers = numbers(&text);
    let mut names: Vec<String> = titled.iter().cloned().collect();
    names.extend(numbers.iter().filter_map(|number| number.product.clone()));
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).collect();
    names.extend(products::products().filter(|known| words.contains(known)).map(str::to_owned));
    sort_by(&mut names, Ord::cmp);
    names.dedup();
    for name in names {
        let alive = products::versions(&name).filter(|row| row.state != VersionStatus::Ended);
        let mut versions: Vec<String> = alive.map(|row| row.version.to_owned()).collect();
        for number in &numbers {
            if number.product.as_ref().is_none_or(|product| *product == name) {
                versions.push(number.version.clone());
            }
            let named = number.product.as_ref() == Some(&name)
                || (number.product.is_none() && number.is_called_version && titled.as_ref() == Some(&name));
            if named {
                found.certain.push((name.clone(), number.version.clone()));
            }
        }
        sort_by(&mut versions, Ord::cmp);
        versions.dedup();
        found.pairs.extend(versions.into_iter().map(|version| (name.clone(), version)));
    }
    found
}

/// The product that a title begins with: `Sunrise: version 2.0 deprecated, 2026-03-16`.
fn titled(title: &str, refused: &mut Vec<String>) -> Option<String> {
    let (head, _) = title.split_once(':')?;
    let head = head.trim();
    let name = spelled(head);
    if products::is_known(&name) {
        return Some(name);
    }
    // A title of several words before the colon is a sentence.
    if head.split_whitespace().count() > 2 || NO_PRODUCTS.contains(&name.as_str()) {
        return None;
    }
    if !is_name(&name) {
        refused.push(head.to_owned());
        return None;
    }
    Some(name)
}

/// A number that may be a version.
struct Number {
    /// The product before a slash.
    product: Option<String>,
    version: String,
    /// Whether the word "version" comes before it.
    is_called_version: bool,
}

/// The numbers that may be versions: `2.0`, `v2.0`, `sunrise/2.0`.
fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut last = String::new();
    for word in text.split(|c: char| c.is_whitespace() || "()[]<>\"'`,;".contains(c)) {
        let word = word.trim_matches(['.', ':', '!', '?']);
        if word.is_empty() {
            continue;
        }
        // `https://api.met.no/weatherapi/sunrise/3.0/sun` names the product before its version.
        let parts: Vec<&str> = word.split('/').collect();
        for (at, part) in parts.iter().enumerate() {
            let bare = part.strip_prefix(['v', 'V']).unwrap_or(part);
            if !is_version(bare) {
                continue;
            }
            let product =
                at.checked_sub(1).and_then(|at| parts.get(at)).map(|name| spelled(name)).filter(|name| is_name(name));
            let is_called_version = last.starts_with("version") || last == "and" || part.len() > bare.len();
            found.push(Number { product, version: bare.to_owned(), is_called_version });
        }
        last = word.to_lowercase();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::escape::Text;

    fn of(title: &str, text: &str) -> Candidates {
        candidates(&Entry { title: Text::from(title.to_owned()), link: None, written: None, text: text.to_owned() })
    }

    fn pairs(list: &[(String, String)]) -> Vec<String> {
        list.iter().map(|(product, version)| format!("{product}/{version}")).collect()
    }

    #[test]
    fn names_and_numbers_of_an_entry_are_candidates() {
        let found =
            of("Sunrise: version 4.0 in beta, 2026-05-01", "Use https://api.met.no/weatherapi/sunrise/4.0/sun.");
        assert_eq!(pairs(&found.pairs), ["sunrise/2.1", "sunrise/3.0", "sunrise/4.0"]);
        assert_eq!(pairs(&found.certain), ["sunrise/4.0", "sunrise/4.0"]);
        let found = of("Location Forecast: 2026-05-01", "locationforecast/2.0 moves to nowcast/3.0 and windmap/0.1.");
        assert!(pairs(&found.certain).contains(&"windmap/0.1".to_owned()), "{:?}", found.certain);
        assert!(pairs(&found.pairs).contains(&"nowcast/3.0".to_owned()));
        assert!(!pairs(&found.pairs).contains(&"locationforecast/0.1".to_owned()), "a number of another product");
    }

    #[test]
    fn word_that_cannot_be_a_name_is_refused() {
        for title in ["../../x: Version 1.0 in beta", "<script>: version 1.0", "A\u{202e}b: version 1.0"] {
            let found = of(title, "");
            assert!(found.pairs.is_empty() && found.refused.len() == 1, "{title}: {found:?}");
        }
        for title in ["General: version 1.0", "New terms of service for everyone: 2026-05-01", "Nothing"] {
            assert_eq!(of(title, ""), Candidates::default(), "{title}");
        }
    }

    #[test]
    fn dates_and_quantities_are_no_versions() {
        for text in ["on 2026-05-01", "127.0.0.1", "1.234 km", "20.5.2026", "1e5.0"] {
            assert!(numbers(text).is_empty(), "{text}");
        }
    }
}
