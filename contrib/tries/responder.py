"""What the servers of the trials share: how a response is written."""

from http.server import BaseHTTPRequestHandler


class Responder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def respond(self, status, fields, content):
        """Sends a response; without content it has no length either, as a 304 has none."""
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        if content is not None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content or b"")
        self.wfile.flush()

    def log_message(self, *_):
        pass
