
use builtin;
use str;

set edit:completion:arg-completer[metstatus] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'metstatus'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'metstatus'= {
            cand --targets 'Read targets from a file, one per line; - is standard input. # starts a comment. A target may be followed by name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID; these apply to that target only'
            cand --jobs 'Hosts to check in parallel; each host gets one request at a time (default: 8)'
            cand --splay 'Wait a random time, up to DURATION, before starting; for timers on many machines (default: 0s)'
            cand -A 'User-Agent of the client to diagnose; '''' for a client without one [env: METSTATUS_USER_AGENT]'
            cand --user-agent 'User-Agent of the client to diagnose; '''' for a client without one [env: METSTATUS_USER_AGENT]'
            cand --contact 'Your contact, sent after metstatus''s own name [env: METSTATUS_CONTACT]'
            cand -H 'Extra request header; never sent to another host. @FILE reads headers, one per line: use it for secrets, because other users can see the command line'
            cand --header 'Extra request header; never sent to another host. @FILE reads headers, one per line: use it for secrets, because other users can see the command line'
            cand --replay 'When to repeat the request with If-Modified-Since, to check caching: now, wait (expiry), never (default: now)'
            cand --state 'Store responses in this file: send nothing before they expire, then one conditional request'
            cand --controls 'Whether to repeat a refused request with what is in doubt changed, to find the cause: auto or never (default: auto)'
            cand --changelog 'When to read the product''s changelog: auto (after 203 and unexplained 404), always, never (default: auto)'
            cand -t 'Time limit for a target, such as 1m (default: 10s)'
            cand --timeout 'Time limit for a target, such as 1m (default: 10s)'
            cand --max-redirects 'Redirects to follow (default: 5)'
            cand --max-body 'Bytes of a response body to read, as received and as decompressed (default: 8388608)'
            cand --rate 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)'
            cand --resolve 'Address to use for a host, as in curl'
            cand --cacert 'Certificate authorities to trust, a PEM file'
            cand --roots 'Certificate authorities to trust: platform, or bundled with metstatus (default: platform)'
            cand --proxy 'Proxy for every request; '''' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]'
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced atomically'
            cand --output 'File for the report, replaced atomically'
            cand --report 'Also write a report to a file, such as junit=out.xml; may be repeated'
            cand -w 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand --warning 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand -c 'Fail if the response time is outside this range'
            cand --critical 'Fail if the response time is outside this range'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'Warn if a version ends within DURATION (default: 60d)'
            cand --eol-critical 'Fail if a version ends within DURATION (default: 14d)'
            cand --allow 'Count a finding as info'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)'
            cand --exit-code 'Set the exit code by the status looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several'
            cand --dry-run 'Check the request without sending it'
            cand --thorough 'Also send If-Modified-Since one day earlier; the server must return the full body'
            cand -4 'Use only IPv4 addresses'
            cand --ipv4 'Use only IPv4 addresses'
            cand -6 'Use only IPv6 addresses'
            cand --ipv6 'Use only IPv6 addresses'
            cand -q 'Print nothing; only set the exit code'
            cand --quiet 'Print nothing; only set the exit code'
            cand -v 'Show requests and responses with headers and times'
            cand --verbose 'Show requests and responses with headers and times'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand read 'Diagnose captured responses (curl, HAR, access log) offline'
            cand rules 'List the rules, or explain some'
            cand codes 'List all known status codes, MET''s first'
            cand products 'List the API''s products and versions, or explain one'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'metstatus;read'= {
            cand --at 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, else the file''s time)'
            cand --max-input 'Bytes of a file to read (default: 50331648)'
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced atomically'
            cand --output 'File for the report, replaced atomically'
            cand --report 'Also write a report to a file, such as junit=out.xml; may be repeated'
            cand -w 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand --warning 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand -c 'Fail if the response time is outside this range'
            cand --critical 'Fail if the response time is outside this range'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'Warn if a version ends within DURATION (default: 60d)'
            cand --eol-critical 'Fail if a version ends within DURATION (default: 14d)'
            cand --allow 'Count a finding as info'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)'
            cand -q 'Print nothing; only set the exit code'
            cand --quiet 'Print nothing; only set the exit code'
            cand -v 'Show requests and responses with headers and times'
            cand --verbose 'Show requests and responses with headers and times'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;rules'= {
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced atomically'
            cand --output 'File for the report, replaced atomically'
            cand --report 'Also write a report to a file, such as junit=out.xml; may be repeated'
            cand -w 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand --warning 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand -c 'Fail if the response time is outside this range'
            cand --critical 'Fail if the response time is outside this range'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'Warn if a version ends within DURATION (default: 60d)'
            cand --eol-critical 'Fail if a version ends within DURATION (default: 14d)'
            cand --allow 'Count a finding as info'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)'
            cand -q 'Print nothing; only set the exit code'
            cand --quiet 'Print nothing; only set the exit code'
            cand -v 'Show requests and responses with headers and times'
            cand --verbose 'Show requests and responses with headers and times'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;codes'= {
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced atomically'
            cand --output 'File for the report, replaced atomically'
            cand --report 'Also write a report to a file, such as junit=out.xml; may be repeated'
            cand -w 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand --warning 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand -c 'Fail if the response time is outside this range'
            cand --critical 'Fail if the response time is outside this range'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'Warn if a version ends within DURATION (default: 60d)'
            cand --eol-critical 'Fail if a version ends within DURATION (default: 14d)'
            cand --allow 'Count a finding as info'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)'
            cand -q 'Print nothing; only set the exit code'
            cand --quiet 'Print nothing; only set the exit code'
            cand -v 'Show requests and responses with headers and times'
            cand --verbose 'Show requests and responses with headers and times'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;products'= {
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced atomically'
            cand --output 'File for the report, replaced atomically'
            cand --report 'Also write a report to a file, such as junit=out.xml; may be repeated'
            cand -w 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand --warning 'Warn if the response time in seconds is outside this range, such as 2 or 0.1:5'
            cand -c 'Fail if the response time is outside this range'
            cand --critical 'Fail if the response time is outside this range'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'Warn if a version ends within DURATION (default: 60d)'
            cand --eol-critical 'Fail if a version ends within DURATION (default: 14d)'
            cand --allow 'Count a finding as info'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When to make the sources in a report clickable: auto (if the terminal supports it), always, never (default: auto)'
            cand -q 'Print nothing; only set the exit code'
            cand --quiet 'Print nothing; only set the exit code'
            cand -v 'Show requests and responses with headers and times'
            cand --verbose 'Show requests and responses with headers and times'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;help'= {
            cand read 'Diagnose captured responses (curl, HAR, access log) offline'
            cand rules 'List the rules, or explain some'
            cand codes 'List all known status codes, MET''s first'
            cand products 'List the API''s products and versions, or explain one'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'metstatus;help;read'= {
        }
        &'metstatus;help;rules'= {
        }
        &'metstatus;help;codes'= {
        }
        &'metstatus;help;products'= {
        }
        &'metstatus;help;help'= {
        }
    ]
    $completions[$command]
}
