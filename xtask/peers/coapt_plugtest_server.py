# The resources of the plugtest scenarios, served by the class of coapt in Python. Run: python coapt_plugtest_server.py PORT
# After the port, the milliseconds of ACK_TIMEOUT can follow.
import hashlib
import sys
import time

from coapt import CoAP

GET, POST, PUT, DELETE = 1, 2, 3, 4
IF_MATCH, ETAG, IF_NONE_MATCH, LOCATION_PATH, ACCEPT, LOCATION_QUERY = 1, 4, 5, 8, 17, 20
TEXT, XML = 0, 41
LINKS = b'</test>;ct=0,</link1>;rt="Type1 Type2";if="If1",</large>;ct=0,</obs>;obs,</path>;ct=40'
SUBS = b"</path/sub1>,</path/sub2>,</path/sub3>"

server = CoAP()
server.config("SelectWaitMillis=20")
stored = {"validate": b"state 1", "large-update": b"small"}
states = {path: b"state 0" for path in ("obs", "obs-non", "obs-large", "obs-pumping")}
created = b""
observers = {}
later = []
runs = 0


def large(first):
    return (first * 1500).encode()


def tag(data):
    return hashlib.sha256(data).digest()[:4]


def reply(code, data=b"", form=-1, etag=b"", options=()):
    server.response_code = code
    server.response_data = data
    server.response_content_format = form
    server.response_e_tag = etag
    server.response_option_count = len(options)
    for index, (number, value) in enumerate(options):
        server.set_response_option_number(index, number)
        server.set_response_option_value(index, value)


def options(number):
    for index in range(server.request_option_count):
        if server.get_request_option_number(index) == number:
            yield server.get_request_option_value(index)


def shown(path):
    state = states[path]
    if path == "obs-pumping" and state[-1] % 2 == 1:
        return large("p")
    return large(chr(state[-1])) if path == "obs-large" else state


def keep(path, method):
    state = stored.get(path)
    matches = [bytes.fromhex(value) for value in options(IF_MATCH)]
    is_new = state is None
    if matches and (is_new or tag(state) not in matches):
        return reply("4.12")
    if any(True for _ in options(IF_NONE_MATCH)) and not is_new:
        return reply("4.12")
    if method == PUT:
        stored[path] = server.request_data
        return reply("2.01" if is_new else "2.04")
    if is_new:
        return reply("4.04")
    if method == DELETE:
        del stored[path]
        return reply("2.02")
    known = [bytes.fromhex(value) for value in options(ETAG)] + [server.request_e_tag]
    if tag(state) in known:
        return reply("2.03", etag=tag(state))
    return reply("2.05", state, TEXT, tag(state))


def observed(path, method, form):
    if method == GET:
        return reply("2.05", shown(path), TEXT, tag(shown(path)))
    if method not in (PUT, DELETE):
        return reply("4.05")
    code = "4.04" if method == DELETE else "2.05"
    if method == PUT and form not in (-1, TEXT):
        code = "4.06"
    if method == PUT and code == "2.05":
        states[path] = server.request_data
    for uri in list(observers.get(path, [])):
        is_good = code == "2.05"
        reply(code, shown(path) if is_good else b"", TEXT if is_good else -1, tag(shown(path)) if is_good else b"")
        server.use_confirmable_messages = path != "obs-non"
        server.send_notification(uri)
        server.use_confirmable_messages = False
        if not is_good:
            observers[path].discard(uri)
    return reply("2.02" if method == DELETE else "2.04")


def formats():
    accepted = next(options(ACCEPT), "0")
    if accepted == "0":
        return reply("2.05", b"hello", TEXT)
    if accepted == "41":
        return reply("2.05", b"<hello/>", XML)
    return reply("4.06")


def answer(path, method, query):
    global runs, created
    if path == "test":
        if method == POST:
            return reply("2.01", options=[(LOCATION_PATH, f"location{number}") for number in (1, 2, 3)])
        code = {GET: "2.05", PUT: "2.04", DELETE: "2.02"}[method]
        return reply(code, b"hello" if method == GET else b"", TEXT if method == GET else -1)
    if path == "runs":
        runs += 1
        return reply("2.04", str(runs).encode())
    if path == "location-query":
        return reply("2.01", options=[(LOCATION_QUERY, "first=1"), (LOCATION_QUERY, "second=2")])
    if path == "multi-format":
        return formats()
    texts = {
        "seg1/seg2/seg3": b"three segments",
        "query": query.replace("&", " ").encode(),
        "large": large("l"),
        "path/sub1": b"path/sub1",
        "large-created": created,
    }
    if path in texts:
        return reply("2.05", texts[path], TEXT)
    if path in (".well-known/core", "path"):
        return reply("2.05", SUBS if path == "path" else LINKS, 40)
    if path == "large-create":
        created = server.request_data
        return reply("2.01", options=[(LOCATION_PATH, "large-created")])
    if path == "large-post":
        return reply("2.04", large("a"), TEXT)
    return reply("4.04")


def on_request(event):
    path, method = event.uri_path, event.method
    if path == "separate":
        event.send_response = False
        later.append((time.monotonic() + 0.4, event.request_id))
    elif path in states:
        observed(path, method, server.request_content_format)
    elif path in stored or path == "create1":
        keep(path, method)
    else:
        answer(path, method, event.uri_query)


def on_register(event):
    path = event.uri_path
    event.accept = path in states
    if path in states:
        observers.setdefault(path, set()).add(event.uri)
        reply("2.05", shown(path), TEXT, tag(shown(path)))
    else:
        reply("4.04")


def main():
    server.on_request = on_request
    server.on_register = on_register
    server.local_host = "127.0.0.1"
    server.local_port = int(sys.argv[1])
    if len(sys.argv) > 2:
        server.config(f"AckTimeout={sys.argv[2]}")
    # What a request gets at once is as reliable as the request then.
    server.use_confirmable_messages = False
    server.start_listening()
    print("listening on port", server.local_port, flush=True)
    while True:
        server.do_events()
        while later and later[0][0] <= time.monotonic():
            reply("2.05", b"separate", TEXT)
            server.use_confirmable_messages = True
            server.send_response(later.pop(0)[1])
            server.use_confirmable_messages = False


main()
