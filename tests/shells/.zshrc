PROMPT= RPROMPT= LISTMAX=0
stty -echo cols 500
fpath=($COMPLETIONS $fpath)
autoload -Uz compinit
# The list of functions is made once for all lines that are tried.
[[ -r $HOME/dump ]] && compinit -C -d $HOME/dump || compinit -u -d $HOME/dump
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    typeset -a hits
    builtin compadd -A hits "$@"
    (( $#hits )) && print -lr -- $hits >>$FOUND
    builtin compadd "$@"
}
zle -C all-words complete-word _generic
finish() {
    zle all-words
    print -r END >>$FOUND
    exit 0
}
zle -N finish
bindkey '^X' finish
