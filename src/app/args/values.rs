//! Values of options that name something of a lower layer, as clap reads them.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::report::format::Format;

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()).help(self.help()))
    }
}
