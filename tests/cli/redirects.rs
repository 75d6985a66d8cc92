//! Redirects: followed hop by hop, within bounds, and with nothing secret on board.

use std::time::Duration;

use crate::support::server::{Reply, Server};
use metstatus::internals::evidence::shown::Shown;
use metstatus::internals::evidence::{FailureKind, Request};
use metstatus::internals::http::syntax::message::Fields;
use metstatus::internals::http::uri::address::Reach;
use metstatus::internals::http::uri::target::Url;
use metstatus::internals::net::UreqWeb;
use metstatus::internals::world::{Limits, NetSettings, Web as _};

/// Of two targets in a run one may be private, and kept open, when the other leads to it.
#[test]
fn kept_private_connection_is_not_used_after_a_public_one() {
    let answer = || Reply::text("HTTP/1.1 200 OK\n\nok").keep_alive();
    let server = Server::http([answer(), answer(), answer()]).allow_unasked();
    let web = UreqWeb::new(&NetSettings::default()).unwrap();
    let request = Request {
        method: "GET".into(),
        url: Url::parse(&server.url("/")).ok(),
        fields: Fields::default(),
        shown: Shown::Whole,
    };
    let limits = |start| Limits { time: Duration::from_secs(4), body: 1000, start };
    let first = web.fetch(&request, limits(None));
    assert!(first.failure.is_none() && first.response.is_some(), "{:?}", first.failure);
    let again = web.fetch(&request, limits(Some(Reach::Machine)));
    assert!(again.connection.reused && again.response.is_some(), "{:?}", again.failure);
    let second = web.fetch(&request, limits(Some(Reach::Public)));
    assert_eq!(second.failure.map(|failure| failure.kind), Some(FailureKind::PrivateAddress));
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}
