# Prints what bash offers for the last of the words given: complete.bash SCRIPT WORD...
script=$1
shift
[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion
. "$script"
compopt() { :; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
function=$(complete -p metstatus | sed 's/.* -F \([^ ]*\) .*/\1/')
"$function" metstatus "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ "${#COMPREPLY[@]}" = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
