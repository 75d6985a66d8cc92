//! What a rule found: the unit of every report.

use std::ops::Range;

use super::rule::Rule;
use super::severity::{Certainty, Severity};
use crate::evidence::redaction::Secrets;
use crate::text::escape::clip;
use crate::text::secret::redact_urls;

/// How many characters of a piece of evidence are quoted at most.
const QUOTED: usize = 300;

/// Where a piece of evidence was seen, in the order in which reports show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceSource {
    /// In the URL, or at this point of the exchange.
    In,
    /// In the request.
    Sent,
    /// In the head of the answer.
    Received,
    /// In the content of the answer.
    Body,
    /// In the changelog of the product.
    Changelog,
    /// In the table of products.
    Table,
    /// In what the replay brought.
    Replay,
    /// In what a control request brought.
    Control,
    /// In what the system or another tool said of a failure.
    Error,
}

impl EvidenceSource {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Body => "body",
            Self::Changelog => "changelog",
            Self::Table => "table",
            Self::Replay => "replay",
            Self::Control => "control",
            Self::Error => "error",
        }
    }
}

/// A piece of evidence, quoted: where it was seen and what it says, already escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Where it was seen.
    pub label: EvidenceSource,
    /// The words.
    pub text: String,
    /// The part of the words that matters, in characters; none when all of it does.
    pub mark: Option<Range<usize>>,
}

/// Another cause that the evidence allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What would report it.
    pub rule: &'static Rule,
    /// How sure it is.
    pub certainty: Certainty,
    /// The cause in words.
    pub message: String,
}

/// One thing found about a target.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// One sentence: what was seen and what it means.
    pub message: String,
    /// What to do, most useful first.
    pub advice: Vec<String>,
    /// What was seen.
    pub evidence: Vec<Quote>,
    /// Where it is written: a URL or an RFC section.
    pub reference: String,
    /// Whether it says that the cause of a refusal is not known.
    pub cause_unknown: bool,
    /// What else can be the cause, on the diagnosis of a refusal alone.
    pub alternatives: Vec<Alternative>,
    /// The project's file that makes it count for less, safe to show.
    pub lowered_by: Option<String>,
}

impl Finding {
    /// A certain finding of the rule's own severity and reference.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            certainty: Certainty::Certain,
            message: message.into(),
            advice: Vec::new(),
            evidence: Vec::new(),
            reference: rule.reference.to_owned(),
            cause_unknown: false,
            alternatives: Vec::new(),
            lowered_by: None,
        }
    }

    /// A finding in the words of its rule.
    pub(crate) fn of(rule: &'static Rule) -> Self {
        let advice = rule.advice.iter().map(|&advice| advice.to_owned()).collect();
        Self { advice, ..Self::new(rule, rule.title) }
    }

    /// How sure it is, in words for people.
    pub fn certainty_in_words(&self) -> &'static str {
        if self.cause_unknown { "cause unknown" } else { self.certainty.as_str() }
    }

    /// The same with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same, less sure.
    #[must_use]
    pub fn certainty(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }

    /// The same with one more advice.
    #[must_use]
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.advice.push(advice.into());
        self
    }

    /// The same with this advice in place of the rule's own.
    #[must_use]
    pub(crate) fn help_instead(mut self, advice: impl Into<String>) -> Self {
        self.advice.clear();
        self.help(advice)
    }

    /// The same with one more quote. Text of outside origin must come through [`Text`](crate::text::escape::Text).
    #[must_use]
    pub fn quote(mut self, label: EvidenceSource, text: impl ToString) -> Self {
        let text = clip(&redact_urls(&clip(&text.to_string(), 4 * QUOTED)), QUOTED);
        self.evidence.push(Quote { label, text, mark: None });
        self
    }

    /// The same with one more quote, of which a part matters, unless something in it has to be masked.
    #[must_use]
    pub fn quote_part(self, label: EvidenceSource, text: &str, mark: Option<Range<usize>>) -> Self {
        let mut finding = self.quote(label, text);
        if let Some(quote) = finding.evidence.last_mut() {
            quote.mark = mark.filter(|mark| quote.text == text && mark.end <= text.chars().count());
        }
        finding
    }

    /// The same with one more quote, where there is one.
    #[must_use]
    pub fn quote_if(self, label: EvidenceSource, text: Option<impl ToString>) -> Self {
        match text {
            Some(text) => self.quote(label, text),
            None => self,
        }
    }

    /// The same with another reference than the rule's own.
    #[must_use]
    pub fn see(mut self, reference: impl Into<String>) -> Self {
        self.reference = reference.into();
        self
    }

    /// Hides secrets in everything that it quotes or says in the user's own values.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        if self.message != self.rule.title {
            self.message = secrets.hide(&self.message);
        }
        for quote in &mut self.evidence {
            let hidden = secrets.hide(&quote.text);
            if hidden != quote.text {
                quote.text = hidden;
                quote.mark = None;
            }
        }
        for advice in &mut self.advice {
            *advice = secrets.hide(advice);
        }
    }
}
