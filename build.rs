//! Packs the manual pages and the completion scripts for the program, which prints them: a package brings them as files,
//! `cargo install` does not. As they are they would be a twentieth of the binary, packed they are a hundredth.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The folders whose files go into the program.
const FOLDERS: [&str; 2] = ["completions", "man"];

fn main() -> Result<(), Box<dyn Error>> {
    let (root, out) = (folder("CARGO_MANIFEST_DIR")?, folder("OUT_DIR")?);
    let mut table = String::from("&[\n");
    for name in FOLDERS {
        println!("cargo::rerun-if-changed={name}");
        let entries = fs::read_dir(root.join(name))?.collect::<Result<Vec<_>, _>>()?;
        let mut files: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file()).collect();
        files.sort();
        for file in files {
            let base = file.file_name().and_then(|base| base.to_str()).ok_or("a name that is not UTF-8")?;
            let packed = out.join(format!("{base}.deflate"));
            pack(&file, &packed)?;
            writeln!(table, "    ({:?}, include_bytes!({packed:?})),", format!("{name}/{base}"))?;
        }
    }
    table.push_str("]\n");
    fs::write(out.join("bundled.rs"), table)?;
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "cargo says by variables where things are")]
fn folder(variable: &str) -> Result<PathBuf, String> {
    std::env::var_os(variable).map(PathBuf::from).ok_or_else(|| format!("{variable} is not set"))
}

fn pack(file: &Path, packed: &Path) -> Result<(), Box<dyn Error>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(file)?)?;
    fs::write(packed, encoder.finish()?)?;
    Ok(())
}
