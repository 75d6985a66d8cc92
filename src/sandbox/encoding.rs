//! The bytes of a body: compressed, damaged, or with members that no client knows.

use super::body::Document;
use super::exchange::{Reply, Request};

/// Whether the client offers gzip, and does not refuse it with a weight of 0.
pub(super) fn accepts_gzip(request: &Request) -> bool {
    let Some(value) = request.fields.combined("Accept-Encoding") else { return false };
    let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
    value.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        matches!(name, "gzip" | "x-gzip" | "*") && !refused
    })
}

/// The bytes as gzip.
pub(super) fn compressed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// A body that is not what its Content-Encoding says.
pub(super) fn damaged(mut reply: Reply) -> Reply {
    if reply.get("Content-Encoding").is_none() {
        reply.body = compressed(&reply.body);
        reply = reply.field("Content-Encoding", "gzip");
    }
    reply.is_damaged = true;
    let half = reply.body.len() / 2;
    reply.body.iter_mut().skip(half).for_each(|byte| *byte = !*byte);
    reply
}

/// A JSON document with members that no client knows.
pub(super) fn with_further_members(plain: Vec<u8>, document: Document, seed: u64) -> Vec<u8> {
    if document.media_type() != "application/json" {
        return plain;
    }
    let Ok(mut value) = serde_json::from_slice::<serde_json::Value>(&plain) else { return plain };
    let name = format!("sandbox_extra_{}", seed % 1000);
    if let Some(object) = value.as_object_mut() {
        object.insert(name.clone(), serde_json::json!("a member that a client has to ignore"));
    }
    let steps = value.pointer_mut("/properties/timeseries").and_then(serde_json::Value::as_array_mut);
    for step in steps.into_iter().flatten() {
        if let Some(details) = step.pointer_mut("/data/instant/details").and_then(serde_json::Value::as_object_mut) {
            details.insert(name.clone(), serde_json::json!(1.5));
        }
    }
    value.to_string().into_bytes()
}
