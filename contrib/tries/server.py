#!/usr/bin/env python3
"""Stands in for api.met.no: a TLS server on 127.0.0.1:443 that answers with the status in the file `mode`, and not at all
to a path with `silent` in it. It notes each request in the file `requests`: path, User-Agent and If-Modified-Since in a
line, with tabs between them.

Usage: server.py CERT KEY MODE REQUESTS; prints a line when it listens, and serves until it is killed.
"""

import gzip
import ssl
import sys
import time
from email.utils import formatdate
from http.server import ThreadingHTTPServer

from responder import Responder

CERT, KEY, MODE, REQUESTS = sys.argv[1:]
DOCUMENT = gzip.compress(b'{"type": "Feature", "properties": {"timeseries": [' + b'{"air_temperature": 7.5}, ' * 200 + b"{}]}}")
MODIFIED = formatdate(time.time() - 600, usegmt=True)


class Handler(Responder):
    def do_GET(self):
        with open(MODE) as file:
            mode = file.read().strip()
        if mode == "200" and "textforecast" in self.path:
            # A version that is deprecated, and whose announced end is known.
            mode = "203"
        asked = self.headers.get("If-Modified-Since", "")
        with open(REQUESTS, "a") as file:
            file.write(f"{self.path}\t{self.headers.get('User-Agent', '')}\t{asked}\n")
        if "silent" in self.path:
            time.sleep(60)
            self.close_connection = True
        elif mode not in ("200", "203"):
            self.respond(int(mode), {"Content-Type": "text/plain"}, b"no\n")
        else:
            fields = {"Last-Modified": MODIFIED, "Expires": formatdate(time.time() + 1800, usegmt=True)}
            if asked == MODIFIED and mode == "200":
                self.respond(304, fields, None)
            else:
                content = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
                self.respond(int(mode), {**fields, **content}, DOCUMENT)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERT, KEY)
server = ThreadingHTTPServer(("127.0.0.1", 443), Handler)
server.daemon_threads = True
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("listening", flush=True)
server.serve_forever()
