//! What is said in a sentence of lines that state nothing themselves: a request that breaks off before its version, and
//! a look-up by hand that finds the name which the program does not find.

use super::{Loose, NEAR};
use crate::evidence::{Failure, FailureKind};
use crate::intake::Piece;

/// The sentences about the lines of a text, safe to show.
pub(super) fn remarks(lines: &[Loose<'_>], messages: &[Piece], pieces: &[Piece]) -> Vec<String> {
    let refused = messages.iter().chain(pieces).filter(|piece| piece.status() == Some(400)).map(|piece| piece.line);
    let broken = refused.take(1).find_map(|line| {
        let above = lines.iter().filter(|loose| (line.saturating_sub(NEAR)..line).contains(&loose.number));
        above.into_iter().find_map(|loose| broken_request(loose.number, &loose.text))
    });
    let is_name = |failure: &Failure| failure.kind == FailureKind::NameNotFound;
    let unresolved = messages.iter().chain(pieces).any(|piece| piece.failure.as_ref().is_some_and(is_name));
    let found = if unresolved { lines.iter().find_map(|line| found_by_hand(line.number, &line.text)) } else { None };
    broken.into_iter().chain(found).collect()
}

/// What is wrong with a line that is meant as a request line and has no version: `GET /path?a=1b=2Host: h`.
fn broken_request(number: usize, text: &str) -> Option<String> {
    let (method, rest) = text.trim().split_once(' ')?;
    let is_method = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].contains(&method);
    if !is_method || !rest.starts_with('/') || rest.contains(" HTTP/") {
        return None;
    }
    let mut faults = vec![format!("it ends without the version of HTTP (write {method} PATH HTTP/1.1)")];
    if rest.to_ascii_lowercase().contains("host:") {
        faults.push(
            "a field is on the same line (each belongs on a line of its own, and an empty line ends them)".into(),
        );
    }
    let query = rest.split_once('?').map_or("", |(_, query)| query.split(' ').next().unwrap_or_default());
    let glued = |part: &str| {
        let (_, value) = part.split_once('=')?;
        let (value, _) = value.split_once('=')?;
        let name = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
        let is_name = name.len() < value.len() && !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase());
        is_name.then(|| format!("& is missing before {name}="))
    };
    faults.extend(query.split('&').find_map(glued).filter(|fault| fault.len() < 60));
    Some(format!("line {number}: the server cannot read this request line: {}", faults.join("; ")))
}

/// Whether a line is out of a look-up that found the name, as nslookup, dig and host print it.
fn found_by_hand(number: usize, text: &str) -> Option<String> {
    let marks = ["Non-authoritative answer", "ANSWER SECTION", " has address ", "canonical name = "];
    marks.iter().any(|mark| text.contains(mark)).then(|| {
        format!(
            "line {number}: a look-up by hand finds the name, so the resolver that the program itself uses fails: look at \
             the DNS settings of its container, at its own resolver (c-ares, aiodns), and at what is replied for IPv6"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_line_that_breaks_off_is_explained() {
        let said = broken_request(3, "GET /a/b?lat=48.77lon=19.09Host: api.acme.no").unwrap();
        for part in ["line 3", "GET PATH HTTP/1.1", "a line of its own", "& is missing before lon="] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let said = broken_request(1, "POST /a/b?lat=1&lon=2").unwrap();
        assert!(!said.contains("missing before") && !said.contains("line of its own"), "{said}");
        for line in ["GET /a HTTP/1.1", "GET the path /a", "get /a", "WE /a", "", "GET"] {
            assert_eq!(broken_request(1, line), None, "{line}");
        }
    }

    #[test]
    fn look_up_that_found_the_name_is_known() {
        for line in ["Non-authoritative answer:", ";; ANSWER SECTION:", "api.acme.no has address 192.0.2.1"] {
            assert!(found_by_hand(1, line).is_some(), "{line}");
        }
        for line in ["Server:  127.0.0.53", "** server can't find api.acme.no: NXDOMAIN", "Name: x"] {
            assert_eq!(found_by_hand(1, line), None, "{line}");
        }
    }
}
