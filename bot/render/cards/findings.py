"""The numbers and the quotations that were found, each beside the words of its article."""

from __future__ import annotations

from bot.model import Found, Headline, Quantity, Quotation
from bot.render.budget import MESSAGE_TEXT, shorten, size
from bot.render.cards.parts import article_heading, article_links, counted, filters, heading, joined, other_language
from bot.render.escape import escape
from bot.render.excerpt import marked, quoted, source, words
from bot.render.figures import figure
from bot.render.page import Block, Page, Rule, Text, Tone, Window

NUMBERS_PER_PAGE = 5
QUOTES_PER_PAGE = 4

# What the heading of a page may take, with room for the lines between.
_HEADING = 800
_NUMBER = (MESSAGE_TEXT - _HEADING) // NUMBERS_PER_PAGE
_QUOTE = (MESSAGE_TEXT - _HEADING) // QUOTES_PER_PAGE
_SOURCE = 280
# A longer quotation is cut as one, so that it never loses its end without a sign.
_FRAGMENT = 150


def numbers(window: Window[Found[Quantity]], *, article: Headline | None = None, about: str | None = None) -> Page:
    """Numbers with what is counted, who says so and the sentence; `article` where all are of one."""
    items = [_number(found) for found in window.items]
    nothing = "No numbers found in this article." if article else "No numbers found in the stored articles."
    if article and (why := other_language(article)):
        nothing = why
    elif about:
        nothing += " Try other words, or leave **about** out."
    return _findings("numbers", "Numbers", "number", window, items, nothing, article, filters(about=about))


def quotes(
    window: Window[Found[Quotation]],
    *,
    article: Headline | None = None,
    speaker: str | None = None,
    about: str | None = None,
) -> Page:
    """Quotations with who says them, verbatim and in quotation marks; reported speech is without marks."""
    items = [_quotation(found) for found in window.items]
    nothing = "No quotations found in this article." if article else "No quotations found in the stored articles."
    if article and (why := other_language(article)):
        nothing = why
    elif speaker or about:
        nothing += " Try a part of the name, other words, or fewer options."
    asked = filters(speaker=speaker, about=about)
    return _findings("quotes", "Quotations", "quotation", window, items, nothing, article, asked)


def _findings(
    tone: Tone,
    name: str,
    noun: str,
    window: Window[Found[Quantity]] | Window[Found[Quotation]],
    items: list[str],
    nothing: str,
    article: Headline | None,
    asked: str,
) -> Page:
    links = article_links(article) if article else ()
    found = f"**{name}** · {counted(window.total, noun, more=window.more)}" if items else f"**{name}**"
    blocks: list[Block]
    if article is not None:
        blocks = [article_heading(article), Text(joined(found, asked))]
    else:
        blocks = [heading(name, joined(counted(window.total, noun, more=window.more) if items else None, asked))]
    if not items:
        return Page(tone, (*blocks, Text(nothing)), links=links)
    sources = [found.article for found in window.items]
    for item, origin in zip(items, sources, strict=True):
        blocks += [Rule(), Text(item)]
        if article is None:
            # A block of its own, because a line after a quoted one may be taken for a part of the quote.
            blocks.append(Text(f"-# {source(origin, _SOURCE)}"))
    return Page(tone, tuple(blocks), window.number, window.count, links=links)


def _number(found: Found[Quantity]) -> str:
    quantity, text = found.finding, found.article.text
    who = words(text, quantity.who, 40)
    head = joined(
        f"**{escape(shorten(figure(quantity), 90))}**",
        words(text, quantity.of, 70),
        words(text, quantity.about, 50) if quantity.about != quantity.of else None,
        f"says {who}" if who else None,
    )
    room = min(450, _NUMBER - size(head) - _SOURCE - 8)
    return f"{head}\n> {marked(text, quantity.sentence, [quantity.span], room)}"


def _quotation(found: Found[Quotation]) -> str:
    quotation, text = found.finding, found.article.text
    name = words(text, quotation.speaker or quotation.mention, 60)
    cue = words(text, quotation.cue, 24)
    head = joined(
        f"**{name}**" if name else "**Speaker not named**",
        words(text, quotation.role, 60),
        f"*{cue}*" if cue else None,
        "reported, not word for word" if quotation.kind == "indirect" else None,
    )
    room = _QUOTE - size(head) - _SOURCE - 8
    return f"{head}\n{_said(text, quotation, room)}"


def _said(text: str, quotation: Quotation, room: int) -> str:
    match quotation.kind:
        case "indirect":
            return f"> {marked(text, quotation.span, (), min(450, room))}"
        case "fragment":
            # A few quoted words mean little without their sentence, in which they stand in quotation marks already.
            if len(quotation.span.of(text)) <= _FRAGMENT:
                return f"> {marked(text, quotation.sentence, [quotation.span], min(450, room))}"
            return quoted(text, quotation.span, room)
        case "direct":
            return quoted(text, quotation.span, min(900, room))
