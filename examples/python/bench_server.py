# A server to measure: GET /test answers 8 bytes, PUT /test changes them and notifies the observers.
# Run: python bench_server.py [port]   (port 0, the default, picks a free one, which is printed)
import sys

from coapt import CoAP

server = CoAP()
state = b"12345678"
observed = set()


def requested(e):
    global state
    if e.uri_path != "test":
        server.response_code, server.response_data = "4.04", b""
    elif e.method == 1:
        server.response_code, server.response_data = "2.05", state
    elif e.method == 3:
        state = server.request_data
        server.response_code, server.response_data = "2.05", state
        for uri in observed:
            server.send_notification(uri)
        server.response_code, server.response_data = "2.04", b""
    else:
        server.response_code, server.response_data = "4.05", b""


def registering(e):
    e.accept = e.uri_path == "test"
    server.response_code, server.response_data = ("2.05", state) if e.accept else ("4.04", b"")
    if e.accept:
        observed.add(e.uri)


server.on_request = requested
server.on_register = registering
server.use_confirmable_messages = False
server.local_host = "127.0.0.1"
server.local_port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
server.start_listening()
print("listening on port", server.local_port, flush=True)
while True:
    server.do_events()
