//! The files that the command is to see in place of the machine's. They lie in memory, in a mount that nothing outside
//! sees, and are gone with the namespace, however it ends.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::mount::{MountFlags, UnmountFlags, mount, mount_bind, mount_bind_recursive, unmount};
use tempfile::TempDir;

use super::hosts;
use super::trust::BUNDLES;

/// Where the cache of names of the C library listens. It would answer from outside the namespace.
const NSCD: [&str; 2] = ["/run/nscd", "/var/run/nscd"];

/// A folder in memory with the files, which are mounted over the machine's.
pub(super) struct Stage {
    /// The empty folder that it covers, outside too; it is removed at the end.
    folder: TempDir,
}

impl Stage {
    /// Mounts memory over a folder that was made before the namespaces were entered.
    ///
    /// # Errors
    /// When that is not allowed.
    pub(super) fn mount(folder: TempDir) -> io::Result<Self> {
        // A path that the command has to read, under whatever user it goes on.
        mount("tmpfs", folder.path(), "tmpfs", MountFlags::NOSUID | MountFlags::NODEV, Some(c"mode=0755"))?;
        Ok(Self { folder })
    }

    /// Mounts files over those of the machine. `authority` is a certificate in PEM form.
    ///
    /// # Errors
    /// When something cannot be written or mounted.
    pub(super) fn set(&self, authority: &str, ipv6: bool) -> io::Result<()> {
        let own_name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let files = [
            ("hosts", hosts::hosts(&read("/etc/hosts"), &own_name, ipv6)),
            ("resolv.conf", hosts::resolv_conf()),
            ("nsswitch.conf", hosts::nsswitch(&read("/etc/nsswitch.conf"))),
        ];
        let missing = files.iter().any(|(name, _)| !Path::new("/etc").join(name).exists());
        for (name, text) in &files {
            fs::write(self.path().join(name), text)?;
        }
        if missing {
            self.cover_etc(&files.map(|(name, _)| name))?;
        } else {
            for (name, _) in &files {
                mount_bind(self.path().join(name), Path::new("/etc").join(name))?;
            }
        }
        self.cover_bundles(authority)?;
        for socket in NSCD {
            if Path::new(socket).is_dir() {
                self.cover_with_nothing(Path::new(socket))?;
            }
        }
        Ok(())
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Covers `/etc` where it lacks one of the files, which nothing can be mounted over then: all its entries are links to
    /// where it was, but for the files.
    fn cover_etc(&self, files: &[&str]) -> io::Result<()> {
        let (before, after) = (self.path().join("etc.before"), self.path().join("etc"));
        for folder in [&before, &after] {
            fs::create_dir(folder)?;
        }
        mount_bind_recursive("/etc", &before)?;
        for entry in fs::read_dir(&before)? {
            let entry = entry?;
            // A link may lead somewhere relative to its place, and keeps that.
            let target = fs::read_link(entry.path()).unwrap_or_else(|_| entry.path());
            if !files.iter().any(|file| entry.file_name() == *file) {
                symlink(target, after.join(entry.file_name()))?;
            }
        }
        for file in files {
            fs::copy(self.path().join(file), after.join(file))?;
        }
        mount_bind(&after, "/etc").map_err(io::Error::from)
    }

    /// Covers each bundle of certificates with one that has the authority too.
    fn cover_bundles(&self, authority: &str) -> io::Result<()> {
        let mut covered: Vec<PathBuf> = vec![];
        for bundle in BUNDLES {
            let Ok(real) = fs::canonicalize(bundle) else { continue };
            if covered.contains(&real) || !real.is_file() {
                continue;
            }
            let copy = self.path().join(format!("bundle{}.pem", covered.len()));
            fs::write(&copy, [authority.as_bytes(), &fs::read(&real)?].concat())?;
            mount_bind(&copy, &real)?;
            covered.push(real);
        }
        Ok(())
    }

    fn cover_with_nothing(&self, folder: &Path) -> io::Result<()> {
        let empty = self.path().join("empty");
        if !empty.exists() {
            fs::create_dir(&empty)?;
        }
        mount_bind(&empty, folder).map_err(io::Error::from)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Detached at once; processes that still read from it may go on. The folder is removed by its own drop.
        let _ = unmount(self.path(), UnmountFlags::DETACH);
    }
}
