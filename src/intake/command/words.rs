//! The words of a command line as a shell would split it. Nothing is expanded: what a shell would replace is marked.

/// A word of a command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// The text without its quotes.
    pub text: String,
    /// Whether a shell would have put something else in place of a part of it: `$NAME`, `$(…)`, a backtick.
    pub unexpanded: bool,
}

/// The most words of a command line that are read.
const MOST: usize = 2_000;

/// The words of the first simple command of a text, up to a pipe, a redirection, a `;` or the end of the line.
pub(super) fn split(text: &str) -> Vec<Word> {
    if is_cmd(text) { Splitter::new(&without_carets(text)).run() } else { Splitter::new(text).run() }
}

/// How many bytes of a text the command takes: a line that ends in the mark of continuation goes on in the next one,
/// and so does a quote that is open.
pub(super) fn extent(text: &str) -> usize {
    let mut splitter = Splitter::new(text);
    splitter.cmd = is_cmd(text);
    splitter.run_to_end()
}

/// Whether the command is written for cmd.exe, which escapes with a caret.
fn is_cmd(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.contains("^\"") || first.trim_end().ends_with(" ^")
}

/// The text as cmd.exe passes it on: a caret makes the next character an ordinary one, or goes on in the next line.
fn without_carets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '^' => match chars.next() {
                Some('\r') if chars.peek() == Some(&'\n') => {
                    chars.next();
                    out.push(' ');
                }
                Some('\n') => out.push(' '),
                Some(next) => out.push(next),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

struct Splitter<'a> {
    rest: std::iter::Peekable<std::str::CharIndices<'a>>,
    words: Vec<Word>,
    word: Option<Word>,
    length: usize,
    at: usize,
    cmd: bool,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str) -> Self {
        let rest = text.char_indices().peekable();
        Self { rest, words: Vec::new(), word: None, length: text.len(), at: 0, cmd: false }
    }

    fn run(mut self) -> Vec<Word> {
        self.go();
        self.words
    }

    fn run_to_end(mut self) -> usize {
        self.go();
        self.at
    }

    fn next(&mut self) -> Option<char> {
        let (at, c) = self.rest.next()?;
        self.at = at + c.len_utf8();
        Some(c)
    }

    fn push(&mut self, c: char) {
        self.word.get_or_insert_default().text.push(c);
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn go(&mut self) {
        while let Some(c) = self.next() {
            match c {
                ' ' | '\t' | '\r' => self.end_word(),
                '^' if self.cmd => {
                    self.skip_line_end();
                }
                '\n' | '|' | ';' | '<' | '>' => break,
                '&' if !self.cmd => break,
                '#' if self.word.is_none() => break,
                '\\' => self.escape(),
                '\'' if !self.cmd => self.single(),
                '"' => self.double(),
                '$' if self.rest.peek().is_some_and(|(_, c)| *c == '\'') => {
                    self.next();
                    self.ansi_c();
                }
                '$' => self.dollar(),
                '`' => {
                    self.word.get_or_insert_default().unexpanded = true;
                    self.push('`');
                }
                c => self.push(c),
            }
            if self.words.len() >= MOST {
                break;
            }
        }
        self.end_word();
        self.at = self.at.min(self.length);
    }

    fn skip_line_end(&mut self) {
        if self.rest.peek().is_some_and(|(_, c)| *c == '\r') {
            self.next();
        }
        self.next();
    }

    /// After a backslash: the next character as it is, or the next line.
    fn escape(&mut self) {
        match self.next() {
            Some('\n') => self.end_word(),
            Some('\r') => {
                if self.rest.peek().is_some_and(|(_, c)| *c == '\n') {
                    self.next();
                }
                self.end_word();
            }
            // Blanks after the backslash of a continuation are seen only by the shell.
            Some(' ') if self.line_is_over() => {
                while self.next().is_some_and(|c| c != '\n') {}
                self.end_word();
            }
            Some(c) => self.push(c),
            None => {}
        }
    }

    fn line_is_over(&self) -> bool {
        let mut rest = self.rest.clone();
        rest.find(|(_, c)| !matches!(c, ' ' | '\t' | '\r')).is_some_and(|(_, c)| c == '\n')
    }

    fn single(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.next().filter(|c| *c != '\'') {
            self.push(c);
        }
    }

    fn double(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.next().filter(|c| *c != '"') {
            match c {
                '\\' => match self.next() {
                    Some(c @ ('"' | '\\' | '$' | '`' | '!')) => self.push(c),
                    Some('\n') | None => {}
                    Some(c) => {
                        self.push('\\');
                        self.push(c);
                    }
                },
                '$' => self.dollar(),
                '`' => {
                    self.word.get_or_insert_default().unexpanded = true;
                    self.push('`');
                }
                c => self.push(c),
            }
        }
    }

    fn dollar(&mut self) {
        let begins =
            self.rest.peek().is_some_and(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '{' | '(' | '@' | '*'));
        self.word.get_or_insert_default().unexpanded |= begins;
        self.push('$');
    }

    /// `$'…'`, in which a backslash begins an escape as in C.
    fn ansi_c(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.next().filter(|c| *c != '\'') {
            if c != '\\' {
                self.push(c);
                continue;
            }
            match self.next() {
                Some('n') => self.push('\n'),
                Some('t') => self.push('\t'),
                Some('r') => self.push('\r'),
                Some('a') => self.push('\x07'),
                Some('e' | 'E') => self.push('\x1b'),
                Some('x') => self.code(2),
                Some('u') => self.code(4),
                Some('U') => self.code(8),
                Some(c) => self.push(c),
                None => {}
            }
        }
    }

    /// A character by its number in hexadecimal digits.
    fn code(&mut self, most: usize) {
        let mut number = 0;
        for _ in 0..most {
            let Some(digit) = self.rest.peek().and_then(|(_, c)| c.to_digit(16)) else { break };
            number = number * 16 + digit;
            self.next();
        }
        self.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        split(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_split_as_a_shell_does() {
        for (text, expected) in [
            ("curl -A 'a b/1' \"https://h/?a=1&b=2\"", vec!["curl", "-A", "a b/1", "https://h/?a=1&b=2"]),
            ("curl $'a\\'b\\x41\\u00e6' c", vec!["curl", "a'bAæ", "c"]),
            ("curl a\\ b \\\n  c | jq .", vec!["curl", "a b", "c"]),
            ("curl a > file", vec!["curl", "a"]),
            ("curl a # why\nb", vec!["curl", "a"]),
            (
                "curl ^\"https://h/?a=1^&b=2^\" ^\r\n  -H ^\"X: ^\\^\"y^\\^\"^\"",
                vec!["curl", "https://h/?a=1&b=2", "-H", "X: \"y\""],
            ),
            ("curl 'open", vec!["curl", "open"]),
            ("curl ''", vec!["curl", ""]),
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn text_a_shell_would_replace_is_marked_and_left_alone() {
        for (text, marked) in
            [("\"$HOME/x\"", true), ("'$HOME'", false), ("$(date)", true), ("`date`", true), ("a$", false)]
        {
            let words = split(text);
            assert_eq!(words[0].unexpanded, marked, "{text}");
        }
        assert_eq!(texts("\"$HOME/x\""), ["$HOME/x"]);
    }

    #[test]
    fn command_goes_on_where_its_lines_do() {
        assert_eq!(extent("curl a \\\n  b\nnext"), "curl a \\\n  b\n".len());
        assert_eq!(extent("curl 'a\nb' c\nnext"), "curl 'a\nb' c\n".len());
    }
}
