"""`/feed`: editors follow feeds, see how each does, and exchange lists of feeds with other readers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import discord
from discord import app_commands

from bot.client import Newsdesk
from bot.digests.wording import read_words
from bot.errors import UserError
from bot.feeds.opml import Outline, write_opml
from bot.feeds.source import reason_of
from bot.intake.advice import PASTE
from bot.intake.fetch import FetchError
from bot.model import Subscription
from bot.render import budget, cards
from bot.render.cards.parts import counted
from bot.render.escape import one_line
from bot.render.page import Page, Window
from bot.render.pager import Context
from bot.store.feeds import LEASE
from bot.store.words import fold
from cogs.editors import EditorsCog, for_editors

LATEST = 3
BACKFILL = 10
MOST = 50

Entries = Literal["latest", "skip", "backfill"]
LongText = app_commands.Range[str, 1, 1000]
Words = app_commands.Range[str, 1, 400]
Count = app_commands.Range[int, 1, MOST]

ENTRIES = "What to begin with: the latest (3), none of what is there already, or more of it (backfill, 10)"
COUNT = "How many entries to begin with"
INCLUDE = "Only articles with one of these words or phrases, with commas between them"
EXCLUDE = "No articles with any of these words or phrases"

# Between the first polls of feeds that were imported together.
_APART = timedelta(seconds=2)
_SHOWN_EVERY = 25


class FeedOption(app_commands.Transformer):
    """A feed that this server follows, chosen from the suggestions or by words of its name; gives the subscription."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Subscription:  # type: ignore[override]
        """The chosen feed, or the first whose name or address holds what was typed."""
        feeds = await _followed(interaction)
        for one in feeds:
            if value in (str(one.feed.id), one.feed.url):
                return one
        found = _holding(feeds, value) if fold(value) else ()
        if not found:
            raise UserError(f"This server follows no feed named “{value}”: pick one of the suggestions.")
        return found[0]

    async def autocomplete(  # type: ignore[override]
        self, interaction: discord.Interaction[Newsdesk], value: str, /
    ) -> list[app_commands.Choice[str]]:
        """Feeds whose name or address holds what is typed."""
        found = _holding(await _followed(interaction), value)[: budget.CHOICES]
        return [app_commands.Choice(name=_label(one), value=str(one.feed.id)) for one in found]


@for_editors
class Feed(EditorsCog, group_name="feed", group_description="Follow feeds, and see how each does"):
    """The commands for feeds."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot
        bot.pager.register("feed-list", self.list_page)

    @app_commands.command()
    @app_commands.describe(
        url="The feed’s address, or that of its site", entries=ENTRIES, count=COUNT, include=INCLUDE, exclude=EXCLUDE
    )
    async def add(
        self,
        interaction: discord.Interaction[Newsdesk],
        url: LongText,
        entries: Entries = "latest",
        count: Count | None = None,
        include: Words | None = None,
        exclude: Words | None = None,
    ) -> None:
        """Follow a feed, or change the filters of one that is followed"""
        assert interaction.guild_id is not None
        backlog = _backlog(entries, count)
        wanted, unwanted = read_words(include), read_words(exclude)
        # The site may take its time, and so may those of the articles to begin with.
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            found = await self.bot.poller.source.find(url)
        except UserError as error:
            raise UserError(_refusal(error)) from error
        document = found.reading.document
        subscription, new = await self.bot.store.feeds.follow(
            found.url,
            guild=interaction.guild_id,
            backlog=backlog,
            include=wanted,
            exclude=unwanted,
            title=document.title if document else None,
            # What was read just now takes the place of the first poll.
            next_poll=self.bot.clock() + LEASE,
            actor=interaction.user.id,
        )
        report = await self.bot.poller.poll(subscription.feed.id, reading=found.reading)
        page = cards.feed_followed(
            await self._again(subscription),
            report.of(interaction.guild_id),
            new=new,
            entries=report.entries,
            waiting=report.waiting,
            others=found.others,
        )
        await self.bot.pager.answer(interaction, page)

    @app_commands.command()
    async def list(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """The feeds that this server follows, and how each does"""
        await self.bot.pager.send(interaction, "feed-list")

    @app_commands.command()
    @app_commands.describe(feed="Choose a feed, or type words of its name")
    async def check(
        self, interaction: discord.Interaction[Newsdesk], feed: app_commands.Transform[Subscription, FeedOption]
    ) -> None:
        """Ask a feed now, and tell what came of it"""
        assert interaction.guild_id is not None
        if feed.paused:
            raise UserError("This feed is paused here: run /feed resume first.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await self.bot.poller.poll(feed.feed.id)
        page = cards.feed_checked(
            await self._again(feed),
            report.of(interaction.guild_id),
            problem=report.problem,
            changed=report.changed,
            entries=report.entries,
            waiting=report.waiting,
        )
        await self.bot.pager.answer(interaction, page)

    @app_commands.command()
    @app_commands.describe(feed="Choose a feed, or type words of its name")
    async def pause(
        self, interaction: discord.Interaction[Newsdesk], feed: app_commands.Transform[Subscription, FeedOption]
    ) -> None:
        """Take no more articles from a feed until it is resumed"""
        if not await self.bot.store.feeds.pause(feed.feed.id, guild=feed.guild, actor=interaction.user.id):
            raise UserError("This feed is paused already: /feed resume goes on with it.")
        page = cards.feed_done("⏸️ **Paused**", feed, "/feed resume goes on with what comes from then on.")
        await self.bot.pager.answer(interaction, page)

    @app_commands.command()
    @app_commands.describe(feed="Choose a feed, or type words of its name")
    async def resume(
        self, interaction: discord.Interaction[Newsdesk], feed: app_commands.Transform[Subscription, FeedOption]
    ) -> None:
        """Go on with a paused feed"""
        if not await self.bot.store.feeds.resume(feed.feed.id, guild=feed.guild, actor=interaction.user.id):
            raise UserError("This feed is not paused: /feed list tells how it does.")
        page = cards.feed_done("▶️ **Resumed**", feed, "What is new from now on comes by itself.")
        await self.bot.pager.answer(interaction, page)

    @app_commands.command()
    @app_commands.describe(feed="Choose a feed, or type words of its name")
    async def remove(
        self, interaction: discord.Interaction[Newsdesk], feed: app_commands.Transform[Subscription, FeedOption]
    ) -> None:
        """Follow a feed no longer; its articles stay"""
        if not await self.bot.store.feeds.remove(feed.feed.id, guild=feed.guild, actor=interaction.user.id):
            raise UserError("This feed is not followed any more.")
        page = cards.feed_done(
            "🗑️ **Removed**", feed, "The articles that it has brought stay; /feed add follows it again."
        )
        await self.bot.pager.answer(interaction, page)

    @app_commands.command(name="import")
    @app_commands.describe(file="A list of feeds (OPML), as other readers export it", entries=ENTRIES, count=COUNT)
    async def import_list(
        self,
        interaction: discord.Interaction[Newsdesk],
        file: discord.Attachment,
        entries: Entries = "latest",
        count: Count | None = None,
    ) -> None:
        """Follow all feeds of an OPML list"""
        assert interaction.guild_id is not None
        backlog = _backlog(entries, count)
        self.bot.intake.check_size(file.size)
        await interaction.response.defer(ephemeral=True, thinking=True)
        listed = (await self.bot.intake.work("opml", await file.read(), {}, what="That file"))["feeds"]
        known, refused = 0, list[tuple[str, str]]()
        first = self.bot.clock()
        for number, (url, name) in enumerate(listed):
            if number % _SHOWN_EVERY == 0 and number:
                progress = cards.feeds_imported(number, len(listed), known, refused, over=False)
                await self.bot.pager.answer(interaction, progress)
            try:
                _, new = await self.bot.store.feeds.follow(
                    self.bot.intake.check_address(url),
                    guild=interaction.guild_id,
                    backlog=backlog,
                    title=name,
                    next_poll=first + number * _APART,
                    actor=interaction.user.id,
                    keeping=True,
                )
                known += not new
            except UserError as error:
                refused.append((url, _refusal(error)))
        await self.bot.pager.answer(interaction, cards.feeds_imported(len(listed), len(listed), known, refused))

    @app_commands.command()
    async def export(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """The feeds of this server as an OPML list for other readers"""
        feeds = await _followed(interaction)
        if not feeds:
            raise UserError("There are no feeds to export: /feed add follows one.")
        outlines = (Outline(one.feed.url, one.feed.title, one.feed.site) for one in feeds)
        data = write_opml(outlines, title="Newsdesk", at=self.bot.clock())
        await interaction.response.send_message(
            f"What this server follows: {counted(len(feeds), 'feed')}.",
            file=discord.File(io.BytesIO(data), "feeds.opml"),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def list_page(self, context: Context) -> Page:
        """A page of the list."""
        feeds = await self.bot.store.feeds.of_guild(guild=context.guild)
        counts = await self.bot.store.feeds.counts(guild=context.guild)
        return cards.feeds_page(Window.of(feeds, context.page, cards.FEEDS_PER_PAGE), counts)

    async def _again(self, subscription: Subscription) -> Subscription:
        """The subscription as it is now; as it was where it has just been removed."""
        now = await self.bot.store.feeds.get(subscription.feed.id, guild=subscription.guild)
        return now or subscription


async def _followed(interaction: discord.Interaction[Newsdesk]) -> Sequence[Subscription]:
    assert interaction.guild_id is not None
    return await interaction.client.store.feeds.of_guild(guild=interaction.guild_id)


def _holding(feeds: Sequence[Subscription], typed: str) -> Sequence[Subscription]:
    wanted = fold(typed)
    return [one for one in feeds if wanted in fold(f"{one.feed.name} {one.feed.url}")]


def _label(subscription: Subscription) -> str:
    mark = "⏸️ " if subscription.paused else "⚠️ " if subscription.feed.problem else ""
    return budget.label(mark + one_line(subscription.feed.name), budget.CHOICE_TEXT)


def _backlog(entries: Entries, count: int | None) -> int:
    if entries == "skip":
        return 0
    return count or (LATEST if entries == "latest" else BACKFILL)


def _refusal(error: UserError) -> str:
    """What an editor is told who wants to follow a feed that cannot be had."""
    if isinstance(error, FetchError) and error.status in {401, 402, 403, 407, 451}:
        return (
            f"{reason_of(error)} Some sites shut out all programs: ask the site to let “Newsdesk” in, "
            "or add single articles with /article paste."
        )
    if isinstance(error, FetchError):
        return f"{reason_of(error)} Check the address, or try again later."
    # A feed is nothing that could be pasted.
    return f"{reason_of(error)} Check the address." if PASTE in str(error) else str(error)


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Feed(bot))
