"""Whose turn it is at a host."""

import asyncio

import pytest

from bot.errors import UserError
from bot.intake.turns import Turns, say_seconds


async def visit(turns: Turns, name: str, log: list[str], *, spaced: bool = True) -> None:
    async with turns.take(name, spaced=spaced):
        log.append(f"in {name}")
        await asyncio.sleep(0.02)
        log.append(f"out {name}")


async def test_visits_to_one_host_do_not_overlap() -> None:
    """Two visits to one host follow each other; visits to different hosts run side by side."""
    turns, log = Turns(spacing=0, patience=60), list[str]()
    await asyncio.gather(*(visit(turns, name, log) for name in ("a", "a", "b")))
    assert [entry for entry in log if entry.endswith("a")] == ["in a", "out a", "in a", "out a"]
    assert log.index("in b") < log.index("out a")


async def test_pause_lies_between_two_visits() -> None:
    """The next visit waits for the spacing, counted from the end of the one before; an unspaced one does not."""
    turns, log = Turns(spacing=1, patience=60), list[str]()
    clock = asyncio.get_running_loop().time
    await visit(turns, "a", log)
    began = clock()
    await visit(turns, "a", log, spaced=False)
    unspaced = clock()
    assert unspaced - began < 0.9
    await visit(turns, "a", log)
    assert clock() - unspaced > 0.9


async def test_turn_is_given_back_after_a_failure() -> None:
    """A visit that fails or is refused does not keep its turn."""
    turns = Turns(spacing=0, patience=60)
    with pytest.raises(ZeroDivisionError):
        async with turns.take("a"):
            raise ZeroDivisionError
    turns.ask_to_wait("a", 0.5)
    with pytest.raises(UserError, match=r"a asks to be left alone: try again in 1 second\."):
        await visit(turns, "a", [])
    await asyncio.sleep(0.6)
    await visit(turns, "a", [])


async def test_those_in_the_queue_hear_the_host_too() -> None:
    """When a host asks for a pause, visits that were already waiting for their turn do not go on."""
    turns = Turns(spacing=0, patience=60)

    async def first() -> None:
        async with turns.take("a"):
            await asyncio.sleep(0.02)
            turns.ask_to_wait("a", 60)

    results = await asyncio.gather(first(), visit(turns, "a", []), return_exceptions=True)
    assert results[0] is None
    assert "left alone" in str(results[1])


async def test_wait_in_the_queue_is_bounded() -> None:
    """A visit that would wait too long is refused, and the queue goes on."""
    turns, log = Turns(spacing=0, patience=0.05), list[str]()
    async with turns.take("a"):
        with pytest.raises(UserError, match="waiting"):
            await visit(turns, "a", log)
    await visit(turns, "a", log)
    assert log == ["in a", "out a"]


async def test_thousands_of_hosts_are_forgotten_again() -> None:
    """What is known of a host is dropped when it is over, but not while it asks to be left alone."""
    turns = Turns(spacing=0, patience=60)
    turns.ask_to_wait("busy", 60)
    for number in range(5_000):
        async with turns.take(f"site-{number}"):
            pass
    assert len(turns._hosts) <= 2_001
    with pytest.raises(UserError):
        await visit(turns, "busy", [])


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 second"),
        (0.2, "1 second"),
        (59.5, "60 seconds"),
        (120, "120 seconds"),
        (121, "3 minutes"),
        (7200, "120 minutes"),
        (7201, "3 hours"),
        (86400, "24 hours"),
    ],
)
def test_waiting_times_are_rounded_up(seconds: float, words: str) -> None:
    """A waiting time in words is never shorter than the time."""
    assert say_seconds(seconds) == words
