import os
import urllib.request

request = urllib.request.Request(os.environ["URL"], headers={"User-Agent": os.environ["AGENT"]})
with urllib.request.urlopen(request, timeout=20) as response:
    response.read()
