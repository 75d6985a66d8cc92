//! Files in memory, with names that begin with `/memory/`; every other name is one of the machine's.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::clock;
use crate::support::door::http::time::date::Timestamp;
use crate::support::door::store::{self, report_file, trusted};
use crate::support::door::world::{Distrust, FileId, Opened, Placing, ReportFile, Store, Trust};

thread_local! {
    static FILES: RefCell<BTreeMap<PathBuf, Vec<u8>>> = const { RefCell::new(BTreeMap::new()) };
    static DISTRUSTED: RefCell<BTreeMap<PathBuf, Distrust>> = const { RefCell::new(BTreeMap::new()) };
}

/// What is wrong with a file in memory, for anyone who finds it by itself.
pub(crate) fn distrust(path: &str, why: Option<Distrust>) {
    DISTRUSTED.with_borrow_mut(|files| match why {
        Some(why) => files.insert(path.into(), why),
        None => files.remove(Path::new(path)),
    });
}

/// Reads a file that the program finds by itself.
pub(super) fn read_trusted(path: &Path, trust: Trust) -> Result<Option<Vec<u8>>, Distrust> {
    if !is_in_memory(path) {
        return trusted::read_trusted(path, trust);
    }
    if let Some(why) = DISTRUSTED.with_borrow(|files| files.get(path).cloned()) {
        return if why == Distrust::Link && trust.links { Ok(bytes(path)) } else { Err(why) };
    }
    match bytes(path) {
        Some(bytes) if bytes.len() as u64 > trust.limit => Err(Distrust::TooLarge(trust.limit)),
        bytes => Ok(bytes),
    }
}

fn bytes(path: &Path) -> Option<Vec<u8>> {
    FILES.with_borrow(|files| files.get(path).cloned())
}

/// Whether there is a file or a folder.
pub(super) fn is_there(path: &Path) -> bool {
    if is_in_memory(path) {
        FILES.with_borrow(|files| files.keys().any(|file| file.starts_with(path)))
    } else {
        path.exists()
    }
}

/// Folders in memory need not be made.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    if is_in_memory(path) { Ok(()) } else { trusted::make_folder(path) }
}

/// Puts a file there, and returns its name.
pub(crate) fn put(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new("/memory").join(name);
    FILES.with_borrow_mut(|files| files.insert(path.clone(), content.as_ref().to_vec()));
    path.to_str().unwrap().to_owned()
}

/// The content of a file in memory, where there is one.
pub(crate) fn get(path: &str) -> Option<String> {
    let bytes = FILES.with_borrow(|files| files.get(Path::new(path)).cloned());
    bytes.map(|bytes| String::from_utf8(bytes).expect("a file of text"))
}

/// Takes a file away.
pub(crate) fn remove(path: &str) {
    FILES.with_borrow_mut(|files| files.remove(Path::new(path)));
}

/// The names of the files in memory.
pub(crate) fn names() -> Vec<String> {
    FILES.with_borrow(|files| files.keys().map(|path| path.to_str().unwrap().to_owned()).collect())
}

fn is_in_memory(path: &Path) -> bool {
    path.starts_with("/memory")
}

/// Opens a file for reading.
pub(super) fn open(path: &Path) -> io::Result<Opened> {
    if is_in_memory(path) {
        let bytes = FILES.with_borrow(|files| files.get(path).cloned()).ok_or(io::ErrorKind::NotFound)?;
        let changed = Some(Timestamp::from_unix(clock::unix()));
        return Ok(Opened { size: bytes.len() as u64, reader: Box::new(Cursor::new(bytes)), changed });
    }
    let file = std::fs::File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let changed = metadata.modified().ok().map(Timestamp::from);
    Ok(Opened { reader: Box::new(file), changed, size: metadata.len() })
}

/// Opens what a run keeps for the next one.
pub(super) fn open_store(path: &Path, patience: Duration) -> io::Result<Box<dyn Store>> {
    match is_in_memory(path) {
        true => Ok(Box::new(InMemory { path: path.to_owned(), parts: Vec::new(), placing: Placing::Replace })),
        false => store::open_store(path, patience),
    }
}

/// Opens where a report goes.
pub(super) fn open_report_file(path: &Path, placing: Placing) -> io::Result<Box<dyn ReportFile>> {
    match is_in_memory(path) {
        true => Ok(Box::new(InMemory { path: path.to_owned(), parts: Vec::new(), placing })),
        false => report_file::open_report_file(path, placing),
    }
}

/// One file in memory.
struct InMemory {
    path: PathBuf,
    parts: Vec<u8>,
    placing: Placing,
}

impl Store for InMemory {
    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        Ok(FILES.with_borrow(|files| files.get(&self.path).cloned()))
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        FILES.with_borrow_mut(|files| files.insert(self.path.clone(), bytes.to_vec()));
        Ok(())
    }

    fn set_aside(&mut self) -> io::Result<()> {
        FILES.with_borrow_mut(|files| {
            let content = files.remove(&self.path).ok_or(io::ErrorKind::NotFound)?;
            let mut aside = self.path.clone().into_os_string();
            aside.push(".bad");
            files.insert(aside.into(), content);
            Ok(())
        })
    }
}

impl ReportFile for InMemory {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.parts.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let parts = std::mem::take(&mut self.parts);
        FILES.with_borrow_mut(|files| {
            let file = files.entry(self.path.clone()).or_default();
            if self.placing == Placing::Replace {
                file.clear();
            }
            file.extend(parts);
        });
        Ok(())
    }

    fn identity(&self) -> FileId {
        FileId::Path(self.path.clone())
    }
}
