"""What the cards say, and that they stay within Discord's limits at their worst."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.model import STANCES, Analysis, Found, Headline, Hit, Position, Quantity, Quotation, Span
from bot.render import cards
from bot.render.page import Page, Picture, Text, Window
from bot.render.pager import Pager
from bot.render.stances import standings

from .looking import Sent, plain
from .making import HOSTILE, PUBLISHED, STORY, analysis, article, monster, position, quantity, quotation, span


def sent(page: Page) -> Sent:
    """The page as it is sent, with every button a pager can give it; it is within the limits."""
    return Sent(Pager().view(page, "kind", {"about": "x" * 200})).check()


def only(*items: Headline) -> Window[Headline]:
    """A window on these articles and no others."""
    return Window.of(items, 1, cards.LATEST_PER_PAGE)


class TestLatest:
    """The list of the newest articles."""

    def test_each_article_has_title_link_outlet_and_date(self) -> None:
        """An entry is the linked title, and below it the outlet and the date, absolute and relative."""
        text = sent(cards.latest(only(article()))).text
        assert "[Ferry line to stop in May](https://courier.example/ferry-stops)" in text
        moment = int(PUBLISHED.timestamp())
        assert f"Island Courier · <t:{moment}:D> (<t:{moment}:R>)" in text
        assert "1 article" in text

    def test_an_article_without_a_date_says_when_it_was_added(self) -> None:
        """Where nobody knows the publication date, the entry does not pretend to."""
        assert "added <t:" in sent(cards.latest(only(article(published=None)))).text

    def test_changed_articles_are_marked(self) -> None:
        """An article whose text was changed says so, with the time."""
        changed = article(version=2, updated=datetime(2026, 3, 15, tzinfo=UTC))
        assert "updated <t:" in sent(cards.latest(only(changed))).text
        assert "updated" not in sent(cards.latest(only(article()))).text

    def test_no_articles_is_told_with_the_way_out(self) -> None:
        """An empty newsdesk says how articles come in, a filter without result that it may be dropped."""
        assert "/article add" in sent(cards.latest(only())).text
        assert "without them" in sent(cards.latest(only(), topic="*boats*")).text
        assert r"topic: \*boats\*" in sent(cards.latest(only(), topic="*boats*")).text

    def test_counting_may_have_stopped(self) -> None:
        """Where more articles exist than were counted, the list says so and has a next page."""
        page = cards.latest(Window([article()], 125, 1_000, 8, more=True))
        assert "more than 1,000 articles" in sent(page).text
        assert page.count == 126


class TestSearch:
    """The list of what a search found."""

    def test_matches_are_bold_in_their_passage(self) -> None:
        """The passage is shown with the matching words marked."""
        hit = Hit(article(), span("It wants 2.5 million euros from the state."), (span("euros"),))
        text = sent(cards.search(Window.of([hit], 1, 5), query="euros")).text
        assert r"It wants 2.5 million **euros** from the state." in text

    def test_a_match_in_the_title_alone_has_no_passage(self) -> None:
        """A hit without a passage shows title, outlet and date."""
        text = sent(cards.search(Window.of([Hit(article(), None, ())], 1, 5), query="ferry")).text
        assert "Ferry line to stop in May" in text

    def test_a_mark_late_in_a_long_passage_is_shown(self) -> None:
        """A passage that is too long is cut around its first mark."""
        text = "Many words stand before it. " * 60 + "Here is the pelican at last. " + "And more follows. " * 60
        hit = Hit(article(text), Span(0, len(text)), (span("pelican", text),))
        assert "**pelican**" in sent(cards.search(Window.of([hit], 1, 5), query="pelican")).text

    def test_nothing_found_tells_what_to_try(self) -> None:
        """A search without result repeats the words and suggests others."""
        text = sent(cards.search(Window.of([], 1, 5), query="**zebra**")).text
        assert r"Search: \*\*zebra\*\*" in text
        assert "Try fewer or other words" in text


class TestRead:
    """The stored text, page by page."""

    def test_the_text_is_verbatim(self) -> None:
        """A short article stands whole on one page, below its title, author and dates."""
        message = sent(cards.read(article()))
        assert STORY in message.shown
        assert "Una Sand" in message.shown
        assert message.buttons[0]["url"] == "https://courier.example/ferry-stops"

    def test_pages_in_order_are_the_text(self) -> None:
        """Every word of a long text is on a page, once and in order."""
        text = " ".join(f"Sentence {n} is here.{'' if n % 9 else chr(10)}" for n in range(900))
        first = cards.read(article(text))
        pages = [sent(cards.read(article(text), number)).texts[1] for number in range(1, first.count + 1)]
        assert plain(" ".join(pages)).split() == text.split()

    def test_a_title_in_the_text_is_not_repeated(self) -> None:
        """Title and byline at the top of the text stand in the heading only."""
        text = f"Ferry line to stop in May\nBy Una Sand\n\n{STORY}"
        body = Span(text.index(STORY), len(text))
        known = analysis(text, title=Span(0, 25), author=Span(29, 37), body=(body,))
        assert sent(cards.read(article(text), analysis=known)).shown.count("Ferry line to stop") == 1

    def test_a_page_that_is_gone_becomes_the_last(self) -> None:
        """After a text became shorter, an old button shows the last page there is."""
        assert cards.read(article(), 40).number == 1

    def test_an_empty_text_is_told(self) -> None:
        """An article without text says so."""
        assert "No text is stored" in sent(cards.read(article(" \n"))).text


class TestSummary:
    """The most telling sentences."""

    def test_sentences_are_verbatim_in_text_order(self) -> None:
        """The best sentences stand in the order of the text, with quiet dots where some are left out."""
        known = analysis()
        chosen = (known.sentences[3], known.sentences[0], known.sentences[1])
        text = sent(cards.summary(article(), analysis(summary=chosen), 3)).text
        first, second = text.index("The ferry line will stop"), text.index("The island's council")
        assert first < text.index("⋯") < second
        assert text.count("⋯") == 1
        assert "3 of 6 sentences, word for word" in text

    def test_key_numbers_stand_below(self) -> None:
        """Key numbers have value, what is counted and who says so, and are bold in their sentence."""
        key = quantity(of=span("people"), who=span("Marit Holm"), rank=0).finding
        text = sent(cards.summary(article(), analysis(quantities=(key,)), 5)).text
        assert "- **41,000** · people · says Marit Holm" in text
        assert "We carried **41,000** people" in text

    def test_a_text_in_another_language_says_why_numbers_are_missing(self) -> None:
        """For other languages the summary works and a note explains what does not."""
        text = sent(cards.summary(article(language="fr"), analysis(language="fr"), 3)).text
        assert "in English texts only" in text

    def test_a_text_without_sentences_is_told(self) -> None:
        """Nothing is summed up where nothing can be."""
        assert "no sentences" in sent(cards.summary(article(), analysis(summary=()), 3)).text


class TestNumbers:
    """Numbers beside their sentences."""

    def test_a_number_has_unit_subject_source_and_sentence(self) -> None:
        """Value, what is counted, who says so, the sentence with the number bold, and the source."""
        found = quantity(of=span("people"), who=span("Marit Holm"))
        text = sent(cards.numbers(Window.of([found], 1, 5))).text
        assert "**41,000** · people · says Marit Holm" in text
        assert "> “We carried **41,000** people last year" in text
        assert "-# [Ferry line to stop in May](https://courier.example/ferry-stops) · Island Courier" in text

    def test_the_source_of_one_article_stands_once(self) -> None:
        """Where all numbers are of one article, it is the heading."""
        text = sent(cards.numbers(Window.of([quantity(), quantity()], 1, 5), article=article())).text
        assert text.count("ferry-stops") == 1

    def test_no_numbers_is_told(self) -> None:
        """An article without numbers says so, and what could be tried."""
        assert "in this article" in sent(cards.numbers(Window.of([], 1, 5), article=article())).text
        assert "Try other words" in sent(cards.numbers(Window.of([], 1, 5), about="x")).text


class TestQuotes:
    """Quotations and who said them."""

    def test_a_quotation_is_verbatim_in_marks(self) -> None:
        """The words between the marks are the words of the text; the speaker's name, role and cue stand above."""
        words = "We carried 41,000 people last year, and that is not enough,"
        found = quotation(words, speaker=span("Marit Holm"), cue=span("said"), role=span("head of the line"))
        text = sent(cards.quotes(Window.of([found], 1, 4))).text
        assert f"> “{words}”" in text
        assert "**Marit Holm** · head of the line · *said*" in text

    def test_reported_speech_is_without_marks(self) -> None:
        """What is only reported is never shown as if it were quoted."""
        found = quotation("the boats would be sold", kind="indirect", mention=span("She"))
        text = sent(cards.quotes(Window.of([found], 1, 4))).text
        assert "> the boats would be sold" in text
        assert "reported, not word for word" in text
        assert "“" not in text

    def test_a_fragment_stands_once_in_its_sentence(self) -> None:
        """A few quoted words are shown where they stand, marked, and not a second time."""
        found = quotation(
            "a bad joke", kind="fragment", sentence=span("The island's council called the plan “a bad joke”.")
        )
        text = sent(cards.quotes(Window.of([found], 1, 4))).text
        assert "> The island's council called the plan “**a bad joke**”." in text
        assert text.count("a bad joke") == 1

    def test_a_quotation_over_paragraphs_keeps_them(self) -> None:
        """The quote bar goes on over a line break."""
        text = "“One.\n\nTwo.” said Ann."
        found = quotation("One.\n\nTwo.", text)
        assert "> “One.\n> \n> Two.”" in sent(cards.quotes(Window.of([found], 1, 4))).text

    @pytest.mark.parametrize(
        "words", ["No *stars* and no [links](https://bad.example). " * 90, "word " * 2_000, "👍🏽" * 3_000]
    )
    def test_what_is_between_marks_is_in_the_text(self, words: str) -> None:
        """A quotation that is too long is cut, and its ellipsis stands outside the marks."""
        text = f"“{words}” said Ann."
        message = sent(cards.quotes(Window.of([quotation(words, text)] * 4, 1, 4)))
        shown = re.findall("“(.*?)” …", message.shown)
        assert len(shown) == 4
        assert all(one in text and len(one) > 100 for one in shown)

    def test_an_unknown_speaker_is_told(self) -> None:
        """A quotation without a speaker says that none is named."""
        assert "Speaker not named" in sent(cards.quotes(Window.of([quotation("a bad joke")], 1, 4))).text

    def test_no_quotations_is_told(self) -> None:
        """An empty answer says what could be tried."""
        assert "Try a part of the name" in sent(cards.quotes(Window.of([], 1, 4), speaker="Bo")).text


def replace_place(found: Found[Position], place: int) -> Found[Position]:
    """The statement at another place among those of its text."""
    return replace(found, finding=replace(found.finding, place=place))


class TestCountries:
    """Where countries stand."""

    def test_the_table_is_by_stance(self) -> None:
        """Countries stand below their stance with flag, holder, date and linked outlet."""
        table = standings(
            [
                position("LV", "refuses", day=date(2026, 3, 1)),
                position("DE", "accepts", day=date(2026, 2, 1), holder=span("The ministry"), role="government"),
            ]
        )
        text = sent(cards.countries(Window.of(table, 1, 8), fleeing_from="RU")).text
        assert (
            text.index("✅ **accepts**")
            < text.index("🇩🇪 **Germany**")
            < text.index("❌ **refuses**")
            < text.index("🇱🇻 **Latvia**")
        )
        assert "The ministry (government) · <t:" in text
        assert "[Island Courier](https://courier.example/ferry-stops)" in text
        assert "the draft of 🇷🇺 Russia" in text

    def test_the_newest_statement_counts(self) -> None:
        """A country stands where its newest statement puts it, whatever the order they came in."""
        old, new = position("PL", "accepts", day=date(2025, 1, 1)), position("PL", "refuses", day=date(2026, 1, 1))
        for found in ([old, new], [new, old]):
            (standing,) = standings(found)
            assert (standing.newest, standing.others) == (new, (old,))

    def test_on_one_day_the_dated_and_the_first_statement_counts(self) -> None:
        """A statement of that very day is newer than an undated one of the day's article, and news begins with news."""
        undated = position("PL", "refuses")
        dated = position("PL", "accepts", day=PUBLISHED.date())
        later = position("PL", "case_by_case", evidence="The ministry said")
        for found in ([undated, dated, later], [later, undated, dated]):
            assert standings(found)[0].newest == dated
            assert standings(found)[0].others == (later, undated)

    def test_in_one_article_the_governing_statement_counts(self) -> None:
        """What the engine puts first in an article stands for the country, though another statement has a date."""
        governing = replace_place(position("DE", "case_by_case"), 0)
        dated = replace_place(position("DE", "accepts", day=PUBLISHED.date()), 1)
        (standing,) = standings([dated, governing])
        assert (standing.newest, standing.others) == (governing, (dated,))

    def test_disagreeing_statements_are_both_shown(self) -> None:
        """A statement that differs stands below the newest, with its own holder and date."""
        table = standings(
            [
                position("PL", "accepts", day=date(2025, 1, 1), holder=span("Marit Holm"), role="opposition"),
                position("PL", "refuses", day=date(2026, 1, 1)),
            ]
        )
        text = sent(cards.countries(Window.of(table, 1, 8))).text
        assert "but ✅ accepts: Marit Holm (opposition) · <t:" in text

    def test_another_draft_is_another_matter(self) -> None:
        """What a country does for those who flee one draft says nothing of another."""
        found = [position("PL", "accepts", fleeing_from="UA"), position("PL", "refuses", fleeing_from="RU")]
        assert [standing.others for standing in standings(found)] == [(), ()]

    def test_each_row_says_whose_draft_it_is_about(self) -> None:
        """Without a filter each row names the country that people flee; with it the heading does, once."""
        table = standings([position("PL", "accepts", fleeing_from="UA"), position("DE", "accepts", fleeing_from="UA")])
        assert sent(cards.countries(Window.of(table, 1, 8))).text.count("fleeing 🇺🇦 Ukraine") == 2
        assert sent(cards.countries(Window.of(table, 1, 8), fleeing_from="UA")).text.count("Ukraine") == 1

    def test_old_statements_are_marked(self) -> None:
        """A statement of more than half a year ago carries a mark besides its age."""
        table = standings([position("FI", "undecided", day=date(2025, 1, 1))])
        assert "⌛" in sent(cards.countries(Window.of(table, 1, 8), today=date(2026, 1, 1))).text
        assert "⌛" not in sent(cards.countries(Window.of(table, 1, 8), today=date(2025, 2, 1))).text

    def test_silence_is_not_a_no(self) -> None:
        """Where nothing is stored the answer says that, and that it is not a refusal."""
        for page in (cards.countries(Window.of([], 1, 8)), cards.country(Window.of([], 1, 4), "SE")):
            text = sent(page).text
            assert "No statement found in the stored articles." in text
            assert "not a no" in text

    def test_a_row_without_an_outlet_names_its_article(self) -> None:
        """A statement of an article that has neither outlet nor link says at least what the article is called."""
        found = replace(position("DE", "accepts"), article=article(outlet=None, link=None))
        assert "Ferry line to stop in May" in sent(cards.countries(Window.of(standings([found]), 1, 8))).text

    def test_the_menu_leads_to_each_country(self) -> None:
        """Each country of the page can be chosen, once, with its flag."""
        table = standings(
            [position("DE", "accepts"), position("DE", "closed", question="entry"), position("FR", "refuses")]
        )
        (menu,) = sent(cards.countries(Window.of(table, 1, 8))).menus
        assert [(one["value"], one["label"]) for one in menu["options"]] == [("DE", "Germany"), ("FR", "France")]

    def test_the_map_is_on_the_first_page(self) -> None:
        """The picture stands on page one only, with its words."""
        table = standings(
            [position(code, "accepts") for code in ("DE", "FR", "IT", "ES", "SE", "FI", "NO", "DK", "PL")]
        )
        picture = Picture("map.png", b"", "Map: accepts: Germany.")
        pages = [cards.countries(Window.of(table, number, 8), picture=picture) for number in (1, 2)]
        assert [len(page.pictures) for page in pages] == [1, 0]
        gallery = next(one for one in sent(pages[0]).components if one["type"] == 12)
        assert gallery["items"][0]["description"] == "Map: accepts: Germany."

    def test_one_country_shows_evidence_holder_date_and_source(self) -> None:
        """Every statement has its stance, its sentence, its holder, its date and where it stands."""
        found = position(
            "DE",
            "case_by_case",
            day=date(2026, 3, 13),
            holder=span("The ministry"),
            role="government",
            fleeing_from="RU",
            evidence="The ministry said that it would decide case by case.",
        )
        text = sent(cards.country(Window.of([found], 1, 4), "DE")).text
        assert "⚖️ decides case by case" in text
        assert "> **The ministry** said that it would decide case by case." in text
        assert "The ministry (government)" in text
        assert "fleeing 🇷🇺 Russia" in text
        assert "[Ferry line to stop in May]" in text

    def test_a_statement_without_a_date_has_its_articles(self) -> None:
        """Where the text does not tell when it was said, the article's date is named as such."""
        assert (
            "the article itself · article of <t:"
            in sent(cards.country(Window.of([position("DE", "accepts")], 1, 4), "DE")).text
        )


class TestNotes:
    """Help, privacy, confirmations and failures."""

    def test_help_lists_commands_that_can_be_pressed(self) -> None:
        """A command with Discord's id is a mention, one without is its name."""
        readers = [cards.Command("latest", "The newest articles", 5), cards.Command("read", "The stored text")]
        text = sent(cards.help_page(readers, [cards.Command("article add", "Add an article", 6)])).text
        assert "</latest:5> The newest articles" in text
        assert "**/read** The stored text" in text
        assert "</article add:6>" in text

    def test_help_has_room_for_many_commands(self) -> None:
        """Forty commands with the longest descriptions fit."""
        many = [cards.Command("article reanalyse", "d" * 100, 10**19)] * 20
        assert sent(cards.help_page(many, many)).text.count("</article") == 40

    def test_privacy_says_what_is_kept_and_how_to_erase_it(self) -> None:
        """The page tells what is stored, who sees it, how it is erased and whom to ask."""
        text = sent(cards.privacy_page(host="desk@host.example")).text
        assert "desk@host.example" in text
        assert "erase" in text

    @pytest.mark.parametrize(
        ("outcome", "word"),
        [("added", "Added"), ("known", "Already"), ("restored", "Restored"), ("updated", "Updated")],
    )
    def test_confirmations_say_what_was_found(self, outcome: cards.Outcome, word: str) -> None:
        """An editor sees what became of the article and how much was found in it."""
        known = analysis(quantities=(quantity(rank=0).finding,))
        text = sent(cards.added(article(), known, outcome)).text
        assert word in text
        assert "6 sentences · 1 key number · 0 quotations" in text

    def test_removing_can_be_undone(self) -> None:
        """The confirmation of a removal names the way back."""
        assert "/article restore" in sent(cards.removed(article())).text
        assert "Restored" in sent(cards.restored(article())).text

    def test_notices_are_escaped_and_never_empty(self) -> None:
        """An error that repeats what somebody typed does not act on it."""
        assert Sent(cards.notice("“**x**” is not a date.")).check().text == r"“\*\*x\*\*” is not a date."
        assert Sent(cards.notice("")).check().text


@pytest.mark.parametrize("name", HOSTILE)
def test_no_card_exceeds_the_limits(name: str) -> None:
    """Whatever the articles hold, every card of a thousand findings stays within Discord's limits."""
    text = HOSTILE[name]
    source = monster(text)
    whole = Span(0, len(text))
    long = Span(0, 3_000)
    late = Span(2_900, 2_910)
    number = Found(Quantity(late, quantity().finding.value, long, of=long, who=long, unit="year", rank=0), source)
    said = [
        Found(Quotation(whole, kind, whole, speaker=whole, cue=long, role=whole), source)
        for kind in ("direct", "fragment", "indirect")
    ]
    stands = [
        Found(
            Position(
                code,
                "protection",
                stance,
                whole,
                holder=whole,
                role="opposition",
                fleeing_from="RU",
                said=date(2020, 1, day),
            ),
            source,
        )
        for code in ("DE", "FR", "IT", "ES", "SE", "FI", "NO", "DK", "PL", "BA")
        for day, stance in enumerate(STANCES["protection"], 1)
    ]
    pieces = tuple(Span(at, at + 700) for at in range(0, 7_000, 700))
    known = Analysis(1, "fr", None, None, (whole,), pieces, pieces[:8], (number.finding,) * 6, (), (), ())
    picture = Picture("map.png", b"", text[:1_000])
    for page in (
        cards.latest(Window([source] * 8, 3, 1_000, 8), topic=text, outlet=text),
        cards.search(Window([Hit(source, whole, (late, Span(5, 9)))] * 5, 3, 1_000, 5), query=text, outlet=text),
        cards.read(source, 1, analysis=known),
        cards.read(source, 60),
        cards.summary(source, known, 8),
        cards.numbers(Window([number] * 5, 3, 1_000, 5), about=text),
        cards.numbers(Window([number] * 5, 3, 1_000, 5), article=source, about=text),
        cards.quotes(Window([*said, said[0]], 3, 1_000, 4), speaker=text, about=text),
        cards.quotes(Window([said[0]] * 4, 3, 1_000, 4), article=source),
        cards.countries(Window.of(standings(stands), 1, 8), picture=picture, today=date(2026, 1, 1)),
        cards.country(Window(stands[:4], 3, 1_000, 4), "DE", today=date(2026, 1, 1)),
        cards.added(source, known),
        cards.removed(source),
        cards.notice_page(text),
    ):
        message = sent(page)
        texts = [block.markdown for block in page.blocks if isinstance(block, Text) and block.markdown.strip()]
        assert message.texts == texts, "the layout had to leave blocks out"
