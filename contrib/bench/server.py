#!/usr/bin/env python3
"""A server on loopback for the benchmark: one document of 38 kB, gzip, Last-Modified and 304.

Usage: server.py [CERT KEY]; with TLS where it has a certificate. Prints its port and serves until it is killed.
"""

import gzip
import ssl
import sys
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DOCUMENT = gzip.compress(b'{"properties": {"timeseries": [' + b'{"air_temperature": 7.5}, ' * 1500 + b"{}]}}")
MODIFIED = formatdate(time.time(), usegmt=True)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self):
        unchanged = self.headers.get("If-Modified-Since") == MODIFIED
        self.send_response(304 if unchanged else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Expires", formatdate(time.time() + 1860, usegmt=True))
        self.send_header("Last-Modified", MODIFIED)
        if not unchanged:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(DOCUMENT)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(DOCUMENT)
        self.wfile.flush()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
server.serve_forever()
