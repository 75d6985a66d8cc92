#!/usr/bin/env python3
"""Writes an access log in which no two lines have the same client, User-Agent and URL.

usage: logs.py LINES [combined|caddy] > FILE

Logs of repeated lines make every tool look fast: what is asked for is already known. Here each line is a new
key, as the log of a large application would be in which each user looks at a place of their own.
"""
import sys

LINES = int(sys.argv[1])
FORM = sys.argv[2] if len(sys.argv) > 2 else "combined"
START = 1_774_828_800  # 2026-03-30T00:00:00Z
MONTH = "Mar/2026"


def pseudo(number):
    """The same numbers on every machine (a step of a linear congruential generator)."""
    return (number * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF


def main():
    out = sys.stdout.buffer
    lines = []
    for i in range(LINES):
        r = pseudo(i)
        second = i // 60
        day, clock = 30 + second // 86400, second % 86400
        address = f"{10 + (r >> 60)}.{(r >> 48) & 255}.{(r >> 40) & 255}.{i & 255}"
        lat, lon = 58 + (r >> 20) % 130000 / 10000, 4 + (r >> 33) % 260000 / 10000
        path = f"/weatherapi/locationforecast/2.0/compact?lat={lat:.4f}&lon={lon:.4f}&altitude={i % 2400}"
        agent = f"acme-weather/{1 + i % 7}.{(r >> 13) % 40} (build {i}) ops@acme.no"
        status = 200 if r % 50 else 304
        size = 2900 + (r >> 7) % 300
        if FORM == "combined":
            time = f"{day:02}/{MONTH}:{clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02} +0000"
            lines.append(f'{address} - - [{time}] "GET {path} HTTP/1.1" {status} {size} "-" "{agent}"\n')
        else:
            lines.append(
                '{"level":"info","ts":%d.%03d,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"%s",'
                '"remote_port":"57008","proto":"HTTP/2.0","method":"GET","host":"api.met.no","uri":"%s","headers":{"Accept":["*/*"],'
                '"User-Agent":["%s"],"Accept-Encoding":["gzip"]}},"user_id":"","duration":0.%09d,"size":%d,"status":%d,"resp_headers":'
                '{"Server":["nginx/1.18.0 (Ubuntu)"],"Date":["Mon, 30 Mar 2026 %02d:%02d:%02d GMT"],"Expires":["Mon, 30 Mar 2026 %02d:59:59 GMT"],'
                '"Last-Modified":["Mon, 30 Mar 2026 00:00:00 GMT"],"Content-Type":["application/json"]}}\n'
                % (START + second, i % 1000, address, path, agent, r % 1000000000, size, status,
                   clock // 3600, clock // 60 % 60, clock % 60, clock // 3600)
            )
        if len(lines) == 10000:
            out.write("".join(lines).encode())
            lines.clear()
    out.write("".join(lines).encode())


main()
