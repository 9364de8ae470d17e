"""How an event loop drives a protocol machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from .._coapt import Machine

Event = tuple[Any, ...]


class Driver:
    """Watches the socket of a machine and its deadline, and hands its events on."""

    def __init__(self, machine: Machine, take: Callable[[Event], None]) -> None:
        self.machine = machine
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._is_open = True
        self._loop.add_reader(machine.fileno(), self.pump)

    def pump(self) -> None:
        """Takes what has arrived and what fell due, and plans the next time."""
        if not self._is_open:
            return
        for event in self.machine.turn():
            self._take(event)
        self.plan()

    def plan(self) -> None:
        """Plans the next turn; to be called after each thing that was asked of the machine."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        time_left = self.machine.time_left() if self._is_open else None
        if time_left is not None:
            self._timer = self._loop.call_later(time_left, self.pump)

    def close(self) -> None:
        """Stops; the socket closes with the machine."""
        if self._is_open:
            self._is_open = False
            self._loop.remove_reader(self.machine.fileno())
            self.plan()
