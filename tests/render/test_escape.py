"""Text from outside shows as it is and does nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.escape import clean, escape, link, one_line, safe_url

from .looking import read

MARKUP = [
    "**bold**",
    "*italic* and _italic_",
    "__underlined__",
    "~~struck~~",
    "||hidden||",
    "`code` and ```py\nmore```",
    "> quoted",
    ">>> quoted to the end",
    "# Heading\n## Heading\n### Heading",
    "-# small",
    "- item\n* item\n+ item",
    "1. one\n2) two",
    "[bank](https://bad.example)",
    "[x][1]\n[1]: https://bad.example",
    "https://bad.example/path",
    "<https://bad.example>",
    "steam://run/1",
    "@everyone and @HERE",
    "<@1234> <@!1234> <@&1234> <#1234>",
    "</play:1234> <t:1700000000:R> <:x:1234> <a:x:1234> <id:browse>",
    "discord.gg/abc discord.com/invite/abc DISCORD.GG/abc",
    ":skull: :+1:",
    r"\*already escaped\*",
    "¯\\_(ツ)_/¯",
]

SIGNS = "*_~|`>#-+\\[]()<>@:/.\n "
WORDS = ["@everyone", "@here", "<@1>", ":x:", "https://", "discord.gg/a", "1.", "-#", "\n\n", "word", "```", "**", "]("]
UNSEEN = ["\u200b", "\u202e", "\u200d", "\ufe0f", "é", "👍"]
PIECES = st.sampled_from([*SIGNS, *WORDS, *UNSEEN])


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_shown_and_does_nothing(text: str) -> None:
    """Markdown, mentions and links in a text are shown letter by letter and have no effect."""
    assert read(escape(text)) == (text, set())


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_markup_does_nothing(text: str) -> None:
    """However markup is combined, what is shown is the visible text and nothing happens."""
    assert read(escape(text)) == (clean(text), set())


@given(st.text())
def test_any_text_is_shown_as_its_visible_characters(text: str) -> None:
    """Whatever Unicode a text holds, it reads as its visible characters, at most twice as long."""
    shown, effects = read(escape(text))
    assert (shown, effects) == (clean(text), set())
    assert len(escape(text).encode("utf-16-le")) <= 2 * len(text.encode("utf-16-le", "surrogatepass")) + 2


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What was cleaned is clean."""
    assert clean(clean(text)) == clean(text)


def test_ordinary_prose_is_left_alone() -> None:
    """Ordinary sentences need no escapes, so that they cost no more than their length."""
    prose = "“We’ll see,” she said – at 10:30, in 3.5 km (or so). It's 50/50; e-mail us: a@b.example & win!"
    assert escape(prose) == prose


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
        ("\u202eevil\u202c \u2066x\u2069\u200f", "evil x"),
        ("a\u200db", "ab"),
        ("\x00\x01a\x1b[31mb\x7f", "a[31mb"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("  a \t b  \n  c", "a b\nc"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("\U000e0041\U000e0042x", "x"),
        ("a\ufe0fb\ufe01", "ab"),
        ("\u3164\u2800\u115f", ""),
        ("\ud83dx", "\ufffdx"),
    ],
)
def test_what_nobody_sees_is_taken_out(text: str, visible: str) -> None:
    """Control, direction and zero-width characters go, and so do marks piled upon each other."""
    assert clean(text) == visible


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️ 1️⃣ 👍🏽", "می‌خواهم", "क्‍ष", "việt", "日本語　です"])
def test_joiners_that_shape_characters_stay(text: str) -> None:
    """Emoji families, flags, Persian and Indic letters keep what joins them."""
    assert clean(text) == text


def test_one_line_has_no_line_breaks() -> None:
    """A title over several lines becomes one."""
    assert one_line(" A\n title\t of\u2028 lines ") == "A title of lines"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "ftp://files.example/x",
        "//courier.example",
        "https://",
        "https://good.example@bad.example/",
        "https://courier.example:port/",
        "https://[::1/",
        "https://courier.example/" + "a" * 1_000,
        "https://bad host.example/",
    ],
)
def test_what_is_no_plain_web_address_is_no_link(url: str | None) -> None:
    """Only http and https addresses of a named host, without a user's name and not too long, become links."""
    assert safe_url(url) is None
    assert link("Title", url) == "Title"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://courier.example/a(b)c", "https://courier.example/a%28b%29c"),
        ("https://courier.example/a b<c>\"d'", "https://courier.example/a%20b%3Cc%3E%22d%27"),
        ("HTTPS://Courier.Example/a?b=c&d=%20#e", "https://courier.example/a?b=c&d=%20#e"),
        ("http://münchen.example:8080/ü", "http://xn--mnchen-3ya.example:8080/%C3%BC"),
    ],
)
def test_addresses_cannot_break_out_of_a_link(url: str, safe: str) -> None:
    """What could end a masked link is percent-encoded, and a foreign host's name cannot pose as another's."""
    assert safe_url(url) == safe
    assert link("Title", url) == f"[Title]({safe})"


@pytest.mark.parametrize(
    "label", ["https://bank.example", "www.bank.example", "See bank.example/login", "a ] b", "[ a"]
)
def test_a_label_that_looks_like_a_link_stands_beside_its_link(label: str) -> None:
    """A label that could pass for another address, or would break the link, is shown as text before it."""
    shown = link(label, "https://courier.example/")
    assert shown.endswith(" ([link](https://courier.example/))")
    assert read(shown.partition(" ([link]")[0]) == (label, set())


def test_labels_are_escaped_inside_links() -> None:
    """A title's own brackets and stars stay text inside its link."""
    assert link("[Live] *now*", "https://courier.example/") == r"[\[Live\] \*now\*](https://courier.example/)"


def test_a_title_of_invisible_characters_has_a_name() -> None:
    """An article whose title shows nothing can still be pressed."""
    assert link("\u200b", "https://courier.example/") == "[Untitled](https://courier.example/)"
