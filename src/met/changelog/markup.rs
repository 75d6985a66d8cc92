//! Markup of an entry to plain text: what is struck out is gone, and blocks end sentences.

/// The most bytes of plain text that are kept of one entry.
const LONGEST: usize = 16 * 1024;

/// The plain text of HTML, XHTML source, or text without markup, one paragraph or list item per line. What stands in
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

fn without_tags(markup: &str) -> String {
    let lower = markup.to_ascii_lowercase();
    // No tag can begin after the last one ends; this also keeps the search linear.
    let last_end = markup.rfind('>').unwrap_or_default();
    let mut out = String::new();
    let mut struck = 0_usize;
    let mut at = 0;
    while let Some(open) = lower.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        push(&mut out, markup.get(at..open), struck);
        at = open;
        let Some(tag) = lower.get(open + 1..).filter(|_| open < last_end) else { break };
        if let Some(comment) = tag.strip_prefix("!--") {
            let Some(end) = comment.find("-->") else { return entities(&out) };
            at = open + 4 + end + 3;
            continue;
        }
        if tag.starts_with("![cdata[") {
            let end = tag.find("]]>").map_or(markup.len(), |end| open + 1 + end);
            push(&mut out, markup.get(open + 9..end), struck);
            at = (end + 3).min(markup.len());
            continue;
        }
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            push(&mut out, Some("<"), struck);
            at = open + 1;
            continue;
        }
        let Some(end) = tag.find('>') else { break };
        let inside = tag.get(..end).unwrap_or_default();
        at = open + 1 + end + 1;
        let closes = inside.starts_with('/');
        let name = inside.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next();
        let name = name.unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or(name);
        match name {
            "del" | "s" | "strike" if closes => struck = struck.saturating_sub(1),
            "del" | "s" | "strike" if !inside.ends_with('/') => struck += 1,
            "script" | "style" if !closes && !inside.ends_with('/') => {
                let close = format!("</{name}");
                let Some(found) = lower.get(at..).and_then(|rest| rest.find(&close)) else { return entities(&out) };
                at += found;
            }
            "script" | "style" => {}
            "td" | "th" => out.push(' '),
            name if !is_inline(name) => out.push_str("\n\n"),
            _ => {}
        }
    }
    let rest = rest(markup, at, struck);
    entities(&(out + rest))
}

fn push(out: &mut String, text: Option<&str>, struck: usize) {
    if struck == 0 {
        out.push_str(text.unwrap_or_default());
    }
}

fn rest(markup: &str, at: usize, struck: usize) -> &str {
    if struck == 0 { markup.get(at..).unwrap_or_default() } else { "" }
}

fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 24] = [
        "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
        "samp", "small", "span", "strike", "strong", "sup", "tt", "u",
    ];
    INLINE.contains(&name)
}

/// Resolves the references to characters that occur in prose; unknown ones stay as they are.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let reference = rest.get(at + 1..).unwrap_or_default();
        let end = reference.bytes().take(10).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((end, character(reference.get(..end)?)?)));
        rest = match known {
            Some((end, c)) => {
                out.push(c);
                reference.get(end + 1..).unwrap_or_default()
            }
            None => {
                out.push('&');
                reference
            }
        };
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 18] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("aelig", 'æ'),
        ("oslash", 'ø'),
        ("aring", 'å'),
        ("Oslash", 'Ø'),
        ("Aring", 'Å'),
    ];
    match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            char::from_u32(code?).map(|c| if c == '\u{a0}' { ' ' } else { c })
        }
        None => NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    }
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
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_lines_of_text() {
        let rows = [
            ("<p>Version <b>1.6</b> ends.</p><p>Use 2.0</p>", "Version 1.6 ends.\nUse 2.0"),
            ("ends on <del>1 July</del> 1 August", "ends on 1 August"),
            ("ends on <DEL class='x'>1 July <b>2020</b></DEL> 1 August", "ends on 1 August"),
            ("<x:del>1 July</x:del> <s>2 July</s><strike>3 July</strike>4 July", "4 July"),
            ("<del/>1 July<ins>!</ins>", "1 July!"),
            ("<span>1 July</span>", "1 July"),
            ("a < b and b > c, 1<2", "a < b and b > c, 1<2"),
            ("<ul>\n<li>one</li>\n<li>two\nthree</li></ul>", "one\ntwo three"),
            ("- one\n- two\n  three\n\nfour", "one\ntwo three\nfour"),
            ("a<br/>b", "a\nb"),
            ("K&amp;R &#248;&#xE5; &oslash;&nbsp;x &unknown; &", "K&R øå ø x &unknown; &"),
            ("&lt;p&gt;ends &lt;del&gt;1 July&lt;/del&gt; 2 July&lt;/p&gt;", "ends 2 July"),
            ("<!-- 1 July -->x<script>1 July</script>y<style>1 July</style>z", "xyz"),
            ("<div><![CDATA[1 < 2]]></div>", "1 < 2"),
            ("<del>never closed", ""),
            ("cut <a href='", "cut <a href='"),
            ("", ""),
        ];
        for (markup, text) in rows {
            assert_eq!(plain(markup), text, "{markup}");
        }
    }

    #[test]
    fn text_is_bounded_and_the_work_is_linear() {
        assert_eq!(plain(&"æ".repeat(20_000)).len(), LONGEST);
        for part in ["<a", "<script>", "<a>", "<del>", "<!--", "&", "<script></script>", "<![CDATA["] {
            assert!(plain(&part.repeat(20_000)).len() <= LONGEST);
        }
    }

    proptest! {
        #[test]
        fn no_markup_makes_it_panic(text in any::<String>(), tags in "[<>/!&;a-del\\[\\]s# -]{0,60}") {
            let _ = (plain(&text), plain(&tags));
        }
    }
}
