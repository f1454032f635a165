"""The options that several commands take: what they mean and what they suggest while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.countries import country_name, find_country, suggest_countries
from bot.dates import parse_date
from bot.errors import UserError
from bot.model import Headline
from bot.render import budget
from bot.render.escape import one_line
from bot.render.pager import guild_of

if TYPE_CHECKING:
    from bot.client import Newsdesk

SHARE = "Show the answer to everyone in this channel (otherwise only you see it)"

Choices = list[app_commands.Choice[str]]


class ArticleOption(app_commands.Transformer):
    """A stored article, chosen from the suggestions or by words of its title; gives the article's id."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> int:  # type: ignore[override]
        """The id of the chosen article, or of the newest whose title holds the words that were typed."""
        articles, guild = interaction.client.store.articles, guild_of(interaction)
        if value.isascii() and value.isdigit() and len(value) < 16 and await articles.get(int(value), guild=guild):
            return int(value)
        found = await articles.suggest(guild=guild, typed=value, limit=1)
        if not found:
            raise UserError(f"No stored article’s title has “{value}”: pick one of the suggestions, or try /search.")
        return found[0].id

    async def autocomplete(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Choices:  # type: ignore[override]
        """Titles that hold what is typed, the newest first."""
        return choices_of(await interaction.client.store.articles.suggest(guild=guild_of(interaction), typed=value))


class RemovedArticleOption(app_commands.Transformer):
    """An article that was removed from this server's shelf and can be restored; gives its id."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> int:  # type: ignore[override]
        """The id of the chosen article."""
        removed = await interaction.client.store.articles.removed(guild=guild_of(interaction))
        for headline in removed:
            if value == str(headline.id):
                return headline.id
        found = await interaction.client.store.articles.removed(guild=guild_of(interaction), typed=value, limit=1)
        if not found:
            raise UserError(f"No removed article’s title has “{value}”: pick one of the suggestions.")
        return found[0].id

    async def autocomplete(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Choices:  # type: ignore[override]
        """Titles of removed articles that hold what is typed, removed last first."""
        return choices_of(await interaction.client.store.articles.removed(guild=guild_of(interaction), typed=value))


class CountryOption(app_commands.Transformer):
    """A country by its name, its code or what its people are called; gives the code."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> str:  # type: ignore[override]
        """The ISO 3166-1 alpha-2 code."""
        code = find_country(value)
        if code is None:
            raise UserError(f"“{value}” is not a country that I know: pick one of the suggestions.")
        return code

    async def autocomplete(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Choices:  # type: ignore[override]
        """Countries that begin with what is typed; where nothing is, those that articles speak of."""
        codes = suggest_countries(value) if value.strip() else await self._spoken_of(interaction)
        return _choices((country_name(code), code) for code in codes)

    async def _spoken_of(self, interaction: discord.Interaction[Newsdesk]) -> list[str]:
        codes = await interaction.client.store.findings.countries(guild=guild_of(interaction))
        return sorted(codes, key=country_name)


class OriginOption(CountryOption):
    """A country whose draft people flee from; gives the code."""

    async def _spoken_of(self, interaction: discord.Interaction[Newsdesk]) -> list[str]:
        codes = await interaction.client.store.findings.origins(guild=guild_of(interaction))
        return sorted(codes, key=country_name)


async def suggest_outlets(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Outlets of stored articles, as suggestions for an option."""
    names = await interaction.client.store.articles.outlets(guild=guild_of(interaction), typed=typed)
    return _choices((name, name) for name in names)


async def suggest_speakers(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Speakers of stored quotations, of the chosen article alone where one is chosen."""
    chosen = str(getattr(interaction.namespace, "article", None) or "")
    article = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    names = await interaction.client.store.findings.speakers(guild=guild_of(interaction), typed=typed, article=article)
    return _choices((name, name) for name in names)


def choices_of(headlines: Iterable[Headline]) -> Choices:
    """Suggestions of articles: the title with its outlet and date, behind it the article's id."""
    named = (
        (headline, f" · {headline.outlet or 'no outlet'}, {headline.dated.day} {headline.dated:%b %Y}")
        for headline in headlines
    )
    return [
        app_commands.Choice(
            name=budget.label(one_line(headline.title), budget.CHOICE_TEXT - budget.size(tail[:50])) + tail[:50],
            value=str(headline.id),
        )
        for headline, tail in named
    ][: budget.CHOICES]


def read_day(typed: str | None) -> str | None:
    """The day that somebody typed as YYYY-MM-DD, None for none; a UserError shows the forms that are understood."""
    return parse_date(typed).date().isoformat() if typed and typed.strip() else None


def _choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    # A value that does not fit cannot be cut: it would name something else.
    fitting = [(name, value) for name, value in pairs if 0 < budget.size(value) <= budget.CHOICE_TEXT]
    return [
        app_commands.Choice(name=budget.label(one_line(name), budget.CHOICE_TEXT), value=value)
        for name, value in fitting[: budget.CHOICES]
    ]
