//! Reading the content of a response: bounded as received and as decoded.

use std::io::{ErrorKind, Read};

use crate::evidence::{Body, BodyCut};
use crate::http::message::Fields;

/// What became of a body, and the error that ended it, where one did.
pub(super) struct ReadBody {
    pub(super) body: Body,
    pub(super) error: Option<std::io::Error>,
}

/// Reads at most `limit` bytes of content.
pub(super) fn read(reader: impl Read, limit: u64) -> ReadBody {
    let mut wire = Vec::new();
    let error = reader.take(limit.saturating_add(1)).read_to_end(&mut wire).err();
    let too_long = wire.len() as u64 > limit;
    if too_long {
        wire.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    let wire_bytes = Some(wire.len() as u64);
    let cut = too_long.then_some(BodyCut::Wire(limit));
    ReadBody { body: Body { bytes: wire, wire_bytes, cut, captured: true, ..Body::default() }, error }
}

/// Takes off the content coding gzip, and any other stays on.
///
/// # Errors
/// When the content does not fit the coding; what could be decoded is kept.
pub(super) fn decode(body: &mut Body, fields: &Fields, limit: u64) -> Result<(), std::io::Error> {
    let coding = fields.combined("content-encoding");
    let is_gzip = coding.is_some_and(|coding| coding.eq_ignore_case("gzip") || coding.eq_ignore_case("x-gzip"));
    if !is_gzip || body.bytes.is_empty() {
        return Ok(());
    }
    let wire = std::mem::take(&mut body.bytes);
    let result = gunzip(&wire, limit.saturating_add(1), &mut body.bytes);
    if body.bytes.len() as u64 > limit {
        body.bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        body.cut = Some(BodyCut::Decoded(limit));
        return Ok(());
    }
    match result {
        // Cut on the wire by our own limit, so that the end of the coding cannot be there.
        Err(error) if body.cut.is_some() && error.kind() == ErrorKind::UnexpectedEof => Ok(()),
        Err(error) => Err(error),
        Ok(()) => Ok(()),
    }
}

/// Decodes member after member, up to a limit. What follows a whole member and is none itself is left, as other clients
/// leave it.
fn gunzip(wire: &[u8], limit: u64, out: &mut Vec<u8>) -> Result<(), std::io::Error> {
    let mut rest = wire;
    loop {
        let mut decoder = flate2::bufread::GzDecoder::new(rest);
        let room = limit.saturating_sub(out.len() as u64);
        (&mut decoder).take(room).read_to_end(out)?;
        rest = decoder.into_inner();
        if !rest.starts_with(&[0x1f, 0x8b]) || out.len() as u64 >= limit {
            return Ok(());
        }
    }
}
