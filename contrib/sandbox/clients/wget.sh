exec wget --quiet --tries=1 --output-document=/dev/null --user-agent="$AGENT" "$URL"
