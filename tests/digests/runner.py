"""Runs the real bot, unchanged, against a stand-in of Discord, in processes that may be killed at any moment.

Each line of input is one run as JSON: `database`, `api`, `gateway`, `log`, and `die`, which is [step, when, number]:
kill the process just before or after it writes that step for that time. The answers are lines too: its id when it has
begun, and how it ended. Everything is imported once, and each run is a fork, so that hundreds of runs take minutes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.state import ConnectionState

from bot.client import run
from bot.config import Settings
from bot.digests import scheduler
from bot.store.editions import Editions

Order = dict[str, Any]


def main() -> None:
    """Do what the lines of input say until they end; with `--once`, one run in this very process."""
    if sys.argv[1:2] == ["--once"]:
        _run(json.loads(sys.argv[2]))
        return
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _run(order: Order) -> None:
    status = 1
    try:
        written = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(written, 1)
        os.dup2(written, 2)
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", force=True)
        Route.BASE = order["api"]
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(order["gateway"])
        _hurry()
        if order.get("die"):
            _die(*order["die"])
        asyncio.run(run(Settings(token="stand-in", database=Path(order["database"]))))
        status = 0
    except BaseException:
        logging.exception("The bot failed.")
    finally:
        os._exit(status)


def _hurry() -> None:
    """Do not wait two seconds for more servers, as discord.py does at each start, and look often for what is due."""
    scheduler.LONGEST_SLEEP = 0.5
    begin: Callable[..., None] = ConnectionState.__init__

    def begin_at_once(self: Any, **options: Any) -> None:
        begin(self, **options)
        self.guild_ready_timeout = 0.02

    ConnectionState.__init__ = begin_at_once  # type: ignore[method-assign]


def _die(step: str, when: str, number: int) -> None:
    """Kill this process around the `number`th time that it writes a step down."""
    write = getattr(Editions, step)
    left = number

    async def write_and_die(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        last = left == 0
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await write(*arguments, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(Editions, step, write_and_die)


if __name__ == "__main__":
    main()
