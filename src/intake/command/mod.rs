//! The request that a curl command makes. The command is read and never run: no file is opened, nothing expanded.

mod draft;
mod options;
mod words;

use base64::Engine as _;
use draft::CommandDraft;
use options::Effect;

use crate::evidence::Request;
use crate::http::uri::target::Url;
use crate::text::escape::{clip, escape};
use crate::text::percent;
pub(crate) use words::Word;

/// What a command asks for.
#[derive(Clone, Debug, Default)]
pub struct PastedCommand {
    /// Its requests, in order.
    pub requests: Vec<Request>,
    /// What it holds that is not understood or not looked at, safe to show.
    pub notes: Vec<String>,
}

/// The most requests of a command that are read.
const MOST: usize = 100;

/// Whether a text is a curl command, a prompt before it or not.
pub fn is_command(text: &str) -> bool {
    start(text).is_some()
}

/// Where in the first line of a text the command begins.
fn start(text: &str) -> Option<usize> {
    let line = text.lines().next()?;
    let at = line.find("curl")?;
    let before = line.get(..at)?;
    let after = line.get(at + "curl".len()..)?;
    let after = after.strip_prefix(".exe").unwrap_or(after);
    let prompted = before.trim().is_empty()
        || before.trim_end().ends_with(['$', '#', '>', '%', '»', '❯', '➜', ';', '|', '`', '&'])
        || before.trim_end().ends_with(" ~")
        || ["sudo", "time", "run:", "RUN"].iter().any(|word| before.trim_end().ends_with(word))
        || before.trim_end().ends_with('/');
    let named = after.starts_with([' ', '\t']) || after.starts_with("\\\n");
    let has_operand = after.contains("://")
        || after.trim_start().starts_with('-')
        || after.contains(".met.no")
        || after.trim_end().ends_with(['\\', '^'])
        || before.trim().is_empty() && after.contains('.');
    (prompted && named && has_operand && before.len() <= 200).then_some(at)
}

/// Reads the command at the start of a text; also says how many lines it takes.
pub(super) fn read(text: &str) -> Option<(PastedCommand, usize)> {
    let at = start(text)?;
    let rest = text.get(at..)?;
    // The tick that opens code in Markdown closes it as well.
    let ticked = text.get(..at)?.ends_with('`');
    let rest = if ticked { rest.split('`').next()? } else { rest };
    let taken = rest.get(..words::extent(rest))?;
    let lines = taken.trim_end_matches('\n').matches('\n').count() + 1;
    let words = words::split(rest);
    let command = of_words(words.get(1..)?);
    (!command.requests.is_empty()).then_some((command, lines))
}

/// Reads a command whole, as it is given on a command line.
pub fn parse(text: &str) -> Option<PastedCommand> {
    start(text)?;
    let words = words::split(text.get(start(text)?..)?);
    Some(of_words(words.get(1..)?))
}

/// The requests of the arguments of curl.
pub(crate) fn of_words(words: &[Word]) -> PastedCommand {
    let mut reader = WordReader::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let text = word.text.as_str();
        if let Some(name) = text.strip_prefix("--").filter(|name| !name.is_empty()) {
            let (name, given) = name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value)));
            match options::long(name).or_else(|| name.strip_prefix("no-").and_then(options::long)) {
                Some(effect) if effect.takes_value() => {
                    let value = given.map(|value| Word { text: value.to_owned(), ..word.clone() });
                    let value = value.or_else(|| rest.next().cloned()).unwrap_or_default();
                    reader.apply(name, effect, &value);
                }
                Some(effect) => reader.apply(name, effect, &Word::default()),
                None => reader.unknown(text),
            }
        } else if let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            let mut letters = letters.chars();
            while let Some(letter) = letters.next() {
                let Some(effect) = options::short(letter) else {
                    reader.unknown(&format!("-{letter}"));
                    continue;
                };
                let name = letter.to_string();
                if effect.takes_value() {
                    let glued = letters.as_str();
                    let value = match glued {
                        "" => rest.next().cloned().unwrap_or_default(),
                        _ => Word { text: glued.to_owned(), ..word.clone() },
                    };
                    reader.apply(&name, effect, &value);
                    break;
                }
                reader.apply(&name, effect, &Word::default());
            }
        } else {
            reader.apply("url", Effect::Url, word);
        }
    }
    reader.finish()
}

#[derive(Default)]
struct WordReader {
    draft: CommandDraft,
    command: PastedCommand,
}

impl WordReader {
    fn unknown(&mut self, option: &str) {
        self.note(format!("the option {} is unknown and was ignored", clip(&escape(option), 40)));
    }

    fn note(&mut self, note: String) {
        if self.command.notes.len() < MOST && !self.command.notes.contains(&note) {
            self.command.notes.push(note);
        }
    }

    fn apply(&mut self, name: &str, effect: Effect, word: &Word) {
        let value = word.text.as_str();
        if word.unexpanded && !matches!(effect, Effect::None | Effect::Value) {
            let dashes = if name.len() == 1 { "-" } else { "--" };
            let what =
                if effect == Effect::Url { "the URL".to_owned() } else { format!("the value of {dashes}{name}") };
            self.note(format!(
                "{what} contains something that a shell replaces, such as $NAME; it was taken \
                               literally"
            ));
            if !matches!(effect, Effect::Url | Effect::Data | Effect::Query) {
                // What was sent is not known.
                self.draft.partly = true;
                return;
            }
        }
        let draft = &mut self.draft;
        match effect {
            Effect::None | Effect::Value => {}
            Effect::Agent => draft.set("User-Agent", value),
            Effect::Referer => draft.set("Referer", value.split(';').next().unwrap_or_default()),
            Effect::Range => draft.set("Range", &format!("bytes={value}")),
            Effect::Compressed => draft.set("Accept-Encoding", "deflate, gzip, br, zstd"),
            Effect::User => {
                let encoded = base64::engine::general_purpose::STANDARD.encode(value);
                draft.set("Authorization", &format!("Basic {encoded}"));
            }
            Effect::Bearer => draft.set("Authorization", &format!("Bearer {value}")),
            Effect::Cookie if value.contains('=') => draft.set("Cookie", value),
            Effect::TimeCondition if value.contains(' ') && value.contains(':') => {
                draft.set("If-Modified-Since", value.trim_start_matches(['-', '=']));
            }
            Effect::Cookie | Effect::TimeCondition | Effect::Config => self.not_opened(name, value),
            Effect::Header if value.starts_with('@') => self.not_opened(name, value),
            Effect::Header => draft.header(value),
            Effect::Method => draft.method = Some(value.to_owned()),
            Effect::Data => self.data(name, value),
            Effect::Json => {
                draft.set("Content-Type", "application/json");
                draft.set("Accept", "application/json");
                draft.has_content = true;
            }
            Effect::Form => draft.has_content = true,
            Effect::Upload => draft.upload = true,
            Effect::Query => draft.query.push(value.trim_start_matches('+').to_owned()),
            Effect::Get => draft.get = true,
            Effect::Head => draft.head = true,
            Effect::Url => draft.urls.push(word.clone()),
            Effect::Next => self.next(),
        }
    }

    fn not_opened(&mut self, name: &str, value: &str) {
        self.draft.partly = true;
        let dashes = if name.len() == 1 { "-" } else { "--" };
        self.note(format!("the file of {dashes}{name} {} was not read", clip(&escape(value), 60)));
    }

    fn data(&mut self, name: &str, value: &str) {
        self.draft.has_content = true;
        if value.starts_with('@') && name != "data-raw" {
            return self.not_opened(name, value);
        }
        let encoded = match name {
            "data-urlencode" => match value.split_once('=') {
                Some(("", value)) => percent::encoded(value, b"-._~"),
                Some((name, value)) => format!("{name}={}", percent::encoded(value, b"-._~")),
                None => percent::encoded(value, b"-._~"),
            },
            _ => value.to_owned(),
        };
        self.draft.data.push(encoded);
    }

    fn next(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        if draft.urls.is_empty() {
            return;
        }
        let method = draft.method();
        let query = draft.added_query();
        let (fields, shown) = draft.fields();
        for word in &draft.urls {
            let text = if word.text.contains("://") { word.text.clone() } else { format!("http://{}", word.text) };
            let text = match &query {
                Some(query) => with_query(&text, query),
                None => text,
            };
            match Url::parse(&text) {
                Ok(url) if self.command.requests.len() < MOST => {
                    let request =
                        Request { method: method.as_str().into(), url: Some(url), fields: fields.clone(), shown };
                    self.command.requests.push(request);
                }
                Ok(_) => {}
                Err(error) => {
                    let shown = crate::text::secret::redact_urls(&clip(&escape(&word.text), 80));
                    self.note(format!("\"{shown}\" is not a URL: {error}"));
                }
            }
        }
    }

    fn finish(mut self) -> PastedCommand {
        self.next();
        self.command
    }
}

/// A URL with one more part of its query.
fn with_query(url: &str, query: &str) -> String {
    let (before, fragment) = url.split_once('#').map_or((url, None), |(before, fragment)| (before, Some(fragment)));
    let joint = if before.contains('?') { "&" } else { "?" };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{before}{joint}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::shown::Shown;

    fn only(text: &str) -> Request {
        let mut command = parse(text).unwrap();
        assert_eq!(command.requests.len(), 1, "{text}: {command:?}");
        command.requests.remove(0)
    }

    fn agent(text: &str) -> Option<String> {
        only(text).fields.get("user-agent").map(ToString::to_string)
    }

    #[test]
    fn user_agent_is_that_of_the_command_or_curls_own() {
        assert_eq!(agent("curl https://h.no/").as_deref(), Some("curl"));
        assert_eq!(agent("curl -A 'a/1 b' https://h.no/").as_deref(), Some("a/1 b"));
        assert_eq!(agent("curl -H 'user-agent: c/2' https://h.no/").as_deref(), Some("c/2"));
        assert_eq!(agent("curl -A '' https://h.no/"), None);
        assert_eq!(agent("curl -H 'User-Agent:' https://h.no/"), None);
        assert_eq!(agent("curl -sSAd/3 https://h.no/").as_deref(), Some("d/3"));
    }

    #[test]
    fn method_and_query_are_what_curl_would_send() {
        for (text, method, url) in [
            ("curl https://h.no/a", "GET", "https://h.no/a"),
            ("curl h.no/a", "GET", "http://h.no/a"),
            ("curl -I https://h.no/a", "HEAD", "https://h.no/a"),
            ("curl -d a=1 https://h.no/a", "POST", "https://h.no/a"),
            ("curl -G -d lat=1 -d lon=2 https://h.no/a", "GET", "https://h.no/a?lat=1&lon=2"),
            ("curl -G --data-urlencode 'q=a b' 'https://h.no/a?x=1'", "GET", "https://h.no/a?x=1&q=a%20b"),
            ("curl -X OPTIONS https://h.no/a", "OPTIONS", "https://h.no/a"),
            ("curl -XDELETE --url https://h.no/a", "DELETE", "https://h.no/a"),
        ] {
            let request = only(text);
            assert_eq!(request.method.as_str(), Some(method), "{text}");
            assert_eq!(request.url.map(|url| url.wire()).as_deref(), Some(url), "{text}");
        }
    }

    #[test]
    fn each_next_begins_another_request() {
        let command = parse("curl -A a/1 https://h.no/a --next -I https://h.no/b").unwrap();
        let shown: Vec<_> = command.requests.iter().map(|request| request.method.to_string()).collect();
        assert_eq!(shown, ["GET", "HEAD"]);
        assert_eq!(command.requests[1].fields.get_str("user-agent"), Some("curl"));
    }

    #[test]
    fn option_not_understood_or_opened_is_named() {
        let command = parse("curl --frobnicate -K secrets -b cookies.txt -H @more https://h.no/a").unwrap();
        assert_eq!(command.notes.len(), 4, "{:?}", command.notes);
        assert!(command.notes[0].contains("--frobnicate"));
        assert_eq!(command.requests[0].shown, Shown::Partly);
        assert!(command.requests[0].sent("user-agent").is_unknown());
        let command = parse("curl -A \"$AGENT\" https://h.no/a").unwrap();
        assert!(command.requests[0].sent("user-agent").is_unknown());
        assert_eq!(command.notes.len(), 1);
    }

    #[test]
    fn only_a_command_is_a_command() {
        for text in
            ["curl https://h.no/", "$ curl -v x", "user@host:~$ curl -i https://h.no/", "curl.exe -I https://h.no"]
        {
            assert!(is_command(text), "{text}");
        }
        for text in ["curl is great", "I use curl for that", "libcurl https://h.no", "curling -v", "with curl I get:"] {
            assert!(!is_command(text), "{text}");
        }
    }

    #[test]
    fn command_takes_as_many_lines_as_it_is_written_on() {
        let (command, lines) =
            read("$ curl 'https://h.no/a' \\\n  -H 'A: b' \\\n  --compressed\nHTTP/1.1 200 OK\n").unwrap();
        assert_eq!((command.requests.len(), lines), (1, 3));
    }
}
