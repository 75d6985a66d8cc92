//! What holds for any bytes from outside: one function for each way in. The fuzz targets call the same functions, so
//! whatever they find can be replayed in the ordinary tests.

pub(crate) mod changelog;
pub(crate) mod command;
pub(crate) mod content;
pub(crate) mod date;
pub(crate) mod fields;
pub(crate) mod framing;
pub(crate) mod har;
pub(crate) mod head;
pub(crate) mod inquiry;
pub(crate) mod intake;
pub(crate) mod log;
pub(crate) mod paste;
pub(crate) mod report;
pub(crate) mod state;
pub(crate) mod targets;
pub(crate) mod text;
pub(crate) mod url;
pub(crate) mod world;

use metstatus::internals::http::time::date::Timestamp;

/// A way in: its name, which is that of its fuzz target, and what holds for every input.
pub(crate) type Check = (&'static str, fn(&[u8]));

/// Every way in.
pub(crate) const CHECKS: [Check; 17] = [
    ("changelog", changelog::holds),
    ("command", command::holds),
    ("content", content::holds),
    ("date", date::holds),
    ("fields", fields::holds),
    ("har", har::holds),
    ("head", head::holds),
    ("inquiry", inquiry::holds),
    ("intake", intake::holds),
    ("log", log::holds),
    ("paste", paste::holds),
    ("report", report::holds),
    ("framing", framing::holds),
    ("state", state::holds),
    ("targets", targets::holds),
    ("text", text::holds),
    ("url", url::holds),
];

/// The time of the inputs: 2026-03-30T13:22:46Z.
pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_774_876_966);

/// Asserts that nothing in a text can act on a terminal, hide or turn text around. Lines may end.
pub(crate) fn assert_shown(what: &str, text: &str) {
    let wild = text.chars().find(|c| *c != '\n' && acts(*c));
    assert!(wild.is_none(), "{what}: {wild:?} in {text:?}");
}

/// Asserts the same of a text that is to have one line.
pub(crate) fn assert_line(what: &str, text: &str) {
    assert!(!text.contains('\n'), "{what}: more than one line: {text:?}");
    assert_shown(what, text);
}

/// Whether a character acts on a terminal or on its neighbours, or cannot be seen. Written down again, and not taken
/// from the program, which might be wrong.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Bidirectional marks, embeddings, overrides and isolates (UAX #9).
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // No width at all, and line ends that are none in ASCII.
            | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Asserts that a coloured text has no other sequences than those that this program writes.
pub(crate) fn assert_painted(what: &str, text: &str) {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, sequence)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after_own_sequence(sequence).unwrap_or_else(|| panic!("{what}: a foreign sequence: {text:?}"));
    }
    plain.push_str(rest);
    assert_shown(what, &plain);
}

/// What follows a sequence of this program's: bold, dim, the four colours of a verdict, or a link.
fn after_own_sequence(text: &str) -> Option<&str> {
    if let Some(colour) = text.strip_prefix('[') {
        let (number, rest) = colour.split_once('m')?;
        return ["0", "1", "2", "31", "32", "33", "36"].contains(&number).then_some(rest);
    }
    let (address, rest) = text.strip_prefix("]8;;")?.split_once("\u{1b}\\")?;
    let is_address = address.is_empty() || address.starts_with("https://");
    (is_address && address.bytes().all(|byte| byte.is_ascii_graphic())).then_some(rest)
}
