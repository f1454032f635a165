"""`/numbers` and `/quotes`, as people run them."""

from __future__ import annotations

import re

from simcord import ChannelHandle, Env, MemberActor

from bot.client import Newsdesk
from bot.desk import add_article
from bot.model import HOST_SHELF, Article, Draft

from .acting import text_of_all_pages
from .looking import text_of

QUOTED = re.compile(r"“([^”]+)”")


async def test_numbers_stand_beside_their_sentences(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """A number is shown with what it counts, who says so and its sentence, the number marked in it."""
    shown = text_of(await reader.slash(channel, "numbers", article=str(samples[0].id)))
    assert "180,000" in shown
    assert "**180,000**" in shown
    assert "reservists by the end of the year" in shown


async def test_numbers_about_something(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """`about` keeps the numbers whose sentence has the words, in all articles."""
    shown = text_of(await reader.slash(channel, "numbers", about="queue Larsi"))
    assert "11" in shown
    assert "checkpoint stretched" in shown
    assert samples[0].title[:20] in shown


async def test_quotations_are_verbatim(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """Whatever stands between quotation marks in the answer stands in the article, on every page."""
    article = samples[0]
    shown = await reader.slash(channel, "quotes", article=str(article.id))
    quoted = QUOTED.findall(await text_of_all_pages(reader, shown))
    plain = " ".join(article.text.split())
    assert len(quoted) >= 6
    assert [words for words in quoted if " ".join(words.replace("**", "").split()).rstrip("…") not in plain] == []


async def test_quotations_of_a_speaker(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """`speaker` keeps what one person said, wherever it was said."""
    shown = text_of(await reader.slash(channel, "quotes", speaker="Hanna Reuss"))
    assert "Hanna Reuss" in shown
    assert "courage to put down a rifle" in shown
    assert "Timur" not in shown


async def test_speakers_complete_within_the_chosen_article(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """Once an article is chosen, only its speakers are suggested."""
    (article,) = [article for article in samples if article.title.startswith("Finnish court")]
    choices = await reader.autocomplete(channel, "quotes", "speaker", "", article=str(article.id))
    names = {choice["name"] for choice in choices}
    assert "Outi Rantakari" in names
    assert not any("Timur" in name for name in names)


async def test_nothing_found_is_said(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """A filter that matches nothing gets a sentence that says what to try."""
    assert "No quotations found" in text_of(await reader.slash(channel, "quotes", speaker="Napoleon"))
    assert "No numbers found" in text_of(await reader.slash(channel, "numbers", about="unicorns"))


async def test_an_article_in_another_language_says_why(
    env: Env, bot: Newsdesk, channel: ChannelHandle, reader: MemberActor
) -> None:
    """For a text that is not in English the summary works and says why there are no findings."""
    text = (
        "У Києві в понеділок відкрили новий міст через річку. Будівництво тривало п'ять років і коштувало місту "
        "два мільярди гривень.\n\nМіський голова сказав, що рух почнеться вже завтра вранці. Мешканці чекали на "
        "цей день дуже довго."
    )
    draft = Draft(title="Новий міст", text=text, outlet="Приклад")
    article = (await add_article(bot.store, draft, guild=HOST_SHELF)).article
    shown = text_of(await reader.slash(channel, "summary", article=str(article.id)))
    assert "міст через річку" in shown
    assert "found in English texts only" in shown
