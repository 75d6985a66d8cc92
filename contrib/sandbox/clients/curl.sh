exec curl --silent --show-error --fail --compressed --output /dev/null -A "$AGENT" "$URL"
