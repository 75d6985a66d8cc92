//! Content and files that are not documents of their kind.

use std::io::Write as _;

use super::{Fault, run};

fn content(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[test]
fn invalid_json_is_reported_by_line_and_column() {
    let deep = "[".repeat(200_000);
    let cases: [(&str, &[u8], &str); 7] = [
        ("cut", b"{\"a\": 1,\n", "line 2, column 1"),
        ("UTF-8", b"{\n\"a\": \"\xff\xfe\"}", "line 2, column 7"),
        ("BOM", b"\xef\xbb\xbf{\"a\": 1}", "line 1, column 1"),
        ("deep", deep.as_bytes(), "line 1, column 200001"),
        ("trailing text", b"{\"a\": 1}\n<!-- cached -->", "line 2, column 1"),
        ("NaN", b"{\"a\": NaN}", "line 1, column 7"),
        ("text", b"\x1b[31mred, and a sentence besides", "line 1, column 1"),
    ];
    for (name, body, at) in cases {
        for kind in ["application/json", "application/geo+json; charset=utf-8"] {
            Fault::raw("json", content(kind, body)).finds("unexpected-content", "error").exits(2).put();
        }
        Fault::raw(name, content("application/json", body)).says(at).exits(2).put();
    }
    let nested = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for doubtful in ["{\"a\": 1, \"a\": 3}", "[\"\\ud83d\"]", "[1e400]", &nested] {
        Fault::raw("doubtful", content("application/json", doubtful.as_bytes()))
            .finds("unexpected-content", "warning")
            .says("valid JSON")
            .exits(1)
            .put();
    }
    for good in ["{\"a\": [1, 2, {\"b\": null}], \"c\": {\"a\": 1}}", " [] \n", "\"text\""] {
        Fault::raw("good", content("application/json", good.as_bytes())).put();
    }
    Fault::raw("another kind", content("text/plain", b"{not json")).put();
}

#[test]
fn invalid_xml_is_reported_and_not_expanded() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>";
    let outside = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>";
    let deep = "<a>".repeat(100_000);
    let cases = [("entity", "<x>\n&nosuch;</x>", "line 2"), ("deep", &deep, "line 1"), ("cut", "<a><b></b>", "line 1")];
    for (name, body, words) in cases {
        for kind in ["application/xml", "application/rss+xml", "text/xml; charset=utf-8"] {
            Fault::raw("xml", content(kind, body.as_bytes()))
                .finds("unexpected-content", "error")
                .says(words)
                .exits(2)
                .put();
        }
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let feed = body.replacen("<x>", "<rss version='2.0'>", 1).replacen("</x>", "</rss>", 1);
        file.write_all(feed.as_bytes()).unwrap();
        let seen = run(name, &["read", file.path().to_str().unwrap()]);
        assert!(matches!(seen.code, 2 | 3), "{name}: {}{}", seen.stdout, seen.stderr);
        assert!(!seen.stdout.contains("root:") && !seen.stdout.contains("hahaha"), "{}", seen.stdout);
    }
    for declared in [laughs, outside, "<!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://n.invalid/x.dtd'><rss/>"] {
        Fault::raw("declared", content("application/xml", declared.as_bytes())).put();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let feed = declared.replacen("<x>", "<rss version='2.0'>", 1).replacen("</x>", "</rss>", 1);
        file.write_all(feed.as_bytes()).unwrap();
        let seen = run("declared", &["read", file.path().to_str().unwrap()]);
        assert!(matches!(seen.code, 2 | 3), "{}{}", seen.stdout, seen.stderr);
        assert!(!seen.stdout.contains("root:") && !seen.stdout.contains("hahaha"), "{}", seen.stdout);
    }
    Fault::raw("good", content("application/xml", b"<?xml version='1.0' encoding='UTF-8'?><a><b>x</b></a>")).put();
}

#[test]
fn empty_document_is_an_error() {
    for kind in ["application/json", "application/geo+json; charset=utf-8", "application/xml", "text/xml"] {
        Fault::raw("empty", content(kind, b"")).finds("empty-body", "error").exits(2).put();
    }
    Fault::raw("of another kind", content("text/plain", b"")).put();
    Fault::raw("of no kind", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").put();
    Fault::raw("asked for by its name", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        .at("/data.json")
        .finds("empty-body", "error")
        .exits(2)
        .put();
}

#[test]
fn json_in_utf_16_is_reported() {
    let text = "{\"temperature\": [1, 2, 3, 4]}";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe", wide.as_slice()].concat();
    for (kind, body) in [("application/json", &wide), ("application/json; charset=utf-16", &marked)] {
        Fault::raw("UTF-16", content(kind, body)).finds("unexpected-content", "error").exits(2).put();
    }
}

#[test]
fn xml_of_many_attributes_is_not_parsed() {
    let attributes = (0..150_000).map(|number| format!(" a{number}=\"1\"")).collect::<String>();
    let inherited = (0..190).map(|number| format!(" xmlns:n{number}=\"u{number}\"")).collect::<String>();
    for body in [format!("<a{attributes}/>"), format!("<a{inherited}>{}</a>", "<b xmlns:q=\"r\"/>".repeat(60_000))] {
        Fault::raw("costly", content("application/xml", body.as_bytes())).put();
    }
}

#[test]
fn error_page_is_quoted_without_tags_and_escaped() {
    let page = format!("<html><head><title>Bad \x1b[31m</title></head><body>{}</body></html>", "long ".repeat(200));
    let bytes = format!("HTTP/1.1 400 Bad\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}", page.len());
    Fault::raw("page", bytes).at("/x.json").says("Bad \\x1b[31m").exits(2).put();
}

#[test]
fn file_beyond_the_limit_or_cut_is_refused() {
    let mut large = tempfile::NamedTempFile::new().unwrap();
    large.write_all(&vec![b' '; 3000]).unwrap();
    let path = large.path().to_str().unwrap().to_owned();
    let seen = run("large", &["read", "--max-input", "2000", &path]);
    assert_eq!(seen.code, 3, "{}{}", seen.stdout, seen.stderr);
    assert!(seen.stderr.contains("--max-input") && seen.stderr.contains("2000"), "{}", seen.stderr);
    let mut cut = tempfile::NamedTempFile::new().unwrap();
    cut.write_all(b"{\"log\": {\"version\": \"1.2\",\n \"entries\": [{\"request\": {").unwrap();
    let seen = run("cut", &["read", cut.path().to_str().unwrap()]);
    assert!(seen.code == 3 && seen.stderr.contains("line 2"), "{}{}", seen.stdout, seen.stderr);
}
