
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'metstatus' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'metstatus'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'metstatus' {
            [CompletionResult]::new('--targets', '--targets', [CompletionResultType]::ParameterName, 'Read targets from a file, one per line; - is standard input. # starts a comment. A target may be followed by name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID; these apply to that target only')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Hosts to check in parallel; each host gets one request at a time (default: 8)')
            [CompletionResult]::new('--splay', '--splay', [CompletionResultType]::ParameterName, 'Wait a random time, up to DURATION, before starting; for timers on many machines (default: 0s)')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'User-Agent of the client to diagnose; '''' for a client without one [env: METSTATUS_USER_AGENT]')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent of the client to diagnose; '''' for a client without one [env: METSTATUS_USER_AGENT]')
            [CompletionResult]::new('--contact', '--contact', [CompletionResultType]::ParameterName, 'Your contact, sent after metstatus''s own name [env: METSTATUS_CONTACT]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Extra request header; never sent to another host. @FILE reads headers, one per line: use it for secrets, because other users can see the command line')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Extra request header; never sent to another host. @FILE reads headers, one per line: use it for secrets, because other users can see the command line')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'When to repeat the request with If-Modified-Since, to check caching: now, wait (expiry), never (default: now)')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Store responses in this file: send nothing before they expire, then one conditional request')
            [CompletionResult]::new('--controls', '--controls', [CompletionResultType]::ParameterName, 'Whether to repeat a refused request with what is in doubt changed, to find the cause: auto or never (default: auto)')
            [CompletionResult]::new('--changelog', '--changelog', [CompletionResultType]::ParameterName, 'When to read the product''s changelog: auto (after 203 and unexplained 404), always, never (default: auto)')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Time limit for a target, such as 1m (default: 10s)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit for a target, such as 1m (default: 10s)')
            [CompletionResult]::new('--max-redirects', '--max-redirects', [CompletionResultType]::ParameterName, 'Redirects to follow (default: 5)')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'Bytes of a response body to read, as received and as decompressed (default: 8388608)')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Address to use for a host, as in curl')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust, a PEM file')
            [CompletionResult]::new('--roots', '--roots', [CompletionResultType]::ParameterName, 'Certificate authorities to trust: platform, or bundled with metstatus (default: platform)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Proxy for every request; '''' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Set the exit code by the status looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the request without sending it')
            [CompletionResult]::new('--as-curl', '--as-curl', [CompletionResultType]::ParameterName, 'Show the request as a curl command; send nothing')
            [CompletionResult]::new('--thorough', '--thorough', [CompletionResultType]::ParameterName, 'Also send If-Modified-Since one day earlier; the server must return the full body')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use only IPv4 addresses')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use only IPv4 addresses')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use only IPv6 addresses')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use only IPv6 addresses')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Diagnose captured responses (curl, HAR, access log) offline')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Judge a client''s traffic over time: access logs, HAR, captures')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local api.met.no for tests, and judge what a command sends')
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Check the request of a curl command; nothing is run')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules, or explain some')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show every setting and where it comes from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, as a source for man')
            [CompletionResult]::new('codes', 'codes', [CompletionResultType]::ParameterValue, 'List all known status codes, MET''s first')
            [CompletionResult]::new('products', 'products', [CompletionResultType]::ParameterValue, 'List the API''s products and versions, or explain one')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'metstatus;read' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Requested URL, if the input does not show it; for a log without hosts, https://HOST')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'User-Agent sent, if the input does not show it')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent sent, if the input does not show it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, else the file''s time)')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'Bytes of a file to read (default: 50331648)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('--as-curl', '--as-curl', [CompletionResultType]::ParameterName, 'Show the requests as curl commands; diagnose nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;audit' {
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'Format of the log: auto, common, combined, vhost, apache, nginx, caddy, nginx-json, squid, varnish, haproxy, traefik, w3c, cloudfront, alb, envoy, har, or a format string of nginx (''$remote_addr ...'') or Apache (''%h ...'')')
            [CompletionResult]::new('--vantage', '--vantage', [CompletionResultType]::ParameterName, 'Where the log was written: inbound (before a cache), relay (passes every request on), outbound (what reaches MET)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What counts as one client: user-agent, address, both or host (default: user-agent)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from this time on, such as 2026-03-30T13:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before this time')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'Secret (16 bytes or more) for the hashes of addresses in --partial; the same for all parts')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('--partial', '--partial', [CompletionResultType]::ParameterName, 'Write one line of JSON for --merge, in place of a report')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'Judge the files that --partial wrote as one log')
            [CompletionResult]::new('--full-addresses', '--full-addresses', [CompletionResultType]::ParameterName, 'Show whole addresses instead of their networks')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;sandbox' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'What the server does, such as healthy,deprecated; the command runs once for each (default: healthy)')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'What a scenario does, and where each behaviour is documented, captured or assumed')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed for random choices; repeats a run (default: random, and printed)')
            [CompletionResult]::new('--lifetime', '--lifetime', [CompletionResultType]::ParameterName, 'How long a forecast is fresh: a duration from 3s, or real for MET''s half an hour (default: 8s)')
            [CompletionResult]::new('--wire', '--wire', [CompletionResultType]::ParameterName, 'How the command reaches the sandbox: auto, namespace, env, url or none (default: auto)')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Loopback address and port for HTTPS (default: 127.0.0.1 and a free port)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('--list-scenarios', '--list-scenarios', [CompletionResultType]::ParameterName, 'List the scenarios')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;curl' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;rules' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;config' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;completions' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;man' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;codes' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;products' {
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'User-Agent of the client to diagnose; '''' for a client without one [env: METSTATUS_USER_AGENT]')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent of the client to diagnose; '''' for a client without one [env: METSTATUS_USER_AGENT]')
            [CompletionResult]::new('--contact', '--contact', [CompletionResultType]::ParameterName, 'Your contact, sent after metstatus''s own name [env: METSTATUS_CONTACT]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Time limit, such as 1m (default: 10s)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit, such as 1m (default: 10s)')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Address to use for a host, as in curl')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust, a PEM file')
            [CompletionResult]::new('--roots', '--roots', [CompletionResultType]::ParameterName, 'Certificate authorities to trust: platform, or bundled with metstatus (default: platform)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Proxy for every request; '''' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown, tap, or html (audit and sandbox) (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced atomically')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write a report to a file, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Fail if the response time is outside this range')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'Warn if a version ends within DURATION (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'Fail if a version ends within DURATION (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Read MET''s changelog first, and keep what it says of the versions; sends one request, and none before the last response has expired')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use only IPv4 addresses')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use only IPv4 addresses')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use only IPv6 addresses')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use only IPv6 addresses')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; only set the exit code')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with headers and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Use only the built-in table of products, not what products --refresh has stored')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;help' {
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Diagnose captured responses (curl, HAR, access log) offline')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Judge a client''s traffic over time: access logs, HAR, captures')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local api.met.no for tests, and judge what a command sends')
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Check the request of a curl command; nothing is run')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules, or explain some')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show every setting and where it comes from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, as a source for man')
            [CompletionResult]::new('codes', 'codes', [CompletionResultType]::ParameterValue, 'List all known status codes, MET''s first')
            [CompletionResult]::new('products', 'products', [CompletionResultType]::ParameterValue, 'List the API''s products and versions, or explain one')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'metstatus;help;read' {
            break
        }
        'metstatus;help;audit' {
            break
        }
        'metstatus;help;sandbox' {
            break
        }
        'metstatus;help;curl' {
            break
        }
        'metstatus;help;rules' {
            break
        }
        'metstatus;help;config' {
            break
        }
        'metstatus;help;completions' {
            break
        }
        'metstatus;help;man' {
            break
        }
        'metstatus;help;codes' {
            break
        }
        'metstatus;help;products' {
            break
        }
        'metstatus;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
