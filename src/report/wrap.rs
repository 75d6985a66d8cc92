//! Lines of text that fit a screen.

use textwrap::WordSeparator;

/// The width where nothing says how wide the screen is.
const USUAL_WIDTH: usize = 80;

/// The columns to use: those that the variable COLUMNS names, else those of the terminal, else 80. A screen that is
/// narrower than 40 columns is filled all the same, and of a wide one 120 are used: longer lines are hard to read.
pub(crate) fn usable_columns(variable: Option<usize>, terminal: Option<usize>) -> usize {
    let known = variable.or(terminal).filter(|columns| *columns > 0);
    known.map_or(USUAL_WIDTH, |columns| columns.clamp(40, 120))
}

/// The columns that a text takes on a screen: two for a wide character, none for a combining one or an escape sequence.
pub(crate) fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// The lines of a text in so many columns. Words are not broken: a URL stays whole.
pub(super) fn filled(text: &str, width: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| filled_line(line, width)).collect()
}

/// The lines of a line: each has as many words as fit, and at least one. `textwrap::wrap` does the same at three times the
/// cost, which is half of a look-up: it can break and hyphenate words, too.
fn filled_line(line: &str, width: usize) -> Vec<String> {
    // No character is wider than its bytes are many.
    if line.len() < width {
        return vec![line.trim_end_matches(' ').to_owned()];
    }
    let mut lines = Vec::with_capacity(line.len() / width + 1);
    let (mut start, mut end, mut at, mut taken) = (0, 0, 0, 0);
    for word in WordSeparator::AsciiSpace.find_words(line) {
        if at > start && taken + word.width > width {
            lines.push(line.get(start..end).unwrap_or_default().to_owned());
            (start, taken) = (at, 0);
        }
        end = at + word.word.len();
        at = end + word.whitespace.len();
        taken += word.width + word.whitespace.len();
    }
    lines.push(line.get(start..end).unwrap_or_default().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference, with the options of a text that is only filled.
    fn wrapped_by_the_library(text: &str, width: usize) -> Vec<String> {
        let options = textwrap::Options::new(width)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
    }

    #[test]
    fn text_is_filled_as_the_library_fills_it() {
        let parts = [
            "a",
            "word",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
            " ",
            "  ",
            "-",
            "half-way",
            "\n",
            "\u{e6}\u{f8}\u{e5}",
            "\u{6c14}\u{8c61}\u{53f0}",
            "e\u{301}",
            "\x1b[1mbold\x1b[0m",
            "\t",
            "\u{a0}",
            "\r",
            ".",
        ];
        // Every text of these parts in an order that repeats late, with and without blanks between them.
        let mut seed: usize = 1;
        for length in 0..400 {
            let mut text = String::new();
            for _ in 0..length % 40 {
                seed = (seed * 1_103_515_245 + 12_345) % (1 << 31);
                text.push_str(parts[(seed >> 8) % parts.len()]);
                text.push_str(if seed.is_multiple_of(3) { "" } else { " " });
            }
            for width in [20, 27, 80, 74, 117] {
                let ours = filled(&text, width);
                assert_eq!(ours, wrapped_by_the_library(&text, width), "{text:?} in {width}");
            }
        }
    }
}
