//! The layers of `src`: an import runs downwards or stays in its folder, and no two files import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The layers from the top down. Those on one line stand side by side and do not import each other.
const LAYERS: &[&[&str]] = &[
    &["main", "lib", "internals"],
    &["app"],
    &["report"],
    &["sandbox"],
    &["traffic"],
    &["inquiry", "intake", "exit"],
    &["diagnosis"],
    &["net", "store"],
    &["met", "world"],
    &["evidence"],
    &["http"],
    &["text", "error", "sort"],
];

/// The modules that one file takes names from, by their paths below `src`.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The files below a folder, as module paths with their text.
fn sources(folder: &Path, path: &str, into: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?.path();
        let name = entry.file_stem().unwrap_or_default().to_string_lossy();
        let module = if path.is_empty() { name.into_owned() } else { format!("{path}::{name}") };
        if entry.is_dir() {
            sources(&entry, &module, into)?;
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            into.insert(module.trim_end_matches("::mod").to_owned(), std::fs::read_to_string(&entry)?);
        }
    }
    Ok(())
}

/// Every path that begins with `crate::` or `super::` in the code of a file, its groups taken apart.
fn paths(module: &str, text: &str) -> Vec<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or_default().trim()).collect();
    let starts = ["crate::", "super::"].iter().flat_map(|root| code.match_indices(root));
    starts
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        .flat_map(|(at, _)| leaves(&code[at..]))
        .filter_map(|path| absolute(module, &path))
        .collect()
}

/// The paths of a use tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(tree: &str) -> Vec<String> {
    let (mut prefixes, mut path, mut found) = (Vec::new(), String::new(), Vec::new());
    for c in tree.chars() {
        match c {
            '{' if path.ends_with("::") => prefixes.push(std::mem::take(&mut path)),
            ',' | '}' if !prefixes.is_empty() => {
                found.push(prefixes.concat() + &std::mem::take(&mut path));
                if c == '}' {
                    prefixes.pop();
                }
            }
            ' ' if !prefixes.is_empty() => {}
            _ if c.is_alphanumeric() || c == '_' || c == ':' => path.push(c),
            _ => break,
        }
        if prefixes.is_empty() && c == '}' {
            break;
        }
    }
    found.push(prefixes.concat() + &path);
    found
}

/// The path from the root; none for what stays below the module itself, such as the `super` of its tests.
fn absolute(module: &str, path: &str) -> Option<String> {
    if path == "super::" {
        return None;
    }
    let Some(path) = path.strip_prefix("crate::") else {
        let ups = path.split("::").take_while(|part| *part == "super").count();
        let parts: Vec<&str> = module.split("::").collect();
        let rest: Vec<&str> = path.split("::").skip(ups).collect();
        let base = parts.get(..parts.len().checked_sub(ups)?)?;
        return Some([base, &rest].concat().join("::"));
    };
    Some(path.to_owned())
}

/// What each file imports. Names that a folder's `mod.rs` hands on count as taken from it.
fn imports(files: &BTreeMap<String, String>) -> Imports {
    let known = |path: String| {
        let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
        ends.filter(|end| files.contains_key(&path[..*end])).last().map(|end| path[..end].to_owned())
    };
    let of = |(module, text): (&String, &String)| {
        let found = paths(module, text).into_iter().filter_map(known);
        (module.clone(), found.filter(|other| other != module).collect())
    };
    files.iter().map(of).collect()
}

fn layer(module: &str) -> Option<usize> {
    let folder = module.split("::").next().unwrap_or_default();
    LAYERS.iter().position(|layer| layer.contains(&folder))
}

/// What breaks the order.
fn offences(imports: &Imports) -> Vec<String> {
    let mut found = Vec::new();
    for (module, others) in imports {
        if layer(module).is_none() {
            found.push(format!("{module} has no layer"));
        }
        for other in others {
            let same_folder = module.split("::").next() == other.split("::").next();
            if !same_folder && layer(module) >= layer(other) {
                found.push(format!("{module} imports {other}, which does not lie below it"));
            }
        }
        if let Some(circle) = circle(module, imports) {
            found.push(format!("a circle: {}", circle.join(" -> ")));
        }
    }
    found
}

/// The way along imports from a module back to itself, where there is one.
fn circle(start: &str, imports: &Imports) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![start.to_owned()]];
    while let Some(way) = ways.pop() {
        for next in imports.get(way.last()?).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push(next.clone());
            if next == start {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                ways.push(longer);
            }
        }
    }
    None
}

/// The folder that starts processes, sends signals and enters namespaces, and what nothing else in `src` may name for that.
/// `main.rs` has the signals that ask the program itself to end.
const PROCESSES: (&str, [&str; 6]) = (
    "sandbox::wire",
    [
        "process::Command",
        "rustix::thread",
        "rustix::mount",
        "signal_hook::low_level::pipe",
        "/proc/self/exe",
        "kill_process",
    ],
);

#[test]
fn one_folder_alone_touches_processes() {
    let mut files = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files).unwrap();
    let (folder, words) = PROCESSES;
    let code = |text: &str| text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
    // Files are not processes, and whose files are trusted depends on the user, which is read and not changed.
    let code = |text: &str| code(text).replace("rustix::process::geteuid", "").replace("rustix::fs::", "");
    let named = |text: &str| words.iter().any(|word| code(text).contains(word));
    assert!(files.iter().any(|(module, text)| module.starts_with(folder) && named(text)));
    let others: Vec<&String> = files
        .iter()
        .filter(|(module, text)| !module.starts_with(folder) && named(text))
        .map(|(module, _)| module)
        .collect();
    assert!(others.is_empty(), "{others:?} touch processes, which {folder} alone may");
}

#[test]
fn no_import_runs_upwards_or_in_a_circle() {
    let mut files = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files).unwrap();
    assert!(files.len() > 100, "{} files", files.len());
    assert_eq!(offences(&imports(&files)), Vec::<String>::new());
}

#[test]
fn upward_import_a_circle_and_an_unknown_folder_fail() {
    let case = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        offences(&imports(&files)).join("; ")
    };
    assert_eq!(case(&[("http::a", "use crate::text::b::{self, C};"), ("text::b", "")]), "");
    assert!(case(&[("text::b", "use crate::http::{a::X, c};"), ("http::a", "")]).contains("text::b imports http::a"));
    assert!(case(&[("net::a", "fn f() { crate::store::g() }"), ("store", "")]).contains("net::a imports store"));
    assert!(case(&[("http::a", "use super::b::X;"), ("http::b", "use super::a::Y;")]).contains("a circle: http::a"));
    assert!(case(&[("attic::a", "")]).contains("attic::a has no layer"));
    assert_eq!(case(&[("text::a", "// crate::http::b is above\nmod tests { use super::*; }"), ("http::b", "")]), "");
}
