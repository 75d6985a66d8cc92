
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
            cand --targets 'Targets from a file, one a line; - for standard input. What follows # is a comment. Behind a target may stand name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID, which hold for it alone'
            cand --jobs 'Hosts to ask side by side; one host gets one request at a time (default: 8)'
            cand --splay 'Begin after a random delay of up to so long, for runs that a timer starts on many machines (default: 0s)'
            cand -A 'User-Agent of the client to diagnose; '''' for one that sends none [env: METSTATUS_USER_AGENT]'
            cand --user-agent 'User-Agent of the client to diagnose; '''' for one that sends none [env: METSTATUS_USER_AGENT]'
            cand --contact 'Who you are; metstatus names itself and this contact [env: METSTATUS_CONTACT]'
            cand -H 'Field to send besides; never goes to another host. @FILE has such fields, one a line: for secrets, which others on this machine could see in a command line'
            cand --header 'Field to send besides; never goes to another host. @FILE has such fields, one a line: for secrets, which others on this machine could see in a command line'
            cand --replay 'When to ask again with If-Modified-Since, to prove caching: now, wait (expiry), never (default: now)'
            cand --state 'Remember answers in this file: nothing is sent before they expire, then one conditional request'
            cand --controls 'Whether to repeat what MET refused with what is in doubt changed, to find the cause: auto or never (default: auto)'
            cand --changelog 'When to read the changelog of the product: auto (after 203 and unexplained 404), always, never (default: auto)'
            cand -t 'Time for a target, such as 1m (default: 10s)'
            cand --timeout 'Time for a target, such as 1m (default: 10s)'
            cand --max-redirects 'Redirects to follow (default: 5)'
            cand --max-body 'Bytes of content to read, as received and decompressed (default: 8388608)'
            cand --rate 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)'
            cand --resolve 'Address to use for a host, as in curl'
            cand --cacert 'Certificate authorities to trust, a file in PEM form'
            cand --roots 'Certificate authorities to trust: those of the platform, or those bundled with metstatus (default: platform)'
            cand --proxy 'Proxy for every request; '''' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]'
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced whole or not at all'
            cand --output 'File for the report, replaced whole or not at all'
            cand --report 'Write a report to a file as well, such as junit=out.xml; may be repeated'
            cand -w 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand --warning 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand -c 'Response time in seconds that is an error'
            cand --critical 'Response time in seconds that is an error'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'End of life that is a warning, such as 60d (default: 60d)'
            cand --eol-critical 'End of life that is an error, such as 14d (default: 14d)'
            cand --allow 'Count a finding as info, whatever it is'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)'
            cand --exit-code 'Exit by the code looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several'
            cand --dry-run 'Judge the request and send nothing'
            cand --thorough 'Ask also with a date one day older, which has to bring the document'
            cand -4 'Use IPv4 addresses alone'
            cand --ipv4 'Use IPv4 addresses alone'
            cand -6 'Use IPv6 addresses alone'
            cand --ipv6 'Use IPv6 addresses alone'
            cand -q 'Show nothing; the exit code tells'
            cand --quiet 'Show nothing; the exit code tells'
            cand -v 'Show requests and responses with fields and times'
            cand --verbose 'Show requests and responses with fields and times'
            cand --brief 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
            cand --no-brief 'Show every target in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand read 'Judge captured responses (curl, HAR, access log) without any network'
            cand rules 'List the rules, or explain some'
            cand codes 'List every status code known, MET''s own first'
            cand products 'List the products of MET''s API with their versions, or explain one'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'metstatus;read'= {
            cand --at 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, then the time of the file)'
            cand --max-input 'Bytes of a file to read (default: 50331648)'
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced whole or not at all'
            cand --output 'File for the report, replaced whole or not at all'
            cand --report 'Write a report to a file as well, such as junit=out.xml; may be repeated'
            cand -w 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand --warning 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand -c 'Response time in seconds that is an error'
            cand --critical 'Response time in seconds that is an error'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'End of life that is a warning, such as 60d (default: 60d)'
            cand --eol-critical 'End of life that is an error, such as 14d (default: 14d)'
            cand --allow 'Count a finding as info, whatever it is'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)'
            cand -q 'Show nothing; the exit code tells'
            cand --quiet 'Show nothing; the exit code tells'
            cand -v 'Show requests and responses with fields and times'
            cand --verbose 'Show requests and responses with fields and times'
            cand --brief 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
            cand --no-brief 'Show every target in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;rules'= {
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced whole or not at all'
            cand --output 'File for the report, replaced whole or not at all'
            cand --report 'Write a report to a file as well, such as junit=out.xml; may be repeated'
            cand -w 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand --warning 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand -c 'Response time in seconds that is an error'
            cand --critical 'Response time in seconds that is an error'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'End of life that is a warning, such as 60d (default: 60d)'
            cand --eol-critical 'End of life that is an error, such as 14d (default: 14d)'
            cand --allow 'Count a finding as info, whatever it is'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)'
            cand -q 'Show nothing; the exit code tells'
            cand --quiet 'Show nothing; the exit code tells'
            cand -v 'Show requests and responses with fields and times'
            cand --verbose 'Show requests and responses with fields and times'
            cand --brief 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
            cand --no-brief 'Show every target in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;codes'= {
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced whole or not at all'
            cand --output 'File for the report, replaced whole or not at all'
            cand --report 'Write a report to a file as well, such as junit=out.xml; may be repeated'
            cand -w 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand --warning 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand -c 'Response time in seconds that is an error'
            cand --critical 'Response time in seconds that is an error'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'End of life that is a warning, such as 60d (default: 60d)'
            cand --eol-critical 'End of life that is an error, such as 14d (default: 14d)'
            cand --allow 'Count a finding as info, whatever it is'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)'
            cand -q 'Show nothing; the exit code tells'
            cand --quiet 'Show nothing; the exit code tells'
            cand -v 'Show requests and responses with fields and times'
            cand --verbose 'Show requests and responses with fields and times'
            cand --brief 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
            cand --no-brief 'Show every target in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;products'= {
            cand -f 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand --format 'Format of the report: human, json, jsonl, nagios, prometheus, junit, sarif, github, gitlab, markdown or tap (default: human)'
            cand -o 'File for the report, replaced whole or not at all'
            cand --output 'File for the report, replaced whole or not at all'
            cand --report 'Write a report to a file as well, such as junit=out.xml; may be repeated'
            cand -w 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand --warning 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5'
            cand -c 'Response time in seconds that is an error'
            cand --critical 'Response time in seconds that is an error'
            cand --timeout-result 'What a timeout counts as: ok, warning, critical or unknown (default: critical)'
            cand --eol-warning 'End of life that is a warning, such as 60d (default: 60d)'
            cand --eol-critical 'End of life that is an error, such as 14d (default: 14d)'
            cand --allow 'Count a finding as info, whatever it is'
            cand --warn 'Count a finding as a warning'
            cand --deny 'Count a finding as an error'
            cand --color 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]'
            cand --hyperlinks 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)'
            cand -q 'Show nothing; the exit code tells'
            cand --quiet 'Show nothing; the exit code tells'
            cand -v 'Show requests and responses with fields and times'
            cand --verbose 'Show requests and responses with fields and times'
            cand --brief 'Show one line per target, those that fail first and in full, and a total; the default for more than ten on a terminal'
            cand --no-brief 'Show every target in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'metstatus;help'= {
            cand read 'Judge captured responses (curl, HAR, access log) without any network'
            cand rules 'List the rules, or explain some'
            cand codes 'List every status code known, MET''s own first'
            cand products 'List the products of MET''s API with their versions, or explain one'
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
