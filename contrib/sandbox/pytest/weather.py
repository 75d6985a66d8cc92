"""A client of MET's Weather API that keeps to its terms: it says who it is, asks again only after Expires, and then with
If-Modified-Since. It knows nothing of the sandbox."""

import gzip
import json
import time
import urllib.error
import urllib.request
from email.utils import parsedate_to_datetime

URL = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat={:.4f}&lon={:.4f}"


class Weather:
    def __init__(self, agent):
        self.agent = agent
        self.kept = {}

    def forecast(self, lat, lon):
        """The forecast of a place, from memory while it is fresh. After an error the last one is given for a minute."""
        url = URL.format(lat, lon)
        body, expires, modified = self.kept.get(url, (None, 0, None))
        if time.time() < expires:
            return body
        request = urllib.request.Request(url, headers={"User-Agent": self.agent, "Accept-Encoding": "gzip"})
        if modified:
            request.add_header("If-Modified-Since", modified)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                data = response.read()
                if response.headers["Content-Encoding"] == "gzip":
                    data = gzip.decompress(data)
                body, headers = json.loads(data), response.headers
        except urllib.error.HTTPError as error:
            if error.code != 304:
                if body is None:
                    raise
                self.kept[url] = (body, time.time() + 60, modified)
                return body
            headers = error.headers
        # By the clock of the server, since the one of this machine may be wrong.
        lifetime = parsedate_to_datetime(headers["Expires"]) - parsedate_to_datetime(headers["Date"])
        self.kept[url] = (body, time.time() + lifetime.total_seconds(), headers["Last-Modified"] or modified)
        return body
