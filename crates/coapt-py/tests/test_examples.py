"""The programs of examples/python run as they are and show what their first comment says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXAMPLES = Path(__file__).parents[3] / "examples" / "python"
PATIENCE = 60


def run(name: str, *arguments: str) -> str:
    """Runs a client to its end and returns what it printed."""
    (program,) = EXAMPLES.glob(f"{name}_*.py")
    command = [sys.executable, "-u", str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Server:
    """A server program that runs while a test does."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        first = process.stdout.readline()
        port = re.search(r"\d+", first)
        assert port, first
        self.base = f"coap://127.0.0.1:{port.group()}"
        self.process = process

    def end(self) -> str:
        """Ends it and returns what it printed."""
        self.process.terminate()
        return self.process.communicate(timeout=PATIENCE)[0]


@contextmanager
def serving(name: str, seconds: int = PATIENCE) -> Iterator[Server]:
    (program,) = EXAMPLES.glob(f"{name}_*.py")
    command = [sys.executable, "-u", str(program), "0", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


def test_clients_of_the_server_that_answers_at_once() -> None:
    with serving("07") as server:
        query = run("01", server.base)
        both = run("02", server.base)
        put = run("03", server.base)
        deleted = run("04", server.base)
        fetched = run("05", server.base)
        printed = server.end()

    assert query.startswith("complete: method 1, error 0, description ''\nresult ''\ncode 2.05 format 0\ntext 71.6 F\n")
    ids = re.findall(r"^sent \S+ id (\S+)$", both, re.M)
    assert len(set(ids)) == 2 and set(re.findall(r"^complete: (\S+)", both, re.M)) == set(ids)
    assert "pending 2\n" in both and both.endswith("pending 0\n")
    assert "/missing 709 '4.04' 4.04" in both
    assert "17 1 True False False\n65000 2 False False False\n" in put
    assert "put 2.01" in put and "get with ETag 2.03 b''" in put
    assert """get 2.05 50 c0ffee b'{"text": "hello"}'""" in put
    assert deleted.splitlines()[:2] == ["complete: 4 0 ''", "after delete 2.02"]
    assert "complete: 1 709 '4.04'" in deleted
    assert "complete: method 5 error 0\n2.05 b'FIND ME'" in fetched and "refused" in fetched
    requests = re.findall(r"^request (\S+)", printed, re.M)
    assert requests and re.findall(r"^answered (\S+) error 0", printed, re.M) == requests
    assert "method 4 path 'notes/first' query '' format -1 bytes 0" in printed


def test_a_server_that_answers_later() -> None:
    with serving("08") as server:
        printed = run("01", server.base)
        served = server.end()

    assert "complete: method 1, error 0" in printed and "code 2.05" in printed
    (identity,) = re.findall(r"^request (\S+) \S+ pending 1\nsent \1 pending 0\n", served, re.M)
    assert f"second answer refused with 706\nanswered {identity} 0" in served


def test_an_observer_and_a_server_that_notifies() -> None:
    with serving("09") as server:
        printed = run("06", server.base)
        served = server.end()

    assert "start returned ''" in printed
    assert len(re.findall(r"^complete: 1 ", printed, re.M)) == 1
    registered = re.findall(r"^register (\S+) token [0-9a-f]+ accepted True", served, re.M)
    left = re.findall(r"^unregistered 127.0.0.1 \d+ (\S+)", served, re.M)
    assert [uri.removeprefix(server.base) for uri in registered] == ["/clock", "/clock?zone=utc"]
    assert left == registered


def test_pending_requests_are_listed_and_cancelled() -> None:
    printed = run("10")

    lines = printed.splitlines()
    assert [line.split()[2] for line in lines[:3]] == ["1", "3", "5"]
    assert re.search(r"complete: \S+ 3 711 .+\nafter cancel:\n", printed)
    assert printed.count("refused with 706") >= 1 and "index refused" in printed


def test_settings_read_back() -> None:
    printed = run("11")

    defaults = re.findall(r"^\w+ = (\S+)$", printed, re.M)
    assert defaults == ["False", "False", "True", "True", "20", "65001", "0"]
    assert "licence: [True, True, True, True, True]" in printed
    assert printed.count("refused with 10022") >= 3


def test_errors_have_their_codes() -> None:
    printed = run("12")

    codes = [int(code) for code in re.findall(r" (\d{3}) - \S", printed)]
    assert codes == [700, 700, 700, 700, 712, 712, 706, 707, 701, 701, 701, 712, 706, 707, 106, 704]
    assert "2.05 -1 b'ok'" in printed
    assert printed.endswith("events [704] response_code 2.05\n")
