//! Where a report goes in addition to standard output: files, which are replaced whole, and devices and pipes, which
//! are written to as they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::store::{self, Access};
use crate::world::{FileId, Placing, ReportFile};

/// Makes sure that a report can be written at `path`, and changes nothing there yet.
///
/// A file that exists, or a new one, is replaced whole; a symbolic link stays, and what it points to is replaced. One
/// that is a mount of its own is filled where it is, since it cannot be replaced.
/// Whatever else exists (a device, a named pipe), and the streams of this process (`/dev/stdout`), are written to
/// directly, and so is a file that is to be appended to.
///
/// # Errors
/// When the path is a directory or read-only, or its folder is missing or cannot be written to.
pub fn open_report_file(path: &Path, placing: Placing) -> io::Result<Box<dyn ReportFile>> {
    let streams = ["/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/"];
    let own_stream = streams.iter().any(|stream| path.to_string_lossy().starts_with(stream));
    let real = store::without_links(path);
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
    let identity = before.as_ref().and_then(number).unwrap_or_else(|| FileId::Path(real.clone()));
    if special || placing == Placing::Append {
        // A pipe would be opened for its reader alone to be awaited, before anything is there to be read.
        let is_pipe = before.as_ref().is_some_and(is_pipe);
        if (own_stream && !is_pipe) || before.is_some_and(|before| before.is_file()) {
            append_to(path)?;
        } else if !special {
            try_folder(&real)?;
        }
        return Ok(Box::new(Written { path: path.to_owned(), identity, open: None, is_emptied: false }));
    }
    survive_file_size_limit();
    if store::is_mount(&real) {
        append_to(&real)?;
        return Ok(Box::new(Written { path: real, identity, open: None, is_emptied: true }));
    }
    try_folder(&real)?;
    Ok(Box::new(Replaced { real, identity, parts: None }))
}

/// The identity of a file or pipe. What is written to a terminal or to `/dev/null` is nowhere, and harms nothing there.
#[cfg(unix)]
fn number(what: &fs::Metadata) -> Option<FileId> {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
    let kind = what.file_type();
    (kind.is_file() || kind.is_fifo() || kind.is_socket()).then(|| FileId::Number(what.dev(), what.ino()))
}

#[cfg(unix)]
fn is_pipe(what: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&what.file_type())
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> Option<FileId> {
    None
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

/// Makes a file in the folder of a path and removes it.
fn try_folder(path: &Path) -> io::Result<()> {
    tempfile::Builder::new().prefix(".metstatus.").suffix(".tmp").tempfile_in(store::folder(path)).map(drop)
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
    identity: FileId,
    /// A file without a name, which is gone whatever becomes of this process, for a report that comes in parts.
    parts: Option<File>,
}

impl ReportFile for Replaced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        store::replace(&self.real, bytes, Access::Ordinary)
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        let parts = match &mut self.parts {
            Some(parts) => parts,
            none => none.insert(tempfile::tempfile_in(store::folder(&self.real))?),
        };
        parts.write_all(bytes)
    }

    fn finish(&mut self) -> io::Result<()> {
        match self.parts.take() {
            Some(mut parts) => {
                parts.rewind()?;
                store::replace(&self.real, parts, Access::Ordinary)
            }
            None => self.write(b""),
        }
    }

    fn identity(&self) -> FileId {
        self.identity.clone()
    }
}

/// What is written to as it is: appended to, or emptied first where it is a file that cannot be replaced.
struct Written {
    path: PathBuf,
    identity: FileId,
    open: Option<File>,
    is_emptied: bool,
}

impl Written {
    fn file(&mut self) -> io::Result<&mut File> {
        match &mut self.open {
            Some(open) => Ok(open),
            none if self.is_emptied => Ok(none.insert(store::emptied(&self.path)?)),
            none => Ok(none.insert(append_to(&self.path)?)),
        }
    }
}

impl ReportFile for Written {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file()?.write_all(bytes)
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.is_emptied {
            // A report without parts is empty too.
            self.file()?.sync_all()?;
        }
        self.open = None;
        Ok(())
    }

    fn identity(&self) -> FileId {
        self.identity.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &Path) -> io::ErrorKind {
        open_report_file(path, Placing::Replace).err().unwrap().kind()
    }

    #[test]
    fn unwritable_file_is_known_before_anything_is_written() {
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
        let mut output = open_report_file(&path, Placing::Replace).unwrap();
        assert!(!path.exists());
        output.write(b"one").unwrap();
        output.write(b"two").unwrap();
        open_report_file(&path, Placing::Append).unwrap().write(b"+").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two+");
    }

    #[test]
    fn report_in_parts_takes_its_place_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        fs::write(&path, "old").unwrap();
        let mut output = open_report_file(&path, Placing::Replace).unwrap();
        for part in [&b"one "[..], b"two"] {
            output.add(part).unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"old");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something is left if this process ends now");
        }
        output.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one two");
        open_report_file(&path, Placing::Replace).unwrap().finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"", "a report without parts is empty");
    }

    #[cfg(unix)]
    #[test]
    fn one_file_has_one_identity_whatever_it_is_called() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let same = |one: &Path, two: &Path| {
            let [one, two] = [one, two].map(|path| open_report_file(path, Placing::Replace).unwrap().identity());
            one == two
        };
        symlink("report", at("link")).unwrap();
        symlink("link", at("link to it")).unwrap();
        let names = [at("report"), at("./report"), at("link"), at("link to it")];
        for there in [false, true] {
            if there {
                fs::write(at("report"), "x").unwrap();
            }
            for name in &names {
                assert!(same(&at("report"), name), "{name:?} {there}");
            }
            assert!(!same(&at("report"), &at("other")));
        }
    }

    #[cfg(unix)]
    #[test]
    fn link_to_a_file_not_there_yet_stays_a_link() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("report", at("link")).unwrap();
        open_report_file(&at("link"), Placing::Replace).unwrap().write(b"one").unwrap();
        assert_eq!(fs::read(at("report")).unwrap(), b"one");
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        // A circle leads nowhere.
        symlink("round", at("round")).unwrap();
        assert!(open_report_file(&at("round"), Placing::Replace).is_err());
    }
}
