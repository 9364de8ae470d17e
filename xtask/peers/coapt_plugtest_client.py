# One request by coapt in Python, described in JSON; the body goes to standard output, each state of an observation in a line.
import json
import sys

from coapt import CoAP

METHODS = {"GET": 1, "POST": 2, "PUT": 3, "DELETE": 4}
UINT, BINARY = 1, 2


def show(client):
    sys.stdout.buffer.write(client.response_data + b"\n")
    sys.stdout.flush()


def add(client, number, value, kind):
    index = client.request_option_count
    client.request_option_count = index + 1
    client.set_request_option_number(index, number)
    client.set_request_option_value_type(index, kind)
    client.set_request_option_value(index, value)


def prepare(client, ask):
    client.use_confirmable_messages = not ask["non"]
    client.request_data = ask["payload"]
    if ask["format"] is not None:
        client.request_content_format = ask["format"]
    if ask["accept"] is not None:
        add(client, 17, str(ask["accept"]), UINT)
    if ask["if_match"]:
        add(client, 1, ask["if_match"], BINARY)
    if ask["if_none_match"]:
        add(client, 5, "", BINARY)
    if ask["block"]:
        # The first block, of this size: all that a request can say of blocks.
        add(client, 27 if ask["payload"] else 23, str(ask["block"].bit_length() - 5), UINT)
    if ask["etag"]:
        client.request_e_tag = bytes.fromhex(ask["etag"])


def main(ask):
    client = CoAP()
    prepare(client, ask)
    if ask["states"]:
        return observe(client, ask)
    client.send_custom_request(ask["uri"], METHODS[ask["method"]])
    show(client)


def observe(client, ask):
    left, is_over = ask["states"], False

    def on_notification(event):
        nonlocal left, is_over
        show(client)
        left -= 1
        is_over = event.stop_observing

    client.on_notification = on_notification
    client.start_observing(ask["uri"])
    while left > 0 and not is_over:
        client.do_events()
    if not is_over:
        client.stop_observing(ask["uri"])


main(json.loads(sys.argv[1]))
