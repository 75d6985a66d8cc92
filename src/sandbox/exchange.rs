//! A request that arrived and the reply to it.

use std::net::IpAddr;

use crate::http::syntax::message::Fields;

/// A request that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The method.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// The host by the Host header or by an absolute target, in lower case and without its port.
    pub host: String,
    /// The same with its port, as it was sent.
    pub authority: String,
    /// The headers.
    pub fields: Fields,
    /// Whether it came over TLS.
    pub secure: bool,
    /// From where.
    pub address: IpAddr,
}

impl Request {
    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The port of the authority with its colon; empty where it has none.
    pub(crate) fn port(&self) -> &str {
        match self.authority.rfind(':') {
            Some(at) if !self.authority.ends_with(']') => self.authority.get(at..).unwrap_or_default(),
            _ => "",
        }
    }

    /// The query, where there is one.
    pub(crate) fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }
}

/// What is sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The status.
    pub status: u16,
    /// Headers in the order in which they are sent; Content-Length and Connection are added.
    pub fields: Vec<(String, String)>,
    /// The body, encoded as the headers say.
    pub body: Vec<u8>,
    /// How it is delivered.
    pub delivery: Delivery,
    /// Whether the body is of no use, although it comes whole.
    pub is_damaged: bool,
}

/// How a reply reaches the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Whole.
    #[default]
    Whole,
    /// Cut after so many bytes of the body; the connection is closed then.
    Cut(usize),
    /// Not at all: the connection is reset.
    Reset,
    /// Not at all: the connection stays open and silent.
    Hang,
}

impl Reply {
    /// A reply without headers.
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, fields: Vec::new(), body: body.into(), delivery: Delivery::Whole, is_damaged: false }
    }

    /// Adds a header.
    pub(crate) fn field(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// The value of a header.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
