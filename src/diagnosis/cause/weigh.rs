//! The weighing of causes: which one fits the signals best, how sure that is, and what else fits.

use std::cmp::Reverse;

use crate::diagnosis::catalogue::server::INTERMEDIARY_REFUSED;
use crate::diagnosis::cause::hypotheses::{self, Bearing, CLASSED, Hypothesis, NAMED, PROVEN};
use crate::diagnosis::cause::signals::{CauseSignals, Responder};
use crate::diagnosis::severity::Certainty;
use crate::sort::sort_by_key;

/// By how much the best rival has to score less for a named cause to be certain.
const CERTAIN: i32 = 10;
/// By how much for a cause to be likely.
const LIKELY: i32 = 6;
/// What a cause needs in its favour to be likely.
const GROUNDED: i32 = 10;
/// How near a rival has to be to be reported.
const NEAR: i32 = 10;
/// How many rivals are reported.
const RIVALS: usize = 9;

/// What the signals amount to.
#[derive(Clone, Debug)]
pub(crate) struct CauseVerdict {
    /// The cause that fits best.
    pub first: &'static Hypothesis,
    /// How sure it is.
    pub certainty: Certainty,
    /// What else fits, most likely first.
    pub rivals: Vec<&'static Hypothesis>,
}

impl CauseVerdict {
    /// Whether all that is said is that the cause is not known.
    pub(crate) fn is_unknown(&self) -> bool {
        self.first.open && self.certainty == Certainty::Possible
    }
}

/// A cause that is not ruled out, and its weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeighedCause {
    pub(super) cause: &'static Hypothesis,
    pub(super) score: i32,
    pub(super) named: bool,
    pub(super) proven: bool,
    /// Whether it is a cause by its own: the most general of its kind, or with something that speaks for it in
    /// particular.
    own: bool,
}

/// Every cause that the signals allow, most likely first; of equals the more special, then the one that is first in
/// the table.
pub(super) fn ranking(signals: &CauseSignals) -> Vec<WeighedCause> {
    let mut all: Vec<WeighedCause> = hypotheses::all().filter_map(|cause| weighed(cause, signals)).collect();
    sort_by_key(&mut all, |weighed| (Reverse(weighed.score), Reverse(weighed.cause.chain().count())));
    all
}

/// The weight of a cause, or none where it is ruled out. What speaks for the general cause speaks for its cases.
fn weighed(cause: &'static Hypothesis, signals: &CauseSignals) -> Option<WeighedCause> {
    cause.prior(signals)?;
    let mut found = WeighedCause { cause, score: 0, named: false, proven: false, own: cause.case_of.is_none() };
    let mut excluded = false;
    for (depth, cause) in cause.chain().enumerate() {
        let prior = cause.prior(signals);
        let class = signals.class.is_some_and(|class| cause.classes.contains(&class));
        let said = signals.says.is_some_and(|says| cause.words.contains(&says));
        let (mut sum, mut named, mut proven) = (prior.unwrap_or_default(), said, false);
        (cause.bears)(signals, &mut |bearing| match bearing {
            Bearing::Excludes => excluded = true,
            Bearing::For(weight) => {
                sum += i32::from(weight);
                found.own |= depth == 0 && weight > 0;
            }
            Bearing::Names => named = true,
            Bearing::Proves => proven = true,
        });
        // What does not come with the status says nothing of it, but may be ruled out all the same.
        if prior.is_none() {
            continue;
        }
        let naming = match () {
            () if named || (class && signals.says.is_none()) => NAMED,
            () if class => CLASSED,
            () => 0,
        };
        found.score += sum + naming + if proven { PROVEN } else { 0 };
        if depth == 0 {
            (found.named, found.proven) = (naming > 0, proven);
            found.own |= naming > 0 || proven;
        }
    }
    (!excluded).then_some(found)
}

/// The cause that fits the signals best; none where no cause comes with the status.
pub(crate) fn weigh(signals: &CauseSignals) -> Option<CauseVerdict> {
    let all = ranking(signals);
    let first = *all.iter().find(|weighed| weighed.own)?;
    let related = |other: &WeighedCause| first.cause.is_case_of(other.cause) || other.cause.is_case_of(first.cause);
    // The rival is the best cause that is not the same one, more or less precisely put.
    let rival = all.iter().find(|other| other.own && !related(other)).map_or(i32::MIN / 2, |other| other.score);
    let margin = first.score - rival;
    let contradicted = signals.class_contradicts() || !first.cause.comes_with(signals.status);
    let certainty = match () {
        () if first.proven => Certainty::Certain,
        // The marks of a program that MET does not use show no more than that another may have answered.
        () if signals.responder == Responder::Doubtful && first.cause.rule == &INTERMEDIARY_REFUSED => {
            Certainty::Possible
        }
        () if first.named && margin >= CERTAIN && !contradicted => Certainty::Certain,
        () if first.score >= GROUNDED && margin >= LIKELY => Certainty::Likely,
        () => Certainty::Possible,
    };
    let fits = |other: &&WeighedCause| {
        let is_case = other.cause.is_case_of(first.cause);
        let near = other.score >= first.score - NEAR || other.named;
        !first.cause.is_case_of(other.cause) && !other.cause.open && (near || is_case)
    };
    let rivals = match certainty {
        Certainty::Certain => Vec::new(),
        _ => all.iter().filter(fits).map(|other| other.cause).take(RIVALS).collect(),
    };
    Some(CauseVerdict { first: first.cause, certainty, rivals })
}
