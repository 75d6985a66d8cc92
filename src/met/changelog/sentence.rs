//! Where the sentences of an entry end.

/// The most bytes of a sentence; the work on one grows with the square of its length.
const LONGEST: usize = 1000;

/// The sentences of a text in their order, without blanks around them. A full stop of a number, an address, an
/// abbreviation or a day such as `1. July` ends none.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(line) = next_line(&mut rest) {
        let mut start = 0;
        for (at, c) in line.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?')) {
            let after = at + c.len_utf8();
            let rest = line.get(after..).unwrap_or_default();
            let before = line.get(start..at).unwrap_or_default();
            if rest.starts_with(char::is_whitespace) && !(c == '.' && goes_on(before, rest.trim_start())) {
                found.push(line.get(start..after).unwrap_or_default());
                start = after;
            }
        }
        found.push(line.get(start..).unwrap_or_default());
    }
    found.into_iter().map(str::trim).filter(|sentence| !sentence.is_empty()).flat_map(pieces).collect()
}

/// The next line of a text; the items of a list belong to the line with a colon that announces them.
fn next_line<'a>(text: &mut &'a str) -> Option<&'a str> {
    let is_item = |line: &str| (1..=4).contains(&line.split_whitespace().count()) && !line.ends_with('.');
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let items = lines.take_while(|line| is_item(line.trim_end())).map(str::len).sum::<usize>();
    let len = first.len() + if first.trim_end().ends_with(':') { items } else { 0 };
    let (line, rest) = text.split_at_checked(len)?;
    *text = rest;
    Some(line)
}

/// A sentence, or the pieces of one that no person would write.
fn pieces(sentence: &str) -> impl Iterator<Item = &str> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        if rest.len() <= LONGEST {
            return Some(std::mem::take(&mut rest)).filter(|piece| !piece.is_empty());
        }
        let limit = (0..=LONGEST).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or_default();
        let (head, _) = rest.split_at_checked(limit)?;
        let end = head.rfind(char::is_whitespace).filter(|end| *end > 0).unwrap_or(limit);
        let (piece, others) = rest.split_at_checked(end)?;
        rest = others.trim_start();
        Some(piece)
    })
}

/// Whether the full stop between these belongs to the word before it.
fn goes_on(before: &str, after: &str) -> bool {
    const SHORT: [&str; 25] = [
        "e.g", "i.e", "approx", "ca", "incl", "vs", "resp", "no", "nr", "ver", "v", "cf", "jan", "feb", "mar", "apr",
        "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ref",
    ];
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_ascii_lowercase();
    let is_month = |text: &str| {
        let name: String = text.chars().take_while(char::is_ascii_alphabetic).take(3).collect();
        SHORT.iter().any(|short| short.len() == 3 && name.eq_ignore_ascii_case(short))
            || name.eq_ignore_ascii_case("may")
    };
    let is_day = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_short = SHORT.contains(&word.as_str());
    // "on 2 Sept. Use" ends where "on Sept. 2" goes on.
    let starts_anew = after.starts_with(|c: char| c.is_uppercase()) && is_month(&word);
    (is_day && is_month(after)) || (is_short && !starts_anew)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_stops_are_distinguished() {
        let rows: [(&str, &[&str]); 8] = [
            (
                "New version 1.9. Old version, 1.8, will expire.",
                &["New version 1.9.", "Old version, 1.8, will expire."],
            ),
            ("It ends on 1. July 2020. Use 2.0.", &["It ends on 1. July 2020.", "Use 2.0."]),
            ("It ends on Sept. 1st, e.g. at noon", &["It ends on Sept. 1st, e.g. at noon"]),
            ("EOL on 2 Sept. Use 2.0", &["EOL on 2 Sept.", "Use 2.0"]),
            ("See api.met.no. it works! ok?", &["See api.met.no.", "it works!", "ok?"]),
            ("one\ntwo", &["one", "two"]),
            ("", &[]),
            (" . ", &["."]),
        ];
        for (text, expected) in rows {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn endless_sentences_are_cut_between_words() {
        let text = "æøå ".repeat(1000);
        let pieces = sentences(&text);
        assert!(pieces.len() > 5 && pieces.iter().all(|piece| piece.len() <= LONGEST && piece.ends_with("æøå")));
        assert_eq!(sentences(&"æ".repeat(1000)).concat(), "æ".repeat(1000));
    }
}
