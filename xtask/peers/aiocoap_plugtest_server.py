# The resources of the plugtest scenarios, served by aiocoap. Run: python aiocoap_plugtest_server.py PORT
import asyncio
import hashlib
import sys

import aiocoap
from aiocoap import Message, error, resource
from aiocoap.numbers import Code


def large(first):
    return (first * 1500).encode()


class Test(resource.Resource):
    async def render_get(self, request):
        return Message(payload=b"hello", content_format=0)

    async def render_put(self, request):
        return Message(code=Code.CHANGED)

    async def render_post(self, request):
        return Message(code=Code.CREATED, location_path=("location1", "location2", "location3"))

    async def render_delete(self, request):
        return Message(code=Code.DELETED)


class Separate(resource.Resource):
    async def render_get(self, request):
        await asyncio.sleep(0.4)
        return Message(payload=b"separate", content_format=0)


class Runs(resource.Resource):
    runs = 0

    async def render_post(self, request):
        self.runs += 1
        return Message(code=Code.CHANGED, payload=str(self.runs).encode())


class Text(resource.Resource):
    def __init__(self, text=b"text", format=0, **attributes):
        super().__init__()
        self.text, self.format, self.attributes = text, format, attributes

    async def render_get(self, request):
        return Message(payload=self.text, content_format=self.format)

    def get_link_description(self):
        return {name.rstrip("_"): value for name, value in self.attributes.items()}


class Hidden(Text):
    def get_link_description(self):
        return None


class Query(resource.Resource):
    async def render_get(self, request):
        return Message(payload=" ".join(request.opt.uri_query).encode(), content_format=0)


class LocationQuery(resource.Resource):
    async def render_post(self, request):
        return Message(code=Code.CREATED, location_query=("first=1", "second=2"))


class Formats(resource.Resource):
    async def render_get(self, request):
        if request.opt.accept in (None, 0):
            return Message(payload=b"hello", content_format=0)
        if request.opt.accept == 41:
            return Message(payload=b"<hello/>", content_format=41)
        return Message(code=Code.NOT_ACCEPTABLE)


class Stored(resource.Resource):
    def __init__(self, state=None):
        super().__init__()
        self.state = state

    def tag(self):
        return hashlib.sha256(self.state).digest()[:4]

    async def render_get(self, request):
        if self.state is None:
            raise error.NotFound()
        response = Message(payload=self.state, content_format=0)
        response.opt.etag = self.tag()
        if self.tag() in request.opt.etags:
            return Message(code=Code.VALID, etag=self.tag())
        return response

    async def render_put(self, request):
        if request.opt.if_none_match and self.state is not None:
            return Message(code=Code.PRECONDITION_FAILED)
        if request.opt.if_match and (self.state is None or self.tag() not in request.opt.if_match):
            return Message(code=Code.PRECONDITION_FAILED)
        code = Code.CREATED if self.state is None else Code.CHANGED
        self.state = request.payload
        return Message(code=code)

    async def render_delete(self, request):
        self.state = None
        return Message(code=Code.DELETED)


class LargeCreate(resource.Resource):
    def __init__(self, created):
        super().__init__()
        self.created = created

    async def render_post(self, request):
        self.created.text = request.payload
        return Message(code=Code.CREATED, location_path=("large-created",))


class LargePost(resource.Resource):
    async def render_post(self, request):
        return Message(code=Code.CHANGED, payload=large("a"), content_format=0)


class Changing(resource.ObservableResource):
    def __init__(self, show, **options):
        super().__init__()
        self.state, self.show, self.options = b"state 0", show, options

    async def render_get(self, request):
        payload = self.show(self.state)
        tag = hashlib.sha256(payload).digest()[:4]
        return Message(payload=payload, content_format=0, etag=tag, **self.options)

    async def render_put(self, request):
        if request.opt.content_format not in (None, 0):
            self.updated_state(Message(code=Code.NOT_ACCEPTABLE))
            return Message(code=Code.CHANGED)
        self.state = request.payload
        self.updated_state()
        return Message(code=Code.CHANGED)

    async def render_delete(self, request):
        self.updated_state(Message(code=Code.NOT_FOUND))
        return Message(code=Code.DELETED)


def pump(state):
    return state if state[-1] % 2 == 0 else large("p")


async def main():
    site = resource.Site()
    created = Text(b"")
    resources = {
        ".well-known/core": resource.WKCResource(site.get_resources_as_linkheader),
        "test": Test(),
        "separate": Separate(),
        "runs": Runs(),
        "seg1/seg2/seg3": Text(b"three segments"),
        "query": Query(),
        "location-query": LocationQuery(),
        "multi-format": Formats(),
        "validate": Stored(b"state 1"),
        "create1": Stored(),
        "link1": Text(rt="Type1 Type2", if_="If1", sz="5"),
        "link2": Text(rt="Type2 Type3", if_="If2", sz="6"),
        "link3": Text(rt="Type1 Type3", if_="foo"),
        "link4": Text(if_="bar"),
        "path": Text(b"</path/sub1>,</path/sub2>,</path/sub3>", 40, ct="40"),
        "path/sub1": Hidden(b"path/sub1"),
        "large": Text(large("l")),
        "large-update": Stored(b"small"),
        "large-create": LargeCreate(created),
        "large-created": created,
        "large-post": LargePost(),
        "obs": Changing(bytes),
        "obs-short": Changing(bytes, max_age=1),
        "obs-large": Changing(lambda state: large(chr(state[-1]))),
        "obs-pumping": Changing(pump),
    }
    for path, each in resources.items():
        site.add_resource(path.split("/"), each)
    port = int(sys.argv[1])
    await aiocoap.Context.create_server_context(site, bind=("127.0.0.1", port))
    print("listening on port", port, flush=True)
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
