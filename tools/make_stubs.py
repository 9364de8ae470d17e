#!/usr/bin/env python3
"""Write crates/coapt-py/python/coapt/_coapt.pyi, the types of what the Python package has in Rust.

maturin reads them off the compiled module; what it cannot know, handlers and bytes-like values, is put in here.
usage: make_stubs.py [--check]     --check writes nothing and fails if the file is not up to date
"""

import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "crates" / "coapt-py"
STUBS = PACKAGE / "python" / "coapt" / "_coapt.pyi"

EVENTS = {
    "on_error": "CoAPErrorEventParams",
    "on_log": "CoAPLogEventParams",
    "on_notification": "CoAPNotificationEventParams",
    "on_register": "CoAPRegisterEventParams",
    "on_request": "CoAPRequestEventParams",
    "on_request_complete": "CoAPRequestCompleteEventParams",
    "on_response_complete": "CoAPResponseCompleteEventParams",
    "on_unregistered": "CoAPUnregisteredEventParams",
}


def generate() -> str:
    with tempfile.TemporaryDirectory() as folder:
        maturin = [sys.executable, "-m", "maturin", "generate-stubs", "--quiet", "--out", folder]
        subprocess.run([*maturin, "--manifest-path", PACKAGE / "Cargo.toml"], check=True)
        (generated,) = pathlib.Path(folder).rglob("*.pyi")
        return generated.read_text()


def refine(text: str) -> str:
    for hook, event in EVENTS.items():
        handler = f"Callable[[{event}], object] | None"
        text = text.replace(f"def {hook}(self, /) -> Any | None", f"def {hook}(self, /) -> {handler}")
        text = text.replace(f"def {hook}(self, /, value: Any)", f"def {hook}(self, /, value: {handler})")
    text = text.replace("SupportsGetItem[int, ", "Sequence[").replace("-> list:", "-> list[tuple[Any, ...]]:")
    text = text.replace("value: Incomplete", "value: Buffer | str")
    text = text.replace("*_exception)", "*_exception: object)")
    text = re.sub(r"(?m)^from _typeshed import .*\n", "", text)
    text = re.sub(r"(?m)^from typing import .*$", "from collections.abc import Callable, Sequence\n\\g<0>", text, count=1)
    text = re.sub(r"(?m)^from typing import (.*)$", r"from typing import Any, \1", text)
    text = re.sub(r"(?m)^from typing import (.*)$", lambda m: keep(m.group(1), text), text)
    return re.sub(r"(?m)^from typing_extensions import (.*)$", r"from typing_extensions import Buffer, \1", text)


def keep(names: str, text: str) -> str:
    body = text.split("__all__", 1)[1]
    used = [name for name in dict.fromkeys(names.split(", ")) if re.search(rf"\b{name}\b", body)]
    return f"from typing import {', '.join(used)}"


def main() -> int:
    wanted = refine(generate())
    if "--check" not in sys.argv[1:]:
        STUBS.write_text(wanted)
        return 0
    if STUBS.read_text() == wanted:
        return 0
    difference = difflib.unified_diff(STUBS.read_text().splitlines(), wanted.splitlines(), "kept", "wanted", lineterm="")
    print("\n".join(difference))
    print(f"{STUBS.name} is not up to date: run tools/make_stubs.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
