//! What was learned of the products, kept in the user's folder between runs.

use std::path::PathBuf;

use super::args::showing::Showing;
use super::config::places;
use crate::met::knowledge::{self, FileError, Knowledge, MAX_KNOWLEDGE};
use crate::met::products::{self, Guard};
use crate::text::escape::{clip, escape};
use crate::world::{Distrust, Trust, World};

/// The name of the file.
const NAME: &str = "knowledge.json";

/// The file, where the user has a folder for it.
pub(crate) fn file(world: &World<'_>) -> Option<PathBuf> {
    Some(places::cache_folder(world)?.join(NAME))
}

/// Its name, safe to show.
pub(crate) fn shown(file: &std::path::Path) -> String {
    clip(&escape(&file.to_string_lossy()), 120)
}

/// Why a file cannot be used.
pub(crate) enum Unusable {
    /// It cannot be trusted, and is left as it is.
    Distrusted(Distrust),
    /// What is in it.
    Content(FileError),
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Distrusted(why) => why.fmt(f),
            Self::Content(why) => why.fmt(f),
        }
    }
}

/// Reads the file: `None` where there is none.
///
/// # Errors
/// When it cannot be used.
pub(crate) fn read(file: &std::path::Path, world: &World<'_>) -> Result<Option<Knowledge>, Unusable> {
    // A link in the place of a file that only this program writes was not made by it.
    let bytes = (world.trusted)(file, Trust { limit: MAX_KNOWLEDGE, links: false }).map_err(Unusable::Distrusted)?;
    bytes.map(|bytes| knowledge::read(&bytes).map_err(Unusable::Content)).transpose()
}

/// Puts what was learned in force for the run. A file that cannot be used is named, and the table holds alone.
pub(crate) fn put_in_force(showing: &Showing, world: &mut World<'_>) -> Option<Guard> {
    let file = file(world)?;
    match read(&file, world) {
        Ok(knowledge) => in_force(&knowledge?),
        Err(why) => {
            if !showing.quiet {
                // A closed standard error takes nothing from the report.
                let _ = writeln!(world.stderr, "metstatus: {} is ignored: {why}", shown(&file));
            }
            None
        }
    }
}

/// Puts knowledge in force, where the feed was read.
pub(crate) fn in_force(knowledge: &Knowledge) -> Option<Guard> {
    let learned_at = knowledge.learned_at?;
    Some(products::put_in_force(knowledge::rows(knowledge), learned_at))
}
