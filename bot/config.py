"""The settings: typed, read once from the environment and `.env`, each documented in `.env.example`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.errors import UserError

PREFIX = "NEWSDESK_"
LOG_LEVELS = ("debug", "info", "warning", "error")


def _text(given: str) -> str:
    return given


def _whole_numbers(given: str) -> frozenset[int]:
    parts = [part for part in given.replace(",", " ").split() if part]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("must be whole numbers with commas between them")
    return frozenset(int(part) for part in parts)


def _ports(given: str) -> frozenset[int]:
    ports = _whole_numbers(given)
    if not ports or not all(0 < port < 65536 for port in ports):
        raise ValueError("must be one or more ports from 1 to 65535 with commas between them")
    return ports


def _log_level(given: str) -> str:
    if given.lower() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return given.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the host can choose; each field is the environment variable of its name behind `NEWSDESK_`.

    `token` is the bot's secret and never shown. `database` is the SQLite file. `guilds` are the ids of the servers
    that may use the bot, empty for any. `contact` (an address or a link) goes to the sites that the bot fetches
    from. `fetch_ports` are the ports that links may name.
    """

    token: str = field(default="", metadata={"read": _text}, repr=False)
    database: Path = field(default=Path("data/newsdesk.db"), metadata={"read": Path})
    guilds: frozenset[int] = field(default=frozenset(), metadata={"read": _whole_numbers})
    contact: str = field(default="", metadata={"read": _text})
    fetch_ports: frozenset[int] = field(default=frozenset({80, 443}), metadata={"read": _ports})
    log_level: str = field(default="info", metadata={"read": _log_level})


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def load_settings(environment: Mapping[str, str] | None = None, *, env_file: Path | None = None) -> Settings:
    """Read the settings; the environment wins over the file, and an empty value means the default.

    Raises UserError with one sentence that names the variable that is wrong.
    """
    from_file = dotenv_values(env_file or Path(".env"), interpolate=False)
    given = {**from_file, **(os.environ if environment is None else environment)}
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        name = variable(setting.name)
        value = (given.pop(name, None) or "").strip()
        if value:
            try:
                values[setting.name] = setting.metadata["read"](value)
            except ValueError as error:
                raise UserError(f"{name} {error}.") from None
    # A misspelt name would otherwise be ignored, and the host would wonder why nothing changed.
    unknown = sorted(name for name in given if name.startswith(PREFIX))
    if unknown:
        known = ", ".join(variable(setting.name) for setting in fields(Settings))
        raise UserError(f"There is no setting {unknown[0]}; the settings are {known}.")
    return Settings(**values)
