//! A small DNS server for the namespace: MET's names are on loopback, every other name does not exist. RFC 1035.
//!
//! The file of hosts answers for `api.met.no` already; this is for its aliases and for programs that ask DNS alone.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::hosts::is_met;

/// Bytes of a message over UDP at most. Queries are far shorter.
const MAX_UDP: usize = 4096;
/// Bytes of a message over TCP at most.
const MAX_TCP: usize = 4096;
/// Connections that are read from at a time.
const MAX_CONNECTIONS: usize = 16;
/// How long a connection may be silent.
const SILENCE: Duration = Duration::from_secs(5);
/// Names of other hosts that are kept for the report.
const MAX_NAMES: usize = 20;
/// Bytes of a stack of a thread that answers queries.
const STACK: usize = 128 * 1024;

/// Names that were looked up and do not belong to MET: what the command cannot reach in the sandbox.
#[derive(Clone, Debug, Default)]
pub(crate) struct OtherNames(Arc<Mutex<BTreeSet<String>>>);

impl OtherNames {
    /// Notes a name.
    pub(super) fn note(&self, name: &str) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() < MAX_NAMES {
            names.insert(name.to_ascii_lowercase());
        }
    }

    /// The names so far, at most twenty.
    pub(crate) fn list(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// Answers queries on port 53 of loopback until the process ends.
///
/// # Errors
/// When the port cannot be bound or no thread can be started.
pub(super) fn start(ipv6: bool) -> io::Result<OtherNames> {
    let names = OtherNames::default();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 53));
    let (udp, tcp) = (UdpSocket::bind(address)?, TcpListener::bind(address)?);
    let builder = || std::thread::Builder::new().stack_size(STACK);
    let seen = names.clone();
    builder().spawn(move || serve_udp(&udp, ipv6, &seen))?;
    let seen = names.clone();
    builder().spawn(move || serve_tcp(&tcp, ipv6, &seen))?;
    Ok(names)
}

fn serve_udp(socket: &UdpSocket, ipv6: bool, names: &OtherNames) {
    let mut query = [0; MAX_UDP];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut query) else { continue };
        if let Some(response) = respond(&query[..length], ipv6, names) {
            let _ = socket.send_to(&response, from);
        }
    }
}

fn serve_tcp(listener: &TcpListener, ipv6: bool, names: &OtherNames) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming().flatten() {
        if open.fetch_add(1, Ordering::Relaxed) >= MAX_CONNECTIONS {
            open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let (names, closed) = (names.clone(), Arc::clone(&open));
        let serve = move || {
            let _ = serve_connection(stream, ipv6, &names);
            closed.fetch_sub(1, Ordering::Relaxed);
        };
        if std::thread::Builder::new().stack_size(STACK).spawn(serve).is_err() {
            open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn serve_connection(mut stream: TcpStream, ipv6: bool, names: &OtherNames) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE))?;
    stream.set_write_timeout(Some(SILENCE))?;
    loop {
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let length = usize::from(u16::from_be_bytes(length));
        if length > MAX_TCP {
            return Ok(());
        }
        let mut query = vec![0; length];
        stream.read_exact(&mut query)?;
        let Some(response) = respond(&query, ipv6, names) else { return Ok(()) };
        let length = u16::try_from(response.len()).unwrap_or(u16::MAX).to_be_bytes();
        stream.write_all(&[&length[..], &response].concat())?;
    }
}

/// Bytes of the header of a message.
const HEADER: usize = 12;
const TYPE_A: u16 = 1;
const TYPE_AAAA: u16 = 28;
const TYPE_ANY: u16 = 255;
const CLASS_IN: u16 = 1;
/// Seconds that a response may be kept: the sandbox ends soon.
const TTL: u32 = 1;

/// The codes of a response.
#[derive(Clone, Copy)]
enum Code {
    NoError = 0,
    FormatError = 1,
    NoSuchName = 3,
    NotImplemented = 4,
}

/// The response to a query; `None` for what is not a query and gets none.
fn respond(query: &[u8], ipv6: bool, names: &OtherNames) -> Option<Vec<u8>> {
    let (header, body) = query.split_at_checked(HEADER)?;
    let is_response = header[2] & 0x80 != 0;
    if is_response {
        return None;
    }
    let opcode = (header[2] >> 3) & 0x0f;
    if opcode != 0 {
        return Some(message(header, Code::NotImplemented, &[], &[]));
    }
    let questions = u16::from_be_bytes([header[4], header[5]]);
    let Some((name, kind, class, length)) = question(body).filter(|_| questions == 1) else {
        return Some(message(header, Code::FormatError, &[], &[]));
    };
    let asked = &body[..length];
    let is_local = name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case("localhost.");
    if class != CLASS_IN || !(is_met(&name) || is_local) {
        if !name.to_ascii_lowercase().ends_with(".arpa") && !is_local {
            names.note(&name);
        }
        return Some(message(header, Code::NoSuchName, asked, &[]));
    }
    let v4 = (kind == TYPE_A || kind == TYPE_ANY).then_some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let v6 = (ipv6 && (kind == TYPE_AAAA || kind == TYPE_ANY)).then_some(IpAddr::V6(Ipv6Addr::LOCALHOST));
    let addresses: Vec<IpAddr> = v4.into_iter().chain(v6).collect();
    Some(message(header, Code::NoError, asked, &addresses))
}

/// The name of a question, its type and class, and its length in bytes. A query has nothing that a pointer of the
/// compression could lead to, so a name with one is malformed.
fn question(body: &[u8]) -> Option<(String, u16, u16, usize)> {
    let mut name = String::new();
    let mut at = 0;
    loop {
        let length = usize::from(*body.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        let label = body.get(at..at + length).filter(|_| length < 64)?;
        at += length;
        if !name.is_empty() {
            name.push('.');
        }
        // A name of a host is ASCII; what else there is only has to differ from MET's.
        name.extend(label.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '?' }));
        if name.len() > 255 {
            return None;
        }
    }
    let rest = body.get(at..at + 4)?;
    let number = |at: usize| u16::from_be_bytes([rest[at], rest[at + 1]]);
    Some((name, number(0), number(2), at + 4))
}

/// Writes a response: the question as it came, with the case of its letters, and an address for each of `addresses`.
fn message(header: &[u8], code: Code, question: &[u8], addresses: &[IpAddr]) -> Vec<u8> {
    let count = u8::try_from(addresses.len()).unwrap_or(0);
    let has_question = u8::from(!question.is_empty());
    // It is a response (0x80) and authoritative (0x04), with opcode and "recursion desired" of the query; recursion is
    // available (0x80), or the C library would try the next server.
    let (first, second) = (0x84 | (header[2] & 0x79), 0x80 | code as u8);
    let mut bytes = vec![header[0], header[1], first, second, 0, has_question, 0, count, 0, 0, 0, 0];
    bytes.extend_from_slice(question);
    for address in addresses {
        // The name is the one of the question, at offset 12.
        bytes.extend_from_slice(&[0xc0, 12]);
        let (kind, octets) = match address {
            IpAddr::V4(address) => (TYPE_A, address.octets().to_vec()),
            IpAddr::V6(address) => (TYPE_AAAA, address.octets().to_vec()),
        };
        bytes.extend_from_slice(&kind.to_be_bytes());
        bytes.extend_from_slice(&CLASS_IN.to_be_bytes());
        bytes.extend_from_slice(&TTL.to_be_bytes());
        bytes.extend_from_slice(&u16::try_from(octets.len()).unwrap_or(0).to_be_bytes());
        bytes.extend_from_slice(&octets);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(name: &str, kind: u16) -> Vec<u8> {
        let mut bytes = vec![0xab, 0xcd, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        for label in name.split('.') {
            bytes.push(u8::try_from(label.len()).unwrap());
            bytes.extend_from_slice(label.as_bytes());
        }
        bytes.push(0);
        bytes.extend_from_slice(&kind.to_be_bytes());
        bytes.extend_from_slice(&CLASS_IN.to_be_bytes());
        bytes
    }

    /// The code of a response, how many answers it has, and its last bytes.
    fn asked(name: &str, kind: u16) -> (u8, u8, Vec<u8>) {
        let response = respond(&query(name, kind), true, &OtherNames::default()).unwrap();
        (response[3] & 0x0f, response[7], response[response.len() - 4..].to_vec())
    }

    #[test]
    fn met_and_its_aliases_are_on_loopback() {
        for name in ["api.met.no", "aa015h6buqvih86i1.api.met.no", "API.Met.No"] {
            assert_eq!(asked(name, TYPE_A), (0, 1, vec![127, 0, 0, 1]), "{name}");
            assert_eq!(asked(name, TYPE_AAAA), (0, 1, vec![0, 0, 0, 1]), "{name}");
        }
    }

    #[test]
    fn other_types_of_a_met_name_have_no_data() {
        for kind in [15, 16, 64, 65] {
            let (code, count, _) = asked("api.met.no", kind);
            assert_eq!((code, count), (0, 0), "{kind}");
        }
        let without_v6 = respond(&query("api.met.no", TYPE_AAAA), false, &OtherNames::default()).unwrap();
        assert_eq!((without_v6[3] & 0x0f, without_v6[7]), (0, 0));
    }

    #[test]
    fn other_names_do_not_exist_and_are_noted() {
        let names = OtherNames::default();
        for name in ["pypi.org", "met.no", "api.met.no.evil.org", "xapi.met.no", "Pypi.org"] {
            let response = respond(&query(name, TYPE_A), true, &names).unwrap();
            assert_eq!((response[3] & 0x0f, response[7]), (3, 0), "{name}");
        }
        respond(&query("1.0.0.127.in-addr.arpa", 12), true, &names).unwrap();
        assert_eq!(names.list(), ["api.met.no.evil.org", "met.no", "pypi.org", "xapi.met.no"]);
    }

    #[test]
    fn number_and_question_come_back_unchanged() {
        let query = query("aPi.MET.no", TYPE_A);
        let response = respond(&query, true, &OtherNames::default()).unwrap();
        assert_eq!(response[..2], query[..2]);
        assert_eq!(response[12..query.len()], query[12..]);
        assert_eq!(response[2] & 0x01, 1, "recursion desired is kept");
    }

    #[test]
    fn names_are_noted_up_to_a_bound() {
        let names = OtherNames::default();
        for number in 0..1000 {
            names.note(&format!("host{number}.org"));
        }
        assert_eq!(names.list().len(), MAX_NAMES);
    }

    #[test]
    fn bytes_that_are_not_a_query_are_refused_or_ignored() {
        let names = OtherNames::default();
        assert!(respond(b"", true, &names).is_none());
        assert!(respond(&[0; 11], true, &names).is_none());
        let mut response = query("api.met.no", TYPE_A);
        response[2] |= 0x80;
        assert!(respond(&response, true, &names).is_none());
        let mut update = query("api.met.no", TYPE_A);
        update[2] |= 5 << 3;
        assert_eq!(respond(&update, true, &names).unwrap()[3] & 0x0f, 4);
        let whole = query("api.met.no", TYPE_A);
        for end in HEADER..whole.len() {
            assert_eq!(respond(&whole[..end], true, &names).unwrap()[3] & 0x0f, 1, "cut at {end}");
        }
        let mut pointer = whole.clone();
        pointer[12] = 0xc0;
        assert_eq!(respond(&pointer, true, &names).unwrap()[3] & 0x0f, 1);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_resolver_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
            let _ = respond(&bytes, true, &OtherNames::default());
        }
    }

    #[test]
    fn connection_is_served_query_by_query() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let _ = serve_connection(stream, true, &OtherNames::default());
        });
        let mut client = TcpStream::connect(address).unwrap();
        for kind in [TYPE_A, TYPE_AAAA] {
            let query = query("api.met.no", kind);
            client.write_all(&u16::try_from(query.len()).unwrap().to_be_bytes()).unwrap();
            client.write_all(&query).unwrap();
            let mut length = [0; 2];
            client.read_exact(&mut length).unwrap();
            let mut response = vec![0; usize::from(u16::from_be_bytes(length))];
            client.read_exact(&mut response).unwrap();
            assert_eq!(response[7], 1);
        }
        drop(client);
        server.join().unwrap();
    }
}
