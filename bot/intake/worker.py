"""The process that reads what strangers wrote: parses one page or file at a time, within limits, then waits.

It is started with two arguments, its memory in bytes and its seconds for one job, and speaks over its standard
streams: a job is a line of JSON and the bytes that it announces; an answer is four bytes of length and JSON. It
holds no secrets, writes no files, and whatever happens to it happens to no one else.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from bot.errors import UserError

Job = Callable[..., dict[str, Any]]
READY = b"ready\n"
LENGTH = struct.Struct(">I")
_GRACE_SECONDS = 2.0


def main() -> None:
    """Answer jobs until the input ends."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # A library that prints must not print into the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    table = _load_jobs()
    _limit(memory)
    answers.write(READY)
    answers.flush()
    while line := jobs.readline():
        order = json.loads(line)
        body = jobs.read(order["size"])
        _set_alarm(seconds + _GRACE_SECONDS)
        _reply(answers, _do(table[order["job"]], body, order["details"]))
        _set_alarm(0.0)


def _load_jobs() -> dict[str, Job]:
    # Imported before the limits fall, and only here: the bot itself stays free of these libraries.
    from bot.feeds.opml import read_opml
    from bot.feeds.parse import read_feed
    from bot.intake.extract import read_page
    from bot.intake.files import read_file

    return {"page": read_page, "file": read_file, "feed": read_feed, "opml": read_opml}


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    sys.setrecursionlimit(2_000)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _set_alarm(seconds: float) -> None:
    # The bot kills a late worker itself; this ends one whose bot is gone, even inside a C library.
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _do(job: Job, body: bytes, details: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"found": job(body, **details)}
    except UserError as refusal:
        return {"refused": str(refusal)}
    except (Exception, RecursionError, MemoryError):
        return {"failed": traceback.format_exc(limit=-6)[-4000:]}


def _reply(answers: BinaryIO, answer: dict[str, Any]) -> None:
    packed = json.dumps(answer).encode("ascii")
    answers.write(LENGTH.pack(len(packed)) + packed)
    answers.flush()
