# aiocoap's server for the benchmark: GET /test answers 8 bytes.
import asyncio
import sys

import aiocoap
from aiocoap import resource


class Test(resource.Resource):
    async def render_get(self, request):
        return aiocoap.Message(payload=b"12345678", content_format=0)


async def main():
    site = resource.Site()
    site.add_resource(["test"], Test())
    port = int(sys.argv[1])
    await aiocoap.Context.create_server_context(site, bind=("127.0.0.1", port))
    print("listening on port", port, flush=True)
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
