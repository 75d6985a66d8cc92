# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_metstatus_global_optspecs
    string join \n exit-code targets= jobs= splay= A/user-agent= contact= H/header= replay= state= dry-run thorough controls= changelog= t/timeout= max-redirects= max-body= rate= resolve= cacert= roots= proxy= 4/ipv4 6/ipv6 f/format= o/output= report= w/warning= c/critical= timeout-result= eol-warning= eol-critical= allow= warn= deny= q/quiet v/verbose color= hyperlinks= h/help V/version
end

function __fish_metstatus_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_metstatus_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
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

complete -c metstatus -n "__fish_metstatus_needs_command" -l targets -d 'Targets from a file, one a line; - for standard input. What follows # is a comment. Behind a target may stand name=TEXT, eol-warning=DURATION, eol-critical=DURATION, allow=ID, warn=ID and deny=ID, which hold for it alone' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l jobs -d 'Hosts to ask side by side; one host gets one request at a time (default: 8)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l splay -d 'Begin after a random delay of up to so long, for runs that a timer starts on many machines (default: 0s)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -s A -l user-agent -d 'User-Agent of the client to diagnose; \'\' for one that sends none [env: METSTATUS_USER_AGENT]' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l contact -d 'Who you are; metstatus names itself and this contact [env: METSTATUS_CONTACT]' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -s H -l header -d 'Field to send besides; never goes to another host. @FILE has such fields, one a line: for secrets, which others on this machine could see in a command line' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l replay -d 'When to ask again with If-Modified-Since, to prove caching: now, wait (expiry), never (default: now)' -r -f -a "now\t'At once, after a success that has a Last-Modified'
wait\t'When the answer has expired, as MET\'s terms ask of every client'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l state -d 'Remember answers in this file: nothing is sent before they expire, then one conditional request' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l controls -d 'Whether to repeat what MET refused with one thing changed, to find the cause: auto or never (default: auto)' -r -f -a "auto\t'After a refusal by MET that they can explain, at most two'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l changelog -d 'When to read the changelog of the product: auto (after 203 and unexplained 404), always, never (default: auto)' -r -f -a "auto\t'After 203, and after a 404 that the product table does not explain'
always\t'After every answer but 429 and 5xx'
never\t'Not at all'"
complete -c metstatus -n "__fish_metstatus_needs_command" -s t -l timeout -d 'Time for a target, such as 1m (default: 10s)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l max-redirects -d 'Redirects to follow (default: 5)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l max-body -d 'Bytes of content to read, as received and decompressed (default: 8388608)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l rate -d 'Requests to one host, such as 30/m; never above 10/s at MET (default: 2/s)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l resolve -d 'Address to use for a host, as in curl' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l cacert -d 'Certificate authorities to trust, a file in PEM form' -r -F
complete -c metstatus -n "__fish_metstatus_needs_command" -l roots -d 'Certificate authorities to trust: those of the platform, or those bundled with metstatus (default: platform)' -r -f -a "platform\t'Those of the operating system, or of SSL_CERT_FILE'
bundled\t'Those built into metstatus (Mozilla\'s)'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l proxy -d 'Proxy for every request; \'\' for none [env: http_proxy, https_proxy, all_proxy, no_proxy]' -r
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
complete -c metstatus -n "__fish_metstatus_needs_command" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -s c -l critical -d 'Response time in seconds that is an error' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l allow -d 'Count a finding as info, whatever it is' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l warn -d 'Count a finding as a warning' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l deny -d 'Count a finding as an error' -r
complete -c metstatus -n "__fish_metstatus_needs_command" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_needs_command" -l exit-code -d 'Exit by the code looked up: 0 for 1xx, 2xx and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several'
complete -c metstatus -n "__fish_metstatus_needs_command" -l dry-run -d 'Judge the request and send nothing'
complete -c metstatus -n "__fish_metstatus_needs_command" -l thorough -d 'Ask also with a date one day older, which has to bring the document'
complete -c metstatus -n "__fish_metstatus_needs_command" -s 4 -l ipv4 -d 'Use IPv4 addresses alone'
complete -c metstatus -n "__fish_metstatus_needs_command" -s 6 -l ipv6 -d 'Use IPv6 addresses alone'
complete -c metstatus -n "__fish_metstatus_needs_command" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_needs_command" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_needs_command" -s V -l version -d 'Print version'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "read" -d 'Judge captured responses (curl, HAR, access log) without any network'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "codes" -d 'List every status code known, MET\'s own first'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "products" -d 'List the products of MET\'s API with their versions, or explain one'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "rules" -d 'List the rules, or explain some'
complete -c metstatus -n "__fish_metstatus_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l at -d 'When the response was received, such as 2026-03-30T13:22:46Z (default: its Date, then the time of the file)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l max-input -d 'Bytes of a file to read (default: 67108864)' -r
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
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s c -l critical -d 'Response time in seconds that is an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l allow -d 'Count a finding as info, whatever it is' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l warn -d 'Count a finding as a warning' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l deny -d 'Count a finding as an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand read" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s c -l critical -d 'Response time in seconds that is an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l allow -d 'Count a finding as info, whatever it is' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l warn -d 'Count a finding as a warning' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l deny -d 'Count a finding as an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand codes" -s v -l verbose -d 'Show requests and responses with fields and times'
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
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s c -l critical -d 'Response time in seconds that is an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l allow -d 'Count a finding as info, whatever it is' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l warn -d 'Count a finding as a warning' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l deny -d 'Count a finding as an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand products" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l report -d 'Write a report to a file as well, such as junit=out.xml; may be repeated' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s w -l warning -d 'Response time in seconds that is a warning when it lies outside a range, such as 2 or 0.1:5' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s c -l critical -d 'Response time in seconds that is an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l timeout-result -d 'What a timeout counts as: ok, warning, critical or unknown (default: critical)' -r -f -a "ok\t'Nothing wrong'
warning\t'A warning'
critical\t'An error'
unknown\t'No verdict'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l eol-warning -d 'End of life that is a warning, such as 60d (default: 60d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l eol-critical -d 'End of life that is an error, such as 14d (default: 14d)' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l allow -d 'Count a finding as info, whatever it is' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l warn -d 'Count a finding as a warning' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l deny -d 'Count a finding as an error' -r
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l color -d 'Colour: auto, always or never (default: auto) [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -l hyperlinks -d 'When the sources in a report are links to click on: auto (where the terminal shows them), always, never (default: auto)' -r -f -a "auto\t'With colour, on a terminal that is known to show them'
always\t'Always'
never\t'Never'"
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s q -l quiet -d 'Show nothing; the exit code tells'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s v -l verbose -d 'Show requests and responses with fields and times'
complete -c metstatus -n "__fish_metstatus_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read codes products rules help" -f -a "read" -d 'Judge captured responses (curl, HAR, access log) without any network'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read codes products rules help" -f -a "codes" -d 'List every status code known, MET\'s own first'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read codes products rules help" -f -a "products" -d 'List the products of MET\'s API with their versions, or explain one'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read codes products rules help" -f -a "rules" -d 'List the rules, or explain some'
complete -c metstatus -n "__fish_metstatus_using_subcommand help; and not __fish_seen_subcommand_from read codes products rules help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
