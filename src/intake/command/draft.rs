//! One request of a command, while its options are read.

use super::words::Word;
use crate::evidence::shown::Shown;
use crate::http::syntax::message::Fields;

/// What the options say of one request.
#[derive(Default)]
pub(super) struct CommandDraft {
    pub(super) urls: Vec<Word>,
    pub(super) method: Option<String>,
    pub(super) fields: Vec<(String, String)>,
    /// Fields that are set to nothing, which takes away curl's own.
    pub(super) removed: Vec<String>,
    pub(super) data: Vec<String>,
    pub(super) query: Vec<String>,
    pub(super) has_content: bool,
    pub(super) get: bool,
    pub(super) head: bool,
    pub(super) upload: bool,
    /// Whether a file that is not opened may hold more of it.
    pub(super) partly: bool,
}

impl CommandDraft {
    /// Sets a field in place of what was said of it before; to nothing takes it away.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        match value.is_empty() {
            true => self.removed.push(name.to_ascii_lowercase()),
            false => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }

    /// `Name: value`, `Name:` that takes curl's own field away, `Name;` that sends an empty one.
    pub(super) fn header(&mut self, text: &str) {
        if let Some((name, value)) = text.split_once(':') {
            let (name, value) = (name.trim(), value.trim());
            match value.is_empty() {
                true => self.set(name, ""),
                false => self.fields.push((name.to_owned(), value.to_owned())),
            }
        } else if let Some(name) = text.strip_suffix(';') {
            self.fields.push((name.to_owned(), String::new()));
        }
    }

    /// The method that is named, or that follows from the options.
    pub(super) fn method(&self) -> String {
        match &self.method {
            Some(method) => method.clone(),
            None if self.head => "HEAD".to_owned(),
            None if self.upload => "PUT".to_owned(),
            None if self.has_content && !self.get => "POST".to_owned(),
            None => "GET".to_owned(),
        }
    }

    /// What the options put into the query of the URL.
    pub(super) fn added_query(&self) -> Option<String> {
        let data = self.data.iter().filter(|_| self.get || self.head);
        let parts: Vec<&str> = data.chain(&self.query).map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join("&"))
    }

    /// The fields that are sent: curl's own, unless they are set or taken away.
    pub(super) fn fields(&self) -> (Fields, Shown) {
        let is_set = |name: &str| self.fields.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let is_removed = |name: &str| self.removed.iter().any(|known| known == name) && !is_set(name);
        let mut fields = Fields::default();
        let own = [("User-Agent", "curl"), ("Accept", "*/*")];
        for (name, value) in own {
            let lower = name.to_ascii_lowercase();
            let is_hidden = self.partly && name == "User-Agent";
            if !(is_set(name) || is_removed(&lower) || is_hidden) {
                fields.push(name, value);
            }
        }
        for (name, value) in &self.fields {
            fields.push(name.as_str(), value.as_str());
        }
        (fields, if self.partly { Shown::Partly } else { Shown::Whole })
    }
}
