//! Requests made from others: another User-Agent, another URL.

use crate::evidence::Request;
use crate::evidence::shown::Shown;
use crate::http::syntax::message::Fields;
use crate::http::uri::target::Url;
use crate::text::escape::Text;

/// The same request with another User-Agent.
pub(super) fn with_agent(request: &Request, agent: &str) -> Request {
    let mut fields: Fields = request
        .fields
        .iter()
        .filter(|field| !field.name.eq_ignore_case("user-agent"))
        .map(|field| (field.name.clone(), field.value.clone()))
        .collect();
    fields.push("User-Agent", agent);
    Request { fields, ..request.clone() }
}

/// The request for a URL. Only what says who asks and in which form goes to another origin.
pub(super) fn request(url: &Url, fields: &Fields, same_origin: bool) -> Request {
    let mut sent = Fields::default();
    let own_host = same_origin && fields.contains("host");
    // Without any field it is unknown what is sent: a request that is only judged.
    if !own_host && !fields.is_empty() {
        sent.push("Host", url.host_field());
    }
    for field in fields {
        if same_origin || crosses_origins(&field.name) {
            sent.push(field.name.clone(), field.value.clone());
        }
    }
    // A plan without any field is one whose client is not described.
    let shown = if fields.is_empty() { Shown::UrlOnly } else { Shown::Whole };
    Request { method: "GET".into(), url: Some(url.clone()), fields: sent, shown }
}

pub(super) fn crosses_origins(name: &Text) -> bool {
    ["user-agent", "accept", "accept-encoding", "accept-language"].iter().any(|kept| name.eq_ignore_case(kept))
}
