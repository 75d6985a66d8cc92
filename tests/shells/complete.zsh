# Prints what zsh offers for a line, in a terminal of its own: complete.zsh DIRECTORY LINE WORK
# zsh completes in its line editor alone; .zshrc beside this file writes down what it finds.
zmodload zsh/zpty
export COMPLETIONS=$1 FOUND=$3/found.$$ ZDOTDIR=${0:h} HOME=$3 TERM=dumb
: >$FOUND
zpty -b shell zsh -i
zpty -n -w shell "$2"$'\x18'
for i in {1..200}; do
    grep -q '^END$' $FOUND && break
    sleep 0.05
    zpty -r -t shell line
done
grep -v '^END$' $FOUND
