"""CoAP (RFC 7252): a client and server in one object, CoAP, of properties, methods and events."""

from ._coapt import (
    CoAP,
    CoAPErrorEventParams,
    CoAPLogEventParams,
    CoAPNotificationEventParams,
    CoAPRegisterEventParams,
    CoAPRequestCompleteEventParams,
    CoAPRequestEventParams,
    CoAPResponseCompleteEventParams,
    CoAPUnregisteredEventParams,
    __version__,
)
from ._errors import CoAPError

__all__ = [
    "CoAP",
    "CoAPError",
    "CoAPErrorEventParams",
    "CoAPLogEventParams",
    "CoAPNotificationEventParams",
    "CoAPRegisterEventParams",
    "CoAPRequestCompleteEventParams",
    "CoAPRequestEventParams",
    "CoAPResponseCompleteEventParams",
    "CoAPUnregisteredEventParams",
]
