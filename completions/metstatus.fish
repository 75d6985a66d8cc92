function __fish_metstatus_rules
    printf '%s\t%s\n' \
        'retired-host' 'the host or service was switched off' \
        'wrong-host' 'the host is not where the data are' \
        'url-userinfo' 'the URL holds credentials' \
        'network-failure' 'the request failed on the network before any response came' \
        'cors-preflight' 'the browser stopped the request, because the CORS preflight before it was not allowed' \
        'answer-not-shown' 'the text shows a request and no answer to it' \
        'dns-failure' 'the host name could not be resolved' \
        'local-failure' 'this machine could not open a connection' \
        'connection-refused' 'nothing accepts connections at the address' \
        'connection-timeout' 'no connection was made within the time allowed' \
        'connection-closed' 'the server closed the connection without a byte of an answer' \
        'tls-expired' 'the certificate of the server has expired' \
        'tls-not-yet-valid' 'the certificate of the server is not valid yet' \
        'tls-wrong-host' 'the certificate of the server is for another name' \
        'tls-untrusted' 'the certificate of the server is not from an authority that is trusted here' \
        'tls-failure' 'the TLS handshake failed' \
        'proxy-failure' 'the proxy did not open the way to the server' \
        'response-timeout' 'the answer did not come whole within the time allowed' \
        'truncated-response' 'the answer ended before it was whole' \
        'answer-hidden' 'the browser does not show what came of the request' \
        'corrupt-encoding' 'the content does not fit its Content-Encoding' \
        'malformed-response' 'what came back is no valid HTTP response' \
        'user-agent-missing' 'MET refuses requests that carry no User-Agent' \
        'user-agent-generic' 'MET refuses clients that do not say who they are' \
        'user-agent-browser' 'MET refuses a program that calls itself a browser' \
        'user-agent-placeholder' 'the contact in the User-Agent is a placeholder that reaches nobody' \
        'blocked-user-agent' 'MET refuses this User-Agent, and answers the same request under another' \
        'blocked-client' 'MET refuses this request under every identity: the address or the application is blocked, or everyone is refused' \
        'user-agent-no-contact' 'the User-Agent names an application and no way to reach its makers' \
        'user-agent-yr' 'the User-Agent uses the name Yr, which is a trademark' \
        'user-agent-no-version' 'the User-Agent does not name a version' \
        'customer-alias' 'the host is an alias that MET gave to one customer' \
        'forbidden' 'the server understood the request and refuses it' \
        'missing-parameter' 'a parameter that the product needs is missing' \
        'number-format' 'a number is not written as MET reads numbers' \
        'coordinate-range' 'a coordinate lies outside the globe' \
        'coordinates-exchanged' 'latitude and longitude are exchanged' \
        'escaped-ampersand' 'the URL has &amp; where & is meant' \
        'unencoded-plus' 'a plus sign in the query is not encoded' \
        'renamed-parameter' 'a parameter has another name in this version' \
        'missing-endpoint' 'the endpoint behind the version is missing' \
        'version-placeholder' 'an underscore stands where the version belongs' \
        'coordinate-precision' 'a coordinate has more than four decimals' \
        'semicolon-separator' 'the parameters are separated by semicolons' \
        'missing-date' 'the request does not name a day' \
        'version-ended' 'this version of the product has ended' \
        'unknown-version' 'the product has no such version' \
        'unknown-product' 'MET has no product of this name' \
        'unsupported-action' 'the product does not offer this endpoint' \
        'no-data' 'MET has no data for this request' \
        'outside-coverage' 'the place lies outside the area that the product covers' \
        'outside-time-range' 'the time lies outside the range that the product covers' \
        'missing-credentials' 'frost.met.no wants a client id, which the request does not carry or which is wrong' \
        'restricted' 'the resource needs credentials that the request does not carry, or that are wrong' \
        'not-found' 'the server has nothing at this address' \
        'method-not-allowed' 'the server does not allow this method here' \
        'unprocessable' 'the server understands the request and cannot do what it asks' \
        'client-closed-request' 'the client closed the connection before the answer was ready' \
        'server-error' 'the server failed; nothing in the request is known to be wrong' \
        'backend-unreachable' 'the server could not get the data from behind it' \
        'service-unavailable' 'the service is out of operation for now' \
        'backend-timeout' 'the server waited too long for what is behind it' \
        'intermediary-refused' 'a proxy or firewall on the way answered, not the server' \
        'unexpected-status' 'the status does not fit the request' \
        'front-page-redirect' 'plain http was redirected to the front page of the API: the answer is a web page, not data' \
        'redirect-downgrade' 'a redirect leads from https to plain http, and was not followed' \
        'redirect-invalid' 'a redirect does not say where to, and was not followed' \
        'redirect-private' 'a redirect leads from outside into a private network, and was not followed' \
        'redirect-loop' 'the redirects do not end' \
        'redirected' 'the request was redirected' \
        'invalid-parameter' 'a parameter has a value that the service does not accept' \
        'bad-request' 'the server cannot understand the request' \
        'plain-http' 'the request went over plain http' \
        'unexpected-content' 'the content is not what was asked for: a web page, or broken data' \
        'empty-body' 'the answer has no content' \
        'coverage-unavailable' 'the radar that covers the place is out of operation for now' \
        'partial-coverage' 'no radar covers the place, so that the nowcast has no precipitation' \
        'end-of-life-passed' 'the day on which this version was to end has passed' \
        'end-of-life-near' 'this version ends within days' \
        'end-of-life-ahead' 'this version has an announced end' \
        'deprecated-version' 'this version is deprecated' \
        'beta-version' 'this version is in beta' \
        'deprecated-or-beta' 'this version is deprecated or in beta' \
        'deprecation-announced' 'this version is announced as deprecated, though its status does not say so' \
        'end-date-unknown' 'no day is known on which this version ends' \
        'end-dates-disagree' 'sources name different days for the end of this version' \
        'suspect-end-date' 'an announcement names a day of the end that cannot be right' \
        'invalid-deprecation-field' 'a field that announces the end is not written as its RFC says' \
        'changelog-unreadable' 'the changelog of the product could not be read' \
        'rate-limited' 'the server refuses because of too many requests' \
        'retry-later' 'the server says when to ask again' \
        'request-rate' 'the client sends more requests a second than MET allows without an agreement' \
        'repeated-requests' 'the client asks for the same URL again and again' \
        'invalid-condition' 'the If-Modified-Since of the request is not one that a server can use' \
        'asked-before-expiry' 'the document was asked for again before it had expired' \
        'not-asked-again' 'nothing was sent, because the last answer still holds' \
        'revalidation-ignored' 'the server ignores If-Modified-Since: it sends the same document again' \
        'revalidation-inconsistent' 'the replay contradicts the first answer' \
        'not-modified-with-body' 'a 304 came with content' \
        'not-modified-newer' 'a 304 carries a Last-Modified later than the one asked about' \
        'not-modified-incomplete' 'a 304 lacks fields that it has to repeat' \
        'no-validator' 'the answer has no usable Last-Modified, so that it cannot be asked for with a condition' \
        'not-modified-always' 'the server answers 304 to a date older than the document\'s' \
        'entity-tag-ignored' 'the server ignores If-None-Match: it sends the same document again' \
        'entity-tag-works' 'If-None-Match works: the entity tag was answered with 304' \
        'changed-meanwhile' 'the document changed between the two requests, so that 200 was right' \
        'restamped' 'the same document came again under a newer Last-Modified' \
        'revalidation-works' 'If-Modified-Since works: the replay was answered with 304' \
        'revalidation-not-applicable' 'If-Modified-Since was not tested: MET answers it with the whole document on 203' \
        'revalidation-inconclusive' 'the replay says nothing about caching' \
        'clock-skew' 'the clocks of the server and of this machine disagree' \
        'last-modified-in-future' 'Last-Modified is later than Date' \
        'invalid-cache-control' 'Cache-Control has a value that cannot be read' \
        'invalid-date-field' 'a field does not hold a date as HTTP writes it' \
        'invalid-age' 'Age is not a number of seconds' \
        'invalid-entity-tag' 'ETag is not an entity tag' \
        'no-lifetime' 'the answer does not say how long it is good' \
        'already-expired' 'the answer had expired when it was received' \
        'cache-directives' 'Cache-Control restricts what a client may do with the answer' \
        'shared-cache' 'a cache on the way answered, not the origin' \
        'uncompressed' 'the document came without compression' \
        'slow-response' 'the answer took longer or shorter than --warning or --critical allow' \
        'body-too-large' 'the content was read up to the limit only' \
        'lenient-syntax' 'the response breaks the grammar of HTTP and could be read all the same' \
        'address-fallback' 'not every address of the host answers' \
        'tls-expires-soon' 'the certificate of the server ends soon' \
        'interim-response' 'interim answers came before the final one' \
        'old-http-version' 'the answer is of HTTP/1.0' \
        'non-ascii-field' 'a field has bytes beyond ASCII, which clients read differently' \
        'international-host' 'the name of the host is asked in its ASCII form' \
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
        'hammering-blocked' 'The client goes on after it was refused with 403' \
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
    string join \n exit-code targets= jobs= splay= A/user-agent= contact= H/header= replay= state= dry-run as-curl thorough controls= changelog= t/timeout= max-redirects= max-body= rate= resolve= cacert= roots= proxy= 4/ipv4 6/ipv6 f/format= o/output= report= w/warning= c/critical= timeout-result= eol-warning= eol-critical= allow= warn= deny= q/quiet v/verbose brief no-brief color= hyperlinks= h/help V/version
end

function __fish_metstatus_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_metstatus_global_optspecs) -- $cmd 2>/dev/null
    or argparse -s (__fish_metstatus_global_optspecs) -- $cmd[1..-2] 2>/dev/null
    or return
    if set -q argv[1]; and contains -- $argv[1] read audit curl rules codes products help
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

complete -c metstatus -n "__fish_metstatus_needs_command" -l targets -d 'Targets from a file, one a line; - for standard input. What follows # is a comment. Behind a target may stand name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID, which hold for it alone' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l jobs -d 'Hosts to ask side by side; one host gets one request at a time (default: 8)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l splay -d 'Begin after a random delay of up to so long, for runs that a timer starts on many machines (default: 0s)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s A -l user-agent -d 'User-Agent of the client to diagnose; \'\' for one that sends none [env: METSTATUS_USER_AGENT]' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l contact -d 'Who you are; metstatus names itself and this contact [env: METSTATUS_CONTACT]' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s H -l header -d 'Field to send besides; never goes to another host. @FILE has such fields, one a line: for secrets, which others on this machine could see in a command line' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l replay -d 'When to ask again with If-Modified-Since, to prove caching: now, wait (expiry), never (default: now)' -r -f -a "now\t'At once, after a success that has a Last-Modified'
wait\t'When the answer has expired, as MET\'s terms ask of every client'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l state -d 'Remember answers in this file: nothing is sent before they expire, then one conditional request' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l controls -d 'Whether to repeat what MET refused with what is in doubt changed, to find the cause: auto or never (default: auto)' -r -f -a "auto\t'After a refusal by MET that they can explain, at most two'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l changelog -d 'When to read the changelog of the product: auto (after 203 and unexplained 404), always, never (default: auto)' -r -f -a "auto\t'After 203, and after a 404 that the product table does not explain'
always\t'After every answer but 429 and 5xx'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -s t -l timeout -d 'Time for a target, such as 1m (default: 10s)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l max-redirects -d 'Redirects to follow (default: 5)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l max-body -d 'Bytes of content to read, as received and decompressed (default: 8388608)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l rate -d 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l resolve -d 'Address to use for a host, as in curl' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l cacert -d 'Certificate authorities to trust, a file in PEM form' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l roots -d 'Certificate authorities to trust: those of the platform, or those bundled with metstatus (default: platform)' -r -f -a "platform\t'Those of the operating system, or of SSL_CERT_FILE'
bundled\t'Those built into metstatus (Mozilla\'s)'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l proxy -d 'Proxy for every request; \'\' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_needs_command" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_needs_command" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_needs_command" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_needs_command" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_needs_command" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l exit-code -d 'Exit by the code looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several'
complete -c metstatus -n "__fish_metstatus_needs_command" -l dry-run -d 'Judge the request and send nothing'
complete -c metstatus -n "__fish_metstatus_needs_command" -l as-curl -d 'Show the request as a curl command, and send nothing'
complete -c metstatus -n "__fish_metstatus_needs_command" -l thorough -d 'Ask also with a date one day older, which has to bring the document'
complete -c metstatus -n "__fish_metstatus_needs_command" -s 4 -l ipv4 -d 'Use IPv4 addresses alone'
complete -c metstatus -n "__fish_metstatus_needs_command" -s 6 -l ipv6 -d 'Use IPv6 addresses alone'
complete -c metstatus -n "__fish_metstatus_needs_command" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_needs_command" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_needs_command" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_needs_command" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_needs_command" -s V -l version -d 'Print version'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "read" -d 'Judge captured responses (curl, HAR, access log) without any network'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "audit" -d 'Judge a client\'s traffic over time: access logs, HAR, captures'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "curl" -d 'Check the request of a curl command; nothing is run'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "rules" -d 'List the rules, or explain some'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "codes" -d 'List every status code known, MET\'s own first'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "products" -d 'List the products of MET\'s API with their versions, or explain one'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l url -d 'URL that was requested, for what does not show it; of a log that shows paths alone, https://HOST' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s A -l user-agent -d 'User-Agent that was sent, for what does not show it' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l at -d 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, then the time of the file)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l max-input -d 'Bytes of a file to read (default: 50331648)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l as-curl -d 'Show the requests as curl commands, and judge nothing'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l log-format -d 'Format of the log: auto, common, combined, vhost, apache, nginx, caddy, nginx-json, squid, varnish, haproxy, traefik, w3c, cloudfront, alb, envoy, har, or a format string of nginx (\'$remote_addr ...\') or Apache (\'%h ...\')' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l vantage -d 'Where the log was written: inbound (before a cache), relay (passes every request on), outbound (what reaches MET)' -r -f -a "inbound\t'Before something that may be a cache'
relay\t'At a relay that passes each request on'
outbound\t'Where requests leave for MET, or arrive there'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l by -d 'What a client is: user-agent, address, both or host (default: user-agent)' -r -f -a "user-agent\t'The product name of the User-Agent'
address\t'The address'
both\t'Both'
host\t'The host that is requested'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l since -d 'Only requests from this time on, such as 2026-03-30T13:00:00Z' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l until -d 'Only requests before this time' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l key-file -d 'Secret (16 bytes or more) for the hashes of addresses in --partial; the same for all parts' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l partial -d 'Write one line of JSON that --merge can put together with others, in place of a report'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l merge -d 'The files are lines that --partial wrote'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l full-addresses -d 'Show whole addresses instead of their networks'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand curl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s f -l format -d 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)' -r -f -a "human\t'Text for people'
json\t'One JSON document, described by its schema'
jsonl\t'One such document a line and target'
nagios\t'The output of a monitoring plugin'
prometheus\t'Metrics in the text format of Prometheus'
junit\t'Test results as XML'
sarif\t'Static analysis results, version 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'A Code Quality report of GitLab'
markdown\t'Markdown, for summaries and comments'
tap\t'Test results in the Test Anything Protocol, version 13'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s o -l output -d 'File for the report, replaced whole or not at all' -r -F
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s c -l critical -d 'Response time in seconds that is an error' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r -f
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l allow -d 'Count a finding as info, whatever it is' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l warn -d 'Count a finding as a warning' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l deny -d 'Count a finding as an error' -r -f -a "(__fish_metstatus_rules)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l brief -d 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l no-brief -d 'Show every target in full'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "read" -d 'Judge captured responses (curl, HAR, access log) without any network'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "audit" -d 'Judge a client\'s traffic over time: access logs, HAR, captures'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "curl" -d 'Check the request of a curl command; nothing is run'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "rules" -d 'List the rules, or explain some'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "codes" -d 'List every status code known, MET\'s own first'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "products" -d 'List the products of MET\'s API with their versions, or explain one'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read audit curl rules codes products" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c metstatus -n "__fish_metstatus_needs_command" -f -a "(__fish_metstatus_codes)"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -f -a "(__fish_metstatus_codes)"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -f -a "(__fish_metstatus_products)"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -f -a "(__fish_metstatus_rules)"
