"""`/article`: adding, removing and restoring, as editors run them and as others try to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import simcord
from aiohttp import web
from simcord import ChannelHandle, Env, InteractionResult, MemberActor, UserHandle

from bot.client import Newsdesk
from bot.intake import Intake
from bot.intake.fetch import Fetcher
from bot.model import HOST_SHELF, Article

from .acting import press
from .looking import answer_of, text_of

PARAGRAPHS = (
    "Dock workers in Lindau voted on Monday to go on with a strike that has closed the harbour for 17 days, "
    "the longest stoppage in the history of the town.",
    "“We will not go back for 3 percent,” said Jonas Weber, the head of the union. The company has offered a rise "
    "of up to 4.5 percent over two years.",
    "Some 2,300 containers are waiting on the quays, the harbour master said, and each day costs the town "
    "€1.2 million in lost fees.",
)
TEXT = "\n\n".join(PARAGRAPHS)
PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Harbour strike goes on | The Lindau Mail</title>
<meta property="og:site_name" content="The Lindau Mail">
<meta property="og:title" content="Harbour strike goes on">
<meta property="article:published_time" content="2026-11-16T08:00:00Z">
</head>
<body>
<nav><a href="/">Home</a></nav>
<article><h1>Harbour strike goes on</h1>{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article>
</body>
</html>
"""


@pytest.fixture
async def site(bot: Newsdesk, env: Env) -> AsyncIterator[str]:
    """A news site on loopback, the only private address that the bot may fetch from."""

    async def article(request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    application = web.Application()
    application.router.add_get("/strike", article)
    runner = web.AppRunner(application)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    port: int = runner.addresses[0][1]
    await bot.intake.close()
    fetcher = Fetcher(contact="", ports=frozenset({port}), opened=("127.0.0.1", port))
    bot.intake = Intake(contact="", ports={port}, fetcher=fetcher)
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def paste(
    editor: MemberActor, channel: ChannelHandle, text: str, title: str = "", **options: str
) -> InteractionResult:
    """Run `/article paste` and fill in its form."""
    form = await editor.slash(channel, "article paste", **options)
    assert form.modal is not None
    ids = [part["component"]["custom_id"] for part in form.modal["components"]]
    return await editor.submit_modal(form, dict(zip(ids, (title, text), strict=False)))


async def test_a_link_becomes_an_article(site: str, channel: ChannelHandle, editor: MemberActor) -> None:
    """An added link is answered with what was found, and is then read by everybody in the server."""
    result = await editor.slash(channel, "article add", link=f"{site}/strike")
    shown = text_of(result)
    assert result.ephemeral
    assert "Added" in shown
    assert "Harbour strike goes on" in shown
    assert "The Lindau Mail" in shown
    opened = await press(editor, result, "Summary")
    assert "voted on Monday" in text_of(opened)


async def test_a_link_that_was_added_is_known(site: str, channel: ChannelHandle, editor: MemberActor) -> None:
    """The same link is stored once."""
    await editor.slash(channel, "article add", link=f"{site}/strike")
    again = await editor.slash(channel, "article add", link=f"{site}/strike")
    assert "Already here" in text_of(again)


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "not a link"]
)
async def test_private_addresses_are_refused(
    channel: ChannelHandle, editor: MemberActor, link: str, bot: Newsdesk
) -> None:
    """A link that leads into the host's own network is refused with a sentence, and nothing is stored."""
    result = await editor.slash(channel, "article add", link=link)
    assert result.ephemeral
    assert "Added" not in text_of(result)
    assert "reference" not in text_of(result)
    assert await bot.store.articles.count(guild=channel.guild.id if channel.guild else 0) == 0


async def test_a_missing_page_is_told(site: str, channel: ChannelHandle, editor: MemberActor) -> None:
    """A link that leads nowhere is told with what to do."""
    shown = text_of(await editor.slash(channel, "article add", link=f"{site}/nothing"))
    assert "no page at that address" in shown
    assert "check the link" in shown


async def test_pasting_a_text(channel: ChannelHandle, editor: MemberActor, reader: MemberActor) -> None:
    """A pasted text becomes an article with the outlet and the date that the editor gave."""
    result = await paste(
        editor, channel, TEXT, "Harbour strike goes on", outlet="The Lindau Mail", published="2026-11-16"
    )
    assert "Added" in text_of(result)
    shown = text_of(await reader.slash(channel, "latest"))
    assert "Harbour strike goes on" in shown
    assert "The Lindau Mail" in shown


async def test_a_long_text_is_pasted_in_parts(channel: ChannelHandle, editor: MemberActor, bot: Newsdesk) -> None:
    """A text that fills the first field goes on in the second without a break in the middle of a word."""
    words = " ".join(f"Paragraph {n} tells of the harbour and of its workers." for n in range(120))
    form = await editor.slash(channel, "article paste")
    assert form.modal is not None
    ids = [part["component"]["custom_id"] for part in form.modal["components"]]
    values = dict(zip(ids, ("A long report", words[:4000], words[4000:]), strict=False))
    await editor.submit_modal(form, values)
    assert channel.guild is not None
    (headline,) = await bot.store.articles.latest(guild=channel.guild.id)
    article = await bot.store.articles.get(headline.id, guild=channel.guild.id)
    assert article is not None
    assert article.text == words


async def test_too_short_a_text_is_told(channel: ChannelHandle, editor: MemberActor, bot: Newsdesk) -> None:
    """A text that holds no article is refused with a sentence, and given back to who pasted it."""
    result = await paste(editor, channel, "Hello.")
    assert result.ephemeral
    assert result.response is not None
    assert "too short for an article" in text_of(result.response)
    (given_back,) = result.followups
    assert given_back.ephemeral
    assert await given_back.attachments[0].read() == b"Hello."


@pytest.mark.parametrize(
    "options", [{"published": "soonish"}, {"published": "2999-01-01"}, {"link": "javascript:alert(1)"}]
)
async def test_wrong_options_are_told_before_the_form(
    channel: ChannelHandle, editor: MemberActor, options: dict[str, str]
) -> None:
    """A wrong option is told before anything is typed into the form."""
    result = await editor.slash(channel, "article paste", **options)
    assert result.modal is None
    assert result.ephemeral
    assert "reference" not in text_of(result)


async def test_a_link_that_may_not_be_shown_can_be_left_out(channel: ChannelHandle, editor: MemberActor) -> None:
    """Who pastes a text is not told to paste it."""
    shown = text_of(await editor.slash(channel, "article paste", link="http://10.0.0.1/"))
    assert "leave it out" in shown
    assert "/article paste" not in shown


async def test_uploading_a_file(channel: ChannelHandle, editor: MemberActor) -> None:
    """A Markdown file becomes an article under the title in it."""
    file = ("strike.md", f"# Harbour strike goes on\n\n{TEXT}\n".encode())
    result = await editor.slash(channel, "article upload", file=file, outlet="The Lindau Mail")
    assert "Added" in text_of(result)
    assert "Harbour strike goes on" in text_of(result)


@pytest.mark.parametrize(
    ("name", "data"), [("empty.txt", b""), ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 400), ("short.md", b"# Hi")]
)
async def test_a_file_without_an_article_is_told(
    channel: ChannelHandle, editor: MemberActor, name: str, data: bytes
) -> None:
    """A file that holds no article is refused with a sentence, seen by the editor alone."""
    result = await editor.slash(channel, "article upload", file=(name, data))
    assert result.ephemeral
    assert "Added" not in text_of(result)
    assert "reference" not in text_of(result)


async def test_removing_and_restoring(channel: ChannelHandle, editor: MemberActor, reader: MemberActor) -> None:
    """A removed article is gone for readers, is suggested for restoring, and comes back."""
    await paste(editor, channel, TEXT, "Harbour strike goes on")
    assert "Removed" in text_of(await editor.slash(channel, "article remove", article="harbour"))
    assert "Harbour strike" not in text_of(await reader.slash(channel, "latest"))
    choices = await editor.autocomplete(channel, "article restore", "article", "")
    assert [choice["name"].startswith("Harbour strike goes on") for choice in choices] == [True]
    assert "Restored" in text_of(await editor.slash(channel, "article restore", article=choices[0]["value"]))
    assert "Harbour strike" in text_of(await reader.slash(channel, "latest"))


async def test_a_removal_is_undone_with_a_button(
    channel: ChannelHandle, editor: MemberActor, reader: MemberActor
) -> None:
    """The button below the confirmation brings the article back, once."""
    await paste(editor, channel, TEXT, "Harbour strike goes on")
    removed = await editor.slash(channel, "article remove", article="harbour")
    assert "Restored" in text_of(await press(editor, removed, "Undo"))
    assert "Harbour strike" in text_of(await reader.slash(channel, "latest"))
    assert "not among the removed" in text_of(await press(editor, removed, "Undo"))


async def test_a_button_of_a_removed_article_says_so(
    channel: ChannelHandle, editor: MemberActor, reader: MemberActor
) -> None:
    """An old button to an article that was removed answers with a sentence."""
    added = await paste(editor, channel, TEXT, "Harbour strike goes on")
    await editor.slash(channel, "article remove", article="harbour")
    pressed = await press(editor, added, "Summary")
    assert "no longer stored here" in text_of(pressed)


async def test_the_hosts_articles_are_the_hosts(
    channel: ChannelHandle, editor: MemberActor, one_article: Article
) -> None:
    """An editor of a server cannot remove what the host gave to all."""
    result = await editor.slash(channel, "article remove", article=str(one_article.id))
    assert "on the host's shelf" in text_of(result).replace("’", "'")


async def test_servers_do_not_see_each_others_articles(
    channel: ChannelHandle, editor: MemberActor, other_channel: ChannelHandle, other_editor: MemberActor
) -> None:
    """What one server added is neither listed, read nor suggested in another."""
    await paste(editor, channel, TEXT, "Harbour strike goes on")
    assert "Harbour" not in text_of(await other_editor.slash(other_channel, "latest"))
    assert await other_editor.autocomplete(other_channel, "read", "article", "harbour") == []
    assert "No stored article" in text_of(await other_editor.slash(other_channel, "read", article="1"))


COMMANDS = [
    ("article add", {"link": "https://example.org/news"}),
    ("article paste", {}),
    ("article upload", {"file": ("a.txt", TEXT.encode())}),
    ("article remove", {"article": "1"}),
    ("article restore", {"article": "1"}),
]


@pytest.mark.parametrize(("command", "options"), COMMANDS)
async def test_readers_do_not_see_the_editors_commands(
    channel: ChannelHandle, reader: MemberActor, command: str, options: dict[str, object]
) -> None:
    """A member without Manage Server is not offered the editors' commands."""
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await reader.slash(channel, command, **options)


@pytest.mark.parametrize(("command", "options"), COMMANDS[:3])
async def test_strangers_are_refused_again(
    channel: ChannelHandle, stranger: MemberActor, bot: Newsdesk, command: str, options: dict[str, object]
) -> None:
    """A stranger to whom the commands are open by mistake is refused by the bot, and nothing is stored."""
    result = await stranger.slash(channel, command, **options)
    assert result.ephemeral
    assert result.modal is None
    assert text_of(result) == "This command is for editors: you need the permission Manage Guild in this server."
    assert channel.guild is not None
    assert await bot.store.articles.count(guild=channel.guild.id) == 0


async def test_a_stranger_cannot_remove(
    channel: ChannelHandle, editor: MemberActor, stranger: MemberActor, reader: MemberActor
) -> None:
    """A stranger's `/article remove` removes nothing."""
    await paste(editor, channel, TEXT, "Harbour strike goes on")
    result = await stranger.slash(channel, "article remove", article="harbour")
    assert "for editors" in text_of(result)
    assert "Harbour strike" in text_of(await reader.slash(channel, "latest"))


async def test_editors_commands_are_for_servers(passer_by: UserHandle) -> None:
    """In direct messages the editors' commands are not offered."""
    assert not [command for command in passer_by.available_commands() if command.startswith("article")]


async def test_the_audit_trail_knows_the_editor_and_nobody_else(
    channel: ChannelHandle, editor: MemberActor, reader: MemberActor, bot: Newsdesk, one_article: Article
) -> None:
    """Adding is kept with the editor's id; reading leaves no trace."""
    await paste(editor, channel, TEXT, "Harbour strike goes on")
    await reader.slash(channel, "summary", article=str(one_article.id))
    assert channel.guild is not None
    entries = await bot.store.audit.list(guild=channel.guild.id)
    assert [(entry.actor, entry.action) for entry in entries] == [(editor.id, "add")]
    assert await bot.store.articles.count(guild=HOST_SHELF) == 1
    assert answer_of(await reader.slash(channel, "latest"))
