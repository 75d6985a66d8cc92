//! The network that implements [`Web`]: the only module that names ureq.

pub(crate) mod body;
mod certificate;
mod connect;
mod failure;
pub(crate) mod fetchers;
pub(crate) mod framing;
mod record;
mod recording;
mod resolve;
mod tls;

use std::cell::Cell;
use std::time::{Duration, Instant};

use connect::{ConnectStart, Handshake, TcpDialer};
use framing::{Limit, Refused};
use record::SharedRecord;
use recording::Recorder;
use resolve::Addresses;
use ureq::config::IpFamily;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector, SocksConnector, TcpConnector};
use ureq::{Agent, Error, Proxy};

use crate::evidence::redaction::Secrets;
use crate::evidence::{Body, Connection, Failure, FailureKind, Phase, Reply, Request, Response, Timing};
use crate::http::syntax::message::{HeadError, HttpVersion, ResponseHead};
use crate::http::uri::proxy;
use crate::http::uri::target::{Scheme, Url};
use crate::text::escape::{Text, clip};
use crate::world::{Family, Limits, NetSettings, ProxySetting, SetupError, Web};

/// The longest that looking up a name or opening a connection may take, within the time for the whole.
pub const MAX_CONNECT: Duration = Duration::from_secs(5);

/// The most connections that are kept open without a request under way. A batch asks some hosts in turn.
const MAX_IDLE: usize = 4;

/// How soon after an answer the connection may be used again. A server that ends it with the answer, and does not say
/// so, does it after it; a request that crosses that end would get no answer, and the reason would stay unknown.
const SETTLING: Duration = Duration::from_millis(4);

/// Sends requests with ureq over HTTP/1.1.
#[derive(Debug)]
pub struct UreqWeb {
    agent: Agent,
    record: SharedRecord,
    http_proxy: Option<(Proxy, String)>,
    https_proxy: Option<(Proxy, String)>,
    no_proxy: Option<String>,
    /// When the last exchange ended.
    ended: Cell<Option<Instant>>,
}

impl UreqWeb {
    /// Prepares everything for requests; opens no connection yet.
    ///
    /// # Errors
    /// When the settings cannot be used: a file without certificates, a proxy that is not a URL.
    pub fn new(settings: &NetSettings) -> Result<Self, SetupError> {
        let record = SharedRecord::default();
        let connector =
            ().chain(ConnectStart(record.clone()))
                .chain(SocksConnector::default())
                .chain(ConnectProxyConnector::default())
                .chain(TcpDialer { record: record.clone(), tcp: TcpConnector::default() })
                .chain(Handshake {
                    record: record.clone(),
                    inner: tls::Tls::new(record.clone(), settings.roots.clone())?,
                })
                .chain(Recorder(record.clone()));
        let addresses = Addresses { record: record.clone(), overrides: settings.resolve.clone() };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .proxy(None)
            .max_response_header_size(crate::http::syntax::message::MAX_HEAD)
            .input_buffer_size(connect::BUFFER)
            .output_buffer_size(connect::BUFFER)
            .max_idle_connections(MAX_IDLE)
            .ip_family(match settings.family {
                Family::Any => IpFamily::Any,
                Family::V4 => IpFamily::Ipv4Only,
                Family::V6 => IpFamily::Ipv6Only,
            })
            .build();
        Ok(Self {
            agent: Agent::with_parts(config, connector, addresses),
            record,
            http_proxy: settings.http_proxy.as_ref().map(new_proxy).transpose()?,
            https_proxy: settings.https_proxy.as_ref().map(new_proxy).transpose()?,
            no_proxy: settings.no_proxy.clone(),
            ended: Cell::new(None),
        })
    }

    /// Gives the end of a kept connection the time to come here, where the last answer has only just come.
    #[allow(clippy::disallowed_methods, reason = "the network is waited for, and this is the network's side")]
    fn settle(&self) {
        let since = self.ended.get().map_or(SETTLING, |ended| ended.elapsed());
        std::thread::sleep(SETTLING.saturating_sub(since));
    }

    fn proxy_for(&self, url: &Url) -> Option<&(Proxy, String)> {
        let proxy = match url.scheme() {
            Scheme::Http => self.http_proxy.as_ref(),
            Scheme::Https => self.https_proxy.as_ref(),
        }?;
        let bypassed = self.no_proxy.as_deref().is_some_and(|list| proxy::bypasses(list, url));
        (!bypassed).then_some(proxy)
    }

    fn call(&self, url: &Url, request: &Request, limits: Limits) -> Result<ureq::http::Response<ureq::Body>, Error> {
        let mut builder = self.agent.get(url.wire());
        for field in &request.fields {
            let name = field.name.as_str().unwrap_or_default();
            builder = builder.header_raw(name, field.value.as_bytes());
        }
        let connect = limits.time.min(MAX_CONNECT);
        builder
            .config()
            .proxy(self.proxy_for(url).map(|(proxy, _)| proxy.clone()))
            .timeout_global(Some(limits.time))
            .timeout_per_call(Some(limits.time))
            .timeout_resolve(Some(connect))
            .timeout_connect(Some(connect))
            .timeout_send_request(Some(limits.time))
            .timeout_recv_response(Some(limits.time))
            .timeout_recv_body(Some(limits.time))
            .build()
            .call()
    }

    fn reply(&self, url: &Url, request: &Request, limits: Limits) -> Reply {
        let (response, failure) = match self.call(url, request, limits) {
            Ok(response) => self.read_response(response, limits),
            Err(error) => self.salvage(&error),
        };
        let record = self.record.lock();
        let proxy = self.proxy_for(url);
        let on_the_way = proxy.is_some() && !record.tunnelled && !record.reused() && response.is_none();
        let failure = failure.map(|failure| match failure.kind {
            FailureKind::PrivateAddress => failure,
            _ if on_the_way => of_proxy(failure, proxy),
            FailureKind::Tls if record.certificate_wanted => {
                Failure { kind: FailureKind::TlsClientCertificate, ..failure }
            }
            _ => failure,
        });
        let timing = Timing {
            resolve: record.resolve,
            connect: record.connect,
            tls: record.tls,
            first_byte: record.first_byte,
            total: record.elapsed(),
        };
        let peer =
            record.peer.filter(|_| !record.made.is_empty() || record.reused() || record.phase >= Some(Phase::Tls));
        let connection = Connection {
            peer,
            reused: record.reused(),
            proxy: proxy.map(|(proxy, _)| format!("{}:{}", proxy.host(), proxy.port())),
            proxy_set_by: proxy.map(|(_, set_by)| set_by.clone()),
            certificate_ends: record.certificate_ends,
            tls: record.session.clone(),
            skipped: record.skipped.clone(),
        };
        Reply { response, failure, timing, connection }
    }

    /// Reads the content of a response whose head ureq could read.
    fn read_response(
        &self,
        mut response: ureq::http::Response<ureq::Body>,
        limits: Limits,
    ) -> (Option<Response>, Option<Failure>) {
        let head = self.head();
        self.record.lock().phase = Some(Phase::Body);
        let read = body::read(response.body_mut().as_reader(), limits.body);
        let mut failed = read.error.map(|error| {
            let record = self.record.lock();
            failure::failure(&Error::from(error), Phase::Body, record.received, &[])
        });
        let (head, interim) = match head {
            Ok(read) => read,
            Err(error) => return (None, Some(self.malformed(&error.to_string()))),
        };
        let mut body = read.body;
        if matches!(head.status, 204 | 304) {
            // These end with their head, and what follows it is content that must not be there.
            body.bytes = self.after_head();
        }
        let mut head = head;
        {
            let record = self.record.lock();
            body.surplus.clone_from(&record.surplus);
            head.offences.extend(record.offences.iter().cloned());
        }
        if let Some(detail) = unreadable_framing(&head) {
            return (Some(Response { head, interim, body }), Some(self.broken_content(FailureKind::Malformed, detail)));
        }
        let framed = head.fields.contains("content-length") || head.fields.contains("transfer-encoding");
        body.unclean_end = !framed && self.record.lock().unclean_end;
        if let Err(error) = body::decode(&mut body, &head.fields, limits.body)
            && failed.is_none()
        {
            failed = Some(self.broken_content(FailureKind::Decode, error.to_string()));
        }
        (Some(Response { head, interim, body }), failed)
    }

    /// Content that came and is not what the head says.
    fn broken_content(&self, kind: FailureKind, detail: String) -> Failure {
        let received = self.record.lock().received;
        Failure { phase: Phase::Body, kind, detail: Text::from(detail), received, excerpt: Text::default() }
    }

    /// What can still be said when ureq gave up: the failure, and the head where our own parser can read it.
    fn salvage(&self, error: &Error) -> (Option<Response>, Option<Failure>) {
        let (phase, received) = {
            let record = self.record.lock();
            (record.phase.unwrap_or(Phase::Send), record.received)
        };
        let failed = {
            let record = self.record.lock();
            failure::failure(error, phase, received, &record.bytes)
        };
        let mut failed = failed;
        if let (Error::ConnectProxyFailed(_), Ok((head, _))) = (error, self.head()) {
            failed.detail = Text::from(format!("the proxy returned {} {} to CONNECT", head.status, head.reason));
            failed.excerpt = Text::default();
            return (None, Some(failed));
        }
        let readable = match error {
            Error::Protocol(_) => phase == Phase::Head,
            Error::Other(other) => other.downcast_ref() == Some(&Refused::Limit(Limit::Fields)),
            _ => false,
        };
        match self.head() {
            Ok((head, interim)) if readable => {
                let body = Body::default();
                (Some(Response { head, interim, body }), Some(failed))
            }
            _ => (None, Some(failed)),
        }
    }

    fn malformed(&self, detail: &str) -> Failure {
        let record = self.record.lock();
        Failure {
            phase: Phase::Head,
            kind: FailureKind::Malformed,
            detail: Text::from(detail),
            received: record.received,
            excerpt: failure::excerpt(&record.bytes),
        }
    }

    /// What came after the final head, as far as it was recorded.
    fn after_head(&self) -> Vec<u8> {
        let record = self.record.lock();
        let mut rest = record.bytes.trim_ascii_start();
        while let Ok((head, used)) = ResponseHead::parse(rest) {
            rest = rest.get(used..).unwrap_or_default();
            if head.status >= 200 {
                break;
            }
        }
        rest.to_vec()
    }

    /// The final head among the recorded bytes, and how many interim ones stand before it.
    fn head(&self) -> Result<(ResponseHead, usize), HeadError> {
        let record = self.record.lock();
        let mut rest = record.bytes.trim_ascii_start();
        let mut interim = 0;
        loop {
            let (head, used) = ResponseHead::parse(rest)?;
            if !(100..200).contains(&head.status) || head.status == 101 {
                return Ok((head, interim));
            }
            interim += 1;
            rest = rest.get(used..).unwrap_or_default();
        }
    }
}

impl Web for UreqWeb {
    fn fetch(&self, request: &Request, limits: Limits) -> Reply {
        let Some(url) = &request.url else { return Reply::default() };
        // Behind a proxy it is the proxy that connects, and its own address may be private.
        let start = limits.start.filter(|_| self.proxy_for(url).is_none());
        self.settle();
        self.record.lock().begin(start);
        let reply = self.reply(url, request, limits);
        self.ended.set(Some(Instant::now()));
        reply
    }
}

/// A failure before the way through the proxy was open, without the credentials that the proxy may have sent back.
fn of_proxy(failure: Failure, proxy: Option<&(Proxy, String)>) -> Failure {
    let mut failure = Failure { kind: FailureKind::Proxy, ..failure };
    if let Some((proxy, _)) = proxy {
        let (user, password) = (proxy.username().unwrap_or_default(), proxy.password().unwrap_or_default());
        let secrets = Secrets::of_credentials(user, password);
        secrets.hide_in_text(&mut failure.detail);
        secrets.hide_in_text(&mut failure.excerpt);
    }
    failure
}

/// Why it is unclear where the content begins and ends (RFC 9112 §6.1): clients that ask without a TE field take the
/// coding chunked alone, once, and in HTTP/1.1.
fn unreadable_framing(head: &ResponseHead) -> Option<String> {
    let codings = head.transfer_codings().filter(|codings| !codings.is_empty())?;
    let named = clip(&codings.join(", "), 60);
    match codings.as_slice() {
        [coding] if coding == "chunked" && head.version == HttpVersion::Http10 => Some(
            "the response uses HTTP/1.0, which has no Transfer-Encoding; clients disagree on where its body ends"
                .to_owned(),
        ),
        [coding] if ["chunked", "identity"].contains(&coding.as_str()) => None,
        _ => Some(format!("the body has the Transfer-Encoding {named}; clients accept only chunked, and only once")),
    }
}

fn new_proxy(setting: &ProxySetting) -> Result<(Proxy, String), SetupError> {
    let proxy = Proxy::new(&setting.url).map_err(|_| SetupError::Proxy(setting.set_by.clone()))?;
    Ok((proxy, setting.set_by.clone()))
}
