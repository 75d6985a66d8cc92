//! The table of scenarios.

use super::{Act, Scenario, Serve, Source, Step, Trait, Until};

const STATUS: &str = "https://api.met.no/doc/StatusCodes";
const TERMS: &str = "https://api.met.no/doc/TermsOfService";
const START: &str = "https://api.met.no/doc/GettingStarted";
const FAQ: &str = "https://api.met.no/doc/FAQ";
const UPDATES: &str = "https://docs.api.met.no/doc/updates";
const BLOG: &str = "https://api.met.no/blog";

const ALWAYS: &[Step] = &[Step { act: Act::Serve, until: Until::End }];

/// One step that lasts.
macro_rules! always {
    ($act:expr) => {
        &[Step { act: $act, until: Until::End }]
    };
}

/// One lifetime of something, then data.
macro_rules! outage {
    ($act:expr) => {
        &[Step { act: $act, until: Until::Lifetimes(1) }, Step { act: Act::Serve, until: Until::End }]
    };
}

const fn documented(text: &'static str, page: &'static str) -> Trait {
    Trait { text, source: Source::Documented(page) }
}

const fn captured(text: &'static str, by: &'static str) -> Trait {
    Trait { text, source: Source::Captured(by) }
}

const fn assumed(text: &'static str, why: &'static str) -> Trait {
    Trait { text, source: Source::Assumed(why) }
}

const ONE_LIFETIME: Trait =
    assumed("it begins with the first request and lasts one lifetime of a forecast", "a test should see it end");

const OUTAGE: &str = "after a failure it waits before it requests again, longer each time";

/// Every scenario, in the order of lists.
pub(crate) static SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "healthy",
        title: "Answers every valid request as MET does on a good day; only judges",
        judged: "caching, If-Modified-Since, gzip, coordinates, identification",
        steps: ALWAYS,
        serve: Serve::PLAIN,
        traits: &[captured(
            "after Expires the response is generated again, so it has a new Last-Modified and is a 200",
            "responses recorded by the tests of weatherOz (2025, 2026)",
        )],
    },
    Scenario {
        name: "strict",
        title: "Refuses what MET's terms say is refused",
        judged: "identification, decimals of coordinates, 20 requests a second",
        steps: always!(Act::Enforce),
        serve: Serve::PLAIN,
        traits: &[
            documented("403 for a missing or generic User-Agent", FAQ),
            captured("403 for a placeholder such as example.com as contact", "two public reports (2026)"),
            documented("403 or 400, by the seed, for more than 4 decimals: MET's pages disagree", TERMS),
            documented("429 above 20 requests a second", TERMS),
        ],
    },
    Scenario {
        name: "unchanged",
        title: "The data never changes: 304 with a new Expires after each expiry",
        judged: "If-Modified-Since is the Last-Modified; the new Expires is used",
        steps: ALWAYS,
        serve: Serve { unchanged: true, ..Serve::PLAIN },
        traits: &[
            documented("a 304 where the data have not changed", START),
            assumed("some 304 have no Last-Modified, by the seed", "no 304 of MET was captured whole"),
        ],
    },
    Scenario {
        name: "deprecated",
        title: "203 with the complete data: the version is deprecated",
        judged: "203 is used like 200, without a retry",
        steps: ALWAYS,
        serve: Serve { status: 203, ..Serve::PLAIN },
        traits: &[
            documented("203 with all of the data", STATUS),
            documented("If-Modified-Since has no effect", START),
            captured("Last-Modified and Expires as with 200", "MET's GettingStarted page (2020-06-16)"),
        ],
    },
    Scenario {
        name: "beta",
        title: "203 with the complete data: the version is in beta",
        judged: "203 is used like 200, without a retry",
        steps: ALWAYS,
        serve: Serve { status: 203, ..Serve::PLAIN },
        traits: &[documented("203 with all of the data; no header distinguishes beta from deprecated", STATUS)],
    },
    Scenario {
        name: "eol",
        title: "404: the version has ended",
        judged: "it stops, or requests rarely",
        steps: always!(Act::Ended),
        serve: Serve::PLAIN,
        traits: &[captured(
            "404 with \"The specified version number is end-of-lifed for this product\"",
            "MagicMirror#3189 (2023-09)",
        )],
    },
    Scenario {
        name: "eol-midway",
        title: "203 for three requests, then 404: the version ends during the run",
        judged: "it stops, or requests rarely, and keeps its data",
        steps: &[Step { act: Act::Serve, until: Until::Requests(3) }, Step { act: Act::Ended, until: Until::End }],
        serve: Serve { status: 203, ..Serve::PLAIN },
        traits: &[
            captured("203, and from a configured day on 404", "MET's source of 2008; MagicMirror#3189 (2023)"),
            assumed("the day comes after three requests", "a test should see both"),
        ],
    },
    Scenario {
        name: "throttled",
        title: "429 after a few requests, until the client is quiet for a lifetime",
        judged: "it stops at once after a 429, and slows down",
        steps: always!(Act::Throttle),
        serve: Serve::PLAIN,
        traits: &[
            documented("429: too many requests, or heavy throttling", STATUS),
            documented("no Retry-After: none is documented", STATUS),
            assumed("it begins after 3 to 6 requests, by the seed", "a test sends fewer than 20 a second"),
            assumed("it ends when no request came for one lifetime", "MET does not document when it ends"),
        ],
    },
    Scenario {
        name: "blocked",
        title: "403 for every request",
        judged: "it stops after the first 403s",
        steps: always!(Act::Block),
        serve: Serve::PLAIN,
        traits: &[documented("403: the client is blocked for breaking the terms", STATUS)],
    },
    Scenario {
        name: "outage",
        title: "503 for one lifetime, then healthy",
        judged: OUTAGE,
        steps: outage!(Act::Fail(503)),
        serve: Serve::PLAIN,
        traits: &[documented("503: the service is not operational", STATUS), ONE_LIFETIME],
    },
    Scenario {
        name: "outage-500",
        title: "500 for one lifetime, then healthy",
        judged: OUTAGE,
        steps: outage!(Act::Fail(500)),
        serve: Serve::PLAIN,
        traits: &[documented("500: an error of the API", STATUS), ONE_LIFETIME],
    },
    Scenario {
        name: "outage-502",
        title: "502 for one lifetime, then healthy",
        judged: OUTAGE,
        steps: outage!(Act::Fail(502)),
        serve: Serve::PLAIN,
        traits: &[documented("502: the backend has no data", STATUS), ONE_LIFETIME],
    },
    Scenario {
        name: "outage-504",
        title: "504 for one lifetime, then healthy",
        judged: OUTAGE,
        steps: outage!(Act::Fail(504)),
        serve: Serve::PLAIN,
        traits: &[documented("504: the backend is too slow", STATUS), ONE_LIFETIME],
    },
    Scenario {
        name: "outage-refused",
        title: "The connection is reset before a response, for one lifetime",
        judged: OUTAGE,
        steps: outage!(Act::Reset),
        serve: Serve::PLAIN,
        traits: &[
            assumed("the request arrives and the connection is reset", "as where no server is left"),
            ONE_LIFETIME,
        ],
    },
    Scenario {
        name: "outage-reset",
        title: "The connection is reset in place of a response, for one lifetime",
        judged: OUTAGE,
        steps: outage!(Act::Reset),
        serve: Serve::PLAIN,
        traits: &[assumed("the connection is reset", "as a load balancer does without a backend"), ONE_LIFETIME],
    },
    Scenario {
        name: "outage-hang",
        title: "No response for one lifetime; the connection stays open",
        judged: "it has a time limit, and waits before it requests again",
        steps: outage!(Act::Hang),
        serve: Serve::PLAIN,
        traits: &[assumed("nothing is sent", "as where a backend hangs and no gateway limits the time"), ONE_LIFETIME],
    },
    Scenario {
        name: "outage-cut",
        title: "The body ends too early, for one lifetime",
        judged: "it notices that data are missing, and keeps its old data",
        steps: outage!(Act::Cut),
        serve: Serve::PLAIN,
        traits: &[
            assumed("half of the body is sent, less than Content-Length", "as where a connection breaks"),
            ONE_LIFETIME,
        ],
    },
    Scenario {
        name: "outage-gzip",
        title: "The body is not valid gzip, for one lifetime",
        judged: "it notices that data are damaged, and keeps its old data",
        steps: outage!(Act::BadGzip),
        serve: Serve::PLAIN,
        traits: &[
            assumed("the second half of the gzip body is damaged", "as where a cache holds a damaged copy"),
            ONE_LIFETIME,
        ],
    },
    Scenario {
        name: "outage-html",
        title: "200 with a page in HTML in place of data, for one lifetime",
        judged: "it notices that it is not data, and keeps its old data",
        steps: outage!(Act::Html),
        serve: Serve::PLAIN,
        traits: &[
            documented("HTML with 200 is what a client gets that follows the redirect of port 80", BLOG),
            ONE_LIFETIME,
        ],
    },
    Scenario {
        name: "moved",
        title: "A redirect to another host, 301 or 303, which has the data",
        judged: "it follows redirects",
        steps: always!(Act::Moved),
        serve: Serve::PLAIN,
        traits: &[
            documented("all clients must support redirects", TERMS),
            documented("301 or 303, by the seed, to another host; at MET for CAP files since 2024", BLOG),
            assumed("every product redirects", "a test should see it whatever it requests"),
        ],
    },
    Scenario {
        name: "http",
        title: "As healthy: port 80 redirects to the front page",
        judged: "no request is sent by plain HTTP",
        steps: ALWAYS,
        serve: Serve::PLAIN,
        traits: &[documented("requests to port 80 are redirected to the front page", BLOG)],
    },
    Scenario {
        name: "coverage",
        title: "422: the place is outside the coverage; nowcast has no radar data",
        judged: "it does not repeat the request",
        steps: always!(Act::Outside),
        serve: Serve::PLAIN,
        traits: &[
            documented("422 with X-ErrorClass: Outsidegeographicarea", STATUS),
            documented("nowcast: 200 with radar_coverage \"no coverage\" and no precipitation_rate", BLOG),
        ],
    },
    Scenario {
        name: "expired",
        title: "Every response has expired when it arrives",
        judged: "it does not poll in a loop",
        steps: ALWAYS,
        serve: Serve { expired: true, ..Serve::PLAIN },
        traits: &[documented("some products have a lifetime of 0, so Expires may be past", UPDATES)],
    },
    Scenario {
        name: "skew",
        title: "The server's clock is 10 minutes off",
        judged: "it computes the lifetime from Date, not from its own clock",
        steps: ALWAYS,
        serve: Serve { skewed: true, ..Serve::PLAIN },
        traits: &[assumed(
            "Date, Last-Modified and Expires are 10 minutes early or late, by the seed",
            "clocks differ",
        )],
    },
    Scenario {
        name: "preflight",
        title: "As healthy: CORS preflight requests get 405",
        judged: "JavaScript sends simple requests only",
        steps: ALWAYS,
        serve: Serve::PLAIN,
        traits: &[captured("405 to OPTIONS", "DTekNO/lovelace-meteogram-card#1 (2025-08-09)")],
    },
    Scenario {
        name: "pebble",
        title: "As healthy; the seed varies what MET does not specify",
        judged: "it relies on nothing that is not promised",
        steps: ALWAYS,
        serve: Serve { varies: true, ..Serve::PLAIN },
        traits: &[
            assumed("order and case of headers vary", "HTTP promises neither"),
            assumed("further members in JSON objects", "MET promises to add variables, not to keep the set"),
            assumed("Age and X-Varnish may be absent", "they are the caches' own"),
        ],
    },
];
