//! The content of an answer: its coding, its kind, and its first words.

use metstatus::internals::evidence::Body;
use metstatus::internals::http::syntax::body_text;
use metstatus::internals::http::syntax::document::DataFormat;
use metstatus::internals::http::syntax::message::Fields;
use metstatus::internals::net::body;

use super::{assert_line, assert_shown};

/// The most bytes of content in these checks.
const LIMIT: u64 = 4096;

/// Neither what is received nor what is decoded goes beyond the limit; faults and excerpts are short lines.
pub(crate) fn holds(bytes: &[u8]) {
    let read = body::read(bytes, LIMIT);
    assert!(read.error.is_none() && read.body.bytes.len() as u64 <= LIMIT);
    assert_eq!(read.body.cut.is_some(), bytes.len() as u64 > LIMIT);
    assert!(bytes.starts_with(&read.body.bytes));
    decoded(read.body, bytes);
    for kind in [DataFormat::Json, DataFormat::Xml] {
        if let Some(fault) = kind.fault(bytes) {
            assert_line("fault", &fault.to_string());
            assert!(fault.line >= 1 && fault.to_string().chars().count() < 250, "{fault}");
        }
    }
    let lines = body_text::first_lines(&body_text::text(bytes));
    assert!(lines.len() <= 3);
    for line in lines {
        assert_shown("excerpt", &line);
        assert!(line.chars().count() <= 200);
    }
}

fn decoded(mut body: Body, bytes: &[u8]) {
    let wire = body.bytes.clone();
    let fields: Fields = [("Content-Encoding", "gzip")].into_iter().collect();
    let done = body::decode(&mut body, &fields, LIMIT);
    assert!(body.bytes.len() as u64 <= LIMIT, "{} bytes out of {}", body.bytes.len(), bytes.len());
    if let Err(error) = done {
        assert_shown("error", &error.to_string());
    }
    let mut plain = Body { bytes: wire.clone(), ..Body::default() };
    assert!(body::decode(&mut plain, &Fields::default(), LIMIT).is_ok());
    assert_eq!(plain.bytes, wire, "what has no coding is changed");
}
