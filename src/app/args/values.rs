//! Values of options that name something of a lower layer, as clap reads them.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::diagnosis::overrides::TimeoutResult;
use crate::report::format::ReportFormat;

impl ValueEnum for ReportFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()).help(self.help()))
    }
}

impl ValueEnum for TimeoutResult {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Ok, Self::Warning, Self::Critical, Self::Unknown]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Ok => PossibleValue::new("ok").help("Nothing wrong"),
            Self::Warning => PossibleValue::new("warning").help("A warning"),
            Self::Critical => PossibleValue::new("critical").help("An error"),
            Self::Unknown => PossibleValue::new("unknown").help("No verdict"),
        })
    }
}
