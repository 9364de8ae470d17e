"""CoAP for programs with an event loop: an asyncio client and server on the machine of the class.

The event loop drives the protocol machine itself: there is no thread and no second loop.
"""

from ._client import Client, Notification, Observation
from ._message import Options, Request, Response, ResponseError
from ._server import Server

__all__ = [
    "Client",
    "Notification",
    "Observation",
    "Options",
    "Request",
    "Response",
    "ResponseError",
    "Server",
]
