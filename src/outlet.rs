//! Where a report goes besides standard output: files, which are replaced whole, and devices and pipes, which are
//! written to as they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::disk::{self, Access};
use crate::world::{Output, Placing};

/// Makes sure that a report can be written at `path`, and changes nothing there yet.
///
/// A file that exists, or a new one, is replaced whole; a symbolic link stays, and what it points to is replaced.
/// Whatever else exists (a device, a named pipe), and the streams of this process (`/dev/stdout`), are written to
/// directly, and so is a file that is to be appended to.
///
/// # Errors
/// When the path is a directory or read-only, or its folder is missing or cannot be written to.
pub fn open_output(path: &Path, placing: Placing) -> io::Result<Box<dyn Output>> {
    let streams = ["/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/"];
    let own_stream = streams.iter().any(|stream| path.to_string_lossy().starts_with(stream));
    let real = fs::canonicalize(path).unwrap_or_else(|_| beside_its_folder(path));
    let before = match fs::metadata(path) {
        Ok(before) => Some(before),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if before.as_ref().is_some_and(fs::Metadata::is_dir) || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let special = own_stream || before.as_ref().is_some_and(|before| !before.is_file());
    if before.as_ref().is_some_and(|before| !special && before.permissions().readonly()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    if special || placing == Placing::Append {
        // A pipe would be opened for its reader alone to be awaited, before anything is there to be read.
        if own_stream || before.is_some_and(|before| before.is_file()) {
            append_to(path)?;
        } else if !special {
            try_folder(&real)?;
        }
        return Ok(Box::new(Direct { given: path.to_owned(), real }));
    }
    try_folder(&real)?;
    survive_file_size_limit();
    Ok(Box::new(Replaced { real }))
}

/// The path of a file that is not there yet, without links on the way to it.
fn beside_its_folder(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Makes a file in the folder of a path and removes it.
fn try_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new().prefix(".metstatus.").suffix(".tmp").tempfile_in(folder).map(drop)
}

fn append_to(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

/// The limit of the shell on the size of files (`ulimit -f`) ends a process by a signal, unless that is caught: then
/// writing fails, and the file that was begun can be removed.
#[cfg(unix)]
fn survive_file_size_limit() {
    let caught = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, caught);
}

#[cfg(not(unix))]
fn survive_file_size_limit() {}

/// A file that is replaced whole.
struct Replaced {
    real: PathBuf,
}

impl Output for Replaced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        disk::replace(&self.real, bytes, Access::Ordinary)
    }

    fn path(&self) -> &Path {
        &self.real
    }
}

/// What is written to as it is.
struct Direct {
    given: PathBuf,
    real: PathBuf,
}

impl Output for Direct {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut file = append_to(&self.given)?;
        file.write_all(bytes)?;
        file.flush()
    }

    fn path(&self) -> &Path {
        &self.real
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &Path) -> io::ErrorKind {
        open_output(path, Placing::Replace).err().unwrap().kind()
    }

    #[test]
    fn what_cannot_be_written_is_known_before_anything_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(kind(folder.path()), io::ErrorKind::IsADirectory);
        assert_eq!(kind(&at("new/")), io::ErrorKind::IsADirectory);
        assert_eq!(kind(&at("missing/report")), io::ErrorKind::NotFound);
        fs::write(at("file"), "x").unwrap();
        assert_eq!(kind(&at("file/report")), io::ErrorKind::NotADirectory);
        let mut locked = fs::metadata(at("file")).unwrap().permissions();
        locked.set_readonly(true);
        fs::set_permissions(at("file"), locked).unwrap();
        assert_eq!(kind(&at("file")), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a trial file was left");
    }

    #[test]
    fn opening_changes_nothing_and_writing_replaces_or_appends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        let mut output = open_output(&path, Placing::Replace).unwrap();
        assert!(!path.exists());
        output.write(b"one").unwrap();
        output.write(b"two").unwrap();
        open_output(&path, Placing::Append).unwrap().write(b"+").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two+");
    }

    #[cfg(unix)]
    #[test]
    fn one_file_has_one_path_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("report"), folder.path().join("link"));
        let path_of = |path: &Path| open_output(path, Placing::Replace).unwrap().path().to_owned();
        assert_eq!(path_of(&path), path_of(&folder.path().join(".").join("report")));
        fs::write(&path, "x").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(path_of(&path), path_of(&link));
    }
}
