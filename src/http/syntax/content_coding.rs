//! Content codings: how the content of an answer was compressed, and what of that can be taken off here
//! (RFC 9110 §8.4).

use super::message::Fields;
use crate::text::escape::Text;

/// One way in which content was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// gzip (RFC 1952), under either of its names.
    Gzip,
    /// The zlib format (RFC 1950), which some servers send without its frame.
    Deflate,
    /// Another coding, by its name in lower case.
    Other(String),
}

impl Coding {
    /// The coding of a name in lower case; none for `identity`, which changes nothing.
    fn of(name: String) -> Option<Self> {
        match name.as_str() {
            "" | "identity" => None,
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            _ => Some(Self::Other(name)),
        }
    }

    /// The name as written in fields.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Other(name) => name,
        }
    }
}

/// The codings of an answer's content, in the order in which they were applied.
pub(crate) fn codings(fields: &Fields) -> Vec<Coding> {
    let value = fields.combined("content-encoding").unwrap_or_default();
    let names = value.as_bytes().split(|&b| b == b',').map(|name| Text::from(name.trim_ascii()).to_string());
    names.filter_map(|name| Coding::of(name.to_ascii_lowercase())).collect()
}

/// The coding that cannot be taken off here, so what is under it cannot be read.
pub(crate) fn unreadable(fields: &Fields) -> Option<Coding> {
    codings(fields).into_iter().rfind(|coding| matches!(coding, Coding::Other(_)))
}

/// The first coding of an answer's content that the request did not offer. A request without Accept-Encoding leaves
/// the choice to the server (RFC 9110 §12.5.3).
pub(crate) fn unasked(request: &Fields, answer: &Fields) -> Option<Coding> {
    let offer = request.combined("accept-encoding")?;
    let offer = offer.to_string().to_ascii_lowercase();
    let offered = |coding: &Coding| {
        let weight = |wanted: &dyn Fn(&str) -> bool| {
            let member = offer.split(',').find(|member| wanted(member.split(';').next().unwrap_or_default().trim()))?;
            let parameter = member.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("q="));
            Some(parameter.and_then(|weight| weight.trim().parse::<f64>().ok()).unwrap_or(1.0))
        };
        let named = |name: &str| name.strip_prefix("x-").unwrap_or(name) == coding.as_str();
        weight(&named).or_else(|| weight(&|name| name == "*")).is_some_and(|weight| weight > 0.0)
    };
    codings(answer).into_iter().find(|coding| !offered(coding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &str) -> Fields {
        [("Content-Encoding", value)].into_iter().collect()
    }

    #[test]
    fn codings_are_a_list_in_the_order_in_which_they_were_applied() {
        for (value, wanted) in [
            ("gzip", vec!["gzip"]),
            ("X-GZip", vec!["gzip"]),
            ("identity", vec![]),
            ("", vec![]),
            ("deflate, , br", vec!["deflate", "br"]),
            ("gzip, identity, gzip", vec!["gzip", "gzip"]),
        ] {
            let codings = codings(&encoded(value));
            assert_eq!(codings.iter().map(Coding::as_str).collect::<Vec<_>>(), wanted, "{value}");
        }
        assert_eq!(unreadable(&encoded("br, gzip")), Some(Coding::Other("br".to_owned())));
        assert_eq!(unreadable(&encoded("deflate, gzip")), None);
    }

    #[test]
    fn coding_is_asked_for_by_its_name_or_by_a_star() {
        for (offer, coding, asked) in [
            ("gzip", "gzip", true),
            ("gzip", "x-gzip", true),
            ("x-gzip;q=0.5", "gzip", true),
            ("gzip", "br", false),
            ("gzip, gzip", "gzip, deflate", false),
            ("*", "br", true),
            ("br;q=0, *", "br", false),
            ("gzip; q=0.0", "gzip", false),
            ("identity", "gzip", false),
            ("gzip", "identity", true),
        ] {
            let request: Fields = [("accept-encoding", offer)].into_iter().collect();
            assert_eq!(unasked(&request, &encoded(coding)).is_none(), asked, "{offer}: {coding}");
        }
        assert_eq!(unasked(&Fields::default(), &encoded("br")), None);
    }
}
