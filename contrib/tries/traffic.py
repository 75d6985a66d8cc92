#!/usr/bin/env python3
"""A client with many faults, which asks through a proxy that is tried: each rule that a log can show gets an occasion.

Usage: traffic.py PORT
"""
import http.client
import sys
import time

PORT = int(sys.argv[1])
AGENT = "acme-weather/1.2 (\"quoted\" \\ back) ops@acme-weather.no"
PLACE = "/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58"


def ask(path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": "api.met.no", "User-Agent": AGENT, **headers}.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


first = ask(PLACE, **{"Accept-Encoding": "gzip"})
modified = first.getheader("Last-Modified")
for _ in range(4):  # too early
    ask(PLACE, **{"Accept-Encoding": "gzip"})
for number in range(6):  # after expiry, with a condition, an altered one, and without
    time.sleep(2.6)
    condition = [modified, "Thu, 26 Nov 2026 09:53:57 GMT", None][number % 3]
    ask(PLACE, **{"If-Modified-Since": condition, "Origin": "http://localhost:3000"})
for number in range(12):  # places near each other, with too many decimals and ever-changing parameters
    ask(f"/weatherapi/locationforecast/2.0/complete?lat=59.91{number:03}&lon=10.75&_={time.time()}")
for _ in range(6):
    ask("/weatherapi/metalerts/2.0/current.json", **{"Cache-Control": "no-cache"})
    ask("/weatherapi/radar/2.0/available")
    ask("/weatherapi/metalerts/2.0/current?cap=1")
ask("/weatherapi/nowcast/2.0/complete?lat=61&lon=9.58", "HEAD")
ask("/weatherapi/nowcast/2.0/complete?lat=61&lon=9.58")
ask("/weatherapi/nowcast/2.0/redirect")
ask(PLACE, "OPTIONS")
ask(PLACE, "POST", **{"Content-Length": "0"})
