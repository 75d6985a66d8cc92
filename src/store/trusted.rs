//! Files that the program finds by itself: settings, and what was learned. Another user of the machine must not decide what
//! they say, and none of them may hold up a run.

use std::fs::{self, DirBuilder, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use crate::world::{Distrust, Trust};

/// Reads a file: `None` where there is none, or its folder is not open to this user.
///
/// # Errors
/// When it belongs to another user but root, every user may write to it, it is not a file, or is too large.
pub fn read_trusted(path: &Path, trust: Trust) -> Result<Option<Vec<u8>>, Distrust> {
    let Ok(link) = fs::symlink_metadata(path) else { return Ok(None) };
    if link.is_symlink() {
        if !trust.links {
            return Err(Distrust::Link);
        }
        check_owner(&link)?;
    }
    let Ok(found) = fs::metadata(path) else { return Ok(None) };
    // Opening a pipe would wait for someone who writes to it.
    if !found.is_file() {
        return Err(Distrust::NotAFile);
    }
    check_owner(&found)?;
    check_mode(&found)?;
    let unreadable = |error: io::Error| Distrust::Unreadable(error.to_string());
    let file = File::open(path).map_err(unreadable)?;
    // What is open is what counts: the name may stand for another file by now.
    let opened = file.metadata().map_err(unreadable)?;
    check_owner(&opened)?;
    check_mode(&opened)?;
    if opened.len() > trust.limit {
        return Err(Distrust::TooLarge(trust.limit));
    }
    let mut bytes = Vec::new();
    file.take(trust.limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > trust.limit { Err(Distrust::TooLarge(trust.limit)) } else { Ok(Some(bytes)) }
}

/// Root may change every file anyway.
#[cfg(unix)]
fn check_owner(found: &Metadata) -> Result<(), Distrust> {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid().as_raw();
    if [0, own].contains(&found.uid()) { Ok(()) } else { Err(Distrust::OtherOwner(found.uid())) }
}

#[cfg(unix)]
fn check_mode(found: &Metadata) -> Result<(), Distrust> {
    use std::os::unix::fs::PermissionsExt as _;
    if found.permissions().mode() & 0o002 == 0 { Ok(()) } else { Err(Distrust::WritableByAll) }
}

#[cfg(not(unix))]
fn check_owner(_: &Metadata) -> Result<(), Distrust> {
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Metadata) -> Result<(), Distrust> {
    Ok(())
}

/// Makes a folder that only its owner may use, and those above it. One that is there is left as it is.
///
/// # Errors
/// When one cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    const TRUST: Trust = Trust { limit: 100, links: true };

    #[test]
    fn file_is_read_where_it_is_the_users_own() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        assert_eq!(read_trusted(&path, TRUST), Ok(None));
        symlink(&path, &link).unwrap();
        assert_eq!(read_trusted(&link, TRUST), Ok(None));
        fs::write(&path, "x").unwrap();
        for (name, links, expected) in [
            (&path, true, Ok(Some(b"x".to_vec()))),
            (&path, false, Ok(Some(b"x".to_vec()))),
            (&link, true, Ok(Some(b"x".to_vec()))),
            (&link, false, Err(Distrust::Link)),
        ] {
            assert_eq!(read_trusted(name, Trust { limit: 100, links }), expected, "{name:?}");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o646)).unwrap();
        assert_eq!(read_trusted(&path, TRUST), Err(Distrust::WritableByAll));
        assert_eq!(read_trusted(&link, TRUST), Err(Distrust::WritableByAll));
    }

    #[test]
    fn path_that_is_not_a_file_or_too_large_is_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_trusted(folder.path(), TRUST), Err(Distrust::NotAFile));
        // Reading a pipe would not return.
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        assert_eq!(read_trusted(&pipe, TRUST), Err(Distrust::NotAFile));
        let large = folder.path().join("large");
        fs::File::create(&large).unwrap().set_len(100 << 20).unwrap();
        assert_eq!(read_trusted(&large, TRUST), Err(Distrust::TooLarge(100)));
    }

    #[test]
    fn file_of_another_user_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "x").unwrap();
        // Only root can give a file away; any other user has none to try it with.
        if std::os::unix::fs::chown(&path, Some(12_345), None).is_ok() {
            assert_eq!(read_trusted(&path, TRUST), Err(Distrust::OtherOwner(12_345)));
        }
    }

    #[test]
    fn made_folder_belongs_to_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        make_folder(&path).unwrap();
        make_folder(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
