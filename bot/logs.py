"""Logging to standard error, with every secret cut out."""

from __future__ import annotations

import logging
import re
import sys

# What Discord's tokens look like: three parts of base64 with dots between. A token of another bot that was pasted
# somewhere must not reach the log either.
_TOKEN = re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,45}\b")
# Discord's web addresses of an interaction or a webhook carry a token that lets anyone answer in the bot's name.
_ADDRESS = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?]+")


def set_up_logging(level: str, *, secret: str = "") -> None:
    """Send the log to standard error from `level` up; `secret` is cut out wherever it stands."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secret))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # At these levels the library logs requests and payloads: who asked what.
    logging.getLogger("discord").setLevel(max(logging.INFO, root.level))
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)


class RedactingFormatter(logging.Formatter):
    """One line a record, tracebacks below it, secrets cut out of both."""

    def __init__(self, secret: str = "") -> None:
        super().__init__("{asctime} {levelname:<7} {name}: {message}", "%Y-%m-%d %H:%M:%S", style="{")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, redacted last so that nothing added on the way slips through."""
        line = super().format(record)
        if self._secret:
            line = line.replace(self._secret, "[token]")
        return _ADDRESS.sub(r"\1[token]", _TOKEN.sub("[token]", line))
