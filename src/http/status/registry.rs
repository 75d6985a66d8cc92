//! The table of registered status codes.

use super::StatusCode;

// A row without the field names: with them the table would be twice as long.
macro_rules! registry {
    ($($code:literal $phrase:literal $rfc:literal $meaning:literal $advice:expr;)*) => {
        &[$(StatusCode {
            code: $code,
            phrase: $phrase,
            rfc: $rfc,
            meaning: $meaning,
            advice: &$advice,
        }),*]
    };
}

/// The whole IANA registry of HTTP status codes, ordered by code.
pub(crate) static REGISTRY: &[StatusCode] = registry! {
    100 "Continue" "RFC 9110 §15.2.1"
        "The server has the head of the request and wants the body. Only a client that sent \
         Expect: 100-continue needs to care."
        ["Send the body and wait for the final answer."];
    101 "Switching Protocols" "RFC 9110 §15.2.2"
        "The server agrees to the change of protocol that the request asked for in Upgrade. What \
         follows on the connection is no longer HTTP/1.1."
        ["Speak the protocol that Upgrade names.",
         "Look at your client's settings if you asked for no upgrade."];
    102 "Processing" "RFC 2518 §10.1"
        "The server is working on a long WebDAV request. The code is no longer in the current \
         WebDAV standard (RFC 4918)."
        ["Keep waiting for the final answer."];
    103 "Early Hints" "RFC 8297 §2"
        "The server sends fields such as Link ahead of the final answer, so that a browser can \
         begin to load what it will need."
        ["Skip it, or preload what Link names, and wait for the final answer."];
    104 "Upload Resumption Supported" "draft-ietf-httpbis-resumable-upload"
        "The server can resume this upload if it breaks off. The registration is temporary and \
         rests on an Internet-Draft."
        ["Remember Location, where the upload can be resumed, and go on sending."];
    200 "OK" "RFC 9110 §15.3.1"
        "The request succeeded, and the body is the answer to it."
        ["Use the body, and keep it for as long as its cache fields say."];
    201 "Created" "RFC 9110 §15.3.2"
        "The request succeeded and made at least one new resource; Location names it, or else it \
         is the address that was requested."
        ["Store the address of the new resource.",
         "Do not repeat the request: that may create a second one."];
    202 "Accepted" "RFC 9110 §15.3.3"
        "The request was taken in but not yet carried out, and may still fail later. HTTP has no \
         way to tell you how it ended."
        ["Look in the body for a place that shows progress, and ask there.",
         "Do not repeat the request to see how far it is."];
    203 "Non-Authoritative Information" "RFC 9110 §15.3.4"
        "The request succeeded, but a transforming proxy on the way changed the content of the \
         server's 200. It does not say that the answer came from a cache."
        ["Use the body as you would with 200.",
         "Look at Via for the proxy, and ask the server directly if the original matters.",
         "Read the API's documentation: some APIs give 203 a meaning of their own."];
    204 "No Content" "RFC 9110 §15.3.5"
        "The request succeeded and there is no body to send."
        ["Do not parse a body: there is none."];
    205 "Reset Content" "RFC 9110 §15.3.6"
        "The request succeeded, and the client should put the form or document it came from back \
         to its original state. There is no body."
        ["Clear the form, and do not parse a body."];
    206 "Partial Content" "RFC 9110 §15.3.7"
        "The request had a Range, and the body holds only the parts that it asked for."
        ["Read Content-Range to see which part you hold.",
         "Join parts only when they share the same strong ETag."];
    207 "Multi-Status" "RFC 4918 §11.1"
        "The body is an XML list with one status for each of several resources. The code says \
         nothing about whether any of them succeeded."
        ["Check every status in the body."];
    208 "Already Reported" "RFC 5842 §7.1"
        "Inside a 207 body: this member was listed already under another binding. It is not the \
         status of a whole answer."
        ["Take the member's properties from where it was listed first."];
    226 "IM Used" "RFC 3229 §10.4.1"
        "The body is the difference to a version that the client holds; IM says how it was made. \
         It is sent only to clients that asked with A-IM."
        ["Apply the difference to your copy.",
         "Ask again without A-IM if you no longer hold that copy."];
    300 "Multiple Choices" "RFC 9110 §15.4.1"
        "There are several representations, each with its own address, and the client is to \
         choose. Location, if present, is the one the server prefers."
        ["Choose one from the list, or follow Location."];
    301 "Moved Permanently" "RFC 9110 §15.4.2"
        "The resource has a new address for good, the one in Location. A client may turn a POST \
         into a GET on the way."
        ["Follow Location.", "Change the stored address, so that the detour is made once."];
    302 "Found" "RFC 9110 §15.4.3"
        "The resource is at another address for the time being. A client may turn a POST into a \
         GET on the way."
        ["Follow Location.", "Keep asking at the old address next time."];
    303 "See Other" "RFC 9110 §15.4.4"
        "The answer is to be fetched from another address with GET, whatever the method of the \
         request was."
        ["Follow Location with GET.", "Keep asking at the old address next time."];
    304 "Not Modified" "RFC 9110 §15.4.5"
        "The copy you hold is still good: the request was conditional and its condition says that \
         nothing changed. There is no body."
        ["Go on using your copy, with the cache fields of this answer.",
         "Ask without the condition if you hold no copy."];
    305 "Use Proxy" "RFC 9110 §15.4.6"
        "The resource was to be fetched through the proxy that the answer names. The code is \
         deprecated, since an answer must not choose the client's proxy."
        ["Do not follow it; report it to whoever runs the server."];
    306 "(Unused)" "RFC 9110 §15.4.7"
        "The code is reserved and no longer used; an earlier specification of HTTP defined it."
        ["Treat it as 300, and report it to whoever runs the server."];
    307 "Temporary Redirect" "RFC 9110 §15.4.8"
        "The resource is at another address for the time being, and the request must be repeated \
         there with the same method and body."
        ["Follow Location with the same method.", "Keep asking at the old address next time."];
    308 "Permanent Redirect" "RFC 9110 §15.4.9"
        "The resource has a new address for good, and the request must be repeated there with the \
         same method and body."
        ["Follow Location with the same method.",
         "Change the stored address, so that the detour is made once."];
    400 "Bad Request" "RFC 9110 §15.5.1"
        "The server finds the request malformed or invalid and will not handle it. The fault is \
         in the request."
        ["Read the body: it often names the parameter at fault.",
         "Correct the request before you send it again."];
    401 "Unauthorized" "RFC 9110 §15.5.2"
        "The request lacks valid credentials for this resource; WWW-Authenticate says which kind \
         is wanted. The server does not know who is asking."
        ["Send credentials of a kind that WWW-Authenticate lists.",
         "Do not repeat credentials that were refused."];
    402 "Payment Required" "RFC 9110 §15.5.3"
        "The code is reserved for future use. Where an API sends it, a plan or quota that has to \
         be paid for is likely meant."
        ["Read the body and the API's documentation: HTTP gives the code no meaning."];
    403 "Forbidden" "RFC 9110 §15.5.4"
        "The server understood the request and refuses it. Whoever is asking, or what is asked \
         for, is not allowed, and the body may say why."
        ["Do not repeat it automatically with the same credentials.",
         "Read the body and the terms of the API, and change what they object to."];
    404 "Not Found" "RFC 9110 §15.5.5"
        "The server has nothing at this address, or will not say that it has. Whether that is for \
         now or for good is left open."
        ["Check the path and the query for mistakes.",
         "Look for news of a removal if the address used to work."];
    405 "Method Not Allowed" "RFC 9110 §15.5.6"
        "The resource exists but does not take this method; Allow lists those it does take."
        ["Use a method that Allow lists.",
         "Find out whether a browser sent an OPTIONS preflight ahead of your request."];
    406 "Not Acceptable" "RFC 9110 §15.5.7"
        "The server has no representation that fits the Accept fields of the request, and sends \
         no other instead."
        ["Widen Accept, Accept-Language or Accept-Encoding."];
    407 "Proxy Authentication Required" "RFC 9110 §15.5.8"
        "A proxy between you and the server wants credentials; Proxy-Authenticate says which \
         kind. The server itself never saw the request."
        ["Give your client the credentials for the proxy."];
    408 "Request Timeout" "RFC 9110 §15.5.9"
        "The server did not get the whole request in the time it was willing to wait."
        ["Repeat the request on a new connection.",
         "Look for a slow upload, or for a connection that was kept open unused."];
    409 "Conflict" "RFC 9110 §15.5.10"
        "The request does not go together with the present state of the resource, for instance \
         because somebody else changed it first."
        ["Fetch the present state, resolve the conflict, and send the request anew."];
    410 "Gone" "RFC 9110 §15.5.11"
        "There was something at this address; it was removed, and likely for good."
        ["Stop asking for it, and remove the address from your program."];
    411 "Length Required" "RFC 9110 §15.5.12"
        "The server does not take a body whose length was not announced."
        ["Send Content-Length."];
    412 "Precondition Failed" "RFC 9110 §15.5.13"
        "A condition in the request, such as If-Match, did not hold, so that nothing was done. \
         The resource is not in the state you expected."
        ["Fetch the present state, and decide anew whether to make the change."];
    413 "Content Too Large" "RFC 9110 §15.5.14"
        "The body of the request is larger than the server takes. With Retry-After the limit is a \
         temporary one."
        ["Send less, or send it in parts.", "Wait if there is a Retry-After."];
    414 "URI Too Long" "RFC 9110 §15.5.15"
        "The address is longer than the server is willing to read. A redirect that grows with \
         each turn can be the cause."
        ["Shorten the query, or move it to a body if the API takes one."];
    415 "Unsupported Media Type" "RFC 9110 §15.5.16"
        "The body of the request is in a format or a coding that the resource does not take."
        ["Check Content-Type and Content-Encoding.",
         "Use a type that the answer lists in Accept or Accept-Encoding."];
    416 "Range Not Satisfiable" "RFC 9110 §15.5.17"
        "None of the ranges asked for lies within the resource; Content-Range tells its size."
        ["Ask for a range within that size, or for the whole."];
    417 "Expectation Failed" "RFC 9110 §15.5.18"
        "A server on the way cannot do what the Expect field asks."
        ["Repeat the request without Expect."];
    418 "(Unused)" "RFC 9110 §15.5.19"
        "The code is reserved and unused. A joke protocol (RFC 2324) once took it, and some \
         servers still send it, often to refuse a program."
        ["Treat it as 400.", "Read the body to learn what the server means by it."];
    421 "Misdirected Request" "RFC 9110 §15.5.20"
        "The request reached a server that does not answer for this host, commonly because a \
         connection was reused for another name."
        ["Repeat the request on a new connection.",
         "Check the host name and the settings of your TLS or proxy."];
    422 "Unprocessable Content" "RFC 9110 §15.5.21"
        "The server can read the request, and its syntax is right, but what it says cannot be \
         carried out."
        ["Read the body for the value at fault.", "Correct it before you send it again."];
    423 "Locked" "RFC 4918 §11.3"
        "The WebDAV resource is locked, by somebody else or by a token you did not send."
        ["Send the lock token, or wait until the lock is gone."];
    424 "Failed Dependency" "RFC 4918 §11.4"
        "This step was not tried, since another one that it depends on failed."
        ["Find and correct the step that failed first."];
    425 "Too Early" "RFC 8470 §5.2"
        "The request came in the first flight of TLS 1.3, which an attacker could replay, and the \
         server will not take that risk."
        ["Repeat the request after the handshake is complete."];
    426 "Upgrade Required" "RFC 9110 §15.5.22"
        "The server refuses this protocol and would serve the request over another, which Upgrade \
         names."
        ["Use a protocol that Upgrade lists."];
    428 "Precondition Required" "RFC 6585 §3"
        "The server takes this change only with a condition, so that two writers do not undo each \
         other's work."
        ["Fetch the resource, and send its ETag in If-Match."];
    429 "Too Many Requests" "RFC 6585 §4"
        "You sent more requests than the server allows in a span of time. Caches must not store \
         this answer, so it tells of the present."
        ["Wait for as long as Retry-After says, and for minutes if it is missing.",
         "Ask less often from then on: cache answers, and spread requests over time."];
    431 "Request Header Fields Too Large" "RFC 6585 §5"
        "One header field of the request, or all of them together, is larger than the server \
         takes. Piled-up cookies are a usual cause."
        ["Send fewer or smaller header fields."];
    451 "Unavailable For Legal Reasons" "RFC 7725 §3"
        "The server was told by law or by an authority not to give access to this."
        ["Read the body to learn who demanded it; a Link with rel=\"blocked-by\" names who blocks."];
    500 "Internal Server Error" "RFC 9110 §15.6.1"
        "Something unexpected broke in the server. Your request may be in order; whether any of \
         it was carried out is unknown."
        ["Ask again later if the request is safe to repeat.",
         "Report it, with the time and the address, if it goes on."];
    501 "Not Implemented" "RFC 9110 §15.6.2"
        "The server does not know this method, or cannot do it for any resource."
        ["Check the method for a typing mistake, or use another one."];
    502 "Bad Gateway" "RFC 9110 §15.6.3"
        "A gateway or proxy got no valid answer from the server behind it. The request was likely \
         in order."
        ["Ask again later if the request is safe to repeat."];
    503 "Service Unavailable" "RFC 9110 §15.6.4"
        "The server cannot serve anybody for the moment, being overloaded or under maintenance. \
         Retry-After may say for how long."
        ["Wait for as long as Retry-After says before you ask again."];
    504 "Gateway Timeout" "RFC 9110 §15.6.5"
        "A gateway or proxy waited too long for the server behind it. Work on the request may \
         still be going on there."
        ["Ask again later if the request is safe to repeat, or ask for less at a time."];
    505 "HTTP Version Not Supported" "RFC 9110 §15.6.6"
        "The server does not speak the major version of HTTP that the request used."
        ["Use another version of HTTP."];
    506 "Variant Also Negotiates" "RFC 2295 §8.1"
        "The server is configured wrongly: the representation it chose wants to negotiate in \
         turn."
        ["Report it to whoever runs the server."];
    507 "Insufficient Storage" "RFC 4918 §11.5"
        "The server has no room for what the request would store."
        ["Do not repeat it automatically; free some room or ask whoever runs the server."];
    508 "Loop Detected" "RFC 5842 §7.2"
        "The server found an endless loop while it walked through a tree of WebDAV resources, and \
         gave the whole request up."
        ["Ask with a smaller Depth, or have the loop removed."];
    510 "Not Extended" "RFC 2774 §7"
        "The request lacks an extension that the server wants. The framework it belongs to is \
         historic, and the registry calls the code obsolete."
        ["Read the body, and the documentation of the API."];
    511 "Network Authentication Required" "RFC 6585 §6"
        "Not the server but the network you are in answered: it wants you to sign in first, as in \
         hotels and trains."
        ["Sign in to the network with a browser, then repeat the request.",
         "Do not store the answer as the API's."];
};
