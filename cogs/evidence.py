"""`/numbers` and `/quotes`: what articles count, and who said what."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Newsdesk
from bot.model import Article, QuotationKind
from bot.render import cards
from bot.render.page import Open, Page
from bot.render.pager import Context
from cogs.options import SHARE, ArticleOption, suggest_speakers
from cogs.pages import given, optional_article_of, ways_on, window

ShortText = app_commands.Range[str, 1, 100]
QUOTED: tuple[QuotationKind, ...] = ("direct", "fragment")
KINDS: tuple[QuotationKind, ...] = (*QUOTED, "indirect")

OptionalArticle = app_commands.Transform[int, ArticleOption]


class Evidence(commands.Cog):
    """Numbers and quotations, of one article or of all."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot
        bot.pager.register("numbers", self.numbers_page)
        bot.pager.register("quotes", self.quotes_page)

    @app_commands.command()
    @app_commands.describe(
        article="Of this article (otherwise of all, the newest first)",
        about="Only numbers whose sentence has these words",
        share=SHARE,
    )
    async def numbers(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: OptionalArticle | None = None,
        about: ShortText | None = None,
        share: bool = False,
    ) -> None:
        """Key numbers: what is counted, who says so, and the sentence"""
        await self.bot.pager.send(interaction, "numbers", given(article=article, about=about), share=share)

    @app_commands.command()
    @app_commands.describe(
        article="Of this article (otherwise of all, the newest first)",
        speaker="Only what this person or body said",
        about="Only quotations whose sentence has these words",
        reported="Also what is reported without quotation marks",
        share=SHARE,
    )
    @app_commands.autocomplete(speaker=suggest_speakers)
    async def quotes(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: OptionalArticle | None = None,
        speaker: ShortText | None = None,
        about: ShortText | None = None,
        reported: bool = False,
        share: bool = False,
    ) -> None:
        """Quotations, word for word, with who said them"""
        arguments = given(article=article, speaker=speaker, about=about, reported=1 if reported else None)
        await self.bot.pager.send(interaction, "quotes", arguments, share=share)

    async def numbers_page(self, context: Context) -> Page:
        """A page of numbers."""
        article, about = await optional_article_of(self.bot.store, context), context.text("about")
        shown = await window(
            lambda limit, offset: self.bot.store.findings.quantities(
                guild=context.guild, article=article.id if article else None, about=about, limit=limit, offset=offset
            ),
            context.page,
            cards.NUMBERS_PER_PAGE,
        )
        page = cards.numbers(shown, article=article, about=about)
        return replace(page, opens=_ways_on(article, without="numbers"))

    async def quotes_page(self, context: Context) -> Page:
        """A page of quotations."""
        article = await optional_article_of(self.bot.store, context)
        speaker, about = context.text("speaker"), context.text("about")
        shown = await window(
            lambda limit, offset: self.bot.store.findings.quotations(
                guild=context.guild,
                article=article.id if article else None,
                speaker=speaker,
                about=about,
                kinds=KINDS if context.number("reported") else QUOTED,
                limit=limit,
                offset=offset,
            ),
            context.page,
            cards.QUOTES_PER_PAGE,
        )
        page = cards.quotes(shown, article=article, speaker=speaker, about=about)
        return replace(page, opens=_ways_on(article, without="quotes"))


def _ways_on(article: Article | None, *, without: str) -> tuple[Open, ...]:
    return ways_on(article, without=without) if article else ()


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Evidence(bot))
