//! The table of MET's meanings.

use super::{CauseText, StatusMeaning};

/// MET's meanings, ordered by code.
pub(crate) static MEANINGS: &[StatusMeaning] = &[
    StatusMeaning {
        code: 200,
        summary: "Success: cache the data until Expires",
        meaning: "The request succeeded, and the response body is the data: JSON, XML, an image or a binary file, \
                  depending on the product. It does not guarantee that the version will stay: an end date can be \
                  announced before the version returns 203.",
        causes: &[
            CauseText {
                cause: "The body is HTML: a request over plain http:// was redirected to the API's front page",
                remedy: "Write https:// in the URL.",
            },
            CauseText {
                cause: "A nowcast response has a radar_coverage other than \"ok\", and little data",
                remedy: "Check radar_coverage: \"no coverage\" is permanent for this place, \"temporarily \
                         unavailable\" is not.",
            },
        ],
        avoid: &[
            "request the data again before Expires",
            "take a 200 as proof that your identification complies with the Terms of Service",
        ],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 203,
        summary: "Success, but this version is deprecated or in beta",
        meaning: "The data is complete, as with 200. The requested version is either deprecated and will be shut \
                  down, or in beta and not ready for production. No header says which of the two it is, nor when the \
                  version ends; the product's changelog does. Such a version ignores If-Modified-Since and sends the \
                  full body every time.",
        causes: &[
            CauseText {
                cause: "The version is deprecated: it has been replaced or will be shut down",
                remedy: "Find the end date and the successor at https://api.met.no/changelog, and plan the move. \
                         After the end date the version returns 404.",
            },
            CauseText {
                cause: "The version is in beta",
                remedy: "Use the current version in production, and expect changes in this one.",
            },
        ],
        avoid: &[
            "treat 203 as an error: clients that do so break the day a version is deprecated",
            "ignore it silently: the Terms of Service require a log entry or a warning",
            "take it for a response from a proxy or a cache",
        ],
        differs: Some(
            "A proxy modified the response (RFC 9110 §15.3.4). MET uses 203 to mark the version of the product.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 204,
        summary: "Possibly no data for this request (not on MET's status code page)",
        meaning: "MET's status code page does not mention 204. A third party's copies of the OpenAPI documents list \
                  it as a response of the products. It probably means that there is nothing to return. For missing \
                  data MET documents 404.",
        causes: &[CauseText {
            cause: "There may be no data for the requested time or place",
            remedy: "Check the parameters, and retry at your next scheduled poll.",
        }],
        avoid: &["parse the body: there is none"],
        differs: None,
        source: "https://github.com/api-evangelist/yr-no",
    },
    StatusMeaning {
        code: 301,
        summary: "The URL has changed; every client must follow redirects",
        meaning: "MET's Terms of Service require clients to follow redirects. The usual case is a request over plain \
                  http://, which MET redirects to the API's front page on https. A client that follows gets an HTML \
                  page, not the data.",
        causes: &[
            CauseText {
                cause: "The request used http://",
                remedy: "Write https:// in the URL. MET can block clients that keep using http://.",
            },
            CauseText {
                cause: "The document has moved; since 2024 MetAlerts' CAP files are in an object store on another host",
                remedy: "Follow Location, even to another host.",
            },
        ],
        avoid: &[
            "rely on the redirect from http://: every such request is wasted",
            "parse the redirect's own body as data",
        ],
        differs: None,
        source: "https://api.met.no/doc/TermsOfService",
    },
    StatusMeaning {
        code: 303,
        summary: "The document is at another URL; every client must follow redirects",
        meaning: "MET's Terms of Service require clients to follow redirects. Since 2024 MetAlerts' CAP files are in \
                  an object store, to which the API redirects.",
        causes: &[
            CauseText {
                cause: "The document, probably a MetAlerts CAP file, is on another host",
                remedy: "Follow Location, even to another host.",
            },
            CauseText { cause: "The request may have used http://", remedy: "Write https:// in the URL." },
        ],
        avoid: &["fetch the same CAP file twice: once published, it never changes"],
        differs: None,
        source: "https://api.met.no/doc/TermsOfService",
    },
    StatusMeaning {
        code: 304,
        summary: "Not modified: keep using your cached copy",
        meaning: "The response to a request with If-Modified-Since when the data has not changed; it has no body. MET \
                  requires the value to be the Last-Modified of your cached response, unchanged. Send the request \
                  only after that response's Expires.",
        causes: &[CauseText {
            cause: "The request had If-Modified-Since, and there is no newer data",
            remedy: "Use your cached copy until the next Expires.",
        }],
        avoid: &[
            "send a request before Expires, even with If-Modified-Since",
            "send an invented or a future time in If-Modified-Since",
            "expect a 304 from beta or deprecated versions: they return 203 with the full body",
        ],
        differs: None,
        source: "https://api.met.no/doc/GettingStarted",
    },
    StatusMeaning {
        code: 400,
        summary: "Bad request: a parameter is missing or malformed; the body says which",
        meaning: "The server cannot understand the request. The body is an error message: plain text, or HTML if \
                  Accept includes text/html.",
        causes: &[],
        avoid: &["send the same request again", "parse the body as weather data"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 401,
        summary: "Not authorised: the resource requires credentials; no public product does today",
        meaning: "MET uses this status for restricted products and administrative services. Its FAQ says that \
                  api.met.no no longer has restricted data, so a public product should not return 401.",
        causes: &[],
        avoid: &["send credentials to api.met.no: its public products use none"],
        differs: None,
        source: "https://api.met.no/doc/FAQ",
    },
    StatusMeaning {
        code: 403,
        summary: "Refused: most likely your User-Agent does not identify you, or you are blocked",
        meaning: "A 403 from MET is nearly always about who sent the request, not what was requested. Newer products \
                  refuse a missing or generic User-Agent; other clients are blocked for violating the Terms of \
                  Service. To find out which, look at X-ErrorClass, and repeat the request once with a User-Agent \
                  that names your application and a real contact.",
        causes: &[],
        avoid: &[
            "repeat the request unchanged: waiting is unlikely to help",
            "use a browser's, another client's or a random User-Agent: the Terms of Service forbid it and threaten a \
             permanent ban",
            "evade a block with another IP address or a proxy",
        ],
        differs: Some(
            "The reason is left open (RFC 9110 §15.5.4). At MET it is nearly always identification or a block, \
             although no credentials are involved.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 404,
        summary: "No such product or version, an ended version, or no data for the request",
        meaning: "There is nothing to return for this URL. The body usually says why: for a version that has ended it \
                  says \"end-of-lifed\".",
        causes: &[],
        avoid: &[
            "request an ended version again: it does not come back",
            "hide the weather without an explanation for the user",
        ],
        differs: Some(
            "410 is for what is permanently gone (RFC 9110 §15.5.11). MET returns 404 for versions that have ended.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 405,
        summary: "The method is not supported; only GET and HEAD are",
        meaning: "The API supports only GET and HEAD. POST was never supported and no longer works. The OPTIONS \
                  request that browsers send as a CORS preflight has also been seen to get 405.",
        causes: &[],
        avoid: &["send HEAD before each GET: it doubles the server's load"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 422,
        summary: "The place, or sometimes the time, is outside the product's coverage",
        meaning: "The request is well-formed, but there can be no data for its values. Usually the location is \
                  outside the product's geographical area, as with nowcast and oceanforecast.",
        causes: &[],
        avoid: &["retry for the same place: coverage seldom changes"],
        differs: Some(
            "422 is about the content of a request (RFC 9110 §15.5.21), and a GET has none. MET itself calls this use \
             probably incorrect.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 429,
        summary: "Throttled: too many requests, or a User-Agent that does not identify you",
        meaning: "The application is being throttled. The Terms of Service set the limit at 20 requests per second, \
                  over all installations of an application. Older products also throttle requests without proper \
                  identification (newer ones refuse them), so if you send few requests, that is the likelier cause.",
        causes: &[],
        avoid: &[
            "retry immediately: the Terms of Service require you to reduce traffic at once",
            "spread requests over several addresses or names to evade the limit",
        ],
        differs: Some(
            "429 is only about the number of requests (RFC 6585 §4). At MET missing identification is a second reason.",
        ),
        source: "https://api.met.no/doc/TermsOfService",
    },
    StatusMeaning {
        code: 499,
        summary: "The client closed the connection before the response; seen only in MET's logs",
        meaning: "MET's log records that the client closed the connection before the response was finished, \
                  presumably because of a timeout. No response is sent, so a client never receives this status.",
        causes: &[],
        avoid: &["cancel and retry immediately: every attempt costs the server again"],
        differs: Some("499 is not registered. Web servers such as nginx use it in logs."),
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 500,
        summary: "Something failed in the API itself; this is not your fault",
        meaning: "An unspecified error in the API: possibly a bug, more likely a deployment or server problem.",
        causes: &[],
        avoid: &["retry more often than usual until it works"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 502,
        summary: "The API could not reach its backend; this is not your fault",
        meaning: "The API could not fetch the data from its backend, either from disk or from one of MET's internal \
                  web services.",
        causes: &[],
        avoid: &["retry more often than usual until it works"],
        differs: Some(
            "Another server sent an invalid response (RFC 9110 §15.6.3). At MET it may also be a file that could not \
             be read.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 503,
        summary: "The service is temporarily unavailable; this is not your fault",
        meaning: "The service is not operational at the moment: a source such as a radar site may be down, or the \
                  service is not configured.",
        causes: &[],
        avoid: &["retry more often than usual until it works"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    StatusMeaning {
        code: 504,
        summary: "A backend service took too long to respond; this is not your fault",
        meaning: "A backend service did not respond to the API in time. MET names heavy traffic as the usual reason.",
        causes: &[],
        avoid: &["retry immediately: it adds to the traffic that caused the timeout"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
];
