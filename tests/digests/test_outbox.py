"""An edition on its way to Discord: every state, every failure, and never a message too many."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import add_article
from bot.digests import outbox
from bot.digests.outbox import ClosedError, Outbox, RejectedError, SendError, UnreadableError
from bot.model import Draft, Edition
from bot.store import Store
from bot.store.editions import LEASE

from .world import GUILD, NINE, World, refused, unanswered


@pytest.fixture
def world(store: Store) -> World:
    """A store, channels that keep what they are sent, and an outbox between them."""
    return World(store)


async def test_an_edition_goes_from_due_over_sending_to_posted(world: World) -> None:
    """What is sent was written down before, and what was sent is written down after."""
    digest = await world.begin()
    assert (await world.edition(digest)).state == "due"
    sent: list[Edition] = []
    world.channels.seen = sent.append
    await world.work()
    edition = await world.edition(digest)
    assert edition.state == "posted"
    assert edition.message == world.channels.messages[0].id
    assert (edition.posted, edition.attempts, edition.note) == (NINE, 1, None)
    assert [message.payload for message in world.channels.messages] == ["Good morning"]
    assert sent[0].nonce == edition.nonce
    assert world.channels.finished == [edition.message]
    assert await world.claim() == []


async def test_the_store_knows_of_the_sending_before_discord_does(world: World) -> None:
    """When the message arrives, the row says that it may have."""
    digest = await world.begin()
    seen: list[asyncio.Task[Edition]] = []
    world.channels.seen = lambda _: seen.append(asyncio.ensure_future(world.edition(digest)))
    world.channels.after = [unanswered()]
    await world.work()
    edition = await seen[0]
    assert (edition.state, edition.sent_first) == ("sending", NINE)


async def test_nothing_new_is_skipped(world: World) -> None:
    """Where there is nothing to say, nothing is posted, and the log says why."""
    digest = await world.begin()
    world.newsmaker.says = None
    await world.work()
    edition = await world.edition(digest)
    assert (edition.state, edition.note) == ("skipped", "There was nothing new.")
    assert world.channels.sent == 0


async def test_a_refusal_is_tried_again_with_the_same_words(world: World) -> None:
    """Surely not sent, an edition needs no search, and its message is not made a second time."""
    digest = await world.begin()
    world.channels.before = [refused(wait=30)]
    await world.work()
    edition = await world.edition(digest)
    assert (edition.state, edition.sent_first, edition.note) == ("rendered", None, "Discord asked to wait.")
    world.clock.pass_time(seconds=29)
    assert await world.claim() == []
    world.clock.pass_time(seconds=2)
    world.newsmaker.says = "Good evening"
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert [message.payload for message in world.channels.messages] == ["Good morning"]
    assert (world.channels.looked, world.newsmaker.made) == (0, 1)


async def test_what_was_sent_without_an_answer_is_looked_for(world: World) -> None:
    """The message that is found in the channel is the edition's; nothing is sent again."""
    digest = await world.begin()
    world.channels.after = [unanswered()]
    await world.work()
    assert (await world.edition(digest)).state == "sending"
    world.clock.pass_time(seconds=10)
    await world.work()
    edition = await world.edition(digest)
    assert (edition.state, edition.message) == ("posted", world.channels.messages[0].id)
    assert world.channels.sent == 1
    assert world.channels.finished == [edition.message]


async def test_a_history_that_lags_behind_is_covered_by_the_nonce(world: World) -> None:
    """Sent again while Discord knows the nonce, a message that cannot be seen yet is not doubled."""
    digest = await world.begin()
    world.channels.after = [unanswered()]
    await world.work()
    world.channels.hidden = True
    world.clock.pass_time(seconds=60)
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.sent == 2
    assert world.channels.count() == {1: 1}


async def test_what_was_never_taken_is_sent_once_more(world: World) -> None:
    """Beyond the time for which Discord knows nonces, the channel alone decides."""
    digest = await world.begin()
    world.channels.before = [unanswered()]
    await world.work()
    world.clock.pass_time(hours=1)
    await world.work()
    edition = await world.edition(digest)
    assert (edition.state, edition.sent_first) == ("posted", NINE + timedelta(hours=1))
    assert world.channels.count() == {1: 1}


async def test_a_refusal_does_not_undo_what_an_earlier_try_may_have_sent(world: World) -> None:
    """Taken without an answer, then refused: it is looked for all the same."""
    digest = await world.begin()
    world.channels.after = [unanswered()]
    await world.work()
    world.channels.hidden = True
    world.channels.before = [refused()]
    world.clock.pass_time(seconds=60)
    await world.work()
    edition = await world.edition(digest)
    assert (edition.state, edition.sent_first) == ("sending", NINE)
    world.channels.hidden = False
    world.clock.pass_time(hours=1)
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.count() == {1: 1}


async def test_an_unreadable_channel_is_sent_to_while_the_nonce_is_known(world: World) -> None:
    """Within the window the nonce alone is proof enough."""
    digest = await world.begin()
    world.channels.after = [unanswered()]
    await world.work()
    world.channels.looking = [UnreadableError("I may not read #news")]
    world.clock.pass_time(seconds=60)
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.count() == {1: 1}


async def test_an_unreadable_channel_is_not_sent_to_later(world: World) -> None:
    """Where nobody can tell whether it was posted, it is given up, and its news is not told again."""
    digest = await world.begin()
    world.channels.after = [unanswered()]
    await world.work()
    world.channels.looking = [UnreadableError("I may not read #news")]
    world.clock.pass_time(hours=1)
    await world.work()
    edition = await world.edition(digest)
    assert edition.state == "failed"
    assert edition.note is not None
    assert "I may not read #news" in edition.note
    assert edition.sent_first is not None
    assert world.channels.sent == 1


async def test_a_closed_channel_pauses_the_digest_and_tells_once(world: World) -> None:
    """However many editions meet the closed channel, the editors are told a single time."""
    digest = await world.begin()
    world.clock.pass_time(seconds=1)
    await world.store.editions.begin(digest.id, due=world.clock(), covers_from=NINE, next_due=None)
    world.channels.before = [ClosedError("I may not post there."), ClosedError("I may not post there.")]
    works = await world.claim()
    await asyncio.gather(*(world.outbox.work(work) for work in works))
    paused = await world.store.digests.get(digest.id)
    assert paused is not None
    assert (paused.next_due, paused.paused_because) == (None, "I may not post there.")
    assert world.channels.told == ["I may not post there."]
    states = {edition.state for edition in await world.store.editions.log(digest.id)}
    assert states <= {"failed", "skipped"}
    assert await world.claim() == []


async def test_a_message_that_discord_refuses_fails_alone(world: World) -> None:
    """A refusal of the words is told, and the digest goes on with its next edition."""
    digest = await world.begin()
    world.channels.before = [RejectedError("Discord refused the message: too long")]
    await world.work()
    assert (await world.edition(digest)).state == "failed"
    assert world.channels.told == ["Discord refused the message: too long"]
    still = await world.store.digests.get(digest.id)
    assert still is not None
    assert still.next_due is not None


async def test_tries_come_further_and_further_apart(world: World) -> None:
    """The time between two tries doubles up to ten minutes, and no two are the same."""
    digest = await world.begin()
    waits = []
    for _ in range(12):
        world.channels.before = [refused()]
        await world.work()
        wake = await world.store.editions.next_wake()
        assert wake is not None
        waits.append((wake - world.clock()).total_seconds())
        world.clock.moment = wake
    assert 1 <= waits[0] <= 4
    assert all(299 <= wait <= 600 for wait in waits[-3:])
    assert len(set(waits[-3:])) > 1
    assert (await world.edition(digest)).attempts == 12


@pytest.mark.parametrize("step", ["making", "looking"])
async def test_a_step_that_fails_again_and_again_waits_longer_too(world: World, step: str) -> None:
    """An edition that cannot be made, or a channel that cannot be read, is not asked for every few seconds."""
    digest = await world.begin()
    if step == "looking":
        world.channels.after = [unanswered()]
        await world.work()
        world.clock.pass_time(minutes=5)
    for _ in range(9):
        world.newsmaker.failures, world.channels.looking = [ValueError("no such thing")], [unanswered()]
        await world.work()
        wake = await world.store.editions.next_wake()
        assert wake is not None
        wait = wake - world.clock()
        world.clock.moment = wake
    assert wait > timedelta(minutes=4)
    edition = await world.edition(digest)
    assert edition.state == ("due" if step == "making" else "sending")
    world.newsmaker.failures, world.channels.looking = [], []
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.count() == {1: 1}


async def test_an_unexpected_error_is_noted_and_tried_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A defect in making an edition costs no edition."""
    digest = await world.begin()
    world.newsmaker.failures = [ZeroDivisionError()]
    await world.work()
    edition = await world.edition(digest)
    assert (edition.state, edition.note) == ("due", "Internal error: ZeroDivisionError")
    assert "could not be worked on" in caplog.text
    world.clock.pass_time(seconds=10)
    await world.work()
    assert (await world.edition(digest)).state == "posted"


async def test_an_outage_of_a_day_skips_the_edition_with_its_reason(world: World) -> None:
    """After a day an edition is no longer news; the log has the last error."""
    digest = await world.begin()
    world.channels.before = [refused()]
    await world.work()
    world.clock.pass_time(hours=24, seconds=1)
    await world.work()
    edition = await world.edition(digest)
    assert edition.state == "skipped"
    assert edition.note == "It could not be posted within a day: Discord asked to wait."
    assert world.channels.count() == {}


async def test_an_outage_of_hours_loses_nothing(world: World) -> None:
    """Whatever fails for 23 hours, the edition is posted when it no longer fails."""
    digest = await world.begin()
    end = NINE + timedelta(hours=23)
    while world.clock() < end:
        world.channels.before = [refused()]
        await world.work()
        wake = await world.store.editions.next_wake()
        assert wake is not None
        world.clock.moment = wake
    world.channels.before = []
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.count() == {1: 1}


async def test_a_lease_keeps_others_away_until_it_ends(world: World) -> None:
    """What one process works on no other does, before it is surely no longer worked on."""
    await world.begin()
    assert len(await world.claim()) == 1
    world.clock.moment += LEASE - timedelta(seconds=1)
    assert await world.claim() == []
    world.clock.pass_time(seconds=1)
    assert len(await world.claim()) == 1


async def test_who_has_lost_the_lease_sends_nothing(world: World) -> None:
    """A process that slept too long over the making finds its lease gone, and leaves the posting to the other."""
    digest = await world.begin()
    (slow,) = await world.claim()
    world.newsmaker.delay = asyncio.Event()
    sleeping = asyncio.create_task(world.outbox.work(slow))
    await asyncio.sleep(0)
    world.clock.moment += LEASE
    (quick,) = await world.claim()
    world.newsmaker.delay.set()
    await sleeping
    assert world.channels.sent == 0
    assert (await world.edition(digest)).state == "due"
    await world.outbox.work(quick)
    assert world.channels.count() == {1: 1}


async def test_another_process_takes_over_what_was_cut_off(world: World, tmp_path: Path) -> None:
    """A second process on the same file finds the message that the first could not note."""
    digest = await world.begin()
    (work,) = await world.claim()
    world.channels.after = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await world.outbox.work(work)
    async with await Store.open(tmp_path / "newsdesk.db") as second:
        other = Outbox(second, world.newsmaker, world.channels, clock=world.clock)
        world.clock.moment += LEASE
        (taken,) = await second.editions.claim(world.clock(), limit=8)
        await other.work(taken)
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.count() == {1: 1}


@pytest.mark.parametrize("step", ["making", "sending"])
async def test_a_step_that_hangs_is_cut_off(world: World, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not end by itself ends after its time, and is tried again."""
    monkeypatch.setattr(outbox, "STEP_SECONDS", 0.05)
    monkeypatch.setattr(outbox, "SEND_SECONDS", 0.05)
    digest = await world.begin()
    hanging = world.newsmaker.hanging if step == "making" else world.channels.hanging
    hanging.add(1)
    await world.work()
    edition = await world.edition(digest)
    assert edition.state == ("due" if step == "making" else "sending")
    assert edition.note is not None
    assert "in time" in edition.note
    hanging.clear()
    world.clock.pass_time(minutes=5)
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert world.channels.count() == {1: 1}


async def test_a_pause_comes_before_what_is_not_sent_yet(world: World) -> None:
    """An editor who pauses a digest while its edition is being made sees no edition."""
    digest = await world.begin()
    (work,) = await world.claim()
    await world.store.digests.pause(digest.id)
    await world.outbox.work(work)
    assert world.channels.sent == 0
    assert (await world.edition(digest)).state == "skipped"


async def test_a_failure_after_posting_does_not_undo_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes after posting, such as publishing, may fail for good; the edition stays posted and is left alone."""

    async def fail(edition: Edition, message: int) -> None:
        raise ValueError

    monkeypatch.setattr(world.channels, "finish", fail)
    digest = await world.begin()
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    world.clock.pass_time(hours=1)
    assert await world.claim() == []


async def test_what_comes_after_posting_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition that could not be published at once is published later, and not posted again."""
    monkeypatch.setattr(outbox, "STEP_SECONDS", 0.01)
    failures: list[SendError | None] = [unanswered(), None]
    finish = world.channels.finish

    async def fail_first(edition: Edition, message: int) -> None:
        if failures:
            failure = failures.pop(0)
            await (asyncio.Event().wait() if failure is None else asyncio.sleep(0))
            raise failure or AssertionError
        await finish(edition, message)

    monkeypatch.setattr(world.channels, "finish", fail_first)
    digest = await world.begin()
    for _ in range(3):
        assert world.channels.finished == []
        await world.work()
        edition = await world.edition(digest)
        assert (edition.state, edition.posted) == ("posted", NINE)
        world.clock.pass_time(minutes=1)
    assert world.channels.finished == [edition.message]
    assert edition.note is None
    assert world.channels.sent == 1
    assert await world.claim() == []


async def test_a_crash_before_publishing_is_made_up_for(world: World) -> None:
    """What was posted when the bot stopped is published when its lease has ended."""
    digest = await world.begin()
    (work,) = await world.claim()
    assert await world.store.editions.sending(work, world.clock())
    assert await world.store.editions.posted(work, 1_234, world.clock())
    assert await world.claim() == []
    world.clock.pass_time(seconds=LEASE.total_seconds() + 1)
    await world.work()
    assert world.channels.finished == [1_234]
    assert (world.channels.sent, world.channels.looked) == (0, 0)
    assert (await world.edition(digest)).state == "posted"


async def test_publishing_is_given_up_after_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Discord would not publish for a day is left as posted."""

    async def fail(edition: Edition, message: int) -> None:
        raise unanswered()

    monkeypatch.setattr(world.channels, "finish", fail)
    digest = await world.begin()
    await world.work()
    world.clock.pass_time(hours=25)
    await world.work()
    assert (await world.edition(digest)).state == "posted"
    assert await world.store.editions.next_wake() == digest.next_due


@pytest.mark.parametrize("sent", [False, True], ids=["surely unsent", "perhaps sent"])
async def test_news_of_an_edition_that_failed_is_told_again_only_if_it_surely_was_not_told(
    world: World, sent: bool
) -> None:
    """Articles of a refused edition come with the next one; of one that may have arrived they do not."""
    draft = Draft(title="Rain", text="It rained in Kiel on Monday. About 40 cellars were flooded.")
    article = (await add_article(world.store, draft, guild=GUILD)).article
    world.newsmaker.stories = [[article.id]]
    digest = await world.begin()
    if sent:
        world.channels.before = [unanswered()]
        await world.work()
        world.clock.pass_time(minutes=30)
        world.channels.looking = [UnreadableError("I may not read #news")]
    else:
        world.channels.before = [RejectedError("no")]
    await world.work()
    assert (await world.edition(digest)).state == "failed"
    assert await world.store.editions.told(digest.id) == ({article.id} if sent else set())
