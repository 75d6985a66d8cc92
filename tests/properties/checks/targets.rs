//! Lists of targets, as another client may have written them.

use super::world::run;

/// A list is read or refused, and what is said of it does not act; nothing is sent.
pub(crate) fn holds(bytes: &[u8]) {
    let ran = run(
        &[
            "--dry-run",
            "--color",
            "always",
            "-v",
            "--report",
            "json=r.json",
            "--report",
            "junit=r.xml",
            "--targets",
            "-",
        ],
        bytes,
    );
    assert!(ran.exit.code() <= 3, "{ran:?}");
    assert!(!(ran.stdout.is_empty() && ran.stderr.is_empty()), "nothing is said");
    if let Some((_, json)) = ran.files.first() {
        let report: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
        assert_eq!(report["requests_sent"], 0);
        let lines = bytes.split(|byte| *byte == b'\n').count();
        assert!(report["results"].as_array().is_some_and(|results| results.len() <= lines));
    }
}
