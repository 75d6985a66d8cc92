//! What a terminal gets: the binary writes to a pseudo-terminal, and the test reads what would be shown.

use crate::support::run::app;

fn is_coloured(text: &str) -> bool {
    text.contains("\u{1b}[1m")
}

fn has_links(text: &str) -> bool {
    text.contains("\u{1b}]8;;https://")
}

#[test]
fn pipe_gets_links_only_on_request() {
    for (options, links, coloured) in [
        (&["403"][..], false, false),
        (&["--color", "always", "403"], false, true),
        (&["--hyperlinks", "always", "403"], true, false),
        (&["--hyperlinks", "always", "--color", "always", "403"], true, true),
        (&["--hyperlinks", "always", "-f", "json", "403"], false, false),
    ] {
        let output = app(options).env("TERM", "xterm-kitty").run();
        let text = output.stdout;
        assert_eq!((has_links(&text), is_coloured(&text)), (links, coloured), "{options:?}");
    }
}

#[test]
fn link_changes_nothing_of_the_text() {
    let plain = app(["403"]).run().stdout;
    let linked = app(["--hyperlinks", "always", "403"]).run().stdout;
    let parts = linked.split("\u{1b}]8;;").map(|part| part.split_once("\u{1b}\\").map_or(part, |(_, rest)| rest));
    assert_eq!(parts.collect::<String>(), plain);
}
