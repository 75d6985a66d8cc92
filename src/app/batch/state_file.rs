//! The state file of a run: what it says before anything is sent, and what is stored in it afterwards.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use crate::diagnosis::Diagnosis;
use crate::diagnosis::facts::Facts;
use crate::error::UsageError;
use crate::evidence::{Evidence, LastRun, NoReplay};
use crate::http::time::date::Timestamp;
use crate::inquiry::check::Judging;
use crate::inquiry::plan::Plan;
use crate::inquiry::revalidate::ReplayWhen;
use crate::inquiry::state::{SavedState, TargetState, Unreadable};
use crate::text::escape::format_path;
use crate::world::{Store, World};

/// How long a run waits for another one that holds the same file.
const PATIENCE: Duration = Duration::from_secs(60);

/// The state of this run.
pub(crate) struct StateFile {
    state: SavedState,
    store: Box<dyn Store>,
    /// The file's name, escaped.
    name: String,
    changed: bool,
}

/// What is known of a target before it is asked.
pub(crate) enum Recalled {
    /// The verdict of an earlier run that is still valid.
    Stands(Box<Diagnosis>),
    /// It is to be asked, by this plan.
    Ask(Box<Plan>),
}

impl StateFile {
    /// Opens the file for this run alone. One that is damaged is replaced, with a warning.
    ///
    /// # Errors
    /// When the file cannot be read or its folder not written to, or when another run holds it for too long.
    pub(crate) fn open(path: &Path, world: &mut World<'_>) -> Result<Self, UsageError> {
        let name = format_path(path);
        let refused = |error: std::io::Error| match error.kind() {
            ErrorKind::WouldBlock => UsageError::new(format!("--state {name}: in use by another run of metstatus"))
                .help("give each schedule its own file, or run it less often"),
            _ => UsageError::new(format!("--state {name}: {error}")),
        };
        let mut store = (world.store)(path, PATIENCE).map_err(&refused)?;
        let state = match store.read().map_err(&refused)?.map(|bytes| SavedState::parse(&bytes)) {
            None => SavedState::default(),
            Some(Ok(state)) => state,
            Some(Err(Unreadable::OtherVersion(schema))) => {
                return Err(UsageError::new(format!(
                    "--state {name} was written by another version of metstatus ({schema})"
                ))
                .help("use another file, or delete this one if it is no longer needed"));
            }
            Some(Err(Unreadable::Damaged(reason))) => {
                // It may be something else that someone needs.
                store.set_aside().map_err(&refused)?;
                let _ = writeln!(
                    world.stderr,
                    "metstatus: --state {name} is damaged and was reset: {reason}\n  help: every target is requested once without \
                     a condition; the old file was kept as {name}.bad"
                );
                SavedState::default()
            }
        };
        Ok(Self { state, store, name, changed: false })
    }

    /// What an earlier run says of a target: its verdict while that is valid, else a plan with its validators.
    pub(crate) fn recall(&self, mut plan: Plan, now: Timestamp, judging: &Judging) -> Recalled {
        plan.replay = ReplayWhen::NextRun;
        plan.keeps_state = true;
        let request = plan.first_request();
        let Some(last) = self.state.recall(&request) else { return Recalled::Ask(Box::new(plan)) };
        if let (Some(stands_until), Some(answer)) = (last.stands_until(now), last.answer(&request)) {
            let remembered = LastRun { checked_at: last.checked_at(), stands_until };
            let evidence = Evidence {
                exchanges: vec![answer],
                last_run: Some(remembered),
                no_replay: Some(NoReplay::NextRun),
                ..Evidence::default()
            };
            let facts = Facts::new(evidence, now, judging.thresholds);
            let diagnosis =
                Diagnosis::standing(plan.url.to_string(), facts, (last.findings(), last.verdict()), &judging.overrides);
            return Recalled::Stands(Box::new(diagnosis));
        }
        plan.last = Some(Box::new(last.clone()));
        plan.stored = last.document(&request).map(Box::new);
        Recalled::Ask(Box::new(plan))
    }

    /// Takes in what is to be remembered of a target.
    pub(crate) fn take_in(&mut self, target: TargetState) {
        self.state.remember(target);
        self.changed = true;
    }

    /// Writes the file, where there is something new.
    ///
    /// # Errors
    /// When it cannot be written; it is then what it was before.
    pub(crate) fn save(mut self, now: Timestamp) -> Result<(), UsageError> {
        if !self.changed {
            return Ok(());
        }
        self.store.replace(&self.state.render(now)).map_err(|error| {
            UsageError::new(format!("--state {}: it could not be written: {error}", self.name))
                .help("the next run will repeat the requests of this one")
        })
    }
}
