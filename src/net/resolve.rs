//! Finds the addresses of hosts, and lets an answer lead nowhere that it may not.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::failure::PrivateAddress;
use super::record::SharedRecord;
use crate::evidence::Phase;
use crate::http::uri::address::{self, Reach};
use crate::world::STACK;

/// The most addresses of a host that are tried.
const MAX_ADDRESSES: usize = 16;

/// Finds addresses: given ones first, then those of the operating system.
#[derive(Debug)]
pub(super) struct Addresses {
    pub(super) record: SharedRecord,
    pub(super) overrides: Vec<(String, u16, SocketAddr)>,
}

impl Addresses {
    fn lookup(&self, uri: &Uri, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or_else(|| match uri.scheme_str() {
            Some("https") => 443,
            Some(scheme) if scheme.starts_with("socks") => 1080,
            _ => 80,
        });
        let name = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        let known = self.overrides.iter().find(|(known, at, _)| known == name && *at == port).map(|(_, _, addr)| *addr);
        match known.or_else(|| address::of_host(&host).map(|ip| SocketAddr::new(ip, port))) {
            Some(addr) => Ok(vec![addr]),
            None => ask_system(host, port, timeout),
        }
    }
}

impl Resolver for Addresses {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.record.lock().phase = Some(Phase::Resolve);
        let start = Instant::now();
        let addresses = self.lookup(uri, timeout)?;
        let mut found = self.empty();
        config.ip_family().keep_wanted(addresses.into_iter()).take(MAX_ADDRESSES).for_each(|addr| found.push(addr));
        if found.is_empty() {
            return Err(Error::HostNotFound);
        }
        let mut record = self.record.lock();
        record.resolve = Some(start.elapsed());
        record.phase = Some(Phase::Send);
        let leads_astray = |start: Reach| found.iter().any(|addr| !start.may_lead_to(address::reach(addr.ip())));
        if record.start.is_some_and(leads_astray) {
            return Err(Error::Other(Box::new(PrivateAddress)));
        }
        Ok(found)
    }
}

/// Asks the resolver of the operating system, which has no limit of time of its own.
fn ask_system(host: String, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
    let (answer, answers) = mpsc::sync_channel(1);
    let ask = move || {
        // No one waits for what comes too late.
        let _ = answer.send((host.as_str(), port).to_socket_addrs().map(Iterator::collect));
    };
    thread::Builder::new().name("resolve".to_owned()).stack_size(STACK).spawn(ask)?;
    let answered = match timeout.not_zero() {
        Some(time) => answers.recv_timeout(*time),
        None => answers.recv().map_err(RecvTimeoutError::from),
    };
    match answered {
        Ok(found) => Ok(found?),
        Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
        Err(RecvTimeoutError::Disconnected) => Err(std::io::Error::other("the look-up ended without a result").into()),
    }
}
