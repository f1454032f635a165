"""Articles that editors give as text."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.intake.paste import draft_from_text
from bot.intake.texts import MAX_TEXT, clean_text, is_enough

from .pages import OUTLET, STORY, TITLE

TEXT = "\n\n".join(STORY)


def test_title_and_byline_are_recognised() -> None:
    """A pasted article's first line is its title, and the byline its author; the text is the body alone."""
    draft = draft_from_text(f"{TITLE}\n\nBy Ann Lee\n\n{TEXT}")
    assert (draft.title, draft.author, draft.text) == (TITLE, "Ann Lee", TEXT)


def test_what_the_editor_states_wins() -> None:
    """Title, author, outlet, link and date of the form are kept, cleaned and in UTC."""
    draft = draft_from_text(
        f"{TITLE}\n\nBy Ann Lee\n\n{TEXT}",
        title=" Another\u202e title\n",
        author="Olu Ade",
        outlet=f" {OUTLET} ",
        link=" https://courier.example.com/a?utm_source=x#top ",
        published=datetime(2026, 3, 4, 10, tzinfo=timezone(timedelta(hours=2))),
    )
    assert (draft.title, draft.author, draft.outlet) == ("Another title", "Olu Ade", OUTLET)
    assert (draft.link, draft.given_link) == (None, "https://courier.example.com/a")
    assert draft.published == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert draft_from_text(TEXT, published=datetime(2026, 3, 4)).published == datetime(2026, 3, 4, tzinfo=UTC)


def test_text_without_a_title_is_named_by_its_first_sentence() -> None:
    """Where no line is a title, the first sentence stands in, cut at a word."""
    title = draft_from_text(TEXT).title
    assert STORY[0].startswith(title.removesuffix("…"))
    assert 20 < len(title) <= 120


@pytest.mark.parametrize("link", ["ferry", "ftp://courier.example.com", "http://localhost/x", "https://a@b.example/"])
def test_stated_link_must_be_one(link: str) -> None:
    """A link that nobody could follow is refused, not stored."""
    with pytest.raises(UserError):
        draft_from_text(TEXT, link=link)
    assert draft_from_text(TEXT, link="  ").given_link is None


@pytest.mark.parametrize(
    "text", ["", " \n ", "Too short.", "a" * 500, "One sentence only, if a long one, " * 10 + "ends.", "\u202e\0"]
)
def test_too_little_text_is_refused(text: str) -> None:
    """Fewer than two sentences or 200 letters are no article."""
    with pytest.raises(UserError, match="too short for an article"):
        draft_from_text(text)


def test_dense_scripts_need_fewer_letters() -> None:
    """Two sentences of Chinese that fill three lines are enough."""
    assert is_enough("渡轮将于周一恢复航行，此前因发动机故障停航三周，岛上居民只能依靠渔船运送邮件、药品和面包。" * 2)


def test_line_breaks_and_spaces_become_plain() -> None:
    """Every kind of line break and space becomes the plain one, and letters are composed."""
    assert clean_text("a\r\nb\rc\u2028d\x0be\u00a0f\u3000g  h\n\n\n\n\ni") == "a\nb\nc\nd\ne f g h\n\ni"
    assert clean_text("Z\u0307o\u0301lw") == "Żólw"


def test_emoji_and_persian_keep_their_joiners() -> None:
    """The two joiners that words and emoji are written with stay."""
    assert clean_text("می\u200cشود 👩\u200d🚒") == "می\u200cشود 👩\u200d🚒"


def test_long_text_is_cut_between_paragraphs() -> None:
    """A text beyond the greatest length ends with a whole paragraph."""
    draft = draft_from_text("\n\n".join(STORY * 300), title=TITLE)
    assert MAX_TEXT // 2 < len(draft.text) <= MAX_TEXT
    assert draft.text.split("\n\n")[-1] in STORY


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_clean_or_refused(text: str) -> None:
    """Whatever is pasted, what is kept has no hidden characters, is composed, and stays as it is when cleaned again."""
    cleaned = clean_text(text)
    assert not {unicodedata.category(char) for char in cleaned} & {"Cs", "Zl", "Zp"}
    assert not set(cleaned) & set("\0\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    assert clean_text(cleaned) == cleaned
    try:
        draft = draft_from_text(text)
    except UserError:
        return
    assert draft.title
    assert is_enough(draft.text)
