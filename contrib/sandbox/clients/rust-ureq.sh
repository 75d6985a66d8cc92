# metstatus itself, whose HTTP client is ureq with the certificates of the platform.
exec "$METSTATUS" --replay never --changelog never -A "$AGENT" "$URL" >/dev/null
