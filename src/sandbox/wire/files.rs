//! The files that the variables name: certificates in the forms that clients read. None of them is secret; the key of the
//! authority is in none.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

use super::trust::Trust;
use super::variables::{
    BUNDLE, Environment, JAVA_STORE, NODE_PRELOAD, PHP_FILE, PHP_FOLDER, PYTHON_FILE, PYTHON_FOLDER, WGETRC,
    php_settings, wget_settings,
};

/// Makes a folder that its owner alone can read, and that is removed when it is dropped.
///
/// # Errors
/// When the folder for temporary files cannot be written to.
pub(super) fn folder() -> io::Result<TempDir> {
    tempfile::Builder::new().prefix("metstatus-sandbox.").tempdir()
}

/// Writes the files into a folder.
///
/// # Errors
/// When one cannot be written.
pub(super) fn write(folder: &Path, authority: &str, environment: Environment<'_>) -> io::Result<()> {
    let trust = Trust::with_platform(authority);
    fs::write(folder.join(BUNDLE), trust.pem())?;
    fs::write(folder.join(JAVA_STORE), trust.java_store())?;
    fs::create_dir(folder.join(PHP_FOLDER))?;
    fs::write(folder.join(PHP_FOLDER).join(PHP_FILE), php_settings(folder))?;
    fs::create_dir(folder.join(PYTHON_FOLDER))?;
    fs::write(folder.join(PYTHON_FOLDER).join(PYTHON_FILE), include_str!("sitecustomize.py"))?;
    fs::write(folder.join(NODE_PRELOAD), include_str!("node_preload.cjs"))?;
    // wget reads one file of the user alone: theirs, or the one that the variable names.
    let own = environment("WGETRC").map(Into::into).or_else(|| Some(Path::new(&environment("HOME")?).join(".wgetrc")));
    let before = own.and_then(|own| fs::read_to_string(own).ok()).unwrap_or_default();
    fs::write(folder.join(WGETRC), wget_settings(folder, &before))
}
