//! Logs as systems hand them over: pipes, folders, files that change while they are read, and outputs without room.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::process::Stdio;

use crate::support::run::{command, metstatus, ran};

fn line(i: usize) -> String {
    format!(
        "192.0.2.{} - - [30/Mar/2026:13:{:02}:{:02} +0000] \"GET https://api.met.no/weatherapi/nowcast/2.0/complete?lat=6{}.{:02}&lon=9.58 \
         HTTP/1.1\" 200 3044 \"-\" \"acme-weather/1.2 ops@acme.no\"\n",
        i % 3 + 1,
        i / 600 % 60,
        i / 10 % 60,
        i % 9,
        i % 83
    )
}

fn log(lines: usize) -> String {
    (0..lines).map(line).collect()
}

#[test]
fn folder_and_missing_file_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (name, missing) = (folder.path().to_str().unwrap(), folder.path().join("none.log"));
    for (file, why) in [(name, "is a directory"), (missing.to_str().unwrap(), "No such file")] {
        let ran = metstatus(["audit", file]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
        assert!(ran.stderr.contains(file) && ran.stderr.contains(why), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn pipe_with_a_name_is_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let to = pipe.clone();
    let writer =
        std::thread::spawn(move || OpenOptions::new().write(true).open(to).unwrap().write_all(log(5000).as_bytes()));
    let ran = metstatus(["audit", "-f", "json", pipe.to_str().unwrap()]);
    writer.join().unwrap().unwrap();
    assert_eq!(ran.json()["sources"][0]["lines"], 5000, "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn output_without_room_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("access.log");
    std::fs::write(&file, log(100)).unwrap();
    for more in [&[][..], &["--partial"], &["-f", "json"]] {
        let mut full = command([&["audit"], more, &[file.to_str().unwrap()]].concat());
        let child = full.stdout(File::options().write(true).open("/dev/full").unwrap()).stderr(Stdio::piped());
        let output = child.spawn().unwrap().wait_with_output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{more:?}: {words}");
        assert!(words.contains("No space left"), "{more:?}: {words}");
    }
    let ran = metstatus(["audit", "-o", "/dev/full", file.to_str().unwrap()]);
    assert!(ran.code == 3 && ran.stderr.contains("/dev/full"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn file_that_grows_is_judged_as_it_was() {
    // The second log is a pipe: as long as that has no end, the first one, which comes later in time, is not read to its end.
    let folder = tempfile::tempdir().unwrap();
    let (file, pipe) = (folder.path().join("access.log"), folder.path().join("pipe"));
    std::fs::write(&file, log(6000)).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (grown, to) = (file.clone(), pipe.clone());
    let writer = std::thread::spawn(move || {
        let mut pipe = OpenOptions::new().write(true).open(to).unwrap();
        pipe.write_all(line(0).as_bytes()).unwrap();
        OpenOptions::new().append(true).open(grown).unwrap().write_all(log(6000).as_bytes()).unwrap();
    });
    let ran = metstatus(["audit", "-f", "json", file.to_str().unwrap(), pipe.to_str().unwrap()]);
    writer.join().unwrap();
    let sources = ran.json()["sources"].clone();
    assert_eq!((&sources[0]["lines"], &sources[1]["lines"]), (&6000.into(), &1.into()), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn file_that_shrinks_gives_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (file, pipe) = (folder.path().join("access.log"), folder.path().join("pipe"));
    std::fs::write(&file, log(20_000)).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (shrunk, to) = (file.clone(), pipe.clone());
    let writer = std::thread::spawn(move || {
        let mut pipe = OpenOptions::new().write(true).open(to).unwrap();
        pipe.write_all(line(0).as_bytes()).unwrap();
        OpenOptions::new().write(true).open(shrunk).unwrap().set_len(400_000).unwrap();
    });
    let ran = metstatus(["audit", "-f", "json", file.to_str().unwrap(), pipe.to_str().unwrap()]);
    writer.join().unwrap();
    let lines = ran.json()["sources"][0]["lines"].as_u64().unwrap();
    // At least what was left, and no more than there was.
    assert!((400_000 / 190..=20_000).contains(&lines), "{lines}: {}", ran.stderr);
    let words = ran.stdout.clone() + &ran.stderr;
    let is_said = ran.code == 3 && words.contains("became shorter while it was read");
    assert!(lines == 20_000 || is_said, "{}: {words}", ran.code);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_log() {
    let peak = |lines: usize| {
        let mut child =
            command(["audit", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(log(lines).as_bytes()).unwrap();
        // The process waits for more, so its peak can be read; the pipe holds no more than the last few lines.
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        drop(stdin);
        assert!(child.wait().unwrap().code().is_some());
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    let (small, large) = (peak(20_000), peak(200_000));
    // Pages of the program itself come and go: a tenth of the larger log would be more than this.
    assert!(small > 0 && large < small + 4096, "{small} kB and {large} kB");
}

#[test]
fn closed_pipe_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("access.log");
    std::fs::write(&file, log(2000)).unwrap();
    let mut sh = std::process::Command::new("sh");
    sh.args([
        "-c",
        "\"$0\" audit -f json \"$1\" | head -c 10",
        env!("CARGO_BIN_EXE_metstatus"),
        file.to_str().unwrap(),
    ]);
    let ran = ran(sh);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
}
