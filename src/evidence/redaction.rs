//! What was sent as a secret and came back: pages of errors, redirects and proxies repeat what they were sent, and no
//! report may pass it on.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Evidence, Exchange, Request, Role};
use crate::http::syntax::message::{Field, Fields, Offence};
use crate::http::uri::target::Url;
use crate::sort::sort_by;
use crate::text::escape::{Text, escape};
use crate::text::percent;
use crate::text::secret::{REDACTED, customer_alias, is_secret, is_secret_name, redact_urls};

/// The fewest characters of a secret that can be distinguished from other text.
const SHORTEST: usize = 4;
/// From so many characters on a secret is one also in the middle of a word.
const UNMISTAKABLE: usize = 8;

/// The secrets of the requests about one target, as a report would show them, the longest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// Those of all requests that were sent.
    pub(crate) fn of(evidence: &Evidence) -> Self {
        let mut secrets = Self::default();
        let stored = evidence.previous_response.iter().map(|stored| &**stored);
        for request in evidence.exchanges.iter().chain(stored).filter_map(|exchange| exchange.request.as_ref()) {
            secrets.add_request(request);
        }
        secrets.sort();
        secrets
    }

    /// The user name and password of a proxy.
    pub(crate) fn of_credentials(user: &str, password: &str) -> Self {
        let mut secrets = Self::default();
        secrets.add_credentials(&format!("{user}:{password}"));
        secrets.sort();
        secrets
    }

    fn sort(&mut self) {
        sort_by(&mut self.0, |a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        self.0.dedup();
    }

    fn add(&mut self, secret: &str) {
        if secret.chars().count() >= SHORTEST {
            self.0.push(escape(secret));
            self.0.push(percent::encoded(secret, b"-._~"));
        }
    }

    fn add_request(&mut self, request: &Request) {
        for field in request.fields.iter().filter(|field| is_secret(&field.name)) {
            self.add_value(&field.value.to_string());
        }
        let Some(url) = &request.url else { return };
        if let Some(userinfo) = url.userinfo() {
            self.add_credentials(&userinfo);
        }
        for (name, value) in url.query().unwrap_or_default().split(['&', ';']).filter_map(|pair| pair.split_once('=')) {
            if is_secret_name(name) {
                self.add(value);
            }
        }
        if let Some(alias) = customer_alias(&url.host()) {
            self.add(alias);
        }
    }

    /// A value whole, and its parts: the credentials after a scheme, the values of cookies.
    fn add_value(&mut self, value: &str) {
        self.add(value);
        let schemes = ["basic", "bearer", "digest", "token", "negotiate", "apikey"];
        for part in value.split([' ', ';', ',']).filter(|part| !schemes.contains(&part.to_ascii_lowercase().as_str())) {
            self.add(part);
            if let Some((_, value)) = part.split_once('=') {
                self.add(value.trim_matches('"'));
            }
            let decoded = STANDARD.decode(part).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            if let Some(credentials) = decoded.filter(|text| text.contains(':')) {
                self.add_credentials(&credentials);
            }
        }
    }

    /// `NAME:PASSWORD`, of which a name alone means a token.
    fn add_credentials(&mut self, credentials: &str) {
        if credentials.len() <= ":".len() {
            return;
        }
        self.add(credentials);
        self.add(&STANDARD.encode(credentials));
        match credentials.split_once(':') {
            Some((token, "")) => self.add(token),
            Some((_, password)) => self.add(password),
            None => self.add(credentials),
        }
    }

    /// A text that a report shows, without the secrets that were sent, and those that URLs in it hold by their form.
    pub(crate) fn hide(&self, text: &str) -> String {
        redact_urls(&self.replace(text, REDACTED))
    }

    fn replace(&self, text: &str, by: &str) -> String {
        let whole = self.0.iter().fold(text.to_owned(), |text, secret| without(&text, secret, by));
        self.0.iter().find_map(|secret| without_cut(&whole, secret, by)).unwrap_or(whole)
    }

    /// Hides them in everything that came back and that a report shows as it came. Contents are not shown.
    pub(crate) fn hide_in_evidence(&self, evidence: &mut Evidence) {
        if !self.0.is_empty() {
            evidence.exchanges.iter_mut().for_each(|exchange| self.hide_in_exchange(exchange));
        }
    }

    fn hide_in_exchange(&self, exchange: &mut Exchange) {
        if let Some(response) = &mut exchange.response {
            let head = &mut response.head;
            self.hide_in_text(&mut head.reason);
            let field = |field: &Field| (self.hidden(&field.name), self.hidden(&field.value));
            head.fields = head.fields.iter().map(field).collect::<Fields>();
            head.offences.iter_mut().filter_map(Offence::line_mut).for_each(|line| self.hide_in_text(line));
            self.hide_in_bytes(&mut response.body.surplus);
        }
        if let Some(failure) = &mut exchange.failure {
            self.hide_in_text(&mut failure.detail);
            self.hide_in_text(&mut failure.excerpt);
        }
        // Where a redirect led is what the server said; what was asked first hides its own secrets.
        if exchange.role == Role::Redirect
            && let Some(url) = exchange.request.as_mut().and_then(|request| request.url.as_mut())
        {
            let wire = url.wire();
            let hidden = self.replace(&wire, "redacted");
            if hidden != wire
                && let Ok(hidden) = Url::parse(&hidden)
            {
                *url = hidden;
            }
        }
    }

    fn hidden(&self, text: &Text) -> Text {
        let shown = text.to_string();
        let hidden = self.hide(&shown);
        if hidden == shown { text.clone() } else { Text::from(hidden) }
    }

    pub(crate) fn hide_in_text(&self, text: &mut Text) {
        *text = self.hidden(text);
    }

    fn hide_in_bytes(&self, bytes: &mut Vec<u8>) {
        *bytes = self.hidden(&Text::new(std::mem::take(bytes))).as_bytes().to_vec();
    }
}

/// A text without a secret. A short one is one only as a word of its own.
fn without(text: &str, secret: &str, by: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(secret) {
        let end = at + secret.len();
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let is_word = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        if is_word || secret.chars().count() >= UNMISTAKABLE {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(by);
            done = end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// A text that was cut within a secret, without the part that is left of it; `None` when it was not.
fn without_cut(text: &str, secret: &str, by: &str) -> Option<String> {
    let (stem, mark, fewest) = match text.strip_suffix('…') {
        Some(stem) => (stem, "…", SHORTEST),
        None => (text, "", UNMISTAKABLE),
    };
    let cut = secret
        .char_indices()
        .skip(fewest)
        .map(|(at, _)| at)
        .filter(|&at| secret.get(..at).is_some_and(|left| stem.ends_with(left)))
        .last()?;
    Some(format!("{}{by}{mark}", stem.get(..stem.len() - cut)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Reply;
    use crate::evidence::shown::Shown;
    use crate::http::time::date::Timestamp;

    fn secrets(fields: &[(&str, &str)], url: &str) -> Secrets {
        let fields = fields.iter().copied().collect();
        let request = Request { method: "GET".into(), url: Url::parse(url).ok(), fields, shown: Shown::Whole };
        let exchange = Exchange::new(Role::First, Some(request), Timestamp::from_unix(0), Reply::default());
        Secrets::of(&Evidence { exchanges: vec![exchange], ..Evidence::default() })
    }

    #[test]
    fn every_part_of_a_secret_is_hidden_wherever_it_comes_back() {
        let secrets = secrets(
            &[
                ("Authorization", "Bearer abc.def-ghi"),
                ("Cookie", "id=1; session=s3cr3t"),
                ("X-Api-Key", "k e/y"),
                ("User-Agent", "acme-weather/1.2"),
            ],
            "https://me:p%40ssword@h.no/x?token=t0ken&lat=60.1234",
        );
        for (text, shown) in [
            ("Bearer abc.def-ghi!", "[redacted]!"),
            ("got abc.def-ghi", "got [redacted]"),
            ("xabc.def-ghiy", "x[redacted]y"),
            ("id=1; session=s3cr3t", "[redacted]"),
            ("s3cr3t, and s3cr3ts", "[redacted], and s3cr3ts"),
            ("?k=k%20e%2Fy", "?k=[redacted]"),
            ("k e/y", "[redacted]"),
            ("me:p@ssword", "[redacted]"),
            ("bWU6cEBzc3dvcmQ=", "[redacted]"),
            ("no t0ken here", "no [redacted] here"),
            ("acme-weather/1.2 at 60.1234, 1", "acme-weather/1.2 at 60.1234, 1"),
        ] {
            assert_eq!(secrets.hide(text), shown, "{text}");
        }
    }

    #[test]
    fn part_of_a_secret_that_a_cut_leaves_is_hidden_too() {
        let secrets = secrets(&[("Authorization", "Bearer 0123456789abcdef")], "https://h.no/");
        assert_eq!(secrets.hide("it was 01234…"), "it was [redacted]…");
        assert_eq!(secrets.hide("it was 0123456789a"), "it was [redacted]");
        assert_eq!(secrets.hide("it was 012…"), "it was 012…");
    }

    #[test]
    fn credentials_are_taken_apart() {
        let basic = secrets(&[("Authorization", "Basic dXNlcjpodXNoLXB3")], "https://h.no/");
        assert_eq!(basic.hide("user:hush-pw, hush-pw, dXNlcjpodXNoLXB3"), "[redacted], [redacted], [redacted]");
        let proxy = Secrets::of_credentials("u", "s3cr3tpw");
        assert_eq!(proxy.hide("dTpzM2NyM3Rwdw== s3cr3tpw u"), "[redacted] [redacted] u");
        assert_eq!(Secrets::of_credentials("token", "").hide("a token here"), "a [redacted] here");
        assert_eq!(Secrets::of_credentials("", ""), Secrets::default());
    }
}
