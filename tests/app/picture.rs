//! The picture in the README: what the program says of a refusal, drawn from its own output.
//!
//! `SNAPSHOTS=overwrite cargo test --test app picture` draws it again.

use anstyle_svg::{Term, WIN10_CONSOLE};
use snapbox::{Data, IntoData as _, assert_data_eq};

use crate::support::met::Met;
use crate::support::run::{CONTACT, metstatus};
use crate::support::server::Reply;

const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.91273&lon=10.75";
const TYPED: &str = "$ metstatus -A okhttp/4.12.0 --contact you@your-own-domain \\\n    'locationforecast/2.0/compact?lat=59.91273&lon=10.75'\n\n";

#[test]
fn picture_of_the_readme_matches_the_report() {
    let refused = "HTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\nContent-Type: text/plain\n\nForbidden\n";
    let answered = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{}\n";
    let met = Met::new([Reply::text(refused), Reply::text(answered)]).allow_unasked();
    let options = ["--color", "always", "-A", "okhttp/4.12.0", "--contact", CONTACT];
    let ran = metstatus(met.args(&options, &met.url(PATH)));
    assert_eq!(ran.code, 2);
    let text = format!("{TYPED}{}", without_port(&ran.stdout));
    // As wide as the contact of the tests, and none that anybody could copy and send.
    let text = text.replace(CONTACT, "you@your-own-domain");
    let drawn = Term::new().palette(WIN10_CONSOLE).min_width_px(700).render_svg(&text);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/contrib/diagnosis.svg");
    assert_data_eq!(
        drawn.raw(),
        Data::read_from(std::path::Path::new(path), Some(snapbox::data::DataFormat::Text)).raw()
    );
    // A reader of the README who cannot see the picture reads what is in it.
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(readme.contains("](contrib/diagnosis.svg)"), "the README does not show the picture");
}

/// The output without the port of the test server, its line as wide as before.
fn without_port(text: &str) -> String {
    let port = text.split("api.met.no:").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    let (line, rest) = text.split_once('\n').unwrap();
    let blanks = " ".repeat(port.len() + 1);
    let line = line.replace(&format!(":{port}"), "");
    let (left, right) = line.rsplit_once("\u{1b}[2m").unwrap();
    format!("{left}{blanks}\u{1b}[2m{right}\n{rest}")
}
