"""What a digest's message and the editors' pages say, and that they stay within Discord's limits at their worst."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.model import (
    Article,
    Digest,
    DigestPlan,
    Edition,
    EditionState,
    Found,
    Headline,
    Length,
    Position,
    PositionChange,
    Schedule,
    Span,
    Story,
)
from bot.render import cards
from bot.render.page import Open, Page, Window
from bot.render.pager import Pager

from .looking import Sent, plain
from .making import HOSTILE, PUBLISHED, STORY, analysis, article, monster, position, quantity, quotation, span

DUE = datetime(2026, 3, 15, 9, tzinfo=UTC)
PLAN = DigestPlan(channel=5, schedule=Schedule(time(9), "UTC"))


def sent(page: Page) -> Sent:
    """The page as it is sent, with every button a pager can give it; it is within the limits."""
    return Sent(Pager().view(page, "kind", {"about": "x" * 200})).check()


def story(number: int = 7, *others: Article, **known: Any) -> Story:
    """A story led by the ordinary article, with all that was found in it."""
    key = quantity("41,000", of=span("people"), rank=0).finding
    money = quantity("2.5 million", "2500000", unit="EUR", rank=1).finding
    said = quotation("We carried 41,000 people last year, and that is not enough,", speaker=span("Marit Holm")).finding
    found = analysis(STORY, quantities=(key, money), quotations=(said,))
    return Story(article(id=number, **known), found, others)


def shown(stories: list[Story], changes: list[PositionChange] | None = None, **chosen: Any) -> Sent:
    """A digest's message."""
    return sent(cards.digest(stories, changes or [], replace(PLAN, **chosen), due=DUE, edition=12))


class TestMessage:
    """An edition as it stands in a channel."""

    def test_a_short_digest_has_one_sentence_of_each_story(self) -> None:
        """Title with link, outlet, date, and the most telling sentence, word for word."""
        text = shown([story()]).text
        assert "**[Ferry line to stop in May](https://courier.example/ferry-stops)**" in text
        assert f"-# Island Courier · <t:{int(PUBLISHED.timestamp())}:D>" in text
        assert "The ferry line will stop running between the islands in May." in text
        assert "Marit Holm" not in text

    def test_headlines_have_titles_only(self) -> None:
        """Nothing of the text is shown."""
        text = shown([story(1), story(2)], length="headlines").text
        assert text.count("Ferry line to stop in May") == 2
        assert "between the islands" not in text

    def test_a_full_digest_has_summary_numbers_and_a_quotation(self) -> None:
        """The numbers that its sentences do not show already stand below them, and one quotation with its speaker."""
        text = shown([story()], length="full").text
        assert "The ferry line will stop running between the islands in May." in text
        assert "€2.5 million" in text
        assert "> “We carried 41,000 people last year, and that is not enough,”" in text
        assert "Marit Holm" in text

    @pytest.mark.parametrize(
        ("parts", "there", "not_there"),
        [
            ({"summaries"}, "between the islands", "€2.5 million"),
            ({"numbers"}, "**41,000** · people", "between the islands"),
            ({"quotations"}, "not enough,”", "between the islands"),
            (set(), "Ferry line", "between the islands"),
        ],
    )
    @pytest.mark.parametrize("length", ["short", "full"])
    def test_only_chosen_parts_are_shown(self, parts: set[Any], there: str, not_there: str, length: Length) -> None:
        """What an editor left out is left out, at every length."""
        text = shown([story()], length=length, parts=frozenset(parts)).text
        assert there in text
        assert not_there not in text

    def test_everything_shown_of_a_text_is_a_slice_of_it(self) -> None:
        """The words of a story stand in its stored text in this order, whatever the length."""
        for length in ("short", "full"):
            lines = shown([story()], length=length, parts=frozenset({"summaries", "quotations"})).shown.split("\n")
            words = [line.strip("> “”") for line in lines if "islands" in line or "carried" in line]
            assert words
            whole = " ".join(STORY.split())
            assert all(part.strip() in whole for line in words for part in re.split(r"(?<=\.) ", line))

    def test_other_outlets_stand_under_the_lead(self) -> None:
        """Copies are links under the story, and beyond a few a number."""
        copies = [article(id=n, outlet=f"Paper {n}", link=f"https://paper{n}.example/x") for n in range(6)]
        text = shown([story(7, *copies)]).text
        assert "-# Also: [Paper 0](https://paper0.example/x) · [Paper 1]" in text
        assert "and 2 more" in text
        assert "7 articles in 1 story" in text

    def test_what_does_not_fit_is_told(self) -> None:
        """One message always: the number of stories left and the button to all of them."""
        found = shown([story(number) for number in range(40)])
        assert f"and {40 - cards.MOST_STORIES['short']} more stories: press **All articles**." in found.text
        button = found.buttons[0]
        assert (button["label"], button["custom_id"]) == ("All articles", "ndo0:edition:1:edition#12")
        assert len(found.menus[0]["options"]) == 25

    def test_every_edition_has_its_mark(self) -> None:
        """Even an edition without news has the button that it is known by."""
        assert shown([]).buttons[0]["custom_id"] == "ndo0:edition:1:edition#12"
        assert "Nothing new since the last digest." in shown([], role=9).text
        assert "<@&9>" not in shown([], role=9).text

    def test_the_role_is_called_in_the_message_only(self) -> None:
        """The chosen role stands in the heading; a preview calls nobody and has no buttons."""
        assert "<@&9>" in shown([story()], role=9).text
        preview = sent(cards.digest([story()], [], replace(PLAN, role=9), due=DUE))
        assert "<@&9>" not in preview.text
        assert preview.buttons == []

    @pytest.mark.parametrize("length", ["headlines", "short", "full"])
    @pytest.mark.parametrize("name", HOSTILE)
    def test_the_worst_texts_stay_within_the_limits(self, name: str, length: Length) -> None:
        """However long or hostile the articles, a message is never refused and shows at least one story."""
        text = HOSTILE[name]
        worst = monster(text)
        whole = Span(0, len(text))
        # The helper looks for sentences, which takes long in such texts.
        said = quotation(text[:50_000], text, speaker=whole).finding
        found = replace(analysis("A."), sentences=(whole,), summary=(whole,), body=(whole,), quotations=(said,))
        stories = [Story(replace(worst, id=n), found, (worst,) * 5) for n in range(30)]
        change = Found(Position("GE", "protection", "refuses", whole, holder=whole, fleeing_from="RU"), worst)
        sent_worst = shown(stories, [PositionChange(change, change)] * 30, length=length, role=2**63)
        assert not re.search(r"@(?:everyone|here)", sent_worst.text)
        assert "more stories" in sent_worst.text


class TestChanges:
    """What countries changed, above the stories."""

    def test_old_and_new_stand_side_by_side(self) -> None:
        """A change shows both statements with both dates; nothing is averaged."""
        before = position("GE", "accepts", day=date(2026, 1, 3), fleeing_from="RU")
        after = position("GE", "refuses", day=date(2026, 3, 12), fleeing_from="RU")
        text = shown([story()], [PositionChange(before, after)]).text
        assert "🇬🇪 **Georgia** ✅ accepts → **❌ refuses**" in text
        old, new = (int(datetime(2026, month, day, 12, tzinfo=UTC).timestamp()) for month, day in ((1, 3), (3, 12)))
        assert f"<t:{old}:D> → <t:{new}:D>" in text
        assert "fleeing 🇷🇺 Russia" in text
        assert "[Island Courier](https://courier.example/ferry-stops)" in text

    def test_a_first_statement_is_no_change_from_a_no(self) -> None:
        """Where nothing was known, it says that this is the first statement found."""
        text = shown([story()], [PositionChange(None, position("FI", "case_by_case"))]).text
        assert "🇫🇮 **Finland** **⚖️ decides case by case**" in text
        assert "first statement found" in text
        assert "→" not in text

    def test_many_changes_are_counted(self) -> None:
        """A few are shown, the others behind the button to all countries."""
        changes = [PositionChange(None, position("FI", "accepts"))] * 9
        found = shown([story()], changes)
        assert "and 4 more positions: press **Countries**." in found.text
        assert [button["label"] for button in found.buttons] == ["All articles", "Countries"]

    def test_a_preview_names_no_button_that_it_does_not_have(self) -> None:
        """Before it is posted, a message has no button to press."""
        changes = [PositionChange(None, position("FI", "accepts"))] * 9
        page = cards.digest([story()], changes, PLAN, due=PUBLISHED)
        text = Sent(Pager().view(page)).text
        assert "and 4 more positions, behind a button." in text
        assert "press" not in text

    def test_changes_can_be_left_out(self) -> None:
        """Without the part `countries` there is no such section."""
        changes = [PositionChange(None, position("FI", "accepts"))]
        assert "What changed" not in shown([story()], changes, parts=frozenset({"summaries"})).text


def a_digest(**known: Any) -> Digest:
    """A digest that is due on the next day."""
    plan = replace(PLAN, **known.pop("plan", {}))
    return Digest(**{"id": 3, "guild": 1, "plan": plan, "created": DUE, "next_due": DUE + timedelta(days=1), **known})


def an_edition(state: EditionState = "posted", **known: Any) -> Edition:
    """An edition that was due at nine."""
    ordinary = {"id": 12, "digest": 3, "guild": 1, "channel": 5, "due": DUE, "covers_from": DUE, "nonce": "nd1"}
    return Edition(**{**ordinary, "state": state, **known})


def left_out(*articles: Headline, why: str = "it was added too long ago") -> Window[tuple[Headline, str]]:
    """Articles that an edition leaves out."""
    return Window.of([(one, why) for one in articles], 1, 8)


class TestEditorsPages:
    """What editors see of their digests."""

    def test_a_plan_is_told_back(self) -> None:
        """The confirmation has schedule, next time, filters, and a warning where there is one."""
        told = cards.Told("daily at 09:00", ["with “*bold*”"], "summaries")
        page = cards.plan_page(
            "Digest created", a_digest(), told, warning="None passes.", opens=(Open("Preview", "p", {"digest": 3}),)
        )
        text = sent(page).text
        assert "<#5>" in text
        assert f"<t:{int(DUE.timestamp()) + 86_400}:F>" in text
        assert r"with “\*bold\*”" in text
        assert "⚠️ None passes." in text

    def test_a_preview_counts_what_is_left_out(self) -> None:
        """Its first page is the message, the further ones the reasons."""
        message = cards.digest([story()], [], PLAN, due=DUE)
        left = left_out(*(article(title=f"Left {n}") for n in range(10)))
        first = sent(cards.preview_page(message, left, 1, channel=5))
        assert "10 articles left out" in first.text
        second = cards.preview_page(message, left, 2, channel=5)
        assert (second.number, second.count) == (2, 3)
        assert "it was added too long ago" in sent(second).text
        none = cards.preview_page(message, left_out(), 1, channel=5)
        assert (none.count, "nothing left out" in sent(none).text) == (1, True)

    @pytest.mark.parametrize(
        ("digest", "edition", "words"),
        [
            (a_digest(), None, "nothing was due yet"),
            (a_digest(next_due=None), None, "Paused by an editor"),
            (
                a_digest(next_due=None, paused_because="gone"),
                an_edition("failed", note="gone"),
                "Paused by the bot: gone",
            ),
            (a_digest(), an_edition(posted=DUE, message=8, attempts=3), "✅ posted · <t:"),
            (a_digest(), an_edition("sending", attempts=2, note="no answer"), "⏳ being sent · 2 tries · no answer"),
        ],
    )
    def test_the_list_tells_how_each_digest_is(self, digest: Digest, edition: Edition | None, words: str) -> None:
        """Next time or why it is paused, and the last result with its link."""
        listed = cards.Listed(digest, "daily at 09:00", edition, "https://discord.com/channels/1/5/8")
        text = sent(cards.digests_page(Window.of([listed], 1, 5))).text
        assert words in plain(text)

    def test_the_log_tells_of_each_edition(self) -> None:
        """When due, when posted, the link, the tries, the error."""
        editions = [an_edition(posted=DUE, message=8, attempts=2), an_edition("skipped", note="There was nothing new.")]
        page = cards.log_page(Window.of(editions, 1, 8), "#news · daily", ["https://discord.com/channels/1/5/8", None])
        text = sent(page).text
        assert "[message](https://discord.com/channels/1/5/8)" in text
        assert "2 tries" in text
        assert "skipped · There was nothing new." in text

    def test_an_edition_lists_its_articles(self) -> None:
        """All articles, by page; where all were removed it says so."""
        page = cards.edition_articles(Window.of([article(id=n) for n in range(20)], 2, 8), an_edition())
        assert "20 articles" in sent(page).text
        assert (page.number, page.count) == (2, 3)
        assert "None of its articles" in sent(cards.edition_articles(Window.of([], 1, 8), an_edition())).text

    @pytest.mark.parametrize("name", HOSTILE)
    def test_pages_stay_within_the_limits(self, name: str) -> None:
        """However long what was typed or answered, no page is refused."""
        text = HOSTILE[name]
        hostile = a_digest(next_due=None, paused_because=text[:5_000])
        failed = an_edition("failed", note=text[:5_000])
        told = cards.Told(text[:200], [text[:5_000]] * 6, "summaries")
        sent(cards.plan_page("Digest created", hostile, told, warning=text[:1_000], opens=()))
        listed = cards.Listed(hostile, text[:200], failed, None)
        sent(cards.digests_page(Window.of([listed] * 5, 1, 5)))
        sent(cards.log_page(Window.of([failed] * 8, 1, 8), text[:200], [None] * 8))
        left = left_out(*[monster(text)] * 8, why=text[:5_000])
        sent(cards.preview_page(cards.digest([], [], PLAN, due=DUE), left, 2, channel=5))
