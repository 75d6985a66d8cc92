//! Every rule, as data: what it finds, how bad that is, where it is written, and a transcript that makes it fire.
//!
//! The parser, the reports, the manual and the tests walk one list. A file here imports what a rule is and what the
//! examples share, and nothing that detects: causes and lints cite rules too, and facts are made of those.

pub(crate) mod client;
pub(crate) mod common;
pub(crate) mod condition;
pub(crate) mod content;
pub(crate) mod deprecation;
pub(crate) mod freshness;
pub(crate) mod hosts;
pub(crate) mod identity;
pub(crate) mod libraries;
pub(crate) mod lints;
mod logs;
pub(crate) mod pacing;
pub(crate) mod pasted;
pub(crate) mod protocol;
pub(crate) mod redirect;
pub(crate) mod request;
pub(crate) mod request_rate;
pub(crate) mod response_time;
pub(crate) mod revalidation;
pub(crate) mod server;
pub(crate) mod traffic;
pub(crate) mod transport;

use crate::diagnosis::rule::Rule;

/// Every rule. Of findings equal in weight the one whose rule comes first here is the more specific.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let topics: [&'static [&'static Rule]; 19] = [
        hosts::RULES,
        pasted::RULES,
        transport::RULES,
        identity::RULES,
        lints::RULES,
        client::RULES,
        server::RULES,
        redirect::RULES,
        request::RULES,
        content::RULES,
        deprecation::RULES,
        pacing::RULES,
        request_rate::RULES,
        condition::RULES,
        revalidation::RULES,
        freshness::RULES,
        response_time::RULES,
        protocol::RULES,
        traffic::RULES,
    ];
    topics.into_iter().flatten().copied()
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The place of a rule in the list.
pub(crate) fn position(rule: &Rule) -> usize {
    all().take_while(|other| *other != rule).count()
}
