//! The table of MET's meanings.

use super::{Cause, Meaning};

/// MET's meanings, ordered by code.
pub(crate) static MEANINGS: &[Meaning] = &[
    Meaning {
        code: 200,
        summary: "Success: cache the data until Expires",
        meaning: "The request succeeded, and the response body is the data: JSON, XML, an image or a binary file, \
                  depending on the product. It does not guarantee that the version will stay: an end date can be \
                  announced before the version returns 203.",
        causes: &[
            Cause {
                cause: "The body is HTML: a request over plain http:// was redirected to the API's front page",
                remedy: "Write https:// in the URL.",
            },
            Cause {
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
    Meaning {
        code: 203,
        summary: "Success, but this version is deprecated or in beta",
        meaning: "The data is complete, as with 200. The requested version is either deprecated and will be shut \
                  down, or in beta and not ready for production. No header says which of the two it is, nor when the \
                  version ends; the product's changelog does. Such a version ignores If-Modified-Since and sends the \
                  full body every time.",
        causes: &[
            Cause {
                cause: "The version is deprecated: it has been replaced or will be shut down",
                remedy: "Find the end date and the successor at https://api.met.no/changelog, and plan the move. \
                         After the end date the version returns 404.",
            },
            Cause {
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
    Meaning {
        code: 204,
        summary: "Possibly no data for this request (not on MET's status code page)",
        meaning: "MET's status code page does not mention 204. A third party's copies of the OpenAPI documents list \
                  it as a response of the products. It probably means that there is nothing to return. For missing \
                  data MET documents 404.",
        causes: &[Cause {
            cause: "There may be no data for the requested time or place",
            remedy: "Check the parameters, and retry at your next scheduled poll.",
        }],
        avoid: &["parse the body: there is none"],
        differs: None,
        source: "https://github.com/api-evangelist/yr-no",
    },
    Meaning {
        code: 301,
        summary: "The URL has changed; every client must follow redirects",
        meaning: "MET's Terms of Service require clients to follow redirects. The usual case is a request over plain \
                  http://, which MET redirects to the API's front page on https. A client that follows gets an HTML \
                  page, not the data.",
        causes: &[
            Cause {
                cause: "The request used http://",
                remedy: "Write https:// in the URL. MET can block clients that keep using http://.",
            },
            Cause {
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
    Meaning {
        code: 303,
        summary: "The document is at another URL; every client must follow redirects",
        meaning: "MET's Terms of Service require clients to follow redirects. Since 2024 MetAlerts' CAP files are in \
                  an object store, to which the API redirects.",
        causes: &[
            Cause {
                cause: "The document, probably a MetAlerts CAP file, is on another host",
                remedy: "Follow Location, even to another host.",
            },
            Cause { cause: "The request may have used http://", remedy: "Write https:// in the URL." },
        ],
        avoid: &["fetch the same CAP file twice: once published, it never changes"],
        differs: None,
        source: "https://api.met.no/doc/TermsOfService",
    },
    Meaning {
        code: 304,
        summary: "Not modified: keep using your cached copy",
        meaning: "The response to a request with If-Modified-Since when the data has not changed; it has no body. MET \
                  requires the value to be the Last-Modified of your cached response, unchanged. Send the request \
                  only after that response's Expires.",
        causes: &[Cause {
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
    Meaning {
        code: 400,
        summary: "Bad request: a parameter is missing or malformed; the body says which",
        meaning: "The server cannot understand the request. The body is an error message: plain text, or HTML if \
                  Accept includes text/html.",
        causes: &[
            Cause {
                cause: "A required parameter is missing, such as lat or lon",
                remedy: "Find its name in the body and add it. Check that no shell or logger cut the URL at \"&\".",
            },
            Cause {
                cause: "A value has the wrong format: a number with an exponent such as 1e-05, a decimal comma, or a \
                        time without Z",
                remedy: "Write decimals with a point, and times as 2026-02-16T12:00:00Z.",
            },
            Cause {
                cause: "The parameters are separated by \";\", which MET accepts only for as long as it can",
                remedy: "Separate them with \"&\".",
            },
            Cause {
                cause: "The product does not know a parameter; possibly msl, which locationforecast 2.0 calls altitude",
                remedy: "Compare the names with the product's documentation.",
            },
            Cause {
                cause: "lat or lon may have more than four decimals: the Getting Started page announces 400, the \
                        Terms of Service 403",
                remedy: "Truncate coordinates to at most four decimals.",
            },
        ],
        avoid: &["send the same request again", "parse the body as weather data"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 401,
        summary: "Not authorised: the resource requires credentials; no public product does today",
        meaning: "MET uses this status for restricted products and administrative services. Its FAQ says that \
                  api.met.no no longer has restricted data, so a public product should not return 401.",
        causes: &[
            Cause {
                cause: "The request went to frost.met.no, which requires a client id",
                remedy: "Register for one at https://frost.met.no and send it as the user name of HTTP Basic \
                         authentication.",
            },
            Cause {
                cause: "The URL is that of an administrative or internal service",
                remedy: "Use a product listed at https://api.met.no/weatherapi.",
            },
        ],
        avoid: &["send credentials to api.met.no: its public products use none"],
        differs: None,
        source: "https://api.met.no/doc/FAQ",
    },
    Meaning {
        code: 403,
        summary: "Refused: most likely your User-Agent does not identify you, or you are blocked",
        meaning: "A 403 from MET is nearly always about who sent the request, not what was requested. Newer products \
                  refuse a missing or generic User-Agent; other clients are blocked for violating the Terms of \
                  Service. To find out which, look at X-ErrorClass, and repeat the request once with a User-Agent \
                  that names your application and a real contact.",
        causes: &[
            Cause {
                cause: "The User-Agent is missing or a library's default: okhttp, Dalvik, Java, fhttp, \
                        python-requests and the like",
                remedy: "Send your application's name, its version, and a website or e-mail address where MET can \
                         reach you.",
            },
            Cause {
                cause: "The contact in the User-Agent is a placeholder (MET has refused such requests)",
                remedy: "Replace it with a real contact of your own.",
            },
            Cause {
                cause: "The application, this version of it, or the address is blocked for violating the Terms of \
                        Service",
                remedy: "Fix the violation, then e-mail weatherapi-adm@met.no with your IP address and User-Agent. If \
                         it is not your program, update it first.",
            },
            Cause {
                cause: "lat or lon may have more than four decimals: the Terms of Service announce 403 for newer \
                        products, the Getting Started page 400; some users still get 200",
                remedy: "Truncate coordinates to at most four decimals.",
            },
        ],
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
    Meaning {
        code: 404,
        summary: "No such product or version, an ended version, or no data for the request",
        meaning: "There is nothing to return for this URL. The body usually says why: of a version that has ended it \
                  says \"end-of-lifed\".",
        causes: &[
            Cause {
                cause: "The version has reached its end of life",
                remedy: "Move to the successor that https://api.met.no/changelog names.",
            },
            Cause {
                cause: "The product or the version is unknown, or was removed long ago",
                remedy: "Compare the URL with the list at https://api.met.no/weatherapi.",
            },
            Cause {
                cause: "The product does not support the action, such as available",
                remedy: "Look up the endpoints in the product's documentation.",
            },
            Cause {
                cause: "There is no data for this time or place at the moment",
                remedy: "Retry at your next scheduled poll.",
            },
            Cause {
                cause: "Classic XML of nowcast was requested for a place outside its area",
                remedy: "Use the JSON endpoint, or locationforecast for that place.",
            },
        ],
        avoid: &[
            "request an ended version again: it does not come back",
            "hide the weather without an explanation for the user",
        ],
        differs: Some(
            "410 is for what is permanently gone (RFC 9110 §15.5.11). MET returns 404 for versions that have ended.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 405,
        summary: "The method is not supported; only GET and HEAD are",
        meaning: "The API supports only GET and HEAD. POST was never supported and no longer works. The OPTIONS \
                  request that browsers send as a CORS preflight has also been seen to get 405.",
        causes: &[
            Cause { cause: "The request is a POST", remedy: "Send a GET with the parameters in the query." },
            Cause {
                cause: "A script in a browser set a header such as User-Agent, which causes a preflight (OPTIONS)",
                remedy: "Send requests through a caching server of your own, or set no headers in the script; Origin \
                         then identifies the site.",
            },
        ],
        avoid: &["send HEAD before each GET: it doubles the server's load"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 422,
        summary: "The place, or sometimes the time, is outside the product's coverage",
        meaning: "The request is well-formed, but there can be no data for its values. Usually the location is \
                  outside the product's geographical area, as with nowcast and oceanforecast.",
        causes: &[
            Cause {
                cause: "The location is outside the product's geographical area",
                remedy: "Use a product that covers it: locationforecast is global.",
            },
            Cause {
                cause: "lat and lon are swapped, or a sign is wrong",
                remedy: "Check the coordinates: lat is the latitude, and west is negative.",
            },
            Cause {
                cause: "The requested time may be outside the product's range",
                remedy: "Request a time within the range given in its documentation.",
            },
        ],
        avoid: &["retry for the same place: coverage seldom changes"],
        differs: Some(
            "422 is about the content of a request (RFC 9110 §15.5.21), and a GET has none. MET itself calls this use \
             probably incorrect.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 429,
        summary: "Throttled: too many requests, or a User-Agent that does not identify you",
        meaning: "The application is being throttled. The Terms of Service set the limit at 20 requests per second, \
                  over all installations of an application. Older products also throttle requests without proper \
                  identification (newer ones refuse them), so if you send few requests, that is the likelier cause.",
        causes: &[
            Cause {
                cause: "The User-Agent is missing or generic; likely if you send few requests",
                remedy: "Send your application's name, its version and a real contact.",
            },
            Cause {
                cause: "All installations together exceed 20 requests per second",
                remedy: "Send fewer requests: cache responses until Expires, share them through your own cache, and \
                         spread requests randomly over the hour.",
            },
            Cause {
                cause: "The application is permanently throttled after heavy traffic",
                remedy: "E-mail weatherapi-adm@met.no with your IP address and User-Agent.",
            },
        ],
        avoid: &[
            "retry immediately: the Terms of Service require you to reduce traffic at once",
            "spread requests over several addresses or names to evade the limit",
        ],
        differs: Some(
            "429 is only about the number of requests (RFC 6585 §4). At MET missing identification is a second reason.",
        ),
        source: "https://api.met.no/doc/TermsOfService",
    },
    Meaning {
        code: 499,
        summary: "The client closed the connection before the response; seen only in MET's logs",
        meaning: "MET's log records that the client closed the connection before the response was finished, \
                  presumably because of a timeout. No response is sent, so a client never receives this status.",
        causes: &[
            Cause {
                cause: "The client's timeout is too short",
                remedy: "Raise the timeout; large images and files need it most.",
            },
            Cause {
                cause: "The program was closed, or lost its network, while it waited",
                remedy: "Do nothing unless it happens often.",
            },
        ],
        avoid: &["cancel and retry immediately: every attempt costs the server again"],
        differs: Some("499 is not registered. Web servers such as nginx use it in logs."),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 500,
        summary: "Something failed in the API itself; this is not your fault",
        meaning: "An unspecified error in the API: possibly a bug, more likely a deployment or server problem.",
        causes: &[Cause {
            cause: "An error inside the API",
            remedy: "Retry at your next scheduled poll, and check https://status.met.no. Report it if only this \
                     request keeps failing.",
        }],
        avoid: &["retry more often than usual until it works"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 502,
        summary: "The API could not reach its backend; this is not your fault",
        meaning: "The API could not fetch the data from its backend, either from disk or from one of MET's internal \
                  web services.",
        causes: &[
            Cause {
                cause: "A backend service failed",
                remedy: "Retry at your next scheduled poll, and check https://status.met.no.",
            },
            Cause {
                cause: "Data that should exist is missing (X-ErrorClass: Unexpectedmissingdata)",
                remedy: "Use your cached copy in the meantime, and show its age.",
            },
        ],
        avoid: &["retry more often than usual until it works"],
        differs: Some(
            "Another server sent an invalid response (RFC 9110 §15.6.3). At MET it may also be a file that could not \
             be read.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 503,
        summary: "The service is temporarily unavailable; this is not your fault",
        meaning: "The service is not operational at the moment: a source such as a radar site may be down, or the \
                  service is not configured.",
        causes: &[Cause {
            cause: "An outage of the product or of one of its sources",
            remedy: "Retry at your next scheduled poll, but not before Retry-After if there is one. Check \
                     https://status.met.no.",
        }],
        avoid: &["retry more often than usual until it works"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 504,
        summary: "A backend service took too long to respond; this is not your fault",
        meaning: "A backend service did not respond to the API in time. MET names heavy traffic as the usual reason.",
        causes: &[Cause {
            cause: "Heavy traffic at MET",
            remedy: "Retry at your next scheduled poll, away from the full hour, and check https://status.met.no.",
        }],
        avoid: &["retry immediately: it adds to the traffic that caused the timeout"],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
];
