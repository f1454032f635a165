"""The stage of the end-to-end tests itself: who may do what, and what its checks catch."""

from __future__ import annotations

import discord
import pytest
from simcord import ChannelHandle, Env, MemberActor, UserHandle

from bot.client import Newsdesk
from bot.model import Article

from .looking import buttons_of, choice_names, choice_values, options_of, pressable, text_of
from .wire import complaints


async def test_the_bot_asks_for_no_privileged_intent(bot: Newsdesk) -> None:
    """The bot sees servers, and neither their members nor what people write."""
    assert bot.intents == discord.Intents(guilds=True)


async def test_all_commands_are_within_discords_limits(env: Env) -> None:
    """The commands that the bot registers at its start are ones that Discord takes."""
    registered = [request for request in env.http_requests if request.method == "PUT"]
    assert len(registered) == 1
    assert complaints(registered) == []


async def test_a_reader_sees_the_text_buttons_and_menu_of_an_answer(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """An answer to a reader is private, and can be looked at part by part."""
    result = await reader.slash(channel, "latest")
    assert result.ephemeral
    assert samples[-1].title in text_of(result)
    assert options_of(result)
    assert pressable(result) == ["▶️"]
    assert "◀️" in buttons_of(result)


async def test_suggestions_are_titles_over_ids(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """Autocompletion shows titles and hands over the ids of the articles."""
    suggested = await reader.autocomplete(channel, "read", "article", "flood")
    flood = next(article for article in samples if "Flood" in article.title)
    assert choice_names(suggested)[0].startswith(flood.title[:40])
    assert choice_values(suggested) == [f"#{flood.id}"]


async def test_editors_commands_are_shown_to_editors(
    channel: ChannelHandle, reader: MemberActor, editor: MemberActor, stranger: MemberActor
) -> None:
    """A reader doesn't see the editors' commands; an editor does, and so does whom the server's settings let."""
    assert "article add" not in reader.available_commands(channel)
    assert "article add" in editor.available_commands(channel)
    assert "article add" in stranger.available_commands(channel)


async def test_a_passer_by_can_ask_in_direct_messages(passer_by: UserHandle, one_article: Article) -> None:
    """The readers' commands work in direct messages, the editors' do not."""
    assert one_article.title in text_of(await passer_by.slash("latest"))
    assert not [name for name in passer_by.available_commands() if name.startswith("article ")]


async def test_a_thousand_articles_fill_the_shelf(
    channel: ChannelHandle, reader: MemberActor, thousand_articles: list[Article]
) -> None:
    """The newest of a thousand articles come first."""
    shown = text_of(await reader.slash(channel, "latest"))
    assert thousand_articles[-1].title in shown
    assert thousand_articles[0].title not in shown


@pytest.mark.provokes_failure
async def test_a_defect_is_told_with_a_reference_that_the_log_has_too(
    env: Env, channel: ChannelHandle, reader: MemberActor, one_article: Article, caplog: pytest.LogCaptureFixture
) -> None:
    """When Discord refuses an answer, the person gets a reference, and the log the same with the traceback."""
    env.inject_error("POST", "/interactions/*", status=500)
    shown = text_of(await reader.slash(channel, "latest"))
    reference = shown.split()[-1].strip("`.")
    assert reference in caplog.text
    assert "Traceback" in caplog.text
