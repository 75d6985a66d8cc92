//! Serving until a signal comes.

use std::net::SocketAddr;
use std::time::Duration;

use super::plan::Plan;
use super::report::{Played, report};
use crate::app::args::showing::Showing;
use crate::app::console::print_line;
use crate::app::report_sinks::ReportSinks;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::sandbox::authority::Authority;
use crate::sandbox::server::{Listeners, Server};
use crate::text::escape::escape;
use crate::world::World;

/// How often a signal is looked for.
const TICK: Duration = Duration::from_millis(50);

/// Serves until SIGINT or SIGTERM.
pub(super) fn serve(plan: &Plan, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let [scenario] = plan.scenarios.as_slice() else {
        return Err(UsageError::new("without a command only one scenario can be served")
            .help("give one --scenario, or a command after --"));
    };
    let outputs = ReportSinks::open(showing, world)?;
    let https = plan.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 0)));
    let http = SocketAddr::new(https.ip(), 0);
    let listeners = Listeners::bind(http, https).map_err(|error| unbound(https, &error))?;
    world.signals.watch();
    let authority =
        Authority::new(world.clock.now(), (world.random)()).map_err(|error| UsageError::new(error.to_string()))?;
    let folder = tempfile::Builder::new().prefix("metstatus-sandbox-").tempdir().map_err(|error| {
        UsageError::new(format!("no temporary folder for the certificate: {error}")).help("set TMPDIR")
    })?;
    let ca = folder.path().join("ca.pem");
    let failed = |error: std::io::Error| UsageError::new(format!("{}: {error}", ca.display()));
    std::fs::write(&ca, authority.pem()).map_err(failed)?;
    let running = Server::start(listeners, &authority, plan.settings(scenario, world))
        .map_err(|error| UsageError::new(format!("the sandbox could not start: {error}")))?;
    let (https, http) = running.urls();
    print_line(&format!("listening URL={https} CA={} HTTP={http}\n", escape(&ca.to_string_lossy())), world)?;
    let signal = loop {
        if let Some(signal) = world.signals.caught() {
            break signal;
        }
        std::thread::park_timeout(TICK);
    };
    let outcome = running.stop().map_err(|error| UsageError::new(error.to_string()))?;
    let report = report(vec![Played { outcome, wire: "none", exit_code: None }], showing, world)?;
    outputs.finish(&report, showing, world)?;
    Ok(Exit::Signalled(signal))
}

fn unbound(address: SocketAddr, error: &std::io::Error) -> UsageError {
    UsageError::new(format!("cannot listen on {address}: {error}")).help("without --listen a free port is used")
}
