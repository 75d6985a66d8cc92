//! The registered HTTP status codes and what each says to the caller of an API.
//!
//! The list is that of <https://www.iana.org/assignments/http-status-codes>. What one particular
//! API means by a code is knowledge about that API and has no place here.

mod registry;

pub(crate) use registry::REGISTRY;

/// One row of the IANA registry of status codes, explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusCode {
    /// The code, such as 404.
    pub code: u16,
    /// The registered reason phrase, such as `Not Found`.
    pub phrase: &'static str,
    /// The document and section that define the code, such as `RFC 9110 §15.5.5`.
    pub rfc: &'static str,
    /// What happened to the request, in one to three sentences.
    pub meaning: &'static str,
    /// What the caller does next, one short imperative line each.
    pub advice: &'static [&'static str],
}

/// The registry's row for `code`, when it has one.
pub(crate) fn registered(code: u16) -> Option<&'static StatusCode> {
    let index = REGISTRY.binary_search_by_key(&code, |status| status.code).ok()?;
    Some(&REGISTRY[index])
}

/// What nginx notes where the client gave up: no status of HTTP, but one that logs have.
pub(crate) const CLIENT_CLOSED_REQUEST: u16 = 499;

/// Every code that has a phrase: the registered ones, and the one of logs.
pub(crate) fn codes() -> impl Iterator<Item = u16> {
    REGISTRY.iter().map(|status| status.code).chain([CLIENT_CLOSED_REQUEST])
}

/// The phrases under which a code is sent: the registered one, then those of older documents, of servers that keep to
/// their own, and of MET's page on status codes.
pub(crate) fn phrases(code: u16) -> impl Iterator<Item = &'static str> {
    let others: &[&str] = match code {
        203 => &["Non Authoritative Information", "Non-Authorative Information"],
        302 => &["Moved Temporarily"],
        413 => &["Request Entity Too Large", "Payload Too Large"],
        414 => &["Request-URI Too Long"],
        416 => &["Requested Range Not Satisfiable"],
        422 => &["Unprocessable Entity"],
        CLIENT_CLOSED_REQUEST => &["Client Closed Request"],
        503 => &["Service Temporarily Unavailable"],
        504 => &["Gateway Time-out"],
        _ => &[],
    };
    let registered = registered(code).map(|status| status.phrase).filter(|phrase| *phrase != "(Unused)");
    registered.into_iter().chain(others.iter().copied())
}

/// The class of a status code: its first digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusClass {
    /// 1xx: an interim answer.
    Informational,
    /// 2xx: the request was understood and accepted.
    Success,
    /// 3xx: another step is needed.
    Redirection,
    /// 4xx: the request is at fault.
    ClientError,
    /// 5xx: the server is at fault.
    ServerError,
}

impl StatusClass {
    /// All classes, in the order of their digits.
    pub const ALL: [Self; 5] =
        [Self::Informational, Self::Success, Self::Redirection, Self::ClientError, Self::ServerError];

    /// The class that `code` belongs to, or none outside 100 to 599 (RFC 9110 §15).
    pub fn of(code: u16) -> Option<Self> {
        match code {
            100..=199 => Some(Self::Informational),
            200..=299 => Some(Self::Success),
            300..=399 => Some(Self::Redirection),
            400..=499 => Some(Self::ClientError),
            500..=599 => Some(Self::ServerError),
            _ => None,
        }
    }

    /// The first digit of the codes in this class.
    pub fn digit(self) -> u16 {
        match self {
            Self::Informational => 1,
            Self::Success => 2,
            Self::Redirection => 3,
            Self::ClientError => 4,
            Self::ServerError => 5,
        }
    }

    /// The name of the class, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Success => "success",
            Self::Redirection => "redirection",
            Self::ClientError => "client error",
            Self::ServerError => "server error",
        }
    }

    /// What every code of the class says.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Informational => {
                "The server has received the request and is processing it; the final response follows on the same \
                 connection."
            }
            Self::Success => "The server received, understood and accepted the request.",
            Self::Redirection => {
                "The client must take another step to complete the request, usually a request to the URL in Location."
            }
            Self::ClientError => "The request is at fault. Sent again unchanged, it will most likely fail again.",
            Self::ServerError => "The server failed or cannot fulfil the request; the request itself may be fine.",
        }
    }

    /// The section that defines the class.
    pub fn rfc(self) -> &'static str {
        match self {
            Self::Informational => "RFC 9110 §15.2",
            Self::Success => "RFC 9110 §15.3",
            Self::Redirection => "RFC 9110 §15.4",
            Self::ClientError => "RFC 9110 §15.5",
            Self::ServerError => "RFC 9110 §15.6",
        }
    }

    /// How to treat a code of this class that one does not know (RFC 9110 §15).
    pub fn advice(self) -> &'static str {
        match self {
            Self::Informational => "Treat an unknown 1xx code as 100: ignore it and wait for the final response.",
            Self::Success => "Treat an unknown 2xx code as 200: the request succeeded; log the code.",
            Self::Redirection => "Treat an unknown 3xx code as 300: follow Location if there is one.",
            Self::ClientError => "Treat an unknown 4xx code as 400: change the request before you send it again.",
            Self::ServerError => "Treat an unknown 5xx code as 500: report it, and retry later, if at all.",
        }
    }
}

/// Whether a cache may keep an answer with this code when nothing in it says for how long.
///
/// The list is that of RFC 9110 §15.1. Only the code is judged; the fields of the answer may
/// still forbid storing it.
pub(crate) fn is_heuristically_cacheable(code: u16) -> bool {
    matches!(code, 200 | 203 | 204 | 206 | 300 | 301 | 308 | 404 | 405 | 410 | 414 | 501)
}

/// Whether a status asks for the same thing at another place.
pub(crate) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(status: &StatusCode) -> Vec<&'static str> {
        let mut texts = vec![status.phrase, status.rfc, status.meaning];
        texts.extend(status.advice);
        texts
    }

    #[test]
    fn registry_is_ordered_and_unique() {
        assert!(REGISTRY.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn registry_is_the_whole_iana_list() {
        let expected: Vec<u16> = (100..=104)
            .chain(200..=208)
            .chain([226])
            .chain(300..=308)
            .chain(400..=418)
            .chain(421..=426)
            .chain([428, 429, 431, 451])
            .chain(500..=508)
            .chain([510, 511])
            .collect();
        let found: Vec<u16> = REGISTRY.iter().map(|status| status.code).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn phrases_are_the_current_ones() {
        for (code, phrase) in [
            (203, "Non-Authoritative Information"),
            (302, "Found"),
            (306, "(Unused)"),
            (413, "Content Too Large"),
            (414, "URI Too Long"),
            (416, "Range Not Satisfiable"),
            (418, "(Unused)"),
            (422, "Unprocessable Content"),
            (504, "Gateway Timeout"),
            (505, "HTTP Version Not Supported"),
        ] {
            assert_eq!(registered(code).map(|status| status.phrase), Some(phrase));
        }
    }

    #[test]
    fn sections_of_rfc_9110_match_their_class() {
        for status in REGISTRY.iter().filter(|s| s.rfc.starts_with("RFC 9110")) {
            let class = StatusClass::of(status.code).expect("a registered code has a class");
            let rest = status.rfc.strip_prefix(class.rfc());
            assert!(rest.is_some_and(|r| r.starts_with('.')), "{}", status.code);
        }
    }

    #[test]
    fn texts_are_tidy() {
        for status in REGISTRY {
            assert!((1..=3).contains(&status.advice.len()), "{}", status.code);
            for text in texts(status) {
                assert!(!text.is_empty(), "{}", status.code);
                assert_eq!(text, text.trim(), "{}", status.code);
                assert!(!text.contains("  "), "{}: {text}", status.code);
                assert!(!text.contains("example."), "{}: {text}", status.code);
            }
            let sentences = std::iter::once(&status.meaning).chain(status.advice);
            assert!(sentences.into_iter().all(|s| s.ends_with('.')), "{}", status.code);
        }
        for class in StatusClass::ALL {
            for text in [class.name(), class.meaning(), class.advice()] {
                assert_eq!(text, text.trim());
                assert!(!text.is_empty() && !text.contains("  "), "{text}");
            }
        }
    }

    #[test]
    fn lookup_finds_registered_codes_only() {
        assert!(REGISTRY.iter().all(|s| registered(s.code) == Some(s)));
        for code in [0, 99, 105, 209, 309, 419, 427, 430, 499, 509, 600, u16::MAX] {
            assert_eq!(registered(code), None);
        }
    }

    #[test]
    fn phrase_is_that_of_one_code() {
        let all: Vec<(&str, u16)> = codes().flat_map(|code| phrases(code).map(move |phrase| (phrase, code))).collect();
        for (at, (phrase, code)) in all.iter().enumerate() {
            let mut others = all.iter().skip(at + 1);
            assert!(!others.any(|(other, _)| other.eq_ignore_ascii_case(phrase)), "{phrase} of {code}");
        }
        assert_eq!(phrases(499).next(), Some("Client Closed Request"));
        assert_eq!(phrases(203).next(), Some("Non-Authoritative Information"));
        assert!(phrases(418).next().is_none());
    }

    #[test]
    fn classes_cover_100_to_599() {
        for class in StatusClass::ALL {
            assert_eq!(StatusClass::of(class.digit() * 100), Some(class));
            assert_eq!(StatusClass::of(class.digit() * 100 + 99), Some(class));
            assert!(class.advice().contains(&format!("as {}00", class.digit())));
        }
        for code in [0, 99, 600, 999] {
            assert_eq!(StatusClass::of(code), None);
        }
    }

    #[test]
    fn heuristic_caching_follows_the_rfc() {
        let found: Vec<u16> = (0..1000).filter(|&code| is_heuristically_cacheable(code)).collect();
        assert_eq!(found, [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]);
    }
}
