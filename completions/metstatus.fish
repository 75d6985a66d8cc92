function __fish_metstatus_rules
    printf '%s\t%s\n' \
        'retired-host' 'The host or service was switched off' \
        'wrong-host' 'The host does not serve this data' \
        'url-userinfo' 'The URL contains credentials' \
        'network-failure' 'The request failed on the network before any response' \
        'cors-preflight' 'The browser\'s CORS preflight was refused' \
        'answer-not-shown' 'The text shows a request but no response' \
        'dns-failure' 'The host name could not be resolved' \
        'local-failure' 'This machine could not open a connection' \
        'connection-refused' 'Nothing accepts connections at this address' \
        'connection-timeout' 'Timed out while connecting' \
        'connection-closed' 'The server closed the connection without a response' \
        'tls-expired' 'The server\'s certificate has expired' \
        'tls-not-yet-valid' 'The server\'s certificate is not valid yet' \
        'tls-wrong-host' 'The server\'s certificate is for another name' \
        'tls-untrusted' 'The server\'s certificate is not trusted on this machine' \
        'tls-failure' 'The TLS handshake failed' \
        'proxy-failure' 'The proxy did not connect to the server' \
        'response-timeout' 'Timed out before the complete response arrived' \
        'truncated-response' 'The response was truncated' \
        'answer-hidden' 'The browser recorded no response (status 0)' \
        'corrupt-encoding' 'The body does not match its Content-Encoding' \
        'malformed-response' 'The response is not valid HTTP' \
        'user-agent-missing' 'MET refuses requests without a User-Agent' \
        'user-agent-generic' 'MET refuses clients that do not identify themselves' \
        'user-agent-browser' 'MET refuses programs that pose as a browser' \
        'user-agent-placeholder' 'The contact in the User-Agent is a placeholder' \
        'blocked-user-agent' 'MET blocks this User-Agent but accepts another' \
        'blocked-client' 'MET refuses this request whatever the User-Agent' \
        'user-agent-no-contact' 'The User-Agent has no contact information' \
        'user-agent-yr' 'The User-Agent uses the trademark Yr' \
        'user-agent-no-version' 'The User-Agent has no version number' \
        'customer-alias' 'The host is an alias that belongs to one customer' \
        'forbidden' 'The server understood the request but refuses it' \
        'missing-parameter' 'A required parameter is missing' \
        'number-format' 'A number is not in the format that MET accepts' \
        'coordinate-range' 'A coordinate is out of range' \
        'coordinates-exchanged' 'Latitude and longitude are swapped' \
        'escaped-ampersand' 'The URL has &amp; instead of &' \
        'unencoded-plus' 'A plus sign in the query is not encoded' \
        'renamed-parameter' 'A parameter has another name in this version' \
        'missing-endpoint' 'The path has no endpoint after the version' \
        'version-placeholder' 'The path has an underscore instead of a version' \
        'front-page' 'The URL is the front page of the API, not a product' \
        'coordinate-precision' 'A coordinate has more than four decimals' \
        'semicolon-separator' 'The parameters are separated by semicolons' \
        'missing-date' 'The request has no date' \
        'version-ended' 'This version of the product has been shut down' \
        'unknown-version' 'The product has no such version' \
        'unknown-product' 'MET has no product of this name' \
        'unsupported-action' 'The product does not have this endpoint' \
        'no-data' 'MET has no data for this request' \
        'outside-coverage' 'The place is outside the product\'s coverage area' \
        'outside-time-range' 'The time is outside the range that the product covers' \
        'missing-credentials' 'Missing or wrong client id for frost.met.no' \
        'restricted' 'The server requires valid credentials' \
        'not-found' 'The server has nothing at this URL' \
        'method-not-allowed' 'The server does not allow this method here' \
        'unprocessable' 'The server understands the request but cannot process it' \
        'client-closed-request' 'The client closed the connection before the response' \
        'server-error' 'The server failed; no fault found in the request' \
        'backend-unreachable' 'The gateway got no valid response from its backend' \
        'service-unavailable' 'The service is temporarily unavailable' \
        'backend-timeout' 'The gateway timed out waiting for its backend' \
        'intermediary-refused' 'A proxy or firewall sent the response, not the server' \
        'unexpected-status' 'The status does not fit the request' \
        'front-page-redirect' 'Plain http was redirected to MET\'s front page' \
        'redirect-downgrade' 'Redirect from https to plain http; not followed' \
        'redirect-invalid' 'Redirect without a usable Location; not followed' \
        'redirect-private' 'Redirect into a private network; not followed' \
        'redirect-loop' 'Too many redirects' \
        'redirected' 'The request was redirected' \
        'invalid-parameter' 'The service does not accept a parameter\'s value' \
        'bad-request' 'The server cannot understand the request' \
        'plain-http' 'The request used plain http' \
        'unexpected-content' 'The response body is not the requested data' \
        'empty-body' 'The response body is empty' \
        'coverage-unavailable' 'The radar for this place is temporarily unavailable' \
        'partial-coverage' 'No radar covers this place' \
        'end-of-life-passed' 'The announced end-of-life date has passed' \
        'end-of-life-near' 'This version ends within days' \
        'end-of-life-ahead' 'This version has an announced end date' \
        'deprecated-version' 'This version is deprecated' \
        'beta-version' 'This version is in beta' \
        'deprecated-or-beta' 'This version is deprecated or in beta' \
        'deprecation-announced' 'Announced as deprecated, although the status is not 203' \
        'end-date-unknown' 'The end-of-life date is unknown' \
        'end-dates-disagree' 'Sources give different end-of-life dates' \
        'suspect-end-date' 'An announced end date cannot be right' \
        'invalid-deprecation-field' 'An end-of-life header does not follow its RFC' \
        'changelog-unreadable' 'The product\'s changelog could not be read' \
        'rate-limited' 'The server refuses because of too many requests' \
        'retry-later' 'The server says when to retry' \
        'request-rate' 'More requests per second than MET allows' \
        'repeated-requests' 'The client requests the same URL again and again' \
        'invalid-condition' 'The request\'s If-Modified-Since cannot be used' \
        'asked-before-expiry' 'The data was requested again before it expired' \
        'not-asked-again' 'No request sent: the previous response is still valid' \
        'revalidation-ignored' 'The server ignores If-Modified-Since' \
        'revalidation-inconsistent' 'The repeated request contradicts the first response' \
        'not-modified-with-body' 'A 304 came with a body' \
        'not-modified-newer' 'A 304 has a newer Last-Modified than the request' \
        'not-modified-incomplete' 'A 304 lacks headers that it must repeat' \
        'no-validator' 'No usable Last-Modified: conditional requests impossible' \
        'not-modified-always' 'The server returns 304 even for an older date' \
        'entity-tag-ignored' 'The server ignores If-None-Match' \
        'entity-tag-works' 'If-None-Match works: the entity tag brought a 304' \
        'changed-meanwhile' 'The data changed between the two requests' \
        'restamped' 'Same body, newer Last-Modified: inconclusive' \
        'revalidation-works' 'If-Modified-Since works: the repeat brought a 304' \
        'revalidation-not-applicable' 'Not tested: 203 responses ignore If-Modified-Since' \
        'revalidation-inconclusive' 'The repeated request says nothing about caching' \
        'clock-skew' 'The clocks of the server and this machine disagree' \
        'last-modified-in-future' 'Last-Modified is later than Date' \
        'invalid-cache-control' 'Cache-Control has an invalid value' \
        'invalid-date-field' 'A date header is not a valid HTTP-date' \
        'invalid-age' 'Age is not a number of seconds' \
        'invalid-entity-tag' 'ETag is not a valid entity tag' \
        'no-lifetime' 'The response does not say how long it may be cached' \
        'already-expired' 'The response was stale on arrival' \
        'cache-directives' 'Cache-Control restricts how the response may be used' \
        'shared-cache' 'The response came from a shared cache, not the origin' \
        'uncompressed' 'The response was not compressed' \
        'slow-response' 'Response time outside the --warning/--critical range' \
        'body-too-large' 'The body was read only up to --max-body' \
        'lenient-syntax' 'Malformed response header (tolerated)' \
        'address-fallback' 'Not every address of the host responds' \
        'tls-expires-soon' 'The server\'s certificate expires soon' \
        'interim-response' 'Interim responses came before the final one' \
        'old-http-version' 'The response uses HTTP/1.0' \
        'non-ascii-field' 'A header contains non-ASCII bytes' \
        'international-host' 'The host name was requested in its ASCII form' \
        'not-conditional' 'Expired data is requested without If-Modified-Since' \
        'validator-altered' 'If-Modified-Since differs from the Last-Modified received' \
        'validator-future' 'If-Modified-Since is in the future' \
        'not-modified-unused' 'A full download follows a 304 within seconds' \
        'freshness-not-updated' 'The new Expires of a 304 is not used' \
        'head-then-get' 'A HEAD request is followed by a GET for the same URL' \
        'immutable-refetched' 'Data that never changes is downloaded again' \
        'burst-aligned' 'Requests come in bursts at fixed minutes' \
        'fixed-second' 'Polls always come at the same second' \
        'coordinate-scatter' 'Many places within about a kilometre are requested' \
        'alerts-poll' 'MetAlerts is polled more often than every 10 minutes' \
        'redirect-not-followed' 'A redirect is not followed' \
        'compression-not-requested' 'Responses are requested without compression' \
        'hammering-throttled' 'The client does not slow down after 429' \
        'hammering-blocked' 'The client continues after a 403' \
        'retry-storm' 'Failed requests are repeated at once, many times' \
        'ended-version-used' 'A version that has ended is still requested' \
        'deprecated-as-failure' 'A 203 response is treated as a failure' \
        'identity-changed-after-refusal' 'The User-Agent changes after a refusal' \
        'user-agent-changing' 'One address uses many different User-Agents' \
        'origin-not-identifying' 'Origin or Referer does not identify the website' \
        'cache-busting' 'An ever-changing parameter defeats caches' \
        'unfiltered-list' 'The list of radar images is requested without a filter' \
        'complete-endpoint' 'Most forecasts are requested as complete' \
        'direct-from-browsers' 'Many browsers request the data directly' \
        'preflight' 'Browsers send CORS preflight requests'
end

function __fish_metstatus_codes
    printf '%s\t%s\n' \
        '100' 'Continue' \
        '101' 'Switching Protocols' \
        '102' 'Processing' \
        '103' 'Early Hints' \
        '104' 'Upload Resumption Supported' \
        '200' 'OK' \
        '201' 'Created' \
        '202' 'Accepted' \
        '203' 'Non-Authoritative Information' \
        '204' 'No Content' \
        '205' 'Reset Content' \
        '206' 'Partial Content' \
        '207' 'Multi-Status' \
        '208' 'Already Reported' \
        '226' 'IM Used' \
        '300' 'Multiple Choices' \
        '301' 'Moved Permanently' \
        '302' 'Found' \
        '303' 'See Other' \
        '304' 'Not Modified' \
        '305' 'Use Proxy' \
        '306' '(Unused)' \
        '307' 'Temporary Redirect' \
        '308' 'Permanent Redirect' \
        '400' 'Bad Request' \
        '401' 'Unauthorized' \
        '402' 'Payment Required' \
        '403' 'Forbidden' \
        '404' 'Not Found' \
        '405' 'Method Not Allowed' \
        '406' 'Not Acceptable' \
        '407' 'Proxy Authentication Required' \
        '408' 'Request Timeout' \
        '409' 'Conflict' \
        '410' 'Gone' \
        '411' 'Length Required' \
        '412' 'Precondition Failed' \
        '413' 'Content Too Large' \
        '414' 'URI Too Long' \
        '415' 'Unsupported Media Type' \
        '416' 'Range Not Satisfiable' \
        '417' 'Expectation Failed' \
        '418' '(Unused)' \
        '421' 'Misdirected Request' \
        '422' 'Unprocessable Content' \
        '423' 'Locked' \
        '424' 'Failed Dependency' \
        '425' 'Too Early' \
        '426' 'Upgrade Required' \
        '428' 'Precondition Required' \
        '429' 'Too Many Requests' \
        '431' 'Request Header Fields Too Large' \
        '451' 'Unavailable For Legal Reasons' \
        '499' 'Client Closed Request' \
        '500' 'Internal Server Error' \
        '501' 'Not Implemented' \
        '502' 'Bad Gateway' \
        '503' 'Service Unavailable' \
        '504' 'Gateway Timeout' \
        '505' 'HTTP Version Not Supported' \
        '506' 'Variant Also Negotiates' \
        '507' 'Insufficient Storage' \
        '508' 'Loop Detected' \
        '510' 'Not Extended' \
        '511' 'Network Authentication Required'
end

function __fish_metstatus_products
    printf '%s\t%s\n' \
        'airqualityforecast' 'current: 0.1' \
        'aviationforecast' 'current: 2.0' \
        'cbrn' 'no current version' \
        'epsogram' 'no current version' \
        'errornotifications' 'no current version' \
        'extremeswwc' 'no current version' \
        'fmiroutes' 'no current version' \
        'forestfireindex' 'no current version' \
        'frost' 'current: 0.9' \
        'geosatellite' 'current: 1.4' \
        'gribfiles' 'current: 1.1' \
        'iceberg' 'no current version' \
        'icemap' 'current: 1.0' \
        'isobaricgrib' 'current: 1.0' \
        'lightning' 'no current version' \
        'locationforecast' 'current: 2.0' \
        'locationforecastlts' 'no current version' \
        'metalerts' 'current: 2.0' \
        'metgc' 'current: 1.0' \
        'metgm' 'current: 1.0' \
        'nlaroutes' 'current: 1.0' \
        'nowcast' 'current: 2.0' \
        'oceanforecast' 'current: 2.0' \
        'offshoremaps' 'current: 1.0' \
        'oslofjord' 'no current version' \
        'polarsatellite' 'no current version' \
        'probabilityforecast' 'no current version' \
        'radar' 'current: 2.0' \
        'radarlightning' 'no current version' \
        'routeforecast' 'current: 2.0' \
        'sigcharts' 'current: 2.0' \
        'sigmets' 'current: 2.0' \
        'soundprofile' 'no current version' \
        'spotwind' 'current: 1.1' \
        'subjectiveforecast' 'current: 1.0' \
        'subseasonal' 'current: 1.0' \
        'sunrise' 'current: 3.0' \
        'tafmetar' 'current: 1.0' \
        'temperatureverification' 'no current version' \
        'textforecast' 'current: 3.0' \
        'textlocation' 'no current version' \
        'thredds' 'current: 1.0' \
        'tidalwater' 'current: 1.1' \
        'turbulence' 'current: 2.0' \
        'upperwindweather' 'no current version' \
        'uvforecast' 'no current version' \
        'verticalprofile' 'no current version' \
        'volcanicashforecast' 'current: 0.1' \
        'vtkbriefing' 'no current version' \
        'weathericon' 'no current version' \
        'windforecast' 'no current version'
end

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_metstatus_global_optspecs
    string join \n exit-code targets= jobs= splay= A/user-agent= contact= H/header= replay= state= dry-run as-curl thorough controls= changelog= t/timeout= max-redirects= max-body= rate= resolve= cacert= roots= proxy= 4/ipv4 6/ipv6 f/format= o/output= report= w/warning= c/critical= timeout-result= eol-warning= eol-critical= allow= warn= deny= q/quiet v/verbose brief no-brief color= hyperlinks= no-cache h/help V/version
end

function __fish_metstatus_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_metstatus_global_optspecs) -- $cmd 2>/dev/null
    or argparse -s (__fish_metstatus_global_optspecs) -- $cmd[1..-2] 2>/dev/null
    or return
    if set -q argv[1]; and contains -- $argv[1] read audit sandbox curl rules config completions man codes products help
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_metstatus_using_subcommand
    set -l cmd (__fish_metstatus_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c metstatus -n "__fish_metstatus_needs_command" -l targets -d 'Read targets from a file, one per line; - is standard input. # starts a comment. A target may be followed by name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID; these apply to that target only' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l jobs -d 'Hosts to check in parallel; each host gets one request at a time (default: 8)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l splay -d 'Wait a random time, up to DURATION, before starting; for timers on many machines (default: 0s)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s A -l user-agent -d 'User-Agent of the client to diagnose; \'\' for a client without one [env: METSTATUS_USER_AGENT]' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l contact -d 'Your contact, sent after metstatus\'s own name [env: METSTATUS_CONTACT]' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s H -l header -d 'Extra request header; never sent to another host. @FILE reads headers, one per line: use it for secrets, because other users can see the command line' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l replay -d 'When to repeat the request with If-Modified-Since, to check caching: now, wait (expiry), never (default: now)' -r -f -a "now\t'Immediately, after a success with Last-Modified'
wait\t'When the response has expired, as MET\'s Terms of Service require'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l state -d 'Store responses in this file: send nothing before they expire, then one conditional request' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l controls -d 'Whether to repeat a refused request with what is in doubt changed, to find the cause: auto or never (default: auto)' -r -f -a "auto\t'After a refusal by MET that they can explain, at most two'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l changelog -d 'When to read the product\'s changelog: auto (after 203 and unexplained 404), always, never (default: auto)' -r -f -a "auto\t'After 203, and after a 404 that the product table does not explain'
always\t'After every response except 429 and 5xx'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -s t -l timeout -d 'Time limit for a target, such as 1m (default: 10s)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l max-redirects -d 'Redirects to follow (default: 5)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l max-body -d 'Bytes of a response body to read, as received and as decompressed (default: 8388608)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l rate -d 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l resolve -d 'Address to use for a host, as in curl' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l cacert -d 'Certificate authorities to trust, a PEM file' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l roots -d 'Certificate authorities to trust: platform, or bundled with metstatus (default: platform)' -r -f -a "platform\t'Those of the operating system, or of SSL_CERT_FILE'
bundled\t'Those built into metstatus (Mozilla\'s)'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l proxy -d 'Proxy for every request; \'\' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_needs_command" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_needs_command" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_needs_command" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_needs_command" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l exit-code -d 'Set the exit code by the status looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several'
complete -c metstatus -n "__fish_metstatus_needs_command" -l dry-run -d 'Check the request without sending it'
complete -c metstatus -n "__fish_metstatus_needs_command" -l as-curl -d 'Show the request as a curl command; send nothing'
complete -c metstatus -n "__fish_metstatus_needs_command" -l thorough -d 'Also send If-Modified-Since one day earlier; the server must return the full body'
complete -c metstatus -n "__fish_metstatus_needs_command" -s 4 -l ipv4 -d 'Use only IPv4 addresses'
complete -c metstatus -n "__fish_metstatus_needs_command" -s 6 -l ipv6 -d 'Use only IPv6 addresses'
complete -c metstatus -n "__fish_metstatus_needs_command" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_needs_command" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_needs_command" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_needs_command" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_needs_command" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_needs_command" -s V -l version -d 'Print version'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "read" -d 'Diagnose captured responses (curl, HAR, access log) offline'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "audit" -d 'Judge a client\'s traffic over time: access logs, HAR, captures'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "sandbox" -d 'Run a local api.met.no for tests, and judge what a command sends'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "curl" -d 'Check the request of a curl command; nothing is run'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "rules" -d 'List the rules, or explain some'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "config" -d 'Show every setting and where it comes from'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "completions" -d 'Print the completion script of a shell'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "man" -d 'Print a manual page, as a source for man'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "codes" -d 'List all known status codes, MET\'s first'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "products" -d 'List the API\'s products and versions, or explain one'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l url -d 'Requested URL, if the input does not show it; for a log without hosts, https://HOST' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s A -l user-agent -d 'User-Agent sent, if the input does not show it' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l at -d 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, else the file\'s time)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l max-input -d 'Bytes of a file to read (default: 50331648)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l as-curl -d 'Show the requests as curl commands; diagnose nothing'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l log-format -d 'Format of the log: auto, common, combined, vhost, apache, nginx, caddy, nginx-json, squid, varnish, haproxy, traefik, w3c, cloudfront, alb, envoy, har, or a format string of nginx (\'$remote_addr ...\') or Apache (\'%h ...\')' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l vantage -d 'Where the log was written: inbound (before a cache), relay (passes every request on), outbound (what reaches MET)' -r -f -a "inbound\t'Before something that may be a cache'
relay\t'At a relay that passes each request on'
outbound\t'Where requests leave for MET, or arrive there'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l by -d 'What counts as one client: user-agent, address, both or host (default: user-agent)' -r -f -a "user-agent\t'The product name of the User-Agent'
address\t'The address'
both\t'Both'
host\t'The host that is requested'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l since -d 'Only requests from this time on, such as 2026-03-30T13:00:00Z' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l until -d 'Only requests before this time' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l key-file -d 'Secret (16 bytes or more) for the hashes of addresses in --partial; the same for all parts' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l partial -d 'Write one line of JSON for --merge, in place of a report'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l merge -d 'Judge the files that --partial wrote as one log'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l full-addresses -d 'Show whole addresses instead of their networks'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l scenario -d 'What the server does, such as healthy,deprecated; the command runs once for each (default: healthy)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l explain -d 'What a scenario does, and where each behaviour is documented, captured or assumed' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l seed -d 'Seed for random choices; repeats a run (default: random, and printed)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l lifetime -d 'How long a forecast is fresh: a duration from 3s, or real for MET\'s half an hour (default: 8s)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l wire -d 'How the command reaches the sandbox: auto, namespace, env, url or none (default: auto)' -r -f -a "auto\t'Namespaces where the system allows them, else variables'
namespace\t'Linux namespaces; the command runs unchanged and cannot reach MET'
env\t'Variables for proxies and certificates'
url\t'METSTATUS_SANDBOX_URL and METSTATUS_SANDBOX_CA'
none\t'Nothing is set up for the command'"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l listen -d 'Loopback address and port for HTTPS (default: 127.0.0.1 and a free port)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l list-scenarios -d 'List the scenarios'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s A -l user-agent -d 'User-Agent of the client to diagnose; \'\' for a client without one [env: METSTATUS_USER_AGENT]' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l contact -d 'Your contact, sent after metstatus\'s own name [env: METSTATUS_CONTACT]' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s t -l timeout -d 'Time limit, such as 1m (default: 10s)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l resolve -d 'Address to use for a host, as in curl' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l cacert -d 'Certificate authorities to trust, a PEM file' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l roots -d 'Certificate authorities to trust: platform, or bundled with metstatus (default: platform)' -r -f -a "platform\t'Those of the operating system, or of SSL_CERT_FILE'
bundled\t'Those built into metstatus (Mozilla\'s)'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l proxy -d 'Proxy for every request; \'\' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by a schema'
jsonl\t'One JSON document per line and target'
nagios\t'Monitoring plugin output'
prometheus\t'Metrics in Prometheus text format'
junit\t'JUnit test results (XML)'
sarif\t'SARIF 2.1.0 static analysis results'
github\t'GitHub Actions annotations'
gitlab\t'GitLab Code Quality report'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'
html\t'A page with charts, for audit and sandbox'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s o -l output -d 'File for the report, replaced atomically' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l report -d 'Also write a report to a file, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s w -l warning -d 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s c -l critical -d 'Fail if the response time is outside this range' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l eol-warning -d 'Warn if a version ends within DURATION (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l eol-critical -d 'Fail if a version ends within DURATION (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l allow -d 'Count a finding as info' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l hyperlinks -d 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to support them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l refresh -d 'Read MET\'s changelog first, and keep what it says of the versions; sends one request, and none before the last response has expired'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s 4 -l ipv4 -d 'Use only IPv4 addresses'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s 6 -l ipv6 -d 'Use only IPv6 addresses'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s q -l quiet -d 'Print nothing; only set the exit code'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s v -l verbose -d 'Show requests and responses with headers and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l no-cache -d 'Use only the built-in table of products, not what products --refresh has stored'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "read" -d 'Diagnose captured responses (curl, HAR, access log) offline'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "audit" -d 'Judge a client\'s traffic over time: access logs, HAR, captures'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "sandbox" -d 'Run a local api.met.no for tests, and judge what a command sends'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "curl" -d 'Check the request of a curl command; nothing is run'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "rules" -d 'List the rules, or explain some'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "config" -d 'Show every setting and where it comes from'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "completions" -d 'Print the completion script of a shell'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "man" -d 'Print a manual page, as a source for man'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "codes" -d 'List all known status codes, MET\'s first'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "products" -d 'List the API\'s products and versions, or explain one'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit sandbox curl rules config completions man codes products" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c metstatus -n "__fish_metstatus_needs_command" -f -a "(__fish_metstatus_codes)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -f -a "(__fish_metstatus_codes)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -f -a "(__fish_metstatus_products)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -f -a "(__fish_metstatus_rules)"
