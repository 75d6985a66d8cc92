#!/usr/bin/env python3
"""Stands in for MET to the servers whose log formats are tried: plain HTTP on 127.0.0.1, with Expires in two seconds,
Last-Modified, 304 to a request that has it, a redirect, and gzip where it is asked for.

Usage: upstream.py PORT REQUESTS; notes each request with the headers that came, as a line of JSON.
"""
import gzip
import json
import sys
import time
from email.utils import formatdate
from http.server import ThreadingHTTPServer

from responder import Responder

PORT, REQUESTS = int(sys.argv[1]), sys.argv[2]
MODIFIED = formatdate(time.time() - 600, usegmt=True)


class Handler(Responder):
    def serve(self):
        with open(REQUESTS, "a") as file:
            file.write(json.dumps({"method": self.command, "path": self.path, **dict(self.headers)}) + "\n")
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        fields = {"Last-Modified": MODIFIED, "Expires": formatdate(time.time() + 2, usegmt=True)}
        content = b'{"type": "Feature"}' * 50
        if "redirect" in self.path:
            return self.respond(301, {"Location": "/weatherapi/nowcast/2.0/complete?lat=60.10&lon=9.58"}, b"")
        if self.headers.get("If-Modified-Since") == MODIFIED:
            return self.respond(304, fields, None)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            fields["Content-Encoding"] = "gzip"
            content = gzip.compress(content)
        return self.respond(200, {**fields, "Content-Type": "application/json"}, content)

    do_GET = do_HEAD = do_POST = do_OPTIONS = serve


server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
server.daemon_threads = True
server.serve_forever()
