# Observes a resource with aiocoap: aiocoap-client 0.4.17 cancels an observation at its first answer.
# Run: python aiocoap_observe.py URI [COUNT]
import asyncio
import sys

from aiocoap import GET, Context, Message


async def main(uri, count):
    context = await Context.create_client_context()
    request = context.request(Message(code=GET, uri=uri, observe=0))
    print((await request.response).payload.decode().strip(), flush=True)
    async for notification in request.observation:
        print(notification.payload.decode().strip(), flush=True)
        count -= 1
        if count == 0:
            break
    request.observation.cancel()
    await context.shutdown()


asyncio.run(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
