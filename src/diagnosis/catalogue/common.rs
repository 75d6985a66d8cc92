//! What several rules share: MET's pages on its requirements, and how an example begins.

/// MET's own page on status codes.
pub(crate) const STATUS_CODES: &str = "https://api.met.no/doc/StatusCodes";

/// MET's Terms of Service.
pub(crate) const TERMS: &str = "https://api.met.no/doc/TermsOfService";

/// MET's page on how to begin, which explains conditional requests.
pub(crate) const GETTING_STARTED: &str = "https://api.met.no/doc/GettingStarted";

/// A transcript of a request to MET, by its path below /weatherapi/, and of the response.
macro_rules! met_exchange {
    ($path:literal, $status:literal, $rest:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/",
            $path,
            " HTTP/1.1\nUser-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 ",
            $status,
            "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            $rest
        )
    };
}
pub(crate) use met_exchange;

/// A transcript of a valid request to MET and of the response.
macro_rules! met_answer {
    ($status:literal, $rest:literal) => {
        $crate::diagnosis::catalogue::common::met_exchange!(
            "locationforecast/2.0/compact?lat=60.1&lon=9.58",
            $status,
            $rest
        )
    };
}
pub(crate) use met_answer;
