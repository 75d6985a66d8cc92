//! What can be said of a request to MET before anybody answers it: by its URL alone.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://api.met.no/doc/usage>,
//! <https://api.met.no/doc/GettingStarted>.

mod corrected;
mod numbers;
mod parameters;
mod path;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::ops::Range;

pub(crate) use self::corrected::{Corrected, corrected};
use self::numbers::Degrees;
pub(crate) use self::numbers::{are_exchanged, with_coarse_coordinates};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Certainty;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::met::product_request::{self, Parameter, ProductRequest};
use crate::text::escape::{clip, escape};

/// One thing about a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// What reports it.
    pub rule: &'static Rule,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to type instead, most useful first: where it can be determined, the whole URL with everything put right.
    pub help: Vec<String>,
    /// The end of the URL, from its endpoint on.
    pub tail: String,
    /// The part of the tail that is at fault, in characters.
    pub mark: Option<Range<usize>>,
}

impl Lint {
    /// The same with one more advice.
    fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }
}

/// Everything about a URL of the Weather API at the time `now`; nothing for other hosts and for documents.
pub(crate) fn lint(url: &Url, now: Timestamp) -> Vec<Lint> {
    found(url, ProductRequest::of(url).as_ref(), now, OnceCell::new())
}

/// The ids of everything about a URL. What to type instead takes most of the time that a lint takes, and of a log with
/// many lines only a few are reported.
pub(crate) fn ids(url: &Url, asked: Option<&ProductRequest>, now: Timestamp) -> impl Iterator<Item = &'static str> {
    found(url, asked, now, OnceCell::from(None)).into_iter().map(|lint| lint.rule.id)
}

fn found(
    url: &Url,
    asked: Option<&ProductRequest>,
    now: Timestamp,
    corrected: OnceCell<Option<Corrected>>,
) -> Vec<Lint> {
    if Service::of(url) != Service::Met {
        return Vec::new();
    }
    let no_product = path::front_page(url, now).or_else(|| path::no_product(url, asked, now));
    let Some(asked) = asked.filter(|asked| asked.is_for_data() && no_product.is_none()) else {
        return no_product.into_iter().collect();
    };
    let context = LintContext { url, asked, now, corrected };
    let checks = [
        path::unknown_product,
        path::unknown_version,
        parameters::ampersands,
        parameters::semicolons,
        numbers::formats,
        numbers::ranges,
        numbers::exchanged,
        numbers::precision,
        parameters::missing,
        parameters::renamed,
        parameters::pluses,
        path::placeholder_version,
        path::endpoint,
        parameters::missing_date,
    ];
    checks.iter().filter_map(|check| check(&context)).collect()
}

/// The corrected URL without what is to be added to it, and so in every lint: of a URL that was cut nothing is missing.
pub(crate) fn without_additions(corrected: Corrected, lints: &mut [Lint]) -> Corrected {
    let before = corrected.advice();
    let corrected = Corrected { add: Vec::new(), ..corrected };
    for help in lints.iter_mut().flat_map(|lint| &mut lint.help).filter(|help| **help == before) {
        *help = corrected.advice();
    }
    corrected
}

/// What is wrong with a URL as a whole.
fn plain(rule: &'static Rule, message: String, url: &Url, now: Timestamp) -> Lint {
    let help = corrected(url, now).map(|corrected| corrected.advice()).into_iter().collect();
    let tail = clip(&escape(&url.request_target()), 200);
    Lint { rule, certainty: Certainty::Certain, message, help, tail, mark: None }
}

struct LintContext<'a> {
    url: &'a Url,
    asked: &'a ProductRequest,
    now: Timestamp,
    /// The URL with everything put right, made when the first lint needs it.
    corrected: OnceCell<Option<Corrected>>,
}

impl LintContext<'_> {
    fn lint(&self, rule: &'static Rule, message: String, at: Option<&Parameter>) -> Lint {
        let query = product_request::pasted_query(self.url);
        let path = match self.asked.endpoint.as_str() {
            "" => format!("{}/{}/", self.asked.product, self.asked.version),
            endpoint if query.is_empty() => {
                format!("{}/{}/{endpoint}", self.asked.product, self.asked.version)
            }
            endpoint => endpoint.to_owned(),
        };
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        let start = path.chars().count() + 1;
        let mark = at.map(|parameter| start + parameter.start..start + parameter.start + parameter.length);
        let corrected = self.corrected.get_or_init(|| corrected(self.url, self.now));
        let help = corrected.iter().map(Corrected::advice).collect();
        let tail = escape(&format!("{path}{query}"));
        Lint { rule, certainty: Certainty::Certain, message, help, tail, mark }
    }

    fn coordinates(&self) -> impl Iterator<Item = &Parameter> {
        self.asked.parameters.iter().filter(|parameter| ["lat", "lon"].contains(&parameter.name.as_str()))
    }

    fn degrees(&self) -> Degrees {
        let value = |name: &str| self.asked.parameter(name).map(|parameter| parameter.value.as_str());
        numbers::degrees(&self.asked.product, value("lat"), value("lon"))
    }
}
