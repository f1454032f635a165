"""What of a pasted text is the article, and what the page around it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.document import read_document
from bot.analysis.layout import read_layout

LEAD = "The river Orla burst its banks on Monday night and flooded three villages, the county said."
SECOND = "Some 400 people were taken to a school in the next town, where they slept on the floor."
THIRD = "“We lost everything but the dog,” said Ines Falk, who was brought out by boat."


def page(*lines: str) -> str:
    """A pasted page, its lines parted by blank ones."""
    return "\n\n".join(lines)


def body(text: str) -> list[str]:
    """The words of the body's paragraphs."""
    return [paragraph.of(text) for paragraph in read_layout(text).body]


PASTED = page(
    "Skip to content",
    "Menu",
    "World",
    "Flood takes three villages on the Orla",
    "By Marta Quist",
    "Published 3 March 2022",
    "4 min read",
    "Share",
    LEAD,
    "Advertisement",
    SECOND,
    "Ines Falk at the school on Tuesday. (Photo: Jon Berg)",
    THIRD,
    "Related",
    "Bridge reopens after storm",
    "Why rivers rise",
    "© 2022 The Orla Post",
)


def test_a_pasted_page_gives_title_author_date_and_paragraphs() -> None:
    """Menus, bylines, dates, credits and lists of links are left out; title, author and date are told."""
    layout = read_layout(PASTED)
    assert layout.title is not None
    assert layout.title.of(PASTED) == "Flood takes three villages on the Orla"
    assert layout.author is not None
    assert layout.author.of(PASTED) == "Marta Quist"
    assert layout.published == date(2022, 3, 3)
    assert body(PASTED) == [LEAD, SECOND, THIRD]


def test_all_lines_stay_for_the_finders() -> None:
    """What is not body is still a line of the text."""
    lines = [line.of(PASTED) for line in read_layout(PASTED).lines]
    assert "Share" in lines
    assert len(lines) == 17


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Marta Quist", "Marta Quist"),
        ("BY MARTA QUIST", "MARTA QUIST"),
        ("By Marta Quist and Jon Berg", "Marta Quist and Jon Berg"),
        ("By Marta Quist, Jon Berg and Ada Lo", "Marta Quist, Jon Berg and Ada Lo"),
        ("Written by Marta Quist", "Marta Quist"),
        ("By Marta Quist in Oslo", "Marta Quist"),
        ("By Marta Quist | The Orla Post", "Marta Quist"),
        ("Von Karl-Heinz Öhler", "Karl-Heinz Öhler"),
        ("  • Borislav Petkov", "Borislav Petkov"),
        ("Author: J. P. de Vries", "J. P. de Vries"),
        ("BYLINE: Marta Quist.", "Marta Quist"),
        ("By Jon Berg Jr.", "Jon Berg Jr."),
    ],
)
def test_bylines_give_the_author(byline: str, author: str) -> None:
    """The names of a byline are the author, without the words around them."""
    text = page("Flood takes three villages on the Orla", byline, LEAD, SECOND)
    found = read_layout(text).author
    assert found is not None
    assert found.of(text) == author
    assert body(text) == [LEAD, SECOND]


def test_a_bare_name_beside_a_date_is_the_author() -> None:
    """A name alone counts as the byline only where the date stands beside it."""
    dated = page("Flood takes three villages on the Orla", "Marta Quist", "March 3, 2022", LEAD)
    undated = page("Flood takes three villages on the Orla", "New Holland", LEAD)
    author = read_layout(dated).author
    assert author is not None
    assert author.of(dated) == "Marta Quist"
    assert read_layout(undated).author is None


def test_a_name_above_a_role_is_the_author() -> None:
    """A reporter's role under a name makes it the byline, and neither is body."""
    text = page("Flood takes three villages on the Orla", "Marta Quist\nPolitical correspondent\n@martaq", LEAD)
    author = read_layout(text).author
    assert author is not None
    assert author.of(text) == "Marta Quist"
    assert body(text) == [LEAD]


def test_what_follows_the_last_paragraph_under_a_heading_of_links_is_not_body() -> None:
    """Questions and headlines in a list of links do not make it a part of the article; further paragraphs do."""
    links = "More on this story\nWho is to blame?\nWhat we know so far"
    assert body(page(LEAD, SECOND, links)) == [LEAD, SECOND]
    assert body(page(LEAD, "Related\nWho is to blame?", SECOND))[-1] == SECOND


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 3 March 2022", date(2022, 3, 3)),
        ("March 3rd, 2022 at 9:15 a.m. ET", date(2022, 3, 3)),
        ("Thursday, 3 Mar 2022 – 10:00 GMT", date(2022, 3, 3)),
        ("Updated: 2022-03-03", date(2022, 3, 3)),
        ("23.03.2022", date(2022, 3, 23)),
        ("03/23/2022", date(2022, 3, 23)),
        ("04/03/2022", None),
        ("2 hours ago", None),
        ("31 February 2022", None),
    ],
)
def test_date_lines_are_read_and_left_out(line: str, day: date | None) -> None:
    """A date line is not body; a date that could be two days, or none, is not told."""
    text = page("Flood takes three villages on the Orla", line, LEAD)
    layout = read_layout(text)
    assert layout.published == day
    assert body(text) == [LEAD]


@pytest.mark.parametrize(
    "line",
    [
        "top of page",
        "bottom of page",
        "SHARE",
        "Read more: Bridge reopens after storm",
        "Follow us on Telegram",
        "Sign up for our morning newsletter",
        "This site uses cookies to improve your experience.",
        "By continuing to browse you agree to our use of cookies.",
        "All rights reserved.",
        "© 2022 The Orla Post",
        "Photo: Jon Berg",
        "Rescuers in Holm, March 1. Jon Berg/Getty Images",
        "Image source, Getty Images",
        "https://example.org/flood",
        "Advertisement",
        "• • •",
    ],
)
def test_furniture_is_not_body(line: str) -> None:
    """Lines that belong to the page are left out wherever they stand."""
    assert body(page(LEAD, line, SECOND)) == [LEAD, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday after the flood, traders said.",
        "Published in 2003, the book told of an earlier flood.",
        "Related companies paid for the boats, the county said.",
        "By Monday the water had gone.",
        "'I'll take the boat, the dog... anything to get out of here.'",
        "Watch officers at the dam raised the alarm at midnight.",
        "What happened next",
        "May was the wettest month since 1950.",
    ],
)
def test_the_articles_own_lines_stay(line: str) -> None:
    """Sentences and cross-heads that only look like furniture are body."""
    assert body(page(LEAD, line, SECOND)) == [LEAD, line, SECOND]


@pytest.mark.parametrize(
    "title",
    [
        "Flood takes three villages on the Orla",
        "Who pays for the flood on the Orla?",
        "“We lost everything”: three villages under water",
        "Flood Takes Three Villages And Leaves Hundreds Homeless.",
        "Наводнение на реке Орла затопило три деревни",
    ],
)
def test_the_headline_above_the_text_is_the_title(title: str) -> None:
    """A line without a stop, a question, or one in title case above the first paragraph is the title."""
    text = page(title, LEAD, SECOND)
    found = read_layout(text).title
    assert found is not None
    assert found.of(text) == title
    assert read_document(text).headline == title


@pytest.mark.parametrize("text", [LEAD, page(LEAD, SECOND), "Nothing but a fragment", "", "\n\n"])
def test_a_text_without_a_headline_has_no_title(text: str) -> None:
    """The first paragraph is never taken for a title, nor a lone line."""
    layout = read_layout(text)
    assert layout.title is None
    assert layout.body == layout.lines


def test_a_known_title_is_found_in_the_text() -> None:
    """A title that is known from elsewhere is looked for, whatever its marks and case."""
    text = page("News", "FLOOD TAKES THREE VILLAGES!", LEAD)
    layout = read_layout(text, title="Flood takes three villages")
    assert layout.title is not None
    assert layout.title.of(text) == "FLOOD TAKES THREE VILLAGES!"
    assert [paragraph.of(text) for paragraph in layout.body] == [LEAD]


def test_a_known_title_that_the_text_lacks_is_only_the_headline() -> None:
    """Then the document has a headline without a span."""
    document = read_document(page(LEAD, SECOND), title="Flood takes three villages")
    assert document.title is None
    assert document.headline == "Flood takes three villages"
    assert len(document.body) == 2


WRAPPED = """\
The river Orla burst its banks on Monday night and flooded three
villages, the county said. Some 400 people were taken to a school in
the next town.
The water is expected to fall on Thursday, and those who fled hope to
be back in their homes by the end of the week."""


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    """Lines that were broken at a fixed width are one paragraph; a short last line ends it."""
    layout = read_layout(WRAPPED)
    assert [line.of(WRAPPED).count("\n") for line in layout.lines] == [2, 1]
    assert len(read_document(WRAPPED).sentences) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Apples\nPears and plums\nCherries from the valley\nNuts",
        "Thousands have left since the order was signed\nMarta Quist",
        "\n".join([LEAD, SECOND, THIRD, LEAD]),
    ],
)
def test_lines_that_are_whole_are_not_joined(text: str) -> None:
    """A list stays a list, a name under a line stands alone, and paragraphs without blank lines are paragraphs."""
    assert len(read_layout(text).lines) == text.count("\n") + 1


def test_sentences_are_found_by_offset() -> None:
    """A document tells the sentence of an offset, and None between paragraphs."""
    text = page(LEAD, SECOND + " " + THIRD)
    document = read_document(text)
    sentence = document.sentence_at(text.index("school"))
    assert sentence is not None
    assert sentence.of(text) == SECOND
    assert document.sentence_at(len(LEAD)) is None
