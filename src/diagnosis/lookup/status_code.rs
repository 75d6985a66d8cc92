//! A status code as it is typed, and what a mistyped one may stand for.

use std::fmt;

use crate::http::status::{self, StatusClass};
use crate::met::meanings::{MEANINGS, meaning};
use crate::text::suggest::distance;

/// A number that is not a status code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAStatus {
    /// Whether it has the form of one, which some servers send.
    looks_like_one: bool,
    /// Known codes that it may stand for.
    near: Vec<u16>,
}

impl fmt::Display for NotAStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a status code is a number from 100 to 599")?;
        if self.looks_like_one {
            f.write_str("; only the server knows what it means by this one")?;
        }
        let near: Vec<String> = self.near.iter().map(u16::to_string).collect();
        if near.is_empty() { Ok(()) } else { write!(f, "; did you mean {}?", listed(&near)) }
    }
}

impl std::error::Error for NotAStatus {}

/// Reads a number as a status code.
pub(super) fn code(digits: &str) -> Result<u16, NotAStatus> {
    match digits.parse::<u16>() {
        Ok(code) if digits.len() == 3 && StatusClass::of(code).is_some() => Ok(code),
        _ => {
            let looks_like_one = digits.len() == 3 && digits.starts_with(['6', '7', '8', '9']);
            Err(NotAStatus { looks_like_one, near: near_codes(digits) })
        }
    }
}

/// Every code known, MET's own first.
pub fn known_codes() -> Vec<u16> {
    let registered = status::REGISTRY.iter().map(|status| status.code);
    let mut codes: Vec<u16> = MEANINGS.iter().map(|meaning| meaning.code).collect();
    codes.extend(registered.filter(|code| meaning(*code).is_none()));
    codes
}

/// Known codes that a mistyped number may stand for: one digit missing, too many, wrong, or two swapped.
fn near_codes(digits: &str) -> Vec<u16> {
    // Someone who types 999 has seen it: some servers send such numbers.
    if digits.len() == 3 && digits.starts_with(['7', '8', '9']) {
        return Vec::new();
    }
    let is_near = |code: &u16| {
        let code = code.to_string();
        code.len().abs_diff(digits.len()) <= 1 && distance(&code, digits) == 1
    };
    known_codes().into_iter().filter(is_near).take(5).collect()
}

fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        code(text).unwrap_err().to_string()
    }

    #[test]
    fn numbers_that_are_no_code_are_refused_with_near_ones() {
        assert_eq!(refused("43"), "a status code is a number from 100 to 599; did you mean 403, 413, 423 or 431?");
        assert_eq!(
            refused("999"),
            "a status code is a number from 100 to 599; only the server knows what it means by this one"
        );
        assert_eq!(refused("777"), refused("999"));
        assert!(refused("4033").contains("403"));
        assert!(refused("20").contains("200, 203"));
        assert!(refused("0403").contains("403"));
        assert!(refused("99999999999999999999").ends_with("599"));
        assert!(refused("099").starts_with("a status code"));
        assert!(refused("600").contains("500"));
    }
}
