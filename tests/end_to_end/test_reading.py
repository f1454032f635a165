"""`/latest`, `/search`, `/read` and `/summary`, as people run them."""

from __future__ import annotations

import time

import pytest
from simcord import ChannelHandle, Env, MemberActor, UserHandle

from bot.client import Newsdesk
from bot.config import Settings
from bot.desk import add_article
from bot.model import HOST_SHELF, Article, Draft

from .acting import choose, press
from .looking import answer_of, buttons_of, options_of, pressable, text_of


async def test_latest_lists_the_newest_first(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """The newest article stands first, with outlet and date, and only the reader sees it."""
    result = await reader.slash(channel, "latest")
    shown = text_of(result)
    assert result.ephemeral
    # Two outlets print the same ferry story, which is listed once.
    places = [shown.find(article.title[:40]) for article in reversed(samples[-8:])]
    assert places.count(-1) == 1
    assert [place for place in places if place >= 0] == sorted(place for place in places if place >= 0)
    assert "also in" in shown
    assert str(samples[-1].outlet) in shown
    assert "<t:" in shown


async def test_latest_pages_in_place(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """The buttons go to the next page and back within the same message."""
    shown = await reader.slash(channel, "latest")
    oldest, newest = samples[0].title[:40], samples[-1].title[:40]
    await press(reader, shown, "▶️")
    assert oldest in text_of(shown)
    assert newest not in text_of(shown)
    await press(reader, shown, "◀️")
    assert newest in text_of(shown)


async def test_buttons_work_after_a_restart(
    env: Env, settings: Settings, channel: ChannelHandle, reader: MemberActor, bot: Newsdesk, samples: list[Article]
) -> None:
    """A button that was sent before the bot restarted still turns the page."""
    shown = await reader.slash(channel, "latest")
    await bot.close()
    again = Newsdesk(settings)
    await env.restart_bot(again)
    try:
        await press(reader, shown, "▶️")
        assert samples[0].title[:40] in text_of(shown)
    finally:
        await again.close()


async def test_latest_filters_by_topic_and_outlet(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """Topic and outlet narrow the list down, and the answer says how."""
    outlet = samples[0].outlet
    by_outlet = text_of(await reader.slash(channel, "latest", outlet=outlet))
    assert all((article.title[:30] in by_outlet) == (article.outlet == outlet) for article in samples[-5:])
    by_topic = text_of(await reader.slash(channel, "latest", topic="ferry"))
    assert "ferry" in by_topic.lower()
    assert samples[0].title[:30] not in by_topic


async def test_latest_leads_to_a_summary(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """The menu under the list opens the summary of the chosen article, for the chooser alone."""
    shown = await reader.slash(channel, "latest")
    label = options_of(shown)[0]
    opened = await choose(reader, shown, label)
    assert opened.ephemeral
    assert samples[-1].title[:40] in text_of(opened)
    assert "word for word" in text_of(opened)


async def test_search_shows_the_matching_passage(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """The best match comes first with the passage that matches, its words marked."""
    shown = text_of(await reader.slash(channel, "search", query="humanitarian visas"))
    assert samples[0].title[:40] in shown
    assert "**humanitarian**" in shown


async def test_search_within_dates(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """`since` and `until` bound the search, both days included."""
    day = samples[3].dated.date().isoformat()
    shown = text_of(await reader.slash(channel, "search", query="russians", since=day, until=day))
    assert samples[3].title[:40] in shown
    assert samples[0].title[:40] not in shown


async def test_a_time_that_ends_before_it_begins_is_told(channel: ChannelHandle, reader: MemberActor) -> None:
    """A first and a last day in the wrong order get a sentence instead of an empty result."""
    result = await reader.slash(channel, "search", query="russians", since="2026-11-02", until="2026-11-01")
    assert "exchange since and until" in text_of(result)


@pytest.mark.parametrize("query", ['"', "* OR", "title:x AND (", "NEAR(a b)", "…", "\u202e\x00", "a" * 200])
async def test_search_takes_any_words(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article], query: str
) -> None:
    """Whatever is typed, the search answers instead of failing."""
    shown = text_of(await reader.slash(channel, "search", query=query))
    assert "Nothing found" in shown or " match" in shown or " article" in shown


@pytest.mark.parametrize("option", ["since", "until"])
async def test_a_date_that_is_none_is_told(channel: ChannelHandle, reader: MemberActor, option: str) -> None:
    """A wrong date gets one sentence with the forms that are understood, seen by the asker alone."""
    result = await reader.slash(channel, "search", query="ferry", **{option: "soonish"})
    assert result.ephemeral
    assert text_of(result).startswith("“soonish” is not a date")


async def test_read_shows_the_stored_text(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """All pages of `/read` together are the article's text, with its link."""
    article = samples[0]
    shown = await reader.slash(channel, "read", article=str(article.id))
    read = text_of(shown)
    assert buttons_of(shown)["Open the article"]["url"] == article.link
    while "▶️" in pressable(shown):
        await press(reader, shown, "▶️")
        read += text_of(shown)
    paragraphs = [line for line in article.text.splitlines() if line.strip()]
    assert [line for line in paragraphs if line[:60] not in read] == []
    assert [line for line in paragraphs if line[-40:] not in read] == []


async def test_summary_is_cut_from_the_text(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """Every sentence of a summary stands in the text, and the number asked for is kept."""
    article = samples[0]
    shown = text_of(await reader.slash(channel, "summary", article=str(article.id), sentences=3))
    assert "3 of" in shown
    sentences = [article.text.split("– ", 1)[1].split(". ")[0]]
    assert any(sentence[:50] in shown.replace("**", "") for sentence in sentences)


async def test_an_article_is_found_by_words_of_its_title(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """Who types words instead of choosing a suggestion gets the newest article with these words in its title."""
    shown = text_of(await reader.slash(channel, "summary", article="finnish court"))
    assert "Finnish court overrules" in shown


@pytest.mark.parametrize("command", ["read", "summary", "numbers", "quotes"])
async def test_an_unknown_article_is_told(channel: ChannelHandle, reader: MemberActor, command: str) -> None:
    """An article that is not there gets one sentence that says what to do."""
    result = await reader.slash(channel, command, article="999999999999")
    assert result.ephemeral
    assert "No stored article’s title has “999999999999”" in text_of(result)


@pytest.mark.parametrize(
    ("command", "options"),
    [("latest", {}), ("search", {"query": "ferry"}), ("numbers", {}), ("quotes", {}), ("countries", {})],
)
async def test_an_empty_desk_says_so(
    channel: ChannelHandle, reader: MemberActor, command: str, options: dict[str, str]
) -> None:
    """With no article stored each command says so in a helpful sentence and shows no dead button."""
    result = await reader.slash(channel, command, **options)
    assert result.ephemeral
    assert " stored" in text_of(result)
    assert pressable(result) == []


async def test_a_shared_answer_is_seen_by_all(
    channel: ChannelHandle, reader: MemberActor, stranger: MemberActor, one_article: Article
) -> None:
    """With `share` the answer is public; somebody else's press gives them an own, private page."""
    shown = await reader.slash(channel, "summary", article=str(one_article.id), share=True)
    assert not shown.ephemeral
    assert len(channel.history(viewer=stranger)) == 1
    pressed = await press(stranger, shown, "Quotations")
    assert pressed.ephemeral
    assert "word for word" in text_of(shown)


async def test_private_answers_are_seen_by_nobody_else(
    channel: ChannelHandle, reader: MemberActor, stranger: MemberActor, one_article: Article
) -> None:
    """Without `share` nobody else sees that anything was asked."""
    await reader.slash(channel, "summary", article=str(one_article.id))
    assert channel.history(viewer=stranger) == []


async def test_direct_messages_are_answered_from_the_hosts_shelf(passer_by: UserHandle, samples: list[Article]) -> None:
    """Somebody in no server gets the host's articles in direct messages."""
    assert samples[-1].title[:40] in text_of(await passer_by.slash("latest"))


async def test_hostile_text_is_shown_as_it_reads(
    env: Env, bot: Newsdesk, channel: ChannelHandle, reader: MemberActor
) -> None:
    """Markdown, mentions, links and invites in an article do nothing when they are shown."""
    trick = "@everyone [win](https://evil.example) **bold** <@123> discord.gg/abc ||spoiler||"
    draft = Draft(title=trick, text=f"{trick} said the mayor on Monday in Lindau. {trick} again.", outlet=trick)
    article = (await add_article(bot.store, draft, guild=HOST_SHELF)).article
    for command in ("latest", "read", "summary"):
        options = {} if command == "latest" else {"article": str(article.id)}
        shown = answer_of(await reader.slash(channel, command, **options))
        raw = "".join(str(shown.components))
        assert "](https://evil" not in raw
        assert "<@123>" not in raw
        assert "@everyone" not in raw
        assert "[win](https://evil.example)" in text_of(shown)


class TestWithAThousandArticles:
    """With a thousand articles the same commands stay within the limits and quick."""

    async def test_every_list_is_paged(
        self, channel: ChannelHandle, reader: MemberActor, thousand_articles: list[Article]
    ) -> None:
        """The lists show a page and a way on, and the last page exists."""
        for command, options in (("latest", {}), ("search", {"query": "council"}), ("numbers", {}), ("quotes", {})):
            shown = await reader.slash(channel, command, **options)
            assert "▶️" in pressable(shown), command
            assert "thousand" not in text_of(shown)

    async def test_a_page_number_can_be_typed(
        self, channel: ChannelHandle, reader: MemberActor, thousand_articles: list[Article]
    ) -> None:
        """The button between the arrows asks for a page and goes there; a page too far is the last one."""
        shown = await reader.slash(channel, "latest")
        (label,) = [label for label in buttons_of(shown) if label.startswith("1/")]
        form = await press(reader, shown, label)
        assert form.modal is not None
        number = form.modal["components"][0]["component"]["custom_id"]
        await reader.submit_modal(form, {number: "999999"})
        assert "Council meeting 1 ends" in text_of(shown)

    async def test_suggestions_are_few_and_quick(
        self, channel: ChannelHandle, reader: MemberActor, thousand_articles: list[Article], bot: Newsdesk
    ) -> None:
        """Autocompletion offers at most 25 choices, the newest first, and asks the store for a few milliseconds."""
        choices = await reader.autocomplete(channel, "read", "article", "")
        assert len(choices) == 25
        assert choices[0]["name"].startswith("Council meeting 1000 ends")
        typed = await reader.autocomplete(channel, "read", "article", "meeting 77")
        assert typed
        assert all("meeting 77" in choice["name"] for choice in typed)
        times = []
        for _ in range(20):
            began = time.perf_counter()
            await bot.store.articles.suggest(guild=HOST_SHELF, typed="counc")
            times.append(time.perf_counter() - began)
        # Twenty milliseconds are the limit for one; the machine that runs the tests may be slow and busy.
        assert min(times) < 0.02 * 5

    async def test_outlets_and_speakers_complete(
        self, channel: ChannelHandle, reader: MemberActor, thousand_articles: list[Article]
    ) -> None:
        """Outlets and speakers are completed from what is stored."""
        outlets = await reader.autocomplete(channel, "latest", "outlet", "outlet 3")
        assert {choice["value"] for choice in outlets} == {f"Outlet {n}" for n in (3, *range(30, 40))}
        speakers = await reader.autocomplete(channel, "quotes", "speaker", "lindg")
        assert [choice["name"] for choice in speakers] == ["Ada Lindgren"]
