//! Reading the content of a response: bounded as received and as decoded.

use std::io::{ErrorKind, Read};

use crate::evidence::{Body, BodyCut};
use crate::http::syntax::content_coding::{self, Coding};
use crate::http::syntax::message::Fields;

/// What became of a body, and the error that ended it, where one did.
pub struct ReadBody {
    /// What was read.
    pub body: Body,
    /// The error.
    pub error: Option<std::io::Error>,
}

/// Reads at most `limit` bytes of content.
pub fn read(reader: impl Read, limit: u64) -> ReadBody {
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

/// Takes off the content codings, the last one first; one that is not known stays on, with those under it.
///
/// # Errors
/// When the content does not fit a coding; what could be decoded is kept.
pub fn decode(body: &mut Body, fields: &Fields, limit: u64) -> Result<(), std::io::Error> {
    for coding in content_coding::codings(fields).iter().rev() {
        let result = match coding {
            _ if body.bytes.is_empty() || matches!(body.cut, Some(BodyCut::Decoded(_))) => return Ok(()),
            Coding::Gzip => take_off(gunzip, body, limit),
            Coding::Deflate => take_off(inflate, body, limit),
            Coding::Other(_) => return Ok(()),
        };
        match result {
            // Cut on the wire by our own limit, so the end of the coding cannot be there.
            Err(error) if body.cut.is_some() && error.kind() == ErrorKind::UnexpectedEof => {}
            other => other?,
        }
    }
    Ok(())
}

/// Decodes what it is given up to a limit of bytes, and says how many bytes follow the end.
type Decode = fn(&[u8], u64, &mut Vec<u8>) -> Result<usize, std::io::Error>;

fn take_off(decode: Decode, body: &mut Body, limit: u64) -> Result<(), std::io::Error> {
    let encoded = std::mem::take(&mut body.bytes);
    let result = decode(&encoded, limit.saturating_add(1), &mut body.bytes);
    if body.bytes.len() as u64 > limit {
        body.bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        body.cut = Some(BodyCut::Decoded(limit));
        return Ok(());
    }
    // Where the reading was cut, the end is not known.
    body.beyond_coding += result?;
    Ok(())
}

/// Decodes the zlib format, or what is in it where its frame is missing.
fn inflate(wire: &[u8], limit: u64, out: &mut Vec<u8>) -> Result<usize, std::io::Error> {
    let is_framed = matches!(wire, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    if is_framed {
        let mut decoder = flate2::bufread::ZlibDecoder::new(wire);
        (&mut decoder).take(limit).read_to_end(out)?;
        return Ok(decoder.into_inner().len());
    }
    let mut decoder = flate2::bufread::DeflateDecoder::new(wire);
    (&mut decoder).take(limit).read_to_end(out)?;
    Ok(decoder.into_inner().len())
}

/// The most members of gzip: each is begun again, however little it holds.
const MOST_MEMBERS: usize = 10_000;

/// Decodes member after member, up to a limit. What follows a whole member and is none itself is left: RFC 1952 §2.2
/// has no place for it, and some clients refuse it.
fn gunzip(wire: &[u8], limit: u64, out: &mut Vec<u8>) -> Result<usize, std::io::Error> {
    let mut rest = wire;
    for _ in 0..MOST_MEMBERS {
        let mut decoder = flate2::bufread::GzDecoder::new(rest);
        let room = limit.saturating_sub(out.len() as u64);
        (&mut decoder).take(room).read_to_end(out)?;
        rest = decoder.into_inner();
        if !rest.starts_with(&[0x1f, 0x8b]) || out.len() as u64 >= limit {
            return Ok(rest.len());
        }
    }
    Err(std::io::Error::other(format!("it has more than {MOST_MEMBERS} parts, the limit of metstatus")))
}
