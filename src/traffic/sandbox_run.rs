//! The run of a sandbox that a client was judged in.

use super::check_result::CheckResult;

/// The run of a sandbox that a client was judged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxRun {
    /// The scenario that was played.
    pub scenario: &'static str,
    /// The number that decided what was left to chance.
    pub seed: u64,
    /// How the command reached the sandbox.
    pub wire: &'static str,
    /// How many requests arrived, of all clients.
    pub requests: u64,
    /// How the command ended; `None` where there was none.
    pub exit_code: Option<i32>,
    /// Every check of each product that the client requested.
    pub products: Vec<ProductChecks>,
}

/// The checks of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductChecks {
    /// The product and its version.
    pub product: String,
    /// Every check.
    pub checks: Vec<CheckResult>,
}
