"""From the markup inside a feed's entry to plain paragraphs. Runs in the worker."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.intake.texts import clean_line, join_paragraphs, weigh

WHOLE = 1_200
"""An entry's text of fewer letters is taken for the beginning of an article."""

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_DROPPED = frozenset({
    "script", "style", "noscript", "iframe", "template", "svg", "math", "form", "button", "select", "object", "video",
    "audio", "figcaption", "head", "title",
})  # fmt: skip
_MARKUP = re.compile(r"<[a-z!/?]|&(?:#?\w{1,30});", re.I)
# What blogs put below each entry; the first names the site, the second leads to the rest.
_SIGNATURE = re.compile(r"The post .{1,300} (?:appeared first on|first appeared on) .{1,200}", re.S)
_GOES_ON = re.compile(
    r"[\[(]?\s?(?:continue reading|read (?:the )?(?:more|full|rest|entire)|weiterlesen|lire la suite|читать далее"
    r"|more)\b.{0,200}",
    re.I | re.S,
)
_CUT_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\[\+\d+ chars\])[\s»→>]*$")


def text_of_markup(source: str) -> str:
    """The paragraphs of a piece of HTML, or of plain text, one blank line between two of them."""
    if not _MARKUP.search(source):
        return join_paragraphs(re.split(r"\n\s*\n", source))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True)
    packed = f"<div>{source}</div>".replace("\0", "").encode("utf-8", "replace")
    try:
        tree = document_fromstring(packed, parser=parser)
    except (etree.LxmlError, ValueError):
        return join_paragraphs([html.unescape(source)])
    return join_paragraphs(_pieces(tree).split("\n\n"))


def line_of_markup(source: str | None, *, longest: int = 300) -> str | None:
    """The words of a title or a name, which may be HTML, on one line."""
    return clean_line(text_of_markup(source or ""), longest=longest)


def without_endings(text: str) -> tuple[str, bool]:
    """A text without what a site puts below each entry, and whether it says that the article goes on elsewhere."""
    paragraphs = text.split("\n\n")
    goes_on = False
    while paragraphs:
        last = paragraphs[-1]
        if _GOES_ON.fullmatch(last):
            goes_on = True
        elif not _SIGNATURE.fullmatch(last):
            break
        paragraphs.pop()
    kept = "\n\n".join(paragraphs)
    return kept, goes_on or _CUT_OFF.search(kept[-20:]) is not None


def is_whole(text: str) -> bool:
    """Whether a text is long enough to be an article and not only its beginning."""
    return weigh(text) >= WHOLE


def _pieces(tree: HtmlElement) -> str:
    """All text in order, with a blank line at the borders of blocks; line breaks become spaces later."""
    pieces: list[str] = []
    dropped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag in _DROPPED:
            dropped += 1 if event == "start" else -1
        if event == "start":
            if tag in _BLOCKS:
                pieces.append("\n\n")
            elif tag == "br":
                # Two in a row are how old pages part paragraphs.
                pieces.append("\n")
            text = element.text
        else:
            pieces.append("\n\n" if tag in _BLOCKS else ", " if tag in {"td", "th"} else "")
            text = element.tail
        if text and not dropped:
            pieces.append(re.sub(r"\s+", " ", text))
    return re.sub(r"\n[\s,]*\n", "\n\n", "".join(pieces))
