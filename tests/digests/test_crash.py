"""The real bot is killed between due and posted, wherever that can be, and nothing is lost and nothing doubled.

`DIGEST_KILLS=300 pytest tests/digests/test_crash.py` kills it so many times at random; without it a few times.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from .processes import RUNNER, Nursery, editions, noted, pass_time, plan_digests, settled
from .stand_in import StandIn, Turn

CHANNELS = range(50_000_000_000_000_001, 50_000_000_000_000_004)
MANY_CHANNELS = range(50_000_000_000_000_001, 50_000_000_000_000_013)
ONCE = dict.fromkeys(CHANNELS, 1)
KILLS = int(os.environ.get("DIGEST_KILLS", "12"))
KILLED = -signal.SIGKILL
# Longer than the bot relies on Discord to know a nonce.
FORGOTTEN = 600

STEPS = ("begin", "claim", "rendered", "sending", "posted")


class Newsroom:
    """A database with a digest for each channel, just due, a stand-in for Discord, and the bot's processes."""

    def __init__(self, database: Path, discord: StandIn, nursery: Nursery) -> None:
        self.database = database
        self.discord = discord
        self.nursery = nursery

    async def begin(self, die: tuple[str, str, int] | None = None) -> None:
        """Start the bot."""
        await self.nursery.begin(self.database, self.discord, die=die)

    def pass_time(self, seconds: int = 100) -> None:
        """Let time pass while the bot is down."""
        pass_time(self.database, self.discord, seconds)

    async def end(self) -> list[str]:
        """Run the bot until it has nothing left to do; the states of the editions."""
        await self.begin()
        return await self.finish()

    async def finish(self) -> list[str]:
        """The same for a bot that runs already."""
        rows = await settled(self.database, len(set(self.discord.channels)))
        assert await self.nursery.stop() == 0
        posted = {row["message"] for row in rows if row["message"]}
        assert posted <= {message.id for message in self.discord.messages}
        return [row["state"] for row in rows]


@pytest.fixture
async def newsroom(
    nursery: Nursery, template: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Newsroom]:
    """A newsroom whose digests, three where a test does not say otherwise, have just become due."""
    database = tmp_path / "newsdesk.db"
    async with StandIn(getattr(request, "param", CHANNELS)) as discord:
        await plan_digests(database, template, discord)
        yield Newsroom(database, discord, nursery)


async def test_an_undisturbed_run_posts_each_digest_once(newsroom: Newsroom) -> None:
    """Without any fault each channel gets its edition, and the log has the messages."""
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE
    assert {row["message"] for row in editions(newsroom.database)} == {one.id for one in newsroom.discord.messages}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_around_a_step_it_posts_once_when_it_runs_again(newsroom: Newsroom, step: str, when: str) -> None:
    """Whichever step was just being written, or was just written, the next run does what is left and no more."""
    await newsroom.begin(die=(step, when, 1 if step == "claim" else 2))
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time()
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE


@pytest.mark.parametrize("forgotten", [False, True], ids=["nonce known", "nonce forgotten"])
@pytest.mark.parametrize("moment", ["received", "done", "answered"])
async def test_killed_by_discord_while_it_sends_it_posts_once(newsroom: Newsroom, moment: str, forgotten: bool) -> None:
    """It dies with a message on the way: not taken, taken without an answer, taken and answered."""
    kill = newsroom.nursery.kill
    turns = {
        "received": Turn(received=kill, accept=False),
        "done": Turn(done=kill, delay=0.05),
        "answered": Turn(answered=kill),
    }
    newsroom.discord.posts.extend([Turn(), turns[moment]])
    await newsroom.begin()
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time(FORGOTTEN if forgotten else 100)
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE


@pytest.mark.parametrize(
    ("step", "taken"),
    # What was taken is found, so that it is not sent again.
    [("find", False), ("find", True), ("found_unsent", False), ("sending", False), ("posted", False), ("posted", True)],
)
async def test_killed_again_while_it_recovers_it_posts_once(newsroom: Newsroom, step: str, taken: bool) -> None:
    """A second kill, while it looks for what the first run may have sent, changes nothing."""
    kill = newsroom.nursery.kill
    newsroom.discord.posts.append(Turn(received=kill, accept=taken))
    await newsroom.begin()
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time(FORGOTTEN)
    if step == "find":
        newsroom.discord.looks.append(Turn(received=kill))
    await newsroom.begin(die=None if step == "find" else (step, "before", 1))
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time(FORGOTTEN)
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE


@pytest.mark.parametrize("taken", [False, True], ids=["not taken", "taken"])
async def test_a_channel_that_cannot_be_read_is_not_posted_in_twice(newsroom: Newsroom, taken: bool) -> None:
    """Where nobody can tell whether the message is there, the edition is given up, and the log says so."""
    newsroom.discord.posts.append(Turn(received=newsroom.nursery.kill, accept=taken))
    newsroom.discord.every_look = Turn(status=403)
    await newsroom.begin()
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time(FORGOTTEN)
    states = await newsroom.end()
    assert states.count("failed") >= 1
    failed = [row for row in editions(newsroom.database) if row["state"] == "failed"]
    assert all("to be safe it is not posted again" in row["note"] for row in failed)
    assert set(newsroom.discord.count().values()) <= {1}


@pytest.mark.parametrize("taken", [False, True], ids=["not taken", "taken"])
async def test_a_channel_that_cannot_be_read_gets_its_message_while_the_nonce_is_known(
    newsroom: Newsroom, taken: bool
) -> None:
    """Soon after, the same nonce makes sending again harmless, so that no history is needed."""
    newsroom.discord.posts.append(Turn(received=newsroom.nursery.kill, accept=taken))
    newsroom.discord.every_look = Turn(status=403)
    await newsroom.begin()
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time()
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE


async def test_answers_that_are_lost_cost_nothing(newsroom: Newsroom) -> None:
    """Taken and the line cut, not taken and the line cut, an error for one that was taken, a wait: once each."""
    newsroom.discord.posts.extend(
        [
            Turn(drop=True, accept=True),
            Turn(drop=True),
            Turn(status=500, accept=True),
            Turn(status=429, retry_after=0.2),
        ]
    )
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE
    assert max(row["attempts"] for row in editions(newsroom.database)) > 1


@pytest.mark.parametrize("taken", [False, True], ids=["not taken", "taken"])
@pytest.mark.parametrize("fault", [Turn(drop=True), Turn(status=503)], ids=["cut", "error"])
async def test_killed_while_it_waits_to_try_again_it_posts_once(newsroom: Newsroom, fault: Turn, taken: bool) -> None:
    """An answer was lost, which is noted; then the bot dies, and comes back when Discord has forgotten the nonce."""
    newsroom.discord.posts.append(replace(fault, accept=taken))
    await newsroom.begin()
    await noted(newsroom.database)
    newsroom.nursery.kill()
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time(FORGOTTEN)
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE


async def test_an_outage_of_hours_loses_nothing(newsroom: Newsroom) -> None:
    """What could not be posted for half a day is posted when Discord is back, before and after a restart."""
    newsroom.discord.every_post = Turn(status=503, accept=False)
    tried = len(CHANNELS)
    await newsroom.begin()
    await newsroom.discord.until(lambda: sum(one.method == "POST" for one in newsroom.discord.seen) >= tried)
    newsroom.nursery.kill()
    await newsroom.nursery.ended()
    assert not newsroom.discord.messages
    newsroom.pass_time(12 * 3600)
    newsroom.discord.every_post = Turn()
    assert set(await newsroom.end()) == {"posted"}
    assert newsroom.discord.count() == ONCE


async def test_a_channel_that_is_closed_stops_its_own_digest_only(newsroom: Newsroom) -> None:
    """A refusal for want of a permission fails that edition; the others are posted, and no restart tries again."""
    newsroom.discord.posts.extend([Turn(), Turn(status=403)])
    assert sorted(await newsroom.end()) == ["failed", "posted", "posted"]
    newsroom.pass_time(FORGOTTEN)
    assert sorted(await newsroom.end()) == ["failed", "posted", "posted"]
    assert sorted(newsroom.discord.count().values()) == [1, 1]


async def test_two_processes_on_one_database_share_the_work(newsroom: Newsroom, second_nursery: Nursery) -> None:
    """Two bots that see the same digests due at the same time post each once."""
    newsroom.discord.every_post = Turn(delay=0.1)
    await asyncio.gather(newsroom.begin(), second_nursery.begin(newsroom.database, newsroom.discord))
    await newsroom.discord.until(lambda: newsroom.discord.sessions == 2)
    await settled(newsroom.database, len(CHANNELS))
    assert await second_nursery.stop() == 0
    assert set(await newsroom.finish()) == {"posted"}
    assert newsroom.discord.count() == ONCE


async def test_one_process_takes_over_from_another_that_was_killed(newsroom: Newsroom, second_nursery: Nursery) -> None:
    """A bot that runs already finishes what a killed one held, once its lease has ended."""
    newsroom.discord.posts.append(Turn(done=newsroom.nursery.kill, delay=0.05))
    await newsroom.begin()
    await second_nursery.begin(newsroom.database, newsroom.discord)
    assert await newsroom.nursery.ended() == KILLED
    newsroom.pass_time()
    await settled(newsroom.database, len(CHANNELS))
    assert await second_nursery.stop() == 0
    assert newsroom.discord.count() == ONCE


async def test_a_process_of_its_own_interpreter_is_no_different(newsroom: Newsroom) -> None:
    """Started as a host would start it, killed after Discord took a message, and started again."""

    async def start() -> asyncio.subprocess.Process:
        discord = newsroom.discord
        order = {
            "database": str(newsroom.database),
            "api": discord.api,
            "gateway": discord.gateway,
            "log": str(newsroom.database.with_suffix(".log")),
        }
        return await asyncio.create_subprocess_exec(sys.executable, str(RUNNER), "--once", json.dumps(order))

    process = await start()
    newsroom.discord.posts.append(Turn(done=process.kill, delay=0.05))
    assert await process.wait() == KILLED
    newsroom.pass_time()
    process = await start()
    rows = await settled(newsroom.database, len(CHANNELS))
    process.terminate()
    assert await process.wait() == 0
    assert {row["state"] for row in rows} == {"posted"}
    assert newsroom.discord.count() == ONCE


@pytest.mark.parametrize("newsroom", [MANY_CHANNELS], indirect=True, ids=["12 digests"])
@pytest.mark.parametrize("seed", range(max(1, KILLS // 6)))
async def test_killed_again_and_again_at_random_it_posts_once(newsroom: Newsroom, seed: int) -> None:
    """Six kills, at random moments and by random faults of Discord, with random times between."""
    chance = random.Random(seed)
    kill = newsroom.nursery.kill
    calm: list[Callable[[], Turn]] = [
        Turn,
        lambda: Turn(delay=chance.uniform(0, 0.3)),
        lambda: Turn(drop=True, accept=chance.random() < 0.5),
        lambda: Turn(status=502, accept=chance.random() < 0.5),
        lambda: Turn(status=429, retry_after=0.2),
    ]
    deadly: list[Callable[[], Turn]] = [
        lambda: Turn(received=kill, accept=chance.random() < 0.5),
        lambda: Turn(done=kill, delay=0.05),
        lambda: Turn(answered=kill),
    ]
    discord = newsroom.discord
    for _ in range(6):
        discord.posts.clear()
        discord.posts.extend(chance.choice(deadly if chance.random() < 0.2 else calm)() for _ in range(12))
        discord.looks.clear()
        discord.looks.extend(Turn(received=kill if chance.random() < 0.3 else None) for _ in range(2))
        await newsroom.begin()
        ended = asyncio.create_task(newsroom.nursery.ended())
        await asyncio.wait({ended}, timeout=chance.uniform(0.1, 1.2))
        kill()
        assert await ended == KILLED
        newsroom.pass_time(chance.choice([100, 130, FORGOTTEN]))
    discord.posts.clear()
    discord.looks.clear()
    assert set(await newsroom.end()) == {"posted"}
    assert discord.count() == dict.fromkeys(MANY_CHANNELS, 1)
