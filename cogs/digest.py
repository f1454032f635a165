"""`/digest`: editors plan what is posted when, see what would be posted and what was, and stop it again."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import app_commands

from bot.client import Newsdesk
from bot.countries import country_name, suggest_countries
from bot.digests.access import link_to, why_not
from bot.digests.contents import count_matches, gather
from bot.digests.planning import Wishes, changed_plan, new_plan
from bot.digests.schedule import next_due
from bot.digests.wording import (
    CADENCES,
    LANGUAGES,
    PART_NAMES,
    describe,
    describe_filters,
    describe_parts,
)
from bot.errors import UserError
from bot.model import Digest, DigestPlan, Edition, Headline, Length
from bot.render import cards
from bot.render.page import Open, Page, Window
from bot.render.pager import Context
from cogs.editors import EditorsCog, for_editors
from cogs.options import (
    ZONE,
    ChannelOption,
    DigestOption,
    RemovedDigestOption,
    ZoneOption,
    digest_name,
    read_feeds,
    several,
    suggest_days_option,
    suggest_several_feeds,
    suggest_several_outlets,
)
from cogs.pages import window

PATIENCE = 10.0
"""How long `/digest post` waits for the message, seconds."""

ShortText = app_commands.Range[str, 1, 100]
LongText = app_commands.Range[str, 1, 400]

_NOT_REMOVED = "This digest is not among the removed ones any more."

CHANNEL = "Where it is posted: a text, announcement or forum channel, or a thread"
OPTIONS = {
    "cadence": "How often",
    "time": "Local time of day, such as 09:00 or 5:30 pm; with hours, from when they count",
    "zone": "Time zone: a name, a city or the time that it is there now",
    "days": "Only on these weekdays: mon, wed, fri",
    "include": "Only articles with one of these words or phrases, with commas between them",
    "exclude": "No articles with any of these words or phrases",
    "outlets": "Only articles of these outlets, with commas between them",
    "feeds": "Only articles that these feeds brought, with commas between their names",
    "countries": "Only articles that state a position of one of these countries",
    "new_positions": "Only articles with a new or changed position of a country",
    "language": "Only articles in this language",
    "length": "How much of each story is shown",
    "parts": "What is shown: summaries, numbers, quotations, countries",
    "role": "A role to ping with each edition (otherwise nobody)",
    "quiet": "Where nothing is new, post a line that says so (otherwise nothing)",
    "publish": "Publish each edition, in announcement channels",
}
CADENCE_CHOICES = [app_commands.Choice(name=name, value=value) for value, name in CADENCES.items()]
LENGTH_CHOICES = [
    app_commands.Choice(name="headlines: titles only", value="headlines"),
    app_commands.Choice(name="short: one sentence of each story", value="short"),
    app_commands.Choice(name="full: summary, key numbers and a quotation", value="full"),
]
SUGGESTIONS: dict[str, Any] = {
    "days": suggest_days_option,
    "outlets": suggest_several_outlets,
    "feeds": suggest_several_feeds,
    "countries": several(lambda typed: map(country_name, suggest_countries(typed)) if typed else ()),
    "parts": several(lambda typed: [part for part in PART_NAMES if part.startswith(typed.lower())]),
    "language": several(lambda typed: [name for name in LANGUAGES.values() if name.lower().startswith(typed.lower())]),
}


@for_editors
class Digests(EditorsCog, group_name="digest", group_description="Scheduled digests of the news"):
    """The editors' commands for digests."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot
        bot.pager.register("edition", self.edition_page)
        bot.pager.register("digest-preview", self.preview_page)
        bot.pager.register("digest-list", self.list_page)
        bot.pager.register("digest-log", self.log_page)

    @app_commands.command()
    @app_commands.describe(channel=CHANNEL, **OPTIONS)
    @app_commands.choices(cadence=CADENCE_CHOICES, length=LENGTH_CHOICES)
    @app_commands.autocomplete(**SUGGESTIONS)
    async def create(
        self,
        interaction: discord.Interaction[Newsdesk],
        channel: app_commands.Transform[Any, ChannelOption],
        cadence: str,
        time: ShortText | None = None,
        zone: app_commands.Transform[str, ZoneOption] | None = None,
        days: ShortText | None = None,
        include: LongText | None = None,
        exclude: LongText | None = None,
        outlets: LongText | None = None,
        feeds: LongText | None = None,
        countries: LongText | None = None,
        new_positions: bool | None = None,
        language: ShortText | None = None,
        length: str | None = None,
        parts: ShortText | None = None,
        role: discord.Role | None = None,
        quiet: bool | None = None,
        publish: bool | None = None,
    ) -> None:
        """Post a digest in a channel at set times"""
        assert interaction.guild_id is not None
        guild = interaction.guild_id
        usual = (await self.bot.store.guilds.settings(guild)).get(ZONE, "UTC")
        wishes = Wishes(
            cadence=cadence,
            time=time,
            zone=zone,
            days=days,
            include=include,
            exclude=exclude,
            outlets=outlets,
            feeds=await read_feeds(interaction, feeds),
            countries=countries,
            language=language,
            new_positions=new_positions,
            length=cast("Length | None", length),
            parts=parts,
            role=_role(role),
            quiet=quiet,
            publish=publish,
        )
        plan = new_plan(channel.id, usual, wishes)
        self._check(channel, plan, interaction.guild)
        moment = self.bot.clock()
        digest = await self.bot.store.digests.create(
            plan, guild=guild, next_due=next_due(plan.schedule, moment), actor=interaction.user.id, at=moment
        )
        await self._confirm(interaction, "Digest created", digest)

    @app_commands.command()
    @app_commands.describe(digest="Which digest", channel=CHANNEL, **OPTIONS, no_role="Ping nobody any more")
    @app_commands.choices(cadence=CADENCE_CHOICES, length=LENGTH_CHOICES)
    @app_commands.autocomplete(**SUGGESTIONS)
    async def edit(
        self,
        interaction: discord.Interaction[Newsdesk],
        digest: app_commands.Transform[Digest, DigestOption],
        channel: app_commands.Transform[Any, ChannelOption] | None = None,
        cadence: str | None = None,
        time: ShortText | None = None,
        zone: app_commands.Transform[str, ZoneOption] | None = None,
        days: ShortText | None = None,
        include: LongText | None = None,
        exclude: LongText | None = None,
        outlets: LongText | None = None,
        feeds: LongText | None = None,
        countries: LongText | None = None,
        new_positions: bool | None = None,
        language: ShortText | None = None,
        length: str | None = None,
        parts: ShortText | None = None,
        role: discord.Role | None = None,
        no_role: bool | None = None,
        quiet: bool | None = None,
        publish: bool | None = None,
    ) -> None:
        """Change a digest; what is not given stays, and “none” empties a filter"""
        assert interaction.guild_id is not None
        wishes = Wishes(
            channel=channel and channel.id,
            cadence=cadence,
            time=time,
            zone=zone,
            days=days,
            include=include,
            exclude=exclude,
            outlets=outlets,
            feeds=await read_feeds(interaction, feeds),
            countries=countries,
            language=language,
            new_positions=new_positions,
            length=cast("Length | None", length),
            parts=parts,
            role=_role(role),
            no_role=no_role,
            quiet=quiet,
            publish=publish,
        )
        plan = changed_plan(digest.plan, wishes)
        self._check(channel or await self._channel(plan.channel), plan, interaction.guild)
        edited = await self.bot.store.digests.edit(
            digest.id,
            plan,
            guild=interaction.guild_id,
            next_due=next_due(plan.schedule, self.bot.clock()),
            actor=interaction.user.id,
        )
        await self._confirm(interaction, "Digest changed", _still(edited))

    @app_commands.command()
    async def list(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """This server's digests: when each is due, and how the last one went"""
        await self.bot.pager.send(interaction, "digest-list")

    @app_commands.command()
    @app_commands.describe(digest="Which digest")
    async def preview(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, DigestOption]
    ) -> None:
        """What would be posted now, seen by you only, and why other articles are left out"""
        await self.bot.pager.send(interaction, "digest-preview", {"digest": digest.id})

    @app_commands.command()
    @app_commands.describe(digest="Which digest")
    async def post(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, DigestOption]
    ) -> None:
        """Post an edition now; the schedule stays as it is"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        self._check(await self._channel(digest.plan.channel), digest.plan, interaction.guild)
        editions, moment = self.bot.store.editions, self.bot.clock().replace(microsecond=0)
        covered = await editions.covered_until(digest.id)
        if not await editions.begin(digest.id, due=moment, covers_from=covered or digest.created, next_due=None):
            raise UserError("An edition of this digest was begun this very second: look at /digest log.")
        await self.bot.scheduler.step()
        await self.bot.scheduler.finish(PATIENCE)
        edition = next(iter(await editions.log(digest.id, limit=1)))
        await self.bot.pager.answer(interaction, cards.done_page(self._posted(edition)))

    @app_commands.command()
    @app_commands.describe(digest="Which digest")
    async def pause(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, DigestOption]
    ) -> None:
        """Post a digest no more until it is resumed"""
        if not await self.bot.store.digests.pause(digest.id, actor=interaction.user.id):
            raise UserError("This digest is paused already: /digest resume goes on with it.")
        said = f"⏸️ **Paused**: the digest for <#{digest.plan.channel}>. **/digest resume** goes on with it."
        await self.bot.pager.answer(interaction, cards.done_page(said))

    @app_commands.command()
    @app_commands.describe(digest="Which digest")
    async def resume(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, DigestOption]
    ) -> None:
        """Go on with a paused digest"""
        self._check(await self._channel(digest.plan.channel), digest.plan, interaction.guild)
        following = next_due(digest.plan.schedule, self.bot.clock())
        if not await self.bot.store.digests.resume(digest.id, following, actor=interaction.user.id):
            raise UserError("This digest is not paused: /digest list shows when it is due next.")
        resumed = await self.bot.store.digests.get(digest.id, guild=interaction.guild_id)
        await self._confirm(interaction, "Digest resumed", _still(resumed))

    @app_commands.command()
    @app_commands.describe(digest="Which digest")
    async def log(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, DigestOption]
    ) -> None:
        """Each edition of a digest: when due, when posted, where, how many tries, what went wrong"""
        await self.bot.pager.send(interaction, "digest-log", {"digest": digest.id})

    @app_commands.command()
    @app_commands.describe(digest="Which digest")
    async def remove(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, DigestOption]
    ) -> None:
        """Remove a digest; it can be restored"""
        assert interaction.guild_id is not None
        moment = self.bot.clock()
        if not await self.bot.store.digests.remove(
            digest.id, guild=interaction.guild_id, actor=interaction.user.id, at=moment
        ):
            raise UserError("This digest is gone already: /digest list shows those that there are.")
        said = f"🗑️ **Removed**: the digest for <#{digest.plan.channel}>. **/digest restore** brings it back."
        await self.answer_removed(interaction, cards.done_page(said), digest.id)

    @app_commands.command()
    @app_commands.describe(digest="Which removed digest")
    async def restore(
        self, interaction: discord.Interaction[Newsdesk], digest: app_commands.Transform[Digest, RemovedDigestOption]
    ) -> None:
        """Bring a removed digest back"""
        await self._bring_back(interaction, digest)

    async def undo(self, interaction: discord.Interaction[Any], identity: int) -> None:
        """Restore the digest that the button stands below."""
        removed = await self.bot.store.digests.removed(guild=interaction.guild_id or 0)
        digest = next((one for one in removed if one.id == identity), None)
        if digest is None:
            raise UserError(_NOT_REMOVED)
        await self._bring_back(interaction, digest)

    async def _bring_back(self, interaction: discord.Interaction[Newsdesk], digest: Digest) -> None:
        """Restore a removed digest and confirm it."""
        assert interaction.guild_id is not None
        following = next_due(digest.plan.schedule, self.bot.clock())
        if not await self.bot.store.digests.restore(
            digest.id, following, guild=interaction.guild_id, actor=interaction.user.id
        ):
            raise UserError(_NOT_REMOVED)
        restored = await self.bot.store.digests.get(digest.id, guild=interaction.guild_id)
        await self._confirm(interaction, "Digest restored", _still(restored))

    async def edition_page(self, context: Context) -> Page:
        """A page of the list of all articles that an edition tells of."""
        edition = await self.bot.store.editions.get(context.number("edition") or 0, guild=context.guild)
        if edition is None:
            raise UserError("The list of this digest’s articles is not kept here any more.")
        numbers = await self.bot.store.editions.articles(edition.id)
        shown = Window.of(numbers, context.page, cards.EDITION_PER_PAGE)
        articles = [await self.bot.store.articles.get(number, guild=context.guild) for number in shown.items]
        kept: list[Headline] = [one for one in articles if one]
        return cards.edition_articles(Window(kept, shown.number, shown.total, shown.size), edition)

    async def preview_page(self, context: Context) -> Page:
        """What would be posted now, and on the further pages what not, and why."""
        digest = await self._digest(context)
        moment = self.bot.clock()
        covered = await self.bot.store.editions.covered_until(digest.id)
        contents = await gather(
            self.bot.store, digest, covers_from=covered or digest.created, moment=moment, explain=True
        )
        message = cards.digest(contents.stories, contents.changes, digest.plan, due=moment)
        left_out = [(one.article, one.why) for one in contents.left_out]
        shown = Window.of(left_out, context.page - 1, cards.LEFT_OUT_PER_PAGE)
        silent = not contents.stories and not digest.plan.quiet_posts
        return cards.preview_page(message, shown, context.page, channel=digest.plan.channel, silent=silent)

    async def list_page(self, context: Context) -> Page:
        """A page of the server's digests."""
        digests = await self.bot.store.digests.of_guild(guild=context.guild)
        shown = Window.of(digests, context.page, cards.DIGESTS_PER_PAGE)
        items = []
        for digest in shown.items:
            last = next(iter(await self.bot.store.editions.log(digest.id, limit=1)), None)
            link = self._link(last) if last else None
            items.append(cards.Listed(digest, describe(digest.plan.schedule), last, link))
        return cards.digests_page(Window(items, shown.number, shown.total, shown.size))

    async def log_page(self, context: Context) -> Page:
        """A page of a digest's editions."""
        digest = await self._digest(context)
        shown = await window(
            lambda limit, offset: self.bot.store.editions.log(digest.id, limit=limit, offset=offset),
            context.page,
            cards.EDITIONS_PER_PAGE,
        )
        return cards.log_page(shown, digest_name(self.bot, digest), [self._link(edition) for edition in shown.items])

    async def _digest(self, context: Context) -> Digest:
        digest = await self.bot.store.digests.get(context.number("digest") or 0, guild=context.guild)
        if digest is None:
            raise UserError("This digest was removed: /digest restore brings it back.")
        return digest

    async def _channel(self, channel: int) -> Any:
        """A digest's channel as far as Discord still knows it."""
        try:
            return self.bot.get_channel(channel) or await self.bot.fetch_channel(channel)
        except (discord.NotFound, discord.Forbidden):
            raise UserError("This digest’s channel is gone or hidden from me: /digest edit gives it another.") from None

    def _check(self, channel: Any, plan: DigestPlan, guild: discord.Guild | None) -> None:
        """Refuse a plan that could not be posted."""
        role = guild.get_role(plan.role) if guild and plan.role else None
        if reason := why_not(channel, role=role):
            raise UserError(reason)
        if plan.publish and not (isinstance(channel, discord.TextChannel) and channel.is_news()):
            raise UserError(f"#{channel.name} is no announcement channel, so nothing can be published from it.")

    async def _confirm(self, interaction: discord.Interaction[Newsdesk], done: str, digest: Digest) -> None:
        plan = digest.plan
        passed, stored = await count_matches(self.bot.store, plan, guild=digest.guild, moment=self.bot.clock())
        filtered = describe_filters(plan.filters)
        warning = None
        if filtered and stored and not passed:
            warning = (
                f"None of the {stored} articles of the last 90 days passes these filters: "
                "/digest preview tells why, /digest edit changes them."
            )
        told = cards.Told(describe(plan.schedule), filtered, describe_parts(plan.parts))
        opens = (Open("Preview", "digest-preview", {"digest": digest.id}, "👁️"),)
        await self.bot.pager.answer(interaction, cards.plan_page(done, digest, told, warning=warning, opens=opens))

    def _posted(self, edition: Edition) -> str:
        match edition.state:
            case "posted":
                return f"✅ **Posted** in <#{edition.channel}>: [see the message]({self._link(edition)})"
            case "failed" | "skipped":
                return f"⏭️ **Nothing was posted** in <#{edition.channel}>: {edition.note}"
            case _:
                return f"⏳ **On its way** to <#{edition.channel}>: **/digest log** tells when it is there."

    def _link(self, edition: Edition) -> str | None:
        if edition.message is None:
            return None
        forum = isinstance(self.bot.get_channel(edition.channel), discord.ForumChannel)
        return link_to(edition.guild, edition.channel, edition.message, forum=forum)


def _role(role: discord.Role | None) -> int | None:
    if role is None:
        return None
    if role.is_default():
        raise UserError("A digest does not ping everyone: choose a role that members take for it.")
    return role.id


def _still(digest: Digest | None) -> Digest:
    if digest is None:
        raise UserError("This digest was removed meanwhile: /digest restore brings it back.")
    return digest


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Digests(bot))
