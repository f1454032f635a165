"""The log and what must never be in it."""

import logging

import pytest

from bot.logs import RedactingFormatter, set_up_logging

# Of the right shape, and of nobody: assembled here so that no scanner takes it for a real one.
TOKEN = "MTA" + "x" * 23 + ".Gabcde." + "y" * 38


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot", logging.ERROR, __file__, 1, message, arguments, info)


def test_the_secret_is_cut_out_of_messages_and_tracebacks() -> None:
    """The bot's own token never reaches the log, whatever it looks like."""
    line = RedactingFormatter("hush-hush").format(record("with %s", "hush-hush", error=ValueError("of hush-hush")))
    assert "hush-hush" not in line
    assert line.count("[token]") == 2


def test_anything_that_looks_like_a_token_is_cut_out() -> None:
    """A token of another bot is cut out too."""
    assert TOKEN not in RedactingFormatter().format(record("pasted %s", TOKEN))


def test_interaction_addresses_lose_their_token() -> None:
    """The token in the address of an answer, which lets anyone answer, is cut out."""
    line = RedactingFormatter().format(record("POST /webhooks/123/aW50ZXJhY3Rpb246/messages failed"))
    assert "/webhooks/123/[token]/messages" in line


def test_requests_are_not_logged_even_at_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own log of requests, which tells who asked what, stays off at every level."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    set_up_logging("debug")
    assert not logging.getLogger("discord.http").isEnabledFor(logging.DEBUG)
    assert logging.getLogger("bot").isEnabledFor(logging.DEBUG)
