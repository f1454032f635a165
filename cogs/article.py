"""`/article`: editors add articles by link, by form and by file, remove them and restore them."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

import discord
from discord import app_commands, ui

from bot.client import Newsdesk
from bot.dates import parse_past_date
from bot.desk import add_article
from bot.errors import UserError
from bot.failures import answer_failure
from bot.model import Draft
from bot.render import cards
from cogs.editors import EditorsCog, for_editors
from cogs.options import ArticleOption, RemovedArticleOption
from cogs.pages import ways_on

ShortText = app_commands.Range[str, 1, 200]
LongText = app_commands.Range[str, 1, 1000]

# Discord lets a field of a form hold 4,000 characters, and a form five fields.
FIELD = 4000
FIELDS = ("Text", "Text, continued", "Text, continued further", "The end of the text")


class Told(NamedTuple):
    """What an editor says of an article beside its text; None leaves what the text itself tells."""

    title: str | None = None
    outlet: str | None = None
    link: str | None = None
    published: datetime | None = None

    def over(self, draft: Draft) -> Draft:
        """The draft with what the editor says in place of what was found."""
        return replace(
            draft,
            title=self.title or draft.title,
            outlet=self.outlet or draft.outlet,
            given_link=self.link or draft.given_link,
            published=self.published or draft.published,
        )


@for_editors
class Article(EditorsCog, group_name="article", group_description="Add, remove and restore articles"):
    """The editors' commands for single articles."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(link="The article's address: https://…")
    async def add(self, interaction: discord.Interaction[Newsdesk], link: LongText) -> None:
        """Add the article behind a link"""
        # A site may take its time.
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.keep(interaction, self.bot.intake.from_link(link), Told())

    @app_commands.command()
    @app_commands.describe(
        outlet="Who published it", link="Where it was published: https://…", published="When: 2026-11-23, “yesterday”"
    )
    async def paste(
        self,
        interaction: discord.Interaction[Newsdesk],
        outlet: ShortText | None = None,
        link: LongText | None = None,
        published: ShortText | None = None,
    ) -> None:
        """Add an article by pasting its text into a form"""
        # Wrong options are told before anybody pastes: a form that fails loses what was typed into it.
        told = self._told(None, outlet, link, published)
        await interaction.response.send_modal(PasteForm(self, told))

    @app_commands.command()
    @app_commands.describe(
        file="A text, Markdown, HTML, PDF or Word file",
        title="Its title (otherwise the one in the file)",
        outlet="Who published it",
        link="Where it was published: https://…",
        published="When: 2026-11-23, “yesterday”",
    )
    async def upload(
        self,
        interaction: discord.Interaction[Newsdesk],
        file: discord.Attachment,
        title: ShortText | None = None,
        outlet: ShortText | None = None,
        link: LongText | None = None,
        published: ShortText | None = None,
    ) -> None:
        """Add an article from a file"""
        told = self._told(title, outlet, link, published)
        self.bot.intake.check_size(file.size)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await file.read()
        await self.keep(interaction, self.bot.intake.from_file(file.filename, data), told)

    @app_commands.command()
    @app_commands.describe(article="Choose a title, or type words of it")
    async def remove(
        self, interaction: discord.Interaction[Newsdesk], article: app_commands.Transform[int, ArticleOption]
    ) -> None:
        """Remove an article; it can be restored for 30 days"""
        assert interaction.guild_id is not None
        removed = await self.bot.store.articles.remove(article, guild=interaction.guild_id, actor=interaction.user.id)
        if removed is None:
            raise UserError("This article is on the host's shelf: only the person who hosts the bot can remove it.")
        await self.answer_removed(interaction, cards.removed(removed), article)

    @app_commands.command()
    @app_commands.describe(article="Choose the title of a removed article")
    async def restore(
        self, interaction: discord.Interaction[Newsdesk], article: app_commands.Transform[int, RemovedArticleOption]
    ) -> None:
        """Put a removed article back"""
        await self.undo(interaction, article)

    async def undo(self, interaction: discord.Interaction[Any], identity: int) -> None:
        """Put a removed article back and confirm it."""
        assert interaction.guild_id is not None
        restored = await self.bot.store.articles.restore(
            identity, guild=interaction.guild_id, actor=interaction.user.id
        )
        if restored is None:
            raise UserError("This article is not among the removed ones any more.")
        page = replace(cards.restored(restored), opens=ways_on(restored, without=""))
        await self.bot.pager.answer(interaction, page)

    async def keep(self, interaction: discord.Interaction[Newsdesk], making: Awaitable[Draft], told: Told) -> None:
        """Store the draft on this server's shelf and show the editor what was found in it."""
        assert interaction.guild_id is not None
        draft = told.over(await making)
        added = await add_article(self.bot.store, draft, guild=interaction.guild_id, actor=interaction.user.id)
        analysis = await self.bot.store.analyses.get(added.article.id, guild=interaction.guild_id)
        assert analysis is not None, "an article and its analysis are stored in one transaction"
        page = cards.added(added.article, analysis, added.outcome, opens=ways_on(added.article, without=""))
        await self.bot.pager.answer(interaction, page)

    def _told(self, title: str | None, outlet: str | None, link: str | None, published: str | None) -> Told:
        return Told(
            title,
            outlet,
            self.bot.intake.check_link(link) if link else None,
            parse_past_date(published) if published else None,
        )


class PasteForm(ui.Modal):
    """Takes an article's title and its text, in as many fields as a long text needs."""

    def __init__(self, cog: Article, told: Told) -> None:
        super().__init__(title="Add an article", timeout=3600)
        self.headline: ui.TextInput[PasteForm] = ui.TextInput(required=False, max_length=300)
        self.add_item(ui.Label(text="Title (otherwise the first line)", component=self.headline))
        self.parts = [self._field(name, required=name == FIELDS[0]) for name in FIELDS]
        self._cog = cog
        self._told = told

    async def on_submit(self, interaction: discord.Interaction[Newsdesk], /) -> None:  # type: ignore[override]
        """Store what was pasted."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        told = self._told._replace(title=self.headline.value.strip() or None)
        await self._cog.keep(interaction, self._cog.bot.intake.from_paste(self._text(), title=told.title), told)

    async def on_error(self, interaction: discord.Interaction[Newsdesk], error: Exception, /) -> None:  # type: ignore[override]
        """Tell the editor what is wrong, and give the text back: Discord has closed the form and kept nothing of it."""
        await answer_failure(interaction, error)
        with contextlib.suppress(discord.HTTPException):
            pasted = discord.File(BytesIO(self._text().encode("utf-8", "replace")), "pasted.txt")
            await interaction.followup.send("Here is the text that you pasted.", file=pasted, ephemeral=True)

    def _text(self) -> str:
        # A text that was cut because a field was full goes on in the middle of a sentence; else a new paragraph begins.
        return "".join(part.value + ("" if len(part.value) == FIELD else "\n\n") for part in self.parts).strip()

    def _field(self, name: str, *, required: bool) -> ui.TextInput[PasteForm]:
        field: ui.TextInput[PasteForm] = ui.TextInput(
            style=discord.TextStyle.paragraph, required=required, max_length=FIELD
        )
        self.add_item(ui.Label(text=name, component=field))
        return field


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Article(bot))
