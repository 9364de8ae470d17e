"""How an event loop drives a protocol machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Union

from .._coapt import Inquiry, Machine

Event = tuple[Any, ...]
News = Union[Inquiry, Event]


class Driver:
    """Watches the socket of a machine and its deadline, and hands its events on."""

    def __init__(self, machine: Machine, take: Callable[[Any], None]) -> None:
        self.machine = machine
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._is_open = True
        self._is_settling = False
        self._loop.add_reader(machine.fileno(), self.pump)

    def pump(self) -> None:
        """Takes what has arrived and what fell due, sends what comes of it, and plans the next time."""
        if not self._is_open:
            return
        try:
            for event in self.machine.turn():
                self._hand_on(event)
        finally:
            self._settle()

    def plan(self) -> None:
        """Sends and plans soon, together for all that is asked of the machine until then."""
        if not self._is_settling and self._is_open:
            self._is_settling = True
            self._loop.call_soon(self._settle)

    def close(self) -> None:
        """Stops, after what waits was sent; the socket closes with the machine."""
        if self._is_open:
            self.machine.flush()
            self._is_open = False
            self._loop.remove_reader(self.machine.fileno())
            if self._timer is not None:
                self._timer.cancel()

    def _hand_on(self, event: News) -> None:
        try:
            self._take(event)
        except Exception as error:
            # What comes after it is for others, who did nothing wrong.
            self._loop.call_exception_handler({"message": "a coapt.aio callback failed", "exception": error})

    def _settle(self) -> None:
        self._is_settling = False
        if not self._is_open:
            return
        self.machine.flush()
        time_left = self.machine.time_left()
        if time_left is None:
            return
        due = self._loop.time() + time_left
        # A turn too early costs less than a new timer for each message.
        if self._timer is None or self._timer.when() > due:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_at(due, self._is_due)

    def _is_due(self) -> None:
        self._timer = None
        self.pump()
