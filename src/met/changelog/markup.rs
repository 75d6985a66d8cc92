//! Markup of an entry to plain text: what is struck out is gone, and blocks end sentences.

use crate::text::html::without_tags;

/// The most bytes of plain text that are kept of one entry.
const LONGEST: usize = 16 * 1024;

/// The plain text of HTML, XHTML source, or text without markup, one paragraph or list item per line. What is in
/// `del`, `s` or `strike` no longer holds and is left out.
pub(super) fn plain(markup: &str) -> String {
    let text = without_tags(markup);
    // Some feeds escape their HTML twice.
    let text = if has_known_tag(&text) { without_tags(&text) } else { text };
    let mut text = paragraphs(&text);
    // str::floor_char_boundary is newer than the oldest supported Rust.
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or_default());
    text
}

fn has_known_tag(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["<p>", "<br", "</a>", "<del>", "</p>", "<li>", "<s>", "<strike>", "</div>"].iter().any(|tag| text.contains(tag))
}

/// Joins wrapped lines; an empty line or a bullet starts a new one.
fn paragraphs(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let item = ["- ", "* ", "• ", "– "].iter().find_map(|bullet| line.strip_prefix(bullet));
        match (lines.last_mut(), item) {
            _ if line.is_empty() => open = false,
            (Some(last), None) if open => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => {
                lines.push(item.unwrap_or(&line).to_owned());
                open = true;
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_lines_of_text() {
        let rows = [
            ("<p>Version <b>1.6</b> ends.</p><p>Use 2.0</p>", "Version 1.6 ends.\nUse 2.0"),
            ("ends on <del>1 July</del> 1 August", "ends on 1 August"),
            ("<ul>\n<li>one</li>\n<li>two\nthree</li></ul>", "one\ntwo three"),
            ("- one\n- two\n  three\n\nfour", "one\ntwo three\nfour"),
            ("a<br/>b", "a\nb"),
            ("&lt;p&gt;ends &lt;del&gt;1 July&lt;/del&gt; 2 July&lt;/p&gt;", "ends 2 July"),
            ("", ""),
        ];
        for (markup, text) in rows {
            assert_eq!(plain(markup), text, "{markup}");
        }
    }

    #[test]
    fn text_is_bounded() {
        assert_eq!(plain(&"æ".repeat(20_000)).len(), LONGEST);
    }
}
