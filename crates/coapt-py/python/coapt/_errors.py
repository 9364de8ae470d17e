"""The exceptions of the class."""


class CoAPError(Exception):
    """A call failed; code says why (700 to 712 and others), message says it in a sentence."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class CoAPIndexError(CoAPError, IndexError):
    """An index is out of range: 701 for the option arrays, 706 for the pending requests."""
