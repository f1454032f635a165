"""`/countries` and `/country`, as people run them."""

from __future__ import annotations

from simcord import ChannelHandle, MemberActor

from bot.model import Article

from .acting import choose, press, text_of_all_pages
from .looking import answer_of, options_of, text_of


async def test_the_table_shows_the_newest_statement(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """A country that changed its mind stands with its new position, and the old one beside it with its date."""
    shown = await reader.slash(channel, "countries", fleeing_from="RU", question="protection")
    pages = await text_of_all_pages(reader, shown)
    rows = pages.splitlines()
    poland = next(number for number, row in enumerate(rows) if "Poland" in row)
    (stance, *_) = [row for row in reversed(rows[:poland]) if row.endswith("Protection")]
    assert "decides case by case" in stance
    assert any("but" in row and "refuses" in row for row in rows[poland + 1 : poland + 5])


async def test_the_first_page_has_a_map_that_is_told_in_words(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """The map is a picture with a description that names the countries."""
    shown = answer_of(await reader.slash(channel, "countries", fleeing_from="RU"))
    (picture,) = shown.attachments
    assert picture.filename.endswith(".png")
    assert (await picture.read()).startswith(b"\x89PNG")
    gallery = str(shown.components)
    assert "attachment" in gallery or "cdn" in gallery
    assert "Latvia" in gallery


async def test_silence_is_not_a_no(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """A country that no article speaks of has no statement, and the answer says that this is not a no."""
    shown = text_of(await reader.slash(channel, "country", country="Uruguay"))
    assert "No statement found in the stored articles" in shown
    assert "not a no" in shown


async def test_statements_on_another_draft_are_a_press_away(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """Where nothing is found about one draft, the answer counts what there is about others, and a button shows it."""
    result = await reader.slash(channel, "country", country="Latvia", fleeing_from="Ukraine")
    shown = text_of(result)
    assert "No statement found in the stored articles" in shown
    assert "statements are on other drafts" in shown
    assert "newest first" in text_of(await press(reader, result, "All statements"))


async def test_a_day_to_come_is_told(channel: ChannelHandle, reader: MemberActor) -> None:
    """Nobody knows where countries will stand."""
    assert "still to come" in text_of(await reader.slash(channel, "countries", as_of="2999-01-01"))


async def test_a_country_with_its_evidence(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """Each statement stands with its sentence, its holder, its date and its article."""
    shown = text_of(await reader.slash(channel, "country", country="Latvia", fleeing_from="Russia"))
    assert "refuses" in shown
    assert "will not issue humanitarian or other visas to Russians" in shown
    assert "foreign minister" in shown
    assert "Sample Wire" in shown


async def test_the_menu_opens_a_countrys_history(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """The menu under the table leads to every statement on one country."""
    shown = await reader.slash(channel, "countries", fleeing_from="RU")
    label = options_of(shown)[0]
    opened = await choose(reader, shown, label)
    assert opened.ephemeral
    assert f"{label}" in text_of(opened)
    assert "newest first" in text_of(opened)


async def test_as_of_leaves_out_what_came_later(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article]
) -> None:
    """As of a day before Poland's change, Poland's old refusal is nowhere contradicted."""
    shown = text_of(await reader.slash(channel, "country", country="PL"))
    assert "case by case" in shown
    earlier = text_of(await reader.slash(channel, "countries", as_of="2026-10-01"))
    assert "No statement found" in earlier


async def test_two_drafts_are_told_apart(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """Statements on one country's draft do not appear under another's."""
    myanmar = text_of(await reader.slash(channel, "countries", fleeing_from="Myanmar"))
    assert "Thailand" in myanmar
    assert "Latvia" not in myanmar


async def test_an_unknown_country_is_told(channel: ChannelHandle, reader: MemberActor) -> None:
    """A word that is no country gets one sentence."""
    result = await reader.slash(channel, "country", country="Atlantis")
    assert result.ephemeral
    assert text_of(result) == "“Atlantis” is not a country that I know: pick one of the suggestions."


async def test_countries_complete(channel: ChannelHandle, reader: MemberActor, samples: list[Article]) -> None:
    """With nothing typed the countries with statements are suggested, with a beginning all countries."""
    spoken_of = {choice["value"] for choice in await reader.autocomplete(channel, "country", "country", "")}
    assert {"LV", "DE", "PL"} <= spoken_of
    assert "UY" not in spoken_of
    typed = await reader.autocomplete(channel, "country", "country", "uru")
    assert [choice["value"] for choice in typed] == ["UY"]
    drafts = await reader.autocomplete(channel, "countries", "fleeing_from", "")
    assert {choice["value"] for choice in drafts} == {"RU", "MM"}
