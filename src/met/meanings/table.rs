//! The table of MET's meanings.

use super::{Cause, Meaning};

/// MET's meanings, ordered by code.
pub(crate) static MEANINGS: &[Meaning] = &[
    Meaning {
        code: 200,
        summary: "The data came; keep them until the time in Expires",
        meaning: "The request succeeded and the body holds the data: JSON, XML, an image or a \
                  binary file, depending on the product. It does not promise that the version \
                  stays: an announced end and 203 do not always begin together.",
        causes: &[
            Cause {
                cause: "The body is HTML: a request over plain http:// was redirected to the \
                        front page of the API",
                remedy: "Write https:// in the address.",
            },
            Cause {
                cause: "A nowcast body holds a radar_coverage other than ok, and few data",
                remedy: "Read radar_coverage: \"no coverage\" stays so for this place, \
                         \"temporarily unavailable\" passes.",
            },
        ],
        avoid: &["Asking again before Expires.", "Taking a 200 as proof that your identification meets the terms."],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 203,
        summary: "All data came, but this version is deprecated or in beta",
        meaning: "The data are complete, as with 200. The version asked for is either deprecated, \
                  and will be switched off, or in beta, and not yet meant for production. No \
                  header says which of the two, nor when it ends; the changelog of the product \
                  does. Such a version does not answer If-Modified-Since with 304 but sends the \
                  whole body each time.",
        causes: &[
            Cause {
                cause: "The version is deprecated, having a successor or being about to go",
                remedy: "Find the end date and the successor at https://api.met.no/changelog, \
                         and plan the move; afterwards the version answers 404.",
            },
            Cause {
                cause: "The version is in beta",
                remedy: "Use the current version in production, and expect changes in this one.",
            },
        ],
        avoid: &[
            "Treating 203 as a failure: clients that do break on the day a version is deprecated.",
            "Passing over it in silence: the terms want it logged or shown as a warning.",
            "Reading it as the work of a proxy or a cache.",
        ],
        differs: Some(
            "In RFC 9110 §15.3.4 it means that a proxy changed the content. MET uses it to mark \
             the version of the product.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 204,
        summary: "Possibly: no data for this request (not on MET's page of status codes)",
        meaning: "MET's page of status codes does not mention 204. A third party's copies of the \
                  OpenAPI documents list it among the answers of the products. It likely means \
                  that there is nothing to send; for missing data MET documents 404.",
        causes: &[Cause {
            cause: "There are possibly no data for the time or the place asked for",
            remedy: "Check the parameters, and ask again on your ordinary schedule.",
        }],
        avoid: &["Parsing the body: there is none."],
        differs: None,
        source: "https://github.com/api-evangelist/yr-no",
    },
    Meaning {
        code: 301,
        summary: "The address has changed; every client has to follow redirects",
        meaning: "The terms require clients to follow redirects. The usual case is a request \
                  over plain http://, which MET redirects to the front page of the API on https: \
                  a client that follows gets a page of HTML there, not the data.",
        causes: &[
            Cause {
                cause: "The request went to http://",
                remedy: "Write https:// in the address; lasting use of http:// can get a client \
                         blocked.",
            },
            Cause {
                cause: "The document has moved; MetAlerts' CAP files are in an object store on \
                        another host since 2024",
                remedy: "Follow Location, to another host as well.",
            },
        ],
        avoid: &[
            "Building on the redirect from http://: each such request is wasted.",
            "Parsing the body of the redirect itself as data.",
        ],
        differs: None,
        source: "https://api.met.no/doc/TermsOfService",
    },
    Meaning {
        code: 303,
        summary: "The document is at another address; every client has to follow redirects",
        meaning: "The terms require clients to follow redirects. Since 2024 the CAP files of \
                  MetAlerts come from an object store, to which the API redirects.",
        causes: &[
            Cause {
                cause: "The document, likely a CAP file of MetAlerts, is kept on another host",
                remedy: "Follow Location, to another host as well.",
            },
            Cause { cause: "Possibly the request went to http://", remedy: "Write https:// in the address." },
        ],
        avoid: &["Fetching the same CAP file twice: once published, it never changes."],
        differs: None,
        source: "https://api.met.no/doc/TermsOfService",
    },
    Meaning {
        code: 304,
        summary: "Nothing changed since your copy; go on using it",
        meaning: "The answer to a request with If-Modified-Since when the data are the same; it \
                  has no body. MET wants the value to be the Last-Modified of the answer you \
                  hold, unaltered, and the request to wait until that answer's Expires has \
                  passed.",
        causes: &[Cause {
            cause: "The request carried If-Modified-Since, and no newer data exist",
            remedy: "Use your stored copy until the next Expires.",
        }],
        avoid: &[
            "Asking before Expires, even with If-Modified-Since.",
            "Sending an invented time, or one in the future, in If-Modified-Since.",
            "Expecting it from beta or deprecated versions: those answer 203 with the whole body.",
        ],
        differs: None,
        source: "https://api.met.no/doc/GettingStarted",
    },
    Meaning {
        code: 400,
        summary: "A parameter is missing or malformed; the body says which",
        meaning: "The request cannot be understood as it stands. The body explains it in words: \
                  as plain text, or as HTML when Accept asks for text/html.",
        causes: &[],
        avoid: &["Sending the same request again.", "Parsing the body as weather data."],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 401,
        summary: "The resource needs authorisation; no public product does today",
        meaning: "MET keeps this code for restricted products and administrative services. Its \
                  FAQ says that api.met.no no longer serves restricted data, so a public product \
                  should not answer 401.",
        causes: &[],
        avoid: &["Sending credentials to api.met.no: its public products take none."],
        differs: None,
        source: "https://api.met.no/doc/FAQ",
    },
    Meaning {
        code: 403,
        summary: "Refused: most likely the User-Agent does not identify you, or you are blocked",
        meaning: "MET refuses whoever is asking, rarely what is asked for. Newer products refuse \
                  requests whose User-Agent is missing or generic; other refusals are blocks \
                  after a breach of the terms. The header X-ErrorClass, and one repeat with a \
                  User-Agent that names your application and a real contact, tell these apart.",
        causes: &[],
        avoid: &[
            "Repeating the request unchanged: waiting alone is unlikely to lift a refusal.",
            "Taking a browser's or another client's User-Agent, or a random one: the terms \
             forbid it and threaten a permanent ban.",
            "Getting round a block through another address or a proxy.",
        ],
        differs: Some(
            "RFC 9110 §15.5.4 leaves the reason open. At MET it is nearly always identification \
             or a block, though no credentials are involved.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 404,
        summary: "No such product or version, an ended version, or no data for the request",
        meaning: "There is nothing to send for this address. The body mostly tells the cases apart: a \
                  version that has ended is called \"end-of-lifed\" there.",
        causes: &[],
        avoid: &[
            "Asking for an ended version again: it does not come back.",
            "Showing no weather at all without telling the user why.",
        ],
        differs: Some(
            "RFC 9110 §15.5.11 has 410 for what is gone for good; MET answers 404 for versions \
             that have ended.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 405,
        summary: "The method is not supported: only GET and HEAD are",
        meaning: "The API takes GET and HEAD only; POST was never supported, and no longer works. \
                  The OPTIONS request that browsers send as a CORS preflight has been seen to get \
                  the same answer.",
        causes: &[],
        avoid: &["Sending HEAD before each GET: that doubles the work of the server."],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 422,
        summary: "The place, or sometimes the time, is outside what the product covers",
        meaning: "The request is well formed, but its values allow no answer. Usually the \
                  location is outside the area of the product, as happens with nowcast and \
                  oceanforecast.",
        causes: &[],
        avoid: &["Asking again for the same place: its coverage seldom changes."],
        differs: Some(
            "RFC 9110 §15.5.21 speaks of the content of a request, and a GET has none; MET says \
             itself that this use is doubtful.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 429,
        summary: "Throttled: too many requests, or a User-Agent that does not identify you",
        meaning: "The application is being throttled. The terms draw the line at 20 requests per \
                  second for all its installations together. Older \
                  products also throttle requests without proper identification (newer ones refuse \
                  them), so that a light user likely has that problem instead.",
        causes: &[],
        avoid: &[
            "Repeating at once: the terms want traffic reduced immediately.",
            "Spreading requests over several addresses or names to evade the limit.",
        ],
        differs: Some(
            "RFC 6585 §4 knows only the number of requests. At MET missing identification is a \
             second reason.",
        ),
        source: "https://api.met.no/doc/TermsOfService",
    },
    Meaning {
        code: 499,
        summary: "The client hung up before the answer was complete; seen only in MET's logs",
        meaning: "A note in the server's log that the client closed the connection early, \
                  presumably because its time limit passed. No answer is sent, so a client never \
                  receives this code.",
        causes: &[],
        avoid: &["Breaking off and asking anew at once: each attempt costs the server again."],
        differs: Some("It is not a registered code; web servers such as nginx use it in logs."),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 500,
        summary: "Something broke in the API itself; the fault is not yours",
        meaning: "An unspecified failure in MET's software: possibly a bug, more likely trouble \
                  with a server or a new release.",
        causes: &[],
        avoid: &["Asking more often than usual until it works."],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 502,
        summary: "The API could not get the data from behind; the fault is not yours",
        meaning: "The API found no data where it looks for them, on disk or in one of MET's \
                  internal services.",
        causes: &[],
        avoid: &["Asking more often than usual until it works."],
        differs: Some(
            "RFC 9110 §15.6.3 speaks of an invalid answer from another server; at MET it may as \
             well be a file that could not be read.",
        ),
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 503,
        summary: "The service is out of operation for now; the fault is not yours",
        meaning: "The product cannot be served at the moment: one of its sources, such as a radar, \
                  may be down, or its setup incomplete.",
        causes: &[],
        avoid: &["Asking more often than usual until it works."],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
    Meaning {
        code: 504,
        summary: "A service behind the API was too slow; the fault is not yours",
        meaning: "A service behind the API did not answer in time. MET names heavy traffic as the \
                  usual reason.",
        causes: &[],
        avoid: &["Asking again at once, which adds to the traffic that caused it."],
        differs: None,
        source: "https://api.met.no/doc/StatusCodes",
    },
];
