//! A test, as JUnit writes it.

use std::time::Duration;

use super::{brief, number};
use crate::diagnosis::finding::Finding;

/// A test.
#[derive(Debug)]
pub(super) struct Case {
    /// The suite that readers put it into.
    pub(super) group: String,
    /// What it is called.
    pub(super) name: String,
    /// What became of it, as an element: `failure`, `error` or `skipped`; none where it passed.
    pub(super) element: Option<&'static str>,
    /// The id of the rule.
    pub(super) kind: &'static str,
    /// What is said of it in a line.
    pub(super) message: String,
    /// The same in full.
    pub(super) text: String,
    /// What is worth knowing all the same.
    pub(super) out: String,
    /// How long it took.
    pub(super) time: Duration,
}

impl Case {
    /// The element.
    pub(super) fn write(&self) -> String {
        let mut out = format!(
            "    <testcase name=\"{}\" classname=\"{}\" time=\"{}\">\n",
            xml(&self.name),
            xml(&self.group),
            number::seconds(self.time)
        );
        match self.element {
            None => {}
            // A skipped test has nothing but its reason.
            Some("skipped") => out.push_str(&format!("      <skipped message=\"{}\"/>\n", xml(&self.message))),
            Some(element) => out.push_str(&format!(
                "      <{element} type=\"{}\" message=\"{}\">{}</{element}>\n",
                self.kind,
                xml(&self.message),
                xml(&self.text)
            )),
        }
        if !self.out.is_empty() {
            out.push_str(&format!("      <system-out>{}</system-out>\n", xml(&self.out)));
        }
        out + "    </testcase>\n"
    }
}

/// A finding in some lines.
pub(super) fn lines(finding: &Finding) -> String {
    brief::lines(finding).into_iter().map(|line| line + "\n").collect()
}

/// A text for an attribute or an element. Characters that XML 1.0 cannot hold, not even as references, are replaced.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
