//! Everything that bears on the cause of a refusal, as closed sets.
//!
//! What is not shown has a value of its own, so nothing is accused on it. That the sets are closed lets a test enumerate
//! every combination.

use super::words::Says;
use crate::diagnosis::catalogue::lints::{
    COORDINATE_PRECISION, COORDINATE_RANGE, COORDINATES_EXCHANGED, ESCAPED_AMPERSAND, MISSING_ENDPOINT,
    MISSING_PARAMETER, NUMBER_FORMAT, RENAMED_PARAMETER, SEMICOLON_SEPARATOR, UNENCODED_PLUS, VERSION_PLACEHOLDER,
};
use crate::diagnosis::rule::Rule;
use crate::met::error_class::{ERROR_CLASSES, ErrorClass};

/// The signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CauseSignals {
    /// The status code.
    pub status: u16,
    /// Whether the status answers what was asked.
    pub fit: Fit,
    /// What is known of the host.
    pub host: HostKind,
    /// Who wrote the response.
    pub responder: Responder,
    /// The X-ErrorClass, where it is a known one.
    pub class: Option<Class>,
    /// What the words of the body say.
    pub says: Option<Says>,
    /// What is wrong with the URL by itself.
    pub lints: Lints,
    /// How well the request says who sent it.
    pub agent: UserAgentQuality,
    /// What the path names.
    pub path: Path,
    /// The method.
    pub method: RequestMethod,
    /// Whether the response speaks of a rate: Retry-After.
    pub rate: bool,
    /// What the control requests brought.
    pub tried: Tried,
}

/// Whether the status answers what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It does, as far as is shown.
    Fits,
    /// It answers a condition or a range that the request did not have, or it is none of HTTP's final statuses.
    NotAsked,
}

/// What is known of the host that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostKind {
    /// The Weather API.
    Met,
    /// The observations API.
    Frost,
    /// A host that was switched off.
    Retired,
    /// A host of MET's or Yr's that does not hold the data.
    Wrong,
    /// Any other.
    Other,
}

/// Who wrote the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Responder {
    /// Nothing shows it.
    NotShown,
    /// The service itself, by fields that only it sends.
    Service,
    /// Possibly something on the way: the marks are those of a program that MET does not use.
    Doubtful,
    /// A proxy, a firewall or another intermediary, by its own marks.
    Intermediary,
}

/// How well a request says who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserAgentQuality {
    /// The request, or its User-Agent, is not shown.
    NotShown,
    /// An application with a way to reach its makers.
    Named,
    /// An application, and no way to reach its makers.
    Nameless,
    /// None was sent.
    Missing,
    /// A library or tool alone.
    Generic,
    /// A browser's.
    Browser,
    /// A contact out of an example.
    Placeholder,
    /// A page in a browser that says which site it is from.
    Site,
}

impl UserAgentQuality {
    /// Whether it says too little of its sender, or nothing.
    pub(crate) fn is_at_fault(self) -> bool {
        matches!(self, Self::Missing | Self::Generic | Self::Browser | Self::Placeholder)
    }
}

/// What the path of the URL names, by the table of products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// The URL is not shown.
    NotShown,
    /// A page that is not below a version of a product.
    NoProduct,
    /// A product that is not in the table.
    UnknownProduct,
    /// A known product, in a version that is not in the table.
    UnknownVersion,
    /// A version that has ended, by the table or by the changelog.
    Ended,
    /// A version that answers, as far as is known.
    Known,
}

/// The method of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestMethod {
    /// The request is not shown.
    NotShown,
    /// GET or HEAD.
    Get,
    /// Any other.
    Other,
}

/// A fault of the URL that can be the cause of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `;` between parameters.
    Semicolon,
    /// More than four decimals.
    Precision,
    /// A coordinate outside the globe.
    Range,
    /// A number in a form that MET does not read.
    NumberFormat,
    /// A parameter that has another name in this version.
    Renamed,
    /// A parameter without which the product cannot answer.
    MissingParameter,
    /// No endpoint after the version.
    MissingEndpoint,
    /// `_` in place of the version.
    PlaceholderVersion,
    /// Coordinates that lie within the area of the product when exchanged, and outside of it as they are.
    Exchanged,
    /// `&amp;` between parameters.
    Ampersand,
    /// A `+` that is meant as one.
    Plus,
}

impl Fault {
    /// Every fault.
    pub(crate) const ALL: [Self; 11] = [
        Self::Semicolon,
        Self::Precision,
        Self::Range,
        Self::NumberFormat,
        Self::Renamed,
        Self::MissingParameter,
        Self::MissingEndpoint,
        Self::PlaceholderVersion,
        Self::Exchanged,
        Self::Ampersand,
        Self::Plus,
    ];

    /// The fault that a rule reports.
    pub(crate) fn of(rule: &Rule) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.rule() == rule)
    }

    /// What reports the fault.
    pub(crate) fn rule(self) -> &'static Rule {
        match self {
            Self::Semicolon => &SEMICOLON_SEPARATOR,
            Self::Precision => &COORDINATE_PRECISION,
            Self::Range => &COORDINATE_RANGE,
            Self::NumberFormat => &NUMBER_FORMAT,
            Self::Renamed => &RENAMED_PARAMETER,
            Self::MissingParameter => &MISSING_PARAMETER,
            Self::MissingEndpoint => &MISSING_ENDPOINT,
            Self::PlaceholderVersion => &VERSION_PLACEHOLDER,
            Self::Exchanged => &COORDINATES_EXCHANGED,
            Self::Ampersand => &ESCAPED_AMPERSAND,
            Self::Plus => &UNENCODED_PLUS,
        }
    }
}

/// A set of faults of a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lints(u16);

impl Lints {
    /// The same with one more.
    #[must_use]
    pub(crate) fn with(self, fault: Fault) -> Self {
        Self(self.0 | 1 << fault as u16)
    }

    /// Whether a fault is among them.
    pub(crate) fn has(self, fault: Fault) -> bool {
        self.0 & 1 << fault as u16 != 0
    }
}

impl FromIterator<Fault> for Lints {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        faults.into_iter().fold(Self::default(), Self::with)
    }
}

/// What one control request brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ControlOutcome {
    /// It was not sent, or what came says nothing: a status of another kind, or no response.
    #[default]
    None,
    /// A success.
    Answered,
    /// The same refusal.
    Refused,
}

/// What the control requests brought, by what they changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tried {
    /// The User-Agent alone.
    pub identity: ControlOutcome,
    /// The coordinates alone.
    pub coordinates: ControlOutcome,
    /// Both.
    pub both: ControlOutcome,
}

impl Tried {
    /// Whether a control was answered.
    pub(crate) fn is_answered(self) -> bool {
        [self.identity, self.coordinates, self.both].contains(&ControlOutcome::Answered)
    }
}

macro_rules! classes {
    ($($class:ident),*) => {
        /// A value of X-ErrorClass that is known.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the table of error classes says what each one means")]
        pub(crate) enum Class { $($class),* }

        impl Class {
            /// Every class, in the order of the table.
            pub(crate) const ALL: [Self; ERROR_CLASSES_KNOWN] = [$(Self::$class),*];
            const NAMES: [&'static str; ERROR_CLASSES_KNOWN] = [$(stringify!($class)),*];
        }
    };
}

const ERROR_CLASSES_KNOWN: usize = 16;

classes!(
    Doesnotapply,
    Encoding,
    Format,
    Parameter,
    Validation,
    Accesscontrol,
    Permissiondenied,
    IllegalUserAgent,
    Nodata,
    Outsidetimerange,
    Outsidegeographicarea,
    Ratelimitation,
    Internal,
    ErrorFromBackend,
    Unexpectedmissingdata,
    ServiceUnavailable
);

impl Class {
    /// The class of this name, as the table of classes spells it.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().zip(Self::NAMES).find(|(_, known)| *known == name).map(|(class, _)| class)
    }

    /// What is known of the class.
    pub(crate) fn entry(self) -> &'static ErrorClass {
        // A test holds that every class has its row at its own place.
        &ERROR_CLASSES[self as usize]
    }

    /// Whether the class comes with a status, as far as is known.
    pub(crate) fn comes_with(self, status: u16) -> bool {
        self.entry().statuses.contains(&status)
    }
}

impl CauseSignals {
    /// A status of which nothing else is shown.
    #[cfg(test)]
    pub(crate) fn bare(status: u16, host: HostKind) -> Self {
        Self {
            status,
            fit: if (100..600).contains(&status) { Fit::Fits } else { Fit::NotAsked },
            host,
            responder: Responder::NotShown,
            class: None,
            says: None,
            lints: Lints::default(),
            agent: UserAgentQuality::NotShown,
            path: Path::NotShown,
            method: RequestMethod::NotShown,
            rate: false,
            tried: Tried::default(),
        }
    }

    /// Whether it is a success or a redirect that answers what was asked, and so has no cause to look for.
    pub(crate) fn is_success(self) -> bool {
        self.fit == Fit::Fits && self.status < 400
    }

    /// Whether the class is one that does not come with this status.
    pub(crate) fn class_contradicts(self) -> bool {
        self.class.is_some_and(|class| !class.comes_with(self.status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_known_by_its_row() {
        assert_eq!(ERROR_CLASSES.len(), Class::ALL.len());
        for (class, row) in Class::ALL.into_iter().zip(ERROR_CLASSES) {
            assert_eq!((Class::named(row.name), class.entry().name), (Some(class), row.name));
        }
    }
}
