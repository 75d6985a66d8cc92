//! What several rules have in common: where MET writes what it asks for, and how an example begins.

/// MET's own page on status codes.
pub(crate) const STATUS_CODES: &str = "https://api.met.no/doc/StatusCodes";

/// MET's terms of service.
pub(crate) const TERMS: &str = "https://api.met.no/doc/TermsOfService";

/// MET's page on how to begin, which says how to ask with a condition.
pub(crate) const GETTING_STARTED: &str = "https://api.met.no/doc/GettingStarted";

/// A transcript of an answer from MET to a well-made request.
macro_rules! met_answer {
    ($status:literal, $rest:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n",
            "User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 ",
            $status,
            "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            $rest
        )
    };
}
pub(crate) use met_answer;
