"""`/latest`, `/search`, `/read` and `/summary`: finding articles and reading them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Newsdesk
from bot.render import cards
from bot.render.page import Page
from bot.render.pager import Context
from cogs.options import SHARE, ArticleOption, read_period, suggest_outlets
from cogs.pages import article_of, given, summary_menu, ways_on, window

SENTENCES = 5

ShortText = app_commands.Range[str, 1, 100]


class Reading(commands.Cog):
    """The newest articles, the search, the text and the summary."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot
        bot.pager.register("latest", self.latest_page)
        bot.pager.register("search", self.search_page)
        bot.pager.register("read", self.read_page)
        bot.pager.register("summary", self.summary_page)

    @app_commands.command()
    @app_commands.describe(
        topic="Only articles with these words in the title or among the key phrases",
        outlet="Only articles of this outlet",
        share=SHARE,
    )
    @app_commands.autocomplete(outlet=suggest_outlets)
    async def latest(
        self,
        interaction: discord.Interaction[Newsdesk],
        topic: ShortText | None = None,
        outlet: ShortText | None = None,
        share: bool = False,
    ) -> None:
        """The newest articles"""
        await self.bot.pager.send(interaction, "latest", given(topic=topic, outlet=outlet), share=share)

    @app_commands.command()
    @app_commands.describe(
        query="Words to look for; “quoted words” are a phrase, a word with * at its end is a beginning",
        since="Published on this day or later: 2026-11-23, “yesterday”, “2 weeks ago”",
        until="Published on this day or earlier",
        outlet="Only articles of this outlet",
        share=SHARE,
    )
    @app_commands.autocomplete(outlet=suggest_outlets)
    async def search(
        self,
        interaction: discord.Interaction[Newsdesk],
        query: app_commands.Range[str, 1, 200],
        since: ShortText | None = None,
        until: ShortText | None = None,
        outlet: ShortText | None = None,
        share: bool = False,
    ) -> None:
        """The articles that match best, each with the passage that matches"""
        first, last = read_period(since, until)
        arguments = given(query=query, since=first, until=last, outlet=outlet)
        await self.bot.pager.send(interaction, "search", arguments, share=share)

    @app_commands.command()
    @app_commands.describe(article="Choose a title, or type words of it", share=SHARE)
    async def read(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: app_commands.Transform[int, ArticleOption],
        share: bool = False,
    ) -> None:
        """The stored text of an article"""
        await self.bot.pager.send(interaction, "read", {"article": article}, share=share)

    @app_commands.command()
    @app_commands.describe(
        article="Choose a title, or type words of it",
        sentences="How many sentences of the text, 3 to 8 (otherwise 5)",
        share=SHARE,
    )
    async def summary(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: app_commands.Transform[int, ArticleOption],
        sentences: app_commands.Range[int, 3, 8] = SENTENCES,
        share: bool = False,
    ) -> None:
        """The most telling sentences of an article, word for word, with its key numbers"""
        arguments = {"article": article, "sentences": sentences}
        await self.bot.pager.send(interaction, "summary", arguments, share=share)

    async def latest_page(self, context: Context) -> Page:
        """A page of the newest articles, with a menu to their summaries."""
        topic, outlet = context.text("topic"), context.text("outlet")
        shown = await window(
            lambda limit, offset: self.bot.store.articles.latest(
                guild=context.guild, topic=topic, outlet=outlet, limit=limit, offset=offset
            ),
            context.page,
            cards.LATEST_PER_PAGE,
        )
        return replace(cards.latest(shown, topic=topic, outlet=outlet), choice=summary_menu(shown.items))

    async def search_page(self, context: Context) -> Page:
        """A page of what a search found, with a menu to the summaries."""
        query, outlet = context.text("query") or "", context.text("outlet")
        since, until = context.text("since"), context.text("until")
        shown = await window(
            lambda limit, offset: self.bot.store.search.find(
                query,
                guild=context.guild,
                since=_midnight(since),
                until=_midnight(until, days_later=1),
                outlet=outlet,
                limit=limit,
                offset=offset,
            ),
            context.page,
            cards.SEARCH_PER_PAGE,
        )
        page = cards.search(shown, query=query, since=since, until=until, outlet=outlet)
        return replace(page, choice=summary_menu(hit.article for hit in shown.items))

    async def read_page(self, context: Context) -> Page:
        """A page of an article's text."""
        article = await article_of(self.bot.store, context)
        analysis = await self.bot.store.analyses.get(article.id, guild=context.guild)
        page = cards.read(article, context.page, analysis=analysis)
        return replace(page, opens=ways_on(article, without="read"))

    async def summary_page(self, context: Context) -> Page:
        """The summary of an article."""
        article = await article_of(self.bot.store, context)
        analysis = await self.bot.store.analyses.get(article.id, guild=context.guild)
        assert analysis is not None, "an article and its analysis are stored in one transaction"
        page = cards.summary(article, analysis, context.number("sentences") or SENTENCES)
        return replace(page, opens=ways_on(article, without="summary"))


def _midnight(day: str | None, *, days_later: int = 0) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=days_later)
    except OverflowError:
        # The last day of the calendar bounds nothing.
        return None


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Reading(bot))
