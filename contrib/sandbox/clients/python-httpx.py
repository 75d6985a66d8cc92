import os

import httpx

httpx.get(os.environ["URL"], headers={"User-Agent": os.environ["AGENT"]}, timeout=20).raise_for_status()
