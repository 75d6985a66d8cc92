//! Files that are replaced whole or not at all, and that one run at a time may use.

pub(crate) mod report_file;
pub(crate) mod trusted;

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::text::size::format_size;
use crate::world::Store;

/// Who may read a file that is newly made. One that is replaced keeps its permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Its owner alone.
    Private,
    /// Everyone whom the umask allows.
    Ordinary,
}

/// Links on the way to a file at most, as Linux has it.
const MAX_LINKS: usize = 40;

/// The path of a file without links, also where it is not there yet.
pub(crate) fn without_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return real;
        }
        let Ok(target) = fs::read_link(&path) else { break };
        path = folder(&path).join(target);
    }
    match (fs::canonicalize(folder(&path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// Replaces a file whole: the content goes to a new file in the same folder, to the disk, and then takes its name.
/// A symbolic link stays, and what it points to is replaced. Its permissions stay, and its owner where that can be. A
/// file that is a mount of its own is filled where it is.
///
/// # Errors
/// When any of that fails; the file is then what it was before, unless it is a mount.
pub(crate) fn replace(path: &Path, mut content: impl io::Read, access: Access) -> io::Result<()> {
    let path = without_links(path);
    let before = fs::metadata(&path).ok();
    if let Some(before) = &before {
        check_kind(before)?;
    }
    if is_mount(&path) {
        let mut file = emptied(&path)?;
        io::copy(&mut content, &mut file)?;
        return file.sync_all();
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut builder = tempfile::Builder::new();
    // A program that collects files by their suffix must not find this one.
    let prefix = format!(".{name}.");
    builder.prefix(&prefix).suffix(".tmp");
    let mode = wanted(before.as_ref(), access);
    if let Some(mode) = mode.clone() {
        builder.permissions(mode);
    }
    let mut file = builder.tempfile_in(folder(&path))?;
    io::copy(&mut content, file.as_file_mut())?;
    if let (Some(before), Some(mode)) = (before, mode) {
        keep_owner(file.as_file(), &before);
        // The umask was taken off when the file was made, and is none of a file's that is replaced.
        file.as_file().set_permissions(mode)?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Gives a file the owner and the group of another, as far as this process may: what root replaces is still to be read
/// by whom it belongs to.
#[cfg(unix)]
fn keep_owner(file: &File, before: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = file.metadata().is_ok_and(|now| (now.uid(), now.gid()) == (before.uid(), before.gid()));
    if !same {
        let _ =
            fchown(file, Some(before.uid()), Some(before.gid())).or_else(|_| fchown(file, None, Some(before.gid())));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

/// Opens a file that nothing can take the place of, and empties it.
pub(crate) fn emptied(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).truncate(true).open(path)
}

/// Whether a path, free of links, is a mount of its own. Containers get single files that way (a volume that is one
/// file, the termination message of Kubernetes), often in a folder that they cannot write to; the system refuses to put
/// another file in the place of such a one. The table of mounts shows it on every kernel; `statx` does from Linux 5.8 on.
#[cfg(target_os = "linux")]
pub(crate) fn is_mount(path: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt as _;
    fs::read("/proc/self/mountinfo").is_ok_and(|table| lists_mount(&table, path.as_os_str().as_bytes()))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn is_mount(_: &Path) -> bool {
    false
}

/// Whether a table of mounts, in the form of `/proc/self/mountinfo`, has one at this path, its fifth field.
#[cfg(target_os = "linux")]
fn lists_mount(table: &[u8], path: &[u8]) -> bool {
    // The kernel writes as octal numbers what would end a field or a line.
    let mut field = Vec::with_capacity(path.len());
    for byte in path {
        match byte {
            b' ' | b'\t' | b'\n' | b'\\' => field.extend(format!("\\{byte:03o}").into_bytes()),
            byte => field.push(*byte),
        }
    }
    let at = |line: &[u8]| line.split(|byte| *byte == b' ').nth(4) == Some(field.as_slice());
    table.split(|byte| *byte == b'\n').any(at)
}

/// Only a file can be replaced: a device of that name would be gone for every program on the machine.
fn check_kind(before: &fs::Metadata) -> io::Result<()> {
    if before.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !before.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    Ok(())
}

/// The permissions of the new file; `None` leaves those of a temporary file, which its owner alone can read.
#[cfg(unix)]
fn wanted(before: Option<&fs::Metadata>, access: Access) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    match (before, access) {
        (Some(before), _) => Some(Permissions::from_mode(before.permissions().mode() & 0o777)),
        (None, Access::Ordinary) => Some(Permissions::from_mode(0o666)),
        (None, Access::Private) => None,
    }
}

#[cfg(not(unix))]
fn wanted(_: Option<&fs::Metadata>, _: Access) -> Option<Permissions> {
    None
}

/// The folder that a path is in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Bytes of a stored file to read at most: some ten thousand targets.
pub const MAX_STATE: u64 = 64 * 1024 * 1024;

/// Opens a file for this run alone, and waits at most so long for another run to end.
///
/// The lock is on a second file beside it, `FILE.lock`, since the file itself is replaced. That one stays.
///
/// # Errors
/// When the folder cannot be written to, the path is a directory, or another run holds the lock for too long
/// ([`io::ErrorKind::WouldBlock`]).
pub fn open_store(path: &Path, patience: Duration) -> io::Result<Box<dyn Store>> {
    let path = without_links(path);
    if let Ok(before) = fs::metadata(&path) {
        check_kind(&before)?;
    }
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(".lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path.with_file_name(name))?;
    let start = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Box::new(LockedFile { path, _lock: lock })),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            Err(TryLockError::WouldBlock) => pause(),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "waiting for another process needs real time")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}

struct LockedFile {
    path: PathBuf,
    /// Held until the end.
    _lock: File,
}

impl Store for LockedFile {
    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.take(MAX_STATE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_STATE {
            // Nothing that this program wrote, and nothing to be overwritten.
            return Err(io::Error::other(format!("it is larger than {}, the limit", format_size(MAX_STATE))));
        }
        Ok(Some(bytes))
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        replace(&self.path, bytes, Access::Private)
    }

    fn set_aside(&mut self) -> io::Result<()> {
        let mut name = self.path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
        name.push(".bad");
        let aside = self.path.with_file_name(name);
        if is_mount(&self.path) { fs::copy(&self.path, aside).map(drop) } else { fs::rename(&self.path, aside) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        for text in ["one", "two"] {
            replace(&path, text.as_bytes(), Access::Ordinary).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert_eq!(names(folder.path()), ["report"]);
        }
        let directory = folder.path().join("directory");
        fs::create_dir(&directory).unwrap();
        assert_eq!(
            replace(&directory, "x".as_bytes(), Access::Ordinary).unwrap_err().kind(),
            io::ErrorKind::IsADirectory
        );
        let nowhere = folder.path().join("missing").join("report");
        assert!(replace(&nowhere, "x".as_bytes(), Access::Ordinary).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn replaced_file_keeps_its_permissions_and_its_links() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("report"), folder.path().join("link"));
        replace(&path, "one".as_bytes(), Access::Private).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        replace(&link, "two".as_bytes(), Access::Ordinary).unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("two", 0o640));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn device_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        // Through a link in a folder of the test's own; nothing can be lost where the check fails.
        assert_eq!(check_kind(&fs::metadata(&link).unwrap()).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn mounts_are_found_whatever_their_name() {
        let table = b"22 28 0:20 / /proc rw,relatime shared:12 - proc proc rw\n\
            63 43 254:0 /host /srv/a\\040b\\134c\\012d rw shared:1 master:2 - ext4 /dev/vda rw,discard\n\
            64 43 254:0 /srv/other /srv/x rw - ext4 /dev/vda rw\n";
        for (path, is) in [
            (b"/proc".as_slice(), true),
            (b"/srv/a b\\c\nd", true),
            (b"/srv/a", false),
            (b"/srv/other", false),
            (b"/pro", false),
            (b"", false),
        ] {
            assert_eq!(lists_mount(table, path), is, "{}", path.escape_ascii());
        }
        assert!(is_mount(Path::new("/proc")) && !is_mount(Path::new("/proc/self/mountinfo")));
    }

    #[test]
    fn store_belongs_to_one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let mut first = open_store(&path, Duration::ZERO).unwrap();
        assert_eq!(first.read().unwrap(), None);
        first.replace(b"{}").unwrap();
        let refused = open_store(&path, Duration::from_millis(30)).err().unwrap();
        assert_eq!(refused.kind(), io::ErrorKind::WouldBlock);
        drop(first);
        assert_eq!(open_store(&path, Duration::ZERO).unwrap().read().unwrap(), Some(b"{}".to_vec()));
    }
}
