# aiocoap's server for benchmarks and tests: GET /test answers 8 bytes; /state can be read, written and observed.
import asyncio
import sys

import aiocoap
from aiocoap import resource


class Test(resource.Resource):
    async def render_get(self, request):
        return aiocoap.Message(payload=b"12345678", content_format=0)


class State(resource.ObservableResource):
    def __init__(self):
        super().__init__()
        self.state = b"at first"

    async def render_get(self, request):
        return aiocoap.Message(payload=self.state, content_format=0)

    async def render_put(self, request):
        self.state = request.payload
        self.updated_state()
        return aiocoap.Message(code=aiocoap.CHANGED)


async def main():
    site = resource.Site()
    site.add_resource(["test"], Test())
    site.add_resource(["state"], State())
    port = int(sys.argv[1])
    await aiocoap.Context.create_server_context(site, bind=("127.0.0.1", port))
    print("listening on port", port, flush=True)
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
