
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
            [CompletionResult]::new('--targets', '--targets', [CompletionResultType]::ParameterName, 'Targets from a file, one a line; - for standard input. What follows # is a comment. Behind a target may stand name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID, which hold for it alone')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Hosts to ask side by side; one host gets one request at a time (default: 8)')
            [CompletionResult]::new('--splay', '--splay', [CompletionResultType]::ParameterName, 'Begin after a random delay of up to so long, for runs that a timer starts on many machines (default: 0s)')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'User-Agent of the client to diagnose; '''' for one that sends none [env: METSTATUS_USER_AGENT]')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent of the client to diagnose; '''' for one that sends none [env: METSTATUS_USER_AGENT]')
            [CompletionResult]::new('--contact', '--contact', [CompletionResultType]::ParameterName, 'Who you are; metstatus names itself and this contact [env: METSTATUS_CONTACT]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Field to send besides; never goes to another host. @FILE has such fields, one a line: for secrets, which others on this machine could see in a command line')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Field to send besides; never goes to another host. @FILE has such fields, one a line: for secrets, which others on this machine could see in a command line')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'When to ask again with If-Modified-Since, to prove caching: now, wait (expiry), never (default: now)')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Remember answers in this file: nothing is sent before they expire, then one conditional request')
            [CompletionResult]::new('--controls', '--controls', [CompletionResultType]::ParameterName, 'Whether to repeat what MET refused with what is in doubt changed, to find the cause: auto or never (default: auto)')
            [CompletionResult]::new('--changelog', '--changelog', [CompletionResultType]::ParameterName, 'When to read the changelog of the product: auto (after 203 and unexplained 404), always, never (default: auto)')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Time for a target, such as 1m (default: 10s)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time for a target, such as 1m (default: 10s)')
            [CompletionResult]::new('--max-redirects', '--max-redirects', [CompletionResultType]::ParameterName, 'Redirects to follow (default: 5)')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'Bytes of content to read, as received and decompressed (default: 8388608)')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Address to use for a host, as in curl')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust, a file in PEM form')
            [CompletionResult]::new('--roots', '--roots', [CompletionResultType]::ParameterName, 'Certificate authorities to trust: those of the platform, or those bundled with metstatus (default: platform)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Proxy for every request; '''' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit by the code looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Judge the request and send nothing')
            [CompletionResult]::new('--as-curl', '--as-curl', [CompletionResultType]::ParameterName, 'Show the request as a curl command, and send nothing')
            [CompletionResult]::new('--thorough', '--thorough', [CompletionResultType]::ParameterName, 'Ask also with a date one day older, which has to bring the document')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 addresses alone')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 addresses alone')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 addresses alone')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 addresses alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Judge captured responses (curl, HAR, access log) without any network')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Judge a client''s traffic over time: access logs, HAR, captures')
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Check the request of a curl command; nothing is run')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules, or explain some')
            [CompletionResult]::new('codes', 'codes', [CompletionResultType]::ParameterValue, 'List every status code known, MET''s own first')
            [CompletionResult]::new('products', 'products', [CompletionResultType]::ParameterValue, 'List the products of MET''s API with their versions, or explain one')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'metstatus;read' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'URL that was requested, for what does not show it; of a log that shows paths alone, https://HOST')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'User-Agent that was sent, for what does not show it')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent that was sent, for what does not show it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, then the time of the file)')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'Bytes of a file to read (default: 50331648)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('--as-curl', '--as-curl', [CompletionResultType]::ParameterName, 'Show the requests as curl commands, and judge nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;audit' {
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'Format of the log: auto, common, combined, vhost, apache, nginx, caddy, nginx-json, squid, varnish, haproxy, traefik, w3c, cloudfront, alb, envoy, har, or a format string of nginx (''$remote_addr ...'') or Apache (''%h ...'')')
            [CompletionResult]::new('--vantage', '--vantage', [CompletionResultType]::ParameterName, 'Where the log was written: inbound (before a cache), relay (passes every request on), outbound (what reaches MET)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What a client is: user-agent, address, both or host (default: user-agent)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from this time on, such as 2026-03-30T13:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before this time')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'Secret (16 bytes or more) for the hashes of addresses in --partial; the same for all parts')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('--partial', '--partial', [CompletionResultType]::ParameterName, 'Write one line of JSON that --merge can put together with others, in place of a report')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'The files are lines that --partial wrote')
            [CompletionResult]::new('--full-addresses', '--full-addresses', [CompletionResultType]::ParameterName, 'Show whole addresses instead of their networks')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;curl' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;rules' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;codes' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;products' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File for the report, replaced whole or not at all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report to a file as well, such as junit=out.xml; may be repeated')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('--warning', '--warning', [CompletionResultType]::ParameterName, 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--critical', '--critical', [CompletionResultType]::ParameterName, 'Response time in seconds that is an error')
            [CompletionResult]::new('--timeout-result', '--timeout-result', [CompletionResultType]::ParameterName, 'What a timeout counts as: ok, warning, critical or unknown (default: critical)')
            [CompletionResult]::new('--eol-warning', '--eol-warning', [CompletionResultType]::ParameterName, 'End of life that is a warning, such as 60d (default: 60d)')
            [CompletionResult]::new('--eol-critical', '--eol-critical', [CompletionResultType]::ParameterName, 'End of life that is an error, such as 14d (default: 14d)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Count a finding as info, whatever it is')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Count a finding as a warning')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Count a finding as an error')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--hyperlinks', '--hyperlinks', [CompletionResultType]::ParameterName, 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show nothing; the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and responses with fields and times')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal')
            [CompletionResult]::new('--no-brief', '--no-brief', [CompletionResultType]::ParameterName, 'Show every target in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'metstatus;help' {
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Judge captured responses (curl, HAR, access log) without any network')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Judge a client''s traffic over time: access logs, HAR, captures')
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Check the request of a curl command; nothing is run')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules, or explain some')
            [CompletionResult]::new('codes', 'codes', [CompletionResultType]::ParameterValue, 'List every status code known, MET''s own first')
            [CompletionResult]::new('products', 'products', [CompletionResultType]::ParameterValue, 'List the products of MET''s API with their versions, or explain one')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'metstatus;help;read' {
            break
        }
        'metstatus;help;audit' {
            break
        }
        'metstatus;help;curl' {
            break
        }
        'metstatus;help;rules' {
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
