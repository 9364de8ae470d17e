# The same server to measure with asyncio: GET /test answers 8 bytes, PUT /test notifies the observers.
# Run: python bench_server_aio.py [port]   (port 0, the default, picks a free one, which is printed)
import asyncio
import sys

from coapt.aio import Request, Server

app = Server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0)
state = b"12345678"


@app.get("/test", observable=True)
def get(request: Request) -> bytes:
    return state


@app.put("/test")
async def put(request: Request) -> None:
    global state
    state = request.payload
    await app.notify("/test")


async def main() -> None:
    async with app:
        print("listening on port", app.address[1], flush=True)
        await asyncio.Event().wait()


asyncio.run(main())
