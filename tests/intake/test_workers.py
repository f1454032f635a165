"""The processes that read strangers' pages: limits, deaths and idleness."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import UserError
from bot.intake.workers import WorkerLimits, Workers

from .pages import STORY, page

DETAILS = {"url": "https://courier.example.com/news/ferry", "charset": None}
SLOW = b"<html><p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">x</p></html>"
"""An element with so many attributes that the parser takes minutes."""

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


async def read(workers: Workers, body: bytes | None = None) -> dict[str, Any]:
    return await workers.run("page", page().encode() if body is None else body, DETAILS, what="That page")


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - what is awaited happens in another process
            await asyncio.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Workers]]:
    """Makes workers with the given limits, and closes them all at the end."""
    made: list[Workers] = []

    def build(*, count: int = 1, **limits: Any) -> Workers:
        made.append(Workers(count=count, limits=WorkerLimits(**limits)))
        return made[-1]

    yield build
    for workers in made:
        await workers.close()
        assert not workers.pids


async def test_worker_comes_on_demand_stays_for_the_next_job_and_goes_when_idle(make: Callable[..., Workers]) -> None:
    """No process runs before the first job; the same one does the next; none is left after the idle time."""
    workers = make(idle_seconds=2)
    assert not workers.pids
    assert (await read(workers))["text"].startswith(STORY[0])
    first = workers.pids
    await read(workers)
    assert workers.pids == first
    await until(lambda: not workers.pids)
    await until(lambda: not any(map(is_running, first)))


async def test_worker_is_replaced_after_its_jobs(make: Callable[..., Workers]) -> None:
    """A worker that has done its number of jobs makes room for a fresh one."""
    workers = make(jobs=1)
    await read(workers)
    assert not workers.pids


async def test_page_that_hangs_the_parser_is_given_up(make: Callable[..., Workers]) -> None:
    """A page that the parser hangs on is refused in time, its worker killed, and the next page read."""
    workers = make(seconds=4.0)
    with pytest.raises(UserError, match="takes too long"):
        await read(workers, SLOW)
    assert not workers.pids
    assert await read(workers)


async def test_killed_worker_costs_one_page_at_most(make: Callable[..., Workers]) -> None:
    """A worker killed in the middle costs that page a sentence; one killed while idle costs nothing."""
    workers = make()
    await read(workers)
    (pid,) = workers.pids
    job = asyncio.create_task(read(workers, SLOW))
    await asyncio.sleep(0.5)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(UserError, match="cannot be read safely"):
        await job
    assert await read(workers)
    (idle,) = workers.pids
    assert idle != pid
    os.kill(idle, signal.SIGKILL)
    await until(lambda: not is_running(idle))
    assert await read(workers)


async def test_cancelled_job_leaves_no_worker_behind(make: Callable[..., Workers]) -> None:
    """Who stops waiting also stops the worker, and the next job does not get the old answer."""
    workers = make()
    job = asyncio.create_task(read(workers, SLOW))
    await until(lambda: bool(workers.pids))
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert not workers.pids
    assert (await read(workers))["text"].startswith(STORY[0])


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is enforced by Linux alone")
async def test_memory_is_limited(make: Callable[..., Workers]) -> None:
    """A page that would need more memory than a worker may have is refused."""
    workers = make(memory=200_000_000)
    with pytest.raises(UserError, match="cannot be read"):
        await read(workers, b"<html>" + b"<p><a href=x>y</a>" * 1_000_000)


async def test_overlong_answer_is_not_taken(make: Callable[..., Workers]) -> None:
    """A worker that answers more than it may is not listened to."""
    workers = make(answer=100)
    with pytest.raises(UserError, match="cannot be read safely"):
        await read(workers)
    assert not workers.pids


@needs_proc
async def test_worker_survives_nesting_and_knows_no_secrets(
    make: Callable[..., Workers], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten megabytes of nested tags end in a sentence; and the bot's environment, with the token, stays behind."""
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    workers = make()
    with pytest.raises(UserError):
        await read(workers, b"<html>" + b"<div>" * 2_000_000)
    (pid,) = workers.pids
    assert b"very-secret" not in Path(f"/proc/{pid}/environ").read_bytes()  # noqa: ASYNC240


async def test_no_more_workers_than_allowed(make: Callable[..., Workers]) -> None:
    """Jobs beyond the number of workers wait for one to be free."""
    workers = make(count=2)
    jobs = [asyncio.create_task(read(workers)) for _ in range(4)]
    most = 0
    while not all(job.done() for job in jobs):
        most = max(most, len(workers.pids))
        await asyncio.sleep(0.01)
    assert most == 2
    assert all(job.result() for job in jobs)


async def test_worker_ends_when_the_bot_is_gone(make: Callable[..., Workers]) -> None:
    """A worker whose bot has vanished in the middle of a job ends by itself."""
    code = (
        "import asyncio, os; from bot.intake.workers import *\n"
        "async def main():\n"
        "    workers = Workers(count=1, limits=WorkerLimits(seconds=2))\n"
        "    body = b'<html><p ' + b' '.join(b'a%d=1' % n for n in range(300_000)) + b'>'\n"
        f"    job = asyncio.create_task(workers.run('page', body, {DETAILS!r}, what='x'))\n"
        "    while not workers.pids: await asyncio.sleep(0.01)\n"
        "    await asyncio.sleep(0.2)\n"
        "    print(*workers.pids, flush=True)\n"
        "    os._exit(0)\n"
        "asyncio.run(main())\n"
    )
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=subprocess.PIPE)
    out, _ = await bot.communicate()
    await until(lambda: not is_running(int(out)))


def test_bot_stays_free_of_the_parsers() -> None:
    """Neither the package nor its client and pool import the libraries that only workers need."""
    code = (
        "import sys, bot.intake, bot.intake.fetch, bot.intake.workers, bot.intake.paste\n"
        "print({'lxml', 'trafilatura', 'pypdf', 'docx', 'markdown_it', 'tld'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
