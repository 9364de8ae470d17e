"""Ctrl-C ends what waits, at once."""

import subprocess
import sys

import pytest

WAIT = """
import signal, sys, threading
from coapt import CoAP
coap = CoAP()
silent = CoAP()
silent.start_listening()
def interrupt():
    import os
    os.kill(os.getpid(), signal.SIGINT)
threading.Timer(0.2, interrupt).start()
try:
    {call}
except KeyboardInterrupt:
    print("interrupted", coap.pending_request_count)
"""


@pytest.mark.parametrize(
    "call",
    ["coap.get(f'coap://127.0.0.1:{silent.local_port}/x')", "coap.config('SelectWaitMillis=60000'); coap.do_events()"],
    ids=["get", "do_events"],
)
def test_a_keyboard_interrupt_ends_a_wait(call: str) -> None:
    program = WAIT.format(call=call)

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)

    assert done.stdout == "interrupted 0\n", done.stderr
