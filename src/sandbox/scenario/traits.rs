//! What the server does in every scenario, each with where it is known from.

use super::{Source, Trait};

const STATUS: &str = "https://api.met.no/doc/StatusCodes";
const TERMS: &str = "https://api.met.no/doc/TermsOfService";
const START: &str = "https://api.met.no/doc/GettingStarted";
const CAPTURED: &str = "responses recorded by the tests of metno-locationforecast (2020) and weatherOz (2025, 2026)";

/// What the server does in every scenario.
pub(crate) const COMMON: &[Trait] = &[
    Trait {
        text: "Last-Modified is when the response was generated; Expires is 30 to 32 minutes later, to scale",
        source: Source::Captured(CAPTURED),
    },
    Trait {
        text: "a response stays in the cache until its Expires: Age, X-Varnish and the same Last-Modified",
        source: Source::Captured(CAPTURED),
    },
    Trait { text: "no ETag, no Cache-Control, no Retry-After", source: Source::Captured(CAPTURED) },
    Trait { text: "Vary: Accept, Accept-Encoding; Access-Control-Allow-Origin: *", source: Source::Captured(CAPTURED) },
    Trait {
        text: "gzip where Accept-Encoding offers it, else the body is about ten times larger",
        source: Source::Captured(CAPTURED),
    },
    Trait { text: "If-Modified-Since with the Last-Modified, or a later time: 304", source: Source::Documented(START) },
    Trait {
        text: "a 304 has a new Expires, and mostly Last-Modified",
        source: Source::Assumed("MET's documentation shows only the beginning of a 304"),
    },
    Trait {
        text: "http:// redirects to the front page of the API, not to the data",
        source: Source::Documented("https://api.met.no/blog (2021-05-10)"),
    },
    Trait { text: "methods other than GET and HEAD: 405, CORS preflights too", source: Source::Documented(STATUS) },
    Trait {
        text: "errors are plain text, or HTML where Accept asks for it, with X-ErrorClass",
        source: Source::Documented("https://docs.api.met.no/doc/v3relnotes"),
    },
    Trait {
        text: "a version that has ended: 404 \"The specified version number is end-of-lifed for this product\"",
        source: Source::Captured("MagicMirror#3189 (2023-09)"),
    },
    Trait {
        text: "a missing parameter: 400 \"Mandatory parameters ... missing\"",
        source: Source::Captured("home-assistant/core#120835 (2024-06-29)"),
    },
    Trait { text: "a place outside the coverage of nowcast: 422", source: Source::Documented(STATUS) },
    Trait {
        text: "an invalid coordinate: 400 \"Invalid latitude\" or \"Invalid longitude\"",
        source: Source::Captured("the source of MET's old sunrise product"),
    },
    Trait { text: "HTTP/1.1 only; the service also speaks HTTP/2", source: Source::Captured(CAPTURED) },
    Trait {
        text: "every client gets data, whatever its User-Agent, except in strict and blocked",
        source: Source::Assumed("a test should see what the client does, and judges it afterwards"),
    },
    Trait {
        text: "at most 20 requests per second are allowed; only strict enforces it",
        source: Source::Documented(TERMS),
    },
];
