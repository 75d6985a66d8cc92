# Prints what fish offers for a line: complete.fish SCRIPT LINE
source $argv[1]
complete -C $argv[2]
