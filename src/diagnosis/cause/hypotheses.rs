//! The table of causes: what each comes with, what speaks for it and against it, and how it is explained.
//!
//! Adding a cause is one row. Weights are decibans: 3 doubles the odds, 10 is ten to one. The order of the rows decides
//! between causes that are equally likely, in the look-up and in the diagnosis alike.

mod elsewhere;
mod parameters;
mod refused;
mod resource;

use std::cmp::Reverse;

use crate::diagnosis::catalogue::request::BAD_REQUEST;
use crate::diagnosis::cause::signals::{CauseSignals, Class, Fault, HostKind, Path};
use crate::diagnosis::cause::words::Says;
use crate::diagnosis::rule::Rule;
use crate::evidence::ControlVariant;
use crate::sort::sort_by_key;

/// A cause that a refusal can have.
#[derive(Debug)]
pub(crate) struct Hypothesis {
    /// What reports it.
    pub rule: &'static Rule,
    /// Where it can be the cause.
    pub scope: Scope,
    /// The statuses that it comes with, and how likely it is before anything else is known.
    pub prior: Prior,
    /// The classes that name it.
    pub classes: &'static [Class],
    /// What the words of a body say that name it.
    pub words: &'static [Says],
    /// The more general cause of which this one is a case. What speaks for the general one speaks for its cases too.
    pub case_of: Option<&'static Self>,
    /// Whether it only says that the cause is not known.
    pub open: bool,
    /// The control request that takes the cause away, where there is one.
    pub control: Option<ControlVariant>,
    /// How it is explained to people, in the look-up of a status and where it is one cause among others.
    pub explained: &'static [Explained],
    /// What the signals say to it: each bearing is handed to the function.
    pub bears: fn(&CauseSignals, &mut dyn FnMut(Bearing)),
}

/// Where a cause can be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// At any host.
    Anywhere,
    /// At the Weather API.
    Met,
    /// At the observations API.
    Frost,
}

/// The statuses that a cause comes with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Prior {
    /// These, each with the weight that the cause has before anything else is known.
    Of(&'static [(u16, i16)]),
    /// Every 4xx and 5xx.
    EveryError,
    /// All that no other cause comes with.
    Rest,
}

/// A cause in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Explained {
    /// The statuses that it is reported for.
    pub statuses: &'static [u16],
    /// What brings the status about.
    pub cause: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// How one signal bears on one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearing {
    /// It rules the cause out.
    Excludes,
    /// It speaks for the cause, or against it.
    For(i16),
    /// The server's own words name the cause.
    Names,
    /// An experiment shows it.
    Proves,
}

/// What words that name a cause weigh.
pub(super) const NAMED: i32 = 30;
/// What a class weighs that names a cause, beside words that the server wrote for this very request.
pub(super) const CLASSED: i32 = 14;
/// What an experiment weighs.
pub(super) const PROVEN: i32 = 60;
/// The weight of a cause that the class or the words name and that does not come with the status.
const FOREIGN: i32 = -24;

/// The bearings of signals, as conditions with what follows from each.
macro_rules! bearings {
    ($s:ident, $($condition:expr => $bearing:expr),* $(,)?) => {
        |$s, say| { $(if $condition { say($bearing); })* }
    };
}
use bearings;

impl Hypothesis {
    /// A row without anything but the rule, which each row gives itself.
    const NONE: Self = Self {
        rule: &BAD_REQUEST,
        scope: Scope::Met,
        prior: Prior::Of(&[]),
        classes: &[],
        words: &[],
        case_of: None,
        open: false,
        control: None,
        explained: &[],
        bears: |_, _| {},
    };

    /// The weight of the cause before anything but status, host and class is known; none where it does not come with
    /// them.
    pub(super) fn prior(&self, signals: &CauseSignals) -> Option<i32> {
        let in_scope = match self.scope {
            Scope::Anywhere => true,
            Scope::Met => matches!(signals.host, HostKind::Met | HostKind::Wrong | HostKind::Retired),
            Scope::Frost => signals.host == HostKind::Frost,
        };
        let listed = match self.prior {
            _ if !in_scope => None,
            Prior::Of(_) => self.listed(signals.status),
            Prior::EveryError => (400..600).contains(&signals.status).then_some(0),
            Prior::Rest => (!all().any(|other| other.listed(signals.status).is_some())).then_some(0),
        };
        let class = || signals.class.is_some_and(|class| self.classes.contains(&class));
        // Who throttles counts requests, and knows nothing of products and parameters.
        let words = || signals.status != 429 && signals.says.is_some_and(|says| self.words.contains(&says));
        listed.or_else(|| (in_scope && (class() || words())).then_some(FOREIGN))
    }

    /// Whether it comes with the status, as far as is known.
    pub(super) fn comes_with(&self, status: u16) -> bool {
        !matches!(self.prior, Prior::Of(_)) || self.listed(status).is_some()
    }

    /// The weight that the row gives for a status.
    fn listed(&self, status: u16) -> Option<i32> {
        match self.prior {
            Prior::Of(rows) => rows.iter().find(|(code, _)| *code == status).map(|(_, weight)| i32::from(*weight)),
            Prior::EveryError | Prior::Rest => None,
        }
    }

    /// The cause itself, then what it is a case of, up to the most general.
    pub(crate) fn chain(&'static self) -> impl Iterator<Item = &'static Self> {
        std::iter::successors(Some(self), |cause| cause.case_of)
    }

    /// Whether this is a case of another cause, or that cause itself.
    pub(crate) fn is_case_of(&'static self, other: &Self) -> bool {
        self.chain().any(|cause| cause.rule == other.rule)
    }

    /// The cause in words, for a status.
    pub(super) fn message(&self, status: u16) -> &'static str {
        self.told(status).next().map_or(self.rule.title, |words| words.cause)
    }

    /// The words for a status, where the cause is reported for it.
    pub(crate) fn told(&self, status: u16) -> impl Iterator<Item = &'static Explained> {
        self.explained.iter().filter(move |words| words.statuses.contains(&status))
    }
}

/// Every cause.
pub(super) fn all() -> impl Iterator<Item = &'static Hypothesis> {
    [elsewhere::FIRST, parameters::TABLE, resource::TABLE, refused::TABLE, elsewhere::TABLE]
        .into_iter()
        .flatten()
        .copied()
}

/// Whether the URL is shown, and does not have a fault.
fn lacks(s: &CauseSignals, fault: Fault) -> bool {
    s.path != Path::NotShown && !s.lints.has(fault)
}

/// What causes a status at the Weather API, most likely first, as far as the status alone can say.
pub(crate) fn explanations(status: u16) -> Vec<&'static Explained> {
    let weight = |cause: &'static Hypothesis| -> Option<i32> {
        let own = cause.listed(status)?;
        Some(own + cause.chain().skip(1).filter_map(|general| general.listed(status)).sum::<i32>())
    };
    let mut causes: Vec<_> = all().filter_map(|cause| Some((weight(cause)?, cause))).collect();
    sort_by_key(&mut causes, |(weight, cause)| {
        (cause.scope == Scope::Frost, Reverse(*weight), Reverse(cause.chain().count()))
    });
    let mut told: Vec<&Explained> = Vec::new();
    for words in causes.into_iter().flat_map(|(_, cause)| cause.told(status)) {
        if !told.iter().any(|other| other.cause == words.cause) {
            told.push(words);
        }
    }
    told
}
