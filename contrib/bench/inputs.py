#!/usr/bin/env python3
"""inputs.py FOLDER: writes the captures that contrib/bench/run reads: an archive and a transcript with long URLs, as
browsers and scripts of advertisers make them, a long body, and logs in several formats."""
import json
import pathlib
import sys

AGENTS = ["acme-weather/1.2 https://github.com/acme/weather", "okhttp/4.12.0", "-"]
FORECAST = "/weatherapi/locationforecast/2.0/compact"


def long_query(number, size):
    """A query of about this many bytes, of many parameters with encoded values."""
    words = "abcdefghijklmnop"
    return "&".join(f"p{k}={words[: (k * 7 + number) % 16 + 1] * 2}%2Fx" for k in range(size // 28))


def archive(count, size):
    entries = []
    for i in range(count):
        headers = [{"name": "Date", "value": "Mon, 30 Mar 2026 13:22:46 GMT"}, {"name": "Content-Type", "value": "text/plain"}]
        entries.append({
            "startedDateTime": f"2026-03-30T13:{i // 60 % 60:02}:{i % 60:02}.{i % 1000:03}Z", "time": 12,
            "request": {"method": "GET", "url": f"https://api.acme.no/v1/item/{i}?{long_query(i, size)}", "httpVersion": "HTTP/1.1",
                        "headers": [{"name": "User-Agent", "value": "acme/1.0"}]},
            "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": headers,
                         "content": {"size": 2, "mimeType": "text/plain", "text": "ok"}, "bodySize": 2},
            "timings": {"send": 0, "wait": 10, "receive": 2},
        })
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "bench", "version": "1"}, "entries": entries}})


def transcript(count, size):
    one = ("> GET /v1/item/{i}?{query} HTTP/1.1\n> Host: api.acme.no\n> User-Agent: acme/1.0\n> \n< HTTP/1.1 200 OK\n"
           "< Date: Mon, 30 Mar 2026 13:22:46 GMT\n< Content-Type: text/plain\n< \nok\n")
    return "".join(one.format(i=i, query=long_query(i, size)) for i in range(count))


def body(lines):
    head = "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nContent-Type: application/json\n\n"
    return head + "".join(f'{{"name": "value {i}", "x": [1, 2, 3], "HTTP/1.1": "note"}}\n' for i in range(lines))


def place(i):
    return f"{FORECAST}?lat={55 + i % 1500 / 100:.4f}&lon={i % 97 / 10}"


def combined(lines):
    for i in range(lines):
        second = f"30/Mar/2026:{i // 36000 + 10:02}:{i // 600 % 60:02}:{i // 10 % 60:02} +0000"
        status = 403 if i % 3 else 200
        yield f'api.met.no:443 192.0.2.7 - - [{second}] "GET {place(i)} HTTP/1.1" {status} 3044 "-" "{AGENTS[i % 3]}"\n'


def squid(lines):
    for i in range(lines):
        status = 403 if i % 3 else 200
        yield f"{1774876966 + i // 10}.{i % 1000:03}     45 192.0.2.7 TCP_MISS/{status} 412 GET https://api.met.no{place(i)} - HIER_DIRECT/192.0.2.2 -\n"


def caddy(lines):
    for i in range(lines):
        request = {"method": "GET", "host": "api.met.no", "uri": place(i), "proto": "HTTP/2.0",
                   "headers": {"User-Agent": [AGENTS[i % 3]]}, "tls": {}}
        yield json.dumps({"ts": 1774876966 + i / 10, "request": request, "size": 3044, "status": 403 if i % 3 else 200}) + "\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.joinpath("long.har").write_text(archive(4_000, 3_500))
    folder.joinpath("long.txt").write_text(transcript(4_000, 3_500))
    folder.joinpath("body.txt").write_text(body(300_000))
    for name, lines in (("access.log", combined), ("squid.log", squid), ("caddy.log", caddy)):
        with folder.joinpath(name).open("w") as log:
            log.writelines(lines(100_000))


if __name__ == "__main__":
    main()
