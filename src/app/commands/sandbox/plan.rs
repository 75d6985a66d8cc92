//! What is to be played, from the options.

use std::net::SocketAddr;

use crate::app::args::sandbox::{Lifetime, Sandbox, Wire};
use crate::error::UsageError;
use crate::sandbox::scenario::{SCENARIOS, Scenario, find};
use crate::sandbox::settings::Settings;
use crate::text::escape::{clip, escape};
use crate::text::suggest;
use crate::world::World;

/// What is to be played.
#[derive(Debug)]
pub(super) struct Plan {
    /// The scenarios, in the order in which they are played; never empty.
    pub(super) scenarios: Vec<&'static Scenario>,
    /// What decides what is left to chance.
    pub(super) seed: u64,
    lifetime: Lifetime,
    /// How the command is to reach the sandbox.
    pub(super) wire: Wire,
    /// The address for HTTPS, where one is asked for.
    pub(super) listen: Option<SocketAddr>,
}

impl Plan {
    /// Reads the options.
    ///
    /// # Errors
    /// When a scenario is not known, or the address cannot be used.
    pub(super) fn new(options: &Sandbox, world: &World<'_>) -> Result<Self, UsageError> {
        let healthy = ["healthy".to_owned()];
        let names = if options.scenario.is_empty() { &healthy[..] } else { &options.scenario };
        // A seed is to be typed again: no more digits than fit a double, which JSON readers may take it for.
        let seed = options.seed.unwrap_or_else(|| (world.random)() >> 32);
        Ok(Self {
            scenarios: names.iter().map(|name| scenario(name)).collect::<Result<_, _>>()?,
            seed,
            lifetime: options.lifetime,
            wire: options.wire,
            listen: options.listen.as_deref().map(address).transpose()?,
        })
    }

    /// How a server plays one of the scenarios, from now on.
    pub(super) fn settings(&self, scenario: &'static Scenario, world: &World<'_>) -> Settings {
        let lifetime = match self.lifetime {
            Lifetime::Real => None,
            Lifetime::Compressed(time) => Some(time),
        };
        Settings { scenario, seed: self.seed, lifetime, now_ms: world.clock.now_ms() }
    }
}

/// The scenario of a name.
pub(super) fn scenario(name: &str) -> Result<&'static Scenario, UsageError> {
    find(name).ok_or_else(|| {
        let shown = clip(&escape(name), 40);
        let nearest = suggest::nearest(SCENARIOS.iter().map(|known| known.name), name);
        let help = nearest.map(|known| format!("did you mean {known}? ")).unwrap_or_default();
        UsageError::new(format!("unknown scenario \"{shown}\""))
            .help(format!("{help}metstatus sandbox --list-scenarios lists all"))
    })
}

/// The address to listen on.
fn address(text: &str) -> Result<SocketAddr, UsageError> {
    let wrong = |why: &str| {
        let shown = clip(&escape(text), 60);
        UsageError::new(format!("--listen \"{shown}\": {why}")).help("write 127.0.0.1:8443 or [::1]:8443")
    };
    let address: SocketAddr = text.parse().map_err(|_| wrong("it is not an address with a port"))?;
    if !address.ip().is_loopback() {
        return Err(wrong("the sandbox listens on loopback addresses only"));
    }
    Ok(address)
}
