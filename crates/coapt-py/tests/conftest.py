"""What pytest makes for the tests: a raw peer, a client and a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import support
from coapt import CoAP
from support import Raw


@pytest.fixture
def raw() -> Iterator[Raw]:
    peer = Raw()
    yield peer
    peer.socket.close()


@pytest.fixture
def client() -> Iterator[CoAP]:
    """An asynchronous client."""
    with support.client() as each:
        yield each


@pytest.fixture
def server() -> Iterator[CoAP]:
    """A server that listens and says 2.05 to everything."""
    with support.server() as each:
        yield each
