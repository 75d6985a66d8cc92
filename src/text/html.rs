//! HTML to text.

/// Whether text begins like a page of HTML.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.contains("<head")
        || start.contains("<body")
}

/// The text between the tags, its references to characters resolved. Blocks are set apart by an empty line. What is in
/// comments, script and style is left out, and so is what is struck out (`del`, `s`, `strike`): it no longer holds.
pub(crate) fn without_tags(markup: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_go_and_the_text_stays() {
        let rows = [
            ("ends on <del>1 July</del> 1 August", "ends on  1 August"),
            ("ends on <DEL class='x'>1 July <b>2020</b></DEL> 1 August", "ends on  1 August"),
            ("<x:del>1 July</x:del><s>2 July</s><strike>3 July</strike>4 July", "4 July"),
            ("<del/>1 July<ins>!</ins>", "1 July!"),
            ("a < b and b > c, 1<2", "a < b and b > c, 1<2"),
            ("a<br/>b<td>c", "a\n\nb c"),
            ("K&amp;R &#248;&#xE5; &oslash;&nbsp;x &unknown; &", "K&R øå ø x &unknown; &"),
            ("&lt;p&gt;", "<p>"),
            ("<!-- 1 July -->x<script>if (a<b) evil()</script>y<style>p{}</style>z", "xyz"),
            ("<![CDATA[1 < 2]]>", "1 < 2"),
            ("<del>never closed", ""),
            ("cut <a href='", "cut <a href='"),
            ("", ""),
        ];
        for (markup, text) in rows {
            assert_eq!(without_tags(markup), text, "{markup}");
        }
    }

    #[test]
    fn work_on_markup_is_linear() {
        for part in ["<a", "<script>", "<a>", "<del>", "<!--", "&", "<script></script>", "<![CDATA["] {
            let _ = without_tags(&part.repeat(20_000));
        }
    }

    proptest! {
        #[test]
        fn no_markup_makes_it_panic(text in any::<String>(), tags in "[<>/!&;a-del\\[\\]s# -]{0,60}") {
            let _ = (without_tags(&text), without_tags(&tags));
        }
    }
}
