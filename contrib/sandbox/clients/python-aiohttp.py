import asyncio
import os

import aiohttp


async def main():
    timeout = aiohttp.ClientTimeout(total=20)
    async with aiohttp.ClientSession(headers={"User-Agent": os.environ["AGENT"]}, timeout=timeout) as session:
        async with session.get(os.environ["URL"]) as response:
            response.raise_for_status()
            await response.read()


asyncio.run(main())
