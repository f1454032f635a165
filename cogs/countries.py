"""`/countries` and `/country`: what countries do about people who flee a draft."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Newsdesk
from bot.model import Question
from bot.render import cards
from bot.render.map import draw_map
from bot.render.page import Page, Window
from bot.render.pager import Context
from bot.render.stances import QUESTIONS, Standing, standings
from cogs.options import SHARE, CountryOption, OriginOption, read_past_day
from cogs.pages import given

FLEEING_FROM = "Only statements about people who flee this country's draft"

QUESTION_CHOICES = [app_commands.Choice(name=name, value=question) for question, name in QUESTIONS.items()]


class Countries(commands.Cog):
    """The table of all countries, and every statement on one."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot
        bot.pager.register("countries", self.countries_page)
        bot.pager.register("country", self.country_page)

    @app_commands.command()
    @app_commands.describe(
        fleeing_from=FLEEING_FROM,
        question="Entry (visa, border), protection (asylum) or return (extradition, deportation)",
        as_of="As it stood on this day: 2026-11-23, “yesterday”, “2 weeks ago”",
        share=SHARE,
    )
    @app_commands.choices(question=QUESTION_CHOICES)
    async def countries(
        self,
        interaction: discord.Interaction[Newsdesk],
        fleeing_from: app_commands.Transform[str, OriginOption] | None = None,
        question: str | None = None,
        as_of: app_commands.Range[str, 1, 100] | None = None,
        share: bool = False,
    ) -> None:
        """Which countries accept people who flee a draft: the newest statement of each, with a map"""
        arguments = given(fleeing_from=fleeing_from, question=question, as_of=read_past_day(as_of))
        await self.bot.pager.send(interaction, "countries", arguments, share=share)

    @app_commands.command()
    @app_commands.describe(country="The country", fleeing_from=FLEEING_FROM, share=SHARE)
    async def country(
        self,
        interaction: discord.Interaction[Newsdesk],
        country: app_commands.Transform[str, CountryOption],
        fleeing_from: app_commands.Transform[str, OriginOption] | None = None,
        share: bool = False,
    ) -> None:
        """Every statement on one country, newest first, with its evidence"""
        arguments = given(country=country, fleeing_from=fleeing_from)
        await self.bot.pager.send(interaction, "country", arguments, share=share)

    async def countries_page(self, context: Context) -> Page:
        """A page of the table, the first one with the map."""
        fleeing_from = context.text("fleeing_from")
        question = cast("Question | None", context.text("question"))
        as_of = date.fromisoformat(day) if (day := context.text("as_of")) else None
        found = await self.bot.store.findings.positions(
            guild=context.guild, fleeing_from=fleeing_from, question=question, as_of=as_of
        )
        table = standings(found)
        shown = Window.of(table, context.page, cards.COUNTRIES_PER_PAGE)
        picture = None
        mapped = fleeing_from or _most_spoken_of(table)
        if shown.number == 1:
            # A map of two drafts at once would lie. Drawing takes longer than the event loop may wait.
            drawn = [standing for standing in table if standing.position.fleeing_from == mapped]
            picture = await asyncio.to_thread(draw_map, drawn, question)
        return cards.countries(
            shown,
            fleeing_from=fleeing_from,
            question=question,
            as_of=as_of,
            today=as_of or _today(),
            picture=picture,
            mapped=mapped,
        )

    async def country_page(self, context: Context) -> Page:
        """A page of the statements on one country."""
        code, fleeing_from = context.text("country") or "", context.text("fleeing_from")
        found = await self.bot.store.findings.positions(guild=context.guild, country=code, fleeing_from=fleeing_from)
        otherwise = 0
        if not found and fleeing_from:
            otherwise = len(await self.bot.store.findings.positions(guild=context.guild, country=code))
        shown = Window.of(found, context.page, cards.STATEMENTS_PER_PAGE)
        return cards.country(shown, code, fleeing_from=fleeing_from, today=_today(), otherwise=otherwise)


def _most_spoken_of(table: Sequence[Standing]) -> str | None:
    """The country whose draft most of the table is about."""
    counted = Counter(standing.position.fleeing_from for standing in table)
    return counted.most_common(1)[0][0] if counted else None


def _today() -> date:
    return datetime.now(UTC).date()


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Countries(bot))
