//! Where files of settings are, and what is learned.

use std::path::{Path, PathBuf};

use crate::world::World;

/// The name of a project's file.
pub(crate) const PROJECT_FILE: &str = "metstatus.toml";

/// The largest file of settings that is read, in bytes.
pub const MAX_CONFIG: u64 = 64 * 1024;

/// The variable that names another file in place of the user's own.
pub(crate) const VARIABLE: &str = "METSTATUS_CONFIG";

/// A variable that is set and not empty, as a path.
pub(crate) fn variable(name: &str, world: &World<'_>) -> Option<PathBuf> {
    (world.env)(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// A base folder by the XDG specification, in which a relative path is invalid, or the one in the user's home.
/// <https://specifications.freedesktop.org/basedir-spec/latest/>
fn base(variable_name: &str, in_home: &str, world: &World<'_>) -> Option<PathBuf> {
    let set = variable(variable_name, world).filter(|path| path.is_absolute());
    set.or_else(|| Some(home(world)?.join(in_home)))
}

fn home(world: &World<'_>) -> Option<PathBuf> {
    variable("HOME", world).filter(|path| path.is_absolute())
}

/// The user's file.
pub(crate) fn user_file(world: &World<'_>) -> Option<PathBuf> {
    Some(base("XDG_CONFIG_HOME", ".config", world)?.join("metstatus/config.toml"))
}

/// The folder of what was learned.
pub(crate) fn cache_folder(world: &World<'_>) -> Option<PathBuf> {
    variable("METSTATUS_CACHE", world).or_else(|| Some(base("XDG_CACHE_HOME", ".cache", world)?.join("metstatus")))
}

/// The project's file: in the working folder or the nearest one above that has one, up to the root of the repository or
/// the user's home. Outside of both the working folder alone counts, since whatever is above it is not the user's.
pub(crate) fn project_file(world: &World<'_>) -> Option<PathBuf> {
    let folder = (world.folder)()?;
    let home = home(world);
    let is_root = |folder: &Path| (world.is_there)(&folder.join(".git"));
    let top = folder.ancestors().find(|above| home.as_deref() == Some(*above) || is_root(above)).unwrap_or(&folder);
    let up_to_top = folder.ancestors().take_while(|above| above.starts_with(top));
    up_to_top.map(|above| above.join(PROJECT_FILE)).find(|file| (world.is_there)(file))
}
