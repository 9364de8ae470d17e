# One request by aiocoap, described in JSON; the body goes to standard output, each state of an observation in a line.
import asyncio
import json
import sys

import aiocoap
from aiocoap import Code, Context, Message
from aiocoap.numbers.types import CON, NON


def message(ask):
    made = Message(code=Code[ask["method"]], uri=ask["uri"], payload=ask["payload"].encode())
    made.mtype = NON if ask["non"] else CON
    if ask["format"] is not None:
        made.opt.content_format = ask["format"]
    if ask["accept"] is not None:
        made.opt.accept = ask["accept"]
    if ask["etag"]:
        made.opt.etags = [bytes.fromhex(ask["etag"])]
    if ask["if_match"]:
        made.opt.if_match = [bytes.fromhex(ask["if_match"])]
    if ask["if_none_match"]:
        made.opt.if_none_match = True
    if ask["block"]:
        exponent = ask["block"].bit_length() - 5
        if ask["payload"]:
            made.remote = aiocoap.message.UndecidedRemote("coap", ask["uri"].split("/")[2])
            made.remote.maximum_block_size_exp = exponent
        else:
            made.opt.block2 = (0, False, exponent)
    if ask["states"]:
        made.opt.observe = 0
    return made


async def main(ask):
    context = await Context.create_client_context()
    request = context.request(message(ask))
    response = await request.response
    print(response.payload.decode(), flush=True)
    left = ask["states"] - 1
    if left > 0 and response.opt.observe is not None:
        async for notification in request.observation:
            print(notification.payload.decode(), flush=True)
            left -= 1
            if left == 0 or not notification.code.is_successful():
                break
        request.observation.cancel()
        # The message that cancels is sent in the background.
        await asyncio.sleep(0.2)
    await context.shutdown()


asyncio.run(main(json.loads(sys.argv[1])))
