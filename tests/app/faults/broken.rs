//! Broken HTTP.

use std::io::Write as _;

use flate2::Compression;

use super::Fault;
use crate::support::server::gzipped;

fn head(fields: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{fields}\r\n{body}")
}

#[test]
fn unrequested_partial_content_is_a_warning() {
    let part = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/2000\r\nContent-Length: 2\r\n\r\nok";
    Fault::raw("206", part).finds("unexpected-status", "warning").says("a part of the data").exits(1).put();
    Fault::raw("206 to a range", part).with(&["-H", "Range: bytes=0-1"]).put();
}

#[test]
fn unrequested_content_codings_are_reported() {
    let json = |coding: &str, body: &[u8]| {
        let length = body.len();
        let fields =
            format!("Content-Type: application/json\r\nContent-Encoding: {coding}\r\nContent-Length: {length}\r\n");
        [head(&fields, "").as_bytes(), body].concat()
    };
    let document = b"{\"temperature\": [1, 2, 3, 4, 5, 6, 7, 8]}";
    let (once, twice) = (gzipped(document), gzipped(&gzipped(document)));
    for (coding, body) in [("gzip", &once), ("X-GZIP", &once), ("gzip, identity", &once), ("gzip, gzip", &twice)] {
        Fault::raw("asked for", json(coding, body)).put();
    }
    Fault::raw("once more", json("gzip", &twice))
        .finds("corrupt-encoding", "warning")
        .says("once more than its Content-Encoding says")
        .with(&["--allow", "unexpected-content"])
        .exits(1)
        .put();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(document).unwrap();
    let zlib = zlib.finish().unwrap();
    let (framed, bare) = (zlib.as_slice(), &zlib[2..zlib.len() - 4]);
    for (coding, body) in
        [("deflate", framed), ("deflate", bare), ("br", b"\x0b\x02\x80{}\x03"), ("zstd", b"("), ("foo", b"x")]
    {
        Fault::raw("not asked for", json(coding, body))
            .finds("corrupt-encoding", "warning")
            .says("which the request did not offer")
            .exits(1)
            .put();
    }
    Fault::raw("asked for by the user", json("br", b"\x0b\x02\x80{}\x03")).with(&["-H", "Accept-Encoding: br"]).put();
    let many = gzipped(b"").repeat(20_000);
    Fault::raw("members", json("gzip", &many)).finds("corrupt-encoding", "error").says("10000 parts").exits(2).put();
}
