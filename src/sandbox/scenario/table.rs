//! The table of scenarios.

use super::Scenario;

/// Every scenario, in the order of lists.
pub(crate) static SCENARIOS: &[Scenario] =
    &[Scenario { name: "healthy", title: "Answers every valid request as MET does on a good day, and only judges" }];
