//! Which control request says most about a refusal.
//!
//! A control that leaves a doubt as it is says nothing when it is refused as well: so the first one changes everything
//! that is in doubt, and the second takes apart what the first left together.

use crate::diagnosis::cause::hypotheses::Hypothesis;
use crate::diagnosis::cause::signals::{CauseSignals, Class, ControlOutcome, HostKind, UserAgentQuality};
use crate::diagnosis::cause::weigh::ranking;
use crate::evidence::ControlVariant;

/// By how much less than the most likely cause another one may score and still be in doubt.
const DOUBTFUL: i32 = 20;

/// What can be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means {
    /// Whether there is an identity other than the one that was sent.
    pub identity: bool,
    /// Whether the coordinates can be given with fewer decimals.
    pub coordinates: bool,
    /// Whether the client's own User-Agent may be sent again: a browser's and a placeholder may not.
    pub own_agent: bool,
}

/// The control request to send next; none where none would change what fits best.
pub(crate) fn next_control(signals: &CauseSignals, means: Means) -> Option<ControlVariant> {
    let tried = signals.tried;
    let about_rate = signals.rate || signals.class == Some(Class::Ratelimitation);
    let is_worth_it = match signals.status {
        403 => true,
        // A 429 that speaks of the rate is what it says.
        429 => !about_rate,
        _ => false,
    };
    // What is not shown cannot be changed.
    if !is_worth_it || signals.host != HostKind::Met || signals.agent == UserAgentQuality::NotShown {
        return None;
    }
    let all = ranking(signals);
    let best = all.iter().map(|weighed| weighed.score).max()?;
    let doubts = |cause: &'static Hypothesis, change: ControlVariant| cause.control == Some(change);
    let in_doubt = |change: ControlVariant| {
        all.iter().any(|weighed| doubts(weighed.cause, change) && weighed.score >= best - DOUBTFUL)
    };
    let identity = means.identity && in_doubt(ControlVariant::Identity);
    let coordinates = means.coordinates && in_doubt(ControlVariant::Coordinates);
    let untried = |outcome: ControlOutcome| outcome == ControlOutcome::None;
    match () {
        () if tried.both == ControlOutcome::Answered => {
            let apart = untried(tried.coordinates) && untried(tried.identity);
            (coordinates && means.own_agent && apart).then_some(ControlVariant::Coordinates)
        }
        () if tried.is_answered() || tried.both == ControlOutcome::Refused => None,
        () if coordinates && means.identity && (identity || tried.identity == ControlOutcome::Refused) => {
            Some(ControlVariant::IdentityAndCoordinates)
        }
        () if identity && untried(tried.identity) => Some(ControlVariant::Identity),
        () if coordinates && means.own_agent && untried(tried.coordinates) => Some(ControlVariant::Coordinates),
        () => None,
    }
}
