//! The scenarios: what the sandbox does, as data.

mod table;
mod traits;

pub(crate) use table::SCENARIOS;
pub(crate) use traits::COMMON;

/// A scenario.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scenario {
    /// The name.
    pub name: &'static str,
    /// What the server does, in one line.
    pub title: &'static str,
    /// What the client is judged on.
    pub judged: &'static str,
    /// What happens, one step after the other; the last one lasts.
    pub steps: &'static [Step],
    /// How data is served where it is.
    pub serve: Serve,
    /// What it does beside what every scenario does, each with where that is known from.
    pub traits: &'static [Trait],
}

/// A step of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What the server does.
    pub act: Act,
    /// How long.
    pub until: Until,
}

/// How long a step lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// To the end.
    End,
    /// So many lifetimes of a forecast from its first request.
    Lifetimes(u32),
    /// So many requests for data.
    Requests(u32),
}

/// What the server does with a request for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// It serves the data.
    Serve,
    /// It refuses the client.
    Block,
    /// It refuses what MET's terms say is refused, and serves the rest.
    Enforce,
    /// It serves a few requests, then refuses all until the client was quiet for a lifetime.
    Throttle,
    /// The version has ended.
    Ended,
    /// It fails with this status.
    Fail(u16),
    /// It resets the connection.
    Reset,
    /// It does not respond.
    Hang,
    /// The body ends too early.
    Cut,
    /// The body is not what Content-Encoding says.
    BadGzip,
    /// A page in HTML comes in place of the data.
    Html,
    /// It redirects to another host.
    Moved,
    /// The place lies outside of what the product covers.
    Outside,
}

/// How data is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Serve {
    /// The status: 200 or 203. With 203 there are no conditional requests.
    pub status: u16,
    /// Whether documents stay as they are, and only get a new Expires.
    pub unchanged: bool,
    /// Whether they have expired when they arrive.
    pub expired: bool,
    /// Whether the server's clock is wrong.
    pub skewed: bool,
    /// Whether what is left open varies by the seed.
    pub varies: bool,
}

impl Serve {
    /// As MET on a good day.
    pub(crate) const PLAIN: Self = Self { status: 200, unchanged: false, expired: false, skewed: false, varies: false };
}

/// From where a behaviour is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// MET's own words, on this page.
    Documented(&'static str),
    /// Captured from the live service, by these.
    Captured(&'static str),
    /// Assumed, for this reason.
    Assumed(&'static str),
}

impl Source {
    /// The mark in lists.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::Documented(_) => "documented",
            Self::Captured(_) => "captured",
            Self::Assumed(_) => "assumed",
        }
    }

    /// The page, or the reason.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Documented(text) | Self::Captured(text) | Self::Assumed(text) => text,
        }
    }
}

/// A behaviour of the server, and from where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trait {
    /// What the server does.
    pub text: &'static str,
    /// From where that is known.
    pub source: Source,
}

/// The scenario of a name.
pub(crate) fn find(name: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.name == name)
}

impl Scenario {
    /// Whether the server sends this status on purpose, so it says nothing of the client.
    pub(crate) fn stages(&self, status: u16) -> bool {
        let acts = self.steps.iter().map(|step| step.act);
        match status {
            203 => self.serve.status == 203,
            404 => acts.into_iter().any(|act| act == Act::Ended),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_are_whole_and_their_last_step_lasts() {
        for scenario in SCENARIOS {
            let name = scenario.name;
            assert_eq!(find(name), Some(scenario), "{name} is there twice");
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{name}");
            assert!(scenario.title.len() <= 70 && !scenario.title.ends_with('.'), "{name}: {}", scenario.title.len());
            assert_eq!(scenario.steps.last().map(|step| step.until), Some(Until::End), "{name}");
            assert!(!scenario.judged.is_empty() && !scenario.traits.is_empty(), "{name}");
        }
    }

    #[test]
    fn every_trait_names_its_source() {
        for one in SCENARIOS.iter().flat_map(|scenario| scenario.traits).chain(COMMON) {
            assert!(!one.text.is_empty() && !one.source.text().is_empty(), "{one:?}");
            if let Source::Documented(page) = one.source {
                assert!(page.starts_with("https://"), "{one:?}");
            }
        }
    }
}
