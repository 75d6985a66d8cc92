//! The processes that descend from this one, by the table of the system.

use std::collections::{BTreeMap, BTreeSet};

/// A process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    /// Its number.
    pub id: i32,
    /// The name of its program, of which the system keeps 15 bytes.
    pub name: String,
}

/// The processes that descend from this one, without `strangers` and what descends from those. Those that have ended and
/// are not collected yet are left out. Empty on a system without `/proc`.
pub(super) fn descendants(strangers: &BTreeSet<i32>) -> Vec<Process> {
    let mut children: BTreeMap<i32, Vec<Process>> = BTreeMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let is_process = entry.file_name().to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
        if !is_process {
            continue;
        }
        let Ok(stat) = std::fs::read(entry.path().join("stat")) else { continue };
        if let Some((parent, process)) = parse_stat(&stat) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = vec![];
    let mut parents = vec![i32::try_from(std::process::id()).unwrap_or(0)];
    while let Some(parent) = parents.pop() {
        for process in children.remove(&parent).unwrap_or_default() {
            if !strangers.contains(&process.id) {
                parents.push(process.id);
                found.push(process);
            }
        }
    }
    found
}

/// The parent and the process of a line of `/proc/ID/stat`; `None` for one that has ended.
fn parse_stat(stat: &[u8]) -> Option<(i32, Process)> {
    let stat = String::from_utf8_lossy(stat);
    // A name may have spaces and brackets itself, so the last bracket is the end.
    let (id, rest) = stat.split_once(" (")?;
    let (name, rest) = rest.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    (state != "Z" && state != "X").then(|| (parent, Process { id: id.parse().unwrap_or(0), name: name.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_brackets_and_spaces_are_read() {
        let (parent, process) = parse_stat(b"42 (a) b (c)) S 7 42 42 0 -1").unwrap();
        assert_eq!((parent, process), (7, Process { id: 42, name: "a) b (c)".into() }));
    }

    #[test]
    fn processes_that_have_ended_are_left_out() {
        assert!(parse_stat(b"42 (sh) Z 7 42 42 0 -1").is_none());
        assert!(parse_stat(b"").is_none());
        assert!(parse_stat(b"42 (sh").is_none());
    }
}
