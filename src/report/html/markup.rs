//! Markup that is put together so text can become nothing else: tags and the names of attributes are constants of
//! the program, and whatever else is written goes through one escape function.

use std::fmt::{self, Display, Write as _};

/// A piece of HTML, or of SVG in it.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

/// The attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a dyn Display)];

impl Markup {
    /// An element with what `content` puts into it.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        content(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with nothing but text.
    pub(super) fn text_element(&mut self, name: &'static str, attributes: Attributes<'_>, text: impl Display) {
        self.element(name, attributes, |page| page.text(text));
    }

    /// The start of an element that has no end tag.
    pub(super) fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Text, which nothing in it can turn into markup.
    pub(super) fn text(&mut self, text: impl Display) {
        // Writing to a String cannot fail.
        let _ = write!(Escaping(&mut self.0), "{text}");
    }

    /// Markup that is a constant of the program.
    pub(super) fn constant(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Its bytes.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The markup as a text.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// Writes text so it is text wherever it is put: between tags, and in an attribute in quotation marks.
struct Escaping<'a>(&'a mut String);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control()) {
            let (plain, special) = rest.split_at(at);
            self.0.push_str(plain);
            let mut characters = special.chars();
            self.0.push_str(match characters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                Some('\n') => "\n",
                // Documents cannot hold controls; whatever shows text makes them visible before it comes here.
                _ => "\u{fffd}",
            });
            rest = characters.as_str();
        }
        self.0.push_str(rest);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut page = Markup::default();
        page.text(text);
        page.into_string()
    }

    fn unescaped(text: &str) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .iter()
            .fold(text.to_owned(), |text, (escape, character)| text.replace(escape, character))
    }

    #[test]
    fn elements_are_nested_and_their_attributes_quoted() {
        let mut page = Markup::default();
        page.element("p", &[("title", &"a \"b\" <c>"), ("id", &7)], |page| {
            page.text("1 < 2");
            page.start("br", &[]);
            page.text_element("b", &[], "x & y");
        });
        assert_eq!(
            page.into_string(),
            "<p title=\"a &quot;b&quot; &lt;c&gt;\" id=\"7\">1 &lt; 2<br><b>x &amp; y</b></p>"
        );
    }

    #[test]
    fn controls_are_not_written() {
        assert_eq!(written("a\u{0}\u{1b}[m\u{85}b\n"), "a\u{fffd}\u{fffd}[m\u{fffd}b\n");
    }

    proptest! {
        #[test]
        fn text_stays_text_whatever_it_is(text in prop_oneof![any::<String>(), "[<>&\"'/a-z =;#-]{0,60}"]) {
            let shown = written(&text);
            prop_assert!(!shown.contains(['<', '>', '"', '\'']), "{shown}");
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
            let is_escape = |part: &str| known.iter().any(|name| part.starts_with(name));
            prop_assert!(shown.split('&').skip(1).all(is_escape));
            let visible: String =
                text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect();
            prop_assert_eq!(unescaped(&shown), visible);
        }
    }
}
