"""The options that several commands take: what they mean and what they suggest while somebody types."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.countries import country_name, find_country, suggest_countries
from bot.dates import parse_date, parse_past_date
from bot.digests.access import Target
from bot.digests.wording import NOTHING, find_zone, short_name, suggest_days, suggest_zones
from bot.errors import UserError
from bot.model import Digest, Headline
from bot.render import budget
from bot.render.escape import one_line
from bot.render.pager import guild_of
from bot.store.words import fold

if TYPE_CHECKING:
    from bot.client import Newsdesk

SHARE = "Show the answer to everyone in this channel (otherwise only you see it)"
ZONE = "zone"
"""The guild's setting that holds its usual time zone."""

# What a chosen suggestion gives: an id that nobody types by chance.
_ID = re.compile(r"(#?)([0-9]{1,15})")

Choices = list[app_commands.Choice[str]]


class ArticleOption(app_commands.Transformer):
    """A stored article, chosen from the suggestions or by words of its title; gives the article's id."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> int:  # type: ignore[override]
        """The id of the chosen article, or of the newest whose title holds the words that were typed."""
        articles, guild = interaction.client.store.articles, guild_of(interaction)
        found = await articles.suggest(guild=guild, typed=value)
        if chosen := _ID.fullmatch(value):
            # Digits without the sign were typed, and may be a year in a title.
            meant = [] if chosen[1] else [one for one in found if re.search(rf"\b{chosen[2]}\b", one.title)]
            if not meant and await articles.get(int(chosen[2]), guild=guild):
                return int(chosen[2])
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
            if value == f"#{headline.id}":
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


class ChannelOption(app_commands.Transformer):
    """A channel or thread of this server in which the bot can post; gives it with the bot's permissions in it."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Where messages of a digest make sense."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.forum, kinds.public_thread, kinds.news_thread]

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: Any, /) -> Target:  # type: ignore[override]
        """The chosen channel; a UserError where the bot does not see it."""
        channel = interaction.guild.get_channel_or_thread(value.id) if interaction.guild else None
        try:
            # An archived thread is not among those that Discord has told of.
            found: object = channel or await interaction.client.fetch_channel(value.id)
        except (discord.NotFound, discord.Forbidden):
            found = None
        kinds = (discord.TextChannel, discord.ForumChannel, discord.Thread)
        if not isinstance(found, kinds) or found.guild.id != interaction.guild_id:
            raise UserError(
                f"I cannot see #{value.name}: in its Edit Channel → Permissions, allow me View Channel, "
                "or choose a channel of this server."
            )
        return found


class ZoneOption(app_commands.Transformer):
    """A time zone by its name or city; gives its name."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> str:  # type: ignore[override]
        """The zone's name in the IANA database."""
        return await asyncio.to_thread(find_zone, value)

    async def autocomplete(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Choices:  # type: ignore[override]
        """Zones whose name, city or current time begins with what is typed, each with its current time."""
        settings = await interaction.client.store.guilds.settings(guild_of(interaction))
        moment = interaction.client.clock()
        # Zones are files, and there are hundreds.
        return _choices(await asyncio.to_thread(suggest_zones, value, moment, first=settings.get(ZONE)))


class DigestOption(app_commands.Transformer):
    """A digest of this server, chosen from the suggestions; gives the digest."""

    async def transform(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Digest:  # type: ignore[override]
        """The digest with this number, or the first whose name holds the words that were typed."""
        named = await self._named(interaction)
        for digest, name in named:
            if value == str(digest.id) or fold(value) == fold(name):
                return digest
        for digest, name in named:
            if fold(value) and fold(value) in fold(name):
                return digest
        raise UserError(self._none(value) if named else self._empty())

    async def autocomplete(self, interaction: discord.Interaction[Newsdesk], value: str, /) -> Choices:  # type: ignore[override]
        """The server's digests, by channel and time."""
        named = await self._named(interaction)
        return _choices((name, str(digest.id)) for digest, name in named if fold(value) in fold(name))

    async def _digests(self, interaction: discord.Interaction[Newsdesk]) -> list[Digest]:
        return await interaction.client.store.digests.of_guild(guild=guild_of(interaction))

    async def _named(self, interaction: discord.Interaction[Newsdesk]) -> list[tuple[Digest, str]]:
        return [(one, digest_name(interaction.client, one)) for one in await self._digests(interaction)]

    def _none(self, value: str) -> str:
        return f"This server has no digest “{value[:60]}”: pick one of the suggestions."

    def _empty(self) -> str:
        return "This server has no digest yet: /digest create makes one."


class RemovedDigestOption(DigestOption):
    """A digest that was removed and can be restored."""

    async def _digests(self, interaction: discord.Interaction[Newsdesk]) -> list[Digest]:
        return await interaction.client.store.digests.removed(guild=guild_of(interaction))

    def _none(self, value: str) -> str:
        return f"No removed digest is called “{value[:60]}”: pick one of the suggestions."

    def _empty(self) -> str:
        return "No digest was removed here."


def digest_name(client: discord.Client, digest: Digest) -> str:
    """A digest as lists of suggestions name it."""
    channel = client.get_channel(digest.plan.channel)
    name = short_name(digest.plan, getattr(channel, "name", None) or "deleted-channel")
    return name if digest.next_due else f"{name} · paused"


async def suggest_outlets(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Outlets of stored articles, as suggestions for an option."""
    names = await interaction.client.store.articles.outlets(guild=guild_of(interaction), typed=typed)
    return _choices((name, name) for name in names)


def several(
    suggest: Callable[[str], Iterable[str]],
) -> Callable[[discord.Interaction[Newsdesk], str], Awaitable[Choices]]:
    """Suggestions for an option that takes a list with commas: what `suggest` gives for the entry being typed."""

    async def autocomplete(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
        return listed(typed, suggest(last_entry(typed)))

    return autocomplete


async def suggest_days_option(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Lists of weekdays."""
    return _choices((value, value) for value in suggest_days(typed))


def last_entry(typed: str) -> str:
    """The entry of a list with commas that is being typed."""
    return typed.rpartition(",")[2].strip()


def listed(typed: str, entries: Iterable[str]) -> Choices:
    """Suggestions of whole lists: what was typed before the last comma, and one more entry."""
    before = typed.rpartition(",")[0].strip()
    known = {fold(entry) for entry in before.split(",")}
    whole = [f"{before}, {entry}" if before else entry for entry in entries if fold(entry) not in known]
    return _choices((value, value) for value in whole)


async def suggest_several_outlets(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Outlets of stored articles, for a list of them."""
    names = await interaction.client.store.articles.outlets(guild=guild_of(interaction), typed=last_entry(typed))
    return listed(typed, (name for name in names if "," not in name))


async def suggest_several_feeds(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Feeds that this server follows, for a list of them."""
    wanted = fold(last_entry(typed))
    followed = await interaction.client.store.feeds.of_guild(guild=guild_of(interaction))
    names = (one.feed.name.replace(",", " ") for one in followed)
    return listed(typed, (name for name in names if wanted in fold(name)))


async def read_feeds(interaction: discord.Interaction[Newsdesk], typed: str | None) -> tuple[int, ...] | None:
    """The ids of the feeds in a list of names or parts of them, none for “none”, None where nothing was typed."""
    if typed is None:
        return None
    followed = await interaction.client.store.feeds.of_guild(guild=guild_of(interaction))
    found: list[int] = []
    for name in typed.split(",") if typed.strip().lower() not in NOTHING else ():
        wanted = fold(name)
        named = ((one.feed.id, fold(f"{one.feed.name.replace(',', ' ')} {one.feed.url}")) for one in followed)
        ids = [feed for feed, words in named if wanted and wanted in words]
        if not ids:
            raise UserError(f"This server follows no feed named “{name.strip()}”: /feed list shows those it follows.")
        found += ids
    return tuple(dict.fromkeys(found))


async def suggest_speakers(interaction: discord.Interaction[Newsdesk], typed: str) -> Choices:
    """Speakers of stored quotations, of the chosen article alone where one is chosen."""
    chosen = _ID.fullmatch(str(getattr(interaction.namespace, "article", None) or ""))
    article = int(chosen[2]) if chosen else None
    names = await interaction.client.store.findings.speakers(guild=guild_of(interaction), typed=typed, article=article)
    return _choices((name, name) for name in names)


def choices_of(headlines: Iterable[Headline]) -> Choices:
    """Suggestions of articles: the title with its outlet and date, behind it the article's id with a sign."""
    named = (
        (headline, f" · {headline.outlet or 'no outlet'}, {headline.dated.day} {headline.dated:%b %Y}")
        for headline in headlines
    )
    return [
        app_commands.Choice(
            name=budget.label(one_line(headline.title), budget.CHOICE_TEXT - budget.size(tail[:50])) + tail[:50],
            value=f"#{headline.id}",
        )
        for headline, tail in named
    ][: budget.CHOICES]


def read_day(typed: str | None) -> str | None:
    """The day that somebody typed as YYYY-MM-DD, None for none; a UserError shows the forms that are understood."""
    return parse_date(typed).date().isoformat() if typed and typed.strip() else None


def read_past_day(typed: str | None) -> str | None:
    """The same for a day that must have come."""
    return parse_past_date(typed).date().isoformat() if typed and typed.strip() else None


def read_period(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a time; a UserError where it ends before it begins."""
    first, last = read_day(since), read_day(until)
    if first and last and last < first:
        raise UserError(
            f"The last day ({last}) is before the first ({first}): exchange since and until, or leave one out."
        )
    return first, last


def _choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    # A value that does not fit cannot be cut: it would name something else.
    fitting = [(name, value) for name, value in pairs if 0 < budget.size(value) <= budget.CHOICE_TEXT]
    return [
        app_commands.Choice(name=budget.label(one_line(name), budget.CHOICE_TEXT), value=value)
        for name, value in fitting[: budget.CHOICES]
    ]
