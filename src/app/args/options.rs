//! Options that set how evidence is judged.

use super::showing::Showing;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::thresholds::Thresholds;
use crate::error::UsageError;
use crate::text::escape::{clip, escape};
use crate::text::suggest;
pub(crate) fn thresholds(showing: &Showing) -> Thresholds {
    Thresholds {
        warning: showing.eol_warning,
        critical: showing.eol_critical,
        time_warning: showing.warning,
        time_critical: showing.critical,
    }
}

/// The severities that the user sets.
pub(crate) fn overrides(showing: &Showing) -> Result<Overrides, UsageError> {
    let mut overrides = Overrides::default();
    overrides.timeout = showing.timeout_result;
    for set in &showing.of_files {
        overrides.set_by(set.rule, set.severity, set.project.clone());
    }
    for (ids, severity) in
        [(&showing.allow, Severity::Info), (&showing.warn, Severity::Warning), (&showing.deny, Severity::Error)]
    {
        for id in ids {
            overrides.set(rule_named(id)?, severity);
        }
    }
    Ok(overrides)
}

pub(crate) fn rule_named(id: &str) -> Result<&'static Rule, UsageError> {
    rules::find(id).ok_or_else(|| {
        let help = match suggest::nearest(rules::all().map(|rule| rule.id), id) {
            Some(near) => format!("did you mean {near}? metstatus rules lists all of them"),
            None => "metstatus rules lists all".to_owned(),
        };
        UsageError::new(format!("\"{}\" is not a rule", clip(&escape(id), 40))).help(help)
    })
}
