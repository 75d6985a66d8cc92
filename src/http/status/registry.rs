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
        "The server has received the request headers and is ready for the body. It matters only to clients that sent \
         Expect: 100-continue."
        ["Send the body and wait for the final response."];
    101 "Switching Protocols" "RFC 9110 §15.2.2"
        "The server switches to the protocol that the request named in Upgrade. What follows on the connection is no \
         longer HTTP/1.1."
        ["Continue in the protocol that Upgrade names.",
         "If you did not request an upgrade, check your client's settings."];
    102 "Processing" "RFC 2518 §10.1"
        "The server is working on a long WebDAV request. The code is no longer in the current \
         WebDAV standard (RFC 4918)."
        ["Keep waiting for the final response."];
    103 "Early Hints" "RFC 8297 §2"
        "The server sends headers such as Link before the final response, so a browser can start loading what it will \
         need."
        ["Ignore it or preload what Link names, and wait for the final response."];
    104 "Upload Resumption Supported" "draft-ietf-httpbis-resumable-upload"
        "The server can resume this upload if it is interrupted. The registration is temporary and based on an \
         Internet-Draft."
        ["Store Location, where the upload can be resumed, and continue sending."];
    200 "OK" "RFC 9110 §15.3.1"
        "The request succeeded, and the body is the result."
        ["Use the body, and cache it for as long as its headers allow."];
    201 "Created" "RFC 9110 §15.3.2"
        "The request succeeded and created at least one resource. Its URL is in Location, or is the requested one."
        ["Store the new resource's URL.",
         "Do not repeat the request: that may create a second one."];
    202 "Accepted" "RFC 9110 §15.3.3"
        "The request was accepted but has not been carried out yet, and may still fail. HTTP cannot report the \
         outcome later."
        ["Look in the body for a URL that shows the progress.",
         "Do not repeat the request to check the progress."];
    203 "Non-Authoritative Information" "RFC 9110 §15.3.4"
        "The request succeeded, but a transforming proxy modified the body of the server's 200. It does not mean that \
         the response came from a cache."
        ["Use the body as with 200.",
         "If the original matters, look for the proxy in Via and bypass it.",
         "Read the API's documentation: some APIs give 203 another meaning."];
    204 "No Content" "RFC 9110 §15.3.5"
        "The request succeeded, and the response has no body."
        ["Do not parse a body: there is none."];
    205 "Reset Content" "RFC 9110 §15.3.6"
        "The request succeeded, and the client should reset the form or document that sent it. There is no body."
        ["Reset the form, and do not parse a body."];
    206 "Partial Content" "RFC 9110 §15.3.7"
        "The request had a Range header, and the body contains only the requested parts."
        ["Read Content-Range to see which part you have.",
         "Combine parts only if they have the same strong ETag."];
    207 "Multi-Status" "RFC 4918 §11.1"
        "The body is an XML list with one status for each of several resources. The 207 itself does not say whether \
         any of them succeeded."
        ["Check every status in the body."];
    208 "Already Reported" "RFC 5842 §7.1"
        "Inside a 207 body: this member was already listed under another binding. It is not the status of a complete \
         response."
        ["Use the member's properties from its first listing."];
    226 "IM Used" "RFC 3229 §10.4.1"
        "The body is the difference from a version that the client has; IM names the method. It is sent only to \
         clients that sent A-IM."
        ["Apply the difference to your copy.",
         "If you no longer have that copy, repeat the request without A-IM."];
    300 "Multiple Choices" "RFC 9110 §15.4.1"
        "There are several representations, each with its own URL, and the client can choose. Location, if present, \
         is the one that the server prefers."
        ["Choose one from the list, or follow Location."];
    301 "Moved Permanently" "RFC 9110 §15.4.2"
        "The resource has moved permanently to the URL in Location. A client may change a POST to a GET."
        ["Follow Location.", "Update the stored URL to avoid the redirect next time."];
    302 "Found" "RFC 9110 §15.4.3"
        "The resource is temporarily at another URL. A client may change a POST to a GET."
        ["Follow Location.", "Keep using the old URL for future requests."];
    303 "See Other" "RFC 9110 §15.4.4"
        "The result is at another URL and must be fetched with GET, whatever the request's method was."
        ["Follow Location with GET.", "Keep using the old URL for future requests."];
    304 "Not Modified" "RFC 9110 §15.4.5"
        "Your cached copy is still valid: the request was conditional, and nothing has changed. There is no body."
        ["Keep using your copy, with the cache headers of this response.",
         "If you have no copy, repeat the request without the condition."];
    305 "Use Proxy" "RFC 9110 §15.4.6"
        "The resource should be requested through the named proxy. The code is deprecated, because a response must \
         not choose the client's proxy."
        ["Do not follow it; report it to the server operator."];
    306 "(Unused)" "RFC 9110 §15.4.7"
        "The code is reserved and no longer used; an earlier specification of HTTP defined it."
        ["Treat it as 300, and report it to the server operator."];
    307 "Temporary Redirect" "RFC 9110 §15.4.8"
        "The resource is temporarily at another URL. Repeat the request there with the same method and body."
        ["Follow Location with the same method.", "Keep using the old URL for future requests."];
    308 "Permanent Redirect" "RFC 9110 §15.4.9"
        "The resource has moved permanently. Repeat the request at the new URL with the same method and body."
        ["Follow Location with the same method.",
         "Update the stored URL to avoid the redirect next time."];
    400 "Bad Request" "RFC 9110 §15.5.1"
        "The server considers the request malformed or invalid and will not process it. The request is at fault."
        ["Read the body: it often names the invalid parameter.",
         "Correct the request before you send it again."];
    401 "Unauthorized" "RFC 9110 §15.5.2"
        "The request lacks valid credentials for this resource; WWW-Authenticate names the required kind. The server \
         does not know who the client is."
        ["Send credentials of a kind that WWW-Authenticate lists.",
         "Do not repeat credentials that were refused."];
    402 "Payment Required" "RFC 9110 §15.5.3"
        "The code is reserved for future use. If an API sends it, it probably means a paid plan or quota."
        ["Read the body and the API's documentation: HTTP gives the code no meaning."];
    403 "Forbidden" "RFC 9110 §15.5.4"
        "The server understood the request but refuses it: this client, or this request, is not allowed. The body may \
         say why."
        ["Do not repeat it automatically with the same credentials.",
         "Read the body and the API's Terms of Service, and fix what they object to."];
    404 "Not Found" "RFC 9110 §15.5.5"
        "The server has nothing at this URL, or will not admit that it has. The status does not say whether that is \
         permanent."
        ["Check the path and the query for errors.",
         "If the URL used to work, look for an announcement of its removal."];
    405 "Method Not Allowed" "RFC 9110 §15.5.6"
        "The resource exists but does not support this method; Allow lists those that it supports."
        ["Use a method that Allow lists.",
         "Check whether a browser sent an OPTIONS preflight before your request."];
    406 "Not Acceptable" "RFC 9110 §15.5.7"
        "The server has no representation that matches the request's Accept headers, and does not send another one."
        ["Widen Accept, Accept-Language or Accept-Encoding."];
    407 "Proxy Authentication Required" "RFC 9110 §15.5.8"
        "A proxy between you and the server requires credentials; Proxy-Authenticate names the kind. The server \
         itself never saw the request."
        ["Configure your client with the proxy's credentials."];
    408 "Request Timeout" "RFC 9110 §15.5.9"
        "The server did not receive the complete request within its time limit."
        ["Repeat the request on a new connection.",
         "Look for a slow upload, or for an idle connection that was kept open."];
    409 "Conflict" "RFC 9110 §15.5.10"
        "The request conflicts with the current state of the resource, for example because another client changed it \
         first."
        ["Fetch the current state, resolve the conflict, and send the request again."];
    410 "Gone" "RFC 9110 §15.5.11"
        "There was something at this URL; it was removed, probably permanently."
        ["Stop requesting it, and remove the URL from your program."];
    411 "Length Required" "RFC 9110 §15.5.12"
        "The server does not accept a body without a Content-Length."
        ["Send Content-Length."];
    412 "Precondition Failed" "RFC 9110 §15.5.13"
        "A condition in the request, such as If-Match, was false, so nothing was done. The resource is not in the \
         expected state."
        ["Fetch the current state, and decide again whether to make the change."];
    413 "Content Too Large" "RFC 9110 §15.5.14"
        "The request body is larger than the server accepts. With Retry-After the limit is temporary."
        ["Send less, or send it in parts.", "If there is a Retry-After, wait."];
    414 "URI Too Long" "RFC 9110 §15.5.15"
        "The URL is longer than the server accepts. A redirect loop that makes it longer each time can be the cause."
        ["Shorten the query, or move it to a body if the API accepts one."];
    415 "Unsupported Media Type" "RFC 9110 §15.5.16"
        "The request body has a format or coding that the resource does not support."
        ["Check Content-Type and Content-Encoding.",
         "Use a type that the response lists in Accept or Accept-Encoding."];
    416 "Range Not Satisfiable" "RFC 9110 §15.5.17"
        "None of the requested ranges is within the resource; Content-Range gives its size."
        ["Request a range within that size, or the complete resource."];
    417 "Expectation Failed" "RFC 9110 §15.5.18"
        "A server on the path cannot do what the Expect header requires."
        ["Repeat the request without Expect."];
    418 "(Unused)" "RFC 9110 §15.5.19"
        "The code is reserved and unused. A joke protocol (RFC 2324) defined it (\"I'm a teapot\"), and some servers \
         still send it, often to refuse programs."
        ["Treat it as 400.", "Read the body to find out what the server means."];
    421 "Misdirected Request" "RFC 9110 §15.5.20"
        "The request reached a server that is not responsible for this host, commonly because a connection was reused \
         for another name."
        ["Repeat the request on a new connection.",
         "Check the host name and your TLS or proxy settings."];
    422 "Unprocessable Content" "RFC 9110 §15.5.21"
        "The request is well-formed, but the server cannot carry out what it says."
        ["Find the invalid value in the body.", "Correct it before you send it again."];
    423 "Locked" "RFC 4918 §11.3"
        "The WebDAV resource is locked, by another client or by a token that you did not send."
        ["Send the lock token, or wait until the lock is released."];
    424 "Failed Dependency" "RFC 4918 §11.4"
        "This step was not tried, because one that it depends on failed."
        ["Find and fix the step that failed first."];
    425 "Too Early" "RFC 8470 §5.2"
        "The request came as TLS 1.3 early data, which an attacker could replay, and the server does not accept that \
         risk."
        ["Repeat the request after the handshake is complete."];
    426 "Upgrade Required" "RFC 9110 §15.5.22"
        "The server refuses this protocol but accepts another one, which Upgrade names."
        ["Use a protocol that Upgrade lists."];
    428 "Precondition Required" "RFC 6585 §3"
        "The server accepts this change only with a condition, which prevents two clients from overwriting each \
         other's changes."
        ["Fetch the resource, and send its ETag in If-Match."];
    429 "Too Many Requests" "RFC 6585 §4"
        "You sent more requests than the server allows in a given time. Caches must not store this response, so it is \
         about the present."
        ["Wait for as long as Retry-After says, or for minutes if it is missing.",
         "Send fewer requests after that: cache responses, and spread requests over time."];
    431 "Request Header Fields Too Large" "RFC 6585 §5"
        "A request header, or all of them together, is larger than the server accepts. Accumulated cookies are a \
         common cause."
        ["Send fewer or smaller headers."];
    451 "Unavailable For Legal Reasons" "RFC 7725 §3"
        "The server must not give access to this, because of a law or an order."
        ["Read the body to find out who demanded it; a Link with rel=\"blocked-by\" names who blocks it."];
    500 "Internal Server Error" "RFC 9110 §15.6.1"
        "An unexpected error in the server. Your request may be fine; it is unknown whether any of it was carried out."
        ["If the request is safe to repeat, retry later.",
         "If it continues, report it with the time and the URL."];
    501 "Not Implemented" "RFC 9110 §15.6.2"
        "The server does not know this method, or does not support it for any resource."
        ["Check the method for a typo, or use another one."];
    502 "Bad Gateway" "RFC 9110 §15.6.3"
        "A gateway or proxy got no valid response from its backend. The request was probably fine."
        ["If the request is safe to repeat, retry later."];
    503 "Service Unavailable" "RFC 9110 §15.6.4"
        "The server is temporarily unable to respond, because of overload or maintenance. Retry-After may say for how \
         long."
        ["Wait for as long as Retry-After says before you retry."];
    504 "Gateway Timeout" "RFC 9110 §15.6.5"
        "A gateway or proxy timed out waiting for its backend. The backend may still be working on the request."
        ["If the request is safe to repeat, retry later, or request less at a time."];
    505 "HTTP Version Not Supported" "RFC 9110 §15.6.6"
        "The server does not support the major HTTP version of the request."
        ["Use another HTTP version."];
    506 "Variant Also Negotiates" "RFC 2295 §8.1"
        "The server is misconfigured: the representation that it chose negotiates in turn."
        ["Report it to the server operator."];
    507 "Insufficient Storage" "RFC 4918 §11.5"
        "The server has no space for what the request would store."
        ["Do not repeat it automatically; free some space or ask the server operator."];
    508 "Loop Detected" "RFC 5842 §7.2"
        "The server found an infinite loop while traversing WebDAV resources, and aborted the request."
        ["Send a smaller Depth, or have the loop removed."];
    510 "Not Extended" "RFC 2774 §7"
        "The request lacks an extension that the server requires. The framework is historic, and the registry marks \
         the code obsolete."
        ["Read the body and the API's documentation."];
    511 "Network Authentication Required" "RFC 6585 §6"
        "The response came from your network, not from the server: you must sign in first, as in hotels and trains."
        ["Sign in to the network with a browser, then repeat the request.",
         "Do not cache the response as the API's."];
};
