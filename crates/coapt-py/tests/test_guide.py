"""The samples in Python of docs/guide run, print what the page says they print, and its tables are complete."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from coapt import CoAP

GUIDE = Path(__file__).parents[3] / "docs" / "guide"
CONTRACT = Path(__file__).parents[3] / "tests" / "contract" / "coap-class.toml"
PAGES = sorted(page.name for page in GUIDE.glob("*.md"))
PATIENCE = 60
FENCE = re.compile(r"^```(\S+)\n(.*?)^```$", re.M | re.S)


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: language and text."""
    return FENCE.findall((GUIDE / page).read_text())


@contextmanager
def serving(program: str) -> Iterator[str]:
    """Runs a server at a port of the system's choice; gives the base of its URIs."""
    program = program.replace(".local_port = 5683", ".local_port = 0")
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = re.search(r"\d+", process.stdout.readline())
            assert port, "a server prints its port"
            yield f"coap://127.0.0.1:{port.group()}/"
        finally:
            process.kill()


@pytest.mark.parametrize("page", PAGES)
def test_the_samples_of_a_page_print_what_it_says(page: str) -> None:
    listed = blocks(page)
    base = "coap://127.0.0.1/"
    with ExitStack() as servers:
        for (language, text), (next_language, wanted) in zip(listed, [*listed[1:], ("", "")]):
            if language == "python,server":
                base = servers.enter_context(serving(text))
            elif language == "python":
                command = [sys.executable, "-W", "error", "-c", text.replace("coap://127.0.0.1/", base)]
                done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
                assert (done.returncode, done.stderr) == (0, ""), text
                assert done.stdout == (wanted if next_language == "text" else ""), text


def test_every_kind_of_block_is_known() -> None:
    known = {"rust", "python", "python,server", "text", "sh", "ini"}

    assert {language for page in PAGES for language, _ in blocks(page)} <= known


def rows(page: str) -> dict[str, str]:
    """The first column of the tables of a page, without marks, with the rest of its row."""
    cells = re.findall(r"^\| ([^|]+) \|(.*)$", (GUIDE / page).read_text(), re.M)
    return {name.replace("`", ""): rest for name, rest in cells}


def test_every_setting_of_the_contract_stands_in_the_table_with_its_default() -> None:
    named = re.findall(r'^id = "(?:config|extension)\.(\w+)"$', CONTRACT.read_text(), re.M)
    assert len(named) > 20
    fresh, table = CoAP(), rows("settings.md")

    for name in named:
        default = fresh.config(name)
        wanted = default if len(default) < 8 and name != "LocalHost" else ""
        assert table[name].split("|")[1].strip().removesuffix(" on Linux") == wanted, name


def test_every_error_of_the_contract_stands_in_the_table() -> None:
    named = set(re.findall(r'^id = "error\.(\d+)"$', CONTRACT.read_text(), re.M))
    assert len(named) > 20
    listed = {code for first in rows("errors.md") for code in first.split(", ")}

    assert named <= listed
