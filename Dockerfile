# An image of the one static file, for a user that is not root. What goes into it is made by contrib/release/image, from the
# archives of a release or from a build of this machine:
#
#   contrib/release/image target/image && docker build --file Dockerfile --tag metstatus target/image
#   docker run --rm metstatus 403
#
# It has no certificate authorities of its own, which would be outdated one day: give --roots=bundled, or mount those of the
# host at /etc/ssl/certs. Nothing in it is written to; mount a folder for --state.
FROM scratch
ARG TARGETARCH
COPY ${TARGETARCH}/ /
LABEL org.opencontainers.image.title="metstatus" \
      org.opencontainers.image.description="Explains what an HTTP status means at MET Norway's Weather API" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
USER 65534:65534
ENTRYPOINT ["/usr/bin/metstatus"]
CMD ["--help"]
